//! Rules of names: one actor under several, posts of another time, places of another region, spellings.

use crate::phrase::Hit;
use crate::rule::{Arg, Draft};
use crate::scene::{List, Scene};
use fnv::FnvHashMap;
use mizan_code::record::PlaceMention;
use mizan_data::model::{Actor, Place, Ref};
use mizan_text::{Span, fold};

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    several(s, out);
    posts(s, out);
    regions(s, out);
    spellings(s, out);
}

/// A name of an actor on the page.
struct Name {
    folded: String,
    text: String,
    span: Span,
}

/// The names that an actor of the tables is given in the body, each once.
fn names<'a>(s: &'a Scene<'_>) -> FnvHashMap<&'a str, Vec<Name>> {
    let mut all: FnvHashMap<&str, Vec<Name>> = FnvHashMap::default();
    for m in &s.record.mentions.actors {
        let known = m.actor.as_ref().filter(|a| a.kind == "organisation" && !a.id.contains(':'));
        // «الجيش» and «القوات» of a state, a union and its commission are no two names of one group.
        let group =
            |code: &str| code.split(' ').any(|c| matches!(c, "REB" | "PRM" | "PTY" | "OPP"));
        let Some(actor) = known.filter(|a| group(&a.code)) else { continue };
        let (folded, span) = (fold(&m.text), s.bytes(m.span));
        let body = s.sentence_at(span.0).is_some_and(|x| x.is_body()) && !s.quoted(span.0);
        let list = all.entry(actor.id.as_str()).or_default();
        if body && is_name(s, &folded, &actor.id) && !list.iter().any(|n| n.folded == folded) {
            list.push(Name { folded, text: m.text.clone(), span });
        }
    }
    all
}

/// Is it a name of the tables, not a description?
pub(crate) fn is_name(s: &Scene<'_>, folded: &str, id: &str) -> bool {
    let refs = s.k.names.get(folded).map(|n| s.k.refs(n as u32)).unwrap_or_default();
    refs.iter().any(|r| match r {
        Ref::Actor { index, .. } => s.k.tables.actors[*index as usize].id == id,
        _ => false,
    })
}

fn several(s: &Scene<'_>, out: &mut Vec<Draft>) {
    for list in names(s).into_values() {
        let own: Vec<&Name> = list.iter().filter(|n| !within(n, &list, s)).collect();
        let introduced = list.iter().any(|n| bracketed(s, n.span));
        if own.len() > 1 && !introduced {
            let words: Vec<String> = own.iter().map(|n| format!("«{}»", n.text)).collect();
            let draft = Draft::new("MZ060", Some(own[1].span));
            out.push(draft.arg(own.len()).arg(words.join("، ")));
        }
    }
}

/// Does a longer name hold all its words, or is it that name in another spelling?
fn within(name: &Name, list: &[Name], s: &Scene<'_>) -> bool {
    let plain = |n: &Name| -> Vec<String> {
        let mut text = n.folded.clone();
        for (one, other) in &s.k.tables.spellings {
            text = text.replace(other.as_str(), one);
        }
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let own = plain(name);
    let at = |n: &Name| n.span.0;
    list.iter().any(|o| {
        let other = plain(o);
        let inside = own.iter().all(|w| other.contains(w));
        inside && (other.len() > own.len() || (other.len() == own.len() && at(o) < at(name)))
    })
}

/// «تنظيم الدولة (داعش)»: the second name is brought in by the first.
fn bracketed(s: &Scene<'_>, span: Span) -> bool {
    let from = s.token_at(span.0);
    let before = (from.saturating_sub(2)..from).any(|t| s.text.word(t) == "(");
    let after = s.text.word(s.token_at(span.1.saturating_sub(1)) + 1) == "(";
    let known = s.ends_before(List::KnownAs, from, 2);
    before || after || known
}

/// A post before the name of somebody who did not hold one on that day.
fn posts(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(day) = s.day() else { return };
    let stamp = day.year() as u32 * 10_000 + day.month() as u32 * 100 + day.day() as u32;
    let mut told: Vec<&str> = Vec::new();
    let table: FnvHashMap<&str, &Actor> =
        s.k.tables.actors.iter().map(|a| (a.id.as_str(), a)).collect();
    for m in &s.record.mentions.actors {
        let person = m.actor.as_ref().filter(|a| a.kind == "person");
        let actor = person.and_then(|a| table.get(a.id.as_str())).copied();
        let Some(actor) = actor.filter(|a| out_of_office(a, stamp)) else { continue };
        let span = s.bytes(m.span);
        if told.contains(&actor.id.as_str()) || !given_post(s, span) || of_the_past(s, span, day) {
            continue;
        }
        told.push(&actor.id);
        let name = Arg::named(&actor.name_en, &actor.name_ar);
        let draft = Draft::new("MZ061", Some(span)).arg(name);
        out.push(draft.arg(day.to_string()));
    }
}

/// Has dated roles, of which none that day but «former».
fn out_of_office(actor: &Actor, day: u32) -> bool {
    let holds = |r: &mizan_data::model::Role| {
        r.from.is_none_or(|f| f <= day) && r.to.is_none_or(|t| day <= t)
    };
    let dated = actor.roles.iter().any(|r| r.to.is_some());
    dated && !actor.roles.iter().any(|r| holds(r) && !r.code.ends_with("ELI"))
}

/// The post stands right before the name, at most a nationality between.
fn given_post(s: &Scene<'_>, span: Span) -> bool {
    let from = s.token_at(span.0);
    let inside = s.token_at(span.1.saturating_sub(1));
    s.ends_before(List::Post, from, 2)
        || s.hits_from(List::Post, from, inside + 1).any(|h| h.to <= inside)
}

/// The sentence says that it speaks of another time.
fn of_the_past(s: &Scene<'_>, span: Span, day: jiff::civil::Date) -> bool {
    let Some(sentence) = s.sentence_at(span.0) else { return true };
    let near = |h: Hit| h.from + 12 > s.token_at(span.0) && h.from < s.token_at(span.1) + 6;
    let old = s.dates_in(sentence.span).any(|d| {
        let to: Option<jiff::civil::Date> = d.to.as_deref().and_then(|t| t.parse().ok());
        to.is_some_and(|t| (day - t).get_days() > 90)
    });
    old || s.hits_in(List::Former, sentence).any(near) || s.quoted(span.0)
}

/// A place in a region that holds none of its name.
fn regions(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let places = &s.record.mentions.places;
    for pair in places.windows(2) {
        let [inner, outer] = pair else { continue };
        let Some(region) = outer.place.as_ref().filter(|p| p.precision == "admin1") else {
            continue;
        };
        let is_town = inner.place.as_ref().is_some_and(|p| p.precision == "place");
        if !is_town || !joined(s, inner, outer) {
            continue;
        }
        let named = candidates(s, &inner.text);
        let home = |p: &&&Place| p.country == region.country;
        let known: Vec<&&Place> =
            named.iter().filter(home).filter(|p| p.admin1.is_some()).collect();
        let here = |p: &&Place| p.admin1.as_ref().is_some_and(|a| fold(a) == fold(&region.name_ar));
        // A row of the gazetteer without its region is told by one with it that lies close by.
        let unsure = |p: &&Place| p.admin1.is_none() && !known.iter().any(|k| close(p, k));
        let fits = named.iter().filter(home).any(|p| here(p) || unsure(p));
        if !known.is_empty() && !fits {
            let draft = Draft::new("MZ062", Some(s.bytes(inner.span)));
            out.push(draft.arg(inner.text.as_str()).arg(outer.text.as_str()));
        }
    }
}

/// «القامشلي في محافظة درعا»: nothing but words of belonging between the two.
fn joined(s: &Scene<'_>, inner: &PlaceMention, outer: &PlaceMention) -> bool {
    let (a, b) = (s.bytes(inner.span), s.bytes(outer.span));
    if a.1 > b.0 {
        return false;
    }
    let from = s.token_at(a.1.saturating_sub(1)) + 1;
    let to = s.token_at(b.0);
    let covered = |t: usize| {
        [List::RegionIn, List::RegionHead]
            .iter()
            .any(|l| s.hits_from(*l, t.saturating_sub(2), t + 1).any(|h| t < h.to))
    };
    let glued = s.text.reading(to).prep.is_some();
    (from < to || glued) && to - from <= 3 && (from..to).all(covered)
}

/// Within about fifty kilometres.
fn close(a: &Place, b: &Place) -> bool {
    const DEGREES: f32 = 0.5;
    let near = |x: Option<f32>, y: Option<f32>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() < DEGREES,
        _ => false,
    };
    near(a.lat, b.lat) && near(a.lon, b.lon)
}

/// Places of a name, whichever was read.
fn candidates<'a>(s: &Scene<'a>, text: &str) -> Vec<&'a Place> {
    let folded = fold(text);
    let bare = folded.split_once(' ').filter(|(head, _)| s.k.is("audit.of_place", head));
    let name = bare.map_or(folded.as_str(), |b| b.1);
    let refs = s.k.names.get(name).map(|n| s.k.refs(n as u32)).unwrap_or_default();
    let place = |r: &Ref| match r {
        Ref::Place(n) => s.k.tables.places.get(*n as usize),
        _ => None,
    };
    refs.iter().filter_map(place).collect()
}

/// A word of a name that the page spells in two ways: the rarer one.
fn spellings(s: &Scene<'_>, out: &mut Vec<Draft>) {
    // «سوريا» and «سورية» end alike as «السورية» does: that tells no spelling from an adjective.
    let plain = |p: &&(String, String)| {
        let stem = |w: &str| w.trim_end_matches(['ا', 'ه']).to_owned();
        !p.0.contains(' ') && !p.1.contains(' ') && stem(&p.0) != stem(&p.1)
    };
    for (one, other) in s.k.tables.spellings.iter().filter(plain) {
        let find = |part: &str| -> Vec<usize> {
            let has = |t: &usize| s.text.word(*t).contains(part);
            let shown = |t: &usize| {
                let at = s.text.whole(*t).0;
                s.sentence_at(at).is_some() && !s.quoted(at)
            };
            (0..s.text.tokens.len()).filter(has).filter(shown).collect()
        };
        let (a, b) = (find(one), find(other));
        let (Some(x), Some(y)) = (a.first(), b.first()) else { continue };
        let (rare, common) = if a.len() < b.len() { (*x, *y) } else { (*y, *x) };
        let words = |t: usize| s.text.words(s.text.span(t, t + 1));
        let draft = Draft::new("MZ063", Some(s.text.span(rare, rare + 1)));
        out.push(draft.arg(words(rare)).arg(words(common)));
    }
}
