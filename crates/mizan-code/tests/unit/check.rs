//! How each subject is checked: what is read of a text is written in the notation of its table.

use crate::table::Case;
use mizan_code::record::{ActorMention, DateMention, Figure, PlaceMention, Quantity, Record};
use mizan_code::{Options, Reader};
use std::sync::LazyLock;

pub static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

pub type Outcome = Result<(), String>;

fn read(c: &Case) -> Record {
    READER.code(&c.text, None, Some(c.published), Options::ALL)
}

fn verdict(c: &Case, fits: bool, found: &[String]) -> Outcome {
    if fits {
        return Ok(());
    }
    Err(format!("line {}: «{}»: expected {:?}, found {found:?}", c.line, c.text, c.expected))
}

/// Everything found must be expected, and the other way round, in any order.
fn same(c: &Case, mut found: Vec<String>) -> Outcome {
    let mut expected: Vec<String> = c.expected.iter().filter(|e| *e != "-").cloned().collect();
    expected.sort();
    found.sort();
    let fits = expected == found;
    verdict(c, fits, &found)
}

/// `2025-11-24..2025-11-27 range`, `2025-11-24 day`, `? day` unresolved, `.. ` open; the calendar if not Gregorian.
pub fn dates(c: &Case) -> Outcome {
    let one = |d: &DateMention| {
        let span = match (&d.from, &d.to) {
            (None, None) => "?".to_owned(),
            (Some(a), Some(b)) if a == b => a.clone(),
            (a, b) => format!("{}..{}", a.as_deref().unwrap_or(""), b.as_deref().unwrap_or("")),
        };
        let calendar =
            if d.calendar == "gregorian" { String::new() } else { format!(" {}", d.calendar) };
        format!("{span} {}{calendar}", d.precision)
    };
    same(c, read(c).mentions.dates.iter().map(one).collect())
}

/// `killed/child =3 part`, `people 8-10`, `money =5000000 USD`; the unit is written for money alone.
pub fn quantities(c: &Case) -> Outcome {
    let figure = |n: Option<Figure>| n.map_or(String::new(), |n| n.to_string());
    let one = |q: &Quantity| {
        let of = q.of.as_deref().unwrap_or("?");
        let whom = q.whom.as_ref().map_or(String::new(), |w| format!("/{w}"));
        let value = match q.relation {
            "range" => format!("{}-{}", figure(q.low), figure(q.high)),
            r => format!("{r}{}", figure(q.low.or(q.high))),
        };
        let role = q.role.map_or(String::new(), |r| format!(" {r}"));
        let unit =
            q.unit.as_deref().filter(|_| of == "money").map_or(String::new(), |u| format!(" {u}"));
        format!("{of}{whom} {value}{unit}{role}")
    };
    same(c, read(c).mentions.quantities.iter().map(one).collect())
}

fn actor(a: &ActorMention) -> Option<String> {
    a.actor.as_ref().map(|r| format!("{} {}", r.id, r.code))
}

/// `us-centcom` or `us-centcom USA MIL` must be found, `~words` must be loaded, `!id` must not be; `-`: nobody is.
pub fn actors(c: &Case) -> Outcome {
    let record = read(c);
    let found: Vec<String> = record.mentions.actors.iter().filter_map(actor).collect();
    let loaded = |id: &str| {
        record
            .mentions
            .actors
            .iter()
            .filter_map(|a| a.actor.as_ref())
            .any(|a| a.id == id && a.via.contains("loaded"))
    };
    let has = |e: &str| found.iter().any(|f| f == e || f.split(' ').next() == Some(e));
    let fits = c.expected.iter().all(|e| match e.as_bytes().first() {
        Some(b'-') => found.is_empty(),
        Some(b'!') => !has(&e[1..]),
        Some(b'~') => loaded(&e[1..]),
        _ => has(e),
    });
    verdict(c, fits, &found)
}

/// `Aleppo/SY/admin1`: name in English, country, precision; all places of the text. `!Name/…` must not be found.
pub fn places(c: &Case) -> Outcome {
    let one = |p: &PlaceMention| {
        let r = p.place.as_ref()?;
        Some(format!("{}/{}/{}", r.name_en, r.country, r.precision))
    };
    let record = read(c);
    let found: Vec<String> = record.mentions.places.iter().filter_map(one).collect();
    let false_point = record
        .mentions
        .places
        .iter()
        .filter_map(|p| p.place.as_ref())
        .any(|p| p.precision != "place" && p.lat.is_some());
    if false_point {
        return Err(format!("line {}: «{}»: a point that the words do not give", c.line, c.text));
    }
    if c.expected.iter().any(|e| e.starts_with('!')) {
        let fits = c.expected.iter().all(|e| match e.strip_prefix('!') {
            Some(name) => !found.iter().any(|f| f.starts_with(name)),
            None => found.contains(e),
        });
        return verdict(c, fits, &found);
    }
    same(c, found)
}

/// `التنظيم=isis`: the last mention of these words is that actor; `التنظيم=-`: it stays words.
/// `قال:` before words looks at the claim with that verb and its speaker.
pub fn coreference(c: &Case) -> Outcome {
    let record = read(c);
    let mentions = &record.mentions.actors;
    let ids = |words: &str| -> Vec<String> {
        let last = mentions.iter().filter(|m| m.text.trim() == words).map(|m| m.span).max();
        let at_last = mentions.iter().filter(|m| Some(m.span) == last);
        at_last.filter_map(|m| m.actor.as_ref().map(|a| a.id.clone())).collect()
    };
    let speaker = |verb: &str| -> Vec<String> {
        let claim = record.claims.iter().rev().find(|c| c.verb.text == verb);
        claim
            .and_then(|c| c.speaker.as_ref()?.actor.as_ref())
            .map(|a| a.id.clone())
            .into_iter()
            .collect()
    };
    let mut found = Vec::new();
    let fits = c.expected.iter().all(|e| {
        let (words, id) = e.split_once('=').unwrap_or_else(|| panic!("line {}: words=id", c.line));
        let got = words.strip_suffix(':').map_or_else(|| ids(words), speaker);
        // A general reading (الوزير as some minister) names nobody.
        let right = if id == "-" {
            got.iter().all(|g| g.starts_with("kind:"))
        } else {
            id.split('+').all(|i| got.iter().any(|g| g == i))
        };
        found.push(format!("{words}={}", got.join("+")));
        right
    });
    verdict(c, fits, &found)
}

/// Sentences as they are cut, with ‖ between them.
pub fn sentences(c: &Case) -> Outcome {
    let plain = c.text.replace("‖ ", "").replace('‖', "");
    let text = mizan_text::Text::new(&plain, READER.knowledge());
    let cut: Vec<String> = text
        .sentences
        .iter()
        .map(|s| {
            let (from, to) = (text.whole(s.from).0, text.whole(s.to - 1).1);
            plain[from as usize..to as usize].trim().to_owned()
        })
        .collect();
    let expected: Vec<String> = c.text.split('‖').map(|s| s.trim().to_owned()).collect();
    verdict(c, cut == expected, &cut)
}
