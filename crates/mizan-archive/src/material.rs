//! What a page was read from, so that it can be read again under other data.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use mizan_code::record::Record;
use mizan_code::{Options, Reader};
use mizan_page::feed::Entry;
use mizan_page::{Document, Moment, Page, Published};
use serde::{Deserialize, Serialize};

/// The bytes of a page with all that was known of them from outside.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// Address, or name of the file.
    pub origin: String,
    /// Its content type, as the server states it.
    pub content_type: Option<String>,
    /// The day it was published, as the caller says.
    pub given: Option<Date>,
    /// What the feed that names it says.
    pub hints: Option<Hints>,
    /// Does the feed carry the article itself? Then the bytes are its content.
    pub entry: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What a feed says of a page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Hints {
    pub url: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub date: Option<Date>,
    pub time: Option<Time>,
    /// Seconds east of Greenwich.
    pub offset: Option<i32>,
}

impl Hints {
    /// What an entry of a feed says, without the article.
    #[must_use]
    pub fn of(entry: &Entry) -> Hints {
        Hints {
            url: entry.url.clone(),
            title: entry.title.clone(),
            authors: entry.authors.clone(),
            outlet: entry.outlet.clone(),
            date: entry.published.map(|m| m.date),
            time: entry.published.and_then(|m| m.time),
            offset: entry.published.and_then(|m| m.offset).map(Offset::seconds),
        }
    }

    fn entry(&self, content: Option<String>) -> Entry {
        let offset = self.offset.and_then(|s| Offset::from_seconds(s).ok());
        Entry {
            url: self.url.clone(),
            title: self.title.clone(),
            authors: self.authors.clone(),
            outlet: self.outlet.clone(),
            published: self.date.map(|date| Moment { date, time: self.time, offset }),
            content,
        }
    }
}

/// A page as the archive takes it in.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The page.
    pub page: Page,
    /// Its record with every event, whatever its confidence.
    pub record: Record,
    /// For each event of the record, is it over the threshold?
    pub shown: Vec<bool>,
    /// For each event, do its two sides stand alike (the frame is reciprocal)?
    pub mutual: Vec<bool>,
    /// The agency that it credits its text to.
    pub credit: Option<String>,
}

impl Material {
    /// The article that a feed's entry carries whole; none where it carries none.
    #[must_use]
    pub fn of_entry(entry: &Entry) -> Option<Material> {
        let content = entry.content.as_ref()?;
        Some(Material {
            origin: entry.url.clone().or_else(|| entry.title.clone()).unwrap_or_default(),
            hints: Some(Hints::of(entry)),
            entry: true,
            bytes: content.clone().into_bytes(),
            ..Material::default()
        })
    }

    /// What the bytes are known again by: they, and what was said of them.
    pub(crate) fn hash(&self) -> Vec<u8> {
        crate::id::content(&self.bytes, &format!("{:?}{:?}", self.given, self.hints_json()))
    }

    pub(crate) fn hints_json(&self) -> Option<String> {
        self.hints.as_ref().and_then(|h| serde_json::to_string(h).ok())
    }

    /// Reads it.
    #[must_use]
    pub fn read(&self, reader: &Reader) -> Reading {
        let page = self.page(reader);
        let record = reader.record(&page, None, Options::ALL);
        let shown = reader.shown(&record.events);
        let credit = crate::credit::of(&page, reader.knowledge());
        let mutual = record.events.iter().map(|e| reader.knowledge().mutual(&e.frame)).collect();
        Reading { page, record, shown, mutual, credit }
    }

    /// How the event of this number (`e3`) was found, read anew.
    #[must_use]
    pub fn explain(&self, reader: &Reader, event: &str) -> Option<mizan_code::Explanation> {
        let number = event.trim_start_matches('e').parse().ok()?;
        reader.explain(&self.page(reader), number, Options::ALL)
    }

    /// The page alone, for who codes it otherwise or not at all.
    #[must_use]
    pub fn page(&self, reader: &Reader) -> Page {
        let content = || Some(String::from_utf8_lossy(&self.bytes).into_owned());
        let entry = self.hints.as_ref().map(|h| h.entry(self.entry.then(content).flatten()));
        let whole = entry.as_ref().filter(|_| self.entry).and_then(|e| reader.entry(e));
        let mut page = whole.unwrap_or_else(|| {
            reader.document(Document {
                bytes: &self.bytes,
                name: Some(&self.origin),
                content_type: self.content_type.as_deref(),
                entry: entry.as_ref(),
            })
        });
        if let Some(date) = self.given {
            // A page whose day the caller knows is not one without a day.
            page.findings.retain(|f| f.code != "MZ002");
            page.published = Some(Published::given(date));
        }
        page
    }
}
