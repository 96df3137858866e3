//! Fits the tagger and the parser to a treebank. Deterministic: the same examples give the same bytes.

use crate::grammar::Grammar;
use crate::label;
use crate::learn::Learner;
use crate::oracle;
use crate::parser::{Arc, Config, MOVES, Move, Parser, move_features};
use crate::relation::Rel;
use crate::tagger::{self, Before, Tagger, Token};
use crate::word::Atoms;

/// A sentence to learn parsing from.
#[derive(Debug, Clone)]
pub struct Example {
    /// What the parser sees of each word.
    pub atoms: Vec<Atoms>,
    /// The arcs that are right.
    pub arcs: Vec<Arc>,
    /// Whose conventions they follow: 0 for our own, else a treebank's number.
    pub domain: u32,
}

/// A sentence to learn choosing from.
#[derive(Debug, Clone)]
pub struct TagExample {
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// For each token the candidates that are right, one bit each; 0 where none is, and nothing is learned.
    pub right: Vec<u64>,
}

/// Random numbers that are the same everywhere (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn order(&mut self, n: usize) -> Vec<usize> {
        let mut out: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            out.swap(i, (self.roll() % (i as u64 + 1)) as usize);
        }
        out
    }
}

/// Fits a tagger in so many rounds.
#[must_use]
pub fn fit_tagger(examples: &[TagExample], rounds: usize) -> Tagger {
    let mut learner = Learner::default();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..rounds {
        for i in dice.order(examples.len()) {
            learn_choices(&mut learner, &examples[i]);
        }
    }
    Tagger { model: learner.pack(1) }
}

fn learn_choices(learner: &mut Learner, example: &TagExample) {
    let mut before = Before::default();
    for (at, token) in example.tokens.iter().enumerate() {
        let chosen = learn_choice(learner, example, at, &before);
        before = token.candidates.get(chosen).map_or(before, |c| before.then(c));
    }
}

/// One choice: what the model takes, and a step towards the best right candidate where it is wrong.
fn learn_choice(learner: &mut Learner, example: &TagExample, at: usize, before: &Before) -> usize {
    let candidates = &example.tokens[at].candidates;
    if candidates.len() < 2 {
        return 0;
    }
    let mut state = tagger::state(&example.tokens, at, before);
    let mut shared = Vec::new();
    tagger::shared(&state, &mut shared);
    shared.retain(|f| *f != 0);
    let mut scores = [0_f32; 256];
    learner.score(&shared, &mut scores);
    let mut owns: Vec<(f32, Vec<u32>)> = Vec::with_capacity(candidates.len());
    for c in candidates {
        let mut own = Vec::new();
        tagger::own(&mut state, c, &mut own);
        let mut score = [0_f32];
        learner.score(&own, &mut score);
        owns.push((scores[c.label as usize] + score[0], own));
    }
    let best = |only: &dyn Fn(usize) -> bool| {
        let mut top: Option<usize> = None;
        for i in (0..owns.len()).filter(|i| only(*i)) {
            if top.is_none_or(|t| owns[i].0 > owns[t].0) {
                top = Some(i);
            }
        }
        top
    };
    let chosen = best(&|_| true).unwrap_or(0);
    let right = example.right[at];
    if let Some(good) = best(&|i| i < 64 && right >> i & 1 == 1) {
        learner.tick();
        if right >> chosen & 1 == 0 || chosen >= 64 {
            learner.shift(&shared, candidates[good].label, candidates[chosen].label);
            learner.raise(&owns[good].1, 0, 1.0);
            learner.raise(&owns[chosen].1, 0, -1.0);
            return good;
        }
    }
    chosen
}

/// Fits a parser in so many rounds. From the second round on it follows its own moves now and then, so that it learns to
/// go on well after an error.
#[must_use]
pub fn fit_parser(examples: &[Example], rounds: usize) -> Parser {
    let mut fit = Fit {
        moves: Learner::default(),
        labels: Learner::default(),
        dice: Dice(0x9e37_79b9_7f4a_7c15),
    };
    for round in 0..rounds {
        for i in fit.dice.order(examples.len()) {
            fit.sentence(&examples[i], round > 0);
        }
    }
    let trees =
        examples.iter().map(|x| (x.atoms.iter().map(|a| a.pos).collect(), x.arcs.as_slice()));
    // By test: a third of the size, and as many arcs right.
    const CHANGES: u32 = 3;
    let (moves, labels) = (fit.moves.pack(CHANGES), fit.labels.pack(CHANGES));
    Parser { moves, labels, grammar: Grammar::count(trees) }
}

struct Fit {
    moves: Learner,
    labels: Learner,
    dice: Dice,
}

impl Fit {
    fn sentence(&mut self, x: &Example, explore: bool) {
        let n = x.atoms.len();
        let gold: Vec<u32> =
            x.arcs.iter().map(|a| a.head.unwrap_or(n as u32)).chain([n as u32]).collect();
        let mut c = Config::new(n, x.domain);
        let mut features = Vec::new();
        while !c.finished() {
            move_features(&c, &x.atoms, &mut features);
            features.retain(|f| *f != 0);
            let step = self.next_move(&c, &gold, &features, explore);
            let rel = self.next_label(&c, step, x, &mut features);
            c.apply(step, rel);
        }
    }

    fn next_move(&mut self, c: &Config, gold: &[u32], features: &[u32], explore: bool) -> Move {
        let mut scores = [0_f32; 3];
        self.moves.score(features, &mut scores);
        let allowed: Vec<(usize, Move)> = MOVES
            .into_iter()
            .filter(|m| c.allows(*m))
            .map(|m| (oracle::cost(c, m, gold), m))
            .collect();
        let cheapest = allowed.iter().map(|(cost, _)| *cost).min().unwrap_or(0);
        let best = |zero: bool| {
            let some =
                allowed.iter().filter(|(cost, _)| !zero || *cost == cheapest).map(|(_, m)| *m);
            some.rev()
                .max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize]))
                .unwrap_or(Move::Right)
        };
        let (chosen, good) = (best(false), best(true));
        let wrong = allowed.iter().any(|(cost, m)| *m == chosen && *cost > cheapest);
        self.moves.step(features, good as u8, if wrong { chosen as u8 } else { good as u8 });
        // Nine times of ten the learner follows its own error, and learns to go on from there.
        let follows = wrong && explore && !self.dice.roll().is_multiple_of(10);
        if follows || !wrong { chosen } else { good }
    }

    /// The relation of the arc that a move draws; learned where the arc is right, guessed where it is not.
    fn next_label(&mut self, c: &Config, m: Move, x: &Example, features: &mut Vec<u32>) -> Rel {
        let Some((head, child)) = c.arc(m) else { return Rel::Root };
        label::features(c, (head, child), &x.atoms, features);
        features.retain(|f| *f != 0);
        let mut scores = [0_f32; Rel::ALL.len()];
        self.labels.score(features, &mut scores);
        let whole: Vec<i32> = scores.iter().map(|s| (*s * 1000.0) as i32).collect();
        let guess = label::best(&whole, x.atoms[child as usize].pos, u64::MAX);
        let arc = x.arcs[child as usize];
        if arc.head != Some(head) {
            return guess;
        }
        if guess != Rel::Punct {
            self.labels.step(features, arc.rel as u8, guess as u8);
        }
        arc.rel
    }
}
