//! What must hold for any bytes: one function for each kind of foreign input, which `fuzz/` calls with random ones.
//!
//! No panic; every span inside the text and on borders of characters; the words of a mention are those at its span;
//! the same bytes give the same record on every thread; the server never answers 500.

#![allow(clippy::panic)] // to panic is how a property says that it does not hold

mod api;
mod archive;
pub mod clock;
mod data;
mod page;
mod spans;

pub use api::api;
pub use archive::archive;
pub use data::{data, seeds as data_seeds};
pub use page::{feed, html, jsonl, text, warc};

use mizan_code::Reader;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The reader that all targets share.
pub static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().expect("built-in data"));

/// A folder in memory where there is one, for this process.
fn scratch(name: &str) -> PathBuf {
    let shm = PathBuf::from("/dev/shm");
    let base = if shm.is_dir() { shm } else { std::env::temp_dir() };
    let folder = base.join(format!("mizan-fuzz-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder in memory");
    folder
}

/// The repository's root.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The archive that server and archive are tried on: the samples.
fn archive_at(path: &std::path::Path) {
    use mizan_archive::{Access, Archive, Material, Stamp};
    let _ = std::fs::remove_file(path);
    let mut archive = Archive::open(path, Access::Write).expect("an archive");
    let stamp = Stamp { program: "fuzz".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() };
    let mut files: Vec<_> = std::fs::read_dir(root().join("samples"))
        .expect("samples")
        .flatten()
        .map(|e| e.path())
        .collect();
    files.sort();
    for file in files.iter().filter(|f| f.is_file()) {
        let bytes = std::fs::read(file).expect("a sample");
        let origin = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let material = Material { origin, bytes, ..Material::default() };
        let reading = material.read(&READER);
        archive.add(&[(&material, &reading)], &stamp).expect("added");
    }
    archive.gather().expect("stories");
}
