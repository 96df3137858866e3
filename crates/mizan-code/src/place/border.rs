//! Borders and sides of states that no gazetteer lists: «الحدود السورية العراقية»، «الحدود بين لبنان
//! وسوريا»، «الشمال السوري». Neither has a point.

use super::{Finder, Where};
use crate::actor::nationality;
use crate::record::PlaceRef;

/// Borders and sides of a sentence.
pub(super) fn find(f: &Finder<'_, '_>) -> Vec<Where> {
    let mut out = Vec::new();
    let mut at = f.p.sentence.from;
    while at < f.p.sentence.to {
        match f.border(at).or_else(|| f.side(at)) {
            Some(found) => {
                at = found.at.1;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

impl Finder<'_, '_> {
    fn border(&self, at: usize) -> Option<Where> {
        if !self.k.is("region.border", self.text.core(at)) {
            return None;
        }
        let (states, to) = self.sides(at + 1);
        let first = *states.first()?;
        let names: Vec<&str> =
            states.iter().map(|s| self.k.tables.states[*s as usize].name_en.as_str()).collect();
        let codes: Vec<&str> =
            states.iter().map(|s| self.k.tables.states[*s as usize].iso2.as_str()).collect();
        let words = self.text.words(self.text.span(at, to));
        Some(Where {
            at: (at, to),
            place: PlaceRef {
                id: format!("{}:border", codes.join("-")),
                name_ar: words.to_owned(),
                name_en: format!("border of {}", names.join(" and ")),
                country: self.k.tables.states[first as usize].iso2.clone(),
                admin1: None,
                lat: None,
                lon: None,
                precision: "border",
            },
            located: true,
        })
    }

    /// The states of a border: adjectives behind it, or names behind بين، مع; and where the words end.
    fn sides(&self, from: usize) -> (Vec<u32>, usize) {
        let mut states = Vec::new();
        let mut at = from;
        while at < self.p.sentence.to && states.len() < 2 {
            if self.word(at) == "-" || self.word(at) == "/" {
                at += 1;
            } else if let Some(s) =
                nationality(self.text, self.k, at).filter(|_| self.text.reading(at).conj.is_none())
            {
                states.push(s);
                at += 1;
            } else {
                break;
            }
        }
        let to = if states.is_empty() { from } else { at };
        let link = self.k.is("region.border_with", self.word(to))
            || self.k.is("region.border_between", self.word(to));
        let (named, end) = self.named_states(to + usize::from(link), states.is_empty());
        if named.is_empty() || (!link && !states.is_empty()) {
            return (states, to);
        }
        states.extend(named);
        states.truncate(2);
        (states, end)
    }

    /// One or two names of states side by side, joined by و.
    fn named_states(&self, from: usize, both: bool) -> (Vec<u32>, usize) {
        let mut out = Vec::new();
        let mut at = from;
        for hit in self.p.hits.iter().filter(|h| h.from >= from) {
            let Some(s) = self.state(hit).filter(|_| hit.from == at) else {
                break;
            };
            out.push(s);
            at = hit.to;
            if !both
                || out.len() == 2
                || self.text.reading(at.min(self.p.sentence.to - 1)).conj.is_none()
            {
                break;
            }
        }
        (out, at)
    }

    /// «الشمال السوري»، «الساحل اللبناني»، «الأراضي التركية».
    fn side(&self, at: usize) -> Option<Where> {
        if !self.k.is("region.lands", self.text.core(at)) || at + 1 >= self.p.sentence.to {
            return None;
        }
        // A side of a side: الشمال الشرقي السوري.
        let adjective = at + 1 + usize::from(self.k.is("region.sides", self.word(at + 1)));
        if adjective >= self.p.sentence.to {
            return None;
        }
        let a = self.text.reading(adjective);
        let state =
            nationality(self.text, self.k, adjective).filter(|_| a.det && a.conj.is_none())?;
        if self.p.hits.iter().any(|h| h.from <= at && adjective < h.to) {
            return None;
        }
        let place = super::state_place(
            &self.k.tables.states[state as usize],
            true,
            self.text,
            at,
            adjective + 1,
        );
        Some(Where { at: (at, adjective + 1), place, located: true })
    }
}
