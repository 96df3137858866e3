//! What an archive holds at a glance: how much, since when, what came last, and what wants a person's eye.

use crate::archive::Archive;
use crate::day;
use crate::error::{ArchiveError, Done};
use crate::id::{Id, Kind};
use rusqlite::{Connection, params};
use serde::Serialize;

/// Below this confidence an event that is shown wants a look.
pub const UNSURE: f64 = 0.6; // schema/5.sql has the same number in an index

/// The counts of an archive.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Overview {
    pub pages: i64,
    /// Events over the threshold of confidence.
    pub events: i64,
    pub stories: i64,
    pub claims: i64,
    pub outlets: i64,
    /// Actors with an id of the tables.
    pub actors: i64,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Events shown whose confidence is below [`UNSURE`] and that no person judged.
    pub unsure: i64,
    pub corrections: i64,
    pub queues: i64,
    /// Pages not gathered into stories yet.
    pub waiting: i64,
}

/// A page that was added.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Recent {
    pub id: Id,
    pub title: String,
    pub outlet: String,
    pub key: String,
    pub day: Option<String>,
    pub added: String,
    pub events: i64,
    /// Problems that reading it met.
    pub problems: i64,
}

impl Archive {
    /// Counts of the whole archive.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn overview(&self) -> Result<Overview, ArchiveError> {
        self.ask(overview)
    }

    /// The pages added last, the latest first.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn recent(&self, limit: usize) -> Result<Vec<Recent>, ArchiveError> {
        self.ask(|db| {
            let sql = "SELECT page.uid, doc.title, outlet.name, page.key, doc.day, v.added,
                         (SELECT count(*) FROM event e WHERE e.page = page.id AND e.shown = 1),
                         (SELECT count(*) FROM problem p WHERE p.version = v.id)
                       FROM version v CROSS JOIN page ON page.id = v.page AND page.current = v.id
                       JOIN doc ON doc.page = page.id
                       JOIN outlet ON outlet.id = doc.outlet ORDER BY v.id DESC LIMIT ?1";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![limit as i64], |r| {
                Ok(Recent {
                    id: Id { kind: Kind::Page, bits: r.get(0)? },
                    title: r.get(1)?,
                    outlet: r.get(2)?,
                    key: r.get(3)?,
                    day: r.get::<_, Option<i32>>(4)?.map(|d| day::show(Some(d))),
                    added: r.get(5)?,
                    events: r.get(6)?,
                    problems: r.get(7)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// A number that changes with every change of the archive by another connection; for keeping answers.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn version_seen(&self) -> Result<i64, ArchiveError> {
        self.ask(|db| Ok(db.query_row("PRAGMA data_version", [], |r| r.get(0))?))
    }
}

fn overview(db: &Connection) -> Done<Overview> {
    let count =
        |sql: &str| -> Done<i64> { Ok(db.prepare_cached(sql)?.query_row([], |r| r.get(0))?) };
    let day = |sql: &str| -> Done<Option<String>> {
        let found: Option<i32> = db.prepare_cached(sql)?.query_row([], |r| r.get(0))?;
        Ok(found.map(|d| day::show(Some(d))))
    };
    Ok(Overview {
        pages: count("SELECT count(*) FROM doc")?,
        // The rolled-up counts of days, and what has no day.
        events: count("SELECT coalesce(sum(events), 0) FROM tally WHERE shown = 1")?
            + count("SELECT count(*) FROM event WHERE day IS NULL AND shown = 1")?,
        stories: count("SELECT coalesce(sum(stories), 0) FROM tally WHERE shown = 1")?
            + count("SELECT count(*) FROM event WHERE day IS NULL AND shown = 1 AND lead = 1")?,
        claims: count("SELECT count(*) FROM claim")?,
        outlets: count("SELECT count(*) FROM outlet")?,
        actors: count(
            "SELECT count(DISTINCT key) FROM actor WHERE key NOT LIKE 'kind:%' AND key NOT LIKE 'office:%'",
        )?,
        first: day("SELECT min(day) FROM doc")?,
        last: day("SELECT max(day) FROM doc")?,
        // In the words of the index `event_unsure`, which holds just these.
        unsure: count(&format!(
            "SELECT count(*) FROM (SELECT 1 FROM event WHERE shown > 0 AND confidence < {UNSURE} LIMIT 100001)"
        ))?,
        corrections: count("SELECT count(*) FROM correction WHERE undone IS NULL")?,
        queues: count("SELECT count(*) FROM queue")?,
        waiting: count("SELECT count(*) FROM doc WHERE waiting > 0")?,
    })
}
