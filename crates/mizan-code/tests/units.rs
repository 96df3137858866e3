//! The written cases of `corpus/unit/ar`, one named test each: dates, quantities and zones.

#![allow(clippy::unwrap_used)]

use libtest_mimic::{Arguments, Failed, Trial};
use mizan_code::record::Record;
use mizan_code::{Options, Reader};
use serde::Deserialize;
use std::path::Path;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

#[derive(Deserialize)]
struct Corpus {
    published: jiff::civil::Date,
    case: Vec<Case>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    from: Option<String>,
    to: Option<String>,
    precision: Option<String>,
    calendar: Option<String>,
    of: Option<String>,
    low: Option<u64>,
    high: Option<u64>,
    relation: Option<String>,
}

fn read(text: &str, published: jiff::civil::Date) -> Record {
    READER.code(text, None, Some(published), Options { all: true })
}

fn date(c: &Case, published: jiff::civil::Date) -> Result<(), Failed> {
    let found = read(&c.text, published).mentions.dates;
    let wanted = c.from.is_some() || c.precision.is_some();
    let fits = found.iter().any(|d| {
        d.from == c.from
            && d.to == c.to
            && c.precision.as_ref().is_none_or(|p| d.precision == p)
            && c.calendar.as_ref().is_none_or(|k| d.calendar == k)
    });
    if fits == wanted && (wanted || found.is_empty()) {
        return Ok(());
    }
    Err(format!("«{}»: found {found:?}", c.text).into())
}

fn quantity(c: &Case, published: jiff::civil::Date) -> Result<(), Failed> {
    let found = read(&c.text, published).mentions.quantities;
    let fits = found.iter().any(|q| {
        q.of == c.of
            && q.low == c.low
            && q.high == c.high
            && c.relation.as_ref().is_none_or(|r| q.relation == r)
    });
    let ok = if c.of.is_some() { fits } else { found.is_empty() };
    if ok { Ok(()) } else { Err(format!("«{}»: found {found:?}", c.text).into()) }
}

/// A stretch of text and who speaks in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    zone: String,
    text: String,
}

#[derive(Deserialize)]
struct Stretches {
    case: Vec<Stretch>,
}

/// Every paragraph of the text has the zone written.
fn zone(stretch: &Stretch) -> Result<(), Failed> {
    let page = READER.page(stretch.text.as_bytes(), None);
    let zones: Vec<&str> = page.blocks.iter().map(|b| b.zone.name()).collect();
    let right = zones.len() > 2 && zones.iter().all(|z| *z == stretch.zone);
    if right { Ok(()) } else { Err(format!("«{}»: {zones:?}", stretch.text).into()) }
}

type Check = fn(&Case, jiff::civil::Date) -> Result<(), Failed>;

fn main() {
    let args = Arguments::from_args();
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/unit/ar");
    let mut trials = Vec::new();
    for (name, check) in [("dates", date as Check), ("quantities", quantity as Check)] {
        let text = std::fs::read_to_string(dir.join(format!("{name}.toml"))).unwrap();
        let corpus: Corpus = toml::from_str(&text).unwrap();
        for (n, case) in corpus.case.into_iter().enumerate() {
            let published = corpus.published;
            trials.push(Trial::test(format!("{name}::{:03}", n + 1), move || {
                check(&case, published)
            }));
        }
    }
    let text = std::fs::read_to_string(dir.join("zones.toml")).unwrap();
    let stretches: Stretches = toml::from_str(&text).unwrap();
    for (n, stretch) in stretches.case.into_iter().enumerate() {
        trials.push(Trial::test(format!("zones::{:03}", n + 1), move || zone(&stretch)));
    }
    libtest_mimic::run(&args, trials).exit()
}
