//! Which events are shown: the sure ones, and those that surer ones beside them carry.

use super::build::Build;
use super::merge::{MERGE_BACK, corroborates};
use crate::record::Event;
use crate::weigh;
use mizan_data::Knowledge;
use rustc_hash::FxHashMap;

/// How much of the threshold an event needs beside a surer one of its type in its sentence. The threshold was fitted on
/// the surest event of each sentence: it tells whether a sentence reports such events, not how many it reports.
/// Chosen by the spans of the development gold, where F1 hangs on the surest alone.
const BESIDE: f32 = 0.6;

impl Build<'_, '_> {
    /// An event that is told too faintly by itself is kept where a surer one of the page tells of the same.
    fn back(&mut self) {
        let k = self.k;
        let (sure, faint): (Vec<usize>, Vec<usize>) =
            (0..self.events.len()).partition(|n| sure(k, &self.events[*n].0));
        for n in faint {
            let event = &self.events[n].0;
            let near = sure.iter().take(MERGE_BACK).map(|s| &self.events[*s].0);
            let Some(sure) = near.into_iter().find(|o| corroborates(o, event)) else { continue };
            let floor = weigh::threshold(k, &event.event);
            let confidence = ((sure.confidence * 700.0).round() / 1000.0).max(floor);
            let why = format!("backed by a surer event of the page: {}", sure.trigger.text);
            let event = &mut self.events[n].0;
            event.confidence = confidence;
            event.derivation.push(why);
        }
    }

    /// Numbers the events, those alone that are shown unless all are asked for.
    pub(super) fn number(&mut self) {
        self.back();
        let (k, all) = (self.k, self.options.all);
        let told = carriers(k, self.events.iter().map(|(e, _, _)| e));
        let told: Vec<_> =
            told.into_iter().map(|c| c.map(|sure| sure.trigger.text.clone())).collect();
        let mut told = told.into_iter();
        self.events.retain_mut(|(event, _, _)| {
            let carrier = told.next().flatten();
            let shown = all || sure(k, event) || carrier.is_some();
            let why = |by| format!("shown beside a surer event of its sentence: {by}");
            event.derivation.extend(carrier.map(why));
            shown
        });
        for (n, (event, _, _)) in self.events.iter_mut().enumerate() {
            event.id = format!("e{}", n + 1);
        }
    }
}

/// For each event of a record, whether it is shown where not all are asked for.
pub(super) fn shown(k: &Knowledge, events: &[Event]) -> Vec<bool> {
    let carriers = carriers(k, events.iter());
    events.iter().zip(carriers).map(|(e, carrier)| sure(k, e) || carrier.is_some()).collect()
}

fn sure(k: &Knowledge, event: &Event) -> bool {
    event.confidence >= weigh::threshold(k, &event.event)
}

/// For each unsure event with somebody in it the surer one beside which it is shown: of its type and sentence, and no
/// less real.
fn carriers<'e>(
    k: &Knowledge,
    events: impl Iterator<Item = &'e Event> + Clone,
) -> Vec<Option<&'e Event>> {
    let key = |e: &'e Event, real: bool| (e.sentence, e.event.as_str(), real);
    let mut surest = FxHashMap::default();
    for e in events.clone().filter(|e| sure(k, e)) {
        surest.entry(key(e, e.happened())).or_insert(e);
    }
    let beside = |e: &'e Event| {
        let named = !e.sources.is_empty() || !e.targets.is_empty();
        let near = named && !sure(k, e) && e.confidence >= BESIDE * weigh::threshold(k, &e.event);
        let told = near.then(|| surest.get(&key(e, true)))?;
        told.or_else(|| surest.get(&key(e, false)).filter(|_| !e.happened())).copied()
    };
    events.map(beside).collect()
}
