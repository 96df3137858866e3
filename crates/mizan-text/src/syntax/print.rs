//! A tree for people and for other programs: an outline, and the rows of CoNLL-U.

use super::{Parsed, Part};
use crate::analyze::Analysis;
use crate::{Text, feat};
use mizan_data::Knowledge;
use mizan_data::model::Pos;
use mizan_syntax::Upos;
use mizan_syntax::conllu::{Row, Sentence};

/// The sentence as a CoNLL-U sentence: words split as UD splits them, lemmas and features as far as the lexicon knows them.
#[must_use]
pub fn conllu(text: &Text<'_>, k: &Knowledge, parsed: &Parsed) -> Sentence {
    let span = |w: usize| parsed.span(text, w);
    let (from, to) = match parsed.words.len() {
        0 => (0, 0),
        n => (span(0).0, span(n - 1).1),
    };
    let row = |i: usize| {
        let end = span(i).1;
        let glued = parsed.words.get(i + 1).is_some() && span(i + 1).0 == end;
        Row {
            form: text.words(span(i)).to_owned(),
            lemma: lemma(text, k, parsed, i),
            upos: parsed.words[i].upos,
            feats: features(text, parsed, i),
            head: parsed.tree.head(i).map(|h| h as u32),
            rel: parsed.tree.rel(i),
            space_after: !glued,
        }
    };
    Sentence {
        text: text.words((from, to)).replace('\n', " "),
        rows: (0..parsed.words.len()).map(row).collect(),
        ..Sentence::default()
    }
}

/// The tree as lines, one a word, each indented below its head: relation, word and part of speech. Every word stands in
/// an isolate, so that right-to-left words leave the lines as they are.
#[must_use]
pub fn outline(text: &Text<'_>, parsed: &Parsed) -> String {
    let mut out = String::new();
    let roots: Vec<usize> =
        (0..parsed.words.len()).filter(|w| parsed.tree.head(*w).is_none()).collect();
    let mut todo: Vec<(usize, usize)> = roots.into_iter().rev().map(|w| (w, 0)).collect();
    while let Some((word, depth)) = todo.pop() {
        let (rel, upos) = (parsed.tree.rel(word).name(), parsed.words[word].upos.name());
        let form = text.words(parsed.span(text, word));
        out.push_str(&format!("{}{rel} \u{2068}{form}\u{2069} {upos}\n", "  ".repeat(depth)));
        todo.extend(parsed.tree.children(word).rev().map(|c| (c, depth + 1)));
    }
    out
}

fn lemma(text: &Text<'_>, k: &Knowledge, parsed: &Parsed, word: usize) -> String {
    let w = &parsed.words[word];
    let lexeme = k.tables.lexemes.get(parsed.reading(text, word).lex as usize);
    match lexeme.filter(|l| {
        w.part == Part::Stem && (l.pos == Pos::Verb) == matches!(w.upos, Upos::Verb | Upos::Aux)
    }) {
        Some(l) => l.lemma.clone(),
        None => parsed.form(text, word).to_owned(),
    }
}

/// UD's features, in the order of their names; `_` for none.
fn features(text: &Text<'_>, parsed: &Parsed, word: usize) -> String {
    let w = &parsed.words[word];
    let a = parsed.reading(text, word);
    let all = match w.part {
        Part::Pronoun => of_agreement(parsed.atoms[word].agree),
        Part::Stem => of_stem(a, w.upos),
        _ => Vec::new(),
    };
    if all.is_empty() { "_".to_owned() } else { all.join("|") }
}

fn of_agreement(bits: u32) -> Vec<&'static str> {
    let one = |list: &[(u32, &'static str)]| -> Option<&'static str> {
        let mut set = list.iter().filter(|(bit, _)| bits & bit != 0);
        // Print that leaves two open says neither.
        set.next().filter(|_| set.next().is_none()).map(|(_, name)| *name)
    };
    let gender = one(&[(feat::FEM, "Gender=Fem"), (feat::MASC, "Gender=Masc")]);
    let number = one(&[
        (feat::SING, "Number=Sing"),
        (feat::DUAL, "Number=Dual"),
        (feat::PLUR, "Number=Plur"),
    ]);
    gender.into_iter().chain(number).collect()
}

fn of_stem(a: &Analysis, upos: Upos) -> Vec<&'static str> {
    let verbal = matches!(upos, Upos::Verb | Upos::Aux);
    let has = |bit: u32, other: u32| a.feat & bit != 0 && a.feat & other == 0;
    let mut out = Vec::new();
    let mut put = |yes: bool, name| out.extend(yes.then_some(name));
    put(verbal && has(feat::PERF, feat::IMPF), "Aspect=Perf");
    put(verbal && has(feat::IMPF, feat::PERF), "Aspect=Imp");
    put(!verbal && a.definite(), "Definite=Def");
    out.extend(if matches!(upos, Upos::Noun | Upos::Adj) || verbal {
        of_agreement(a.feat)
    } else {
        Vec::new()
    });
    let mut put = |yes: bool, name| out.extend(yes.then_some(name));
    put(verbal && has(feat::P3, feat::P1 | feat::P2), "Person=3");
    put(verbal && has(feat::P1, feat::P3 | feat::P2), "Person=1");
    put(verbal && has(feat::PASSIVE, feat::ACTIVE), "Voice=Pass");
    put(verbal && has(feat::ACTIVE, feat::PASSIVE), "Voice=Act");
    out
}
