//! What to read: files, the files of folders, standard input. What a file holds, `mizan-input` tells.

use mizan_code::Reader;
pub use mizan_input::{Doc, Documents};
use mizan_input::{ENDINGS, MOST};
use mizan_page::{Document, Page, warc};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Folders nested deeper are not entered.
const DEEPEST: usize = 32;

/// One thing to read, of one document or many.
#[derive(Debug, Clone)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

/// A document as a page.
pub fn page(doc: &Doc, reader: &Reader) -> Page {
    let mut page = reader.document(Document {
        bytes: &doc.bytes,
        name: Some(&doc.origin),
        content_type: doc.content_type.as_deref(),
        entry: None,
    });
    if let Some(date) = doc.published {
        page.published = Some(mizan_page::Published::given(date));
    }
    page
}

/// The page that an argument names: a file, or `-` for standard input.
pub fn named_page(reader: &Reader, file: &std::path::Path) -> Result<Page, crate::Failure> {
    let input = if file.as_os_str() == "-" { Input::Stdin } else { Input::File(file.to_owned()) };
    let bytes = input
        .bytes()
        .map_err(|e| crate::Failure::Data(format!("{}: cannot be read: {e}", input.name())))?;
    Ok(reader.page(&bytes, Some(&input.name())))
}

impl Input {
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::File(path) => path.display().to_string(),
        }
    }

    /// The bytes of a single document, at most [`MOST`] of them.
    pub fn bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        warc::unpacked(self.open()?)?.take(MOST).read_to_end(&mut out)?;
        Ok(out)
    }

    fn open(&self) -> std::io::Result<Box<dyn Read>> {
        Ok(match self {
            Input::Stdin => Box::new(std::io::stdin().lock()),
            Input::File(path) => Box::new(File::open(path)?),
        })
    }

    /// Its documents, streamed.
    pub fn documents(&self) -> Documents {
        let name = self.name();
        match self.open() {
            Ok(stream) => mizan_input::documents(&name, stream),
            Err(e) => Box::new(std::iter::once(Err(format!("{name}: cannot be read: {e}")))),
        }
    }
}

/// What was found of the paths named, and what could not be opened.
#[derive(Default)]
pub struct Found {
    pub inputs: Vec<Input>,
    pub errors: Vec<String>,
}

impl Found {
    /// The documents of all inputs, one input open at a time.
    pub fn documents(self) -> Documents {
        Box::new(self.inputs.into_iter().flat_map(|i| i.documents()))
    }
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
            continue;
        }
        let input = Input::File(path);
        if ENDINGS.contains(&mizan_input::ending(&input.name()).as_str()) {
            found.inputs.push(input);
        }
    }
}
