//! Commands of a workflow, which GitHub shows beside the lines of a change.
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use super::{Audited, place};
use crate::{Lang, Severity};
use std::fmt::Write;

/// One line a finding.
#[must_use]
pub fn github(pages: &[Audited], lang: Option<Lang>) -> String {
    let mut out = String::new();
    for page in pages {
        let lang = lang.unwrap_or(Lang::En);
        for f in &page.findings {
            let level = match f.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let at = f.span.and_then(|s| place(page, s)).map_or_else(String::new, |p| {
                format!(
                    ",line={},endLine={},col={},endColumn={}",
                    p.line, p.end_line, p.column, p.end_column
                )
            });
            let title = property(&format!("{} {}", f.code, lang.of(&f.name)));
            let words = message(&format!("{}. {}", lang.of(&f.message), lang.of(&f.help)));
            let _ =
                writeln!(out, "::{level} file={}{at},title={title}::{words}", property(&page.name));
        }
    }
    out
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
