//! Rules of machine residue.

use crate::rule::Draft;
use crate::scene::{List, Scene};
use fnv::FnvHashSet;
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
            let twice = out.last().is_some_and(|d| d.code == code && d.span == Some(span));
            if zone.is_some() && leaks && !twice && !s.quoted(span.0) {
                special.push(span);
                out.push(Draft::new(code, Some(span)).arg(s.text.words(span)));
            }
        }
    }
    special.sort_unstable();
    requester(s, &special, out);
    gaps(s, out);
    citations(s, out);
}

/// A paragraph of residue; where a rule of its own says what it is, only if it also addresses somebody.
fn requester(s: &Scene<'_>, special: &[Span], out: &mut Vec<Draft>) {
    for f in s.page.findings.iter().filter(|f| f.code == "MZ010") {
        let Some(span) = f.span else { continue };
        let n = special.partition_point(|x| x.0 < span.0);
        let told = special.get(n).is_some_and(|x| x.0 < span.1);
        if !told || s.has_within(List::Requester, span) {
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
        let twice = out.last().is_some_and(|d| d.code == "MZ016" && d.span == Some(span));
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
            taken.extend(end.map(|to| (at as u32, to as u32)));
        }
    }
    taken.sort_unstable();
    // «[oaicite» inside «:contentReference[oaicite…]» is one mark.
    taken.dedup_by(|later, first| later.0 < first.1);
    let tools = taken.clone();
    let heads: FnvHashSet<&str> = text.lines().filter_map(|l| mark_at(l.trim_start(), 0)).collect();
    for (at, _) in text.match_indices('[') {
        let Some(mark) = mark_at(text, at) else { continue };
        let n = tools.partition_point(|t| (t.1 as usize) <= at);
        let inside = tools.get(n).is_some_and(|t| t.0 as usize <= at);
        // A line that starts with the mark: there is a list of sources.
        if !inside && !heads.contains(mark) {
            taken.push((at as u32, (at + mark.len()) as u32));
        }
    }
    for span in taken.into_iter().filter(|t| s.sentence_at(t.0).is_some()) {
        out.push(Draft::new("MZ017", Some(span)).arg(s.text.words(span)));
    }
}

/// `[12]` at a byte of a text.
fn mark_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let end = rest.bytes().take(5).position(|b| b == b']')?;
    let number = rest.get(1..end)?;
    let is_mark =
        rest.starts_with('[') && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_mark.then(|| &rest[..=end])
}
