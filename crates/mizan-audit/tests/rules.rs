//! Every specimen of every rule: what must give the finding gives it where it says, what must not does not.

#![allow(clippy::unwrap_used)]

use libtest_mimic::{Arguments, Failed, Trial};
use mizan_audit::{Auditor, Finding, Selection};
use mizan_code::{Options, Reader};
use mizan_data::model::{Rule, Specimen};
use mizan_page::Published;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());
static AUDITOR: LazyLock<Auditor<'static>> = LazyLock::new(|| Auditor::new(READER.knowledge()));

fn findings(rule: &Rule, specimen: &Specimen) -> Vec<Finding> {
    let mut page = READER.page(specimen.text.as_bytes(), None);
    if let Some(day) = &specimen.published {
        let date: jiff::civil::Date = day.parse().unwrap();
        page.published = Some(Published::given(date));
    }
    let record = READER.record(&page, None, Options::default());
    let only = Selection::new(READER.knowledge(), std::slice::from_ref(&rule.code), &[], &[]);
    AUDITOR.audit(&page, &record, &only.unwrap())
}

fn bad(rule: &Rule, specimen: &Specimen) -> Result<(), Failed> {
    let found = findings(rule, specimen);
    let words: Vec<&str> = found.iter().map(|f| f.text.as_str()).collect();
    if found.is_empty() || (!specimen.marks.is_empty() && words != specimen.marks) {
        let expected = &specimen.marks;
        return Err(format!("found {words:?}, expected {expected:?} in\n{}", specimen.text).into());
    }
    for f in &found {
        let empty = [&f.message.en, &f.message.ar, &f.why.ar, &f.help.ar, &f.help.en];
        if empty.iter().any(|w| w.trim().is_empty() || w.contains("«»")) {
            return Err(format!("a message is not whole: {f:?}").into());
        }
    }
    Ok(())
}

fn good(rule: &Rule, specimen: &Specimen) -> Result<(), Failed> {
    let found = findings(rule, specimen);
    let words: Vec<&str> = found.iter().map(|f| f.text.as_str()).collect();
    if found.is_empty() {
        Ok(())
    } else {
        Err(format!("found {words:?} in\n{}", specimen.text).into())
    }
}

fn main() {
    let mut trials = Vec::new();
    for rule in &READER.knowledge().tables.rules {
        for (kind, list) in [("bad", &rule.bad), ("good", &rule.good)] {
            let read = list.iter().filter(|s| rule.reads.contains(&s.lang));
            for (n, specimen) in read.enumerate() {
                let name = format!("{} {kind} {} {}", rule.code, specimen.lang, n + 1);
                let test = if kind == "bad" { bad } else { good };
                trials.push(Trial::test(name, move || test(rule, specimen)));
            }
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
