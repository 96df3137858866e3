//! SARIF 2.1.0, the format of code checkers' results.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use super::{Audited, place};
use crate::{Finding, Lang, Severity};
use mizan_data::Knowledge;
use serde_json::{Value, json as object};

/// The pages as one run of the program.
#[must_use]
pub fn sarif(pages: &[Audited], knowledge: &Knowledge, version: &str, lang: Option<Lang>) -> Value {
    let lang = lang.unwrap_or(Lang::En);
    let results: Vec<Value> =
        pages.iter().flat_map(|p| p.findings.iter().map(move |f| result(p, f, lang))).collect();
    object!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mizan", "version": version, "semanticVersion": version,
                "rules": rules(knowledge, lang),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn rules(knowledge: &Knowledge, lang: Lang) -> Vec<Value> {
    let tables = &knowledge.tables;
    let one = |rule: &mizan_data::model::Rule| {
        let code = tables.codes.iter().find(|c| c.code == rule.code)?;
        let (name, help) = match lang {
            Lang::En => (&code.en, code.help.as_ref()?),
            Lang::Ar => (&code.ar, &rule.help_ar),
        };
        let severity = code.severity.as_deref().and_then(Severity::from_name)?;
        Some(object!({
            "id": rule.code, "name": code.en.replace(' ', ""),
            "shortDescription": { "text": name },
            "fullDescription": { "text": lang.of(&rule.why) },
            "help": { "text": help },
            "defaultConfiguration": { "level": level(severity), "enabled": rule.off.is_none() },
        }))
    };
    tables.rules.iter().filter_map(one).collect()
}

fn result(page: &Audited, f: &Finding, lang: Lang) -> Value {
    let mut physical = object!({ "artifactLocation": { "uri": uri(&page.name) } });
    if let Some(at) = f.span.and_then(|s| place(page, s)) {
        physical["region"] = object!({
            "startLine": at.line, "startColumn": at.column,
            "endLine": at.end_line, "endColumn": at.end_column,
            "snippet": { "text": f.text },
        });
    }
    object!({
        "ruleId": f.code,
        "level": level(f.severity),
        "message": { "text": format!("{}. {}", lang.of(&f.message), lang.of(&f.help)) },
        "locations": [{ "physicalLocation": physical }],
    })
}

/// A path as a relative reference: what no URI may hold is escaped.
fn uri(name: &str) -> String {
    let keep = |b: u8| b.is_ascii_alphanumeric() || b"-._~/:?=&#%+".contains(&b);
    let one = |b: u8| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    name.replace('\\', "/").bytes().map(one).collect()
}
