//! `mizan events`, `claims`, `actors`, `ties`, `stories`.

use super::table::{Table, dash};
use super::{At, FilterArgs, Print, Scope, now, who};
use crate::view::isolate;
use crate::{Common, Failure, Outcome};
use clap::{Args, Subcommand};
use mizan_archive::relate::TieLine;
use mizan_archive::{EventRow, Ruling, Side, Slice, Sort, Story, StoryFilter};
use std::io::Write;

#[derive(Args, Clone)]
pub struct Page {
    /// Print so many rows.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Leave out so many before.
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip: usize,
    /// The oldest first.
    #[arg(long)]
    oldest: bool,
}

impl Page {
    fn slice(&self) -> Slice {
        Slice {
            limit: self.limit,
            skip: self.skip,
            sort: if self.oldest { Sort::Oldest } else { Sort::Latest },
        }
    }
}

#[derive(Args)]
pub struct EventsArgs {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    print: Print,
}

pub fn events(args: &EventsArgs, common: &Common) -> Result<Outcome, Failure> {
    let archive = args.at.read()?;
    let (rows, total) = archive.events(&args.filter.filter(common.all)?, args.page.slice())?;
    let head = [
        "id", "day", "type", "mode", "status", "zone", "source", "target", "place", "conf",
        "outlet",
    ];
    let mut table = Table::new(&head);
    rows.iter().for_each(|e| table.push(event_cells(e)));
    table.print(&args.print, &rows)?;
    more(rows.len() + args.page.skip, total as usize, "events");
    Ok(Outcome::Whole)
}

/// Says on standard error that there is more.
fn more(shown: usize, total: usize, what: &str) {
    if shown < total {
        let beyond = total as u64 > mizan_archive::COUNTED;
        let all = if beyond {
            format!("more than {}", mizan_archive::COUNTED)
        } else {
            total.to_string()
        };
        eprintln!("mizan: {shown} of {all} {what}; --limit and --skip show more");
    }
}

/// An actor as a cell: its id, or the words where it stands for nobody known.
fn side(s: &Side) -> String {
    s.id.clone().unwrap_or_else(|| s.text.clone())
}

fn sides(all: &[Side]) -> String {
    if all.is_empty() {
        "-".to_owned()
    } else {
        all.iter().map(side).collect::<Vec<_>>().join("; ")
    }
}

fn event_cells(e: &EventRow) -> Vec<String> {
    let place = e.place.as_ref().map(|p| p.place.as_ref().map_or(&p.text, |s| &s.name_en).clone());
    let day = match (&e.day, &e.day_to) {
        (Some(a), Some(b)) if a != b => format!("{a}/{b}"),
        (day, _) => dash(day),
    };
    vec![
        e.id.to_string(),
        day,
        e.event.clone(),
        dash(&e.mode),
        e.status.clone(),
        e.zone.clone(),
        sides(&e.sources),
        sides(&e.targets),
        dash(&place),
        format!("{:.2}", e.confidence),
        e.outlet.clone(),
    ]
}

#[derive(Args)]
pub struct ClaimsArgs {
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    print: Print,
}

pub fn claims(args: &ClaimsArgs, common: &Common) -> Result<Outcome, Failure> {
    let rows = args.at.read()?.claims(&args.scope.filter(common.all)?, args.page.slice())?;
    let mut table = Table::new(&[
        "id", "day", "speaker", "stance", "kind", "denies", "events", "outlet", "sentence",
    ]);
    for c in &rows {
        table.push(vec![
            c.id.to_string(),
            dash(&c.day),
            c.speaker.as_ref().map_or_else(|| "nobody named".to_owned(), side),
            c.stance.clone(),
            c.kind.clone(),
            c.denies.map_or_else(|| "-".to_owned(), |d| d.to_string()),
            c.events.len().to_string(),
            c.outlet.clone(),
            c.sentence.clone(),
        ]);
    }
    table.print(&args.print, &rows)?;
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct ActorsArgs {
    /// Part of an id, a code or a name.
    like: Option<String>,
    /// Also kinds of people ("gunmen") and offices whose holder no table knows.
    #[arg(long)]
    kinds: bool,
    /// Print so many rows.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    print: Print,
}

pub fn actors(args: &ActorsArgs) -> Result<Outcome, Failure> {
    let rows = args.at.read()?.actors(args.like.as_deref(), args.kinds, args.limit)?;
    let mut table =
        Table::new(&["id", "code", "name", "english", "kind", "source", "target", "first", "last"]);
    for a in &rows {
        table.push(vec![
            a.id.clone(),
            a.code.clone(),
            a.name_ar.clone(),
            a.name_en.clone(),
            a.kind.clone(),
            a.as_source.to_string(),
            a.as_target.to_string(),
            dash(&a.first),
            dash(&a.last),
        ]);
    }
    table.print(&args.print, &rows)?;
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct TiesArgs {
    /// Whose ties: an id, a name, a code or a group; everybody's if left out.
    of: Option<String>,
    /// With whom.
    #[arg(long, value_name = "WHO")]
    with: Option<String>,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    print: Print,
}

pub fn ties(args: &TiesArgs, common: &Common) -> Result<Outcome, Failure> {
    let mut filter = args.scope.filter(common.all)?;
    filter.actor = args.of.iter().cloned().collect();
    let mut rows = args.at.read()?.ties(&filter)?;
    if let Some(with) = &args.with {
        let archive = args.at.read()?;
        let other = mizan_archive::Filter { actor: vec![with.clone()], ..filter };
        let theirs: Vec<_> = archive.ties(&other)?.iter().map(key).collect();
        rows.retain(|t| theirs.contains(&key(t)));
    }
    let mut table = Table::new(&[
        "a",
        "kind",
        "b",
        "from",
        "to",
        "told",
        "last told",
        "reports",
        "contradictions",
    ]);
    for t in &rows {
        table.push(vec![
            t.a.clone(),
            t.kind.clone(),
            t.b.clone(),
            dash(&t.from),
            dash(&t.to),
            dash(&t.first_told),
            dash(&t.last_told),
            t.evidence.len().to_string(),
            t.contradictions.len().to_string(),
        ]);
    }
    table.print(&args.print, &rows)?;
    if !args.print.json && !args.print.csv {
        for t in rows.iter().filter(|t| !t.contradictions.is_empty()) {
            println!("{} {} {}: {}", t.a, t.kind, t.b, isolate(&t.contradictions.join("; ")));
        }
    }
    Ok(Outcome::Whole)
}

fn key(t: &TieLine) -> (String, String, String) {
    (t.a.clone(), t.b.clone(), t.kind.clone())
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct StoriesArgs {
    #[command(subcommand)]
    rule: Option<Rule>,
    /// Told by at least so many pages.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pages: usize,
    /// Print so many stories.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    print: Print,
}

#[derive(Subcommand)]
enum Rule {
    /// Rule that two stories or events are one happening.
    Join(RuleArgs),
    /// Rule that an event is not the happening of another, or of a story.
    Split(RuleArgs),
}

#[derive(Args)]
struct RuleArgs {
    /// Id of an event or a story.
    a: String,
    /// Id of another.
    b: String,
    /// Who rules.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    at: At,
}

pub fn stories(args: &StoriesArgs, common: &Common) -> Result<Outcome, Failure> {
    match &args.rule {
        Some(Rule::Join(rule)) => ruled(rule, Ruling::Join),
        Some(Rule::Split(rule)) => ruled(rule, Ruling::Split),
        None => listed(args, common),
    }
}

fn ruled(args: &RuleArgs, ruling: Ruling) -> Result<Outcome, Failure> {
    let mut archive = args.at.write()?;
    let (a, b) = archive.rule(&args.a, &args.b, ruling, &who(args.by.as_ref())?, &now())?;
    let words = if ruling == Ruling::Join { "one happening" } else { "two happenings" };
    println!("{a} and {b} are {words}");
    Ok(Outcome::Whole)
}

fn listed(args: &StoriesArgs, common: &Common) -> Result<Outcome, Failure> {
    let filter = StoryFilter {
        events: args.filter.filter(common.all)?,
        pages: args.pages,
        limit: args.limit,
        ..StoryFilter::default()
    };
    let stories = args.at.read()?.stories(&filter)?;
    if args.print.json || args.print.csv {
        let mut table =
            Table::new(&["id", "first", "last", "type", "sources", "pages", "outlets", "title"]);
        stories.iter().for_each(|s| table.push(story_cells(s)));
        table.print(&args.print, &stories)?;
    } else {
        let mut out = anstream::stdout().lock();
        stories.iter().try_for_each(|s| story(&mut out, s))?;
    }
    Ok(Outcome::Whole)
}

fn story_cells(s: &Story) -> Vec<String> {
    vec![
        s.id.to_string(),
        s.first.clone().unwrap_or_default(),
        s.last.clone().unwrap_or_default(),
        s.lead.event.clone(),
        s.sources.to_string(),
        s.pages.to_string(),
        s.outlets.to_string(),
        s.lead.title.clone(),
    ]
}

/// A story for a person: what, who tells it, figures side by side, why its reports were joined.
pub fn story(out: &mut impl Write, s: &Story) -> std::io::Result<()> {
    let bold = anstyle::Style::new().bold();
    let e = &s.lead;
    let mode = e.mode.as_ref().map_or(String::new(), |m| format!(" {m}"));
    writeln!(
        out,
        "{bold}{}{bold:#} {}{mode} · {} · {} independent of {} reports in {} outlets",
        s.id,
        e.event,
        s.first.as_deref().unwrap_or("no day"),
        s.sources,
        s.pages,
        s.outlets
    )?;
    writeln!(out, "  {} → {}", isolate(&sides(&e.sources)), isolate(&sides(&e.targets)))?;
    for m in &s.members {
        let reprint =
            if m.reprint { format!(" · reprint of {}", m.origin) } else { String::new() };
        let outlet = if m.outlet.is_empty() { &m.key } else { &m.outlet };
        writeln!(
            out,
            "  {} {} {}{reprint}\n    {}",
            m.event,
            m.published.as_deref().unwrap_or("-"),
            isolate(outlet),
            isolate(&m.sentence)
        )?;
    }
    for f in &s.figures {
        let says = f.says.as_ref().map_or_else(|| "the page itself".to_owned(), |s| isolate(s));
        let role = f.role.as_ref().map_or(String::new(), |r| format!(" ({r})"));
        writeln!(
            out,
            "  {} {}{role} · says {says} · {}",
            f.of,
            isolate(&f.text),
            isolate(&f.outlet)
        )?;
    }
    s.why.iter().take(3).try_for_each(|w| writeln!(out, "  joined by {w}"))?;
    writeln!(out)
}
