//! What was read of a page, as the archive keeps it: read by this program, or elsewhere by the same coder.

use crate::id::bits;
use crate::material::{Material, Reading};
use crate::stored::{Finding, Record};
use std::borrow::Cow;

/// A record with its text. One that came from elsewhere is checked to be a record before it is taken.
#[derive(Debug, Clone)]
pub struct Coded<'r> {
    pub(crate) text: Cow<'r, str>,
    /// The record as JSON, with `shown`, `mutual` and `credit`.
    pub(crate) json: Cow<'r, [u8]>,
    pub(crate) head: Head,
}

/// What the archive's own columns need of a record.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    pub data: String,
    pub url: Option<String>,
    pub page: Stated,
    pub problems: Vec<Note>,
}

/// The moments that a page states of itself.
#[derive(Debug, Clone)]
pub(crate) struct Stated {
    published_at: Option<String>,
    updated_at: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Note {
    pub code: String,
    pub message: String,
}

impl Head {
    /// The latest moment: of the last change, else of publication.
    pub fn stated(&self) -> &str {
        self.page.updated_at.as_deref().or(self.page.published_at.as_deref()).unwrap_or("")
    }
}

impl Reading {
    /// The record as JSON, with which of its events are over the threshold, as [`Coded::parse`] takes it.
    ///
    /// # Errors
    /// Never for a record of this program; serde's where it cannot be written.
    pub fn packed(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut json = serde_json::to_vec(&self.record)?;
        if json.pop().is_some() {
            json.extend_from_slice(b",\"shown\":");
            serde_json::to_writer(&mut json, &self.shown)?;
            json.extend_from_slice(b",\"mutual\":");
            serde_json::to_writer(&mut json, &self.mutual)?;
            json.extend_from_slice(b",\"credit\":");
            serde_json::to_writer(&mut json, &self.credit)?;
            json.push(b'}');
        }
        Ok(json)
    }

    pub(crate) fn coded(&self) -> Result<Coded<'_>, serde_json::Error> {
        let note = |f: &mizan_code::record::Finding| Note {
            code: f.code.to_string(),
            message: f.message.clone(),
        };
        let head = &self.record.page;
        Ok(Coded {
            text: Cow::Borrowed(&self.page.text),
            json: Cow::Owned(self.packed()?),
            head: Head {
                data: self.record.data.clone(),
                url: self.record.url.clone(),
                page: Stated {
                    published_at: head.published_at.clone(),
                    updated_at: head.updated_at.clone(),
                },
                problems: self.record.problems.iter().map(note).collect(),
            },
        })
    }
}

impl<'r> Coded<'r> {
    /// Takes a record that was read elsewhere; `text` is the page's text that its spans point into.
    ///
    /// # Errors
    /// In words, where it is no record of version 1 with `shown` for each event, or a span lies outside the text.
    pub fn parse(text: &'r str, json: &'r [u8]) -> Result<Coded<'r>, String> {
        let wrong = |e: serde_json::Error| format!("not a record of Mizan: {e}");
        let record: Record = serde_json::from_slice(json).map_err(wrong)?;
        let events = record.events.len();
        if record.shown.len() != events || record.mutual.len() != events {
            return Err(format!(
                "a record of {events} events that does not say of each whether it is shown"
            ));
        }
        let last = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let spans = record
            .sentences
            .iter()
            .map(|s| s.span)
            .chain(record.events.iter().map(|e| e.trigger.span));
        if let Some(span) = spans.into_iter().find(|s| s.0 > s.1 || s.1 > last) {
            return Err(format!(
                "a record whose span {span:?} lies outside its text of {last} characters"
            ));
        }
        let note = |f: Finding| Note { code: f.code, message: f.message };
        Ok(Coded {
            text: Cow::Borrowed(text),
            json: Cow::Borrowed(json),
            head: Head {
                data: record.data,
                url: record.url,
                page: Stated {
                    published_at: record.page.published_at,
                    updated_at: record.page.updated_at,
                },
                problems: record.problems.into_iter().map(note).collect(),
            },
        })
    }

    /// The key that a page goes by: the address it states, or where it came from.
    pub(crate) fn key<'k>(&'k self, material: &'k Material) -> Cow<'k, str> {
        key(material, self.head.url.as_deref(), &self.text)
    }
}

impl Material {
    /// The bits of the id that a page read from this has in every archive.
    #[must_use]
    pub fn page_bits(&self, reading: &Reading) -> i64 {
        bits(&["page", &key(self, reading.record.url.as_deref(), &reading.page.text)])
    }
}

fn key<'k>(material: &'k Material, url: Option<&'k str>, text: &str) -> Cow<'k, str> {
    match url.filter(|u| !u.is_empty()) {
        Some(url) => Cow::Borrowed(url.trim_end_matches('/')),
        None if material.origin.is_empty() => Cow::Owned(format!("text:{:015x}", bits(&[text]))),
        None => Cow::Borrowed(&material.origin),
    }
}
