//! Ties and stances of a sentence, and the states that a page is about.

use super::build::{Build, Scene};
use crate::actor;
use crate::chunk::Parse;
use crate::record::{ActorMention, claim_of};
use crate::tie;
use crate::tie::Seen;

impl Build<'_, '_> {
    pub(super) fn relations(&mut self, p: &Parse, scene: &Scene, seen: &[Seen]) {
        if scene.headline && seen.len() < 2 {
            return;
        }
        if !tie::has_words(self.text, self.k, p.sentence) {
            return;
        }
        let main = self.main_states();
        let hostile = self.hostile.clone();
        let dates: Vec<_> = scene.dates.iter().map(|d| (d.at.0, self.date(d))).collect();
        let speaker = scene
            .reports
            .first()
            .and_then(|(_, id)| claim_of(&self.claims, Some(id)))
            .and_then(|c| c.speaker.clone());
        let setting = tie::Setting {
            sentence: p.sentence,
            number: scene.number,
            zone: scene.zone,
            actors: seen,
            dates: &dates,
            main: &main,
            speaker: speaker.as_ref(),
            hostile: &hostile,
        };
        let ties = tie::ties(self.text, self.k, &setting);
        let stances = tie::stances(self.text, self.k, &setting, |a, b| self.tokens(a, b));
        self.ties.extend(ties);
        self.stances.extend(stances);
    }

    /// States by how often the page named their bodies; each stands as its government.
    pub(super) fn main_states(&self) -> Vec<ActorMention> {
        let mut counts: Vec<(u32, u32, &ActorMention)> = Vec::new();
        for (n, m) in &self.tally {
            let Some(a) = m.actor.as_ref().filter(|a| !a.id.starts_with("kind:")) else { continue };
            let iso3 = a.code.split(' ').next().unwrap_or("");
            let Some(state) = self.k.tables.states.iter().position(|s| s.iso3 == iso3) else {
                continue;
            };
            match counts.iter_mut().find(|c| c.1 == state as u32) {
                Some(c) => c.0 += n,
                None => counts.push((*n, state as u32, m)),
            }
        }
        counts.sort_by_key(|c| std::cmp::Reverse(c.0));
        counts
            .into_iter()
            .map(|(_, s, m)| ActorMention {
                actor: Some(actor::state_government(
                    self.k,
                    s,
                    "the state that the page names most beside",
                )),
                ..m.clone()
            })
            .collect()
    }
}
