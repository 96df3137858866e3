//! What to read: files, the files of folders, standard input; of archives (WARC) and of lines of JSON each
//! document. Everything is streamed, and sizes are bounded.

use mizan_code::Reader;
use mizan_page::{Document, Page, warc};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// More bytes than this of one document are not taken in; the page says that it was cut.
const MOST: u64 = mizan_page::MAX_TEXT as u64 + 1;
/// The longest line of JSON: a document with every letter escaped.
const LINE: u64 = 6 * MOST;
/// Folders nested deeper are not entered.
const DEEPEST: usize = 32;
/// Endings of the documents that a folder is searched for; each may be followed by `.gz`.
const ENDINGS: [&str; 9] = ["txt", "html", "htm", "md", "xhtml", "text", "warc", "jsonl", "ndjson"];

/// One thing to read, of one document or many.
#[derive(Debug, Clone)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

/// A document with what is known of it.
#[derive(Debug, Default)]
pub struct Doc {
    /// What to call it in the output.
    pub name: String,
    /// Where it came from, or its file's name.
    pub origin: String,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
    /// The day it was published, as the caller says.
    pub published: Option<jiff::civil::Date>,
}

impl Doc {
    pub fn page(&self, reader: &Reader) -> Page {
        let mut page = reader.document(Document {
            bytes: &self.bytes,
            name: Some(&self.origin),
            content_type: self.content_type.as_deref(),
            entry: None,
        });
        if let Some(date) = self.published {
            page.published = Some(mizan_page::Published::given(date));
        }
        page
    }
}

/// Documents one after another; an error stands for one that could not be read.
pub type Documents = Box<dyn Iterator<Item = Result<Doc, String>>>;

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
        self.open()?.take(MOST).read_to_end(&mut out)?;
        Ok(out)
    }

    /// The input as a stream, unpacked if it is gzip.
    fn open(&self) -> std::io::Result<Box<dyn BufRead>> {
        match self {
            Input::Stdin => warc::unpacked(std::io::stdin().lock()),
            Input::File(path) => warc::unpacked(File::open(path)?),
        }
    }

    /// Is it an archive, lines of JSON, or a document of its own? Told by its name, `.gz` left off.
    fn ending(&self) -> String {
        let name = self.name().to_ascii_lowercase();
        let bare = name.strip_suffix(".gz").unwrap_or(&name);
        bare.rsplit_once('.').map(|e| e.1.to_owned()).unwrap_or_default()
    }

    /// Its documents, streamed.
    pub fn documents(&self) -> Documents {
        let name = self.name();
        let failed = |e: std::io::Error| format!("{name}: cannot be read: {e}");
        let stream = match self.open() {
            Ok(stream) => stream,
            Err(e) => return Box::new(std::iter::once(Err(failed(e)))),
        };
        match self.ending().as_str() {
            "warc" => archive(name, stream),
            "jsonl" | "ndjson" => lines(name, stream),
            _ => {
                let mut bytes = Vec::new();
                let read = stream.take(MOST).read_to_end(&mut bytes).map_err(failed);
                let doc = read.map(|_| Doc { origin: name.clone(), name, bytes, ..Doc::default() });
                Box::new(std::iter::once(doc))
            }
        }
    }
}

/// Kinds of documents of an archive that are pages.
fn is_page(content_type: &str) -> bool {
    content_type.is_empty()
        || ["html", "text/plain", "http"].iter().any(|t| content_type.contains(t))
}

/// The pages of a WARC file that were answered with success.
fn archive(name: String, stream: Box<dyn BufRead>) -> Documents {
    let records = match warc::open(stream) {
        Ok(records) => records,
        Err(e) => return Box::new(std::iter::once(Err(format!("{name}: cannot be read: {e}")))),
    };
    Box::new(records.filter_map(move |record| match record {
        Err(e) => Some(Err(format!("{name}: {e}; what stands before was read"))),
        Ok(r) => {
            let content_type = r.header("content-type").unwrap_or_default().to_ascii_lowercase();
            let wanted = (200..300).contains(&r.status) && is_page(&content_type);
            wanted.then(|| {
                Ok(Doc {
                    name: r.url.clone(),
                    origin: r.url,
                    content_type: Some(content_type),
                    bytes: r.body,
                    published: None,
                })
            })
        }
    }))
}

/// A line of JSON: a document as HTML or as text.
#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

fn lines(name: String, mut stream: Box<dyn BufRead>) -> Documents {
    let mut number = 0;
    Box::new(std::iter::from_fn(move || {
        loop {
            let mut line = Vec::new();
            match stream.by_ref().take(LINE).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(e) => return Some(Err(format!("{name}: cannot be read: {e}"))),
            }
            number += 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                let place = format!("{name}:{number}");
                return Some(row(&line, &place).map_err(|e| format!("{place}: {e}")));
            }
        }
    }))
}

fn row(line: &[u8], place: &str) -> Result<Doc, String> {
    let row: Row = serde_json::from_slice(line)
        .map_err(|e| format!("expected {{\"url\": …, \"html\" or \"text\": …}}: {e}"))?;
    let id = row.id.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    let (body, content_type) = match (row.html, row.text) {
        (Some(html), _) => (html, "text/html; charset=utf-8"),
        (None, Some(text)) => (text, "text/plain; charset=utf-8"),
        (None, None) => return Err("has neither \"html\" nor \"text\"".to_owned()),
    };
    let day = row.published.as_deref().map(|d| d.get(..10).unwrap_or(d).parse());
    let published =
        day.transpose().map_err(|e| format!("published is a day such as 2025-11-30: {e}"))?;
    // Where a line stands in its file says nothing of the page: it is known by address or id, or by its text.
    let origin = row.url.or_else(|| id.clone()).unwrap_or_default();
    let name = id.or_else(|| Some(origin.clone()).filter(|o| !o.is_empty()));
    Ok(Doc {
        name: name.unwrap_or_else(|| place.to_owned()),
        origin,
        content_type: Some(content_type.to_owned()),
        bytes: body.into_bytes(),
        published,
    })
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
        if ENDINGS.contains(&input.ending().as_str()) {
            found.inputs.push(input);
        }
    }
}
