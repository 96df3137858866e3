//! One JSON document: pages with their findings.

use super::{Audited, place, tally};
use serde_json::{Value, json as object};

/// The pages as a JSON value.
#[must_use]
pub fn json(pages: &[Audited]) -> Value {
    let pages: Vec<Value> = pages.iter().map(page).collect();
    object!({ "mizan": "1", "pages": pages })
}

fn page(p: &Audited) -> Value {
    let [errors, warnings, notes] = tally(p.findings.iter());
    let findings: Vec<Value> = p
        .findings
        .iter()
        .map(|f| {
            let at = f.span.and_then(|s| place(p, s));
            object!({
                "code": f.code, "name": f.name, "severity": f.severity, "span": f.span,
                "line": at.map(|a| a.line), "column": at.map(|a| a.column), "text": f.text,
                "message": f.message, "why": f.why, "help": f.help,
            })
        })
        .collect();
    object!({
        "file": p.name, "title": p.title, "lang": p.lang,
        "errors": errors, "warnings": warnings, "notes": notes, "findings": findings,
    })
}
