//! For a person at a terminal: the words in their line with carets under them, right for both directions.
//!
//! The line and its carets stand each in an isolate of the page's direction (U+2066, U+2067 … U+2069), and the
//! carets' line is filled up to the width of the words' line: a terminal that orders text by the bidirectional
//! algorithm mirrors both alike, one that does not prints both from the left.

use super::{Audited, place, tally};
use crate::{Finding, Lang, Severity};
use mizan_data::model::{Code, Rule};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// How parts are coloured: the escape codes before and behind, or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paint {
    /// Colours are wanted.
    pub on: bool,
}

impl Paint {
    fn wrap(self, code: &str, text: &str) -> String {
        if self.on { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn severity(self, severity: Severity) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.wrap(code, severity.name())
    }
}

/// Columns of context on each side of the words.
const AROUND: usize = 36;
/// Columns of a span that are shown; of a paragraph the beginning will do.
const SHOWN: usize = 60;

/// The findings of a page.
#[must_use]
pub fn text(page: &Audited, lang: Option<Lang>, paint: Paint) -> String {
    let lang = lang.unwrap_or(Lang::En);
    let title =
        page.title.as_deref().map_or_else(String::new, |t| format!("  {}", first_strong(t)));
    let mut out = format!("── {}{title}\n", first_strong(&page.name));
    for f in &page.findings {
        finding(&mut out, page, f, lang, paint);
    }
    let [errors, warnings, notes] = tally(page.findings.iter());
    let _ = writeln!(out, "  {errors} errors, {warnings} warnings, {notes} notes\n");
    out
}

fn finding(out: &mut String, page: &Audited, f: &Finding, lang: Lang, paint: Paint) {
    let at = f.span.and_then(|s| place(page, s));
    let at = at.map_or_else(String::new, |p| format!(" · {}:{}", p.line, p.column));
    let code = paint.wrap("1", &f.code);
    let name = first_strong(lang.of(&f.name));
    let _ = writeln!(out, "  {code} {} · {name}{at}", paint.severity(f.severity));
    let _ = writeln!(out, "     {}", first_strong(lang.of(&f.message)));
    if let Some(span) = f.span {
        let (line, carets) = context(page, span, paint);
        let _ = writeln!(out, "       {line}\n       {carets}");
    }
    let _ = writeln!(out, "     why: {}", first_strong(lang.of(&f.why)));
    let _ = writeln!(out, "     do:  {}\n", first_strong(lang.of(&f.help)));
}

/// Text kept apart from the direction around it; what could move it is shown as a blank.
fn first_strong(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", clean(text))
}

fn clean(text: &str) -> String {
    text.chars().map(|c| if moves(c) { ' ' } else { c }).collect()
}

fn moves(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The words with what stands around them in their line, and carets of the same width under them.
fn context(page: &Audited, span: (u32, u32), paint: Paint) -> (String, String) {
    let chars: Vec<char> = page.text.chars().collect();
    let (from, to) = (span.0 as usize, (span.1 as usize).min(chars.len()));
    let cut = to.min(from + SHOWN);
    let words: String = chars.get(from..cut).unwrap_or(&[]).iter().collect();
    let words = clean(&words) + if cut < to { "…" } else { "" };
    let before: String = left(&chars, from);
    let after: String = if cut < to { String::new() } else { right(&chars, to) };
    let rtl = page.lang == "ar";
    let open = if rtl { '\u{2067}' } else { '\u{2066}' };
    let marked = paint.wrap("1;4", &words);
    let carets = format!(
        "{open}{}{}{}\u{2069}",
        " ".repeat(width(&before)),
        "^".repeat(width(&words).max(1)),
        " ".repeat(width(&after))
    );
    (format!("{open}{before}{marked}{after}\u{2069}"), carets)
}

/// What stands before in the line, from a border of words.
fn left(chars: &[char], from: usize) -> String {
    let start = chars[..from].iter().rposition(|c| *c == '\n').map_or(0, |n| n + 1);
    let mut at = from.saturating_sub(AROUND).max(start);
    if at > start {
        at = (at..from).find(|n| chars[*n] == ' ').map_or(from, |n| n + 1);
    }
    let words: String = chars[at..from].iter().collect();
    format!("{}{}", if at > start { "…" } else { "" }, clean(&words))
}

fn right(chars: &[char], to: usize) -> String {
    let end = chars[to..].iter().position(|c| *c == '\n').map_or(chars.len(), |n| to + n);
    let mut at = end.min(to + AROUND);
    if at < end {
        at = (to..at).rev().find(|n| chars[*n] == ' ').unwrap_or(to);
    }
    let words: String = chars[to..at].iter().collect();
    format!("{}{}", clean(&words), if at < end { "…" } else { "" })
}

/// What `mizan explain MZ021` prints: the rule with its specimens.
#[must_use]
pub fn rule(code: &Code, rule: &Rule, paint: Paint) -> String {
    let severity = code.severity.as_deref().and_then(Severity::from_name).unwrap_or(Severity::Note);
    let mut out = format!(
        "{} {} · {} · {}\n\n",
        paint.wrap("1", &code.code),
        paint.severity(severity),
        code.en,
        first_strong(&code.ar)
    );
    let _ = writeln!(out, "why  {}\n     {}", rule.why.en, first_strong(&rule.why.ar));
    let help = code.help.as_deref().unwrap_or("");
    let _ = writeln!(out, "do   {help}\n     {}", first_strong(&rule.help_ar));
    if let Some(off) = &rule.off {
        let _ = writeln!(out, "off  unless asked for by --select {}: {off}", code.code);
    }
    let _ = writeln!(out, "reads {}", rule.reads.join(", "));
    for (name, list) in [("bad", &rule.bad), ("good", &rule.good)] {
        for specimen in list {
            let read = rule.reads.contains(&specimen.lang);
            let note = if read { "" } else { " (told here, not read yet)" };
            let _ = writeln!(out, "\n{name} {}{note}", specimen.lang);
            let lines = specimen.text.lines().filter(|l| !l.trim().is_empty());
            lines.for_each(|l| {
                let _ = writeln!(out, "  {}", first_strong(l));
            });
            if !specimen.marks.is_empty() {
                let marks: Vec<String> = specimen.marks.iter().map(|m| first_strong(m)).collect();
                let _ = writeln!(out, "  → {}", marks.join(" · "));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_fill_the_width_of_the_line() {
        let page = Audited {
            name: "p".into(),
            lang: "ar".into(),
            title: None,
            text: "أوّل سطر\nقالت مصادر مُطلعة إن الجيش انسحب من التلال الشرقية مساء أمس بعد قتال دام يومين كاملين".into(),
            source: None,
            blocks: Vec::new(),
            findings: Vec::new(),
        };
        let (line, carets) = context(&page, (14, 26), Paint::default());
        assert_eq!(width(&line), width(&carets));
        assert!(line.starts_with("\u{2067}قالت مصادر") && line.ends_with("…\u{2069}"));
        assert_eq!(carets.matches('^').count(), "مصادر مطلعة".chars().count());
    }
}
