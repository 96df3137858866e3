//! Reading of what people drop, paste or name: done beside the requests, with progress that can be asked for.

use crate::app::{App, now};
use crate::error::WebError;
use mizan_archive::{Access, Added, Archive, ArchiveError, Id, Kind, Material, Reading, Stamp};
use mizan_fetch::{Fetcher, Options as Fetch};
use serde::Serialize;
use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// Jobs remembered; the oldest that are done are forgotten first.
const KEPT: usize = 200;
/// Jobs that may run at once.
const RUNNING: usize = 4;
/// Pages that land as one.
const BATCH: usize = 64;
/// Errors told of one job.
const ERRORS: usize = 50;

/// What is to be read.
pub enum Input {
    /// A file with its name.
    File(String, Vec<u8>),
    /// Text that was pasted, with the day of publication if it was given.
    Text(String, Option<jiff::civil::Date>),
    /// Addresses of pages.
    Addresses(Vec<String>),
}

/// How far a job has come.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Progress {
    /// Its number.
    pub job: u64,
    /// What is read, by name.
    pub name: String,
    /// waiting, reading, gathering, done or failed.
    pub stage: String,
    /// Documents taken so far, and how many there are where that is known.
    pub taken: usize,
    /// How many there are, where that is known.
    pub of: Option<usize>,
    /// Pages that were not known before.
    pub new: usize,
    /// Known pages that had changed.
    pub changed: usize,
    /// Pages that were known already.
    pub same: usize,
    /// What could not be read, in words.
    pub errors: Vec<String>,
    /// The pages, the first hundred.
    pub pages: Vec<String>,
}

impl Progress {
    pub fn over(&self) -> bool {
        self.stage == "done" || self.stage == "failed"
    }

    fn fail(&mut self, words: String) {
        if self.errors.len() < ERRORS {
            self.errors.push(words);
        }
    }
}

/// All jobs.
#[derive(Default)]
pub struct Jobs {
    all: Mutex<(u64, HashMap<u64, Progress>)>,
}

impl Jobs {
    pub fn get(&self, job: u64) -> Option<Progress> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).1.get(&job).cloned()
    }

    fn update(&self, job: u64, change: impl FnOnce(&mut Progress)) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(progress) = all.1.get_mut(&job) {
            change(progress);
        }
    }

    fn open(&self, name: String) -> Result<u64, WebError> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.1.values().filter(|p| !p.over()).count() >= RUNNING {
            let words = "other files are being read; try again in a moment";
            return Err(WebError::new(axum::http::StatusCode::TOO_MANY_REQUESTS, "many", words));
        }
        if all.1.len() >= KEPT {
            let oldest = all.1.iter().filter(|p| p.1.over()).map(|p| *p.0).min();
            oldest.and_then(|o| all.1.remove(&o));
        }
        all.0 += 1;
        let job = all.0;
        all.1.insert(
            job,
            Progress { job, name, stage: "waiting".to_owned(), ..Progress::default() },
        );
        Ok(job)
    }
}

/// Starts reading; out comes the number to ask for progress by.
pub fn start(app: &Arc<App>, input: Input) -> Result<u64, WebError> {
    let name = match &input {
        Input::File(name, _) => name.clone(),
        Input::Text(..) => String::new(),
        Input::Addresses(all) => all.join(" "),
    };
    let job = app.jobs.open(name)?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let done = run(&app, job, input);
        app.forget();
        app.jobs.update(job, |p| match done {
            Ok(()) => p.stage = "done".to_owned(),
            Err(e) => {
                p.fail(e.to_string());
                p.stage = "failed".to_owned();
            }
        });
    });
    Ok(job)
}

fn run(app: &App, job: u64, input: Input) -> Result<(), ArchiveError> {
    let mut batch = Batch {
        app,
        job,
        archive: Archive::open(&app.options.archive, Access::Write)?,
        waiting: Vec::new(),
    };
    app.jobs.update(job, |p| p.stage = "reading".to_owned());
    match input {
        Input::Text(text, given) => batch.push(pasted(text, given))?,
        Input::File(name, bytes) => {
            for doc in mizan_input::documents(&name, Cursor::new(bytes)) {
                match doc {
                    Ok(doc) => batch.push(material(doc))?,
                    Err(words) => app.jobs.update(job, |p| p.fail(words)),
                }
            }
        }
        Input::Addresses(all) => {
            app.jobs.update(job, |p| p.of = Some(all.len()));
            let mut fetcher = Fetcher::new(Fetch {
                allow_private: app.options.allow_private,
                ..Fetch::default()
            });
            for address in all {
                match fetched(&mut fetcher, &address) {
                    Ok(material) => batch.push(material)?,
                    Err(words) => app.jobs.update(job, |p| p.fail(words)),
                }
            }
        }
    }
    batch.finish()
}

/// A text that was pasted; markup is known by how it begins.
pub fn pasted(text: String, given: Option<jiff::civil::Date>) -> Material {
    let start: String =
        text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    let markup = ["<!doctype", "<html", "<head", "<body", "<article", "<div", "<p"]
        .iter()
        .any(|m| start.starts_with(m));
    let kind = if markup { "text/html; charset=utf-8" } else { "text/plain; charset=utf-8" };
    Material {
        content_type: Some(kind.to_owned()),
        given,
        bytes: text.into_bytes(),
        ..Material::default()
    }
}

fn material(doc: mizan_input::Doc) -> Material {
    Material {
        origin: doc.origin,
        content_type: doc.content_type,
        given: doc.published,
        bytes: doc.bytes,
        ..Material::default()
    }
}

fn fetched(fetcher: &mut Fetcher, address: &str) -> Result<Material, String> {
    let answer = fetcher.fetch(address).map_err(|e| e.to_string())?.response;
    let content_type = answer.header("content-type").map(str::to_owned);
    Ok(Material { origin: answer.url, content_type, bytes: answer.body, ..Material::default() })
}

/// Pages on their way into the archive.
struct Batch<'a> {
    app: &'a App,
    job: u64,
    archive: Archive,
    waiting: Vec<Material>,
}

impl Batch<'_> {
    fn push(&mut self, material: Material) -> Result<(), ArchiveError> {
        self.waiting.push(material);
        if self.waiting.len() >= BATCH { self.land() } else { Ok(()) }
    }

    fn land(&mut self) -> Result<(), ArchiveError> {
        let pages = std::mem::take(&mut self.waiting);
        let read: Vec<Reading> = pages.iter().map(|m| m.read(self.app.reader)).collect();
        let both: Vec<(&Material, &Reading)> = pages.iter().zip(&read).collect();
        let stamp = Stamp { program: self.app.options.program.clone(), at: now() };
        let added = self.archive.add(&both, &stamp)?;
        let ids: Vec<String> = both
            .iter()
            .map(|(m, r)| Id { kind: Kind::Page, bits: m.page_bits(r) }.to_string())
            .collect();
        self.app.jobs.update(self.job, |p| {
            p.taken += added.len();
            for (n, a) in added.iter().enumerate() {
                match a {
                    Added::New => p.new += 1,
                    Added::Version => p.changed += 1,
                    Added::Same => p.same += 1,
                }
                if p.pages.len() < 100 {
                    p.pages.push(ids[n].clone());
                }
            }
        });
        Ok(())
    }

    fn finish(mut self) -> Result<(), ArchiveError> {
        self.land()?;
        self.app.jobs.update(self.job, |p| p.stage = "gathering".to_owned());
        self.archive.index(self.app.reader)?;
        self.archive.gather().map(|_| ())
    }
}
