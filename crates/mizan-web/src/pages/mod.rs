//! Pages for people. Each file has the pages of one subject; what templates share is here.

mod account;
mod actors;
mod articles;
mod briefs;
mod codes;
mod events;
mod export;
mod home;
mod queues;
mod relate;
mod review;
mod shown;
mod stories;

pub use shown::*;

pub use actors::{add_name, remove_name};
pub use briefs::written;
pub use codes::{code_rows, frames};
pub use export::exported;
pub use queues::{judge_event, make_queue, settle_event};
pub use relate::{KEPT, SPOTS, balance_ask, name_kinds, series_ask};
pub use review::{change, undo_correction};

use crate::app::App;
use crate::error::{Web, WebError};
use crate::guard::FILE;
use crate::ui::Ui;
use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use std::sync::Arc;

/// Entries of the menu, each with its address.
pub const MENU: &[(&str, &str)] = &[
    ("events", "/events"),
    ("stories", "/stories"),
    ("relations", "/relations"),
    ("network", "/network"),
    ("map", "/map"),
    ("claims", "/claims"),
    ("actors", "/actors"),
    ("review", "/review"),
    ("brief", "/brief"),
    ("codebook", "/codebook"),
];

/// A page of a template.
pub fn render(template: &impl Template) -> Web<Response> {
    let html = template
        .render()
        .map_err(|e| WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", e.to_string()))?;
    Ok(Html(html).into_response())
}

/// A part of a page.
pub fn part(template: &impl Template) -> Web<String> {
    template
        .render()
        .map_err(|e| WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", e.to_string()))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'e> {
    ui: Ui,
    key: String,
    detail: &'e str,
}

/// An error as a page; who must sign in is sent to where they can.
pub fn error_page(ui: Ui, error: &WebError) -> Response {
    if error.key == "login" {
        let back: String = url::form_urlencoded::byte_serialize(ui.here.as_bytes()).collect();
        return Redirect::to(&format!("/login?back={back}")).into_response();
    }
    let page = ErrorPage { ui, key: format!("error.{}", error.key), detail: &error.detail };
    match page.render() {
        Ok(html) => (error.status, Html(html)).into_response(),
        Err(_) => error.status.into_response(),
    }
}

/// Where a form sends back to: a path of ours, else the page given.
pub fn back(asked: Option<&str>, otherwise: &str) -> Redirect {
    let own = |p: &&str| {
        p.starts_with('/') && !p.starts_with("//") && !p.contains(['\\', '\n', '\r', '\t'])
    };
    Redirect::to(asked.filter(own).unwrap_or(otherwise))
}

/// The routes of all pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::home))
        .route("/add", post(home::add).layer(DefaultBodyLimit::max(FILE)))
        .route("/job/{job}", get(home::job))
        .route("/pages", get(articles::pages))
        .route("/page/{id}", get(articles::page))
        .route("/search", get(articles::search))
        .route("/audit/{id}", get(articles::audit))
        .route("/events", get(events::events))
        .route("/event/{id}", get(events::event))
        .route("/event/{id}/card", get(events::card))
        .route("/event/{id}/derivation", get(events::derivation))
        .route("/event/{id}/correct", post(review::correct))
        .route("/correction/{number}/undo", post(review::undo))
        .route("/ruling/{number}/undo", post(review::unrule))
        .route("/export", get(export::export))
        .route("/relations", get(relate::relations))
        .route("/balance", get(relate::balance))
        .route("/network", get(relate::network))
        .route("/map", get(relate::map))
        .route("/stories", get(stories::stories))
        .route("/timeline", get(stories::timeline))
        .route("/story/{id}", get(stories::story))
        .route("/story/rule", post(stories::rule))
        .route("/claims", get(stories::claims))
        .route("/actors", get(actors::actors))
        .route("/actor/{id}", get(actors::actor))
        .route("/names", get(actors::names).post(actors::name))
        .route("/names/{number}/undo", post(actors::unname))
        .route("/review", get(review::review))
        .route("/review/done", get(review::done))
        .route("/review/queues", get(queues::queues).post(queues::make))
        .route("/review/queue/{name}", get(queues::queue))
        .route("/review/queue/{name}/judge", post(queues::judge))
        .route("/review/queue/{name}/withdraw", post(queues::withdraw))
        .route("/review/queue/{name}/settle", get(queues::settling).post(queues::settle))
        .route("/brief", get(briefs::brief))
        .route("/codebook", get(codes::codebook))
        .route("/codebook/{code}", get(codes::code))
        .route("/login", get(account::login).post(account::enter))
        .route("/logout", post(account::leave))
        .route("/account", get(account::account).post(account::change))
        .route("/trail", get(account::trail))
        .route("/lang/{lang}", get(account::lang))
        .route("/texts/{lang}", get(account::texts))
        .route("/about", get(account::about))
        .route("/health", get(|| async { "ok" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sends_back_to_our_own_paths_alone() {
        let to = |asked: &str| {
            let answer = back(Some(asked), "/review").into_response();
            answer.headers()["location"].to_str().expect("an address").to_owned()
        };
        assert_eq!(to("/events?type=ASSAULT"), "/events?type=ASSAULT");
        for foreign in
            ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb"]
        {
            assert_eq!(to(foreign), "/review", "{foreign:?}");
        }
    }
}
