//! Turning points: where the shares of a series of counts change.
//!
//! The method is PELT (Killick, Fearnhead and Eckley 2012, "Optimal detection of changepoints with a linear
//! computational cost", J. Am. Stat. Assoc. 107:1590–1598), exact for the cost given. The cost of a stretch is
//! minus twice the log-likelihood of its counts as one multinomial; the penalty of a change is Schwarz's
//! criterion, the parameters that a change adds (its shares and its place) times the logarithm of the
//! observations.

/// The shortest stretch between two changes, in steps.
const SHORTEST: usize = 2;

/// Places in `counts` (steps × kinds) at which a new stretch begins, in order.
pub(crate) fn changes(counts: &[Vec<f64>]) -> Vec<usize> {
    let kinds = counts.first().map_or(0, Vec::len);
    let total: f64 = counts.iter().flatten().sum();
    if kinds < 2 || total < 2.0 {
        return Vec::new();
    }
    let sums = cumulated(counts, kinds);
    let penalty = kinds as f64 * total.ln();
    let cost = |from: usize, to: usize| cost(&sums[from], &sums[to]);
    pelt(counts.len(), penalty, cost)
}

fn cumulated(counts: &[Vec<f64>], kinds: usize) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; kinds]];
    for step in counts {
        let last = &out[out.len() - 1];
        out.push(last.iter().zip(step).map(|(a, b)| a + b).collect());
    }
    out
}

/// Minus twice the log-likelihood of the counts between two sums.
fn cost(from: &[f64], to: &[f64]) -> f64 {
    let counts = from.iter().zip(to).map(|(a, b)| b - a);
    let total: f64 = counts.clone().sum();
    -2.0 * counts.filter(|c| *c > 0.0).map(|c| c * (c / total).ln()).sum::<f64>()
}

fn pelt(n: usize, penalty: f64, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    let mut best = vec![f64::INFINITY; n + 1];
    let mut last = vec![0; n + 1];
    best[0] = -penalty;
    let mut open: Vec<usize> = vec![0];
    for at in SHORTEST..=n {
        let value = |from: usize| best[from] + cost(from, at);
        let Some((found, from)) = open
            .iter()
            .map(|f| (value(*f) + penalty, *f))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        else {
            continue;
        };
        open.retain(|f| best[*f] + cost(*f, at) <= found);
        best[at] = found;
        last[at] = from;
        // A stretch may start where it leaves the shortest before it.
        open.push(at + 1 - SHORTEST);
        open.retain(|f| best[*f].is_finite());
        open.sort_unstable();
        open.dedup();
    }
    let mut out = Vec::new();
    let mut at = n;
    while at > 0 && last[at] > 0 {
        at = last[at];
        out.push(at);
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The best cut by trying all cuts (optimal partitioning), to hold PELT against.
    fn by_trying(counts: &[Vec<f64>]) -> Vec<usize> {
        let kinds = counts[0].len();
        let sums = cumulated(counts, kinds);
        let penalty = kinds as f64 * counts.iter().flatten().sum::<f64>().ln();
        let n = counts.len();
        let mut best: Vec<(f64, Vec<usize>)> = vec![(-penalty, vec![])];
        for at in 1..=n {
            let found = (0..at)
                .filter(|f| at - f >= SHORTEST && best[*f].0.is_finite())
                .map(|f| (best[f].0 + cost(&sums[f], &sums[at]) + penalty, f))
                .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            best.push(found.map_or((f64::INFINITY, vec![]), |(value, f)| {
                let mut cuts = best[f].1.clone();
                cuts.extend((f > 0).then_some(f));
                (value, cuts)
            }));
        }
        best[n].1.clone()
    }

    #[test]
    fn one_change_is_found_where_it_is_and_none_where_there_is_none() {
        let turned: Vec<Vec<f64>> =
            (0..24).map(|m| if m < 14 { vec![2.0, 9.0] } else { vec![9.0, 2.0] }).collect();
        assert_eq!(changes(&turned), [14]);
        assert_eq!(changes(&vec![vec![5.0, 5.0]; 24]), Vec::<usize>::new());
        assert_eq!(changes(&vec![vec![0.0, 0.0]; 24]), Vec::<usize>::new());
        assert_eq!(changes(&[]), Vec::<usize>::new());
    }

    #[test]
    fn pelt_finds_what_trying_all_cuts_finds() {
        let mut seed = 7u64;
        for _ in 0..300 {
            let mut random = |most: u64| {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (seed >> 33) % most
            };
            let length = 4 + random(30) as usize;
            let cut = random(30) as usize;
            let counts: Vec<Vec<f64>> = (0..length)
                .map(|m| {
                    let (a, b) = if m < cut { (3, 12) } else { (12, 3) };
                    vec![random(a) as f64, random(b) as f64]
                })
                .collect();
            if counts.iter().flatten().sum::<f64>() >= 2.0 {
                assert_eq!(changes(&counts), by_trying(&counts));
            }
        }
    }
}
