//! Chunks: noun phrases with construct, agreement, quantity and names; verbs; what stands between.

mod agree;

use crate::names::Hit;
use crate::phrase;
use crate::status::{forms, mentions};
use agree::{agrees, may_split};
use mizan_data::Knowledge;
use mizan_data::model::{Class, NONE, Pos, Ref};
use mizan_text::syntax::Parsed;
use mizan_text::{Analysis, Kind, Sentence, Text, feat};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A noun phrase, without the preposition before it.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    pub from: usize,
    pub to: usize,
    /// The noun that says what the phrase names.
    pub head: usize,
    /// Folded preposition that governs it, phrases such as على يد included.
    pub prep: Option<String>,
    /// Joined to the phrase before by و.
    pub conj: bool,
    pub class: Class,
    pub definite: bool,
    /// A place where two phrases may have been taken for one construct.
    pub split: Option<usize>,
    /// End with the phrases that complete it (لـ…, من …, في …).
    pub wide: usize,
}

/// What stands in a sentence, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elem {
    Phrase(usize),
    Verb(usize),
    /// أن، إن، حيث and their like open a clause.
    Sub(usize),
    Rel(usize),
    Mark(usize),
    Other(usize),
}

/// A sentence in chunks.
pub(crate) struct Parse {
    pub sentence: Sentence,
    pub hits: Vec<Hit>,
    pub chunks: Vec<Chunk>,
    pub elems: Vec<Elem>,
    /// The tree of the sentence, read when it is first asked for.
    tree: std::cell::OnceCell<Parsed>,
    /// Frames asked for so far, and whether the words of the sentence allow them.
    pub allowed: std::cell::RefCell<Vec<(u32, bool)>>,
    /// Hashes of all words that the tokens can stand for, in order.
    forms: std::cell::OnceCell<Vec<u64>>,
}

impl Parse {
    /// Does a folded word or phrase stand among these tokens of the sentence, its first word perhaps behind clitics?
    pub fn mentions(&self, text: &Text<'_>, from: usize, to: usize, phrase: &str) -> bool {
        self.may_say(text, phrase) && mentions(text, from, to, phrase)
    }

    /// Can the first word of a phrase stand anywhere in the sentence? Lists of words are long and seldom there: this look
    /// is had before each is sought token by token.
    fn may_say(&self, text: &Text<'_>, phrase: &str) -> bool {
        let first = phrase.split(' ').next().unwrap_or("");
        let forms = self.forms.get_or_init(|| {
            let tokens = self.sentence.from..self.sentence.to;
            let mut all: Vec<u64> = tokens.flat_map(|t| forms(text, t)).map(hash).collect();
            all.sort_unstable();
            all
        });
        forms.binary_search(&hash(first)).is_ok()
    }

    /// The tree of the sentence.
    pub fn syntax(&self, text: &Text<'_>, k: &Knowledge) -> &Parsed {
        self.tree.get_or_init(|| mizan_text::syntax::parse(text, k, self.sentence))
    }

    /// Is this element a comma?
    pub fn comma(&self, text: &Text<'_>, elem: usize) -> bool {
        matches!(self.elems.get(elem), Some(Elem::Mark(t)) if matches!(text.word(*t), "،" | ","))
    }

    /// The element that holds a token.
    pub fn elem_of(&self, token: usize) -> usize {
        self.elems
            .partition_point(|e| self.end_of(*e) <= token)
            .min(self.elems.len().saturating_sub(1))
    }
    fn end_of(&self, e: Elem) -> usize {
        match e {
            Elem::Phrase(c) => self.chunks[c].to,
            Elem::Verb(t) | Elem::Sub(t) | Elem::Rel(t) | Elem::Mark(t) | Elem::Other(t) => t + 1,
        }
    }
    /// The chunk that holds a token.
    pub fn chunk_of(&self, token: usize) -> Option<usize> {
        self.chunks.iter().position(|c| c.from <= token && token < c.to)
    }
    /// Does a relative clause that `trigger` is not part of hold this token?
    pub fn behind_relative(&self, text: &Text<'_>, trigger: usize, token: usize) -> bool {
        self.elems.iter().any(|e| match *e {
            Elem::Rel(r) if r < token => {
                let end = (r..self.sentence.to)
                    .find(|t| text.word(*t) == "،")
                    .unwrap_or(self.sentence.to);
                token < end && !(r < trigger && trigger < end)
            }
            _ => false,
        })
    }
    /// Does the token stand in a relative clause?
    pub fn in_relative(&self, text: &Text<'_>, token: usize) -> bool {
        let before = self.elems.iter().filter_map(|e| match *e {
            Elem::Rel(r) if r < token => Some(r),
            _ => None,
        });
        before.max().is_some_and(|r| !(r..token).any(|t| matches!(text.word(t), "،" | ".")))
    }
    /// The preposition that governs a phrase: its own, or for one joined by و that of the phrase it is joined to.
    pub fn governing<'c>(&'c self, c: &'c Chunk) -> Option<&'c str> {
        // A list longer than this is no list of what one preposition governs.
        const LONGEST: usize = 12;
        let mut here = c;
        for _ in 0..LONGEST {
            let before = self.chunks.partition_point(|o| o.from < here.from).checked_sub(1);
            let joined = here.conj && here.prep.is_none();
            match before.map(|b| &self.chunks[b]).filter(|o| joined && o.to == here.from) {
                Some(o) => here = o,
                None => break,
            }
        }
        here.prep.as_deref().or(c.prep.as_deref())
    }
    /// The names that a token is part of.
    pub fn hits_at(&self, token: usize) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |h| h.from <= token && token < h.to)
    }
    /// The names that lie in a range of tokens.
    pub fn hits_in(&self, from: usize, to: usize) -> impl Iterator<Item = &Hit> {
        self.hits.iter().filter(move |h| h.from >= from && h.to <= to)
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// Cuts a sentence into chunks.
pub(crate) fn parse(text: &Text<'_>, k: &Knowledge, sentence: Sentence, hits: Vec<Hit>) -> Parse {
    let mut p = Parse {
        sentence,
        hits,
        chunks: Vec::new(),
        elems: Vec::new(),
        tree: std::cell::OnceCell::new(),
        allowed: std::cell::RefCell::default(),
        forms: std::cell::OnceCell::new(),
    };
    let mut at = sentence.from;
    while at < sentence.to {
        at = step(text, k, &mut p, at);
    }
    join_prepositions(text, k, &mut p);
    widen(text, k, &mut p);
    p
}

fn step(text: &Text<'_>, k: &Knowledge, p: &mut Parse, at: usize) -> usize {
    if let Some(behind) = hedge(text, k, at, p.sentence.to) {
        return behind;
    }
    let a = *text.reading(at);
    let elem = match a.pos {
        _ if p.hits.iter().any(|h| h.from == at) => return phrase(text, k, p, at),
        Pos::Verb => Elem::Verb(at),
        Pos::Sub => Elem::Sub(at),
        Pos::Rel => Elem::Rel(at),
        Pos::Punct => Elem::Mark(at),
        pos if pos.nominal() => return phrase(text, k, p, at),
        Pos::Dem => return phrase_or(text, k, p, at),
        _ => Elem::Other(at),
    };
    p.elems.push(elem);
    at + 1
}

/// «ما لا يقل عن 11»: the words of a bound belong to the number behind them and open nothing.
fn hedge(text: &Text<'_>, k: &Knowledge, at: usize, end: usize) -> Option<usize> {
    const BOUNDS: [&str; 5] = [
        "quantity.at_least",
        "quantity.more",
        "quantity.at_most",
        "quantity.less",
        "quantity.in_all",
    ];
    let pos = text.reading(at).pos;
    if matches!(pos, Pos::Adj | Pos::Quant | Pos::Noun | Pos::Proper | Pos::Punct | Pos::Number) {
        return None;
    }
    let word = text.word(at);
    let bare = word.strip_prefix('و').unwrap_or(word);
    let opened = [word, bare].into_iter().flat_map(|first| k.phrases(first));
    let phrases = opened.filter(|p| BOUNDS.contains(&p.1.as_str()));
    let ends = phrases.filter_map(|p| Some(at + phrase::length(&p.0, |n| text.word(at + n))?));
    let behind = ends.filter(|behind| *behind < end).max()?;
    (text.reading(behind).pos == Pos::Number).then_some(behind)
}

/// A demonstrative belongs to the definite noun behind it.
fn phrase_or(text: &Text<'_>, k: &Knowledge, p: &mut Parse, at: usize) -> usize {
    if at + 1 < p.sentence.to
        && text.reading(at + 1).det
        && text.reading(at + 1).conj.is_none()
        && text.reading(at + 1).prep.is_none()
    {
        return phrase(text, k, p, at);
    }
    p.elems.push(Elem::Other(at));
    at + 1
}

fn phrase(text: &Text<'_>, k: &Knowledge, p: &mut Parse, from: usize) -> usize {
    let mut at = p.hits.iter().find(|h| h.from == from).map_or(from + 1, |h| h.to);
    let mut split = None;
    while at < p.sentence.to {
        let Some(next) = join(text, k, p, from, at) else { break };
        let named = p.hits.iter().any(|h| h.from == at);
        if split.is_none() && !named && may_split(text, k, at) {
            split = Some(at);
        }
        at = next;
    }
    let head = head(text, k, from, at);
    let first = text.reading(from);
    let prep = first.prep.map(String::from).or_else(|| before(text, k, p, from));
    let class = class_of(text, k, p, head, from, at);
    let definite =
        (from..at).any(|t| text.reading(t).definite()) || p.hits_in(from, at).next().is_some();
    p.chunks.push(Chunk {
        from,
        to: at,
        head,
        prep,
        conj: first.conj.is_some(),
        class,
        definite,
        split,
        wide: at,
    });
    p.elems.push(Elem::Phrase(p.chunks.len() - 1));
    at
}

/// The preposition that stands as a word before a phrase; a و before it is remembered by the phrase.
fn before(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize) -> Option<String> {
    let quoted =
        usize::from(matches!(p.elems.last(), Some(Elem::Mark(t)) if text.word(*t) == "\""));
    match p.elems.len().checked_sub(1 + quoted).map(|i| p.elems[i]) {
        Some(Elem::Other(t)) if k.is("grammar.prep_pronoun", text.word(t)) => None,
        // «نحو مئتي شخص»: before a number نحو says about how many.
        Some(Elem::Other(t))
            if k.is("quantity.about", text.word(t))
                && matches!(text.reading(from).pos, Pos::Number | Pos::Quant) =>
        {
            None
        }
        Some(Elem::Other(t)) if text.reading(t).pos == Pos::Prep && t + 1 + quoted == from => {
            Some(text.stem(t).to_owned())
        }
        _ => None,
    }
}

/// Where the phrase ends if the token at `at` belongs to it.
fn join(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize, at: usize) -> Option<usize> {
    let a = text.reading(at);
    let last = text.reading(at - 1);
    // «مقتل ما لا يقل عن ثلاثة»: the bound stands between a noun and its genitive.
    if matches!(last.pos, Pos::Masdar | Pos::Noun)
        && !last.definite()
        && let Some(behind) = hedge(text, k, at, p.sentence.to)
    {
        return Some(behind);
    }
    if a.pos == Pos::Punct {
        return bracket(text, k, p, at);
    }
    let hit = p.hits.iter().find(|h| h.from == at);
    if a.pos == Pos::Prep {
        return partitive(text, k, p, at);
    }
    if joined_adjective(k, a, last) {
        return Some(at + 1);
    }
    if a.conj.is_some() || a.prep.is_some() {
        return None;
    }
    if a.pron.is_some() && k.is("grammar.emphasis", text.stem(at)) {
        return Some(at + 1);
    }
    if let Some(hit) = hit {
        if at - 1 > from && k.is("grammar.in_the_name", text.word(at - 1)) {
            return Some(hit.to);
        }
        return joins_name(text, k, p, from, at).then_some(hit.to);
    }
    if person_ends(k, p, at) && !(a.det && matches!(a.pos, Pos::Adj)) {
        return None;
    }
    // «الناطق باسم الجيش»: whose name one speaks in belongs to who speaks.
    if a.pos.nominal() && at - 1 > from && k.is("grammar.in_the_name", text.word(at - 1)) {
        return Some(at + 1);
    }
    if land_ends(text, k, p, from, at) {
        return None;
    }
    (a.pos.nominal() && agrees(text, k, from, at, a, last)).then_some(at + 1)
}

/// «القوات التونسية والجزائرية», «القوات الأفغانية والدولية»: an adjective joined to one before it describes the same noun.
fn joined_adjective(k: &Knowledge, a: &Analysis, last: &Analysis) -> bool {
    let nationality = |x: &Analysis| x.det && lexeme_class(k, x) == Class::Nationality;
    let describes = |x: &Analysis| x.det && x.pos == Pos::Adj && !lexeme_class(k, x).animate();
    let alike =
        a.has(feat::FEM) == last.has(feat::FEM) && a.has(feat::PLUR) == last.has(feat::PLUR);
    let both = nationality(a) && nationality(last) || describes(a) && describes(last) && alike;
    a.conj.is_some() && a.prep.is_none() && both
}

/// The name of a land, a seat or a place ends here: only an adjective of it goes on.
fn land_ends(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize, at: usize) -> bool {
    let land = |h: &Hit| is_land(k, h);
    let a = text.reading(at);
    let describes = a.det && matches!(a.pos, Pos::Adj | Pos::Participle | Pos::Ordinal);
    // «بلدية طبرق المجتمع الدولي»: behind a place a definite noun is another phrase.
    let noun = a.det && a.pos == Pos::Noun;
    // «رفضت حماس المقترح»: so it is behind the name of a body, which may be a noun without its article.
    let act = noun || a.det && a.pos == Pos::Masdar;
    let body = |h: &Hit| k.refs(h.refs).iter().any(|r| matches!(r, Ref::Actor { .. }));
    p.hits
        .iter()
        .filter(|h| h.to == at && h.from >= from)
        .any(|h| (land(h) && !describes) || (k.only_places(h.refs) && noun) || (body(h) && act))
}

/// Short brackets and quoted names belong to the noun before them.
fn bracket(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<usize> {
    let close = match text.word(at) {
        "(" => ")",
        "\"" => "\"",
        _ => return None,
    };
    let end = (at + 1..p.sentence.to.min(at + 7)).find(|t| text.word(*t) == close)?;
    // «آلاف الأشخاص (25 ألفا حسب المنظمين)»: how many they are said to be names nobody.
    let last = text.reading(at - 1);
    let people = last.pos == Pos::Noun && lexeme_class(k, last).animate();
    let counts = people && text.reading(at + 1).pos == Pos::Number;
    let inside = (at + 1..end)
        .all(|t| text.reading(t).pos != Pos::Verb && text.tokens[t].kind != Kind::Break);
    (inside && !counts && end > at + 1).then_some(end + 1)
}

fn partitive(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<usize> {
    let before = text.stem(at - 1);
    let follows = at + 1 < p.sentence.to
        && text.reading(at + 1).pos.nominal()
        && text.reading(at + 1).prep.is_none();
    // «23 من الركاب»: so does a number before a definite plural.
    let counted = text.reading(at - 1).pos == Pos::Number && follows && text.reading(at + 1).det;
    (k.is("grammar.of", text.word(at)) && follows && (counted || k.is("preps.partitive", before)))
        .then_some(at + 1)
}

/// A name joins the noun before it: construct, or apposition to a title, a person or a body.
fn joins_name(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize, at: usize) -> bool {
    let last = text.reading(at - 1);
    let class = lexeme_class(k, last);
    // «زار الرئيس الفرنسي الرباط»: behind a definite adjective a place is another phrase.
    let here = p.hits.iter().find(|h| h.from == at);
    if last.det && here.is_some_and(|h| k.only_places(h.refs) || is_land(k, h)) {
        return false;
    }
    // «وبخ رئيس الوزراء وزير النقل»: a title behind a whole title opens a phrase of its own.
    let whole = last.det || p.hits.iter().any(|h| h.to == at && h.from >= from);
    let office = |h: &Hit| k.refs(h.refs).iter().any(|r| matches!(r, Ref::Ministry { .. }));
    let whole = whole || last.pron.is_some();
    if whole && here.is_some_and(|h| is_person_title(k, h) || office(h)) {
        return false;
    }
    let after_hit = p.hits.iter().any(|h| h.to == at && h.from >= from);
    if after_hit {
        // A title and the name behind it are one; two names side by side are two.
        return p.hits.iter().any(|h| h.to == at && is_title(k, h));
    }
    if p.hits.iter().any(|h| h.from >= from && h.to <= at && is_title(k, h))
        || lexeme_class(k, text.reading(head(text, k, from, at))) == Class::Title
    {
        return true;
    }
    if last.pos == Pos::Adj && !last.definite() {
        return false;
    }
    // «اعتقلت الشرطة القاضي»: a title behind a body opens a phrase of its own.
    let title = p.hits.iter().any(|h| h.from == at && is_person_title(k, h));
    if title && last.det && matches!(class, Class::Armed | Class::Body | Class::Group) {
        return false;
    }
    // «نفت القناة الخبر»: behind a definite body a name of nothing but a place is another phrase.
    let place = p.hits.iter().any(|h| h.from == at && k.only_places(h.refs));
    if place && last.det {
        return false;
    }
    // «رشق متظاهرون قوات الأمن»: a plural that keeps its ن is no construct, and nobody unknown bears that name.
    let open = !last.has(feat::ABSOLUTE) || last.has(feat::CONSTRUCT);
    (open && !last.definite()) || (class.animate() && (open || last.definite()))
}

/// A state or its seat, and nothing else.
fn is_land(k: &Knowledge, hit: &Hit) -> bool {
    let refs = k.refs(hit.refs);
    let place = |r: &Ref| matches!(r, Ref::State(_) | Ref::Seat(_) | Ref::Place(_));
    refs.iter().all(place) && refs.iter().any(|r| !matches!(r, Ref::Place(_)))
}

fn is_title(k: &Knowledge, hit: &Hit) -> bool {
    k.refs(hit.refs)
        .iter()
        .any(|r| matches!(r, Ref::Title(_) | Ref::Agent(_) | Ref::Ministry { .. }))
}

/// A person of the table ends here: what follows is no part of the name, unless it is one of his adjectives.
fn person_ends(k: &Knowledge, p: &Parse, at: usize) -> bool {
    p.hits.iter().any(|h| {
        h.to == at
            && k.refs(h.refs).iter().any(|r| {
                matches!(r, Ref::Actor { index, .. } if k.tables.actors[*index as usize].kind == "person")
            })
    })
}

fn is_person_title(k: &Knowledge, hit: &Hit) -> bool {
    k.refs(hit.refs).iter().any(|r| matches!(r, Ref::Title(_)))
}

/// The folded lemma of a lexeme, where the lexicon has it.
pub(crate) fn lemma(k: &Knowledge, lex: u32) -> Option<String> {
    k.tables.lexemes.get(lex as usize).map(|l| mizan_text::fold(&l.lemma))
}

pub(crate) fn lexeme_class(k: &Knowledge, a: &Analysis) -> Class {
    if a.lex == NONE { Class::None } else { k.tables.lexemes[a.lex as usize].class }
}

fn head(text: &Text<'_>, k: &Knowledge, from: usize, to: usize) -> usize {
    let counts = |t: &usize| {
        let a = text.reading(*t);
        matches!(a.pos, Pos::Number | Pos::Quant | Pos::Dem | Pos::Prep | Pos::Punct)
            || k.is("preps.partitive", text.stem(*t))
                && *t + 1 < to
                && k.is("grammar.of", text.word(*t + 1))
    };
    (from..to).find(|t| !counts(t)).unwrap_or(from)
}

fn class_of(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    head: usize,
    from: usize,
    to: usize,
) -> Class {
    let own = lexeme_class(k, text.reading(head));
    if own != Class::None && own != Class::Nationality {
        return own;
    }
    let named = p.hits_in(from, to).find(|h| h.from <= head && head < h.to).map(|h| k.refs(h.refs));
    let Some(refs) = named else {
        let a = text.reading(head);
        // «عراقيان», «أميركيا»: a nationality that heads its phrase is somebody of it.
        let somebody = a.pos == Pos::Proper || own == Class::Nationality;
        return if somebody { Class::Person } else { own };
    };
    match refs.first() {
        Some(Ref::Actor { index, .. }) => {
            if k.tables.actors[*index as usize].kind == "person" {
                Class::Person
            } else {
                Class::Body
            }
        }
        Some(Ref::Place(_)) => Class::Place,
        Some(Ref::State(_) | Ref::Seat(_)) => Class::Body,
        Some(Ref::Title(_)) => Class::Person,
        Some(Ref::Ministry { .. } | Ref::Agent(_)) => Class::Body,
        None => own,
    }
}

/// Phrases such as على يد and بالتنسيق مع become the preposition of what stands behind them.
fn join_prepositions(text: &Text<'_>, k: &Knowledge, p: &mut Parse) {
    for at in 0..p.chunks.len() {
        let (from, to) = (p.chunks[at].from, p.chunks[at].to);
        if let Some(prep) = glued_preposition(text, k, p, at) {
            p.chunks[at].prep = Some(prep);
            p.chunks[at].from = from + 1;
            p.chunks[at].head = head(text, k, from + 1, to);
            let h = p.chunks[at].head;
            p.chunks[at].class = class_of(text, k, p, h, from + 1, to);
            p.chunks[at].split = None;
        } else if let Some(prep) = two_words(text, k, p, at) {
            p.chunks[at].prep = Some(prep);
        } else if at > 0
            && p.chunks[at].prep.as_deref().is_some_and(|x| k.is("grammar.with", x))
            && let Some(prep) = preposition_before(text, k, from)
        {
            p.chunks[at].prep = Some(prep);
        }
    }
}

/// The chunk starts with a noun that, with its preposition, is one of the phrases.
fn glued_preposition(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<String> {
    let c = &p.chunks[at];
    let prep = c.prep.as_deref()?;
    if c.to <= c.from + 1 {
        return None;
    }
    let a = text.reading(c.from);
    let whole = if a.prep.is_some() {
        format!("{prep}{}", text.stem(c.from))
    } else {
        format!("{prep} {}", text.stem(c.from))
    };
    k.is("preps.multi", &whole).then_some(whole)
}

/// من قبل, read as two prepositions.
fn two_words(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<String> {
    let c = &p.chunks[at];
    let start = c.from.checked_sub(2).filter(|s| *s >= p.sentence.from)?;
    let whole = format!("{} {}", text.word(start), c.prep.as_deref()?);
    (text.word(c.from - 1) == c.prep.as_deref()? && k.is("preps.multi", &whole)).then_some(whole)
}

/// بالتنسيق before مع, جنبا إلى جنب before مع.
fn preposition_before(text: &Text<'_>, k: &Knowledge, from: usize) -> Option<String> {
    let last = text.word(from.checked_sub(1)?);
    if !k.is("grammar.with", last) {
        return None;
    }
    k.list("preps.multi")
        .iter()
        .filter(|m| m.rsplit_once(' ').is_some_and(|(_, w)| w == last))
        .find(|m| {
            let words: Vec<&str> = m.split(' ').collect();
            let start = from.checked_sub(words.len());
            start.is_some_and(|s| words.iter().enumerate().all(|(i, w)| text.word(s + i) == *w))
        })
        .cloned()
}

/// An indefinite thing and the clause that describes it without a pronoun: مواقع تحتوي على أسلحة لفصيل.
fn described(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<usize> {
    let (c, next) = (&p.chunks[at], &p.chunks[at + 1]);
    let verb = text.reading(c.to);
    let present = verb.is_verb() && verb.has(feat::IMPF) && verb.conj.is_none() && !verb.future;
    let thing = matches!(c.class, Class::Facility | Class::Thing | Class::Vehicle | Class::Weapon);
    let close =
        next.from <= c.to + 2 && next.prep.as_deref().is_some_and(|x| !k.is("grammar.in", x));
    (present && thing && !c.definite && close).then_some(next.wide)
}

/// Completes phrases: owner behind ل, whole behind من, place behind في for people and bodies.
fn widen(text: &Text<'_>, k: &Knowledge, p: &mut Parse) {
    for at in (0..p.chunks.len().saturating_sub(1)).rev() {
        let (c, next) = (&p.chunks[at], &p.chunks[at + 1]);
        let gap = next.from - c.to;
        let prep = next.prep.as_deref();
        let touching = gap == 0 || (gap == 1 && text.reading(c.to).pos == Pos::Prep);
        let whose =
            next.class.animate() || next.definite && p.hits_in(next.from, next.to).next().is_some();
        let of = match prep {
            Some("ل") => {
                whose
                    && (!c.definite || !c.class.animate())
                    && (p.hits_in(next.from, next.to).next().is_some()
                        || (text.reading(next.head).pos != Pos::Masdar
                            && next.class != Class::Event))
            }
            Some(x) if k.is("grammar.of", x) => {
                next.class.animate() && !c.definite && (c.class.animate() || c.class == Class::None)
            }
            _ => false,
        };
        let owned = k.is("preps.owned", text.word(c.to - 1)) && matches!(prep, Some("ل"));
        if touching && !next.conj && (of || owned) {
            p.chunks[at].wide = next.wide.max(next.to);
        } else if let Some(end) = described(text, k, p, at) {
            p.chunks[at].wide = end;
        }
    }
}
