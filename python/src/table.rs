//! Records as tables: one row an event, a claim, a problem. The columns are those of `mizan export parquet`, as far as
//! they are known of a page alone; `doc` is the id that the caller gave, `event` and `claim` number within it.

use arrow_array::builder::{
    BinaryBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use mizan_archive::Material;
use mizan_code::record::{ActorMention, Claim, DateMention, Event, Record, claim_of};
use mizan_data::Knowledge;
use std::sync::Arc;

/// A column while it is filled.
enum Column {
    Text(StringBuilder),
    Real(Float64Builder),
    Whole(Int64Builder),
    Day(Date32Builder),
    Bytes(BinaryBuilder),
}

/// A value of a row.
enum Cell {
    Text(Option<String>),
    Real(Option<f64>),
    Whole(Option<i64>),
    Day(Option<String>),
    Bytes(Vec<u8>),
}

fn text(t: impl Into<String>) -> Cell {
    Cell::Text(Some(t.into()))
}

/// A table while it is filled; columns are as the first row names them.
struct Table {
    fields: Vec<Field>,
    columns: Vec<Column>,
}

const EVENTS: &[(&str, char)] = &[
    ("doc", 't'),
    ("event", 't'),
    ("day", 'd'),
    ("day_to", 'd'),
    ("type", 't'),
    ("mode", 't'),
    ("quad", 'w'),
    ("score", 'r'),
    ("status", 't'),
    ("zone", 't'),
    ("confidence", 'r'),
    ("sources", 't'),
    ("source_codes", 't'),
    ("targets", 't'),
    ("target_codes", 't'),
    ("place", 't'),
    ("place_name", 't'),
    ("country", 't'),
    ("admin1", 't'),
    ("lat", 'r'),
    ("lon", 'r'),
    ("place_precision", 't'),
    ("killed", 'w'),
    ("wounded", 'w'),
    ("contexts", 't'),
    ("claimant", 't'),
    ("stance", 't'),
    ("frame", 't'),
    ("mutual", 'w'),
    ("trigger", 't'),
    ("sentence", 't'),
    ("outlet", 't'),
    ("published", 'd'),
    ("url", 't'),
    ("title", 't'),
];
const CLAIMS: &[(&str, char)] = &[
    ("doc", 't'),
    ("claim", 't'),
    ("published", 'd'),
    ("speaker", 't'),
    ("speaker_code", 't'),
    ("channel", 't'),
    ("stance", 't'),
    ("kind", 't'),
    ("verb", 't'),
    ("quote", 't'),
    ("denies", 't'),
    ("events", 't'),
];
/// A page whole, so that `mizan add --parquet` can take it: what it was read from, its text and its record.
const PAGES: &[(&str, char)] = &[
    ("doc", 't'),
    ("origin", 't'),
    ("content_type", 't'),
    ("published", 'd'),
    ("bytes", 'b'),
    ("text", 't'),
    ("record", 't'),
    ("n_events", 'w'),
    ("n_claims", 'w'),
    ("n_problems", 'w'),
];
const PROBLEMS: &[(&str, char)] =
    &[("doc", 't'), ("code", 't'), ("message", 't'), ("from", 'w'), ("to", 'w')];

impl Table {
    fn new(columns: &[(&str, char)]) -> Table {
        let kind = |k: char| match k {
            'r' => (DataType::Float64, Column::Real(Float64Builder::new())),
            'w' => (DataType::Int64, Column::Whole(Int64Builder::new())),
            'b' => (DataType::Binary, Column::Bytes(BinaryBuilder::new())),
            'd' => (DataType::Date32, Column::Day(Date32Builder::new())),
            _ => (DataType::Utf8, Column::Text(StringBuilder::new())),
        };
        let (fields, columns) = columns
            .iter()
            .map(|(name, k)| {
                let (of, column) = kind(*k);
                (Field::new(*name, of, true), column)
            })
            .unzip();
        Table { fields, columns }
    }

    fn push(&mut self, row: Vec<Cell>) {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            match (column, cell) {
                (Column::Text(c), Cell::Text(v)) => c.append_option(v),
                (Column::Real(c), Cell::Real(v)) => c.append_option(v),
                (Column::Whole(c), Cell::Whole(v)) => c.append_option(v),
                (Column::Day(c), Cell::Day(v)) => c.append_option(v.as_deref().and_then(days)),
                (Column::Bytes(c), Cell::Bytes(v)) => c.append_value(v),
                // A cell of another kind than its column's is a mistake of ours, and shows as a gap.
                (Column::Text(c), _) => c.append_null(),
                (Column::Real(c), _) => c.append_null(),
                (Column::Whole(c), _) => c.append_null(),
                (Column::Day(c), _) => c.append_null(),
                (Column::Bytes(c), _) => c.append_null(),
            }
        }
    }

    /// The table as a stream of one batch.
    fn stream(self) -> Result<Vec<u8>, ArrowError> {
        let schema = Arc::new(Schema::new(self.fields));
        let arrays = self.columns.into_iter().map(|c| -> ArrayRef {
            match c {
                Column::Text(mut c) => Arc::new(c.finish()),
                Column::Real(mut c) => Arc::new(c.finish()),
                Column::Whole(mut c) => Arc::new(c.finish()),
                Column::Day(mut c) => Arc::new(c.finish()),
                Column::Bytes(mut c) => Arc::new(c.finish()),
            }
        });
        let batch = RecordBatch::try_new(schema.clone(), arrays.collect())?;
        let mut writer = StreamWriter::try_new(Vec::new(), &schema)?;
        writer.write(&batch)?;
        writer.into_inner()
    }
}

/// Days since 1970-01-01.
fn days(day: &str) -> Option<i32> {
    let date: jiff::civil::Date = day.parse().ok()?;
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).ok().map(|s| s.get_days())
}

/// Events, claims and problems of records, each read from the text beside it.
pub fn streams<'r>(
    k: &Knowledge,
    read: impl Iterator<Item = (&'r Record, &'r String)>,
) -> Result<Vec<Vec<u8>>, ArrowError> {
    let mut tables = [EVENTS, CLAIMS, PROBLEMS].map(Table::new);
    for (record, words) in read {
        let chars: Vec<char> = words.chars().collect();
        for e in &record.events {
            tables[0].push(event(k, record, e, &chars));
        }
        for c in &record.claims {
            tables[1].push(claim(record, c));
        }
        for p in &record.problems {
            tables[2].push(vec![
                Cell::Text(record.id.clone()),
                text(&p.code),
                text(&p.message),
                Cell::Whole(p.span.map(|s| i64::from(s.0))),
                Cell::Whole(p.span.map(|s| i64::from(s.1))),
            ]);
        }
    }
    tables.into_iter().map(Table::stream).collect()
}

/// A page read whole.
pub struct Whole {
    pub material: Material,
    /// The record as the archive keeps it.
    pub packed: Vec<u8>,
    /// What the tables show of it, and its text.
    pub record: Record,
    pub text: String,
}

/// The table of pages.
pub fn pages(read: Vec<Whole>) -> Result<Vec<u8>, ArrowError> {
    let mut table = Table::new(PAGES);
    for page in read {
        let record = &page.record;
        table.push(vec![
            Cell::Text(record.id.clone()),
            text(page.material.origin),
            Cell::Text(page.material.content_type),
            Cell::Day(page.material.given.map(|d| d.to_string())),
            Cell::Bytes(page.material.bytes),
            text(page.text),
            text(String::from_utf8_lossy(&page.packed)),
            Cell::Whole(i64::try_from(record.events.len()).ok()),
            Cell::Whole(i64::try_from(record.claims.len()).ok()),
            Cell::Whole(i64::try_from(record.problems.len()).ok()),
        ]);
    }
    table.stream()
}

/// Ids of actors joined; the words where they stand for nobody known.
fn names(all: &[ActorMention]) -> Cell {
    // Words hold no mark that parts them.
    let words = |a: &ActorMention| a.text.replace(';', " ");
    let one = |a: &ActorMention| a.actor.as_ref().map_or_else(|| words(a), |w| w.id.clone());
    joined(all.iter().map(one))
}

fn codes(all: &[ActorMention]) -> Cell {
    joined(all.iter().map(|a| a.actor.as_ref().map_or_else(String::new, |w| w.code.clone())))
}

fn joined(parts: impl Iterator<Item = String>) -> Cell {
    let all: Vec<String> = parts.collect();
    Cell::Text((!all.is_empty()).then(|| all.join("; ")))
}

fn first_day(date: Option<&DateMention>) -> Option<String> {
    date.and_then(|d| d.from.clone().or_else(|| d.to.clone()))
}

fn published(record: &Record) -> Option<String> {
    first_day(record.page.published.as_ref())
}

fn event(k: &Knowledge, record: &Record, e: &Event, chars: &[char]) -> Vec<Cell> {
    let claim = claim_of(&record.claims, e.claim.as_deref());
    let spot = e.place.as_ref().and_then(|p| p.place.as_ref());
    let own = e.date.as_ref().and_then(|d| d.from.clone().or_else(|| d.to.clone()));
    let (day, day_to) = match own {
        Some(day) => (Some(day), e.date.as_ref().and_then(|d| d.to.clone())),
        None => (published(record), published(record)),
    };
    let least = |of: &str| {
        let counts = e.quantities.iter().filter(|q| q.of.as_deref() == Some(of));
        Cell::Whole(counts.filter_map(|q| q.low.or(q.high)).map(|f| f.0 as i64).max())
    };
    let quad =
        k.tables.codes.iter().find(|c| c.kind == "event" && c.code == e.event).and_then(|c| c.quad);
    let span = record.sentences.get(e.sentence).map_or((0, 0), |s| s.span);
    let sentence: String = chars
        .get(span.0 as usize..(span.1 as usize).min(chars.len()))
        .unwrap_or_default()
        .iter()
        .collect();
    let speaker = claim.and_then(|c| c.speaker.as_ref());
    let mutual = k.mutual(&e.frame);
    vec![
        Cell::Text(record.id.clone()),
        text(&e.id),
        Cell::Day(day),
        Cell::Day(day_to),
        text(&e.event),
        Cell::Text(e.mode.clone()),
        Cell::Whole(quad.map(i64::from)),
        Cell::Real(Some(f64::from(e.score))),
        text(e.status),
        text(e.zone),
        Cell::Real(Some(f64::from(e.confidence))),
        names(&e.sources),
        codes(&e.sources),
        names(&e.targets),
        codes(&e.targets),
        Cell::Text(spot.map(|s| s.id.clone())),
        Cell::Text(
            spot.map(|s| s.name_en.clone()).or_else(|| e.place.as_ref().map(|p| p.text.clone())),
        ),
        Cell::Text(spot.map(|s| s.country.clone())),
        Cell::Text(spot.and_then(|s| s.admin1.clone())),
        Cell::Real(spot.and_then(|s| s.lat).map(f64::from)),
        Cell::Real(spot.and_then(|s| s.lon).map(f64::from)),
        Cell::Text(spot.map(|s| s.precision.to_owned())),
        least("killed"),
        least("wounded"),
        joined(e.contexts.iter().cloned()),
        Cell::Text(
            speaker.map(|s| s.actor.as_ref().map_or_else(|| s.text.clone(), |w| w.id.clone())),
        ),
        Cell::Text(claim.map(|c| c.stance.clone())),
        text(&e.frame),
        Cell::Whole(Some(i64::from(mutual))),
        text(&e.trigger.text),
        text(sentence.trim()),
        Cell::Text(record.page.outlet.clone()),
        Cell::Day(published(record)),
        Cell::Text(record.url.clone()),
        Cell::Text(record.page.title.as_ref().map(|t| t.text.clone())),
    ]
}

fn claim(record: &Record, c: &Claim) -> Vec<Cell> {
    let name = |a: &Option<ActorMention>| {
        a.as_ref().map(|s| s.actor.as_ref().map_or_else(|| s.text.clone(), |w| w.id.clone()))
    };
    let code = c.speaker.as_ref().and_then(|s| s.actor.as_ref()).map(|w| w.code.clone());
    let rest = record.events.iter().filter(|e| e.claim.as_ref() == Some(&c.id));
    vec![
        Cell::Text(record.id.clone()),
        text(&c.id),
        Cell::Day(published(record)),
        Cell::Text(name(&c.speaker)),
        Cell::Text(code),
        Cell::Text(name(&c.channel)),
        text(&c.stance),
        text(c.kind),
        text(&c.verb.text),
        Cell::Text(c.quote.as_ref().map(|q| q.text.clone())),
        Cell::Text(c.denies.clone()),
        joined(rest.map(|e| e.id.clone())),
    ]
}
