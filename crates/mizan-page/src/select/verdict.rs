//! What is not the article. Names and tags are evidence: where the prose stands decides. An element with a name
//! that speaks against it stays out while another body is there to take; one that holds more prose than the
//! article chosen without it is heard again, and so is one in the middle of the article.

use super::{Article, SHELL, mass, sums};
use crate::hints::Hints;
use crate::markup::{Doc, Element, Tag};
use std::collections::HashMap;

/// How often elements are taken back; each time the article is chosen again.
const HEARINGS: usize = 6;
/// Prose of a paragraph or more.
const PARAGRAPH: u64 = 240;

/// The article, after everything that was left out was heard.
pub(super) fn settled(doc: &Doc, titles: &[String]) -> Article {
    let mut court = Court::new(doc);
    let mut article = Article::choose_without(doc, &court.own, titles);
    for _ in 0..HEARINGS {
        let back = court.hear(&article);
        if back.is_empty() {
            break;
        }
        for e in back {
            for up in doc.up(e) {
                court.own[up as usize] = false;
            }
        }
        article = Article::choose_without(doc, &court.own, titles);
    }
    article
}

/// Hundredths by which the prose of an element counts against that of the article without it.
fn weight(element: &Element) -> u64 {
    let hints = element.hints;
    let steps = [
        (Hints::CONSENT, 0),
        (Hints::COMMENTS, 2),
        (Hints::RELATED | Hints::FRAME, 5),
        (Hints::PULL | Hints::CREDIT, 10),
        (Hints::HIDDEN, 25),
        (Hints::BAD, 12),
        (Hints::WEAK, 35),
        (Hints::SOFT, 30),
    ];
    let named = steps.iter().find(|(h, _)| hints.any(*h)).map_or(100, |s| s.1);
    if element.tag == Tag::Skipped { 0 } else { named }
}

/// All that is needed to hear elements again.
struct Court<'d> {
    doc: &'d Doc,
    /// Elements left out by what they are themselves.
    own: Vec<bool>,
    /// Does an element hold the page's headline?
    titled: Vec<bool>,
    /// The first and the last piece of each element.
    range: Vec<(usize, usize)>,
}

impl<'d> Court<'d> {
    fn new(doc: &'d Doc) -> Self {
        let heads = |e: &Element| {
            e.tag == Tag::Heading(1) || e.hints.any(Hints::TITLE) && e.tag != Tag::Anchor
        };
        let titled = doc.gathered(doc.elements.iter().map(heads).collect());
        Court { doc, own: first_look(doc, &titled), titled, range: ranges(doc) }
    }

    /// Prose of each element, but for what is left out within it.
    fn held(&self) -> Vec<u64> {
        let mut held = vec![0; self.own.len()];
        for piece in &self.doc.pieces {
            held[piece.element as usize] += mass(self.doc, piece);
        }
        for e in (1..held.len()).rev() {
            if !self.own[e] {
                held[self.doc.elements[e].parent as usize] += held[e];
            }
        }
        held
    }

    /// The elements to take back: parts of the article, else what holds more than the article does.
    fn hear(&self, article: &Article) -> Vec<u32> {
        let held = self.held();
        let left_out: Vec<usize> =
            (1..self.own.len()).filter(|e| self.own[*e] && held[*e] > SHELL).collect();
        let parts = self.parts(article, &held, &left_out);
        if parts.is_empty() { self.more(article, &held, &left_out) } else { parts }
    }

    fn chain(&self, e: usize) -> u64 {
        let chain = self.doc.up(e as u32).filter(|u| self.own[*u as usize]);
        let weigh = |u: u32| {
            let element = &self.doc.elements[u as usize];
            let never = Hints::COMMENTS | Hints::RELATED | Hints::HIDDEN;
            let own = weight(element);
            if self.titled[u as usize] && !element.hints.any(never) { own.max(90) } else { own }
        };
        chain.map(weigh).min().unwrap_or(0)
    }

    /// Elements of one class are one: a name that stands on all paragraphs says nothing of each.
    fn more(&self, article: &Article, held: &[u64], left_out: &[usize]) -> Vec<u32> {
        let whole = article.mass[article.root as usize];
        let mut groups: HashMap<(u32, u64), (u64, Vec<u32>)> = HashMap::new();
        for e in left_out {
            let class = self.doc.elements[*e].class;
            let weight = self.chain(*e);
            let key = if class == 0 { (u32::MAX - *e as u32, weight) } else { (class, weight) };
            let group = groups.entry(key).or_default();
            group.0 += held[*e] * weight / 100;
            group.1.push(*e as u32);
        }
        // Beside nothing, anything with prose in it is the article.
        let least = if whole < SHELL { SHELL / 50 } else { whole };
        let heavier = groups.into_values().filter(|g| g.0 > least);
        heavier.max_by_key(|g| (g.0, std::cmp::Reverse(g.1[0]))).map(|g| g.1).unwrap_or_default()
    }

    /// What stands among the article's own paragraphs with a name that tells little.
    fn parts(&self, article: &Article, held: &[u64], left_out: &[usize]) -> Vec<u32> {
        let prose = |n: &usize| {
            let piece = &self.doc.pieces[*n];
            !article.bad[piece.element as usize] && mass(self.doc, piece) > SHELL
        };
        let (from, to) = self.range[article.root as usize];
        let first = (from..to).find(prose).unwrap_or(to);
        let last = (from..to).rfind(prose).unwrap_or(from);
        let parent = |e: u32| self.doc.elements[e as usize].parent;
        let within = |e: usize| self.doc.up(e as u32).any(|u| u == article.root);
        // A lead may stand in a box of its own, before the box of the text.
        let lead = |e: usize| {
            parent(e as u32) == parent(article.root) && self.range[e].1 <= from && self.unlinked(e)
        };
        let part = |e: &usize| {
            let hints = self.doc.elements[*e].hints;
            let (start, end) = self.range[*e];
            let early = end <= first && self.unlinked(*e);
            let among = start > first && end <= last || early;
            let inside = within(*e)
                && (hints.any(Hints::PAYWALL) && !hints.any(Hints::BAD)
                    || hints.any(Hints::WEAK) && among && held[*e] >= PARAGRAPH);
            inside || hints.any(Hints::WEAK) && lead(*e)
        };
        let parts = left_out.iter().copied().filter(part);
        parts.filter(|e| self.chain(*e) >= 35).map(|e| e as u32).collect()
    }

    fn unlinked(&self, e: usize) -> bool {
        let (from, to) = self.range[e];
        self.doc.pieces[from.min(to)..to].iter().all(|p| self.doc.linked(p) == 0)
    }
}

/// The pieces of each element: the first, and one behind the last.
fn ranges(doc: &Doc) -> Vec<(usize, usize)> {
    let mut range = vec![(usize::MAX, 0); doc.elements.len()];
    for (n, piece) in doc.pieces.iter().enumerate() {
        let own = &mut range[piece.element as usize];
        *own = (own.0.min(n), n + 1);
    }
    for e in (1..range.len()).rev() {
        let (from, to) = range[e];
        let parent = &mut range[doc.elements[e].parent as usize];
        *parent = (parent.0.min(from), parent.1.max(to));
    }
    range
}

/// What names and tags say, each by itself.
fn first_look(doc: &Doc, titled: &[bool]) -> Vec<bool> {
    let raw = sums(doc, |e| doc.elements[e].hints.any(Hints::COMMENTS | Hints::RELATED));
    let good = good(doc, &raw);
    let any_good = good.first().copied().unwrap_or(false);
    let against = Hints::COMMENTS | Hints::RELATED | Hints::PAYWALL | Hints::PULL | Hints::CREDIT;
    let look = |(e, x): (usize, &Element)| {
        // A row of a table is data, whatever it is named for.
        let device = !matches!(x.tag, Tag::Row | Tag::Cell);
        let most = raw[e] * 2 > raw[0] && raw[e] > SHELL;
        x.hints.any(against)
            || x.tag == Tag::Skipped
            || x.hints.any(Hints::CONSENT) && !titled[e]
            || x.hints.any(Hints::HIDDEN)
            || x.hints.any(Hints::AGAINST) && device && !(most && (good[e] || !any_good))
            || x.hints.any(Hints::SOFT) && !(good[e] || most && !any_good)
    };
    doc.elements.iter().enumerate().map(look).collect()
}

/// Does an element hold, or is it, something marked as the article, with prose in it?
fn good(doc: &Doc, raw: &[u64]) -> Vec<bool> {
    let marks = Hints::BODY | Hints::ARTICLE | Hints::MAIN;
    let own = |(x, m): (&Element, &u64)| {
        let title = matches!(x.tag, Tag::Heading(1)) || x.hints.any(Hints::TITLE);
        title || x.hints.any(marks) && *m > SHELL
    };
    doc.gathered(doc.elements.iter().zip(raw).map(own).collect())
}
