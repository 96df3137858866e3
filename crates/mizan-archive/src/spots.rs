//! Where events happened: places with what was counted there, each with how exact the words are.

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use rusqlite::params_from_iter;
use serde::Serialize;

/// A place with its counts of stories.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct PlaceRow {
    /// The gazetteer's id; with how exact the words are it names the row.
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub country: String,
    pub admin1: Option<String>,
    /// Only a named town has a point.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// place, near, region, border, facility, admin1, admin2 or country.
    pub precision: String,
    pub stories: i64,
    pub events: i64,
    /// Stories by quad class 1–4.
    pub quads: [i64; 4],
}

impl Archive {
    /// Places of events that fit, those of most stories first, and how many events name no place.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn places(
        &self,
        filter: &Filter,
        limit: usize,
    ) -> Result<(Vec<PlaceRow>, i64), ArchiveError> {
        self.ask(|db| {
            let (sql, values) = filter.events(db)?;
            let quads: Vec<String> = (1..=4)
                .map(|q| format!("count(DISTINCT CASE WHEN e.quad = {q} THEN e.story END)"))
                .collect();
            let grouped = format!(
                "SELECT p.key, p.name_ar, p.name_en, p.country, p.admin1, p.lat, p.lon, p.precision,
                   count(DISTINCT e.story) AS stories, count(*), {}
                 FROM ({sql}) x JOIN event e ON e.id = x.id JOIN place p ON p.id = e.place
                 GROUP BY p.id ORDER BY stories DESC, p.key LIMIT {limit}",
                quads.join(", ")
            );
            let mut statement = db.prepare(&grouped)?;
            let rows = statement.query_map(params_from_iter(values.iter()), |r| {
                let key: String = r.get(0)?;
                Ok(PlaceRow {
                    id: key.rsplit_once('/').map_or(key.as_str(), |k| k.0).to_owned(),
                    name_ar: r.get(1)?,
                    name_en: r.get(2)?,
                    country: r.get(3)?,
                    admin1: r.get(4)?,
                    lat: r.get(5)?,
                    lon: r.get(6)?,
                    precision: r.get(7)?,
                    stories: r.get(8)?,
                    events: r.get(9)?,
                    quads: [r.get(10)?, r.get(11)?, r.get(12)?, r.get(13)?],
                })
            })?;
            let places = rows.collect::<Result<_, _>>()?;
            let nowhere = format!(
                "SELECT count(*) FROM ({sql}) x JOIN event e ON e.id = x.id WHERE e.place = 0"
            );
            let nowhere = db.query_row(&nowhere, params_from_iter(values.iter()), |r| r.get(0))?;
            Ok((places, nowhere))
        })
    }
}
