//! The parser: greedy arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez and Satta 2011), a linear model over named features
//! for the moves and another for the relations, each arc labelled when it is drawn.

use crate::features::{ATOMS, State, Templates, WIDTH, put, rel_atom, step};
use crate::grammar::Grammar;
use crate::hash::mix;
use crate::label;
use crate::model::{Model, ModelError};
use crate::relation::Rel;
use crate::word::Atoms;
use std::sync::LazyLock;

/// What a word hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Index of the head; `None` for the root of the sentence.
    pub head: Option<u32>,
    /// How it hangs there.
    pub rel: Rel,
}

/// Moves of the arc-hybrid system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Left,
    /// The top of the stack hangs on what lies below it.
    Right,
}

pub(crate) const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// Where a parse stands: the stack, the next word, the arcs drawn so far. The root stands behind the last word.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) stack: Vec<u32>,
    pub(crate) next: u32,
    pub(crate) words: u32,
    pub(crate) head: Vec<u32>,
    pub(crate) rel: Vec<Rel>,
    left: Vec<[u32; 2]>,
    right: Vec<[u32; 2]>,
    /// The first word of what hangs on each word so far, itself with it.
    edge: Vec<u32>,
    /// A bit for each relation that a word has among its children.
    pub(crate) children: Vec<u64>,
    /// Whose conventions the tree follows: 0 for our own, else a treebank's number.
    pub(crate) domain: u32,
}

const NOBODY: u32 = u32::MAX;

impl Config {
    pub(crate) fn new(words: usize, domain: u32) -> Config {
        let n = words + 1;
        Config {
            stack: Vec::with_capacity(32),
            next: 0,
            words: words as u32,
            head: vec![words as u32; n],
            rel: vec![Rel::Root; n],
            left: vec![[NOBODY; 2]; n],
            right: vec![[NOBODY; 2]; n],
            edge: (0..n as u32).collect(),
            children: vec![0; n],
            domain,
        }
    }

    pub(crate) fn finished(&self) -> bool {
        self.next >= self.words && self.stack.len() <= 1
    }

    /// The word at depth `n` of the stack, 0 on top.
    #[inline]
    pub(crate) fn top(&self, n: usize) -> Option<u32> {
        self.stack.len().checked_sub(n + 1).map(|i| self.stack[i])
    }

    pub(crate) fn allows(&self, m: Move) -> bool {
        match m {
            Move::Shift => self.next < self.words,
            Move::Left => !self.stack.is_empty() && self.next < self.words,
            Move::Right => self.stack.len() > 1,
        }
    }

    /// Head and child of the arc that a move draws.
    pub(crate) fn arc(&self, m: Move) -> Option<(u32, u32)> {
        match m {
            Move::Shift => None,
            Move::Left => Some((self.next, self.top(0)?)),
            Move::Right => Some((self.top(1)?, self.top(0)?)),
        }
    }

    pub(crate) fn apply(&mut self, m: Move, rel: Rel) {
        let Some((head, child)) = self.arc(m) else {
            self.stack.push(self.next);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.head[child as usize] = head;
        self.rel[child as usize] = rel;
        let side = if m == Move::Left { &mut self.left } else { &mut self.right };
        side[head as usize] = [child, side[head as usize][0]];
        self.children[head as usize] |= 1 << rel as u64;
        self.edge[head as usize] = self.edge[head as usize].min(self.edge[child as usize]);
    }

    /// The child drawn last on the left of a word.
    pub(crate) fn last_left(&self, word: Option<u32>) -> Option<u32> {
        word.map(|w| self.left[w as usize][0]).filter(|c| *c != NOBODY)
    }
    /// The word before all that hangs on a word.
    pub(crate) fn before(&self, word: Option<u32>) -> Option<u32> {
        word.and_then(|w| self.edge[w as usize].checked_sub(1))
    }
    /// The child drawn last on the right of a word, `n` back.
    pub(crate) fn last_right(&self, word: Option<u32>, n: usize) -> Option<u32> {
        word.map(|w| self.right[w as usize][n]).filter(|c| *c != NOBODY)
    }
}

const PLACES: [&str; 14] =
    ["s0", "s1", "s2", "b0", "b1", "b2", "s0l", "s0r", "s0r2", "s1r", "s1l", "b0l", "s0e", "b0e"];
const EXTRA: [&str; 7] = ["far", "agree", "s0set", "s1set", "b0set", "depth", "domain"];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
    let text = "
        s0.pos s0.morph\ns0.lemma\ns0.lemma s0.pos\ns0.class\ns1.pos s1.morph\ns1.lemma\ns2.pos s2.lemma
        b0.pos b0.morph\nb0.lemma\nb0.lemma b0.pos\nb0.class\nb1.pos b1.morph\nb1.lemma\nb2.pos\nb2.lemma
        s0.pos b0.pos\ns0.lemma b0.pos\ns0.pos b0.lemma\ns0.lemma b0.lemma\ns0.pos s0.morph b0.pos b0.morph
        s1.pos s0.pos\ns1.lemma s0.lemma\ns1.lemma s0.pos\ns1.pos s0.lemma\ns1.pos s1.morph s0.pos s0.morph
        s0.pos b1.pos b0.pos\ns1.pos s0.pos b0.pos\ns2.pos s1.pos s0.pos\nb0.pos b1.pos b2.pos
        s1.pos s0.pos b0.pos b1.pos\ns2.pos s1.pos s0.pos b0.pos\ns0.pos b0.pos b1.lemma\ns0.pos b0.lemma b1.pos
        s0.lemma b0.pos b1.pos\ns1.lemma s0.pos b0.pos\ns1.pos s0.lemma b0.pos\ns1.pos s0.pos b0.lemma
        s0.class b0.class\ns1.class s0.class\ns1.class s0.class b0.pos\ns0.class b0.pos\ns1.class s0.pos b0.pos
        s0.pos s0set\ns0.pos s0set b0.pos\ns0.pos s0set b0.pos b0.morph\ns0.lemma s0set\ns0.lemma s0set b0.lemma
        s1.pos s1set s0.pos\ns1.pos s1set s0.pos s0.morph\ns1.lemma s1set s0.pos\nb0.pos b0set\nb0.pos b0set s0.pos
        s0.pos s0r.rel b0.pos\ns0.pos s0r.rel s0r2.rel b0.pos\ns0.pos s0l.rel\ns0.pos s0l.lemma b0.pos
        s1.pos s1r.rel s0.pos\ns1.pos s0l.lemma s0.pos\ns1.lemma s0l.lemma\ns1.class s0l.lemma s0.class
        s1.pos s0l.lemma b0.pos\ns1.lemma s0l.lemma s0.pos\ns2.lemma s0l.lemma\ns2.pos s1.pos s0l.lemma
        s0.lemma b0l.lemma\ns0.pos b0l.lemma b0.pos\ns0.pos b0l.rel b0.pos\nb0.pos b0l.lemma\nb0.lemma b0l.lemma
        s0.lemma b0.lemma b1.pos\ns0.pos b0.lemma b1.lemma\ns0.pos b0.lemma b1.class\ns1.pos s0.pos b0.lemma b1.pos
        s1.lemma s0.pos b0.lemma\ns1.pos s0.lemma b0.lemma\ns1.pos s1.morph s0.pos b0.lemma
        s0.pos b0.pos far\ns0.pos b0.lemma far\ns0.pos b0.pos agree\ns0.pos b0.pos agree s0set\ns1.pos s0.pos b0.pos depth
        s0.agree b0.agree b0.pos s0.pos\ns1.agree s0.agree s0.pos s1.pos\ns1.morph s0.morph b0.pos
        s0r.pos s0r.lemma s0.pos b0.pos\ns0.pos s0r.class b0.class\ns1r.pos s1.pos s0.pos b0.pos\ns1.pos s1l.rel s0.pos
        s0.morph s0.class b0.pos b0.morph\ns0.class s0set b0.class\ns1.class s1set s0.class\ns2.class s1.class s0.class
        b0.class b1.class\ns0.lemma b1.lemma b0.pos\nb0.lemma b1.pos b1.morph\nb0.pos b1.lemma b2.pos\ns0e.lemma s0.pos b0.pos\ns0e.lemma s1.pos s0.pos\ns0e.lemma s1.pos s0.pos b0.pos\ns0e.lemma s1.class s0.class\nb0e.lemma b0.pos s0.pos\nb0e.lemma s0.pos s0set b0.pos\ns0e.lemma b0.lemma s0.pos s1.pos\ns0e.pos s1.pos s1set s0.pos\ns1.pos s1.state s0.pos s0.state\ns1.pos s1.state s0.pos s0.state b0.pos\ns1.pos s1.state s1set s0.pos s0.state\ns0.pos s0.state b0.pos b0.state\ns0.pos s0.state s0set b0.pos b0.state\ns1.class s1.state s0.class s0.state\ns0.pos s0.state b0.pos b1.pos\ns1.pos s1.state s1.agree s0.pos s0.state s0.agree\ndomain s0.pos b0.pos\ndomain s1.pos s0.pos b0.pos\ndomain s0.lemma b0.pos\ndomain s0.pos s0set b0.pos";
    Templates::new(text, &PLACES, &EXTRA)
});

fn state(c: &Config, atoms: &[Atoms]) -> State {
    let mut out = [0; ATOMS];
    let (s0, s1) = (c.top(0), c.top(1));
    let ahead = |n: u32| (c.next + n < c.words).then_some(c.next + n);
    let b0 = ahead(0);
    let places = [
        s0,
        s1,
        c.top(2),
        b0,
        ahead(1),
        ahead(2),
        c.last_left(s0),
        c.last_right(s0, 0),
        c.last_right(s0, 1),
        c.last_right(s1, 0),
        c.last_left(s1),
        c.last_left(b0),
        c.before(s0),
        c.before(b0),
    ];
    for (place, word) in places.into_iter().enumerate() {
        let Some(w) = word else { continue };
        // What the others hang on is open, or none of the state.
        let rel = if !(6..12).contains(&place) { 0 } else { rel_atom(c.rel[w as usize]) };
        put(&mut out, place, &atoms[w as usize], rel);
    }
    let at = PLACES.len() * WIDTH;
    let set = |w: Option<u32>| w.map_or(0, |w| set_atom(c.children[w as usize]));
    if let (Some(s), Some(b)) = (s0, b0) {
        out[at] = step((b - s) as usize);
        out[at + 1] = 1 + u32::from(atoms[s as usize].agree == atoms[b as usize].agree);
    }
    out[at + 2] = set(s0);
    out[at + 3] = set(s1);
    out[at + 4] = set(b0);
    out[at + 5] = 1 + step(c.stack.len());
    out[at + 6] = c.domain;
    out
}

/// The atom of a set of relations; marks say nothing.
#[inline]
pub(crate) fn set_atom(children: u64) -> u32 {
    let told = children & !(1 << Rel::Punct as u64);
    if told == 0 { 0 } else { mix(told as u32, (told >> 32) as u32) | 1 }
}

/// Features of where a parse stands, for the choice of the move.
pub(crate) fn move_features(c: &Config, atoms: &[Atoms], out: &mut Vec<u32>) {
    TEMPLATES.features(&state(c, atoms), out);
}

/// Why a word hangs where it does: the winning move, the runner-up and the templates that told most between the two.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The move's name.
    pub chosen: &'static str,
    /// The next best that was allowed.
    pub runner_up: Option<&'static str>,
    /// How far apart their scores are.
    pub margin: i32,
    /// Templates with what each adds to the difference, the strongest first.
    pub features: Vec<(&'static str, i32)>,
}

/// The two models, ready to parse; shared by threads.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parser {
    pub(crate) moves: Model,
    pub(crate) labels: Model,
    pub(crate) grammar: Grammar,
}

impl Parser {
    /// Parses words into one arc each. Linear in their number; never fails.
    #[must_use]
    pub fn parse(&self, atoms: &[Atoms]) -> Vec<Arc> {
        self.parse_as(atoms, 0)
    }

    /// Parses by the conventions of a treebank that it was fitted on: 0 for our own.
    #[must_use]
    pub fn parse_as(&self, atoms: &[Atoms], domain: u32) -> Vec<Arc> {
        let mut c = Config::new(atoms.len(), domain);
        let mut features = Vec::with_capacity(128);
        while !c.finished() {
            move_features(&c, atoms, &mut features);
            let best = self.best(&c, atoms, &features, None).map_or(Move::Right, |(m, _)| m);
            let rel = self.label(&c, best, atoms, &mut features);
            c.apply(best, rel);
        }
        arcs(&c)
    }

    fn best(
        &self,
        c: &Config,
        atoms: &[Atoms],
        features: &[u32],
        but: Option<Move>,
    ) -> Option<(Move, i32)> {
        let mut scores = [0_i32; 3];
        self.moves.sum(features, &mut scores);
        let allowed = MOVES.into_iter().filter(|m| c.allows(*m) && Some(*m) != but);
        // What the grammar does not know comes last; of equals the first, so that the answer is the same everywhere.
        let rank = |m: &Move| (self.known(c, *m, atoms) != 0, scores[*m as usize]);
        allowed.rev().max_by_key(rank).map(|m| (m, scores[m as usize]))
    }

    /// The relations that the grammar knows for the arc of a move; all for a shift.
    fn known(&self, c: &Config, m: Move, atoms: &[Atoms]) -> u64 {
        let Some((head, child)) = c.arc(m) else { return u64::MAX };
        let pos = |w: u32| atoms[w as usize].pos;
        self.grammar.relations(pos(head), pos(child), child < head)
    }

    fn label(&self, c: &Config, m: Move, atoms: &[Atoms], features: &mut Vec<u32>) -> Rel {
        let Some((head, child)) = c.arc(m) else { return Rel::Root };
        label::features(c, (head, child), atoms, features);
        let mut scores = [0_i32; Rel::ALL.len()];
        self.labels.sum(features, &mut scores);
        label::best(&scores, atoms[child as usize].pos, self.known(c, m, atoms))
    }

    /// Parses again and tells for each word the move that gave it its head.
    #[must_use]
    pub fn explain(&self, atoms: &[Atoms]) -> Vec<Option<Decision>> {
        let mut c = Config::new(atoms.len(), 0);
        let mut out = vec![None; atoms.len()];
        let mut features = Vec::with_capacity(128);
        while !c.finished() {
            move_features(&c, atoms, &mut features);
            let best = self.best(&c, atoms, &features, None).map_or(Move::Right, |(m, _)| m);
            if let Some((_, child)) = c.arc(best) {
                out[child as usize] = Some(self.decision(&c, atoms, &features, best));
            }
            let rel = self.label(&c, best, atoms, &mut features);
            c.apply(best, rel);
        }
        out
    }

    fn decision(&self, c: &Config, atoms: &[Atoms], features: &[u32], best: Move) -> Decision {
        const NAMES: [&str; 3] = ["shift", "left", "right"];
        let second = self.best(c, atoms, features, Some(best)).map(|(m, _)| m);
        let gain = |f: &u32| {
            let mut scores = [0_i32; 3];
            self.moves.add(*f, &mut scores);
            scores[best as usize] - second.map_or(0, |m| scores[m as usize])
        };
        let each = features.iter().map(|f| if *f == 0 { 0 } else { gain(f) });
        let mut told: Vec<_> = each.enumerate().map(|(i, g)| (TEMPLATES.name(i), g)).collect();
        let margin = told.iter().map(|(_, g)| g).sum();
        told.sort_by_key(|(_, g)| -g.abs());
        told.truncate(5);
        Decision {
            chosen: NAMES[best as usize],
            runner_up: second.map(|m| NAMES[m as usize]),
            margin,
            features: told,
        }
    }

    /// Appends both models to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.moves.write(out);
        self.labels.write(out);
        self.grammar.write(out);
    }

    /// Takes both models from the front of `bytes`.
    ///
    /// # Errors
    /// Where the bytes hold no such models.
    pub fn read(bytes: &mut &[u8]) -> Result<Parser, ModelError> {
        let (moves, labels) = (Model::read(bytes)?, Model::read(bytes)?);
        Ok(Parser { moves, labels, grammar: Grammar::read(bytes)? })
    }

    /// How many weights there are, of moves and of relations.
    #[must_use]
    pub fn weights(&self) -> (usize, usize) {
        (self.moves.len(), self.labels.len())
    }
}

/// The arcs of a finished parse. What is left on the stack is the root.
fn arcs(c: &Config) -> Vec<Arc> {
    let root = |i: usize| c.head[i] == c.words;
    (0..c.words as usize)
        .map(|i| match root(i) {
            true => Arc { head: None, rel: Rel::Root },
            false => Arc { head: Some(c.head[i]), rel: c.rel[i] },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_atom_that_a_template_names_is_known() {
        assert!(TEMPLATES.sound());
    }

    #[test]
    fn a_parser_without_weights_still_gives_one_tree() {
        let atoms = vec![Atoms { pos: 3, ..Atoms::default() }; 7];
        let arcs = Parser::default().parse(&atoms);
        assert_eq!(arcs.len(), 7);
        assert_eq!(arcs.iter().filter(|a| a.head.is_none()).count(), 1);
    }
}
