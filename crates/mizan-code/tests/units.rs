//! The written cases of `corpus/unit/ar`, a test each, a table a subject; and the zones.
//!
//! What fails and is known to fail stands in `open.tsv` with its reason: it is run too, and must still
//! fail, so that a mended case leaves the list. Each table has its floor of cases, a quarter of them negative.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "unit/check.rs"]
mod check;
#[path = "unit/morphology.rs"]
mod morphology;
#[path = "unit/table.rs"]
mod table;

use check::{Outcome, READER};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use table::Case;

type Check = fn(&Case) -> Outcome;

/// Subject, how many cases at least, its check.
const SUBJECTS: [(&str, usize, Check); 7] = [
    ("dates", 400, check::dates),
    ("quantities", 300, check::quantities),
    ("actors", 400, check::actors),
    ("places", 250, check::places),
    ("coreference", 150, check::coreference),
    ("morphology", 500, morphology::morphology),
    ("sentences", 150, check::sentences),
];

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

/// A sentence case is negative where nothing must be cut.
fn negative(subject: &str, c: &Case) -> bool {
    if subject == "sentences" { !c.text.contains('‖') } else { c.negative() }
}

/// The table is as large as the corpus promises, and at least a quarter of it says what must not be read.
fn size(subject: &str, floor: usize, cases: &[Case]) -> Result<(), Failed> {
    let none = cases.iter().filter(|c| negative(subject, c)).count();
    if cases.len() >= floor && none * 4 >= cases.len() {
        return Ok(());
    }
    Err(format!("{} cases of {floor}, {none} of them negative", cases.len()).into())
}

fn run(check: Check, case: &Case, open: Option<&str>) -> Result<(), Failed> {
    match (check(case), open) {
        (Ok(()), Some(reason)) => {
            Err(format!("line {}: this passes now; take it out of open.tsv ({reason})", case.line)
                .into())
        }
        (Err(_), Some(_)) | (Ok(()), None) => Ok(()),
        (Err(e), None) => Err(e.into()),
    }
}

fn subject_trials(subject: &'static str, floor: usize, check: Check, out: &mut Vec<Trial>) {
    let open = table::open();
    let cases = table::cases(subject);
    let sized = cases.clone();
    out.push(Trial::test(format!("{subject}::size"), move || size(subject, floor, &sized)));
    for case in cases {
        let reason = open.iter().find(|o| o.0 == subject && o.1 == case.text).map(|o| o.2.clone());
        let name =
            format!("{subject}::{:04}{}", case.line, if reason.is_some() { " (open)" } else { "" });
        out.push(Trial::test(name, move || run(check, &case, reason.as_deref())));
    }
}

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for (subject, floor, check) in SUBJECTS {
        if table::folder().join(format!("{subject}.tsv")).exists() {
            subject_trials(subject, floor, check, &mut trials);
        }
    }
    let text = std::fs::read_to_string(table::folder().join("zones.toml")).unwrap();
    let stretches: Stretches = toml::from_str(&text).unwrap();
    for (n, stretch) in stretches.case.into_iter().enumerate() {
        trials.push(Trial::test(format!("zones::{:03}", n + 1), move || zone(&stretch)));
    }
    println!("open failures: {}", table::open().len());
    libtest_mimic::run(&args, trials).exit()
}
