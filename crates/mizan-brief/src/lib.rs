//! Briefs: a sourced narrative for a question, in Arabic or English.
//!
//! In: what the archive has to tell ([`mizan_archive::Telling`]). Out: a [`Brief`] of sections; each sentence cites
//! its evidence, which is listed with outlet, day, sentence and address. No language model: sentences come from
//! wordings in `data/<lang>/brief`, filled by rules of grammar, and an Arabic sentence in words of our own is kept
//! only where Mizan reads the same event out of it; else the report is quoted.

mod arabic;
mod clause;
mod date;
mod english;
mod plan;
mod print;
mod texts;

pub use date::Calendar;
pub use print::{html, markdown};
pub use texts::Lang;

use mizan_archive::{EventRow, Id, Telling};
use mizan_code::Reader;
use serde::Serialize;

/// For whom a brief is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum For {
    /// Short: what happened, who says so, what is disputed and not known.
    #[default]
    Editor,
    /// Also who stands how with whom, and what is only opinion.
    Analyst,
}

/// What a caller wants of a brief.
#[derive(Debug, Clone)]
pub struct Options {
    /// In which language.
    pub lang: Lang,
    /// Whose month names.
    pub calendar: Calendar,
    /// For whom.
    pub reader: For,
    /// At most about so many words, evidence not counted.
    pub max_words: usize,
    /// What the question was, for the title.
    pub about: Option<String>,
    /// The moment of the last brief, where only what is new is told.
    pub since: Option<String>,
}

/// A sentence with the evidence it rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Sentence {
    /// Its words, without the marks of evidence.
    pub text: String,
    /// Numbers of [`Evidence`].
    pub cites: Vec<usize>,
    /// The event that it tells in words of our own.
    pub event: Option<Id>,
}

/// A part of a brief.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// what, says, disputed, stands, opinion or unknown.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
}

/// What a sentence rests on: a sentence of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its number, from 1.
    pub number: usize,
    /// The page.
    pub page: Id,
    /// The event in it, if it tells one.
    pub event: Option<Id>,
    /// Who published it.
    pub outlet: String,
    /// When, in the reader's calendar.
    pub published: String,
    /// The sentence.
    pub sentence: String,
    /// Address, or name of the file.
    pub address: String,
    /// The page's title.
    pub title: String,
}

/// A sourced narrative.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    /// ar or en.
    pub lang: &'static str,
    /// Its heading.
    pub title: String,
    /// What else is to be said at once: that there is nothing, or only what is new.
    pub note: Option<String>,
    /// Its parts; empty ones are left out.
    pub sections: Vec<Section>,
    /// Heading of the evidence.
    pub evidence_title: String,
    /// What the sentences rest on.
    pub evidence: Vec<Evidence>,
    /// Events told in words of our own, for checking.
    #[serde(skip)]
    pub told: Vec<EventRow>,
}

impl Brief {
    /// Words of its sentences.
    #[must_use]
    pub fn words(&self) -> usize {
        let sentences = self.sections.iter().flat_map(|s| &s.sentences);
        sentences.map(|s| s.text.split_whitespace().count()).sum()
    }
}

/// Writes a brief.
#[must_use]
pub fn write(reader: &Reader, telling: &Telling, options: &Options) -> Brief {
    plan::Plan::new(reader, options).brief(telling)
}
