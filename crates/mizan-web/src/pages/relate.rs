//! Relations: curves of dyads, balances, the network, the map.

use super::{Choices, render};
use crate::app::App;
use crate::error::{Web, WebError};
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use mizan_archive::PlaceRow;
use mizan_archive::day::Period;
use mizan_archive::export::Network;
use mizan_archive::relate::{Balance, BalanceAsk, SeriesAsk, Split, Step, Unit};
use mizan_data::Knowledge;
use std::sync::Arc;

/// Kinds of people go by the name of their sector and state, not by the words of one page.
pub fn name_kinds(k: &Knowledge, net: &mut Network) {
    let people = |id: &str| id.starts_with("kind:") || id.starts_with("office:");
    for (_, node) in net.nodes.iter_mut().filter(|(id, _)| people(id)) {
        let (state, sector) = node.code.split_once(' ').unwrap_or(("-", node.code.as_str()));
        let sector = sector.split(' ').next().unwrap_or_default();
        let named = k.tables.codes.iter().find(|c| c.kind == "sector" && c.code == sector);
        let Some(named) = named else { continue };
        let state = k.tables.states.iter().find(|s| s.iso3 == state);
        let of = |name: &str, state: Option<&str>| match state {
            Some(state) => format!("{name} ({state})"),
            None => name.to_owned(),
        };
        node.name_ar = of(&named.ar, state.map(|s| s.name_ar.as_str()));
        node.name_en = of(&named.en, state.map(|s| s.name_en.as_str()));
    }
}

/// Edges that the page and the picture show.
const EDGES: usize = 300;
/// Places that the table shows.
const PLACES: usize = 500;
/// Places that are counted for both.
pub const SPOTS: usize = 2_000;
/// Counts over a whole archive are kept so long.
pub const KEPT: std::time::Duration = std::time::Duration::from_secs(20);
/// Dyads beside the first.
const COMPARED: usize = 5;

fn period(view: &View) -> Web<Period> {
    match view.one("per") {
        "" => Ok(Period::Month),
        name => Period::named(name).ok_or_else(|| {
            WebError::question(format!(
                "«{name}» is no step; there are day, week, month, quarter, year"
            ))
        }),
    }
}

/// The questions of an address about dyads: `a` and `b`, and `a` with each of `compare`. None where no sides are named.
pub fn series_ask(view: &View) -> Web<Vec<SeriesAsk>> {
    let (a, b) = (view.one("a"), view.one("b"));
    if a.is_empty() || b.is_empty() {
        return Ok(Vec::new());
    }
    let unit = unit(view)?;
    let split = match view.one("split") {
        "" => None,
        name => Some(Split::named(name).ok_or_else(|| {
            WebError::question(format!(
                "«{name}» is no split; there are zone, status, claimant, stance, type, quad, outlet"
            ))
        })?),
    };
    let one = |b: &str| -> Web<SeriesAsk> {
        Ok(SeriesAsk {
            a: a.to_owned(),
            b: b.to_owned(),
            both: view.one("both") == "1",
            period: period(view)?,
            unit,
            split,
            filter: view.filter()?,
        })
    };
    let others = view.many("compare");
    std::iter::once(b.to_owned())
        .chain(others.into_iter().take(COMPARED))
        .map(|b| one(&b))
        .collect()
}

/// What an address asks to be counted.
fn unit(view: &View) -> Web<Unit> {
    Ok(match view.one("count") {
        "" | "stories" => Unit::Stories,
        "events" => Unit::Events,
        "sources" => Unit::Sources,
        other => {
            return Err(WebError::question(format!(
                "«{other}» is nothing that is counted; there are stories, events, sources"
            )));
        }
    })
}

/// The question of an address about a balance; none where no sides are named.
pub fn balance_ask(view: &View) -> Web<Option<BalanceAsk>> {
    let (of, between) = (view.one("of"), view.many("between"));
    if of.is_empty() || between.is_empty() {
        return Ok(None);
    }
    Ok(Some(BalanceAsk {
        of: of.to_owned(),
        between,
        period: period(view)?,
        unit: unit(view)?,
        filter: view.filter()?,
    }))
}

#[derive(Template)]
#[template(path = "relations.html")]
struct RelationsPage {
    ui: Ui,
    view: View,
    lines: Vec<(String, Vec<Step>)>,
    /// The query of the events of the first dyad.
    events: String,
}

pub async fn relations(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let asks = series_ask(&view)?;
    let several = asks.len() > 1;
    let lines = app
        .pool
        .ask(move |archive| {
            let mut out = Vec::new();
            for ask in &asks {
                for line in archive.series(ask)?.lines {
                    let dyad = format!("{} → {}", ask.a, ask.b);
                    let name = match (several, line.key.as_str()) {
                        (_, "all") => dyad,
                        (true, key) => format!("{dyad} · {key}"),
                        (false, key) => key.to_owned(),
                    };
                    out.push((name, line.steps));
                }
            }
            Ok(out)
        })
        .await?;
    let events = dyad_query(view.one("a"), view.one("b"), view.one("both") == "1");
    render(&RelationsPage { ui, view, lines, events })
}

/// The query of the events of one side on another.
fn dyad_query(a: &str, b: &str, both: bool) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    if both {
        out.append_pair("pair", &format!("{a}|{b}"));
    } else {
        for (name, value) in [("source", a), ("target", b)] {
            if value != "*" {
                out.append_pair(name, value);
            }
        }
    }
    out.finish()
}

#[derive(Template)]
#[template(path = "balance.html")]
struct BalancePage {
    ui: Ui,
    view: View,
    balance: Option<Balance>,
    dyads: Vec<String>,
}

pub async fn balance(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let balance = match balance_ask(&view)? {
        None => None,
        Some(ask) => Some(app.pool.ask(move |a| a.balance(&ask)).await?),
    };
    let of = view.one("of").to_owned();
    let dyads = view.many("between").iter().map(|b| dyad_query(&of, b, true)).collect();
    render(&BalancePage { ui, view, balance, dyads })
}

#[derive(Template)]
#[template(path = "network.html")]
struct NetworkPage {
    ui: Ui,
    o: Choices,
    view: View,
    net: Network,
    first: String,
    last: String,
}

pub async fn network(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let filter = view.filter()?;
    let name = format!("network {EDGES} {}", view.narrowing());
    let mut net = app.kept(&name, KEPT, move |a| a.network(&filter, EDGES)).await?;
    name_kinds(app.reader.knowledge(), &mut net);
    let days = net.edges.iter().flat_map(|e| [&e.first, &e.last]).filter(|d| d.len() == 10);
    let (first, last) = (days.clone().min().cloned(), days.max().cloned());
    let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
    render(&NetworkPage { o: Choices::new(&ui, &view), ui, view, net, first, last })
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    ui: Ui,
    o: Choices,
    view: View,
    places: Vec<PlaceRow>,
    nowhere: i64,
}

pub async fn map(State(app): State<Arc<App>>, ui: Ui, RawQuery(query): RawQuery) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let filter = view.filter()?;
    let name = format!("places {}", view.narrowing());
    let (mut places, nowhere) = app.kept(&name, KEPT, move |a| a.places(&filter, SPOTS)).await?;
    places.truncate(PLACES);
    render(&MapPage { o: Choices::new(&ui, &view), ui, view, places, nowhere })
}
