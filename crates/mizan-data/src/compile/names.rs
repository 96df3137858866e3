//! Names: actors with dated roles, states and their adjectives, agents, ministries, titles, places.

use super::Builder;
use super::lexicon::{adjective, noun, rows};
use super::source::{DataError, Row};
use crate::fold::fold;
use crate::model::{Actor, Agent, Class, Ministry, Place, Ref, Role, State};
use crate::verb::feat;
use std::collections::HashMap;

pub(super) fn read(b: &mut Builder) {
    agents(b);
    states(b);
    ministries(b);
    titles(b);
    actors(b);
    places(b);
}

fn agents(b: &mut Builder) {
    for row in rows(b, "actor/agents.tsv", 6) {
        let index = b.tables.agents.len() as u32;
        let org = Some(row.cell(4).to_owned()).filter(|s| !s.is_empty());
        b.tables.agents.push(Agent {
            lemma: row.cell(0).to_owned(),
            sector: row.cell(2).to_owned(),
            org,
            name_en: row.cell(5).to_owned(),
        });
        let Some(class) = Class::from_name(row.cell(3)) else {
            let path = b.folder.root.join("actor/agents.tsv");
            b.errors.push(DataError::plain(
                &path,
                row.line,
                &format!(
                    "{} is no class; write one such as person, group, armed, body",
                    row.cell(3)
                ),
            ));
            continue;
        };
        if row.cell(0).contains(' ') {
            b.name(row.cell(0), Ref::Agent(index));
            row.list(1).iter().for_each(|alias| b.name(alias, Ref::Agent(index)));
        } else {
            let lex = noun(b, row.cell(0), &row.list(1), class);
            let lexeme = &mut b.tables.lexemes[lex as usize];
            lexeme.extra = index;
            lexeme.class = class;
        }
    }
}

fn states(b: &mut Builder) {
    for row in rows(b, "actor/states.tsv", 7) {
        let index = b.tables.states.len() as u32;
        b.tables.states.push(State {
            iso2: row.cell(0).to_owned(),
            iso3: row.cell(1).to_owned(),
            name_ar: row.cell(2).to_owned(),
            name_en: row.cell(3).to_owned(),
        });
        b.name(row.cell(2), Ref::State(index));
        row.list(4).iter().for_each(|alias| b.name(alias, Ref::State(index)));
        for adj in row.list(5) {
            // تركي/أتراك: the people's broken plural behind a stroke.
            let (adj, plural) = adj.split_once('/').unwrap_or((&adj, ""));
            for form in spelled(b, adj) {
                let lex = adjective(b, &form, Class::Nationality);
                b.tables.lexemes[lex as usize].extra = index;
                b.surface(&fold(plural), lex, feat::PLUR);
            }
        }
        row.list(6).iter().for_each(|seat| b.name(seat, Ref::Seat(index)));
    }
}

/// A word under every spelling that the table of spellings gives it.
fn spelled(b: &Builder, word: &str) -> Vec<String> {
    let folded = fold(word);
    let mut out = vec![word.to_owned()];
    for (x, y) in &b.spellings {
        if folded.contains(x.as_str()) {
            out.push(folded.replace(x.as_str(), y));
        } else if folded.contains(y.as_str()) {
            out.push(folded.replace(y.as_str(), x));
        }
    }
    out
}

fn ministries(b: &mut Builder) {
    for row in rows(b, "actor/ministries.tsv", 5) {
        let field = b.tables.ministries.len() as u32;
        b.tables.ministries.push(Ministry {
            field: row.cell(0).to_owned(),
            key: row.cell(2).to_owned(),
            name_en: row.cell(3).to_owned(),
            code: row.cell(4).to_owned(),
        });
        let mut fields = row.list(1);
        fields.push(row.cell(0).to_owned());
        for name in fields {
            for (head, minister) in [("وزارة", false), ("وزير", true), ("وزيرة", true)]
            {
                b.name(&format!("{head} {name}"), Ref::Ministry { field, minister });
            }
        }
    }
}

fn titles(b: &mut Builder) {
    for (at, row) in rows(b, "actor/titles.tsv", 3).iter().enumerate() {
        b.tables.titles.push(row.cell(2).to_owned());
        b.name(row.cell(0), Ref::Title(at as u32));
        for form in row.list(1) {
            b.name(&form, Ref::Title(at as u32));
        }
        // The bare noun, without its article, is a noun of the lexicon too.
        let bare = row.cell(0).strip_prefix("ال").unwrap_or(row.cell(0)).to_owned();
        if !bare.contains(' ') && b.find_nominal(&fold(&bare)).is_empty() {
            noun(b, &bare, &row.list(1), Class::Title);
        }
    }
}

fn date(text: &str) -> Result<Option<u32>, ()> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match (text.trim().is_empty(), digits.len()) {
        (true, _) => Ok(None),
        (false, 8) => Ok(digits.parse().ok()),
        _ => Err(()),
    }
}

fn actors(b: &mut Builder) {
    let mut known: HashMap<String, u32> = HashMap::new();
    let special = ["agents", "states", "ministries", "titles"];
    for path in b.folder.files("actor", "tsv") {
        if path.file_stem().and_then(|s| s.to_str()).is_some_and(|s| special.contains(&s)) {
            continue;
        }
        match b.folder.table(&path, 9) {
            Ok(rows) => {
                for row in rows {
                    if let Err(message) = actor(b, &row, &mut known) {
                        b.errors.push(DataError::plain(&path, row.line, message));
                    }
                }
            }
            Err(e) => b.errors.push(e),
        }
    }
}

/// Columns: id, name_ar, name_en, code, kind, from, to, aliases, loaded. A second row of an id adds a dated role.
fn actor(b: &mut Builder, row: &Row, known: &mut HashMap<String, u32>) -> Result<(), &'static str> {
    if row.cell(0).is_empty() || row.cell(3).is_empty() {
        return Err(
            "an actor needs an id and a code; such as: us-centcom⇥القيادة المركزية الأميركية⇥US Central Command⇥USA MIL⇥organisation",
        );
    }
    code_holds(b, row.cell(3))?;
    let bad = "dates are written 2025-01-29 or 20250129";
    let role = Role {
        code: row.cell(3).to_owned(),
        from: date(row.cell(5)).map_err(|()| bad)?,
        to: date(row.cell(6)).map_err(|()| bad)?,
    };
    let index = *known.entry(row.cell(0).to_owned()).or_insert_with(|| {
        b.tables.actors.push(Actor {
            id: row.cell(0).to_owned(),
            name_ar: row.cell(1).to_owned(),
            name_en: row.cell(2).to_owned(),
            kind: row.cell(4).to_owned(),
            roles: Vec::new(),
        });
        b.tables.actors.len() as u32 - 1
    });
    b.tables.actors[index as usize].roles.push(role);
    b.name(row.cell(1), Ref::Actor { index, loaded: false });
    row.list(7).iter().for_each(|a| b.name(a, Ref::Actor { index, loaded: false }));
    row.list(8).iter().for_each(|a| b.name(a, Ref::Actor { index, loaded: true }));
    Ok(())
}

/// A code is a state or one of the international codes, then sectors, all of `codes.toml` and `states.tsv`.
fn code_holds(b: &Builder, code: &str) -> Result<(), &'static str> {
    let mut parts = code.split(' ');
    let listed =
        |kind: &str, part: &str| b.tables.codes.iter().any(|c| c.kind == kind && c.code == part);
    let country = parts.next().unwrap_or("");
    let known = country == "-"
        || listed("intl", country)
        || b.tables.states.iter().any(|s| s.iso3 == country);
    if !known {
        return Err(
            "the code's first part is no ISO 3166 alpha-3 of states.tsv and no international code; write one such as SYR GOV or UNO",
        );
    }
    if parts.all(|p| listed("sector", p)) {
        Ok(())
    } else {
        Err("the code names a sector that codes.toml lacks; write one such as GOV, MIL, REB, SOC")
    }
}

/// Columns: id, name_ar, name_en, aliases_ar, kind, admin1, country, lat, lon, population.
fn places(b: &mut Builder) {
    for path in b.folder.files("place", "tsv") {
        match b.folder.table(&path, 10) {
            Ok(rows) => rows.iter().for_each(|row| place(b, row)),
            Err(e) => b.errors.push(e),
        }
    }
}

fn place(b: &mut Builder, row: &Row) {
    let index = b.tables.places.len() as u32;
    b.tables.places.push(Place {
        id: row.cell(0).to_owned(),
        name_ar: row.cell(1).to_owned(),
        name_en: row.cell(2).to_owned(),
        kind: row.cell(4).to_owned(),
        admin1: Some(row.cell(5).to_owned()).filter(|s| !s.is_empty()),
        country: row.cell(6).to_owned(),
        lat: row.cell(7).parse().ok(),
        lon: row.cell(8).parse().ok(),
        population: row.cell(9).parse().unwrap_or(0),
    });
    b.name(row.cell(1), Ref::Place(index));
    row.list(3).iter().for_each(|alias| b.name(alias, Ref::Place(index)));
}
