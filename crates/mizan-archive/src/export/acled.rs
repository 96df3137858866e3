//! A table with ACLED's columns (ACLED Codebook, 2024), so that tools made for it can read ours. It is shaped like
//! ACLED's, not coded by ACLED's rules: one row a story, types by the table beside this file, no numbers where the
//! text has none but `fatalities`, which ACLED wants as 0.

use super::broken;
use super::columns::cell;
use super::tables::least;
use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use crate::list::{EventRow, Side};
use std::io::Write;
use std::sync::LazyLock;

const HEAD: [&str; 28] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso2",
    "country",
    "admin1",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "sources_counted",
];

/// Type, mode, target, then ACLED's three names.
type Row = [&'static str; 6];

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = include_str!("acled.tsv").lines().skip(1);
    rows.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok()).collect()
});

pub(crate) fn write(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    write!(out, "{}\r\n", HEAD.join(",")).map_err(broken)?;
    let mut rows = 0;
    archive.each_event(filter, |e| {
        // The lead stands for its story; what did not happen is no event of ACLED's.
        let real = matches!(e.status.as_str(), "occurred" | "ongoing");
        let Some(kind) = kind(&e).filter(|_| real && e.id.bits == e.story.bits) else {
            return Ok(());
        };
        rows += 1;
        let cells: Vec<String> = cells(archive, &e, kind)?.iter().map(|c| cell(c)).collect();
        write!(out, "{}\r\n", cells.join(",")).map_err(broken)
    })?;
    Ok(rows)
}

fn kind(e: &EventRow) -> Option<&'static Row> {
    let armed = e.targets.iter().any(|s| sector(s, &["MIL", "REB", "PRM", "COP"]));
    let fits = |cell: &str, value: &str| cell == "*" || cell == value;
    TABLE.iter().find(|r| {
        r[0] == e.event
            && fits(r[1], e.mode.as_deref().unwrap_or("-"))
            && fits(r[2], if armed { "armed" } else { "-" })
    })
}

fn sector(side: &Side, sectors: &[&str]) -> bool {
    side.code.as_deref().unwrap_or("").split(' ').skip(1).any(|p| sectors.contains(&p))
}

fn cells(archive: &Archive, e: &EventRow, kind: &Row) -> Result<Vec<String>, ArchiveError> {
    let spot = e.place.as_ref().and_then(|p| p.place.as_ref());
    let name = |all: &[Side], n: usize| {
        all.get(n).map_or_else(String::new, |s| {
            s.name_en.clone().filter(|n| !n.is_empty()).unwrap_or_else(|| s.text.clone())
        })
    };
    let rest = |all: &[Side]| (1..all.len()).map(|n| name(all, n)).collect::<Vec<_>>().join("; ");
    let (one, two) = (inter(e.sources.first()), inter(e.targets.first()));
    let exact = spot.filter(|s| s.precision == "place");
    let degrees = |n: Option<f32>| n.map_or_else(String::new, |n| format!("{n:.4}"));
    let day = e.day.clone().unwrap_or_default();
    let outlets = archive.outlets_of(e.story)?;
    let civilians = e.targets.iter().any(|s| sector(s, &["CVL"])) && e.event == "ASSAULT";
    Ok(vec![
        e.story.to_string(),
        day.clone(),
        day.get(..4).unwrap_or("").to_owned(),
        time_precision(e).to_string(),
        kind[3].to_owned(),
        kind[4].to_owned(),
        kind[5].to_owned(),
        name(&e.sources, 0),
        rest(&e.sources),
        one.to_owned(),
        name(&e.targets, 0),
        rest(&e.targets),
        two.to_owned(),
        [one, two].iter().filter(|i| !i.is_empty()).copied().collect::<Vec<_>>().join("-"),
        if civilians { "Civilian targeting".to_owned() } else { String::new() },
        spot.map(|s| s.country.clone()).unwrap_or_default(),
        String::new(),
        spot.and_then(|s| s.admin1.clone()).unwrap_or_default(),
        spot.map(|s| s.name_en.clone()).unwrap_or_default(),
        degrees(exact.and_then(|s| s.lat)),
        degrees(exact.and_then(|s| s.lon)),
        spot.map_or("", |s| geo_precision(&s.precision)).to_owned(),
        outlets.join("; "),
        String::new(),
        e.sentence.clone(),
        least(e, "killed").unwrap_or(0).to_string(),
        e.contexts.join("; "),
        outlets.len().to_string(),
    ])
}

/// 1 the day, 2 within a week, 3 within a month or more.
fn time_precision(e: &EventRow) -> u8 {
    let days = |t: &Option<String>| t.as_deref().and_then(crate::day::parse);
    match days(&e.day).zip(days(&e.day_to)).map(|(a, b)| b - a) {
        Some(0) => 1,
        Some(n) if n <= 7 => 2,
        _ => 3,
    }
}

fn geo_precision(precision: &str) -> &'static str {
    match precision {
        "place" | "facility" => "1",
        "near" | "admin2" => "2",
        _ => "3",
    }
}

/// ACLED's kind of actor, by the sector of the code.
fn inter(side: Option<&Side>) -> &'static str {
    let Some(side) = side else { return "" };
    let state = side
        .code
        .as_deref()
        .is_some_and(|c| c.len() == 3 && c.chars().all(|c| c.is_ascii_uppercase()));
    for (sectors, name) in [
        (&["GOV", "MIL", "COP", "SPY", "JUD"][..], "State forces"),
        (&["REB"], "Rebel group"),
        (&["PRM", "PTY"], "Political militia"),
        (&["OPP", "LAB", "SOC"], "Protesters"),
        (&["CVL", "REF", "MED", "EDU", "JRN", "BUS"], "Civilians"),
    ] {
        if sector(side, sectors) {
            return name;
        }
    }
    if state { "State forces" } else { "External/Other forces" }
}
