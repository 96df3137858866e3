//! Which part of a flat document is the article: prose is weighed by element, and the path that holds
//! most of it is followed down; what markup says (articleBody, article, main) goes before weighing.

use crate::hints::Hints;
use crate::markup::{Doc, Piece, Tag};

/// Share of the prose that one child must hold for the search to go down into it.
const HEAVY: (u64, u64) = (7, 10);
/// Bytes of prose below which a marked body is taken for an empty shell.
const SHELL: u64 = 80;

/// What of a document is the article.
pub(crate) struct Article {
    /// The element that holds the text.
    pub root: u32,
    /// Each element's sum of prose, in weighted bytes.
    pub mass: Vec<u64>,
    /// Is an element, or one above it, not the article?
    pub bad: Vec<bool>,
}

/// How much a piece speaks for being prose, in bytes: links count against it, short lines and cells little.
pub(crate) fn mass(doc: &Doc, piece: &Piece) -> u64 {
    let length = (piece.to - piece.from) as usize;
    let linked = doc.linked(piece);
    if linked * 2 > length {
        return 0;
    }
    let free = (length - 2 * linked) as u64;
    match doc.elements[piece.element as usize].tag {
        Tag::Heading(_) | Tag::Caption => free / 5,
        Tag::Item | Tag::Cell => free / 2,
        _ if length < 80 => free / 5,
        _ => free,
    }
}

impl Article {
    /// Finds the article of a document. `title` is what its metadata say its title is, folded.
    pub fn find(doc: &Doc, titles: &[String]) -> Article {
        let raw = sums(doc, |e| doc.elements[e].hints.any(Hints::COMMENTS | Hints::RELATED));
        let good = good(doc, &raw);
        let bad = bad(doc, &raw, &good);
        let mass = sums(doc, |e| bad[e]);
        let mut article = Article { root: 0, mass, bad };
        article.root = article.choose(doc, titles);
        article
    }

    fn choose(&self, doc: &Doc, titles: &[String]) -> u32 {
        let total = self.mass[0];
        if let Some(first) = self.with(doc, Hints::POST).first() {
            return *first;
        }
        if let Some(body) =
            self.marked_body(doc, titles).filter(|b| self.mass[*b as usize] * 4 >= total)
        {
            return body;
        }
        let start =
            self.marked_article(doc, titles).filter(|a| self.mass[*a as usize] * 3 >= total);
        self.descend(doc, start.unwrap_or(0))
    }

    fn with(&self, doc: &Doc, hint: Hints) -> Vec<u32> {
        let all = doc.elements.iter().enumerate();
        all.filter(|(e, x)| x.hints.any(hint) && !self.bad[*e] && self.mass[*e] > SHELL)
            .map(|(e, _)| e as u32)
            .collect()
    }

    /// The element marked as the text; where several stand beside one another in one article, what holds them.
    fn marked_body(&self, doc: &Doc, titles: &[String]) -> Option<u32> {
        let bodies = self.with(doc, Hints::BODY);
        let article = self.marked_article(doc, titles);
        let within = |b: &u32| article.is_none_or(|a| doc.up(*b).any(|e| e == a));
        let inside: Vec<u32> = bodies.iter().copied().filter(within).collect();
        let pool = if inside.is_empty() { bodies } else { inside };
        let top = *pool.iter().max_by_key(|b| (self.mass[**b as usize], std::cmp::Reverse(**b)))?;
        let home = |e: u32| doc.up(e).find(|u| doc.elements[*u as usize].tag == Tag::Article);
        let kin: Vec<u32> = pool.into_iter().filter(|b| home(*b) == home(top)).collect();
        let apart = kin.iter().filter(|b| !doc.up(**b).any(|e| e == top)).collect::<Vec<_>>();
        let more: u64 = apart.iter().map(|b| self.mass[**b as usize]).sum();
        if more * 5 < self.mass[top as usize]
            || home(top).is_none() && apart.iter().any(|b| posts(doc, **b))
        {
            return Some(top);
        }
        Some(apart.into_iter().fold(top, |a, b| common(doc, a, *b)))
    }

    /// The article that the page is about: with its title in it, else the one with most prose.
    fn marked_article(&self, doc: &Doc, titles: &[String]) -> Option<u32> {
        let all = self.with(doc, Hints::ARTICLE);
        let all: Vec<u32> =
            all.into_iter().filter(|a| !doc.elements[*a as usize].hints.any(Hints::LIVE)).collect();
        let titled = |a: &&u32| {
            doc.pieces.iter().any(|p| {
                let heading = matches!(doc.elements[p.element as usize].tag, Tag::Heading(1 | 2));
                heading
                    && doc.up(p.element).any(|e| e == **a)
                    && titles.contains(&mizan_text::fold(doc.words(p)))
            })
        };
        // The innermost article with the title, and the first of equals.
        let named = all.iter().filter(titled).min_by_key(|a| self.mass[**a as usize]).copied();
        named.or_else(|| {
            all.into_iter().max_by_key(|a| (self.mass[*a as usize], std::cmp::Reverse(*a)))
        })
    }

    /// Goes down while one child holds most of the prose. Of a row of posts the first is the article.
    fn descend(&self, doc: &Doc, start: u32) -> u32 {
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); doc.elements.len()];
        for (e, x) in doc.elements.iter().enumerate().skip(1) {
            children[x.parent as usize].push(e as u32);
        }
        let leads = leading(doc);
        let mut at = start;
        loop {
            let inner = &children[at as usize];
            let heaviest = inner.iter().copied().max_by_key(|c| self.mass[*c as usize]);
            let Some(next) = heaviest else { return at };
            let tag = doc.elements[next as usize].tag;
            let whole = matches!(
                tag,
                Tag::Paragraph
                    | Tag::Item
                    | Tag::List
                    | Tag::Row
                    | Tag::Cell
                    | Tag::Table
                    | Tag::Quote
            );
            if !whole && self.mass[next as usize] * HEAVY.1 >= self.mass[at as usize] * HEAVY.0 {
                at = next;
                continue;
            }
            let post = |e: u32| {
                let hints = doc.elements[e as usize].hints;
                hints.any(Hints::ARTICLE) && !hints.any(Hints::LIVE)
            };
            let card = |c: u32| {
                leads[c as usize] && (post(c) || children[c as usize].iter().any(|e| post(*e)))
            };
            let rows: Vec<u32> = inner.iter().copied().filter(|c| card(*c)).collect();
            match rows[..] {
                [first, _, ..] if self.mass[first as usize] > SHELL => at = first,
                _ => return at,
            }
        }
    }
}

/// Which elements have a heading or a link in them, as a post of a list has and a live entry may not?
fn leading(doc: &Doc) -> Vec<bool> {
    let mut out = vec![false; doc.elements.len()];
    for piece in &doc.pieces {
        let heading = matches!(doc.elements[piece.element as usize].tag, Tag::Heading(_));
        out[piece.element as usize] |= heading || doc.linked(piece) > 0;
    }
    for e in (1..out.len()).rev() {
        let parent = doc.elements[e].parent as usize;
        out[parent] |= out[e];
    }
    out
}

/// Is this one of several posts: an article that is no entry of a live page?
fn posts(doc: &Doc, element: u32) -> bool {
    doc.up(element).take(3).any(|e| {
        let hints = doc.elements[e as usize].hints;
        hints.any(Hints::ARTICLE) && !hints.any(Hints::LIVE)
    })
}

fn common(doc: &Doc, a: u32, b: u32) -> u32 {
    let above: Vec<u32> = doc.up(a).collect();
    doc.up(b).find(|e| above.contains(e)).unwrap_or(0)
}

/// The prose of each element with all that stands in it, but for elements that `out` leaves out.
fn sums(doc: &Doc, out: impl Fn(usize) -> bool) -> Vec<u64> {
    let mut gone = vec![false; doc.elements.len()];
    for e in 0..doc.elements.len() {
        gone[e] = gone[doc.elements[e].parent as usize] || out(e);
    }
    let mut sums = vec![0; doc.elements.len()];
    for piece in doc.pieces.iter().filter(|p| !gone[p.element as usize]) {
        sums[piece.element as usize] += mass(doc, piece);
    }
    // Children come after their parents.
    for e in (1..doc.elements.len()).rev() {
        sums[doc.elements[e].parent as usize] += sums[e];
    }
    sums
}

/// Does an element hold, or is it, something marked as the article, with prose in it?
fn good(doc: &Doc, raw: &[u64]) -> Vec<bool> {
    let marks = Hints::BODY | Hints::ARTICLE | Hints::MAIN;
    let mut good: Vec<bool> =
        doc.elements.iter().zip(raw).map(|(e, m)| e.hints.any(marks) && *m > SHELL).collect();
    for (e, x) in doc.elements.iter().enumerate() {
        good[e] |= matches!(x.tag, Tag::Heading(1)) || x.hints.any(Hints::TITLE);
    }
    for e in (1..good.len()).rev() {
        let parent = doc.elements[e].parent as usize;
        good[parent] |= good[e];
    }
    good
}

/// Names and tags that say "not the article" are believed unless most of the page's prose stands there,
/// or the article itself does: themes wrap whole pages in a form, a widget or a hidden box.
fn bad(doc: &Doc, raw: &[u64], good: &[bool]) -> Vec<bool> {
    let any_good = good.first().copied().unwrap_or(false);
    let mut bad = vec![false; doc.elements.len()];
    for (e, x) in doc.elements.iter().enumerate() {
        let most = raw[e] * 2 > raw[0] && raw[e] > SHELL;
        let own = x
            .hints
            .any(Hints::COMMENTS | Hints::RELATED | Hints::PAYWALL | Hints::PULL | Hints::CREDIT)
            || x.tag == Tag::Skipped
            || x.hints.any(Hints::HIDDEN) && !(most && good[e])
            || x.hints.any(Hints::BAD) && !(most && (good[e] || !any_good))
            || x.hints.any(Hints::SOFT) && !(good[e] || most && !any_good);
        bad[e] = own || bad[x.parent as usize];
    }
    bad
}
