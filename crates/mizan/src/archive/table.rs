//! Rows for a person, for a spreadsheet or for a program.

use super::Print;
use crate::view::isolate;
use serde::Serialize;
use std::io::{self, Write};

/// A table: a header and rows of cells.
#[derive(Default)]
pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: &[&'static str]) -> Table {
        Table { head: head.to_vec(), rows: Vec::new() }
    }

    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Prints as asked: `rows` as JSON, the table as CSV or for a person.
    pub fn print(&self, print: &Print, rows: &impl Serialize) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        if print.json {
            serde_json::to_writer_pretty(&mut out, rows)?;
            return writeln!(out);
        }
        if print.csv { self.csv(&mut out) } else { self.plain(&mut out) }
    }

    fn csv(&self, out: &mut impl Write) -> io::Result<()> {
        let head: Vec<String> = self.head.iter().map(|h| (*h).to_owned()).collect();
        for row in std::iter::once(&head).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|c| mizan_archive::export::cell(c)).collect();
            writeln!(out, "{}", cells.join(","))?;
        }
        Ok(())
    }

    fn plain(&self, out: &mut impl Write) -> io::Result<()> {
        let columns = self.head.len();
        let width = |n: usize| {
            let cells = self.rows.iter().filter_map(|r| r.get(n)).map(|c| wide(c));
            cells.chain([wide(self.head[n])]).max().unwrap_or(0).min(WIDEST)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let head: Vec<String> = self.head.iter().map(|h| (*h).to_owned()).collect();
        for (n, row) in std::iter::once(&head).chain(&self.rows).enumerate() {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(c, w)| fitted(c, *w)).collect();
            let line = cells.join("  ");
            let dim = anstyle::Style::new().bold();
            if n == 0 {
                writeln!(out, "{dim}{}{dim:#}", line.trim_end())?;
            } else {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }
}

/// Cells beyond this many characters are cut, with a sign that they are.
const WIDEST: usize = 60;

/// Characters that take a place of their own on a terminal.
fn wide(text: &str) -> usize {
    text.chars().filter(|c| !mark(*c)).count()
}

/// Vowel marks stand over their letter; controls of direction take no place.
fn mark(c: char) -> bool {
    ('\u{064B}'..='\u{065F}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c)
        || c == '\u{0670}'
}

fn fitted(text: &str, width: usize) -> String {
    let cut = wide(text) > width;
    let kept: String = if cut {
        let mut room = width;
        let fits = |c: &char| {
            room = room.saturating_sub(usize::from(!mark(*c)));
            room > 0
        };
        format!("{}…", text.chars().take_while(fits).collect::<String>())
    } else {
        text.to_owned()
    };
    let pad = width.saturating_sub(wide(&kept));
    // Only letters that may run from the right need a wall around them.
    let shown = if kept.chars().any(|c| c >= '\u{0590}' && !('\u{2010}'..='\u{2190}').contains(&c))
    {
        isolate(&kept)
    } else {
        kept
    };
    format!("{shown}{}", " ".repeat(pad))
}

/// Blocks of eight heights, a gap for what is not covered.
pub fn sparkline(values: &[Option<f64>]) -> String {
    const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    let block = |v: f64| {
        let n = if most > 0.0 { (v / most * 7.0).round() as usize } else { 0 };
        BLOCKS[n.min(7)]
    };
    values.iter().map(|v| v.map_or(' ', block)).collect()
}

/// Words, or a dash where there are none.
pub fn dash(text: &Option<String>) -> String {
    text.clone().unwrap_or_else(|| "-".to_owned())
}

/// A number as a person reads it.
pub fn number(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |v| format!("{v:.places$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_blank_and_a_zero_is_not() {
        assert_eq!(sparkline(&[Some(0.0), None, Some(4.0), Some(2.0)]), "▁ █▅");
    }

    #[test]
    fn long_cells_are_cut_and_vowels_take_no_place() {
        assert_eq!(fitted("abcdef", 4), "abc…");
        assert_eq!(wide("قَصَفَ"), 3);
        assert!(fitted("قصف", 5).ends_with("  "));
    }
}
