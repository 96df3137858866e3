//! Annotated reports: `*.gold` files, many reports each.
//!
//! ```text
//! # id | 2024-03-05 | report | العنوان
//! = جملة
//! ~ ASSAULT/aerial historical غارات | S من | T على من | Q killed 5 | D 2024-03-04 | P أين | C المتحدث
//! ```
//! A line with ~ is an event of the sentence before it: type, mode, status (left out when occurred), trigger;
//! then who, to whom, counts, day or year, place, who says so, and which line told it first (`R id.line`); several of one
//! kind are parted by `;`.

use crate::record::STATUSES;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// An event as annotated.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Gold {
    /// Line of the text, 0 for the title.
    pub line: usize,
    pub event: String,
    pub mode: Option<String>,
    pub status: String,
    pub trigger: String,
    pub sources: Vec<String>,
    pub targets: Vec<String>,
    pub counts: Vec<(String, f64)>,
    pub date: Option<String>,
    pub place: Option<String>,
    pub speaker: Option<String>,
    /// The first telling of the same happening, as `id.line`.
    pub retells: Option<String>,
}

/// A report: its lines, the title first, and its events.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Report {
    pub id: String,
    pub published: Date,
    pub kind: String,
    pub lines: Vec<String>,
    pub events: Vec<Gold>,
}

impl Report {
    /// The text as a page of lines, the title first.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The line in which a span of the text starts; offsets count Unicode scalar values.
    #[must_use]
    pub fn line_of(&self, start: u32) -> usize {
        let mut at = 0;
        for (n, line) in self.lines.iter().enumerate() {
            at += line.chars().count() as u32 + 1;
            if start < at {
                return n;
            }
        }
        self.lines.len().saturating_sub(1)
    }
}

/// The reports of every `*.gold` file of a folder, by file name.
///
/// # Errors
/// A file that cannot be read, or a line that is none of the format, with its place.
pub fn folder(dir: &Path) -> Result<Vec<Report>, String> {
    let entries = std::fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|x| x == "gold"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let text =
            std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        reports(&text, &mut out).map_err(|(n, e)| format!("{}:{n}: {e}", file.display()))?;
    }
    Ok(out)
}

/// Reads one file; a mistake comes back with its line.
fn reports(text: &str, out: &mut Vec<Report>) -> Result<(), (usize, String)> {
    for (n, line) in text.lines().enumerate() {
        let fail = |e: String| (n + 1, e);
        match line.trim().split_once(' ') {
            None => {}
            Some(("#", head)) => out.push(report(head).map_err(fail)?),
            Some(("=", sentence)) => {
                let report =
                    out.last_mut().ok_or_else(|| fail("a sentence before any # line".into()))?;
                report.lines.push(sentence.trim().to_owned());
            }
            Some(("~", written)) => {
                let report =
                    out.last_mut().ok_or_else(|| fail("an event before any # line".into()))?;
                let line = report.lines.len() - 1;
                report.events.push(event(written, line).map_err(fail)?);
            }
            Some((mark, _)) => {
                return Err(fail(format!("a line starts with #, = or ~, not with {mark}")));
            }
        }
    }
    Ok(())
}

fn report(head: &str) -> Result<Report, String> {
    let parts: Vec<&str> = head.split('|').map(str::trim).collect();
    let [id, day, kind, title] = parts[..] else {
        return Err("expected # id | 2024-03-05 | kind | title".into());
    };
    let published = day.parse().map_err(|e| format!("{day} is no day: {e}"))?;
    Ok(Report {
        id: id.into(),
        published,
        kind: kind.into(),
        lines: vec![title.into()],
        events: Vec::new(),
    })
}

fn event(written: &str, line: usize) -> Result<Gold, String> {
    let mut parts = written.split('|').map(str::trim);
    let mut words = parts.next().unwrap_or("").split_whitespace();
    let code = words.next().ok_or("an event needs a type")?;
    let (event, mode) = match code.split_once('/') {
        Some((event, mode)) => (event, Some(mode.to_owned())),
        None => (code, None),
    };
    let mut rest: Vec<&str> = words.collect();
    let status = match rest.first() {
        Some(first) if STATUSES.contains(first) => rest.remove(0),
        _ => "occurred",
    };
    let mut gold = Gold {
        line,
        event: event.into(),
        mode,
        status: status.into(),
        trigger: rest.join(" "),
        ..Gold::default()
    };
    for part in parts {
        slot(&mut gold, part)?;
    }
    Ok(gold)
}

fn slot(gold: &mut Gold, part: &str) -> Result<(), String> {
    let (name, value) = part.split_once(' ').ok_or(format!("«{part}» says nothing"))?;
    let many = || value.split(';').map(|v| v.trim().to_owned()).collect();
    match name {
        "S" => gold.sources = many(),
        "T" => gold.targets = many(),
        "D" => gold.date = Some(value.into()),
        "P" => gold.place = Some(value.into()),
        "C" => gold.speaker = Some(value.into()),
        "R" => gold.retells = Some(value.into()),
        "Q" => {
            for one in value.split(';').map(str::trim) {
                let (of, n) = one.split_once(' ').ok_or("Q needs what and how many")?;
                let n = n.trim().parse().map_err(|_| format!("{n} is no number"))?;
                gold.counts.push((of.into(), n));
            }
        }
        other => return Err(format!("{other} is no slot; they are S T Q D P C R")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_event_line_gives_its_parts() {
        let e = event("ASSAULT/aerial historical غارات | S الجيش; الشرطة | Q killed 5 | D 2024", 3)
            .unwrap();
        assert_eq!(
            (e.event.as_str(), e.mode.as_deref(), e.status.as_str()),
            ("ASSAULT", Some("aerial"), "historical")
        );
        assert_eq!(e.sources.len(), 2);
        assert_eq!(e.counts, [("killed".to_owned(), 5.0)]);
    }

    #[test]
    fn a_mistake_names_its_line() {
        let mut out = Vec::new();
        let wrong = "# a | 2024-01-01 | report | عنوان\n= جملة\n~ ASSAULT قصف | X شيء\n";
        assert_eq!(reports(wrong, &mut out).unwrap_err().0, 3);
    }
}
