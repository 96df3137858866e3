//! The same happening told twice: when two events are one, and what the one keeps.

use crate::record::{ActorMention, Event, Figure, Quantity};

/// How many events back a telling is compared with.
pub(super) const MERGE_BACK: usize = 120;

pub(super) fn ids(list: &[ActorMention]) -> Vec<&str> {
    list.iter().filter_map(|a| a.actor.as_ref()).map(|a| a.id.as_str()).collect()
}

/// Same type, mode, status and zone, and actors that do not contradict one another.
pub(super) fn same_happening(a: &Event, b: &Event) -> bool {
    let agree = |x: &[ActorMention], y: &[ActorMention]| {
        let (i, j) = (ids(x), ids(y));
        x.is_empty() || y.is_empty() || i.iter().any(|id| j.contains(id))
    };
    let shared = |x: &[ActorMention], y: &[ActorMention]| {
        ids(x).iter().any(|id| !id.starts_with("kind:") && ids(y).contains(id))
    };
    let open = |l: &[ActorMention]| ids(l).iter().all(|id| id.starts_with("kind:"));
    let agree = |x: &[ActorMention], y: &[ActorMention]| agree(x, y) || open(x) || open(y);
    let losses = |e: &Event| -> Vec<(Option<String>, Option<Figure>)> {
        let lost = |q: &&Quantity| q.low.is_some_and(|n| n.0 > 1.0) && q.harm();
        e.quantities.iter().filter(lost).map(|q| (q.of.clone(), q.low)).collect()
    };
    let same_loss = losses(a).iter().any(|l| losses(b).contains(l));
    let anchored = same_loss
        || shared(&a.targets, &b.targets)
        || (shared(&a.sources, &b.sources) && (open(&a.targets) || open(&b.targets)));
    let dates = match (&a.date, &b.date) {
        (Some(x), Some(y)) => x.from == y.from,
        _ => true,
    };
    a.event == b.event
        && (a.mode == b.mode || a.mode.is_none() || b.mode.is_none())
        && a.status == b.status
        && a.zone == b.zone
        && a.sentence != b.sentence
        && dates
        && anchored
        && agree(&a.sources, &b.sources)
        && agree(&a.targets, &b.targets)
}

/// A sure event of the page backs a less sure one of its type: same zone and status, a target and a source in common.
pub(super) fn corroborates(sure: &Event, other: &Event) -> bool {
    let common = |x: &[ActorMention], y: &[ActorMention]| {
        ids(x).iter().any(|id| !id.starts_with("kind:") && ids(y).contains(id))
    };
    let sources = common(&sure.sources, &other.sources)
        || sure.sources.is_empty()
        || other.sources.is_empty()
        || other.sources.len() > 1;
    sure.event == other.event
        && sure.zone == other.zone
        && sure.status == other.status
        && other.confidence > 0.05
        && common(&sure.targets, &other.targets)
        && sources
}

/// The fuller telling leads; the other adds what it alone has.
pub(super) fn absorb(a: &mut Event, mut b: Event) {
    let full = |e: &Event| {
        e.sources.len()
            + e.targets.len()
            + 2 * usize::from(e.date.is_some())
            + usize::from(e.place.is_some())
            + e.quantities.len()
    };
    if full(&b) > full(a) {
        std::mem::swap(a, &mut b);
    }
    for (into, from) in [(&mut a.sources, b.sources), (&mut a.targets, b.targets)] {
        for m in from {
            if !into.iter().any(|i| i.id() == m.id()) {
                into.push(m);
            }
        }
    }
    for q in b.quantities {
        if !a.quantities.iter().any(|x| (x.low, x.high, &x.unit) == (q.low, q.high, &q.unit)) {
            a.quantities.push(q);
        }
    }
    a.mode = a.mode.take().or(b.mode);
    a.date = a.date.take().or(b.date);
    // A resolved place goes before one that stayed words.
    if a.place.as_ref().is_none_or(|p| p.place.is_none()) {
        a.place = b.place.filter(|p| p.place.is_some()).or(a.place.take());
    }
    a.claim = a.claim.take().or(b.claim);
    a.confidence = a.confidence.max(b.confidence);
    a.also.push(b.sentence);
    a.also.extend(b.also.iter().copied());
    a.also.sort_unstable();
    a.also.dedup();
    a.derivation.push(format!("also told in sentence {}: {}", b.sentence, b.trigger.text));
}
