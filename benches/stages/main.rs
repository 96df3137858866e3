//! Every stage of Mizan and its peers, in one run on the same bytes: `just bench`, or
//! `MIZAN_PYTHON=python3 cargo bench -p mizan --bench stages`.
//!
//! One core, unless a line says otherwise; the best of three runs, as noise only ever adds. The corpus is our own
//! (`corpus/page`, `corpus/gold/first`), drawn by a seed. Peers in Python are run by `MIZAN_PYTHON`, where it has them.

#![allow(missing_docs, clippy::unwrap_used)]

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod archive;
mod code;
mod corpus;
mod page;
mod words;

use mizan_code::Reader;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() {
    let start = Instant::now();
    let reader = Reader::builtin().unwrap();
    let started = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "{:<44} {:>11} {:<12} {:<14} {:>11} {:>8}",
        "stage", "Mizan", "unit", "peer or limit", "its figure", "ratio"
    );
    row("start-up with all data", started, "ms", None);
    words::run(&reader);
    page::run(&reader);
    code::run(&reader);
    archive::run(&reader);
}

/// The best of three runs, in seconds.
pub fn best(mut run: impl FnMut()) -> f64 {
    let mut once = || {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// A line of the table; the ratio is Mizan's figure by its peer's.
pub fn row(stage: &str, figure: f64, unit: &str, peer: Option<(&str, Option<f64>)>) {
    let (name, theirs, ratio) = match peer {
        None => ("", String::new(), String::new()),
        Some((name, None)) => (name, "not here".to_owned(), String::new()),
        Some((name, Some(theirs))) => (name, shown(theirs), format!("{:.2}", figure / theirs)),
    };
    println!("{stage:<44} {:>11} {unit:<12} {name:<14} {theirs:>11} {ratio:>8}", shown(figure));
}

fn shown(figure: f64) -> String {
    if figure >= 100.0 { format!("{figure:.0}") } else { format!("{figure:.1}") }
}

/// What a peer in Python does a second; none where it is not to be had.
pub fn peer(name: &str, texts: &[String]) -> Option<f64> {
    let program = std::env::var("MIZAN_PYTHON").ok()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers.py");
    let mut child = Command::new(program)
        .arg(script)
        .arg(name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(&serde_json::to_vec(texts).ok()?).ok()?;
    String::from_utf8(child.wait_with_output().ok()?.stdout).ok()?.trim().parse().ok()
}
