//! Frames opened by triggers, slots filled, status read: the events of one sentence.

use crate::chunk::{Elem, Parse, lexeme_class};
use crate::roles::{self, Arg, Roles, arg};
use crate::status::{self, Case, Status, flat, is_word, mentions};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Frame, Pos, Slot, Trigger, TriggerKind};
use mizan_text::Text;

/// An event of a sentence, with tokens in place of mentions.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub frame: u32,
    pub kind: TriggerKind,
    /// Tokens of the trigger.
    pub trigger: (usize, usize),
    pub sources: Vec<Arg>,
    pub targets: Vec<Arg>,
    pub status: Status,
    /// The light verb that carries the noun.
    pub light: Option<usize>,
    /// Verb whose clause the event stands in.
    pub verb: Option<usize>,
    /// First token behind its clause.
    pub end: usize,
    pub passive: bool,
    pub specific: bool,
    pub notes: Vec<String>,
    /// Triggers of the same happening that were merged in: (frame, token).
    pub merged: Vec<(u32, usize)>,
    /// Which frame each merged target came with: (chunk, frame).
    pub origins: Vec<(usize, u32)>,
}

/// What the sentence's surroundings say.
pub(crate) struct Setting<'t, 's> {
    pub text: &'t Text<'s>,
    pub headline: bool,
    /// Tokens of dates more than a year before the page.
    pub old_dates: Vec<(usize, usize)>,
}

/// All events of a sentence.
pub(crate) fn find(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
) -> Vec<Found> {
    let mut subjects: Vec<Arg> = Vec::new();
    let mut objects: Vec<Arg> = Vec::new();
    let mut out: Vec<Found> = Vec::new();
    for (i, e) in p.elems.iter().enumerate() {
        match *e {
            Elem::Verb(t) => {
                let best = best_trigger(text, k, p, t);
                let frame = best.map(|b| &k.tables.frames[b.0 as usize]);
                let roles = roles::of_verb(text, k, p, i, frame, &subjects);
                if !roles.subject.is_empty() {
                    subjects.clone_from(&roles.subject);
                } else if roles.passive {
                    subjects.clear();
                }
                if let Some((frame, specific)) = best {
                    out.extend(from_verb(
                        text, k, p, setting, i, frame, specific, &roles, &objects,
                    ));
                }
                if !roles.object.is_empty() {
                    objects.clone_from(&roles.object);
                }
            }
            Elem::Phrase(c) => {
                let named =
                    |t: usize| p.hits.iter().any(|h| h.to > h.from + 1 && h.from <= t && t < h.to);
                for t in (p.chunks[c].from..p.chunks[c].to).filter(|t| !named(*t)) {
                    if let Some((frame, specific)) = best_trigger(text, k, p, t) {
                        out.extend(from_noun(
                            text, k, p, setting, c, t, frame, specific, &subjects,
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    merge(text, k, p, &mut out);
    out
}

fn kind_fits(pos: Pos, kind: TriggerKind) -> bool {
    match kind {
        TriggerKind::Verb => pos == Pos::Verb,
        TriggerKind::Masdar | TriggerKind::Noun => matches!(pos, Pos::Masdar | Pos::Noun),
    }
}

/// The frame that a token opens: of those whose company is there, the most specific.
fn best_trigger(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize) -> Option<(u32, bool)> {
    let chosen = text.reading(token).pos;
    let mut best: Option<(u32, u32, bool)> = None;
    for a in text.readings(token) {
        let same = a.pos == chosen
            || (a.pos.nominal() && chosen.nominal() && a.cost <= text.reading(token).cost);
        let Some(ids) = k.tables.openers.get(&a.lex).filter(|_| same) else { continue };
        for id in ids {
            let trigger = &k.tables.triggers[*id as usize];
            let frame = &k.tables.frames[trigger.frame as usize];
            if !kind_fits(a.pos, trigger.kind)
                || !holds(text, p, token, trigger)
                || !allowed(text, p, frame)
            {
                continue;
            }
            let weight = 4 * u32::from(!trigger.with.is_empty())
                + 2 * u32::from(!trigger.preps.is_empty())
                + u32::from(!frame.needs.is_empty());
            if best.is_none_or(|b| weight > b.1) {
                best = Some((
                    trigger.frame,
                    weight,
                    !trigger.with.is_empty() || !trigger.preps.is_empty(),
                ));
            }
        }
    }
    best.map(|b| (b.0, b.2))
}

/// Is the company of a trigger there?
fn holds(text: &Text<'_>, p: &Parse, token: usize, trigger: &Trigger) -> bool {
    let reach = if trigger.kind == TriggerKind::Verb { 8 } else { 4 };
    let end = (token + 1 + reach).min(p.sentence.to);
    let end = (token + 1..end).find(|t| matches!(text.word(*t), "." | "؛")).unwrap_or(end);
    if !trigger.without.is_empty() {
        let near = flat(text, token + 1, (token + 4).min(p.sentence.to));
        if trigger.without.iter().any(|w| {
            near.contains(&format!(" {w} "))
                || (w.chars().count() == 1 && near.starts_with(&format!(" {w}")))
        }) {
            return false;
        }
    }
    if !trigger.with.is_empty() && !company(text, token, end, &trigger.with) {
        return false;
    }
    trigger.preps.is_empty() || {
        let far = (token + 14).min(p.sentence.to);
        p.chunks.iter().any(|c| {
            c.from > token
                && c.from < far
                && c.prep.as_ref().is_some_and(|x| {
                    trigger.preps.contains(x)
                        || x.split(' ').next().is_some_and(|f| trigger.preps.iter().any(|q| q == f))
                })
        })
    }
}

/// One of the words (or phrases) stands between; words are matched whole or behind a clitic.
fn company(text: &Text<'_>, token: usize, end: usize, with: &[String]) -> bool {
    with.iter().any(|w| mentions(text, token + 1, end, w))
}

fn allowed(text: &Text<'_>, p: &Parse, frame: &Frame) -> bool {
    let has = |w: &String| mentions(text, p.sentence.from, p.sentence.to, w);
    !frame.never.iter().any(has) && (frame.needs.is_empty() || frame.needs.iter().any(has))
}

fn agent_phrase(k: &Knowledge, prep: &str) -> bool {
    k.list("preps.agent").iter().any(|g| g == prep)
}

fn slot_of(k: &Knowledge, frame: &Frame, prep: &str) -> Slot {
    if let Some((_, slot)) = frame.preps.iter().find(|(p, _)| p == prep) {
        return *slot;
    }
    if agent_phrase(k, prep) {
        return Slot::Source;
    }
    if k.list("preps.partner").iter().any(|g| g == prep) {
        return Slot::Partner;
    }
    Slot::None
}

struct Slots<'f> {
    frame: &'f Frame,
    sources: Vec<Arg>,
    targets: Vec<Arg>,
    notes: Vec<String>,
}

impl Slots<'_> {
    fn put(&mut self, slot: Slot, args: &[Arg], how: &str) {
        let list = match slot {
            Slot::Source | Slot::Partner => &mut self.sources,
            Slot::Target => &mut self.targets,
            _ => return,
        };
        for a in args {
            if !list.iter().any(|b| b.from == a.from) {
                list.push(a.clone());
                self.notes.push(format!("{slot:?}: {how} ({})", a.why).to_lowercase());
            }
        }
    }

    /// Phrases with prepositions go where the frame sends them.
    fn phrases(&mut self, k: &Knowledge, p: &Parse, phrases: &[usize], passive: bool) {
        for c in phrases {
            let Some(prep) = p.chunks[*c].prep.as_deref() else { continue };
            let slot = slot_of(k, self.frame, prep);
            if slot == Slot::Target
                && !self.targets.is_empty()
                && !passive
                && self.frame.object == Slot::Target
                && k.is("grammar.in", prep)
            {
                continue;
            }
            let slot = if slot == Slot::Partner
                && !self.frame.reciprocal
                && !k.list("preps.partner").iter().any(|g| g == prep)
            {
                Slot::None
            } else {
                slot
            };
            let near_empty = match slot {
                Slot::Target => self.targets.is_empty(),
                Slot::Source => self.sources.is_empty(),
                _ => true,
            };
            let joined = p.chunks[*c].conj;
            if near_empty || joined || slot == Slot::Partner {
                self.put(slot, &[arg(p, *c, "phrase with a preposition")], prep);
            }
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn from_verb(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    elem: usize,
    frame_id: u32,
    specific: bool,
    roles: &Roles,
    objects: &[Arg],
) -> Option<Found> {
    let Elem::Verb(token) = p.elems[elem] else { return None };
    let frame = &k.tables.frames[frame_id as usize];
    let mut slots = Slots { frame, sources: Vec::new(), targets: Vec::new(), notes: Vec::new() };
    if roles.passive {
        let slot = if frame.object == Slot::None { frame.subject } else { frame.object };
        slots.put(slot, &roles.object, "object of the passive");
    } else {
        slots.put(frame.subject, &roles.subject, "subject");
        slots.put(frame.object, &roles.object, "object");
    }
    if frame.subject == Slot::None && frame.object == Slot::None {
        slots.put(Slot::Target, objects, "object of the verb before");
    }
    if frame.object == Slot::None || frame.preps.iter().any(|(_, s)| *s == Slot::Target) {
        cut_at_company(text, p, token, &best_with(text, k, p, token, frame_id), &mut slots);
    }
    slots.phrases(k, p, &roles.phrases, roles.passive);
    before_verb_phrases(k, p, token, &mut slots);
    resolve_masdar_target(text, k, p, token, &mut slots);
    if !class_fits(text, k, p, frame, &slots.targets) {
        return None;
    }
    let case = Case {
        token,
        kind: TriggerKind::Verb,
        light: None,
        verb: None,
        headline: setting.headline,
        frame_status: frame.status.as_deref(),
        long_ago: long_ago(setting, p, token, roles.end),
    };
    let status = status::of(text, k, p, &case);
    Some(Found {
        frame: frame_id,
        kind: TriggerKind::Verb,
        trigger: (token, token + 1),
        sources: slots.sources,
        targets: slots.targets,
        notes: slots.notes,
        status,
        light: None,
        verb: Some(token),
        end: roles.end,
        passive: roles.passive,
        specific,
        merged: Vec::new(),
        origins: Vec::new(),
    })
}

/// The words that a trigger needs beside it belong to the trigger: «جنود النار» is «جنود».
fn cut_at_company(
    text: &Text<'_>,
    p: &Parse,
    token: usize,
    with: &[String],
    slots: &mut Slots<'_>,
) {
    let end = (token + 9).min(p.sentence.to);
    let Some(at) = (token + 1..end)
        .find(|t| with.iter().any(|w| is_word(text, *t, w.split(' ').next().unwrap_or(w))))
    else {
        return;
    };
    let animate =
        p.chunk_of(at).is_some_and(|c| p.chunks[c].from == at && p.chunks[c].class.animate());
    if animate {
        return;
    }
    for list in [&mut slots.sources, &mut slots.targets] {
        list.retain(|a| a.from != at);
        for a in list.iter_mut().filter(|a| a.from < at && at < a.to) {
            a.to = at;
        }
    }
}

/// The company words of the trigger that opened the frame.
fn best_with(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize, frame: u32) -> Vec<String> {
    text.readings(token)
        .iter()
        .filter_map(|a| k.tables.openers.get(&a.lex))
        .flatten()
        .map(|id| &k.tables.triggers[*id as usize])
        .filter(|t| {
            t.frame == frame
                && t.kind == TriggerKind::Verb
                && !t.with.is_empty()
                && holds(text, p, token, t)
        })
        .flat_map(|t| t.with.clone())
        .collect()
}

/// The class of the first target must suit the frame, where both are known.
fn class_fits(text: &Text<'_>, k: &Knowledge, p: &Parse, frame: &Frame, targets: &[Arg]) -> bool {
    let Some(first) = targets.first() else { return true };
    let c = &p.chunks[first.chunk];
    let class = if first.from > c.head || first.to <= c.head {
        let noun = (first.from..first.to)
            .find(|t| matches!(text.reading(*t).pos, Pos::Noun | Pos::Masdar | Pos::Participle));
        noun.map_or(Class::None, |t| lexeme_class(k, text.reading(t)))
    } else {
        c.class
    };
    frame.object_class.is_empty()
        || class == Class::None
        || frame.object_class.contains(&class)
        || (class == Class::Body && frame.object_class.contains(&Class::Group))
}

fn long_ago(setting: &Setting<'_, '_>, p: &Parse, token: usize, end: usize) -> bool {
    let inside = |d: &&(usize, usize)| {
        d.0 >= p.sentence.from && d.0 < end.max(token + 12) && d.0 + 25 > token
    };
    setting.old_dates.iter().filter(inside).any(|d| !p.behind_relative(setting.text, token, d.0))
}

#[allow(clippy::too_many_arguments)]
fn from_noun(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    setting: &Setting<'_, '_>,
    chunk: usize,
    token: usize,
    frame_id: u32,
    specific: bool,
    subjects: &[Arg],
) -> Option<Found> {
    let frame = &k.tables.frames[frame_id as usize];
    let nr = roles::of_noun(text, k, p, token, chunk);
    let mut slots = Slots { frame, sources: Vec::new(), targets: Vec::new(), notes: Vec::new() };
    let taken = p.chunks[chunk].prep.as_deref().is_none_or(|x| k.is("grammar.light", x));
    let carries = |v: &usize| taken && k.tables.light_verbs.contains_key(&text.reading(*v).lex);
    let light = nr.verb.filter(carries);
    if let (Some(v), Some(elem)) = (light, nr.verb_elem) {
        let slot = k.tables.light_verbs[&text.reading(v).lex];
        let around = roles::of_verb(text, k, p, elem, None, subjects);
        let own = |a: &Arg| a.chunk == chunk;
        let subject: Vec<Arg> = around.subject.iter().filter(|a| !own(a)).cloned().collect();
        let slot = match slot {
            Slot::Source => {
                if frame.subject == Slot::Target {
                    Slot::Target
                } else {
                    Slot::Source
                }
            }
            other => other,
        };
        slots.put(slot, &subject, "subject of the light verb");
    }
    genitive(text, k, p, chunk, token, &nr, &mut slots);
    if text.reading(token).pron.is_some() && frame.genitive != Slot::None {
        let slot = if frame.genitive == Slot::Source || nr.accusative.is_some() {
            Slot::Source
        } else {
            frame.genitive
        };
        slots.put(slot, subjects, "pronoun of the noun");
    }
    slots.phrases(k, p, &nr.phrases, false);
    before_verb_phrases(k, p, token, &mut slots);
    means(text, k, p, chunk, token, &nr, &mut slots, subjects);
    headline_partner(text, p, setting, token, &mut slots);
    if !class_fits(text, k, p, frame, &slots.targets) {
        return None;
    }
    let case = Case {
        token,
        kind: TriggerKind::Noun,
        light,
        verb: nr.verb,
        headline: setting.headline,
        frame_status: frame.status.as_deref(),
        long_ago: long_ago(setting, p, token, nr.end),
    };
    let status = status::of(text, k, p, &case);
    Some(Found {
        frame: frame_id,
        kind: if text.reading(token).pos == Pos::Masdar {
            TriggerKind::Masdar
        } else {
            TriggerKind::Noun
        },
        trigger: (token, token + 1),
        sources: slots.sources,
        targets: slots.targets,
        notes: slots.notes,
        status,
        light,
        verb: nr.verb,
        end: nr.end,
        passive: false,
        specific,
        merged: Vec::new(),
        origins: Vec::new(),
    })
}

/// A phrase with a partner preposition earlier in the sentence belongs to the act too.
fn before_verb_phrases(k: &Knowledge, p: &Parse, token: usize, slots: &mut Slots<'_>) {
    let elem = p.elem_of(token);
    let open = p.elems[..elem]
        .iter()
        .rev()
        .find_map(|e| if let Elem::Sub(t) = e { Some(*t) } else { None })
        .unwrap_or(0);
    for (i, c) in p.chunks.iter().enumerate().filter(|(_, c)| c.to <= token && c.from > open) {
        if c.prep.as_deref().is_some_and(|x| k.list("preps.partner").iter().any(|g| g == x)) {
            slots.put(Slot::Partner, &[arg(p, i, "partner phrase before the act")], "partner");
        }
    }
}

/// An act named as the means of another (عبر سلسلة من الضربات) has that one's doer, and falls on what it names.
#[allow(clippy::too_many_arguments)]
fn means(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    token: usize,
    nr: &roles::NounRoles,
    slots: &mut Slots<'_>,
    subjects: &[Arg],
) {
    if !p.chunks[chunk].prep.as_deref().is_some_and(|x| k.is("grammar.means", x))
        || !slots.sources.iter().all(|a| p.chunks[a.chunk].prep.is_some())
    {
        return;
    }
    if let Some(elem) = nr.verb_elem {
        let around = roles::of_verb(text, k, p, elem, None, subjects);
        slots.put(Slot::Source, &around.subject, "doer of the act it is the means of");
    }
    let named = |c: &crate::chunk::Chunk| {
        p.hits_in(c.from, c.wide).any(|h| {
            k.tables.name_refs[h.refs as usize]
                .iter()
                .any(|r| matches!(r, mizan_data::model::Ref::Actor { .. }))
        })
    };
    let taken = |c: usize| slots.sources.iter().any(|a| a.chunk == c);
    let from = nr.verb.unwrap_or(p.sentence.from);
    let near = (0..p.chunks.len()).rev().find(|i| {
        let c = &p.chunks[*i];
        let place =
            c.prep.as_deref().is_some_and(|x| k.is("grammar.in", x)) && slots.frame.reciprocal;
        c.from > from && c.to <= token && !taken(*i) && !place && named(c)
    });
    if let Some(c) = near.filter(|_| slots.targets.is_empty()) {
        let slot = if slots.frame.reciprocal { Slot::Partner } else { Slot::Target };
        slots.put(slot, &[arg(p, c, "named in the clause that it is the means of")], "means");
    }
}

/// «عملية مشتركة مع وزارة : القيادة تعلن …»: the other side stands behind the colon of the headline.
fn headline_partner(
    text: &Text<'_>,
    p: &Parse,
    setting: &Setting<'_, '_>,
    token: usize,
    slots: &mut Slots<'_>,
) {
    if !setting.headline || !slots.frame.reciprocal || slots.sources.len() != 1 {
        return;
    }
    let colon = (token..p.sentence.to).find(|t| text.word(*t) == ":");
    let other = colon.and_then(|at| {
        (0..p.chunks.len()).find(|c| {
            p.chunks[*c].from > at && p.chunks[*c].prep.is_none() && p.chunks[*c].class.animate()
        })
    });
    if let Some(c) = other {
        slots.put(Slot::Source, &[arg(p, c, "doer behind the colon of the headline")], "headline");
    }
}

/// «نواصل ملاحقة ما تبقى من عناصر الفصيل»: who is meant stands behind the verbal noun.
fn resolve_masdar_target(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    slots: &mut Slots<'_>,
) {
    let Some(first) = slots.targets.first() else { return };
    let c = &p.chunks[first.chunk];
    if (text.reading(c.head).pos != Pos::Masdar && c.class != Class::Event) || c.to != c.head + 1 {
        return;
    }
    let named = |c: &crate::chunk::Chunk| {
        p.hits_in(c.from, c.wide).any(|h| {
            k.tables.name_refs[h.refs as usize]
                .iter()
                .any(|r| matches!(r, mizan_data::model::Ref::Actor { .. }))
        })
    };
    let behind = (0..p.chunks.len()).find(|i| {
        p.chunks[*i].from > c.to && p.chunks[*i].from < token + 9 && named(&p.chunks[*i])
    });
    if let Some(i) = behind {
        slots.targets[0] = arg(p, i, "behind the verbal noun");
    }
}

/// The second part of a construct: subject or object by what the frame and the noun say.
fn genitive(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    token: usize,
    nr: &roles::NounRoles,
    slots: &mut Slots<'_>,
) {
    let Some((from, to)) = nr.genitive else { return };
    let frame = slots.frame;
    let noun = (from..to)
        .find(|t| text.reading(*t).pos.nominal() && text.reading(*t).pos != Pos::Number)
        .unwrap_or(from);
    let class = lexeme_class(k, text.reading(noun));
    let named = p.hits_in(from, to).next().is_some();
    let object_behind = nr.accusative.is_some_and(|c| p.chunks[c].prep.is_none());
    let target_phrase = nr.phrases.iter().any(|c| {
        let prep = p.chunks[*c].prep.as_deref().unwrap_or("");
        slot_of(k, frame, prep) == Slot::Target
            || (prep == "ل"
                && text.reading(token).pos == Pos::Masdar
                && p.chunks[*c].from <= p.chunks[chunk].to + 1)
    });
    let armed = matches!(class, Class::Armed) || (named && matches!(class, Class::Body));
    let slot = match frame.genitive {
        Slot::Target if (object_behind || target_phrase) && (class.animate() || named) => {
            Slot::Source
        }
        Slot::Target
            if armed
                && frame.object_class.is_empty()
                && k.is("grammar.doer_genitive", text.stem(token)) =>
        {
            Slot::Source
        }
        slot => slot,
    };
    let why =
        if slot == Slot::Source { "construct: doer" } else { "construct: what suffers the act" };
    let place = class == Class::Place
        || p.hits_in(from, to).next().is_some_and(|h| {
            k.tables.name_refs[h.refs as usize]
                .iter()
                .all(|r| matches!(r, mizan_data::model::Ref::Place(_)))
        });
    if place && frame.reciprocal {
        return;
    }
    slots.put(slot, &[Arg { from, to, chunk, why }], "genitive");
    if slot == Slot::Source && frame.genitive == Slot::Target {
        if let Some(c) = nr.accusative {
            slots.put(Slot::Target, &[arg(p, c, "object behind the construct")], "accusative");
        } else if let Some(c) =
            nr.phrases.iter().find(|c| p.chunks[**c].prep.as_deref() == Some("ل"))
        {
            slots.put(Slot::Target, &[arg(p, *c, "object with ل behind the construct")], "ل");
        }
    }
}

/// One happening told by several words of a sentence: a loss and its cause, a loss and another loss.
fn merge(text: &Text<'_>, k: &Knowledge, p: &Parse, found: &mut Vec<Found>) {
    let mut at = 1;
    while at < found.len() {
        let same = |a: &Found, b: &Found| {
            let (fa, fb) = (&k.tables.frames[a.frame as usize], &k.tables.frames[b.frame as usize]);
            fa.event == fb.event
                && (a.status.name == b.status.name || b.status.back)
                && one_happening(text, k, p, a, b)
        };
        let into = (0..at).rev().find(|i| same(&found[*i], &found[at]));
        match into {
            Some(i) => {
                let b = found.remove(at);
                absorb(&mut found[i], b);
            }
            None => at += 1,
        }
    }
}

fn one_happening(text: &Text<'_>, k: &Knowledge, p: &Parse, a: &Found, b: &Found) -> bool {
    let agree = |x: &[Arg], y: &[Arg]| {
        x.is_empty()
            || y.is_empty()
            || x.iter().any(|u| y.iter().any(|v| u.from == v.from || u.chunk == v.chunk))
    };
    if !agree(&a.sources, &b.sources)
        && !b.sources.iter().all(|x| roles::is_act(text, k, p, x.chunk))
    {
        return false;
    }
    let close = b.trigger.0 < a.end + 40 && b.trigger.0 < p.sentence.to;
    let cause = b.kind != TriggerKind::Verb
        && p.chunk_of(b.trigger.0).is_some_and(|c| {
            matches!(
                p.chunks[c].prep.as_deref(),
                Some(x) if k.is("grammar.cause", x)
            )
        });
    let result = a.verb.is_some() && a.verb == b.verb;
    let joined =
        text.reading(b.trigger.0).conj.is_some() && b.kind == a.kind && (b.passive == a.passive);
    // «…، ما أسفر عن مقتل اثنين»: a loss behind a verb of result is the outcome of what came before.
    let outcome = b.light.is_some_and(|v| {
        k.tables.light_verbs.get(&text.reading(v).lex) == Some(&Slot::None) && v > a.trigger.0
    });
    let event_noun = |x: &Arg| roles::is_act(text, k, p, x.chunk);
    let told_of = b.kind == TriggerKind::Verb && b.sources.iter().any(event_noun);
    close && (cause || result || outcome || told_of || (joined && b.passive))
}

fn absorb(a: &mut Found, b: Found) {
    a.merged.push((b.frame, b.trigger.0));
    a.merged.extend(b.merged);
    a.origins.extend(b.targets.iter().map(|t| (t.chunk, b.frame)));
    a.origins.extend(b.origins);
    if a.sources.is_empty() {
        a.sources = b.sources;
    }
    for t in b.targets {
        if a.targets.is_empty() || b.passive {
            a.targets.push(t);
        }
    }
    a.end = a.end.max(b.end);
    a.notes.push(format!("one happening with the word at token {}", b.trigger.0));
}
