//! Pages to records, findings.

use crate::{best, corpus, row};
use mizan_audit::{Auditor, Selection};
use mizan_code::{Options, Reader};
use mizan_text::Text;
use std::hint::black_box;

/// What petrarch2 codes a second with the parses given to it, after shared/design.md; it needs Python 2 and is on no
/// index of packages, so it is not run here.
const PETRARCH2: f64 = 1_100.0;

pub fn run(reader: &Reader) {
    let reports = corpus::reports(2_000);
    let k = reader.knowledge();
    let sentences: usize = reports.iter().map(|r| Text::new(r, k).sentences.len()).sum();
    let text = best(|| reports.iter().for_each(|r| drop(black_box(Text::new(r, k)))));
    row("text: words, readings, sentences", sentences as f64 / text, "sentences/s", None);
    let record = best(|| {
        reports
            .iter()
            .for_each(|r| drop(black_box(reader.code(r, None, None, Options::default()))));
    });
    let peer = Some(("petrarch2, told", Some(PETRARCH2)));
    row("text to record", sentences as f64 / record, "sentences/s", peer);
    let pages = corpus::pages();
    let whole = best(|| {
        for page in &pages {
            let page = reader.page(page.as_bytes(), Some("a.html"));
            black_box(reader.record(&page, None, Options::default()));
        }
    });
    row("markup to record", pages.len() as f64 / whole, "pages/s", None);
    let read: Vec<_> = pages.iter().map(|p| reader.page(p.as_bytes(), Some("a.html"))).collect();
    let read: Vec<_> =
        read.into_iter().map(|p| (reader.record(&p, None, Options::ALL), p)).collect();
    let auditor = Auditor::new(k);
    let audit = best(|| {
        for (record, page) in &read {
            black_box(auditor.audit(page, record, &Selection::default()));
        }
    });
    row("audit of pages read", pages.len() as f64 / audit, "pages/s", None);
}
