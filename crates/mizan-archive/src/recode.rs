//! Reading the archive again under other data: first what would change, then, if wanted, kept.

use crate::add::unpack;
use crate::archive::Archive;
use crate::correct;
use crate::error::{ArchiveError, Done};
use crate::material::{Material, Reading};
use crate::stored::{Chars, Event, Record};
use mizan_code::Reader;
use rayon::prelude::*;
use rusqlite::{Connection, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// Versions read again at a time.
const BATCH: usize = 64;

/// What changed in one event.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Change {
    /// `new`, `gone` or the fields that changed.
    pub what: String,
    pub event: String,
    pub page: String,
    pub sentence: String,
    pub id: crate::Id,
}

/// What reading again changed, or would change.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Recoded {
    pub pages: usize,
    pub pages_changed: usize,
    /// For each event type: new, gone, changed.
    pub by_type: BTreeMap<String, [usize; 3]>,
    pub changes: Vec<Change>,
    /// Corrections whose event is not read any more; each stays, and what it confirmed stays.
    pub held_by_correction: usize,
    /// Was it kept?
    pub kept: bool,
}

struct Row {
    version: i64,
    page: i64,
    key: String,
    current: bool,
    material: Material,
    record: Vec<u8>,
    text: String,
}

impl Archive {
    /// What a page's standing version was read from.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn material(&self, page: &crate::Opened) -> Result<Material, ArchiveError> {
        let found = self.ask(|db| rows(db, page.version - 1, 1))?;
        let found = found.into_iter().next().map(|r| r.material);
        found.ok_or_else(|| ArchiveError::Question(format!("{}: its bytes are gone", page.id)))
    }

    /// Reads every version again with `reader`. With `keep` the readings take the place of those before, a
    /// batch whole or not at all; interrupted, a second run goes on and counts what was left.
    ///
    /// # Errors
    /// Where the archive cannot be read or, with `keep`, written.
    pub fn recode(
        &mut self,
        reader: &Reader,
        program: &str,
        keep: bool,
    ) -> Result<Recoded, ArchiveError> {
        let mut out = Recoded { kept: keep, ..Recoded::default() };
        let mut after = 0;
        loop {
            let rows = self.ask(|db| rows(db, after, BATCH))?;
            let Some(last) = rows.last() else { return Ok(out) };
            after = last.version;
            let read: Vec<Reading> = rows.par_iter().map(|r| r.material.read(reader)).collect();
            for (row, reading) in rows.iter().zip(&read) {
                self.compare(row, reading, &mut out)?;
            }
            if keep {
                self.keep(&rows, &read, program)?;
            }
        }
    }

    fn compare(&self, row: &Row, new: &Reading, out: &mut Recoded) -> Result<(), ArchiveError> {
        let found = self.ask(|db| {
            let old = Record::read(&row.record, &row.key, &Chars::new(&row.text))?;
            let json = serde_json::to_vec(&new.record)?;
            let chars = Chars::new(&new.page.text);
            let mut now = Record::read(&json, &row.key, &chars)?;
            now.events.iter_mut().zip(&new.shown).for_each(|(e, s)| e.shown = *s);
            let made = correct::of_page(db, row.page)?;
            let lost = made.iter().filter(|c| !now.events.iter().any(|e| e.uid == c.event)).count();
            Ok((changes(&old, &now, row, &chars), lost))
        })?;
        if !row.current {
            return Ok(());
        }
        out.pages += 1;
        out.pages_changed += usize::from(!found.0.is_empty());
        out.held_by_correction += found.1;
        for change in found.0 {
            let n = match change.what.as_str() {
                "new" => 0,
                "gone" => 1,
                _ => 2,
            };
            out.by_type.entry(change.event.clone()).or_default()[n] += 1;
            out.changes.push(change);
        }
        Ok(())
    }

    fn keep(&mut self, rows: &[Row], read: &[Reading], program: &str) -> Result<(), ArchiveError> {
        self.whole(|work| {
            for (row, reading) in rows.iter().zip(read) {
                work.replace(row.version, &reading.coded()?, program)?;
                if row.current {
                    work.current(row.page, &row.key, row.version)?;
                }
            }
            Ok(())
        })
    }
}

fn rows(db: &Connection, after: i64, limit: usize) -> Done<Vec<Row>> {
    let sql =
        "SELECT v.id, v.page, page.key, page.current = v.id, v.origin, v.content_type, v.given,
                 v.hints, v.kind = 'entry', v.bytes, v.record, v.text
               FROM version v JOIN page ON page.id = v.page WHERE v.id > ?1 ORDER BY v.id LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query(params![after, limit as i64])?;
    let mut out = Vec::new();
    while let Some(r) = found.next()? {
        let given: Option<String> = r.get(6)?;
        let hints: Option<String> = r.get(7)?;
        let bytes: Vec<u8> = r.get(9)?;
        let (record, text): (Vec<u8>, Vec<u8>) = (r.get(10)?, r.get(11)?);
        out.push(Row {
            version: r.get(0)?,
            page: r.get(1)?,
            key: r.get(2)?,
            current: r.get(3)?,
            material: Material {
                origin: r.get(4)?,
                content_type: r.get(5)?,
                given: given.and_then(|d| d.parse().ok()),
                hints: hints.map(|h| serde_json::from_str(&h)).transpose()?,
                entry: r.get(8)?,
                bytes: unpack(&bytes)?,
            },
            record: unpack(&record)?,
            text: String::from_utf8_lossy(&unpack(&text)?).into_owned(),
        });
    }
    Ok(out)
}

fn changes(old: &Record, new: &Record, row: &Row, chars: &Chars<'_>) -> Vec<Change> {
    let before = Chars::new(&row.text);
    let change = |what: &str, e: &Event, r: &Record, text: &Chars<'_>| Change {
        what: what.to_owned(),
        event: e.event.clone(),
        page: row.key.clone(),
        sentence: r.sentence(e.sentence, text).to_owned(),
        id: e.id(),
    };
    let mut out = Vec::new();
    for e in new.events.iter().filter(|e| e.shown) {
        match old.events.iter().find(|o| o.uid == e.uid && o.shown) {
            None => out.push(change("new", e, new, chars)),
            Some(o) => {
                let fields = fields(o, e);
                if !fields.is_empty() {
                    out.push(change(&fields.join(", "), e, new, chars));
                }
            }
        }
    }
    let gone = old
        .events
        .iter()
        .filter(|o| o.shown && !new.events.iter().any(|e| e.uid == o.uid && e.shown));
    out.extend(gone.map(|o| change("gone", o, old, &before)));
    out
}

/// The fields in which two readings of an event differ.
fn fields(a: &Event, b: &Event) -> Vec<&'static str> {
    let pairs = [
        ("mode", a.mode != b.mode),
        ("status", a.status != b.status),
        ("sources", a.sources != b.sources),
        ("targets", a.targets != b.targets),
        ("date", a.date != b.date),
        ("place", a.place != b.place),
        ("quantities", a.quantities != b.quantities),
        ("confidence", (a.confidence - b.confidence).abs() > 0.0005),
    ];
    pairs.into_iter().filter(|p| p.1).map(|p| p.0).collect()
}
