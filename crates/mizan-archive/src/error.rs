//! What can go wrong with an archive, in words that say what to do.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// Why an archive could not do what was asked. Nothing that had landed before is lost by any of these.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum ArchiveError {
    #[error(
        "{0}: the folder that it should lie in does not exist; make it first, or name another with --archive"
    )]
    NoFolder(PathBuf),
    #[error(
        "{0}: there is no archive here; `mizan add PATH` makes one, --archive FILE names another"
    )]
    Absent(PathBuf),
    #[error(
        "{0}: a file of something else, not an archive of Mizan; it was left as it is. Name another with --archive"
    )]
    Foreign(PathBuf),
    #[error(
        "{path}: written by a newer Mizan (schema {found}, this program knows {known}); update the program"
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error(
        "{path}: the archive is damaged ({detail}); keep a copy, then restore a back-up or `mizan add` the pages into a new archive"
    )]
    Damaged { path: PathBuf, detail: String },
    #[error(
        "{0}: the disk is full; what had landed before is whole, the rest can be added again once there is room"
    )]
    Full(PathBuf),
    #[error(
        "{0}: cannot be written to (read-only file or folder); copy it elsewhere or name another with --archive"
    )]
    ReadOnly(PathBuf),
    #[error(
        "the question took too long and was broken off; ask for less: a shorter time, a type, an actor"
    )]
    Long,
    #[error(
        "{0}: another program is writing to the archive; waited {WAIT} seconds, try again when it is done"
    )]
    Busy(PathBuf),
    #[error("{path}: {detail}")]
    Other { path: PathBuf, detail: String },
    #[error("{0}")]
    Question(String),
    #[error("{path}: cannot be written: {source}")]
    Output { path: PathBuf, source: std::io::Error },
}

/// Seconds that a writer waits for another.
pub(crate) const WAIT: u64 = 30;

/// A failure inside the archive, before its path is known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Inner {
    #[error("{0}")]
    Sql(#[from] rusqlite::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Sign(#[from] postcard::Error),
    #[error("{0}")]
    Question(String),
}

pub(crate) type Done<T> = Result<T, Inner>;

impl Inner {
    /// The same with the archive's path, in words for its user.
    pub(crate) fn at(self, path: &Path) -> ArchiveError {
        let path = path.to_owned();
        match self {
            Inner::Question(words) => ArchiveError::Question(words),
            Inner::Sql(e) => sql(&e, path),
            Inner::Json(e) => ArchiveError::Damaged { path, detail: e.to_string() },
            Inner::Sign(e) => ArchiveError::Damaged { path, detail: e.to_string() },
            Inner::Io(e) => ArchiveError::Damaged { path, detail: e.to_string() },
        }
    }
}

fn sql(e: &rusqlite::Error, path: PathBuf) -> ArchiveError {
    match e.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => ArchiveError::Busy(path),
        Some(ErrorCode::OperationInterrupted) => ArchiveError::Long,
        Some(ErrorCode::DiskFull) => ArchiveError::Full(path),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            ArchiveError::ReadOnly(path)
        }
        Some(ErrorCode::NotADatabase) => ArchiveError::Foreign(path),
        Some(ErrorCode::DatabaseCorrupt) => ArchiveError::Damaged { path, detail: e.to_string() },
        _ => ArchiveError::Other { path, detail: e.to_string() },
    }
}
