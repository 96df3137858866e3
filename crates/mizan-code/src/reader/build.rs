//! One page into one record: sentences in order, with what was named and who spoke before.

use super::Options;
use super::offsets::Offsets;
use crate::actor::{self, Memory};
use crate::chunk::Parse;
use crate::claim::{self, Report};
use crate::event::{self, Found};
use crate::explain::Explanation;
use crate::place::{self, Where};
use crate::quantity;
use crate::record::*;
use crate::roles::Arg;
use crate::tie::{self, Seen};
use crate::weigh::{self, Around};
use crate::when::{self, When};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos, Ref, TriggerKind};
use mizan_page::{BlockKind, Page, Problem};
use mizan_text::{Span, Text, feat};

/// How many events back a telling is compared with.
const MERGE_BACK: usize = 120;

/// What a count can be by itself: losses and things fired.
const LOSSES: [&str; 8] =
    ["killed", "wounded", "missing", "arrested", "displaced", "abducted", "shells", "attacks"];

/// What is being built.
pub(super) struct Build<'a, 'p> {
    k: &'a Knowledge,
    page: &'a Page,
    text: &'a Text<'p>,
    parses: Vec<(Parse, usize)>,
    options: Options,
    offsets: Offsets<'p>,
    memory: Memory,
    speaker: Option<ActorMention>,
    mentions: Mentions,
    events: Vec<(Event, usize, Found)>,
    claims: Vec<Claim>,
    ties: Vec<Tie>,
    stances: Vec<Stance>,
    sentences: Vec<SentenceOut>,
    /// Actors by how often they were named.
    tally: Vec<(u32, ActorMention)>,
    unresolved_date: bool,
    /// Who did the last act that happened.
    doers: Vec<ActorMention>,
    /// Ids of actors that the report tells attacks on.
    hostile: Vec<String>,
}

/// What was read of one sentence before its events.
struct Scene {
    zone: &'static str,
    headline: bool,
    number: usize,
    dates: Vec<When>,
    places: Vec<Where>,
    counts: Vec<(usize, quantity::Count)>,
    quotes: Vec<(usize, usize)>,
    /// Reports with the ids of their claims.
    reports: Vec<(Report, String)>,
}

impl<'a, 'p> Build<'a, 'p> {
    pub fn new(
        k: &'a Knowledge,
        page: &'a Page,
        text: &'a Text<'p>,
        parses: Vec<(Parse, usize)>,
        options: Options,
    ) -> Self {
        let day = page.published.as_ref().map(|p| {
            p.date.year() as u32 * 10_000 + p.date.month() as u32 * 100 + p.date.day() as u32
        });
        let mut build = Build {
            k,
            page,
            text,
            parses,
            options,
            offsets: Offsets::new(text.source),
            memory: Memory { day, ..Memory::default() },
            speaker: None,
            mentions: Mentions::default(),
            events: Vec::new(),
            claims: Vec::new(),
            ties: Vec::new(),
            stances: Vec::new(),
            sentences: Vec::new(),
            tally: Vec::new(),
            unresolved_date: false,
            doers: Vec::new(),
            hostile: Vec::new(),
        };
        build.run();
        build
    }

    fn run(&mut self) {
        self.count_states();
        let parses = std::mem::take(&mut self.parses);
        for (parse, block) in &parses {
            self.sentence(parse, *block);
        }
        self.parses = parses;
        self.merge();
        self.number();
    }

    /// The page's own state is known before its first sentence is read.
    fn count_states(&mut self) {
        for (parse, _) in &self.parses {
            for hit in &parse.hits {
                if let Some(s) = place::states(self.k, hit.refs) {
                    self.memory.count_state(s);
                }
            }
            for t in parse.sentence.from..parse.sentence.to {
                if let Some(s) = actor::nationality(self.text, self.k, t) {
                    self.memory.count_state(s);
                }
            }
        }
    }

    fn mention(&self, span: Span) -> Mention {
        Mention { text: self.text.words(span).to_owned(), span: self.offsets.span(span) }
    }

    fn tokens(&self, from: usize, to: usize) -> Mention {
        self.mention(self.text.span(from, to))
    }

    fn actor_mention(&self, span: Span, actor: Option<ActorRef>) -> ActorMention {
        ActorMention {
            text: self.text.words(span).to_owned(),
            span: self.offsets.span(span),
            actor,
        }
    }

    /// A phrase as an actor mention; its words end before closing marks.
    fn argument(&self, p: &Parse, arg: &Arg) -> ActorMention {
        let mut c = p.chunks[arg.chunk].clone();
        if arg.from >= c.from && arg.to <= c.wide && (arg.from, arg.to) != (c.from, c.wide) {
            c.wide = arg.to;
            if arg.from > c.head || arg.to <= c.to {
                c.to = c.to.min(arg.to);
                if arg.from > c.from {
                    c.from = arg.from;
                    c.head = (arg.from..arg.to)
                        .find(|t| {
                            self.text.reading(*t).pos.nominal()
                                && !matches!(self.text.reading(*t).pos, Pos::Number | Pos::Quant)
                        })
                        .unwrap_or(arg.from);
                }
            }
        }
        let actor = actor::read(self.text, self.k, p, &c, &self.memory, true)
            .or_else(|| self.owner(p, arg, &c));
        let mut to = arg.to;
        while to > arg.from + 1
            && self.text.reading(to - 1).pos == Pos::Punct
            && !matches!(self.text.word(to - 1), ")" | "\"")
        {
            to -= 1;
        }
        self.actor_mention(self.text.span(arg.from, to), actor)
    }

    /// «تهديد للتنظيم»: the owner that completes a phrase of things stands for it.
    fn owner(&self, p: &Parse, arg: &Arg, c: &crate::chunk::Chunk) -> Option<ActorRef> {
        if c.class.animate() {
            return None;
        }
        let inside = p
            .chunks
            .iter()
            .filter(|o| o.from >= c.to && o.to <= arg.to && o.prep.as_deref() == Some("ل"));
        inside
            .filter_map(|o| actor::read(self.text, self.k, p, o, &self.memory, true))
            .next()
            .map(|a| ActorRef { via: format!("owner: {}", a.via), ..a })
    }

    fn sentence(&mut self, p: &Parse, block: usize) {
        let scene = self.scene(p, block);
        self.sentences.push(SentenceOut {
            span: self.offsets.span(self.text.span(p.sentence.from, p.sentence.to)),
            zone: scene.zone,
        });
        if scene.zone == "residue" {
            return;
        }
        let seen = self.actors(p);
        let reports = claim::find(self.text, self.k, p);
        let scene = Scene { reports: self.claims_of(p, &scene, reports), ..scene };
        self.sentence_mentions(p, &scene);
        self.sentence_events(p, &scene);
        self.relations(p, &scene, &seen);
        for s in seen {
            if let Some(actor) = &s.mention.actor {
                self.memory.remember(actor);
            }
        }
    }

    fn scene(&mut self, p: &Parse, block: usize) -> Scene {
        let block = &self.page.blocks[block];
        let now = self.page.published.as_ref().map(|d| d.date);
        let dates = when::find(self.text, self.k, p.sentence, now);
        if now.is_none() && dates.iter().any(|d| d.from.is_none() && d.calendar == "gregorian") {
            self.unresolved_date = true;
        }
        let in_date = |at: usize| dates.iter().any(|d| d.at.0 <= at && at < d.at.1);
        let counts = p
            .chunks
            .iter()
            .enumerate()
            .filter_map(|(i, c)| {
                let count = quantity::read(self.text, self.k, c)?;
                (!in_date(count.at.0) && !in_date(count.at.1.saturating_sub(1)))
                    .then_some((i, count))
            })
            .collect();
        Scene {
            zone: block.zone.name(),
            headline: matches!(block.kind, BlockKind::Title | BlockKind::Subhead),
            number: self.sentences.len(),
            places: place::find(self.text, self.k, p, &self.memory),
            counts,
            quotes: claim::quotes(self.text, p),
            dates,
            reports: Vec::new(),
        }
    }

    /// Actors of a sentence, in order; persons unknown to the table are remembered by their last name.
    fn actors(&mut self, p: &Parse) -> Vec<Seen> {
        let mut out = Vec::new();
        for c in &p.chunks {
            let acts = !c.prep.as_deref().is_some_and(|x| self.k.is("grammar.in", x));
            let Some(actor) = actor::read(self.text, self.k, p, c, &self.memory, acts) else {
                continue;
            };
            self.memory.remember(&actor);
            let mention = self.actor_mention(self.text.span(c.from, c.to), Some(actor));
            out.push(Seen { from: c.from, to: c.to, mention });
        }
        out.extend(self.inner_states(p, &out));
        out.sort_by_key(|s| s.from);
        for s in &out {
            self.mentions.actors.push(s.mention.clone());
            let id = s.mention.actor.as_ref().map(|a| a.id.clone());
            match self.tally.iter_mut().find(|t| t.1.actor.as_ref().map(|a| a.id.clone()) == id) {
                Some(t) => t.0 += 1,
                None => self.tally.push((1, s.mention.clone())),
            }
        }
        out
    }

    /// States inside phrases headed by an act: توقيع سوريا، انضمام تركيا.
    fn inner_states(&self, p: &Parse, seen: &[Seen]) -> Vec<Seen> {
        let free = |h: &&crate::names::Hit| !seen.iter().any(|s| s.from < h.to && h.from < s.to);
        p.hits
            .iter()
            .filter(free)
            .filter_map(|h| {
                let c = p.chunks.iter().find(|c| c.from <= h.from && h.to <= c.to)?;
                let state =
                    self.k.tables.name_refs[h.refs as usize].iter().find_map(|r| match r {
                        Ref::State(s) | Ref::Seat(s) => Some(*s),
                        _ => None,
                    })?;
                let act = self.text.reading(c.head).pos == Pos::Masdar || c.class == Class::Event;
                act.then(|| Seen {
                    from: h.from,
                    to: h.to,
                    mention: self.actor_mention(
                        self.text.span(h.from, h.to),
                        Some(actor::state_government(self.k, state, "a state whose act is named")),
                    ),
                })
            })
            .collect()
    }

    fn date(&self, w: &When) -> DateMention {
        let m = self.tokens(w.at.0, w.at.1);
        DateMention {
            text: m.text,
            span: m.span,
            from: w.from.map(|d| d.to_string()),
            to: w.to.map(|d| d.to_string()),
            precision: w.precision,
            calendar: w.calendar,
            basis: w.basis.clone(),
        }
    }

    fn place(&self, w: &Where) -> PlaceMention {
        let m = self.tokens(w.at.0, w.at.1);
        PlaceMention { text: m.text, span: m.span, place: Some(w.place.clone()) }
    }

    fn quantity(&self, c: &quantity::Count) -> Quantity {
        let m = self.tokens(c.at.0, c.at.1);
        Quantity {
            text: m.text,
            span: m.span,
            of: c.of.clone(),
            low: c.low,
            high: c.high,
            relation: c.relation,
            unit: c.unit.clone(),
        }
    }

    fn sentence_mentions(&mut self, p: &Parse, scene: &Scene) {
        let dates: Vec<_> = scene.dates.iter().map(|d| self.date(d)).collect();
        let places: Vec<_> = scene.places.iter().map(|w| self.place(w)).collect();
        let counts: Vec<_> = scene.counts.iter().map(|c| self.quantity(&c.1)).collect();
        let quotes: Vec<_> = scene.quotes.iter().map(|q| self.tokens(q.0, q.1)).collect();
        self.mentions.dates.extend(dates);
        self.mentions.places.extend(places);
        self.mentions.quantities.extend(counts);
        self.mentions.quotes.extend(quotes);
        let _ = p;
    }

    /// Claims of a sentence; a joined verb without a subject keeps the speaker before.
    fn claims_of(
        &mut self,
        p: &Parse,
        scene: &Scene,
        reports: Vec<Report>,
    ) -> Vec<(Report, String)> {
        let mut out = Vec::new();
        for report in reports {
            let named = report.speaker.as_ref().map(|a| self.argument(p, a));
            let vague = named.as_ref().is_some_and(|s| s.actor.is_none())
                && report.speaker.as_ref().is_some_and(|a| self.is_vague(p, a));
            let speaker = match named {
                Some(s) => Some(self.settle(p, &report, s)),
                None if report.carried => self.speaker.clone(),
                None => None,
            };
            if speaker.is_none()
                && report.carried
                && report.speaker.is_none()
                && !self.has_quote(scene, &report)
                && scene.zone == "analysis"
            {
                continue;
            }
            let id = format!("c{}", self.claims.len() + 1);
            let quote = scene
                .quotes
                .iter()
                .find(|q| q.0 > report.verb.0 && q.0 < report.scope.1)
                .map(|q| self.tokens(q.0, q.1));
            let channel = report.channel.as_ref().map(|a| self.argument(p, a));
            let stance = if vague { "vague".to_owned() } else { report.stance.clone() };
            let kind =
                if scene.zone == "analysis" && speaker.is_none() { "opinion" } else { "claim" };
            if !vague && speaker.is_some() {
                self.speaker.clone_from(&speaker);
            }
            self.claims.push(Claim {
                id: id.clone(),
                speaker: speaker.filter(|_| !vague),
                channel,
                verb: self.tokens(report.verb.0, report.verb.1),
                stance,
                kind,
                quote,
                denies: None,
            });
            self.tie_denial();
            out.push((report, id));
        }
        out
    }

    /// A denial is tied to the last claim of another speaker.
    fn tie_denial(&mut self) {
        let Some((last, before)) = self.claims.split_last_mut() else { return };
        if last.stance != "deny" {
            return;
        }
        let speaker =
            |c: &Claim| c.speaker.as_ref().and_then(|s| s.actor.as_ref()).map(|a| a.id.clone());
        let own = speaker(last);
        last.denies = before
            .iter()
            .rev()
            .find(|c| c.stance != "deny" && speaker(c) != own)
            .map(|c| c.id.clone());
    }

    fn has_quote(&self, scene: &Scene, report: &Report) -> bool {
        scene.quotes.iter().any(|q| q.0 > report.verb.0)
    }

    fn is_vague(&self, p: &Parse, a: &Arg) -> bool {
        let c = &p.chunks[a.chunk];
        let words = (c.head..(c.head + 2).min(c.to)).map(|t| self.text.word(t)).collect::<Vec<_>>();
        self.k
            .list("verbs.vague")
            .iter()
            .any(|v| v == &words.join(" ") || words.first() == Some(&v.as_str()))
    }

    /// «البيان» speaks for who issued it; a title and a name behind a comma are one speaker.
    fn settle(&self, p: &Parse, report: &Report, named: ActorMention) -> ActorMention {
        let Some(arg) = &report.speaker else { return named };
        let c = &p.chunks[arg.chunk];
        if crate::chunk::lexeme_class(self.k, self.text.reading(c.head)) == Class::Speech {
            let issuer =
                self.speaker.as_ref().and_then(|s| s.actor.clone()).or_else(|| named.actor.clone());
            return ActorMention {
                actor: issuer.map(|a| ActorRef {
                    via: format!("issuer of the statement: {}", a.name_ar),
                    ..a
                }),
                ..named
            };
        }
        let person = p.chunks.get(arg.chunk + 1).filter(|n| {
            n.prep.is_none()
                && !n.conj
                && n.from <= c.to + 1
                && matches!(n.class, Class::Person | Class::Title)
        });
        let Some(next) = person.filter(|n| n.from > c.to && self.text.word(c.to) == "،") else {
            return named;
        };
        let actor = actor::read(self.text, self.k, p, next, &self.memory, true);
        match actor {
            Some(a) if a.kind == "person" => {
                self.actor_mention(self.text.span(arg.from, next.to), Some(a))
            }
            _ => ActorMention {
                text: self.text.words(self.text.span(arg.from, next.to)).to_owned(),
                span: self.offsets.span(self.text.span(arg.from, next.to)),
                ..named
            },
        }
    }

    fn sentence_events(&mut self, p: &Parse, scene: &Scene) {
        let page_year = self.page.published.as_ref().map(|d| d.date.year());
        let old_dates = scene
            .dates
            .iter()
            .filter(|d| {
                page_year.is_some_and(|y| d.to.or(d.from).is_some_and(|x| y - x.year() > 1))
            })
            .map(|d| d.at)
            .collect();
        let setting = event::Setting { text: self.text, headline: scene.headline, old_dates };
        let found = event::find(self.text, self.k, p, &setting);
        let counts: Vec<usize> = found
            .iter()
            .map(|f| found.iter().filter(|g| self.frame_type(g) == self.frame_type(f)).count())
            .collect();
        let triggers: Vec<usize> = found.iter().map(|f| f.trigger.0).collect();
        for (f, of_type) in found.into_iter().zip(counts) {
            let event = self.event(p, scene, &f, of_type, &triggers);
            if event.event == "ASSAULT" && event.zone == "report" {
                for id in
                    event.targets.iter().filter_map(|t| t.actor.as_ref()).map(|a| a.id.clone())
                {
                    if !self.hostile.contains(&id) {
                        self.hostile.push(id);
                    }
                }
            }
            if event.sources.iter().any(|s| s.actor.is_some()) && event.status == "occurred" {
                self.remember_doers(&event);
            }
            self.events.push((event, scene.number, f.clone()));
            self.cooperation(p, scene, &f);
        }
    }

    /// Sources as mentions: «نواصل» is the speaker, «العملية» is who carried it out.
    fn sources(&self, p: &Parse, f: &Found) -> Vec<ActorMention> {
        let reading = self.text.reading(f.trigger.0);
        if f.kind == TriggerKind::Verb && reading.has(feat::P1) && !reading.has(feat::P3) {
            return self
                .speaker
                .iter()
                .cloned()
                .map(|s| self.via(s, "the speaker says we"))
                .collect();
        }
        let mut out = Vec::new();
        for a in &f.sources {
            let mention = self.argument(p, a);
            let event = crate::roles::is_act(self.text, self.k, p, a.chunk);
            if event && mention.actor.is_none() {
                // Nobody is made up: where no doer is known, the act has none.
                out.extend(
                    self.doers
                        .iter()
                        .map(|d| ActorMention { actor: d.actor.clone(), ..mention.clone() })
                        .map(|m| self.via(m, "carried out what is named")),
                );
            } else {
                out.push(mention);
            }
        }
        out
    }

    fn via(&self, m: ActorMention, why: &str) -> ActorMention {
        ActorMention { actor: m.actor.map(|a| ActorRef { via: why.to_owned(), ..a }), ..m }
    }

    /// Doers of what happened on this page, each once: «العملية» is theirs.
    fn remember_doers(&mut self, event: &Event) {
        let id = |m: &ActorMention| m.actor.as_ref().map(|a| a.id.clone());
        for s in event
            .sources
            .iter()
            .filter(|s| s.actor.as_ref().is_some_and(|a| !a.id.starts_with("kind:")))
        {
            if self.doers.len() < 6 && !self.doers.iter().any(|d| id(d) == id(s)) {
                self.doers.push(s.clone());
            }
        }
    }

    fn frame_type(&self, f: &Found) -> &str {
        &self.k.tables.frames[f.frame as usize].event
    }

    /// An act done together by armed or public bodies is cooperation between them too.
    fn cooperation(&mut self, p: &Parse, scene: &Scene, f: &Found) {
        let frame = &self.k.tables.frames[f.frame as usize];
        let partner = |a: &Arg| {
            p.chunks[a.chunk]
                .prep
                .as_deref()
                .is_some_and(|x| self.k.list("preps.partner").iter().any(|g| g == x))
        };
        if frame.reciprocal
            || frame.event == "COOPERATE"
            || !f.sources.iter().any(partner)
            || f.sources.len() < 2
        {
            return;
        }
        let Some((event, _, _)) = self.events.last() else { return };
        let mut joint = event.clone();
        joint.event = "COOPERATE".into();
        joint.mode = None;
        joint.frame = format!("{}+partner", event.frame);
        joint.targets = Vec::new();
        joint.quantities = Vec::new();
        joint.score = self.score("COOPERATE", None);
        let armed = joint.sources.iter().any(|s| {
            s.actor.as_ref().is_some_and(|a| a.code.ends_with("MIL") || a.code.ends_with("COP"))
        });
        joint.contexts = if armed { vec!["military".into()] } else { Vec::new() };
        joint.derivation.push("COOPERATE: the act was done together with a partner".into());
        self.events.push((joint, scene.number, f.clone()));
    }

    fn score(&self, event: &str, mode: Option<&str>) -> f32 {
        let code = |kind: &str, code: &str| {
            self.k
                .tables
                .codes
                .iter()
                .find(|c| {
                    c.kind == kind
                        && c.code == code
                        && (kind == "event" || c.parent.as_deref() == Some(event))
                })
                .and_then(|c| c.score)
        };
        mode.and_then(|m| code("mode", m)).or_else(|| code("event", event)).unwrap_or(0.0)
    }

    fn event(
        &mut self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
        of_type: usize,
        triggers: &[usize],
    ) -> Event {
        let frame = &self.k.tables.frames[f.frame as usize];
        let sources = self.sources(p, f);
        let targets: Vec<_> = f.targets.iter().map(|a| self.argument(p, a)).collect();
        let (date, date_why) = self.bind_date(p, scene, f, triggers);
        let (place, place_why) = self.bind_place(p, scene, f);
        let quantities = self.bind_counts(p, scene, f);
        let claim = scene
            .reports
            .iter()
            .rev()
            .find(|(r, _)| {
                r.scope.0 <= f.trigger.0 && f.trigger.0 < r.scope.1 && r.verb.0 != f.trigger.0
            })
            .map(|(_, id)| id.clone());
        let quoted = scene.quotes.iter().any(|q| q.0 <= f.trigger.0 && f.trigger.0 < q.1);
        let zone = if quoted && scene.zone == "report" { "quote" } else { scene.zone };
        let (mode, mode_why) = self.mode(p, f);
        let around = Around {
            dated: date.is_some(),
            placed: place.is_some(),
            counted: !quantities.is_empty(),
            claimed: claim.is_some(),
            quoted,
            source_known: sources.iter().any(|s| s.actor.is_some()),
            target_known: targets.iter().any(|s| s.actor.is_some()),
            day: date.as_ref().is_some_and(|d| d.precision == "day"),
            cumulative: self.cumulative(p),
            related: p.in_relative(self.text, f.trigger.0),
            loss: quantities.iter().any(|q| {
                matches!(q.of.as_deref(), Some("killed" | "wounded" | "arrested" | "abducted"))
            }),
            events_of_type: of_type,
            words: p.sentence.to - p.sentence.from,
        };
        let features = weigh::features(self.text, self.k, f, &around);
        let confidence = weigh::confidence(self.k, f, &features);
        let mut derivation = f.notes.clone();
        derivation.push(format!("status {}: {}", f.status.name, f.status.why));
        derivation.push(mode_why);
        derivation.push(date_why);
        derivation.push(place_why);
        Event {
            id: String::new(),
            event: frame.event.clone(),
            score: self.score(&frame.event, mode.as_deref()),
            mode,
            contexts: self.contexts(p, &frame.contexts),
            status: f.status.name,
            zone,
            trigger: self.tokens(f.trigger.0, f.trigger.1),
            sources,
            targets,
            date,
            place,
            quantities,
            claim,
            confidence,
            frame: frame.id.clone(),
            sentence: scene.number,
            derivation,
            features,
        }
    }

    /// Does the sentence count over a span of time?
    fn cumulative(&self, p: &Parse) -> bool {
        let words = self.k.list("grammar.cumulative");
        words.iter().any(|w| crate::status::stands(self.text, p.sentence.from, p.sentence.to, w))
    }

    /// The mode: words near the trigger and in merged causes first, then what the frame gives.
    fn mode(&self, p: &Parse, f: &Found) -> (Option<String>, String) {
        let frame = &self.k.tables.frames[f.frame as usize];
        let from = f.trigger.0.saturating_sub(6).max(p.sentence.from);
        let to = f.end.max(f.trigger.1).min(f.trigger.0 + 16).min(p.sentence.to);
        let told = self.k.tables.modes.iter().filter(|m| m.event == frame.event).find_map(|m| {
            let word = m.words.iter().find(|w| crate::status::mentions(self.text, from, to, w))?;
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

    fn contexts(&self, p: &Parse, own: &[String]) -> Vec<String> {
        let mut out: Vec<String> = own.to_vec();
        let table = &self.k.tables.contexts;
        for t in p.sentence.from..p.sentence.to {
            let word = self.text.word(t);
            let bare = ["و", "ب", "ل", "ال", "وال", "بال"]
                .into_iter()
                .filter_map(|c| word.strip_prefix(c));
            out.extend(
                std::iter::once(word).chain(bare).filter_map(|w| table.get(w)).flatten().cloned(),
            );
        }
        let phrases = table.iter().filter(|(w, _)| w.contains(' '));
        out.extend(
            phrases
                .filter(|(w, _)| {
                    crate::status::mentions(self.text, p.sentence.from, p.sentence.to, w)
                })
                .flat_map(|c| c.1.iter().cloned()),
        );
        out.sort();
        out.dedup();
        out
    }

    /// The nearest date of the sentence that no relative clause and no other event is closer to.
    fn bind_date(
        &self,
        p: &Parse,
        scene: &Scene,
        f: &Found,
        triggers: &[usize],
    ) -> (Option<DateMention>, String) {
        let t = f.trigger.0;
        let distance = |a: usize, b: usize| a.abs_diff(b);
        let best = scene
            .dates
            .iter()
            .filter(|d| !p.behind_relative(self.text, t, d.at.0) && !self.behind_since(p, d, t))
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
    fn behind_since(&self, p: &Parse, d: &When, trigger: usize) -> bool {
        let from = d.at.0.saturating_sub(4).max(p.sentence.from);
        (from..d.at.0).any(|t| {
            self.k.is("grammar.date_after", self.text.word(t)) && t > trigger && t + 1 < d.at.0
        })
    }

    fn bind_place(&self, p: &Parse, scene: &Scene, f: &Found) -> (Option<PlaceMention>, String) {
        let t = f.trigger.0;
        let best = scene
            .places
            .iter()
            .filter(|w| !p.behind_relative(self.text, t, w.at.0))
            .min_by_key(|w| (!w.located, w.at.0 < t, w.at.0.abs_diff(t)));
        match best {
            Some(w) => (
                Some(self.place(w)),
                format!(
                    "place {}: nearest in its clause",
                    self.text.words(self.text.span(w.at.0, w.at.1))
                ),
            ),
            None => (None, "no place in its clause".to_owned()),
        }
    }

    /// Counts in the event's arguments and in the phrases of its clause that name losses.
    fn bind_counts(&self, p: &Parse, scene: &Scene, f: &Found) -> Vec<Quantity> {
        let from = f.trigger.0;
        let in_args = |c: usize| f.sources.iter().chain(&f.targets).any(|a| a.chunk == c);
        let of_merged = |c: usize| f.origins.iter().any(|o| o.0 == c);
        let in_clause = |c: usize| (from..f.end).contains(&p.chunks[c].from);
        let counted = scene.counts.iter().filter(|(c, count)| {
            let loss = count.of.as_deref().is_some_and(|of| LOSSES.contains(&of));
            in_args(*c) || of_merged(*c) || (in_clause(*c) && loss)
        });
        counted
            .map(|(c, count)| {
                let mut q = self.quantity(count);
                if q.of.as_deref() == Some("people") && !f.sources.iter().any(|a| a.chunk == *c) {
                    q.of = self.suffered(f, *c).or(q.of);
                }
                q
            })
            .collect()
    }

    /// «قتل خمسة جنود»: people who are the target of a killing are killed.
    fn suffered(&self, f: &Found, chunk: usize) -> Option<String> {
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

    fn relations(&mut self, p: &Parse, scene: &Scene, seen: &[Seen]) {
        if scene.headline && seen.len() < 2 {
            return;
        }
        if !tie::has_words(self.text, self.k, p.sentence) {
            return;
        }
        let main = self.main_states();
        let hostile = self.hostile.clone();
        let dates: Vec<_> = scene.dates.iter().map(|d| (d.at.0, self.date(d))).collect();
        let speaker = scene
            .reports
            .first()
            .and_then(|(_, id)| self.claims.iter().find(|c| c.id == *id))
            .and_then(|c| c.speaker.clone());
        let setting = tie::Setting {
            sentence: p.sentence,
            number: scene.number,
            zone: scene.zone,
            actors: seen,
            dates: &dates,
            main: &main,
            speaker: speaker.as_ref(),
            hostile: &hostile,
        };
        let ties = tie::ties(self.text, self.k, &setting);
        let stances = tie::stances(self.text, self.k, &setting, |a, b| self.tokens(a, b));
        self.ties.extend(ties);
        self.stances.extend(stances);
    }

    /// States by how often the page named their bodies; each stands as its government.
    fn main_states(&self) -> Vec<ActorMention> {
        let mut counts: Vec<(u32, u32, &ActorMention)> = Vec::new();
        for (n, m) in &self.tally {
            let Some(a) = m.actor.as_ref().filter(|a| !a.id.starts_with("kind:")) else { continue };
            let iso3 = a.code.split(' ').next().unwrap_or("");
            let Some(state) = self.k.tables.states.iter().position(|s| s.iso3 == iso3) else {
                continue;
            };
            match counts.iter_mut().find(|c| c.1 == state as u32) {
                Some(c) => c.0 += n,
                None => counts.push((*n, state as u32, m)),
            }
        }
        counts.sort_by_key(|c| std::cmp::Reverse(c.0));
        counts
            .into_iter()
            .map(|(_, s, m)| ActorMention {
                actor: Some(actor::state_government(
                    self.k,
                    s,
                    "the state that the page names most beside",
                )),
                ..m.clone()
            })
            .collect()
    }

    /// The same event told in several sentences is one, with all its evidence.
    fn merge(&mut self) {
        let mut out: Vec<(Event, usize, Found)> = Vec::new();
        for (event, n, found) in std::mem::take(&mut self.events) {
            // Tellings of one happening stand near one another; looking back is bounded.
            let near = out.len().saturating_sub(MERGE_BACK);
            match out[near..].iter_mut().find(|(e, _, _)| same_happening(e, &event)) {
                Some((e, _, _)) => absorb(e, event),
                None => out.push((event, n, found)),
            }
        }
        self.events = out;
    }

    fn number(&mut self) {
        let all = self.options.all;
        let k = self.k;
        let kept: Vec<Event> = self
            .events
            .iter()
            .filter(|(e, _, _)| e.confidence >= weigh::threshold(k, &e.event))
            .map(|e| e.0.clone())
            .collect();
        for (event, _, _) in &mut self.events {
            let floor = weigh::threshold(k, &event.event);
            if event.confidence >= floor {
                continue;
            }
            if let Some(sure) = kept.iter().take(MERGE_BACK).find(|o| corroborates(o, event)) {
                event.confidence = (sure.confidence * 0.7).max(floor);
                event
                    .derivation
                    .push(format!("backed by a surer event of the page: {}", sure.trigger.text));
            }
        }
        self.events.retain(|(e, _, _)| all || e.confidence >= weigh::threshold(k, &e.event));
        for (n, (event, _, _)) in self.events.iter_mut().enumerate() {
            event.id = format!("e{}", n + 1);
        }
    }

    pub fn explain(self, number: usize) -> Option<Explanation> {
        let (event, sentence, found) = self.events.get(number.checked_sub(1)?)?;
        let at = self.sentences.get(*sentence).map_or(0, |s| s.span.0);
        let parse = self.parses.iter().find(|(p, _)| {
            self.offsets.chars(self.text.span(p.sentence.from, p.sentence.to).0) == at
        })?;
        Some(Explanation::new(
            self.text,
            self.k,
            &parse.0,
            found,
            event.clone(),
            self.claims.iter().find(|c| Some(&c.id) == event.claim.as_ref()),
        ))
    }

    fn finding(&self, p: &Problem) -> Finding {
        let help =
            self.k.tables.codes.iter().find(|c| c.code == p.code).and_then(|c| c.help.clone());
        Finding {
            code: p.code.to_owned(),
            span: p.span.map(|s| self.offsets.span(s)),
            message: p.message.clone(),
            help,
        }
    }

    pub fn record(self, id: Option<&str>) -> Record {
        let page = self.page;
        let undated = Problem {
            code: "MZ904",
            span: None,
            message: "the page states no date, so its relative dates stay words".to_owned(),
        };
        let problems: Vec<_> = page
            .problems
            .iter()
            .chain(self.unresolved_date.then_some(&undated))
            .map(|p| self.finding(p))
            .collect();
        let findings = page.findings.iter().map(|p| self.finding(p)).collect();
        let published = page.published.as_ref().map(|d| DateMention {
            text: d
                .span
                .map_or_else(String::new, |s| page.text[s.0 as usize..s.1 as usize].to_owned()),
            span: d.span.map_or((0, 0), |s| self.offsets.span(s)),
            from: Some(d.date.to_string()),
            to: Some(d.date.to_string()),
            precision: "day",
            calendar: "gregorian",
            basis: d.basis.to_owned(),
        });
        let blocks = page
            .blocks
            .iter()
            .map(|b| BlockOut {
                kind: b.kind.name(),
                zone: b.zone.name(),
                span: self.offsets.span(b.span),
            })
            .collect();
        let head = PageOut {
            title: page.title.map(|s| self.mention(s)),
            outlet: page.outlet.clone(),
            published,
            byline: page.byline.map(|s| self.mention(s)),
            section: page.section.map(|s| self.mention(s)),
            blocks,
        };
        Record {
            mizan: "1",
            data: self.k.tables.hash.clone(),
            id: id.map(str::to_owned),
            url: page.url.clone(),
            lang: page.lang.clone(),
            page: head,
            sentences: self.sentences,
            mentions: self.mentions,
            events: self.events.into_iter().map(|e| e.0).collect(),
            claims: self.claims,
            ties: self.ties,
            stances: self.stances,
            findings,
            problems,
        }
    }
}

fn ids(list: &[ActorMention]) -> Vec<&str> {
    list.iter().filter_map(|a| a.actor.as_ref()).map(|a| a.id.as_str()).collect()
}

/// Same type, mode, status and zone, and actors that do not contradict one another.
fn same_happening(a: &Event, b: &Event) -> bool {
    let agree = |x: &[ActorMention], y: &[ActorMention]| {
        let (i, j) = (ids(x), ids(y));
        x.is_empty() || y.is_empty() || i.iter().any(|id| j.contains(id))
    };
    let shared = |x: &[ActorMention], y: &[ActorMention]| {
        ids(x).iter().any(|id| !id.starts_with("kind:") && ids(y).contains(id))
    };
    let open = |l: &[ActorMention]| ids(l).iter().all(|id| id.starts_with("kind:"));
    let agree = |x: &[ActorMention], y: &[ActorMention]| agree(x, y) || open(x) || open(y);
    let losses = |e: &Event| -> Vec<(Option<String>, Option<u64>)> {
        let lost = |q: &&Quantity| {
            q.low.is_some_and(|n| n > 1)
                && matches!(q.of.as_deref(), Some("killed" | "wounded" | "arrested" | "abducted"))
        };
        e.quantities.iter().filter(lost).map(|q| (q.of.clone(), q.low)).collect()
    };
    let same_loss = losses(a).iter().any(|l| losses(b).contains(l));
    let anchored = same_loss
        || shared(&a.targets, &b.targets)
        || (shared(&a.sources, &b.sources) && (open(&a.targets) || open(&b.targets)));
    let dates = match (&a.date, &b.date) {
        (Some(x), Some(y)) => x.from == y.from,
        _ => true,
    };
    a.event == b.event
        && (a.mode == b.mode || a.mode.is_none() || b.mode.is_none())
        && a.status == b.status
        && a.zone == b.zone
        && a.sentence != b.sentence
        && dates
        && anchored
        && agree(&a.sources, &b.sources)
        && agree(&a.targets, &b.targets)
}

/// A sure event of the page backs a less sure one of its type: same zone and status, a target and a source in common.
fn corroborates(sure: &Event, other: &Event) -> bool {
    let common = |x: &[ActorMention], y: &[ActorMention]| {
        ids(x).iter().any(|id| !id.starts_with("kind:") && ids(y).contains(id))
    };
    let sources = common(&sure.sources, &other.sources)
        || sure.sources.is_empty()
        || other.sources.is_empty()
        || other.sources.len() > 1;
    sure.event == other.event
        && sure.zone == other.zone
        && sure.status == other.status
        && other.confidence > 0.05
        && common(&sure.targets, &other.targets)
        && sources
}

/// The fuller telling leads; the other adds what it alone has.
fn absorb(a: &mut Event, mut b: Event) {
    let full = |e: &Event| {
        e.sources.len()
            + e.targets.len()
            + 2 * usize::from(e.date.is_some())
            + usize::from(e.place.is_some())
            + e.quantities.len()
    };
    if full(&b) > full(a) {
        std::mem::swap(a, &mut b);
    }
    for (into, from) in [(&mut a.sources, b.sources), (&mut a.targets, b.targets)] {
        for m in from {
            let known = m.actor.as_ref().map(|x| x.id.clone());
            if !into.iter().any(|i| i.actor.as_ref().map(|x| x.id.clone()) == known) {
                into.push(m);
            }
        }
    }
    for q in b.quantities {
        if !a.quantities.iter().any(|x| (x.low, x.high, &x.unit) == (q.low, q.high, &q.unit)) {
            a.quantities.push(q);
        }
    }
    a.mode = a.mode.take().or(b.mode);
    a.date = a.date.take().or(b.date);
    a.place = a.place.take().or(b.place);
    a.claim = a.claim.take().or(b.claim);
    a.confidence = a.confidence.max(b.confidence);
    a.derivation.push(format!("also told in sentence {}: {}", b.sentence, b.trigger.text));
}
