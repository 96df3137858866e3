//! The archive file: opened, made, brought up to date.

use crate::error::{ArchiveError, Done, Inner, WAIT};
use fnv::FnvHashMap;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// "Mzn1", by which SQLite's `application_id` tells an archive of ours from any other file.
const APPLICATION: i32 = 0x4d7a_6e31;
/// The steps from an empty file to today's schema. Steps are only ever added.
const STEPS: [&str; 5] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
];

/// The version of the schema that this program writes.
#[must_use]
pub fn schema() -> u32 {
    STEPS.len() as u32
}

/// What an archive is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Asking only: the file may lie in a folder that cannot be written to.
    Read,
    /// Adding; an archive that is not there is made.
    Write,
}

/// An archive of pages, records and what was counted from them, in one SQLite file.
pub struct Archive {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
    pub(crate) known: Known,
}

/// Ids of what rows refer to, as looked up so far.
#[derive(Default)]
pub(crate) struct Known {
    pub terms: FnvHashMap<String, i64>,
    pub outlets: FnvHashMap<String, i64>,
    pub actors: FnvHashMap<(String, String), i64>,
    pub places: FnvHashMap<String, i64>,
}

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    /// Where there is none to read, where the file is something else, damaged or newer than the program, or
    /// where it cannot be written to.
    pub fn open(path: &Path, access: Access) -> Result<Archive, ArchiveError> {
        if access == Access::Read && !path.exists() {
            return Err(ArchiveError::Absent(path.to_owned()));
        }
        let folder = path.parent().filter(|f| !f.as_os_str().is_empty());
        if access == Access::Write && folder.is_some_and(|f| !f.is_dir()) {
            return Err(ArchiveError::NoFolder(path.to_owned()));
        }
        if !is_sqlite(path) {
            return Err(ArchiveError::Foreign(path.to_owned()));
        }
        let db = connect(path, access).map_err(|e| e.at(path))?;
        let mut archive = Archive { db, path: path.to_owned(), known: Known::default() };
        archive.prepare(access)?;
        Ok(archive)
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn prepare(&mut self, access: Access) -> Result<(), ArchiveError> {
        let path = self.path.clone();
        let (application, version, objects) = self.head().map_err(|e| e.at(&path))?;
        let fresh = application == 0 && version == 0 && objects == 0;
        if !fresh && application != APPLICATION {
            return Err(ArchiveError::Foreign(path));
        }
        if version > schema() {
            return Err(ArchiveError::Newer { path, found: version, known: schema() });
        }
        match access {
            Access::Write => self.migrate().map_err(|e| e.at(&path)),
            Access::Read if version == schema() => Ok(()),
            Access::Read if fresh => Err(ArchiveError::Absent(path)),
            // Questions are written for today's schema.
            Access::Read => {
                self.db = connect(&path, Access::Write).map_err(|e| e.at(&path))?;
                self.migrate().map_err(|e| e.at(&path))
            }
        }
    }

    fn head(&self) -> Done<(i32, u32, u32)> {
        let one = |sql: &str| self.db.query_row(sql, [], |r| r.get(0));
        let application: i32 = one("PRAGMA application_id")?;
        let version = self.db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
        let objects = self.db.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))?;
        Ok((application, version, objects))
    }

    /// Takes the steps that are missing, each whole or not at all.
    fn migrate(&mut self) -> Done<()> {
        self.db.pragma_update(None, "journal_mode", "wal")?;
        self.db.pragma_update(None, "synchronous", "normal")?;
        migrate_to(&mut self.db, schema())
    }

    /// Does work as one transaction: all of it lands, or none.
    pub(crate) fn whole<T>(
        &mut self,
        work: impl FnOnce(&mut Work<'_>) -> Done<T>,
    ) -> Result<T, ArchiveError> {
        let done = transact(&mut self.db, &mut self.known, work);
        if done.is_err() {
            // Ids looked up in what was rolled back name nothing.
            self.known = Known::default();
        }
        done.map_err(|e| e.at(&self.path))
    }

    /// Asks something that changes nothing.
    pub(crate) fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> Done<T>,
    ) -> Result<T, ArchiveError> {
        question(&self.db).map_err(|e| e.at(&self.path))
    }

    /// What breaks off a question of this archive that takes too long, from another thread.
    pub fn interrupter(&self) -> impl Fn() + Send + Sync + use<> {
        let handle = self.db.get_interrupt_handle();
        move || handle.interrupt()
    }

    /// Bounds the file to so many pages, as a full disk would; for tests.
    ///
    /// # Errors
    /// Where the archive cannot be asked.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: i64) -> Result<(), ArchiveError> {
        self.ask(|db| Ok(db.pragma_update(None, "max_page_count", pages)?))
    }

    /// Makes an empty archive of an earlier schema; for tests of migrations.
    ///
    /// # Errors
    /// Where it cannot be written.
    #[doc(hidden)]
    pub fn of_schema(path: &Path, version: u32) -> Result<(), ArchiveError> {
        let made = connect(path, Access::Write).and_then(|mut db| migrate_to(&mut db, version));
        made.map_err(|e| e.at(path))
    }

    /// Checks the whole file for damage; every line is one finding, none where it is sound.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, ArchiveError> {
        self.ask(|db| {
            let mut rows = db.prepare("PRAGMA integrity_check(20)")?;
            let found: Vec<String> = rows.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            Ok(found.into_iter().filter(|line| line != "ok").collect())
        })
    }
}

/// A transaction with the ids known so far.
pub(crate) struct Work<'a> {
    pub db: &'a Connection,
    pub known: &'a mut Known,
}

fn transact<T>(
    db: &mut Connection,
    known: &mut Known,
    work: impl FnOnce(&mut Work<'_>) -> Done<T>,
) -> Done<T> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let out = work(&mut Work { db: &transaction, known })?;
    transaction.commit()?;
    Ok(out)
}

/// Brings a file of an earlier schema to `version`.
pub(crate) fn migrate_to(db: &mut Connection, version: u32) -> Done<()> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let now: u32 = transaction.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    for step in STEPS.iter().take(version as usize).skip(now as usize) {
        transaction.execute_batch(step)?;
    }
    if now < version {
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", version)?;
    }
    transaction.commit()?;
    Ok(())
}

fn connect(path: &Path, access: Access) -> Done<Connection> {
    let flags = match access {
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|db| configured(db, access));
    match opened {
        // In a folder that cannot be written to, SQLite cannot make the file that readers share.
        Err(e) if access == Access::Read && cannot_open(&e) => {
            Ok(configured(frozen(path)?, access)?)
        }
        other => Ok(other?),
    }
}

fn cannot_open(e: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly};
    matches!(e.sqlite_error_code(), Some(CannotOpen | ReadOnly))
}

fn frozen(path: &Path) -> rusqlite::Result<Connection> {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .flat_map(|c| match c {
            '%' => "%25".chars().collect::<Vec<_>>(),
            '?' => "%3f".chars().collect(),
            '#' => "%23".chars().collect(),
            c => vec![c],
        })
        .collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{escaped}?immutable=1"), flags)
}

fn configured(db: Connection, access: Access) -> rusqlite::Result<Connection> {
    db.busy_timeout(Duration::from_secs(WAIT))?;
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "mmap_size", 1i64 << 30)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.set_prepared_statement_cache_capacity(128);
    if access == Access::Read {
        // Fails here, not in the midst of a question, where the shared file cannot be made.
        db.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    }
    Ok(db)
}

/// Does a file start as SQLite's do? One that is not there, or is empty, may become an archive.
fn is_sqlite(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 16];
    let read = std::fs::File::open(path).and_then(|mut f| f.read(&mut head));
    match read {
        Ok(0) | Err(_) => !path.is_dir(),
        Ok(n) => head[..n] == b"SQLite format 3\0"[..n] && n == 16,
    }
}

impl Work<'_> {
    pub fn term(&mut self, text: &str) -> Done<i64> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(id) = self.known.terms.get(text) {
            return Ok(*id);
        }
        let id = interned(self.db, "term", "text", text)?;
        self.known.terms.insert(text.to_owned(), id);
        Ok(id)
    }

    pub fn outlet(&mut self, name: &str) -> Done<i64> {
        if let Some(id) = self.known.outlets.get(name) {
            return Ok(*id);
        }
        let id = interned(self.db, "outlet", "name", name)?;
        self.known.outlets.insert(name.to_owned(), id);
        Ok(id)
    }

    /// The row of what was read with these data by this program.
    pub fn run(&self, data: &str, program: &str) -> Done<i64> {
        self.db.execute(
            "INSERT OR IGNORE INTO run(data, program) VALUES(?1, ?2)",
            params![data, program],
        )?;
        let sql = "SELECT id FROM run WHERE data = ?1 AND program = ?2";
        Ok(self.db.query_row(sql, params![data, program], |r| r.get(0))?)
    }
}

fn interned(db: &Connection, table: &str, column: &str, value: &str) -> Done<i64> {
    let found = format!("SELECT id FROM {table} WHERE {column} = ?1");
    let mut statement = db.prepare_cached(&found)?;
    let mut rows = statement.query([value])?;
    if let Some(row) = rows.next()? {
        return Ok(row.get(0)?);
    }
    db.prepare_cached(&format!("INSERT INTO {table}({column}) VALUES(?1)"))?.execute([value])?;
    Ok(db.last_insert_rowid())
}

impl From<std::num::TryFromIntError> for Inner {
    fn from(e: std::num::TryFromIntError) -> Self {
        Inner::Question(e.to_string())
    }
}
