//! Files of language data: a small copy of `data/`, in which one file is replaced.

use crate::{root, scratch};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Rows of a table that are kept: the point is how files are read, not how large they are.
const ROWS: usize = 10;

/// The copy, and its files in the order of their names.
static COPY: LazyLock<(PathBuf, Vec<PathBuf>)> = LazyLock::new(|| {
    let to = scratch("data");
    let mut files = Vec::new();
    copy(&root().join("data"), &to, &mut files);
    files.sort();
    (to, files)
});

fn copy(from: &Path, to: &Path, files: &mut Vec<PathBuf>) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("data").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to, files);
        } else if let Ok(text) = std::fs::read_to_string(&from) {
            std::fs::write(&to, shortened(&from, &text)).expect("a copy");
            files.push(to);
        }
    }
}

fn shortened(path: &Path, text: &str) -> String {
    let table = path.extension().is_some_and(|e| e == "tsv");
    let frame = path.parent().is_some_and(|p| p.ends_with("frame"));
    if frame && !path.ends_with("assault.toml") {
        return String::new();
    }
    if table { text.split_inclusive('\n').take(ROWS).collect() } else { text.to_owned() }
}

/// The first two bytes name the file, the rest is what stands in it.
pub fn data(bytes: &[u8]) {
    let Some((head, body)) = bytes.split_at_checked(2) else { return };
    let (folder, files) = &*COPY;
    let file = &files[usize::from(u16::from_le_bytes([head[0], head[1]])) % files.len()];
    let before = std::fs::read(file).expect("the copy");
    std::fs::write(file, body).expect("the copy");
    match mizan_data::compile(&folder.join("ar")) {
        Ok(packed) => drop(mizan_data::Knowledge::load(&packed).expect("what was compiled loads")),
        Err(errors) => errors.iter().for_each(|e| assert!(!e.to_string().is_empty())),
    }
    std::fs::write(file, before).expect("the copy");
}

/// A seed for each kind of file: its number and what stands in it.
#[must_use]
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let (_, files) = &*COPY;
    let numbered = files.iter().enumerate().filter_map(|(n, file)| {
        let mut bytes = u16::try_from(n).ok()?.to_le_bytes().to_vec();
        bytes.extend(std::fs::read(file).ok()?.into_iter().take(4096));
        Some((format!("{n:03}"), bytes))
    });
    numbered.collect()
}
