//! Pages to lines of JSON, as `examples/extraction` scores them: text, title, authors, day, outlet, language.
//!
//! Standard input: a file and its address in a line, with a tab between. `cargo run --release -p mizan-page
//! --example extract < pages.tsv > read.jsonl`. The seconds that reading took, files not counted, go to standard error.

use mizan_data::Knowledge;
use mizan_page::{BlockKind, Page, Zone};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is the page's frame rather than its body.
fn is_body(kind: BlockKind) -> bool {
    use BlockKind::{Byline, Caption, Dateline, Duplicate, Kicker, Section, Tail, Title};
    !matches!(kind, Byline | Caption | Dateline | Duplicate | Kicker | Section | Tail | Title)
}

fn body(page: &Page) -> String {
    let blocks = page.blocks.iter().filter(|b| is_body(b.kind) && b.zone != Zone::Boilerplate);
    let lines: Vec<&str> =
        blocks.map(|b| &page.text[b.span.0 as usize..b.span.1 as usize]).collect();
    lines.join("\n")
}

fn line(file: &str, page: &Page) -> Value {
    let kinds: Vec<Value> = page
        .blocks
        .iter()
        .map(|b| json!([b.kind.name(), &page.text[b.span.0 as usize..b.span.1 as usize]]))
        .collect();
    json!({
        "file": file,
        "text": body(page),
        "title": page.title.map(|s| &page.text[s.0 as usize..s.1 as usize]),
        "authors": page.authors,
        "published": page.published.as_ref().map(|p| p.date.to_string()),
        "moment": page.published.as_ref().map(|p| p.moment.to_string()),
        "updated": page.updated.map(|m| m.to_string()),
        "outlet": page.outlet,
        "lang": page.lang,
        "blocks": kinds,
        "choices": page.choices.iter().map(|c| json!([c.field, c.value, c.reason])).collect::<Vec<_>>(),
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ar");
    let compiled =
        mizan_data::compile(&data).map_err(|e| format!("{} mistakes in data/ar", e.len()))?;
    let knowledge = Knowledge::load(&compiled)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut spent = Duration::ZERO;
    for row in std::io::stdin().lock().lines() {
        let row = row?;
        let (file, address) = row.split_once('\t').unwrap_or((&row, ""));
        let bytes = std::fs::read(file)?;
        let name = (!address.is_empty()).then_some(address);
        let start = Instant::now();
        let page = mizan_page::read(&bytes, name, Some("text/html"), &knowledge);
        spent += start.elapsed();
        writeln!(out, "{}", line(file, &page))?;
    }
    eprintln!("{:.3}", spent.as_secs_f64());
    Ok(())
}
