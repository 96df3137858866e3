//! A synthetic archive, and how long questions to it take.
//!
//!     cargo run --release -p mizan-archive --example synth -- 1000000 /tmp/million.db [SEED]
//!
//! Makes the archive where there is none yet, then asks it. Each figure is the median of five runs in one process.

use mizan_archive::day::Period;
use mizan_archive::relate::{BalanceAsk, SeriesAsk, Unit};
use mizan_archive::{Access, Archive, Filter, Slice, Synth};
use mizan_code::Reader;
use std::path::Path;
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (Some(events), Some(file)) = (args.get(1).and_then(|n| n.parse().ok()), args.get(2)) else {
        eprintln!("synth EVENTS FILE [SEED]");
        std::process::exit(2);
    };
    let seed = args.get(3).and_then(|n| n.parse().ok()).unwrap_or(7);
    let path = Path::new(file);
    if !path.exists() {
        let start = Instant::now();
        Archive::synthetic(path, Synth { events, seed }).expect("an archive");
        println!("made {events} events in {:.1} s", start.elapsed().as_secs_f64());
    }
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    println!("{file}: {:.2} GB", size as f64 / 1e9);
    questions(path);
}

fn questions(path: &Path) {
    let archive = Archive::open(path, Access::Read).expect("an archive");
    let reader = Reader::builtin().expect("a reader");
    let ask = |a: &str, b: &str| SeriesAsk {
        a: a.to_owned(),
        b: b.to_owned(),
        both: true,
        period: Period::Month,
        unit: Unit::Stories,
        split: None,
        filter: Filter::default(),
    };
    for (a, b) in [("actor-0", "actor-1"), ("actor-0", "SYR *"), ("USA *", "SYR *")] {
        let name = format!("months of {a} and {b}");
        measure(&name, || {
            let series = archive.series(&ask(a, b)).expect("a series");
            series.lines[0].steps.iter().map(|s| s.stories as usize).sum()
        });
    }
    let balance = BalanceAsk {
        of: "actor-0".to_owned(),
        between: vec!["actor-1".to_owned(), "actor-2".to_owned()],
        period: Period::Month,
        unit: Unit::Stories,
        filter: Filter::default(),
    };
    measure("balance of one between two", || {
        archive.balance(&balance).expect("a balance").steps.len()
    });
    let page = Slice { limit: 50, skip: 0, sort: mizan_archive::Sort::Latest };
    measure("50 latest events", || {
        archive.events(&Filter::default(), page).expect("events").0.len()
    });
    let typed = Filter { types: vec!["PROTEST".to_owned()], ..Filter::default() };
    measure("50 latest of one type", || archive.events(&typed, page).expect("events").0.len());
    let of = Filter { actor: vec!["actor-7".to_owned()], ..Filter::default() };
    measure("50 latest of one actor", || archive.events(&of, page).expect("events").0.len());
    let opened = archive.open_page(&first(&archive)).expect("a page").0.text;
    let words: Vec<&str> = opened.split(' ').collect();
    let rare = words.iter().max_by_key(|w| w.chars().count()).expect("a word");
    for (name, asked) in [
        ("one rare word", (*rare).to_owned()),
        ("two words", words[..2].join(" ")),
        ("one frequent word", "ببت".to_owned()),
    ] {
        measure(&format!("search of {name}"), || {
            archive.search(&reader, &asked, 10).expect("hits").len()
        });
    }
}

fn first(archive: &Archive) -> String {
    let page = Slice { limit: 1, skip: 0, sort: mizan_archive::Sort::Oldest };
    archive.pages(page).expect("pages")[0].id.to_string()
}

/// Prints the median and the worst of five runs, and what was counted.
fn measure(name: &str, mut ask: impl FnMut() -> usize) {
    let mut times = Vec::new();
    let mut counted = 0;
    for _ in 0..5 {
        let start = Instant::now();
        counted = ask();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("{name:<32} median {:>8.1} ms, worst {:>8.1} ms ({counted})", times[2], times[4]);
}
