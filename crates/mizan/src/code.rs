//! `mizan code --jsonl`: lines in, records out, in order, in flat memory.

use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_code::{Options, Reader};
use rayon::prelude::*;
use serde::Deserialize;
use std::io::{BufRead, BufWriter, Read, Write};

#[derive(Args)]
pub struct CodeArgs {
    /// Lines of JSON, the one format there is so far.
    #[arg(long)]
    jsonl: bool,
}

/// Lines held at once, and the longest line taken.
const BATCH: usize = 512;
const LONGEST: usize = 16 << 20;

#[derive(Deserialize)]
struct Line {
    id: Option<serde_json::Value>,
    text: String,
    published: Option<String>,
    #[allow(dead_code)]
    lang: Option<String>,
}

pub fn run(args: &CodeArgs, common: &Common) -> Result<Outcome, Failure> {
    if !args.jsonl {
        return Err(Failure::Usage(
            "mizan code reads lines of JSON: mizan code --jsonl < lines.jsonl".to_owned(),
        ));
    }
    let reader = reader(common)?;
    let mut input = std::io::stdin().lock();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut number, mut failed) = (0usize, false);
    loop {
        let batch = lines(&mut input)?;
        if batch.is_empty() {
            break;
        }
        let coded: Vec<Result<String, String>> =
            batch.par_iter().map(|l| line(&reader, l, common.all)).collect();
        for result in coded {
            number += 1;
            match result {
                Ok(json) => writeln!(out, "{json}")?,
                Err(message) => {
                    failed = true;
                    eprintln!("mizan: line {number}: {message}");
                }
            }
        }
    }
    out.flush()?;
    Ok(if failed { Outcome::Partly } else { Outcome::Whole })
}

/// The next lines; a line longer than the limit is kept as its beginning and fails as JSON.
fn lines(input: &mut impl BufRead) -> std::io::Result<Vec<Vec<u8>>> {
    let mut out = Vec::new();
    let mut bytes = 0;
    while out.len() < BATCH && bytes < LONGEST {
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() == LONGEST && !line.ends_with(b"\n") {
            skip_line(input)?;
        }
        bytes += line.len();
        if !line.iter().all(u8::is_ascii_whitespace) {
            out.push(line);
        }
    }
    Ok(out)
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let part = input.fill_buf()?;
        let (used, done) = match part.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (part.len(), part.is_empty()),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

fn line(reader: &Reader, bytes: &[u8], all: bool) -> Result<String, String> {
    let line: Line = serde_json::from_slice(bytes).map_err(|e| {
        let long = if bytes.len() >= LONGEST { " (the line is longer than 16 MiB)" } else { "" };
        format!("expected {{\"id\": …, \"text\": …}}: {e}{long}")
    })?;
    let id = line.id.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    let published = line
        .published
        .as_deref()
        .map(|d| d.get(..10).unwrap_or(d).parse())
        .transpose()
        .map_err(|e| format!("published is a day such as 2025-11-30: {e}"))?;
    let record = reader.code(&line.text, id.as_deref(), published, Options::all(all));
    serde_json::to_string(&record).map_err(|e| e.to_string())
}
