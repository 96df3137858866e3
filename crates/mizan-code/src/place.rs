//! Places: names of the gazetteer where they are places, regions of states, honest precision.

use crate::actor::{Memory, state_index};
use crate::chunk::{Chunk, Parse, lexeme_class};
use crate::names::Hit;
use crate::record::PlaceRef;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Place, Ref, State};
use mizan_text::Text;

/// A place in the text: tokens and reading.
#[derive(Debug, Clone)]
pub(crate) struct Where {
    pub at: (usize, usize),
    pub place: PlaceRef,
    /// It stands behind a preposition of place.
    pub located: bool,
}

/// Places of a sentence.
pub(crate) fn find(text: &Text<'_>, k: &Knowledge, p: &Parse, memory: &Memory) -> Vec<Where> {
    p.hits.iter().filter_map(|hit| read(text, k, p, hit, memory)).collect()
}

fn read(text: &Text<'_>, k: &Knowledge, p: &Parse, hit: &Hit, memory: &Memory) -> Option<Where> {
    let refs = &k.tables.name_refs[hit.refs as usize];
    let chunk = p.chunks.iter().find(|c| c.from <= hit.from && hit.to <= c.to);
    let located = chunk.is_some_and(|c| is_located(text, k, c, hit));
    if refs.iter().any(|r| matches!(r, Ref::Actor { .. })) {
        return None;
    }
    let state = refs.iter().find_map(|r| match r {
        Ref::State(s) => Some(*s),
        _ => None,
    });
    if let Some(s) = state {
        let from = chunk
            .map_or(hit.from, |c| if region_word(text, k, c, hit) { c.head } else { hit.from });
        return located.then(|| Where {
            at: (from, hit.to),
            place: state_place(&k.tables.states[s as usize], from < hit.from, text, from, hit.to),
            located,
        });
    }
    let place = choose(k, refs, memory, text, chunk, hit)?;
    let seat = refs.iter().any(|r| matches!(r, Ref::Seat(_)));
    if seat && !located {
        return None;
    }
    // A place inside the name of a body or behind its head (جامعة دمشق) is no location.
    if chunk.is_some_and(|c| {
        c.head < hit.from && matches!(c.class, Class::Body | Class::Person | Class::Armed)
    }) && !located
    {
        return None;
    }
    let precision = match place.kind.as_str() {
        "governorate" => "admin1",
        "district" | "subdistrict" => "admin2",
        _ => "place",
    };
    let near = chunk.is_some_and(|c| region_word(text, k, c, hit));
    let from = if near { chunk.map_or(hit.from, |c| c.head) } else { hit.from };
    Some(Where {
        at: (from, hit.to),
        place: out(place, if near && precision == "place" { "near" } else { precision }),
        located,
    })
}

fn is_located(text: &Text<'_>, k: &Knowledge, c: &Chunk, hit: &Hit) -> bool {
    let prep = c.prep.as_deref().is_some_and(|x| k.is("grammar.located", x));
    let head = lexeme_class(k, text.reading(c.head));
    let of_place =
        c.head == hit.from || matches!(head, Class::Place | Class::Facility | Class::Event);
    (prep && of_place) || region_word(text, k, c, hit)
}

/// شمال، ريف، محيط، جنوبي before the name: a region of it or near it, never the place itself.
fn region_word(text: &Text<'_>, k: &Knowledge, c: &Chunk, hit: &Hit) -> bool {
    c.head < hit.from
        && k.list("region.words").iter().any(|w| w == text.stem(c.head) || w == text.word(c.head))
}

fn state_place(s: &State, region: bool, text: &Text<'_>, from: usize, to: usize) -> PlaceRef {
    let words = text.words(text.span(from, to));
    PlaceRef {
        id: if region { format!("{}:region", s.iso2) } else { s.iso2.clone() },
        name_ar: if region { words.to_owned() } else { s.name_ar.clone() },
        name_en: if region { format!("part of {}", s.name_en) } else { s.name_en.clone() },
        country: s.iso2.clone(),
        admin1: None,
        lat: None,
        lon: None,
        precision: if region { "region" } else { "country" },
    }
}

fn out(p: &Place, precision: &'static str) -> PlaceRef {
    let point = precision == "place";
    PlaceRef {
        id: p.id.clone(),
        name_ar: p.name_ar.clone(),
        name_en: p.name_en.clone(),
        country: p.country.clone(),
        admin1: p.admin1.clone(),
        lat: p.lat.filter(|_| point),
        lon: p.lon.filter(|_| point),
        precision,
    }
}

/// Among homonyms: a state named in the phrase or by the page first, then the more populous.
fn choose<'k>(
    k: &'k Knowledge,
    refs: &[Ref],
    memory: &Memory,
    text: &Text<'_>,
    chunk: Option<&Chunk>,
    hit: &Hit,
) -> Option<&'k Place> {
    let home = memory.state().map(|s| k.tables.states[s as usize].iso2.as_str());
    let governorate = chunk
        .is_some_and(|c| c.head < hit.from && k.is("grammar.governorate", text.stem(c.head)))
        || k.is("grammar.governorate", text.stem(hit.from));
    refs.iter()
        .filter_map(|r| match r {
            Ref::Place(p) => Some(&k.tables.places[*p as usize]),
            _ => None,
        })
        .max_by_key(|p| {
            let at_home = home == Some(p.country.as_str());
            let kind = match (p.kind.as_str(), governorate) {
                ("governorate", true) => 3,
                ("city", false) => 2,
                ("governorate", false) => 1,
                _ => 0,
            };
            (at_home, if governorate { kind } else { 0 }, p.population, kind)
        })
}

/// States that places of a sentence lie in, for the page's own state.
pub(crate) fn states(k: &Knowledge, refs: u32) -> Option<u32> {
    k.tables.name_refs[refs as usize].iter().find_map(|r| match r {
        Ref::State(s) | Ref::Seat(s) => Some(*s),
        Ref::Place(p) => {
            let place = &k.tables.places[*p as usize];
            (place.population > 100_000).then(|| state_index(k, &place.country)).flatten()
        }
        _ => None,
    })
}
