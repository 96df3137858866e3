//! Actors: a phrase read as somebody, with the reason.
//!
//! Order: names of the table, ministries with their country, states and seats that act, common
//! nouns with a nationality, then words that point back. What stays unread stays words.

pub(crate) mod coref;
mod memory;
pub(crate) mod person;

use crate::chunk::{Chunk, Parse};
use crate::record::ActorRef;
use mizan_data::Knowledge;
use mizan_data::model::{Agent, Class, Ministry, NONE, Pos, Ref};
use mizan_text::Text;

/// What a page has named so far: see [`memory`].
pub(crate) use memory::{Gender, Memory, Named};

/// Reads a phrase as an actor. `acts` tells whether it stands where somebody acts or suffers.
pub(crate) fn read(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
    acts: bool,
) -> Option<ActorRef> {
    owned_by_pronoun(text, k, p, c, memory)
        .or_else(|| coref::counterpart(text, k, p, c, memory))
        .or_else(|| by_name(text, k, p, c, memory, acts))
        .or_else(|| coref::pointing_back(text, k, c, memory))
        .or_else(|| by_noun(text, k, p, c, memory))
}

/// «قوات تابعة لها»: the force of the body named last before it in the sentence.
fn owned_by_pronoun(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
) -> Option<ActorRef> {
    let owned = (c.head + 1..c.to).any(|t| k.is("preps.owned", text.word(t)));
    if !owned || !k.is("grammar.owner", text.word(c.to)) {
        return None;
    }
    let earlier = p.chunks.iter().rev().filter(|o| o.to <= c.from);
    let read =
        |o: &Chunk| by_name(text, k, p, o, memory, true).or_else(|| by_noun(text, k, p, o, memory));
    let before = earlier.filter_map(read).find(|a| !a.id.starts_with("kind:"))?;
    Some(ActorRef { via: format!("belongs to {}", before.name_ar), ..before })
}

/// The names that lie in the phrase, the head's own first; an owner named behind it last.
fn by_name(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
    acts: bool,
) -> Option<ActorRef> {
    let inner: Vec<_> = p.hits_in(c.from, c.wide).collect();
    // «فصائل معارضة لنظام الرئيس …»: a person behind the phrase is not who it names.
    let person =
        inner.iter().filter(|h| h.from < c.to).find_map(|h| table(k, h.refs, memory, true));
    if person.is_some() {
        return person;
    }
    let composed = if inner.is_empty() { None } else { by_noun(text, k, p, c, memory) };
    for hit in &inner {
        let owner = hit.from >= c.to
            || c.class == Class::Facility
            || c.class == Class::Weapon
            || c.class == Class::Thing;
        if let Some(mut actor) = table(k, hit.refs, memory, false) {
            if owner && hit.from > c.head {
                let whose = if hit.from >= c.to { "owner behind" } else { "owner of" };
                let thing = text.words(text.span(c.from, c.to));
                actor.via = format!("{whose} {thing}: {}", actor.via);
            }
            return Some(actor);
        }
        if let Some(actor) = ministry(k, hit.refs, p, c, text, memory) {
            return Some(actor);
        }
    }
    // A lone title (الرئيس) may point back to somebody; its general reading comes last.
    if composed.is_some() && c.to > c.from + 1 {
        return composed;
    }
    let first = inner.first()?;
    let state = state_of(k, p, first.refs, c, memory)?;
    let within = p.governing(c).is_some_and(|x| k.is("grammar.in", x));
    // «مقرها لندن»: right behind a noun with its owner a capital only says where.
    let told = first.from > p.sentence.from && {
        let b = text.reading(first.from - 1);
        let capital = k.is("region.capital", text.word(first.from - 1));
        (b.pos.nominal() && b.pron.is_some() || capital) && text.reading(first.from).conj.is_none()
    };
    (acts && first.from <= c.head && !within && !told)
        .then(|| state_government(k, state, "a state or its capital where somebody acts"))
}

/// The state that a name stands for, or whose seat it is. A seat behind a preposition of place is a place; a
/// name of two states (عمان) is the one that the page speaks of, else nobody.
fn state_of(k: &Knowledge, p: &Parse, refs: u32, c: &Chunk, memory: &Memory) -> Option<u32> {
    let placed = p.governing(c).is_some_and(|x| k.is("coreference.at_place", x));
    let all: Vec<u32> = k
        .refs(refs)
        .iter()
        .filter_map(|r| match r {
            Ref::State(s) => Some(*s),
            Ref::Seat(s) if !placed => Some(*s),
            _ => None,
        })
        .collect();
    match all[..] {
        [] => None,
        [one] => Some(one),
        _ => {
            let best = all.iter().max_by_key(|s| memory.weight(**s)).copied()?;
            let sure = all.iter().all(|s| *s == best || memory.weight(*s) < memory.weight(best));
            sure.then_some(best)
        }
    }
}

fn table(k: &Knowledge, refs: u32, memory: &Memory, persons: bool) -> Option<ActorRef> {
    k.refs(refs).iter().find_map(|r| match r {
        Ref::Actor { index, loaded } => {
            let actor = &k.tables.actors[*index as usize];
            if (actor.kind == "person") != persons {
                return None;
            }
            let via = if *loaded { "table of actors, loaded name" } else { "table of actors" };
            Some(entry(k, *index, memory.day, via))
        }
        _ => None,
    })
}

fn entry(k: &Knowledge, index: u32, day: Option<u32>, via: &str) -> ActorRef {
    let actor = &k.tables.actors[index as usize];
    let fits = |from: Option<u32>, to: Option<u32>| {
        day.is_none_or(|d| from.is_none_or(|f| f <= d) && to.is_none_or(|t| d <= t))
    };
    let role = actor.roles.iter().find(|r| fits(r.from, r.to));
    let (code, via) = match role.or(actor.roles.last()) {
        Some(r) if role.is_some() => (r.code.clone(), via.to_owned()),
        Some(r) => {
            (former(&r.code, &actor.kind), format!("{via}; role not held on the page's date"))
        }
        None => (String::new(), via.to_owned()),
    };
    ActorRef {
        id: actor.id.clone(),
        name_ar: actor.name_ar.clone(),
        name_en: actor.name_en.clone(),
        code,
        kind: actor.kind.clone(),
        via,
    }
}

/// A person out of office is ELI; a body keeps its code.
fn former(code: &str, kind: &str) -> String {
    if kind == "person" {
        format!("{} ELI", code.split(' ').next().unwrap_or(""))
    } else {
        code.to_owned()
    }
}

/// The state that a phrase names by adjective or by name, behind its head.
fn state_in(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize, to: usize) -> Option<u32> {
    (from..to).find_map(|t| nationality(text, k, t)).or_else(|| {
        p.hits_in(from, to).find_map(|h| {
            k.refs(h.refs).iter().find_map(|r| match r {
                Ref::State(s) => Some(*s),
                Ref::Place(place) => state_index(k, &k.tables.places[*place as usize].country),
                Ref::Seat(s) => Some(*s),
                _ => None,
            })
        })
    })
}

/// The state whose adjective a token is.
pub(crate) fn nationality(text: &Text<'_>, k: &Knowledge, token: usize) -> Option<u32> {
    text.readings(token).iter().find_map(|a| {
        let l = k.tables.lexemes.get(a.lex as usize)?;
        (l.class == Class::Nationality && l.extra != NONE).then_some(l.extra)
    })
}

pub(crate) fn state_index(k: &Knowledge, iso2: &str) -> Option<u32> {
    k.tables.states.iter().position(|s| s.iso2 == iso2).map(|s| s as u32)
}

fn ministry(
    k: &Knowledge,
    refs: u32,
    p: &Parse,
    c: &Chunk,
    text: &Text<'_>,
    memory: &Memory,
) -> Option<ActorRef> {
    let field = k.refs(refs).iter().find_map(|r| match r {
        Ref::Ministry { field, .. } => Some(*field),
        _ => None,
    })?;
    let m = &k.tables.ministries[field as usize];
    // The field's own words are no nationality: وزير المالية السعودي is not of Mali.
    let behind = p.hits_in(c.from, c.wide).find(|h| h.refs == refs).map_or(c.from, |h| h.to);
    let named = state_in(text, k, p, behind, c.to).or_else(|| state_behind(text, k, p, c));
    let (state, how) = match (named, memory.state()) {
        (Some(s), _) => (Some(s), "ministry with its country"),
        (None, Some(s)) => (Some(s), "ministry, country from the page"),
        (None, None) => (None, "ministry, country unknown"),
    };
    let name = format!("{} {}", head_word(text, c), m.field);
    Some(match state {
        Some(state) => ministry_of(k, m, &name, state, how, memory.day),
        None => ActorRef {
            id: format!("any-{}", m.key),
            name_ar: name,
            name_en: format!("Ministry of {}", m.name_en),
            code: format!("- {}", m.code),
            kind: "organisation".into(),
            via: how.into(),
        },
    })
}

/// The ministry in a state, under the name that the text gives it.
fn ministry_of(
    k: &Knowledge,
    m: &Ministry,
    name: &str,
    state: u32,
    via: &str,
    day: Option<u32>,
) -> ActorRef {
    let s = &k.tables.states[state as usize];
    organisation(
        k,
        &format!("{}-{}", s.iso2.to_lowercase(), m.key),
        &format!("{name} {}", s.name_ar),
        &format!("{} Ministry of {}", s.name_en, m.name_en),
        &format!("{} {}", s.iso3, m.code),
        via,
        day,
    )
}

fn head_word<'a>(text: &Text<'a>, c: &Chunk) -> &'a str {
    text.words(text.span(c.head, c.head + 1))
}

/// وزارة الداخلية في الحكومة السورية: the country stands in the phrase behind.
fn state_behind(text: &Text<'_>, k: &Knowledge, p: &Parse, c: &Chunk) -> Option<u32> {
    let next = p.chunks.iter().find(|n| n.from >= c.to)?;
    let near = next.from <= c.to + 1;
    let of = next.prep.as_deref().is_some_and(|x| k.is("grammar.country", x));
    (near && of && next.class == Class::Body)
        .then(|| state_in(text, k, p, next.from, next.to))
        .flatten()
}

/// The table's entry of this id, or one made by rule.
fn organisation(
    k: &Knowledge,
    id: &str,
    name_ar: &str,
    name_en: &str,
    code: &str,
    via: &str,
    day: Option<u32>,
) -> ActorRef {
    if let Some(index) = k.actor(id) {
        return entry(k, index, day, via);
    }
    ActorRef {
        id: id.into(),
        name_ar: name_ar.into(),
        name_en: name_en.into(),
        code: code.into(),
        kind: "organisation".into(),
        via: via.into(),
    }
}

/// A state as an actor: its government.
pub(crate) fn state_government(k: &Knowledge, state: u32, via: &str) -> ActorRef {
    let s = &k.tables.states[state as usize];
    let id = format!("{}-gov", s.iso2.to_lowercase());
    organisation(
        k,
        &id,
        &s.name_ar,
        &format!("{} (government)", s.name_en),
        &format!("{} GOV", s.iso3),
        via,
        None,
    )
}

/// A common noun of an agent with its nationality: القوات السورية، مسلحون مجهولون، متظاهرون.
fn by_noun(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
) -> Option<ActorRef> {
    let agent = agent_of(text, k, p, c)?;
    if agent.sector == "UNK" || idle(text, k, p, c) {
        return None;
    }
    let state = state_in(text, k, p, c.from, c.to);
    let iso3 = state.map_or("-", |s| k.tables.states[s as usize].iso3.as_str());
    let words = text.words(text.span(c.from, c.to));
    match (&agent.org, state) {
        (Some(org), Some(s)) => {
            Some(body_of_state(k, agent, org, s, "common noun with its country", memory))
        }
        (Some(org), None) if c.definite && c.to == c.from + 1 => {
            let s = memory.state()?;
            Some(body_of_state(k, agent, org, s, "common noun, country from the page", memory))
        }
        _ => {
            let via = if state.is_some() { "common noun with its country" } else { "common noun" };
            let id = format!("kind:{iso3}-{}", agent.sector).to_lowercase();
            Some(ActorRef {
                id,
                name_ar: words.to_owned(),
                name_en: agent.name_en.clone(),
                code: format!("{iso3} {}", agent.sector),
                kind: "group".into(),
                via: via.into(),
            })
        }
    }
}

/// «حركة المرور»، «وحدة الصف»: a word for a body before a definite thing is no body.
fn idle(text: &Text<'_>, k: &Knowledge, p: &Parse, c: &Chunk) -> bool {
    let next = c.head + 1;
    if k.is("coreference.not_agents", text.word(c.head)) {
        return true;
    }
    if text.reading(c.head).det
        || next >= c.to
        || !k.is("coreference.weak_heads", text.stem(c.head))
    {
        return false;
    }
    let a = text.reading(next);
    let class = crate::chunk::lexeme_class(k, a);
    let named = p.hits_in(next, c.to).next().is_some();
    let thing = matches!(
        class,
        Class::None
            | Class::Thing
            | Class::Abstract
            | Class::Facility
            | Class::Time
            | Class::Vehicle
    );
    !named && a.det && thing && matches!(a.pos, Pos::Noun | Pos::Masdar)
}

/// A body that each state has, such as its army: `lb-army`.
fn body_of_state(
    k: &Knowledge,
    agent: &Agent,
    org: &str,
    state: u32,
    via: &str,
    memory: &Memory,
) -> ActorRef {
    let s = &k.tables.states[state as usize];
    let id = format!("{}-{org}", s.iso2.to_lowercase());
    let name_ar = format!("{} - {}", agent.lemma, s.name_ar);
    let name_en = format!("{} {}", s.name_en, agent.name_en);
    let code = format!("{} {}", s.iso3, agent.sector);
    organisation(k, &id, &name_ar, &name_en, &code, via, memory.day)
}

fn agent_of<'k>(text: &Text<'_>, k: &'k Knowledge, p: &Parse, c: &Chunk) -> Option<&'k Agent> {
    let phrase = p.hits_in(c.from, c.to).find_map(|h| {
        k.refs(h.refs).iter().find_map(|r| match r {
            Ref::Agent(a) => Some(*a),
            _ => None,
        })
    });
    // An act is nobody: «الاعتداء المسلح»، «مهاجمة السفن».
    let deed = c.class == Class::Event;
    let verbal = deed || text.reading(c.head).pos == Pos::Masdar;
    let unidentified = (c.from..c.to).filter(|_| !verbal).find_map(|t| {
        agent_lexeme(text, k, t).filter(|a| k.tables.agents[*a as usize].sector == "UAF")
    });
    let own = || if deed { None } else { agent_lexeme(text, k, c.head) };
    let index = phrase.or(unidentified).or_else(own)?;
    k.tables.agents.get(index as usize)
}

fn agent_lexeme(text: &Text<'_>, k: &Knowledge, token: usize) -> Option<u32> {
    let nouns = text.readings(token).iter().filter(|a| a.pos == Pos::Noun);
    let known = nouns.filter_map(|a| {
        let l = k.tables.lexemes.get(a.lex as usize)?;
        (l.class != Class::Nationality && l.extra != NONE).then_some((a, l))
    });
    // مقاتلات are fighters that fly: a word that is feminine itself goes before a feminine of another.
    let chosen = text.reading(token);
    // مستوطنات are settlements before they are women who settle.
    let own = k.tables.lexemes.get(chosen.lex as usize);
    let thing = chosen.pos == Pos::Noun
        && own.is_some_and(|l| {
            l.extra == NONE
                && matches!(
                    l.class,
                    Class::Facility | Class::Thing | Class::Place | Class::Abstract | Class::Time
                )
        });
    if thing {
        return None;
    }
    let deed = chosen.pos == Pos::Masdar;
    let feminine = text.stem(token).ends_with('ه') || text.stem(token).ends_with("ات");
    // مهاجمة is an attack before it is a woman who attacks; مقاتلات are no fights.
    let known = known.filter(|(_, l)| !deed || l.lemma.ends_with('ة'));
    known.min_by_key(|(_, l)| feminine && !l.lemma.ends_with('ة')).map(|(_, l)| l.extra)
}
