//! Documents out of a stream: one of its own, those of an archive (WARC), or lines of JSON; each also packed with gzip.
//!
//! In: a name, by whose ending the kind is told, and a stream. Out: documents one after another. Everything is
//! streamed, and sizes are bounded; what cannot be read stands as an error in its place, and the rest goes on.

#[cfg(feature = "parquet")]
pub mod table;

use mizan_page::warc;
use serde::Deserialize;
use std::io::{BufRead, Read};

/// More bytes than this of one document are not taken in; the page says that it was cut.
pub const MOST: u64 = mizan_page::MAX_TEXT as u64 + 1;
/// The longest line of JSON: a document with every letter escaped.
const LINE: u64 = 6 * MOST;
/// Endings of the documents that a folder is searched for; each may be followed by `.gz`.
pub const ENDINGS: [&str; 9] =
    ["txt", "html", "htm", "md", "xhtml", "text", "warc", "jsonl", "ndjson"];

/// A document with what is known of it.
#[derive(Debug, Default)]
pub struct Doc {
    /// What to call it in the output.
    pub name: String,
    /// Where it came from, or its file's name.
    pub origin: String,
    /// Its content type, where one was stated.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The day it was published, as the caller says.
    pub published: Option<jiff::civil::Date>,
}

/// Documents one after another; an error stands for one that could not be read.
pub type Documents = Box<dyn Iterator<Item = Result<Doc, String>>>;

/// The ending of a name in small letters, `.gz` left off: it tells what a stream holds.
#[must_use]
pub fn ending(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    bare.rsplit_once('.').map(|e| e.1.to_owned()).unwrap_or_default()
}

/// The documents of a stream, unpacked if it is gzip.
#[must_use]
pub fn documents(name: &str, stream: impl Read + 'static) -> Documents {
    let failed = |e: std::io::Error| format!("{name}: cannot be read: {e}");
    let stream = match warc::unpacked(stream) {
        Ok(stream) => stream,
        Err(e) => return Box::new(std::iter::once(Err(failed(e)))),
    };
    let name = name.to_owned();
    match ending(&name).as_str() {
        "warc" => archive(name, stream),
        "jsonl" | "ndjson" => lines(name, stream),
        _ => {
            let mut bytes = Vec::new();
            let read = stream.take(MOST).read_to_end(&mut bytes);
            let read = read.map_err(|e| format!("{name}: cannot be read: {e}"));
            let doc = read.map(|_| Doc { origin: name.clone(), name, bytes, ..Doc::default() });
            Box::new(std::iter::once(doc))
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

/// A day, of which a time may follow.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    let parsed = text.get(..10).unwrap_or(text).parse();
    parsed.map_err(|e| format!("published is a day such as 2025-11-30: {e}"))
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
    let published = row.published.as_deref().map(day).transpose()?;
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
