//! `mizan add`: pages of any kind into the archive.

use super::{At, stamp};
use crate::fetch::{self, Web};
use crate::input;
use crate::read::progress;
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use indicatif::ProgressBar;
use mizan_archive::{Added, Archive, Hints, Material, Reading, Stamp};
use mizan_code::Reader;
use mizan_fetch::Fetcher;
use mizan_page::feed::Entry;
use rayon::prelude::*;
use std::path::PathBuf;

#[derive(Args)]
pub struct AddArgs {
    /// Files, folders, archives (WARC), lines of JSON, - for standard input, addresses of pages, of feeds or
    /// of sitemaps. Without any, what an interrupted run left is finished.
    #[arg(value_name = "PATH|URL")]
    what: Vec<String>,
    /// Take addresses as feeds (RSS, Atom, JSON Feed, sitemaps) and add the pages that they list.
    #[arg(long)]
    feed: bool,
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
    bytes: usize,
    bar: ProgressBar,
}

pub fn run(args: &AddArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let (urls, paths): (Vec<&String>, Vec<&String>) =
        args.what.iter().partition(|w| w.starts_with("http://") || w.starts_with("https://"));
    let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
    let found = input::find(&paths);
    let mut adder = Adder {
        archive: args.at.write()?,
        reader: &reader,
        stamp: stamp(),
        tally: Tally::default(),
        waiting: Vec::new(),
        bytes: 0,
        bar: progress(found.inputs.len()),
    };
    found.errors.iter().for_each(|e| adder.fail(e));
    if !paths.is_empty() && found.inputs.is_empty() && found.errors.is_empty() {
        eprintln!("mizan: no documents in the folders named (.txt, .html, .md, .warc, .jsonl)");
    }
    for doc in found.documents() {
        match doc {
            Ok(doc) => adder.push(material(doc))?,
            Err(e) => adder.fail(&e),
        }
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
        for added in self.archive.add(&both, &self.stamp)? {
            match added {
                Added::New => self.tally.new += 1,
                Added::Version => self.tally.version += 1,
                Added::Same => self.tally.same += 1,
            }
        }
        Ok(())
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
