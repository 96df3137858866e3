//! Back-ups: a sound copy of an archive while others read and write it, and a copy put back in its place.

use crate::archive::{Access, Archive};
use crate::error::ArchiveError;
use std::path::{Path, PathBuf};

impl Archive {
    /// Writes a copy of the archive as it stands now to a file that is not there yet. Others may read and write
    /// meanwhile: the copy is of one moment. Out: bytes of the copy, after it was checked for damage.
    ///
    /// # Errors
    /// Where the file is there already, cannot be written, or the copy is not sound.
    pub fn back_up(&self, to: &Path) -> Result<u64, ArchiveError> {
        if to.exists() {
            let words = format!("{} is there already; name a file that is not", to.display());
            return Err(ArchiveError::Question(words));
        }
        let part = beside(to, "part");
        let _ = std::fs::remove_file(&part);
        let name = part.to_string_lossy().into_owned();
        let copied = self.ask(|db| Ok(db.execute("VACUUM INTO ?1", [name]).map(|_| ())?));
        let done = copied.and_then(|()| sound(&part)).and_then(|()| moved(&part, to));
        if done.is_err() {
            // What is left of it is of no use.
            let _ = std::fs::remove_file(&part);
        }
        done?;
        Ok(std::fs::metadata(to).map_or(0, |m| m.len()))
    }
}

/// Puts a back-up in an archive's place, once it was checked. What stood there is kept beside it, under the name that comes
/// out; nobody else may have it open.
///
/// # Errors
/// Where the back-up is none or not sound, something stands in the place and `replace` is not given, it is in use, or
/// it cannot be written.
pub fn restore(from: &Path, to: &Path, replace: bool) -> Result<Option<PathBuf>, ArchiveError> {
    sound(from)?;
    let stands = to.exists();
    if stands && !replace {
        let words = format!(
            "{} is there already; --replace keeps it beside and takes its place",
            to.display()
        );
        return Err(ArchiveError::Question(words));
    }
    let part = beside(to, "part");
    std::fs::copy(from, &part).map_err(|e| failed(&part, e))?;
    let synced = std::fs::File::open(&part).and_then(|f| f.sync_all());
    synced.map_err(|e| failed(&part, e))?;
    let kept = stands.then(|| beside(to, "before"));
    if let Some(kept) = &kept {
        set_aside(to, kept)?;
    }
    moved(&part, to)?;
    Ok(kept)
}

/// Moves the archive that stands there aside: whole, with nothing left in its journal.
fn set_aside(to: &Path, kept: &Path) -> Result<(), ArchiveError> {
    if let Ok(archive) = Archive::open(to, Access::Write) {
        archive.ask(|db| {
            let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
            if busy != 0 {
                let words = "the archive is in use; end `mizan serve` and imports first";
                return Err(crate::error::Inner::Question(words.to_owned()));
            }
            Ok(())
        })?;
    }
    for ending in ["-wal", "-shm"] {
        let mut name = to.as_os_str().to_owned();
        name.push(ending);
        // An empty journal of the old file must not be taken for the new one's.
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
    moved(to, kept)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn failed(path: &Path, source: std::io::Error) -> ArchiveError {
    ArchiveError::Output { path: path.to_owned(), source }
}

fn moved(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    std::fs::rename(from, to).map_err(|e| failed(to, e))
}

/// Is it an archive without damage?
fn sound(path: &Path) -> Result<(), ArchiveError> {
    let found = Archive::open(path, Access::Read)?.check()?;
    match found.into_iter().next() {
        None => Ok(()),
        Some(detail) => Err(ArchiveError::Damaged { path: path.to_owned(), detail }),
    }
}
