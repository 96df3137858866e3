//! The native half of the Python package `mizan`: reading and coding without the interpreter's lock. What Python sees is
//! written in `mizan/__init__.py`; here go strings and bytes in, JSON and Arrow streams out.

mod table;

use mizan_archive::Material;
use mizan_code::record::Record;
use mizan_code::{Options, Reader};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;
use rayon::prelude::*;
use std::sync::OnceLock;

static READER: OnceLock<Reader> = OnceLock::new();

/// The reader over the data inside; built at the first call and shared by all threads.
fn reader() -> PyResult<&'static Reader> {
    if READER.get().is_none() {
        let made = Reader::builtin().map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
        // Another thread may have been faster; both are the same.
        let _ = READER.set(made);
    }
    READER.get().ok_or_else(|| PyRuntimeError::new_err("no reader"))
}

fn day(text: Option<&str>) -> PyResult<Option<jiff::civil::Date>> {
    let parsed = text.map(|d| d.get(..10).unwrap_or(d).parse()).transpose();
    parsed.map_err(|e| PyValueError::new_err(format!("published is a day such as 2025-11-30: {e}")))
}

fn json(record: &Record) -> PyResult<String> {
    serde_json::to_string(record).map_err(|e| PyRuntimeError::new_err(e.to_string()))
}

/// A record as JSON, with the text that its spans point into as its last field.
fn with_text(record: &Record, text: &str) -> PyResult<String> {
    let mut out = json(record)?;
    let words = serde_json::to_string(text).map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
    // The last brace of an object.
    out.pop();
    out.push_str(",\"text\":");
    out.push_str(&words);
    out.push('}');
    Ok(out)
}

/// One document to be read: its bytes, and what is known of it.
struct Job {
    id: Option<String>,
    bytes: Vec<u8>,
    /// Markup or text as a page, or a bare text whose offsets stay its own.
    page: bool,
    url: Option<String>,
    published: Option<jiff::civil::Date>,
}

impl Job {
    fn record(&self, reader: &Reader, all: bool) -> (Record, String) {
        let options = Options::all(all);
        if !self.page {
            let text = String::from_utf8_lossy(&self.bytes);
            return (
                reader.code(&text, self.id.as_deref(), self.published, options),
                text.into_owned(),
            );
        }
        let mut page = reader.document(mizan_page::Document {
            bytes: &self.bytes,
            name: self.url.as_deref(),
            content_type: None,
            entry: None,
        });
        if let Some(date) = self.published {
            page.published = Some(mizan_page::Published::given(date));
            page.findings.retain(|f| f.code != "MZ002");
        }
        (reader.record(&page, self.id.as_deref(), options), page.text)
    }
}

/// Does a text begin as markup does?
fn markup(text: &[u8]) -> bool {
    let start: Vec<u8> = text
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(15)
        .map(|b| b.to_ascii_lowercase())
        .collect();
    [&b"<!doctype"[..], b"<html", b"<head", b"<body", b"<article", b"<div", b"<p", b"<?xml"]
        .iter()
        .any(|m| start.starts_with(m))
}

/// Reads a page: markup as HTML, anything else as text. Out: its record as JSON, with the page's text.
#[pyfunction]
#[pyo3(signature = (data, url=None, published=None, id=None, all=false))]
fn read(
    py: Python<'_>,
    data: Vec<u8>,
    url: Option<String>,
    published: Option<&str>,
    id: Option<String>,
    all: bool,
) -> PyResult<String> {
    let (reader, published) = (reader()?, day(published)?);
    py.detach(|| {
        let job = Job { id, page: true, url, published, bytes: data };
        let (record, text) = job.record(reader, all);
        with_text(&record, &text)
    })
}

/// The sentences of a page as trees, each as JSON.
#[pyfunction]
fn parse(py: Python<'_>, data: Vec<u8>) -> PyResult<Vec<String>> {
    let reader = reader()?;
    py.detach(|| {
        let trees = reader.trees(&reader.page(&data, None));
        let json = |t| serde_json::to_string(t).map_err(|e| PyRuntimeError::new_err(e.to_string()));
        trees.iter().map(json).collect()
    })
}

/// A pool of so many threads; all cores where nothing is said.
fn pool(threads: Option<usize>) -> PyResult<rayon::ThreadPool> {
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    built.map_err(|e| PyRuntimeError::new_err(e.to_string()))
}

fn jobs(
    texts: Vec<String>,
    ids: Option<Vec<Option<String>>>,
    urls: Option<Vec<Option<String>>>,
    published: Option<Vec<Option<String>>>,
    page: bool,
) -> PyResult<Vec<Job>> {
    let n = texts.len();
    let fits = |name: &str, len: Option<usize>| match len {
        Some(len) if len != n => Err(PyValueError::new_err(format!(
            "{n} texts and {len} of {name}; there must be as many"
        ))),
        _ => Ok(()),
    };
    fits("ids", ids.as_ref().map(Vec::len))?;
    fits("urls", urls.as_ref().map(Vec::len))?;
    fits("published", published.as_ref().map(Vec::len))?;
    let at =
        |list: &Option<Vec<Option<String>>>, n: usize| list.as_ref().and_then(|l| l[n].clone());
    texts
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let published = day(at(&published, n).as_deref())?;
            let page = page || markup(text.as_bytes());
            Ok(Job {
                id: at(&ids, n),
                url: at(&urls, n),
                published,
                page,
                bytes: text.into_bytes(),
            })
        })
        .collect()
}

/// Codes texts on many threads, the interpreter's lock let go. Out: their records as JSON, in order.
#[pyfunction]
#[pyo3(signature = (texts, ids=None, urls=None, published=None, threads=None, all=false))]
fn code(
    py: Python<'_>,
    texts: Vec<String>,
    ids: Option<Vec<Option<String>>>,
    urls: Option<Vec<Option<String>>>,
    published: Option<Vec<Option<String>>>,
    threads: Option<usize>,
    all: bool,
) -> PyResult<Vec<String>> {
    let (reader, jobs, pool) =
        (reader()?, jobs(texts, ids, urls, published, false)?, pool(threads)?);
    py.detach(|| pool.install(|| jobs.par_iter().map(|j| json(&j.record(reader, all).0)).collect()))
}

/// Tables as streams of Arrow's IPC format.
fn streams<'py>(
    py: Python<'py>,
    made: Result<Vec<Vec<u8>>, arrow_schema::ArrowError>,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let made = made.map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
    Ok(made.iter().map(|stream| PyBytes::new(py, stream)).collect())
}

/// Codes texts into tables. Out: events, claims and problems.
#[pyfunction]
#[pyo3(signature = (texts, ids=None, urls=None, published=None, threads=None, all=false))]
fn code_tables<'py>(
    py: Python<'py>,
    texts: Vec<String>,
    ids: Option<Vec<Option<String>>>,
    urls: Option<Vec<Option<String>>>,
    published: Option<Vec<Option<String>>>,
    threads: Option<usize>,
    all: bool,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let (reader, jobs, pool) =
        (reader()?, jobs(texts, ids, urls, published, false)?, pool(threads)?);
    let made = py.detach(|| {
        let read: Vec<(Record, String)> =
            pool.install(|| jobs.par_iter().map(|j| j.record(reader, all)).collect());
        table::streams(reader.knowledge(), read.iter().map(|(record, text)| (record, text)))
    });
    streams(py, made)
}

/// A page as Python names it: its id, its bytes, its address or name, its content type and its day.
type Given = (Option<String>, PyBackedBytes, Option<String>, Option<String>, Option<String>);

/// Codes pages whole. Out: events, claims, problems, and the pages with what they were read from, their text and their
/// record, as `mizan add --parquet` takes them.
#[pyfunction]
#[pyo3(signature = (pages, threads=None, all=false))]
fn code_pages<'py>(
    py: Python<'py>,
    pages: Vec<Given>,
    threads: Option<usize>,
    all: bool,
) -> PyResult<Vec<Bound<'py, PyBytes>>> {
    let (reader, pool) = (reader()?, pool(threads)?);
    let materials = pages.into_iter().map(material).collect::<PyResult<Vec<_>>>()?;
    let made = py.detach(|| {
        let read: Vec<table::Whole> = pool.install(|| {
            materials.into_par_iter().map(|(id, m)| whole(reader, id, m, all)).collect()
        });
        let shown = read.iter().map(|w| (&w.record, &w.text));
        let mut made = table::streams(reader.knowledge(), shown)?;
        made.push(table::pages(read)?);
        Ok(made)
    });
    streams(py, made)
}

fn material(given: Given) -> PyResult<(Option<String>, Material)> {
    let (id, bytes, origin, content_type, published) = given;
    let given = day(published.as_deref())?;
    let origin = origin.or_else(|| id.clone()).unwrap_or_default();
    let bytes = bytes.to_vec();
    Ok((id, Material { origin, content_type, given, bytes, ..Material::default() }))
}

fn whole(reader: &Reader, id: Option<String>, material: Material, all: bool) -> table::Whole {
    let mut reading = material.read(reader);
    let packed = reading.packed().unwrap_or_default();
    reading.record.id = id;
    let mut shown = reading.shown.iter().map(|s| *s || all);
    reading.record.events.retain(|_| shown.next().unwrap_or(true));
    table::Whole { material, packed, record: reading.record, text: reading.page.text }
}

/// Documents of a file, one after another: of an archive (WARC) its pages, of lines of JSON theirs.
#[pyclass(unsendable)]
struct Pages {
    documents: mizan_input::Documents,
}

#[pymethods]
impl Pages {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    /// The next as name, address, content type, bytes and day; what cannot be read is an error of its own, and the
    /// next call goes on behind it.
    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<PageRow<'py>>> {
        match self.documents.next() {
            None => Ok(None),
            Some(Err(words)) => Err(PyValueError::new_err(words)),
            Some(Ok(doc)) => Ok(Some((
                doc.name,
                doc.origin,
                doc.content_type,
                PyBytes::new(py, &doc.bytes),
                doc.published.map(|d| d.to_string()),
            ))),
        }
    }
}

type PageRow<'py> = (String, String, Option<String>, Bound<'py, PyBytes>, Option<String>);

/// Opens a file of pages; by its name it is WARC, lines of JSON, or a document.
#[pyfunction]
fn pages(path: std::path::PathBuf) -> PyResult<Pages> {
    let file = std::fs::File::open(&path)?;
    Ok(Pages { documents: mizan_input::documents(&path.to_string_lossy(), file) })
}

/// The hash of the language data.
#[pyfunction]
fn data_hash() -> PyResult<String> {
    Ok(reader()?.knowledge().tables.hash.clone())
}

#[pymodule]
fn _mizan(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add_function(wrap_pyfunction!(read, m)?)?;
    m.add_function(wrap_pyfunction!(parse, m)?)?;
    m.add_function(wrap_pyfunction!(code, m)?)?;
    m.add_function(wrap_pyfunction!(code_tables, m)?)?;
    m.add_function(wrap_pyfunction!(code_pages, m)?)?;
    m.add_function(wrap_pyfunction!(pages, m)?)?;
    m.add_class::<Pages>()?;
    m.add_function(wrap_pyfunction!(data_hash, m)?)?;
    Ok(())
}
