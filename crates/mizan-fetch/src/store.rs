//! What was fetched, as bytes: `DIR/host/hash.warc.gz`, one file an address, one record a fetch that
//! brought something new. Any WARC tool reads the files, and so does `mizan read DIR`.

use mizan_page::warc::{self, Response};
use std::fs::{self, File, OpenOptions};
use std::hash::Hasher;
use std::io;
use std::path::PathBuf;

/// A folder of what was fetched.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// A store in a folder, which is made when the first document is kept.
    #[must_use]
    pub fn new(folder: PathBuf) -> Store {
        Store { folder }
    }

    /// The file of an address.
    #[must_use]
    pub fn path(&self, address: &str) -> PathBuf {
        let host = url::Url::parse(address).ok().and_then(|u| u.host_str().map(str::to_owned));
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let host: String =
            host.unwrap_or_default().chars().filter(|c| safe(*c)).take(100).collect();
        let host = host.trim_matches('.').to_owned();
        let mut hash = fnv::FnvHasher::default();
        hash.write(address.as_bytes());
        self.folder.join(host).join(format!("{:016x}.warc.gz", hash.finish()))
    }

    /// The last document kept of an address.
    #[must_use]
    pub fn last(&self, address: &str) -> Option<Response> {
        let file = File::open(self.path(address)).ok()?;
        warc::open(file).ok()?.map_while(Result::ok).last()
    }

    /// Adds a document to its address's file.
    ///
    /// # Errors
    /// Where the folder or the file cannot be written.
    pub fn keep(&self, address: &str, response: &Response) -> io::Result<()> {
        if self.last(address).is_some_and(|l| l.body == response.body) {
            return Ok(());
        }
        let path = self.path(address);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // A record goes in whole or not at all.
        let mut record = Vec::new();
        warc::write(&mut record, response)?;
        io::Write::write_all(&mut OpenOptions::new().create(true).append(true).open(path)?, &record)
    }
}
