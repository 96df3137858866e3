//! Who is partner, ally, member or part of whom, from when to when, by which evidence, and what contradicts it.

use crate::archive::Archive;
use crate::ask::{Filter, Party};
use crate::day::Period;
use crate::error::{ArchiveError, Done};
use crate::id::Id;
use crate::list::Shelf;
use crate::rows::shown_day;
use crate::stored::When;
use mizan_data::fold::fold;
use rusqlite::Connection;
use serde::Serialize;
use std::collections::BTreeMap;

/// One report of a tie.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct TieEvidence {
    pub page: Id,
    pub key: String,
    pub outlet: String,
    pub told: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    /// held, weakening or becoming.
    pub status: String,
    pub sentence: String,
    /// First and last day of what it states as its start.
    #[serde(skip)]
    start: Option<(i32, i32)>,
}

/// A tie with all that is told of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct TieLine {
    pub a: String,
    pub a_code: String,
    pub b: String,
    pub b_code: String,
    /// partner, member, part, ally, rival, joins or leaves.
    pub kind: String,
    /// The earliest start that a report states, as exactly as it states it (`2014`); where none states one, absent.
    pub from: Option<String>,
    /// The day on which it ended, as the latest report states it.
    pub to: Option<String>,
    /// First and last day on which it was told.
    pub first_told: Option<String>,
    pub last_told: Option<String>,
    pub evidence: Vec<TieEvidence>,
    pub contradictions: Vec<String>,
}

/// A row of a tie.
struct Row {
    page: i64,
    num: i64,
    a: (String, String),
    b: (String, String),
    kind: String,
    status: String,
    day: Option<i32>,
    outlet: String,
}

impl Archive {
    /// Ties of those whom the filter names (`actor`; with `source` and `target` the two ends), by pair and kind.
    ///
    /// # Errors
    /// Where nobody is meant.
    pub fn ties(&self, filter: &Filter) -> Result<Vec<TieLine>, ArchiveError> {
        self.ask(|db| {
            let rows = rows(db, filter)?;
            let mut groups: BTreeMap<(String, String, String), Vec<Row>> = BTreeMap::new();
            for row in rows {
                let key = (row.a.0.clone(), row.b.0.clone(), row.kind.clone());
                groups.entry(key).or_default().push(row);
            }
            let mut shelf = Shelf::new(db);
            let mut out: Vec<TieLine> =
                groups.into_values().map(|g| line(&mut shelf, &g)).collect::<Done<_>>()?;
            contradict(&mut out);
            out.sort_by(|a, b| {
                (&a.a, &a.b, &a.from, &a.first_told).cmp(&(&b.a, &b.b, &b.from, &b.first_told))
            });
            Ok(out)
        })
    }
}

fn rows(db: &Connection, filter: &Filter) -> Done<Vec<Row>> {
    let party = |names: &[String]| -> Done<Option<Party>> {
        names.first().map(|n| Party::find(db, n, &filter.groups)).transpose()
    };
    let mut all = vec!["1".to_owned()];
    if let Some(p) = party(&filter.actor)? {
        let ends: Vec<String> =
            [p.condition("tie.a"), p.condition("tie.b")].into_iter().flatten().collect();
        all.extend((!ends.is_empty()).then(|| format!("({})", ends.join(" OR "))));
    }
    all.extend(party(&filter.source)?.and_then(|p| p.condition("tie.a")));
    all.extend(party(&filter.target)?.and_then(|p| p.condition("tie.b")));
    all.extend(filter.from.map(|d| format!("tie.day >= {d}")));
    all.extend(filter.to.map(|d| format!("tie.day <= {d}")));
    let sql = format!(
        "SELECT tie.page, tie.num, a.key, a.code, b.key, b.code, k.text, s.text, tie.day,
           outlet.name
         FROM tie JOIN actor a ON a.id = tie.a JOIN actor b ON b.id = tie.b
         JOIN term k ON k.id = tie.kind JOIN term s ON s.id = tie.status
         JOIN doc ON doc.page = tie.page JOIN outlet ON outlet.id = doc.outlet
         JOIN page ON page.id = tie.page
         WHERE {} ORDER BY tie.day, page.uid, tie.num",
        all.join(" AND ")
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map([], |r| {
        Ok(Row {
            page: r.get(0)?,
            num: r.get(1)?,
            a: (r.get(2)?, r.get(3)?),
            b: (r.get(4)?, r.get(5)?),
            kind: r.get(6)?,
            status: r.get(7)?,
            day: r.get(8)?,
            outlet: r.get(9)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn line(shelf: &mut Shelf<'_>, rows: &[Row]) -> Done<TieLine> {
    let evidence = rows.iter().map(|r| evidence(shelf, r)).collect::<Done<Vec<_>>>()?;
    let told = || rows.iter().filter_map(|r| r.day);
    let head = &rows[0];
    let shown = |day: Option<i32>| day.map(|d| shown_day(Some(d)));
    Ok(TieLine {
        a: head.a.0.clone(),
        a_code: head.a.1.clone(),
        b: head.b.0.clone(),
        b_code: head.b.1.clone(),
        kind: head.kind.clone(),
        from: earliest(&evidence),
        to: evidence.iter().rev().find_map(|e| e.to.clone()),
        first_told: shown(told().min()),
        last_told: shown(told().max()),
        contradictions: starts(&evidence),
        evidence,
    })
}

fn evidence(shelf: &mut Shelf<'_>, row: &Row) -> Done<TieEvidence> {
    let page = shelf.page(row.page)?;
    let tie = page.record.ties.get(row.num as usize);
    let shown = |day: Option<i32>| day.map(|d| shown_day(Some(d)));
    Ok(TieEvidence {
        page: page.id,
        key: page.key.clone(),
        outlet: row.outlet.clone(),
        told: shown(row.day),
        from: tie.and_then(|t| exact(t.from.as_ref())),
        to: tie.and_then(|t| exact(t.to.as_ref())),
        start: tie.and_then(|t| t.from.as_ref()).and_then(start),
        status: row.status.clone(),
        sentence: tie.map_or_else(String::new, |t| page.sentence(t.sentence)),
    })
}

/// A date as exactly as it is stated: a year, a month, a day, or a range of days.
pub(crate) fn exact(date: Option<&When>) -> Option<String> {
    let date = date?;
    let from = date.from.clone().or_else(|| date.to.clone())?;
    let length = match date.precision.as_str() {
        "year" => 4,
        "month" => 7,
        _ => stated(date, &from),
    };
    Some(match &date.to {
        Some(to) if *to != from && length == 10 => format!("{from}/{to}"),
        _ => from.get(..length)?.to_owned(),
    })
}

/// How much of a day the words state. «منذ عام 2014» begins on the first of January because it must begin somewhere;
/// where the year is the only number, no day was said.
fn stated(date: &When, from: &str) -> usize {
    let words = fold(&date.text);
    let mut numbers = words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let year_alone = numbers.next() == from.get(..4) && numbers.next().is_none();
    match from.get(4..) {
        Some("-01-01") if year_alone => 4,
        Some(rest) if year_alone && rest.ends_with("-01") => 7,
        _ => 10,
    }
}

/// The days on which it may have begun.
fn start(date: &When) -> Option<(i32, i32)> {
    let (from, to) = date.days();
    let from = from.or(to)?;
    let shown = exact(Some(date))?;
    let end = match shown.len() {
        4 => Period::Year.next(from) - 1,
        7 => Period::Month.next(from) - 1,
        _ => from,
    };
    Some((from, end))
}

fn earliest(evidence: &[TieEvidence]) -> Option<String> {
    let dated = evidence.iter().filter(|e| e.start.is_some());
    dated.min_by_key(|e| e.start).and_then(|e| e.from.clone())
}

/// Reports that state starts of one tie which cannot be the same.
fn starts(evidence: &[TieEvidence]) -> Vec<String> {
    let mut told: Vec<((i32, i32), String)> = evidence
        .iter()
        .filter_map(|e| Some((e.start?, format!("{} ({})", e.from.as_deref()?, e.outlet))))
        .collect();
    told.sort();
    told.dedup_by(|later, first| later.0.0 <= first.0.1);
    if told.len() < 2 {
        return Vec::new();
    }
    let each: Vec<String> = told.into_iter().map(|t| t.1).collect();
    vec![format!("its start is told as {}", each.join(", "))]
}

/// Ties of one pair that cannot both hold: bound and rival at one time, or held after it was left.
fn contradict(lines: &mut [TieLine]) {
    let notes: Vec<(usize, String)> = (0..lines.len())
        .flat_map(|i| (0..lines.len()).filter(move |j| *j != i).map(move |j| (i, j)))
        .filter_map(|(i, j)| Some((i, clash(&lines[i], &lines[j])?)))
        .collect();
    for (n, words) in notes {
        lines[n].contradictions.push(words);
    }
}

fn clash(x: &TieLine, y: &TieLine) -> Option<String> {
    let ends = |t: &TieLine| {
        let (a, b) = (t.a.clone(), t.b.clone());
        if a < b { (a, b) } else { (b, a) }
    };
    if ends(x) != ends(y) {
        return None;
    }
    let since = |t: &TieLine| t.from.clone().or_else(|| t.first_told.clone()).unwrap_or_default();
    let until = |t: &TieLine| t.to.clone().or_else(|| t.last_told.clone()).unwrap_or_default();
    let overlap = since(x) <= until(y) && since(y) <= until(x);
    let binds = |t: &TieLine| matches!(t.kind.as_str(), "partner" | "ally" | "member" | "part");
    let opposed = (binds(x) && y.kind == "rival") || (x.kind == "rival" && binds(y));
    if opposed && overlap {
        let (from, to) = (since(x).max(since(y)), until(x).min(until(y)));
        return Some(format!("also told as {} at that time ({from} to {to})", y.kind));
    }
    let after = y.kind == "leaves" && binds(x) && until(x) > since(y) && since(x) <= since(y);
    after.then(|| {
        format!("still told as {} on {}, after leaving was told on {}", x.kind, until(x), since(y))
    })
}
