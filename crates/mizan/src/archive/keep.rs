//! `mizan export`.

use super::{At, FilterArgs};
use crate::{Common, Failure, Outcome};
use clap::Args;
use mizan_archive::export::Format;
use std::path::PathBuf;

#[derive(Args)]
pub struct ExportArgs {
    /// parquet or csv (events, claims and arguments, with the docs of their columns, into a folder), plover (JSON
    /// lines), geojson, gexf, graphml, acled (CSV with ACLED's columns), gold (pages that persons reviewed whole, for
    /// `mizan eval --gold`).
    #[arg(value_parser = format)]
    format: Format,
    /// The folder for parquet and csv, the file for the others.
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    filter: FilterArgs,
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| {
        "expected parquet, csv, plover, geojson, gexf, graphml, acled or gold".to_owned()
    })
}

pub fn export(args: &ExportArgs, common: &Common) -> Result<Outcome, Failure> {
    let archive = args.at.read()?;
    let done = archive.export(args.format, &args.filter.filter(common.all)?, &args.out)?;
    println!("{} rows written to {}", done.rows, done.files.join(", "));
    Ok(Outcome::Whole)
}
