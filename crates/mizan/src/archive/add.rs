//! `mizan add`: pages of any kind into the archive.

use super::{At, stamp};
use crate::fetch::{self, Web};
use crate::input;
use crate::read::progress;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use indicatif::ProgressBar;
use mizan_archive::{Added, Archive, Coded, Hints, Material, Reading, Stamp};
use mizan_code::Reader;
use mizan_fetch::Fetcher;
use mizan_input::table;
use mizan_page::feed::Entry;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct AddArgs {
    /// Files, folders, archives (WARC), lines of JSON, - for standard input, addresses of pages, of feeds or
    /// of sitemaps. Without any, what an interrupted run left is finished.
    #[arg(value_name = "PATH|URL")]
    what: Vec<String>,
    /// Take addresses as feeds (RSS, Atom, JSON Feed, sitemaps) and add the pages that they list.
    #[arg(long)]
    feed: bool,
    /// Take files and folders as Parquet: pages (html, text or bytes, with id, url, published), or what a cluster has
    /// coded (examples/cluster), whose records are taken as they are.
    #[arg(long, conflicts_with = "feed")]
    parquet: bool,
    /// Add at most this many pages of each feed.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    at: At,
    #[command(flatten)]
    web: Web,
}

/// Pages that land as one.
const BATCH: usize = 64;
/// About how many bytes of pages are held at once.
const BYTES: usize = 32 << 20;

/// What adding came to.
#[derive(Default)]
struct Tally {
    new: usize,
    version: usize,
    same: usize,
    failed: usize,
}

struct Adder<'a> {
    archive: Archive,
    reader: &'a Reader,
    stamp: Stamp,
    tally: Tally,
    waiting: Vec<Material>,
    /// Pages with their text and record, read elsewhere.
    coded: Vec<(Material, String, String)>,
    bytes: usize,
    bar: ProgressBar,
}

pub fn run(args: &AddArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let (urls, paths): (Vec<&String>, Vec<&String>) =
        args.what.iter().partition(|w| w.starts_with("http://") || w.starts_with("https://"));
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let tables = if args.parquet { paths.clone() } else { Vec::new() };
    let found = if args.parquet { input::Found::default() } else { input::find(&paths) };
    let mut adder = Adder {
        archive: args.at.write()?,
        reader: &reader,
        stamp: stamp(),
        tally: Tally::default(),
        waiting: Vec::new(),
        coded: Vec::new(),
        bytes: 0,
        bar: progress(found.inputs.len()),
    };
    found.errors.iter().for_each(|e| adder.fail(e));
    if !args.parquet && !paths.is_empty() && found.inputs.is_empty() && found.errors.is_empty() {
        eprintln!("mizan: no documents in the folders named (.txt, .html, .md, .warc, .jsonl)");
    }
    for doc in found.documents() {
        match doc {
            Ok(doc) => adder.push(material(doc))?,
            Err(e) => adder.fail(&e),
        }
    }
    for path in &tables {
        adder.table(path)?;
    }
    if !urls.is_empty() {
        adder.web(&urls, args)?;
    }
    adder.finish()
}

fn material(doc: input::Doc) -> Material {
    let path = PathBuf::from(&doc.origin);
    let origin = match std::path::absolute(&path) {
        // A file is the same from whatever folder it is named.
        Ok(whole) if path.is_file() => whole.display().to_string(),
        _ if doc.origin == "-" => String::new(),
        _ => doc.origin,
    };
    Material {
        origin,
        content_type: doc.content_type,
        given: doc.published,
        hints: None,
        entry: false,
        bytes: doc.bytes,
    }
}

impl Adder<'_> {
    fn fail(&mut self, words: &str) {
        self.bar.suspend(|| eprintln!("mizan: {words}"));
        self.tally.failed += 1;
    }

    /// Pages of Parquet; what is coded already is taken as it is.
    fn table(&mut self, path: &Path) -> Result<(), Failure> {
        let files = match table::files(path) {
            Ok(files) => files,
            Err(e) => {
                self.fail(&format!("{}: cannot be read: {e}", path.display()));
                return Ok(());
            }
        };
        if files.is_empty() {
            self.fail(&format!("{}: no Parquet of pages in this folder", path.display()));
        }
        for entry in files.iter().flat_map(|f| table::pages(f)) {
            match entry {
                Err(e) => self.fail(&e),
                Ok(table::Entry { doc, coded: None }) => self.push(material(doc))?,
                Ok(table::Entry { doc, coded: Some((text, record)) }) => {
                    self.take(material(doc), text, record)?;
                }
            }
        }
        Ok(())
    }

    /// Takes a page with its record.
    fn take(&mut self, material: Material, text: String, record: String) -> Result<(), Failure> {
        self.bar.inc(1);
        if self.archive.has(&material)? {
            self.tally.same += 1;
            return Ok(());
        }
        self.bytes += material.bytes.len() + text.len() + record.len();
        self.coded.push((material, text, record));
        if self.coded.len() >= BATCH || self.bytes >= BYTES { self.land() } else { Ok(()) }
    }

    /// Adds what is coded already; what is no record is told and left out.
    fn land_coded(&mut self) -> Result<(), Failure> {
        let rows = std::mem::take(&mut self.coded);
        let parsed = rows.par_iter().map(|(_, text, json)| Coded::parse(text, json.as_bytes()));
        let parsed: Vec<_> = parsed.collect();
        let mut both = Vec::new();
        for ((material, ..), coded) in rows.iter().zip(parsed) {
            match coded {
                Ok(coded) => both.push((material, coded)),
                Err(e) => self.fail(&format!("{}: {e}", material.origin)),
            }
        }
        let added = self.archive.add_coded(&both, &self.stamp)?;
        self.count(&added);
        Ok(())
    }

    fn push(&mut self, material: Material) -> Result<(), Failure> {
        self.bar.inc(1);
        if self.archive.has(&material)? {
            self.tally.same += 1;
            return Ok(());
        }
        self.bytes += material.bytes.len();
        self.waiting.push(material);
        if self.waiting.len() >= BATCH || self.bytes >= BYTES { self.land() } else { Ok(()) }
    }

    /// Reads what waits, on all cores, and adds it.
    fn land(&mut self) -> Result<(), Failure> {
        let pages = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let reader = self.reader;
        let read: Vec<Reading> = pages.par_iter().map(|m| m.read(reader)).collect();
        let both: Vec<(&Material, &Reading)> = pages.iter().zip(&read).collect();
        let added = self.archive.add(&both, &self.stamp)?;
        self.count(&added);
        self.land_coded()
    }

    fn count(&mut self, added: &[Added]) {
        for one in added {
            match one {
                Added::New => self.tally.new += 1,
                Added::Version => self.tally.version += 1,
                Added::Same => self.tally.same += 1,
            }
        }
    }

    fn web(&mut self, urls: &[&String], args: &AddArgs) -> Result<(), Failure> {
        let mut fetcher = args.web.fetcher();
        for url in urls {
            if args.feed || is_feed(url) {
                let (entries, errors) = fetch::entries(&mut fetcher, url, args.limit);
                errors.iter().for_each(|e| self.fail(e));
                for entry in &entries {
                    self.entry(&mut fetcher, entry)?;
                }
            } else {
                self.page(&mut fetcher, url, None)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, fetcher: &mut Fetcher, entry: &Entry) -> Result<(), Failure> {
        match (Material::of_entry(entry), &entry.url) {
            (Some(material), _) => self.push(material),
            (None, Some(url)) => self.page(fetcher, url, Some(Hints::of(entry))),
            (None, None) => {
                self.fail("an entry of the feed gives neither text nor address");
                Ok(())
            }
        }
    }

    fn page(
        &mut self,
        fetcher: &mut Fetcher,
        url: &str,
        hints: Option<Hints>,
    ) -> Result<(), Failure> {
        match fetcher.fetch(url) {
            Err(e) => {
                self.fail(&e.to_string());
                Ok(())
            }
            Ok(answer) => {
                let answer = answer.response;
                let content_type = answer.header("content-type").map(str::to_owned);
                self.push(Material {
                    origin: answer.url,
                    content_type,
                    hints,
                    bytes: answer.body,
                    ..Material::default()
                })
            }
        }
    }

    fn finish(mut self) -> Result<Outcome, Failure> {
        self.land()?;
        self.bar.finish_and_clear();
        self.archive.index(self.reader)?;
        let gathered = self.archive.gather()?;
        let t = &self.tally;
        println!(
            "{}: {} new, {} changed, {} known already, {} not read; {} gathered into stories",
            self.archive.path().display(),
            t.new,
            t.version,
            t.same,
            t.failed,
            gathered.pages
        );
        Ok(if t.failed > 0 { Outcome::Partly } else { Outcome::Whole })
    }
}

/// Addresses that name a feed or sitemap by their last part.
fn is_feed(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url).to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or("");
    path.ends_with(".xml")
        || path.ends_with(".rss")
        || path.ends_with("robots.txt")
        || path.ends_with(".xml.gz")
        || ["rss", "feed", "atom"].contains(&last)
}
