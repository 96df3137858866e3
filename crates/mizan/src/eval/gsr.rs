//! The shared gold of sentences (`sentences.jsonl`, `spans.jsonl`): the figures of its `score.py`.

use super::bag::{Bag, bag, f1, ratio};
use mizan_code::record::Event;
use mizan_code::{Options, Reader};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Sentence {
    text: String,
    event: String,
    label: String,
}

#[derive(Deserialize)]
struct Marked {
    text: String,
    event: String,
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    source: Vec<String>,
    target: Vec<String>,
    trigger: Vec<String>,
}

/// Is this folder of that kind?
pub fn is_gsr(dir: &Path) -> bool {
    dir.join("sentences.jsonl").is_file()
}

/// Every figure by the name that `score.py` gives it.
pub fn figures(
    reader: &Reader,
    dir: &Path,
    options: Options,
) -> Result<BTreeMap<String, f64>, String> {
    let sentences: Vec<Sentence> = lines(&dir.join("sentences.jsonl"))?;
    let marked: Vec<Marked> = lines(&dir.join("spans.jsonl"))?;
    let events = |text: &str| reader.code(text, None, None, options).events;
    let found: Vec<Vec<Event>> = sentences.par_iter().map(|s| events(&s.text)).collect();
    let spanned: Vec<Vec<Event>> = marked.par_iter().map(|s| events(&s.text)).collect();
    let mut out = BTreeMap::new();
    let mut types: Vec<&str> = sentences.iter().map(|s| s.event.as_str()).collect();
    types.sort_unstable();
    types.dedup();
    for event in types {
        detection(event, sentences.iter().zip(&found), &mut out);
        spans(event, marked.iter().zip(&spanned), &mut out);
    }
    Ok(out)
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let row = |(n, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|e| format!("{}:{}: {e}", path.display(), n + 1))
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(row).collect()
}

/// Precision, recall and F1 of yes against no; rows of too few votes are left out.
fn detection<'a>(
    event: &str,
    rows: impl Iterator<Item = (&'a Sentence, &'a Vec<Event>)>,
    out: &mut BTreeMap<String, f64>,
) {
    let (mut hit, mut found, mut gold, mut easy, mut easies) = (0, 0, 0, 0, 0);
    for (row, events) in rows.filter(|(r, _)| r.event == event && r.label != "ambiguous") {
        let yes = row.label == "yes";
        let told = events.iter().any(|e| e.event == event && e.happened());
        hit += usize::from(yes && told);
        found += usize::from(told);
        gold += usize::from(yes);
        easies += usize::from(row.label == "easy_no");
        easy += usize::from(row.label == "easy_no" && told);
    }
    for (name, x) in ["precision", "recall", "f1"].iter().zip(ratio(hit, found, gold)) {
        out.insert(format!("{event}.detection.{name}"), x);
    }
    let clean = if easies == 0 { 0.0 } else { 1.0 - easy as f64 / easies as f64 };
    out.insert(format!("{event}.detection.specificity_on_easy"), clean);
}

/// Token F1 of each slot against every annotator: the best of the events of the type.
fn spans<'a>(
    event: &str,
    rows: impl Iterator<Item = (&'a Marked, &'a Vec<Event>)>,
    out: &mut BTreeMap<String, f64>,
) {
    let mut sums = [0.0f64; 3];
    let mut n = 0usize;
    for (row, events) in rows.filter(|(r, _)| r.event == event) {
        let bags: Vec<[Bag; 3]> = events.iter().filter(|e| e.event == event).map(slots).collect();
        for a in &row.annotations {
            n += 1;
            for (slot, words) in [&a.source, &a.target, &a.trigger].into_iter().enumerate() {
                let gold = bag([words.join(" ").as_str()]);
                let best = bags.iter().map(|b| f1(&b[slot], &gold)).reduce(f64::max);
                sums[slot] += best.unwrap_or_else(|| f1(&Bag::new(), &gold));
            }
        }
    }
    for (name, sum) in ["source", "target", "trigger"].iter().zip(sums) {
        out.insert(format!("{event}.spans.{name}.f1"), sum / (n.max(1)) as f64);
    }
}

fn slots(e: &Event) -> [Bag; 3] {
    [
        bag(e.sources.iter().map(|m| m.text.as_str())),
        bag(e.targets.iter().map(|m| m.text.as_str())),
        bag([e.trigger.text.as_str()]),
    ]
}
