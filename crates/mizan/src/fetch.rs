//! `mizan fetch` and `mizan feed`: pages of the web, fetched politely, kept as bytes, and read.

use crate::read::{Done, Printer, Show};
use crate::{Common, Failure, Outcome, reader};
use clap::Args;
use mizan_code::Reader;
use mizan_fetch::{FetchError, Fetcher, Options};
use mizan_page::Document;
use mizan_page::feed::{self, Entry, Listing};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::time::Duration;

/// How to fetch.
#[derive(Args, Clone)]
pub struct Web {
    /// Folder where the bytes fetched are kept (WARC, one file an address); `mizan read DIR` reads them again.
    #[arg(long, value_name = "DIR", default_value = "fetched")]
    keep: PathBuf,
    /// Keep nothing.
    #[arg(long, conflicts_with = "keep")]
    no_keep: bool,
    /// Seconds between two requests to one host; robots.txt may ask for more.
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    delay: f64,
    /// Seconds for one request.
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds)]
    timeout: f64,
    /// Also fetch from private networks and from this machine.
    #[arg(long)]
    allow_private: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "expected seconds, such as 1.5".to_owned())?;
    (0.0..=3600.0)
        .contains(&number)
        .then_some(number)
        .ok_or_else(|| "expected 0 to 3600 seconds".to_owned())
}

impl Web {
    pub fn fetcher(&self) -> Fetcher {
        Fetcher::new(Options {
            delay: Duration::from_secs_f64(self.delay),
            timeout: Duration::from_secs_f64(self.timeout),
            allow_private: self.allow_private,
            keep: (!self.no_keep).then(|| self.keep.clone()),
            ..Options::default()
        })
    }
}

#[derive(Args)]
pub struct FetchArgs {
    /// Addresses of pages.
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    #[command(flatten)]
    web: Web,
    #[command(flatten)]
    show: Show,
}

pub fn run(args: &FetchArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let mut fetcher = args.web.fetcher();
    let mut printer = Printer::new(&args.show, false);
    for url in &args.urls {
        let entry = Entry::default();
        printer.print(fetched(&mut fetcher, &reader, url, &entry, common.all))?;
    }
    printer.finish()
}

/// A page fetched and read; `entry` is what a feed says of it.
fn fetched(
    fetcher: &mut Fetcher,
    reader: &Reader,
    url: &str,
    entry: &Entry,
    all: bool,
) -> Result<Done, String> {
    let answer = fetcher.fetch(url).map_err(|e| e.to_string())?.response;
    let page = reader.document(Document {
        bytes: &answer.body,
        name: Some(&answer.url),
        content_type: answer.header("content-type"),
        entry: Some(entry),
    });
    Ok(Done::new(reader, answer.url, page, all))
}

#[derive(Args)]
pub struct FeedArgs {
    /// Addresses of feeds (RSS, Atom, JSON Feed), of sitemaps, or of a robots.txt that names sitemaps.
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    /// Read at most this many pages of each address.
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Print what the feed lists, tab between cells (address, date, title), and fetch no page.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    web: Web,
    #[command(flatten)]
    show: Show,
}

/// Sitemaps of one site that are opened.
const MAPS: usize = 50;

pub fn run_feed(args: &FeedArgs, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let mut fetcher = args.web.fetcher();
    let mut printer = Printer::new(&args.show, false);
    for url in &args.urls {
        let (entries, errors) = entries(&mut fetcher, url, args.limit);
        for error in errors {
            printer.print(Err(error))?;
        }
        for entry in &entries {
            if args.list {
                printer.listed(entry)?;
            } else {
                printer.print(entry_page(&mut fetcher, &reader, entry, common.all))?;
            }
        }
    }
    printer.finish()
}

/// What a feed lists, or a sitemap with the sitemaps that it names.
pub fn entries(fetcher: &mut Fetcher, url: &str, limit: usize) -> (Vec<Entry>, Vec<String>) {
    let mut errors = Vec::new();
    let mut out = Vec::new();
    let mut maps = VecDeque::new();
    if url.ends_with("/robots.txt") {
        match fetcher.sitemaps(url) {
            Ok(named) if named.is_empty() => errors.push(format!("{url}: names no sitemap")),
            Ok(named) => maps.extend(named),
            Err(e) => errors.push(e.to_string()),
        }
    } else {
        maps.push_back(url.to_owned());
    }
    let mut opened = 0;
    while let Some(at) = maps.pop_front() {
        opened += 1;
        if opened > MAPS || out.len() >= limit {
            break;
        }
        match listing(fetcher, &at) {
            Ok(Listing::Entries(list)) => out.extend(list),
            Ok(Listing::Sitemaps(more)) => maps.extend(more.into_iter().take(MAPS)),
            Err(e) => errors.push(e),
        }
    }
    out.truncate(limit);
    (out, errors)
}

fn listing(fetcher: &mut Fetcher, at: &str) -> Result<Listing, String> {
    let answer = fetcher.fetch(at).map_err(|e: FetchError| e.to_string())?.response;
    let mut bytes = Vec::new();
    // Sitemaps are often files packed with gzip, whatever the server says of them.
    let unpacked = mizan_page::warc::unpacked(answer.body.as_slice());
    let most = mizan_page::MAX_TEXT as u64 * 4;
    let read = unpacked
        .and_then(|r| std::io::Read::read_to_end(&mut std::io::Read::take(r, most), &mut bytes));
    read.map_err(|e| format!("{at}: {e}"))?;
    feed::listing(&bytes, &answer.url).map_err(|e| format!("{at}: {e}"))
}

/// The article of a feed's entry: its own content where that is whole, else its page.
fn entry_page(
    fetcher: &mut Fetcher,
    reader: &Reader,
    entry: &Entry,
    all: bool,
) -> Result<Done, String> {
    let title = || entry.title.clone().unwrap_or_default();
    if let Some(page) = reader.entry(entry) {
        let name = entry.url.clone().unwrap_or_else(title);
        return Ok(Done::new(reader, name, page, all));
    }
    let url = entry
        .url
        .as_ref()
        .ok_or_else(|| format!("«{}»: the feed gives neither text nor address", title()))?;
    fetched(fetcher, reader, url, entry, all)
}
