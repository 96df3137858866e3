//! Words that point back: التنظيم، الوزير، الطرفان, surnames, short names.
//!
//! A description fits an actor by the first word of its name, by a word of its mentions, or by its sector.
//! The nearest fit counts, within a few sentences; where two fit alike in one sentence, nobody is named.

use super::memory::{Gender, Memory, Named};
use crate::chunk::{Chunk, Parse};
use crate::record::ActorRef;
use mizan_data::Knowledge;
use mizan_data::model::Class;
use mizan_text::{Text, feat, fold};

/// How many sentences back a description reaches.
const REACH: usize = 6;
/// A surname or a short name reaches over the whole page.
const NAME_REACH: usize = usize::MAX;

/// The gender that the head of a phrase tells; broken plurals of things are feminine.
pub(crate) fn gender(text: &Text<'_>, k: &Knowledge, head: usize) -> Option<Gender> {
    let a = text.reading(head);
    let sound = a.has(feat::ABSOLUTE) || a.has(feat::NOM);
    if a.has(feat::PLUR) && !a.has(feat::SING) && !sound {
        // الحرس أعلن and القوات أعلنت: a collective of men goes either way.
        let people = matches!(crate::chunk::lexeme_class(k, a), Class::Person | Class::Armed)
            && a.has(feat::MASC | feat::PLUR);
        return (!people || text.word(head).ends_with("ات")).then_some(Gender::Fem);
    }
    Gender::of(a)
}

/// The actor that a short definite phrase points back to.
pub(crate) fn pointing_back(
    text: &Text<'_>,
    k: &Knowledge,
    c: &Chunk,
    memory: &Memory,
) -> Option<ActorRef> {
    let same = c.to > c.head + 1 && k.is("coreference.same", text.word(c.to - 1));
    let lone = c.to - usize::from(same) <= c.head + 1 && c.head <= c.from;
    let word =
        || lone.then(|| latter(text, k, c, memory).or_else(|| described(text, k, c, memory)));
    let found = surname(text, c, memory).or_else(|| word().flatten())?;
    let name = &found.actor.name_ar;
    Some(ActorRef { via: format!("points back to {name}"), ..found.actor.clone() })
}

/// A person's last name, of one word or more: بري، أبو الغيط.
fn surname<'m>(text: &Text<'_>, c: &Chunk, memory: &'m Memory) -> Option<&'m Named> {
    if c.to > c.from + 3 || c.head > c.from + 1 {
        return None;
    }
    let rest: Vec<&str> = (c.from + 1..c.to).map(|t| text.word(t)).collect();
    let joined = |first: &str| {
        std::iter::once(first).chain(rest.iter().copied()).collect::<Vec<_>>().join(" ")
    };
    let (with, without) = (joined(text.core(c.from)), joined(text.word(c.from)));
    only(memory, NAME_REACH, |n| {
        let ends = |words: &str| {
            n.name.strip_suffix(words).is_some_and(|before| {
                before.ends_with(' ') || (before.ends_with("ال") && before.contains(' '))
            })
        };
        n.actor.kind == "person" && (ends(&with) || ends(&without))
    })
}

/// «الأخير»: who was named last, a person before others.
fn latter<'m>(text: &Text<'_>, k: &Knowledge, c: &Chunk, memory: &'m Memory) -> Option<&'m Named> {
    if !k.is("coreference.latter", text.core(c.head)) || c.to > c.from + 1 {
        return None;
    }
    let near = |n: &&Named| n.sentence + 1 >= memory.sentence && !n.actor.id.starts_with("kind:");
    let mut last = memory.named.iter().rev().filter(near);
    let first = last.next()?;
    if first.actor.kind == "person" {
        Some(first)
    } else {
        last.find(|n| n.actor.kind == "person").or(Some(first))
    }
}

fn described<'m>(
    text: &Text<'_>,
    k: &Knowledge,
    c: &Chunk,
    memory: &'m Memory,
) -> Option<&'m Named> {
    let word = text.core(c.head).strip_prefix("ال")?;
    let agrees = |n: &Named| {
        let own = gender(text, k, c.head);
        n.actor.kind != "person" || own.is_none() || n.gender.is_none() || n.gender == own
    };
    let by_name = |n: &Named| {
        let name = &n.name;
        let first = name.split(' ').next().unwrap_or("");
        n.actor.kind != "person" && (first == word || first.strip_prefix("ال") == Some(word))
    };
    let by_words = |n: &Named| {
        let titled = n.words.split(' ').any(|w| w == word || w.strip_prefix("ال") == Some(word));
        titled && (n.actor.kind == "person" && !n.actor.id.starts_with("kind:") || fits(k, n, word))
    };
    let by_kind = |n: &Named| fits(k, n, word);
    only(memory, REACH, |n| (by_name(n) || by_words(n)) && agrees(n))
        .or_else(|| only(memory, REACH, |n| by_kind(n) && agrees(n)))
}

/// Can a description stand for an actor of this kind and sector?
fn fits(k: &Knowledge, n: &Named, word: &str) -> bool {
    let Some(kinds) = k.tables.descriptions.get(word) else { return false };
    let mut parts = n.actor.code.split(' ');
    let country = parts.next().unwrap_or("");
    let kind = if n.actor.kind == "person" { "person" } else { "organisation" };
    let state = n.actor.id.ends_with("-gov");
    let sectors = parts.chain(std::iter::once(country));
    !n.actor.id.starts_with("kind:")
        && sectors.into_iter().any(|s| kinds.iter().any(|x| *x == format!("{kind}_{s}")))
        // A state is no ministry and no authority of another name.
        && !(state && kind == "organisation" && n.actor.name_ar.split(' ').count() == 1)
}

/// The nearest actor that fits; none where two fit that were last named in the same sentence.
fn only(memory: &Memory, reach: usize, fits: impl Fn(&Named) -> bool) -> Option<&Named> {
    let near = |n: &&Named| memory.sentence.saturating_sub(n.sentence) <= reach;
    let mut found = memory.named.iter().rev().filter(near).filter(|n| fits(n));
    let first = found.next()?;
    let rival = found.any(|n| n.sentence == first.sentence && n.actor.id != first.actor.id);
    (!rival).then_some(first)
}

/// «نظيره التركي»: who holds in another state the office of the one named before him.
pub(crate) fn counterpart(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
) -> Option<ActorRef> {
    if !k.is("coreference.counterpart", text.core(c.head)) {
        return None;
    }
    let state = super::state_in(text, k, p, c.head + 1, c.to)?;
    let before = memory.named.iter().rev().find(|n| n.sentence == memory.sentence)?;
    let field = k.tables.ministries.iter().find(|m| {
        before.actor.id.split_once('-').is_some_and(|(_, key)| key == m.key)
            || before.words.contains(&format!(" {}", fold(&m.field)))
    });
    let via = format!("counterpart of {}", before.actor.name_ar);
    Some(match field {
        Some(m) => super::ministry_of(k, m, &m.field, state, &via, memory.day),
        None => super::state_government(k, state, &via),
    })
}

/// «الطرفان»، «البلدان»: the two that were named together last, if they were just two.
pub(crate) fn pair(text: &Text<'_>, k: &Knowledge, c: &Chunk, memory: &Memory) -> Vec<ActorRef> {
    let core = text.core(c.head);
    let states = k.is("coreference.pair_states", core);
    let persons = k.is("coreference.pair_persons", core);
    if !(states || persons || k.is("coreference.pair", core)) || c.to > c.from + 2 {
        return Vec::new();
    }
    let suits = |n: &&Named| {
        let state = n.actor.id.ends_with("-gov");
        !n.actor.id.starts_with("kind:")
            && (!states || state)
            && (!persons || n.actor.kind == "person" || n.actor.via.starts_with("ministry"))
            && memory.sentence.saturating_sub(n.sentence) <= 3
    };
    let all: Vec<&Named> = memory.named.iter().rev().filter(suits).collect();
    // The nearest sentence that names two decides.
    let Some(at) = all
        .iter()
        .map(|n| n.sentence)
        .find(|s| all.iter().filter(|n| n.sentence == *s).count() >= 2)
    else {
        return Vec::new();
    };
    let two: Vec<&&Named> = all.iter().filter(|n| n.sentence == at).collect();
    if two.len() != 2 {
        return Vec::new();
    }
    two.iter()
        .rev()
        .map(|n| ActorRef { via: format!("both sides: {}", n.actor.name_ar), ..n.actor.clone() })
        .collect()
}
