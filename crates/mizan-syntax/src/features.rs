//! Features by name: a template joins atoms of places in the sentence. What an atom is, is worked out once for each state.

use crate::hash::mix;
use crate::relation::Rel;
use crate::word::Atoms;

/// Room for the atoms of one state.
pub(crate) const ATOMS: usize = 120;
/// Kinds of atoms that each place has, in this order.
const KINDS: [&str; 7] = ["pos", "lemma", "morph", "class", "agree", "state", "rel"];
/// Places of a word: its atoms stand from `place * 7` on.
pub(crate) const WIDTH: usize = KINDS.len();

/// The atoms of one state, by number.
pub(crate) type State = [u32; ATOMS];

/// A template: the numbers of the atoms that it joins.
pub(crate) type Template = Box<[u8]>;

/// Templates with the names of places that they were written with.
pub(crate) struct Templates {
    pub(crate) all: Vec<Template>,
    names: Vec<&'static str>,
}

impl Templates {
    /// Reads templates from their names, such as `s0.pos b0.lemma`, one a line; `extra` atoms stand behind the places.
    pub(crate) fn new(text: &'static str, places: &[&str], extra: &[&str]) -> Templates {
        let number = |name: &str| -> u8 {
            let by_place = name.split_once('.').and_then(|(place, kind)| {
                let p = places.iter().position(|x| *x == place)?;
                Some(p * WIDTH + KINDS.iter().position(|x| *x == kind)?)
            });
            let other = || extra.iter().position(|x| *x == name).map(|i| places.len() * WIDTH + i);
            // A misspelt name is a fault of this file, which every test of the parser would show: the last atom is always 0.
            by_place.or_else(other).map_or(ATOMS as u8 - 1, |n| n as u8)
        };
        let names: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        let all = names.iter().map(|l| l.split(' ').map(number).collect()).collect();
        Templates { all, names }
    }

    /// How a template is written.
    pub(crate) fn name(&self, template: usize) -> &'static str {
        self.names.get(template).copied().unwrap_or("")
    }

    /// Is every name that the templates use known?
    #[cfg(test)]
    pub(crate) fn sound(&self) -> bool {
        self.all.iter().all(|t| t.iter().all(|a| usize::from(*a) != ATOMS - 1))
    }

    /// The features of a state. A template none of whose atoms is there says nothing and is left out.
    #[inline]
    pub(crate) fn features(&self, state: &State, out: &mut Vec<u32>) {
        out.clear();
        for (number, template) in self.all.iter().enumerate() {
            let mut hash = number as u32 + 1;
            let mut any = 0;
            for atom in template {
                let value = state[*atom as usize];
                any |= value;
                hash = mix(hash, value);
            }
            out.push(if any == 0 { 0 } else { hash });
        }
    }
}

/// Writes the atoms of a word at its place.
#[inline]
pub(crate) fn put(state: &mut State, place: usize, atoms: &Atoms, rel: u32) {
    let at = place * WIDTH;
    state[at] = atoms.pos;
    state[at + 1] = atoms.lemma;
    state[at + 2] = atoms.morph;
    state[at + 3] = atoms.class;
    state[at + 4] = atoms.agree;
    state[at + 5] = atoms.state;
    state[at + 6] = rel;
}

/// The atom of a relation.
#[inline]
pub(crate) fn rel_atom(rel: Rel) -> u32 {
    rel as u32 + 1
}

/// Distances in few steps: 1, 2, 3, 4 to 5, 6 to 9, more.
#[inline]
pub(crate) fn step(distance: usize) -> u32 {
    match distance {
        0..=3 => distance as u32,
        4..=5 => 4,
        6..=9 => 5,
        _ => 6,
    }
}
