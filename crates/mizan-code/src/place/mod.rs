//! Places: names of the gazetteer where they are places, regions of them, borders; honest precision.
//!
//! In: a sentence in chunks with its names. Out: places, each with how exact the words are. A point is
//! given for a named town alone; what is near it, a part of it or a facility in it gets none.

mod border;

use crate::actor::{Memory, nationality, state_index};
use crate::chunk::{Chunk, Parse, lexeme_class};
use crate::names::Hit;
use crate::record::PlaceRef;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Place, Ref, State};
use mizan_page::Page;
use mizan_text::Text;

/// A place in the text: tokens and reading.
#[derive(Debug, Clone)]
pub(crate) struct Where {
    pub at: (usize, usize),
    pub place: PlaceRef,
    /// It stands behind a preposition of place.
    pub located: bool,
}

/// How a word before a place bears on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bearing {
    Near,
    Part,
    Inside,
}

pub(crate) struct Finder<'t, 'k> {
    pub text: &'t Text<'t>,
    pub k: &'k Knowledge,
    pub p: &'t Parse,
    pub memory: &'t Memory,
}

/// Places of a sentence, in order, none inside another.
pub(crate) fn find(f: &Finder<'_, '_>) -> Vec<Where> {
    let mut out = border::find(f);
    for hit in &f.p.hits {
        let taken = |w: &Where| w.at.0 < hit.to && hit.from < w.at.1;
        if !out.iter().any(taken)
            && let Some(found) = f.read(hit)
        {
            out.push(found);
        }
    }
    out.sort_by_key(|w| w.at);
    out
}

impl Finder<'_, '_> {
    fn refs(&self, hit: &Hit) -> &[Ref] {
        self.k.refs(hit.refs)
    }

    /// The state that a name is of.
    fn state(&self, hit: &Hit) -> Option<u32> {
        self.refs(hit).iter().find_map(|r| if let Ref::State(s) = r { Some(*s) } else { None })
    }

    fn chunk(&self, hit: &Hit) -> Option<&Chunk> {
        self.p.chunks.iter().find(|c| c.from <= hit.from && hit.to <= c.to)
    }

    fn word(&self, at: usize) -> &str {
        if at < self.p.sentence.to { self.text.word(at) } else { "" }
    }

    fn is(&self, list: &str, at: usize) -> bool {
        at < self.p.sentence.to
            && [self.text.word(at), self.text.stem(at)].iter().any(|w| self.k.is(list, w))
    }

    fn read(&self, hit: &Hit) -> Option<Where> {
        let refs = self.refs(hit);
        let chunk = self.chunk(hit);
        let state = self.state(hit);
        let place = self.choose(refs, hit);
        let located = chunk.is_some_and(|c| self.located(c, hit));
        let in_it =
            chunk.is_some_and(|c| c.prep.as_deref().is_some_and(|x| self.k.is("grammar.in", x)));
        let named = refs.iter().any(|r| matches!(r, Ref::Actor { .. }));
        // بروكسل is the Union, but not in «في بروكسل».
        if named
            && place.is_none_or(|p| !matches!(p.kind.as_str(), "facility" | "region") && !in_it)
        {
            return None;
        }
        if let Some(s) = state.filter(|s| place.is_none_or(|p| !self.rather_town(p, *s, hit))) {
            // «عقوبات على إيران», «محادثات حول سوريا»: the state is dealt with, not a place.
            let dealt =
                chunk.is_some_and(|c| self.bearing(c, hit).is_none() && self.acts_behind(c));
            return self.state_at(s, hit, chunk, located && !dealt);
        }
        let place = place?;
        let seat = refs.iter().any(|r| matches!(r, Ref::Seat(_)));
        // «ردت على واشنطن», «بين أنقرة ودمشق»: behind these a capital is its government.
        let acts = chunk.is_some_and(|c| self.bearing(c, hit).is_none() && self.acts_behind(c));
        if (seat && (!located || acts)) || (!located && self.inside_a_name(chunk, hit)) {
            return None;
        }
        Some(self.place_at(place, hit, chunk, located))
    }

    /// A name of a state and of a town: the town where العاصمة follows, or where the page speaks more of the
    /// town's state (عمّان in a page on Jordan).
    fn rather_town(&self, p: &Place, state: u32, hit: &Hit) -> bool {
        let own = state_index(self.k, &p.country);
        let weight = |s: Option<u32>| s.map_or(0, |s| self.memory.weight(s));
        // With nothing on the page to tell, a capital (عمّان) goes before a state that is seldom named bare.
        let capital = weight(own) == weight(Some(state))
            && self.refs(hit).iter().any(|r| matches!(r, Ref::Seat(s) if Some(*s) == own));
        let other = own != Some(state) && (weight(own) > weight(Some(state)) || capital);
        p.kind == "city" && (self.k.is("region.capital", self.word(hit.to)) || other)
    }

    /// Is the phrase governed by a preposition of dealings? «غارة على صنعاء» is no dealing.
    fn acts_behind(&self, c: &Chunk) -> bool {
        let dealing = c.prep.as_deref().is_some_and(|x| self.k.is("region.actor_preps", x));
        let before = self.p.chunks.iter().rev().find(|o| o.to <= c.from);
        let t = &self.k.tables;
        let armed = |trigger: &u32| {
            let frame = &t.frames[t.triggers[*trigger as usize].frame as usize];
            matches!(frame.event.as_str(), "ASSAULT" | "MOBILIZE")
        };
        let opens = |lex: u32| t.openers.get(&lex).is_some_and(|all| all.iter().any(armed));
        let attack = before.is_some_and(|o| opens(self.text.reading(o.head).lex));
        dealing && !attack
    }

    /// A place inside the name of a body or behind its head (جامعة دمشق) is no location.
    fn inside_a_name(&self, chunk: Option<&Chunk>, hit: &Hit) -> bool {
        chunk.is_some_and(|c| {
            c.head < hit.from
                && matches!(
                    c.class,
                    Class::Body | Class::Person | Class::Armed | Class::Title | Class::Group
                )
        })
    }

    fn state_at(&self, s: u32, hit: &Hit, chunk: Option<&Chunk>, located: bool) -> Option<Where> {
        let bearing = chunk.and_then(|c| self.bearing(c, hit));
        let from = bearing.map_or(hit.from, |b| b.1);
        let region = bearing.is_some_and(|b| b.0 != Bearing::Inside);
        let to = self.with_side(hit.to, region);
        located.then(|| Where {
            at: (from, to),
            place: state_place(&self.k.tables.states[s as usize], region, self.text, from, to),
            located,
        })
    }

    fn place_at(&self, place: &Place, hit: &Hit, chunk: Option<&Chunk>, located: bool) -> Where {
        let bearing = chunk.and_then(|c| self.bearing(c, hit));
        let own = match place.kind.as_str() {
            "governorate" => "admin1",
            "district" | "subdistrict" => "admin2",
            "region" | "water" => "region",
            "facility" => "facility",
            _ => "place",
        };
        let of_facility = chunk.filter(|c| {
            c.head < hit.from && own == "place" && self.is("region.facilities", c.head)
        });
        let precision = match bearing {
            Some((Bearing::Near, _)) => "near",
            Some((Bearing::Part, _)) => "region",
            _ if of_facility.is_some() => "near",
            _ => own,
        };
        let from = bearing.map(|b| b.1).or(of_facility.map(|c| c.head)).unwrap_or(hit.from);
        let to = self.with_side(hit.to, precision == "region");
        Where { at: (from, to), place: out(place, precision), located }
    }

    /// «ريف حلب الشرقي»: the side behind the name belongs to the region.
    fn with_side(&self, to: usize, region: bool) -> usize {
        to + usize::from(region && self.k.is("region.sides", self.word(to)))
    }

    fn located(&self, c: &Chunk, hit: &Hit) -> bool {
        // «على بيروت والبقاع»: what و joins stands behind the same preposition.
        let first =
            self.p.chunks.iter().rev().find(|o| o.to <= c.from && (!o.conj || o.prep.is_some()));
        let prep = if c.conj && c.prep.is_none() {
            first.and_then(|o| o.prep.as_deref())
        } else {
            c.prep.as_deref()
        };
        let prep = prep.is_some_and(|x| self.k.is("grammar.located", x));
        let head = lexeme_class(self.k, self.text.reading(c.head));
        let of_place = c.head == hit.from
            || matches!(head, Class::Place | Class::Facility | Class::Event)
            || self.is("region.words", c.head);
        let capital =
            hit.from > self.p.sentence.from && self.k.is("region.capital", self.word(hit.from - 1));
        (prep && of_place) || capital || self.bearing(c, hit).is_some()
    }

    /// شمال، ريف، محيط، جنوبي before the name, or a preposition of nearness; and where its words start.
    fn bearing(&self, c: &Chunk, hit: &Hit) -> Option<(Bearing, usize)> {
        const LISTS: [(&str, Bearing); 3] = [
            ("region.near", Bearing::Near),
            ("region.part", Bearing::Part),
            ("region.inside", Bearing::Inside),
        ];
        // Right before the name, past one word of place (ريف مدينة حلب) or a second side (شمال شرق).
        let before = (c.from..hit.from).rev().take(3);
        for t in before {
            if let Some((_, bearing)) = LISTS.iter().find(|(list, _)| self.is(list, t)) {
                let two = t > c.from && self.is("region.part", t - 1) && *bearing == Bearing::Part;
                return Some((*bearing, t - usize::from(two)));
            }
            if lexeme_class(self.k, self.text.reading(t)) != Class::Place {
                break;
            }
        }
        let near = c.prep.as_deref().is_some_and(|x| self.k.is("region.near_preps", x))
            && c.head >= c.from;
        near.then_some((Bearing::Near, hit.from))
    }

    /// Among homonyms: the state named beside it, then states by how much the page speaks of them, then a
    /// governorate where its word stands before, else a town, then the more populous.
    fn choose(&self, refs: &[Ref], hit: &Hit) -> Option<&Place> {
        let beside = self.state_beside(hit);
        let chunk = self.chunk(hit);
        let governorate = chunk.is_some_and(|c| {
            c.head < hit.from && self.k.is("grammar.governorate", self.text.stem(c.head))
        }) || self.k.is("grammar.governorate", self.text.stem(hit.from));
        let places = refs.iter().filter_map(|r| match r {
            Ref::Place(p) => Some(&self.k.tables.places[*p as usize]),
            _ => None,
        });
        let weight = |p: &Place| {
            let state = state_index(self.k, &p.country);
            (beside.is_some() && state == beside, state.map_or(0, |s| self.memory.weight(s)))
        };
        let all: Vec<&Place> = places.collect();
        let best = all.iter().max_by_key(|p| (weight(p), p.population))?;
        let country = best.country.as_str();
        all.iter()
            .filter(|p| p.country == country)
            .max_by_key(|p| {
                let kind = match (p.kind.as_str(), governorate) {
                    ("governorate", true) => 3,
                    ("city" | "town" | "region" | "facility" | "quarter" | "water", false) => 2,
                    ("governorate", false) => 1,
                    _ => 0,
                };
                (kind, p.population)
            })
            .copied()
    }

    /// «طرابلس الليبية»، «السويداء في اليمن»: the state named right behind.
    fn state_beside(&self, hit: &Hit) -> Option<u32> {
        if hit.to < self.p.sentence.to
            && let Some(s) =
                nationality(self.text, self.k, hit.to).filter(|_| self.text.reading(hit.to).det)
        {
            return Some(s);
        }
        let next = self.p.hits.iter().find(|h| h.from >= hit.to && h.from <= hit.to + 1)?;
        let near = next.from == hit.to + 1
            && (self.k.is("grammar.in", self.word(hit.to)) || self.word(hit.to) == "،")
            || (next.from == hit.to && self.text.reading(hit.to).prep.is_some());
        near.then(|| self.state(next)).flatten()
    }
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

/// Endings of addresses that are sold as words, not as those of their states.
const WORDS_NOT_STATES: [&str; 12] =
    ["tv", "me", "io", "ai", "co", "fm", "to", "cc", "ws", "gg", "sh", "im"];

/// The state of the outlet: of its name in the table of actors, else of its address.
pub(crate) fn home(k: &Knowledge, page: &Page) -> Option<u32> {
    let named = page.outlet.as_deref().and_then(|o| outlet_state(k, o));
    named.or_else(|| {
        let host = page.url.as_deref()?.split("//").nth(1)?.split(['/', ':', '?']).next()?;
        let ending =
            host.rsplit('.').next().filter(|e| e.len() == 2 && !WORDS_NOT_STATES.contains(e))?;
        state_index(k, &ending.to_ascii_uppercase().replace("UK", "GB"))
    })
}

fn outlet_state(k: &Knowledge, outlet: &str) -> Option<u32> {
    let refs = k.names.get(mizan_text::fold(outlet.trim()))?;
    k.refs(refs as u32).iter().find_map(|r| {
        let Ref::Actor { index, .. } = r else { return None };
        let code = &k.tables.actors[*index as usize].roles.last()?.code;
        let country = code.split(' ').next()?;
        k.tables.states.iter().position(|s| s.iso3 == country).map(|s| s as u32)
    })
}

/// The one state that a name can lie in, for the page's own state; none where homonyms lie in several.
pub(crate) fn states(k: &Knowledge, refs: u32) -> Option<u32> {
    let mut found: Option<u32> = None;
    for r in k.refs(refs) {
        let state = match r {
            Ref::State(s) | Ref::Seat(s) => Some(*s),
            Ref::Place(p) => {
                let place = &k.tables.places[*p as usize];
                let known = place.population > 100_000 || place.kind != "city";
                known.then(|| state_index(k, &place.country)).flatten()
            }
            _ => None,
        };
        match (found, state) {
            (Some(a), Some(b)) if a != b => return None,
            (None, Some(_)) => found = state,
            _ => {}
        }
    }
    found
}
