//! `mizan audit`: where reports break the rules of the trade.

mod config;

use crate::archive::At;
use crate::input::{self, Doc};
use crate::read::batch;
use crate::{Common, Failure, Outcome, reader, view};
use clap::{Args, ValueEnum};
use config::Config;
use mizan_archive::Kind;
use mizan_audit::format::{self, Audited, Paint};
use mizan_audit::{Auditor, Lang, Selection, Severity};
use mizan_code::{Options, Reader};
use mizan_page::Page;
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct AuditArgs {
    /// Files, folders, - for standard input, WARC, lines of JSON; or ids of pages in the archive.
    #[arg(required = true, value_name = "PATH|ID")]
    what: Vec<String>,
    /// text for a person, json, sarif, github (commands of a workflow), html (one page with marks).
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Only these rules: codes or beginnings of codes, such as MZ021,MZ03. Rules that are off by default are asked
    /// for by their whole code.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Vec<String>,
    /// Not these.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Exit with 3 where a finding is as grave as this: error, warning, note, or never.
    #[arg(long, value_name = "SEVERITY", value_parser = ["error", "warning", "note", "never"])]
    fail_on: Option<String>,
    /// Language of the findings: en or ar; without it English, and in HTML that of each page.
    #[arg(long, value_parser = ["en", "ar"])]
    lang: Option<String>,
    /// Settings in place of the nearest mizan.toml here or above.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Day of publication (2025-01-31) of what is audited, where the page does not state it.
    #[arg(long, value_name = "DAY")]
    published: Option<jiff::civil::Date>,
    /// When to colour: auto, always or never.
    #[arg(long, default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
    #[command(flatten)]
    at: At,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Html,
}

pub fn run(args: &AuditArgs, common: &Common) -> Result<Outcome, Failure> {
    let config = Config::load(args.config.as_deref())?;
    let reader = reader(common)?;
    if reader.knowledge().tables.rules.is_empty() {
        let words =
            "the data have no rules of the audit: copy data/audit and data/en beside the language";
        return Err(Failure::Data(words.to_owned()));
    }
    let auditor = Auditor::new(reader.knowledge());
    let selection = config.selection(&reader, &args.select, &args.ignore)?;
    let lang = args.lang.as_deref().or(config.lang()).map(lang);
    let limit = config.fail_on(args.fail_on.as_deref())?;
    let mut job =
        Job { args, reader: &reader, auditor, selection, lang, pages: Vec::new(), worst: None };
    let failed = job.all()?;
    let worst = job.worst;
    job.finish()?;
    Ok(match (limit, worst) {
        _ if failed => Outcome::Partly,
        (Some(limit), Some(worst)) if worst >= limit => Outcome::Found,
        _ => Outcome::Whole,
    })
}

fn lang(name: &str) -> Lang {
    if name == "ar" { Lang::Ar } else { Lang::En }
}

struct Job<'a> {
    args: &'a AuditArgs,
    reader: &'a Reader,
    auditor: Auditor<'a>,
    selection: Selection,
    lang: Option<Lang>,
    /// Kept for the formats that are one document.
    pages: Vec<Audited>,
    worst: Option<Severity>,
}

impl Job<'_> {
    /// Audits all that was named; true where some of it could not be read.
    fn all(&mut self) -> Result<bool, Failure> {
        let (ids, paths): (Vec<&String>, Vec<&String>) = self
            .args
            .what
            .iter()
            .partition(|w| !Path::new(w).exists() && Kind::named_by(w).is_some());
        let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        let found = input::find(&paths);
        let mut failed = !found.errors.is_empty();
        found.errors.iter().for_each(|e| eprintln!("mizan: {e}"));
        let mut documents = found.documents();
        loop {
            let next = batch(&mut documents);
            if next.is_empty() {
                break;
            }
            let done: Vec<_> = next.into_par_iter().map(|d| d.map(|d| self.document(&d))).collect();
            for page in done {
                match page {
                    Ok(page) => self.take(page)?,
                    Err(message) => {
                        failed = true;
                        eprintln!("mizan: {message}");
                    }
                }
            }
        }
        for id in ids {
            let page = self.stored(id)?;
            self.take(page)?;
        }
        Ok(failed)
    }

    fn document(&self, doc: &Doc) -> Audited {
        let mut page = input::page(doc, self.reader);
        if let Some(date) = self.args.published.filter(|_| page.published.is_none()) {
            page.published = Some(mizan_page::Published::given(date));
            page.findings.retain(|f| f.code != "MZ002");
        }
        let source = mizan_page::decode(&doc.bytes, doc.content_type.as_deref()).text;
        self.audited(doc.name.clone(), &page, Some(source))
    }

    fn stored(&self, id: &str) -> Result<Audited, Failure> {
        let archive = self.args.at.read()?;
        let (opened, _) = archive.open_page(id)?;
        let material = archive.material(&opened)?;
        let page = material.page(self.reader);
        Ok(self.audited(format!("{} {}", opened.id, opened.key), &page, None))
    }

    fn audited(&self, name: String, page: &Page, source: Option<String>) -> Audited {
        let record = self.reader.record(page, Some(&name), Options::default());
        let findings = self.auditor.audit(page, &record, &self.selection);
        Audited::new(name, page, &record, source, findings)
    }

    /// A page is printed as it comes, or kept for the end.
    fn take(&mut self, page: Audited) -> Result<(), Failure> {
        self.worst = self.worst.max(page.gravest());
        let mut out = view::output(&self.args.color);
        match self.args.format {
            Format::Text => {
                // The stream drops colours where they are not wanted.
                write!(out, "{}", format::text(&page, self.lang, Paint { on: true }))?;
            }
            Format::Github => {
                let page = std::slice::from_ref(&page);
                write!(out, "{}", format::github(page, self.lang))?;
            }
            _ => self.pages.push(page),
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Failure> {
        let mut out = view::output(&self.args.color);
        let document = match self.args.format {
            Format::Json => pretty(&format::json(&self.pages)),
            Format::Sarif => {
                let version = env!("CARGO_PKG_VERSION");
                pretty(&format::sarif(&self.pages, self.reader.knowledge(), version, self.lang))
            }
            Format::Html => format::html(&self.pages, self.lang),
            Format::Text | Format::Github => return Ok(()),
        };
        out.write_all(document.as_bytes())?;
        Ok(())
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

/// `mizan explain MZ021`.
pub fn explain(code: &str, common: &Common) -> Result<Outcome, Failure> {
    let reader = reader(common)?;
    let tables = &reader.knowledge().tables;
    let wanted = code.to_ascii_uppercase();
    let rule = tables.rules.iter().find(|r| r.code == wanted);
    let Some((rule, code)) =
        rule.and_then(|r| Some((r, tables.codes.iter().find(|c| c.code == r.code)?)))
    else {
        let known: Vec<&str> = tables.rules.iter().map(|r| r.code.as_str()).collect();
        return Err(Failure::Usage(format!("no rule {wanted}; the rules are {}", known.join(" "))));
    };
    let mut out = view::output("auto");
    write!(out, "{}", format::rule(code, rule, Paint { on: true }))?;
    Ok(Outcome::Whole)
}
