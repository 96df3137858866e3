//! The network of actors: a node an actor, an edge for what one does to another, counted in stories.

use super::broken;
use crate::archive::Archive;
use crate::ask::Filter;
use crate::day::UNDATED;
use crate::error::{ArchiveError, Done};
use crate::rows::shown_day;
use mizan_text::escaped;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// An actor of the network.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Node {
    pub name_en: String,
    pub name_ar: String,
    pub code: String,
    pub kind: String,
}

/// What one actor does to another, counted in stories.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Edge {
    pub source: String,
    pub target: String,
    pub stories: i64,
    /// By quad class 1–4.
    pub quads: [i64; 4],
    /// The mean of PLOVER's scores, −10 to 10.
    pub score: f64,
    pub first: String,
    pub last: String,
}

/// Actors by id, and edges between them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Network {
    pub nodes: BTreeMap<String, Node>,
    pub edges: Vec<Edge>,
    /// Edges of fewer stories that were left out.
    pub left_out: usize,
}

impl Archive {
    /// The network of the events that fit: the `limit` edges of most stories, and their actors.
    ///
    /// # Errors
    /// On a question that names what there is not.
    pub fn network(&self, filter: &Filter, limit: usize) -> Result<Network, ArchiveError> {
        let mut out = network(self, filter)?;
        out.left_out = out.edges.len().saturating_sub(limit);
        out.edges.sort_by(|a, b| {
            (b.stories, &a.source, &a.target).cmp(&(a.stories, &b.source, &b.target))
        });
        out.edges.truncate(limit);
        let kept: BTreeSet<&String> =
            out.edges.iter().flat_map(|e| [&e.source, &e.target]).collect();
        out.nodes.retain(|key, _| kept.contains(key));
        Ok(out)
    }
}

fn network(archive: &Archive, filter: &Filter) -> Result<Network, ArchiveError> {
    archive.ask(|db| {
        let edges = edges(db, filter)?;
        let ends: BTreeSet<&String> = edges.iter().flat_map(|e| [&e.source, &e.target]).collect();
        let mut nodes = BTreeMap::new();
        let sql = "SELECT key, name_en, name_ar, code, kind FROM actor ORDER BY key, code";
        let mut statement = db.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(r) = rows.next()? {
            let key: String = r.get(0)?;
            if ends.contains(&key) {
                let node = Node {
                    name_en: r.get(1)?,
                    name_ar: r.get(2)?,
                    code: r.get(3)?,
                    kind: r.get(4)?,
                };
                nodes.entry(key).or_insert(node);
            }
        }
        Ok(Network { nodes, edges, left_out: 0 })
    })
}

/// Edges with a story counted once for each pair. An actor under several codes (dated roles) is one node.
fn edges(db: &Connection, filter: &Filter) -> Done<Vec<Edge>> {
    let conditions = filter.conditions(db)?;
    let mut all = filter.sides(db)?;
    all.push(conditions.text());
    let quads: Vec<String> =
        (1..=4).map(|q| format!("count(DISTINCT CASE WHEN quad = {q} THEN story END)")).collect();
    let sql = format!(
        "SELECT a.key, b.key, count(DISTINCT story), avg(score), min(nullif(day, {UNDATED})), max(nullif(day, {UNDATED})), {}
         FROM (SELECT * FROM dyad WHERE source > 0 AND target > 0 AND {}) d
         JOIN actor a ON a.id = d.source JOIN actor b ON b.id = d.target
         GROUP BY a.key, b.key ORDER BY a.key, b.key",
        quads.join(", "),
        all.join(" AND ")
    );
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(conditions.values.iter()), |r| {
        Ok(Edge {
            source: r.get(0)?,
            target: r.get(1)?,
            stories: r.get(2)?,
            score: r.get(3)?,
            first: shown_day(r.get(4)?),
            last: shown_day(r.get(5)?),
            quads: [r.get(6)?, r.get(7)?, r.get(8)?, r.get(9)?],
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Attributes of an edge, by name, type and value.
fn attributes(e: &Edge) -> [(&'static str, &'static str, String); 8] {
    [
        ("stories", "int", e.stories.to_string()),
        ("verbal_cooperation", "int", e.quads[0].to_string()),
        ("material_cooperation", "int", e.quads[1].to_string()),
        ("verbal_conflict", "int", e.quads[2].to_string()),
        ("material_conflict", "int", e.quads[3].to_string()),
        ("score_mean", "double", format!("{:.3}", e.score)),
        ("first", "string", e.first.clone()),
        ("last", "string", e.last.clone()),
    ]
}

/// GEXF 1.3.
pub(crate) fn gexf(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    let network = network(archive, filter)?;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
         <graph defaultedgetype=\"directed\">\n<attributes class=\"node\">\n",
    );
    for name in ["code", "name_ar", "kind"] {
        text.push_str(&format!("<attribute id=\"{name}\" title=\"{name}\" type=\"string\"/>\n"));
    }
    text.push_str("</attributes>\n<attributes class=\"edge\">\n");
    let types = network.edges.first().map(attributes);
    for (name, kind, _) in types.iter().flatten() {
        let kind = if *kind == "int" { "integer" } else { kind };
        text.push_str(&format!("<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>\n"));
    }
    text.push_str("</attributes>\n<nodes>\n");
    for (key, n) in &network.nodes {
        let label = if n.name_en.is_empty() { key } else { &n.name_en };
        text.push_str(&format!(
            "<node id=\"{}\" label=\"{}\"><attvalues>",
            escaped(key),
            escaped(label)
        ));
        for (name, value) in [("code", &n.code), ("name_ar", &n.name_ar), ("kind", &n.kind)] {
            text.push_str(&format!("<attvalue for=\"{name}\" value=\"{}\"/>", escaped(value)));
        }
        text.push_str("</attvalues></node>\n");
    }
    text.push_str("</nodes>\n<edges>\n");
    for (n, e) in network.edges.iter().enumerate() {
        text.push_str(&format!(
            "<edge id=\"{n}\" source=\"{}\" target=\"{}\" weight=\"{}\"><attvalues>",
            escaped(&e.source),
            escaped(&e.target),
            e.stories
        ));
        for (name, _, value) in attributes(e) {
            text.push_str(&format!("<attvalue for=\"{name}\" value=\"{}\"/>", escaped(&value)));
        }
        text.push_str("</attvalues></edge>\n");
    }
    text.push_str("</edges>\n</graph>\n</gexf>\n");
    out.write_all(text.as_bytes()).map_err(broken)?;
    Ok(network.edges.len() as u64)
}

/// GraphML.
pub(crate) fn graphml(
    archive: &Archive,
    filter: &Filter,
    out: &mut dyn Write,
) -> Result<u64, ArchiveError> {
    let network = network(archive, filter)?;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for name in ["name", "name_ar", "code", "kind"] {
        text.push_str(&format!(
            "<key id=\"{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"string\"/>\n"
        ));
    }
    let types = network.edges.first().map(attributes);
    for (name, kind, _) in types.iter().flatten() {
        text.push_str(&format!(
            "<key id=\"{name}\" for=\"edge\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"
        ));
    }
    text.push_str("<graph edgedefault=\"directed\">\n");
    for (key, n) in &network.nodes {
        text.push_str(&format!("<node id=\"{}\">", escaped(key)));
        for (name, value) in
            [("name", &n.name_en), ("name_ar", &n.name_ar), ("code", &n.code), ("kind", &n.kind)]
        {
            text.push_str(&format!("<data key=\"{name}\">{}</data>", escaped(value)));
        }
        text.push_str("</node>\n");
    }
    for e in &network.edges {
        text.push_str(&format!(
            "<edge source=\"{}\" target=\"{}\">",
            escaped(&e.source),
            escaped(&e.target)
        ));
        for (name, _, value) in attributes(e) {
            text.push_str(&format!("<data key=\"{name}\">{}</data>", escaped(&value)));
        }
        text.push_str("</edge>\n");
    }
    text.push_str("</graph>\n</graphml>\n");
    out.write_all(text.as_bytes()).map_err(broken)?;
    Ok(network.edges.len() as u64)
}
