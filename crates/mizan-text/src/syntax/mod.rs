//! A sentence as a tree: tokens cut into syntactic words, one reading of each chosen by the tagger, words hung on one
//! another by the parser. Both are fitted on treebanks; their weights stand in `data/ar/syntax`.

mod atoms;
pub mod gold;
mod pieces;
pub mod print;

use crate::{Analysis, Sentence, Span, Text};
use mizan_data::Knowledge;
use mizan_syntax::{Atoms, Candidate, Rel, Token, Tree, Upos};
use pieces::Cut;

/// Which part of its token a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Part {
    Conjunction,
    Preposition,
    Future,
    Stem,
    Pronoun,
}

/// A syntactic word: a token or a part of one.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The token that it is cut from.
    pub token: u32,
    /// Bytes of the folded text.
    pub from: u32,
    /// One past its last byte.
    pub to: u32,
    /// Which part of the token it is.
    pub part: Part,
    /// Part of speech.
    pub upos: Upos,
    /// Which of the token's readings it follows.
    pub reading: u16,
}

/// A sentence in words, with its tree.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Its words, in order.
    pub words: Vec<Word>,
    /// What hangs on what.
    pub tree: Tree,
    /// What the parser saw of each word: to tell why a word hangs where it does.
    pub atoms: Vec<Atoms>,
    /// The stem of each token from the sentence's first on; `u32::MAX` for none.
    stems: Vec<u32>,
    first: usize,
}

impl Parsed {
    /// The word that is the stem of a token.
    #[must_use]
    pub fn stem(&self, token: usize) -> Option<usize> {
        let at = token.checked_sub(self.first)?;
        self.stems.get(at).filter(|w| **w != u32::MAX).map(|w| *w as usize)
    }
    /// The reading that a word follows.
    #[must_use]
    pub fn reading<'t>(&self, text: &'t Text<'_>, word: usize) -> &'t Analysis {
        let w = &self.words[word];
        let token = w.token as usize;
        text.readings(token).get(w.reading as usize).unwrap_or_else(|| text.reading(token))
    }
    /// The original span of a word.
    #[must_use]
    pub fn span(&self, text: &Text<'_>, word: usize) -> Span {
        self.words.get(word).map_or((0, 0), |w| text.folded.span(text.source, w.from, w.to))
    }
    /// The folded form of a word.
    #[must_use]
    pub fn form<'t>(&self, text: &'t Text<'_>, word: usize) -> &'t str {
        self.words.get(word).map_or("", |w| &text.folded.text[w.from as usize..w.to as usize])
    }
}

/// Reads a sentence into a tree.
///
/// Out: a tree over the sentence's words; without weights in the data, the words of the likeliest readings hang in a row.
#[must_use]
pub fn parse(text: &Text<'_>, k: &Knowledge, sentence: Sentence) -> Parsed {
    parse_as(text, k, sentence, 0)
}

/// Reads a sentence by the conventions of a treebank that the models were fitted on; 0 is our own.
#[must_use]
pub fn parse_as(text: &Text<'_>, k: &Knowledge, sentence: Sentence, domain: u32) -> Parsed {
    let models = k.models();
    let cuts = sentence_cuts(text, k, sentence);
    let tokens = tagger_tokens(text, k, &cuts, domain);
    let chosen = models.tagger.choose(&tokens);
    let picks = picks(text, &cuts, &chosen);
    let (words, atoms) = atoms::words(text, k, &picks);
    let tree = Tree::new(models.parser.parse_as(&atoms, domain));
    finish(sentence, words, atoms, tree)
}

/// The chosen cut of each token. Of the readings that cut and tag a token alike, the one that the lexicon's own choice took
/// stays: treebanks say what part of speech a word is, not which noun.
fn picks(text: &Text<'_>, cuts: &[(usize, Vec<Cut>)], chosen: &[u16]) -> Vec<(usize, Cut)> {
    let pick = |((t, list), i): (&(usize, Vec<Cut>), &u16)| {
        let best = *list.get(*i as usize)?;
        let own = text.tokens[*t].chosen;
        let alike = |c: &&Cut| c.reading == own && c.label() == best.label() && c.pron == best.pron;
        Some((*t, list.iter().find(alike).copied().unwrap_or(best)))
    };
    cuts.iter().zip(chosen).filter_map(pick).collect()
}

/// What a function word is shows only in the tree: و joins or opens, كان helps a verb or is one.
fn settle(words: &mut [Word], tree: &Tree) {
    for (i, w) in words.iter_mut().enumerate() {
        let rel = tree.rel(i);
        w.upos = match (w.part, w.upos) {
            (Part::Conjunction, _) => match rel {
                Rel::CompoundPrt => Upos::Part,
                Rel::Mark => Upos::Sconj,
                _ => Upos::Cconj,
            },
            (_, Upos::Aux) if !matches!(rel, Rel::Aux | Rel::Cop) => Upos::Verb,
            (_, upos) => upos,
        };
    }
}

fn finish(sentence: Sentence, mut words: Vec<Word>, atoms: Vec<Atoms>, tree: Tree) -> Parsed {
    settle(&mut words, &tree);
    let mut stems = vec![u32::MAX; sentence.to - sentence.from];
    for (i, w) in words.iter().enumerate().filter(|(_, w)| w.part == Part::Stem) {
        stems[w.token as usize - sentence.from] = i as u32;
    }
    Parsed { words, tree, atoms, stems, first: sentence.from }
}

/// The tokens of a sentence that are words, each with the ways to cut it.
fn sentence_cuts(text: &Text<'_>, k: &Knowledge, s: Sentence) -> Vec<(usize, Vec<Cut>)> {
    let wordy = |t: &usize| text.tokens[*t].kind != crate::Kind::Break;
    (s.from..s.to).filter(wordy).map(|t| (t, pieces::cuts(text, k, t))).collect()
}

fn tagger_tokens(
    text: &Text<'_>,
    k: &Knowledge,
    cuts: &[(usize, Vec<Cut>)],
    domain: u32,
) -> Vec<Token> {
    cuts.iter().map(|(t, c)| Token { domain, ..atoms::token(text, k, *t, c) }).collect()
}

/// The labels that candidates have between them, as one number.
fn candidates(list: &[Candidate]) -> u32 {
    let mut labels: Vec<u8> = list.iter().map(|c| c.label).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.iter().fold(7, |h, l| mizan_syntax::mix(h, u32::from(*l)))
}
