//! What the tagger and the parser see of Arabic words.

use super::pieces::{Cut, Front, pronoun};
use super::{Part, Word, candidates};
use crate::analyze::{Analysis, Pron};
use crate::token::Kind;
use crate::{Text, feat};
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos};
use mizan_syntax::{Atoms, Candidate, Token, Upos, hash_words, mix};

/// A token as the tagger sees it.
pub(super) fn token(text: &Text<'_>, k: &Knowledge, t: usize, cuts: &[Cut]) -> Token {
    let written: Vec<char> = bare(text.words(text.whole(t)));
    let ends = |n: usize| -> u32 {
        let tail: String = written[written.len().saturating_sub(n)..].iter().collect();
        hash_words(&[&tail])
    };
    let front: String = written.iter().take(2).collect();
    let word = text.word(t);
    let form = match text.tokens[t].kind {
        Kind::Number => hash_words(&["0"]),
        _ => hash_words(&[word]),
    };
    let list: Vec<Candidate> = cuts.iter().map(|c| candidate(text, k, t, *c)).collect();
    Token {
        form,
        prefix: hash_words(&[&front]),
        suffixes: [ends(1), ends(2), ends(3)],
        ambiguity: candidates(&list),
        domain: 0,
        candidates: list,
    }
}

/// What the gazetteer knows of the stem: nothing, how a name begins, a name of places, a name of somebody.
fn named(text: &Text<'_>, k: &Knowledge, t: usize, cut: Cut) -> u32 {
    let word = text.word(t);
    let starts = cut.starts(word.len());
    let stem = usize::from(cut.conj) + usize::from(cut.front != Front::None);
    let end = word.len() - usize::from(cut.pron);
    let Some(form) = starts.get(stem).and_then(|s| word.get(*s..end)) else { return 0 };
    if !k.tables.name_starts[0].may_hold([form, "", ""]) {
        return 0;
    }
    match k.tables.short_names.get(form) {
        Some(name) if k.only_places(*name) => 2,
        Some(_) => 3,
        None => 1,
    }
}

/// The sort of thing that the gazetteer knows under a name.
fn class_of_name(named: u32) -> Class {
    match named {
        2 => Class::Place,
        3 => Class::Body,
        _ => Class::None,
    }
}

/// The letters of a written word without marks above and below, but for the tanwin at its end.
fn bare(word: &str) -> Vec<char> {
    let mark = |c: &char| matches!(c, '\u{064E}'..='\u{0652}' | '\u{0640}' | '\u{0670}');
    word.chars().filter(|c| !mark(c)).collect()
}

fn candidate(text: &Text<'_>, k: &Knowledge, t: usize, cut: Cut) -> Candidate {
    let a = text.readings(t).get(cut.reading as usize).copied().unwrap_or(*text.reading(t));
    let chosen = u32::from(*text.reading(t) == a);
    let lexeme = k.tables.lexemes.get(a.lex as usize);
    let class = lexeme.map_or(Class::None, |l| l.class);
    let label = u32::from(cut.label());
    let named = named(text, k, t, cut);
    Candidate {
        label: cut.label(),
        sense: lexeme.map_or(mix(label, 0), |l| mix(label, hash_words(&[&l.lemma]))),
        trait_of: mix(mix(label, class as u32 + 1), u32::from(a.cost.min(4)) * 2 + chosen),
        name: named,
        morph: mix(label, a.feat ^ (u32::from(a.det) << 30) ^ ((a.pos as u32) << 24)),
    }
}

/// The words of chosen cuts, and what the parser sees of each.
pub(super) fn words(
    text: &Text<'_>,
    k: &Knowledge,
    picks: &[(usize, Cut)],
) -> (Vec<Word>, Vec<Atoms>) {
    let mut words = Vec::with_capacity(picks.len() * 3 / 2);
    let mut atoms = Vec::with_capacity(picks.len() * 3 / 2);
    for (t, cut) in picks {
        for w in pieces_of(text, *t, *cut) {
            atoms.push(atom(text, k, &w, *cut));
            words.push(w);
        }
    }
    (words, atoms)
}

/// The words of one token.
fn pieces_of(text: &Text<'_>, t: usize, cut: Cut) -> Vec<Word> {
    let token = &text.tokens[t];
    let len = (token.end - token.start) as usize;
    let starts = cut.starts(len);
    let mut parts = Vec::with_capacity(4);
    if cut.conj {
        parts.push((Part::Conjunction, Upos::Cconj));
    }
    match cut.front {
        Front::Prep => parts.push((Part::Preposition, Upos::Adp)),
        Front::Future => parts.push((Part::Future, Upos::Part)),
        Front::None => {}
    }
    parts.push((Part::Stem, cut.upos));
    if cut.pron > 0 {
        parts.push((Part::Pronoun, Upos::Pron));
    }
    let end = |i: usize| starts.get(i + 1).copied().unwrap_or(len) as u32 + token.start;
    let word = |(i, (part, upos)): (usize, (Part, Upos))| Word {
        token: t as u32,
        from: starts[i] as u32 + token.start,
        to: end(i),
        part,
        upos,
        reading: cut.reading,
    };
    parts.into_iter().enumerate().map(word).collect()
}

fn atom(text: &Text<'_>, k: &Knowledge, w: &Word, cut: Cut) -> Atoms {
    let form = &text.folded.text[w.from as usize..w.to as usize];
    let pos = w.upos as u32 + 1;
    match w.part {
        Part::Stem => stem_atom(text, k, w, cut),
        Part::Pronoun => {
            let who = pronoun(form).map_or(0, |p| p as u32 + 1);
            Atoms {
                pos,
                lemma: hash_words(&["pron"]),
                morph: who,
                state: 7,
                class: 0,
                agree: of_pronoun(pronoun(form)),
            }
        }
        _ => Atoms { pos, lemma: hash_words(&[form]), ..Atoms::default() },
    }
}

const FORM: u32 = feat::P1
    | feat::P2
    | feat::MASC
    | feat::FEM
    | feat::SING
    | feat::DUAL
    | feat::PLUR
    | feat::PERF
    | feat::IMPF
    | feat::CONSTRUCT
    | feat::ABSOLUTE
    | feat::ACC
    | feat::NOM
    | feat::INDIC
    | feat::SUBJ;

fn stem_atom(text: &Text<'_>, k: &Knowledge, w: &Word, cut: Cut) -> Atoms {
    let t = w.token as usize;
    let a = text.readings(t).get(cut.reading as usize).copied().unwrap_or(*text.reading(t));
    let lexeme = k.tables.lexemes.get(a.lex as usize).filter(|l| fits(l.pos, w.upos));
    let form = &text.folded.text[w.from as usize..w.to as usize];
    let lemma = match (w.upos, lexeme) {
        (Upos::Num, _) if form.starts_with(|c: char| c.is_ascii_digit()) => hash_words(&["0"]),
        (Upos::Noun | Upos::Adj | Upos::Verb | Upos::Aux | Upos::Propn, Some(l)) => {
            hash_words(&[&l.lemma])
        }
        _ => hash_words(&[form.strip_prefix("ال").filter(|_| a.det).unwrap_or(form)]),
    };
    let class = match (lexeme, w.upos) {
        (Some(l), _) if l.class != Class::None => l.class,
        (_, Upos::Propn) => class_of_name(named(text, k, t, cut)),
        _ => Class::None,
    };
    let kind = match a.pos {
        Pos::Masdar => 20,
        Pos::Participle => 21,
        Pos::Ordinal => 22,
        Pos::Quant => 23,
        _ => 0,
    };
    let shown = if lexeme.is_some() { a.feat & FORM } else { 0 };
    // The tanwin of the accusative is written with an alef.
    let tanwin =
        u32::from(!a.det && form.ends_with('ا') && matches!(w.upos, Upos::Noun | Upos::Adj));
    let before_pronoun = u32::from(cut.pron > 0);
    Atoms {
        pos: w.upos as u32 + 1,
        lemma,
        morph: shown ^ u32::from(a.det) << 31 ^ tanwin << 30 ^ before_pronoun << 29 | 1 << 28,
        class: if class == Class::None && kind == 0 { 0 } else { class as u32 * 32 + kind + 1 },
        agree: agreement(&a, form),
        state: state(&a, w.upos, cut, tanwin),
    }
}

fn state(a: &Analysis, upos: Upos, cut: Cut, tanwin: u32) -> u32 {
    match upos {
        Upos::Verb | Upos::Aux => {
            let aspect = u32::from(a.has(feat::PERF)) + 2 * u32::from(a.has(feat::IMPF));
            10 + aspect
                + 4 * u32::from(a.has(feat::PASSIVE) && !a.has(feat::ACTIVE))
                + 8 * u32::from(cut.pron > 0)
        }
        _ if a.det => 1,
        _ if cut.pron > 0 => 2,
        _ if tanwin > 0 => 3,
        _ if a.has(feat::ABSOLUTE) && !a.has(feat::CONSTRUCT) => 4,
        _ if a.has(feat::CONSTRUCT) && !a.has(feat::ABSOLUTE) => 5,
        _ => 6,
    }
}

/// Does the lexicon's part of speech go with the tree's? A noun taken for a name keeps neither lemma nor class.
fn fits(pos: Pos, upos: Upos) -> bool {
    match upos {
        Upos::Verb | Upos::Aux => matches!(pos, Pos::Verb | Pos::Neg),
        Upos::Noun | Upos::Adj | Upos::Num | Upos::Adv | Upos::Det => pos != Pos::Verb,
        Upos::Propn => pos == Pos::Proper,
        _ => true,
    }
}

fn agreement(a: &Analysis, form: &str) -> u32 {
    let known = a.feat & (feat::MASC | feat::FEM | feat::SING | feat::DUAL | feat::PLUR);
    match known {
        0 if form.ends_with('ه') => feat::FEM | feat::SING,
        known => known,
    }
}

fn of_pronoun(p: Option<Pron>) -> u32 {
    match p {
        Some(Pron::He) => feat::MASC | feat::SING,
        Some(Pron::She) => feat::FEM | feat::SING,
        Some(Pron::They) => feat::PLUR,
        Some(Pron::Dual) => feat::DUAL,
        _ => 0,
    }
}
