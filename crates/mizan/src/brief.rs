//! `mizan brief`: a sourced narrative of a question.

use crate::archive::{At, FilterArgs, now};
use crate::{Common, Failure, Outcome, reader};
use clap::{Args, ValueEnum};
use mizan_archive::{Access, Archive, Question, Telling};
use mizan_brief::{Calendar, For, Lang, Options};
use std::io::Write;

#[derive(Args)]
pub struct BriefArgs {
    /// A story, a page or an event by its id; without it the events that the conditions below name.
    id: Option<String>,
    /// Language: ar or en.
    #[arg(long, default_value = "ar", value_parser = ["ar", "en"])]
    lang: String,
    /// markdown, html or json.
    #[arg(long, value_enum, default_value = "markdown")]
    format: Format,
    /// For whom: an editor (short), or an analyst, who also gets stances, ties and opinion.
    #[arg(long = "for", value_enum, default_value = "editor", value_name = "READER")]
    reader: Reader,
    /// At most about so many words, the list of evidence not counted; 250 for an editor, 600 for an analyst.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=20_000))]
    max_words: Option<u32>,
    /// Month names: western (نوفمبر), levantine (تشرين الثاني), maghrebi (نوفمبر، جانفي) or hijri.
    #[arg(long, default_value = "western", value_parser = ["western", "levantine", "maghrebi", "hijri"])]
    calendar: String,
    /// Only what has come since this question was last asked so, and remember what was told.
    #[arg(long)]
    since_last: bool,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    #[value(alias = "md")]
    Markdown,
    Html,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    Editor,
    Analyst,
}

/// Stories opened for a brief: more than any brief has room for.
const STORIES: usize = 40;

pub fn run(args: &BriefArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let question = Question {
        filter: args.filter.filter(common.all)?,
        only: args.id.clone(),
        stories: STORIES,
    };
    let key = format!("{question:?}");
    let mut archive = open(args)?;
    let last = if args.since_last { archive.asked(&key)? } else { None };
    let (since, but) = last.map_or((None, Vec::new()), |(at, events)| (Some(at), events));
    let telling = archive.tell(&question, &but)?;
    if args.since_last {
        archive.keep_asked(&key, &now(), &telling)?;
    }
    let mut options = options(args, since);
    options.about = options.about.or_else(|| title(args, &telling));
    let brief = mizan_brief::write(&reader, &telling, &options);
    let text = match args.format {
        Format::Markdown => mizan_brief::markdown(&brief),
        Format::Html => mizan_brief::html(&brief),
        Format::Json => {
            let value = serde_json::to_value(&brief).map_err(|e| Failure::Data(e.to_string()))?;
            format!("{value:#}\n")
        }
    };
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Whole)
}

/// What an id names is called by the title of its first report.
fn title(args: &BriefArgs, telling: &Telling) -> Option<String> {
    let first = telling.happenings.first().filter(|_| args.id.is_some())?.reports.first()?;
    Some(first.title.clone()).filter(|t| !t.is_empty())
}

/// Only remembering what was told writes.
fn open(args: &BriefArgs) -> Result<Archive, Failure> {
    if args.since_last {
        return Ok(Archive::open(&args.at.archive, Access::Write)?);
    }
    args.at.read()
}

fn options(args: &BriefArgs, since: Option<String>) -> Options {
    let reader = match args.reader {
        Reader::Editor => For::Editor,
        Reader::Analyst => For::Analyst,
    };
    let room = if reader == For::Editor { 250 } else { 600 };
    Options {
        lang: if args.lang == "en" { Lang::En } else { Lang::Ar },
        calendar: Calendar::named(&args.calendar).unwrap_or_default(),
        reader,
        max_words: args.max_words.map_or(room, |n| n as usize),
        about: args.filter.about(),
        since,
    }
}
