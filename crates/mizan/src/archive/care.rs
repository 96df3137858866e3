//! `mizan backup`, `mizan restore`, `mizan doctor`: what keeps an archive safe.

use super::At;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_archive::{Access, Archive, ArchiveError};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct BackupArgs {
    /// File of the copy; it must not be there yet.
    to: PathBuf,
    #[command(flatten)]
    at: At,
}

pub fn backup(args: &BackupArgs) -> Result<Outcome, Failure> {
    let bytes = Archive::open(&args.at.archive, Access::Read)?.back_up(&args.to)?;
    println!("{}: {bytes} bytes, checked; accounts are not in it", args.to.display());
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct RestoreArgs {
    /// A back-up.
    from: PathBuf,
    /// Take the place of the archive that stands there; it is kept beside.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    at: At,
}

pub fn restore(args: &RestoreArgs) -> Result<Outcome, Failure> {
    let kept = mizan_archive::restore(&args.from, &args.at.archive, args.replace)?;
    println!("{} stands in place of {}", args.from.display(), args.at.archive.display());
    if let Some(kept) = kept {
        println!("what stood there is kept as {}", kept.display());
    }
    Ok(Outcome::Whole)
}

#[derive(Args)]
pub struct DoctorArgs {
    #[command(flatten)]
    at: At,
}

/// What was found, and what to do about it.
enum Finding {
    Well(String),
    /// Works, but wants a hand.
    Hint(String),
    Ill(String),
}

pub fn doctor(args: &DoctorArgs, common: &Common) -> Result<Outcome, Failure> {
    let mut found = vec![program(common)];
    found.extend(archive(&args.at.archive));
    found.extend(accounts(&args.at.archive));
    let mut ill = false;
    for finding in &found {
        match finding {
            Finding::Well(words) => println!("ok    {words}"),
            Finding::Hint(words) => println!("hint  {words}"),
            Finding::Ill(words) => {
                ill = true;
                println!("ill   {words}");
            }
        }
    }
    Ok(if ill { Outcome::Partly } else { Outcome::Whole })
}

/// Do the data load, and does a sentence read?
fn program(common: &Common) -> Finding {
    let reader = match reader(common) {
        Ok(reader) => reader,
        Err(e) => return Finding::Ill(format!("language data: {e}")),
    };
    let tables = &reader.knowledge().tables;
    let hash: String = tables.hash.chars().take(12).collect();
    Finding::Well(format!(
        "{}, data {hash}: {} frames, {} actors, {} places, {} rules",
        super::program(),
        tables.frames.len(),
        tables.actors.len(),
        tables.places.len(),
        tables.rules.len()
    ))
}

fn archive(path: &Path) -> Vec<Finding> {
    let shown = path.display();
    let archive = match Archive::open(path, Access::Read) {
        Ok(archive) => archive,
        Err(ArchiveError::Absent(_)) => {
            return vec![Finding::Hint(format!("{shown}: no archive yet; `mizan add` makes one"))];
        }
        Err(e) => return vec![Finding::Ill(e.to_string())],
    };
    let mut out = vec![match archive.check() {
        Ok(damage) if damage.is_empty() => Finding::Well(format!("{shown}: sound")),
        Ok(damage) => Finding::Ill(format!(
            "{shown}: damaged ({}); keep a copy, then `mizan restore` a back-up",
            damage.join("; ")
        )),
        Err(e) => Finding::Ill(e.to_string()),
    }];
    match archive.overview() {
        Ok(o) => {
            out.push(Finding::Well(format!(
                "{shown}: {} pages, {} events, {} stories, {} corrections",
                o.pages, o.events, o.stories, o.corrections
            )));
            if o.waiting > 0 {
                out.push(Finding::Hint(format!(
                    "{} pages are not gathered into stories yet; `mizan add` without paths goes on",
                    o.waiting
                )));
            }
        }
        Err(e) => out.push(Finding::Ill(e.to_string())),
    }
    if let Err(e) = Archive::open(path, Access::Write) {
        out.push(Finding::Hint(format!("it can be read but not written: {e}")));
    }
    out
}

fn accounts(archive: &Path) -> Option<Finding> {
    let path = mizan_web::accounts::Accounts::path_for(archive);
    if !path.exists() {
        return None;
    }
    let open = others_may_read(&path);
    Some(if open {
        Finding::Ill(format!(
            "{}: others on this machine may read it; chmod 600 it",
            path.display()
        ))
    } else {
        Finding::Well(format!("{}: its owner's alone", path.display()))
    })
}

#[cfg(unix)]
fn others_may_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_may_read(_: &Path) -> bool {
    false
}
