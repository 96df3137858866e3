//! What was found beside what was annotated: pairs, misses, and figures by type and slot.

use super::bag::{Bag, bag, f1, ratio};
use mizan_code::gold::{Gold, Report};
use mizan_code::record::{ActorMention, Event, Record};
use mizan_code::{Options, Reader};
use std::collections::BTreeMap;

/// A report with what was read of it.
pub struct Reading {
    pub report: Report,
    pub record: Record,
    /// For each event of the record the lines that tell it.
    pub told: Vec<Vec<usize>>,
    /// For each annotated event the event of the record that is it.
    pub pairs: Vec<Option<usize>>,
}

impl Reading {
    /// Events that answer to no annotation, titles left out: they only announce the body.
    pub fn extra(&self) -> impl Iterator<Item = usize> {
        let free = |e: &usize| {
            !self.pairs.contains(&Some(*e)) && self.told[*e].iter().any(|line| *line > 0)
        };
        (0..self.record.events.len()).filter(free)
    }
}

/// Reads a report as a page of its lines.
pub fn read(reader: &Reader, report: Report, options: Options) -> Reading {
    let text = report.text();
    let record = reader.code(&text, Some(&report.id), Some(report.published), options);
    let line =
        |sentence: usize| report.line_of(record.sentences.get(sentence).map_or(0, |s| s.span.0));
    let told: Vec<Vec<usize>> = record
        .events
        .iter()
        .map(|e| std::iter::once(e.sentence).chain(e.also.iter().copied()).map(line).collect())
        .collect();
    let pairs = pair(&report.events, &record.events, &told);
    Reading { report, record, told, pairs }
}

/// Pairs of one type in one line: first those of one trigger, then in order.
fn pair(gold: &[Gold], found: &[Event], told: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; gold.len()];
    for same_word in [true, false] {
        for (g, gold) in gold.iter().enumerate().filter(|(_, g)| g.line > 0) {
            let fits = |e: &usize| {
                found[*e].event == gold.event
                    && told[*e].contains(&gold.line)
                    && (!same_word
                        || f1(
                            &bag([found[*e].trigger.text.as_str()]),
                            &bag([gold.trigger.as_str()]),
                        ) > 0.0)
            };
            if out[g].is_none() {
                let free = (0..found.len()).filter(|e| !out.contains(&Some(*e)));
                out[g] = free.into_iter().find(fits);
            }
        }
    }
    out
}

/// Hits, found and annotated.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    pub hit: usize,
    pub found: usize,
    pub gold: usize,
}

/// A sum of shares over cases.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mean {
    pub sum: f64,
    pub n: usize,
}

impl Mean {
    fn add(&mut self, x: f64) {
        self.sum += x;
        self.n += 1;
    }

    pub fn value(self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum / self.n as f64 }
    }
}

/// All figures of a set.
#[derive(Debug, Default)]
pub struct Figures {
    pub types: BTreeMap<String, Count>,
    /// Mean over matched events: F1 of words for source, target, place and claim; right or not for the rest.
    pub slots: BTreeMap<&'static str, Mean>,
    /// Annotated type → found in its place → how often.
    pub confusion: BTreeMap<(String, String), usize>,
    pub sentences: usize,
    pub reports: usize,
}

impl Figures {
    /// Counts over all types.
    pub fn all(&self) -> Count {
        self.types.values().fold(Count::default(), |a, b| Count {
            hit: a.hit + b.hit,
            found: a.found + b.found,
            gold: a.gold + b.gold,
        })
    }

    /// Figures by name, for floors and JSON.
    pub fn flat(&self, set: &str) -> BTreeMap<String, f64> {
        let mut out = BTreeMap::new();
        let mut put = |name: &str, c: Count| {
            for (what, x) in ["precision", "recall", "f1"].iter().zip(ratio(c.hit, c.found, c.gold))
            {
                out.insert(format!("{set}.{name}.{what}"), x);
            }
        };
        put("event", self.all());
        self.types.iter().for_each(|(name, c)| put(name, *c));
        for (slot, mean) in &self.slots {
            out.insert(format!("{set}.{slot}"), mean.value());
        }
        out
    }

    /// Adds a reading.
    pub fn add(&mut self, r: &Reading) {
        self.reports += 1;
        self.sentences += r.report.lines.len() - 1;
        let extra: Vec<usize> = r.extra().collect();
        for e in &extra {
            self.types.entry(r.record.events[*e].event.clone()).or_default().found += 1;
        }
        for (gold, pair) in r.report.events.iter().zip(&r.pairs) {
            let count = self.types.entry(gold.event.clone()).or_default();
            count.gold += 1;
            match pair {
                Some(e) => {
                    count.hit += 1;
                    count.found += 1;
                    self.slots_of(gold, &r.record.events[*e], &r.record);
                }
                None => {
                    let beside = extra.iter().find(|e| r.told[**e].contains(&gold.line));
                    let found = beside.map_or("—", |e| r.record.events[*e].event.as_str());
                    *self.confusion.entry((gold.event.clone(), found.to_owned())).or_default() += 1;
                }
            }
        }
    }

    fn slots_of(&mut self, gold: &Gold, found: &Event, record: &Record) {
        let mut add = |slot: &'static str, x: f64| self.slots.entry(slot).or_default().add(x);
        let yes = |b: bool| f64::from(u8::from(b));
        add("status", yes(gold.status == found.status));
        if gold.mode.is_some() {
            add("mode", yes(gold.mode == found.mode));
        }
        let words = |list: &[ActorMention]| bag(list.iter().map(|m| m.text.as_str()));
        let wanted = |list: &[String]| bag(list.iter().map(String::as_str));
        for (slot, a, b) in [
            ("source", words(&found.sources), wanted(&gold.sources)),
            ("target", words(&found.targets), wanted(&gold.targets)),
            ("place", place(found), wanted(gold.place.as_slice())),
            ("claim", speaker(found, record), wanted(gold.speaker.as_slice())),
        ] {
            if !a.is_empty() || !b.is_empty() {
                add(slot, f1(&a, &b));
            }
        }
        let date = found.date.as_ref().and_then(|d| d.from.as_deref());
        if gold.date.is_some() || date.is_some() {
            let same = |d: &str| date.is_some_and(|f| f.starts_with(d));
            add("date", yes(gold.date.as_deref().is_some_and(same)));
        }
        for (of, n) in &gold.counts {
            let told = found.quantities.iter().any(|q| {
                q.of.as_deref() == Some(of) && q.low.is_some_and(|low| (low.0 - n).abs() < 1e-9)
            });
            add("quantity", yes(told));
        }
    }
}

/// The words of a place that the gazetteer resolved.
fn place(e: &Event) -> Bag {
    bag(e.place.iter().filter(|p| p.place.is_some()).map(|p| p.text.as_str()))
}

/// The words of who tells an event.
fn speaker(e: &Event, record: &Record) -> Bag {
    let claim = record.claims.iter().find(|c| Some(&c.id) == e.claim.as_ref());
    bag(claim.and_then(|c| c.speaker.as_ref()).map(|s| s.text.as_str()))
}
