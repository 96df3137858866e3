//! Lists of what is in the archive: events, claims, actors. Words come from the page at the moment of asking.

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::{ArchiveError, Done};
use crate::id::{Id, Kind};
use crate::open::{self, Opened};
use crate::rows::shown_day;
use crate::stored::{Actor, Event};
use fnv::FnvHashMap;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use serde::Serialize;
use std::rc::Rc;

/// An actor as a list names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Side {
    /// The words of the text.
    pub text: String,
    pub id: Option<String>,
    pub code: Option<String>,
    pub name_ar: Option<String>,
    pub name_en: Option<String>,
}

impl Side {
    fn of(mention: &Actor) -> Side {
        let who = mention.actor.as_ref();
        Side {
            text: mention.text.clone(),
            id: who.map(|a| a.id.clone()),
            code: who.map(|a| a.code.clone()),
            name_ar: who.map(|a| a.name_ar.clone()),
            name_en: who.map(|a| a.name_en.clone()),
        }
    }

    fn all(mentions: &[Actor]) -> Vec<Side> {
        mentions.iter().map(Side::of).collect()
    }
}

/// One event with what a reader needs to judge it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct EventRow {
    pub id: Id,
    pub story: Id,
    pub day: Option<String>,
    pub day_to: Option<String>,
    #[serde(rename = "type")]
    pub event: String,
    pub mode: Option<String>,
    pub quad: u8,
    pub score: f64,
    pub status: String,
    pub zone: String,
    pub sources: Vec<Side>,
    pub targets: Vec<Side>,
    pub place: Option<crate::stored::Place>,
    pub quantities: Vec<crate::stored::Quantity>,
    pub contexts: Vec<String>,
    pub claimant: Option<Side>,
    pub stance: Option<String>,
    pub confidence: f64,
    pub outlet: String,
    pub published: Option<String>,
    pub page: Id,
    pub key: String,
    pub title: String,
    pub sentence: String,
    pub trigger: String,
    pub frame: String,
    /// The page that its text counts for among reprints.
    pub origin: Id,
    pub corrected: Vec<String>,
    /// The date that the text itself gives; `day` is that of the page where it gives none.
    #[serde(skip)]
    pub date: Option<crate::stored::When>,
}

/// One claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct ClaimRow {
    pub id: Id,
    pub day: Option<String>,
    pub speaker: Option<Side>,
    pub channel: Option<Side>,
    pub stance: String,
    pub kind: String,
    pub verb: String,
    pub quote: Option<String>,
    /// The claim that it denies.
    pub denies: Option<Id>,
    /// Claims of the same page that deny it.
    pub denied_by: Vec<Denier>,
    pub events: Vec<Id>,
    pub outlet: String,
    pub page: Id,
    pub key: String,
    pub sentence: String,
}

/// Who denies a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Denier {
    pub id: Id,
    pub speaker: Option<Side>,
}

/// One actor with how often it acts and is acted on.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct ActorRow {
    pub id: String,
    pub code: String,
    pub name_ar: String,
    pub name_en: String,
    pub kind: String,
    pub as_source: i64,
    pub as_target: i64,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// One page as it stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct PageRow {
    pub id: Id,
    pub key: String,
    pub outlet: String,
    pub day: Option<String>,
    pub title: String,
    /// The story of the first event that it tells.
    pub story: Option<Id>,
    /// The page that its text counts for among reprints.
    pub origin: Id,
    pub events: i64,
}

/// Pages opened while a list is made, each once.
pub(crate) struct Shelf<'a> {
    db: &'a Connection,
    pages: FnvHashMap<i64, Rc<Opened>>,
}

/// Pages held open at once.
const HELD: usize = 256;

impl<'a> Shelf<'a> {
    pub fn new(db: &'a Connection) -> Self {
        Shelf { db, pages: FnvHashMap::default() }
    }

    pub fn page(&mut self, page: i64) -> Done<Rc<Opened>> {
        if let Some(found) = self.pages.get(&page) {
            return Ok(found.clone());
        }
        if self.pages.len() >= HELD {
            self.pages.clear();
        }
        let opened = Rc::new(open::page(self.db, page)?);
        self.pages.insert(page, opened.clone());
        Ok(opened)
    }

    /// The event of a row.
    pub fn event(&mut self, row: i64) -> Done<Option<EventRow>> {
        let sql = "SELECT e.page, e.uid, e.day, e.day_to, e.quad, outlet.name, doc.day, doc.title,
                     s.uid, o.uid
                   FROM event e JOIN doc ON doc.page = e.page JOIN outlet ON outlet.id = e.outlet
                   LEFT JOIN event s ON s.id = e.story LEFT JOIN page o ON o.id = e.origin
                   WHERE e.id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let head = statement.query_row([row], |r| {
            Ok(Head {
                page: r.get(0)?,
                uid: r.get(1)?,
                day: r.get(2)?,
                day_to: r.get(3)?,
                quad: r.get(4)?,
                outlet: r.get(5)?,
                published: r.get(6)?,
                title: r.get(7)?,
                story: r.get(8)?,
                origin: r.get(9)?,
            })
        })?;
        let opened = self.page(head.page)?;
        Ok(opened.event(head.uid).map(|e| event_row(&opened, e, head)))
    }
}

/// What the row of an event holds beside its record.
struct Head {
    page: i64,
    uid: i64,
    day: Option<i32>,
    day_to: Option<i32>,
    quad: u8,
    outlet: String,
    published: Option<i32>,
    title: String,
    story: Option<i64>,
    origin: Option<i64>,
}

fn given(day: Option<i32>) -> Option<String> {
    day.map(|d| shown_day(Some(d)))
}

fn event_row(page: &Opened, e: &Event, head: Head) -> EventRow {
    let claim = page.record.claim_of(e);
    EventRow {
        id: e.id(),
        story: Id { kind: Kind::Story, bits: head.story.unwrap_or(e.uid) },
        day: given(head.day),
        day_to: given(head.day_to),
        event: e.event.clone(),
        mode: e.mode.clone(),
        quad: head.quad,
        score: e.score,
        status: e.status.clone(),
        zone: e.zone.clone(),
        sources: Side::all(&e.sources),
        targets: Side::all(&e.targets),
        place: e.place.clone(),
        quantities: e.quantities.clone(),
        contexts: e.contexts.clone(),
        claimant: claim.and_then(|c| c.speaker.as_ref()).map(Side::of),
        stance: claim.map(|c| c.stance.clone()),
        confidence: e.confidence,
        outlet: head.outlet,
        published: given(head.published),
        page: page.id,
        key: page.key.clone(),
        title: head.title,
        sentence: page.sentence(e.sentence),
        trigger: e.trigger.text.clone(),
        frame: e.frame.clone(),
        origin: Id { kind: Kind::Page, bits: head.origin.unwrap_or(page.id.bits) },
        corrected: e.corrected.clone(),
        date: e.date.clone(),
    }
}

/// How far the events that fit are counted: beyond it the number tells a reader nothing, and costs a whole scan.
pub const COUNTED: u64 = 100_000;

/// Sides that act in more events than this are looked for day by day.
const FREQUENT: i64 = 20_000;

/// Which rows of a list to give.
#[derive(Debug, Clone, Copy)]
pub struct Slice {
    /// So many.
    pub limit: usize,
    /// Leaving out so many before.
    pub skip: usize,
    /// In which order; claims and pages know only the first two.
    pub sort: Sort,
}

/// The order of a list; what is alike stands in the order of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Sort {
    #[default]
    Latest,
    Oldest,
    /// By confidence, the highest first, or the lowest.
    Sure,
    Unsure,
    /// By PLOVER's score, the lowest first, or the highest.
    Hostile,
    Friendly,
}

impl Sort {
    /// The order of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Sort> {
        Some(match name {
            "latest" => Sort::Latest,
            "oldest" => Sort::Oldest,
            "sure" => Sort::Sure,
            "unsure" => Sort::Unsure,
            "hostile" => Sort::Hostile,
            "friendly" => Sort::Friendly,
            _ => return None,
        })
    }

    /// The order of rows of events.
    fn events(self) -> &'static str {
        match self {
            Sort::Latest => "day DESC, uid",
            Sort::Oldest => "day, uid",
            Sort::Sure => "confidence DESC, uid",
            Sort::Unsure => "confidence, uid",
            Sort::Hostile => "score, day DESC, uid",
            Sort::Friendly => "score DESC, day DESC, uid",
        }
    }
}

impl Archive {
    /// Events that fit, latest first unless asked otherwise, and how many fit in all, counted up to [`COUNTED`] and one.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn events(
        &self,
        filter: &Filter,
        slice: Slice,
    ) -> Result<(Vec<EventRow>, u64), ArchiveError> {
        self.ask(|db| {
            let (count, values) = filter.count(db, COUNTED + 1)?;
            let total: i64 = db.query_row(&count, params_from_iter(values.iter()), |r| r.get(0))?;
            let by_day = matches!(slice.sort, Sort::Latest | Sort::Oldest);
            let (sql, values) = if by_day && filter.asks_sides() && total > FREQUENT {
                filter.events_by_day(db)?
            } else {
                filter.events(db)?
            };
            let rows = sliced(db, &sql, values, slice)?;
            let mut shelf = Shelf::new(db);
            let mut out = Vec::new();
            for row in rows {
                out.extend(shelf.event(row)?);
            }
            Ok((out, total.unsigned_abs()))
        })
    }

    /// Hands every event that fits to `each`, oldest first, a page at a time; memory stays bounded.
    ///
    /// # Errors
    /// On a question that names what there is not, or where `each` fails.
    pub fn each_event(
        &self,
        filter: &Filter,
        mut each: impl FnMut(EventRow) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let rows = self.ask(|db| {
            let (sql, values) = filter.events(db)?;
            sliced(db, &sql, values, Slice { limit: usize::MAX >> 1, skip: 0, sort: Sort::Oldest })
        })?;
        let mut shelf = Shelf::new(&self.db);
        for row in rows {
            if let Some(event) = shelf.event(row).map_err(|e| e.at(&self.path))? {
                each(event)?;
            }
        }
        Ok(())
    }

    /// Hands the record of every event that fits to `each`, oldest first.
    pub(crate) fn each_record_event(
        &self,
        filter: &Filter,
        mut each: impl FnMut(&Event) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        let rows = self.ask(|db| {
            let (sql, values) = filter.events(db)?;
            let sql = format!("SELECT e.page, x.uid FROM ({sql}) x JOIN event e ON e.id = x.id ORDER BY x.day, x.uid");
            let mut statement = db.prepare(&sql)?;
            let rows = statement.query_map(params_from_iter(values.iter()), |r| {
                Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })?;
        let mut shelf = Shelf::new(&self.db);
        for (page, uid) in rows {
            let opened = shelf.page(page).map_err(|e| e.at(&self.path))?;
            opened.event(uid).map_or(Ok(()), &mut each)?;
        }
        Ok(())
    }

    /// The names of all actors by their ids, Arabic and English.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn actor_names(&self) -> Result<FnvHashMap<String, (String, String)>, ArchiveError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached("SELECT key, name_ar, name_en FROM actor")?;
            let rows = statement.query_map([], |r| Ok((r.get(0)?, (r.get(1)?, r.get(2)?))))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The event of an id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn event(&self, id: &str) -> Result<Option<EventRow>, ArchiveError> {
        self.ask(|db| {
            let (_, _, row) = open::find(db, id)?;
            Shelf::new(db).event(row)
        })
    }

    /// The claim of an id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn claim(&self, id: &str) -> Result<Option<ClaimRow>, ArchiveError> {
        self.ask(|db| {
            let (_, _, row) = open::find(db, id)?;
            let sql = "SELECT page, num FROM claim WHERE id = ?1";
            let (page, num) = db.query_row(sql, [row], |r| Ok((r.get(0)?, r.get::<_, i64>(1)?)))?;
            claim_row(db, &mut Shelf::new(db), page, num as usize)
        })
    }

    /// The outlets that tell a story, reprints left out, by name.
    pub(crate) fn outlets_of(&self, story: Id) -> Result<Vec<String>, ArchiveError> {
        self.ask(|db| {
            let sql =
                "SELECT DISTINCT outlet.name FROM event e JOIN event lead ON lead.id = e.story
                       JOIN outlet ON outlet.id = e.outlet
                       WHERE lead.uid = ?1 AND e.origin = e.page ORDER BY outlet.name";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([story.bits], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Claims, latest first: those of speakers who fit the filter's claimants, on days that fit.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn claims(&self, filter: &Filter, slice: Slice) -> Result<Vec<ClaimRow>, ArchiveError> {
        self.ask(|db| {
            let mut conditions = vec!["1".to_owned()];
            let of = Filter {
                all: true,
                claimant: filter.claimant.clone(),
                groups: filter.groups.clone(),
                ..Filter::default()
            };
            conditions.extend(of.conditions(db)?.sql);
            if !filter.stances.is_empty() {
                let ids = crate::ask::terms(db, &filter.stances)?;
                let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
                conditions.push(format!("stance IN ({list})"));
            }
            conditions.extend(filter.from.map(|d| format!("day >= {d}")));
            conditions.extend(filter.to.map(|d| format!("day <= {d}")));
            let order = if slice.sort == Sort::Oldest { "day, uid" } else { "day DESC, uid" };
            let sql = format!(
                "SELECT page, num FROM claim WHERE {} ORDER BY {order} LIMIT ?1 OFFSET ?2",
                conditions.join(" AND ")
            );
            let mut statement = db.prepare(&sql)?;
            let rows = statement
                .query_map(params![slice.limit as i64, slice.skip as i64], |r| {
                    Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
                })?;
            let rows: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
            let mut shelf = Shelf::new(db);
            let mut out = Vec::new();
            for (page, num) in rows {
                out.extend(claim_row(db, &mut shelf, page, num as usize)?);
            }
            Ok(out)
        })
    }

    /// Pages, latest first unless asked otherwise.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn pages(&self, slice: Slice) -> Result<Vec<PageRow>, ArchiveError> {
        self.ask(|db| {
            let order = if slice.sort == Sort::Oldest {
                "doc.day, page.uid"
            } else {
                "doc.day DESC, page.uid"
            };
            let sql = format!(
                "SELECT page.uid, page.key, outlet.name, doc.day, doc.title, o.uid,
                   (SELECT s.uid FROM event e JOIN event s ON s.id = e.story
                    WHERE e.page = page.id AND e.shown = 1 ORDER BY e.num LIMIT 1),
                   (SELECT count(*) FROM event e WHERE e.page = page.id AND e.shown = 1)
                 FROM doc JOIN page ON page.id = doc.page JOIN outlet ON outlet.id = doc.outlet
                 LEFT JOIN page o ON o.id = doc.origin ORDER BY {order} LIMIT ?1 OFFSET ?2"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows =
                statement.query_map(params![slice.limit as i64, slice.skip as i64], page_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Actors, those with most events first. Kinds of people and officers known by title alone have no row of
    /// their own across pages, unless `kinds` asks for them.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn actors(
        &self,
        like: Option<&str>,
        kinds: bool,
        limit: usize,
    ) -> Result<Vec<ActorRow>, ArchiveError> {
        self.ask(|db| {
            let sql = "SELECT a.key, a.code, a.name_ar, a.name_en, a.kind,
                (SELECT count(DISTINCT event) FROM dyad WHERE source = a.id AND shown = 1),
                (SELECT count(DISTINCT event) FROM dyad WHERE target = a.id AND shown = 1),
                (SELECT min(day) FROM dyad WHERE (source = a.id OR target = a.id) AND shown = 1),
                (SELECT max(day) FROM dyad WHERE (source = a.id OR target = a.id) AND shown = 1)
                FROM actor a ORDER BY 6 + 7 DESC, a.key, a.code";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([], actor_row)?;
            let folded = like.map(mizan_data::fold::fold);
            let fits = |a: &ActorRow| {
                let named = folded.as_ref().is_none_or(|f| {
                    [&a.id, &a.code, &a.name_ar, &a.name_en].iter().any(|n| {
                        mizan_data::fold::fold(n).to_lowercase().contains(&f.to_lowercase())
                    })
                });
                named && (kinds || !(a.id.starts_with("kind:") || a.id.starts_with("office:")))
            };
            let all: Vec<ActorRow> = rows.collect::<Result<_, _>>()?;
            let mut out: Vec<ActorRow> = all.into_iter().filter(fits).collect();
            out.sort_by_key(|a| std::cmp::Reverse(a.as_source + a.as_target));
            out.truncate(limit);
            Ok(out)
        })
    }
}

fn page_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<PageRow> {
    let page: i64 = r.get(0)?;
    let of = |kind, bits| Id { kind, bits };
    Ok(PageRow {
        id: of(Kind::Page, page),
        key: r.get(1)?,
        outlet: r.get(2)?,
        day: given(r.get(3)?),
        title: r.get(4)?,
        origin: of(Kind::Page, r.get::<_, Option<i64>>(5)?.unwrap_or(page)),
        story: r.get::<_, Option<i64>>(6)?.map(|bits| of(Kind::Story, bits)),
        events: r.get(7)?,
    })
}

pub(crate) fn actor_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<ActorRow> {
    Ok(ActorRow {
        id: r.get(0)?,
        code: r.get(1)?,
        name_ar: r.get(2)?,
        name_en: r.get(3)?,
        kind: r.get(4)?,
        as_source: r.get(5)?,
        as_target: r.get(6)?,
        first: given(r.get(7)?).filter(|d| d != "-"),
        last: given(r.get(8)?).filter(|d| d != "-"),
    })
}

fn sliced(db: &Connection, sql: &str, mut values: Vec<Value>, slice: Slice) -> Done<Vec<i64>> {
    let order = slice.sort.events();
    values.push(Value::Integer(slice.limit.min(i64::MAX as usize) as i64));
    values.push(Value::Integer(slice.skip as i64));
    let mut statement = db.prepare(&format!("{sql} ORDER BY {order} LIMIT ? OFFSET ?"))?;
    let rows = statement.query_map(params_from_iter(values.iter()), |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn claim_row(
    db: &Connection,
    shelf: &mut Shelf<'_>,
    page: i64,
    num: usize,
) -> Done<Option<ClaimRow>> {
    let opened = shelf.page(page)?;
    let Some(claim) = opened.record.claims.get(num) else { return Ok(None) };
    let sql = "SELECT c.uid, c.day, outlet.name, d.uid FROM claim c
               JOIN doc ON doc.page = c.page JOIN outlet ON outlet.id = doc.outlet
               LEFT JOIN claim d ON d.page = c.page AND d.num = c.denies
               WHERE c.page = ?1 AND c.num = ?2";
    let (uid, day, outlet, denies): (i64, Option<i32>, String, Option<i64>) =
        db.prepare_cached(sql)?.query_row(params![page, num as i64], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })?;
    let at = claim.verb.span.0;
    let sentence = opened.record.sentences.iter().position(|s| s.span.0 <= at && at < s.span.1);
    let events = opened.record.events.iter().filter(|e| e.claim.as_ref() == Some(&claim.id));
    Ok(Some(ClaimRow {
        id: Id { kind: Kind::Claim, bits: uid },
        day: given(day),
        speaker: claim.speaker.as_ref().map(Side::of),
        channel: claim.channel.as_ref().map(Side::of),
        stance: claim.stance.clone(),
        kind: claim.kind.clone(),
        verb: claim.verb.text.clone(),
        quote: claim.quote.as_ref().map(|q| q.text.clone()),
        denies: denies.map(|bits| Id { kind: Kind::Claim, bits }),
        denied_by: deniers(db, &opened, page, num)?,
        events: events.map(Event::id).collect(),
        outlet,
        page: opened.id,
        key: opened.key.clone(),
        sentence: sentence.map_or_else(String::new, |n| opened.sentence(n)),
    }))
}

/// The claims that deny a claim of a page.
fn deniers(db: &Connection, opened: &Opened, page: i64, num: usize) -> Done<Vec<Denier>> {
    let sql = "SELECT uid, num FROM claim WHERE page = ?1 AND denies = ?2 ORDER BY num";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![page, num as i64], |r| {
        let by = opened.record.claims.get(r.get::<_, i64>(1)? as usize);
        let speaker = by.and_then(|c| c.speaker.as_ref()).map(Side::of);
        Ok(Denier { id: Id { kind: Kind::Claim, bits: r.get(0)? }, speaker })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
