//! `mizan explain`: the derivation of one event.

use crate::view::{isolate, names};
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_code::{Explanation, Options};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct ExplainArgs {
    /// A page, or - for standard input; or the code of a rule, such as MZ021.
    #[arg(value_name = "FILE|CODE")]
    file: PathBuf,
    /// Number of the event, from 1, as `mizan read` numbers them.
    #[arg(long, value_name = "N")]
    event: Option<usize>,
}

pub fn run(args: &ExplainArgs, common: &Common) -> Result<Outcome, Failure> {
    let Some(event) = args.event else { return rule(&args.file, common) };
    let reader = reader(common)?;
    let page = crate::input::named_page(&reader, &args.file)?;
    let options = Options::all(common.all);
    let Some(explanation) = reader.explain(&page, event, options) else {
        let n = reader.record(&page, None, options).events.len();
        return Err(Failure::Usage(format!(
            "the page has {n} events; there is no event {event}{}",
            if common.all { "" } else { " (--all shows more)" }
        )));
    };
    print(&mut anstream::stdout().lock(), &explanation)?;
    Ok(Outcome::Whole)
}

/// Without an event what is named is a rule.
fn rule(file: &std::path::Path, common: &Common) -> Result<Outcome, Failure> {
    let word = file.to_string_lossy();
    let code = word.len() == 5 && word.to_ascii_uppercase().starts_with("MZ");
    if code && !file.exists() {
        return crate::audit::explain(&word, common);
    }
    Err(Failure::Usage(format!(
        "which event of {word}? `mizan explain {word} --event 2`; `mizan explain MZ021` tells a rule"
    )))
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
