//! Archives opened for asking, shared by all who read, and the one that writes.

use crate::error::{Web, WebError};
use mizan_archive::{Access, Archive, ArchiveError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// Questions asked at once: more wait their turn, so that many readers cannot exhaust the machine.
fn most() -> usize {
    std::thread::available_parallelism().map_or(4, |n| n.get() * 2)
}

/// A question may take so long.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(20);

/// Questions go to an idle archive of the pool; changes go one after another.
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Archive>>,
    permits: Semaphore,
    writer: tokio::sync::Mutex<()>,
}

impl Pool {
    pub fn new(path: &Path) -> Arc<Pool> {
        Arc::new(Pool {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
            permits: Semaphore::new(most()),
            writer: tokio::sync::Mutex::new(()),
        })
    }

    fn take(&self) -> Result<Archive, ArchiveError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| Archive::open(&self.path, Access::Read), Ok)
    }

    fn give(&self, archive: Archive) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(archive);
    }

    /// Asks the archive something, on a thread that may wait. A question that takes too long is broken off.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&Archive) -> Result<T, ArchiveError> + Send + 'static,
    ) -> Web<T> {
        let _permit = self.permits.acquire().await.map_err(|_| WebError::closing())?;
        let pool = self.clone();
        let (tell, told) = tokio::sync::oneshot::channel();
        let mut done = tokio::task::spawn_blocking(move || {
            let archive = pool.take()?;
            // Nobody may listen any more: then nothing breaks it off.
            let _ = tell.send(archive.interrupter());
            let answer = question(&archive);
            pool.give(archive);
            answer
        });
        let answer = match tokio::time::timeout(LONGEST, &mut done).await {
            Ok(answer) => answer,
            Err(_) => {
                if let Ok(interrupt) = told.await {
                    interrupt();
                }
                done.await
            }
        };
        Ok(answer.map_err(|_| WebError::broken())??)
    }

    /// Changes the archive; changes wait for one another.
    pub async fn change<T: Send + 'static>(
        self: &Arc<Self>,
        change: impl FnOnce(&mut Archive) -> Result<T, ArchiveError> + Send + 'static,
    ) -> Web<T> {
        let _turn = self.writer.lock().await;
        let path = self.path.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut archive = Archive::open(&path, Access::Write)?;
            change(&mut archive)
        });
        Ok(done.await.map_err(|_| WebError::broken())??)
    }
}
