//! The rows that questions are asked of, drawn from the record of a page as it stands.

use crate::archive::Work;
use crate::codes;
use crate::day::{self, UNDATED};
use crate::error::Done;
use crate::id::bits;
use crate::sign::Sign;
use crate::stored::{Actor, Chars, Claim, Event, Place, Record, Stance, Tie};
use mizan_code::record::numbered;
use rusqlite::{Connection, params};

/// Takes away all rows of a page, and with them the links of its events to others.
pub(crate) fn clear(db: &Connection, page: i64) -> Done<()> {
    let mine = "(SELECT id FROM event WHERE page = ?1)";
    for sql in [
        // Stories that lose an event are gathered again; the days lose counts.
        "UPDATE doc SET waiting = 1 WHERE page IN (SELECT page FROM event WHERE story IN
               (SELECT story FROM event WHERE page = ?1))"
            .to_owned(),
        "INSERT OR IGNORE INTO stale SELECT day FROM event WHERE page = ?1 AND day IS NOT NULL"
            .to_owned(),
        format!("DELETE FROM link WHERE a IN {mine}"),
        format!("DELETE FROM link WHERE b IN {mine}"),
        format!("DELETE FROM block WHERE event IN {mine}"),
        format!("DELETE FROM dyad WHERE event IN {mine}"),
        "DELETE FROM near WHERE a = ?1".to_owned(),
        "DELETE FROM near WHERE b = ?1".to_owned(),
        "DELETE FROM event WHERE page = ?1".to_owned(),
        "DELETE FROM claim WHERE page = ?1".to_owned(),
        "DELETE FROM tie WHERE page = ?1".to_owned(),
        "DELETE FROM stance WHERE page = ?1".to_owned(),
    ] {
        db.prepare_cached(&sql)?.execute([page])?;
    }
    Ok(())
}

/// Writes the rows of a page.
pub(crate) fn insert(
    work: &mut Work<'_>,
    page: i64,
    version: i64,
    key: &str,
    record: &Record,
    chars: &Chars<'_>,
) -> Done<()> {
    let doc = doc(work, page, version, key, record)?;
    let claims = claims(work, &doc, key, record)?;
    for (n, event) in record.events.iter().enumerate() {
        event_rows(work, &doc, n, event, record, chars, &claims)?;
    }
    for (n, tie) in record.ties.iter().enumerate() {
        tie_row(work, &doc, n, tie)?;
    }
    for (n, stance) in record.stances.iter().enumerate() {
        stance_row(work, &doc, n, stance)?;
    }
    Ok(())
}

/// What all rows of a page share.
struct Doc {
    page: i64,
    outlet: i64,
    day: Option<i32>,
}

fn doc(work: &mut Work<'_>, page: i64, version: i64, key: &str, record: &Record) -> Done<Doc> {
    let head = &record.page;
    let day = head.published.as_ref().and_then(|d| d.days().0);
    let outlet = work.outlet(head.outlet.as_deref().unwrap_or_else(|| host(key)))?;
    let credit = work.term(record.credit.as_deref().unwrap_or(""))?;
    let title = head.title.as_ref().map_or("", |t| t.text.as_str());
    work.db
        .prepare_cached(
            "INSERT INTO doc(page, version, outlet, day, lang, title, credit, waiting, origin)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?1)
             ON CONFLICT(page) DO UPDATE SET version = ?2, outlet = ?3, day = ?4, lang = ?5, title = ?6,
               credit = ?7, waiting = 1, origin = ?1, sketch = NULL, indexed = 0",
        )?
        .execute(params![page, version, outlet, day, record.lang, title, credit])?;
    Ok(Doc { page, outlet, day })
}

/// The site of an address, for pages that name no outlet; nothing for files.
pub(crate) fn host(key: &str) -> &str {
    let rest = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next()).unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host)
}

/// The row of an actor mention under its code; 0 where it stands for nobody known.
fn actor(work: &mut Work<'_>, mention: Option<&Actor>) -> Done<i64> {
    let Some(who) = mention.and_then(|m| m.actor.as_ref()) else { return Ok(0) };
    // The id of an officer known by title and name holds within its page only: across pages the office counts.
    let office = who.id.starts_with("name:");
    let key = if office { format!("office:{}", who.code) } else { who.id.clone() };
    let known = (key, who.code.clone());
    if let Some(id) = work.known.actors.get(&known) {
        return Ok(*id);
    }
    let (ar, en) = if office { ("", "") } else { (who.name_ar.as_str(), who.name_en.as_str()) };
    let sql =
        "INSERT OR IGNORE INTO actor(key, code, name_ar, name_en, kind) VALUES(?1, ?2, ?3, ?4, ?5)";
    work.db.prepare_cached(sql)?.execute(params![known.0, known.1, ar, en, who.kind])?;
    let found = "SELECT id FROM actor WHERE key = ?1 AND code = ?2";
    let id = work.db.prepare_cached(found)?.query_row(params![known.0, known.1], |r| r.get(0))?;
    work.known.actors.insert(known, id);
    Ok(id)
}

fn place(work: &mut Work<'_>, mention: Option<&Place>) -> Done<i64> {
    let Some(spot) = mention.and_then(|m| m.place.as_ref()) else { return Ok(0) };
    // One name read with two precisions ("near X") is two rows: only the town itself has a point.
    let key = format!("{}/{}", spot.id, spot.precision);
    if let Some(id) = work.known.places.get(&key) {
        return Ok(*id);
    }
    let sql =
        "INSERT OR IGNORE INTO place(key, name_ar, name_en, country, admin1, lat, lon, precision)
               VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    work.db.prepare_cached(sql)?.execute(params![
        key,
        spot.name_ar,
        spot.name_en,
        spot.country,
        spot.admin1,
        spot.lat,
        spot.lon,
        spot.precision
    ])?;
    let found = "SELECT id FROM place WHERE key = ?1";
    let id = work.db.prepare_cached(found)?.query_row([&key], |r| r.get(0))?;
    work.known.places.insert(key, id);
    Ok(id)
}

fn claims(
    work: &mut Work<'_>,
    doc: &Doc,
    key: &str,
    record: &Record,
) -> Done<Vec<(String, [i64; 3])>> {
    let mut out = Vec::new();
    for (n, claim) in record.claims.iter().enumerate() {
        let row = claim_row(work, doc, key, n, claim, record)?;
        out.push((claim.id.clone(), row));
    }
    Ok(out)
}

/// Writes a claim; out come speaker, stance and kind, as its events carry them.
fn claim_row(
    work: &mut Work<'_>,
    doc: &Doc,
    key: &str,
    n: usize,
    claim: &Claim,
    record: &Record,
) -> Done<[i64; 3]> {
    let speaker = actor(work, claim.speaker.as_ref())?;
    let channel = actor(work, claim.channel.as_ref())?;
    let (stance, kind) = (work.term(&claim.stance)?, work.term(&claim.kind)?);
    let denies = claim.denies.as_deref().and_then(|id| numbered(&record.claims, id, |c| &c.id));
    let at = claim.verb.span.0.to_string();
    let uid = bits(&[key, "claim", &claim.verb.text, &at, &n.to_string()]);
    work.db
        .prepare_cached(
            "INSERT INTO claim(uid, page, num, speaker, channel, stance, kind, day, denies)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            uid,
            doc.page,
            n as i64,
            speaker,
            channel,
            stance,
            kind,
            doc.day,
            denies.map_or(-1, |d| d as i64)
        ])?;
    Ok([speaker, stance, kind])
}

/// The first and last day of an event: its own, else the day of its page.
pub(crate) fn days(event: &Event, published: Option<i32>) -> (Option<i32>, Option<i32>) {
    let (from, to) = event.date.as_ref().map_or((None, None), |d| d.days());
    match (from, to) {
        (None, None) => (published, published),
        (from, to) => (from.or(to), to),
    }
}

fn event_rows(
    work: &mut Work<'_>,
    doc: &Doc,
    n: usize,
    event: &Event,
    record: &Record,
    chars: &Chars<'_>,
    claims: &[(String, [i64; 3])],
) -> Done<()> {
    let (day, day_to) = days(event, doc.day);
    let claim = event.claim.as_deref().and_then(|id| numbered(claims, id, |c| &c.0));
    let [speaker, stance, claim_kind] = claim.map_or([0; 3], |at| claims[at].1);
    let sign =
        Sign::of(event, record.sentence(event.sentence, chars), titled(record, event), doc.day)
            .pack()?;
    let quad = codes::quad(&event.event);
    let terms = [
        work.term(&event.event)?,
        work.term(event.mode.as_deref().unwrap_or(""))?,
        work.term(&event.status)?,
        work.term(&event.zone)?,
    ];
    let at = place(work, event.place.as_ref())?;
    work.db
        .prepare_cached(
            "INSERT INTO event(uid, page, num, type, mode, quad, status, zone, shown, confidence, score,
               day, day_to, place, outlet, speaker, stance, claim_kind, sign, story, lead, origin)
             VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
               0, 1, ?2)",
        )?
        .execute(params![
            event.uid,
            doc.page,
            n as i64,
            terms[0],
            terms[1],
            quad,
            terms[2],
            terms[3],
            event.shown,
            event.confidence,
            event.score,
            day,
            day_to,
            at,
            doc.outlet,
            speaker,
            stance,
            claim_kind,
            sign
        ])?;
    let id = work.db.last_insert_rowid();
    work.db.prepare_cached("UPDATE event SET story = id WHERE id = ?1")?.execute([id])?;
    stale(work.db, day)?;
    let sources = ids(work, &event.sources)?;
    let targets = ids(work, &event.targets)?;
    pairs(work.db, id, event.mutual, &sources, &targets)
}

/// Pairs of an event. What several do with one another is between each two of them, in either order.
fn pairs(db: &Connection, id: i64, mutual: bool, sources: &[i64], targets: &[i64]) -> Done<()> {
    let joint = mutual && sources.len() > 1;
    // Nobody is named beside them: they are one another's partners.
    let alone = joint && targets == [0];
    for source in sources {
        let across = targets.iter().filter(|_| !alone);
        let among = sources.iter().filter(|s| joint && *s != source);
        for target in across.chain(among) {
            pair(db, id, *source, *target)?;
        }
    }
    Ok(())
}

/// Does the event stand in the page's title?
fn titled(record: &Record, event: &Event) -> bool {
    let title = record.page.title.as_ref();
    title.is_some_and(|t| t.span.0 <= event.trigger.span.0 && event.trigger.span.1 <= t.span.1)
}

/// Days whose rolled-up counts are to be counted again.
pub(crate) fn stale(db: &Connection, day: Option<i32>) -> Done<()> {
    if let Some(day) = day {
        db.prepare_cached("INSERT OR IGNORE INTO stale(day) VALUES(?1)")?.execute([day])?;
    }
    Ok(())
}

/// The actors of a slot, each once; 0 where nobody is known.
fn ids(work: &mut Work<'_>, mentions: &[Actor]) -> Done<Vec<i64>> {
    let mut out = mentions.iter().map(|m| actor(work, Some(m))).collect::<Done<Vec<_>>>()?;
    out.retain(|id| *id != 0);
    out.sort_unstable();
    out.dedup();
    if out.is_empty() {
        out.push(0);
    }
    Ok(out)
}

/// One pair of an event, with all that a question may filter by copied beside it.
pub(crate) fn pair(db: &Connection, event: i64, source: i64, target: i64) -> Done<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO dyad SELECT ?2, ?3, coalesce(day, ?4), id, type, mode, quad, status, zone,
           shown, confidence, score, place, outlet, speaker, stance, claim_kind, story, lead, origin
         FROM event WHERE id = ?1",
    )?
    .execute(params![event, source, target, UNDATED])?;
    Ok(())
}

fn tie_row(work: &mut Work<'_>, doc: &Doc, n: usize, tie: &Tie) -> Done<()> {
    let (a, b) = (actor(work, Some(&tie.a))?, actor(work, Some(&tie.b))?);
    let from = tie.from.as_ref().and_then(|d| d.days().0);
    let to = tie.to.as_ref().and_then(|d| d.days().1);
    let (kind, status) = (work.term(&tie.kind)?, work.term(&tie.status)?);
    let sql = "INSERT INTO tie(page, num, a, b, kind, day_from, day_to, status, day)
               VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let row = params![doc.page, n as i64, a, b, kind, from, to, status, doc.day];
    work.db.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

fn stance_row(work: &mut Work<'_>, doc: &Doc, n: usize, stance: &Stance) -> Done<()> {
    let (of, toward) = (actor(work, Some(&stance.of))?, actor(work, Some(&stance.toward))?);
    let holder = actor(work, stance.holder.as_ref())?;
    let (direction, zone) = (work.term(&stance.direction)?, work.term(&stance.zone)?);
    let sql = "INSERT INTO stance(page, num, of, toward, holder, direction, zone, day)
               VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let row = params![doc.page, n as i64, of, toward, holder, direction, zone, doc.day];
    work.db.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// A day for a person, `-` where there is none.
pub(crate) fn shown_day(day: Option<i32>) -> String {
    day::show(day.filter(|d| *d != UNDATED))
}
