//! `mizan codebook`: the one table of codes, with Arabic and English names.

use crate::view::isolate;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_data::model::Code;
use std::io::Write;

#[derive(Args)]
pub struct CodebookArgs {
    /// A code such as ASSAULT, aerial, MIL or MZ010; none prints the whole table.
    code: Option<String>,
    /// Print as JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &CodebookArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let codes = &reader.knowledge().tables.codes;
    let wanted: Vec<&Code> = codes.iter().filter(|c| matches(c, args.code.as_deref())).collect();
    if wanted.is_empty() {
        let known: Vec<&str> =
            codes.iter().filter(|c| c.kind == "event").map(|c| c.code.as_str()).collect();
        return Err(Failure::Usage(format!(
            "no code {}; event types are {}",
            args.code.as_deref().unwrap_or(""),
            known.join(", ")
        )));
    }
    let mut out = anstream::stdout().lock();
    if args.json {
        let json = serde_json::to_string_pretty(&wanted).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
        return Ok(Outcome::Whole);
    }
    let mut kind = "";
    for code in wanted {
        if code.kind != kind {
            kind = &code.kind;
            writeln!(out, "\n{kind}")?;
        }
        row(&mut out, code)?;
    }
    Ok(Outcome::Whole)
}

/// The code itself, or for an event type its modes too.
fn matches(code: &Code, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|w| {
        code.code.eq_ignore_ascii_case(w)
            || code.parent.as_deref().is_some_and(|p| p.eq_ignore_ascii_case(w))
    })
}

fn row(out: &mut impl Write, c: &Code) -> std::io::Result<()> {
    let name = match &c.parent {
        Some(parent) => format!("{parent} {}", c.code),
        None => c.code.clone(),
    };
    let score = c.score.map_or(String::new(), |s| format!("{s:>5.1}"));
    let quad = c.quad.map_or(String::new(), |q| format!("quad {q}"));
    writeln!(out, "  {name:<26} {quad:<7} {score:<6} {:<36} {}", c.en, isolate(&c.ar))?;
    match &c.help {
        Some(help) => writeln!(out, "  {:<26} {help}", ""),
        None => Ok(()),
    }
}
