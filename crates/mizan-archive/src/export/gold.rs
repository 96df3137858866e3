//! What persons corrected, as annotated reports for `mizan eval` (the format stands in `mizan_code::gold`).
//!
//! Only pages that were reviewed whole become gold: each event that is shown was accepted, corrected or added by a
//! person. A report half reviewed would count the program's own guesses as the truth.

use super::broken;
use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::{ArchiveError, Done};
use crate::open::{self, Opened};
use crate::stored::{Actor, Chars, Event};
use rusqlite::{Connection, params_from_iter};
use std::io::Write;

/// Out: how many pages were written.
pub(crate) fn write(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    let pages = archive.ask(|db| pages(db, filter))?;
    let mut written = 0;
    for row in &pages {
        let page = archive.ask(|db| open::page(db, *row))?;
        if !whole(&page) {
            continue;
        }
        out.write_all(report(&page).as_bytes()).map_err(broken)?;
        written += 1;
    }
    Ok(written)
}

/// Pages with corrections that hold and, where a filter asks for something, an event that fits it.
fn pages(db: &Connection, filter: &Filter) -> Done<Vec<i64>> {
    let (sql, values) = filter.events(db)?;
    let sql = format!(
        "SELECT DISTINCT c.page FROM correction c JOIN page ON page.id = c.page
         WHERE c.undone IS NULL AND (c.page IN (SELECT e.page FROM event e WHERE e.id IN (SELECT id FROM ({sql})))
           OR NOT EXISTS (SELECT 1 FROM event e WHERE e.page = c.page)) ORDER BY page.key"
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(values.iter()), |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn whole(page: &Opened) -> bool {
    page.record.events.iter().filter(|e| e.shown).all(|e| !e.corrected.is_empty())
}

fn report(page: &Opened) -> String {
    let chars = Chars::new(&page.text);
    let head = &page.record.page;
    let day = head.published.as_ref().and_then(|d| d.from.clone());
    let title = head.title.as_ref();
    let mut out = format!(
        "# {} | {} | report | {}\n",
        page.id,
        day.as_deref().unwrap_or("1970-01-01"),
        plain(title.map_or("", |t| &t.text))
    );
    let titled = |span: (u32, u32)| title.is_some_and(|t| t.span.0 < span.1 && span.0 < t.span.1);
    // Events of the title come first: their line is the # line.
    let mut sentences: Vec<usize> = (0..page.record.sentences.len()).collect();
    sentences.sort_by_key(|n| !titled(page.record.sentences[*n].span));
    for n in sentences {
        if !titled(page.record.sentences[n].span) {
            out.push_str(&format!("= {}\n", plain(page.record.sentence(n, &chars))));
        }
        let told = page.record.events.iter().filter(|e| e.shown && e.sentence == n);
        told.for_each(|e| out.push_str(&event(page, e)));
    }
    out.push('\n');
    out
}

/// Words on one line, without the signs that part fields.
fn plain(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if matches!(c, '|' | ';') || c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn event(page: &Opened, e: &Event) -> String {
    let mode = e.mode.as_ref().map_or(String::new(), |m| format!("/{m}"));
    let status = if e.status == "occurred" { String::new() } else { format!(" {}", e.status) };
    let mut out = format!("~ {}{mode}{status} {}", e.event, plain(&e.trigger.text));
    let words = |all: &[Actor]| all.iter().map(|a| plain(&a.text)).collect::<Vec<_>>().join("; ");
    let mut slot = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!(" | {name} {value}"));
        }
    };
    slot("S", words(&e.sources));
    slot("T", words(&e.targets));
    for q in &e.quantities {
        if let (Some(of), Some(n)) = (&q.of, q.low.or(q.high)) {
            slot("Q", format!("{of} {n}"));
        }
    }
    slot("D", e.date.as_ref().and_then(|d| d.from.clone()).unwrap_or_default());
    slot("P", e.place.as_ref().map(|p| plain(&p.text)).unwrap_or_default());
    let speaker = page.record.claim_of(e).and_then(|c| c.speaker.as_ref());
    slot("C", speaker.map(|s| plain(&s.text)).unwrap_or_default());
    out.push('\n');
    out
}
