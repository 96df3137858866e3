//! What an event is known again by in other reports.

use crate::error::Done;
use crate::stored::{Actor, Event};
use mizan_data::fold::fold;
use serde::{Deserialize, Serialize};
use std::hash::Hasher;

/// What of an event is compared with others, small enough to keep beside its row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sign {
    pub event: String,
    pub mode: Option<String>,
    pub class: Class,
    /// First and last day on which it may have happened.
    pub days: Option<(i32, i32)>,
    /// Does the text state the day?
    pub dated: bool,
    pub place: Option<Spot>,
    pub sources: Vec<Party>,
    pub targets: Vec<Party>,
    pub figures: Vec<(String, i64)>,
    /// Hashes of the words of its sentence, sorted.
    pub words: Vec<u32>,
    pub confidence: f32,
    /// Does it stand in the title, where a page tells its news in short?
    pub title: bool,
}

/// Has it happened? Only events of one class can be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Class {
    Real,
    Planned,
    Denied,
    Supposed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spot {
    pub id: String,
    pub country: String,
    pub admin1: Option<String>,
    pub precision: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Party {
    pub id: String,
    pub code: String,
}

/// Days before its publication on which an event without a date may have happened.
const BEFORE: i32 = 2;
/// A date with more days than this says too little to tell two happenings apart.
pub(crate) const LONG: i32 = 10;

impl Sign {
    pub fn of(event: &Event, sentence: &str, title: bool, published: Option<i32>) -> Sign {
        let (from, to) = event.date.as_ref().map_or((None, None), |d| d.days());
        let stated = from.zip(to);
        let place = event.place.as_ref().and_then(|p| p.place.as_ref());
        Sign {
            event: event.event.clone(),
            mode: event.mode.clone(),
            class: class(&event.status),
            days: stated.or_else(|| published.map(|d| (d - BEFORE, d))),
            dated: stated.is_some(),
            place: place.map(|p| Spot {
                id: p.id.clone(),
                country: p.country.clone(),
                admin1: p.admin1.clone(),
                precision: p.precision.clone(),
            }),
            sources: parties(&event.sources),
            targets: parties(&event.targets),
            figures: figures(event),
            words: words(sentence),
            confidence: event.confidence as f32,
            title,
        }
    }

    pub fn pack(&self) -> Done<Vec<u8>> {
        Ok(postcard::to_allocvec(self)?)
    }

    pub fn unpack(bytes: &[u8]) -> Done<Sign> {
        Ok(postcard::from_bytes(bytes)?)
    }

    /// The days between which it is looked for by its keys; none where they are too many to tell anything.
    pub fn window(&self) -> Option<(i32, i32)> {
        self.days.filter(|d| d.1 - d.0 < LONG)
    }

    /// The keys under which an event that may be the same is looked for: its type with where, by whom, or with a
    /// number of people that befell something.
    pub fn keys(&self) -> Vec<i64> {
        let mut out = Vec::new();
        let mut key = |parts: &[&str]| out.push(key(family(&self.event), parts));
        if let Some(p) = &self.place {
            key(&["at", &p.id]);
            p.admin1.iter().for_each(|a| key(&["in", a]));
        }
        for s in &self.sources {
            // Kinds of people ("gunmen") are everywhere; what has a country is looked for by it.
            key(&["by", if s.has_state() { s.country() } else { &s.id }]);
        }
        self.figures.iter().filter(|f| f.1 > 2).for_each(|f| key(&[&f.0, &f.1.to_string()]));
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// Types that reports of one happening use for one another: a signing is told as agreement and as support.
pub(crate) fn family(event: &str) -> &str {
    if event == "AGREE" { "SUPPORT" } else { event }
}

fn key(event: &str, parts: &[&str]) -> i64 {
    let mut hash = fnv::FnvHasher::default();
    hash.write(event.as_bytes());
    parts.iter().for_each(|p| {
        hash.write(p.as_bytes());
        hash.write_u8(0);
    });
    (hash.finish() >> 1) as i64
}

impl Party {
    /// The first part of its code: a state, or what stands for one.
    pub fn country(&self) -> &str {
        self.code.split(' ').next().unwrap_or("")
    }

    /// Is it a kind of people of no state ("gunmen") rather than somebody?
    pub fn generic(&self) -> bool {
        self.id.starts_with("kind:") && !self.has_state()
    }

    fn has_state(&self) -> bool {
        self.country().len() == 3 && self.country().bytes().all(|b| b.is_ascii_uppercase())
    }
}

fn class(status: &str) -> Class {
    match status {
        "future" => Class::Planned,
        "negated" => Class::Denied,
        "hypothetical" => Class::Supposed,
        _ => Class::Real,
    }
}

fn parties(mentions: &[Actor]) -> Vec<Party> {
    let known = mentions.iter().filter_map(|m| m.actor.as_ref());
    known.map(|a| Party { id: a.id.clone(), code: a.code.clone() }).collect()
}

fn figures(event: &Event) -> Vec<(String, i64)> {
    let whole = |q: &crate::stored::Quantity| {
        let part = matches!(q.role.as_deref(), Some("part" | "before"));
        let n = q.low.or(q.high).filter(|_| !part)?;
        Some((q.of.clone()?, n as i64))
    };
    event.quantities.iter().filter_map(whole).collect()
}

/// Words of a sentence as hashes: folded, without the letters glued before them, short ones left out.
pub(crate) fn words(sentence: &str) -> Vec<u32> {
    let folded = fold(sentence);
    let cut = folded.split(|c: char| !c.is_alphanumeric()).map(bare);
    let mut out: Vec<u32> = cut.filter(|w| w.chars().count() > 2).map(hash).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// A word without conjunction, preposition and article, as far as three letters stay.
fn bare(word: &str) -> &str {
    let strip = |w: &'_ str, heads: &[&str]| -> usize {
        let fits = |h: &&&str| w.starts_with(**h) && w.chars().count() >= h.chars().count() + 3;
        heads.iter().find(fits).map_or(0, |h| h.len())
    };
    let at = strip(word, &["و", "ف"]);
    let rest = &word[at..];
    &rest[strip(rest, &["بال", "كال", "ال", "لل", "ب", "ل", "ك"])..]
}

pub(crate) fn hash(word: &str) -> u32 {
    let mut hash = fnv::FnvHasher::default();
    hash.write(word.as_bytes());
    let h = hash.finish();
    (h ^ (h >> 32)) as u32
}
