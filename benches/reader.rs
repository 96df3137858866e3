//! How fast the reader is, on one core: `cargo bench -p mizan-code`.
//!
//! Each figure stands beside a limit measured in the same run on the same bytes: folding alone, the
//! cheapest pass that must look at every letter. Text is the specimens of `samples/`, repeated.

#![allow(missing_docs, clippy::unwrap_used)]

use mizan_code::{Options, Reader};
use mizan_text::{Folded, Text};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// The best of five runs: the machine's noise only ever adds.
fn best(mut run: impl FnMut()) -> Duration {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap()
}

fn main() {
    let start = Instant::now();
    let reader = Reader::builtin().unwrap();
    println!("start-up of a reader: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let pages: Vec<(Vec<u8>, String)> =
        paths.iter().map(|p| (std::fs::read(p).unwrap(), p.display().to_string())).collect();
    let texts: Vec<String> =
        pages.iter().map(|(bytes, name)| reader.page(bytes, Some(name)).text).collect();
    let sentences: usize =
        texts.iter().map(|t| Text::new(t, reader.knowledge()).sentences.len()).sum();
    let bytes: usize = texts.iter().map(String::len).sum();
    const ROUNDS: usize = 20;
    let mb = (bytes * ROUNDS) as f64 / 1e6;

    let fold = best(|| {
        for _ in 0..ROUNDS {
            texts.iter().for_each(|t| drop(black_box(Folded::new(t))));
        }
    });
    let text = best(|| {
        for _ in 0..ROUNDS {
            texts.iter().for_each(|t| drop(black_box(Text::new(t, reader.knowledge()))));
        }
    });
    let record = best(|| {
        for _ in 0..ROUNDS {
            for (bytes, name) in &pages {
                let page = reader.page(bytes, Some(name));
                black_box(reader.record(&page, None, Options::default()));
            }
        }
    });
    let row = |what: &str, t: Duration| {
        let s = t.as_secs_f64();
        println!("{what:<34} {:8.1} MB/s {:8.2} × folding alone", mb / s, s / fold.as_secs_f64());
    };
    row("fold with alignment", fold);
    row("text: tokens, readings, sentences", text);
    row("bytes to record", record);
    let s = record.as_secs_f64();
    println!("documents a second, one core: {:.0}", (pages.len() * ROUNDS) as f64 / s);
    println!("sentences a second, one core: {:.0}", (sentences * ROUNDS) as f64 / s);
}
