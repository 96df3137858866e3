//! `mizan search`.

use super::{At, Print};
use crate::view::isolate;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_archive::{Hit, Marked};
use std::io::Write;

#[derive(Args)]
pub struct SearchArgs {
    /// Words that a page must hold, in any spelling and form; words in quotation marks must stand together.
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Print so many pages.
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    print: Print,
}

pub fn run(args: &SearchArgs, common: &Common) -> Result<Outcome, Failure> {
    let archive = args.at.read()?;
    let reader = reader(common)?;
    let hits = archive.search(&reader, &args.words.join(" "), args.limit)?;
    if args.print.json || args.print.csv {
        let mut table = super::table::Table::new(&["id", "day", "outlet", "title", "key"]);
        for h in &hits {
            let day = h.day.clone().unwrap_or_default();
            table.push(vec![
                h.id.to_string(),
                day,
                h.outlet.clone(),
                h.title.clone(),
                h.key.clone(),
            ]);
        }
        table.print(&args.print, &hits)?;
    } else {
        let mut out = anstream::stdout().lock();
        hits.iter().try_for_each(|h| hit(&mut out, h))?;
    }
    if hits.is_empty() {
        eprintln!("mizan: no page holds all of these words");
    }
    Ok(Outcome::Whole)
}

fn hit(out: &mut impl Write, h: &Hit) -> std::io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let title = if h.title.is_empty() { &h.key } else { &h.title };
    writeln!(out, "{bold}{}{bold:#} {}", h.id, isolate(title))?;
    let outlet = if h.outlet.is_empty() { &h.key } else { &h.outlet };
    writeln!(out, "  {} · {}", isolate(outlet), h.day.as_deref().unwrap_or("no date"))?;
    h.sentences.iter().try_for_each(|s| writeln!(out, "  {}", marked(s)))?;
    writeln!(out)
}

/// The sentence with the words found in colour; on a pipe, where colour is lost, between brackets.
fn marked(s: &Marked) -> String {
    use std::io::IsTerminal;
    let (on, off) =
        if std::io::stdout().is_terminal() { ("\u{1b}[1;33m", "\u{1b}[0m") } else { ("[", "]") };
    let mut out = String::from("\u{2068}");
    for (n, c) in s.text.chars().enumerate() {
        if s.marks.iter().any(|m| m.0 == n) {
            out.push_str(on);
        }
        out.push(if c.is_control() { ' ' } else { c });
        if s.marks.iter().any(|m| m.1 == n + 1) {
            out.push_str(off);
        }
    }
    out.push('\u{2069}');
    out
}
