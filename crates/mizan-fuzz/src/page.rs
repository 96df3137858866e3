//! Pages: markup, plain text, feeds, WARC files, lines of JSON.

use crate::{READER, spans};
use mizan_audit::{Auditor, Selection};
use mizan_code::Options;
use mizan_page::{Document, Page};
use std::io::Cursor;
use std::sync::LazyLock;

static AUDITOR: LazyLock<Auditor<'static>> = LazyLock::new(|| Auditor::new(READER.knowledge()));

/// Markup of unknown encoding.
pub fn html(bytes: &[u8]) {
    read(bytes, Some("https://news.example/2026/03/14/story.html"), Some("text/html"));
}

/// Plain text, or whatever it turns out to be.
pub fn text(bytes: &[u8]) {
    read(bytes, None, None);
}

fn read(bytes: &[u8], name: Option<&str>, content_type: Option<&str>) {
    let page = || READER.document(Document { bytes, name, content_type, entry: None });
    let first = page();
    let told = told(&first);
    // The same on another thread, as any number of them would do it; an eighth of the inputs are enough.
    if !bytes.len().is_multiple_of(8) {
        return;
    }
    let again = std::thread::scope(|s| s.spawn(|| self::told(&page())).join());
    assert_eq!(again.expect("no panic"), told, "the same bytes, another record");
}

/// The record as it is printed, its spans and those of the audit checked.
fn told(page: &Page) -> String {
    spans::of_page(page);
    let record = READER.record(page, None, Options::ALL);
    spans::of_record(page, &record);
    for finding in AUDITOR.audit(page, &record, &Selection::default()) {
        if let Some(span) = finding.span {
            spans::inside(&page.text, span, &finding.text);
        }
    }
    serde_json::to_string(&record).expect("a record is JSON")
}

/// A feed or a sitemap: what it lists, and the articles that it carries.
pub fn feed(bytes: &[u8]) {
    let Ok(mizan_page::feed::Listing::Entries(entries)) =
        mizan_page::feed::listing(bytes, "https://news.example/feed")
    else {
        return;
    };
    for entry in entries.iter().take(20) {
        if let Some(page) = READER.entry(entry) {
            told(&page);
        }
    }
}

/// A WARC file, packed or not.
pub fn warc(bytes: &[u8]) {
    streamed("pages.warc.gz", bytes);
}

/// Lines of JSON.
pub fn jsonl(bytes: &[u8]) {
    streamed("pages.jsonl", bytes);
}

fn streamed(name: &str, bytes: &[u8]) {
    for doc in mizan_input::documents(name, Cursor::new(bytes.to_vec())).take(50).flatten() {
        let document = Document {
            bytes: &doc.bytes,
            name: Some(&doc.origin),
            content_type: doc.content_type.as_deref(),
            entry: None,
        };
        told(&READER.document(document));
    }
}
