//! GeoJSON (RFC 7946): an event a feature. Only a named town has a point; what is less exact has none, and says how
//! exact it is.

use super::broken;
use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use crate::list::EventRow;
use serde_json::{Value, json};
use std::io::Write;

pub(crate) fn write(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[").map_err(broken)?;
    let mut rows = 0;
    archive.each_event(filter, |e| {
        let Some(feature) = feature(&e) else { return Ok(()) };
        let comma: &[u8] = if rows > 0 { b",\n" } else { b"\n" };
        out.write_all(comma).map_err(broken)?;
        rows += 1;
        serde_json::to_writer(&mut *out, &feature).map_err(|e| broken(e.into()))
    })?;
    out.write_all(b"\n]}\n").map_err(broken)?;
    Ok(rows)
}

fn feature(e: &EventRow) -> Option<Value> {
    let place = e.place.as_ref()?;
    let spot = place.place.as_ref();
    let point = spot
        .filter(|s| s.precision == "place")
        .and_then(|s| s.lon.zip(s.lat))
        .map(|(lon, lat)| json!({ "type": "Point", "coordinates": [round(lon), round(lat)] }));
    let names = |all: &[crate::list::Side]| {
        all.iter().map(|s| s.id.clone().unwrap_or_else(|| s.text.clone())).collect::<Vec<_>>()
    };
    Some(json!({
        "type": "Feature",
        "id": e.id,
        "geometry": point,
        "properties": {
            "type": e.event, "mode": e.mode, "day": e.day, "day_to": e.day_to, "status": e.status,
            "zone": e.zone, "sources": names(&e.sources), "targets": names(&e.targets),
            "place": spot.map(|s| &s.name_en), "place_ar": spot.map(|s| &s.name_ar),
            "words": place.text, "country": spot.map(|s| &s.country), "admin1": spot.map(|s| &s.admin1),
            "precision": spot.map(|s| &s.precision), "score": e.score, "confidence": e.confidence,
            "story": e.story, "outlet": e.outlet, "url": e.key, "sentence": e.sentence,
        },
    }))
}

/// As many places as the gazetteers state.
fn round(degrees: f32) -> f64 {
    (f64::from(degrees) * 1e5).round() / 1e5
}
