//! The archive in the forms of other tools. A reader of what is written needs no Mizan.

mod acled;
mod columns;
mod geo;
mod gold;
mod network;
mod plover;
mod svg;
mod tables;

pub use columns::cell;
pub use network::{Edge, Network, Node};
pub use svg::{balance_svg, series_svg};

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use columns::{Csv, Parquet, Sink};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// A form to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    /// events.parquet, claims.parquet, arguments.parquet and columns.md in a folder.
    Parquet,
    /// The same as CSV.
    Csv,
    /// PLOVER records, one a line.
    Plover,
    GeoJson,
    Gexf,
    GraphMl,
    /// A table with ACLED's columns.
    Acled,
    /// Pages that persons reviewed whole, as annotated reports for `mizan eval`.
    Gold,
}

impl Format {
    /// The format of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Format> {
        Some(match name {
            "parquet" => Format::Parquet,
            "csv" => Format::Csv,
            "plover" => Format::Plover,
            "geojson" => Format::GeoJson,
            "gexf" => Format::Gexf,
            "graphml" => Format::GraphMl,
            "acled" => Format::Acled,
            "gold" => Format::Gold,
            _ => return None,
        })
    }
}

/// How much was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Exported {
    pub rows: u64,
    pub files: Vec<String>,
}

impl Archive {
    /// Writes what fits the filter to `to`: a folder for tables, a file for the rest. Files of the same names are
    /// replaced once the new ones are whole.
    ///
    /// # Errors
    /// Where it cannot be written, or on a question that names what there is not.
    pub fn export(
        &self,
        format: Format,
        filter: &Filter,
        to: &Path,
    ) -> Result<Exported, ArchiveError> {
        match format {
            Format::Parquet => self.tables(filter, to, "parquet"),
            Format::Csv => self.tables(filter, to, "csv"),
            _ => self.one(to, |out| self.write(format, filter, out)),
        }
    }

    /// Writes what fits the filter in a form that is one file. Out: how many rows, or pages of gold.
    ///
    /// # Errors
    /// For a form of several files, where it cannot be written, or on a question that names what there is not.
    pub fn write(
        &self,
        format: Format,
        filter: &Filter,
        out: &mut dyn Write,
    ) -> Result<u64, ArchiveError> {
        match format {
            Format::Plover => plover::write(self, filter, out),
            Format::GeoJson => geo::write(self, filter, out),
            Format::Gexf => network::gexf(self, filter, out),
            Format::GraphMl => network::graphml(self, filter, out),
            Format::Acled => acled::write(self, filter, out),
            Format::Gold => gold::write(self, filter, out),
            Format::Parquet | Format::Csv => {
                let words = "tables are several files; export them to a folder";
                Err(ArchiveError::Question(words.to_owned()))
            }
        }
    }

    /// Writes one file, under another name until it is whole.
    fn one(
        &self,
        to: &Path,
        write: impl FnOnce(&mut dyn Write) -> Result<u64, ArchiveError>,
    ) -> Result<Exported, ArchiveError> {
        let rows = replaced(to, |file| {
            let mut out = BufWriter::new(file);
            let rows = write(&mut out)?;
            out.flush().map_err(|e| failed(to, e))?;
            Ok(rows)
        })?;
        Ok(Exported { rows, files: vec![to.display().to_string()] })
    }

    fn tables(&self, filter: &Filter, dir: &Path, ending: &str) -> Result<Exported, ArchiveError> {
        std::fs::create_dir_all(dir).map_err(|e| failed(dir, e))?;
        let mut out = Exported::default();
        for table in tables::ALL {
            let path = dir.join(format!("{}.{ending}", table.name));
            out.rows += replaced(&path, |file| {
                let mut sink: Box<dyn Sink> = if ending == "csv" {
                    Box::new(Csv::new(file, table.columns).map_err(|e| failed(&path, e))?)
                } else {
                    Box::new(Parquet::new(file, table.columns).map_err(|e| failed(&path, e))?)
                };
                let rows = (table.rows)(self, filter, &mut |cells| {
                    sink.row(cells).map_err(|e| failed(&path, e))
                })?;
                sink.finish().map_err(|e| failed(&path, e))?;
                Ok(rows)
            })?;
            out.files.push(path.display().to_string());
        }
        let docs = dir.join("columns.md");
        std::fs::write(&docs, tables::docs()).map_err(|e| failed(&docs, e))?;
        out.files.push(docs.display().to_string());
        Ok(out)
    }
}

/// Writes a file beside its place and moves it there once it is whole.
fn replaced(
    path: &Path,
    write: impl FnOnce(File) -> Result<u64, ArchiveError>,
) -> Result<u64, ArchiveError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let file = File::create(&part).map_err(|e| failed(path, e))?;
    match write(file) {
        Ok(rows) => {
            std::fs::rename(&part, path).map_err(|e| failed(path, e))?;
            Ok(rows)
        }
        Err(e) => {
            // What is left of it is of no use; that it cannot be removed is no further error.
            let _ = std::fs::remove_file(&part);
            Err(e)
        }
    }
}

pub(crate) fn failed(path: &Path, source: std::io::Error) -> ArchiveError {
    ArchiveError::Output { path: path.to_owned(), source }
}

/// An error of a writer whose path its caller knows.
pub(crate) fn broken(source: std::io::Error) -> ArchiveError {
    ArchiveError::Output { path: "the output".into(), source }
}
