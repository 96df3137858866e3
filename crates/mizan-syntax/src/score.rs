//! How well trees are found: attachment scores over all words, and F1 of single relations.

use crate::relation::Rel;
use std::collections::BTreeMap;

/// Counts of one comparison. Attachments are counted over words that both sides cut alike; F1 over all words.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Words of the gold, of the system, and those cut alike.
    pub gold: usize,
    /// Words of the system.
    pub system: usize,
    /// Words cut alike.
    pub same: usize,
    /// Parts of speech alike.
    pub upos: usize,
    /// Heads alike.
    pub uas: usize,
    /// Heads and relations alike.
    pub las: usize,
    /// By relation: in the gold, in the system, right.
    pub relations: BTreeMap<&'static str, [usize; 3]>,
    /// Verbs: in the gold, in the system, right.
    pub verbs: [usize; 3],
}

/// A word for scoring: where it stands, its part of speech (as a number), its head as an index and its relation.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    /// First character, spaces left out.
    pub from: usize,
    /// One past the last.
    pub to: usize,
    /// Part of speech.
    pub upos: crate::Upos,
    /// Index of the head.
    pub head: Option<u32>,
    /// Relation.
    pub rel: Rel,
}

impl Scores {
    /// Adds a sentence: the gold's words and the system's.
    pub fn add(&mut self, gold: &[Scored], system: &[Scored]) {
        self.gold += gold.len();
        self.system += system.len();
        let at = |w: &Scored| (w.from, w.to);
        let place: BTreeMap<(usize, usize), usize> =
            system.iter().enumerate().map(|(i, w)| (at(w), i)).collect();
        for g in gold {
            self.count(g.upos, g.rel, 0);
        }
        for s in system {
            self.count(s.upos, s.rel, 1);
        }
        for g in gold {
            let Some(s) = place.get(&at(g)).map(|i| &system[*i]) else { continue };
            let heads =
                (g.head.map(|h| at(&gold[h as usize])), s.head.map(|h| at(&system[h as usize])));
            self.compare(g, s, heads.0 == heads.1);
        }
    }

    fn count(&mut self, upos: crate::Upos, rel: Rel, side: usize) {
        self.relations.entry(rel.name()).or_default()[side] += 1;
        self.verbs[side] += usize::from(upos == crate::Upos::Verb);
    }

    fn compare(&mut self, g: &Scored, s: &Scored, head: bool) {
        self.same += 1;
        self.upos += usize::from(g.upos == s.upos);
        self.uas += usize::from(head);
        self.verbs[2] += usize::from(g.upos == s.upos && g.upos == crate::Upos::Verb);
        if head && g.rel == s.rel {
            self.las += 1;
            self.relations.entry(g.rel.name()).or_default()[2] += 1;
        }
    }

    /// F1 of a count of right words.
    #[must_use]
    pub fn f1(&self, right: usize) -> f64 {
        2.0 * right as f64 / (self.gold + self.system).max(1) as f64
    }

    /// Precision and recall of verbs.
    #[must_use]
    pub fn verb_precision_recall(&self) -> (f64, f64) {
        let share = |side: usize| self.verbs[2] as f64 / self.verbs[side].max(1) as f64;
        (share(1), share(0))
    }

    /// Labelled F1 of one relation.
    #[must_use]
    pub fn relation_f1(&self, name: &str) -> f64 {
        let [gold, system, right] = self.relations.get(name).copied().unwrap_or_default();
        2.0 * right as f64 / (gold + system).max(1) as f64
    }
}
