//! `mizan read`: pages to the terminal or to JSON.

use crate::input::{self, Doc, Documents};
use crate::{Common, Failure, Outcome, reader};
use crate::{article, view};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use mizan_code::record::Record;
use mizan_code::{Options, Reader};
use mizan_page::Page;
use rayon::prelude::*;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

#[derive(Args)]
pub struct ReadArgs {
    /// Files, folders, or - for standard input. Also WARC (.warc, .warc.gz), lines of JSON
    /// (.jsonl with "html" or "text", "url", "published"), and any of these packed with gzip.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    show: Show,
}

/// How pages are printed.
#[derive(Args, Clone)]
pub struct Show {
    /// Print the record as JSON, one a line.
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
    /// Print the clean article alone.
    #[arg(long, value_enum, conflicts_with_all = ["quiet", "json"])]
    format: Option<article::Format>,
    /// One line an event.
    #[arg(short, long)]
    quiet: bool,
    /// When to colour: auto, always or never.
    #[arg(long, default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
}

/// How many documents, and about how many bytes of them, are held at once.
const BATCH: usize = 64;
const BYTES: usize = 32 << 20;

pub fn run(args: &ReadArgs, common: &Common) -> Result<Outcome, Failure> {
    let found = input::find(&args.paths);
    let reader = reader(common)?;
    let failed = !found.errors.is_empty();
    found.errors.iter().for_each(|e| eprintln!("mizan: {e}"));
    if found.inputs.is_empty() && !failed {
        eprintln!("mizan: no documents in the folders named (.txt, .html, .md, .warc, .jsonl)");
    }
    let bar = progress(found.inputs.len());
    let mut printer = Printer::new(&args.show, failed);
    let mut documents = found.documents();
    loop {
        let batch = batch(&mut documents);
        if batch.is_empty() {
            break;
        }
        let done: Vec<_> = batch.into_par_iter().map(|d| one(&reader, d, common.all)).collect();
        for d in done {
            bar.inc(1);
            bar.suspend(|| printer.print(d))?;
        }
    }
    bar.finish_and_clear();
    printer.finish()
}

/// The next documents.
pub fn batch(documents: &mut Documents) -> Vec<Result<Doc, String>> {
    let mut out = Vec::new();
    let mut bytes = 0;
    while out.len() < BATCH && bytes < BYTES {
        let Some(next) = documents.next() else { break };
        bytes += next.as_ref().map_or(0, |d| d.bytes.len());
        out.push(next);
    }
    out
}

/// A bar on standard error, only for many documents and only on a terminal.
pub fn progress(n: usize) -> ProgressBar {
    if n < 20 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages, {per_sec}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(n as u64), ProgressDrawTarget::stderr()).with_style(style)
}

/// A page that was read, with its name.
pub struct Done {
    pub name: String,
    pub page: Page,
    pub record: Record,
}

impl Done {
    pub fn new(reader: &Reader, name: String, page: Page, all: bool) -> Done {
        let record = reader.record(&page, Some(&name), Options::all(all));
        Done { name, page, record }
    }
}

fn one(reader: &Reader, doc: Result<Doc, String>, all: bool) -> Result<Done, String> {
    let doc = doc?;
    let page = input::page(&doc, reader);
    Ok(Done::new(reader, doc.name, page, all))
}

/// A record with the text that its spans point into.
#[derive(serde::Serialize)]
struct Printed<'d> {
    #[serde(flatten)]
    record: &'d Record,
    text: &'d str,
}

/// Prints pages as they come and remembers whether all could be read.
pub struct Printer<'a> {
    show: &'a Show,
    out: anstream::AutoStream<std::io::Stdout>,
    failed: bool,
}

impl<'a> Printer<'a> {
    pub fn new(show: &'a Show, failed: bool) -> Self {
        Printer { show, out: view::output(&show.color), failed }
    }

    pub fn print(&mut self, done: Result<Done, String>) -> std::io::Result<()> {
        match done {
            Err(message) => {
                self.failed = true;
                eprintln!("mizan: {message}");
                Ok(())
            }
            Ok(d) if self.show.json => {
                let printed = Printed { record: &d.record, text: &d.page.text };
                serde_json::to_writer(&mut self.out, &printed)?;
                writeln!(self.out)
            }
            Ok(d) if self.show.format.is_some() => {
                let format = self.show.format.unwrap_or(article::Format::Txt);
                article::write(&mut self.out, &d.page, format)
            }
            Ok(d) if self.show.quiet => view::lines(&mut self.out, &d.name, &d.record),
            Ok(d) => view::page(&mut self.out, &d.name, &d.page, &d.record),
        }
    }

    /// One line of a feed: address, date, title.
    pub fn listed(&mut self, entry: &mizan_page::feed::Entry) -> std::io::Result<()> {
        let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
        let url = entry.url.as_deref().map_or_else(|| "-".to_owned(), clean);
        let at = entry.published.map_or_else(|| "-".to_owned(), |m| m.to_string());
        let title = entry.title.as_deref().map_or_else(|| "-".to_owned(), clean);
        writeln!(self.out, "{url}\t{at}\t{}", title.trim())
    }

    pub fn finish(mut self) -> Result<Outcome, Failure> {
        self.out.flush()?;
        Ok(if self.failed { Outcome::Partly } else { Outcome::Whole })
    }
}
