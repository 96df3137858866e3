//! PLOVER records as JSON, one a line, with the field names of the PLOVER 2.0 draft's table. What PLOVER has no
//! field for (who says so, status, zone, story) stands under `mizan`.

use super::broken;
use super::tables::least;
use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use crate::list::{EventRow, Side};
use serde_json::{Value, json};
use std::io::Write;

pub(crate) fn write(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    let mut rows = 0;
    archive.each_event(filter, |e| {
        rows += 1;
        serde_json::to_writer(&mut *out, &record(&e)).map_err(|e| broken(e.into()))?;
        out.write_all(b"\n").map_err(broken)
    })?;
    Ok(rows)
}

fn record(e: &EventRow) -> Value {
    let spot = e.place.as_ref().and_then(|p| p.place.as_ref());
    json!({
        "id": e.id,
        "date": e.day,
        "enddate": e.day_to,
        "actor": e.sources.iter().map(entity).collect::<Vec<_>>(),
        "recipient": e.targets.iter().map(entity).collect::<Vec<_>>(),
        "event": e.event,
        "mode": e.mode,
        "context": e.contexts,
        "quad_code": e.quad,
        "event_scale": e.score,
        "event_loc": e.place.as_ref().map(|p| json!({
            "extracted_place": p.text,
            "resolved_place": spot.map(|s| &s.name_en),
            // Ids of GeoNames are kept as they are; others are ours.
            "geonameid": spot.and_then(|s| s.id.strip_prefix("gn")),
            "lat": spot.and_then(|s| s.lat),
            "lon": spot.and_then(|s| s.lon),
            "province": spot.and_then(|s| s.admin1.as_deref()),
            "country_code": spot.map(|s| &s.country),
            "resolution": spot.and_then(|s| resolution(&s.precision)),
        })),
        "dead": least(e, "killed"),
        "injured": least(e, "wounded"),
        "arrested": least(e, "arrested"),
        "language": "ara",
        "publisher": e.outlet,
        "publication_date": e.published,
        "url": e.key,
        "headline": e.title,
        "text": e.sentence,
        "coder": concat!("mizan ", env!("CARGO_PKG_VERSION")),
        "mizan": {
            "story": e.story,
            "origin": e.origin,
            "status": e.status,
            "zone": e.zone,
            "confidence": e.confidence,
            "claimant": e.claimant.as_ref().map(|c| c.id.as_ref().unwrap_or(&c.text)),
            "stance": e.stance,
            "frame": e.frame,
        },
    })
}

/// PLOVER's actor: the first part of the code, then sectors.
fn entity(s: &Side) -> Value {
    let code = s.code.as_deref().unwrap_or("");
    let mut parts = code.split(' ');
    let country = parts.next().filter(|c| !c.is_empty() && *c != "-" && *c != "---");
    json!({
        "entity_text": s.text,
        "identifier_id": s.id,
        "actor_code": country,
        "sector": parts.collect::<Vec<_>>(),
    })
}

/// PLOVER's resolution: 5 below a town, 4 town, 3 district, 2 province, 1 country.
fn resolution(precision: &str) -> Option<u8> {
    Some(match precision {
        "facility" => 5,
        "place" | "near" => 4,
        "admin2" => 3,
        "admin1" => 2,
        "country" => 1,
        _ => return None,
    })
}
