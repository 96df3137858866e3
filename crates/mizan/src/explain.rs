//! `mizan explain`: the derivation of one event.

use crate::input::Input;
use crate::view::{isolate, names};
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_code::{Explanation, Options};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct ExplainArgs {
    /// A page, or - for standard input.
    file: PathBuf,
    /// Number of the event, from 1, as `mizan read` numbers them.
    #[arg(long, value_name = "N")]
    event: usize,
}

pub fn run(args: &ExplainArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let input =
        if args.file.as_os_str() == "-" { Input::Stdin } else { Input::File(args.file.clone()) };
    let bytes = input
        .bytes()
        .map_err(|e| Failure::Data(format!("{}: cannot be read: {e}", input.name())))?;
    let page = reader.page(&bytes, Some(&input.name()));
    let options = Options { all: common.all };
    let Some(explanation) = reader.explain(&page, args.event, options) else {
        let n = reader.record(&page, None, options).events.len();
        return Err(Failure::Usage(format!(
            "the page has {n} events; there is no event {}{}",
            args.event,
            if common.all { "" } else { " (--all shows more)" }
        )));
    };
    print(&mut anstream::stdout().lock(), &explanation)?;
    Ok(Outcome::Whole)
}

pub fn print(out: &mut impl Write, x: &Explanation) -> std::io::Result<()> {
    let e = &x.event;
    writeln!(
        out,
        "{} {} {}  frame {}  confidence {:.3}",
        e.id,
        e.event,
        e.mode.as_deref().unwrap_or("-"),
        e.frame,
        e.confidence
    )?;
    writeln!(out, "\nsentence {}\n  {}", e.sentence, isolate(&x.sentence))?;
    writeln!(out, "\ntokens (word, reading chosen, other readings)")?;
    for t in &x.tokens {
        let mark = if t.trigger { "→" } else { " " };
        writeln!(
            out,
            "  {mark} {}  {}  {}",
            isolate(&t.word),
            isolate(&t.chosen),
            isolate(&t.others.join(" "))
        )?;
    }
    writeln!(out, "\nchunks\n  {}", isolate(&x.chunks.join(" ")))?;
    writeln!(out, "\ntrigger  {}", isolate(&e.trigger.text))?;
    writeln!(out, "sources  {}", names(&e.sources))?;
    writeln!(out, "targets  {}", names(&e.targets))?;
    for who in e.sources.iter().chain(&e.targets).filter_map(|m| m.actor.as_ref()) {
        writeln!(out, "  {} is {} ({}): {}", isolate(&who.name_ar), who.id, who.code, who.via)?;
    }
    writeln!(out, "\nwhy")?;
    for line in &e.derivation {
        writeln!(out, "  {}", isolate(line))?;
    }
    writeln!(out, "claim    {}", isolate(x.claim.as_deref().unwrap_or("none: the page itself")))
}
