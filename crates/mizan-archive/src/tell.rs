//! What a narrative is made of: the stories that a question is about, each with the reports that tell it, and what
//! the pages of these reports say of claims, denials, ties and stances.

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::{ArchiveError, Done};
use crate::id::{Id, Kind};
use crate::list::{EventRow, Shelf};
use crate::open;
use crate::relate::exact;
use crate::stored::Actor;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// What a narrative is about.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Events that fit.
    pub filter: Filter,
    /// Only what this names: a story, a page, or the story of an event; an id or its first digits.
    pub only: Option<String>,
    /// At most so many stories.
    pub stories: usize,
}

/// A denial that a page tells.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Denial {
    pub sentence: String,
    pub event: EventRow,
}

/// A tie or a stance with the report that states it.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Standing {
    pub a: Actor,
    pub b: Actor,
    /// partner, ally, rival, member, part, joins or leaves; of a stance warmer, cooler or steady.
    pub kind: String,
    /// As exactly as the report states it.
    pub since: Option<String>,
    /// The words of a stance.
    pub words: Option<String>,
    /// report, quote or analysis.
    pub zone: String,
    pub sentence: String,
    pub source: Source,
}

/// The report that something stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Source {
    pub page: Id,
    pub key: String,
    pub outlet: String,
    pub published: Option<String>,
    pub title: String,
}

impl Source {
    /// The report that an event stands in.
    #[must_use]
    pub fn of(e: &EventRow) -> Source {
        Source {
            page: e.page,
            key: e.key.clone(),
            outlet: e.outlet.clone(),
            published: e.published.clone(),
            title: e.title.clone(),
        }
    }
}

/// One happening: the reports that tell it, reprints left out, the fullest first.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Happening {
    pub story: Id,
    pub reports: Vec<EventRow>,
}

/// All that a narrative may tell.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Telling {
    pub happenings: Vec<Happening>,
    pub denials: Vec<Denial>,
    pub standings: Vec<Standing>,
    /// Stories that fit and are not among the happenings.
    pub left_out: usize,
}

/// Reports of one story that are opened.
const REPORTS: usize = 8;

impl Archive {
    /// What there is to tell of a question: stories told by most sources first. Events of `but` are left out, and with
    /// them stories that have no others.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn tell(&self, question: &Question, but: &[i64]) -> Result<Telling, ArchiveError> {
        self.ask(|db| {
            let (named, only_page) = named(db, question)?;
            let (stories, total) = stories(db, question, &named, but)?;
            let mut shelf = Shelf::new(db);
            let mut out = Telling { left_out: total - stories.len(), ..Telling::default() };
            for (lead, uid) in stories {
                let rows = reports(db, lead, only_page)?;
                let mut events = Vec::new();
                for row in rows {
                    events.extend(shelf.event(row)?);
                }
                let fresh = |e: &EventRow| !but.contains(&e.id.bits);
                if events.iter().any(fresh) {
                    let story = Id { kind: Kind::Story, bits: uid };
                    out.happenings.push(Happening { story, reports: best_first(events) });
                }
            }
            beside(db, &mut shelf, &mut out)?;
            Ok(out)
        })
    }

    /// The events that a question was last told with.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn asked(&self, question: &str) -> Result<Option<(String, Vec<i64>)>, ArchiveError> {
        use rusqlite::OptionalExtension;
        self.ask(|db| {
            let at: Option<String> = db
                .query_row("SELECT at FROM asked_at WHERE question = ?1", [question], |r| r.get(0))
                .optional()?;
            let Some(at) = at else { return Ok(None) };
            let mut statement = db.prepare("SELECT event FROM asked WHERE question = ?1")?;
            let rows = statement.query_map([question], |r| r.get(0))?;
            Ok(Some((at, rows.collect::<Result<_, _>>()?)))
        })
    }

    /// Keeps which events a question was told with.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn keep_asked(
        &mut self,
        question: &str,
        at: &str,
        telling: &Telling,
    ) -> Result<(), ArchiveError> {
        self.whole(|work| {
            let db = work.db;
            db.execute(
                "INSERT INTO asked_at(question, at) VALUES(?1, ?2)
                 ON CONFLICT(question) DO UPDATE SET at = excluded.at",
                params![question, at],
            )?;
            let mut statement =
                db.prepare("INSERT OR IGNORE INTO asked(question, event) VALUES(?1, ?2)")?;
            for e in telling.happenings.iter().flat_map(|h| &h.reports) {
                statement.execute(params![question, e.id.bits])?;
            }
            Ok(())
        })
    }
}

/// What the question names by id: the condition on events, and the row of the page where it names one, for only its
/// own reports are told then.
fn named(db: &Connection, question: &Question) -> Done<(String, Option<i64>)> {
    let Some(id) = &question.only else { return Ok(("1".to_owned(), None)) };
    let (kind, _, row) = open::find(db, id)?;
    let condition = match kind {
        Kind::Page => format!("e.page = {row}"),
        Kind::Event | Kind::Story => {
            let story: i64 =
                db.query_row("SELECT story FROM event WHERE id = ?1", [row], |r| r.get(0))?;
            format!("e.story = {story}")
        }
        Kind::Claim => {
            let page: i64 =
                db.query_row("SELECT page FROM claim WHERE id = ?1", [row], |r| r.get(0))?;
            format!("e.page = {page}")
        }
    };
    Ok((condition, (kind == Kind::Page).then_some(row)))
}

/// Leads of the stories to tell with their ids, and how many fit.
fn stories(
    db: &Connection,
    question: &Question,
    named: &str,
    but: &[i64],
) -> Done<(Vec<(i64, i64)>, usize)> {
    let (fits, values): (String, Vec<Value>) = question.filter.events(db)?;
    let sql = format!(
        "SELECT e.story, (SELECT uid FROM event l WHERE l.id = e.story) AS lead, e.origin, e.uid, e.score, e.day
         FROM event e WHERE e.id IN (SELECT id FROM ({fits})) AND {named}"
    );
    #[derive(Default)]
    struct Weight {
        lead: i64,
        origins: BTreeSet<i64>,
        score: f64,
        day: i64,
        fresh: bool,
    }
    let but: BTreeSet<i64> = but.iter().copied().collect();
    let mut all: BTreeMap<i64, Weight> = BTreeMap::new();
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(values.iter()))?;
    while let Some(r) = rows.next()? {
        let weight = all.entry(r.get(0)?).or_default();
        weight.lead = r.get(1)?;
        weight.origins.insert(r.get(2)?);
        weight.fresh |= !but.contains(&r.get::<_, i64>(3)?);
        weight.score = weight.score.max(r.get::<_, f64>(4)?.abs());
        weight.day = weight.day.max(r.get::<_, Option<i64>>(5)?.unwrap_or(i64::MIN));
    }
    let mut order: Vec<(i64, Weight)> = all.into_iter().filter(|(_, w)| w.fresh).collect();
    // Told by most, then what weighs most, then the latest; the id keeps the order the same everywhere.
    order.sort_by(|(_, a), (_, b)| {
        let rank = |w: &Weight| (w.origins.len(), (w.score * 10.0) as i64, w.day);
        rank(b).cmp(&rank(a)).then(a.lead.cmp(&b.lead))
    });
    let total = order.len();
    Ok((order.into_iter().take(question.stories).map(|(row, w)| (row, w.lead)).collect(), total))
}

/// Events of a story, one for each origin, those of the page asked for alone.
fn reports(db: &Connection, lead: i64, page: Option<i64>) -> Done<Vec<i64>> {
    let own = page.map_or_else(|| "1".to_owned(), |p| format!("page = {p}"));
    let sql = format!(
        "SELECT id, origin FROM event WHERE story = ?1 AND shown = 1 AND {own}
         ORDER BY confidence DESC, day, uid"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([lead], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?)))?;
    let mut origins = BTreeSet::new();
    let mut out = Vec::new();
    for row in rows {
        let (id, origin) = row?;
        if origins.insert(origin) && out.len() < REPORTS {
            out.push(id);
        }
    }
    Ok(out)
}

/// The report that says most stands first: of the report's own voice, with both sides, a day, a place, figures.
fn best_first(mut events: Vec<EventRow>) -> Vec<EventRow> {
    let full = |e: &EventRow| {
        let known = |list: &[crate::list::Side]| list.iter().any(|s| s.id.is_some());
        usize::from(e.zone == "report") * 4
            + usize::from(known(&e.sources)) * 2
            + usize::from(known(&e.targets))
            + usize::from(e.place.is_some())
            + usize::from(e.day.is_some())
            + usize::from(!e.quantities.is_empty())
    };
    events.sort_by(|a, b| {
        full(b).cmp(&full(a)).then(b.confidence.total_cmp(&a.confidence)).then(a.id.cmp(&b.id))
    });
    events
}

/// Denials, ties and stances of the pages that tell the happenings.
fn beside(db: &Connection, shelf: &mut Shelf<'_>, out: &mut Telling) -> Done<()> {
    let mut seen = BTreeSet::new();
    let reports: Vec<EventRow> = out.happenings.iter().flat_map(|h| h.reports.clone()).collect();
    for e in &reports {
        let (_, _, row) = open::find(db, &e.page.to_string())?;
        let opened = shelf.page(row)?;
        denials(&opened, e, &mut out.denials);
        if !seen.insert(row) {
            continue;
        }
        standings(&opened, &Source::of(e), &mut out.standings);
    }
    Ok(())
}

/// Claims that deny the one that an event rests on.
fn denials(opened: &open::Opened, e: &EventRow, out: &mut Vec<Denial>) {
    let record = &opened.record;
    let Some(claim) =
        record.events.iter().find(|x| x.uid == e.id.bits).and_then(|x| x.claim.clone())
    else {
        return;
    };
    for c in record.claims.iter().filter(|c| c.denies.as_ref() == Some(&claim)) {
        if c.speaker.is_none() {
            continue;
        }
        let at = c.verb.span.0;
        let n = record.sentences.iter().position(|s| s.span.0 <= at && at < s.span.1);
        let Some(n) = n else { continue };
        out.push(Denial { sentence: opened.sentence(n), event: e.clone() });
    }
}

fn standings(opened: &open::Opened, source: &Source, out: &mut Vec<Standing>) {
    let record = &opened.record;
    for t in &record.ties {
        out.push(Standing {
            a: t.a.clone(),
            b: t.b.clone(),
            kind: t.kind.clone(),
            since: exact(t.from.as_ref()),
            words: None,
            zone: record.sentences.get(t.sentence).map_or_else(String::new, |s| s.zone.clone()),
            sentence: opened.sentence(t.sentence),
            source: source.clone(),
        });
    }
    for s in &record.stances {
        let at = s.words.span.0;
        let n = record.sentences.iter().position(|x| x.span.0 <= at && at < x.span.1);
        out.push(Standing {
            a: s.of.clone(),
            b: s.toward.clone(),
            kind: s.direction.clone(),
            since: None,
            words: Some(s.words.text.clone()),
            zone: s.zone.clone(),
            sentence: n.map_or_else(String::new, |n| opened.sentence(n)),
            source: source.clone(),
        });
    }
}
