//! Rival tolls: two speakers who give two numbers for the same loss are told side by side.

use super::build::{Build, Scene};
use crate::chunk::Parse;
use crate::quantity::LOSSES;
use crate::record::{Quantity, claim_of};

/// A loss that somebody counts.
pub(super) struct Toll {
    /// Place among the page's quantities.
    at: usize,
    /// Id of the speaker.
    speaker: String,
    /// The clause sets itself against another: فيما، بينما، لكن.
    against: bool,
    sentence: usize,
}

/// Counts of the same loss this far apart can be rivals.
const REACH: usize = 4;

impl Build<'_, '_> {
    /// Notes the tolls of a sentence before its quantities are added to the page's.
    pub(super) fn note_tolls(&mut self, p: &Parse, scene: &Scene) {
        let first = self.mentions.quantities.len();
        for (n, (_, count)) in scene.counts.iter().enumerate() {
            let loss = count.of.as_deref().is_some_and(|of| LOSSES.contains(&of));
            let told = scene
                .reports
                .iter()
                .rev()
                .find(|(r, _)| r.scope.0 <= count.at.0 && count.at.0 < r.scope.1);
            let claim = told.and_then(|(_, id)| claim_of(&self.claims, Some(id)));
            let speaker = claim.and_then(|c| Some(c.speaker.as_ref()?.actor.as_ref()?.id.clone()));
            let (Some(speaker), true, None) = (speaker, loss, count.role) else { continue };
            let from = told.map_or(p.sentence.from, |(r, _)| r.verb.0);
            let near = from.saturating_sub(6).max(p.sentence.from)..from;
            let against =
                near.into_iter().any(|t| self.k.is("quantity.contrast", self.text.word(t)));
            self.tolls.push(Toll { at: first + n, speaker, against, sentence: scene.number });
        }
    }

    /// Marks the tolls of which two speakers give different numbers.
    pub(super) fn rival_tolls(&mut self) {
        for j in 1..self.tolls.len() {
            let second = &self.tolls[j];
            let near = |first: &&Toll| second.sentence - first.sentence <= REACH;
            let rival = self.tolls[..j].iter().rev().take_while(near).find(|first| {
                let (a, b) =
                    (&self.mentions.quantities[first.at], &self.mentions.quantities[second.at]);
                second.against && first.speaker != second.speaker && same_loss(a, b)
            });
            if let Some(first) = rival {
                for at in [first.at, second.at] {
                    self.mentions.quantities[at].role = Some("rival");
                }
            }
        }
    }
}

/// The same loss of the same people, in other numbers.
fn same_loss(a: &Quantity, b: &Quantity) -> bool {
    a.of == b.of && a.whom == b.whom && (a.low, a.high) != (b.low, b.high)
}
