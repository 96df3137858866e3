//! Triggers: which frame a token opens, by its company, its prepositions and what must not stand near.

use crate::chunk::{Elem, Parse, lemma, lexeme_class};
use crate::status::{begins, flat};
use mizan_data::Knowledge;
use mizan_data::model::Class;
use mizan_data::model::Frame;
use mizan_data::model::Pos;
use mizan_data::model::Slot;
use mizan_data::model::Trigger;
use mizan_data::model::TriggerKind;
use mizan_text::{Analysis, Text, feat};
use std::cmp::Reverse;

pub(super) fn kind_fits(pos: Pos, kind: TriggerKind) -> bool {
    match kind {
        TriggerKind::Verb => pos == Pos::Verb,
        TriggerKind::Masdar | TriggerKind::Noun => matches!(pos, Pos::Masdar | Pos::Noun),
    }
}

/// The frames that a token opens and whether their company says so: the most specific first.
pub(super) fn triggers(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
) -> Vec<(u32, bool)> {
    let own = text.reading(token);
    let lexemes = text.readings(token).iter().map(|a| (a, a.lex, a.pos));
    let fits = |a: &Analysis, trigger: &Trigger| may_open(k, own, a, trigger);
    opened(text, k, p, token, lexemes, fits)
}

/// The frames of the verb that an active participle without article or preposition is made of.
pub(super) fn of_participle(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
) -> Vec<(u32, bool)> {
    of_verb_in(text, k, p, token, |a| {
        a.pos == Pos::Participle
            && !a.det
            && a.prep.is_none()
            && a.pron.is_none()
            && a.has(feat::PART_ACT)
    })
}

/// The frames of the verb whose verbal noun a token is.
pub(super) fn of_masdar(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
) -> Vec<(u32, bool)> {
    let own = text.reading(token);
    // «دخلوا المدينة فجر الأحد» is a time, whatever else its letters may be.
    let open = matches!(lexeme_class(k, own), Class::None | Class::Event | Class::Abstract);
    of_verb_in(text, k, p, token, |a| {
        let may = a.lex == own.lex || open && own.pos.nominal() && a.cost <= own.cost;
        a.pos == Pos::Masdar && !a.det && may
    })
}

/// The frames of the verb that those readings of a word which fit are made of.
fn of_verb_in(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    fits: impl Fn(&Analysis) -> bool,
) -> Vec<(u32, bool)> {
    let lexemes = text.readings(token).iter().filter_map(|a| {
        let verb = k.tables.lexemes.get(a.lex as usize).map(|l| l.verb)?;
        let known = k.tables.openers.contains_key(&verb);
        (known && fits(a)).then_some((a, verb, Pos::Verb))
    });
    let spoken = |_: &Analysis, trigger: &Trigger| {
        let frame = &k.tables.frames[trigger.frame as usize];
        !frame.refused && frame.subject_words.is_empty()
    };
    opened(text, k, p, token, lexemes, spoken)
}

fn opened<'t>(
    text: &'t Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    lexemes: impl Iterator<Item = (&'t Analysis, u32, Pos)>,
    fits: impl Fn(&Analysis, &Trigger) -> bool,
) -> Vec<(u32, bool)> {
    let own = text.reading(token);
    let mut out: Vec<(u32, (u32, Reverse<usize>), bool)> = Vec::new();
    for (a, lex, pos) in lexemes {
        for id in k.tables.openers.get(&lex).into_iter().flatten() {
            let trigger = &k.tables.triggers[*id as usize];
            if !fits(a, trigger) {
                continue;
            }
            let frame = &k.tables.frames[trigger.frame as usize];
            if !kind_fits(pos, trigger.kind)
                || !holds(text, k, p, token, trigger)
                || !allowed(text, k, p, trigger.frame)
                || frame.refused && !refused(text, k, p, token)
                || !acted_by(text, k, p, token, &frame.subject_words)
            {
                continue;
            }
            let weight = 32 * u32::from(a.lex == own.lex || a.pos != Pos::Verb)
                + 16 * u32::from(frame.refused)
                + 8 * u32::from(!frame.subject_words.is_empty())
                + 4 * u32::from(!trigger.with.is_empty())
                + 2 * u32::from(!trigger.preps.is_empty())
                + u32::from(!frame.needs.is_empty());
            // «رفع المصلون لافتات تندد بالحصار»: of two frames that know the company, the nearest tells.
            let weight = (weight, Reverse(nearest(text, token, &trigger.with)));
            let specific = !trigger.with.is_empty() || !trigger.preps.is_empty();
            match out.iter_mut().find(|o| o.0 == trigger.frame) {
                Some(o) if o.1 >= weight => {}
                Some(o) => *o = (trigger.frame, weight, specific),
                None => out.push((trigger.frame, weight, specific)),
            }
        }
    }
    out.sort_by_key(|o| Reverse(o.1));
    out.into_iter().map(|o| (o.0, o.2)).collect()
}

/// The token so many words behind another, where what stands between two commas is not counted: «سلم الفريق، الحاكم الانتقالي،
/// السلطة».
fn behind_asides(text: &Text<'_>, p: &Parse, token: usize, reach: usize) -> usize {
    const LONGEST: usize = 16;
    let comma = |t: &usize| matches!(text.word(*t), "،" | ",");
    let (mut at, mut counted) = (token + 1, 0);
    while counted < reach && at < p.sentence.to {
        let close = (at + 2..(at + LONGEST).min(p.sentence.to)).find(comma);
        match close.filter(|c| comma(&at) && aside(text, (at + 1, *c))) {
            Some(close) => at = close + 1,
            None => (at, counted) = (at + 1, counted + 1),
        }
    }
    at.min(p.sentence.to)
}

/// Do the words between two commas say more of what is named, with no clause of their own but a relative one?
fn aside(text: &Text<'_>, (from, to): (usize, usize)) -> bool {
    let relative = text.reading(from).pos == Pos::Rel;
    let opens = text.reading(from).conj.is_some() || text.reading(from).pos == Pos::Sub;
    !opens && (relative || (from..to).all(|t| !text.reading(t).is_verb()))
}

/// How far behind a trigger the first word of its company stands.
fn nearest(text: &Text<'_>, token: usize, with: &[String]) -> usize {
    const REACH: usize = 8;
    if with.is_empty() {
        return REACH;
    }
    let end = (token + 1 + REACH).min(text.tokens.len());
    (token + 1..end).find(|t| begins(text, *t, with)).map_or(REACH, |t| t - token)
}

/// May another reading of a word open a frame beside the chosen one? Verbs by the same letters, or where
/// their company says so («تقدم مساعدات»); nouns and verbal nouns where they are as likely, and «فجر أمس»
/// is a time, whatever else it may be.
fn may_open(k: &Knowledge, own: &Analysis, a: &Analysis, trigger: &Trigger) -> bool {
    if a.lex == own.lex {
        return true;
    }
    match own.pos {
        Pos::Verb => {
            let proven = !trigger.with.is_empty() && a.has(feat::P3) && a.cost <= own.cost;
            a.pos == Pos::Verb && (proven || lemma(k, a.lex) == lemma(k, own.lex))
        }
        _ if lexeme_class(k, own) == Class::Time => false,
        _ => a.pos == own.pos || (a.pos.nominal() && own.pos.nominal() && a.cost <= own.cost),
    }
}

/// Does the verb stand right behind لن?
fn refused(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize) -> bool {
    token > p.sentence.from && k.is("grammar.never", text.word(token - 1))
}

/// Is the verb's subject one of these nouns: in the phrase behind it or the one before it?
fn acted_by(text: &Text<'_>, k: &Knowledge, p: &Parse, token: usize, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let elem = p.elem_of(token);
    let bare = |e: &Elem| match *e {
        Elem::Phrase(c) if p.chunks[c].prep.is_none() => Some(c),
        _ => None,
    };
    let time = |c: &usize| lexeme_class(k, text.reading(p.chunks[*c].head)) == Class::Time;
    let clause = |e: &&Elem| !matches!(e, Elem::Verb(_) | Elem::Sub(_) | Elem::Mark(_));
    let behind = p.elems[elem + 1..].iter().take_while(clause).filter_map(bare).find(|c| !time(c));
    let before = p.elems[..elem].iter().rev().take(NEAR).filter_map(bare).find(|c| !time(c));
    let named = |c: usize| {
        let head = (p.chunks[c].from..p.chunks[c].to).take(5);
        head.into_iter().any(|t| {
            text.readings(t).iter().any(|a| lemma(k, a.lex).is_some_and(|l| words.contains(&l)))
        })
    };
    let plural = text.reading(token).has(feat::PLUR);
    match behind {
        Some(c) if named(c) => true,
        Some(_) if !plural => false,
        _ => before.is_some_and(named) || described(text, p, elem).any(named),
    }
}

/// The joined phrases that the clause of a verb describes: right before it, or before its relative pronoun, a comma
/// and «كانوا».
fn described<'p>(
    text: &'p Text<'_>,
    p: &'p Parse,
    elem: usize,
) -> impl Iterator<Item = usize> + 'p {
    let between = move |e: &&Elem| match e {
        Elem::Verb(_) | Elem::Rel(_) => true,
        Elem::Mark(t) => matches!(text.word(*t), "،" | ","),
        _ => false,
    };
    let back = p.elems[..elem].iter().rev();
    let opens = back.clone().take(4).take_while(between).count();
    let mut joined = true;
    back.skip(opens).map_while(move |e| match *e {
        Elem::Phrase(c) if joined => {
            joined = p.chunks[c].conj;
            Some(c)
        }
        _ => None,
    })
}

/// How many elements before a verb its subject may stand.
const NEAR: usize = 8;

/// Is the company of a trigger there?
pub(super) fn holds(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    token: usize,
    trigger: &Trigger,
) -> bool {
    // Before a verb stands its subject: only what falls or strikes by itself is company there.
    let frame = &k.tables.frames[trigger.frame as usize];
    let before = trigger.kind != TriggerKind::Verb || frame.subject == Slot::Means;
    let reach = if trigger.kind == TriggerKind::Verb { 8 } else { 4 };
    let end = behind_asides(text, p, token, reach);
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
    let there = trigger.with.is_empty()
        || company(text, p, token, end, &trigger.with)
        || before && company_before(text, p, token, &trigger.with);
    if !there {
        return false;
    }
    trigger.preps.is_empty() || {
        let far = behind_asides(text, p, token, 13);
        p.chunks.iter().any(|c| {
            c.from > token
                && c.from < far
                && c.prep.as_ref().is_some_and(|x| {
                    let ends = [x.split(' ').next(), x.rsplit(' ').next()];
                    trigger.preps.iter().any(|q| ends.contains(&Some(q.as_str())) || q == x)
                })
        })
    }
}

/// «قذائف سقطت», «نظمت النقابة مسيرة»: the company may stand before, within the clause.
fn company_before(text: &Text<'_>, p: &Parse, token: usize, with: &[String]) -> bool {
    const REACH: usize = 6;
    let far = token.saturating_sub(REACH).max(p.sentence.from);
    let closed = |t: &usize| {
        matches!(text.word(*t), "،" | "," | "." | "؛" | ":") || text.reading(*t).pos == Pos::Sub
    };
    let from = (far..token).rev().find(closed).map_or(far, |t| t + 1);
    from < token && with.iter().any(|w| p.mentions(text, from, token, w))
}

/// One of the words (or phrases) stands between; words are matched whole or behind a clitic.
pub(super) fn company(
    text: &Text<'_>,
    p: &Parse,
    token: usize,
    end: usize,
    with: &[String],
) -> bool {
    with.iter().any(|w| p.mentions(text, token + 1, end, w))
}

/// Do the words of the sentence allow a frame? Told once for all its triggers in the sentence.
pub(super) fn allowed(text: &Text<'_>, k: &Knowledge, p: &Parse, frame: u32) -> bool {
    let known = p.allowed.borrow().iter().find(|a| a.0 == frame).map(|a| a.1);
    known.unwrap_or_else(|| {
        let found = allows(text, p, &k.tables.frames[frame as usize]);
        p.allowed.borrow_mut().push((frame, found));
        found
    })
}

fn allows(text: &Text<'_>, p: &Parse, frame: &Frame) -> bool {
    let has = |w: &String| p.mentions(text, p.sentence.from, p.sentence.to, w);
    !frame.never.iter().any(has) && (frame.needs.is_empty() || frame.needs.iter().any(has))
}

/// The company words of the triggers of a word that open one of these frames, as a verb or as a noun.
pub(super) fn best_with(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    (token, verb): (usize, bool),
    opened: impl Fn(u32) -> bool,
) -> Vec<String> {
    text.readings(token)
        .iter()
        .filter_map(|a| k.tables.openers.get(&a.lex))
        .flatten()
        .map(|id| &k.tables.triggers[*id as usize])
        .filter(|t| {
            opened(t.frame)
                && (t.kind == TriggerKind::Verb) == verb
                && !t.with.is_empty()
                && holds(text, k, p, token, t)
        })
        .flat_map(|t| t.with.clone())
        .collect()
}
