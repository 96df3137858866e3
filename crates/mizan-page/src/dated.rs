//! The day of publication where no statement gives one: what stands on the page as a date by itself.

use crate::date::full_date;
use crate::evidence::Source;
use crate::hints::Hints;
use crate::lines::Line;
use crate::markup::{Doc, Piece};
use crate::moment::{Moment, moment};
use crate::select::Article;
use mizan_data::Knowledge;
use mizan_text::fold;

/// A line longer than this is no date with its label.
const LONGEST: usize = 80;

/// Adds a statement where there is none. `lines` are those of the article.
pub(crate) fn state(doc: &mut Doc, article: &Article, lines: &[Line], knowledge: &Knowledge) {
    if !doc.meta.published.is_empty() || lines.iter().any(|l| l.stated.is_some()) {
        return;
    }
    let found = only(doc).or_else(|| marked(doc, article)).map(|m| (Source::Microdata, m));
    let found = found.or_else(|| seen(doc, article, knowledge).map(|m| (Source::Meta, m)));
    doc.meta.published.extend(found);
}

/// The page's only `datetime`.
fn only(doc: &Doc) -> Option<Moment> {
    let mut all: Vec<Moment> = doc.times.iter().filter_map(|t| moment(t)).collect();
    all.dedup();
    match all[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// Does a piece speak of another page, or of the frame?
fn elsewhere(doc: &Doc, piece: &Piece) -> bool {
    let out = Hints::of(&[Hints::RELATED, Hints::COMMENTS, Hints::FRAME, Hints::CONSENT]);
    doc.up(piece.element).any(|e| doc.elements[e as usize].hints.any(out))
}

/// The first `datetime` that stands in the article, or near it.
fn marked(doc: &Doc, article: &Article) -> Option<Moment> {
    let near = near(doc, article);
    let timed = near.iter().filter(|p| !elsewhere(doc, p));
    timed.filter_map(|p| moment(&doc.times[p.time? as usize])).next()
}

/// A day that stands alone on its line: first one that markup names a date, then any.
fn seen(doc: &Doc, article: &Article, knowledge: &Knowledge) -> Option<Moment> {
    let near = near(doc, article);
    let usable = |p: &&Piece| !elsewhere(doc, p) && doc.words(p).chars().count() < LONGEST;
    let read = |p: &Piece| short_date(doc.words(p), knowledge).map(Moment::from);
    let dated = |p: &&Piece| {
        let around = doc.up(p.element).take(3);
        around.map(|e| doc.elements[e as usize].hints).fold(p.inline, |a, b| a | b).any(Hints::DATE)
    };
    let named = near.iter().filter(usable).filter(dated).find_map(read);
    named.or_else(|| near.iter().filter(usable).find_map(read))
}

/// The pieces from some way before the article to some way behind it.
fn near<'d>(doc: &'d Doc, article: &Article) -> &'d [Piece] {
    const BEFORE: usize = 60;
    const BEHIND: usize = 24;
    let inside = |p: &Piece| doc.up(p.element).any(|e| e == article.root);
    let first = doc.pieces.iter().position(inside).unwrap_or(0);
    let last = doc.pieces.iter().rposition(inside).map_or(doc.pieces.len(), |n| n + 1);
    &doc.pieces[first.saturating_sub(BEFORE)..(last + BEHIND).min(doc.pieces.len())]
}

/// The date of a line that says little else.
fn short_date(text: &str, knowledge: &Knowledge) -> Option<jiff::civil::Date> {
    if text.chars().count() >= LONGEST || !text.contains(|c: char| c.is_numeric()) {
        return None;
    }
    let folded = fold(text);
    let found = full_date(&folded, knowledge)?;
    let updated = knowledge.list("page.updated").iter().any(|w| folded.starts_with(w.as_str()));
    let little = folded.len() - (found.to - found.from) < LONGEST / 2;
    let sane = (1995..2100).contains(&found.date.year());
    (little && sane && !updated).then_some(found.date)
}
