//! Quantities: a count with its bound and what is counted. No number is made up: عدة is at least 3,
//! عشرات at least 20, كميات is open. Ordinals, years, ages and dates are no counts.

use crate::chunk::{Chunk, lexeme_class};
use mizan_data::Knowledge;
use mizan_data::model::{Class, NONE, Pos};
use mizan_text::{Kind, Text, feat};

/// A count in a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Count {
    /// Tokens, hedge included.
    pub at: (usize, usize),
    pub low: Option<u64>,
    pub high: Option<u64>,
    pub relation: &'static str,
    pub of: Option<String>,
    pub unit: Option<String>,
}

/// The count that a phrase states, if it states one.
pub(crate) fn read(text: &Text<'_>, k: &Knowledge, c: &Chunk) -> Option<Count> {
    let (value, from, to) = value(text, k, c)?;
    let noun = counted_noun(text, k, c, to);
    if noun.is_some_and(|n| lexeme_class(k, text.reading(n)) == Class::Time)
        || k.is("grammar.time", text.word(to))
    {
        return None;
    }
    let of = noun.and_then(|n| counted_as(text, k, n));
    let unit = noun.map(|n| text.words(text.whole(n)).to_owned());
    let (low, high, relation, from) = bound(text, k, value, from);
    Some(Count { at: (from, noun.map_or(to, |n| n + 1).max(to)), low, high, relation, of, unit })
}

/// A stated number, or a vague one as (low, high).
#[derive(Clone, Copy)]
enum Value {
    Exact(u64),
    Vague(Option<u64>, Option<u64>),
}

fn value(text: &Text<'_>, k: &Knowledge, c: &Chunk) -> Option<(Value, usize, usize)> {
    for at in c.from..c.to {
        if let Some((n, to)) = number(text, k, at, c.to) {
            return Some((Value::Exact(n), at, to));
        }
        for (list, low, high) in [
            ("quantity.vague_few", Some(3), None),
            ("quantity.vague_tens", Some(20), None),
            ("quantity.vague_hundreds", Some(200), None),
            ("quantity.vague_thousands", Some(2000), None),
            ("quantity.vague_some", Some(2), None),
            ("quantity.vague_open", None, None),
        ] {
            if k.list(list).iter().any(|w| w == text.stem(at) || w == text.word(at)) {
                return Some((Value::Vague(low, high), at, at + 1));
            }
        }
    }
    dual(text, k, c).map(|at| (Value::Exact(2), at, at + 1))
}

/// A dual counts two without a numeral.
fn dual(text: &Text<'_>, k: &Knowledge, c: &Chunk) -> Option<usize> {
    let a = text.reading(c.head);
    let counted = a.lex != NONE && k.tables.counted.contains_key(&a.lex);
    let only = a.has(feat::DUAL) && !a.has(feat::PLUR) && a.has(feat::ABSOLUTE);
    (counted && only && a.pron.is_none()).then_some(c.head)
}

/// Digits or number words from `at`; the value and where it ends. Years and ordinals are none.
fn number(text: &Text<'_>, k: &Knowledge, at: usize, end: usize) -> Option<(u64, usize)> {
    if text.tokens[at].kind == Kind::Number {
        let n = digits(text.word(at))?;
        return Some(multiplied(text, k, n, at + 1, end));
    }
    if text.reading(at).pos != Pos::Number {
        return None;
    }
    let (mut total, mut part, mut next) = (0u64, 0u64, at);
    while next < end.max(at + 1) && next < text.tokens.len() {
        let word =
            if next == at { text.stem(next) } else { text.word(next).trim_start_matches('و') };
        let Some((n, times)) = k.tables.numbers.get(word) else { break };
        if *times {
            part = part.max(1).saturating_mul(*n);
            if *n >= 1000 {
                total = total.saturating_add(part);
                part = 0;
            }
        } else {
            part = part.saturating_add(*n);
        }
        next += 1;
    }
    (next > at).then_some((total.saturating_add(part), next))
}

fn multiplied(text: &Text<'_>, k: &Knowledge, n: u64, at: usize, end: usize) -> (u64, usize) {
    if at < end
        && let Some((m, true)) = k.tables.numbers.get(text.word(at))
    {
        return (n.saturating_mul(*m), at + 1);
    }
    (n, at)
}

/// 1,200 and 1.200 are 1200; 3.5 is no count by itself.
fn digits(word: &str) -> Option<u64> {
    let mut parts = word.split([',', '.']);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    if rest.iter().all(|p| p.len() == 3) {
        return format!("{first}{}", rest.concat()).parse().ok();
    }
    None
}

fn bound(
    text: &Text<'_>,
    k: &Knowledge,
    value: Value,
    from: usize,
) -> (Option<u64>, Option<u64>, &'static str, usize) {
    let n = match value {
        Value::Vague(low, high) => return (low, high, ">=", from),
        Value::Exact(n) => n,
    };
    for (list, relation) in [
        ("quantity.more", ">"),
        ("quantity.at_least", ">="),
        ("quantity.at_most", "<="),
        ("quantity.less", "<"),
        ("quantity.about", "~"),
    ] {
        if let Some(start) = hedge_before(text, k, list, from) {
            return match relation {
                ">" | ">=" => (Some(n), None, relation, start),
                "<" | "<=" => (None, Some(n), relation, start),
                _ => (Some(n), Some(n), relation, start),
            };
        }
    }
    (Some(n), Some(n), "=", from)
}

/// Where a hedge of the list starts if it ends right before `at`.
fn hedge_before(text: &Text<'_>, k: &Knowledge, list: &str, at: usize) -> Option<usize> {
    k.list(list).iter().find_map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let start = at.checked_sub(words.len())?;
        let fits = words.iter().enumerate().all(|(i, w)| {
            let t = text.word(start + i);
            t == *w || (i == 0 && text.stem(start) == *w)
        });
        fits.then_some(start)
    })
}

fn counted_noun(text: &Text<'_>, k: &Knowledge, c: &Chunk, to: usize) -> Option<usize> {
    if to > c.head && text.reading(c.head).has(feat::DUAL) {
        return Some(c.head);
    }
    (to..c.to).find(|t| {
        matches!(
            text.reading(*t).pos,
            Pos::Noun | Pos::Participle | Pos::Adj | Pos::Masdar | Pos::Unknown
        ) && !k.is("grammar.each", text.word(*t))
            && lexeme_class(k, text.reading(*t)) != Class::Nationality
    })
}

/// What a counted noun counts as.
pub(crate) fn counted_as(text: &Text<'_>, k: &Knowledge, token: usize) -> Option<String> {
    let listed = text.readings(token).iter().find_map(|a| k.tables.counted.get(&a.lex).cloned());
    let class = lexeme_class(k, text.reading(token));
    listed.or_else(|| matches!(class, Class::Person).then(|| "people".to_owned()))
}
