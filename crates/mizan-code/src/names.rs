//! Names in a sentence: one walk of the names automaton from every place where a name can start.

use mizan_data::Knowledge;
use mizan_data::model::{Class, Place, Pos, Ref};
use mizan_text::{Analysis, Kind, Sentence, Text, feat};

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

/// The forms in which a name can start at a token: whole, behind و or ف, behind ب ل ك, behind لل. Each is
/// a count of bytes to cut and what to put in their place.
fn starts(word: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let conj = if word.starts_with(['و', 'ف']) && word.len() > 4 { Some(2) } else { None };
    let behind = |base: usize| {
        let rest = &word[base..];
        let contracted = rest.starts_with("لل");
        let prep = rest.starts_with(['ب', 'ل', 'ك']) && rest.len() > 4;
        [
            (base > 0 && rest.len() > 2).then_some((base, "")),
            contracted.then_some((base + 4, "ال")),
            (contracted || prep).then_some((base + 2, "")),
        ]
    };
    let joined = conj.map_or([None; 3], behind);
    std::iter::once((0, "")).chain(behind(0).into_iter().chain(joined).flatten())
}

fn longest_at(text: &Text<'_>, knowledge: &Knowledge, at: usize, end: usize) -> Option<Hit> {
    if !matches!(text.tokens[at].kind, Kind::Word | Kind::Latin) {
        return None;
    }
    let word = text.word(at);
    // Quotation marks stand inside names: تنظيم «القاعدة».
    let next = (at + 1..end.min(at + 3)).map(|t| text.word(t)).find(|w| *w != "\"").unwrap_or("");
    let mut best: Option<Hit> = None;
    for (offset, prefix) in starts(word) {
        let found = match start_of(knowledge, prefix, &word[offset..], next) {
            Start::Nothing => None,
            Start::Short => short(knowledge, prefix, &word[offset..]).map(|refs| (at + 1, refs)),
            Start::Longer => walk(text, knowledge, at, offset, prefix, end),
        };
        // A whole word beats the same length behind a clitic.
        if let Some((to, refs)) = found.filter(|(to, _)| best.is_none_or(|b| *to > b.to)) {
            best = Some(Hit { from: at, to, refs, glued: offset > 0, offset });
        }
    }
    best
}

/// What can start with a word, by the bits of all names.
enum Start {
    Nothing,
    /// A name of this word alone.
    Short,
    Longer,
}

fn start_of(knowledge: &Knowledge, prefix: &str, word: &str, next: &str) -> Start {
    let [first, alone, pairs] = &knowledge.tables.name_starts;
    if !first.may_hold([prefix, word, ""]) {
        Start::Nothing
    } else if pairs.may_hold([prefix, word, next]) {
        Start::Longer
    } else if alone.may_hold([prefix, word, ""]) {
        Start::Short
    } else {
        Start::Nothing
    }
}

fn short(knowledge: &Knowledge, prefix: &str, word: &str) -> Option<u32> {
    let names = &knowledge.tables.short_names;
    if prefix.is_empty() { names.get(word) } else { names.get(&format!("{prefix}{word}")) }.copied()
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
        if word == "\"" && token > at {
            continue;
        }
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

/// «مستشفى الملك فهد», «شارع بغداد»: does the name belong to a thing that bears it?
fn borne(text: &Text<'_>, knowledge: &Knowledge, hit: &Hit) -> bool {
    let Some(before) = hit.from.checked_sub(1).filter(|_| !hit.glued) else { return false };
    let head = text.reading(before);
    if head.det || head.pron.is_some() {
        return false;
    }
    let actor = knowledge.refs(hit.refs).iter().all(|r| matches!(r, Ref::Actor { .. }));
    actor && knowledge.is("heads.bearers", text.stem(before))
        || knowledge.is("heads.streets", text.stem(before))
}

/// Small places with the names of common words need a word of place before them.
fn plausible(text: &Text<'_>, knowledge: &Knowledge, hit: &Hit) -> bool {
    let refs = knowledge.refs(hit.refs);
    if borne(text, knowledge, hit) {
        return false;
    }
    if !knowledge.only_places(hit.refs) {
        let actor = refs.iter().all(|r| matches!(r, Ref::Actor { .. }));
        if hit.to == hit.from + 1 && common_word(text, hit, actor) {
            return false;
        }
        // A glued letter may belong to the word: بحر is no ب + حر.
        return !(hit.glued
            && hit.to == hit.from + 1
            && known(text, hit.from)
            && text.reading(hit.from).prep.is_none()
            && text.reading(hit.from).conj.is_none());
    }
    hit.to > hit.from + 1 || plausible_town(text, knowledge, hit, refs)
}

/// What stands before a one-word name of a place, and what the word is by itself.
struct Around {
    /// The class of the word before.
    class: Class,
    /// A word behind which even a common noun is a place.
    sure: bool,
    /// A preposition by which places stand is before it or glued to it.
    placed: bool,
    /// The word before is a bare noun or a given name, of which this may be a part.
    inside: bool,
}

fn around(text: &Text<'_>, knowledge: &Knowledge, hit: &Hit, big: bool) -> Around {
    let before = hit.from.checked_sub(1).map(|t| text.reading(t));
    let class_of = |b: &Analysis| {
        knowledge.tables.lexemes.get(b.lex as usize).map_or(Class::None, |l| l.class)
    };
    // حي is a quarter before a name, whatever context made of it.
    let quarter = hit.from > 0
        && text
            .readings(hit.from - 1)
            .iter()
            .any(|r| r.cost < 2 && r.pos == Pos::Noun && class_of(r) == Class::Place);
    let class = if quarter { Class::Place } else { before.map_or(Class::None, class_of) };
    // عين الوادي: a name behind a bare noun is part of a longer name that the gazetteer lacks.
    let part = matches!(class, Class::None | Class::Thing | Class::Abstract);
    let bare = before.is_some_and(|b| {
        matches!(b.pos, Pos::Noun | Pos::Proper | Pos::Unknown) && !b.definite() && b.pron.is_none()
    });
    // محمد الموصلي: behind a given name it is a name too; فريق ليفربول is a side, not a town.
    let person = before.is_some_and(|b| {
        b.pos == Pos::Proper && class == Class::Person && b.prep.is_none() && !b.det
    });
    let side = hit.from > 0 && knowledge.is("region.not_place_after", text.stem(hit.from - 1));
    let article = text.reading(hit.from).det;
    let prep = hit.from > 0 && knowledge.is("region.sure_preps", text.word(hit.from - 1));
    let joined =
        text.reading(hit.from).conj.is_some() && before.is_some_and(|b| b.pos == Pos::Proper);
    Around {
        class,
        // «بيروت والبقاع»: joined to a name, it stands as that one does.
        sure: prep || joined,
        placed: prep || text.reading(hit.from).prep == Some('ب') || joined,
        inside: !hit.glued && ((bare && part && (!big || article)) || person || side),
    }
}

fn plausible_town(text: &Text<'_>, knowledge: &Knowledge, hit: &Hit, refs: &[Ref]) -> bool {
    let place = |r: &Ref| {
        if let Ref::Place(p) = r { Some(&knowledge.tables.places[*p as usize]) } else { None }
    };
    let is = |p: &Place, kinds: &[&str]| kinds.contains(&p.kind.as_str());
    let big = refs.iter().filter_map(place).any(|p| {
        p.population >= 150_000
            || is(p, &["governorate", "region", "facility", "water", "town", "quarter"])
    });
    let word = known(text, hit.from);
    let own = text.reading(hit.from);
    let class = knowledge.tables.lexemes.get(own.lex as usize).map_or(Class::None, |l| l.class);
    let around = around(text, knowledge, hit, big);
    let det = hit.from > 0 && text.reading(hit.from - 1).det;
    let after_place = !hit.glued && around.class == Class::Place && !det;
    // A glued letter may belong to the word: باب is no ب + إب.
    let glued_word = hit.glued && word && own.prep.is_none() && own.conj.is_none();
    // المدينة is the town that was spoken of; الباب a door, unless the words place it.
    let common = word
        && matches!(own.pos, Pos::Noun | Pos::Masdar)
        && (class != Class::None || (own.pos == Pos::Masdar && !own.det));
    let before = hit.from.checked_sub(1).map(|t| text.reading(t));
    let describes = before.is_some_and(|b| b.det && b.pos.nominal() && !hit.glued);
    let adjective = word && own.pos == Pos::Adj && (!own.definite() || describes);
    let lemma = knowledge.tables.lexemes.get(own.lex as usize).map(|l| mizan_text::fold(&l.lemma));
    let of_place = class == Class::Place && lemma.as_deref() == Some(text.stem(hit.from));
    if of_place || glued_word || ((common || adjective) && !(around.sure || after_place)) {
        return false;
    }
    if (word && !own.pos.nominal() && !after_place)
        || around.inside
        || text.word(hit.from).chars().count() <= 2
    {
        return false;
    }
    let placed =
        around.placed || (hit.from > 0 && knowledge.is("grammar.located", text.word(hit.from - 1)));
    big || after_place || (!word && placed)
}

/// A one-word name that is also a noun (حماس، قطر، طالبان) is the noun where it heads a construct, takes an
/// indefinite adjective, stands behind ب, or a dual verb takes it up; and a verb that context chose is no name.
fn common_word(text: &Text<'_>, hit: &Hit, actor: bool) -> bool {
    if actor && text.reading(hit.from).is_verb() && text.reading(hit.from).cost == 0 {
        return true;
    }
    let noun = text.readings(hit.from).iter().find(|r| r.pos == Pos::Noun && !r.det && r.cost < 4);
    let Some(noun) = noun else { return false };
    if text.reading(hit.from).prep == Some('ب') {
        return true;
    }
    if hit.to >= text.tokens.len() {
        return false;
    }
    let next = text.reading(hit.to);
    let free = next.conj.is_none() && next.prep.is_none();
    // «رفضت حماس المقترح»: a feminine verb has no masculine noun behind it for its doer. By its letters a perfect may be
    // of the first person too, in which no report is told.
    let feminine = |r: &&Analysis| {
        r.is_verb() && r.has(feat::FEM) && (!r.has(feat::MASC) || r.has(feat::PERF))
    };
    let verb = hit.from.checked_sub(1).map(|t| text.reading(t)).filter(feminine);
    let acts = verb.is_some() && !noun.has(feat::FEM);
    let construct = next.det && next.pos == Pos::Noun && !acts;
    let adjective = next.pos == Pos::Adj && !next.definite() && !next.has(feat::ABSOLUTE);
    let dual =
        noun.has(feat::DUAL) && next.is_verb() && next.has(feat::DUAL) && !next.has(feat::SING);
    free && (construct || adjective || dual)
}

/// Does the lexicon know this token as a common word?
fn known(text: &Text<'_>, token: usize) -> bool {
    text.readings(token).iter().any(|r| r.cost < 4 && !matches!(r.pos, Pos::Proper | Pos::Unknown))
}
