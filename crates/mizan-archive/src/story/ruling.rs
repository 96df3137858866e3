//! What persons ruled of stories: these two are one, these two are not. Kept for ever, undone by a mark.

use crate::archive::Archive;
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{Id, Kind};
use crate::open;
use crate::story::gather::{regroup_events, retally};
use fnv::FnvHashSet;
use rusqlite::{Connection, params};
use serde::Serialize;

/// A ruling of a person on two events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// They are one happening.
    Join,
    /// They are not.
    Split,
}

impl Ruling {
    /// The ruling of a name, join or split.
    ///
    /// # Errors
    /// On any other word.
    pub fn named(name: &str) -> Result<Ruling, ArchiveError> {
        [Ruling::Join, Ruling::Split].into_iter().find(|r| r.name() == name).ok_or_else(|| {
            ArchiveError::Question(format!("«{name}» is no ruling; there are join and split"))
        })
    }

    fn name(self) -> &'static str {
        match self {
            Ruling::Join => "join",
            Ruling::Split => "split",
        }
    }
}

/// Did anybody rule anything?
pub(crate) fn any(db: &Connection) -> Done<bool> {
    Ok(db.prepare_cached("SELECT 1 FROM ruling LIMIT 1")?.exists([])?)
}

/// Pairs that persons joined with an event, as rows.
pub(crate) fn joins(db: &Connection, event: i64) -> Done<Vec<(i64, i64)>> {
    let sql = "SELECT x.id, y.id FROM event me JOIN ruling r ON r.a = me.uid OR r.b = me.uid
               JOIN event x ON x.uid = r.a JOIN event y ON y.uid = r.b
               WHERE me.id = ?1 AND r.kind = 'join' AND r.undone IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([event], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Pairs among some events, by their bits, that persons split.
pub(crate) fn splits(db: &Connection, among: &[i64]) -> Done<FnvHashSet<(i64, i64)>> {
    let sql = "SELECT a, b FROM ruling WHERE kind = 'split' AND undone IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)))?;
    let all: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    let here = |n: &i64| among.binary_search(n).is_ok();
    Ok(all.into_iter().filter(|(a, b)| here(a) && here(b)).collect())
}

impl Archive {
    /// Rules that two events, or two stories by their ids, are one happening or are not. Out: the two events.
    /// A later ruling on the same two takes the place of an earlier one.
    ///
    /// # Errors
    /// Where an id names no event or story, both name one event, or the archive cannot be written.
    pub fn rule(
        &mut self,
        a: &str,
        b: &str,
        ruling: Ruling,
        who: &str,
        at: &str,
    ) -> Result<(Id, Id), ArchiveError> {
        self.whole(|work| {
            let db = work.db;
            let (x, y) = (event(db, a)?, event(db, b)?);
            if x.0 == y.0 {
                let words = format!("{a} and {b} name one event; give two events of the stories");
                return Err(Inner::Question(words));
            }
            let (low, high) = (x.1.min(y.1), x.1.max(y.1));
            let sql = "UPDATE ruling SET undone = ?3 WHERE a = ?1 AND b = ?2 AND undone IS NULL";
            db.prepare_cached(sql)?.execute(params![low, high, at])?;
            let sql = "INSERT INTO ruling(a, b, kind, who, at) VALUES(?1, ?2, ?3, ?4, ?5)";
            db.prepare_cached(sql)?.execute(params![low, high, ruling.name(), who, at])?;
            regroup_events(db, &[x.0, y.0])?;
            retally(db)?;
            let id = |bits| Id { kind: Kind::Event, bits };
            Ok((id(x.1), id(y.1)))
        })
    }
}

/// A ruling as it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Ruled {
    pub number: i64,
    pub a: Id,
    pub b: Id,
    /// join or split.
    pub kind: String,
    pub who: String,
    pub at: String,
    pub undone: Option<String>,
}

impl Archive {
    /// All rulings, the latest first, also those undone.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn rulings(&self) -> Result<Vec<Ruled>, ArchiveError> {
        self.ask(|db| {
            let sql =
                "SELECT id, a, b, kind, who, at, undone FROM ruling ORDER BY id DESC LIMIT 1000";
            let mut statement = db.prepare_cached(sql)?;
            let of = |bits| Id { kind: Kind::Event, bits };
            let rows = statement.query_map([], |r| {
                Ok(Ruled {
                    number: r.get(0)?,
                    a: of(r.get(1)?),
                    b: of(r.get(2)?),
                    kind: r.get(3)?,
                    who: r.get(4)?,
                    at: r.get(5)?,
                    undone: r.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Undoes a ruling; it stays on record as undone.
    ///
    /// # Errors
    /// Where there is none of this number that holds, or the archive cannot be written.
    pub fn unrule(&mut self, number: i64, at: &str) -> Result<(), ArchiveError> {
        self.whole(|work| {
            let sql = "UPDATE ruling SET undone = ?2 WHERE id = ?1 AND undone IS NULL";
            if work.db.execute(sql, params![number, at])? == 0 {
                return Err(Inner::Question(format!("there is no ruling {number} to undo")));
            }
            let sql =
                "SELECT e.id FROM event e JOIN ruling r ON e.uid IN (r.a, r.b) WHERE r.id = ?1";
            let mut statement = work.db.prepare(sql)?;
            let rows = statement.query_map([number], |r| r.get(0))?;
            let events: Vec<i64> = rows.collect::<Result<_, _>>()?;
            regroup_events(work.db, &events)?;
            retally(work.db)
        })
    }
}

fn event(db: &Connection, id: &str) -> Done<(i64, i64)> {
    let (kind, bits, row) = open::find(db, id)?;
    match kind {
        Kind::Event | Kind::Story => Ok((row, bits)),
        _ => Err(Inner::Question(format!("{id}: give the id of an event or a story"))),
    }
}
