//! How fast words, names and dates are found, on one core, beside peers in the same run:
//!
//!     MIZAN_PYTHON=/path/to/python cargo bench -p mizan-code --bench mentions
//!
//! Peers: daachorse (the same names in one automaton, without borders or readings), and, where
//! `MIZAN_PYTHON` has them, simplemma (lemmas) and dateparser (`search_dates`). Text: the pages of
//! `corpus/page`, repeated; all of it is ours and stands in the repository.

#![allow(missing_docs, clippy::unwrap_used)]

use mizan_code::Reader;
use mizan_text::{Analyzer, Folded, Text, tokenize};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The best of five runs: the machine's noise only ever adds.
fn best(mut run: impl FnMut()) -> f64 {
    let once = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..5).map(|_| once(&mut run)).min().unwrap_or(Duration::MAX).as_secs_f64()
}

/// The texts of the pages of `corpus/page`.
fn documents(reader: &Reader) -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/page");
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "html"));
    paths.sort();
    let text = |p: &std::path::PathBuf| {
        reader.page(&std::fs::read(p).unwrap(), Some(&p.display().to_string())).text
    };
    paths.iter().map(text).collect()
}

fn row(what: &str, figure: f64, unit: &str, beside: &str) {
    println!("{what:<46} {figure:>12.1} {unit:<14} {beside}");
}

fn words(reader: &Reader, folded: &str) {
    let mb = folded.len() as f64 / 1e6;
    let copy = best(|| {
        black_box(folded.chars().filter(|c| c.is_alphabetic()).count());
    });
    let cut = best(|| drop(black_box(tokenize(folded))));
    row(
        "tokenise, folded text",
        mb / cut,
        "MB/s",
        &format!("{:.2} of one pass over its characters", copy / cut),
    );
    let tokens = tokenize(folded);
    let n = tokens.len() as f64;
    let mut analyzer = Analyzer::new(reader.knowledge());
    let mut warm_tokens = tokens.clone();
    analyzer.all(folded, &mut warm_tokens);
    let warm = best(|| drop(black_box(analyzer.all(folded, &mut warm_tokens))));
    row("analyses, every word seen before", n / warm / 1e3, "k tokens/s", "");
    let types: BTreeSet<&str> =
        tokens.iter().map(|t| &folded[t.start as usize..t.end as usize]).collect();
    let distinct: String = types.into_iter().collect::<Vec<_>>().join(" ");
    let mut cold_tokens = tokenize(&distinct);
    let cold = best(|| {
        let mut fresh = Analyzer::new(reader.knowledge());
        drop(black_box(fresh.all(&distinct, &mut cold_tokens)));
    });
    row(
        "analyses, every word for the first time",
        cold_tokens.len() as f64 / cold / 1e3,
        "k tokens/s",
        "",
    );
}

fn gazetteer(reader: &Reader, text: &Text<'_>) {
    use fst::Streamer;
    let mb = text.folded.text.len() as f64 / 1e6;
    let ours = best(|| {
        black_box(reader.count_names(text));
    });
    let mut names = Vec::new();
    let mut stream = reader.knowledge().names.stream();
    while let Some((name, _)) = stream.next() {
        names.push(String::from_utf8(name.to_vec()).unwrap());
    }
    let automaton: daachorse::DoubleArrayAhoCorasick<u32> =
        daachorse::DoubleArrayAhoCorasickBuilder::new()
            .match_kind(daachorse::MatchKind::LeftmostLongest)
            .build(&names)
            .unwrap();
    let theirs = best(|| {
        black_box(automaton.leftmost_find_iter(&text.folded.text).count());
    });
    row(
        "names with borders and glued letters",
        mb / ours,
        "MB/s",
        &format!("{:.2} of daachorse alone, {:.0} MB/s", theirs / ours, mb / theirs),
    );
    println!("  names in the gazetteer: {}", names.len());
}

/// Runs a Python peer over the documents; seconds, or none where it is not to be had.
fn python(script: &str, documents: &[String]) -> Option<f64> {
    let program = std::env::var("MIZAN_PYTHON").ok()?;
    let mut child = Command::new(program)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let json = serde_json::to_vec(documents).ok()?;
    child.stdin.take()?.write_all(&json).ok()?;
    let out = child.wait_with_output().ok()?;
    String::from_utf8(out.stdout).ok()?.trim().parse().ok()
}

const SIMPLEMMA: &str = "import sys,json,time,simplemma
d=json.load(sys.stdin); w=[t for x in d for t in x.split()]
simplemma.lemmatize('x',lang='en'); s=time.perf_counter()
for t in w: simplemma.lemmatize(t,lang='en')
print(len(w)/(time.perf_counter()-s)/1e3)";

const DATEPARSER: &str = "import sys,json,time
from dateparser.search import search_dates
d=json.load(sys.stdin); search_dates('3 مايو 2021',languages=['ar']); s=time.perf_counter()
for x in d: search_dates(x,languages=['ar'])
print(len(d)/(time.perf_counter()-s))";

fn dates(reader: &Reader, documents: &[String]) {
    let now = jiff::civil::date(2025, 11, 30);
    let k = reader.knowledge();
    let texts: Vec<Text<'_>> = documents.iter().map(|d| Text::new(d, k)).collect();
    let stage = best(|| {
        for text in &texts {
            black_box(reader.count_dates(text, now));
        }
    });
    let whole = best(|| {
        for d in documents {
            black_box(reader.count_dates(&Text::new(d, k), now));
        }
    });
    let theirs = python(DATEPARSER, documents);
    for (what, seconds) in
        [("dates, words read already", stage), ("dates, words read for them alone", whole)]
    {
        let rate = documents.len() as f64 / seconds;
        let beside = theirs.map_or_else(
            || "dateparser: not here".into(),
            |t| format!("{:.0} × dateparser's {t:.0}", rate / t),
        );
        row(what, rate, "documents/s", &beside);
    }
}

fn main() {
    let start = Instant::now();
    let reader = Reader::builtin().unwrap();
    row("start-up with all data", start.elapsed().as_secs_f64() * 1e3, "ms", "");
    let documents = documents(&reader);
    let one = documents.join("\n");
    let many = vec![one; 40].join("\n");
    let folded = Folded::new(&many);
    println!(
        "text: {:.1} MB folded, {} documents",
        folded.text.len() as f64 / 1e6,
        documents.len()
    );
    words(&reader, &folded.text);
    if let Some(theirs) = python(SIMPLEMMA, &documents) {
        row("  simplemma (English tables), lemmas", theirs, "k tokens/s", "");
    }
    gazetteer(&reader, &Text::new(&many, reader.knowledge()));
    dates(&reader, &documents);
}
