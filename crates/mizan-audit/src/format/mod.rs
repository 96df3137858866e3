//! How findings are printed: for a person, for programs, for a newsroom's checks, as a page.

mod github;
mod html;
mod json;
mod place;
mod sarif;
mod text;

pub use github::github;
pub use html::html;
pub use json::json;
use mizan_code::record::Record;
use mizan_page::Page;
pub use place::{Place, place};
pub use sarif::sarif;
pub use text::{Paint, rule, text};

use crate::{Finding, Lang, Severity};

/// A page with its findings, ready to be printed.
#[derive(Debug, Clone)]
pub struct Audited {
    /// The file's name, or the page's address or id.
    pub name: String,
    /// ar or en, as the page was read.
    pub lang: String,
    /// Its title.
    pub title: Option<String>,
    /// The page's text, that spans point into.
    pub text: String,
    /// The file as it lies on the disk, decoded; none where there is none.
    pub source: Option<String>,
    /// The stretches of the text that a reader sees, with the kind and zone of each; in characters.
    pub blocks: Vec<(&'static str, &'static str, (u32, u32))>,
    /// What was found.
    pub findings: Vec<Finding>,
}

impl Audited {
    /// A page with what was found on it, and the file that it was read from where there is one.
    #[must_use]
    pub fn new(
        name: String,
        page: &Page,
        record: &Record,
        source: Option<String>,
        findings: Vec<Finding>,
    ) -> Audited {
        Audited {
            name,
            lang: record.lang.clone(),
            title: record.page.title.as_ref().map(|t| t.text.clone()),
            text: page.text.clone(),
            source,
            blocks: record.page.blocks.iter().map(|b| (b.kind, b.zone, b.span)).collect(),
            findings,
        }
    }

    /// The gravest finding.
    #[must_use]
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().map(|f| f.severity).max()
    }

    /// The language that findings speak to the reader of this page.
    #[must_use]
    pub fn own_lang(&self) -> Lang {
        if self.lang == "en" { Lang::En } else { Lang::Ar }
    }
}

/// How many findings of each severity: errors, warnings, notes.
#[must_use]
pub fn tally<'f>(findings: impl Iterator<Item = &'f Finding>) -> [usize; 3] {
    findings.fold([0; 3], |mut n, f| {
        n[match f.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Note => 2,
        }] += 1;
        n
    })
}
