//! Slots: phrases, genitives, means and partners to the arguments of an event.

use super::Setting;
use crate::chunk::Elem;
use crate::chunk::lexeme_class;
use crate::chunk::{Chunk, Parse};
use crate::names::Hit;
use crate::roles;
use crate::roles::Arg;
use crate::roles::arg;
use crate::status::begins;
use mizan_data::Knowledge;
use mizan_data::model::Class;
use mizan_data::model::Frame;
use mizan_data::model::Pos;
use mizan_data::model::Ref;
use mizan_data::model::Slot;
use mizan_text::{Text, feat};

pub(super) fn agent_phrase(k: &Knowledge, prep: &str) -> bool {
    k.is("preps.agent", prep)
}

pub(super) fn slot_of(k: &Knowledge, frame: &Frame, prep: &str) -> Slot {
    if let Some((_, slot)) = frame.preps.iter().find(|(p, _)| p == prep) {
        return *slot;
    }
    if agent_phrase(k, prep) {
        return Slot::Source;
    }
    if k.is("preps.partner", prep) {
        return Slot::Partner;
    }
    Slot::None
}

pub(super) struct Slots<'f> {
    pub(super) frame: &'f Frame,
    pub(super) sources: Vec<Arg>,
    pub(super) targets: Vec<Arg>,
    pub(super) notes: Vec<String>,
}

impl Slots<'_> {
    pub(super) fn put(&mut self, slot: Slot, args: &[Arg], how: &str) {
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

    /// A noun's doer that cannot act is none: «بدأت احتجاجات … احتجاجا على».
    pub(super) fn drop_things(&mut self, text: &Text<'_>, k: &Knowledge, p: &Parse) {
        if self.frame.doer_acts {
            self.sources.retain(|a| acts(text, k, p, a));
        }
    }

    /// Is what the frame cannot do without there, and can its doer act?
    pub(super) fn hold(&self, text: &Text<'_>, k: &Knowledge, p: &Parse) -> bool {
        let filled = |slot: &Slot| match slot {
            Slot::Source | Slot::Partner => !self.sources.is_empty(),
            Slot::Target => !self.targets.is_empty(),
            _ => true,
        };
        self.frame.required.iter().all(filled)
            && (!self.frame.doer_acts || self.sources.first().is_none_or(|a| acts(text, k, p, a)))
    }

    /// «وجهت إليه تهمة», «اعتدوا عليها»: a pronoun behind a preposition of the target stands for who was named.
    pub(super) fn pronouns(&mut self, text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize) {
        let takes = self.frame.preps.iter().any(|(_, s)| *s == Slot::Target);
        if !takes || !self.targets.is_empty() {
            return;
        }
        for (prep, whom) in (roles::tree::View { text, k, p }).oblique_pronouns(token) {
            let target = self.frame.preps.iter().any(|(x, s)| *s == Slot::Target && *x == prep);
            let free = |a: &Arg| !self.sources.iter().any(|s| s.from < a.to && a.from < s.to);
            if target && whom.iter().all(free) {
                self.put(Slot::Target, &whom, &prep);
            }
        }
    }

    /// Phrases with prepositions go where the frame sends them.
    pub(super) fn phrases(
        &mut self,
        text: &Text<'_>,
        k: &Knowledge,
        p: &Parse,
        phrases: &[usize],
        passive: bool,
    ) {
        for c in phrases {
            // «بالنقاش الحيوي والمفيد»: an adjective that is joined describes what is told already.
            let chunk = &p.chunks[*c];
            let adjective = text.reading(chunk.head).pos == Pos::Adj && !chunk.class.animate();
            if chunk.conj && chunk.prep.is_none() && adjective || roles::timed(text, k, chunk) {
                continue;
            }
            // «بين الجيش والمتمردين»: what is joined stands under the same preposition.
            let Some(prep) = p.governing(&p.chunks[*c]) else { continue };
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
                && !k.is("preps.partner", prep)
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

/// Can what an argument names act, or is it a thing, a time, an act itself?
fn acts(text: &Text<'_>, k: &Knowledge, p: &Parse, a: &Arg) -> bool {
    let head = p.chunks[a.chunk].head;
    let own = a.from <= head && head < a.to;
    let noun = if own { head } else { a.from };
    let class = if own { p.chunks[a.chunk].class } else { lexeme_class(k, text.reading(noun)) };
    let thing = matches!(
        class,
        Class::Thing | Class::Weapon | Class::Time | Class::Abstract | Class::Event
    ) || (class == Class::None && text.reading(noun).pos == Pos::Masdar);
    !thing || p.hits_in(a.from, a.to).any(|h| h.from <= noun)
}

/// The words that a trigger needs beside it belong to the trigger: «جنود النار» is «جنود».
pub(super) fn cut_at_company(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    with: &[String],
    slots: &mut Slots<'_>,
) {
    let end = (token + 9).min(p.sentence.to);
    let Some(at) = (token + 1..end).find(|t| begins(text, *t, with)) else { return };
    // «تجمع حوالي 700 متظاهر», «احتشد مئات الطلاب»: company that acts is the doer, no part of the trigger.
    let chunk = p.chunk_of(at).map(|c| &p.chunks[c]);
    let many = text.reading(at).pos == Pos::Quant;
    let people = |c: &Chunk| c.class.animate() && (c.head == at || many);
    let alone = |c: &Chunk| many && c.head == at;
    if lexeme_class(k, text.reading(at)).animate() || chunk.is_some_and(|c| people(c) || alone(c)) {
        return;
    }
    let object = k.is("grammar.governs", text.word(at));
    for list in [&mut slots.sources, &mut slots.targets] {
        // «أطلق سراح أسرى»: what the company governs is the object.
        if object {
            list.iter_mut().filter(|a| a.from == at && a.to > at + 1).for_each(|a| a.from = at + 1);
        }
        list.retain(|a| a.from != at);
        for a in list.iter_mut().filter(|a| a.from < at && at < a.to) {
            a.to = at;
        }
        // «أطلقت 5 صواريخ»: the number left over counts the company.
        let number = |t: usize| matches!(text.reading(t).pos, Pos::Number | Pos::Quant);
        list.retain(|a| a.to != at || !(a.from..a.to).all(number));
    }
}

/// A phrase with a partner preposition earlier in the sentence belongs to the act too.
pub(super) fn before_verb_phrases(k: &Knowledge, p: &Parse, token: usize, slots: &mut Slots<'_>) {
    let elem = p.elem_of(token);
    let open = p.elems[..elem]
        .iter()
        .rev()
        .find_map(|e| if let Elem::Sub(t) = e { Some(*t) } else { None })
        .unwrap_or(0);
    for (i, c) in p.chunks.iter().enumerate().filter(|(_, c)| c.to <= token && c.from > open) {
        if c.prep.as_deref().is_some_and(|x| k.is("preps.partner", x)) {
            slots.put(Slot::Partner, &[arg(p, i, "partner phrase before the act")], "partner");
        }
    }
}

/// Does the phrase, with what completes it, hold the name of an actor of the table?
pub(super) fn names_actor(k: &Knowledge, p: &Parse, c: &Chunk) -> bool {
    let refs = |h: &Hit| k.refs(h.refs);
    p.hits_in(c.from, c.wide).any(|h| refs(h).iter().any(|r| matches!(r, Ref::Actor { .. })))
}

/// «هجوم شنه متمردون على موقع», «مظاهرة نظمها الحزب»: the clause that describes an act names its
/// doer and whom it fell on. Gives the end of that clause.
pub(super) fn described_by(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    slots: &mut Slots<'_>,
) -> Option<usize> {
    let mut elem = p.elem_of(p.chunks[chunk].from);
    let phrase =
        matches!(p.elems.get(elem + 1), Some(Elem::Phrase(c)) if p.chunks[*c].prep.is_some());
    elem += usize::from(phrase);
    attributed(text, k, p, elem, slots);
    let relative = usize::from(matches!(p.elems.get(elem + 1), Some(Elem::Rel(_))));
    // «مسيرات منددة بالانقلاب الذي قاده …»: a relative pronoun describes what is definite, here the phrase between.
    if relative == 1 && phrase && !p.chunks[chunk].definite {
        return None;
    }
    let Some(Elem::Verb(verb)) = p.elems.get(elem + 1 + relative).copied() else { return None };
    let reading = text.reading(verb);
    let lends = k.tables.light_verbs.get(&reading.lex) == Some(&Slot::Source);
    let passive = reading.has(feat::PERF) && !p.chunks[chunk].definite;
    if !lends || reading.conj.is_some() || (reading.pron.is_none() && relative == 0 && !passive) {
        return None;
    }
    let around = roles::of_verb(text, k, p, elem + 1 + relative, None, &[]);
    if reading.pron.is_some() {
        slots.put(
            slots.frame.subject,
            &around.subject,
            "doer in the clause that describes the act",
        );
    }
    slots.phrases(text, k, p, &around.phrases, false);
    Some(around.end)
}

/// «هجوم نسب إلى متمردين»: whom an act is laid at is its doer, as far as is told.
fn attributed(text: &Text<'_>, k: &Knowledge, p: &Parse, elem: usize, slots: &mut Slots<'_>) {
    let at = elem + 1 + usize::from(p.comma(text, elem + 1));
    let Some(Elem::Verb(verb)) = p.elems.get(at).copied() else { return };
    let lemma = crate::chunk::lemma(k, text.reading(verb).lex);
    if !lemma.is_some_and(|l| k.is("grammar.attributes", &l)) {
        return;
    }
    let around = roles::of_verb(text, k, p, at, None, &[]);
    let to = |c: &&usize| p.chunks[**c].prep.as_deref().is_some_and(|x| k.is("grammar.to", x));
    if let Some(c) = around.phrases.iter().find(to) {
        slots.put(slots.frame.subject, &[arg(p, *c, "whom the act is laid at")], "laid at");
    }
}

/// «غارة إسرائيلية», «عقوبات أميركية»: the state whose adjective an act has did it, where nobody else is named.
pub(super) fn nationality_doer(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    chunk: usize,
    token: usize,
    slots: &mut Slots<'_>,
) {
    let frame = slots.frame;
    // Those who protest are people of a land, not its state.
    if !slots.sources.is_empty()
        || frame.subject != Slot::Source
        || frame.reciprocal
        || frame.event == "PROTEST"
    {
        return;
    }
    if let Some(t) = act_of_state(text, k, token, p.chunks[chunk].to) {
        let doer = Arg { from: t, to: t + 1, chunk, why: roles::NATIONAL };
        slots.put(Slot::Source, &[doer], "adjective of nationality");
    }
}

/// The adjective of nationality that agrees with the act at `token`, before any genitive.
pub(crate) fn act_of_state(
    text: &Text<'_>,
    k: &Knowledge,
    token: usize,
    to: usize,
) -> Option<usize> {
    let det = text.reading(token).det;
    let describes = |t: &usize| {
        let a = text.reading(*t);
        matches!(a.pos, Pos::Adj | Pos::Participle | Pos::Ordinal) && a.det == det
    };
    (token + 1..to).take_while(describes).find(|t| crate::actor::nationality(text, k, *t).is_some())
}

/// «خرج المئات احتجاجا على القرار»: an adverbial of motive has the doer of its verb.
pub(super) fn adverbial_doer(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    nr: &roles::NounRoles,
    subjects: &[Arg],
    slots: &mut Slots<'_>,
) {
    let Some(elem) = nr.verb_elem.filter(|_| k.is("grammar.motive", text.word(token))) else {
        return;
    };
    if slots.sources.is_empty() {
        let around = roles::of_verb(text, k, p, elem, None, subjects);
        let acts: Vec<Arg> =
            around.subject.into_iter().filter(|a| p.chunks[a.chunk].class.animate()).collect();
        slots.put(Slot::Source, &acts, "doer of the verb whose motive it is");
    }
}

/// An act named as the means of another (عبر سلسلة من الضربات) has that one's doer, and falls on what it names.
#[allow(clippy::too_many_arguments)]
pub(super) fn means(
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
    let taken = |c: usize| slots.sources.iter().any(|a| a.chunk == c);
    let from = nr.verb.unwrap_or(p.sentence.from);
    let near = (0..p.chunks.len()).rev().find(|i| {
        let c = &p.chunks[*i];
        let place =
            c.prep.as_deref().is_some_and(|x| k.is("grammar.in", x)) && slots.frame.reciprocal;
        c.from > from && c.to <= token && !taken(*i) && !place && names_actor(k, p, c)
    });
    if let Some(c) = near.filter(|_| slots.targets.is_empty()) {
        let slot = if slots.frame.reciprocal { Slot::Partner } else { Slot::Target };
        slots.put(slot, &[arg(p, c, "named in the clause that it is the means of")], "means");
    }
}

/// «عملية مشتركة مع وزارة : القيادة تعلن …»: the other side stands behind the colon of the headline.
pub(super) fn headline_partner(
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
pub(super) fn resolve_masdar_target(
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
    let behind = (0..p.chunks.len()).find(|i| {
        p.chunks[*i].from > c.to
            && p.chunks[*i].from < token + 9
            && names_actor(k, p, &p.chunks[*i])
    });
    if let Some(i) = behind {
        slots.targets[0] = arg(p, i, "behind the verbal noun");
    }
}

/// The second part of a construct: subject or object by what the frame and the noun say.
pub(super) fn genitive(
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
    let named = p.hits_at(noun).next().is_some();
    let object_behind = nr.accusative.is_some_and(|c| p.chunks[c].prep.is_none());
    // «قصف المواقع لليوم الثالث»: how long is no target.
    let behind: Vec<usize> =
        nr.phrases.iter().copied().filter(|c| !roles::timed(text, k, &p.chunks[*c])).collect();
    let target_phrase = behind.iter().any(|c| {
        let prep = p.chunks[*c].prep.as_deref().unwrap_or("");
        slot_of(k, frame, prep) == Slot::Target
            || (prep == "ل"
                && text.reading(token).pos == Pos::Masdar
                && p.chunks[*c].from <= p.chunks[chunk].to + 1)
    });
    let armed = matches!(class, Class::Armed) || (named && matches!(class, Class::Body));
    let slot = match frame.genitive {
        Slot::Target if k.is("grammar.suffers", text.stem(token)) => Slot::Target,
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
            k.refs(h.refs).iter().all(|r| matches!(r, mizan_data::model::Ref::Place(_)))
        });
    if place && frame.reciprocal {
        return;
    }
    slots.put(slot, &[Arg { from, to, chunk, why }], "genitive");
    if slot == Slot::Source && frame.genitive == Slot::Target {
        if let Some(c) = nr.accusative {
            slots.put(Slot::Target, &[arg(p, c, "object behind the construct")], "accusative");
        } else if let Some(c) = behind.iter().find(|c| p.chunks[**c].prep.as_deref() == Some("ل"))
        {
            slots.put(Slot::Target, &[arg(p, *c, "object with ل behind the construct")], "ل");
        }
    }
}
