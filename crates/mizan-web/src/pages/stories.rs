//! Stories by sources and by day, one story with its reports, and the ledger of claims.

use super::articles::absent;
use super::{Choices, back, render};
use crate::accounts::Role;
use crate::app::{App, now};
use crate::error::Web;
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use mizan_archive::{ClaimRow, Ruling, Story, StoryFilter};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "stories.html")]
struct StoriesPage {
    ui: Ui,
    o: Choices,
    view: View,
    rows: Vec<Story>,
    more: bool,
    timeline: bool,
    path: &'static str,
}

async fn listed(app: Arc<App>, ui: Ui, query: Option<String>, timeline: bool) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let (events, slice) = (view.filter()?, view.slice()?);
    let pages = view.one("pages").parse().unwrap_or(0);
    let filter =
        StoryFilter { events, pages, limit: slice.limit + 1, skip: slice.skip, latest: timeline };
    let name = format!("stories {timeline} {}", view.query());
    let mut rows =
        app.kept(&name, std::time::Duration::from_secs(5), move |a| a.stories(&filter)).await?;
    let more = rows.len() > slice.limit;
    rows.truncate(slice.limit);
    let path = if timeline { "/timeline" } else { "/stories" };
    render(&StoriesPage { o: Choices::new(&ui, &view), ui, view, rows, more, timeline, path })
}

pub async fn stories(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    listed(app, ui, query, false).await
}

pub async fn timeline(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    listed(app, ui, query, true).await
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    ui: Ui,
    s: Story,
}

pub async fn story(State(app): State<Arc<App>>, ui: Ui, Path(id): Path<String>) -> Web<Response> {
    let named = id.clone();
    let s = app.pool.ask(move |a| a.story(&id)).await?.ok_or_else(|| absent(&named))?;
    render(&StoryPage { ui, s })
}

#[derive(Deserialize)]
pub struct RuleForm {
    a: String,
    b: String,
    kind: String,
    back: Option<String>,
}

pub async fn rule(
    State(app): State<Arc<App>>,
    ui: Ui,
    Form(form): Form<RuleForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    let ruling = Ruling::named(&form.kind)?;
    let who = ui.who.name;
    app.pool.change(move |a| a.rule(form.a.trim(), form.b.trim(), ruling, &who, &now())).await?;
    app.forget();
    Ok(back(form.back.as_deref(), "/stories").into_response())
}

#[derive(Template)]
#[template(path = "claims.html")]
struct ClaimsPage {
    ui: Ui,
    o: Choices,
    view: View,
    rows: Vec<ClaimRow>,
    rivals: Vec<Story>,
    more: bool,
}

/// Stories with rival figures beside the ledger.
const RIVALS: usize = 5;

pub async fn claims(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let (filter, mut slice) = (view.filter()?, view.slice()?);
    let limit = slice.limit;
    slice.limit += 1;
    let (mut rows, rivals) = app
        .pool
        .ask(move |a| {
            let rows = a.claims(&filter, slice)?;
            Ok((rows, a.rivals(filter.from, RIVALS)?))
        })
        .await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    render(&ClaimsPage { o: Choices::new(&ui, &view), ui, view, rows, rivals, more })
}
