//! Rules of machine residue.

use crate::rule::Draft;
use crate::scene::{List, Scene};
use mizan_page::Zone;
use mizan_text::Span;

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let mut special: Vec<Span> = Vec::new();
    for (list, code) in [
        (List::Promise, "MZ013"),
        (List::SelfReference, "MZ014"),
        (List::Echo, "MZ015"),
        (List::EchoResidue, "MZ015"),
    ] {
        for hit in s.hits(list) {
            let span = s.span(hit);
            let zone = s.sentence_at(span.0).map(|x| x.zone);
            let leaks = list != List::EchoResidue || zone == Some(Zone::Residue);
            let twice = out.iter().any(|d| d.code == code && d.span == Some(span));
            if zone.is_some() && leaks && !twice && !s.quoted(span.0) {
                special.push(span);
                out.push(Draft::new(code, Some(span)).arg(s.text.words(span)));
            }
        }
    }
    requester(s, &special, out);
    gaps(s, out);
    citations(s, out);
}

/// A paragraph of residue; where a rule of its own says what it is, only if it also addresses somebody.
fn requester(s: &Scene<'_>, special: &[Span], out: &mut Vec<Draft>) {
    for f in s.page.findings.iter().filter(|f| f.code == "MZ010") {
        let Some(span) = f.span else { continue };
        let within = |at: u32| (span.0..span.1).contains(&at);
        let told = special.iter().any(|x| within(x.0));
        if !told || s.hits(List::Requester).any(|h| within(s.span(h).0)) {
            out.push(Draft::new("MZ010", Some(span)));
        }
    }
}

/// `[اسم المسؤول]`: brackets whose first words say what is to stand there; and filler.
fn gaps(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for hit in s.hits(List::Gap) {
        let open = hit.from.checked_sub(1).filter(|t| matches!(s.text.word(*t), "[" | "{"));
        let Some(open) = open else { continue };
        let close = (hit.to..hit.to + 8).find(|t| matches!(s.text.word(*t), "]" | "}"));
        let Some(close) = close else { continue };
        let span = (s.text.whole(open).0, s.text.whole(close).1);
        let twice = out.iter().any(|d| d.code == "MZ016" && d.span == Some(span));
        if s.sentence_at(span.0).is_some() && !s.quoted(span.0) && !twice {
            out.push(Draft::new("MZ016", Some(span)).arg(s.text.words(span)));
        }
    }
    for hit in s.hits(List::Filler) {
        let span = s.span(hit);
        if s.sentence_at(span.0).is_some() {
            out.push(Draft::new("MZ016", Some(span)).arg(s.text.words(span)));
        }
    }
}

/// Marks that chat models and encyclopedias leave, opener and closer.
const TOOLS: [(&str, &str); 3] = [("【", "】"), (":contentReference[", "]"), ("[oaicite:", "]")];
/// Longest mark, in bytes.
const LONGEST: usize = 64;

fn citations(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let text = s.text.source;
    let mut taken: Vec<Span> = Vec::new();
    for (open, close) in TOOLS {
        for (at, _) in text.match_indices(open) {
            let end = text[at..].find(close).filter(|n| *n < LONGEST).map(|n| at + n + close.len());
            let inside = |t: &Span| t.0 as usize <= at && at < t.1 as usize;
            if !taken.iter().any(inside) {
                taken.extend(end.map(|to| (at as u32, to as u32)));
            }
        }
    }
    let numbered: Vec<(usize, &str)> = text.match_indices('[').collect();
    for (at, _) in numbered {
        let Some(end) = text[at..].find(']').map(|n| at + n + 1) else { continue };
        let number = &text[at + 1..end - 1];
        let is_mark = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let inside = taken.iter().any(|t| t.0 as usize <= at && at < t.1 as usize);
        if is_mark && !inside && !listed(text, &text[at..end]) {
            taken.push((at as u32, end as u32));
        }
    }
    for span in taken.into_iter().filter(|t| s.sentence_at(t.0).is_some()) {
        out.push(Draft::new("MZ017", Some(span)).arg(s.text.words(span)));
    }
}

/// Does a line of the page start with the mark: is there a list of sources?
fn listed(text: &str, mark: &str) -> bool {
    text.lines().any(|l| l.trim_start().starts_with(mark))
}
