//! A page that shows each miss in its sentence.

use super::measure::Reading;
use mizan_code::record::Event;
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.7 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem}\
h2{font-size:1.1rem;border-top:1px solid #ccc;padding-top:1rem}p{margin:.6rem 0 0}\
.missed{color:#9a1b1b}.extra{color:#8a5a00}.off{color:#1b4f9a}mark{background:#fff1a8}\
small{display:block;direction:ltr;text-align:left;unicode-bidi:isolate}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The sentence with the first place of a word marked.
fn marked(sentence: &str, word: &str) -> String {
    match sentence.find(word).filter(|_| !word.is_empty()) {
        Some(at) => format!(
            "{}<mark>{}</mark>{}",
            escape(&sentence[..at]),
            escape(word),
            escape(&sentence[at + word.len()..])
        ),
        None => escape(sentence),
    }
}

fn words(e: &Event) -> String {
    let list = |l: &[mizan_code::record::ActorMention]| {
        l.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join("; ")
    };
    format!("S «{}» T «{}»", list(&e.sources), list(&e.targets))
}

/// The whole page.
pub fn page(readings: &[Reading]) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"ar\" dir=\"rtl\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>mizan eval</title>\
         <style>{STYLE}</style>"
    );
    for r in readings {
        report(&mut out, r);
    }
    out.push_str("</html>\n");
    out
}

fn report(out: &mut String, r: &Reading) {
    let mut body = String::new();
    for (gold, pair) in r.report.events.iter().zip(&r.pairs) {
        let sentence = marked(&r.report.lines[gold.line], &gold.trigger);
        match pair {
            None => {
                let _ =
                    write!(body, "<p class=missed>{sentence}<small>missed {}</small>", gold.event);
            }
            Some(e) => {
                let found = &r.record.events[*e];
                let off = differs(gold, found);
                if !off.is_empty() {
                    let _ = write!(
                        body,
                        "<p class=off>{sentence}<small>{}: {} · wanted S «{}» T «{}» {}; found {} {}</small>",
                        escape(&gold.event),
                        off.join(", "),
                        escape(&gold.sources.join("; ")),
                        escape(&gold.targets.join("; ")),
                        gold.status,
                        escape(&words(found)),
                        found.status
                    );
                }
            }
        }
    }
    for e in r.extra() {
        let found = &r.record.events[e];
        let line = r.told[e].iter().copied().find(|l| *l > 0).unwrap_or(0);
        let sentence = marked(&r.report.lines[line], &found.trigger.text);
        let _ = write!(
            body,
            "<p class=extra>{sentence}<small>not annotated: {} {} ({}, {})</small>",
            found.event, found.status, found.frame, found.confidence
        );
    }
    if !body.is_empty() {
        let _ =
            write!(out, "<h2>{} · {}</h2>{body}", escape(&r.report.id), escape(&r.report.lines[0]));
    }
}

/// Which slots of a matched event differ from the annotation.
fn differs(gold: &mizan_code::gold::Gold, found: &Event) -> Vec<&'static str> {
    use super::bag::bag;
    let list = |l: &[mizan_code::record::ActorMention]| bag(l.iter().map(|m| m.text.as_str()));
    let wanted = |l: &[String]| bag(l.iter().map(String::as_str));
    let mut out = Vec::new();
    for (name, differs) in [
        ("source", list(&found.sources) != wanted(&gold.sources)),
        ("target", list(&found.targets) != wanted(&gold.targets)),
        ("status", found.status != gold.status),
        ("mode", gold.mode.is_some() && found.mode != gold.mode),
    ] {
        if differs {
            out.push(name);
        }
    }
    out
}
