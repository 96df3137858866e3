//! What is bound to an event: mode, contexts, date, place, counts.

use super::build::{Build, Scene};
use crate::chunk::Parse;
use crate::event::Found;
use crate::quantity::LOSSES;
use crate::record::{DateMention, PlaceMention, Quantity};
use crate::roles::tree::{Bearing, View};
use crate::status;
use crate::when::When;
use mizan_data::model::Class;

/// The tokens that tell an event: its trigger and those of the tellings that were merged into it.
fn tokens(f: &Found) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(f.trigger.0).chain(f.merged.iter().map(|m| m.1))
}

/// Things done or fired that a count can be of by itself, beside losses.
const FIRED: [&str; 2] = ["shells", "attacks"];

impl Build<'_, '_> {
    /// The mode: words near the trigger and in merged causes first, then what the frame gives.
    pub(super) fn mode(&self, p: &Parse, f: &Found) -> (Option<String>, String) {
        let frame = &self.k.tables.frames[f.frame as usize];
        let from = f.trigger.0.saturating_sub(6).max(p.sentence.from);
        let to = f.end.max(f.trigger.1).min(f.trigger.0 + 16).min(p.sentence.to);
        let told = self.k.tables.modes.iter().filter(|m| m.event == frame.event).find_map(|m| {
            let word = m.words.iter().find(|w| p.mentions(self.text, from, to, w))?;
            Some((m.mode.clone(), word.clone()))
        });
        let own_mode = matches!(
            frame.mode.as_deref(),
            Some(
                "abduct"
                    | "torture"
                    | "sexual"
                    | "crowd-control"
                    | "destroy"
                    | "targeted"
                    | "hunger"
                    | "vandalize"
                    | "obstruct"
                    | "boycott"
            )
        );
        if own_mode {
            let why = format!("mode {} given by the frame", frame.mode.clone().unwrap_or_default());
            return match told {
                Some((mode, word))
                    if matches!(
                        mode.as_str(),
                        "aerial" | "drone" | "explosives" | "suicide-attack" | "hunger"
                    ) && frame.mode.as_deref() != Some("abduct")
                        && frame.mode.as_deref() != Some("destroy") =>
                {
                    (Some(mode.clone()), format!("mode {mode} told by {word}"))
                }
                _ => (frame.mode.clone(), why),
            };
        }
        if let Some((mode, word)) = told {
            return (Some(mode.clone()), format!("mode {mode} told by {word}"));
        }
        let merged = f
            .merged
            .iter()
            .find_map(|(frame, _)| self.k.tables.frames[*frame as usize].mode.clone());
        let mode = merged.or_else(|| frame.mode.clone());
        let why = mode
            .as_ref()
            .map_or_else(|| "no mode".to_owned(), |m| format!("mode {m} given by the frame"));
        (mode, why)
    }

    /// The contexts of an event: its frame's own and those that words of its sentence give.
    pub(super) fn contexts(&self, p: &Parse, scene: &Scene, own: &[String]) -> Vec<String> {
        let around = scene.contexts.get_or_init(|| self.sentence_contexts(p));
        let mut out: Vec<String> = own.iter().chain(around).cloned().collect();
        out.sort();
        out.dedup();
        out
    }

    pub(super) fn sentence_contexts(&self, p: &Parse) -> Vec<String> {
        let table = &self.k.tables.contexts;
        let mut out = Vec::new();
        for t in p.sentence.from..p.sentence.to {
            let word = self.text.word(t);
            let bare = ["و", "ب", "ل", "ال", "وال", "بال"]
                .into_iter()
                .filter_map(|c| word.strip_prefix(c));
            out.extend(std::iter::once(word).chain(bare).filter_map(|w| table.get(w)).flatten());
        }
        for t in p.sentence.from..p.sentence.to {
            let phrases = status::forms(self.text, t).flat_map(|w| self.k.context_phrases(w));
            let whole = phrases.filter(|c| status::follows(self.text, t, p.sentence.to, &c.0));
            out.extend(whole.flat_map(|c| &c.1));
        }
        out.sort();
        out.dedup();
        out.into_iter().cloned().collect()
    }

    /// The nearest date of the sentence that no relative clause and no other event is closer to.
    pub(super) fn bind_date(
        &self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
        triggers: &[usize],
    ) -> (Option<DateMention>, String) {
        let t = f.trigger.0;
        let distance = |a: usize, b: usize| a.abs_diff(b);
        let view = View { text: self.text, k: self.k, p };
        let last = if self.said(f) { Bearing::Own } else { Bearing::Above };
        let best = scene
            .dates
            .iter()
            .filter(|d| !p.behind_relative(self.text, t, d.at.0) && !self.behind_since(p, d, t))
            .filter(|d| tokens(f).any(|t| view.bearing_in_time(t, d.at) <= last))
            .filter(|d| {
                let own = distance(d.at.0, t);
                own < 14
                    || !triggers
                        .iter()
                        .any(|o| *o != t && *o > t && distance(d.at.0, *o) < own && *o < d.at.0)
            })
            .min_by_key(|d| distance(d.at.0, t));
        match best {
            Some(d) => {
                let m = self.date(d);
                let why = format!("date {}: nearest in its clause; {}", m.text, m.basis);
                (Some(m), why)
            }
            None => (None, "no date in its clause".to_owned()),
        }
    }

    /// «منذ هزيمته عام 2019»: the date belongs to the noun behind منذ, not to the clause.
    pub(super) fn behind_since(&self, p: &Parse, d: &When, trigger: usize) -> bool {
        let from = d.at.0.saturating_sub(4).max(p.sentence.from);
        (from..d.at.0).any(|t| {
            self.k.is("grammar.date_after", self.text.word(t)) && t > trigger && t + 1 < d.at.0
        })
    }

    pub(super) fn bind_place(
        &self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
    ) -> (Option<PlaceMention>, String) {
        let t = f.trigger.0;
        let view = View { text: self.text, k: self.k, p };
        let said = self.said(f);
        let last = if said { Bearing::Own } else { Bearing::Doer };
        let best = scene
            .places
            .iter()
            .filter(|w| !p.behind_relative(self.text, t, w.at.0))
            .map(|w| (tokens(f).map(|t| view.bearing(t, w.at)).min().unwrap_or(Bearing::Other), w))
            .filter(|(bearing, _)| *bearing <= last)
            .min_by_key(|(b, w)| (*b, !w.located, w.at.0 < t, w.at.0.abs_diff(t)))
            .map(|(_, w)| w);
        match best {
            Some(w) => (
                Some(self.place(w)),
                format!(
                    "place {}: nearest in its clause",
                    self.text.words(self.text.span(w.at.0, w.at.1))
                ),
            ),
            None if said => (None, "no place in its clause".to_owned()),
            None => self.place_in_words(p, f, &view),
        }
    }

    /// Is it an act of words, which has a place only where its own clause tells one?
    pub(super) fn said(&self, f: &Found) -> bool {
        let event = self.frame_type(f);
        let code = self.k.tables.codes.iter().find(|c| c.kind == "event" && c.code == event);
        matches!(code.and_then(|c| c.quad), Some(1 | 3)) && event != "CONSULT"
    }

    /// «في الموقع»: a place that no gazetteer holds stays words, with nothing beside it.
    fn place_in_words(
        &self,
        p: &Parse,
        f: &Found,
        view: &View<'_>,
    ) -> (Option<PlaceMention>, String) {
        let inside = |c: &&crate::chunk::Chunk| {
            let own = view.bearing(f.trigger.0, (c.head, c.head + 1));
            own <= Bearing::Patient && !f.targets.iter().any(|t| t.from <= c.head && c.head < t.to)
        };
        let located = |c: &&crate::chunk::Chunk| {
            c.prep.as_deref().is_some_and(|x| self.k.is("preps.stands", x))
                && matches!(c.class, Class::Facility | Class::Place)
        };
        let Some(c) = p.chunks.iter().filter(located).find(inside) else {
            return (None, "no place in its clause".to_owned());
        };
        let m = self.tokens(c.from, c.to);
        let why = format!("place {}: words only", m.text);
        (Some(PlaceMention { text: m.text, span: m.span, place: None }), why)
    }

    /// Counts in the event's arguments and in the phrases of its clause that name losses.
    pub(super) fn bind_counts(&self, p: &Parse, scene: &Scene, f: &Found) -> Vec<Quantity> {
        let from = f.trigger.0;
        let in_args = |c: usize| f.sources.iter().chain(&f.targets).any(|a| a.chunk == c);
        let of_merged = |c: usize| f.origins.iter().any(|o| o.0 == c);
        let in_clause = |c: usize| (from..f.end).contains(&p.chunks[c].from);
        let counted = scene.counts.iter().filter(|(c, count)| {
            let of = count.of.as_deref();
            let alone = of.is_some_and(|of| LOSSES.contains(&of) || FIRED.contains(&of));
            in_args(*c) || of_merged(*c) || (in_clause(*c) && alone)
        });
        counted
            .map(|(c, count)| {
                let mut q = self.quantity(count);
                let whom = matches!(q.of.as_deref(), Some("people" | "arrested" | "abducted"));
                if whom && !f.sources.iter().any(|a| a.chunk == *c) {
                    q.of = self.suffered(f, *c).or(q.of);
                }
                q
            })
            .collect()
    }

    /// «قتل خمسة جنود»: people who are the target of a killing are killed.
    pub(super) fn suffered(&self, f: &Found, chunk: usize) -> Option<String> {
        let origin = f.origins.iter().find(|o| o.0 == chunk).map_or(f.frame, |o| o.1);
        let frame = &self.k.tables.frames[origin as usize];
        let what = match frame.id.rsplit('.').next().unwrap_or("") {
            "kill" | "die" | "targeted" => "killed",
            "wound" => "wounded",
            "abduct" => "abducted",
            "arrest" => "arrested",
            "release" => "released",
            _ => return None,
        };
        Some(what.to_owned())
    }
}
