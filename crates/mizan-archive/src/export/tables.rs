//! The three tables: events, claims, arguments, with the doc of each column.

use super::columns::{Cell, Column, Kind};
use crate::archive::Archive;
use crate::ask::Filter;
use crate::day;
use crate::error::ArchiveError;
use crate::list::{EventRow, Side, Slice};

/// A table: its name, columns, and what yields its rows.
pub(crate) struct Table {
    pub name: &'static str,
    pub about: &'static str,
    pub columns: &'static [Column],
    pub rows: Rows,
}

type Each<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Result<(), ArchiveError>;
type Rows = fn(&Archive, &Filter, Each<'_>) -> Result<u64, ArchiveError>;

pub(crate) const ALL: &[Table] = &[
    Table {
        name: "events",
        about: "One row an event, as one page tells it.",
        columns: EVENTS,
        rows: events,
    },
    Table {
        name: "claims",
        about: "One row a claim: who says something, by which verb.",
        columns: CLAIMS,
        rows: claims,
    },
    Table {
        name: "arguments",
        about: "One row an argument of an event: a source, a target, a place, a date, a quantity, a context.",
        columns: ARGUMENTS,
        rows: arguments,
    },
];

const fn column(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, doc }
}

use Kind::{Day, Real, Text, Whole};

const EVENTS: &[Column] = &[
    column("id", Text, "Id of the event; `mizan show ID` opens its sentence."),
    column("story", Text, "Id of the story: events of one happening share it."),
    column(
        "origin",
        Text,
        "Id of the page that the text counts for; reprints of one text share it.",
    ),
    column("day", Day, "First day: the event's own date, else the day of publication."),
    column("day_to", Day, "Last day; absent where the date is open."),
    column("type", Text, "PLOVER event type."),
    column("mode", Text, "PLOVER mode."),
    column(
        "quad",
        Whole,
        "Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
    ),
    column("score", Real, "PLOVER score, -10 to 10."),
    column("status", Text, "occurred, ongoing, future, hypothetical, negated or historical."),
    column("zone", Text, "Where it is told: report, analysis or quote."),
    column("confidence", Real, "0 to 1; 1 where a person confirmed it."),
    column(
        "sources",
        Text,
        "Ids of the actors that act, joined by `; `; the words where they stand for nobody known.",
    ),
    column("source_codes", Text, "Their PLOVER codes, in the same order."),
    column("targets", Text, "Ids of the actors acted on, likewise."),
    column("target_codes", Text, "Their codes."),
    column("place", Text, "Id of the place."),
    column("place_name", Text, "Its English name; the words where it is not known."),
    column("country", Text, "Its country, ISO 3166-1 alpha-2."),
    column("admin1", Text, "Its first-level division."),
    column("lat", Real, "Latitude, of named towns alone."),
    column("lon", Real, "Longitude, likewise."),
    column(
        "place_precision",
        Text,
        "place, near, region, border, facility, admin1, admin2 or country.",
    ),
    column("killed", Whole, "Least number of people told as killed."),
    column("wounded", Whole, "Least number of people told as wounded."),
    column("contexts", Text, "PLOVER contexts, joined by `; `."),
    column("claimant", Text, "Who says so; absent where the page itself does."),
    column("stance", Text, "How it is said: state, assert, allege, deny, reveal, warn or vague."),
    column("frame", Text, "The frame that it was read by."),
    column("trigger", Text, "The words that opened the frame."),
    column("sentence", Text, "Its sentence."),
    column("outlet", Text, "The outlet, or the site where none is named."),
    column("published", Day, "Day of publication."),
    column("page", Text, "Id of the page."),
    column("url", Text, "Address or file name of the page."),
    column("title", Text, "Title of the page."),
];

const CLAIMS: &[Column] = &[
    column("id", Text, "Id of the claim."),
    column("day", Day, "Day of publication of its page."),
    column(
        "speaker",
        Text,
        "Id of who says it; the words where it is nobody known; absent where nobody is named.",
    ),
    column("speaker_code", Text, "PLOVER code of the speaker."),
    column("channel", Text, "Who passes it on."),
    column("stance", Text, "state, assert, allege, deny, reveal, warn or vague."),
    column("kind", Text, "fact, claim or opinion."),
    column("verb", Text, "The words that report it."),
    column("quote", Text, "What is quoted."),
    column("denies", Text, "Id of the claim that it denies."),
    column("events", Text, "Ids of the events that rest on it, joined by `; `."),
    column("sentence", Text, "Its sentence."),
    column("outlet", Text, "The outlet."),
    column("page", Text, "Id of the page."),
    column("url", Text, "Address or file name of the page."),
];

const ARGUMENTS: &[Column] = &[
    column("event", Text, "Id of the event."),
    column("role", Text, "source, target, place, date, quantity or context."),
    column("n", Whole, "Its place among the event's arguments of this role, from 0."),
    column("words", Text, "The words of the text."),
    column("from_char", Whole, "Where the words begin, in Unicode characters of the page's text."),
    column("to_char", Whole, "Where they end."),
    column("id", Text, "Id of the actor or place; absent where the words stand for nothing known."),
    column(
        "code",
        Text,
        "Code of the actor, precision of the place or date, kind of the quantity.",
    ),
    column("low", Real, "Least value of a quantity."),
    column("high", Real, "Greatest value of a quantity."),
    column("day", Day, "First day of a date."),
    column("day_to", Day, "Last day of a date."),
];

/// The docs of all columns, as Markdown.
pub(crate) fn docs() -> String {
    let mut out = String::from("# Columns\n\nAbsent is null in Parquet and empty in CSV.\n");
    for table in ALL {
        out.push_str(&format!(
            "\n## {}\n\n{}\n\n| column | type | meaning |\n| --- | --- | --- |\n",
            table.name, table.about
        ));
        for c in table.columns {
            let kind = match c.kind {
                Text => "text",
                Whole => "whole number",
                Real => "number",
                Day => "date",
            };
            out.push_str(&format!("| {} | {kind} | {} |\n", c.name, c.doc));
        }
    }
    out
}

fn day_of(text: &Option<String>) -> Cell {
    Cell::Day(text.as_deref().and_then(day::parse))
}

/// Ids of sides, and codes in the same order.
fn sides(all: &[Side]) -> [Cell; 2] {
    let join = |of: &dyn Fn(&Side) -> String| {
        (!all.is_empty()).then(|| all.iter().map(of).collect::<Vec<_>>().join("; "))
    };
    [
        Cell::Text(join(&|s| s.id.clone().unwrap_or_else(|| s.text.clone()))),
        Cell::Text(join(&|s| s.code.clone().unwrap_or_default())),
    ]
}

/// The least number told of those whom something befell; parts of another count are left out.
pub(crate) fn least(e: &EventRow, of: &str) -> Option<i64> {
    let whole = e.quantities.iter().filter(|q| {
        q.of.as_deref() == Some(of) && !matches!(q.role.as_deref(), Some("part" | "before"))
    });
    whole.filter_map(|q| q.low.or(q.high)).map(|n| n as i64).max()
}

fn joined(list: &[String]) -> Option<String> {
    (!list.is_empty()).then(|| list.join("; "))
}

fn side_id(side: Option<&Side>) -> Option<String> {
    side.map(|s| s.id.clone().unwrap_or_else(|| s.text.clone()))
}

fn event(e: &EventRow) -> Vec<Cell> {
    let [sources, source_codes] = sides(&e.sources);
    let [targets, target_codes] = sides(&e.targets);
    let spot = e.place.as_ref().and_then(|p| p.place.as_ref());
    let real = |n: Option<f32>| Cell::Real(n.map(f64::from));
    let named =
        spot.map(|s| s.name_en.clone()).or_else(|| e.place.as_ref().map(|p| p.text.clone()));
    vec![
        Cell::text(e.id.to_string()),
        Cell::text(e.story.to_string()),
        Cell::text(e.origin.to_string()),
        day_of(&e.day),
        day_of(&e.day_to),
        Cell::text(e.event.clone()),
        Cell::Text(e.mode.clone()),
        Cell::Whole(Some(i64::from(e.quad))),
        Cell::Real(Some(e.score)),
        Cell::text(e.status.clone()),
        Cell::text(e.zone.clone()),
        Cell::Real(Some(e.confidence)),
        sources,
        source_codes,
        targets,
        target_codes,
        Cell::Text(spot.map(|s| s.id.clone())),
        Cell::Text(named),
        Cell::Text(spot.map(|s| s.country.clone())),
        Cell::Text(spot.and_then(|s| s.admin1.clone())),
        real(spot.and_then(|s| s.lat)),
        real(spot.and_then(|s| s.lon)),
        Cell::Text(spot.map(|s| s.precision.clone())),
        Cell::Whole(least(e, "killed")),
        Cell::Whole(least(e, "wounded")),
        Cell::Text(joined(&e.contexts)),
        Cell::Text(side_id(e.claimant.as_ref())),
        Cell::Text(e.stance.clone()),
        Cell::text(e.frame.clone()),
        Cell::text(e.trigger.clone()),
        Cell::text(e.sentence.clone()),
        Cell::text(e.outlet.clone()),
        day_of(&e.published),
        Cell::text(e.page.to_string()),
        Cell::text(e.key.clone()),
        Cell::text(e.title.clone()),
    ]
}

fn events(archive: &Archive, filter: &Filter, each: Each<'_>) -> Result<u64, ArchiveError> {
    let mut rows = 0;
    archive.each_event(filter, |e| {
        rows += 1;
        each(event(&e))
    })?;
    Ok(rows)
}

/// Claims taken from the archive at a time.
const BATCH: usize = 1000;

fn claims(archive: &Archive, filter: &Filter, each: Each<'_>) -> Result<u64, ArchiveError> {
    let mut rows = 0;
    loop {
        let slice = Slice { limit: BATCH, skip: rows as usize, sort: crate::list::Sort::Oldest };
        let batch = archive.claims(filter, slice)?;
        if batch.is_empty() {
            return Ok(rows);
        }
        rows += batch.len() as u64;
        for c in batch {
            let events: Vec<String> = c.events.iter().map(ToString::to_string).collect();
            each(vec![
                Cell::text(c.id.to_string()),
                day_of(&c.day),
                Cell::Text(side_id(c.speaker.as_ref())),
                Cell::Text(c.speaker.and_then(|s| s.code)),
                Cell::Text(side_id(c.channel.as_ref())),
                Cell::text(c.stance),
                Cell::text(c.kind),
                Cell::text(c.verb),
                Cell::Text(c.quote),
                Cell::Text(c.denies.map(|d| d.to_string())),
                Cell::Text(joined(&events)),
                Cell::text(c.sentence),
                Cell::text(c.outlet),
                Cell::text(c.page.to_string()),
                Cell::text(c.key),
            ])?;
        }
    }
}

/// An argument before it is a row.
#[derive(Default)]
struct Argument {
    words: String,
    span: (u32, u32),
    id: Option<String>,
    code: Option<String>,
    values: (Option<f64>, Option<f64>),
    days: (Option<i32>, Option<i32>),
}

impl Argument {
    fn row(self, event: &str, role: &str, n: usize) -> Vec<Cell> {
        let at = |n: u32| Cell::Whole((self.span != (0, 0)).then_some(i64::from(n)));
        vec![
            Cell::text(event),
            Cell::text(role),
            Cell::Whole(Some(n as i64)),
            Cell::text(self.words.clone()),
            at(self.span.0),
            at(self.span.1),
            Cell::Text(self.id),
            Cell::Text(self.code),
            Cell::Real(self.values.0),
            Cell::Real(self.values.1),
            Cell::Day(self.days.0),
            Cell::Day(self.days.1),
        ]
    }
}

fn arguments(archive: &Archive, filter: &Filter, each: Each<'_>) -> Result<u64, ArchiveError> {
    let mut rows = 0;
    archive.each_record_event(filter, |e| {
        for (role, n, argument) in arguments_of(e) {
            rows += 1;
            each(argument.row(&e.id().to_string(), role, n))?;
        }
        Ok(())
    })?;
    Ok(rows)
}

fn arguments_of(e: &crate::stored::Event) -> Vec<(&'static str, usize, Argument)> {
    let actor = |a: &crate::stored::Actor| Argument {
        words: a.text.clone(),
        span: a.span,
        id: a.actor.as_ref().map(|w| w.id.clone()),
        code: a.actor.as_ref().map(|w| w.code.clone()),
        ..Argument::default()
    };
    let mut out = Vec::new();
    out.extend(e.sources.iter().enumerate().map(|(n, a)| ("source", n, actor(a))));
    out.extend(e.targets.iter().enumerate().map(|(n, a)| ("target", n, actor(a))));
    out.extend(e.place.iter().map(|p| {
        let spot = p.place.as_ref();
        let (id, code) = (spot.map(|s| s.id.clone()), spot.map(|s| s.precision.clone()));
        (
            "place",
            0,
            Argument { words: p.text.clone(), span: p.span, id, code, ..Argument::default() },
        )
    }));
    out.extend(e.date.iter().map(|d| {
        let code = Some(d.precision.clone());
        (
            "date",
            0,
            Argument {
                words: d.text.clone(),
                span: d.span,
                code,
                days: d.days(),
                ..Argument::default()
            },
        )
    }));
    out.extend(e.quantities.iter().enumerate().map(|(n, q)| {
        let values = (q.low, q.high);
        let of = q.of.clone();
        (
            "quantity",
            n,
            Argument {
                words: q.text.clone(),
                span: q.span,
                code: of,
                values,
                ..Argument::default()
            },
        )
    }));
    out.extend(
        e.contexts
            .iter()
            .enumerate()
            .map(|(n, c)| ("context", n, Argument { words: c.clone(), ..Argument::default() })),
    );
    out
}
