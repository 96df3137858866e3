//! `mizan parse`: the sentences of a page as trees.

use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_code::SentenceTree;
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub struct ParseArgs {
    /// A page or a text, or - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// CoNLL-U with the labels of Universal Dependencies, for other tools.
    #[arg(long, conflicts_with = "json")]
    conllu: bool,
    /// One line of JSON a sentence.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ParseArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let page = crate::input::named_page(&reader, &args.file)?;
    let mut out = std::io::BufWriter::new(anstream::stdout().lock());
    for (number, tree) in reader.trees(&page).into_iter().enumerate() {
        print(&mut out, args, number + 1, tree)?;
    }
    out.flush()?;
    Ok(Outcome::Whole)
}

fn print(
    out: &mut impl Write,
    args: &ParseArgs,
    number: usize,
    mut tree: SentenceTree,
) -> Result<(), Failure> {
    if args.json {
        let line = serde_json::to_string(&tree).map_err(|e| Failure::Data(e.to_string()))?;
        writeln!(out, "{line}")?;
    } else if args.conllu {
        tree.conllu.id = number.to_string();
        let mut rows = String::new();
        mizan_syntax::conllu::write(&tree.conllu, &mut rows);
        out.write_all(rows.as_bytes())?;
    } else {
        writeln!(out, "{number}  {}\n{}", crate::view::isolate(&tree.text), tree.outline)?;
    }
    Ok(())
}
