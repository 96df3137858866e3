//! Which events a question is about.

use crate::ask::party::{Groups, Party};
use crate::codes::{self, Quad};
use crate::error::{Done, Inner};
use mizan_code::record::STATUSES;
use rusqlite::Connection;
use rusqlite::types::Value;

/// Conditions on events; all must hold, and of those that take several values one.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Filter {
    /// Who is source or target, as ids, names, codes or groups.
    pub actor: Vec<String>,
    pub source: Vec<String>,
    pub target: Vec<String>,
    /// Two sides that act on one another, either way.
    pub pairs: Vec<(String, String)>,
    pub types: Vec<String>,
    pub modes: Vec<String>,
    /// Names or numbers of quad classes.
    pub quads: Vec<String>,
    /// Ids, names or countries (ISO 3166 alpha-2) of places.
    pub places: Vec<String>,
    /// First and last day, counted from 1970-01-01.
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub outlets: Vec<String>,
    pub zones: Vec<String>,
    pub statuses: Vec<String>,
    /// Least confidence; below the threshold of the program events count only with `all`.
    pub confidence: Option<f64>,
    pub all: bool,
    /// Who says so.
    pub claimant: Vec<String>,
    /// How it is said: state, assert, allege, deny, reveal, warn or vague.
    pub stances: Vec<String>,
    pub groups: Groups,
}

/// Conditions in SQL on the columns that `event` and `dyad` share, with their values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Where {
    pub sql: Vec<String>,
    pub values: Vec<Value>,
}

impl Where {
    pub fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }

    fn among(&mut self, column: &str, ids: &[i64]) {
        let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        self.sql.push(format!("{column} IN ({list})"));
    }

    fn value(&mut self, condition: &str, value: impl Into<Value>) {
        self.sql.push(condition.to_owned());
        self.values.push(value.into());
    }
}

const ZONES: [&str; 3] = ["report", "analysis", "quote"];
impl Filter {
    /// The conditions that need no actors.
    pub(crate) fn conditions(&self, db: &Connection) -> Done<Where> {
        let mut out = Where::default();
        self.kinds(db, &mut out)?;
        self.times(&mut out);
        if !self.places.is_empty() {
            out.among("place", &places(db, &self.places)?);
        }
        if !self.outlets.is_empty() {
            out.among("outlet", &outlets(db, &self.outlets)?);
        }
        if !self.claimant.is_empty() {
            let party = self.party(db, &self.claimant)?;
            out.sql.extend(party.condition("speaker"));
        }
        match self.confidence {
            Some(least) => out.value("confidence >= ?", least),
            None if !self.all => out.sql.push("shown = 1".to_owned()),
            None => {}
        }
        Ok(out)
    }

    fn times(&self, out: &mut Where) {
        if let Some(from) = self.from {
            out.value("day >= ?", i64::from(from));
        }
        if let Some(to) = self.to {
            out.value("day <= ?", i64::from(to));
        }
    }

    fn kinds(&self, db: &Connection, out: &mut Where) -> Done<()> {
        let types: Vec<&str> = codes::types().collect();
        for (column, given, allowed) in [
            ("type", upper(&self.types), Some(&types[..])),
            ("mode", self.modes.clone(), None),
            ("zone", self.zones.clone(), Some(&ZONES[..])),
            ("status", self.statuses.clone(), Some(&STATUSES[..])),
            ("stance", self.stances.clone(), None),
        ] {
            if !given.is_empty() {
                known(column, &given, allowed)?;
                out.among(column, &terms(db, &given)?);
            }
        }
        if !self.quads.is_empty() {
            let quads = self.quads.iter().map(|q| quad(q)).collect::<Done<Vec<i64>>>()?;
            out.among("quad", &quads);
        }
        Ok(())
    }

    /// The conditions of who takes part, on the columns of `dyad`; none where anybody may.
    pub(crate) fn sides(&self, db: &Connection) -> Done<Vec<String>> {
        let mut out = Vec::new();
        if !self.actor.is_empty() {
            let party = self.party(db, &self.actor)?;
            let both = [party.condition("source"), party.condition("target")];
            let both: Vec<String> = both.into_iter().flatten().collect();
            if !both.is_empty() {
                out.push(format!("({})", both.join(" OR ")));
            }
        }
        for (column, given) in [("source", &self.source), ("target", &self.target)] {
            if !given.is_empty() {
                out.extend(self.party(db, given)?.condition(column));
            }
        }
        let pairs =
            self.pairs.iter().map(|(a, b)| self.pair(db, a, b)).collect::<Done<Vec<_>>>()?;
        let pairs: Vec<String> = pairs.into_iter().flatten().collect();
        if !pairs.is_empty() {
            out.push(format!("({})", pairs.join(" OR ")));
        }
        Ok(out)
    }

    /// The condition that one of two sides acts on the other; none where both are everybody.
    fn pair(&self, db: &Connection, a: &str, b: &str) -> Done<Option<String>> {
        let (a, b) = (Party::find(db, a, &self.groups)?, Party::find(db, b, &self.groups)?);
        let way = |x: &Party, y: &Party| {
            let both: Vec<String> =
                [x.condition("source"), y.condition("target")].into_iter().flatten().collect();
            (!both.is_empty()).then(|| both.join(" AND "))
        };
        Ok(way(&a, &b).zip(way(&b, &a)).map(|(there, back)| format!("({there} OR {back})")))
    }

    /// All who are named in a list.
    fn party(&self, db: &Connection, names: &[String]) -> Done<Party> {
        let found =
            names.iter().map(|n| Party::find(db, n, &self.groups)).collect::<Done<Vec<_>>>()?;
        if found.iter().any(|p| p.rows.is_none()) {
            return Ok(Party::anybody());
        }
        let mut rows: Vec<i64> = found.into_iter().filter_map(|p| p.rows).flatten().collect();
        rows.sort_unstable();
        rows.dedup();
        Ok(Party { name: names.join(", "), rows: Some(rows) })
    }

    /// The events that fit: a query that yields their rows.
    pub(crate) fn events(&self, db: &Connection) -> Done<(String, Vec<Value>)> {
        let conditions = self.conditions(db)?;
        let sides = self.sides(db)?;
        let sql = if sides.is_empty() {
            format!("{ROWS} WHERE {}", conditions.text())
        } else {
            // A dyad row has the event's conditions beside it; an event of many pairs is named once.
            let pairs = format!("{} AND {}", sides.join(" AND "), conditions.text());
            format!("{ROWS} WHERE id IN (SELECT event FROM dyad WHERE {pairs})")
        };
        Ok((sql, conditions.values))
    }

    /// The same by way of the events' days: each is asked whether the sides act in it. The right way where so many fit
    /// that a few days hold a page of them.
    pub(crate) fn events_by_day(&self, db: &Connection) -> Done<(String, Vec<Value>)> {
        let conditions = self.conditions(db)?;
        let sides = self.sides(db)?.join(" AND ");
        let sql = format!(
            "{ROWS} WHERE {} AND EXISTS (SELECT 1 FROM dyad WHERE dyad.event = event.id AND ({sides}))",
            conditions.text()
        );
        Ok((sql, conditions.values))
    }

    /// Does it ask who takes part?
    pub(crate) fn asks_sides(&self) -> bool {
        !(self.actor.is_empty()
            && self.source.is_empty()
            && self.target.is_empty()
            && self.pairs.is_empty())
    }

    /// How many fit, counted up to `most`: a query of one number.
    pub(crate) fn count(&self, db: &Connection, most: u64) -> Done<(String, Vec<Value>)> {
        let conditions = self.conditions(db)?;
        let sides = self.sides(db)?;
        let from = if sides.is_empty() {
            format!("SELECT 1 FROM event WHERE {}", conditions.text())
        } else {
            let pairs = format!("{} AND {}", sides.join(" AND "), conditions.text());
            format!("SELECT DISTINCT event FROM dyad WHERE {pairs}")
        };
        Ok((format!("SELECT count(*) FROM ({from} LIMIT {most})"), conditions.values))
    }
}

/// What lists of events are ordered by.
const ROWS: &str = "SELECT id, day, uid, confidence, score FROM event";

fn upper(list: &[String]) -> Vec<String> {
    list.iter().map(|t| t.to_uppercase()).collect()
}

/// Says which values there are, where one is none of them.
fn known(column: &str, given: &[String], allowed: Option<&[&str]>) -> Done<()> {
    let Some(allowed) = allowed else { return Ok(()) };
    match given.iter().find(|g| !allowed.contains(&g.as_str())) {
        None => Ok(()),
        Some(wrong) => Err(Inner::Question(format!(
            "«{wrong}» is no {column}; there are {}",
            allowed.join(", ")
        ))),
    }
}

/// The ids of words; a word that no row has fits nothing.
pub(crate) fn terms(db: &Connection, words: &[String]) -> Done<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT id FROM term WHERE text = ?1")?;
    let mut out = Vec::new();
    for word in words {
        out.extend(statement.query_map([word], |r| r.get::<_, i64>(0))?.flatten());
    }
    if out.is_empty() {
        out.push(-1);
    }
    Ok(out)
}

fn quad(text: &str) -> Done<i64> {
    let text = text.to_ascii_lowercase();
    let found = Quad::ALL.into_iter().find(|q| q.name() == text || (*q as i64).to_string() == text);
    found.map(|q| q as i64).ok_or_else(|| {
        let all = Quad::ALL.map(|q| format!("{} {}", q as i64, q.name()));
        Inner::Question(format!("«{text}» is no quad class; there are {}", all.join(", ")))
    })
}

fn places(db: &Connection, wanted: &[String]) -> Done<Vec<i64>> {
    let fold = mizan_data::fold::fold;
    let mut statement =
        db.prepare_cached("SELECT id, key, name_ar, name_en, country FROM place")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let cell = |n: usize| r.get::<_, String>(n).unwrap_or_default();
        let (key, country) = (cell(1), cell(4));
        let names = [fold(&cell(2)), fold(&cell(3).to_lowercase())];
        let id = key.rsplit_once('/').map_or(key.as_str(), |k| k.0);
        let fits =
            |w: &String| w == id || *w == country || names.contains(&fold(&w.to_lowercase()));
        if wanted.iter().any(fits) {
            out.push(r.get(0)?);
        }
    }
    if out.is_empty() {
        let words = format!(
            "«{}» is no place of this archive: give a name, an id, or a country as two letters (SY)",
            wanted.join(", ")
        );
        return Err(Inner::Question(words));
    }
    Ok(out)
}

fn outlets(db: &Connection, wanted: &[String]) -> Done<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT id, name FROM outlet")?;
    let rows = statement.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?;
    let all: Vec<(i64, String)> = rows.collect::<Result<_, _>>()?;
    let folded: Vec<String> =
        wanted.iter().map(|w| mizan_data::fold::fold(w).to_lowercase()).collect();
    let fits = |name: &str| folded.contains(&mizan_data::fold::fold(name).to_lowercase());
    let out: Vec<i64> = all.iter().filter(|o| fits(&o.1)).map(|o| o.0).collect();
    if out.is_empty() {
        let names: Vec<&str> =
            all.iter().map(|o| o.1.as_str()).filter(|n| !n.is_empty()).take(8).collect();
        return Err(Inner::Question(format!(
            "«{}» is no outlet of this archive; there are {}",
            wanted.join(", "),
            names.join(", ")
        )));
    }
    Ok(out)
}
