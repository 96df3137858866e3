//! Actors and places of the tables by the beginnings of their names, and where places are drawn.

use super::shape::{Entry, Spot};
use crate::app::App;
use crate::error::Web;
use crate::view::View;
use axum::Json;
use axum::extract::{RawQuery, State};
use mizan_archive::PlaceRow;
use mizan_data::Knowledge;
use mizan_data::fold::fold;
use mizan_data::model::Place;
use std::sync::Arc;

/// Entries of one answer.
const MOST: usize = 12;

/// How well a name fits what was typed: whole, by its beginning, by the beginning of a word, or somewhere.
fn fit(wanted: &str, names: &[&str]) -> Option<u8> {
    let one = |name: &str| {
        let name = fold(name).to_lowercase();
        if name == wanted {
            Some(0)
        } else if name.starts_with(wanted) {
            Some(1)
        } else if name.split([' ', '-']).any(|w| w.starts_with(wanted)) {
            Some(2)
        } else {
            name.contains(wanted).then_some(3)
        }
    };
    names.iter().filter_map(|n| one(n)).min()
}

fn best(mut found: Vec<(u8, u32, Entry)>) -> Vec<Entry> {
    found.sort_by(|a, b| {
        (a.0, std::cmp::Reverse(a.1), &a.2.id).cmp(&(b.0, std::cmp::Reverse(b.1), &b.2.id))
    });
    found.truncate(MOST);
    found.into_iter().map(|f| f.2).collect()
}

/// Actors of the tables, and those named by hand, by their names.
#[utoipa::path(get, path = "/api/v1/lookup/actors", tag = "actors", params(("q" = String, Query, description = "the beginning of a name, an id or a code")), responses((status = 200, body = Vec<Entry>, description = "at most twelve, the best first")))]
pub async fn actors(State(app): State<Arc<App>>, query: RawQuery) -> Web<Json<Vec<Entry>>> {
    let wanted = fold(View::parse(query.0.as_deref()).one("q")).to_lowercase();
    if wanted.is_empty() {
        return Ok(Json(Vec::new()));
    }
    let aliases = app.pool.ask(|a| a.aliases()).await?;
    let tables = &app.reader.knowledge().tables;
    let mut found = Vec::new();
    for a in &tables.actors {
        let code = a.roles.last().map_or("", |r| r.code.as_str());
        if let Some(rank) = fit(&wanted, &[&a.name_ar, &a.name_en, &a.id, code]) {
            found.push((rank, 1, actor(&a.id, &a.name_ar, &a.name_en, code, &a.kind)));
        }
    }
    for s in &tables.states {
        if let Some(rank) = fit(&wanted, &[&s.name_ar, &s.name_en, &s.iso3]) {
            // A state that acts is its government.
            let (id, code) = (format!("{}-gov", s.iso2.to_lowercase()), format!("{} GOV", s.iso3));
            found.push((rank, 2, actor(&id, &s.name_ar, &s.name_en, &code, "state")));
        }
    }
    for a in aliases.iter().filter(|a| a.undone.is_none()) {
        let who = &a.actor;
        if let Some(rank) = fit(&wanted, &[&who.name_ar, &who.name_en, &who.id, &a.words]) {
            found.push((rank, 3, actor(&who.id, &who.name_ar, &who.name_en, &who.code, &who.kind)));
        }
    }
    found.dedup_by(|a, b| a.2.id == b.2.id);
    Ok(Json(best(found)))
}

fn actor(id: &str, ar: &str, en: &str, code: &str, kind: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        name_ar: ar.to_owned(),
        name_en: en.to_owned(),
        code: code.to_owned(),
        kind: kind.to_owned(),
        country: None,
        admin1: None,
        lat: None,
        lon: None,
        precision: None,
    }
}

/// Places of the gazetteer by their names, the larger first.
#[utoipa::path(get, path = "/api/v1/lookup/places", tag = "places", params(("q" = String, Query, description = "the beginning of a name")), responses((status = 200, body = Vec<Entry>, description = "at most twelve, the best first")))]
pub async fn places(State(app): State<Arc<App>>, query: RawQuery) -> Web<Json<Vec<Entry>>> {
    let wanted = fold(View::parse(query.0.as_deref()).one("q")).to_lowercase();
    if wanted.is_empty() {
        return Ok(Json(Vec::new()));
    }
    let k = app.reader.knowledge();
    let fits = |p: &Place| {
        fit(&wanted, &[&p.name_ar, &p.name_en]).map(|rank| (rank, p.population, place(p)))
    };
    let mut found: Vec<_> = k.tables.places.iter().filter_map(fits).collect();
    for s in &k.tables.states {
        if let Some(rank) = fit(&wanted, &[&s.name_ar, &s.name_en]) {
            let entry = Entry {
                code: s.iso2.clone(),
                country: Some(s.iso2.clone()),
                precision: Some("country".to_owned()),
                ..actor(&s.iso2, &s.name_ar, &s.name_en, "", "country")
            };
            found.push((rank, u32::MAX, entry));
        }
    }
    Ok(Json(best(found)))
}

fn place(p: &Place) -> Entry {
    let precision = precision(&p.kind);
    // Only a town has a point; a division's middle is no place where anything happened.
    let town = precision == "place";
    Entry {
        code: p.country.clone(),
        country: Some(p.country.clone()),
        admin1: p.admin1.clone(),
        lat: p.lat.filter(|_| town),
        lon: p.lon.filter(|_| town),
        precision: Some(precision.to_owned()),
        ..actor(&p.id, &p.name_ar, &p.name_en, "", &p.kind)
    }
}

/// How exact a place of the gazetteer is, by its kind, in the record's words.
fn precision(kind: &str) -> &'static str {
    match kind {
        "governorate" => "admin1",
        "district" | "subdistrict" => "admin2",
        "region" | "water" => "region",
        "facility" => "facility",
        _ => "place",
    }
}

/// Kilometres within which «near» a town is drawn.
const NEAR: f64 = 20.0;
/// Kilometres around the middle of a division no town of which the gazetteer knows.
const DIVISION: f64 = 40.0;

/// Where a place is drawn: a named town as a point, a division or what is near a town as a ring, the rest as the area
/// of its country. Nothing less exact than the words becomes a point.
pub fn spot(k: &Knowledge, row: PlaceRow) -> Spot {
    if let ("place", Some(lat), Some(lon)) = (row.precision.as_str(), row.lat, row.lon) {
        return Spot { row, shape: "point", centre: Some([lon, lat]), radius: None };
    }
    let known = k.tables.places.iter().find(|p| p.id == row.id);
    let middle = known.and_then(|p| Some([f64::from(p.lon?), f64::from(p.lat?)]));
    match (row.precision.as_str(), middle) {
        ("near" | "facility", Some(centre)) => {
            Spot { row, shape: "ring", centre: Some(centre), radius: Some(NEAR) }
        }
        ("admin1" | "admin2" | "region", Some(centre)) => {
            let radius = reach(k, &row.id, centre).max(DIVISION);
            Spot { row, shape: "ring", centre: Some(centre), radius: Some(radius) }
        }
        _ => Spot { row, shape: "area", centre: None, radius: None },
    }
}

/// How far the towns of a division lie from its middle, in kilometres.
fn reach(k: &Knowledge, id: &str, centre: [f64; 2]) -> f64 {
    let towns = k.tables.places.iter().filter(|p| p.admin1.as_deref() == Some(id));
    let far = towns.filter_map(|p| Some(distance(centre, [f64::from(p.lon?), f64::from(p.lat?)])));
    far.fold(0.0, f64::max).min(400.0)
}

/// The distance of two points on a sphere, in kilometres (the haversine formula; Sinnott 1984, "Virtues of the
/// Haversine", Sky and Telescope 68:159).
fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [from, to] = [a, b].map(|p| [p[0].to_radians(), p[1].to_radians()]);
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(to[1] - from[1]) + from[1].cos() * to[1].cos() * half(to[0] - from[0]);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_by_their_beginnings_first() {
        assert_eq!(fit("حلب", &["حلب"]), Some(0));
        assert_eq!(fit("حل", &["حلب"]), Some(1));
        assert_eq!(fit("جيش", &["الجيش", "وزارة جيش"]), Some(2));
        assert_eq!(fit("لب", &["حلب"]), Some(3));
        assert_eq!(fit("دمشق", &["حلب"]), None);
    }

    #[test]
    fn damascus_to_aleppo_is_about_300_kilometres() {
        let km = distance([36.29, 33.51], [37.16, 36.2]);
        assert!((km - 309.0).abs() < 5.0, "{km}");
    }
}
