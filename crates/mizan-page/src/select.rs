//! Which part of a flat document is the article: prose is weighed by element, and the path that holds
//! most of it is followed down; what markup says (articleBody, article, main) goes before weighing.

mod verdict;

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
    /// Finds the article of a document. `titles` is what its metadata say its title is, folded.
    pub fn find(doc: &Doc, titles: &[String]) -> Article {
        verdict::settled(doc, titles)
    }

    /// The article where the elements of `own`, with all in them, are not.
    fn choose_without(doc: &Doc, own: &[bool], titles: &[String]) -> Article {
        let mut bad = own.to_vec();
        for e in 1..bad.len() {
            bad[e] |= bad[doc.elements[e].parent as usize];
        }
        let mut article = Article { root: 0, mass: sums(doc, |e| bad[e]), bad };
        article.root = article.choose(doc, titles);
        article
    }

    fn choose(&self, doc: &Doc, titles: &[String]) -> u32 {
        let total = self.mass[0];
        // A thread has several messages, or one that is the page; a box may be named a message too.
        let posts = self.with(doc, Hints::POST);
        let thread = posts.iter().map(|p| self.mass[*p as usize]).sum::<u64>() * 2 > total;
        if let Some(first) = posts.first().filter(|_| thread) {
            return *first;
        }
        if let Some(body) =
            self.marked_body(doc, titles).filter(|b| self.mass[*b as usize] * 4 >= total)
        {
            return body;
        }
        let start =
            self.marked_article(doc, titles).filter(|a| self.mass[*a as usize] * 3 >= total);
        self.descend(doc, start.unwrap_or(0), titles)
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
    fn descend(&self, doc: &Doc, start: u32, titles: &[String]) -> u32 {
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); doc.elements.len()];
        for (e, x) in doc.elements.iter().enumerate().skip(1) {
            children[x.parent as usize].push(e as u32);
        }
        let leads = leading(doc);
        let title = headline(doc, titles);
        let headings = doc.gathered(heads(doc));
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
            // Below the page's own headline the rows are parts of one text.
            let headed = title.is_some_and(|t| !inner.iter().any(|c| doc.up(t).any(|e| e == *c)));
            let rows: Vec<u32> = inner.iter().copied().filter(|c| card(*c)).collect();
            if headed && rows.len() > 2 && rows.iter().all(|r| post(*r) && headings[*r as usize]) {
                return at;
            }
            match rows[..] {
                [first, _, ..] if self.mass[first as usize] > SHELL => at = first,
                _ => return at,
            }
        }
    }
}

/// Which elements are headings?
fn heads(doc: &Doc) -> Vec<bool> {
    doc.elements.iter().map(|e| matches!(e.tag, Tag::Heading(_))).collect()
}

/// The element of the heading that says what the metadata say the title is.
fn headline(doc: &Doc, titles: &[String]) -> Option<u32> {
    let heads = doc.pieces.iter().filter(|p| {
        matches!(doc.elements[p.element as usize].tag, Tag::Heading(1 | 2)) && doc.linked(p) == 0
    });
    heads
        .map(|p| (p, mizan_text::fold(doc.words(p))))
        .find(|(_, t)| titles.contains(t))
        .map(|h| h.0.element)
}

/// Which elements have a heading or a link in them, as a post of a list has and a live entry may not?
fn leading(doc: &Doc) -> Vec<bool> {
    let mut out = vec![false; doc.elements.len()];
    for piece in &doc.pieces {
        let heading = matches!(doc.elements[piece.element as usize].tag, Tag::Heading(_));
        out[piece.element as usize] |= heading || doc.linked(piece) > 0;
    }
    doc.gathered(out)
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
