//! The tagger: chooses for each token one of its candidates, from left to right, by a linear model over named features.

use crate::features::Templates;
use crate::features::{ATOMS, State};
use crate::hash::mix;
use crate::model::{Model, ModelError};
use std::sync::LazyLock;

/// One way to read a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// What is chosen between: a part of speech with what is glued to it, by a number of the front end's own, below 255.
    pub label: u8,
    /// Hash of what this candidate makes of the word, such as its dictionary form and inflection.
    pub sense: u32,
    /// Hash of coarser traits of it: the sort of thing, how far-fetched it is.
    pub trait_of: u32,
    /// Hash of its inflection.
    pub morph: u32,
    /// What lists of names know of it, 0 for nothing.
    pub name: u32,
}

/// What the tagger sees of a token: hashes of strings.
#[derive(Debug, Clone, Default)]
pub struct Token {
    /// The word as written.
    pub form: u32,
    /// Its beginning, of two letters.
    pub prefix: u32,
    /// Its ends, of one, two and three letters.
    pub suffixes: [u32; 3],
    /// The candidates that it has, together.
    pub ambiguity: u32,
    /// Whose conventions the sentence follows: 0 for our own, else a treebank's number.
    pub domain: u32,
    /// The ways to read it, at least one.
    pub candidates: Vec<Candidate>,
}

/// The model, ready to choose; shared by threads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tagger {
    pub(crate) model: Model,
}

/// What stands before a token: the candidates chosen so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Before {
    label: [u32; 2],
    sense: u32,
    trait_of: u32,
    morph: u32,
}

impl Before {
    pub(crate) fn then(self, c: &Candidate) -> Before {
        let label = u32::from(c.label) + 1;
        Before {
            label: [label, self.label[0]],
            sense: c.sense,
            trait_of: c.trait_of,
            morph: c.morph,
        }
    }
}

const ATOM_NAMES: [&str; 27] = [
    "form", "pre", "suf1", "suf2", "suf3", "amb", "form-1", "amb-1", "form+1", "amb+1", "form+2",
    "amb+2", "label-1", "label-2", "sense-1", "trait-1", "morph-1", "form-2", "suf2+1", "pre+1",
    "suf2-1", "first", "sense", "trait", "morph", "domain", "name",
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let text = "
        form\npre\nsuf1\nsuf2\nsuf3\namb\npre suf2\nform-1\nform+1\nform+2\nform-2\namb-1\namb+1\namb+2\namb amb+1\namb amb-1
        label-1\nlabel-1 label-2\nlabel-1 form\nlabel-1 amb\nlabel-1 label-2 amb\nlabel-1 amb+1\nlabel-1 amb amb+1\nform form+1
        form-1 form\nform-1 amb\nform+1 amb\nsense-1\nsense-1 amb\ntrait-1\ntrait-1 amb\nmorph-1 amb\nlabel-1 form-1\nlabel-1 suf2
        amb suf2+1\namb pre+1\nlabel-1 suf2-1\namb amb+1 amb+2\nfirst\nfirst amb\nfirst form\nlabel-1 form+1\nlabel-1 suf3
        amb form+1 label-1\ndomain amb\ndomain form\ndomain label-1 amb\ndomain suf2 amb\ndomain form amb+1\nlabel-1 label-2 suf2\nlabel-1 label-2 amb+1\nform+1 form+2 amb\nsuf2 suf2+1\nsuf2 amb+1
        sense\ntrait\nmorph\nsense label-1\ntrait label-1\nmorph label-1\ntrait amb\nmorph amb\nmorph morph-1\nmorph morph-1 label-1
        trait trait-1\nsense trait-1\nsense sense-1\ntrait amb+1\nmorph amb+1\nmorph form+1\nsense form+1\ntrait form-1\nmorph form-1
        trait label-1 label-2\nmorph label-1 amb+1\nmorph label-1 label-2\ntrait morph label-1\nmorph suf2\ntrait suf2\nmorph morph-1 amb+1\nname\nname label-1\nname amb";
    Templates::new(text, &[], &ATOM_NAMES)
});

/// The atoms of a place that do not hang on a candidate.
pub(crate) fn state(tokens: &[Token], at: usize, before: &Before) -> State {
    let mut out = [0; ATOMS];
    let edge = Token::default();
    let near = |d: isize| at.checked_add_signed(d).and_then(|i| tokens.get(i)).unwrap_or(&edge);
    let here = near(0);
    let (back, back2, on, on2) = (near(-1), near(-2), near(1), near(2));
    let values = [
        here.form,
        here.prefix,
        here.suffixes[0],
        here.suffixes[1],
        here.suffixes[2],
        here.ambiguity,
        back.form,
        back.ambiguity,
        on.form,
        on.ambiguity,
        on2.form,
        on2.ambiguity,
        before.label[0],
        before.label[1],
        before.sense,
        before.trait_of,
        before.morph,
        back2.form,
        on.suffixes[1],
        on.prefix,
        back.suffixes[1],
        u32::from(at == 0),
    ];
    out[..values.len()].copy_from_slice(&values);
    out[25] = here.domain;
    out
}

/// How many templates, the last, are hashed with the candidate's label: all that look at the candidate itself are among them.
pub(crate) const OWN: usize = 30;

/// The features of a place that all its candidates share; each counts for each label apart.
pub(crate) fn shared(state: &State, out: &mut Vec<u32>) {
    TEMPLATES.features(state, out);
    let all = out.len();
    out.truncate(all - OWN);
}

/// The features of one candidate in its place; they count for all labels alike.
pub(crate) fn own(state: &mut State, c: &Candidate, out: &mut Vec<u32>) {
    (state[22], state[23], state[24]) = (c.sense, c.trait_of, c.morph);
    state[26] = c.name;
    out.clear();
    let first = TEMPLATES.all.len() - OWN;
    for (number, template) in TEMPLATES.all.iter().enumerate().skip(first) {
        let mut hash = mix(number as u32 + 1, u32::from(c.label) + 1);
        for atom in template {
            hash = mix(hash, state[*atom as usize]);
        }
        out.push(hash);
    }
}

impl Tagger {
    /// The place of the chosen candidate of each token. Linear in their number.
    #[must_use]
    pub fn choose(&self, tokens: &[Token]) -> Vec<u16> {
        let mut before = Before::default();
        let mut features = Vec::with_capacity(64);
        let mut out = Vec::with_capacity(tokens.len());
        for (at, token) in tokens.iter().enumerate() {
            let best = self.best(tokens, at, &before, &mut features);
            before = token.candidates.get(best).map_or(before, |c| before.then(c));
            out.push(best as u16);
        }
        out
    }

    fn best(&self, tokens: &[Token], at: usize, before: &Before, features: &mut Vec<u32>) -> usize {
        let candidates = &tokens[at].candidates;
        if candidates.len() < 2 {
            return 0;
        }
        let mut state = state(tokens, at, before);
        let mut scores = [0_i32; 256];
        shared(&state, features);
        self.model.sum(features, &mut scores);
        let mut top = (i32::MIN, 0);
        for (i, c) in candidates.iter().enumerate() {
            let mut own_score = [0_i32];
            own(&mut state, c, features);
            self.model.sum(features, &mut own_score);
            let score = scores[c.label as usize] + own_score[0];
            if score > top.0 {
                top = (score, i);
            }
        }
        top.1
    }

    /// Appends the model to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.model.write(out);
    }

    /// Takes the model from the front of `bytes`.
    ///
    /// # Errors
    /// Where the bytes hold no such model.
    pub fn read(bytes: &mut &[u8]) -> Result<Tagger, ModelError> {
        Ok(Tagger { model: Model::read(bytes)? })
    }

    /// How many weights there are.
    #[must_use]
    pub fn weights(&self) -> usize {
        self.model.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_atom_that_a_template_names_is_known_and_those_of_candidates_stand_last() {
        assert!(TEMPLATES.sound());
        let looks = |t: &[u8]| t.iter().any(|a| (22..25).contains(a) || *a == 26);
        let first = TEMPLATES.all.len() - OWN;
        assert!(!TEMPLATES.all[..first].iter().any(|t| looks(t)));
    }
}
