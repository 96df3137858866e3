//! Names given by hand: words that stand for an actor the tables do not know by them. Laid over the mentions of every
//! page that no table resolves; undone by a mark.

use crate::archive::Archive;
use crate::error::{ArchiveError, Done, Inner};
use crate::stored::{Actor, Chars, Record, Who};
use mizan_data::fold::fold;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// Pages looked through at a time for words that got a name.
const BATCH: i64 = 512;
/// The longest name, in characters.
const LONGEST: usize = 120;

/// A name as it is kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Alias {
    pub number: i64,
    /// The words as they were written.
    pub words: String,
    pub actor: Who,
    pub who: String,
    pub at: String,
    pub undone: Option<String>,
    #[serde(skip)]
    folded: String,
}

/// Whom words stand for: an actor of the tables by its id, or a new one.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Named {
    pub id: String,
    pub code: String,
    pub name_ar: String,
    pub name_en: String,
    /// state, organisation, office, group …: never a private person.
    pub kind: String,
}

impl Named {
    fn checked(&self, words: &str) -> Done<()> {
        let wrong = |words: &str| Err(Inner::Question(words.to_owned()));
        let plain = |t: &str| !t.is_empty() && t.chars().count() <= LONGEST;
        if !plain(words.trim()) || !plain(&self.name_ar) || !plain(&self.name_en) {
            return wrong(
                "a name needs its words, an Arabic and an English name, of 120 letters at most",
            );
        }
        let id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c);
        if !plain(&self.id) || !self.id.chars().all(id) {
            return wrong(
                "an actor's id is of small Latin letters, digits and hyphens, such as ye-aden-port",
            );
        }
        let part = |p: &str| {
            p == "-" || ((2..=3).contains(&p.len()) && p.chars().all(|c| c.is_ascii_uppercase()))
        };
        if !plain(&self.code) || !self.code.split(' ').all(part) {
            return wrong(
                "a code is of parts of three capitals, such as YEM GOV; - where there is no country",
            );
        }
        Ok(())
    }
}

/// The names that hold.
pub(crate) fn standing(db: &Connection) -> Done<Vec<Alias>> {
    all(db, "WHERE undone IS NULL ORDER BY id")
}

fn all(db: &Connection, which: &str) -> Done<Vec<Alias>> {
    let sql = format!("SELECT id, words, shown, actor, who, at, undone FROM alias {which}");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(Alias {
            number: r.get(0)?,
            folded: r.get(1)?,
            words: r.get(2)?,
            actor: serde_json::from_str(&r.get::<_, String>(3)?)?,
            who: r.get(4)?,
            at: r.get(5)?,
            undone: r.get(6)?,
        });
    }
    Ok(out)
}

/// Gives the mentions of a record that no table resolves the names given by hand; the last given holds.
pub(super) fn name_all(record: &mut Record, names: &[Alias]) {
    if names.is_empty() {
        return;
    }
    let one = |a: &mut Actor| name(a, names);
    for e in &mut record.events {
        e.sources.iter_mut().chain(&mut e.targets).for_each(one);
    }
    for c in &mut record.claims {
        c.speaker.iter_mut().chain(&mut c.channel).for_each(one);
    }
    record.ties.iter_mut().flat_map(|t| [&mut t.a, &mut t.b]).for_each(one);
    for s in &mut record.stances {
        s.holder.iter_mut().chain([&mut s.of, &mut s.toward]).for_each(one);
    }
}

/// Has a mention no actor, or only a kind of people?
fn open(a: &Actor) -> bool {
    a.actor.as_ref().is_none_or(|w| w.id.starts_with("kind:") || w.id.starts_with("name:"))
}

fn name(a: &mut Actor, names: &[Alias]) {
    if !open(a) {
        return;
    }
    let words = fold(&a.text);
    if let Some(given) = names.iter().rev().find(|n| n.folded == words) {
        a.actor = Some(Who {
            via: format!("named by {} on {}", given.who, given.at),
            ..given.actor.clone()
        });
    }
}

/// Does a record hold a mention that the words could name?
fn holds(record: &Record, words: &str) -> bool {
    let fits = |a: &Actor| open(a) && fold(&a.text) == words;
    record.events.iter().any(|e| e.sources.iter().chain(&e.targets).any(fits))
        || record.claims.iter().any(|c| c.speaker.iter().chain(&c.channel).any(fits))
        || record.ties.iter().any(|t| fits(&t.a) || fits(&t.b))
        || record.stances.iter().any(|s| s.holder.iter().chain([&s.of, &s.toward]).any(fits))
}

impl Archive {
    /// Names an actor by words, for all pages in which these stand unresolved. Out: the number of the name and how
    /// many pages it changed.
    ///
    /// # Errors
    /// Where id, code or names are none, or the archive cannot be written.
    pub fn name_actor(
        &mut self,
        words: &str,
        named: &Named,
        who: &str,
        at: &str,
    ) -> Result<(i64, usize), ArchiveError> {
        named.checked(words).map_err(|e| e.at(&self.path))?;
        let folded = fold(words.trim());
        let pages = self.ask(|db| pages_with(db, &folded))?;
        let actor = Who {
            id: named.id.clone(),
            code: named.code.clone(),
            name_ar: named.name_ar.clone(),
            name_en: named.name_en.clone(),
            kind: named.kind.clone(),
            via: String::new(),
        };
        self.whole(|work| {
            let sql = "INSERT INTO alias(words, shown, actor, who, at) VALUES(?1, ?2, ?3, ?4, ?5)";
            let json = serde_json::to_string(&actor)?;
            work.db.prepare_cached(sql)?.execute(params![folded, words.trim(), json, who, at])?;
            let number = work.db.last_insert_rowid();
            pages.iter().try_for_each(|p| work.redraw(*p))?;
            Ok((number, pages.len()))
        })
    }

    /// Takes a name back; it stays on record as undone.
    ///
    /// # Errors
    /// Where there is none of this number that holds, or the archive cannot be written.
    pub fn unname(&mut self, number: i64, at: &str) -> Result<usize, ArchiveError> {
        let known = self.aliases()?;
        let found = known.iter().find(|a| a.number == number && a.undone.is_none());
        let Some(found) = found else {
            return Err(ArchiveError::Question(format!("there is no name {number} to undo")));
        };
        let pages = self.ask(|db| pages_with(db, &found.folded))?;
        self.whole(|work| {
            let sql = "UPDATE alias SET undone = ?2 WHERE id = ?1";
            work.db.prepare_cached(sql)?.execute(params![number, at])?;
            pages.iter().try_for_each(|p| work.redraw(*p))?;
            Ok(pages.len())
        })
    }

    /// All names given by hand, the latest first.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn aliases(&self) -> Result<Vec<Alias>, ArchiveError> {
        self.ask(|db| all(db, "ORDER BY id DESC"))
    }
}

/// Pages whose record has the words as an unresolved mention, looked through a batch at a time.
fn pages_with(db: &Connection, folded: &str) -> Done<Vec<i64>> {
    let sql =
        "SELECT page.id, page.key, v.record, v.text FROM page JOIN version v ON v.id = page.current
               WHERE page.id > ?1 ORDER BY page.id LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let (mut out, mut after) = (Vec::new(), 0i64);
    loop {
        let rows = statement.query_map(params![after, BATCH], |r| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get::<_, String>(1)?,
                r.get::<_, Vec<u8>>(2)?,
                r.get::<_, Vec<u8>>(3)?,
            ))
        })?;
        let batch: Vec<_> = rows.collect::<Result<_, _>>()?;
        let Some(last) = batch.last() else { return Ok(out) };
        after = last.0;
        for (page, key, record, text) in &batch {
            let text = String::from_utf8_lossy(&crate::add::unpack(text)?).into_owned();
            let record = Record::read(&crate::add::unpack(record)?, key, &Chars::new(&text))?;
            if holds(&record, folded) {
                out.push(*page);
            }
        }
    }
}
