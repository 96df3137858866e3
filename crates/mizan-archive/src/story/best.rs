//! The strongest pairs of each member: a happening that a thousand pages tell has a million pairs, of which a few
//! of each page are enough to hold it together.
//!
//! A pair is kept while it is among the strongest [`KEPT`] of either of its two members, ties broken by the
//! members' own order, or leads to one of the [`FIRST`] members that come first in that order: the strongest alone
//! would hold together the reprints of each text, and let go of what binds one text to another. More members only
//! raise what it takes, so the pairs kept in the end do not depend on the order of arrival.

use crate::error::Done;
use fnv::FnvHashMap;
use std::collections::hash_map::Entry;

/// Pairs kept of each member.
const KEPT: usize = 10;
/// Pairs kept of each member for the others' order, whatever they weigh.
const FIRST: usize = 2;

/// A member's pair with another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct With {
    pub other: i64,
    /// The other's place in an order that no arrival changes.
    pub rank: i64,
    pub weight: f64,
}

impl With {
    /// The stronger first, of equals the one of lower rank.
    fn before(&self, b: &With) -> bool {
        self.weight > b.weight || self.weight == b.weight && self.rank < b.rank
    }
}

/// Pairs as they are changed by a batch.
#[derive(Default)]
pub(crate) struct Best {
    lists: FnvHashMap<i64, Vec<With>>,
    /// Pairs to be written with their weight, or taken away.
    pub changed: FnvHashMap<(i64, i64), Option<f64>>,
}

impl Best {
    /// Offers a pair; `load` reads the pairs kept of a member so far. `a` and `b` are member and rank.
    pub fn offer(
        &mut self,
        a: (i64, i64),
        b: (i64, i64),
        weight: f64,
        mut load: impl FnMut(i64) -> Done<Vec<With>>,
    ) -> Done<()> {
        for (member, _) in [a, b] {
            self.read(member, &mut load)?;
        }
        let (to_a, to_b) =
            (With { other: b.0, rank: b.1, weight }, With { other: a.0, rank: a.1, weight });
        if !self.fits(a.0, &to_a) && !self.fits(b.0, &to_b) {
            return Ok(());
        }
        self.changed.insert(pair(a.0, b.0), Some(weight));
        for (member, with) in [(a.0, to_a), (b.0, to_b)] {
            self.put(member, with);
        }
        for member in [a.0, b.0] {
            self.trim(member, &mut load)?;
        }
        Ok(())
    }

    /// Would a member hold this pair?
    fn fits(&self, member: i64, with: &With) -> bool {
        let list = self.list(member);
        list.iter().any(|w| w.other == with.other)
            || list.get(KEPT - 1).is_none_or(|last| with.before(last))
            || list.iter().filter(|w| w.rank < with.rank).count() < FIRST
    }

    fn list(&self, member: i64) -> &[With] {
        self.lists.get(&member).map_or(&[], Vec::as_slice)
    }

    /// Does a member hold its pair with another?
    fn holds(&self, member: i64, other: i64) -> bool {
        let list = self.list(member);
        let Some(place) = list.iter().position(|w| w.other == other) else { return false };
        place < KEPT || list.iter().filter(|w| w.rank < list[place].rank).count() < FIRST
    }

    fn put(&mut self, member: i64, with: With) {
        let list = self.lists.entry(member).or_default();
        list.retain(|w| w.other != with.other);
        let at = list.partition_point(|w| w.before(&with));
        list.insert(at, with);
    }

    /// Lets go of what neither of two members holds any more.
    fn trim(&mut self, member: i64, load: &mut impl FnMut(i64) -> Done<Vec<With>>) -> Done<()> {
        let list = self.list(member);
        if list.len() <= KEPT {
            return Ok(());
        }
        for fallen in [list.get(KEPT).copied(), after_first(list)].into_iter().flatten() {
            self.read(fallen.other, load)?;
            if !self.holds(member, fallen.other) && !self.holds(fallen.other, member) {
                for (x, y) in [(member, fallen.other), (fallen.other, member)] {
                    self.lists.entry(x).or_default().retain(|w| w.other != y);
                }
                self.changed.insert(pair(member, fallen.other), None);
            }
        }
        Ok(())
    }

    fn read(&mut self, member: i64, load: &mut impl FnMut(i64) -> Done<Vec<With>>) -> Done<()> {
        if let Entry::Vacant(place) = self.lists.entry(member) {
            let mut list = load(member)?;
            list.sort_by(|x, y| y.weight.total_cmp(&x.weight).then(x.rank.cmp(&y.rank)));
            place.insert(list);
        }
        Ok(())
    }
}

/// The pair that was among the first by order before another came.
fn after_first(list: &[With]) -> Option<With> {
    let mut first: Vec<With> = Vec::with_capacity(FIRST + 2);
    for with in list {
        let at = first.partition_point(|w| w.rank < with.rank);
        if at <= FIRST {
            first.insert(at, *with);
            first.truncate(FIRST + 1);
        }
    }
    first.get(FIRST).copied()
}

/// The two in the order in which they are written.
pub(crate) fn pair(a: i64, b: i64) -> (i64, i64) {
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn kept(order: &[(i64, i64)]) -> BTreeSet<(i64, i64)> {
        let mut best = Best::default();
        let mut out = BTreeSet::new();
        for (a, b) in order {
            // Weights of a few values, so that ties are common.
            let weight = ((a * 7 + b * 7) % 5) as f64;
            best.offer((*a, *a), (*b, *b), weight, |_| Ok(Vec::new())).expect("no file is read");
            for (pair, keep) in best.changed.drain() {
                if keep.is_some() {
                    out.insert(pair)
                } else {
                    out.remove(&pair)
                };
            }
        }
        out
    }

    #[test]
    fn the_pairs_kept_do_not_depend_on_the_order_and_hold_all_together() {
        let mut all: Vec<(i64, i64)> = (0..60).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
        let first = kept(&all);
        assert!(first.len() < all.len() / 2, "{} of {}", first.len(), all.len());
        for turn in [7, 311, 1009] {
            all.rotate_left(turn);
            all.reverse();
            assert_eq!(kept(&all), first);
        }
        let mut reached = BTreeSet::from([0]);
        for _ in 0..60 {
            let more: Vec<i64> = first
                .iter()
                .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
                .filter(|p| reached.contains(&p.0))
                .map(|p| p.1)
                .collect();
            reached.extend(more);
        }
        assert_eq!(reached.len(), 60);
    }
}
