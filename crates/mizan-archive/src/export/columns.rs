//! Tables by columns, written as CSV (RFC 4180) or as Parquet.

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Whole,
    Real,
    /// A day, counted from 1970-01-01.
    Day,
}

/// A column with what it says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    pub doc: &'static str,
}

/// A value; `None` in any of them is absent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(Option<String>),
    Whole(Option<i64>),
    Real(Option<f64>),
    Day(Option<i32>),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(Some(text.into()))
    }

    fn csv(&self) -> String {
        match self {
            Cell::Text(t) => t.as_deref().map(cell).unwrap_or_default(),
            Cell::Whole(n) => n.map(|n| n.to_string()).unwrap_or_default(),
            Cell::Real(n) => n.map(|n| n.to_string()).unwrap_or_default(),
            Cell::Day(d) => d.map(|d| crate::day::show(Some(d))).unwrap_or_default(),
        }
    }
}

/// A cell of CSV: quoted where it must be. One that a spreadsheet would run as a formula gets an apostrophe
/// before it, for pages write what they like.
#[must_use]
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.len() > 1 && text.parse::<f64>().is_err());
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Takes the rows of a table.
pub(crate) trait Sink {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()>;
    fn finish(&mut self) -> io::Result<()>;
}

pub(crate) struct Csv {
    out: BufWriter<File>,
}

impl Csv {
    pub fn new(file: File, columns: &[Column]) -> io::Result<Csv> {
        let mut out = BufWriter::new(file);
        let names: Vec<&str> = columns.iter().map(|c| c.name).collect();
        write!(out, "{}\r\n", names.join(","))?;
        Ok(Csv { out })
    }
}

impl Sink for Csv {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(Cell::csv).collect();
        write!(self.out, "{}\r\n", cells.join(","))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Rows of one group of a Parquet file.
const GROUP: usize = 50_000;

pub(crate) struct Parquet {
    writer: Option<SerializedFileWriter<File>>,
    columns: &'static [Column],
    rows: Vec<Vec<Cell>>,
}

fn parquet_error(e: ParquetError) -> io::Error {
    io::Error::other(e)
}

impl Parquet {
    pub fn new(file: File, columns: &'static [Column]) -> io::Result<Parquet> {
        let fields: Result<Vec<_>, _> = columns.iter().map(field).collect();
        let schema = Type::group_type_builder("mizan")
            .with_fields(fields.map_err(parquet_error)?)
            .build()
            .map_err(parquet_error)?;
        let docs =
            columns.iter().map(|c| KeyValue::new(c.name.to_owned(), c.doc.to_owned())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("mizan ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(docs))
            .build();
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
            .map_err(parquet_error)?;
        Ok(Parquet { writer: Some(writer), columns, rows: Vec::new() })
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.rows);
        let Some(writer) = self.writer.as_mut().filter(|_| !rows.is_empty()) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        for (n, column) in self.columns.iter().enumerate() {
            write_column(&mut group, column.kind, rows.iter().filter_map(|r| r.get(n)))?;
        }
        group.close()?;
        Ok(())
    }
}

fn field(c: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, converted, logical) = match c.kind {
        Kind::Text => (Physical::BYTE_ARRAY, ConvertedType::UTF8, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, ConvertedType::NONE, None),
        Kind::Real => (Physical::DOUBLE, ConvertedType::NONE, None),
        Kind::Day => (Physical::INT32, ConvertedType::DATE, Some(LogicalType::Date)),
    };
    let built = Type::primitive_type_builder(c.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_converted_type(converted)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(built))
}

fn write_column<'a>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    macro_rules! write_as {
        ($type:ty, $value:expr) => {{
            let values: Vec<_> = cells.map($value).collect();
            let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
            let values: Vec<_> = values.into_iter().flatten().collect();
            column.typed::<$type>().write_batch(&values, Some(&levels), None)?;
        }};
    }
    match kind {
        Kind::Text => write_as!(ByteArrayType, |c: &Cell| match c {
            Cell::Text(Some(t)) => Some(ByteArray::from(t.as_str())),
            _ => None,
        }),
        Kind::Whole => write_as!(Int64Type, |c: &Cell| match c {
            Cell::Whole(n) => *n,
            _ => None,
        }),
        Kind::Real => write_as!(DoubleType, |c: &Cell| match c {
            Cell::Real(n) => *n,
            _ => None,
        }),
        Kind::Day => write_as!(Int32Type, |c: &Cell| match c {
            Cell::Day(d) => *d,
            _ => None,
        }),
    }
    column.close()
}

impl Sink for Parquet {
    fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.rows.push(cells);
        if self.rows.len() >= GROUP { self.group().map_err(parquet_error) } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.group().map_err(parquet_error)?;
        if let Some(writer) = self.writer.take() {
            writer.close().map_err(parquet_error)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_of_csv() {
        assert_eq!(cell("قصف، \"أمس\""), "\"قصف، \"\"أمس\"\"\"");
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("-3.5"), "-3.5");
        assert_eq!(cell("-"), "-");
        assert_eq!(cell("-1+2"), "'-1+2");
    }
}
