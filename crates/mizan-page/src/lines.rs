//! The article of a flat document as lines with the part that each plays; what is around and between left out.

use crate::Problem;
use crate::hints::Hints;
use crate::markup::{Doc, Piece, Tag};
use crate::moment::{Moment, moment};
use crate::select::Article;
use mizan_data::Knowledge;
use mizan_text::fold;
use std::cell::OnceCell;
use std::collections::HashMap;

/// What the markup says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Plain,
    Subhead,
    Item,
    Cell,
    Quote,
    Caption,
}

/// The part a line plays in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The words must tell.
    Unknown,
    Title,
    Kicker,
    Subtitle,
    /// Under the title: a byline or a date, else the subtitle.
    Under,
    Section,
    /// Between title and text: a byline or a date, else nothing.
    Head,
    Byline,
    Updated,
    Caption,
    Body,
}

/// A line of the page.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub text: String,
    pub kind: LineKind,
    pub role: Role,
    /// Where the line stands in a text that is kept as it is; none where the page's text is made of lines.
    pub at: Option<u32>,
    /// The moment of the live entry that it belongs to.
    pub live: Option<Moment>,
    /// Bytes of `text` that are links.
    pub links: Vec<(u32, u32)>,
    /// A `datetime` that stands in the line.
    pub stated: Option<Moment>,
    /// The text folded, once that was asked for.
    folded: OnceCell<String>,
}

impl Line {
    /// A line of words alone.
    pub fn plain(text: String, role: Role) -> Line {
        let kind = LineKind::Plain;
        Line {
            text,
            kind,
            role,
            at: None,
            live: None,
            links: Vec::new(),
            stated: None,
            folded: OnceCell::new(),
        }
    }

    /// The text, folded.
    pub fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }

    /// The same line with another text, that stands at `at`.
    pub fn with_text(&self, text: String, at: Option<u32>) -> Line {
        let Line { kind, role, live, .. } = *self;
        Line { kind, at, live, ..Line::plain(text, role) }
    }
}

/// What stands under these is no prose but something with a part of its own.
const PARTS: Hints = Hints::BYLINE;

/// Bytes from which on words that stand twice are no chance.
const PROSE: usize = 100;

struct Picker<'d> {
    doc: &'d Doc,
    article: &'d Article,
    knowledge: &'d Knowledge,
    entries: HashMap<u32, Moment>,
    inside: Vec<bool>,
    /// Elements that tell of another article: their heading is a link.
    cards: Vec<bool>,
}

/// The lines of the article, in order.
pub(crate) fn pick(
    doc: &Doc,
    article: &Article,
    titles: &[String],
    knowledge: &Knowledge,
    problems: &mut Vec<Problem>,
) -> Vec<Line> {
    let mut inside = vec![false; doc.elements.len()];
    for e in 0..doc.elements.len() {
        inside[e] = e as u32 == article.root || e > 0 && inside[doc.elements[e].parent as usize];
    }
    let mut cards = cards(doc, article);
    if let Some(text) = machine_box(doc, article, knowledge, &mut cards) {
        problems.push(Problem {
            code: "MZ911",
            span: None,
            message: format!(
                "a summary made by a machine stands in the page and was left out: {text}"
            ),
        });
    }
    let picker = Picker { doc, article, knowledge, entries: entries(doc), inside, cards };
    if doc.meta.paid || doc.elements.iter().any(|e| e.hints.any(Hints::PAYWALL)) {
        problems.push(Problem {
            code: "MZ908",
            span: None,
            message:
                "the page keeps its text for subscribers; what is here may be the beginning only"
                    .to_owned(),
        });
    }
    picker.lines(titles)
}

/// The moments of live entries: a datetime in the entry.
fn entries(doc: &Doc) -> HashMap<u32, Moment> {
    let mut out = HashMap::new();
    for piece in doc.pieces.iter().filter(|p| p.time.is_some()) {
        let entry =
            doc.up(piece.element).find(|e| doc.elements[*e as usize].hints.any(Hints::LIVE));
        let when = piece.time.and_then(|t| moment(&doc.times[t as usize]));
        if let (Some(entry), Some(when)) = (entry, when) {
            out.entry(entry).or_insert(when);
        }
    }
    out
}

/// Posts and items whose heading is a link to another page, with all that stands in them.
fn cards(doc: &Doc, article: &Article) -> Vec<bool> {
    let mut out = vec![false; doc.elements.len()];
    for piece in &doc.pieces {
        let heading = matches!(doc.elements[piece.element as usize].tag, Tag::Heading(2..));
        if !heading || doc.linked(piece) * 10 < doc.words(piece).len() * 9 {
            continue;
        }
        let near = doc.up(piece.element).take(4).take_while(|e| *e != article.root);
        let card = near.into_iter().find(|e| {
            matches!(doc.elements[*e as usize].tag, Tag::Article | Tag::Item)
                && article.mass[*e as usize] * 3 < article.mass[article.root as usize]
        });
        if let Some(card) = card {
            out[card as usize] = true;
        }
    }
    for e in 1..out.len() {
        out[e] = out[e] || out[doc.elements[e].parent as usize];
    }
    out
}

/// Marks the box that a label names a machine's summary, and gives its text.
fn machine_box(
    doc: &Doc,
    article: &Article,
    knowledge: &Knowledge,
    out: &mut [bool],
) -> Option<String> {
    let label = |p: &&Piece| {
        let words = doc.words(p);
        words.len() < 80 && {
            let folded = fold(words);
            knowledge.is("page.machine", folded.trim_matches(|c: char| !c.is_alphanumeric()))
        }
    };
    let piece = doc.pieces.iter().find(label)?;
    let whole = article.mass[article.root as usize];
    let around = doc.up(piece.element).take(4).take_while(|e| *e != article.root);
    let smaller = around.filter(|e| article.mass[*e as usize] * 2 < whole.max(1));
    let home = smaller.last()?;
    let inside = |p: &&Piece| doc.up(p.element).any(|e| e == home);
    let text: Vec<&str> = doc.pieces.iter().filter(inside).map(|p| doc.words(p)).collect();
    for (e, out) in out.iter_mut().enumerate() {
        *out |= doc.up(e as u32).any(|u| u == home);
    }
    Some(text.join(" ").chars().take(300).collect())
}

/// Where the title that the metadata state begins in a heading that holds more: a kicker in a span of its own.
fn stated_part(words: &str, titles: &[String]) -> Option<usize> {
    const WORDS: usize = 5;
    let starts = words.match_indices(' ').take(WORDS).map(|(at, _)| at + 1);
    let whole = fold(words);
    // «Reise: Ein Führer» is one title, be its second half in the metadata.
    let joined = |at: usize| words[..at].trim_end().ends_with([':', '-', '–', '—', '|']);
    let most = |at: usize| (words.len() - at) * 3 >= words.len() * 2;
    let alone = |at: &usize| most(*at) && !joined(*at) && titles.contains(&fold(&words[*at..]));
    starts.filter(|_| !titles.contains(&whole)).find(alone)
}

impl Picker<'_> {
    fn lines(&self, titles: &[String]) -> Vec<Line> {
        let pieces = &self.doc.pieces;
        let text = pieces.iter().position(|p| self.is_text(p));
        let first = text.unwrap_or(0);
        let last =
            pieces.iter().rposition(|p| self.inside[p.element as usize]).map_or(0, |n| n + 1);
        let title = self.title(titles, first.max(1), last);
        // A shell whose text stands in its data has a head all the same.
        let bare = || title.map_or(0, |t| (t + 8).min(pieces.len()));
        let first = text.unwrap_or_else(bare);
        let top = title.map_or(first, |t| t.min(first)).saturating_sub(6);
        let mut out = Vec::new();
        let mut said = std::collections::HashSet::new();
        for (n, piece) in pieces.iter().enumerate().take(last.max(first)).skip(top) {
            let role = if Some(n) == title {
                Some(Role::Title)
            } else if self.article.bad[piece.element as usize] || self.cards[piece.element as usize]
            {
                None
            } else if self.inside[piece.element as usize] {
                self.inner_role(piece, n < first || title.is_some_and(|t| n < t))
            } else {
                self.outer_role(piece, title, n, first)
            };
            let role = role.filter(|_| n < first || !self.heads_links(n));
            // What was said stands once, though a page may carry its text twice.
            let mut again = |r: &Role| *r == Role::Body && !said.insert(self.doc.words(piece));
            let long = self.doc.words(piece).len() >= PROSE
                && !matches!(self.tag(piece), Tag::Item | Tag::Cell);
            let role = role.filter(|r| !(long && again(r)));
            let line = role.map(|r| self.line(piece, r));
            let part = line.as_ref().filter(|l| l.role == Role::Title);
            if let Some((line, at)) = part.and_then(|l| Some((l, stated_part(&l.text, titles)?))) {
                out.push(Line::plain(line.text[..at].trim().to_owned(), Role::Kicker));
                out.push(line.with_text(line.text[at..].to_owned(), None));
            } else {
                out.extend(line);
            }
        }
        self.after(title, last, &mut out);
        out
    }

    /// What follows the text within the same article: captions of its pictures, and who wrote it and when,
    /// where nothing before says so.
    fn after(&self, title: Option<usize>, last: usize, out: &mut Vec<Line>) {
        let Some(title) = title else { return };
        let home = self.home(self.doc.pieces[title].element);
        let has = |r: Role| out.iter().any(|l| l.role == r);
        let (byline, date) = (has(Role::Byline), has(Role::Head));
        let mut more = Vec::new();
        for piece in &self.doc.pieces[last.max(title + 1)..] {
            if !self.belongs(piece.element, home) {
                continue;
            }
            let hints = self.hints(piece);
            let short = self.doc.words(piece).chars().count() < 90;
            let role = match named(hints) {
                Some(Role::Caption) if self.doc.linked(piece) == 0 => Some(Role::Caption),
                Some(Role::Byline) if short && !byline => Some(Role::Byline),
                Some(Role::Head) if short && !date => Some(Role::Head),
                _ => None,
            };
            more.extend(role.map(|r| self.line(piece, r)));
        }
        out.extend(more);
    }

    /// Does an element stand in the article, be it in its footer?
    fn belongs(&self, element: u32, home: u32) -> bool {
        let out = Hints::of(&[
            Hints::AGAINST,
            Hints::COMMENTS,
            Hints::RELATED,
            Hints::HIDDEN,
            Hints::PAYWALL,
            Hints::CREDIT,
        ]);
        let element_at = |e: u32| self.doc.elements[e as usize];
        let inside = self.doc.up(element).any(|e| e == home);
        let mut between = self.doc.up(element).take_while(|e| *e != home).map(element_at);
        inside && between.all(|e| !e.hints.any(out) && e.tag != Tag::Skipped)
    }

    /// The smallest element with the title and the text in it.
    fn home(&self, title: u32) -> u32 {
        let above: Vec<u32> = self.doc.up(title).collect();
        self.doc.up(self.article.root).find(|e| above.contains(e)).unwrap_or(0)
    }

    /// A heading of a list of links, which goes with them.
    fn heads_links(&self, n: usize) -> bool {
        let piece = &self.doc.pieces[n];
        let heads = matches!(self.tag(piece), Tag::Heading(2..)) && self.doc.linked(piece) == 0;
        let next = self.doc.pieces.get(n + 1);
        heads && next.is_some_and(|p| self.linked(p, self.hints(p)))
    }

    /// Prose of the article.
    fn is_text(&self, piece: &Piece) -> bool {
        self.inside[piece.element as usize]
            && !self.article.bad[piece.element as usize]
            && crate::select::mass(self.doc, piece) > 60
            && !self
                .hints(piece)
                .any(PARTS | Hints::DATE | Hints::SECTION | Hints::TITLE | Hints::CAPTION)
            && !matches!(self.tag(piece), Tag::Heading(_))
    }

    fn tag(&self, piece: &Piece) -> Tag {
        self.doc.elements[piece.element as usize].tag
    }

    /// What is said of a piece by its own markup and the two elements around it.
    fn hints(&self, piece: &Piece) -> Hints {
        let wide = Hints::BODY | Hints::ARTICLE | Hints::MAIN | Hints::LIVE;
        let around =
            self.doc.up(piece.element).take(3).map(|e| self.doc.elements[e as usize].hints);
        around.take_while(|h| !h.any(wide)).fold(piece.inline, |a, b| a | b)
    }

    /// The heading that is the page's title.
    fn title(&self, titles: &[String], first: usize, last: usize) -> Option<usize> {
        let longest = titles.iter().map(String::len).max().unwrap_or(0) + 60;
        let score = |n: usize, piece: &Piece| {
            let words = self.doc.words(piece);
            let heading = match self.tag(piece) {
                Tag::Heading(1) => 4,
                Tag::Heading(2) => 2,
                Tag::Heading(_) => 1,
                _ => 0,
            };
            let marked = u32::from(self.hints(piece).any(Hints::TITLE)) * 3;
            let bad = self.article.bad[piece.element as usize];
            if bad && heading < 4 || heading == 0 && self.doc.linked(piece) * 2 > words.len() {
                return 0;
            }
            if heading + marked == 0 && !(20..longest).contains(&words.len()) {
                return 0;
            }
            let folded = fold(words);
            let stated = titles.iter().filter(|t| **t == folded).count() as u32 * 5;
            let many = folded.split(' ').count() > 3;
            let part = titles.iter().any(|t| {
                folded.len() > 20 && t.contains(&folded) && (many || heading + marked > 0)
            });
            if heading + marked == 0 && stated == 0 && !part {
                return 0;
            }
            let late = if n > first { 3 } else { 0 };
            (heading + marked + stated + u32::from(part) * 3).saturating_sub(late)
        };
        let scored = self.doc.pieces[..last].iter().enumerate().map(|(n, p)| (score(n, p), n));
        scored.filter(|s| s.0 >= 2).max_by_key(|s| (s.0, std::cmp::Reverse(s.1))).map(|s| s.1)
    }

    /// Inside the text. `early`: before its first prose.
    fn inner_role(&self, piece: &Piece, early: bool) -> Option<Role> {
        let hints = self.hints(piece);
        let words = self.doc.words(piece);
        let short = words.chars().count() < 90;
        if hints.any(Hints::HIDDEN | Hints::PULL) {
            return None;
        }
        if short && hints.any(Hints::BYLINE | Hints::DATE | Hints::UPDATED) {
            let live = self.entry(piece).is_some();
            return (early || live || hints.any(Hints::BYLINE | Hints::UPDATED))
                .then(|| named(hints))
                .flatten();
        }
        if early
            && (short || hints.any(Hints::SUBTITLE))
            && let Some(role) = named(hints)
            && !(role == Role::Subtitle && is_lead(words))
        {
            return Some(role);
        }
        if self.linked(piece, hints) {
            return None;
        }
        if hints.any(Hints::CAPTION) {
            return Some(Role::Caption);
        }
        Some(if early && short { Role::Unknown } else { Role::Body })
    }

    /// A line that is nothing but a link goes to another page, unless it is a sentence or a cell.
    fn linked(&self, piece: &Piece, hints: Hints) -> bool {
        let words = self.doc.words(piece);
        let linked = self.doc.linked(piece);
        let whole = linked * 10 >= words.len() * 8;
        let cell = matches!(self.tag(piece), Tag::Cell);
        whole
            && linked > 0
            && !cell
            && !hints.any(Hints::CAPTION)
            && !words.ends_with(['.', '»', '"'])
    }

    /// Outside of the text: only what markup names, and what may be byline or date between title and text.
    fn outer_role(
        &self,
        piece: &Piece,
        title: Option<usize>,
        n: usize,
        first: usize,
    ) -> Option<Role> {
        let hints = self.hints(piece);
        let after = title.is_some_and(|t| t < n);
        let words = self.doc.words(piece);
        let role = named(hints).filter(|r| *r != Role::Subtitle || !is_lead(words));
        if !after {
            let home = |t: usize| self.home(self.doc.pieces[t].element);
            if role == Some(Role::Caption) {
                return role
                    .filter(|_| title.is_some_and(|t| self.belongs(piece.element, home(t))));
            }
            let above = matches!(
                role,
                Some(Role::Kicker | Role::Section | Role::Subtitle | Role::Byline | Role::Head)
            );
            return role.filter(|_| above && n < first);
        }
        if n > first {
            return None;
        }
        if role.is_some() {
            return role;
        }
        if self.linked(piece, hints) {
            return None;
        }
        if is_lead(words) {
            return Some(Role::Body);
        }
        // A line of some words right under the headline, with no part of its own, tells what it says.
        let under = title.is_some_and(|t| t + 1 == n) && words.split(' ').count() > 4;
        Some(if under { Role::Under } else { Role::Head })
    }

    fn entry(&self, piece: &Piece) -> Option<Moment> {
        self.doc.up(piece.element).find_map(|e| self.entries.get(&e).copied())
    }

    fn line(&self, piece: &Piece, role: Role) -> Line {
        let hints = self.hints(piece);
        let above = |tag: Tag| {
            self.doc.up(piece.element).take(4).any(|e| self.doc.elements[e as usize].tag == tag)
        };
        let kind = match self.tag(piece) {
            _ if hints.any(Hints::CAPTION) || above(Tag::Caption) => LineKind::Caption,
            Tag::Heading(_) => LineKind::Subhead,
            _ if self.is_bold_subhead(piece) => LineKind::Subhead,
            _ if hints.any(Hints::QUOTE) || above(Tag::Quote) => LineKind::Quote,
            _ if above(Tag::Item) => LineKind::Item,
            _ if above(Tag::Cell) => LineKind::Cell,
            _ => LineKind::Plain,
        };
        let links = &self.doc.links[piece.links.0 as usize..piece.links.1 as usize];
        let links = links.iter().filter(|l| l.0 >= piece.from && l.0 < l.1);
        let cut = |at: u32| at.min(piece.to) - piece.from;
        let mut text = self.doc.words(piece).to_owned();
        let links: Vec<(u32, u32)> = links.map(|l| (cut(l.0), cut(l.1))).collect();
        if matches!(kind, LineKind::Caption) {
            text.truncate(crate::tail::without_credit(&text, self.knowledge).len());
        }
        let stated = piece.time.and_then(|t| moment(&self.doc.times[t as usize]));
        Line { kind, live: self.entry(piece), links, stated, ..Line::plain(text, role) }
    }

    /// A short paragraph in bold as a whole.
    fn is_bold_subhead(&self, piece: &Piece) -> bool {
        let words = self.doc.words(piece);
        let whole = piece.bold as usize + 2 >= words.len();
        whole
            && words.chars().count() < 90
            && !words.ends_with(['.', '،', '؛', ':', '»', '"'])
            && matches!(self.tag(piece), Tag::Paragraph | Tag::Block)
    }
}

/// A sentence of some length: the text's beginning, whatever its markup says.
fn is_lead(words: &str) -> bool {
    words.len() >= 120 && words.ends_with(['.', '…', ':'])
}

/// The part that markup names.
fn named(hints: Hints) -> Option<Role> {
    Some(if hints.any(Hints::KICKER) {
        Role::Kicker
    } else if hints.any(Hints::SUBTITLE) {
        Role::Subtitle
    } else if hints.any(Hints::CAPTION) {
        Role::Caption
    } else if hints.any(Hints::UPDATED) && !hints.any(Hints::DATE) {
        // hAtom themes write `published updated` on the one date.
        Role::Updated
    } else if hints.any(Hints::BYLINE) {
        Role::Byline
    } else if hints.any(Hints::DATE) {
        Role::Head
    } else if hints.any(Hints::SECTION) {
        Role::Section
    } else {
        return None;
    })
}
