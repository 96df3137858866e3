//! Waiting pages into stories: their passages and events compared with what is there, the groups that this
//! touches formed anew.

use crate::archive::{Archive, Work};
use crate::day::UNDATED;
use crate::error::{ArchiveError, Done};
use crate::rows::stale;
use crate::search::{self, Indexed};
use crate::story::group::{Pair, groups};
use crate::story::pairs::{Batch, Known};
use crate::story::print::{self, Sketch};
use crate::story::ruling;
use crate::story::same;
use fnv::{FnvHashMap, FnvHashSet};
use mizan_code::Reader;
use rayon::prelude::*;
use rusqlite::{Connection, params};
use serde::Serialize;

/// Pages taken at a time; each batch lands whole or not at all.
const BATCH: usize = 256;
/// The same for the comparison with what is there: signs that are read stay at hand for a batch.
const GATHERED: usize = 2048;
/// From this share on, one text is the other's reprint.
pub(crate) const REPRINT: f64 = 0.5;
/// More weight than any evidence: what a person joined.
const JOINED: f64 = 1e6;

/// What was gathered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Gathered {
    pub pages: usize,
    /// Pairs of events found to be one happening.
    pub links: usize,
}

impl Archive {
    /// Takes pages that are not in the index yet into it, and sketches their passages.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn index(&mut self, reader: &Reader) -> Result<usize, ArchiveError> {
        let mut done = 0;
        loop {
            let texts = self.ask(unindexed)?;
            if texts.is_empty() {
                return Ok(done);
            }
            done += texts.len();
            let made: Vec<(i64, Indexed, Sketch)> = texts
                .into_par_iter()
                .map(|t| t.made(reader))
                .collect::<Done<_>>()
                .map_err(|e| e.at(&self.path))?;
            self.whole(|work| made.iter().try_for_each(|m| index_row(work.db, m)))?;
        }
    }

    /// Gathers waiting pages into stories and counts the days anew that this touched.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn gather(&mut self) -> Result<Gathered, ArchiveError> {
        let mut out = Gathered::default();
        loop {
            let waiting = self.ask(waiting)?;
            if waiting.is_empty() {
                break;
            }
            out.pages += waiting.len();
            out.links += self.whole(|work| batch(work, &waiting))?;
        }
        self.whole(|work| retally(work.db))?;
        Ok(out)
    }

    /// How many pages wait to be indexed or gathered.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn waiting(&self) -> Result<usize, ArchiveError> {
        self.ask(|db| {
            // Each half is read from the index of what is left, however many pages there are.
            let sql = "SELECT count(*) FROM (SELECT page FROM doc WHERE waiting > 0
                       UNION SELECT page FROM doc WHERE indexed = 0)";
            Ok(db.query_row(sql, [], |r| r.get::<_, i64>(0))? as usize)
        })
    }
}

/// A page that is not in the index, as it lies in the archive.
struct Blobs {
    page: i64,
    record: Vec<u8>,
    text: Vec<u8>,
}

#[derive(serde::Deserialize)]
struct Slim {
    sentences: Vec<crate::stored::Sentence>,
}

impl Blobs {
    fn made(self, reader: &Reader) -> Done<(i64, Indexed, Sketch)> {
        let text = String::from_utf8_lossy(&crate::add::unpack(&self.text)?).into_owned();
        let slim: Slim = serde_json::from_slice(&crate::add::unpack(&self.record)?)?;
        let chars = crate::stored::Chars::new(&text);
        let own = slim.sentences.iter().filter(|s| s.zone != "boilerplate" && s.zone != "residue");
        let sketch = print::sketch(own.map(|s| chars.words(s.span)));
        Ok((self.page, search::indexed(&text, reader), sketch))
    }
}

fn unindexed(db: &Connection) -> Done<Vec<Blobs>> {
    let sql = "SELECT doc.page, v.record, v.text FROM doc JOIN version v ON v.id = doc.version
               WHERE doc.indexed = 0 ORDER BY doc.page LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([BATCH as i64], |r| {
        Ok(Blobs { page: r.get(0)?, record: r.get(1)?, text: r.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn index_row(db: &Connection, (page, words, sketch): &(i64, Indexed, Sketch)) -> Done<()> {
    db.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([page])?;
    let sql = "INSERT INTO words(rowid, word, stem) VALUES(?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute(params![page, words.words, words.stems])?;
    let sql = "UPDATE doc SET indexed = 1, sketch = ?2, waiting = 1 WHERE page = ?1";
    db.prepare_cached(sql)?.execute(params![page, sketch.bytes()])?;
    let day: Option<i32> = db
        .prepare_cached("SELECT day FROM doc WHERE page = ?1")?
        .query_row([page], |r| r.get(0))?;
    db.prepare_cached("DELETE FROM print WHERE page = ?1")?.execute([page])?;
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO print(hash, day, page) VALUES(?1, ?2, ?3)")?;
    for finger in &sketch.fingers {
        insert.execute(params![finger, day.unwrap_or(UNDATED), page])?;
    }
    Ok(())
}

/// A page to be gathered.
pub(super) struct Waiting {
    pub page: i64,
    pub day: Option<i32>,
}

fn waiting(db: &Connection) -> Done<Vec<Waiting>> {
    let sql = "SELECT page, day FROM doc WHERE waiting > 0 ORDER BY page LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement
        .query_map([GATHERED as i64], |r| Ok(Waiting { page: r.get(0)?, day: r.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gathers a batch; out comes how many pairs were found.
fn batch(work: &mut Work<'_>, pages: &[Waiting]) -> Done<usize> {
    let db = work.db;
    let mut batch = Batch::default();
    let mut touched = Vec::new();
    let mut links = 0;
    for page in pages {
        let (events, found) = batch.compare(db, page)?;
        links += found;
        touched.extend(events);
        db.prepare_cached("UPDATE doc SET waiting = 0 WHERE page = ?1")?.execute([page.page])?;
    }
    let (events, mut parted) = batch.write(db)?;
    touched.extend(events);
    regroup(db, &mut batch, &touched)?;
    parted.extend(pages.iter().map(|p| p.page));
    origins(db, &parted)?;
    Ok(links)
}

/// Forms the groups anew that some events are connected with.
pub(crate) fn regroup_events(db: &Connection, events: &[i64]) -> Done<()> {
    regroup(db, &mut Batch::default(), events)
}

fn regroup(db: &Connection, batch: &mut Batch, events: &[i64]) -> Done<()> {
    let mut seen: FnvHashSet<i64> = FnvHashSet::default();
    let ruled = ruling::any(db)?;
    for event in events {
        if !seen.contains(event) {
            let (members, pairs) = connected(db, *event, ruled)?;
            seen.extend(members.iter().copied());
            if let [alone] = members[..] {
                assign(db, alone, alone, true)?;
                continue;
            }
            form(db, batch, members, &pairs)?;
        }
    }
    Ok(())
}

type Links = Vec<(i64, i64, f64)>;

/// All events that links and joins connect with one, and those links.
fn connected(db: &Connection, event: i64, ruled: bool) -> Done<(Vec<i64>, Links)> {
    let mut seen = FnvHashSet::from_iter([event]);
    let mut queue = vec![event];
    let mut pairs = Vec::new();
    while let Some(at) = queue.pop() {
        let mut statement = db.prepare_cached(
            "SELECT a, b, weight FROM link WHERE a = ?1 UNION ALL SELECT a, b, weight FROM link WHERE b = ?1",
        )?;
        let rows = statement.query_map([at], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let mut found: Links = rows.collect::<Result<_, _>>()?;
        if ruled {
            found.extend(ruling::joins(db, at)?.into_iter().map(|(a, b)| (a, b, JOINED)));
        }
        for (a, b, weight) in found {
            let other = if a == at { b } else { a };
            if at == a.min(b) {
                pairs.push((a, b, weight));
            }
            if seen.insert(other) {
                queue.push(other);
            }
        }
    }
    Ok((seen.into_iter().collect(), pairs))
}

/// Groups a set of connected events and writes what changed.
fn form(db: &Connection, batch: &mut Batch, members: Vec<i64>, links: &Links) -> Done<()> {
    let mut all: Vec<(i64, Known)> =
        members.into_iter().map(|m| Ok((m, batch.event(db, m)?))).collect::<Done<_>>()?;
    all.sort_by_key(|m| m.1.uid);
    let place: FnvHashMap<i64, usize> = all.iter().enumerate().map(|(n, m)| (m.0, n)).collect();
    let pairs =
        links.iter().map(|l| Pair { a: place[&l.0], b: place[&l.1], weight: l.2 }).collect();
    let joined: FnvHashSet<(usize, usize)> = links
        .iter()
        .filter(|l| l.2 >= JOINED)
        .map(|l| (place[&l.0].min(place[&l.1]), place[&l.0].max(place[&l.1])))
        .collect();
    let split = ruling::splits(db, &all.iter().map(|m| m.1.uid).collect::<Vec<_>>())?;
    let shares = Shares::read(db, &all)?;
    let apart = |x: usize, y: usize| {
        let (a, b) = (&all[x].1, &all[y].1);
        let uids = (a.uid.min(b.uid), a.uid.max(b.uid));
        let by_hand = joined.contains(&(x.min(y), x.max(y)));
        split.contains(&uids)
            || (!by_hand && same::clash(&a.sign, &b.sign, shares.of(a.page, b.page)))
    };
    let group = groups(all.len(), pairs, |n| all[n].1.uid, apart);
    for lead in leads(&group, &all) {
        for n in (0..all.len()).filter(|n| group[*n] == group[lead]) {
            assign(db, all[n].0, all[lead].0, n == lead)?;
        }
    }
    Ok(())
}

/// How much the pages of some events share; the events of one page are of one text.
struct Shares(FnvHashMap<(i64, i64), f64>);

impl Shares {
    fn read(db: &Connection, all: &[(i64, Known)]) -> Done<Shares> {
        let pages: FnvHashSet<i64> = all.iter().map(|m| m.1.page).collect();
        let mut statement = db.prepare_cached("SELECT b, share FROM near WHERE a = ?1")?;
        let mut out = FnvHashMap::default();
        for a in &pages {
            let rows =
                statement.query_map([a], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, f64>(1)?)))?;
            rows.flatten().for_each(|(b, share)| {
                out.insert((*a, b), share);
            });
        }
        Ok(Shares(out))
    }

    fn of(&self, a: i64, b: i64) -> f64 {
        if a == b { 1.0 } else { self.0.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0) }
    }
}

/// For each group the member that stands for it: the earliest, of those the surest.
fn leads(group: &[usize], all: &[(i64, Known)]) -> Vec<usize> {
    let mut best: FnvHashMap<usize, usize> = FnvHashMap::default();
    let rank = |n: usize| {
        let known = &all[n].1;
        let sure = (known.sign.confidence * 1000.0) as i64;
        (known.day.unwrap_or(i32::MAX), -sure, known.uid)
    };
    for (n, g) in group.iter().enumerate() {
        let lead = best.entry(*g).or_insert(n);
        if rank(n) < rank(*lead) {
            *lead = n;
        }
    }
    let mut out: Vec<usize> = best.into_values().collect();
    out.sort_unstable();
    out
}

fn assign(db: &Connection, event: i64, story: i64, lead: bool) -> Done<()> {
    let sql =
        "UPDATE event SET story = ?2, lead = ?3 WHERE id = ?1 AND (story <> ?2 OR lead <> ?3)";
    if db.prepare_cached(sql)?.execute(params![event, story, lead])? > 0 {
        db.prepare_cached("UPDATE dyad SET story = ?2, lead = ?3 WHERE event = ?1")?
            .execute(params![event, story, lead])?;
        let sql = "SELECT day FROM event WHERE id = ?1";
        let day: Option<i32> = db.prepare_cached(sql)?.query_row([event], |r| r.get(0))?;
        stale(db, day)?;
    }
    Ok(())
}

/// Gives pages that share their text, or their agency, one origin.
fn origins(db: &Connection, pages: &[i64]) -> Done<()> {
    let mut seen: FnvHashSet<i64> = FnvHashSet::default();
    for page in pages {
        if seen.contains(page) {
            continue;
        }
        let members = reprints(db, *page)?;
        let first = if let [alone] = members[..] { alone } else { first_page(db, &members)? };
        for member in &members {
            set_origin(db, *member, first)?;
        }
        seen.extend(members);
    }
    Ok(())
}

fn reprints(db: &Connection, page: i64) -> Done<Vec<i64>> {
    let mut seen = FnvHashSet::from_iter([page]);
    let mut queue = vec![page];
    while let Some(at) = queue.pop() {
        let mut statement = db.prepare_cached(
            "SELECT b FROM near WHERE a = ?1 AND (share >= ?2 OR why <> '')
             UNION ALL SELECT a FROM near WHERE b = ?1 AND (share >= ?2 OR why <> '')",
        )?;
        let rows = statement.query_map(params![at, REPRINT], |r| r.get::<_, i64>(0))?;
        for other in rows.flatten() {
            if seen.insert(other) {
                queue.push(other);
            }
        }
    }
    Ok(seen.into_iter().collect())
}

/// The page that a text counts for: the earliest, by its id where two are of one day.
fn first_page(db: &Connection, pages: &[i64]) -> Done<i64> {
    let sql = "SELECT doc.day, page.uid, page.id FROM page JOIN doc ON doc.page = page.id WHERE page.id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut best: Option<(i32, i64, i64)> = None;
    for page in pages {
        let row = statement.query_row([page], |r| {
            Ok((r.get::<_, Option<i32>>(0)?.unwrap_or(i32::MAX), r.get(1)?, r.get(2)?))
        })?;
        best = Some(best.map_or(row, |b| b.min(row)));
    }
    Ok(best.map_or(0, |b| b.2))
}

fn set_origin(db: &Connection, page: i64, origin: i64) -> Done<()> {
    let sql = "UPDATE doc SET origin = ?2 WHERE page = ?1 AND origin <> ?2";
    db.prepare_cached(sql)?.execute(params![page, origin])?;
    let sql = "UPDATE event SET origin = ?2 WHERE page = ?1 AND origin <> ?2";
    if db.prepare_cached(sql)?.execute(params![page, origin])? > 0 {
        db.prepare_cached(
            "UPDATE dyad SET origin = ?2 WHERE event IN (SELECT id FROM event WHERE page = ?1)",
        )?
        .execute(params![page, origin])?;
    }
    Ok(())
}

/// Counts the days anew whose events changed.
pub(crate) fn retally(db: &Connection) -> Done<()> {
    db.execute("DELETE FROM tally WHERE day IN (SELECT day FROM stale)", [])?;
    db.execute(
        "INSERT INTO tally SELECT day, zone, status, quad, shown, count(*), sum(lead) FROM event
         WHERE day IN (SELECT day FROM stale) GROUP BY day, zone, status, quad, shown",
        [],
    )?;
    db.execute("DELETE FROM stale", [])?;
    Ok(())
}
