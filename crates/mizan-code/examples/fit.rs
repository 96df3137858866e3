//! Fits the confidence model on the development gold and writes `data/ar/weigh.tsv`.
//!
//! `cargo run --release -p mizan-code --example fit -- ../shared/gold/arabic_event_gsr data/ar/weigh.tsv`
//!
//! A sentence is judged by its strongest event (multi-instance logistic regression, L2, batch
//! gradient; deterministic). The cross-checked figure trains on four fifths in turn.

use mizan_code::{Options, Reader};
use std::collections::{BTreeMap, HashMap};

type Features = Vec<(usize, f32)>;

struct Row {
    yes: bool,
    events: Vec<Features>,
}

struct Data {
    names: Vec<String>,
    rows: BTreeMap<String, Vec<Row>>,
}

fn load(gold: &str, reader: &Reader) -> Result<Data, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(format!("{gold}/sentences.jsonl"))?;
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut data = Data { names: Vec::new(), rows: BTreeMap::new() };
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let label = row["label"].as_str().unwrap_or("");
        let event = row["event"].as_str().unwrap_or("").to_owned();
        if label == "ambiguous" {
            continue;
        }
        let record =
            reader.code(row["text"].as_str().unwrap_or(""), None, None, Options { all: true });
        let counted = |s: &str| matches!(s, "occurred" | "ongoing" | "historical");
        let events = record
            .events
            .iter()
            .filter(|e| e.event == event && counted(e.status))
            .map(|e| {
                e.features
                    .iter()
                    .map(|(name, x)| {
                        let n = *index.entry(name.clone()).or_insert_with(|| {
                            data.names.push(name.clone());
                            data.names.len() - 1
                        });
                        (n, *x)
                    })
                    .collect()
            })
            .collect();
        data.rows.entry(event).or_default().push(Row { yes: label == "yes", events });
    }
    Ok(data)
}

fn score(w: &[f32], f: &Features) -> f32 {
    let sum: f32 = f.iter().map(|(n, x)| w[*n] * x).sum();
    1.0 / (1.0 + (-sum).exp())
}

fn best(w: &[f32], row: &Row) -> Option<(f32, usize)> {
    (0..row.events.len()).map(|i| (score(w, &row.events[i]), i)).max_by(|a, b| a.0.total_cmp(&b.0))
}

fn train(rows: &[&Row], n: usize) -> Vec<f32> {
    const ROUNDS: usize = 400;
    const L2: f32 = 0.1;
    let mut w = vec![0.0f32; n];
    let total = rows.len() as f32;
    let positive = rows.iter().filter(|r| r.yes).count() as f32;
    let weight = (total / (2.0 * positive)).sqrt();
    for round in 0..ROUNDS {
        let mut gradient = vec![0.0f32; n];
        let mut mass = 0.0;
        for row in rows {
            let chosen: Vec<usize> = if row.yes {
                best(&w, row).into_iter().map(|b| b.1).collect()
            } else {
                (0..row.events.len()).collect()
            };
            let share = if row.yes { weight } else { 1.0 };
            for i in chosen {
                let error = score(&w, &row.events[i]) - f32::from(u8::from(row.yes));
                mass += share;
                row.events[i].iter().for_each(|(n, x)| gradient[*n] += share * error * x);
            }
        }
        let rate = 4.0 / (1.0 + round as f32 / 200.0);
        for (w, g) in w.iter_mut().zip(&gradient) {
            *w -= rate * (g / mass.max(1.0) + L2 * *w / 10.0);
        }
    }
    w
}

/// The threshold of the best F1.
fn threshold(scored: &[(f32, bool)]) -> f32 {
    let steps = (5..95).map(|n| n as f32 / 100.0);
    steps.max_by(|a, b| f1(scored, *a).2.total_cmp(&f1(scored, *b).2)).unwrap_or(0.5)
}

/// Precision, recall and F1 at a threshold over (score, yes).
fn f1(scored: &[(f32, bool)], t: f32) -> (f32, f32, f32) {
    let tp = scored.iter().filter(|s| s.0 >= t && s.1).count() as f32;
    let found = scored.iter().filter(|s| s.0 >= t).count() as f32;
    let yes = scored.iter().filter(|s| s.1).count() as f32;
    if tp == 0.0 { (0.0, 0.0, 0.0) } else { (tp / found, tp / yes, 2.0 * tp / (found + yes)) }
}

fn scored(w: &[f32], rows: &[&Row]) -> Vec<(f32, bool)> {
    rows.iter().map(|r| (best(w, r).map_or(0.0, |b| b.0), r.yes)).collect()
}

fn cross(rows: &[Row], n: usize) -> Vec<(f32, bool)> {
    let mut out = Vec::new();
    for fold in 0..5 {
        let part = |keep: bool| {
            rows.iter()
                .enumerate()
                .filter(|(i, _)| (i % 5 == fold) != keep)
                .map(|r| r.1)
                .collect::<Vec<_>>()
        };
        out.extend(scored(&train(&part(true), n), &part(false)));
    }
    out
}

fn report(event: &str, what: &str, s: &[(f32, bool)], t: f32) {
    let (p, r, f) = f1(s, t);
    let brier = s.iter().map(|(x, yes)| (x - f32::from(u8::from(*yes))).powi(2)).sum::<f32>()
        / s.len() as f32;
    println!(
        "{event} {what}: threshold {t:.2} precision {p:.3} recall {r:.3} F1 {f:.3} Brier {brier:.3}"
    );
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
    for (event, rows) in &data.rows {
        let all: Vec<&Row> = rows.iter().collect();
        let crossed = cross(rows, n);
        let t = threshold(&crossed);
        report(event, "cross-checked", &crossed, t);
        let w = train(&all, n);
        report(event, "plain", &scored(&w, &all), t);
        let mut lines: Vec<(&String, f32)> = data
            .names
            .iter()
            .zip(&w)
            .filter(|(name, x)| name.starts_with(&format!("{event}.")) && x.abs() > 0.005)
            .map(|(n, x)| (n, *x))
            .collect();
        lines.sort_by(|a, b| a.0.cmp(b.0));
        lines.iter().for_each(|(name, x)| table.push_str(&format!("{name}\t{x:.3}\n")));
        table.push_str(&format!("{event}.threshold\t{t:.2}\n"));
    }
    match out {
        Some(path) => std::fs::write(path, table)?,
        None => print!("{table}"),
    }
    Ok(())
}
