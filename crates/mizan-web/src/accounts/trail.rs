//! The trail: every change, sign-in and export, with who and when; nothing is ever taken from it.

use super::{AccountError, Accounts};
use rusqlite::params;
use serde::Serialize;

/// What is to be put on the trail.
#[derive(Debug, Clone)]
pub struct Entry<'e> {
    /// The moment, after RFC 3339.
    pub at: &'e str,
    /// Who, by account; empty where nobody had signed in.
    pub who: &'e str,
    /// From which address.
    pub address: &'e str,
    /// Method and path.
    pub what: &'e str,
    /// The HTTP status that it was answered with.
    pub status: u16,
}

/// A line of the trail.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[allow(missing_docs)]
pub struct Seen {
    pub at: String,
    pub who: String,
    pub address: String,
    pub what: String,
    pub status: u16,
}

impl Accounts {
    /// Puts a line on the trail.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn put(&self, e: &Entry<'_>) -> Result<(), AccountError> {
        let sql = "INSERT INTO trail(at, who, address, what, status) VALUES(?1, ?2, ?3, ?4, ?5)";
        let what: String = e.what.chars().take(500).collect();
        let row = params![e.at, e.who, e.address, what, e.status];
        self.ask(|db| db.prepare_cached(sql)?.execute(row)).map(|_| ())
    }

    /// The trail, the latest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn trail(&self, limit: usize, skip: usize) -> Result<Vec<Seen>, AccountError> {
        self.ask(|db| {
            let sql = "SELECT at, who, address, what, status FROM trail ORDER BY id DESC LIMIT ?1 OFFSET ?2";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![limit as i64, skip as i64], |r| {
                Ok(Seen { at: r.get(0)?, who: r.get(1)?, address: r.get(2)?, what: r.get(3)?, status: r.get(4)? })
            })?;
            rows.collect()
        })
    }
}
