//! What a page has named so far, for words that point back.

use crate::record::ActorRef;
use mizan_text::{Analysis, feat, fold};

/// Grammatical gender of a mention, where its head tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gender {
    Masc,
    Fem,
}

impl Gender {
    /// The gender of a reading that can be of one alone.
    pub fn of(a: &Analysis) -> Option<Self> {
        match (a.has(feat::FEM), a.has(feat::MASC)) {
            (true, false) => Some(Gender::Fem),
            (false, true) => Some(Gender::Masc),
            _ => None,
        }
    }
}

/// An actor as it was last named.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub actor: ActorRef,
    /// Its name in the table, folded.
    pub name: String,
    pub gender: Option<Gender>,
    /// Sentence of the last mention, counted over the page.
    pub sentence: usize,
    /// Folded words of all its mentions so far, titles included.
    pub words: String,
}

/// Actors, states and the day of a page.
#[derive(Default)]
pub(crate) struct Memory {
    /// In order of their last mention.
    pub named: Vec<Named>,
    /// The state that the page is about, by count.
    pub states: Vec<(u32, u32)>,
    /// Day of publication as yyyymmdd, for dated roles.
    pub day: Option<u32>,
    /// The sentence being read.
    pub sentence: usize,
}

/// Actors that are remembered; older ones are out of reach of any word that points back.
const KEPT: usize = 64;
/// Words kept of the mentions of one actor.
const LONGEST: usize = 400;

impl Memory {
    /// Keeps an actor for later reference.
    pub fn remember(&mut self, actor: &ActorRef, words: &str, gender: Option<Gender>) {
        let at = self.named.iter().position(|n| n.actor.id == actor.id);
        let mut entry = match at {
            Some(at) => self.named.remove(at),
            None => Named {
                actor: actor.clone(),
                name: fold(&actor.name_ar),
                gender,
                sentence: self.sentence,
                words: String::new(),
            },
        };
        entry.sentence = self.sentence;
        entry.gender = gender.or(entry.gender);
        if entry.words.len() < LONGEST {
            entry.words.push(' ');
            entry.words.push_str(&fold(words));
        }
        if self.named.len() >= KEPT {
            self.named.remove(0);
        }
        self.named.push(entry);
    }

    pub fn count_state(&mut self, state: u32) {
        match self.states.iter_mut().find(|s| s.0 == state) {
            Some(s) => s.1 += 1,
            None => self.states.push((state, 1)),
        }
    }

    /// The state named most, the first among equals.
    pub fn state(&self) -> Option<u32> {
        self.states.iter().rev().max_by_key(|s| s.1).map(|s| s.0)
    }

    /// How often a state was named.
    pub fn weight(&self, state: u32) -> u32 {
        self.states.iter().find(|s| s.0 == state).map_or(0, |s| s.1)
    }
}
