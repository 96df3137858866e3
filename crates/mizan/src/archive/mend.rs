//! `mizan recode`, `mizan correct`, `mizan check`: what keeps an archive right.

use super::table::Table;
use super::{At, Print, now, program, who};
use crate::view::isolate;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_archive::{Action, Field};

#[derive(Args)]
pub struct RecodeArgs {
    /// Keep what was read; without it only the changes are shown.
    #[arg(long)]
    keep: bool,
    /// Show so many changes one by one.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    print: Print,
}

pub fn recode(args: &RecodeArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    // What is only shown needs no right to write.
    let mut archive = if args.keep { args.at.write()? } else { args.at.read()? };
    let done = archive.recode(&reader, &program(), args.keep)?;
    if args.keep {
        archive.index(&reader)?;
        archive.gather()?;
    }
    let mut table = Table::new(&["type", "new", "gone", "changed"]);
    for (event, n) in &done.by_type {
        table.push(vec![event.clone(), n[0].to_string(), n[1].to_string(), n[2].to_string()]);
    }
    table.print(&args.print, &done)?;
    if !args.print.json && !args.print.csv {
        for c in done.changes.iter().take(args.limit) {
            println!("{} {} {} · {}", c.id, c.event, c.what, isolate(&c.sentence));
        }
        println!(
            "{} of {} pages differ; {} corrections hold events that are not read any more; {}",
            done.pages_changed,
            done.pages,
            done.held_by_correction,
            if done.kept { "kept" } else { "nothing was changed, --keep keeps it" }
        );
    }
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct CorrectArgs {
    /// Id of an event.
    #[arg(required_unless_present = "undo")]
    id: Option<String>,
    /// It is right as it is.
    #[arg(long, conflicts_with_all = ["reject", "set"])]
    accept: bool,
    /// There is no such event.
    #[arg(long, conflicts_with = "set")]
    reject: bool,
    /// A field is otherwise: type=ASSAULT, mode=aerial (or - for none), status=negated; sources, targets, date, place
    /// and quantities take JSON of the record's shape, with words and spans of the page.
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// Undo the correction of this number (`mizan show` lists them).
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["id", "accept", "reject", "set"])]
    undo: Option<i64>,
    /// Who corrects.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    at: At,
}

impl CorrectArgs {
    fn actions(&self) -> Result<Vec<Action>, Failure> {
        let set = self.set.iter().map(|s| action(s)).collect::<Result<Vec<_>, _>>()?;
        match (self.accept, self.reject) {
            (true, _) => Ok(vec![Action::Accept]),
            (_, true) => Ok(vec![Action::Reject]),
            _ if set.is_empty() => {
                Err(Failure::Usage("say what: --accept, --reject or --set FIELD=VALUE".to_owned()))
            }
            _ => Ok(set),
        }
    }
}

fn action(text: &str) -> Result<Action, Failure> {
    let wrong = || Failure::Usage(format!("«{text}»: expected type=…, mode=… or status=…"));
    let (field, value) = text.split_once('=').ok_or_else(wrong)?;
    let field = match field {
        "type" => Field::Type,
        "mode" => Field::Mode,
        "status" => Field::Status,
        _ => return Err(wrong()),
    };
    Ok(Action::Set(field, value.to_owned()))
}

pub fn correct(args: &CorrectArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let mut archive = args.at.write()?;
    if let Some(number) = args.undo {
        archive.undo(number, &now())?;
        println!("correction {number} undone");
    }
    if let Some(id) = &args.id {
        let by = who(args.by.as_ref())?;
        for action in args.actions()? {
            let number = archive.correct(id, &action, &by, &now())?;
            println!("correction {number} of {id} kept; `mizan correct --undo {number}` undoes it");
        }
    }
    archive.index(&reader)?;
    archive.gather()?;
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    at: At,
}

pub fn check(args: &CheckArgs) -> Result<Outcome, Failure> {
    let found = args.at.read()?.check()?;
    if found.is_empty() {
        println!("{}: sound", args.at.archive.display());
        return Ok(Outcome::Whole);
    }
    found.iter().for_each(|line| println!("{line}"));
    Ok(Outcome::Partly)
}
