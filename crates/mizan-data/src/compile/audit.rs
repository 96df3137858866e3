//! What the audit knows: its rules (`data/audit`), and beside the words of the language (`data/<lang>/audit`)
//! those of English (`data/en/audit`), for pages of either are read by the same rules.

use super::Builder;
use super::source::{DataError, Folder, Row};
use super::words::lists;
use crate::fold::fold;
use crate::model::{Loaded, Rule, Words};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

pub(super) fn read(b: &mut Builder, data: &Path) {
    // A copy of a language alone codes as well as the whole; it only audits nothing.
    if !data.join("audit").is_dir() {
        return;
    }
    let own = b.folder.root.join("audit");
    let english = data.join("en/audit");
    rules(b, &data.join("audit"));
    if english != own {
        // A folder of the same name: its lists join those of the language.
        files(&english, "toml").iter().for_each(|f| lists(b, f));
    }
    reasons(b, &own.join("reasons.toml"));
    for folder in [&own, &english] {
        loaded(b, &folder.join("loaded.tsv"));
    }
}

pub(super) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    Folder { root: folder.to_owned(), hash: 0 }.files("", ending)
}

pub(super) fn parsed<T: DeserializeOwned>(b: &mut Builder, path: &Path) -> Option<T> {
    let text = b.folder.text(path).map_err(|e| b.errors.push(e)).ok()?;
    toml::from_str(&text).map_err(|e| b.errors.push(DataError::toml(path, &text, &e))).ok()
}

fn rules(b: &mut Builder, folder: &Path) {
    for path in files(folder, "toml") {
        let Some(file) = parsed::<RuleFile>(b, &path) else { continue };
        for rule in file.rule {
            match mistake(b, &rule) {
                Some(words) => {
                    let text = std::fs::read_to_string(&path).unwrap_or_default();
                    b.errors.push(DataError::at_word(&path, &text, &rule.code, &words));
                }
                None => b.tables.rules.push(rule),
            }
        }
    }
    if b.tables.rules.is_empty() && b.errors.is_empty() {
        let words = "no rules of the audit here; each is a [[rule]] of a .toml";
        b.errors.push(DataError::plain(folder, 0, words));
    }
    b.tables.rules.sort_by(|a, b| a.code.cmp(&b.code));
}

fn mistake(b: &Builder, rule: &Rule) -> Option<String> {
    let code = b.tables.codes.iter().find(|c| c.kind == "finding" && c.code == rule.code);
    let known = code.is_some_and(|c| {
        matches!(c.severity.as_deref(), Some("error" | "warning" | "note")) && c.help.is_some()
    });
    let has = |lang: &str| {
        let of = |list: &[crate::model::Specimen]| list.iter().any(|s| s.lang == lang);
        of(&rule.bad) && of(&rule.good)
    };
    if !known {
        return Some(format!(
            "codes.toml has no finding {} with severity (error, warning, note) and help",
            rule.code
        ));
    }
    if b.tables.rules.iter().any(|r| r.code == rule.code) {
        return Some(format!("{} has two rules", rule.code));
    }
    (!has("ar") || !has("en"))
        .then(|| format!("{} needs a bad and a good specimen in ar and in en", rule.code))
}

fn reasons(b: &mut Builder, path: &Path) {
    if let Some(all) = parsed::<BTreeMap<String, Words>>(b, path) {
        b.tables.reasons.extend(all);
    }
}

/// Columns: forms, rule, neutral, reason, never.
fn loaded(b: &mut Builder, path: &Path) {
    let rows = match b.folder.table(path, 5) {
        Ok(rows) => rows,
        Err(e) => return b.errors.push(e),
    };
    for row in rows {
        match term(b, &row) {
            Ok(term) => b.tables.loaded.push(term),
            Err(message) => b.errors.push(DataError::plain(path, row.line, message)),
        }
    }
}

fn term(b: &Builder, row: &Row) -> Result<Loaded, &'static str> {
    let folded = |n: usize| row.list(n).iter().map(|w| fold(w)).collect::<Vec<_>>();
    let rule = row.cell(1).to_owned();
    if !b.tables.rules.iter().any(|r| r.code == rule) {
        return Err("the second cell is a rule of data/audit, such as MZ030");
    }
    if !b.tables.reasons.contains_key(row.cell(3)) {
        return Err("the fourth cell is a key of data/ar/audit/reasons.toml, such as insult");
    }
    if row.cell(0).is_empty() || row.cell(2).is_empty() {
        return Err("a term needs its forms and a neutral name");
    }
    Ok(Loaded {
        forms: folded(0),
        rule,
        neutral: row.cell(2).to_owned(),
        reason: row.cell(3).to_owned(),
        never: folded(4),
    })
}
