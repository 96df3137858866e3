//! A page of the archive opened: its text, what was read of it, and what persons corrected.

use crate::add::unpack;
use crate::archive::Archive;
use crate::correct::{self, Correction};
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{self, Id, Kind};
use crate::stored::{Chars, Event, Record};
use rusqlite::{Connection, OptionalExtension, params};

/// A page with all that is known of it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its id.
    pub id: Id,
    /// Address, or name of the file.
    pub key: String,
    /// The text that all spans point into.
    pub text: String,
    /// The record, corrections laid over it.
    pub record: Record,
    /// Corrections, also those undone.
    pub corrections: Vec<Correction>,
    /// Its versions: when each was added, and which one stands.
    pub versions: Vec<(String, bool)>,
    /// Data and program that read it.
    pub run: (String, String),
    pub(crate) version: i64,
}

impl Opened {
    /// The words of a sentence.
    #[must_use]
    pub fn sentence(&self, n: usize) -> String {
        self.record.sentence(n, &Chars::new(&self.text)).to_owned()
    }

    /// Where an event of it stands.
    #[must_use]
    pub fn event(&self, bits: i64) -> Option<&Event> {
        self.record.events.iter().find(|e| e.uid == bits)
    }
}

/// Opens a page by its row.
pub(crate) fn page(db: &Connection, page: i64) -> Done<Opened> {
    let sql = "SELECT page.uid, page.key, v.id, v.record, v.text, run.data, run.program
               FROM page JOIN version v ON v.id = page.current JOIN run ON run.id = v.run
               WHERE page.id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    type Row = (i64, String, i64, Vec<u8>, Vec<u8>, String, String);
    let row: Row = statement.query_row([page], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?))
    })?;
    let (uid, key, version, record, text, data, program) = row;
    let text = String::from_utf8_lossy(&unpack(&text)?).into_owned();
    let chars = Chars::new(&text);
    let corrections = correct::all_of_page(db, page)?;
    let record = Record::read(&unpack(&record)?, &key, &chars)?;
    let record = correct::laid(record, &corrections, &correct::standing(db)?, &chars);
    let id = Id { kind: Kind::Page, bits: uid };
    let versions = versions(db, page, version)?;
    Ok(Opened { id, key, text, record, corrections, versions, run: (data, program), version })
}

fn versions(db: &Connection, page: i64, current: i64) -> Done<Vec<(String, bool)>> {
    let mut statement =
        db.prepare_cached("SELECT id, added FROM version WHERE page = ?1 ORDER BY id")?;
    let rows = statement.query_map([page], |r| Ok((r.get(1)?, r.get::<_, i64>(0)? == current)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What an id, or its first digits, names: its kind, its bits and its row.
pub(crate) fn find(db: &Connection, text: &str) -> Done<(Kind, i64, i64)> {
    let Some((kind, low, high)) = id::parse(text) else {
        return Err(Inner::Question(format!(
            "«{text}» is no id; ids are a letter (p, e, c, s) and twelve digits, such as `mizan events` prints"
        )));
    };
    let table = match kind {
        Kind::Page => "page",
        Kind::Event | Kind::Story => "event",
        Kind::Claim => "claim",
    };
    let sql = format!("SELECT id, uid FROM {table} WHERE uid BETWEEN ?1 AND ?2 LIMIT 2");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([low, high], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let found: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    match found[..] {
        [(row, bits)] => Ok((kind, bits, row)),
        [] => Err(Inner::Question(format!("{text}: nothing of this id is in the archive"))),
        _ => Err(Inner::Question(format!(
            "{text}: more than one id starts like this; give more digits"
        ))),
    }
}

impl Archive {
    /// Opens the page that an id of a page, an event or a claim lies in.
    ///
    /// # Errors
    /// Where there is no such thing.
    pub fn open_page(&self, id: &str) -> Result<(Opened, Id), ArchiveError> {
        self.ask(|db| {
            let (kind, bits, row) = find(db, id)?;
            let table = match kind {
                Kind::Page => "SELECT id FROM page WHERE id = ?1",
                Kind::Event | Kind::Story => "SELECT page FROM event WHERE id = ?1",
                Kind::Claim => "SELECT page FROM claim WHERE id = ?1",
            };
            let at: Option<i64> = db.query_row(table, [row], |r| r.get(0)).optional()?;
            let at = at.ok_or_else(|| Inner::Question(format!("{id}: its page is gone")))?;
            Ok((page(db, at)?, Id { kind, bits }))
        })
    }

    /// The page row of an event and its number among the page's events.
    pub(crate) fn event_place(&self, id: &str) -> Result<(i64, usize), ArchiveError> {
        self.ask(|db| {
            let (kind, _, row) = find(db, id)?;
            if kind != Kind::Event {
                return Err(Inner::Question(format!("{id}: not the id of an event")));
            }
            let sql = "SELECT page, num FROM event WHERE id = ?1";
            Ok(db.query_row(sql, params![row], |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as usize)))?)
        })
    }
}
