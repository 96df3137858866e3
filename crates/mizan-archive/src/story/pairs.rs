//! Pairs of a batch: waiting pages compared with what is there, page by page and event by event.

use super::best::{Best, With, pair};
use super::gather::Waiting;
use super::print::{Sketch, runs};
use super::same::{headline, weight, why};
use crate::day::UNDATED;
use crate::error::Done;
use crate::sign::{LONG, Sign};
use fnv::{FnvHashMap, FnvHashSet};
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// Days between two pages beyond which shared passages make no reprint.
const NEAR_DAYS: i32 = 7;
/// Shares of passages below this are not kept.
const NOTED: f64 = 0.2;
/// What an agency that two pages credit weighs beside what they share.
const CREDITED: f64 = 1.0;

/// What a batch has read, each thing once, and the pairs that it changes.
#[derive(Default)]
pub(super) struct Batch {
    signs: FnvHashMap<i64, Known>,
    pages: FnvHashMap<i64, Option<Arc<Page>>>,
    links: Best,
    near: Best,
    /// Shares of the pairs of pages that were compared, and whether they credit one agency.
    shares: FnvHashMap<(i64, i64), (f64, bool)>,
}

/// An event as it is compared.
#[derive(Clone)]
pub(super) struct Known {
    pub page: i64,
    pub uid: i64,
    pub day: Option<i32>,
    credit: i64,
    pub sign: Arc<Sign>,
}

/// A page as it is compared.
struct Page {
    uid: i64,
    credit: i64,
    runs: Vec<u32>,
}

impl Batch {
    pub fn event(&mut self, db: &Connection, event: i64) -> Done<Known> {
        if let Some(known) = self.signs.get(&event) {
            return Ok(known.clone());
        }
        let sql = "SELECT e.page, e.uid, e.day, doc.credit, e.sign FROM event e
                   JOIN doc ON doc.page = e.page WHERE e.id = ?1";
        let mut statement = db.prepare_cached(sql)?;
        let (page, uid, day, credit, sign): (i64, i64, Option<i32>, i64, Vec<u8>) = statement
            .query_row([event], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
        let known = Known { page, uid, day, credit, sign: Sign::unpack(&sign)?.into() };
        self.signs.insert(event, known.clone());
        Ok(known)
    }

    fn page(&mut self, db: &Connection, page: i64) -> Done<Option<Arc<Page>>> {
        if let Some(known) = self.pages.get(&page) {
            return Ok(known.clone());
        }
        let sql = "SELECT page.uid, doc.credit, doc.sketch FROM doc JOIN page ON page.id = doc.page
                   WHERE doc.page = ?1 AND doc.sketch IS NOT NULL";
        let found = db.prepare_cached(sql)?.query_row([page], |r| {
            let sketch: Vec<u8> = r.get(2)?;
            Ok(Page { uid: r.get(0)?, credit: r.get(1)?, runs: runs(&sketch) })
        });
        let found = found.optional()?.map(Arc::new);
        self.pages.insert(page, found.clone());
        Ok(found)
    }

    /// Compares a page and its events with what is there. Out: its events, and how many pairs were found.
    pub fn compare(&mut self, db: &Connection, waiting: &Waiting) -> Done<(Vec<i64>, usize)> {
        let near = self.near_pages(db, waiting)?;
        let mine = events_of(db, waiting.page)?;
        let mut beside = mine.clone();
        for page in near.keys() {
            beside.extend(events_of(db, *page)?);
        }
        let mut links = 0;
        for event in &mine {
            links += self.link_event(db, *event, &beside, &near)?;
        }
        Ok((mine, links))
    }

    /// Pages that share passages with one, with the share.
    fn near_pages(&mut self, db: &Connection, waiting: &Waiting) -> Done<FnvHashMap<i64, f64>> {
        let mut out = FnvHashMap::default();
        let Some(mine) = self.page(db, waiting.page)? else { return Ok(out) };
        for other in candidates(db, waiting)? {
            let Some(theirs) = self.page(db, other)? else { continue };
            let share = (Sketch::share(&mine.runs, &theirs.runs) * 1000.0).round() / 1000.0;
            if share >= NOTED {
                let credited = mine.credit != 0 && mine.credit == theirs.credit;
                self.near(db, (waiting.page, mine.uid), (other, theirs.uid), share, credited)?;
                out.insert(other, share);
            }
        }
        Ok(out)
    }

    fn near(
        &mut self,
        db: &Connection,
        a: (i64, i64),
        b: (i64, i64),
        share: f64,
        credited: bool,
    ) -> Done<()> {
        let known = self.shares.entry(pair(a.0, b.0)).or_insert((share, credited));
        *known = (known.0.max(share), known.1 || credited);
        let weight = known.0 + if known.1 { CREDITED } else { 0.0 };
        self.near.offer(a, b, weight, |page| kept_near(db, page))
    }

    /// Compares an event with those that share a key or a passage with it.
    fn link_event(
        &mut self,
        db: &Connection,
        event: i64,
        beside: &[i64],
        near: &FnvHashMap<i64, f64>,
    ) -> Done<usize> {
        let mine = self.event(db, event)?;
        let mut others: FnvHashSet<i64> = beside.iter().copied().collect();
        if let Some(window) = mine.sign.window() {
            for key in mine.sign.keys() {
                keyed(db, key, window, &mut others)?;
                block(db, key, window, event)?;
            }
        }
        others.remove(&event);
        let mut links = 0;
        for other in others {
            let theirs = self.event(db, other)?;
            let share = near.get(&theirs.page).copied().unwrap_or(0.0);
            let found = if theirs.page == mine.page {
                headline(&mine.sign, &theirs.sign)
            } else {
                weight(&mine.sign, &theirs.sign, share)
            };
            let Some(found) = found else { continue };
            links += 1;
            let (a, b) = ((event, mine.uid), (other, theirs.uid));
            self.links.offer(a, b, found, |event| kept_links(db, event))?;
            if mine.credit != 0 && mine.credit == theirs.credit && theirs.page != mine.page {
                self.credited(db, &mine, &theirs, share)?;
            }
        }
        Ok(links)
    }

    /// Two pages that tell one happening and credit one agency tell it after one source.
    fn credited(&mut self, db: &Connection, a: &Known, b: &Known, share: f64) -> Done<()> {
        let (x, y) = (self.page(db, a.page)?, self.page(db, b.page)?);
        let (Some(x), Some(y)) = (x, y) else { return Ok(()) };
        self.near(db, (a.page, x.uid), (b.page, y.uid), share, true)
    }

    /// Writes the pairs that changed. Out: the events and the pages whose pairs were let go.
    pub fn write(&mut self, db: &Connection) -> Done<(Vec<i64>, Vec<i64>)> {
        let (mut events, mut pages) = (Vec::new(), Vec::new());
        let links: Vec<_> = self.links.changed.drain().collect();
        for ((a, b), weight) in links {
            if let Some(weight) = weight {
                self.write_link(db, a, b, weight)?;
            } else {
                db.prepare_cached("DELETE FROM link WHERE a = ?1 AND b = ?2")?.execute([a, b])?;
                events.extend([a, b]);
            }
        }
        let near: Vec<_> = self.near.changed.drain().collect();
        for ((a, b), keep) in near {
            let (share, credited) = self.shares.get(&(a, b)).copied().unwrap_or_default();
            if keep.is_some() {
                let why = if credited { "one agency credited" } else { "" };
                let sql = "INSERT OR REPLACE INTO near(a, b, share, why) VALUES(?1, ?2, ?3, ?4)";
                db.prepare_cached(sql)?.execute(params![a, b, share, why])?;
            } else {
                db.prepare_cached("DELETE FROM near WHERE a = ?1 AND b = ?2")?.execute([a, b])?;
                pages.extend([a, b]);
            }
        }
        Ok((events, pages))
    }

    fn write_link(&mut self, db: &Connection, a: i64, b: i64, weight: f64) -> Done<()> {
        let (x, y) = (self.event(db, a)?, self.event(db, b)?);
        let share = self.shares.get(&pair(x.page, y.page)).map_or(0.0, |s| s.0);
        let why = if x.page == y.page {
            "title and text of one page".to_owned()
        } else {
            why(&x.sign, &y.sign, share)
        };
        let sql = "INSERT OR REPLACE INTO link(a, b, weight, why) VALUES(?1, ?2, ?3, ?4)";
        db.prepare_cached(sql)?.execute(params![a, b, weight, why])?;
        Ok(())
    }
}

fn kept_links(db: &Connection, event: i64) -> Done<Vec<With>> {
    let sql = "SELECT l.b, e.uid, l.weight FROM link l JOIN event e ON e.id = l.b WHERE l.a = ?1
               UNION ALL SELECT l.a, e.uid, l.weight FROM link l JOIN event e ON e.id = l.a WHERE l.b = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([event], |r| {
        Ok(With { other: r.get(0)?, rank: r.get(1)?, weight: r.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn kept_near(db: &Connection, page: i64) -> Done<Vec<With>> {
    let sql = "SELECT n.b, p.uid, n.share, n.why <> '' FROM near n JOIN page p ON p.id = n.b WHERE n.a = ?1
               UNION ALL SELECT n.a, p.uid, n.share, n.why <> '' FROM near n JOIN page p ON p.id = n.a WHERE n.b = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([page], |r| {
        let credited: bool = r.get(3)?;
        let weight = r.get::<_, f64>(2)? + if credited { CREDITED } else { 0.0 };
        Ok(With { other: r.get(0)?, rank: r.get(1)?, weight })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn candidates(db: &Connection, page: &Waiting) -> Done<Vec<i64>> {
    let (from, to) = page.day.map_or((i32::MIN, i32::MAX), |d| (d - NEAR_DAYS, d + NEAR_DAYS));
    let mut mine = db.prepare_cached("SELECT hash FROM print WHERE page = ?1")?;
    let hashes: Vec<i64> = mine.query_map([page.page], |r| r.get(0))?.collect::<Result<_, _>>()?;
    let mut found = FnvHashSet::default();
    let mut within =
        db.prepare_cached("SELECT page FROM print WHERE hash = ?1 AND day BETWEEN ?2 AND ?3")?;
    for hash in hashes {
        for (from, to) in [(from, to), (UNDATED, UNDATED)] {
            let rows = within.query_map(params![hash, from, to], |r| r.get::<_, i64>(0))?;
            rows.flatten().filter(|p| *p != page.page).for_each(|p| {
                found.insert(p);
            });
        }
    }
    let mut out: Vec<i64> = found.into_iter().collect();
    out.sort_unstable();
    Ok(out)
}

fn events_of(db: &Connection, page: i64) -> Done<Vec<i64>> {
    let sql = "SELECT id FROM event WHERE page = ?1 AND shown = 1 ORDER BY uid";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([page], |r| r.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Events of a key whose days come near enough to be one with days between `from` and `to`.
fn keyed(db: &Connection, key: i64, (from, to): (i32, i32), out: &mut FnvHashSet<i64>) -> Done<()> {
    const SLACK: i32 = 2;
    let mut found = db.prepare_cached(
        "SELECT event FROM block WHERE key = ?1 AND day BETWEEN ?2 AND ?3 AND day_to >= ?4",
    )?;
    let days = params![key, from - LONG - SLACK, to + SLACK, from - SLACK];
    out.extend(found.query_map(days, |r| r.get::<_, i64>(0))?.flatten());
    Ok(())
}

fn block(db: &Connection, key: i64, (from, to): (i32, i32), event: i64) -> Done<()> {
    let sql = "INSERT OR REPLACE INTO block(key, day, event, day_to) VALUES(?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute(params![key, from, event, to])?;
    Ok(())
}
