//! The record as the archive reads it back: the fields of [`mizan_code::record`] that questions are asked of.

use crate::day;
use crate::error::Done;
use crate::id::{Id, Kind, bits};
use fnv::FnvHashMap;
use mizan_code::record::numbered;
use serde::{Deserialize, Serialize};

/// A span in Unicode scalar values.
pub type Span = (u32, u32);

/// Words of the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Words {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
}

/// Who an actor mention stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Who {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub code: String,
    pub kind: String,
    #[serde(default)]
    pub via: String,
}

/// An actor mention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Actor {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
    pub actor: Option<Who>,
}

/// A date.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct When {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
    pub from: Option<String>,
    pub to: Option<String>,
    pub precision: String,
    #[serde(default)]
    pub calendar: String,
    #[serde(default)]
    pub basis: String,
}

impl When {
    /// Its first and last day, counted from 1970-01-01.
    #[must_use]
    pub fn days(&self) -> (Option<i32>, Option<i32>) {
        let number = |d: &Option<String>| d.as_deref().and_then(day::parse);
        (number(&self.from), number(&self.to))
    }
}

/// What a place mention stands for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Spot {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub country: String,
    pub admin1: Option<String>,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    pub precision: String,
}

/// A place mention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Place {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
    pub place: Option<Spot>,
}

/// A counted quantity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Quantity {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
    pub of: Option<String>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub relation: String,
    pub unit: Option<String>,
    pub whom: Option<String>,
    pub role: Option<String>,
}

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub event: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub status: String,
    pub zone: String,
    pub trigger: Words,
    pub sources: Vec<Actor>,
    pub targets: Vec<Actor>,
    pub date: Option<When>,
    pub place: Option<Place>,
    pub quantities: Vec<Quantity>,
    pub claim: Option<String>,
    pub score: f64,
    pub confidence: f64,
    pub frame: String,
    pub sentence: usize,
    #[serde(default)]
    pub also: Vec<usize>,
    /// Its id's bits, of what it was found in, whatever was corrected since.
    #[serde(skip)]
    pub uid: i64,
    /// Is it over the threshold of confidence, or confirmed by a person?
    #[serde(skip)]
    pub shown: bool,
    /// Do its two sides stand alike, so that all who act do it with one another?
    #[serde(skip)]
    pub mutual: bool,
    /// What persons did to it, in words.
    #[serde(skip)]
    pub corrected: Vec<String>,
}

impl Event {
    /// Its id in the archive.
    #[must_use]
    pub fn id(&self) -> Id {
        Id { kind: Kind::Event, bits: self.uid }
    }
}

/// Who says what.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Claim {
    pub id: String,
    pub speaker: Option<Actor>,
    pub channel: Option<Actor>,
    pub verb: Words,
    pub stance: String,
    pub kind: String,
    pub quote: Option<Words>,
    pub denies: Option<String>,
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Tie {
    pub kind: String,
    pub a: Actor,
    pub b: Actor,
    pub from: Option<When>,
    pub to: Option<When>,
    pub status: String,
    pub sentence: usize,
}

/// A stance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Stance {
    pub holder: Option<Actor>,
    pub of: Actor,
    pub toward: Actor,
    pub direction: String,
    pub words: Words,
    pub zone: String,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Sentence {
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
    pub zone: String,
}

/// A block of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Block {
    pub kind: String,
    pub zone: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub span: Span,
}

/// The page's head.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Head {
    pub title: Option<Words>,
    pub outlet: Option<String>,
    pub published: Option<When>,
    pub published_at: Option<String>,
    pub updated_at: Option<String>,
    pub byline: Option<Words>,
    pub authors: Vec<String>,
    pub blocks: Vec<Block>,
}

/// A finding or problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Finding {
    pub code: String,
    #[cfg_attr(feature = "schema", schema(value_type = Option<Vec<u32>>))]
    pub span: Option<Span>,
    pub message: String,
}

/// All that was read of one page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Record {
    pub data: String,
    pub url: Option<String>,
    pub lang: String,
    pub page: Head,
    pub sentences: Vec<Sentence>,
    pub events: Vec<Event>,
    pub claims: Vec<Claim>,
    pub ties: Vec<Tie>,
    pub stances: Vec<Stance>,
    pub problems: Vec<Finding>,
    /// For each event, is it over the threshold of confidence?
    #[serde(default)]
    pub shown: Vec<bool>,
    /// For each event, do its two sides stand alike?
    #[serde(default)]
    pub mutual: Vec<bool>,
    /// The agency that the page credits its text to.
    #[serde(default)]
    pub credit: Option<String>,
}

impl Record {
    /// Reads a record back and names its events by what they were found in.
    pub(crate) fn read(json: &[u8], key: &str, text: &Chars<'_>) -> Done<Record> {
        let mut record: Record = serde_json::from_slice(json)?;
        let mut seen: FnvHashMap<i64, u32> = FnvHashMap::default();
        for n in 0..record.events.len() {
            let words = record.sentence(record.events[n].sentence, text).to_owned();
            let event = &mut record.events[n];
            let parts = [key, &event.event, &words, &event.trigger.text];
            let times = seen.entry(bits(&parts)).or_insert(0);
            *times += 1;
            event.mutual = record.mutual.get(n).copied().unwrap_or(false);
            event.shown = record.shown.get(n).copied().unwrap_or(true);
            event.uid = bits(&[parts[0], parts[1], parts[2], parts[3], &times.to_string()]);
        }
        Ok(record)
    }

    /// The words of a sentence.
    #[must_use]
    pub fn sentence<'t>(&self, n: usize, text: &Chars<'t>) -> &'t str {
        self.sentences.get(n).map_or("", |s| text.words(s.span).trim())
    }

    /// The claim that an event rests on.
    #[must_use]
    pub fn claim_of(&self, event: &Event) -> Option<&Claim> {
        let at = numbered(&self.claims, event.claim.as_deref()?, |c| &c.id)?;
        self.claims.get(at)
    }
}

/// A text whose characters can be counted to.
pub struct Chars<'t> {
    text: &'t str,
    /// Byte where every 64th character starts.
    marks: Vec<usize>,
}

impl<'t> Chars<'t> {
    const STEP: usize = 64;

    /// Counts a text once.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Chars { text, marks: text.char_indices().step_by(Self::STEP).map(|c| c.0).collect() }
    }

    /// The words of a span; nothing where it lies outside the text.
    #[must_use]
    pub fn words(&self, span: Span) -> &'t str {
        self.text.get(self.byte(span.0)..self.byte(span.1)).unwrap_or("")
    }

    fn byte(&self, at: u32) -> usize {
        let at = at as usize;
        let Some(mark) = self.marks.get(at / Self::STEP) else { return self.text.len() };
        let rest = &self.text[*mark..];
        rest.char_indices().nth(at % Self::STEP).map_or(self.text.len(), |c| mark + c.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_characters_find_their_words_anywhere_in_a_long_text() {
        let text = "قصف الجيش البلدة مساء أمس. ".repeat(40);
        let chars = Chars::new(&text);
        for from in 0..text.chars().count() as u32 {
            let expected: String = text.chars().skip(from as usize).take(5).collect();
            assert_eq!(chars.words((from, from + 5)), expected);
        }
        assert_eq!(chars.words((5000, 5003)), "");
    }
}
