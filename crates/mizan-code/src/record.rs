//! The record, version 1: what is printed. Offsets count Unicode scalar values of the page's text.

use serde::Serialize;
use std::fmt;

/// What an event's `status` can be.
pub const STATUSES: [&str; 6] =
    ["occurred", "ongoing", "future", "hypothetical", "negated", "historical"];

/// Where a claim or an event of a record stands: `c7` is the seventh, so that a page of many is not searched for each.
#[must_use]
pub fn numbered<T>(all: &[T], id: &str, of: impl Fn(&T) -> &str) -> Option<usize> {
    let number = id.get(1..).and_then(|n| n.parse::<usize>().ok());
    let at = number
        .and_then(|n| n.checked_sub(1))
        .filter(|at| all.get(*at).is_some_and(|t| of(t) == id));
    at.or_else(|| all.iter().position(|t| of(t) == id))
}

/// The claim of this id.
#[must_use]
pub fn claim_of<'c>(claims: &'c [Claim], id: Option<&str>) -> Option<&'c Claim> {
    numbered(claims, id?, |c| &c.id).and_then(|at| claims.get(at))
}

/// A stretch of text: its words and its span.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Mention {
    pub text: String,
    pub span: (u32, u32),
}

/// Who an actor mention stands for.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ActorRef {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub code: String,
    pub kind: String,
    /// Why this reading.
    pub via: String,
}

/// An actor mention.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ActorMention {
    pub text: String,
    pub span: (u32, u32),
    pub actor: Option<ActorRef>,
}

impl ActorMention {
    /// The id of the actor, if the table or a rule knows it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.actor.as_ref().map(|a| a.id.as_str())
    }
}

/// A date mention.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DateMention {
    pub text: String,
    pub span: (u32, u32),
    pub from: Option<String>,
    pub to: Option<String>,
    pub precision: &'static str,
    pub calendar: &'static str,
    pub basis: String,
}

/// What a place mention stands for.
#[derive(Debug, Clone, Serialize, PartialEq)]
#[allow(missing_docs)]
pub struct PlaceRef {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub country: String,
    pub admin1: Option<String>,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    pub precision: &'static str,
}

/// A place mention.
#[derive(Debug, Clone, Serialize, PartialEq)]
#[allow(missing_docs)]
pub struct PlaceMention {
    pub text: String,
    pub span: (u32, u32),
    pub place: Option<PlaceRef>,
}

/// A number that a text states; printed without a point where it is whole.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Figure(pub f64);

impl From<u32> for Figure {
    fn from(n: u32) -> Self {
        Figure(f64::from(n))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Figure {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        // Beyond 2^53 a float is no longer sure of its last digit.
        let whole = self.0.fract() == 0.0 && self.0.abs() < 9.0e15;
        if whole { s.serialize_i64(self.0 as i64) } else { s.serialize_f64(self.0) }
    }
}

/// A counted quantity with its bounds.
#[derive(Debug, Clone, Serialize, PartialEq)]
#[allow(missing_docs)]
pub struct Quantity {
    pub text: String,
    pub span: (u32, u32),
    /// killed, wounded, people, money, percent, share, sites, …; none for things without a kind.
    pub of: Option<String>,
    pub low: Option<Figure>,
    pub high: Option<Figure>,
    pub relation: &'static str,
    /// The counted noun as it stands, ISO 4217 for money, % for percentages.
    pub unit: Option<String>,
    /// Category of the people counted: civilian, child, fighter, soldier, ….
    pub whom: Option<String>,
    /// `part` of the count before it, `before` and `revised` of a toll that moved, `rival` of one told otherwise.
    pub role: Option<&'static str>,
}

impl Quantity {
    /// Does it count people killed, hurt or held, by whose number one attack is told from another?
    pub(crate) fn harm(&self) -> bool {
        matches!(self.of.as_deref(), Some("killed" | "wounded" | "arrested" | "abducted"))
    }
}

/// A block of the page.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct BlockOut {
    pub kind: &'static str,
    pub zone: &'static str,
    pub span: (u32, u32),
    /// The moment of the live entry that the block belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What was chosen for a field of the page where its sources were weighed.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ChoiceOut {
    pub field: &'static str,
    pub value: String,
    /// Who says so, and against whom.
    pub reason: String,
    /// Does a source of weight say otherwise?
    pub contested: bool,
}

/// The page's head.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct PageOut {
    pub title: Option<Mention>,
    pub outlet: Option<String>,
    pub published: Option<DateMention>,
    /// The day of publication with the time and zone that the page gives, after RFC 3339.
    pub published_at: Option<String>,
    /// When the page was changed last, likewise.
    pub updated_at: Option<String>,
    pub byline: Option<Mention>,
    /// The names of the byline, or of the metadata.
    pub authors: Vec<String>,
    pub section: Option<Mention>,
    /// The section's name; by metadata where the text shows none.
    pub section_name: Option<String>,
    pub kicker: Option<Mention>,
    pub subtitle: Option<Mention>,
    pub caption: Option<Mention>,
    pub choices: Vec<ChoiceOut>,
    pub blocks: Vec<BlockOut>,
}

/// A sentence.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct SentenceOut {
    pub span: (u32, u32),
    pub zone: &'static str,
}

/// All mentions.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct Mentions {
    pub actors: Vec<ActorMention>,
    pub places: Vec<PlaceMention>,
    pub dates: Vec<DateMention>,
    pub quantities: Vec<Quantity>,
    pub quotes: Vec<Mention>,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub event: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub status: &'static str,
    pub zone: &'static str,
    pub trigger: Mention,
    pub sources: Vec<ActorMention>,
    pub targets: Vec<ActorMention>,
    pub date: Option<DateMention>,
    pub place: Option<PlaceMention>,
    pub quantities: Vec<Quantity>,
    pub claim: Option<String>,
    pub score: f32,
    pub confidence: f32,
    pub frame: String,
    pub sentence: usize,
    /// Other sentences that tell the same happening.
    pub also: Vec<usize>,
    /// How each part was found; printed by `mizan explain`, not part of the record.
    #[serde(skip)]
    pub derivation: Vec<String>,
    /// Names of the features of the confidence model that hold, for fitting it ([`crate::Options::features`]).
    #[serde(skip)]
    pub features: Vec<String>,
}

impl Event {
    /// Does the text say that it happened, lately or long ago?
    #[must_use]
    pub fn happened(&self) -> bool {
        matches!(self.status, "occurred" | "ongoing" | "historical")
    }
}

/// Who says what.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Claim {
    pub id: String,
    pub speaker: Option<ActorMention>,
    pub channel: Option<ActorMention>,
    pub verb: Mention,
    pub stance: String,
    pub kind: &'static str,
    pub quote: Option<Mention>,
    pub denies: Option<String>,
}

/// How two actors stand to one another.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Tie {
    pub kind: String,
    pub a: ActorMention,
    pub b: ActorMention,
    pub from: Option<DateMention>,
    pub to: Option<DateMention>,
    pub status: &'static str,
    pub sentence: usize,
}

/// How one side's stance to another moves.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Stance {
    pub holder: Option<ActorMention>,
    pub of: ActorMention,
    pub toward: ActorMention,
    pub direction: &'static str,
    pub words: Mention,
    pub zone: &'static str,
}

/// A finding or a problem.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Finding {
    pub code: String,
    pub span: Option<(u32, u32)>,
    pub message: String,
    pub help: Option<String>,
}

/// Everything read of one page.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Record {
    pub mizan: &'static str,
    pub data: String,
    pub id: Option<String>,
    pub url: Option<String>,
    pub lang: String,
    pub page: PageOut,
    pub sentences: Vec<SentenceOut>,
    pub mentions: Mentions,
    pub events: Vec<Event>,
    pub claims: Vec<Claim>,
    pub ties: Vec<Tie>,
    pub stances: Vec<Stance>,
    pub findings: Vec<Finding>,
    pub problems: Vec<Finding>,
}
