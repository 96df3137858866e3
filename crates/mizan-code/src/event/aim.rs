//! Whom an act of protest or blame is aimed at: by its demand, by what it is against, by whose act that is.

use super::slots::{Slots, names_actor};
use crate::chunk::{Chunk, Parse, lemma, lexeme_class};
use crate::roles;
use crate::roles::{Arg, arg};
use mizan_data::Knowledge;
use mizan_data::model::{Pos, Ref, Slot};
use mizan_text::{Analysis, Text};

/// Whom an act of protest or blame is aimed at: whom its demand names, else who did what it is against.
pub(super) fn aim(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize, slots: &mut Slots<'_>) {
    if !slots.frame.aimed {
        return;
    }
    if let Some(whom) = demanded_of(text, k, p, token) {
        let taken = slots.sources.iter().any(|s| s.chunk == whom.chunk);
        if !taken {
            slots.targets.clear();
            slots.put(Slot::Target, &[whom], "demand");
        }
        return;
    }
    if let Some(whose) = whose_end(text, k, p, token) {
        slots.targets.clear();
        slots.put(Slot::Target, &[whose], "demand");
        return;
    }
    for a in &mut slots.targets {
        if let Some(doer) = doer_of_act(text, k, p, a) {
            *a = doer;
        }
    }
}

/// «رفضت الدعوة التي وجهتها الحكومة», «رحب بجهود السلطنة»: where a frame's target is a party and the words name what one did,
/// it is whose that is, if somebody else than the doer.
pub(super) fn at_whose(text: &Text<'_>, k: &Knowledge, p: &Parse, slots: &mut Slots<'_>) {
    if !slots.frame.whose {
        return;
    }
    let view = roles::tree::View { text, k, p };
    let sources = &slots.sources;
    for a in &mut slots.targets {
        let other = |x: &Arg| !sources.iter().any(|s| s.from < x.to && x.from < s.to);
        if let Some(whose) = view.whose(a).filter(other) {
            *a = whose;
        }
    }
}

/// «مطالبين الحكومة بـ…», «هتافات مناهضة للحكومة», behind the trigger in its sentence.
fn demanded_of(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize) -> Option<Arg> {
    const REACH: usize = 30;
    let far = (token + REACH).min(p.sentence.to);
    let end = (token + 1..far).find(|t| text.word(*t) == ".").unwrap_or(far);
    let (t, chunk) = (token + 1..end).find_map(|t| {
        let whom = whom_of_demand(text, k, p, t).or_else(|| whom_against(text, k, p, t))?;
        Some((t, whom))
    })?;
    // «لمطالبة موسكو»: the word of demand is no part of whom it names.
    let whole = arg(p, chunk, "whom the demand names");
    Some(Arg { from: whole.from.max(t + 1), ..whole })
}

/// «للمطالبة برحيل الرئيس», «تنادي بإسقاط الحكومة»: whose end is demanded, behind the word of that end.
fn whose_end(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize) -> Option<Arg> {
    const REACH: usize = 30;
    let end = (token + REACH).min(p.sentence.to);
    let first = p.chunks.partition_point(|c| c.from <= token);
    let near = p.chunks.iter().enumerate().skip(first).take_while(|(_, c)| c.from < end);
    let asked = |(_, c): &(usize, &Chunk)| {
        let ends = c.prep.as_deref() == Some("ب") && k.is("grammar.end_of", text.stem(c.head));
        ends && c.head + 1 < c.to && asks(text, k, c.from - 1)
    };
    let (chunk, c) = near.into_iter().find(asked)?;
    Some(Arg { from: c.head + 1, to: c.wide, chunk, why: "whose end is demanded" })
}

/// May a word be a verb, verbal noun or participle of demand?
fn asks(text: &Text<'_>, k: &Knowledge, t: usize) -> bool {
    text.readings(t).iter().any(|a| demands(k, a))
}

/// Is a reading a verb of demand, or made of one?
fn demands(k: &Knowledge, a: &Analysis) -> bool {
    let of_verb = k.tables.lexemes.get(a.lex as usize).map(|l| l.verb);
    let verb = if a.pos == Pos::Verb { Some(a.lex) } else { of_verb };
    verb.and_then(|v| lemma(k, v)).is_some_and(|v| k.is("grammar.demand", &v))
}

fn is_actor(k: &Knowledge, p: &Parse, c: usize) -> bool {
    p.chunks[c].class.animate() || names_actor(k, p, &p.chunks[c])
}

/// «طالبوا الحكومة», «مطالبين الحكومة», «لمطالبة موسكو»: whom a word of demand governs; a land or its capital too.
fn whom_of_demand(text: &Text<'_>, k: &Knowledge, p: &Parse, t: usize) -> Option<usize> {
    let a = text.readings(t).iter().find(|a| demands(k, a))?;
    if a.det && a.pos != Pos::Verb {
        return None;
    }
    let next = p.chunks.iter().position(|c| c.from == t + 1 && c.prep.is_none());
    let inside = p.chunks.iter().position(|c| a.pos == Pos::Masdar && c.from <= t && t + 1 < c.to);
    let land = |c: usize| {
        let mut names = p.hits_in(t + 1, p.chunks[c].to).filter(|h| h.from == t + 1);
        names.any(|h| k.refs(h.refs).iter().any(|r| matches!(r, Ref::State(_) | Ref::Seat(_))))
    };
    next.into_iter().chain(inside).find(|c| is_actor(k, p, *c) || land(*c))
}

/// «مناهضة للحكومة», «منددين بالقرار»: whom a word of being against names behind ل or ب.
fn whom_against(text: &Text<'_>, k: &Knowledge, p: &Parse, t: usize) -> Option<usize> {
    let against = |a: &Analysis| lemma(k, a.lex).is_some_and(|l| k.is("grammar.against", &l));
    let behind =
        |c: &Chunk| c.from > t && c.from <= t + 2 && matches!(c.prep.as_deref(), Some("ل" | "ب"));
    let object = text.readings(t).iter().any(against).then(|| p.chunks.iter().position(behind))?;
    object.filter(|c| is_actor(k, p, *c))
}

/// «احتجاجا على زيارة الرئيس»: who did the act, where the noun is a verbal noun with its doer behind.
fn doer_of_act(text: &Text<'_>, k: &Knowledge, p: &Parse, a: &Arg) -> Option<Arg> {
    let c = &p.chunks[a.chunk];
    let suffers = k.is("grammar.suffers", text.stem(c.head));
    if !roles::is_act(text, k, p, a.chunk) || c.head + 1 >= c.to || suffers || a.from > c.head {
        return None;
    }
    let from = c.head + 1;
    let hit = p
        .hits_in(from, c.to)
        .next()
        .is_some_and(|h| k.refs(h.refs).iter().any(|r| !matches!(r, Ref::Place(_))));
    let name = matches!(text.reading(from).pos, Pos::Proper | Pos::Unknown);
    let acts = hit || name || lexeme_class(k, text.reading(from)).animate();
    acts.then_some(Arg { from, to: c.wide, chunk: a.chunk, why: "doer of the act it is against" })
}
