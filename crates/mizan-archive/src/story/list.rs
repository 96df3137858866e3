//! Stories as they are shown: who tells them, from how many sources, and which figures stand side by side.

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::{ArchiveError, Done};
use crate::id::{Id, Kind};
use crate::list::{EventRow, Shelf, Side};
use crate::open;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which stories to show.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct StoryFilter {
    /// Events of which at least one is in the story.
    pub events: Filter,
    /// Told by at least so many pages.
    pub pages: usize,
    pub limit: usize,
    pub skip: usize,
    /// The latest first, in place of those told by most sources.
    pub latest: bool,
}

/// One report of a story.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Member {
    pub event: Id,
    pub page: Id,
    pub key: String,
    pub outlet: String,
    pub published: Option<String>,
    /// The page that its text counts for: its own, or the first that printed it.
    pub origin: Id,
    pub reprint: bool,
    pub sentence: String,
}

/// A figure that reports of one story give, with who gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Figure {
    /// killed, wounded, …
    pub of: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub relation: String,
    /// part, before, revised or rival, where the text says so.
    pub role: Option<String>,
    /// The words.
    pub text: String,
    pub says: Option<String>,
    pub outlet: String,
    pub published: Option<String>,
    pub event: Id,
}

/// Reports of one happening.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Story {
    pub id: Id,
    /// The event that stands for it: the earliest, of those the surest.
    pub lead: EventRow,
    pub events: usize,
    pub pages: usize,
    pub outlets: usize,
    /// Reports that are no reprint of one another.
    pub sources: usize,
    pub first: Option<String>,
    pub last: Option<String>,
    pub members: Vec<Member>,
    /// Figures of one thing that differ, in the order they were given.
    pub figures: Vec<Figure>,
    /// Why its reports were joined, strongest first.
    pub why: Vec<String>,
}

/// Events looked at for stories whose figures differ: each opens the pages of its story.
const LOOKED_AT: i64 = 48;
/// Links told of one story.
const LINKS: i64 = 12;

impl Archive {
    /// Stories that fit, those told by most sources first.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn stories(&self, filter: &StoryFilter) -> Result<Vec<Story>, ArchiveError> {
        self.ask(|db| {
            let (sql, values) = filter.events.events(db)?;
            let order = if filter.latest {
                "first DESC, sources DESC, pages DESC"
            } else {
                "sources DESC, pages DESC, first DESC"
            };
            let grouped = format!(
                "SELECT e.story, count(DISTINCT e.origin) AS sources, count(DISTINCT e.page) AS pages,
                   min(e.day) AS first
                 FROM event e WHERE e.story IN (SELECT story FROM event WHERE id IN (SELECT id FROM ({sql})))
                   AND e.shown = 1
                 GROUP BY e.story HAVING pages >= {} ORDER BY {order},
                   (SELECT uid FROM event x WHERE x.id = e.story) LIMIT {} OFFSET {}",
                filter.pages, filter.limit, filter.skip
            );
            let mut statement = db.prepare(&grouped)?;
            let rows = statement.query_map(params_from_iter(values.iter()), |r| r.get::<_, i64>(0))?;
            let leads: Vec<i64> = rows.collect::<Result<_, _>>()?;
            let mut shelf = Shelf::new(db);
            let mut out = Vec::new();
            for lead in leads {
                out.extend(story(db, &mut shelf, lead)?);
            }
            Ok(out)
        })
    }

    /// Stories of late whose reports give figures that differ, the latest first: of the days from `from` on, and at
    /// most `limit`.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn rivals(&self, from: Option<i32>, limit: usize) -> Result<Vec<Story>, ArchiveError> {
        self.ask(|db| {
            // Only a story of several events can hold figures that differ.
            let sql = "SELECT story FROM event WHERE day >= ?1 AND shown = 1 AND lead = 0
                       ORDER BY day DESC, uid LIMIT ?2";
            let mut statement = db.prepare_cached(sql)?;
            let first = from.unwrap_or(i32::MIN);
            let rows =
                statement.query_map([i64::from(first), LOOKED_AT], |r| r.get::<_, i64>(0))?;
            let mut leads: Vec<i64> = rows.collect::<Result<_, _>>()?;
            let mut seen = BTreeSet::new();
            leads.retain(|l| seen.insert(*l));
            let mut shelf = Shelf::new(db);
            let mut out = Vec::new();
            for lead in leads {
                out.extend(story(db, &mut shelf, lead)?.filter(|s| !s.figures.is_empty()));
                if out.len() == limit {
                    break;
                }
            }
            Ok(out)
        })
    }

    /// The story of an event or of a story's id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn story(&self, id: &str) -> Result<Option<Story>, ArchiveError> {
        self.ask(|db| {
            let (_, _, row) = open::find(db, id)?;
            let lead =
                db.query_row("SELECT story FROM event WHERE id = ?1", [row], |r| r.get(0))?;
            story(db, &mut Shelf::new(db), lead)
        })
    }
}

fn story(db: &Connection, shelf: &mut Shelf<'_>, lead: i64) -> Done<Option<Story>> {
    let sql = "SELECT id FROM event WHERE story = ?1 AND shown = 1 ORDER BY day, uid";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([lead], |r| r.get::<_, i64>(0))?;
    let rows: Vec<i64> = rows.collect::<Result<_, _>>()?;
    let mut events = Vec::new();
    for row in rows {
        events.extend(shelf.event(row)?);
    }
    let Some(head) = shelf.event(lead)? else { return Ok(None) };
    let distinct =
        |of: &dyn Fn(&EventRow) -> String| events.iter().map(of).collect::<BTreeSet<_>>().len();
    Ok(Some(Story {
        id: Id { kind: Kind::Story, bits: head.id.bits },
        events: events.len(),
        pages: distinct(&|e| e.page.to_string()),
        outlets: distinct(&|e| e.outlet.clone()),
        sources: distinct(&|e| e.origin.to_string()),
        first: events.iter().filter_map(|e| e.day.clone()).min(),
        last: events.iter().filter_map(|e| e.day_to.clone()).max(),
        members: events.iter().map(member).collect(),
        figures: figures(&events),
        why: why(db, lead)?,
        lead: head,
    }))
}

fn member(e: &EventRow) -> Member {
    Member {
        event: e.id,
        page: e.page,
        key: e.key.clone(),
        outlet: e.outlet.clone(),
        published: e.published.clone(),
        origin: e.origin,
        reprint: e.origin != e.page,
        sentence: e.sentence.clone(),
    }
}

/// Figures of what befell people, or of one unit, that reports give otherwise; the same figure again is left out.
fn figures(events: &[EventRow]) -> Vec<Figure> {
    let mut by_kind: BTreeMap<String, Vec<Figure>> = BTreeMap::new();
    for e in events {
        for q in &e.quantities {
            let Some(of) = q.of.clone() else { continue };
            let figure = Figure {
                of: of.clone(),
                low: q.low,
                high: q.high,
                relation: q.relation.clone(),
                role: q.role.clone(),
                text: q.text.clone(),
                says: e.claimant.as_ref().map(|s: &Side| s.text.clone()),
                outlet: e.outlet.clone(),
                published: e.published.clone(),
                event: e.id,
            };
            let told = by_kind.entry(of).or_default();
            let again =
                |f: &&Figure| (f.low, f.high, &f.says) == (figure.low, figure.high, &figure.says);
            if !told.iter().any(|f| again(&f)) {
                told.push(figure);
            }
        }
    }
    let rival = |told: &Vec<Figure>| {
        told.iter()
            .map(|f| (f.low.map(f64::to_bits), f.high.map(f64::to_bits)))
            .collect::<BTreeSet<_>>()
            .len()
            > 1
    };
    let mut out: Vec<Figure> = by_kind.into_values().filter(rival).flatten().collect();
    out.sort_by(|a, b| (&a.of, &a.published).cmp(&(&b.of, &b.published)));
    out
}

fn why(db: &Connection, lead: i64) -> Done<Vec<String>> {
    let sql = "SELECT link.why, link.weight FROM link JOIN event x ON x.id = link.a
               JOIN event y ON y.id = link.b WHERE x.story = ?1 AND y.story = ?1
               ORDER BY link.weight DESC, x.uid, y.uid LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([lead, LINKS], |r| {
        Ok(format!("{} (weight {:.2})", r.get::<_, String>(0)?, r.get::<_, f64>(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
