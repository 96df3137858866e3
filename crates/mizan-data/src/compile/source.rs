//! Reading data files, with errors that say where and what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// A mistake in a data file.
#[derive(Debug, Clone)]
pub struct DataError {
    /// The file.
    pub file: PathBuf,
    /// Line from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What was wrong, what was expected, and the nearest good example.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "{}: {}", self.file.display(), self.message);
        }
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}

impl std::error::Error for DataError {}

impl DataError {
    pub(crate) fn plain(file: &Path, line: usize, message: &str) -> Self {
        DataError { file: file.to_owned(), line, message: message.to_owned() }
    }

    pub(crate) fn toml(file: &Path, text: &str, error: &toml::de::Error) -> Self {
        let line = error
            .span()
            .map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        DataError::plain(file, line, error.message())
    }

    /// A mistake about a word that stands in `text`: its line is looked up.
    pub(crate) fn at_word(file: &Path, text: &str, word: &str, message: &str) -> Self {
        let line = text.lines().position(|l| l.contains(word)).map_or(0, |n| n + 1);
        DataError::plain(file, line, message)
    }
}

/// A row of a table: its cells and its line.
pub(crate) struct Row {
    pub cells: Vec<String>,
    pub line: usize,
}

impl Row {
    pub fn cell(&self, n: usize) -> &str {
        self.cells.get(n).map_or("", |c| c.trim())
    }
    pub fn list(&self, n: usize) -> Vec<String> {
        self.cell(n)
            .split('|')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// The folder of a language.
pub(crate) struct Folder {
    pub root: PathBuf,
    pub hash: u64,
}

impl Folder {
    pub fn open(root: &Path) -> Result<Self, Vec<DataError>> {
        if root.is_dir() {
            return Ok(Folder { root: root.to_owned(), hash: 0xcbf2_9ce4_8422_2325 });
        }
        Err(vec![DataError::plain(
            root,
            0,
            "not a folder; name the folder of a language, such as data/ar",
        )])
    }

    /// Files of a subfolder with this ending, by name, so that order never depends on the disk.
    pub fn files(&self, sub: &str, ending: &str) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = std::fs::read_dir(self.root.join(sub))
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == ending))
            .collect();
        found.sort();
        found
    }

    pub fn text(&mut self, path: &Path) -> Result<String, DataError> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| DataError::plain(path, 0, &format!("cannot be read: {e}")))?;
        self.hash = (self.hash ^ fnv(text.as_bytes())).wrapping_mul(0x0100_0000_01b3);
        Ok(text)
    }

    /// The bytes of a file that programs write; none where there is no such file.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.root.join(name)).unwrap_or_default()
    }

    /// Rows of a table: tab between cells, `#` starts a comment line, the first row names the columns.
    pub fn table(&mut self, path: &Path, columns: usize) -> Result<Vec<Row>, DataError> {
        let text = self.text(path)?;
        let mut rows = Vec::new();
        let lines =
            text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        for (n, line) in lines.skip(1) {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if cells.len() > columns {
                return Err(DataError::plain(
                    path,
                    n + 1,
                    &format!(
                        "{} cells, expected at most {columns}; the columns are: {}",
                        cells.len(),
                        text.lines().find(|l| !l.starts_with('#')).unwrap_or("")
                    ),
                ));
            }
            rows.push(Row { cells, line: n + 1 });
        }
        Ok(rows)
    }
}

/// FNV-1a, for naming a version of the data; not for security.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// The known word nearest to `word` by edits, for error messages.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|k| (distance(word, k), k)).min().filter(|(d, _)| *d <= 3).map(|(_, k)| k)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = (before + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            before = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    row[b.len()]
}
