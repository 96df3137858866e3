//! Fits the confidence model on the development gold and writes `data/ar/weigh.tsv`.
//!
//! `cargo run --release -p mizan-code --example fit -- ../shared/gold/arabic_event_gsr data/ar/weigh.tsv`
//!
//! A sentence is judged by its strongest event (multi-instance logistic regression, L2, batch
//! gradient; deterministic). The cross-checked figure trains on four fifths in turn.

use mizan_code::record::Event;
use mizan_code::{Options, Reader, gold};
use std::collections::{BTreeMap, HashMap};

type Features = Vec<(usize, f32)>;

struct Row {
    yes: bool,
    /// Too few votes to be counted in figures; its votes still teach.
    open: bool,
    /// Share of the annotators who accept, 0 to 1.
    share: f32,
    /// How much the row teaches.
    counts: f32,
    events: Vec<Features>,
}

struct Data {
    names: Vec<String>,
    rows: BTreeMap<String, Vec<Row>>,
}

/// Every event, with its features.
const ASKED: Options = Options { all: true, features: true };

fn load(gold: &str, reader: &Reader) -> Result<Data, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(format!("{gold}/sentences.jsonl"))?;
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut data = Data { names: Vec::new(), rows: BTreeMap::new() };
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let label = row["label"].as_str().unwrap_or("");
        let event = row["event"].as_str().unwrap_or("").to_owned();
        let record = reader.code(row["text"].as_str().unwrap_or(""), None, None, ASKED);
        let counted = |s: &str| matches!(s, "occurred" | "ongoing" | "historical");
        let events = record
            .events
            .iter()
            .filter(|e| e.event == event && counted(e.status))
            .map(|e| numbered(&mut data.names, &mut index, e))
            .collect();
        let votes = |side: &str| row[side].as_f64().unwrap_or(0.0) as f32;
        data.rows.entry(event).or_default().push(Row {
            yes: label == "yes",
            open: label == "ambiguous",
            share: votes("accept") / (votes("accept") + votes("reject")).max(1.0),
            counts: 1.0,
            events,
        });
    }
    reports(reader, &mut data, &mut index)?;
    Ok(common(data))
}

/// The features of an event as numbers.
fn numbered(names: &mut Vec<String>, index: &mut HashMap<String, usize>, e: &Event) -> Features {
    let mut number = |name: &String| {
        *index.entry(name.clone()).or_insert_with(|| {
            names.push(name.clone());
            names.len() - 1
        })
    };
    e.features.iter().map(|name| (number(name), 1.0)).collect()
}

/// The threshold of types that our own reports alone teach.
const COMMON: f32 = 0.35;

/// How much a line of our own reports teaches beside an annotated sentence of a type that has those.
const OWN: f32 = 0.25;

/// The reports of our own (the first set alone) teach every type; a row is a line with its events of one
/// type. For types that the annotated sentences cover they do not count in the figures.
fn reports(
    reader: &Reader,
    data: &mut Data,
    index: &mut HashMap<String, usize>,
) -> Result<(), Box<dyn std::error::Error>> {
    let covered: Vec<String> = data.rows.keys().cloned().collect();
    for report in gold::folder(std::path::Path::new("corpus/gold/first"))? {
        let record = reader.code(&report.text(), None, Some(report.published), ASKED);
        let mut rows: BTreeMap<(usize, String), Vec<Features>> = BTreeMap::new();
        for e in &record.events {
            let features = numbered(&mut data.names, index, e);
            let told = std::iter::once(&e.sentence).chain(&e.also);
            let lines: Vec<usize> = told
                .map(|s| report.line_of(record.sentences[*s].span.0))
                .filter(|l| *l > 0)
                .collect();
            if let Some(line) = lines.first() {
                rows.entry((*line, e.event.clone())).or_default().push(features);
            }
        }
        for ((line, event), events) in rows {
            let yes = report.events.iter().any(|g| g.event == event && g.line == line);
            let open = covered.contains(&event);
            let share = f32::from(u8::from(yes));
            let counts = if open { OWN } else { 1.0 };
            data.rows.entry(event).or_default().push(Row { yes, open, share, counts, events });
        }
    }
    Ok(())
}

/// Features that fewer rows have are left out: they would learn single sentences.
const RARE: usize = 5;

fn common(mut data: Data) -> Data {
    let mut rows_with = vec![0usize; data.names.len()];
    for row in data.rows.values().flatten() {
        let mut seen: Vec<usize> = row.events.iter().flatten().map(|f| f.0).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().for_each(|n| rows_with[n] += 1);
    }
    for row in data.rows.values_mut().flatten() {
        row.events.iter_mut().for_each(|e| e.retain(|f| rows_with[f.0] >= RARE));
    }
    data
}

fn score(w: &[f32], f: &Features) -> f32 {
    let sum: f32 = f.iter().map(|(n, x)| w[*n] * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn best(w: &[f32], row: &Row) -> Option<(f32, usize)> {
    (0..row.events.len()).map(|i| (score(w, &row.events[i]), i)).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Learns on the rows of all types together: what `any.` features weigh is shared by them.
fn train(sets: &[Vec<&Row>], n: usize) -> Vec<f32> {
    const ROUNDS: usize = 1500;
    const L2: f32 = 0.002;
    let mut w = vec![0.0f32; n];
    for round in 0..ROUNDS {
        let mut gradient = vec![0.0f32; n];
        let mut mass = 0.0;
        for rows in sets {
            let yes: f32 = rows.iter().map(|r| r.share).sum();
            let weight = (rows.len() as f32 / (2.0 * yes)).sqrt();
            rows.iter().for_each(|row| mass += learn(&w, row, weight, &mut gradient));
        }
        let rate = 1.0 / (1.0 + round as f32 / 300.0);
        for (w, g) in w.iter_mut().zip(&gradient) {
            *w -= rate * (g / mass.max(1.0) + L2 * *w);
        }
    }
    w
}

/// Adds a row's error to the gradient: those who accept judge its strongest event, those who reject
/// all of its events.
fn learn(w: &[f32], row: &Row, weight: f32, gradient: &mut [f32]) -> f32 {
    let mut mass = 0.0;
    let strongest = best(w, row).map(|b| b.1);
    for (i, event) in row.events.iter().enumerate() {
        let accept = if strongest == Some(i) { row.counts * weight * row.share } else { 0.0 };
        let reject = row.counts * (1.0 - row.share);
        let p = score(w, event);
        let error = accept * (p - 1.0) + reject * p;
        mass += accept + reject;
        event.iter().for_each(|(n, x)| gradient[*n] += error * x);
    }
    mass
}

/// The least threshold whose F1, smoothed over its neighbours (a lone peak is chance), cannot be told from the best:
/// then more is shown. Two are told apart by half the standard error of a share, √(¼ / n), of `yes` sentences.
fn threshold(scored: &[(f32, bool)], yes: usize) -> f32 {
    const AROUND: i32 = 6;
    let around = |n: &i32| -> f32 {
        (n - AROUND..=n + AROUND).map(|m| f1(scored, m as f32 / 100.0).2).sum()
    };
    const PART: f32 = 0.5;
    let same = PART * (0.25 / yes.max(1) as f32).sqrt();
    let mean = |n: &i32| around(n) / (2 * AROUND + 1) as f32;
    let best = (30..90).map(|n| mean(&n)).fold(0.0, f32::max);
    (30..90).find(|n| mean(n) + same >= best).map_or(0.5, |n| n as f32 / 100.0)
}

/// Precision, recall and F1 at a threshold over (score, yes).
fn f1(scored: &[(f32, bool)], t: f32) -> (f32, f32, f32) {
    let tp = scored.iter().filter(|s| s.0 >= t && s.1).count() as f32;
    let found = scored.iter().filter(|s| s.0 >= t).count() as f32;
    let yes = scored.iter().filter(|s| s.1).count() as f32;
    if tp == 0.0 { (0.0, 0.0, 0.0) } else { (tp / found, tp / yes, 2.0 * tp / (found + yes)) }
}

fn scored(w: &[f32], rows: &[&Row]) -> Vec<(f32, bool)> {
    let counted = rows.iter().filter(|r| !r.open);
    counted.map(|r| (best(w, r).map_or(0.0, |b| b.0), r.yes)).collect()
}

/// Scores of every row by models that did not see it: a fifth of each type is left out in turn, and the rows are dealt
/// anew so many times, as one deal of some forty sentences that say yes tells little.
fn cross(sets: &[&Vec<Row>], n: usize) -> Vec<Vec<(f32, bool)>> {
    const FOLDS: usize = 5;
    const DEALS: usize = 5;
    let mut out = vec![Vec::new(); sets.len()];
    for (deal, fold) in (0..DEALS).flat_map(|d| (0..FOLDS).map(move |f| (d, f))) {
        let part = |rows: &'_ Vec<Row>, held: bool| -> Vec<usize> {
            (0..rows.len()).filter(|i| (dealt(*i, deal) % FOLDS == fold) == held).collect()
        };
        let learnt: Vec<Vec<&Row>> = sets
            .iter()
            .map(|rows| part(rows, false).into_iter().map(|i| &rows[i]).collect())
            .collect();
        let w = train(&learnt, n);
        for (rows, out) in sets.iter().zip(&mut out) {
            let held: Vec<&Row> = part(rows, true).into_iter().map(|i| &rows[i]).collect();
            out.extend(scored(&w, &held));
        }
    }
    out
}

/// Where a deal puts a row: SplitMix64 of both numbers, the same at every run.
fn dealt(row: usize, deal: usize) -> usize {
    let mut z = (row as u64 ^ (deal as u64) << 32).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) as usize >> 1
}

fn report(event: &str, what: &str, s: &[(f32, bool)], t: f32) {
    let (p, r, f) = f1(s, t);
    let brier = s.iter().map(|(x, yes)| (x - f32::from(u8::from(*yes))).powi(2)).sum::<f32>()
        / s.len() as f32;
    println!(
        "{event} {what}: threshold {t:.2} precision {p:.3} recall {r:.3} F1 {f:.3} Brier {brier:.3}"
    );
}

/// Reliability: of the rows to which a confidence of so much was given, how many say yes.
fn reliability(event: &str, s: &[(f32, bool)]) {
    const BINS: u16 = 5;
    for bin in 0..BINS {
        let (low, high) = (f32::from(bin) / f32::from(BINS), f32::from(bin + 1) / f32::from(BINS));
        let here: Vec<&(f32, bool)> = s.iter().filter(|x| x.0 > low && x.0 <= high).collect();
        if !here.is_empty() {
            let yes = here.iter().filter(|x| x.1).count();
            let mean = here.iter().map(|x| x.0).sum::<f32>() / here.len() as f32;
            println!("{event} {low:.1}-{high:.1}: mean {mean:.2}, {yes} of {} say yes", here.len());
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let gold = args.next().unwrap_or_else(|| "../shared/gold/arabic_event_gsr".to_owned());
    let out = args.next();
    let data = load(&gold, &Reader::builtin()?)?;
    let n = data.names.len();
    let mut table = String::from(
        "# Weights of the confidence model by feature; written by `cargo run --release -p mizan-code --example fit`.\nfeature\tweight\n",
    );
    let sets: Vec<&Vec<Row>> = data.rows.values().collect();
    let all: Vec<Vec<&Row>> = sets.iter().map(|rows| rows.iter().collect()).collect();
    let w = train(&all, n);
    for ((event, crossed), rows) in data.rows.keys().zip(cross(&sets, n)).zip(&all) {
        let yes = rows.iter().filter(|r| r.yes && !r.open).count();
        let t = threshold(&crossed, yes);
        report(event, "cross-checked", &crossed, t);
        report(event, "plain", &scored(&w, rows), t);
        // Types that no annotated sentence covers keep half of their frames' belief and one threshold.
        if rows.iter().any(|r| r.open) {
            reliability(event, &crossed);
            table.push_str(&format!("{event}.threshold\t{t:.2}\n"));
        } else {
            table.push_str(&format!("{event}.prior\t0.5\n{event}.threshold\t{COMMON:.2}\n"));
        }
    }
    let mut lines: Vec<(&String, &f32)> =
        data.names.iter().zip(&w).filter(|(_, x)| x.abs() > 0.005).collect();
    lines.sort_by(|a, b| a.0.cmp(b.0));
    lines.iter().for_each(|(name, x)| table.push_str(&format!("{name}\t{x:.3}\n")));
    match out {
        Some(path) => std::fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(())
}
