//! Corrections by people: kept for ever, tied to their sentence, and laid over whatever the program reads.

mod alias;
mod check;
mod lay;

pub(crate) use alias::standing;
pub use alias::{Alias, Named};
pub(crate) use lay::laid;

use crate::archive::{Archive, Work};
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{Id, Kind, bits};
use crate::open::Opened;
use crate::stored::{Chars, Event};
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
    /// It was missed by the program; found by a person.
    Add,
}

/// A field that can be corrected. Values of the first three are codes; those of the others are JSON of the record's
/// own shape ([`crate::stored`]), with spans in characters of the page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Field {
    Type,
    Mode,
    Status,
    /// A list of actors, `[]` for nobody named.
    Sources,
    Targets,
    /// A date, or `null`.
    Date,
    /// A place, or `null`.
    Place,
    /// A list of quantities.
    Quantities,
}

impl Field {
    const ALL: [Field; 8] = [
        Field::Type,
        Field::Mode,
        Field::Status,
        Field::Sources,
        Field::Targets,
        Field::Date,
        Field::Place,
        Field::Quantities,
    ];

    /// Its name in output and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Field::Type => "type",
            Field::Mode => "mode",
            Field::Status => "status",
            Field::Sources => "sources",
            Field::Targets => "targets",
            Field::Date => "date",
            Field::Place => "place",
            Field::Quantities => "quantities",
        }
    }

    /// The field of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.name() == name)
    }

    fn coded(self) -> bool {
        matches!(self, Field::Type | Field::Mode | Field::Status)
    }
}

impl Action {
    fn parts(&self) -> (&'static str, Option<&'static str>, Option<&str>) {
        match self {
            Action::Accept => ("accept", None, None),
            Action::Reject => ("reject", None, None),
            Action::Add => ("add", None, None),
            Action::Set(field, value) => ("set", Some(field.name()), Some(value)),
        }
    }

    fn read(action: &str, field: Option<&str>, value: Option<String>) -> Option<Action> {
        match action {
            "accept" => Some(Action::Accept),
            "reject" => Some(Action::Reject),
            "add" => Some(Action::Add),
            "set" => Some(Action::Set(Field::named(field?)?, value?)),
            _ => None,
        }
    }

    /// In words for a person; values that are JSON are told by the words they stand on.
    fn told(&self) -> String {
        match self {
            Action::Set(field, value) if field.coded() => format!("set {} {value}", field.name()),
            Action::Set(field, value) => format!("set {} {}", field.name(), check::words_of(value)),
            other => other.parts().0.to_owned(),
        }
    }
}

/// A correction as it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
    #[serde(skip)]
    base: i64,
}

impl Correction {
    /// The event that it speaks of.
    #[must_use]
    pub fn of(&self) -> Id {
        Id { kind: Kind::Event, bits: self.event }
    }
}

/// Columns of a correction, in the order that [`row`] reads them.
const COLUMNS: &str = "c.id, c.event, c.sentence, c.words, c.action, c.field, c.value, c.who, c.at, c.undone, c.snapshot, c.base";

fn row(r: &rusqlite::Row<'_>) -> rusqlite::Result<Correction> {
    let (action, field): (String, Option<String>) = (r.get(4)?, r.get(5)?);
    let action = Action::read(&action, field.as_deref(), r.get(6)?);
    Ok(Correction {
        number: r.get(0)?,
        event: r.get(1)?,
        sentence: r.get(2)?,
        words: r.get(3)?,
        what: action.as_ref().map(Action::told).unwrap_or_default(),
        action,
        who: r.get(7)?,
        at: r.get(8)?,
        undone: r.get(9)?,
        snapshot: r.get(10)?,
        base: r.get(11)?,
    })
}

/// The corrections of a page that hold, in the order they were made.
pub(crate) fn of_page(db: &Connection, page: i64) -> Done<Vec<Correction>> {
    let all = all_of_page(db, page)?;
    Ok(all.into_iter().filter(|c| c.undone.is_none()).collect())
}

/// All corrections of a page, also those undone.
pub(crate) fn all_of_page(db: &Connection, page: i64) -> Done<Vec<Correction>> {
    let sql = format!("SELECT {COLUMNS} FROM correction c WHERE c.page = ?1 ORDER BY c.id");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([page], row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An event that a person found, as given: the words that tell it, by their span.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Missed {
    pub event: String,
    pub mode: Option<String>,
    pub status: String,
    /// The words that open it, in characters of the page's text.
    pub trigger: crate::stored::Span,
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
        self.keep_correction(page, &opened, &event, action, (who, at))
    }

    /// Adds an event that the program missed. Out: its id and the number of the correction.
    ///
    /// # Errors
    /// Where there is no such page, the words stand in no sentence, the codes are none, or the archive cannot be
    /// written.
    pub fn add_event(
        &mut self,
        page: &str,
        missed: &Missed,
        who: &str,
        at: &str,
    ) -> Result<(Id, i64), ArchiveError> {
        let (opened, _) = self.open_page(page)?;
        let row = self.ask(|db| Ok(crate::open::find(db, &opened.id.to_string())?.2))?;
        let event = by_hand(&opened, missed).map_err(|e| e.at(&self.path))?;
        let number = self.keep_correction(row, &opened, &event, &Action::Add, (who, at))?;
        Ok((event.id(), number))
    }

    fn keep_correction(
        &mut self,
        page: i64,
        opened: &Opened,
        event: &Event,
        action: &Action,
        by: (&str, &str),
    ) -> Result<i64, ArchiveError> {
        self.whole(|work| {
            check::checked(event, action, &Chars::new(&opened.text))?;
            insert(work, page, opened, event, action, by)?;
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

    /// The corrections of the whole archive, the latest first; of one person where named.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn corrections(
        &self,
        who: Option<&str>,
        limit: usize,
        skip: usize,
    ) -> Result<Vec<Correction>, ArchiveError> {
        self.ask(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM correction c WHERE ?1 IS NULL OR c.who = ?1
                 ORDER BY c.id DESC LIMIT ?2 OFFSET ?3"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map(params![who, limit as i64, skip as i64], row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// An event as a person found it: it names no argument yet.
fn by_hand(opened: &Opened, missed: &Missed) -> Done<Event> {
    let chars = Chars::new(&opened.text);
    let at = missed.trigger.0;
    let sentence = opened.record.sentences.iter().position(|s| s.span.0 <= at && at < s.span.1);
    let words = chars.words(missed.trigger).to_owned();
    let (Some(sentence), false) = (sentence, words.trim().is_empty()) else {
        let words = "the words that tell an event must stand in a sentence of the page";
        return Err(Inner::Question(words.to_owned()));
    };
    let told = opened.record.sentence(sentence, &chars);
    let mut event = Event {
        id: format!("h{}", missed.trigger.0),
        event: missed.event.clone(),
        mode: missed.mode.clone(),
        status: missed.status.clone(),
        zone: opened.record.sentences[sentence].zone.clone(),
        trigger: crate::stored::Words { text: words, span: missed.trigger },
        frame: BY_HAND.to_owned(),
        confidence: 1.0,
        sentence,
        shown: true,
        ..Event::default()
    };
    check::rescored(&mut event);
    let place = missed.trigger.0.to_string();
    event.uid = bits(&[&opened.key, "by hand", &event.event, told, &event.trigger.text, &place]);
    if opened.record.events.iter().any(|e| e.uid == event.uid) {
        return Err(Inner::Question("this event was added already".to_owned()));
    }
    Ok(event)
}

/// What stands for the frame of an event that a person found.
pub(crate) const BY_HAND: &str = "by-hand";

fn insert(
    work: &Work<'_>,
    page: i64,
    opened: &Opened,
    event: &Event,
    action: &Action,
    (who, at): (&str, &str),
) -> Done<()> {
    let (action, field, value) = action.parts();
    let base = opened.record.sentences.get(event.sentence).map_or(-1, |s| i64::from(s.span.0));
    work.db
        .prepare_cached(
            "INSERT INTO correction(page, event, sentence, words, type, action, field, value, snapshot, who, at, base)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            page,
            event.uid,
            opened.sentence(event.sentence),
            event.trigger.text,
            event.event,
            action,
            field,
            value,
            serde_json::to_string(event)?,
            who,
            at,
            base
        ])?;
    Ok(())
}
