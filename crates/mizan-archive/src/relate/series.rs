//! How often two sides act on one another, step by step, with coverage and how sure the figure is.

use crate::archive::Archive;
use crate::ask::{Filter, Party};
use crate::codes::Quad;
use crate::day::{Period, UNDATED};
use crate::error::{ArchiveError, Done, Inner};
use crate::relate::interval;
use fnv::{FnvHashMap, FnvHashSet};
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Steps of a series at most.
const MOST: usize = 20_000;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Events as pages tell them; a reprint counts again.
    Events,
    /// Happenings: reports of one count once.
    #[default]
    Stories,
    /// Independent reports: reprints of one text count once.
    Sources,
}

/// What a series may be split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Split {
    Zone,
    Status,
    Claimant,
    Stance,
    Type,
    Quad,
    Outlet,
}

impl Split {
    /// The split of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Split> {
        Some(match name {
            "zone" => Split::Zone,
            "status" => Split::Status,
            "claimant" => Split::Claimant,
            "stance" => Split::Stance,
            "type" => Split::Type,
            "quad" => Split::Quad,
            "outlet" => Split::Outlet,
            _ => return None,
        })
    }
}

/// A question about two sides.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct SeriesAsk {
    pub a: String,
    pub b: String,
    /// Also what the second does to the first.
    pub both: bool,
    pub period: Period,
    pub unit: Unit,
    pub split: Option<Split>,
    pub filter: Filter,
}

/// One step of a series. What was counted is absent where no page of the archive covers the step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Step {
    pub label: String,
    pub from: String,
    pub to: String,
    /// Does any page of the archive lie in the step?
    pub covered: bool,
    pub events: u64,
    pub stories: u64,
    /// Independent sources.
    pub sources: u64,
    /// The unit asked for, by quad class 1–4.
    pub quads: [u64; 4],
    pub types: BTreeMap<String, u64>,
    /// The interval of the unit's count at 95 % (Poisson, Byar).
    pub count_low: f64,
    pub count_high: f64,
    pub score_sum: f64,
    pub score_mean: Option<f64>,
    pub score_low: Option<f64>,
    pub score_high: Option<f64>,
    /// All stories coded in the step, whoever acts in them.
    pub coded: u64,
    /// Share of these that are of the two sides, with its interval at 95 % (Wilson).
    pub share: Option<f64>,
    pub share_low: Option<f64>,
    pub share_high: Option<f64>,
    #[serde(skip)]
    pub start: i32,
}

/// A series, or one part of a split one.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Line {
    /// Value of what the series is split by; `all` where it is not.
    pub key: String,
    pub steps: Vec<Step>,
}

/// The answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Series {
    pub a: String,
    pub b: String,
    pub both: bool,
    pub period: Period,
    pub unit: Unit,
    pub split: Option<Split>,
    pub lines: Vec<Line>,
    /// Events of the two sides whose pages state no day.
    pub undated: u64,
    /// Events on days before or after the steps.
    pub outside: u64,
}

/// An event of two sides, as the dyad rows hold it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub event: i64,
    pub day: i32,
    pub story: i64,
    pub lead: bool,
    pub origin: i64,
    pub event_type: i64,
    pub quad: u8,
    pub score: f64,
    zone: i64,
    status: i64,
    stance: i64,
    speaker: i64,
    outlet: i64,
}

/// The events between two sides that fit, each once, by day.
pub(crate) fn rows(
    db: &Connection,
    a: &Party,
    b: &Party,
    both: bool,
    filter: &Filter,
) -> Done<Vec<Row>> {
    let mut out = directed(db, a, b, filter)?;
    if both {
        out.extend(directed(db, b, a, filter)?);
    }
    let mut seen = FnvHashSet::default();
    out.retain(|r| seen.insert(r.event));
    out.sort_unstable_by_key(|r| (r.day, r.event));
    Ok(out)
}

fn directed(db: &Connection, a: &Party, b: &Party, filter: &Filter) -> Done<Vec<Row>> {
    let conditions = filter.conditions(db)?;
    let mut all: Vec<String> =
        [a.condition("source"), b.condition("target")].into_iter().flatten().collect();
    all.extend(filter.sides(db)?);
    all.push(conditions.text());
    let sql = format!(
        "SELECT event, day, story, lead, origin, type, quad, score, zone, status, stance, speaker, outlet
         FROM dyad WHERE {}",
        all.join(" AND ")
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(conditions.values.iter()), |r| {
        Ok(Row {
            event: r.get(0)?,
            day: r.get(1)?,
            story: r.get(2)?,
            lead: r.get(3)?,
            origin: r.get(4)?,
            event_type: r.get(5)?,
            quad: r.get(6)?,
            score: r.get(7)?,
            zone: r.get(8)?,
            status: r.get(9)?,
            stance: r.get(10)?,
            speaker: r.get(11)?,
            outlet: r.get(12)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The steps that an archive, or a question, spans.
pub(crate) struct Span {
    pub period: Period,
    pub starts: Vec<i32>,
    pub covered: FnvHashSet<i32>,
}

impl Span {
    pub fn of(db: &Connection, period: Period, filter: &Filter) -> Done<Span> {
        let days = doc_days(db, filter)?;
        let covered: FnvHashSet<i32> = days.iter().map(|d| period.start(*d)).collect();
        let from = filter.from.or(days.first().copied());
        let to = filter.to.or(days.last().copied());
        let (Some(from), Some(to)) = (from, to) else {
            return Ok(Span { period, starts: Vec::new(), covered });
        };
        let mut starts = Vec::new();
        let mut at = period.start(from);
        while at <= to {
            starts.push(at);
            if starts.len() > MOST {
                let words = format!(
                    "more than {MOST} steps; ask for longer steps (--per month) or a shorter time"
                );
                return Err(Inner::Question(words));
            }
            at = period.next(at);
        }
        Ok(Span { period, starts, covered })
    }

    pub fn place(&self, day: i32) -> Option<usize> {
        self.starts.binary_search(&self.period.start(day)).ok()
    }
}

/// The days on which pages of the archive were published, found by leaps through the index.
fn doc_days(db: &Connection, filter: &Filter) -> Done<Vec<i32>> {
    let outlet = if filter.outlets.is_empty() {
        String::new()
    } else {
        let of = Filter { outlets: filter.outlets.clone(), all: true, ..Filter::default() };
        format!("AND {}", of.conditions(db)?.text())
    };
    let sql = format!(
        "WITH RECURSIVE leap(day) AS (
           SELECT min(day) FROM doc WHERE day IS NOT NULL {outlet}
           UNION ALL SELECT (SELECT min(day) FROM doc WHERE day > leap.day {outlet}) FROM leap
             WHERE leap.day IS NOT NULL)
         SELECT day FROM leap WHERE day IS NOT NULL"
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All stories coded in each step: partial counts of days merged; by the events themselves where a filter asks
/// for what the partials do not hold.
pub(crate) fn coded(db: &Connection, span: &Span, filter: &Filter) -> Done<Vec<u64>> {
    let of = Filter {
        zones: filter.zones.clone(),
        statuses: filter.statuses.clone(),
        outlets: filter.outlets.clone(),
        claimant: filter.claimant.clone(),
        groups: filter.groups.clone(),
        confidence: filter.confidence,
        all: filter.all,
        ..Filter::default()
    };
    let rolled = of.outlets.is_empty() && of.claimant.is_empty() && of.confidence.is_none();
    let conditions = of.conditions(db)?;
    let sql = if rolled {
        format!("SELECT day, sum(stories) FROM tally WHERE {} GROUP BY day", conditions.text())
    } else {
        format!(
            "SELECT day, sum(lead) FROM event WHERE {} AND day IS NOT NULL GROUP BY day",
            conditions.text()
        )
    };
    let mut out = vec![0; span.starts.len()];
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(conditions.values.iter()))?;
    while let Some(r) = rows.next()? {
        if let Some(n) = span.place(r.get(0)?) {
            out[n] += r.get::<_, i64>(1)?.unsigned_abs();
        }
    }
    Ok(out)
}

impl Archive {
    /// How two sides act on one another over time.
    ///
    /// A step without any page of the archive is a gap (`covered` false); a covered one without events is zero.
    /// A story counts once, in the step of its first event between the two.
    ///
    /// # Errors
    /// Where nobody is meant by a side, or there are too many steps.
    pub fn series(&self, ask: &SeriesAsk) -> Result<Series, ArchiveError> {
        self.ask(|db| series(db, ask))
    }
}

fn series(db: &Connection, ask: &SeriesAsk) -> Done<Series> {
    let a = Party::find(db, &ask.a, &ask.filter.groups)?;
    let b = Party::find(db, &ask.b, &ask.filter.groups)?;
    let rows = rows(db, &a, &b, ask.both, &ask.filter)?;
    let span = Span::of(db, ask.period, &ask.filter)?;
    let coded = coded(db, &span, &ask.filter)?;
    let names = Names::read(db)?;
    let inside = |r: &&Row| span.place(r.day).is_some();
    let dated = |r: &&Row| r.day != UNDATED;
    let mut lines: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows.iter().filter(inside) {
        let key = ask.split.map_or_else(|| "all".to_owned(), |s| names.key(s, row));
        lines.entry(key).or_default().push(*row);
    }
    if ask.split.is_none() {
        lines.entry("all".to_owned()).or_default();
    }
    let line = |(key, rows): (String, Vec<Row>)| Line {
        key,
        steps: steps(&span, &rows, &coded, ask.unit, &names),
    };
    Ok(Series {
        a: ask.a.clone(),
        b: ask.b.clone(),
        both: ask.both,
        period: ask.period,
        unit: ask.unit,
        split: ask.split,
        lines: lines.into_iter().map(line).collect(),
        undated: rows.iter().filter(|r| !dated(r)).count() as u64,
        outside: rows.iter().filter(dated).filter(|r| !inside(r)).count() as u64,
    })
}

/// The first event of each story, of those of one day its lead; then such as no order of arrival can change.
fn firsts(rows: &[Row]) -> Vec<Row> {
    let mut first: FnvHashMap<i64, Row> = FnvHashMap::default();
    let rank = |r: &Row| (r.day, !r.lead, r.quad, (r.score * 10.0) as i64, r.event_type);
    for row in rows {
        let known = first.entry(row.story).or_insert(*row);
        if rank(row) < rank(known) {
            *known = *row;
        }
    }
    first.into_values().collect()
}

/// One event for each origin in a step.
fn origins(rows: &[Row], period: Period) -> Vec<Row> {
    let mut seen = FnvHashSet::default();
    rows.iter().filter(|r| seen.insert((r.origin, period.start(r.day)))).copied().collect()
}

/// The rows of which each stands for one of what is counted.
pub(crate) fn units(rows: &[Row], unit: Unit, period: Period) -> Vec<Row> {
    match unit {
        Unit::Events => rows.to_vec(),
        Unit::Stories => firsts(rows),
        Unit::Sources => origins(rows, period),
    }
}

fn steps(span: &Span, rows: &[Row], coded: &[u64], unit: Unit, names: &Names) -> Vec<Step> {
    let firsts = firsts(rows);
    let counted = units(rows, unit, span.period);
    let parts = |rows: &[Row]| {
        let mut out: Vec<Vec<Row>> = vec![Vec::new(); span.starts.len()];
        for row in rows {
            if let Some(n) = span.place(row.day) {
                out[n].push(*row);
            }
        }
        out
    };
    let (all, stories, units) = (parts(rows), parts(&firsts), parts(&counted));
    (0..span.starts.len())
        .map(|n| {
            step(
                span,
                n,
                Parts { all: &all[n], stories: &stories[n], units: &units[n] },
                coded[n],
                names,
            )
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Parts<'a> {
    all: &'a [Row],
    stories: &'a [Row],
    units: &'a [Row],
}

fn step(span: &Span, n: usize, rows: Parts<'_>, coded: u64, names: &Names) -> Step {
    let start = span.starts[n];
    let k = rows.units.len() as f64;
    let stories = rows.stories.len() as f64;
    let coded = coded.max(rows.stories.len() as u64);
    // The sum of nothing is -0.0, which no reader asked for.
    let sum: f64 = rows.units.iter().fold(0.0, |sum, r| sum + r.score);
    let squares: f64 = rows.units.iter().map(|r| r.score * r.score).sum();
    let mean = interval::mean(sum, squares, k);
    let share = interval::share(stories, coded as f64);
    let (low, high) = interval::count(k);
    Step {
        label: span.period.label(start),
        from: crate::day::show(Some(start)),
        to: crate::day::show(Some(span.period.next(start) - 1)),
        covered: span.covered.contains(&start) || !rows.all.is_empty(),
        events: rows.all.len() as u64,
        stories: rows.stories.len() as u64,
        sources: rows.all.iter().map(|r| r.origin).collect::<BTreeSet<_>>().len() as u64,
        quads: Quad::ALL.map(|q| rows.units.iter().filter(|r| r.quad == q as u8).count() as u64),
        types: names.types(rows.units),
        count_low: low,
        count_high: high,
        score_sum: sum,
        score_mean: (k > 0.0).then(|| sum / k),
        score_low: mean.map(|m| m.0),
        score_high: mean.map(|m| m.1),
        coded,
        share: (coded > 0).then(|| stories / coded as f64),
        share_low: share.map(|s| s.0),
        share_high: share.map(|s| s.1),
        start,
    }
}

/// Words behind the ids of rows.
pub(crate) struct Names {
    terms: FnvHashMap<i64, String>,
    outlets: FnvHashMap<i64, String>,
    actors: FnvHashMap<i64, String>,
}

impl Names {
    pub fn read(db: &Connection) -> Done<Names> {
        let map = |sql: &str| -> Done<FnvHashMap<i64, String>> {
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        Ok(Names {
            terms: map("SELECT id, text FROM term")?,
            outlets: map("SELECT id, name FROM outlet")?,
            actors: map("SELECT id, key FROM actor")?,
        })
    }

    fn key(&self, split: Split, row: &Row) -> String {
        let (map, id) = match split {
            Split::Zone => (&self.terms, row.zone),
            Split::Status => (&self.terms, row.status),
            Split::Stance => (&self.terms, row.stance),
            Split::Type => (&self.terms, row.event_type),
            Split::Claimant => (&self.actors, row.speaker),
            Split::Outlet => (&self.outlets, row.outlet),
            Split::Quad => {
                let quad = Quad::ALL.into_iter().find(|q| *q as u8 == row.quad);
                return quad.map_or("none", Quad::name).to_owned();
            }
        };
        // No claim at all: the page says so itself.
        map.get(&id).cloned().filter(|k| !k.is_empty()).unwrap_or_else(|| "none".to_owned())
    }

    fn types(&self, rows: &[Row]) -> BTreeMap<String, u64> {
        let mut out = BTreeMap::new();
        for row in rows {
            let name = self.terms.get(&row.event_type).cloned().unwrap_or_default();
            *out.entry(name).or_insert(0) += 1;
        }
        out
    }
}
