//! Ties and stances: how actors stand to one another, and how that moves, by words that say so.

use crate::record::{ActorMention, DateMention, Mention, Stance, Tie};
use mizan_data::Knowledge;
use mizan_data::model::Pos;
use mizan_text::{Sentence, Text};

/// An actor of the sentence with its tokens.
pub(crate) struct Seen {
    pub from: usize,
    pub to: usize,
    pub mention: ActorMention,
}

/// What a sentence gives to ties and stances.
pub(crate) struct Setting<'a> {
    pub sentence: Sentence,
    pub number: usize,
    pub zone: &'static str,
    pub actors: &'a [Seen],
    pub dates: &'a [(usize, DateMention)],
    /// The actor that the page names most beside the one in question.
    pub main: &'a [ActorMention],
    pub speaker: Option<&'a ActorMention>,
    /// Actors that the page tells attacks on: nobody's partners in it.
    pub hostile: &'a [String],
}

fn id(a: &ActorMention) -> &str {
    a.actor.as_ref().map_or("", |r| r.id.as_str())
}

/// A body, state or person of the table, no common noun.
fn named(a: &ActorMention) -> bool {
    !id(a).is_empty() && !id(a).starts_with("kind:")
}

/// Does the sentence hold any word of ties or stances?
pub(crate) fn has_words(text: &Text<'_>, k: &Knowledge, sentence: Sentence) -> bool {
    (sentence.from..sentence.to)
        .any(|t| text.readings(t).iter().any(|a| k.tables.ties.contains_key(&a.lex)))
        || ["stance.warmer", "stance.cooler"].iter().any(|l| phrase(text, k, sentence, l).is_some())
}

/// Ties that the sentence states.
pub(crate) fn ties(text: &Text<'_>, k: &Knowledge, s: &Setting<'_>) -> Vec<Tie> {
    let mut out: Vec<Tie> = Vec::new();
    for t in s.sentence.from..s.sentence.to {
        let Some((kind, how)) = text
            .readings(t)
            .iter()
            .filter(|a| matches!(a.pos, Pos::Noun | Pos::Masdar | Pos::Verb))
            .find_map(|a| k.tables.ties.get(&a.lex))
        else {
            continue;
        };
        // «حلفاؤها» names no one.
        if matches!(kind.as_str(), "warmer" | "cooler") || text.reading(t).pron.is_some() {
            continue;
        }
        let pair = if kind == "part" { whole(s, t) } else { sides(s, t, how == "weak") };
        let Some((a, b)) = pair else { continue };
        if out.iter().any(|x| x.kind == *kind && id(&x.a) == id(&a) && id(&x.b) == id(&b)) {
            continue;
        }
        // An open range (منذ 2014) holds for the sentence; other dates only near the word.
        let near = |d: &&(usize, DateMention)| {
            (d.0 + 12 > t && d.0 < t + 12) || (d.1.from.is_some() && d.1.to.is_none())
        };
        let from = s.dates.iter().find(near).map(|d| d.1.clone());
        let status = if kind == "joins" { "becoming" } else { movement(text, k, s.sentence, t) };
        out.push(Tie { kind: kind.clone(), a, b, from, to: None, status, sentence: s.number });
    }
    out
}

/// Which way the words nearest to a tie move it.
fn movement(text: &Text<'_>, k: &Knowledge, sentence: Sentence, at: usize) -> &'static str {
    let near =
        |list: &str| phrases(text, k, sentence, list).into_iter().map(|p| p.0.abs_diff(at)).min();
    match (near("stance.warmer"), near("stance.cooler")) {
        (Some(w), c) if c.is_none_or(|c| w < c) => "becoming",
        (_, Some(_)) => "weakening",
        _ => "held",
    }
}

/// «دمج فصيل في الجيش»: the part stands right behind the word, the whole behind the part.
fn whole(s: &Setting<'_>, at: usize) -> Option<(ActorMention, ActorMention)> {
    let mut behind =
        s.actors.iter().filter(|x| x.from > at && x.from < at + 12 && named(&x.mention));
    let part = behind.next().filter(|x| x.from < at + 5)?;
    let whole = behind.find(|x| id(&x.mention) != id(&part.mention))?;
    Some((part.mention.clone(), whole.mention.clone()))
}

/// The actor before the word and the other actor nearest behind it, else nearest before.
fn sides(s: &Setting<'_>, at: usize, weak: bool) -> Option<(ActorMention, ActorMention)> {
    let a = s.actors.iter().rev().find(|x| {
        x.to <= at && named(&x.mention) && !s.hostile.iter().any(|h| h == id(&x.mention))
    })?;
    let other = |x: &&Seen| named(&x.mention) && !s.hostile.iter().any(|h| h == id(&x.mention));
    let country =
        |x: &ActorMention| x.actor.as_ref().map(|r| r.code.get(..3).unwrap_or("").to_owned());
    let foreign = |x: &&Seen| other(x) && country(&x.mention) != country(&a.mention);
    let behind = s
        .actors
        .iter()
        .filter(|x| x.from > at && x.from < at + if weak { 4 } else { 20 })
        .find(foreign)
        .map(|x| x.mention.clone());
    let before = || {
        s.actors.iter().rev().filter(|x| x.to <= a.from).find(foreign).map(|x| x.mention.clone())
    };
    let main = || s.main.iter().find(|m| country(m) != country(&a.mention)).cloned();
    // A word that means a tie only in company needs its other side right behind it.
    let b = if weak { behind } else { behind.or_else(before).or_else(main) }?;
    Some((a.mention.clone(), b))
}

/// Where a phrase of the list stands in the sentence: tokens.
fn phrase(
    text: &Text<'_>,
    k: &Knowledge,
    sentence: Sentence,
    list: &str,
) -> Option<(usize, usize)> {
    phrases(text, k, sentence, list).into_iter().min()
}

fn phrases(text: &Text<'_>, k: &Knowledge, sentence: Sentence, list: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for t in sentence.from..sentence.to {
        let word = text.word(t);
        for first in std::iter::once(word).chain(word.strip_prefix('و')) {
            let several = k.phrases(first).iter().filter(|p| p.1 == list);
            out.extend(several.filter_map(|p| Some((t, end(text, sentence, t, &p.0)?))));
            out.extend(k.is(list, first).then_some((t, t + 1)));
        }
    }
    out
}

/// Where a phrase ends whose first word stands at a token; a last letter is glued to the word behind: «الاعتراف ب».
fn end(text: &Text<'_>, sentence: Sentence, at: usize, phrase: &str) -> Option<usize> {
    let glued = phrase.ends_with(" ل") || phrase.ends_with(" ب");
    let end = at + phrase.split(' ').count();
    let fits = |(i, w): (usize, &str)| {
        let token = text.word(at + i);
        token == w || (glued && at + i + 1 == end && token.starts_with(w))
    };
    let rest = phrase.split(' ').enumerate().skip(1);
    (end <= sentence.to && rest.into_iter().all(fits)).then_some(end)
}

/// Stances that the sentence words.
pub(crate) fn stances(
    text: &Text<'_>,
    k: &Knowledge,
    s: &Setting<'_>,
    to_mention: impl Fn(usize, usize) -> Mention,
) -> Vec<Stance> {
    let mut out = Vec::new();
    for (list, direction) in [("stance.warmer", "warmer"), ("stance.cooler", "cooler")] {
        let Some((from, to)) = phrase(text, k, s.sentence, list) else { continue };
        let loses =
            phrase(text, k, s.sentence, "stance.subject_loses").is_some_and(|l| l.0 == from);
        let Some((of, toward)) = holder(s, from, to, loses || direction == "warmer") else {
            continue;
        };
        out.push(Stance {
            holder: s.speaker.cloned(),
            of,
            toward,
            direction,
            words: to_mention(from, to),
            zone: s.zone,
        });
    }
    out
}

/// Whose stance it is: the one named before moves, or is what another moves to or from.
fn holder(
    s: &Setting<'_>,
    from: usize,
    to: usize,
    moved: bool,
) -> Option<(ActorMention, ActorMention)> {
    let before = s.actors.iter().rev().find(|x| x.to <= from && named(&x.mention));
    let near = before.or_else(|| s.actors.iter().find(|x| x.from >= to && named(&x.mention)))?;
    let country =
        |x: &ActorMention| x.actor.as_ref().map(|r| r.code.get(..3).unwrap_or("").to_owned());
    let other = |x: &&Seen| named(&x.mention) && country(&x.mention) != country(&near.mention);
    let behind = s.actors.iter().filter(|x| x.from >= to).find(other).map(|x| x.mention.clone());
    let main = || s.main.iter().find(|m| country(m) != country(&near.mention)).cloned();
    if moved {
        let of = main().or(behind)?;
        return Some((of, near.mention.clone()));
    }
    Some((near.mention.clone(), behind?))
}
