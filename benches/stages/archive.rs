//! Records into an archive, stories out of it, questions to it; written to disk.

use crate::{best, corpus, peer, row};
use mizan_archive::day::{self, Period};
use mizan_archive::relate::{SeriesAsk, Unit};
use mizan_archive::{Access, Archive, Filter, Material, Reading, Stamp};
use mizan_code::Reader;
use rayon::prelude::*;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

const PAGES: usize = 10_000;

pub fn run(reader: &Reader) {
    let texts = corpus::reports(PAGES);
    let path = std::env::temp_dir().join(format!("mizan-stages-{}.db", std::process::id()));
    let mut archive = Archive::open(&path, Access::Write).unwrap();
    fill(&mut archive, reader, &texts);
    questions(&archive, reader);
    drop(archive);
    remove(&path);
}

fn rate(start: Instant) -> f64 {
    PAGES as f64 / start.elapsed().as_secs_f64()
}

/// One run each: an archive is filled but once.
fn fill(archive: &mut Archive, reader: &Reader, texts: &[String]) {
    let first = day::parse("2024-01-01").unwrap();
    let material = |(n, text): (usize, &String)| Material {
        origin: format!("https://bench.example/{n}"),
        given: day::of(first + (n / 10) as i32),
        bytes: text.clone().into_bytes(),
        ..Material::default()
    };
    let materials: Vec<Material> = texts.iter().enumerate().map(material).collect();
    let start = Instant::now();
    let read: Vec<Reading> = materials.par_iter().map(|m| m.read(reader)).collect();
    row("text to record, all cores", rate(start), "pages/s", None);
    let both: Vec<(&Material, &Reading)> = materials.iter().zip(&read).collect();
    let stamp = Stamp { program: "bench".to_owned(), at: String::new() };
    let start = Instant::now();
    both.chunks(64).for_each(|batch| drop(archive.add(batch, &stamp).unwrap()));
    row("records into the archive", rate(start), "pages/s", None);
    let start = Instant::now();
    archive.index(reader).unwrap();
    row("full-text index and sketches, all cores", rate(start), "pages/s", None);
    let start = Instant::now();
    archive.gather().unwrap();
    row("pages into stories", rate(start), "pages/s", Some(("rensa", peer("rensa", texts))));
}

fn questions(archive: &Archive, reader: &Reader) {
    let ask = SeriesAsk {
        a: "*".to_owned(),
        b: "*".to_owned(),
        both: false,
        period: Period::Month,
        unit: Unit::Stories,
        split: None,
        filter: Filter::default(),
    };
    let series = best(|| drop(black_box(archive.series(&ask).unwrap())));
    row("months of everybody with everybody", series * 1e3, "ms", None);
    let search = best(|| drop(black_box(archive.search(reader, "قصف المدينة", 20).unwrap())));
    row("search for two words", search * 1e3, "ms", None);
}

fn remove(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}
