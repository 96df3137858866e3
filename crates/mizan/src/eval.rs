//! `mizan eval`: how well events are found, beside annotated reports or sentences.

mod bag;
mod gsr;
mod measure;
mod page;

use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use measure::{Figures, Reading};
use mizan_code::Options;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct EvalArgs {
    /// Folder of annotated reports (*.gold, such as corpus/gold/first) or of annotated sentences
    /// (sentences.jsonl and spans.jsonl).
    #[arg(long, value_name = "DIR", required = true)]
    gold: Vec<PathBuf>,
    /// Print figures as JSON.
    #[arg(long)]
    json: bool,
    /// Write a page that shows each miss in its sentence.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Fail where a figure lies below its floor: a JSON object of names and least values.
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
}

pub fn run(args: &EvalArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let options = Options::all(common.all);
    let mut flat = BTreeMap::new();
    let mut readings: Vec<Reading> = Vec::new();
    let mut out = anstream::stdout().lock();
    for dir in &args.gold {
        if gsr::is_gsr(dir) {
            let figures = gsr::figures(&reader, dir, options).map_err(Failure::Usage)?;
            if !args.json {
                print_flat(&mut out, &figures)?;
            }
            flat.extend(figures);
            continue;
        }
        let reports = mizan_code::gold::folder(dir).map_err(Failure::Usage)?;
        if reports.is_empty() {
            return Err(Failure::Usage(format!(
                "{} holds no *.gold file and no sentences.jsonl",
                dir.display()
            )));
        }
        let read: Vec<Reading> =
            reports.into_par_iter().map(|r| measure::read(&reader, r, options)).collect();
        let mut figures = Figures::default();
        read.iter().for_each(|r| figures.add(r));
        let set = dir.file_name().and_then(|n| n.to_str()).unwrap_or("gold");
        if !args.json {
            print_set(&mut out, set, &figures)?;
        }
        flat.extend(figures.flat(set));
        readings.extend(read);
    }
    if args.json {
        let json = serde_json::to_string_pretty(&flat).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    }
    if let Some(path) = &args.html {
        std::fs::write(path, page::page(&readings))?;
    }
    floors(args.floors.as_deref(), &flat)
}

/// Every floor whose set was measured must hold.
fn floors(path: Option<&Path>, flat: &BTreeMap<String, f64>) -> Result<Outcome, Failure> {
    let Some(path) = path else { return Ok(Outcome::Whole) };
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    let floors: BTreeMap<String, f64> = serde_json::from_str(&text)
        .map_err(|e| Failure::Usage(format!("{}: {e}", path.display())))?;
    let set = |name: &str| name.split('.').next().unwrap_or("").to_owned();
    let measured = |name: &&String| flat.keys().any(|k| set(k) == set(name));
    let mut held = true;
    for (name, floor) in floors.iter().filter(|(name, _)| measured(name)) {
        let value = flat.get(name).copied().unwrap_or(0.0);
        if value < *floor {
            eprintln!("below its floor: {name} is {value:.3}, floor {floor}");
            held = false;
        }
    }
    Ok(if held { Outcome::Whole } else { Outcome::Partly })
}

fn print_flat(out: &mut impl Write, figures: &BTreeMap<String, f64>) -> std::io::Result<()> {
    figures.iter().try_for_each(|(name, x)| writeln!(out, "{name:44} {x:.3}"))
}

fn print_set(out: &mut impl Write, set: &str, f: &Figures) -> std::io::Result<()> {
    let all = f.all();
    writeln!(out, "{set}: {} reports, {} sentences, {} events", f.reports, f.sentences, all.gold)?;
    writeln!(out, "{:12} {:>9} {:>6} {:>6} {:>6}", "type", "precision", "recall", "F1", "events")?;
    for (name, c) in f.types.iter().map(|(n, c)| (n.as_str(), *c)).chain([("all", all)]) {
        let [p, r, f1] = bag::ratio(c.hit, c.found, c.gold);
        writeln!(out, "{name:12} {p:>9.2} {r:>6.2} {f1:>6.2} {:>6}", c.gold)?;
    }
    writeln!(out, "slots of matched events (mean, cases)")?;
    for (slot, mean) in &f.slots {
        writeln!(out, "{slot:12} {:>9.2} {:>6}", mean.value(), mean.n)?;
    }
    let wrong = f.confusion.iter().filter(|(pair, _)| pair.1 != "—");
    for ((gold, found), n) in wrong {
        writeln!(out, "{gold} found as {found}: {n}")?;
    }
    Ok(())
}
