//! One actor across the archive: under which codes it stands, with whom it acts, and since when.

use crate::archive::Archive;
use crate::ask::Filter;
use crate::error::ArchiveError;
use crate::list::{ActorRow, actor_row};
use rusqlite::params;
use serde::Serialize;
use std::collections::BTreeMap;

/// An actor with its partners. Kinds of people and officers known by title alone have no profile.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Profile {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    pub kind: String,
    /// One row for each code that it stood under.
    pub codes: Vec<ActorRow>,
    /// Those it acts on or is acted on by, in stories, most first.
    pub partners: Vec<Partner>,
}

/// What passes between an actor and another.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Partner {
    pub id: String,
    pub name_ar: String,
    pub name_en: String,
    /// Stories in which it acts on the other, and the other on it.
    pub acts: i64,
    pub acted_on: i64,
    /// By quad class 1–4, both ways.
    pub quads: [i64; 4],
}

impl Archive {
    /// The profile of an actor by its id; none where it is in no page, or is a kind of people and not an actor.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn profile(&self, id: &str, partners: usize) -> Result<Option<Profile>, ArchiveError> {
        if ["kind:", "office:", "name:"].iter().any(|p| id.starts_with(p)) {
            return Ok(None);
        }
        let codes: Vec<ActorRow> = self.ask(|db| {
            let sql = "SELECT a.key, a.code, a.name_ar, a.name_en, a.kind,
                (SELECT count(DISTINCT event) FROM dyad WHERE source = a.id AND shown = 1),
                (SELECT count(DISTINCT event) FROM dyad WHERE target = a.id AND shown = 1),
                (SELECT min(day) FROM dyad WHERE (source = a.id OR target = a.id) AND shown = 1),
                (SELECT max(day) FROM dyad WHERE (source = a.id OR target = a.id) AND shown = 1)
                FROM actor a WHERE a.key = ?1 ORDER BY a.code";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(params![id], actor_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let Some(first) = codes.first().cloned() else { return Ok(None) };
        let partners = self.partners(id, partners)?;
        Ok(Some(Profile {
            id: first.id,
            name_ar: first.name_ar,
            name_en: first.name_en,
            kind: first.kind,
            codes,
            partners,
        }))
    }

    fn partners(&self, id: &str, limit: usize) -> Result<Vec<Partner>, ArchiveError> {
        let filter = Filter { actor: vec![id.to_owned()], ..Filter::default() };
        let network = self.network(&filter, usize::MAX)?;
        let mut by: BTreeMap<&str, Partner> = BTreeMap::new();
        for e in &network.edges {
            let acts = e.source == id;
            let other = if acts { &e.target } else { &e.source };
            let partner = by.entry(other).or_default();
            if acts {
                partner.acts += e.stories;
            } else {
                partner.acted_on += e.stories;
            }
            partner.quads.iter_mut().zip(e.quads).for_each(|(sum, n)| *sum += n);
        }
        let mut out: Vec<Partner> = by
            .into_iter()
            .filter(|(key, _)| !key.starts_with("kind:"))
            .map(|(key, p)| {
                let node = network.nodes.get(key);
                Partner {
                    id: key.to_owned(),
                    name_ar: node.map(|n| n.name_ar.clone()).unwrap_or_default(),
                    name_en: node.map(|n| n.name_en.clone()).unwrap_or_default(),
                    ..p
                }
            })
            .collect();
        out.sort_by_key(|p| std::cmp::Reverse(p.acts + p.acted_on));
        out.truncate(limit);
        Ok(out)
    }
}
