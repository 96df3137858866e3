//! Bytes to [`Page`]: what a reader sees of a news page, in blocks with a kind and a zone.
//!
//! In: bytes, what is known of their type and address. Out: the page's text, its title, dateline,
//! byline and outlet as spans into that text, and problems. Nothing here fails on odd input.

mod assemble;
mod date;
mod dated;
mod encoding;
mod evidence;
pub mod feed;
mod hints;
mod html;
mod language;
mod lines;
mod markup;
mod meta;
mod moment;
mod script;
mod select;
mod selfclosed;
mod tail;
pub mod warc;
mod zone;

pub use assemble::page_of_text;
pub use date::{FullDate, full_date};
pub use encoding::{Decoded, MAX_TEXT, decode};
pub use evidence::{Choice, Source};
pub use moment::Moment;

use mizan_data::Knowledge;
use mizan_text::Span;

/// What kind of block a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BlockKind {
    Title,
    /// The line above the title.
    Kicker,
    /// The line below the title.
    Subtitle,
    Section,
    Dateline,
    Byline,
    Subhead,
    Paragraph,
    Quotation,
    ListItem,
    /// A cell of a table.
    Cell,
    Caption,
    /// A paragraph of a live page's entry; the block has the entry's own moment.
    LiveEntry,
    /// Repeats the title.
    Duplicate,
    /// Share bars, related links, tags.
    Tail,
}

impl BlockKind {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Kicker => "kicker",
            BlockKind::Subtitle => "subtitle",
            BlockKind::Cell => "cell",
            BlockKind::LiveEntry => "live",
            BlockKind::Section => "section",
            BlockKind::Dateline => "dateline",
            BlockKind::Byline => "byline",
            BlockKind::Subhead => "subhead",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quotation => "quotation",
            BlockKind::ListItem => "list",
            BlockKind::Caption => "caption",
            BlockKind::Duplicate => "duplicate",
            BlockKind::Tail => "tail",
        }
    }
}

/// Who speaks in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Zone {
    Report,
    Analysis,
    /// Words of another, set apart.
    Quote,
    /// Words of a chat model that leaked into the page.
    Residue,
    Boilerplate,
}

impl Zone {
    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Zone::Report => "report",
            Zone::Analysis => "analysis",
            Zone::Quote => "quote",
            Zone::Residue => "residue",
            Zone::Boilerplate => "boilerplate",
        }
    }
}

/// A stretch of the page.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Block {
    pub kind: BlockKind,
    pub zone: Zone,
    pub span: Span,
    /// The moment of the live entry that it belongs to.
    pub at: Option<Moment>,
}

/// Something about the page that the reader should know.
#[derive(Debug, Clone)]
pub struct Problem {
    /// A code of the table of codes.
    pub code: &'static str,
    /// Where, if anywhere.
    pub span: Option<Span>,
    /// In words.
    pub message: String,
}

/// When the page says it was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The day.
    pub date: jiff::civil::Date,
    /// The day with the time and zone that the page gives.
    pub moment: Moment,
    /// Where the page says so; none where only metadata or the caller does.
    pub span: Option<Span>,
    /// dateline, metadata, address or given.
    pub basis: &'static str,
}

impl Published {
    /// The day that the caller states.
    #[must_use]
    pub fn given(date: jiff::civil::Date) -> Published {
        Published { date, moment: date.into(), span: None, basis: "given" }
    }
}

/// A page as its reader sees it.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Page {
    /// The text that all spans point into.
    pub text: String,
    pub url: Option<String>,
    pub lang: String,
    pub title: Option<Span>,
    pub section: Option<Span>,
    /// The section by metadata, where the text shows none.
    pub section_name: Option<String>,
    pub kicker: Option<Span>,
    pub subtitle: Option<Span>,
    /// The first caption.
    pub caption: Option<Span>,
    pub byline: Option<Span>,
    /// The names of the byline, or of the metadata.
    pub authors: Vec<String>,
    /// When it was changed last.
    pub updated: Option<Moment>,
    /// What was chosen where several sources speak, and why.
    pub choices: Vec<Choice>,
    pub outlet: Option<String>,
    /// Lines that sign the text and are not part of it, such as «(رويترز)».
    pub sign_offs: Vec<String>,
    pub published: Option<Published>,
    pub blocks: Vec<Block>,
    pub problems: Vec<Problem>,
    pub findings: Vec<Problem>,
}

/// A document with what is known of it from outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Document<'d> {
    /// Its bytes.
    pub bytes: &'d [u8],
    /// Its address or file name.
    pub name: Option<&'d str>,
    /// Its content type, as the server states it.
    pub content_type: Option<&'d str>,
    /// What the feed that names it says.
    pub entry: Option<&'d feed::Entry>,
}

/// Reads a document.
///
/// In: its bytes, an address or file name if known, the content type if known, and what
/// `knowledge` knows of pages. Out: a page; odd input gives problems, never an error.
#[must_use]
pub fn read(
    bytes: &[u8],
    name: Option<&str>,
    content_type: Option<&str>,
    knowledge: &Knowledge,
) -> Page {
    read_document(Document { bytes, name, content_type, entry: None }, knowledge)
}

/// Reads a document with all that is known of it; see [`read`].
#[must_use]
pub fn read_document(document: Document<'_>, knowledge: &Knowledge) -> Page {
    let name = document.name;
    let address = name.filter(|n| n.starts_with("http"));
    let decoded = decode(document.bytes, document.content_type);
    let stated = document.content_type.is_some_and(|t| t.contains("html"));
    let mut page = if stated || looks_like_html(&decoded.text, name) {
        html::page(&decoded.text, address, document.entry, knowledge)
    } else {
        page_of_text(&decoded.text, knowledge)
    };
    page.problems.splice(0..0, decoded.problems);
    page.url = page.url.take().or_else(|| address.map(str::to_owned));
    if page.blocks.is_empty() && page.problems.is_empty() {
        page.problems.push(Problem {
            code: "MZ900",
            span: None,
            message: "nothing readable in the document".to_owned(),
        });
    }
    page
}

/// Reads the article that a feed carries whole; none where it does not.
#[must_use]
pub fn read_entry(entry: &feed::Entry, knowledge: &Knowledge) -> Option<Page> {
    let content = entry.content.as_deref()?;
    // Without its page around it, the content is all article.
    let framed = format!("<article><div itemprop=articleBody>{content}</div></article>");
    let text = decode(framed.as_bytes(), Some("text/html; charset=utf-8")).text;
    Some(html::page(&text, entry.url.as_deref(), Some(entry), knowledge))
}

fn looks_like_html(text: &str, name: Option<&str>) -> bool {
    let named = name.is_some_and(|n| {
        let path = std::path::Path::new(n);
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"))
    });
    let head: String = text.trim_start().chars().take(400).collect::<String>().to_ascii_lowercase();
    let marks =
        ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<meta", "<table"];
    head.starts_with('<') && (named || marks.iter().any(|m| head.contains(m)))
}
