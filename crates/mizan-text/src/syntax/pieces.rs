//! The ways to cut a token into syntactic words: each reading with the part of speech that it can have in a tree.

use crate::analyze::{Analysis, ENDINGS, Pron};
use crate::token::Kind;
use crate::{Text, fold};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos};
use mizan_syntax::Upos;

/// What may stand glued before a stem, behind the conjunction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Front {
    None,
    Prep,
    Future,
}

/// One way to cut a token: what is glued to its stem, and the stem's part of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub conj: bool,
    pub front: Front,
    pub upos: Upos,
    /// A pronoun, of so many bytes of the folded word.
    pub pron: u8,
    /// Which reading of the token it comes from.
    pub reading: u16,
}

impl Cut {
    /// What the tagger chooses between: a number below 204.
    pub(crate) fn label(self) -> u8 {
        let glued = u8::from(self.conj) + 2 * (self.front as u8 + 3 * u8::from(self.pron > 0));
        self.upos as u8 + 17 * glued
    }

    /// Where the words of the token start, in bytes of its folded form.
    pub(crate) fn starts(self, len: usize) -> Vec<usize> {
        let mut at = 0;
        let mut out = vec![0];
        for glued in [self.conj, self.front != Front::None] {
            if glued {
                at += 2;
                out.push(at);
            }
        }
        if self.pron > 0 {
            out.push(len - usize::from(self.pron));
        }
        out
    }
}

/// The ways to cut a token, at least one, the likeliest reading first.
pub(crate) fn cuts(text: &Text<'_>, k: &Knowledge, token: usize) -> Vec<Cut> {
    let word = text.word(token);
    let mut out: Vec<Cut> = Vec::new();
    for (i, a) in text.readings(token).iter().enumerate().take(24) {
        let cut = Cut {
            conj: a.conj.is_some(),
            front: front(a),
            upos: Upos::X,
            pron: suffix(a, word),
            reading: i as u16,
        };
        let closed = function_word(k, word, a, cut);
        for (upos, cut) in closed.unwrap_or_else(|| open(k, a, cut, word)) {
            out.push(Cut { upos, ..cut });
        }
    }
    add_shapes(text.tokens[token].kind, word, &mut out);
    let mut seen = Vec::with_capacity(out.len());
    out.retain(|c| {
        let key = (c.label(), c.pron, c.reading);
        !seen.contains(&key) && {
            seen.push(key);
            true
        }
    });
    out.truncate(60);
    out
}

fn front(a: &Analysis) -> Front {
    match (a.prep, a.future) {
        (Some(_), _) => Front::Prep,
        (None, true) => Front::Future,
        _ => Front::None,
    }
}

fn suffix(a: &Analysis, word: &str) -> u8 {
    if a.pron.is_some() { (word.len() - usize::from(a.to)) as u8 } else { 0 }
}

/// Words of closed classes carry their pronoun in the lexicon's own form: عليه is على with ه, لأنه is ل, أن and ه.
fn function_word(k: &Knowledge, word: &str, a: &Analysis, cut: Cut) -> Option<Vec<(Upos, Cut)>> {
    use Pos::{Adverb, Conj, Interrogative, Particle, Prep, Pron as Pronoun, Quant, Sub};
    if !matches!(a.pos, Prep | Sub | Conj | Particle | Adverb | Pronoun | Quant | Interrogative) {
        return None;
    }
    let from = usize::from(a.from);
    let stem = word.get(from..)?;
    let mut out = Vec::new();
    // به, لهم: a letter and a pronoun.
    for letter in ["ب", "ل", "ك"] {
        let Some(rest) = stem.strip_prefix(letter).filter(|_| cut.front == Front::None) else {
            continue;
        };
        let glued = Cut { front: Front::Prep, ..cut };
        if a.pos == Prep && is_pronoun(rest) {
            out.push((Upos::Pron, glued));
        }
        for (list, upos) in [("syntax.pronouns", Upos::Pron), ("syntax.clauses", Upos::Sconj)] {
            out.extend(bases(k, list, rest).map(|pron| (upos, Cut { pron, ..glued })));
        }
    }
    for (list, upos) in [
        ("syntax.prepositions", Upos::Adp),
        ("syntax.clauses", Upos::Sconj),
        ("syntax.particles", Upos::Part),
    ] {
        for pron in bases(k, list, stem).filter(|p| *p > 0) {
            out.push((upos, Cut { pron, ..cut }));
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_pronoun(rest: &str) -> bool {
    ENDINGS.iter().any(|(e, _)| *e == rest) || rest == "ي"
}

/// The lengths of a pronoun behind a word of the list: 0 for none.
fn bases<'k>(k: &'k Knowledge, list: &'k str, word: &'k str) -> impl Iterator<Item = u8> + 'k {
    let bare = k.is(list, word).then_some(0);
    let with = ENDINGS.iter().filter_map(move |(e, _)| {
        let base = word.strip_suffix(e)?;
        k.is(list, base).then_some(e.len() as u8)
    });
    bare.into_iter().chain(with)
}

/// The parts of speech that a reading may have in a tree, likeliest first.
fn open(k: &Knowledge, a: &Analysis, cut: Cut, word: &str) -> Vec<(Upos, Cut)> {
    use Upos::{
        Adj, Adp, Adv, Aux, Cconj, Det, Noun, Num, Part, Pron as P, Propn, Punct, Sconj, Sym, Verb,
        X,
    };
    let lexeme = k.tables.lexemes.get(a.lex as usize);
    let class = lexeme.map_or(Class::None, |l| l.class);
    let list: &[Upos] = match a.pos {
        Pos::Verb if lexeme.is_some_and(|l| k.is("syntax.auxiliaries", &fold(&l.lemma))) => {
            &[Verb, Aux]
        }
        Pos::Verb => &[Verb],
        Pos::Masdar => &[Noun],
        Pos::Participle => &[Adj, Noun],
        Pos::Noun if class == Class::Time => &[Noun, Adv],
        Pos::Noun => &[Noun, Propn, Adj, Num, Adp],
        Pos::Adj => &[Adj, Noun, Propn, Adv],
        Pos::Proper => &[Propn, Noun],
        Pos::Number => &[Num, Noun],
        Pos::Ordinal => &[Adj, Noun, Num],
        Pos::Prep => &[Adp, Adv, Sconj, Noun],
        Pos::Conj => &[Cconj, Part, Sconj],
        Pos::Sub => &[Sconj, Adp, Part, Cconj, P],
        Pos::Rel => &[P, Adp],
        Pos::Dem => &[P, Adv],
        Pos::Pron => &[P],
        Pos::Neg => &[Part, P, Aux, Verb],
        Pos::Future => &[Part],
        Pos::Adverb => &[Adv, Noun, Part, Adp, Sconj, Adj],
        Pos::Quant => &[Det, Noun, Num, Adj, P],
        Pos::Particle => &[Part, Sconj, Cconj, Adv, P, Adp],
        Pos::Interrogative => &[P, Part, Adv, Det],
        Pos::Latin => &[Propn, X, Noun],
        Pos::Punct if matches!(word, "%" | "$" | "€" | "£" | "٪") => &[Sym],
        Pos::Punct => &[Punct],
        Pos::Unknown => &[Propn, Noun, Adj],
    };
    list.iter().map(|u| (*u, cut)).collect()
}

/// What a word may be whatever the lexicon says: a name, a noun.
fn add_shapes(kind: Kind, word: &str, out: &mut Vec<Cut>) {
    let plain = Cut { conj: false, front: Front::None, upos: Upos::X, pron: 0, reading: 0 };
    match kind {
        Kind::Word if word.len() > 4 => {
            for upos in [Upos::Noun, Upos::Propn] {
                if !out.iter().any(|c| c.label() == (Cut { upos, ..plain }).label()) {
                    let whole = out.iter().find(|c| c.starts(word.len()).len() == 1);
                    let reading = whole.map_or(0, |c| c.reading);
                    out.push(Cut { upos, reading, ..plain });
                }
            }
        }
        _ if out.is_empty() => out.push(plain),
        _ => {}
    }
}

/// Gender and number of a glued pronoun by its written form.
pub(crate) fn pronoun(word: &str) -> Option<Pron> {
    ENDINGS.iter().find(|(e, _)| *e == word).map(|(_, p)| *p)
}
