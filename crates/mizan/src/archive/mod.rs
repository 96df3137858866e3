//! The commands over an archive: one file a subject; what they share is here.

pub mod add;
pub mod care;
pub mod find;
pub mod keep;
pub mod list;
pub mod mend;
pub mod relate;
pub mod show;
pub mod table;

use crate::Failure;
use clap::Args;
use mizan_archive::{Access, Archive, ArchiveError, Filter, Groups, Stamp, day};
use std::path::PathBuf;

/// Which archive.
#[derive(Args, Clone)]
pub struct At {
    /// The archive's file.
    #[arg(long, value_name = "FILE", env = "MIZAN_ARCHIVE", default_value = "mizan.db")]
    pub archive: PathBuf,
}

impl At {
    pub fn write(&self) -> Result<Archive, Failure> {
        Ok(Archive::open(&self.archive, Access::Write)?)
    }

    pub fn read(&self) -> Result<Archive, Failure> {
        let archive = Archive::open(&self.archive, Access::Read)?;
        let waiting = archive.waiting()?;
        if waiting > 0 {
            eprintln!(
                "mizan: {waiting} pages are not gathered into stories yet (an import was interrupted); \
                 `mizan add` without paths goes on"
            );
        }
        Ok(archive)
    }
}

impl From<ArchiveError> for Failure {
    fn from(e: ArchiveError) -> Self {
        match e {
            ArchiveError::Question(words) => Failure::Usage(words),
            ArchiveError::Output { source, .. }
                if source.kind() == std::io::ErrorKind::BrokenPipe =>
            {
                Failure::Output(source)
            }
            other => Failure::Data(other.to_string()),
        }
    }
}

/// How rows are printed.
#[derive(Args, Clone)]
pub struct Print {
    /// One JSON document.
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Comma-separated values with a header.
    #[arg(long)]
    pub csv: bool,
}

/// Which events count.
#[derive(Args, Clone)]
pub struct FilterArgs {
    /// Source or target: an id, a name, a code ("SYR GOV", "SYR *", "* MIL") or a group; several mean any.
    #[arg(long, value_name = "WHO")]
    actor: Vec<String>,
    /// Source.
    #[arg(long, value_name = "WHO")]
    source: Vec<String>,
    /// Target.
    #[arg(long, value_name = "WHO")]
    target: Vec<String>,
    /// Event type, such as ASSAULT.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Mode, such as aerial.
    #[arg(long, value_name = "MODE")]
    mode: Vec<String>,
    /// Quad class: 1–4 or verbal-cooperation, material-cooperation, verbal-conflict, material-conflict.
    #[arg(long, value_name = "QUAD")]
    quad: Vec<String>,
    #[command(flatten)]
    scope: Scope,
}

/// Where, when and by whom what is counted was told.
#[derive(Args, Clone)]
pub struct Scope {
    /// Place: a name, an id, or a country as two letters.
    #[arg(long, value_name = "PLACE")]
    place: Vec<String>,
    /// From this day on (2025-01-31, 2025-01 or 2025).
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    from: Option<i32>,
    /// Up to this day; a month or year means its last day.
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    to: Option<i32>,
    /// Outlet.
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,
    /// report, analysis or quote.
    #[arg(long, value_name = "ZONE")]
    zone: Vec<String>,
    /// occurred, ongoing, future, hypothetical, negated or historical.
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Least confidence, 0 to 1, in place of the program's threshold.
    #[arg(long, value_name = "NUMBER")]
    confidence: Option<f64>,
    /// Who says so.
    #[arg(long, value_name = "WHO")]
    claimant: Vec<String>,
    /// A file of named groups of actors, lines such as  sides = ["dz-army", "SYR *"].
    #[arg(long, value_name = "FILE")]
    groups: Option<PathBuf>,
}

fn first_day(text: &str) -> Result<i32, String> {
    days(text).map(|d| d.0)
}

fn last_day(text: &str) -> Result<i32, String> {
    days(text).map(|d| d.1)
}

/// First and last day of a day, a month or a year.
fn days(text: &str) -> Result<(i32, i32), String> {
    day::span(text)
        .ok_or_else(|| format!("«{text}» is no day; expected 2025-01-31, 2025-01 or 2025"))
}

impl FilterArgs {
    /// The question in its own words, for a title.
    pub fn about(&self) -> Option<String> {
        let all = [&self.actor, &self.source, &self.target, &self.scope.place, &self.types];
        let words: Vec<&str> = all.into_iter().flatten().map(String::as_str).collect();
        (!words.is_empty()).then(|| words.join("، "))
    }

    pub fn filter(&self, all: bool) -> Result<Filter, Failure> {
        Ok(Filter {
            actor: self.actor.clone(),
            source: self.source.clone(),
            target: self.target.clone(),
            types: self.types.clone(),
            modes: self.mode.clone(),
            quads: self.quad.clone(),
            ..self.scope.filter(all)?
        })
    }
}

impl Scope {
    pub fn filter(&self, all: bool) -> Result<Filter, Failure> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            return Err(Failure::Usage("--to lies before --from".to_owned()));
        }
        Ok(Filter {
            places: self.place.clone(),
            from: self.from,
            to: self.to,
            outlets: self.outlet.clone(),
            zones: self.zone.clone(),
            statuses: self.status.clone(),
            confidence: self.confidence,
            all,
            claimant: self.claimant.clone(),
            groups: self.groups.as_deref().map(Groups::read).transpose()?.unwrap_or_default(),
            ..Filter::default()
        })
    }
}

/// The program and the moment, as an archive keeps them beside what is added.
pub fn stamp() -> Stamp {
    Stamp { program: program(), at: now() }
}

pub fn program() -> String {
    format!("mizan {}", env!("CARGO_PKG_VERSION"))
}

/// The moment by the machine's clock, in UTC.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Who makes a correction: as given, else the account.
pub fn who(given: Option<&String>) -> Result<String, Failure> {
    given
        .cloned()
        .or_else(|| std::env::var("USER").ok())
        .filter(|w| !w.trim().is_empty())
        .ok_or_else(|| Failure::Usage("say who corrects: --by NAME".to_owned()))
}
