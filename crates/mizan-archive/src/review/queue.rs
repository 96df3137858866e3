//! Queues: which events are to be judged, by whom they were, and what was settled.

use super::agree::{Agreement, Unit, agreement};
use crate::archive::Archive;
use crate::ask::Filter;
use crate::codes;
use crate::correct::{Action, Field};
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{Id, Kind};
use crate::list::{EventRow, Shelf};
use crate::open;
use mizan_code::record::STATUSES;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Events of one queue at most.
const MOST: usize = 10_000;
/// The longest name or note, in characters.
const LONGEST: usize = 2_000;

/// A queue with how far it has come.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Queue {
    pub name: String,
    /// The question that its events were drawn by, as the caller wrote it.
    pub question: String,
    /// How many coders judge each event.
    pub coders: u32,
    pub who: String,
    pub at: String,
    pub events: i64,
    /// Events that enough coders judged.
    pub judged: i64,
    pub settled: i64,
    /// Judged by enough, and otherwise by one than by another.
    pub disputed: i64,
}

/// Is it an event, and are its codes right?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Verdict {
    Accept,
    Reject,
}

impl Verdict {
    fn name(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
        }
    }
}

/// What a coder holds of an event: of one that is rejected no codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Opinion {
    pub verdict: Verdict,
    #[serde(rename = "type")]
    pub event: Option<String>,
    pub mode: Option<String>,
    pub status: Option<String>,
    pub note: Option<String>,
}

impl Opinion {
    fn checked(&self) -> Done<()> {
        let wrong = |words: String| Err(Inner::Question(words));
        if self.note.as_ref().is_some_and(|n| n.chars().count() > LONGEST) {
            return wrong(format!("a note has at most {LONGEST} letters"));
        }
        if self.verdict == Verdict::Reject {
            return Ok(());
        }
        let (Some(event), Some(status)) = (&self.event, &self.status) else {
            return wrong("a judgement that accepts an event names its type and status".to_owned());
        };
        if codes::quad(event) == 0 {
            return wrong(format!("«{event}» is no event type"));
        }
        if self.mode.as_ref().is_some_and(|m| !codes::has_mode(event, m)) {
            return wrong(format!(
                "«{}» is no mode of {event}",
                self.mode.as_deref().unwrap_or("")
            ));
        }
        if !STATUSES.contains(&status.as_str()) {
            return wrong(format!("«{status}» is no status"));
        }
        Ok(())
    }

    /// What counts when two are compared; notes don't.
    fn codes(&self) -> (Verdict, Option<&str>, Option<&str>, Option<&str>) {
        match self.verdict {
            Verdict::Reject => (Verdict::Reject, None, None, None),
            Verdict::Accept => (
                Verdict::Accept,
                self.event.as_deref(),
                self.mode.as_deref(),
                self.status.as_deref(),
            ),
        }
    }

    /// The corrections that make an event what it says.
    fn actions(&self, event: &EventRow) -> Vec<Action> {
        if self.verdict == Verdict::Reject {
            return vec![Action::Reject];
        }
        let mut out = Vec::new();
        let kind = self.event.clone().filter(|t| *t != event.event);
        // A mode that fits the new type stays only if it is asked for.
        let mode = (self.mode != event.mode || kind.is_some()).then(|| self.mode.clone());
        out.extend(kind.map(|t| Action::Set(Field::Type, t)));
        out.extend(mode.map(|m| Action::Set(Field::Mode, m.unwrap_or_else(|| "-".to_owned()))));
        let status = self.status.clone().filter(|s| *s != event.status);
        out.extend(status.map(|s| Action::Set(Field::Status, s)));
        if out.is_empty() {
            out.push(Action::Accept);
        }
        out
    }
}

/// A judgement as it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Judgement {
    pub coder: String,
    pub at: String,
    #[serde(flatten)]
    pub opinion: Opinion,
}

/// An event of a queue with what is held of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Judged {
    pub event: EventRow,
    pub judgements: Vec<Judgement>,
    pub settled: Option<String>,
    pub settled_by: Option<String>,
    /// Do the coders differ?
    pub disputed: bool,
}

impl Archive {
    /// Makes a queue of events that fit, at most `most` of them, drawn evenly over all by their ids (which are
    /// hashes, so that the same question draws the same sample). `coders` judge each.
    ///
    /// # Errors
    /// Where the name is taken or empty, nothing fits, or the archive cannot be written.
    pub fn make_queue(
        &mut self,
        name: &str,
        (question, filter): (&str, &Filter),
        coders: u32,
        most: usize,
        (who, at): (&str, &str),
    ) -> Result<u64, ArchiveError> {
        self.whole(|work| {
            let name = name.trim();
            if name.is_empty() || name.chars().count() > 80 || !(1..=8).contains(&coders) {
                let words = "a queue needs a name of at most 80 letters and 1 to 8 coders";
                return Err(Inner::Question(words.to_owned()));
            }
            let (sql, values) = filter.events(work.db)?;
            let sql = format!("SELECT uid FROM ({sql}) ORDER BY uid LIMIT {}", most.min(MOST));
            let mut statement = work.db.prepare(&sql)?;
            let rows = statement.query_map(params_from_iter(values.iter()), |r| r.get(0))?;
            let events: Vec<i64> = rows.collect::<Result<_, _>>()?;
            if events.is_empty() {
                return Err(Inner::Question(
                    "no event fits, so there is nothing to judge".to_owned(),
                ));
            }
            if queue(work.db, name).is_ok() {
                return Err(Inner::Question(format!("there is a queue «{name}» already")));
            }
            let sql =
                "INSERT INTO queue(name, question, coders, who, at) VALUES(?1, ?2, ?3, ?4, ?5)";
            work.db.execute(sql, params![name, question, coders, who, at])?;
            let id = work.db.last_insert_rowid();
            let sql = "INSERT INTO queued(queue, place, event) VALUES(?1, ?2, ?3)";
            let mut insert = work.db.prepare(sql)?;
            for (place, event) in events.iter().enumerate() {
                insert.execute(params![id, place as i64, event])?;
            }
            Ok(events.len() as u64)
        })
    }

    /// All queues, the latest first.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn queues(&self) -> Result<Vec<Queue>, ArchiveError> {
        self.ask(|db| {
            let mut statement = db.prepare("SELECT name FROM queue ORDER BY id DESC")?;
            let rows = statement.query_map([], |r| r.get::<_, String>(0))?;
            let names: Vec<String> = rows.collect::<Result<_, _>>()?;
            names.iter().map(|n| told(db, n)).collect()
        })
    }

    /// One queue.
    ///
    /// # Errors
    /// Where there is none of this name.
    pub fn queue(&self, name: &str) -> Result<Queue, ArchiveError> {
        self.ask(|db| told(db, name))
    }

    /// The next event that a coder has not judged and that is not settled, with its number in the queue; what others
    /// hold of it is not told. `after` leaves out those up to this number, for passing over.
    ///
    /// # Errors
    /// Where there is no such queue.
    pub fn next_in_queue(
        &self,
        name: &str,
        coder: &str,
        after: Option<i64>,
    ) -> Result<Option<(i64, EventRow)>, ArchiveError> {
        self.ask(|db| {
            let (id, coders) = queue(db, name)?;
            // Enough others judged it: it is not this coder's.
            let sql = "SELECT q.place, e.id FROM queued q JOIN event e ON e.uid = q.event
                WHERE q.queue = ?1 AND q.settled IS NULL AND q.place > ?4
                  AND NOT EXISTS (SELECT 1 FROM judgement j WHERE j.queue = q.queue AND j.event = q.event
                    AND j.coder = ?2 AND j.withdrawn IS NULL)
                  AND (SELECT count(*) FROM judgement j WHERE j.queue = q.queue AND j.event = q.event
                    AND j.withdrawn IS NULL) < ?3
                ORDER BY q.place LIMIT 1";
            let found: Option<(i64, i64)> = db
                .prepare_cached(sql)?
                .query_row(params![id, coder, coders, after.unwrap_or(-1)], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            let Some((place, row)) = found else { return Ok(None) };
            Ok(Shelf::new(db).event(row)?.map(|e| (place, e)))
        })
    }

    /// Keeps what a coder holds of an event of a queue. Where all coders that the queue wants have judged it and hold
    /// the same, it is settled, and becomes corrections in their names; true then.
    ///
    /// # Errors
    /// Where queue or event are none, the codes are none, or the archive cannot be written.
    pub fn judge(
        &mut self,
        name: &str,
        event: &str,
        opinion: &Opinion,
        coder: &str,
        at: &str,
    ) -> Result<bool, ArchiveError> {
        let agreed = self.whole(|work| {
            opinion.checked()?;
            let (id, coders) = queue(work.db, name)?;
            let bits = member(work.db, id, event)?;
            let sql =
                "UPDATE judgement SET withdrawn = ?4 WHERE queue = ?1 AND event = ?2 AND coder = ?3
                       AND withdrawn IS NULL";
            work.db.execute(sql, params![id, bits, coder, at])?;
            let sql =
                "INSERT INTO judgement(queue, event, coder, verdict, type, mode, status, note, at)
                       VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
            let o = opinion;
            let row =
                params![id, bits, coder, o.verdict.name(), o.event, o.mode, o.status, o.note, at];
            work.db.execute(sql, row)?;
            let all = judgements(work.db, id, bits)?;
            let enough = all.len() >= coders as usize;
            Ok(enough && alike(&all))
        })?;
        if agreed {
            let names = self.coders_of(name, event)?.join(", ");
            self.settle(name, event, opinion, &names, at)?;
        }
        Ok(agreed)
    }

    /// Withdraws what a coder held of an event that is not settled; it stays on record.
    ///
    /// # Errors
    /// Where there is nothing to withdraw, or the archive cannot be written.
    pub fn withdraw(
        &mut self,
        name: &str,
        event: &str,
        coder: &str,
        at: &str,
    ) -> Result<(), ArchiveError> {
        self.whole(|work| {
            let (id, _) = queue(work.db, name)?;
            let bits = member(work.db, id, event)?;
            let sql = "UPDATE judgement SET withdrawn = ?4 WHERE queue = ?1 AND event = ?2 AND coder = ?3
                       AND withdrawn IS NULL AND NOT EXISTS (SELECT 1 FROM queued q WHERE q.queue = ?1
                         AND q.event = ?2 AND q.settled IS NOT NULL)";
            if work.db.execute(sql, params![id, bits, coder, at])? == 0 {
                let words = format!("{event}: {coder} holds nothing of it that could be withdrawn");
                return Err(Inner::Question(words));
            }
            Ok(())
        })
    }

    fn coders_of(&self, name: &str, event: &str) -> Result<Vec<String>, ArchiveError> {
        self.ask(|db| {
            let (id, _) = queue(db, name)?;
            let all = judgements(db, id, member(db, id, event)?)?;
            Ok(all.into_iter().map(|j| j.coder).collect())
        })
    }

    /// Settles an event of a queue: what is held of it becomes corrections in the name of `who`.
    ///
    /// # Errors
    /// Where queue or event are none, the codes are none, or the archive cannot be written.
    pub fn settle(
        &mut self,
        name: &str,
        event: &str,
        opinion: &Opinion,
        who: &str,
        at: &str,
    ) -> Result<(), ArchiveError> {
        opinion.checked().map_err(|e| e.at(&self.path))?;
        let (queue, bits) = self.ask(|db| {
            let (id, _) = queue(db, name)?;
            Ok((id, member(db, id, event)?))
        })?;
        let row = self.event(event)?;
        for action in row.iter().flat_map(|r| opinion.actions(r)) {
            self.correct(event, &action, who, at)?;
        }
        self.whole(|work| {
            let sql =
                "UPDATE queued SET settled = ?3, settled_by = ?4 WHERE queue = ?1 AND event = ?2";
            work.db.execute(sql, params![queue, bits, at, who])?;
            Ok(())
        })
    }

    /// Events of a queue with all that is held of them, for who settles: those in dispute, or all.
    ///
    /// # Errors
    /// Where there is no such queue.
    pub fn judged(
        &self,
        name: &str,
        disputed: bool,
        limit: usize,
    ) -> Result<Vec<Judged>, ArchiveError> {
        self.ask(|db| {
            let (id, coders) = queue(db, name)?;
            let sql = "SELECT q.event, e.id, q.settled, q.settled_by FROM queued q
                       JOIN event e ON e.uid = q.event WHERE q.queue = ?1 ORDER BY q.place";
            let mut statement = db.prepare(sql)?;
            let rows =
                statement.query_map([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
            let rows: Vec<(i64, i64, Option<String>, Option<String>)> =
                rows.collect::<Result<_, _>>()?;
            let mut shelf = Shelf::new(db);
            let mut out = Vec::new();
            for (bits, row, settled, settled_by) in rows {
                let all = judgements(db, id, bits)?;
                let differ = all.len() >= coders as usize && !alike(&all) && settled.is_none();
                if all.is_empty() || (disputed && !differ) {
                    continue;
                }
                let Some(event) = shelf.event(row)? else { continue };
                out.push(Judged { event, judgements: all, settled, settled_by, disputed: differ });
                if out.len() == limit {
                    break;
                }
            }
            Ok(out)
        })
    }

    /// How far the coders of a queue agree, on whether there is an event, its type, mode and status. A rejected event
    /// has no codes: whoever rejects differs in all of them from whoever accepts.
    ///
    /// # Errors
    /// Where there is no such queue.
    pub fn agreement(&self, name: &str) -> Result<Vec<Agreement>, ArchiveError> {
        self.ask(|db| {
            let (id, _) = queue(db, name)?;
            let mut events: BTreeMap<i64, Vec<Judgement>> = BTreeMap::new();
            for (event, j) in all_judgements(db, id)? {
                events.entry(event).or_default().push(j);
            }
            let units = |value: &dyn Fn(&Opinion) -> String| -> Vec<Unit> {
                let unit = |all: &Vec<Judgement>| -> Unit {
                    all.iter().map(|j| (j.coder.clone(), value(&j.opinion))).collect()
                };
                events.values().map(unit).collect()
            };
            let none = || "-".to_owned();
            type Value<'v> = &'v dyn Fn(&Opinion) -> String;
            let asked: [(&str, Value<'_>); 4] = [
                ("verdict", &|o| o.verdict.name().to_owned()),
                ("type", &|o| o.codes().1.map_or_else(none, str::to_owned)),
                ("mode", &|o| o.codes().2.map_or_else(none, str::to_owned)),
                ("status", &|o| o.codes().3.map_or_else(none, str::to_owned)),
            ];
            Ok(asked.iter().map(|(on, value)| agreement(on, &units(value))).collect())
        })
    }
}

fn queue(db: &Connection, name: &str) -> Done<(i64, u32)> {
    let sql = "SELECT id, coders FROM queue WHERE name = ?1";
    let found = db.query_row(sql, [name], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    found.ok_or_else(|| Inner::Question(format!("there is no queue «{name}»")))
}

/// The bits of an event that is in a queue.
fn member(db: &Connection, queue: i64, event: &str) -> Done<i64> {
    // An event that a coder rejected has no row any more: its id is read, not looked up.
    let bits = crate::id::parse(event).filter(|p| p.0 == Kind::Event && p.1 == p.2).map(|p| p.1);
    let bits = bits.map_or_else(|| open::find(db, event).map(|f| f.1), Ok)?;
    let sql = "SELECT 1 FROM queued WHERE queue = ?1 AND event = ?2";
    if db.prepare_cached(sql)?.exists(params![queue, bits])? {
        return Ok(bits);
    }
    Err(Inner::Question(format!("{event} is not in this queue")))
}

const HELD: &str = "SELECT event, coder, at, verdict, type, mode, status, note FROM judgement";

fn judgement(r: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, Judgement)> {
    let verdict: String = r.get(3)?;
    let verdict = if verdict == "reject" { Verdict::Reject } else { Verdict::Accept };
    let opinion =
        Opinion { verdict, event: r.get(4)?, mode: r.get(5)?, status: r.get(6)?, note: r.get(7)? };
    Ok((r.get(0)?, Judgement { coder: r.get(1)?, at: r.get(2)?, opinion }))
}

fn judgements(db: &Connection, queue: i64, event: i64) -> Done<Vec<Judgement>> {
    let sql =
        format!("{HELD} WHERE queue = ?1 AND event = ?2 AND withdrawn IS NULL ORDER BY coder");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![queue, event], judgement)?;
    Ok(rows.map(|r| r.map(|j| j.1)).collect::<Result<_, _>>()?)
}

fn all_judgements(db: &Connection, queue: i64) -> Done<Vec<(i64, Judgement)>> {
    let sql = format!("{HELD} WHERE queue = ?1 AND withdrawn IS NULL ORDER BY event, coder");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([queue], judgement)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn alike(all: &[Judgement]) -> bool {
    all.windows(2).all(|w| w[0].opinion.codes() == w[1].opinion.codes())
}

fn told(db: &Connection, name: &str) -> Done<Queue> {
    let (id, coders) = queue(db, name)?;
    let sql = "SELECT question, who, at, (SELECT count(*) FROM queued WHERE queue = ?1),
               (SELECT count(*) FROM queued WHERE queue = ?1 AND settled IS NOT NULL)
               FROM queue WHERE id = ?1";
    let mut out = db.query_row(sql, [id], |r| {
        Ok(Queue {
            name: name.to_owned(),
            question: r.get(0)?,
            coders,
            who: r.get(1)?,
            at: r.get(2)?,
            events: r.get(3)?,
            settled: r.get(4)?,
            judged: 0,
            disputed: 0,
        })
    })?;
    let mut events: BTreeMap<i64, Vec<Judgement>> = BTreeMap::new();
    for (event, j) in all_judgements(db, id)? {
        events.entry(event).or_default().push(j);
    }
    let settled = settled(db, id)?;
    for (event, all) in events.iter().filter(|e| e.1.len() >= coders as usize) {
        out.judged += 1;
        out.disputed += i64::from(!alike(all) && !settled.contains(event));
    }
    Ok(out)
}

fn settled(db: &Connection, queue: i64) -> Done<Vec<i64>> {
    let sql = "SELECT event FROM queued WHERE queue = ?1 AND settled IS NOT NULL ORDER BY event";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([queue], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Judged {
    /// The event's id.
    #[must_use]
    pub fn id(&self) -> Id {
        self.event.id
    }
}
