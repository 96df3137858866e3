//! How fast pages become stories: pages of shuffled sentences of corpus/gold, a fifth of them near-duplicates.
//!
//!     cargo run --release -p mizan-archive --example gather -- 20000 /tmp/texts.jsonl
//!
//! Writes the texts as lines of JSON, so that benches/near_duplicates.py can be timed on the very same.

use mizan_archive::{Access, Archive, Material, Reading, Stamp, day};
use mizan_code::Reader;
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let pages: usize = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let texts = texts(pages);
    if let Some(file) = args.get(2) {
        let mut out = std::io::BufWriter::new(std::fs::File::create(file).expect("a file"));
        for (text, _) in &texts {
            writeln!(out, "{}", serde_json::json!({ "text": text })).expect("written");
        }
    }
    let reader = Reader::builtin().expect("a reader");
    let materials: Vec<Material> = texts.into_iter().enumerate().map(material).collect();
    let start = Instant::now();
    let read: Vec<Reading> = materials.par_iter().map(|m| m.read(&reader)).collect();
    told("read, all cores", pages, start);
    let path = std::env::temp_dir().join(format!("mizan-gather-{}.db", std::process::id()));
    let mut archive = Archive::open(&path, Access::Write).expect("an archive");
    let stamp = Stamp { program: "bench".to_owned(), at: String::new() };
    let start = Instant::now();
    let both: Vec<(&Material, &Reading)> = materials.iter().zip(&read).collect();
    for batch in both.chunks(64) {
        archive.add(batch, &stamp).expect("added");
    }
    told("added", pages, start);
    let start = Instant::now();
    archive.index(&reader).expect("indexed");
    told("indexed and sketched, all cores", pages, start);
    let start = Instant::now();
    let gathered = archive.gather().expect("gathered");
    told("gathered into stories", pages, start);
    println!("{} links", gathered.links);
    drop(archive);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}

fn told(what: &str, pages: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<32} {:>8.0} pages/s ({seconds:.2} s)", pages as f64 / seconds);
}

fn material((n, (text, day)): (usize, (String, i32))) -> Material {
    Material {
        origin: format!("https://bench.example/{n}"),
        given: day::of(day),
        bytes: text.into_bytes(),
        ..Material::default()
    }
}

/// Eight sentences a page; every fifth repeats the page before but for one sentence.
fn texts(pages: usize) -> Vec<(String, i32)> {
    let sentences = sentences();
    let mut seed = 11u64;
    let mut random = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    // Ten pages a day, of few sentences: denser than news, for every page shares sentences with many.
    let days = pages.div_ceil(10);
    let first = day::parse("2024-01-01").expect("a day");
    let mut out: Vec<(String, i32)> = Vec::new();
    let mut last: Vec<String> = Vec::new();
    let mut at = first;
    for n in 0..pages {
        if n % 5 == 4 {
            let place = random(last.len());
            last[place] = sentences[random(sentences.len())].clone();
        } else {
            last = (0..8).map(|_| sentences[random(sentences.len())].clone()).collect();
            at = first + random(days) as i32;
        }
        out.push((last.join("\n\n"), at));
    }
    out
}

fn sentences() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gold/first");
    let mut files: Vec<_> =
        std::fs::read_dir(dir).expect("corpus/gold").flatten().map(|e| e.path()).collect();
    files.sort();
    let lines = files.iter().map(|f| std::fs::read_to_string(f).expect("a file"));
    lines
        .flat_map(|t| {
            t.lines().filter_map(|l| l.strip_prefix("= ").map(str::to_owned)).collect::<Vec<_>>()
        })
        .collect()
}
