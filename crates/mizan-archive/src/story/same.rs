//! Are two events one happening? A pure judgement of the pair, so that the order of arrival cannot matter.
//!
//! Each thing compared adds or takes away evidence, in the manner of Fellegi and Sunter (1969), "A theory for
//! record linkage": weights are set by hand, on `corpus/story`, and every link says what it was drawn from.

use crate::codes;
use crate::sign::{Class, LONG, Party, Sign, Spot, family};
use crate::story::gather::REPRINT;

/// Evidence from which on two events are one happening.
pub(crate) const ENOUGH: f64 = 3.5;

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Same,
    Kin,
    Unknown,
    Clash,
}

/// Judges a pair. `share` is how much of the shorter page stands in the other.
pub(crate) fn weight(a: &Sign, b: &Sign, share: f64) -> Option<f64> {
    if clash(a, b, share) {
        return None;
    }
    let weight = summed(a, b, share, false).weight;
    (weight >= ENOUGH).then(|| (weight * 100.0).round() / 100.0)
}

/// In words, what the weight of a pair was drawn from.
pub(crate) fn why(a: &Sign, b: &Sign, share: f64) -> String {
    summed(a, b, share, true).why.join("; ")
}

fn summed(a: &Sign, b: &Sign, share: f64, told: bool) -> Sum {
    let mut sum = Sum { told, ..Sum::default() };
    days(a, b, &mut sum);
    place(a, b, &mut sum);
    sides(a, b, &mut sum);
    figures(a, b, &mut sum);
    modes(a, b, &mut sum);
    if a.event != b.event {
        sum.add(-0.5, || format!("told as {} and {}", a.event, b.event));
    }
    words(a, b, share, &mut sum);
    sum
}

/// Can the two not be one happening, whatever else they share?
pub(crate) fn clash(a: &Sign, b: &Sign, share: f64) -> bool {
    family(&a.event) != family(&b.event)
        || a.class != b.class
        || far(a, b, share)
        || spots(a.place.as_ref(), b.place.as_ref()) == Match::Clash
        || parties(a, b).0 == Match::Clash
}

/// Judges two events of one page: the title tells in short what the text tells.
pub(crate) fn headline(a: &Sign, b: &Sign) -> Option<f64> {
    let one = a.title != b.title && !clash(a, b, 1.0);
    one.then(|| 10.0 + (overlap(&a.words, &b.words) * 100.0).round() / 100.0)
}

#[derive(Default)]
struct Sum {
    weight: f64,
    /// Are the words wanted? Most pairs are weighed and let go.
    told: bool,
    why: Vec<String>,
}

impl Sum {
    fn add(&mut self, weight: f64, why: impl FnOnce() -> String) {
        self.weight += weight;
        if self.told {
            self.why.push(why());
        }
    }
}

/// Days that stand too far apart: more than a day between them, or a day stated otherwise than the other's.
fn far(a: &Sign, b: &Sign, share: f64) -> bool {
    let (Some(x), Some(y)) = (a.days, b.days) else { return false };
    let gap = (x.0.max(y.0)) - (x.1.min(y.1));
    let long = x.1 - x.0 >= LONG || y.1 - y.0 >= LONG;
    // A text printed a day or two later keeps its «اليوم».
    let late = if share >= REPRINT { 2 } else { i32::from(!(a.dated && b.dated)) };
    if long { gap > 0 } else { gap > late }
}

fn days(a: &Sign, b: &Sign, sum: &mut Sum) {
    let exact = |s: &Sign| s.dated && s.days.is_some_and(|d| d.0 == d.1);
    match (exact(a) && exact(b) && a.days == b.days, a.class) {
        (true, _) => {
            sum.add(1.2, || format!("day {}", crate::day::show(a.days.map(|d| d.0))));
        }
        (false, Class::Supposed) => {}
        _ if a.days.is_some() && b.days.is_some() => sum.add(0.6, || "days that fit".to_owned()),
        _ => {}
    }
}

fn place(a: &Sign, b: &Sign, sum: &mut Sum) {
    match spots(a.place.as_ref(), b.place.as_ref()) {
        Match::Same => {
            let spot = a.place.as_ref();
            let weight = if spot.is_some_and(exact) { 1.8 } else { 0.9 };
            sum.add(weight, || format!("place {}", spot.map_or("", |p| &p.id)));
        }
        Match::Kin => sum.add(0.5, || "places that fit".to_owned()),
        _ => {}
    }
}

/// The first-level division that a place lies in, or is.
fn division(p: &Spot) -> Option<&str> {
    if p.precision == "admin1" { Some(&p.id) } else { p.admin1.as_deref() }
}

fn exact(p: &Spot) -> bool {
    matches!(p.precision.as_str(), "place" | "near" | "facility")
}

/// Two places: one name, one within the other, or not the same.
fn spots(a: Option<&Spot>, b: Option<&Spot>) -> Match {
    let (Some(a), Some(b)) = (a, b) else { return Match::Unknown };
    if a.id == b.id {
        return Match::Same;
    }
    let state = |p: &Spot| p.precision == "country";
    let known = !a.country.is_empty() && !b.country.is_empty();
    if known && a.country != b.country {
        // A border or a region may lie on both sides.
        let loose = |p: &Spot| matches!(p.precision.as_str(), "border" | "region");
        return if loose(a) || loose(b) { Match::Unknown } else { Match::Clash };
    }
    match (division(a), division(b)) {
        _ if state(a) || state(b) => Match::Kin,
        (Some(x), Some(y)) if x != y => Match::Clash,
        (Some(_), Some(_)) if exact(a) && exact(b) => Match::Clash,
        (Some(_), Some(_)) => Match::Kin,
        _ => Match::Unknown,
    }
}

/// How sources and targets compare, in the order told or, where the sides stand alike, in the other.
fn parties(a: &Sign, b: &Sign) -> (Match, Match) {
    let straight = (group(&a.sources, &b.sources), group(&a.targets, &b.targets));
    if !codes::mutual(&a.event) {
        return if straight.1 == Match::Clash { (Match::Clash, Match::Clash) } else { straight };
    }
    let crossed = (group(&a.sources, &b.targets), group(&a.targets, &b.sources));
    let rank = |m: (Match, Match)| [m.0, m.1].iter().map(|m| value(*m)).sum::<i32>();
    let best = if rank(crossed) > rank(straight) { crossed } else { straight };
    if best.1 == Match::Clash { (Match::Clash, Match::Clash) } else { best }
}

fn value(m: Match) -> i32 {
    match m {
        Match::Same => 2,
        Match::Kin => 1,
        Match::Unknown => 0,
        Match::Clash => -4,
    }
}

fn group(a: &[Party], b: &[Party]) -> Match {
    let named = |g: &[Party]| g.iter().any(|p| !p.generic());
    if !named(a) || !named(b) {
        let alike = a.iter().any(|x| b.iter().any(|y| x.id == y.id));
        return if alike { Match::Kin } else { Match::Unknown };
    }
    let best = a.iter().flat_map(|x| b.iter().map(move |y| party(x, y))).max_by_key(|m| value(*m));
    best.unwrap_or(Match::Unknown)
}

/// One actor, one that is part of the other by its code (USA, USA MIL), or two.
fn party(a: &Party, b: &Party) -> Match {
    if a.id == b.id {
        return Match::Same;
    }
    let within =
        |x: &str, y: &str| y.strip_prefix(x).is_some_and(|r| r.is_empty() || r.starts_with(' '));
    let states = within(&a.code, &b.code) || within(&b.code, &a.code) || official(a, b);
    if a.generic() || b.generic() {
        Match::Unknown
    } else if states {
        Match::Kin
    } else {
        Match::Clash
    }
}

/// Two arms of one state, which reports name for one another: government, army, police.
fn official(a: &Party, b: &Party) -> bool {
    let arm = |p: &Party| {
        p.code.split(' ').nth(1).is_none_or(|s| matches!(s, "GOV" | "MIL" | "COP" | "SPY" | "JUD"))
    };
    a.country() == b.country() && a.country().len() == 3 && arm(a) && arm(b)
}

fn sides(a: &Sign, b: &Sign, sum: &mut Sum) {
    let (source, target) = parties(a, b);
    for (side, found) in [("source", source), ("target", target)] {
        match found {
            Match::Same => sum.add(1.2, || format!("same {side}")),
            Match::Kin => sum.add(0.7, || format!("{side}s that fit")),
            Match::Unknown | Match::Clash => {}
        }
    }
}

fn figures(a: &Sign, b: &Sign, sum: &mut Sum) {
    for (of, n) in &a.figures {
        let others: Vec<i64> = b.figures.iter().filter(|f| f.0 == *of).map(|f| f.1).collect();
        if others.contains(n) {
            let weight = if *n > 9 {
                1.6
            } else if *n > 2 {
                1.1
            } else {
                0.6
            };
            sum.add(weight, || format!("{of} {n} in both"));
        } else if let Some(m) = others.first() {
            let ratio = (*n.max(m)) as f64 / (*n.min(m)).max(1) as f64;
            // A toll moves within a day; it does not move tenfold.
            sum.add(if ratio > 3.0 { -1.5 } else { -0.2 }, || format!("{of} {n} and {m}"));
        }
    }
}

fn modes(a: &Sign, b: &Sign, sum: &mut Sum) {
    match (&a.mode, &b.mode) {
        (Some(x), Some(y)) if x == y => sum.add(0.5, || format!("mode {x}")),
        (Some(x), Some(y)) => sum.add(-0.7, || format!("modes {x} and {y}")),
        _ => {}
    }
}

fn words(a: &Sign, b: &Sign, share: f64, sum: &mut Sum) {
    let alike = overlap(&a.words, &b.words);
    if alike > 0.0 {
        sum.add(3.0 * alike, || format!("{:.0} % of words shared", alike * 100.0));
    }
    if share >= 0.3 {
        sum.add(1.5, || format!("pages share {:.0} % of their passages", share * 100.0));
    }
}

/// Shared of all, for sorted sets (Jaccard).
pub(crate) fn overlap(a: &[u32], b: &[u32]) -> f64 {
    let both = shared(a, b);
    let all = a.len() + b.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}

/// How many of two sorted sets are in both.
pub(crate) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}
