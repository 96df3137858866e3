//! A page for reading: its blocks cut into pieces where marks start and end, each piece with what stands on it.

mod marks;

pub use marks::Piece;

use mizan_archive::Opened;
use mizan_audit::{Auditor, Finding, Selection};
use mizan_code::record::Record;
use mizan_code::{Options, Reader};
use mizan_page::Page;

/// A block of the page with its pieces.
pub struct Block {
    pub kind: &'static str,
    pub zone: &'static str,
    /// Where it starts, in characters of the page's text.
    pub at: u32,
    pub pieces: Vec<Piece>,
}

/// A page for reading.
pub struct Article {
    pub blocks: Vec<Block>,
    pub findings: Vec<Finding>,
    pub lang: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<String>,
    pub byline: Option<String>,
    pub problems: Vec<String>,
}

impl Article {
    /// Direction of the page's own text.
    pub fn dir(&self) -> &'static str {
        if self.lang == "ar" || self.lang == "fa" || self.lang == "ur" { "rtl" } else { "ltr" }
    }
}

/// Reads a page for reading. Of a page of the archive `stored` has the events, with what persons corrected; if its text
/// is another than the page gives now, because the data have changed, marks that are not the archive's are left out.
pub fn read(
    page: &Page,
    stored: Option<&Opened>,
    reader: &Reader,
    auditor: &Auditor<'_>,
) -> Article {
    let record = reader.record(page, None, Options::default());
    let same = stored.is_none_or(|s| s.text == page.text);
    let findings =
        if same { auditor.audit(page, &record, &Selection::default()) } else { Vec::new() };
    let text = stored.map_or(page.text.as_str(), |s| s.text.as_str());
    let mut marks = Vec::new();
    if same {
        marks::mentions(&record.mentions, &mut marks);
        marks::findings(&findings, &mut marks);
    }
    match stored {
        Some(stored) => marks::stored_events(stored, &mut marks),
        None => marks::events(&record, &mut marks),
    }
    let chars: Vec<char> = text.chars().collect();
    let spans: Vec<(&'static str, &'static str, (u32, u32))> = match stored {
        Some(stored) if !same => stored
            .record
            .page
            .blocks
            .iter()
            .map(|b| (known(&b.kind, &KINDS), known(&b.zone, &ZONES), b.span))
            .collect(),
        _ => record.page.blocks.iter().map(|b| (b.kind, b.zone, b.span)).collect(),
    };
    let blocks = spans
        .into_iter()
        .map(|(kind, zone, span)| Block {
            kind,
            zone,
            at: span.0,
            pieces: marks::cut(&chars, span, &marks),
        })
        .collect();
    Article { blocks, findings, ..head(&record) }
}

const KINDS: [&str; 15] = [
    "paragraph",
    "title",
    "kicker",
    "subtitle",
    "cell",
    "live",
    "section",
    "dateline",
    "byline",
    "subhead",
    "quotation",
    "list",
    "caption",
    "duplicate",
    "tail",
];
const ZONES: [&str; 5] = ["report", "analysis", "quote", "boilerplate", "residue"];

fn known(word: &str, all: &[&'static str]) -> &'static str {
    all.iter().find(|k| **k == word).copied().unwrap_or(all[0])
}

fn head(record: &Record) -> Article {
    let page = &record.page;
    Article {
        blocks: Vec::new(),
        findings: Vec::new(),
        lang: record.lang.clone(),
        title: page.title.as_ref().map(|t| t.text.clone()),
        outlet: page.outlet.clone(),
        published: page.published.as_ref().and_then(|d| d.from.clone()),
        byline: page.byline.as_ref().map(|b| b.text.clone()),
        problems: record.problems.iter().map(|p| p.message.clone()).collect(),
    }
}
