//! Who may come in: accounts with a role, passwords by Argon2id, tokens, sessions, and the trail of what was done.
//!
//! Accounts lie in a file of their own beside the archive (`mizan.db.accounts`): an archive is handed on, what lets
//! people in is not.

mod secret;
mod trail;

pub use trail::{Entry, Seen};

use rusqlite::{Connection, OptionalExtension, params};
use secret::{hashed, random, verified};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a person may do; each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads.
    Reader,
    /// Also adds pages, corrects and judges.
    Coder,
    /// Also settles what coders differ in, rules on stories, names actors, makes queues, and sees the trail.
    Editor,
}

impl Role {
    /// The role of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Role> {
        [Role::Reader, Role::Coder, Role::Editor].into_iter().find(|r| r.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Coder => "coder",
            Role::Editor => "editor",
        }
    }
}

/// Why accounts could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum AccountError {
    #[error("{0}: the file of accounts cannot be used: {1}")]
    Store(PathBuf, rusqlite::Error),
    #[error("a name has 1 to 40 letters, digits, dots, hyphens or underscores; «{0}» has not")]
    Name(String),
    #[error("there is an account «{0}» already")]
    Taken(String),
    #[error("there is no account «{0}»; `mizan user list` lists them")]
    Unknown(String),
    #[error("a password has 10 to 256 characters")]
    Password,
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Account {
    pub name: String,
    pub role: Role,
    pub made: String,
    /// May it sign in by a password, by a token?
    pub password: bool,
    pub token: bool,
}

/// A session that was opened: what the browser keeps, and what its forms carry.
#[derive(Debug, Clone)]
pub struct Session {
    /// The secret of the cookie; only its hash is kept.
    pub secret: String,
    /// The token that forms carry.
    pub csrf: String,
}

/// Who a session or a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Known {
    pub name: String,
    pub role: Role,
    /// The token of its forms; none where a program signed in by a token of its own.
    pub csrf: Option<String>,
}

/// Seconds without a request after which a session ends, and after which it ends in any case.
const IDLE: i64 = 12 * 3600;
const LONGEST: i64 = 7 * 24 * 3600;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS account(
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, password TEXT,
  token BLOB UNIQUE, made TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS session(
  hash BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  csrf TEXT NOT NULL, made INTEGER NOT NULL, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trail(
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, what TEXT NOT NULL,
  status INTEGER NOT NULL) STRICT;
";

/// The file of accounts.
pub struct Accounts {
    db: Mutex<Connection>,
    path: PathBuf,
}

impl Accounts {
    /// Where the accounts of an archive lie.
    #[must_use]
    pub fn path_for(archive: &Path) -> PathBuf {
        let mut name = archive.as_os_str().to_owned();
        name.push(".accounts");
        PathBuf::from(name)
    }

    /// Opens the file, making it where there is none; only its owner may read it.
    ///
    /// # Errors
    /// Where it cannot be made or is something else.
    pub fn open(path: &Path) -> Result<Accounts, AccountError> {
        let fail = |e| AccountError::Store(path.to_owned(), e);
        let db = Connection::open(path).map_err(fail)?;
        private(path);
        let accounts = Accounts { db: Mutex::new(db), path: path.to_owned() };
        accounts.prepare()?;
        Ok(accounts)
    }

    /// Accounts that are kept nowhere: for a folder that cannot be written to, opened on this machine alone.
    ///
    /// # Errors
    /// Where memory cannot be had.
    pub fn in_memory() -> Result<Accounts, AccountError> {
        let path = PathBuf::from(":memory:");
        let db = Connection::open_in_memory().map_err(|e| AccountError::Store(path.clone(), e))?;
        let accounts = Accounts { db: Mutex::new(db), path };
        accounts.prepare()?;
        Ok(accounts)
    }

    fn prepare(&self) -> Result<(), AccountError> {
        self.ask(|db| {
            db.busy_timeout(Duration::from_secs(5))?;
            db.pragma_update(None, "journal_mode", "wal")?;
            db.pragma_update(None, "synchronous", "normal")?;
            db.pragma_update(None, "foreign_keys", true)?;
            db.execute_batch(SCHEMA)
        })
    }

    fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask<T>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, AccountError> {
        question(&self.db()).map_err(|e| AccountError::Store(self.path.clone(), e))
    }

    /// Makes an account with a password.
    ///
    /// # Errors
    /// Where the name is none or taken, or the password too short.
    pub fn add(
        &self,
        name: &str,
        role: Role,
        password: &str,
        at: &str,
    ) -> Result<(), AccountError> {
        let hash = hashed(password)?;
        self.insert(name, role, at, Some(&hash), None)
    }

    /// Makes an account that signs in by a token, which is given back and kept nowhere.
    ///
    /// # Errors
    /// Where the name is none or taken.
    pub fn add_with_token(&self, name: &str, role: Role, at: &str) -> Result<String, AccountError> {
        let token = format!("mzn_{}", random());
        self.insert(name, role, at, None, Some(&secret::digest(&token)))?;
        Ok(token)
    }

    fn insert(
        &self,
        name: &str,
        role: Role,
        at: &str,
        password: Option<&str>,
        token: Option<&[u8]>,
    ) -> Result<(), AccountError> {
        let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
        if !(1..=40).contains(&name.chars().count()) || !name.chars().all(plain) {
            return Err(AccountError::Name(name.to_owned()));
        }
        let sql = "INSERT OR IGNORE INTO account(name, role, password, token, made)
                   VALUES(?1, ?2, ?3, ?4, ?5)";
        let row = params![name, role.name(), password, token, at];
        match self.ask(|db| db.execute(sql, row))? {
            0 => Err(AccountError::Taken(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn list(&self) -> Result<Vec<Account>, AccountError> {
        self.ask(|db| {
            let sql = "SELECT name, role, made, password IS NOT NULL, token IS NOT NULL FROM account ORDER BY name";
            let mut statement = db.prepare(sql)?;
            let rows = statement.query_map([], |r| {
                let role: String = r.get(1)?;
                Ok(Account {
                    name: r.get(0)?,
                    role: Role::named(&role).unwrap_or(Role::Reader),
                    made: r.get(2)?,
                    password: r.get(3)?,
                    token: r.get(4)?,
                })
            })?;
            rows.collect()
        })
    }

    fn changed(&self, name: &str, sql: &str, value: &str) -> Result<(), AccountError> {
        match self.ask(|db| db.execute(sql, params![name, value]))? {
            0 => Err(AccountError::Unknown(name.to_owned())),
            _ => self.end_sessions(name),
        }
    }

    /// Gives an account another password and ends its sessions.
    ///
    /// # Errors
    /// Where there is no such account or the password is too short.
    pub fn set_password(&self, name: &str, password: &str) -> Result<(), AccountError> {
        let hash = hashed(password)?;
        self.changed(name, "UPDATE account SET password = ?2 WHERE name = ?1", &hash)
    }

    /// Gives an account another role and ends its sessions.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn set_role(&self, name: &str, role: Role) -> Result<(), AccountError> {
        self.changed(name, "UPDATE account SET role = ?2 WHERE name = ?1", role.name())
    }

    /// Takes an account away; what it did stays on record under its name.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn remove(&self, name: &str) -> Result<(), AccountError> {
        self.changed(name, "DELETE FROM account WHERE name = ?1 AND ?2 = ''", "")
    }

    fn end_sessions(&self, name: &str) -> Result<(), AccountError> {
        let sql = "DELETE FROM session WHERE account IN (SELECT id FROM account WHERE name = ?1)";
        self.ask(|db| db.execute(sql, [name])).map(|_| ())
    }

    /// Opens a session where name and password fit; none where they don't. Takes as long for a name that is not there.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub fn sign_in(
        &self,
        name: &str,
        password: &str,
        now: i64,
    ) -> Result<Option<Session>, AccountError> {
        let sql = "SELECT id, password FROM account WHERE name = ?1";
        let found: Option<(i64, Option<String>)> =
            self.ask(|db| db.query_row(sql, [name], |r| Ok((r.get(0)?, r.get(1)?))).optional())?;
        let hash = found.as_ref().and_then(|f| f.1.as_deref());
        // A name that is not there is checked against a hash of nobody's.
        let fits = verified(password, hash);
        let Some((account, _)) = found.filter(|_| fits) else { return Ok(None) };
        let session = Session { secret: random(), csrf: random() };
        self.ask(|db| {
            db.execute(
                "DELETE FROM session WHERE seen < ?1 OR made < ?2",
                [now - IDLE, now - LONGEST],
            )?;
            let sql =
                "INSERT INTO session(hash, account, csrf, made, seen) VALUES(?1, ?2, ?3, ?4, ?4)";
            db.execute(sql, params![secret::digest(&session.secret), account, session.csrf, now])
        })?;
        Ok(Some(session))
    }

    /// Whom the secret of a cookie stands for, and that it was seen.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub fn session(&self, secret: &str, now: i64) -> Result<Option<Known>, AccountError> {
        let sql = "SELECT a.name, a.role, s.csrf, s.seen FROM session s JOIN account a ON a.id = s.account
                   WHERE s.hash = ?1 AND s.seen >= ?2 AND s.made >= ?3";
        let hash = secret::digest(secret);
        let found = self.ask(|db| {
            let row = params![hash, now - IDLE, now - LONGEST];
            db.prepare_cached(sql)?
                .query_row(row, |r| {
                    Ok((
                        r.get::<_, String>(0)?,
                        r.get::<_, String>(1)?,
                        r.get(2)?,
                        r.get::<_, i64>(3)?,
                    ))
                })
                .optional()
        })?;
        let Some((name, role, csrf, seen)) = found else { return Ok(None) };
        // Once a minute is enough to know that it is in use.
        if now - seen > 60 {
            let sql = "UPDATE session SET seen = ?2 WHERE hash = ?1";
            self.ask(|db| db.execute(sql, params![hash, now]))?;
        }
        let role = Role::named(&role).unwrap_or(Role::Reader);
        Ok(Some(Known { name, role, csrf: Some(csrf) }))
    }

    /// Whom a token stands for.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub fn token(&self, token: &str) -> Result<Option<Known>, AccountError> {
        let sql = "SELECT name, role FROM account WHERE token = ?1";
        let found = self.ask(|db| {
            let get = |r: &rusqlite::Row<'_>| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?));
            db.query_row(sql, [secret::digest(token)], get).optional()
        })?;
        Ok(found.map(|(name, role)| Known {
            name,
            role: Role::named(&role).unwrap_or(Role::Reader),
            csrf: None,
        }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Where the file cannot be used.
    pub fn sign_out(&self, secret: &str) -> Result<(), AccountError> {
        let hash = secret::digest(secret);
        self.ask(|db| db.execute("DELETE FROM session WHERE hash = ?1", [hash])).map(|_| ())
    }
}

/// Lets only the owner read a file, where the system knows of owners.
fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A file that cannot be changed is told when it is written to.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    }
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts() -> Accounts {
        Accounts::in_memory().expect("a store")
    }

    #[test]
    fn a_password_opens_a_session_that_ends() {
        let a = accounts();
        a.add("huda", Role::Coder, "a long password", "t").expect("added");
        assert!(a.sign_in("huda", "a long passworD", 0).expect("asked").is_none());
        assert!(a.sign_in("nobody", "a long password", 0).expect("asked").is_none());
        let s = a.sign_in("HUDA", "a long password", 1000).expect("asked").expect("a session");
        let known = a.session(&s.secret, 1000 + IDLE - 1).expect("asked").expect("known");
        assert_eq!(
            (known.name.as_str(), known.role, known.csrf),
            ("huda", Role::Coder, Some(s.csrf))
        );
        assert!(a.session("wrong", 1000).expect("asked").is_none());
        assert!(a.session(&s.secret, 1000 + LONGEST + 1).expect("asked").is_none());
        a.sign_out(&s.secret).expect("signed out");
        assert!(a.session(&s.secret, 1001).expect("asked").is_none());
    }

    #[test]
    fn another_password_or_role_ends_sessions() {
        let a = accounts();
        a.add("omar", Role::Reader, "first password", "t").expect("added");
        let s = a.sign_in("omar", "first password", 0).expect("asked").expect("a session");
        a.set_password("omar", "second password").expect("changed");
        assert!(a.session(&s.secret, 1).expect("asked").is_none());
        assert!(a.sign_in("omar", "first password", 2).expect("asked").is_none());
        let s = a.sign_in("omar", "second password", 2).expect("asked").expect("a session");
        a.set_role("omar", Role::Editor).expect("changed");
        assert!(a.session(&s.secret, 3).expect("asked").is_none());
        a.remove("omar").expect("removed");
        assert!(matches!(a.remove("omar"), Err(AccountError::Unknown(_))));
    }

    #[test]
    fn tokens_are_kept_as_hashes() {
        let a = accounts();
        let token = a.add_with_token("importer", Role::Coder, "t").expect("added");
        let known = a.token(&token).expect("asked").expect("known");
        assert_eq!((known.role, known.csrf), (Role::Coder, None));
        assert!(a.token("mzn_other").expect("asked").is_none());
        let kept: Vec<u8> =
            a.ask(|db| db.query_row("SELECT token FROM account", [], |r| r.get(0))).expect("kept");
        assert!(!kept.windows(8).any(|w| token.as_bytes().windows(8).any(|t| t == w)));
    }

    #[test]
    fn names_and_passwords_that_are_none() {
        let a = accounts();
        assert!(matches!(
            a.add("", Role::Coder, "a long password", "t"),
            Err(AccountError::Name(_))
        ));
        assert!(matches!(
            a.add("a b", Role::Coder, "a long password", "t"),
            Err(AccountError::Name(_))
        ));
        assert!(matches!(a.add("x", Role::Coder, "short", "t"), Err(AccountError::Password)));
        a.add("هدى", Role::Coder, "كلمة سر طويلة", "t").expect("Arabic names and passwords");
        assert!(matches!(
            a.add("هدى", Role::Coder, "a long password", "t"),
            Err(AccountError::Taken(_))
        ));
    }
}
