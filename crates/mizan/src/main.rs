//! `mizan`: reads news into evidence. This file only says which words call what.

mod archive;
mod article;
mod audit;
mod brief;
mod code;
mod codebook;
mod eval;
mod explain;
mod fetch;
mod input;
mod manual;
mod parse;
mod read;
mod serve;
mod view;

use clap::{Args, Parser, Subcommand};
use mizan_code::Reader;
use std::path::PathBuf;
use std::process::ExitCode;

/// The program's allocator: glibc's costs it a sixth of its speed, musl's about half.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Reads Arabic news into evidence: who did what to whom, when, where, how much, and who says so.
#[derive(Parser)]
#[command(
    name = "mizan",
    version,
    about,
    after_help = "Exit codes: 0 read, 1 some input could not be read (the rest was), 2 usage, \
                  3 the audit found what --fail-on names."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Args, Clone)]
struct Common {
    /// Folder of language data to use in place of the copy inside the program, such as data/ar.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Also print events below the threshold of confidence.
    #[arg(long, global = true)]
    all: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Read pages: files, folders, archives (WARC), lines of JSON, or - for standard input.
    Read(read::ReadArgs),
    /// Fetch pages of the web, keep their bytes, and read them.
    Fetch(fetch::FetchArgs),
    /// Read the pages that a feed or a sitemap lists.
    Feed(fetch::FeedArgs),
    /// Code lines of JSON ({"id", "text", "published"?}) from standard input, one record a line, in order.
    Code(code::CodeArgs),
    /// Check reports against the rules of the trade: form, machine residue, sourcing, language, figures, names.
    Audit(audit::AuditArgs),
    /// Show how one event of a page was found, or what a rule of the audit says (`mizan explain MZ021`).
    Explain(explain::ExplainArgs),
    /// Show how sentences are read: each word with what it hangs on (a tree), also as CoNLL-U or JSON.
    Parse(parse::ParseArgs),
    /// Measure how well events are found, beside annotated reports or sentences.
    Eval(eval::EvalArgs),
    /// Add pages, folders, archives, feeds or addresses to an archive.
    Add(archive::add::AddArgs),
    /// Read the archive again under other data or a newer program; shows what changes before it is kept.
    Recode(archive::mend::RecodeArgs),
    /// Correct an event of the archive by hand.
    Correct(archive::mend::CorrectArgs),
    /// Check the archive's file for damage.
    Check(archive::mend::CheckArgs),
    /// Copy the archive as it stands now, while others use it.
    Backup(archive::care::BackupArgs),
    /// Put a back-up in the archive's place.
    Restore(archive::care::RestoreArgs),
    /// Say whether data, archive and accounts are well, and what to do where they are not.
    Doctor(archive::care::DoctorArgs),
    /// Find pages of the archive by words, whatever their spelling and form.
    Search(archive::find::SearchArgs),
    /// List events of the archive.
    Events(archive::list::EventsArgs),
    /// List claims: who says what.
    Claims(archive::list::ClaimsArgs),
    /// List actors.
    Actors(archive::list::ActorsArgs),
    /// List ties between actors with their evidence.
    Ties(archive::list::TiesArgs),
    /// List stories: reports of one happening; join and split them.
    Stories(archive::list::StoriesArgs),
    /// How two sides act on one another over time.
    Relations(archive::relate::RelationsArgs),
    /// How one actor stands between rival partners over time.
    Balance(archive::relate::BalanceArgs),
    /// Show what an id stands for, down to its sentence.
    Show(archive::show::ShowArgs),
    /// Write a sourced narrative: what happened, who says so, what is disputed, what is not known.
    Brief(brief::BriefArgs),
    /// Write the archive in the forms of other tools.
    Export(archive::keep::ExportArgs),
    /// Open the archive in a browser: read, check and correct.
    Serve(serve::ServeArgs),
    /// Who may come in to the workbench: accounts with a role.
    User(serve::UserArgs),
    /// Print the table of codes, or one code.
    Codebook(codebook::CodebookArgs),
    /// Print completions for a shell: bash, elvish, fish, powershell or zsh.
    Complete {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of all commands or of one.
    Man {
        /// A command, such as relations.
        command: Option<String>,
    },
}

/// Why a command could not do its work; printed on standard error.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error("{0}")]
    Data(String),
    #[error("cannot write the output: {0}")]
    Output(#[from] std::io::Error),
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Failure::Usage(_) => 2,
            Failure::Data(_) | Failure::Output(_) => 1,
        }
    }
}

/// What a finished command says: was everything read?
enum Outcome {
    Whole,
    Partly,
    /// The audit found what it was asked to fail on.
    Found,
}

fn reader(common: &Common) -> Result<Reader, Failure> {
    match &common.data {
        None => Reader::builtin().map_err(|e| Failure::Data(e.to_string())),
        Some(dir) => Reader::from_dir(dir).map_err(|errors| {
            Failure::Data(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        }),
    }
}

fn run(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Read(args) => read::run(args, &cli.common),
        Command::Fetch(args) => fetch::run(args, &cli.common),
        Command::Feed(args) => fetch::run_feed(args, &cli.common),
        Command::Code(args) => code::run(args, &cli.common),
        Command::Audit(args) => audit::run(args, &cli.common),
        Command::Explain(args) => explain::run(args, &cli.common),
        Command::Parse(args) => parse::run(args, &cli.common),
        Command::Eval(args) => eval::run(args, &cli.common),
        Command::Add(args) => archive::add::run(args, &cli.common),
        Command::Recode(args) => archive::mend::recode(args, &cli.common),
        Command::Correct(args) => archive::mend::correct(args, &cli.common),
        Command::Check(args) => archive::mend::check(args),
        Command::Backup(args) => archive::care::backup(args),
        Command::Restore(args) => archive::care::restore(args),
        Command::Doctor(args) => archive::care::doctor(args, &cli.common),
        Command::Search(args) => archive::find::run(args, &cli.common),
        Command::Events(args) => archive::list::events(args, &cli.common),
        Command::Claims(args) => archive::list::claims(args, &cli.common),
        Command::Actors(args) => archive::list::actors(args),
        Command::Ties(args) => archive::list::ties(args, &cli.common),
        Command::Stories(args) => archive::list::stories(args, &cli.common),
        Command::Relations(args) => archive::relate::relations(args, &cli.common),
        Command::Balance(args) => archive::relate::balance(args, &cli.common),
        Command::Show(args) => archive::show::run(args, &cli.common),
        Command::Brief(args) => brief::run(args, &cli.common),
        Command::Export(args) => archive::keep::export(args, &cli.common),
        Command::Serve(args) => serve::run(args, &cli.common),
        Command::User(args) => serve::user(args),
        Command::Codebook(args) => codebook::run(args, &cli.common),
        Command::Complete { shell } => manual::complete(*shell),
        Command::Man { command } => manual::page(command.as_deref()),
    }
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(Outcome::Whole) => ExitCode::SUCCESS,
        Ok(Outcome::Partly) => ExitCode::from(1),
        Ok(Outcome::Found) => ExitCode::from(3),
        // A reader such as head closing the pipe is no failure of ours.
        Err(Failure::Output(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("mizan: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
