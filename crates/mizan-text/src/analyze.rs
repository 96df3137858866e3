//! Readings of a word: clitics off on both sides, the rest looked up in the lexicon.

use crate::token::{Kind, Token};
use mizan_data::Knowledge;
use mizan_data::model::{NONE, Pos, Reading};
use mizan_data::verb::feat;
use std::collections::HashMap;

/// A pronoun glued to the end of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Pron {
    He,
    She,
    They,
    Dual,
    You,
    I,
    We,
}

/// One reading of a token. Offsets are bytes from the start of the token's folded form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Analysis {
    /// Index of the lexeme, or [`NONE`] for words read by shape.
    pub lex: u32,
    /// Part of speech.
    pub pos: Pos,
    /// Feature bits, see [`feat`].
    pub feat: u32,
    /// Where the stem starts, behind conjunction, preposition, article and future mark.
    pub from: u8,
    /// Where the stem ends.
    pub to: u8,
    /// Where the noun phrase starts: behind conjunction and preposition, article included.
    pub core: u8,
    /// Conjunction glued on: 'و', 'ف' or none.
    pub conj: Option<char>,
    /// Preposition glued on: 'ب', 'ل', 'ك' or none.
    pub prep: Option<char>,
    /// Future س.
    pub future: bool,
    /// Article.
    pub det: bool,
    /// Pronoun glued on.
    pub pron: Option<Pron>,
    /// How much had to be cut off or guessed; less is likelier.
    pub cost: u8,
}

impl Analysis {
    pub(crate) const PUNCT: Analysis = Analysis::shape(Pos::Punct, 0);

    const fn shape(pos: Pos, len: u8) -> Analysis {
        Analysis {
            lex: NONE,
            pos,
            feat: 0,
            from: 0,
            to: len,
            core: 0,
            conj: None,
            prep: None,
            future: false,
            det: false,
            pron: None,
            cost: 9,
        }
    }

    /// Is this bit of [`feat`] set?
    #[must_use]
    pub fn has(&self, bit: u32) -> bool {
        self.feat & bit != 0
    }
    /// A finite verb.
    #[must_use]
    pub fn is_verb(&self) -> bool {
        self.pos == Pos::Verb
    }
    /// Definite by article or pronoun.
    #[must_use]
    pub fn definite(&self) -> bool {
        self.det || (self.pron.is_some() && self.pos != Pos::Verb)
    }
}

/// What stands before the stem.
#[derive(Clone, Copy)]
struct Front {
    len: usize,
    conj: Option<char>,
    prep: Option<char>,
    future: bool,
    det: bool,
}

/// Analyses words of one text; the same word is analysed once.
pub struct Analyzer<'k> {
    knowledge: &'k Knowledge,
    seen: HashMap<String, (u32, u16)>,
    out: Vec<Analysis>,
}

const LONGEST_WORD: usize = 60;
/// Pronouns as they are glued to the end of a word, longest first.
pub(crate) const ENDINGS: [(&str, Pron); 12] = [
    ("هما", Pron::Dual),
    ("كما", Pron::Dual),
    ("ها", Pron::She),
    ("هم", Pron::They),
    ("هن", Pron::They),
    ("كم", Pron::You),
    ("نا", Pron::We),
    ("ني", Pron::I),
    ("ه", Pron::He),
    ("ك", Pron::You),
    ("ي", Pron::I),
    ("كن", Pron::You),
];

impl<'k> Analyzer<'k> {
    /// An analyser over `knowledge`.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Analyzer { knowledge, seen: HashMap::new(), out: Vec::new() }
    }

    /// Readings of every token of a folded text; each token is told where its own stand.
    pub fn all(&mut self, text: &str, tokens: &mut [Token]) -> Vec<Analysis> {
        for token in tokens.iter_mut() {
            let word = &text[token.start as usize..token.end as usize];
            let (first, count) = match self.seen.get(word) {
                Some(known) => *known,
                None => self.remember(word, token.kind),
            };
            token.first = first;
            token.count = count;
        }
        std::mem::take(&mut self.out)
    }

    fn remember(&mut self, word: &str, kind: Kind) -> (u32, u16) {
        let first = self.out.len() as u32;
        let len = word.len().min(255) as u8;
        match kind {
            Kind::Word if word.len() <= LONGEST_WORD => self.word(word, first),
            Kind::Word => self.out.push(Analysis::shape(Pos::Unknown, len)),
            Kind::Number => self.out.push(Analysis::shape(Pos::Number, len)),
            Kind::Latin => self.out.push(Analysis::shape(Pos::Latin, len)),
            Kind::Punct | Kind::Break => self.out.push(Analysis::shape(Pos::Punct, len)),
        }
        let place = (first, (self.out.len() as u32 - first) as u16);
        self.seen.insert(word.to_owned(), place);
        place
    }

    fn word(&mut self, word: &str, first: u32) {
        for front in fronts(word) {
            self.with_front(word, front);
        }
        if self.out.len() as u32 == first {
            self.by_shape(word);
        }
        self.glued_name(word, first);
        self.whole_name(word, first);
        self.out[first as usize..].sort_by_key(|a| a.cost);
        self.out.truncate(first as usize + 24);
    }

    fn with_front(&mut self, word: &str, front: Front) {
        let rest = &word[front.len..];
        if rest.is_empty() {
            return;
        }
        let knowledge = self.knowledge;
        let trail = knowledge.trail(rest);
        let base = |analyzer: &mut Self,
                    len: usize,
                    cut: usize,
                    ending: &str,
                    pron: Option<Pron>,
                    extra: u8| {
            for r in trail.readings(len - cut, ending) {
                analyzer.keep(r, word, len, front, pron, extra);
            }
        };
        base(self, rest.len(), 0, "", None, 0);
        if front.det {
            return;
        }
        for (ending, pron) in ENDINGS {
            let Some(stem) = rest.strip_suffix(ending).filter(|b| b.len() >= 4) else { continue };
            // No word of the lexicon goes with the stem as far as its last letter.
            if trail.reach() + 2 < stem.len() {
                continue;
            }
            let (len, pron) = (stem.len(), Some(pron));
            base(self, len, 0, "", pron, 1);
            // Letters that change before a pronoun: ت of ة, ا of وا, و and ي of a closing hamza.
            if stem.ends_with('ت') {
                base(self, len, 2, "ه", pron, 1);
            }
            if stem.ends_with('و') {
                base(self, len, 0, "ا", pron, 1);
            }
            if stem.ends_with("او") || stem.ends_with("اي") {
                base(self, len, 2, "ء", pron, 1);
            }
            if stem.ends_with('ا') {
                base(self, len, 2, "ي", pron, 2);
            }
        }
    }

    /// Keeps a reading of the stem of `len` bytes behind `front`, if what is glued to it allows it.
    fn keep(
        &mut self,
        r: Reading,
        word: &str,
        len: usize,
        front: Front,
        pron: Option<Pron>,
        extra: u8,
    ) {
        if !allowed(&r, front, pron) || front.det && self.cut_short(&r) {
            return;
        }
        // Rare unless context asks for them: a dual that lost its nun, "my".
        let rare = r.feat & (feat::DUAL | feat::CONSTRUCT) == feat::DUAL | feat::CONSTRUCT
            && r.feat & (feat::SING | feat::PLUR) == 0;
        let extra = extra + u8::from(rare) + u8::from(pron == Some(Pron::I));
        let clitics = u8::from(front.conj.is_some())
            + u8::from(front.prep.is_some())
            + u8::from(front.future);
        self.out.push(Analysis {
            lex: r.lex,
            pos: r.pos,
            feat: r.feat,
            from: front.len as u8,
            to: (front.len + len) as u8,
            core: core(word, front),
            conj: front.conj,
            prep: front.prep,
            future: front.future,
            det: front.det,
            pron,
            cost: clitics + extra,
        });
    }

    /// Behind the article stands no noun that has lost its ن before a genitive: العالمي is no dual of عالم. القاضي and
    /// المحامي are, by their letters, nouns that lost their ي without it.
    fn cut_short(&self, r: &Reading) -> bool {
        let bound = r.feat & (feat::CONSTRUCT | feat::SING | feat::ABSOLUTE) == feat::CONSTRUCT;
        let lemma =
            || self.knowledge.tables.lexemes.get(r.lex as usize).map_or("", |l| l.lemma.as_str());
        let weak = |l: &str| l.chars().count() < 4 || l.starts_with('م');
        bound && r.pos == Pos::Noun && !weak(lemma())
    }

    /// A name that the lexicon lacks may stand behind any glued letter; costly, so that only a name
    /// of the gazetteer ever takes such a reading.
    fn glued_name(&mut self, word: &str, first: u32) {
        for front in fronts(word).into_iter().filter(|f| !f.future && !f.det && f.len > 0) {
            let known = self.out[first as usize..]
                .iter()
                .any(|a| a.conj == front.conj && a.prep == front.prep && a.pos.nominal());
            if !known {
                self.out.push(Analysis {
                    from: front.len as u8,
                    core: core(word, front),
                    conj: front.conj,
                    prep: front.prep,
                    cost: 30,
                    ..Analysis::shape(Pos::Unknown, word.len() as u8)
                });
            }
        }
    }

    /// A name may begin with a letter that every reading cuts off (لابيد): costly, like [`Analyzer::glued_name`].
    fn whole_name(&mut self, word: &str, first: u32) {
        let whole = |a: &Analysis| a.core == 0 && a.pos.nominal();
        if !self.out[first as usize..].iter().any(whole) {
            self.out.push(Analysis { cost: 30, ..Analysis::shape(Pos::Unknown, word.len() as u8) });
        }
    }

    /// A word that the lexicon lacks: its article, endings and prefixes are all there is to go by.
    fn by_shape(&mut self, word: &str) {
        for front in fronts(word) {
            if !(front.det || front.len == 0) {
                continue;
            }
            let rest = &word[front.len..];
            let pos = if rest.ends_with("يه") || (front.det && rest.ends_with('ي')) {
                Pos::Adj
            } else if front.det {
                Pos::Noun
            } else {
                Pos::Unknown
            };
            let mut feat = 0;
            if rest.ends_with("ون") || rest.ends_with("ين") {
                feat |= feat::PLUR | feat::ABSOLUTE;
            }
            if rest.ends_with('ه') || rest.ends_with("ات") {
                feat |= feat::FEM;
            }
            self.out.push(Analysis {
                pos,
                feat,
                from: front.len as u8,
                core: core(word, front),
                conj: front.conj,
                prep: front.prep,
                det: front.det,
                cost: if front.det { 4 } else { 8 },
                ..Analysis::shape(pos, word.len() as u8)
            });
        }
    }
}

/// Where the noun phrase starts: the article stays with its noun; of لل the second lam is the article's.
fn core(word: &str, front: Front) -> u8 {
    let mut at = 0;
    if front.conj.is_some() {
        at += 2;
    }
    // Of لل neither letter can be shown alone: the whole word stays.
    let contracted = front.det && front.prep == Some('ل') && !word[at + 2..].starts_with("ال");
    if front.prep.is_some() && !contracted {
        at += 2;
    }
    at as u8
}

fn allowed(r: &Reading, front: Front, pron: Option<Pron>) -> bool {
    let nominal = r.pos.nominal();
    if front.det && !nominal {
        return false;
    }
    // The form in ت stands before a pronoun only: فرقت is no فرقة, and never behind the article.
    let bound = feat::FEM | feat::SING | feat::CONSTRUCT;
    if (front.det || pron.is_none())
        && r.feat & (bound | feat::MASC | feat::PLUR | feat::ABSOLUTE) == bound
    {
        return false;
    }
    if front.future && !(r.pos == Pos::Verb && r.feat & feat::IMPF != 0) {
        return false;
    }
    // ل of purpose stands before a subjunctive; otherwise a preposition wants a noun.
    let purpose = r.pos == Pos::Verb
        && front.prep == Some('ل')
        && r.feat & feat::SUBJ != 0
        && r.feat & feat::IMPF != 0;
    if front.prep.is_some() && !(nominal || purpose || r.pos == Pos::Dem) {
        return false;
    }
    if pron.is_some() {
        return match r.pos {
            Pos::Verb => r.feat & feat::IMPER == 0 || r.feat & (feat::PERF | feat::IMPF) != 0,
            Pos::Noun | Pos::Masdar | Pos::Participle | Pos::Quant | Pos::Number => {
                r.feat & feat::ABSOLUTE == 0 || r.feat & feat::CONSTRUCT != 0
            }
            _ => false,
        };
    }
    true
}

/// The ways to cut a word's front: conjunction, then preposition or future mark, then article.
fn fronts(word: &str) -> Vec<Front> {
    let mut out = Vec::with_capacity(6);
    let bare = Front { len: 0, conj: None, prep: None, future: false, det: false };
    after_conjunction(word, bare, &mut out);
    for c in ['و', 'ف'] {
        if word.starts_with(c) && word.len() > 4 {
            after_conjunction(word, Front { len: 2, conj: Some(c), ..bare }, &mut out);
        }
    }
    out
}

fn after_conjunction(word: &str, front: Front, out: &mut Vec<Front>) {
    let rest = &word[front.len..];
    out.push(front);
    if rest.starts_with("ال") && rest.len() > 6 {
        out.push(Front { len: front.len + 4, det: true, ..front });
    }
    for prep in ['ب', 'ك', 'ل'] {
        let Some(after) = rest.strip_prefix(prep).filter(|r| r.len() >= 4) else { continue };
        let with = Front { len: front.len + 2, prep: Some(prep), ..front };
        out.push(with);
        if after.starts_with("ال") && after.len() > 6 && prep != 'ل' {
            out.push(Front { len: with.len + 4, det: true, ..with });
        }
        if prep == 'ل' && after.starts_with('ل') && after.len() > 4 {
            out.push(Front { len: with.len + 2, det: true, ..with });
        }
    }
    if rest.starts_with('س') && rest.len() > 6 {
        out.push(Front { len: front.len + 2, future: true, ..front });
    }
}
