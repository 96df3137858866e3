//! Markup to a page: beside two readers of articles, which get text already decoded; Mizan gets bytes.

use crate::{best, corpus, peer, row};
use mizan_code::Reader;
use std::hint::black_box;

pub fn run(reader: &Reader) {
    let pages = corpus::pages();
    let rate = |seconds: f64| pages.len() as f64 / seconds;
    let ours = rate(best(|| {
        for page in &pages {
            black_box(reader.page(page.as_bytes(), Some("a.html")));
        }
    }));
    let smoothie = rate(best(|| {
        for page in &pages {
            let mut reader = dom_smoothie::Readability::new(page.as_str(), None, None).unwrap();
            let _ = black_box(reader.parse());
        }
    }));
    row("markup to page", ours, "pages/s", Some(("dom_smoothie", Some(smoothie))));
    row("", ours, "pages/s", Some(("trafilatura", peer("trafilatura", &pages))));
    let bytes = pages.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    row("", bytes * ours / pages.len() as f64, "MB/s", None);
}
