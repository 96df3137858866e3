//! How far coders agree.
//!
//! Cohen's kappa for two coders (Cohen 1960, "A coefficient of agreement for nominal scales", Educational and
//! Psychological Measurement 20:37–46) and Krippendorff's alpha for any number, with gaps, on a nominal scale
//! (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, section C).

use serde::Serialize;
use std::collections::BTreeMap;

/// Agreement on one question, such as the type of events.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Agreement {
    /// verdict, type, mode or status.
    pub on: String,
    /// Units that two coders or more judged.
    pub units: usize,
    /// Share of pairs of judgements that are alike; none without pairs.
    pub observed: Option<f64>,
    /// Krippendorff's alpha; none where nothing varies or no unit was judged twice.
    pub alpha: Option<f64>,
    /// Cohen's kappa of each two coders with units in common.
    pub kappa: Vec<Kappa>,
}

/// Cohen's kappa of two coders.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Kappa {
    pub a: String,
    pub b: String,
    /// Units that both judged.
    pub units: usize,
    /// Absent where both gave one and the same value throughout: chance alone would agree as well.
    pub kappa: Option<f64>,
}

/// One unit: what each coder holds, by name.
pub type Unit = BTreeMap<String, String>;

/// Agreement over units.
#[must_use]
pub fn agreement(on: &str, units: &[Unit]) -> Agreement {
    let paired: Vec<&Unit> = units.iter().filter(|u| u.len() > 1).collect();
    Agreement {
        on: on.to_owned(),
        units: paired.len(),
        observed: observed(&paired),
        alpha: alpha(units),
        kappa: pairs(&paired),
    }
}

/// Share of pairs of values within units that are alike.
fn observed(units: &[&Unit]) -> Option<f64> {
    let (mut alike, mut all) = (0u64, 0u64);
    for unit in units {
        let values: Vec<&String> = unit.values().collect();
        for (n, a) in values.iter().enumerate() {
            for b in &values[n + 1..] {
                all += 1;
                alike += u64::from(a == b);
            }
        }
    }
    (all > 0).then(|| alike as f64 / all as f64)
}

fn pairs(units: &[&Unit]) -> Vec<Kappa> {
    let mut coders: Vec<&String> = units.iter().flat_map(|u| u.keys()).collect();
    coders.sort();
    coders.dedup();
    let mut out = Vec::new();
    for (n, a) in coders.iter().enumerate() {
        for b in &coders[n + 1..] {
            let both: Vec<(&str, &str)> = units
                .iter()
                .filter_map(|u| Some((u.get(*a)?.as_str(), u.get(*b)?.as_str())))
                .collect();
            if !both.is_empty() {
                let kappa = cohen(&both);
                out.push(Kappa { a: (*a).clone(), b: (*b).clone(), units: both.len(), kappa });
            }
        }
    }
    out
}

/// Cohen's kappa of pairs of values: (observed − expected) / (1 − expected).
#[must_use]
pub fn cohen(pairs: &[(&str, &str)]) -> Option<f64> {
    let n = pairs.len() as f64;
    let mut sides: [BTreeMap<&str, f64>; 2] = Default::default();
    let mut alike = 0.0;
    for (a, b) in pairs {
        *sides[0].entry(a).or_default() += 1.0;
        *sides[1].entry(b).or_default() += 1.0;
        alike += f64::from(u8::from(a == b));
    }
    let expected: f64 =
        sides[0].iter().map(|(v, k)| k / n * sides[1].get(v).unwrap_or(&0.0) / n).sum();
    (n > 0.0 && expected < 1.0).then(|| (alike / n - expected) / (1.0 - expected))
}

/// Krippendorff's alpha for nominal values: 1 − (n − 1) · Σ o_ck / Σ n_c n_k over unlike values c, k.
#[must_use]
pub fn alpha(units: &[Unit]) -> Option<f64> {
    let mut totals: BTreeMap<&str, f64> = BTreeMap::new();
    let mut unlike = 0.0;
    for unit in units.iter().filter(|u| u.len() > 1) {
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        unit.values().for_each(|v| *counts.entry(v).or_default() += 1.0);
        let m: f64 = counts.values().sum();
        unlike += counts.values().map(|k| k * (m - k)).sum::<f64>() / (m - 1.0);
        counts.iter().for_each(|(v, k)| *totals.entry(v).or_default() += k);
    }
    let n: f64 = totals.values().sum();
    let expected: f64 = totals.values().map(|k| k * (n - k)).sum();
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * unlike / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(rows: &[&str]) -> Vec<Unit> {
        let columns = rows[0].split(' ').count();
        let cell = |r: &str, c: usize| r.split(' ').nth(c).filter(|v| *v != ".").map(str::to_owned);
        (0..columns)
            .map(|c| {
                let each = rows.iter().enumerate();
                each.filter_map(|(n, r)| Some((format!("coder {n}"), cell(r, c)?))).collect()
            })
            .collect()
    }

    #[test]
    fn alpha_of_krippendorffs_own_examples() {
        // Section A: two observers, binary data: .095. Section B: two observers, five values: .692.
        let binary = units(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        assert!((alpha(&binary).expect("alpha") - 0.095).abs() < 0.001);
        let nominal = units(&["a a b b d c c c e d d a", "b a b b b c c c e d d d"]);
        assert!((alpha(&nominal).expect("alpha") - 0.692).abs() < 0.001);
        // Section C: four observers with gaps: .743.
        let many = units(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        assert!((alpha(&many).expect("alpha") - 0.743).abs() < 0.001);
    }

    #[test]
    fn kappa_of_cohens_table() {
        // Cohen 1960, table 1: proportions over 200 units; kappa .492.
        let table = [
            ("a", "a", 88),
            ("a", "b", 14),
            ("a", "c", 18),
            ("b", "a", 10),
            ("b", "b", 40),
            ("b", "c", 10),
            ("c", "a", 2),
            ("c", "b", 6),
            ("c", "c", 12),
        ];
        let pairs: Vec<(&str, &str)> =
            table.iter().flat_map(|(a, b, n)| std::iter::repeat_n((*a, *b), *n)).collect();
        assert!((cohen(&pairs).expect("kappa") - 0.492).abs() < 0.001);
        assert_eq!(cohen(&[("a", "a"), ("a", "a")]), None, "nothing varies");
        assert_eq!(cohen(&[]), None);
    }

    #[test]
    fn nothing_judged_twice_has_no_agreement() {
        let one = agreement("type", &units(&["a b", ". ."]));
        assert_eq!((one.units, one.observed, one.alpha), (0, None, None));
    }
}
