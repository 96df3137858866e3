//! Questions.

use super::shape::{
    ActorDetail, Agreed, EventDetail, Events, Filters, PageDetail, Pages, Paging, Spots,
};
use crate::accounts::{Role, Seen};
use crate::app::App;
use crate::error::{Problem, Web, WebError};
use crate::jobs::Progress;
use crate::pages as shown;
use crate::ui::Ui;
use crate::view::View;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use mizan_archive::export::Network;
use mizan_archive::relate::{Balance, Series, TieLine};
use mizan_archive::review::Queue;
use mizan_archive::{
    ActorRow, Alias, ClaimRow, Correction, EventRow, Hit, Overview, Story, StoryFilter,
};
use mizan_audit::format::Audited;
use mizan_audit::{Lang as AuditLang, Selection};
use mizan_code::Options;
use std::sync::Arc;

type Ask = RawQuery;

fn view(query: &Ask) -> View {
    View::parse(query.0.as_deref())
}

/// What the archive holds: how much, since when, and what wants a look.
#[utoipa::path(get, path = "/api/v1/overview", tag = "archive", responses((status = 200, body = Overview, description = "the counts")))]
pub async fn overview(State(app): State<Arc<App>>) -> Web<Json<Overview>> {
    app.overview().await.map(Json)
}

/// Pages, the latest first.
#[utoipa::path(get, path = "/api/v1/pages", tag = "pages", params(Paging), responses((status = 200, body = Pages, description = "rows")))]
pub async fn pages(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Pages>> {
    let slice = view(&query).slice()?;
    let pages = app.pool.ask(move |a| a.pages(slice)).await?;
    Ok(Json(Pages { pages }))
}

/// One page: its text and its events.
#[utoipa::path(get, path = "/api/v1/pages/{id}", tag = "pages", params(("id" = String, Path, description = "id of a page")), responses((status = 200, body = PageDetail, description = "the page"), (status = 404, body = Problem, description = "no such page")))]
pub async fn page(State(app): State<Arc<App>>, Path(id): Path<String>) -> Web<Json<PageDetail>> {
    let found = app
        .pool
        .ask(move |a| {
            let (opened, _) = a.open_page(&id)?;
            let mut events: Vec<EventRow> = Vec::new();
            for e in opened.record.events.iter().filter(|e| e.shown) {
                events.extend(a.event(&e.id().to_string())?);
            }
            Ok(PageDetail { id: opened.id, key: opened.key, text: opened.text, events })
        })
        .await?;
    Ok(Json(found))
}

/// The record of a page, version 1, as it is read now; without what persons corrected.
#[utoipa::path(get, path = "/api/v1/pages/{id}/record", tag = "pages", params(("id" = String, Path, description = "id of a page")), responses((status = 200, description = "the record, as `mizan read --json` prints it")))]
pub async fn record(State(app): State<Arc<App>>, Path(id): Path<String>) -> Web<Response> {
    let reader = app.reader;
    let json = app
        .pool
        .ask(move |a| {
            let (opened, _) = a.open_page(&id)?;
            let page = a.material(&opened)?.page(reader);
            let record = reader.record(&page, Some(&opened.key), Options::default());
            serde_json::to_vec(&record)
                .map_err(|e| mizan_archive::ArchiveError::Question(e.to_string()))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
}

/// Events that fit.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", params(Filters, Paging), responses((status = 200, body = Events, description = "rows"), (status = 400, body = Problem, description = "a question that names what there is not")))]
pub async fn events(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Events>> {
    let view = view(&query);
    let (filter, slice) = (view.filter()?, view.slice()?);
    let (events, total) = app.pool.ask(move |a| a.events(&filter, slice)).await?;
    Ok(Json(Events { total, events }))
}

/// One event with its record, its claim and its corrections.
#[utoipa::path(get, path = "/api/v1/events/{id}", tag = "events", params(("id" = String, Path, description = "id of an event")), responses((status = 200, body = EventDetail, description = "the event"), (status = 404, body = Problem, description = "no such event")))]
pub async fn event(State(app): State<Arc<App>>, Path(id): Path<String>) -> Web<Json<EventDetail>> {
    let named = id.clone();
    let found = app
        .pool
        .ask(move |a| {
            let Some(row) = a.event(&id)? else { return Ok(None) };
            let (page, id) = a.open_page(&id)?;
            let Some(event) = page.event(id.bits).cloned() else { return Ok(None) };
            let claim = page.record.claim_of(&event).cloned();
            let corrections = page.corrections.into_iter().filter(|c| c.of() == id).collect();
            Ok(Some(EventDetail { row, event, claim, corrections }))
        })
        .await?;
    found.map(Json).ok_or_else(|| WebError::absent(format!("{named}: no such event")))
}

/// Stories that fit, those told by most sources first; `latest=1` by day.
#[utoipa::path(get, path = "/api/v1/stories", tag = "stories", params(Filters, Paging, ("latest" = Option<u8>, Query, description = "1: the latest first"), ("pages" = Option<usize>, Query, description = "told by at least so many pages")), responses((status = 200, body = Vec<Story>, description = "stories")))]
pub async fn stories(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<Story>>> {
    let view = view(&query);
    let (events, slice) = (view.filter()?, view.slice()?);
    let filter = StoryFilter {
        events,
        pages: view.one("pages").parse().unwrap_or(0),
        limit: slice.limit,
        skip: slice.skip,
        latest: view.one("latest") == "1",
    };
    app.pool.ask(move |a| a.stories(&filter)).await.map(Json)
}

/// One story with its reports and rival figures.
#[utoipa::path(get, path = "/api/v1/stories/{id}", tag = "stories", params(("id" = String, Path, description = "id of a story or of one of its events")), responses((status = 200, body = Story, description = "the story"), (status = 404, body = Problem, description = "no such story")))]
pub async fn story(State(app): State<Arc<App>>, Path(id): Path<String>) -> Web<Json<Story>> {
    let named = id.clone();
    let found = app.pool.ask(move |a| a.story(&id)).await?;
    found.map(Json).ok_or_else(|| WebError::absent(format!("{named}: no such story")))
}

/// Claims: who says what, and who denies it.
#[utoipa::path(get, path = "/api/v1/claims", tag = "claims", params(Filters, Paging), responses((status = 200, body = Vec<ClaimRow>, description = "claims")))]
pub async fn claims(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<ClaimRow>>> {
    let view = view(&query);
    let (filter, slice) = (view.filter()?, view.slice()?);
    app.pool.ask(move |a| a.claims(&filter, slice)).await.map(Json)
}

/// Actors, those with most events first.
#[utoipa::path(get, path = "/api/v1/actors", tag = "actors", params(("q" = Option<String>, Query, description = "part of an id, a code or a name"), ("kinds" = Option<u8>, Query, description = "1: also kinds of people"), Paging), responses((status = 200, body = Vec<ActorRow>, description = "actors")))]
pub async fn actors(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<ActorRow>>> {
    let view = view(&query);
    let (like, kinds, rows) = (view.one("q").to_owned(), view.one("kinds") == "1", view.rows());
    let like = Some(like).filter(|l| !l.is_empty());
    app.pool.ask(move |a| a.actors(like.as_deref(), kinds, rows)).await.map(Json)
}

/// One actor with its partners. Kinds of people and private persons have no page.
#[utoipa::path(get, path = "/api/v1/actors/{id}", tag = "actors", params(("id" = String, Path, description = "id of an actor")), responses((status = 200, body = ActorDetail, description = "the actor"), (status = 404, body = Problem, description = "no such actor")))]
pub async fn actor(State(app): State<Arc<App>>, Path(id): Path<String>) -> Web<Json<ActorDetail>> {
    let named = id.clone();
    let found = app.pool.ask(move |a| a.profile(&id, 100)).await?;
    let profile = found
        .ok_or_else(|| WebError::absent(format!("{named}: no actor with a page of its own")))?;
    Ok(Json(ActorDetail { profile }))
}

/// Ties between actors with their evidence.
#[utoipa::path(get, path = "/api/v1/ties", tag = "actors", params(Filters), responses((status = 200, body = Vec<TieLine>, description = "ties")))]
pub async fn ties(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<TieLine>>> {
    let filter = view(&query).filter()?;
    app.pool.ask(move |a| a.ties(&filter)).await.map(Json)
}

/// How two sides act on one another over time; `compare` adds further targets.
#[utoipa::path(get, path = "/api/v1/relations", tag = "relations", params(("a" = String, Query, description = "who acts"), ("b" = String, Query, description = "on whom"), ("both" = Option<u8>, Query, description = "1: also what the second does to the first"), ("compare" = Option<String>, Query, description = "further targets"), ("per" = Option<String>, Query, description = "day, week, month, quarter or year"), ("count" = Option<String>, Query, description = "stories, events or sources"), ("split" = Option<String>, Query, description = "zone, status, claimant, stance, type, quad or outlet"), Filters), responses((status = 200, body = Vec<Series>, description = "a series for each dyad, with intervals and coverage")))]
pub async fn relations(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<Series>>> {
    let asks = shown::series_ask(&view(&query))?;
    if asks.is_empty() {
        return Err(WebError::question("a relation needs two sides: a and b"));
    }
    app.pool.ask(move |a| asks.iter().map(|ask| a.series(ask)).collect()).await.map(Json)
}

/// How one actor stands between rival partners over time, and when that turns.
#[utoipa::path(get, path = "/api/v1/balance", tag = "relations", params(("of" = String, Query, description = "whose balance"), ("between" = String, Query, description = "two partners or more"), ("per" = Option<String>, Query, description = "week, month, quarter or year"), ("count" = Option<String>, Query, description = "stories, events or sources"), Filters), responses((status = 200, body = Balance, description = "steps and turning points")))]
pub async fn balance(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Balance>> {
    let ask = shown::balance_ask(&view(&query))?;
    let ask = ask.ok_or_else(|| WebError::question("a balance needs `of` and `between`"))?;
    app.pool.ask(move |a| a.balance(&ask)).await.map(Json)
}

/// The network of actors: the edges of most stories.
#[utoipa::path(get, path = "/api/v1/network", tag = "relations", params(Filters, ("edges" = Option<usize>, Query, description = "at most so many edges; 300 where nothing is said")), responses((status = 200, body = Network, description = "actors and edges")))]
pub async fn network(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Network>> {
    let view = view(&query);
    let (filter, edges) = (view.filter()?, view.one("edges").parse().unwrap_or(300).min(5_000));
    let name = format!("network {edges} {}", view.narrowing());
    let mut net = app.kept(&name, shown::KEPT, move |a| a.network(&filter, edges)).await?;
    shown::name_kinds(app.reader.knowledge(), &mut net);
    Ok(Json(net))
}

/// Where events happened, each place as exact as the words are.
#[utoipa::path(get, path = "/api/v1/places", tag = "places", params(Filters), responses((status = 200, body = Spots, description = "points, rings and areas")))]
pub async fn places(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Spots>> {
    let view = view(&query);
    let filter = view.filter()?;
    let k = app.reader.knowledge();
    let name = format!("places {}", view.narrowing());
    let (rows, nowhere) =
        app.kept(&name, shown::KEPT, move |a| a.places(&filter, shown::SPOTS)).await?;
    let places = rows.into_iter().map(|r| super::lookup::spot(k, r)).collect();
    Ok(Json(Spots { places, nowhere }))
}

/// Pages by words, whatever their spelling and form.
#[utoipa::path(get, path = "/api/v1/search", tag = "pages", params(("q" = String, Query, description = "words; in quotation marks they must stand together"), Paging), responses((status = 200, body = Vec<Hit>, description = "pages with marked sentences")))]
pub async fn search(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<Hit>>> {
    let view = view(&query);
    let (q, rows, reader) = (view.one("q").to_owned(), view.rows(), app.reader);
    app.pool.ask(move |a| a.search(reader, &q, rows)).await.map(Json)
}

/// A sourced narrative: JSON, or `format=markdown` or `html`.
#[utoipa::path(get, path = "/api/v1/brief", tag = "briefs", params(("id" = Option<String>, Query, description = "a story, a page or an event, in place of filters"), ("in" = Option<String>, Query, description = "ar or en"), ("for" = Option<String>, Query, description = "editor or analyst"), ("calendar" = Option<String>, Query, description = "western, levantine, maghrebi or hijri"), ("words" = Option<usize>, Query, description = "at most about so many"), ("format" = Option<String>, Query, description = "json, markdown or html"), Filters), responses((status = 200, description = "the brief")))]
pub async fn brief(State(app): State<Arc<App>>, ui: Ui, query: Ask) -> Web<Response> {
    let view = view(&query);
    let b = shown::written(&app, &ui, &view).await?;
    let as_file =
        |kind: &'static str, text: String| ([(header::CONTENT_TYPE, kind)], text).into_response();
    Ok(match view.one("format") {
        "markdown" => as_file("text/markdown; charset=utf-8", mizan_brief::markdown(&b)),
        "html" => as_attachment("text/html; charset=utf-8", "brief.html", mizan_brief::html(&b)),
        _ => Json(b).into_response(),
    })
}

/// A document that must not be opened as a page of ours.
fn as_attachment(kind: &'static str, name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, text).into_response()
}

/// The audit of a page: JSON, or `format=sarif` or `html`.
#[utoipa::path(get, path = "/api/v1/audit/{id}", tag = "audit", params(("id" = String, Path, description = "id of a page"), ("format" = Option<String>, Query, description = "json, sarif or html")), responses((status = 200, description = "the findings")))]
pub async fn audit(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
    query: Ask,
) -> Web<Response> {
    let own = app.clone();
    let audited = app.pool.ask(move |a| audited(&own, a, &id)).await?;
    let lang = Some(if ui.code_lang() == "ar" { AuditLang::Ar } else { AuditLang::En });
    let pages = std::slice::from_ref(&audited);
    let k = app.reader.knowledge();
    Ok(match view(&query).one("format") {
        "sarif" => Json(mizan_audit::format::sarif(pages, k, env!("CARGO_PKG_VERSION"), lang))
            .into_response(),
        "html" => as_attachment(
            "text/html; charset=utf-8",
            "audit.html",
            mizan_audit::format::html(pages, lang),
        ),
        _ => Json(mizan_audit::format::json(pages)).into_response(),
    })
}

fn audited(
    app: &App,
    a: &mizan_archive::Archive,
    id: &str,
) -> Result<Audited, mizan_archive::ArchiveError> {
    let (opened, _) = a.open_page(id)?;
    let page = a.material(&opened)?.page(app.reader);
    let record = app.reader.record(&page, Some(&opened.key), Options::default());
    let findings = app.auditor.audit(&page, &record, &Selection::default());
    let name = format!("{} {}", opened.id, opened.key);
    Ok(Audited::new(name, &page, &record, None, findings))
}

/// The table of codes, by kind.
#[utoipa::path(get, path = "/api/v1/codebook", tag = "codebook", responses((status = 200, description = "codes with their Arabic and English names, and the frames of each type with examples")))]
pub async fn codebook(ui: Ui) -> Json<serde_json::Value> {
    let mut out = serde_json::Map::new();
    for (kind, rows) in shown::code_rows(&ui) {
        out.insert(kind, serde_json::to_value(rows).unwrap_or_default());
    }
    let types = ui.event_types().map(|t| t.code.as_str());
    let frames: Vec<_> = types.flat_map(shown::frames).collect();
    out.insert("frames".to_owned(), serde_json::to_value(frames).unwrap_or_default());
    Json(serde_json::Value::Object(out))
}

/// Just this view as a file.
#[utoipa::path(get, path = "/api/v1/export", tag = "events", params(("format" = String, Query, description = "csv, json, plover, acled, geojson, gexf, graphml or gold"), Filters), responses((status = 200, description = "the file")))]
pub async fn export(State(app): State<Arc<App>>, query: Ask) -> Web<Response> {
    shown::exported(&app, &view(&query)).await
}

/// Corrections, the latest first; of one person with `who`.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "review", params(("who" = Option<String>, Query, description = "of one person"), Paging), responses((status = 200, body = Vec<Correction>, description = "corrections, also those undone")))]
pub async fn corrections(State(app): State<Arc<App>>, query: Ask) -> Web<Json<Vec<Correction>>> {
    let view = view(&query);
    let slice = view.slice()?;
    let who = Some(view.one("who").to_owned()).filter(|w| !w.is_empty());
    app.pool.ask(move |a| a.corrections(who.as_deref(), slice.limit, slice.skip)).await.map(Json)
}

/// Queues of events that several code.
#[utoipa::path(get, path = "/api/v1/queues", tag = "review", responses((status = 200, body = Vec<Queue>, description = "queues")))]
pub async fn queues(State(app): State<Arc<App>>) -> Web<Json<Vec<Queue>>> {
    app.pool.ask(|a| a.queues()).await.map(Json)
}

/// One queue.
#[utoipa::path(get, path = "/api/v1/queues/{name}", tag = "review", params(("name" = String, Path, description = "its name")), responses((status = 200, body = Queue, description = "how far it has come")))]
pub async fn queue(State(app): State<Arc<App>>, Path(name): Path<String>) -> Web<Json<Queue>> {
    app.pool.ask(move |a| a.queue(&name)).await.map(Json)
}

/// How far the coders of a queue agree: Cohen's kappa and Krippendorff's alpha. Editors only: who codes is blind.
#[utoipa::path(get, path = "/api/v1/queues/{name}/agreement", tag = "review", params(("name" = String, Path, description = "its name")), responses((status = 200, body = Agreed, description = "agreement on verdict, type, mode and status")))]
pub async fn agreement(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
) -> Web<Json<Agreed>> {
    ui.who.need(Role::Editor)?;
    let found = app
        .pool
        .ask(move |a| Ok(Agreed { queue: a.queue(&name)?, agreement: a.agreement(&name)? }))
        .await?;
    Ok(Json(found))
}

/// Names given by hand.
#[utoipa::path(get, path = "/api/v1/aliases", tag = "actors", responses((status = 200, body = Vec<Alias>, description = "names, also those undone")))]
pub async fn aliases(State(app): State<Arc<App>>) -> Web<Json<Vec<Alias>>> {
    app.pool.ask(|a| a.aliases()).await.map(Json)
}

/// How far reading has come.
#[utoipa::path(get, path = "/api/v1/jobs/{job}", tag = "pages", params(("job" = u64, Path, description = "number of a job")), responses((status = 200, body = Progress, description = "progress"), (status = 404, body = Problem, description = "no such job")))]
pub async fn job(State(app): State<Arc<App>>, Path(job): Path<u64>) -> Web<Json<Progress>> {
    app.jobs.get(job).map(Json).ok_or_else(|| WebError::absent(format!("job {job}")))
}

/// The trail of changes, sign-ins and exports. Editors only.
#[utoipa::path(get, path = "/api/v1/trail", tag = "review", params(Paging), responses((status = 200, body = Vec<Seen>, description = "lines, the latest first")))]
pub async fn trail(State(app): State<Arc<App>>, ui: Ui, query: Ask) -> Web<Json<Vec<Seen>>> {
    ui.who.need(Role::Editor)?;
    let slice = view(&query).slice()?;
    let rows = app.accounts.trail(slice.limit, slice.skip);
    rows.map(Json).map_err(|e| {
        WebError::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "store", e.to_string())
    })
}
