//! What to read: files, the files of folders, standard input. Sizes are bounded.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// More bytes than this of one input are not taken in; the page says that it was cut.
const MOST: u64 = mizan_page::MAX_TEXT as u64 + 1;
/// Folders nested deeper are not entered.
const DEEPEST: usize = 32;
/// Endings of the documents that a folder is searched for.
const ENDINGS: [&str; 6] = ["txt", "html", "htm", "md", "xhtml", "text"];

/// One thing to read.
#[derive(Debug, Clone)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

impl Input {
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// The bytes, at most [`MOST`] of them.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self {
            Input::Stdin => std::io::stdin().lock().take(MOST).read_to_end(&mut out)?,
            Input::File(path) => File::open(path)?.take(MOST).read_to_end(&mut out)?,
        };
        Ok(out)
    }
}

/// What was found of the paths named, and what could not be opened.
#[derive(Default)]
pub struct Found {
    pub inputs: Vec<Input>,
    pub errors: Vec<String>,
}

/// Files in the order named; of folders the documents by name, hidden ones left out.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            found.inputs.push(Input::Stdin);
        } else if path.is_dir() {
            folder(path, 0, &mut found);
        } else {
            found.inputs.push(Input::File(path.clone()));
        }
    }
    found
}

fn folder(dir: &Path, depth: usize, found: &mut Found) {
    if depth > DEEPEST {
        found.errors.push(format!(
            "{}: nested more than {DEEPEST} folders deep, not entered",
            dir.display()
        ));
        return;
    }
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) => {
            found.errors.push(format!("{}: folder cannot be read: {e}", dir.display()));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().and_then(|n| n.to_str()).is_some_and(|n| n.starts_with('.'));
        if hidden || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            folder(&path, depth + 1, found);
        } else if path
            .extension()
            .and_then(|e| e.to_str())
            .is_some_and(|e| ENDINGS.contains(&e.to_ascii_lowercase().as_str()))
        {
            found.inputs.push(Input::File(path));
        }
    }
}
