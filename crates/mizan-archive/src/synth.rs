//! Synthetic archives, seeded, to measure questions on: rows as they come of real pages, words without meaning.

use crate::add::pack;
use crate::archive::{Access, Archive, Work};
use crate::codes;
use crate::day::number;
use crate::error::{ArchiveError, Done};
use crate::id::bits;
use crate::story::{rebuilt, sketch_of};
use rusqlite::{Connection, params};
use std::path::Path;

/// How large an archive to make, and of which seed.
#[derive(Debug, Clone, Copy)]
pub struct Synth {
    /// Events in all, three a page.
    pub events: u64,
    /// The same seed gives the same archive.
    pub seed: u64,
}

const EVENTS_A_PAGE: u64 = 3;
const ACTORS: u64 = 2000;
const PLACES: u64 = 500;
const OUTLETS: u64 = 60;
const WORDS: u64 = 20_000;
/// Words of a page.
const LENGTH: usize = 60;
/// Ten years.
const DAYS: u64 = 3652;
/// Pages written as one.
const BATCH: u64 = 20_000;
const STATES: [&str; 12] =
    ["USA", "RUS", "SYR", "IRN", "ISR", "TUR", "IRQ", "LBN", "EGY", "SAU", "FRA", "YEM"];
const SECTORS: [&str; 6] = ["GOV", "MIL", "COP", "OPP", "REB", "CVL"];

/// A generator of numbers (Steele, Lea and Flood 2014, SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Few are named often, most seldom: about Zipf's law with exponent 1.
    fn ranked(&mut self, n: u64) -> u64 {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64 + 1.0).powf(u) - 1.0) as u64 % n
    }
}

/// A word of Arabic letters that stands for a number.
fn word(mut n: u64) -> String {
    const LETTERS: [char; 24] = [
        'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ع', 'غ', 'ف', 'ق',
        'ك', 'ل', 'م', 'ن', 'ه', 'ي',
    ];
    let mut out = String::new();
    n += 24 * 24;
    while n > 0 {
        out.push(LETTERS[(n % 24) as usize]);
        n /= 24;
    }
    out
}

impl Archive {
    /// Makes a synthetic archive at a path where there is none.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn synthetic(path: &Path, of: Synth) -> Result<Archive, ArchiveError> {
        let mut archive = Archive::open(path, Access::Write)?;
        let mut random = Random(of.seed);
        archive.whole(|work| dimensions(work, &mut random))?;
        let pages = of.events.div_ceil(EVENTS_A_PAGE);
        let mut made = 0;
        while made < pages {
            let to = (made + BATCH).min(pages);
            archive.whole(|work| (made..to).try_for_each(|n| page(work.db, n, &mut random)))?;
            made = to;
        }
        archive.whole(|work| {
            work.db.execute("INSERT OR IGNORE INTO stale SELECT DISTINCT day FROM event", [])?;
            rebuilt(work.db)
        })?;
        archive.ask(|db| Ok(db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?))?;
        Ok(archive)
    }
}

/// Everything that events refer to.
fn dimensions(work: &mut Work<'_>, random: &mut Random) -> Done<()> {
    work.run("synthetic", "synthetic")?;
    for term in codes::types().chain(["report", "analysis", "quote", "occurred", "future", "state"])
    {
        work.term(term)?;
    }
    for n in 0..OUTLETS {
        work.outlet(&format!("outlet-{n}"))?;
    }
    for n in 0..ACTORS {
        let (state, sector) =
            (STATES[random.below(12) as usize], SECTORS[random.below(6) as usize]);
        work.db.execute(
            "INSERT INTO actor(key, code, name_ar, name_en, kind) VALUES(?1, ?2, ?3, ?4, 'organisation')",
            params![format!("actor-{n}"), format!("{state} {sector}"), word(n + 30_000), format!("Actor {n}")],
        )?;
    }
    for n in 0..PLACES {
        work.db.execute(
            "INSERT INTO place(key, name_ar, name_en, country, admin1, lat, lon, precision)
             VALUES(?1, ?2, ?3, 'SY', NULL, ?4, ?5, 'place')",
            params![
                format!("place-{n}/place"),
                word(n + 40_000),
                format!("Place {n}"),
                32.0 + (n % 50) as f64 / 10.0,
                36.0 + (n / 50) as f64 / 2.0
            ],
        )?;
    }
    Ok(())
}

fn text(random: &mut Random) -> String {
    (0..LENGTH).map(|_| word(random.ranked(WORDS))).collect::<Vec<_>>().join(" ")
}

/// A page of three events, the first of them, in three of ten pages, of the story of the page before.
fn page(db: &Connection, n: u64, random: &mut Random) -> Done<()> {
    let id = n as i64 + 1;
    let key = format!("https://synthetic.example/{n}");
    let words = text(random);
    let day = number(jiff::civil::date(2015, 1, 1)) + random.below(DAYS) as i32;
    let record = record(&key, n, &words, day, random);
    let sketch = sketch_of(&words);
    db.prepare_cached("INSERT INTO page(id, uid, key, current) VALUES(?1, ?2, ?3, ?1)")?
        .execute(params![id, bits(&["page", &key]), key])?;
    db.prepare_cached(
        "INSERT INTO version(id, page, hash, kind, origin, bytes, added, stated, run, record, text)
         VALUES(?1, ?1, ?2, 'document', ?3, ?4, '', '', 1, ?5, ?4)",
    )?
    .execute(params![
        id,
        id.to_le_bytes(),
        key,
        pack(words.as_bytes())?,
        pack(record.json.as_bytes())?
    ])?;
    db.prepare_cached(
        "INSERT INTO doc(page, version, outlet, day, lang, title, credit, waiting, indexed, sketch, origin)
         VALUES(?1, ?1, ?2, ?3, 'ar', '', 0, 0, 1, ?4, ?1)",
    )?
    .execute(params![id, record.outlet, day, sketch])?;
    db.prepare_cached("INSERT INTO words(rowid, word, stem) VALUES(?1, ?2, ?2)")?
        .execute(params![id, words])?;
    for (k, e) in record.events.iter().enumerate() {
        event(db, id, k as i64, day, record.outlet, e)?;
    }
    Ok(())
}

struct Made {
    json: String,
    outlet: i64,
    events: Vec<MadeEvent>,
}

struct MadeEvent {
    uid: i64,
    kind: i64,
    name: &'static str,
    source: i64,
    target: i64,
    zone: i64,
    follows: bool,
}

fn record(key: &str, n: u64, words: &str, day: i32, random: &mut Random) -> Made {
    let kinds: Vec<&'static str> = codes::types().collect();
    let chars = words.chars().count();
    let sentence: String = words.chars().take(chars / 2).collect();
    let mut events = Vec::new();
    let mut json = Vec::new();
    for k in 0..EVENTS_A_PAGE {
        let kind = random.ranked(kinds.len() as u64);
        let name = kinds[kind as usize];
        let (source, target) = (random.ranked(ACTORS), random.ranked(ACTORS));
        let zone = u64::from(random.below(10) == 0);
        // As the record is named when it is read back.
        let trigger = word(n * EVENTS_A_PAGE + k);
        let uid = bits(&[key, name, sentence.trim(), &trigger, "1"]);
        json.push(format!(
            "{{\"id\":\"e{}\",\"type\":\"{name}\",\"mode\":null,\"contexts\":[],\"status\":\"occurred\",\"zone\":\"report\",\
             \"trigger\":{{\"text\":\"{trigger}\",\"span\":[0,3]}},\"sources\":[{}],\"targets\":[{}],\"date\":null,\
             \"place\":null,\"quantities\":[],\"claim\":null,\"score\":{},\"confidence\":0.8,\"frame\":\"synthetic\",\"sentence\":0}}",
            k + 1,
            who(source),
            who(target),
            codes::score(name, None).unwrap_or(0.0)
        ));
        let follows = k == 0 && n > 0 && random.below(10) < 3;
        events.push(MadeEvent {
            uid,
            kind: kind as i64 + 1,
            name,
            source: source as i64 + 1,
            target: target as i64 + 1,
            zone: kinds.len() as i64 + 1 + zone as i64,
            follows,
        });
    }
    let day = crate::day::show(Some(day));
    let json = format!(
        "{{\"data\":\"synthetic\",\"url\":\"{key}\",\"lang\":\"ar\",\"page\":{{\"title\":null,\"outlet\":null,\
         \"published\":{{\"text\":\"\",\"span\":[0,0],\"from\":\"{day}\",\"to\":\"{day}\",\"precision\":\"day\"}},\
         \"published_at\":null,\"updated_at\":null,\"byline\":null,\"authors\":[],\"blocks\":[]}},\
         \"sentences\":[{{\"span\":[0,{0}],\"zone\":\"report\"}},{{\"span\":[{0},{chars}],\"zone\":\"report\"}}],\
         \"events\":[{1}],\"claims\":[],\"ties\":[],\"stances\":[],\"problems\":[]}}",
        chars / 2,
        json.join(",")
    );
    Made { json, outlet: random.ranked(OUTLETS) as i64 + 1, events }
}

fn who(n: u64) -> String {
    format!(
        "{{\"text\":\"{0}\",\"span\":[0,3],\"actor\":{{\"id\":\"actor-{n}\",\"name_ar\":\"{0}\",\"name_en\":\"Actor {n}\",\
         \"code\":\"---\",\"kind\":\"organisation\"}}}}",
        word(n + 30_000)
    )
}

fn event(db: &Connection, page: i64, num: i64, day: i32, outlet: i64, e: &MadeEvent) -> Done<()> {
    let id = (page - 1) * EVENTS_A_PAGE as i64 + num + 1;
    let story = if e.follows { id - EVENTS_A_PAGE as i64 } else { id };
    let types = codes::types().count() as i64;
    let values = params![
        id,
        e.uid,
        page,
        num,
        e.kind,
        codes::quad(e.name),
        types + 4,
        e.zone,
        codes::score(e.name, None).unwrap_or(0.0),
        day,
        (e.uid.unsigned_abs() % PLACES) as i64 + 1,
        outlet,
        story,
        story == id
    ];
    db.prepare_cached(
        "INSERT INTO event(id, uid, page, num, type, mode, quad, status, zone, shown, confidence, score, day, day_to,
           place, outlet, speaker, stance, claim_kind, sign, story, lead, origin)
         VALUES(?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, 1, 0.8, ?9, ?10, ?10, ?11, ?12, 0, 0, 0, x'', ?13, ?14, ?3)",
    )?
    .execute(values)?;
    crate::rows::pair(db, id, e.source, e.target)
}
