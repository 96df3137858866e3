//! A page of its own: the text with what was found marked in it, and the findings beside it. No script, nothing
//! from elsewhere; every word of the page is escaped.

use super::{Audited, tally};
use crate::{Finding, Lang};
use mizan_text::escaped;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// The pages as one HTML document.
#[must_use]
pub fn html(pages: &[Audited], lang: Option<Lang>) -> String {
    let first = pages.first().map_or(Lang::En, Audited::own_lang);
    let own = lang.unwrap_or(first);
    let (code, dir) = direction(own);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{code}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Mizan · ميزان</title><style>{STYLE}</style></head><body>\n"
    );
    for (n, page) in pages.iter().enumerate() {
        article(&mut out, n, page, lang.unwrap_or_else(|| page.own_lang()));
    }
    out.push_str("</body></html>\n");
    out
}

fn direction(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ar => ("ar", "rtl"),
        Lang::En => ("en", "ltr"),
    }
}

fn article(out: &mut String, n: usize, page: &Audited, lang: Lang) {
    let (code, dir) = direction(lang);
    let (_, text_dir) = direction(page.own_lang());
    let counts = tally(page.findings.iter());
    let _ = writeln!(
        out,
        "<main lang=\"{code}\" dir=\"{dir}\"><header><h1 dir=\"auto\">{}</h1><p class=\"file\" dir=\"ltr\">{}</p>{}</header>",
        escaped(page.title.as_deref().unwrap_or(&page.name)),
        escaped(&page.name),
        badges(counts)
    );
    let _ = writeln!(out, "<article lang=\"{}\" dir=\"{text_dir}\">", escaped(&page.lang));
    let chars: Vec<char> = page.text.chars().collect();
    for block in &page.blocks {
        paragraph(out, n, page, &chars, *block);
    }
    out.push_str("</article>\n<ol class=\"findings\">\n");
    for (at, f) in page.findings.iter().enumerate() {
        item(out, n, at, f, lang);
    }
    out.push_str("</ol></main>\n");
}

fn badges([errors, warnings, notes]: [usize; 3]) -> String {
    let one =
        |class: &str, sign: &str, n: usize| format!("<span class=\"{class}\">{sign} {n}</span>");
    format!(
        "<p class=\"tally\">{}{}{}</p>",
        one("error", "✗", errors),
        one("warning", "!", warnings),
        one("note", "·", notes)
    )
}

/// A block with its marks: cut wherever a finding starts or ends.
fn paragraph(
    out: &mut String,
    n: usize,
    page: &Audited,
    chars: &[char],
    (kind, zone, span): (&'static str, &'static str, (u32, u32)),
) {
    let own: Vec<(usize, (u32, u32))> = page
        .findings
        .iter()
        .enumerate()
        .filter_map(|(at, f)| Some((at, f.span?)))
        .filter(|(_, s)| s.0 < span.1 && span.0 < s.1)
        .map(|(at, s)| (at, (s.0.max(span.0), s.1.min(span.1))))
        .collect();
    let mut borders: Vec<u32> =
        own.iter().flat_map(|(_, s)| [s.0, s.1]).chain([span.0, span.1]).collect();
    borders.sort_unstable();
    borders.dedup();
    let _ = write!(out, "<p class=\"{kind} {zone}\">");
    for pair in borders.windows(2) {
        let [from, to] = [pair[0] as usize, (pair[1] as usize).min(chars.len())];
        let words: String = chars.get(from..to).unwrap_or(&[]).iter().collect();
        let over: Vec<usize> =
            own.iter().filter(|(_, s)| s.0 <= pair[0] && pair[1] <= s.1).map(|o| o.0).collect();
        let gravest = over.iter().map(|f| page.findings[*f].severity).max();
        match gravest {
            Some(severity) => {
                let _ =
                    write!(out, "<mark class=\"{}\">{}</mark>", severity.name(), escaped(&words));
            }
            None => out.push_str(&escaped(&words)),
        }
        for (at, _) in own.iter().filter(|(_, s)| s.1 == pair[1]) {
            let _ =
                write!(out, "<a class=\"ref\" id=\"t{n}-{at}\" href=\"#f{n}-{at}\">{}</a>", at + 1);
        }
    }
    out.push_str("</p>\n");
}

fn item(out: &mut String, n: usize, at: usize, f: &Finding, lang: Lang) {
    let link = match f.span {
        Some(_) => format!("<a class=\"code\" href=\"#t{n}-{at}\">{}</a>", escaped(&f.code)),
        None => format!("<span class=\"code\">{}</span>", escaped(&f.code)),
    };
    let _ = writeln!(
        out,
        "<li id=\"f{n}-{at}\" class=\"{}\">{link} <b>{}</b><p>{}</p><p class=\"why\">{}</p><p class=\"do\">{}</p></li>",
        f.severity.name(),
        escaped(lang.of(&f.name)),
        escaped(lang.of(&f.message)),
        escaped(lang.of(&f.why)),
        escaped(lang.of(&f.help))
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_page_becomes_markup() {
        let page = Audited {
            name: "<script>".into(),
            lang: "ar".into(),
            title: Some("<img src=x onerror=alert(1)>".into()),
            text: "<b>\"نص\"</b>".into(),
            source: None,
            blocks: vec![("paragraph", "report", (0, 11))],
            findings: Vec::new(),
        };
        let out = html(&[page], None);
        assert!(!out.contains("<script>") && !out.contains("<img") && !out.contains("<b>\""));
        assert!(out.contains("&lt;b&gt;&quot;نص&quot;"));
    }
}
