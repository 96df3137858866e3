//! Pages out of Parquet: one a row, as they are or with the record that a coder elsewhere has made of them.
//!
//! Columns: `html`, `text` or `bytes` (one is needed), and any of `id`, `url`, `published` (a day or its text),
//! `content_type`, `origin`. With `record` (JSON) the page is coded already, and `text` is the text of its spans.

use crate::{Doc, MOST, day};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row, reader::RowIter};
use parquet::schema::types::Type;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A page of a table.
#[derive(Debug, Default)]
pub struct Entry {
    /// The page.
    pub doc: Doc,
    /// Its text and its record as JSON, where it is coded already.
    pub coded: Option<(String, String)>,
}

/// Pages one after another; an error stands for one that could not be read.
pub type Entries = Box<dyn Iterator<Item = Result<Entry, String>>>;

/// Columns that are looked at.
const COLUMNS: [&str; 9] =
    ["bytes", "html", "text", "id", "url", "origin", "content_type", "published", "record"];

/// The Parquet files of a file or a folder: of what `examples/cluster` writes, those that hold pages.
///
/// # Errors
/// Where the path cannot be read.
pub fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        File::open(path)?;
        return Ok(vec![path.to_owned()]);
    }
    let mut out = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Marks of work under way, and tables of events, claims and problems.
            let hidden = name.starts_with(['_', '.']);
            let other = name.starts_with("table=") && name != "table=pages";
            match path.is_dir() {
                _ if hidden || other => {}
                true => folders.push(path),
                false if name.ends_with(".parquet") => out.push(path),
                false => {}
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The pages of a Parquet file, streamed by its row groups.
#[must_use]
pub fn pages(path: &Path) -> Entries {
    let name = path.display().to_string();
    match rows(path) {
        Err(e) => Box::new(std::iter::once(Err(format!("{name}: {e}")))),
        Ok(rows) => Box::new(rows.enumerate().map(move |(n, row)| {
            let row = row.map_err(|e| format!("{name}: row {}: {e}", n + 1))?;
            entry(&row, &format!("{name}:{}", n + 1))
                .map_err(|e| format!("{name}: row {}: {e}", n + 1))
        })),
    }
}

fn rows(path: &Path) -> Result<RowIter<'static>, String> {
    let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    let wrong = |e: parquet::errors::ParquetError| format!("cannot be read as Parquet: {e}");
    let reader = SerializedFileReader::new(file).map_err(wrong)?;
    let schema = reader.metadata().file_metadata().schema().clone();
    let fields: Vec<_> =
        schema.get_fields().iter().filter(|f| COLUMNS.contains(&f.name())).cloned().collect();
    let has = |name: &str| fields.iter().any(|f| f.name() == name);
    if !["bytes", "html", "text"].into_iter().any(has) {
        let names: Vec<&str> = schema.get_fields().iter().map(|f| f.name()).collect();
        return Err(format!("no column html, text or bytes; the columns are {}", names.join(", ")));
    }
    let wanted =
        Type::group_type_builder(schema.name()).with_fields(fields).build().map_err(wrong)?;
    RowIter::from_file_into(Box::new(reader)).project(Some(wanted)).map_err(wrong)
}

/// The cells of a row that are looked at.
#[derive(Default)]
struct Cells {
    bytes: Option<Vec<u8>>,
    html: Option<String>,
    text: Option<String>,
    id: Option<String>,
    url: Option<String>,
    origin: Option<String>,
    content_type: Option<String>,
    published: Option<jiff::civil::Date>,
    record: Option<String>,
}

fn entry(row: &Row, place: &str) -> Result<Entry, String> {
    let mut cells = Cells::default();
    for (name, field) in row.get_column_iter() {
        match name.as_str() {
            "bytes" => cells.bytes = bytes(field)?,
            "published" => cells.published = published(field)?,
            "html" => cells.html = text(field)?,
            "text" => cells.text = text(field)?,
            "id" => cells.id = text(field)?,
            "url" => cells.url = text(field)?,
            "origin" => cells.origin = text(field)?,
            "content_type" => cells.content_type = text(field)?,
            _ => cells.record = text(field)?,
        }
    }
    cells.entry(place)
}

impl Cells {
    fn entry(self, place: &str) -> Result<Entry, String> {
        let coded = self.record.map(|record| (self.text.clone().unwrap_or_default(), record));
        let (bytes, kind) = match (self.bytes, self.html, self.text) {
            (Some(bytes), _, _) => (bytes, None),
            (None, Some(html), _) => (html.into_bytes(), Some("text/html; charset=utf-8")),
            (None, None, Some(text)) => (text.into_bytes(), Some("text/plain; charset=utf-8")),
            (None, None, None) => return Err("has neither html, text nor bytes".to_owned()),
        };
        if bytes.len() as u64 > MOST {
            return Err(format!("a page of {} bytes; the longest has {MOST}", bytes.len()));
        }
        // As of lines of JSON: a page is known by address or id, or by its text.
        let origin = self.origin.or(self.url).or_else(|| self.id.clone()).unwrap_or_default();
        let name = self.id.or_else(|| Some(origin.clone()).filter(|o| !o.is_empty()));
        let doc = Doc {
            name: name.unwrap_or_else(|| place.to_owned()),
            origin,
            content_type: self.content_type.or_else(|| kind.map(str::to_owned)),
            bytes,
            published: self.published,
        };
        Ok(Entry { doc, coded })
    }
}

fn text(field: &Field) -> Result<Option<String>, String> {
    Ok(match field {
        Field::Null => None,
        Field::Str(s) => Some(s.clone()),
        Field::Bytes(b) => Some(String::from_utf8_lossy(b.data()).into_owned()),
        Field::Int(n) => Some(n.to_string()),
        Field::Long(n) => Some(n.to_string()),
        other => return Err(format!("a cell of text was expected, not {other}")),
    })
}

fn bytes(field: &Field) -> Result<Option<Vec<u8>>, String> {
    Ok(match field {
        Field::Null => None,
        Field::Bytes(b) => Some(b.data().to_vec()),
        Field::Str(s) => Some(s.clone().into_bytes()),
        other => return Err(format!("a cell of bytes was expected, not {other}")),
    })
}

fn published(field: &Field) -> Result<Option<jiff::civil::Date>, String> {
    let since = |days: i64| {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        let span = jiff::Span::new().try_days(days).map_err(|e| e.to_string())?;
        epoch.checked_add(span).map_err(|e| format!("published: {e}"))
    };
    Ok(match field {
        Field::Null => None,
        Field::Date(days) => Some(since(i64::from(*days))?),
        Field::TimestampMillis(t) => Some(since(t.div_euclid(86_400_000))?),
        Field::TimestampMicros(t) => Some(since(t.div_euclid(86_400_000_000))?),
        other => text(other)?.filter(|t| !t.is_empty()).map(|t| day(&t)).transpose()?,
    })
}
