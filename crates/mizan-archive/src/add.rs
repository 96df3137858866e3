//! Pages into the archive: each lands whole or not at all, and the same page again changes nothing.

use crate::archive::{Archive, Work};
use crate::coded::{Coded, Note};
use crate::correct;
use crate::error::{ArchiveError, Done};
use crate::id::bits;
use crate::material::{Material, Reading};
use crate::rows;
use crate::stored::{Chars, Record};
use rusqlite::{OptionalExtension, params};

/// Level of compression: most of the gain at a fraction of the time.
const LEVEL: i32 = 3;
/// No blob of an archive unpacks to more than this.
const MOST: usize = 256 << 20;

/// What adding a page did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// A page not seen before.
    New,
    /// Another version of a page that is here.
    Version,
    /// The very same bytes again: nothing changed.
    Same,
}

/// Who read a page, and when it was added.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The program with its version.
    pub program: String,
    /// The moment, after RFC 3339.
    pub at: String,
}

impl Archive {
    /// Are these bytes here already, from the same address?
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn has(&self, material: &Material) -> Result<bool, ArchiveError> {
        self.ask(|db| {
            let sql = "SELECT 1 FROM version WHERE origin = ?1 AND hash = ?2 LIMIT 1";
            let mut statement = db.prepare_cached(sql)?;
            Ok(statement.exists(params![material.origin, material.hash()])?)
        })
    }

    /// Adds pages that were read, each whole or not at all; the answer is in their order.
    ///
    /// # Errors
    /// Where the archive cannot be written; then none of these pages landed.
    pub fn add(
        &mut self,
        pages: &[(&Material, &Reading)],
        stamp: &Stamp,
    ) -> Result<Vec<Added>, ArchiveError> {
        self.whole(|work| pages.iter().map(|(m, r)| work.page(m, &r.coded()?, stamp)).collect())
    }

    /// Adds pages whose records were read elsewhere, by a coder of any version; each whole or not at all.
    ///
    /// # Errors
    /// Where the archive cannot be written; then none of these pages landed.
    pub fn add_coded(
        &mut self,
        pages: &[(&Material, Coded<'_>)],
        stamp: &Stamp,
    ) -> Result<Vec<Added>, ArchiveError> {
        self.whole(|work| pages.iter().map(|(m, c)| work.page(m, c, stamp)).collect())
    }
}

impl Work<'_> {
    fn page(&mut self, material: &Material, reading: &Coded<'_>, stamp: &Stamp) -> Done<Added> {
        let key = reading.key(material);
        let (page, new) = self.page_row(&key)?;
        let hash = material.hash();
        let known = "SELECT 1 FROM version WHERE page = ?1 AND hash = ?2";
        if self.db.prepare_cached(known)?.exists(params![page, hash])? {
            return Ok(Added::Same);
        }
        let version = self.version(page, material, &hash, reading, stamp)?;
        self.settle_current(page, &key, version)?;
        Ok(if new { Added::New } else { Added::Version })
    }

    fn page_row(&self, key: &str) -> Done<(i64, bool)> {
        let mut found = self.db.prepare_cached("SELECT id FROM page WHERE key = ?1")?;
        if let Some(id) = found.query_row([key], |r| r.get(0)).optional()? {
            return Ok((id, false));
        }
        let sql = "INSERT INTO page(uid, key) VALUES(?1, ?2)";
        self.db.prepare_cached(sql)?.execute(params![bits(&["page", key]), key])?;
        Ok((self.db.last_insert_rowid(), true))
    }

    fn version(
        &self,
        page: i64,
        material: &Material,
        hash: &[u8],
        reading: &Coded<'_>,
        stamp: &Stamp,
    ) -> Done<i64> {
        let run = self.run(&reading.head.data, &stamp.program)?;
        self.db
            .prepare_cached(
                "INSERT INTO version(page, hash, kind, origin, content_type, given, hints, bytes, added,
                   stated, run, record, text)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                page,
                hash,
                if material.entry { "entry" } else { "document" },
                material.origin,
                material.content_type,
                material.given.map(|d| d.to_string()),
                material.hints_json(),
                pack(&material.bytes)?,
                stamp.at,
                reading.head.stated(),
                run,
                pack(&reading.json)?,
                pack(reading.text.as_bytes())?,
            ])?;
        let version = self.db.last_insert_rowid();
        self.problems(version, &reading.head.problems)?;
        Ok(version)
    }

    fn problems(&self, version: i64, problems: &[Note]) -> Done<()> {
        let sql = "INSERT INTO problem(version, code, message) VALUES(?1, ?2, ?3)";
        for p in problems {
            self.db.prepare_cached(sql)?.execute(params![version, p.code, p.message])?;
        }
        Ok(())
    }

    /// Makes the latest version the page: by the moment that it states, else the last one added.
    fn settle_current(&mut self, page: i64, key: &str, added: i64) -> Done<()> {
        let sql = "SELECT id FROM version WHERE page = ?1 ORDER BY stated DESC, id DESC LIMIT 1";
        let latest: i64 = self.db.prepare_cached(sql)?.query_row([page], |r| r.get(0))?;
        if latest == added {
            self.current(page, key, latest)?;
        }
        Ok(())
    }

    /// Draws the rows of a page from one of its versions.
    pub(crate) fn current(&mut self, page: i64, key: &str, version: i64) -> Done<()> {
        let (json, text) = blobs(self, version)?;
        let text = String::from_utf8_lossy(&text).into_owned();
        let chars = Chars::new(&text);
        let made = correct::all_of_page(self.db, page)?;
        let names = correct::standing(self.db)?;
        let record = correct::laid(Record::read(&json, key, &chars)?, &made, &names, &chars);
        self.db
            .prepare_cached("UPDATE page SET current = ?2 WHERE id = ?1")?
            .execute(params![page, version])?;
        rows::clear(self.db, page)?;
        rows::insert(self, page, version, key, &record, &chars)
    }

    /// Draws the rows of a page anew from the version that stands.
    pub(crate) fn redraw(&mut self, page: i64) -> Done<()> {
        let sql = "SELECT key, current FROM page WHERE id = ?1";
        let (key, version): (String, i64) =
            self.db.prepare_cached(sql)?.query_row([page], |r| Ok((r.get(0)?, r.get(1)?)))?;
        self.current(page, &key, version)
    }

    /// Puts another reading in the place of a version's.
    pub(crate) fn replace(&mut self, version: i64, reading: &Coded<'_>, program: &str) -> Done<()> {
        let run = self.run(&reading.head.data, program)?;
        let sql = "UPDATE version SET run = ?2, record = ?3, text = ?4, stated = ?5 WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![
            version,
            run,
            pack(&reading.json)?,
            pack(reading.text.as_bytes())?,
            reading.head.stated(),
        ])?;
        self.db.prepare_cached("DELETE FROM problem WHERE version = ?1")?.execute([version])?;
        self.problems(version, &reading.head.problems)
    }
}

fn blobs(work: &Work<'_>, version: i64) -> Done<(Vec<u8>, Vec<u8>)> {
    let sql = "SELECT record, text FROM version WHERE id = ?1";
    let mut statement = work.db.prepare_cached(sql)?;
    let (record, text): (Vec<u8>, Vec<u8>) =
        statement.query_row([version], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok((unpack(&record)?, unpack(&text)?))
}

/// Bytes compressed with zstd.
pub(crate) fn pack(bytes: &[u8]) -> Done<Vec<u8>> {
    Ok(zstd::bulk::compress(bytes, LEVEL)?)
}

/// Bytes as they were; an error where they are damaged or unpack without end.
pub(crate) fn unpack(bytes: &[u8]) -> Done<Vec<u8>> {
    use std::io::Read;
    let mut out = Vec::new();
    zstd::Decoder::new(bytes)?.take(MOST as u64).read_to_end(&mut out)?;
    Ok(out)
}
