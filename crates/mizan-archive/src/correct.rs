//! Corrections by people: kept for ever, tied to their sentence, and laid over whatever the program reads.

use crate::archive::{Archive, Work};
use crate::codes;
use crate::error::{ArchiveError, Done, Inner};
use crate::stored::{Chars, Event, Record};
use mizan_code::record::STATUSES;
use rusqlite::{Connection, params};
use serde::Serialize;

/// What a person did to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is right as it is.
    Accept,
    /// There is no such event.
    Reject,
    /// A field of it is otherwise.
    Set(Field, String),
}

/// A field that can be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Type,
    Mode,
    Status,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Field::Type => "type",
            Field::Mode => "mode",
            Field::Status => "status",
        }
    }

    fn named(name: &str) -> Option<Field> {
        [Field::Type, Field::Mode, Field::Status].into_iter().find(|f| f.name() == name)
    }
}

impl Action {
    fn parts(&self) -> (&'static str, Option<&'static str>, Option<&str>) {
        match self {
            Action::Accept => ("accept", None, None),
            Action::Reject => ("reject", None, None),
            Action::Set(field, value) => ("set", Some(field.name()), Some(value)),
        }
    }

    fn read(action: &str, field: Option<&str>, value: Option<String>) -> Option<Action> {
        match action {
            "accept" => Some(Action::Accept),
            "reject" => Some(Action::Reject),
            "set" => Some(Action::Set(Field::named(field?)?, value?)),
            _ => None,
        }
    }
}

/// A correction as it is kept.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct Correction {
    pub number: i64,
    #[serde(skip)]
    pub event: i64,
    /// The sentence that the event was read from.
    pub sentence: String,
    /// The words that opened it.
    pub words: String,
    #[serde(skip)]
    pub action: Option<Action>,
    /// In words.
    pub what: String,
    pub who: String,
    pub at: String,
    pub undone: Option<String>,
    #[serde(skip)]
    snapshot: String,
}

/// The corrections of a page that hold, in the order they were made.
pub(crate) fn of_page(db: &Connection, page: i64) -> Done<Vec<Correction>> {
    let all = all_of_page(db, page)?;
    Ok(all.into_iter().filter(|c| c.undone.is_none()).collect())
}

/// All corrections of a page, also those undone.
pub(crate) fn all_of_page(db: &Connection, page: i64) -> Done<Vec<Correction>> {
    let sql = "SELECT id, event, sentence, words, action, field, value, who, at, undone, snapshot
               FROM correction WHERE page = ?1 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([page], |r| {
        let (action, field): (String, Option<String>) = (r.get(4)?, r.get(5)?);
        let value: Option<String> = r.get(6)?;
        let extra = [field.as_deref(), value.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        Ok(Correction {
            number: r.get(0)?,
            event: r.get(1)?,
            sentence: r.get(2)?,
            words: r.get(3)?,
            what: [&[action.as_str()], extra.as_slice()].concat().join(" "),
            action: Action::read(&action, field.as_deref(), value.clone()),
            who: r.get(7)?,
            at: r.get(8)?,
            undone: r.get(9)?,
            snapshot: r.get(10)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A record with those corrections laid over it that hold. One whose event is not read any more brings it back as it was, unless it
/// rejected it.
pub(crate) fn laid(mut record: Record, made: &[Correction], chars: &Chars<'_>) -> Record {
    for c in made.iter().filter(|c| c.undone.is_none()) {
        let Some(action) = &c.action else { continue };
        let at = position(&record, c, chars).or_else(|| restored(&mut record, c, chars));
        let Some(at) = at else { continue };
        match action {
            Action::Reject => {
                record.events.remove(at);
            }
            Action::Accept => note(&mut record.events[at], c),
            Action::Set(field, value) => {
                note(&mut record.events[at], c);
                set(&mut record.events[at], *field, value);
            }
        }
    }
    record
}

/// The event that a correction speaks of: the very one, else one that the same words of the same sentence open.
fn position(record: &Record, c: &Correction, chars: &Chars<'_>) -> Option<usize> {
    let same = |e: &Event| e.uid == c.event;
    let told =
        |e: &Event| e.trigger.text == c.words && record.sentence(e.sentence, chars) == c.sentence;
    record.events.iter().position(same).or_else(|| record.events.iter().position(told))
}

/// The event as it was when it was corrected, put back where its sentence stands now.
fn restored(record: &mut Record, c: &Correction, chars: &Chars<'_>) -> Option<usize> {
    if c.action == Some(Action::Reject) {
        return None;
    }
    let sentence =
        (0..record.sentences.len()).find(|n| record.sentence(*n, chars) == c.sentence)?;
    let mut event: Event = serde_json::from_str(&c.snapshot).ok()?;
    event.sentence = sentence;
    event.claim = None;
    event.uid = c.event;
    event.corrected.push("kept by a person's correction, not read any more".to_owned());
    record.events.push(event);
    Some(record.events.len() - 1)
}

fn note(event: &mut Event, c: &Correction) {
    event.shown = true;
    event.confidence = 1.0;
    event.corrected.push(format!("{} by {} on {}", c.what, c.who, c.at));
}

fn set(event: &mut Event, field: Field, value: &str) {
    match field {
        Field::Type => {
            event.event = value.to_owned();
            event.mode = event.mode.take().filter(|m| codes::has_mode(value, m));
        }
        Field::Mode => event.mode = (value != "-").then(|| value.to_owned()),
        Field::Status => event.status = value.to_owned(),
    }
    let score = codes::score(&event.event, event.mode.as_deref());
    event.score = score.unwrap_or(event.score);
}

/// Is the value one that the field can have? Else says which.
fn checked(event: &Event, action: &Action) -> Done<()> {
    let wrong = |words: String| Err(Inner::Question(words));
    match action {
        Action::Set(Field::Type, v) if codes::quad(v) == 0 => {
            let all: Vec<_> = codes::types().collect();
            wrong(format!("«{v}» is no event type; there are {}", all.join(", ")))
        }
        Action::Set(Field::Mode, v) if v != "-" && !codes::has_mode(&event.event, v) => {
            wrong(format!(
                "«{v}» is no mode of {}; `mizan codebook {}` lists them, - is none",
                event.event, event.event
            ))
        }
        Action::Set(Field::Status, v) if !STATUSES.contains(&v.as_str()) => {
            wrong(format!("«{v}» is no status; there are {}", STATUSES.join(", ")))
        }
        _ => Ok(()),
    }
}

impl Archive {
    /// Corrects an event by its id, in the name of a person. Out: the number of the correction.
    ///
    /// # Errors
    /// Where there is no such event, the value is none that the field can have, or the archive cannot be written.
    pub fn correct(
        &mut self,
        id: &str,
        action: &Action,
        who: &str,
        at: &str,
    ) -> Result<i64, ArchiveError> {
        let (page, num) = self.event_place(id)?;
        let opened = self.ask(|db| crate::open::page(db, page))?;
        let event = opened.record.events.get(num).cloned();
        let event = event.ok_or_else(|| ArchiveError::Question(format!("{id}: no such event")))?;
        let sentence = opened.sentence(event.sentence);
        self.whole(|work| {
            checked(&event, action)?;
            insert(work, page, &event, &sentence, action, who, at)?;
            let number = work.db.last_insert_rowid();
            work.current(page, &opened.key, opened.version)?;
            Ok(number)
        })
    }

    /// Undoes a correction; it stays on record as undone.
    ///
    /// # Errors
    /// Where there is none of this number that holds, or the archive cannot be written.
    pub fn undo(&mut self, number: i64, at: &str) -> Result<(), ArchiveError> {
        self.whole(|work| {
            let sql = "UPDATE correction SET undone = ?2 WHERE id = ?1 AND undone IS NULL";
            if work.db.prepare_cached(sql)?.execute(params![number, at])? == 0 {
                let words = format!("there is no correction {number} to undo");
                return Err(Inner::Question(words));
            }
            let sql = "SELECT page.id, page.key, page.current FROM page JOIN correction c
                       ON c.page = page.id WHERE c.id = ?1";
            let (page, key, version): (i64, String, i64) =
                work.db.query_row(sql, [number], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            work.current(page, &key, version)
        })
    }
}

fn insert(
    work: &Work<'_>,
    page: i64,
    event: &Event,
    sentence: &str,
    action: &Action,
    who: &str,
    at: &str,
) -> Done<()> {
    let (action, field, value) = action.parts();
    work.db
        .prepare_cached(
            "INSERT INTO correction(page, event, sentence, words, type, action, field, value, snapshot, who, at)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute(params![
            page,
            event.uid,
            sentence,
            event.trigger.text,
            event.event,
            action,
            field,
            value,
            serde_json::to_string(event)?,
            who,
            at
        ])?;
    Ok(())
}
