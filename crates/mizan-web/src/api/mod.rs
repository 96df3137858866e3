//! The JSON interface, version 1: all that the pages show and do, described after OpenAPI 3.1.

mod change;
mod lookup;
mod read;
mod shape;

use crate::app::App;
use crate::error::Web;
use crate::guard::FILE;
use crate::pages::render;
use crate::ui::Ui;
use askama::Template;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mizan",
        version = "1",
        description = "News as evidence: events, claims, stories and relations, each open to the sentences it was \
            counted from. Ids are stable: the same page gives the same ids in every archive. Changes ask for the \
            token of a session in `x-mizan-csrf`, or for `Authorization: Bearer TOKEN`."
    ),
    paths(
        read::overview,
        read::pages,
        read::page,
        read::record,
        read::events,
        read::event,
        read::stories,
        read::story,
        read::claims,
        read::actors,
        read::actor,
        read::ties,
        read::relations,
        read::balance,
        read::network,
        read::places,
        read::search,
        read::brief,
        read::audit,
        read::codebook,
        read::export,
        read::corrections,
        read::queues,
        read::queue,
        read::agreement,
        read::aliases,
        read::job,
        read::trail,
        lookup::actors,
        lookup::places,
        change::read_text,
        change::correct,
        change::add_event,
        change::undo,
        change::rule,
        change::unrule,
        change::name,
        change::unname,
        change::make_queue,
        change::next,
        change::judge,
        change::withdraw,
        change::settle,
    ),
    components(schemas(crate::error::Problem))
)]
struct Description;

/// The description of the interface.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(description())
}

/// The routes of the interface.
pub fn routes() -> Router<Arc<App>> {
    let v1 = Router::new()
        .route("/overview", get(read::overview))
        .route("/pages", get(read::pages))
        .route("/pages/{id}", get(read::page))
        .route("/pages/{id}/record", get(read::record))
        .route("/pages/{id}/events", post(change::add_event))
        .route("/events", get(read::events))
        .route("/events/{id}", get(read::event))
        .route("/events/{id}/corrections", post(change::correct))
        .route("/corrections", get(read::corrections))
        .route("/corrections/{number}/undo", post(change::undo))
        .route("/stories", get(read::stories))
        .route("/stories/{id}", get(read::story))
        .route("/rulings", post(change::rule))
        .route("/rulings/{number}/undo", post(change::unrule))
        .route("/claims", get(read::claims))
        .route("/actors", get(read::actors))
        .route("/actors/{id}", get(read::actor))
        .route("/aliases", get(read::aliases).post(change::name))
        .route("/aliases/{number}/undo", post(change::unname))
        .route("/ties", get(read::ties))
        .route("/relations", get(read::relations))
        .route("/balance", get(read::balance))
        .route("/network", get(read::network))
        .route("/places", get(read::places))
        .route("/search", get(read::search))
        .route("/brief", get(read::brief))
        .route("/audit/{id}", get(read::audit))
        .route("/codebook", get(read::codebook))
        .route("/export", get(read::export))
        .route("/queues", get(read::queues).post(change::make_queue))
        .route("/queues/{name}", get(read::queue))
        .route("/queues/{name}/agreement", get(read::agreement))
        .route("/queues/{name}/next", get(change::next))
        .route("/queues/{name}/judgements", post(change::judge))
        .route("/queues/{name}/withdraw", post(change::withdraw))
        .route("/queues/{name}/settle", post(change::settle))
        .route("/lookup/actors", get(lookup::actors))
        .route("/lookup/places", get(lookup::places))
        .route("/read", post(change::read_text).layer(DefaultBodyLimit::max(FILE)))
        .route("/jobs/{job}", get(read::job))
        .route("/trail", get(read::trail));
    Router::new()
        .route("/api", get(page))
        .route("/api/openapi.json", get(openapi))
        .nest("/api/v1", v1)
}

/// One way to ask, as the page of the interface shows it.
struct Endpoint {
    method: String,
    path: String,
    summary: String,
    description: String,
    /// Name, where it stands, and what it is.
    parameters: Vec<(String, String, String)>,
    body: String,
    answers: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    ui: Ui,
    groups: Vec<(String, Vec<Endpoint>)>,
}

async fn page(ui: Ui) -> Web<Response> {
    let value = serde_json::to_value(description()).unwrap_or_default();
    render(&ApiPage { ui, groups: groups(&value) }).map(IntoResponse::into_response)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The description's paths, by their first tag.
fn groups(api: &Value) -> Vec<(String, Vec<Endpoint>)> {
    let mut out: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
    for (path, methods) in api["paths"].as_object().into_iter().flatten() {
        for (method, what) in methods.as_object().into_iter().flatten() {
            let tag = text(&what["tags"][0]);
            out.entry(tag).or_default().push(endpoint(path, method, what));
        }
    }
    out.into_iter().collect()
}

fn endpoint(path: &str, method: &str, what: &Value) -> Endpoint {
    let parameters = what["parameters"].as_array().into_iter().flatten();
    let answers = what["responses"].as_object().into_iter().flatten();
    let body = &what["requestBody"]["content"];
    let schema = body.as_object().and_then(|b| b.values().next()).map(|c| &c["schema"]);
    Endpoint {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&what["summary"]),
        description: text(&what["description"]),
        parameters: parameters
            .map(|p| (text(&p["name"]), text(&p["in"]), text(&p["description"])))
            .collect(),
        body: schema.map(shape_name).unwrap_or_default(),
        answers: answers.map(|(code, a)| (code.clone(), text(&a["description"]))).collect(),
    }
}

fn shape_name(schema: &Value) -> String {
    let named = text(&schema["$ref"]);
    named
        .rsplit('/')
        .next()
        .filter(|n| !n.is_empty())
        .map_or_else(|| text(&schema["type"]), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_described_and_every_reference_leads_somewhere() {
        let api = serde_json::to_value(description()).expect("JSON");
        let paths = api["paths"].as_object().expect("paths");
        let own = include_str!("mod.rs");
        for line in own.lines().filter(|l| l.trim().starts_with(".route(\"/")) {
            let path = line.split('"').nth(1).unwrap_or_default();
            if !path.starts_with("/api") {
                assert!(paths.contains_key(&format!("/api/v1{path}")), "{path} is not described");
            }
        }
        assert!(paths.len() > 35, "{}", paths.len());
        let schemas = api["components"]["schemas"].as_object().expect("schemas");
        let text = api.to_string();
        for named in text.split("#/components/schemas/").skip(1) {
            let name = named.split('"').next().unwrap_or_default();
            assert!(schemas.contains_key(name), "{name} is referred to and not described");
        }
    }

    #[test]
    fn the_page_of_the_interface_says_what_each_takes() {
        let api = serde_json::to_value(description()).expect("JSON");
        let all: Vec<Endpoint> = groups(&api).into_iter().flat_map(|g| g.1).collect();
        assert!(all.iter().all(|e| !e.summary.is_empty()), "every way to ask has a summary");
        let events = all.iter().find(|e| e.path == "/api/v1/events").expect("events");
        assert!(events.parameters.iter().any(|p| p.0 == "type" && !p.2.is_empty()));
    }
}
