//! A brief as Markdown, as a page of HTML, as JSON.

use crate::{Brief, Evidence, Sentence};
use mizan_text::escaped;
use std::fmt::Write;

/// Markdown: sections, sentences with `[n]`, the list of evidence.
#[must_use]
pub fn markdown(brief: &Brief) -> String {
    let mut out = format!("# {}\n", plain(&brief.title));
    if let Some(note) = &brief.note {
        let _ = write!(out, "\n*{}*\n", plain(note));
    }
    for section in &brief.sections {
        let _ = write!(out, "\n## {}\n\n", section.title);
        for s in &section.sentences {
            let _ = write!(out, "{}\n\n", sentence(s));
        }
        while out.ends_with("\n\n") {
            out.pop();
        }
    }
    if !brief.evidence.is_empty() {
        let _ = write!(out, "\n## {}\n\n", brief.evidence_title);
    }
    for e in &brief.evidence {
        let _ = writeln!(
            out,
            "[{}] {} · {} · «{}» · {}\n",
            e.number,
            plain(&e.outlet),
            e.published,
            plain(&quoted(&e.sentence)),
            address(e)
        );
    }
    format!("{}\n", out.trim_end())
}

fn sentence(s: &Sentence) -> String {
    let text = plain(&s.text).replace('⟦', "[").replace('⟧', "]");
    format!("{text}{}.", behind(s, |n| format!("[{n}]")))
}

/// The marks of evidence behind a sentence that has none inside.
fn behind(s: &Sentence, mark: impl Fn(usize) -> String) -> String {
    if s.text.contains('⟦') {
        return String::new();
    }
    let marks: String = s.cites.iter().map(|n| mark(*n)).collect();
    format!(" {marks}")
}

/// One line, without what Markdown would take for marks of its own.
fn plain(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::new();
    for c in line.join(" ").chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '*' | '_' | '`' | '#' | '[' | ']' | '|' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn quoted(text: &str) -> String {
    text.replace(['«', '»'], "'")
}

fn address(e: &Evidence) -> String {
    let safe: String =
        e.address.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
    if safe.starts_with("http") {
        format!("<{}>", safe.replace(' ', "%20"))
    } else {
        format!("`{}`", safe.replace('`', "'"))
    }
}

/// A page of its own.
#[must_use]
pub fn html(brief: &Brief) -> String {
    let dir = if brief.lang == "ar" { "rtl" } else { "ltr" };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\
         <style>{}</style></head><body><main>\n<h1>{}</h1>\n",
        brief.lang,
        escaped(&brief.title),
        include_str!("brief.css"),
        escaped(&brief.title)
    );
    if let Some(note) = &brief.note {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escaped(note));
    }
    for section in &brief.sections {
        let _ = writeln!(
            out,
            "<section class=\"{}\"><h2>{}</h2>",
            section.key,
            escaped(&section.title)
        );
        for s in &section.sentences {
            let mark = |n: usize| format!("<a class=\"cite\" href=\"#e{n}\">[{n}]</a>");
            let mut text = escaped(&s.text);
            for n in &s.cites {
                text = text.replace(&format!("⟦{n}⟧"), &mark(*n));
            }
            let _ = writeln!(out, "<p>{text}{}.</p>", behind(s, mark));
        }
        out.push_str("</section>\n");
    }
    evidence(&mut out, brief);
    out.push_str("</main></body></html>\n");
    out
}

fn evidence(out: &mut String, brief: &Brief) {
    if brief.evidence.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "<section class=\"evidence\"><h2>{}</h2><ol>",
        escaped(&brief.evidence_title)
    );
    for e in &brief.evidence {
        let shown = escaped(&e.address);
        let link = if e.address.starts_with("http://") || e.address.starts_with("https://") {
            format!("<a dir=\"ltr\" rel=\"noreferrer\" href=\"{shown}\">{shown}</a>")
        } else {
            format!("<span class=\"file\" dir=\"ltr\">{shown}</span>")
        };
        let _ = writeln!(
            out,
            "<li id=\"e{}\"><b>{}</b> · {}<blockquote dir=\"auto\">{}</blockquote>{link}</li>",
            e.number,
            escaped(&e.outlet),
            escaped(&e.published),
            escaped(&e.sentence)
        );
    }
    out.push_str("</ol></section>\n");
}
