//! Groups from pairs: strongest first, never two that cannot be one.

use std::collections::BTreeMap;

/// A pair of members that belong together, by their places in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub a: usize,
    pub b: usize,
    pub weight: f64,
}

/// Joins members by pairs in the order of their weight. `apart` says whether two members cannot be in one
/// group; a pair that would bring such two together is passed over. `order` breaks ties the same way whatever
/// the order of arrival. Out: for each member the first member of its group.
pub(crate) fn groups(
    members: usize,
    mut pairs: Vec<Pair>,
    order: impl Fn(usize) -> i64,
    apart: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let rank = |p: &Pair| {
        let (a, b) = (order(p.a), order(p.b));
        (a.min(b), a.max(b))
    };
    pairs.sort_by(|p, q| q.weight.total_cmp(&p.weight).then_with(|| rank(p).cmp(&rank(q))));
    let mut group: Vec<usize> = (0..members).collect();
    let mut inside: BTreeMap<usize, Vec<usize>> = (0..members).map(|n| (n, vec![n])).collect();
    for p in pairs {
        let (x, y) = (group[p.a], group[p.b]);
        if x == y || barred(&inside[&x], &inside[&y], &apart) {
            continue;
        }
        let (to, from) = (x.min(y), x.max(y));
        let moved = inside.remove(&from).unwrap_or_default();
        moved.iter().for_each(|m| group[*m] = to);
        inside.entry(to).or_default().extend(moved);
    }
    group
}

/// Members of a group that are compared with those of another; more would make large groups slow.
const COMPARED: usize = 40;

fn barred(a: &[usize], b: &[usize], apart: &impl Fn(usize, usize) -> bool) -> bool {
    let (a, b) = (&a[..a.len().min(COMPARED)], &b[..b.len().min(COMPARED)]);
    a.iter().any(|x| b.iter().any(|y| apart(*x, *y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: usize, b: usize, weight: f64) -> Pair {
        Pair { a, b, weight }
    }

    #[test]
    fn the_stronger_pair_wins_where_two_cannot_be_one() {
        let pairs = vec![pair(0, 1, 4.0), pair(1, 2, 6.0)];
        let apart = |a: usize, b: usize| (a.min(b), a.max(b)) == (0, 2);
        let order = |n: usize| n as i64;
        let group = groups(3, pairs.clone(), order, apart);
        assert_ne!(group[0], group[1]);
        assert_eq!(group[1], group[2]);
        let turned = pairs.into_iter().rev().collect();
        assert_eq!(groups(3, turned, order, apart), group, "the order of pairs does not matter");
    }
}
