//! `mizan read`: pages to the terminal or to JSON.

use crate::input::{self, Input};
use crate::view;
use crate::{Common, Failure, Outcome, reader};
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
    /// Files, folders, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print the record as JSON, one a line.
    #[arg(long, conflicts_with = "quiet")]
    json: bool,
    /// One line an event.
    #[arg(short, long)]
    quiet: bool,
    /// When to colour: auto, always or never.
    #[arg(long, default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
}

/// How many documents are held at once.
const BATCH: usize = 64;

struct Done {
    name: String,
    result: Result<(Page, Record), String>,
}

pub fn run(args: &ReadArgs, common: &Common) -> Result<Outcome, Failure> {
    let found = input::find(&args.paths);
    let reader = reader(common)?;
    let mut failed = !found.errors.is_empty();
    found.errors.iter().for_each(|e| eprintln!("mizan: {e}"));
    if found.inputs.is_empty() && !failed {
        eprintln!("mizan: no documents in the folders named (.txt, .html, .md)");
    }
    let bar = progress(found.inputs.len());
    let mut out = view::output(&args.color);
    for batch in found.inputs.chunks(BATCH) {
        let done: Vec<Done> = batch.par_iter().map(|i| one(&reader, i, common.all)).collect();
        for d in done {
            bar.inc(1);
            failed |= d.result.is_err();
            bar.suspend(|| show(args, &mut out, &d))?;
        }
    }
    bar.finish_and_clear();
    out.flush()?;
    Ok(if failed { Outcome::Partly } else { Outcome::Whole })
}

/// A bar on standard error, only for many documents and only on a terminal.
fn progress(n: usize) -> ProgressBar {
    if n < 20 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} pages, {per_sec}, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(n as u64), ProgressDrawTarget::stderr()).with_style(style)
}

fn one(reader: &Reader, input: &Input, all: bool) -> Done {
    let name = input.name();
    let result = input.bytes().map_err(|e| format!("{name}: cannot be read: {e}")).map(|bytes| {
        let page = reader.page(&bytes, Some(&name));
        let record = reader.record(&page, Some(&name), Options { all });
        (page, record)
    });
    Done { name, result }
}

fn show(args: &ReadArgs, out: &mut impl Write, done: &Done) -> std::io::Result<()> {
    match &done.result {
        Err(message) => {
            eprintln!("mizan: {message}");
            Ok(())
        }
        Ok((_, record)) if args.json => {
            serde_json::to_writer(&mut *out, record)?;
            writeln!(out)
        }
        Ok((_, record)) if args.quiet => view::lines(out, &done.name, record),
        Ok((page, record)) => view::page(out, &done.name, page, record),
    }
}
