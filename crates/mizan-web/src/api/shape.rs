//! What is asked and answered, where the archive's own shapes don't say it.

use mizan_archive::review::{Agreement, Queue, Verdict};
use mizan_archive::stored::{Claim, Event};
use mizan_archive::{Correction, EventRow, PageRow, PlaceRow, Profile};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which events count: as the command line has them. Those that may be several are repeated or parted by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct Filters {
    /// Source or target: an id, a name, a code (`SYR GOV`, `SYR *`, `* MIL`).
    actor: Option<String>,
    /// Source.
    source: Option<String>,
    /// Target.
    target: Option<String>,
    /// Two sides that act on one another, either way: `USA *|SYR GOV`.
    pair: Option<String>,
    /// A named group of actors, `allies=USA *|FRA *`, after which its name stands for them.
    group: Option<String>,
    /// Event type, such as ASSAULT.
    #[param(rename = "type")]
    event: Option<String>,
    /// Mode, such as aerial.
    mode: Option<String>,
    /// Quad class: 1–4 or its name.
    quad: Option<String>,
    /// Place: a name, an id, or a country as two letters.
    place: Option<String>,
    /// From this day on: 2025-01-31, 2025-01 or 2025.
    from: Option<String>,
    /// Up to this day.
    to: Option<String>,
    /// Outlet.
    outlet: Option<String>,
    /// report, analysis or quote.
    zone: Option<String>,
    /// occurred, ongoing, future, hypothetical, negated or historical.
    status: Option<String>,
    /// Who says so.
    claimant: Option<String>,
    /// How it is said: state, assert, allege, deny, reveal, warn or vague.
    stance: Option<String>,
    /// Least confidence, 0 to 1, in place of the program's threshold.
    confidence: Option<f64>,
    /// 1: also events below the threshold.
    all: Option<u8>,
}

/// Which rows of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct Paging {
    /// Page of the list, from 1.
    page: Option<usize>,
    /// Rows of a page, 1 to 500; 50 where nothing is said.
    rows: Option<usize>,
    /// latest, oldest, sure, unsure, hostile or friendly.
    sort: Option<String>,
}

/// Events with how many there are.
#[derive(Serialize, ToSchema)]
pub struct Events {
    /// Counted up to 100,001.
    pub total: u64,
    pub events: Vec<EventRow>,
}

/// One event with its record, what was done to it, and its claim.
#[derive(Serialize, ToSchema)]
pub struct EventDetail {
    pub row: EventRow,
    /// As the record has it: spans count Unicode scalar values of the page's text.
    pub event: Event,
    pub claim: Option<Claim>,
    pub corrections: Vec<Correction>,
}

/// One page.
#[derive(Serialize, ToSchema)]
pub struct PageDetail {
    pub id: mizan_archive::Id,
    /// Address, or name of the file.
    pub key: String,
    /// The text that all spans point into.
    pub text: String,
    pub events: Vec<EventRow>,
}

/// Pages of a list.
#[derive(Serialize, ToSchema)]
pub struct Pages {
    pub pages: Vec<PageRow>,
}

/// An actor with the roles that the tables give it.
#[derive(Serialize, ToSchema)]
pub struct ActorDetail {
    pub profile: Profile,
}

/// A place for the map: its counts, and where to draw it. A point is given for a named town alone.
#[derive(Serialize, ToSchema)]
pub struct Spot {
    #[serde(flatten)]
    pub row: PlaceRow,
    /// point, ring, or area: of a ring the centre and its radius, of an area the country.
    pub shape: &'static str,
    pub centre: Option<[f64; 2]>,
    /// Kilometres.
    pub radius: Option<f64>,
}

/// Places for the map.
#[derive(Serialize, ToSchema)]
pub struct Spots {
    pub places: Vec<Spot>,
    /// Events that name no place.
    pub nowhere: i64,
}

/// A text to be read and kept.
#[derive(Deserialize, ToSchema)]
pub struct ReadAsk {
    /// A text or the markup of a page.
    pub text: Option<String>,
    /// In its place, addresses of pages to be fetched.
    pub addresses: Option<Vec<String>>,
    /// The day of publication: 2025-01-31.
    pub published: Option<String>,
}

/// The number of a job, to ask for its progress by.
#[derive(Serialize, ToSchema)]
pub struct JobAnswer {
    pub job: u64,
}

/// A correction of an event.
#[derive(Deserialize, ToSchema)]
pub struct CorrectAsk {
    /// accept, reject or set.
    pub action: String,
    /// Of `set`: type, mode, status, sources, targets, date, place or quantities.
    pub field: Option<String>,
    /// Of `set`: a code, or a value of the record's own shape, with words and spans of the page's text.
    pub value: Option<serde_json::Value>,
}

/// The number of what was done, to undo it by.
#[derive(Serialize, ToSchema)]
pub struct Done {
    pub number: i64,
}

/// An event that the program missed.
#[derive(Deserialize, ToSchema)]
pub struct AddAsk {
    #[serde(rename = "type")]
    pub event: String,
    pub mode: Option<String>,
    pub status: Option<String>,
    /// The words that open it: from and to, in characters of the page's text.
    pub span: [u32; 2],
}

/// An event that was added.
#[derive(Serialize, ToSchema)]
pub struct Added {
    pub id: mizan_archive::Id,
    pub number: i64,
}

/// A ruling on two events or stories.
#[derive(Deserialize, ToSchema)]
pub struct RuleAsk {
    pub a: String,
    pub b: String,
    /// join or split.
    pub kind: String,
}

/// Words that stand for an actor.
#[derive(Deserialize, ToSchema)]
pub struct NameAsk {
    pub words: String,
    pub id: String,
    pub code: String,
    pub name_ar: String,
    pub name_en: String,
    pub kind: String,
}

/// A name that was given.
#[derive(Serialize, ToSchema)]
pub struct NameDone {
    pub number: i64,
    /// Pages that it changed.
    pub pages: usize,
}

/// A queue to be made.
#[derive(Deserialize, ToSchema)]
pub struct QueueAsk {
    pub name: String,
    /// The query of `/events` whose events are to be judged.
    pub question: String,
    /// How many coders judge each.
    pub coders: u32,
    /// At most so many events.
    pub most: usize,
}

/// How many.
#[derive(Serialize, ToSchema)]
pub struct Count {
    pub count: u64,
}

/// The next event of a queue; absent where there is none left for this coder.
#[derive(Serialize, ToSchema)]
pub struct Next {
    pub place: Option<i64>,
    pub event: Option<EventRow>,
}

/// A judgement.
#[derive(Deserialize, ToSchema)]
pub struct JudgeAsk {
    pub event: String,
    pub verdict: Verdict,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub mode: Option<String>,
    pub status: Option<String>,
    pub note: Option<String>,
}

/// Did all coders hold the same, so that it is settled?
#[derive(Serialize, ToSchema)]
pub struct Settled {
    pub settled: bool,
}

/// An event of a queue, and whose judgement of it is to hold.
#[derive(Deserialize, ToSchema)]
pub struct SettleAsk {
    pub event: String,
    pub coder: Option<String>,
}

/// Agreement of the coders of a queue.
#[derive(Serialize, ToSchema)]
pub struct Agreed {
    pub queue: Queue,
    pub agreement: Vec<Agreement>,
}

/// An actor or a place of the tables.
#[derive(Debug, Serialize, ToSchema)]
pub struct Entry {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub code: String,
    pub kind: String,
    /// Of a place: its country.
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    /// Of a place: how exact it is.
    pub precision: Option<String>,
}
