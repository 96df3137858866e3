//! The balance of one actor between rival partners: with whom it works, against whom it acts, what ties it
//! holds, how its stance moves, and when that turns.

use crate::archive::Archive;
use crate::ask::{Filter, Party};
use crate::day::Period;
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{Id, Kind};
use crate::relate::interval;
use crate::relate::series::{Row, Span, Unit, rows, units};
use crate::relate::turn;
use rusqlite::{Connection, params};
use serde::Serialize;

/// Events told of one turning point.
const SHOWN: usize = 20;

/// The question.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct BalanceAsk {
    pub of: String,
    /// Two partners or more.
    pub between: Vec<String>,
    pub period: Period,
    pub unit: Unit,
    pub filter: Filter,
}

/// One partner in one step. Counts are of the unit asked for, in both directions.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct PartnerStep {
    pub partner: String,
    pub cooperation: u64,
    pub conflict: u64,
    /// Its part of the cooperation with all partners, with its interval at 95 % (Wilson).
    pub cooperation_share: Option<f64>,
    pub share_low: Option<f64>,
    pub share_high: Option<f64>,
    /// Its part of the conflict with all partners.
    pub conflict_share: Option<f64>,
    pub score_mean: Option<f64>,
    pub warmer: u64,
    pub cooler: u64,
    /// Ties that hold at the end of the step, and those that ended in it.
    pub ties_held: u64,
    pub ties_lost: u64,
}

/// One step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct BalanceStep {
    pub label: String,
    pub from: String,
    pub to: String,
    pub covered: bool,
    pub partners: Vec<PartnerStep>,
    #[serde(skip)]
    pub start: i32,
}

/// A turning point: from this step on the shares are others.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Turn {
    /// `cooperation` between the partners, or `with X`: cooperation against conflict with one of them.
    pub of: String,
    pub label: String,
    pub from: String,
    /// Shares before and after, in the order of the partners; for one partner, its share of cooperation.
    pub before: Vec<f64>,
    pub after: Vec<f64>,
    /// Events of the step in which it turned.
    pub events: Vec<Id>,
}

/// The answer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Balance {
    pub of: String,
    pub between: Vec<String>,
    pub period: Period,
    pub unit: Unit,
    /// How turning points were found.
    pub method: &'static str,
    pub steps: Vec<BalanceStep>,
    pub turns: Vec<Turn>,
}

const METHOD: &str =
    "PELT (Killick, Fearnhead and Eckley 2012), multinomial likelihood, Schwarz's penalty";

impl Archive {
    /// The balance of one actor between its partners.
    ///
    /// # Errors
    /// Where nobody is meant, there are fewer than two partners, or one stands on two sides.
    pub fn balance(&self, ask: &BalanceAsk) -> Result<Balance, ArchiveError> {
        self.ask(|db| balance(db, ask))
    }
}

/// A partner with what happened between it and the actor.
struct Side {
    party: Party,
    rows: Vec<Row>,
    /// What is counted of them.
    units: Vec<Row>,
    stances: Vec<(i32, bool)>,
    ties: Vec<Held>,
}

/// A tie between the two: since when, until when.
struct Held {
    from: i32,
    to: Option<i32>,
    what: (i64, i64, i64),
}

fn balance(db: &Connection, ask: &BalanceAsk) -> Done<Balance> {
    let of = Party::find(db, &ask.of, &ask.filter.groups)?;
    let partners = ask
        .between
        .iter()
        .map(|p| Party::find(db, p, &ask.filter.groups))
        .collect::<Done<Vec<_>>>()?;
    check(&of, &partners)?;
    let span = Span::of(db, ask.period, &ask.filter)?;
    let sides = partners.into_iter().map(|p| side(db, &of, p, ask)).collect::<Done<Vec<_>>>()?;
    let steps: Vec<BalanceStep> = (0..span.starts.len()).map(|n| step(&span, n, &sides)).collect();
    let turns = turns(db, &span, &steps, &sides)?;
    Ok(Balance {
        of: ask.of.clone(),
        between: ask.between.clone(),
        period: ask.period,
        unit: ask.unit,
        method: METHOD,
        steps,
        turns,
    })
}

/// Rival partners are two or more, and nobody stands on two sides.
fn check(of: &Party, partners: &[Party]) -> Done<()> {
    if partners.len() < 2 {
        return Err(Inner::Question(
            "a balance needs two partners or more: --between A B".to_owned(),
        ));
    }
    let all: Vec<&Party> = std::iter::once(of).chain(partners).collect();
    for (n, a) in all.iter().enumerate() {
        for b in &all[n + 1..] {
            let (Some(rows), true) = (&a.rows, b.rows.is_some()) else {
                return Err(Inner::Question(
                    "a balance is of named sides; * is everybody".to_owned(),
                ));
            };
            if rows.iter().any(|r| b.has(*r)) {
                return Err(Inner::Question(format!(
                    "«{}» and «{}» share an actor, so nothing can lie between them",
                    a.name, b.name
                )));
            }
        }
    }
    Ok(())
}

fn side(db: &Connection, of: &Party, party: Party, ask: &BalanceAsk) -> Done<Side> {
    let rows = rows(db, of, &party, true, &ask.filter)?;
    Ok(Side {
        units: units(&rows, ask.unit, ask.period),
        stances: stances(db, of, &party)?,
        ties: ties(db, of, &party)?,
        rows,
        party,
    })
}

/// Days on which the actor's stance toward the partner grew warmer or cooler.
fn stances(db: &Connection, of: &Party, party: &Party) -> Done<Vec<(i32, bool)>> {
    let conditions: Vec<String> =
        [of.condition("s.of"), party.condition("s.toward")].into_iter().flatten().collect();
    let sql = format!(
        "SELECT DISTINCT s.day, t.text = 'warmer', s.page, s.num FROM stance s JOIN term t ON t.id = s.direction
         WHERE t.text IN ('warmer', 'cooler') AND s.day IS NOT NULL AND {}",
        conditions.join(" AND ")
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ties between the two, in either order, that bind rather than part.
fn ties(db: &Connection, of: &Party, party: &Party) -> Done<Vec<Held>> {
    let way = |a: &Party, b: &Party| {
        let both: Vec<String> =
            [a.condition("a"), b.condition("b")].into_iter().flatten().collect();
        format!("({})", both.join(" AND "))
    };
    let sql = format!(
        "SELECT a, b, kind, coalesce(day_from, day), day_to, k.text = 'leaves'
         FROM tie JOIN term k ON k.id = tie.kind
         WHERE k.text IN ('partner', 'member', 'part', 'ally', 'joins', 'leaves') AND ({} OR {})
           AND coalesce(day_from, day) IS NOT NULL",
        way(of, party),
        way(party, of)
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map([], |r| {
        let leaves: bool = r.get(5)?;
        let from: i32 = r.get(3)?;
        let to: Option<i32> = r.get(4)?;
        let what = (r.get(0)?, r.get(1)?, r.get(2)?);
        Ok(Held { from, to: if leaves { Some(from) } else { to }, what })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn step(span: &Span, n: usize, sides: &[Side]) -> BalanceStep {
    let start = span.starts[n];
    let end = span.period.next(start) - 1;
    let mut partners: Vec<PartnerStep> = sides.iter().map(|s| partner(s, start, end)).collect();
    let cooperation: u64 = partners.iter().map(|p| p.cooperation).sum();
    let conflict: u64 = partners.iter().map(|p| p.conflict).sum();
    for p in &mut partners {
        let k = p.cooperation as f64;
        let interval = interval::share(k, cooperation as f64);
        p.cooperation_share = (cooperation > 0).then(|| k / cooperation as f64);
        p.share_low = interval.map(|i| i.0);
        p.share_high = interval.map(|i| i.1);
        p.conflict_share = (conflict > 0).then(|| p.conflict as f64 / conflict as f64);
    }
    BalanceStep {
        label: span.period.label(start),
        from: crate::day::show(Some(start)),
        to: crate::day::show(Some(end)),
        covered: span.covered.contains(&start) || cooperation + conflict > 0,
        partners,
        start,
    }
}

fn partner(side: &Side, start: i32, end: i32) -> PartnerStep {
    let inside = |day: i32| (start..=end).contains(&day);
    let told: Vec<&Row> = side.units.iter().filter(|r| inside(r.day)).collect();
    let cooperation = told.iter().filter(|r| matches!(r.quad, 1 | 2)).count() as u64;
    let conflict = told.iter().filter(|r| matches!(r.quad, 3 | 4)).count() as u64;
    let score: f64 = told.iter().map(|r| r.score).sum();
    let stance =
        |warm: bool| side.stances.iter().filter(|s| inside(s.0) && s.1 == warm).count() as u64;
    let (ties_held, ties_lost) = held(&side.ties, start, end);
    PartnerStep {
        partner: side.party.name.clone(),
        cooperation,
        conflict,
        score_mean: (!told.is_empty()).then(|| score / told.len() as f64),
        warmer: stance(true),
        cooler: stance(false),
        ties_held,
        ties_lost,
        ..PartnerStep::default()
    }
}

/// How many ties hold at the end of a step, and how many ended in it; a tie told in many reports is one.
fn held(ties: &[Held], start: i32, end: i32) -> (u64, u64) {
    use std::collections::BTreeSet;
    let holds = |t: &&Held| t.from <= end && t.to.is_none_or(|to| to > end);
    let ended = |t: &&Held| t.to.is_some_and(|to| (start..=end).contains(&to));
    let lost: BTreeSet<_> = ties.iter().filter(ended).map(|t| t.what).collect();
    let held: BTreeSet<_> = ties.iter().filter(holds).map(|t| t.what).collect();
    (held.difference(&lost).count() as u64, lost.len() as u64)
}

fn turns(db: &Connection, span: &Span, steps: &[BalanceStep], sides: &[Side]) -> Done<Vec<Turn>> {
    let mut out = Vec::new();
    let shared: Vec<Vec<f64>> =
        steps.iter().map(|s| s.partners.iter().map(|p| p.cooperation as f64).collect()).collect();
    let all: Vec<&Side> = sides.iter().collect();
    out.extend(turns_of(db, span, "cooperation", &shared, &all)?);
    for (n, side) in sides.iter().enumerate() {
        let own: Vec<Vec<f64>> = steps
            .iter()
            .map(|s| vec![s.partners[n].cooperation as f64, s.partners[n].conflict as f64])
            .collect();
        let name = format!("with {}", side.party.name);
        out.extend(turns_of(db, span, &name, &own, &[side])?);
    }
    out.sort_by(|a, b| (&a.from, &a.of).cmp(&(&b.from, &b.of)));
    Ok(out)
}

fn turns_of(
    db: &Connection,
    span: &Span,
    name: &str,
    counts: &[Vec<f64>],
    sides: &[&Side],
) -> Done<Vec<Turn>> {
    let cuts = turn::changes(counts);
    let borders: Vec<usize> =
        std::iter::once(0).chain(cuts.iter().copied()).chain([counts.len()]).collect();
    let mut out = Vec::new();
    for w in borders.windows(3) {
        let start = span.starts[w[1]];
        out.push(Turn {
            of: name.to_owned(),
            label: span.period.label(start),
            from: crate::day::show(Some(start)),
            before: shares(&counts[w[0]..w[1]]),
            after: shares(&counts[w[1]..w[2]]),
            events: events_in(db, sides, start, span.period.next(start))?,
        });
    }
    Ok(out)
}

/// Shares of a stretch, to the hundredth part of a percent; of two kinds the first alone says it.
fn shares(counts: &[Vec<f64>]) -> Vec<f64> {
    let kinds = counts.first().map_or(0, Vec::len);
    let sums: Vec<f64> = (0..kinds).map(|k| counts.iter().map(|c| c[k]).sum()).collect();
    let total: f64 = sums.iter().sum();
    sums.iter().map(|s| if total > 0.0 { (s / total * 1e4).round() / 1e4 } else { 0.0 }).collect()
}

fn events_in(db: &Connection, sides: &[&Side], start: i32, end: i32) -> Done<Vec<Id>> {
    let mut events: Vec<i64> = sides
        .iter()
        .flat_map(|s| s.rows.iter().filter(|r| start <= r.day && r.day < end).map(|r| r.event))
        .collect();
    events.sort_unstable();
    events.dedup();
    let mut statement = db.prepare_cached("SELECT day, uid FROM event WHERE id = ?1")?;
    let mut found = events
        .into_iter()
        .map(|e| {
            Ok(statement
                .query_row(params![e], |r| Ok((r.get::<_, i32>(0)?, r.get::<_, i64>(1)?)))?)
        })
        .collect::<Done<Vec<_>>>()?;
    found.sort_unstable();
    Ok(found.into_iter().take(SHOWN).map(|(_, bits)| Id { kind: Kind::Event, bits }).collect())
}
