//! Names in a sentence: one walk of the names automaton from every place where a name can start.

use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos, Ref};
use mizan_text::{Kind, Sentence, Text};

/// A name found: the tokens it covers and what it can stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub from: usize,
    pub to: usize,
    /// Index into the table of references.
    pub refs: u32,
    /// A preposition or conjunction is glued to its first word.
    pub glued: bool,
    /// Bytes of the first word before the name.
    pub offset: usize,
}

/// Names of a sentence, longest first at each place, without overlaps.
pub(crate) fn find(text: &Text<'_>, knowledge: &Knowledge, sentence: Sentence) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    let mut at = sentence.from;
    while at < sentence.to {
        match longest_at(text, knowledge, at, sentence.to).filter(|h| plausible(text, knowledge, h))
        {
            Some(hit) => {
                at = hit.to;
                out.push(hit);
            }
            None => at += 1,
        }
    }
    out
}

/// Takes for each name the reading that cuts off what is glued before it, and nothing of the name.
pub(crate) fn settle(text: &mut Text<'_>, hits: &[Hit]) {
    for hit in hits {
        let readings = text.readings(hit.from);
        let fits = |cut: usize| cut == hit.offset || (cut > 0 && cut + 2 == hit.offset);
        if !hit.glued && text.reading(hit.from).core == 0 {
            continue;
        }
        let best = (0..readings.len())
            .filter(|r| fits(readings[*r].core as usize) && readings[*r].pos.nominal())
            .min_by_key(|r| (readings[*r].core as usize != hit.offset, readings[*r].cost));
        if let Some(r) = best {
            text.set_reading(hit.from, r);
        }
    }
}

/// The forms in which a name can start at a token: whole, behind و or ف, behind ب ل ك, behind لل.
fn starts(word: &str) -> Vec<(usize, &'static str)> {
    let mut out = vec![(0, "")];
    let behind_conj = if word.starts_with(['و', 'ف']) { Some(2) } else { None };
    for base in [Some(0), behind_conj].into_iter().flatten() {
        let rest = &word[base..];
        if base > 0 && rest.len() > 2 {
            out.push((base, ""));
        }
        if rest.starts_with("لل") {
            out.push((base + 4, "ال"));
            out.push((base + 2, ""));
        } else if rest.starts_with(['ب', 'ل', 'ك']) && rest.len() > 4 {
            out.push((base + 2, ""));
        }
    }
    out
}

fn longest_at(text: &Text<'_>, knowledge: &Knowledge, at: usize, end: usize) -> Option<Hit> {
    if !matches!(text.tokens[at].kind, Kind::Word | Kind::Latin) {
        return None;
    }
    let word = text.word(at);
    let mut best: Option<Hit> = None;
    for (offset, prefix) in starts(word) {
        if let Some((to, refs)) = walk(text, knowledge, at, offset, prefix, end) {
            // A whole word beats the same length behind a clitic.
            if best.is_none_or(|b| to > b.to) {
                best = Some(Hit { from: at, to, refs, glued: offset > 0, offset });
            }
        }
    }
    best
}

fn walk(
    text: &Text<'_>,
    knowledge: &Knowledge,
    at: usize,
    offset: usize,
    prefix: &str,
    end: usize,
) -> Option<(usize, u32)> {
    let mut cursor = Cursor::new(knowledge.names.as_fst());
    if !cursor.step(prefix.as_bytes()) {
        return None;
    }
    let mut best = None;
    for token in at..end {
        let word = text.word(token);
        let word = if token == at { &word[offset..] } else { word };
        if word.is_empty() || (token > at && !cursor.step(b" ")) || !cursor.step(word.as_bytes()) {
            break;
        }
        if let Some(value) = cursor.value() {
            best = Some((token + 1, value));
        }
    }
    best
}

/// A place in the automaton, moved byte by byte.
struct Cursor<'f> {
    fst: &'f fst::raw::Fst<Box<[u8]>>,
    node: fst::raw::Node<'f>,
    sum: fst::raw::Output,
}

impl<'f> Cursor<'f> {
    fn new(fst: &'f fst::raw::Fst<Box<[u8]>>) -> Self {
        Cursor { fst, node: fst.root(), sum: fst::raw::Output::zero() }
    }

    /// Follows the bytes; false where no name goes on like this.
    fn step(&mut self, bytes: &[u8]) -> bool {
        for b in bytes {
            let Some(i) = self.node.find_input(*b) else { return false };
            let t = self.node.transition(i);
            self.sum = self.sum.cat(t.out);
            self.node = self.fst.node(t.addr);
        }
        true
    }

    fn value(&self) -> Option<u32> {
        self.node.is_final().then(|| self.sum.cat(self.node.final_output()).value() as u32)
    }
}

/// Small places with the names of common words need a word of place before them.
fn plausible(text: &Text<'_>, knowledge: &Knowledge, hit: &Hit) -> bool {
    let refs = &knowledge.tables.name_refs[hit.refs as usize];
    let only_places = refs.iter().all(|r| matches!(r, Ref::Place(_)));
    if !only_places {
        // A glued letter may belong to the word: بحر is no ب + حر.
        return !(hit.glued
            && hit.to == hit.from + 1
            && known(text, hit.from)
            && text.reading(hit.from).prep.is_none()
            && text.reading(hit.from).conj.is_none());
    }
    if hit.to > hit.from + 1 {
        return true;
    }
    let big = refs.iter().any(|r| {
        matches!(r, Ref::Place(p) if {
            let place = &knowledge.tables.places[*p as usize];
            place.population >= 150_000 || place.kind == "governorate"
        })
    });
    let word = known(text, hit.from);
    let length = text.word(hit.from).chars().count();
    // المدينة is the town that was spoken of.
    let own = knowledge.tables.lexemes.get(text.reading(hit.from).lex as usize);
    if own.is_some_and(|l| l.class == Class::Place) {
        return false;
    }
    let before = hit.from.checked_sub(1).map(|t| text.reading(t));
    let class = before
        .and_then(|b| knowledge.tables.lexemes.get(b.lex as usize))
        .map_or(Class::None, |l| l.class);
    let after_place = !hit.glued && class == Class::Place;
    // عين الوادي: a name behind a bare noun is part of a longer name that the gazetteer lacks.
    let part = matches!(class, Class::None | Class::Thing | Class::Abstract);
    let bare = before.is_some_and(|b| {
        matches!(b.pos, Pos::Noun | Pos::Proper | Pos::Unknown) && !b.definite() && b.pron.is_none()
    });
    let article = text.reading(hit.from).det;
    let inside = bare && part && !hit.glued && (!big || article);
    if (word && !text.reading(hit.from).pos.nominal()) || inside || length <= 2 {
        return false;
    }
    big || after_place || (!word && length > 3)
}

/// Does the lexicon know this token as a common word?
fn known(text: &Text<'_>, token: usize) -> bool {
    text.readings(token).iter().any(|r| r.cost < 4 && !matches!(r.pos, Pos::Proper | Pos::Unknown))
}
