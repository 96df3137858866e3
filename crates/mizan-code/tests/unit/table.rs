//! Tables of written cases: a text, a tab, what must be read in it. `-` for nothing.

use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A written case.
#[derive(Debug, Clone)]
pub struct Case {
    pub text: String,
    /// Expectations, split at `;`.
    pub expected: Vec<String>,
    /// The page's date: the table's, or the case's own in a third cell.
    pub published: Date,
    pub line: usize,
}

impl Case {
    pub fn negative(&self) -> bool {
        self.expected.iter().all(|e| e == "-" || e.starts_with('!') || e.ends_with("=-"))
    }
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/unit/ar")
}

/// The cases of a table; `# published: DATE` in its head gives the dateline.
pub fn cases(subject: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(folder().join(format!("{subject}.tsv"))).unwrap();
    let date = text.lines().find_map(|l| l.strip_prefix("# published: ")).unwrap_or("2025-11-30");
    let published: Date = date.trim().parse().unwrap();
    let rows = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    rows.map(|(n, line)| case(line, n + 1, published)).collect()
}

fn case(line: &str, number: usize, published: Date) -> Case {
    let mut cells = line.split('\t');
    let text = cells.next().unwrap().replace("\\n", "\n");
    let expected = cells.next().unwrap_or_else(|| panic!("line {number}: no expectation"));
    Case {
        text,
        expected: expected.split(';').map(|e| e.trim().to_owned()).collect(),
        published: cells.next().map_or(published, |d| d.trim().parse().unwrap()),
        line: number,
    }
}

/// Open failures: (subject, text) with the reason, from open.tsv.
pub fn open() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(folder().join("open.tsv")).unwrap_or_default();
    let rows = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 3, "open.tsv wants subject, text, reason: {line}");
        (cells[0].to_owned(), cells[1].replace("\\n", "\n"), cells[2].to_owned())
    })
    .collect()
}
