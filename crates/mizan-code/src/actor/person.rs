//! Persons of public office that no table knows: a title and a name behind it.
//!
//! Private persons (victims, witnesses, workers) get none of this: they stay words.

use super::{Memory, agent_of, state_in};
use crate::chunk::{Chunk, Parse};
use crate::names::Hit;
use crate::record::ActorRef;
use mizan_data::Knowledge;
use mizan_data::model::{Class, Pos, Ref};
use mizan_text::{Kind, Text, feat, fold};

/// A name in the text: its tokens.
type Run = (usize, usize);

/// The person that a phrase with a title of office names; the token behind the name comes with it.
pub(crate) fn titled(
    text: &Text<'_>,
    k: &Knowledge,
    p: &Parse,
    c: &Chunk,
    memory: &Memory,
) -> Option<(ActorRef, usize)> {
    let (sector, title_end) = office(text, k, p, c)?;
    let name = name_behind(text, k, p, title_end)?;
    let words = text.words(text.span(name.0, name.1));
    let folded: Vec<String> = words.split_whitespace().map(fold).collect();
    let state = state_in(text, k, p, c.from, name.0);
    let iso3 = state.map_or("-", |s| k.tables.states[s as usize].iso3.as_str());
    let known = memory
        .named
        .iter()
        .rev()
        .find(|n| n.actor.id.starts_with("name:") && same_name(&n.actor.name_ar, &folded));
    let actor = known.map(|n| n.actor.clone()).unwrap_or_else(|| ActorRef {
        id: format!("name:{}", words.split_whitespace().collect::<Vec<_>>().join("-")),
        name_ar: words.to_owned(),
        name_en: String::new(),
        code: format!("{iso3} {sector}"),
        kind: "person".into(),
        via: "title and name".into(),
    });
    Some((actor, name.1))
}

fn same_name(known: &str, folded: &[String]) -> bool {
    let known = fold(known);
    let words: Vec<&str> = known.split(' ').collect();
    folded.iter().all(|w| words.contains(&w.as_str()))
        && words.last() == folded.last().map(String::as_str).as_ref()
}

/// The sector of the office that a phrase names, and where its title ends.
fn office(text: &Text<'_>, k: &Knowledge, p: &Parse, c: &Chunk) -> Option<(String, usize)> {
    let public = |s: &str| !s.is_empty() && k.is("coreference.public", &s.to_lowercase());
    let title = p.hits_in(c.from, c.to).find_map(|h| {
        k.refs(h.refs).iter().find_map(|r| match r {
            Ref::Title(t) => {
                k.tables.titles.get(*t as usize).filter(|s| public(s)).map(|s| (s.clone(), h.to))
            }
            _ => None,
        })
    });
    title.or_else(|| {
        let agent = agent_of(text, k, p, c)?;
        let person = matches!(c.class, Class::Person | Class::Title);
        let one = text.reading(c.head).has(feat::SING) || !text.reading(c.head).has(feat::PLUR);
        (person && one && public(&agent.sector)).then(|| (agent.sector.clone(), c.head + 1))
    })
}

/// The name that stands at or behind a token, past adjectives of the title: القائد الميداني أبو حفص.
fn name_behind(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> Option<Run> {
    for from in at..at + 6 {
        if from >= p.sentence.to {
            return None;
        }
        if let Some(end) = name_run(text, k, p, from) {
            let glued = text.reading(from).prep.is_some() || text.reading(from).conj.is_some();
            return (!glued).then_some((from, end));
        }
        // What may stand between a title and its name: its genitive, adjectives, an apposition's comma.
        let a = text.reading(from);
        let between = a.pos.nominal() && a.conj.is_none() && a.prep.is_none()
            || (text.word(from) == "،" && from == at);
        if !between || text.tokens[from].kind == Kind::Break {
            return None;
        }
    }
    None
}

/// Where a run of name words ends that starts here; two at least, or one that is nothing else.
fn name_run(text: &Text<'_>, k: &Knowledge, p: &Parse, from: usize) -> Option<usize> {
    if !opens_name(text, k, from) {
        return None;
    }
    let mut at = from;
    // A name of the tables is no part of an unknown one; a small town may have the name of a man.
    let proper = |t: usize| text.readings(t).iter().any(|r| r.pos == Pos::Proper && r.cost == 0);
    let title =
        |h: &Hit| proper(h.from) && k.refs(h.refs).iter().all(|r| matches!(r, Ref::Title(_)));
    let town = |h: &Hit| h.to == h.from + 1 && k.only_places(h.refs);
    let named = |t: usize| p.hits_at(t).any(|h| !town(h) && !title(h));
    if named(from) {
        return None;
    }
    while at < p.sentence.to
        && at < from + 6
        && (at == from
            || goes_on(text, k, at, at == from + 1 || (at == from + 2 && particle(text, k, from))))
    {
        at += 1;
    }
    if at == from + 1 && last_name(text, k, p, at) {
        at += 1;
    }
    let particle_last = at > from && particle(text, k, at - 1);
    let at = at - usize::from(particle_last);
    (at >= from + 2).then_some(at)
}

/// A common noun that closes a name of two words: جورج صليبا إلى.
fn last_name(text: &Text<'_>, k: &Knowledge, p: &Parse, at: usize) -> bool {
    if at >= p.sentence.to {
        return false;
    }
    let a = text.reading(at);
    let class = crate::chunk::lexeme_class(k, a);
    let bare = matches!(a.pos, Pos::Noun | Pos::Adj | Pos::Participle | Pos::Masdar)
        && a.core == 0
        && a.pron.is_none();
    let closes = at + 1 >= p.sentence.to || {
        let b = text.reading(at + 1);
        !b.pos.nominal() || b.conj.is_some() || b.prep.is_some()
    };
    bare && closes
        && !a.det
        && !matches!(class, Class::Event | Class::Time | Class::Place | Class::Weapon)
}

fn particle(text: &Text<'_>, k: &Knowledge, at: usize) -> bool {
    k.is("coreference.particles", text.word(at))
}

/// A given name: a proper noun or a word that nothing else explains, without article and glued letters.
fn opens_name(text: &Text<'_>, k: &Knowledge, at: usize) -> bool {
    let chosen = text.reading(at);
    let whole = chosen.core == 0 && chosen.conj.is_none() && chosen.prep.is_none();
    let proper = text.readings(at).iter().any(|r| r.pos == Pos::Proper && r.cost == 0);
    let unknown = matches!(chosen.pos, Pos::Unknown) && !chosen.det;
    text.tokens[at].kind == Kind::Word
        && (whole && !chosen.det && (proper || unknown)
            || k.is("coreference.openers", text.word(at)))
}

/// A word that can carry a name on: another name, a particle, a family name with its article.
fn goes_on(text: &Text<'_>, k: &Knowledge, at: usize, second: bool) -> bool {
    let a = text.reading(at);
    let free = a.conj.is_none()
        && a.prep.is_none()
        && a.pron.is_none()
        && text.tokens[at].kind == Kind::Word;
    let verb =
        a.is_verb() && !text.readings(at).iter().any(|r| r.pos == Pos::Proper && r.cost == 0);
    let closed = matches!(
        a.pos,
        Pos::Sub | Pos::Rel | Pos::Prep | Pos::Adverb | Pos::Neg | Pos::Dem | Pos::Conj
    );
    if !free || verb || closed {
        return false;
    }
    let name = matches!(a.pos, Pos::Proper | Pos::Unknown)
        || text.readings(at).iter().any(|r| r.pos == Pos::Proper && r.cost == 0);
    // A family name can be a word for a man (الخطيب) or an adjective, not a word for a place or a thing.
    let class = crate::chunk::lexeme_class(k, a);
    let human = matches!(class, Class::None | Class::Person | Class::Title | Class::Nationality);
    let family = a.det
        && human
        && matches!(a.pos, Pos::Noun | Pos::Adj | Pos::Participle | Pos::Unknown | Pos::Proper);
    // A third word with an article is an adjective (المكلف) more often than a name.
    name || (family && (second || a.pos == Pos::Noun))
        || particle(text, k, at)
        || particle(text, k, at - 1)
}
