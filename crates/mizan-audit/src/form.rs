//! Rules of form: title, date, author, outlet, what is inside the body and whether it is whole.

use crate::rule::Draft;
use crate::scene::{List, Scene};
use fnv::FnvHashMap;
use mizan_page::{Block, BlockKind, Zone};
use mizan_text::{Pos, Span, fold};

/// Shorter paragraphs may stand twice: refrains, times, places.
const SHORT: usize = 6;

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    stated(s, out);
    links(s, out);
    cut(s, out);
    doubled(s, out);
}

/// What the page stage has seen already, and the outlet.
fn stated(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for f in &s.page.findings {
        let kept = matches!(f.code, "MZ001" | "MZ002" | "MZ003" | "MZ011" | "MZ012");
        if kept {
            out.push(Draft::new(f.code, f.span).arg(f.message.as_str()));
        }
    }
    for p in s.page.problems.iter().filter(|p| p.code == "MZ906") {
        let taken = s.page.published.as_ref().map_or_else(String::new, |d| d.date.to_string());
        out.push(Draft::new("MZ004", p.span).arg(p.message.as_str()).arg(taken));
    }
    if s.page.outlet.is_none() && !s.page.blocks.is_empty() {
        out.push(Draft::new("MZ005", None));
    }
}

fn is_body(b: &Block) -> bool {
    matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quotation)
        && b.zone != Zone::Boilerplate
}

fn is_prose(text: &str) -> bool {
    const WORDS: usize = 12;
    text.trim_end().ends_with(['.', '؟', '!', '؛']) || text.split_whitespace().count() > WORDS
}

/// A line that leads to another page, with the article going on behind it.
fn links(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let first = s.page.blocks.iter().position(is_body).unwrap_or(usize::MAX);
    for hit in s.hits(List::Inline) {
        let at = s.span(hit).0;
        let n = s.page.blocks.partition_point(|b| b.span.1 <= at);
        let Some(block) = s.block(n).filter(|b| b.span.0 == at) else { continue };
        let leads = s.text.word(hit.to) == ":" || block.zone == Zone::Boilerplate;
        // A label on a line of its own is followed by its link; only prose behind that is the article again.
        let alone = usize::from(s.text.words(block.span).trim_end().ends_with(':'));
        let rest = s.page.blocks.iter().skip(n + 1 + alone);
        let goes_on = rest.filter(|b| is_body(b)).any(|b| is_prose(s.text.words(b.span)));
        if leads && first < n && goes_on {
            out.push(Draft::new("MZ006", Some(block.span)));
        }
    }
}

/// The last paragraph ends in a word that cannot end a sentence, or in dots.
fn cut(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for p in s.page.problems.iter().filter(|p| matches!(p.code, "MZ903" | "MZ908")) {
        out.push(Draft::new("MZ007", p.span).arg(p.message.as_str()));
    }
    let Some(block) = s.page.blocks.iter().rfind(|b| is_body(b)) else { return };
    let end = s.text.tokens.partition_point(|t| s.text.folded.to_source(t.start) < block.span.1);
    let Some(last) = (0..end).rev().find(|t| !s.text.word(*t).trim().is_empty()) else { return };
    let word = s.text.word(last);
    let dots = matches!(word, "..." | ".." | "…" | "....") || word.chars().all(|c| c == '…');
    let open = matches!(word, "،" | "(" | ":") || open_word(s, last);
    if dots || open {
        let span: Span = s.text.whole(last);
        out.push(Draft::new("MZ007", Some(span)).arg(s.text.words(span)));
    }
}

/// A preposition, a conjunction, a relative: something must follow.
fn open_word(s: &Scene<'_>, token: usize) -> bool {
    let a = s.text.reading(token);
    let word = s.text.word(token);
    if s.is_english() {
        return s.k.is("audit.open_end", word);
    }
    // «منه» ends a sentence, «من» does not.
    let whole = usize::from(a.from) == 0 && usize::from(a.to) == word.len() && a.pron.is_none();
    whole && matches!(a.pos, Pos::Prep | Pos::Sub | Pos::Rel) && s.k.is("audit.open_end", word)
}

fn doubled(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let mut seen: FnvHashMap<String, (usize, Span)> = FnvHashMap::default();
    for block in s.page.blocks.iter().filter(|b| is_body(b)) {
        let folded = fold(s.text.words(block.span));
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        if words.len() >= SHORT {
            let entry = seen.entry(words.join(" ")).or_insert((0, block.span));
            *entry = (entry.0 + 1, block.span);
        }
    }
    let twice = seen.into_values().filter(|(n, _)| *n > 1);
    out.extend(twice.map(|(n, span)| Draft::new("MZ008", Some(span)).arg(n)));
}
