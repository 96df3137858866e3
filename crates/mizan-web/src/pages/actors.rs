//! Actors: the list, one actor with its roles and ties, and names given by hand.

use super::{back, render};
use crate::accounts::Role;
use crate::app::{App, now};
use crate::error::{Web, WebError};
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use mizan_archive::relate::TieLine;
use mizan_archive::{ActorRow, Alias, EventRow, Filter, Named, Profile, Slice, Sort};
use mizan_data::Knowledge;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "actors.html")]
struct ActorsPage {
    ui: Ui,
    view: View,
    rows: Vec<ActorRow>,
}

pub async fn actors(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let (like, kinds, rows) =
        (view.one("q").to_owned(), view.one("kinds") == "1", view.rows().max(100));
    let like = Some(like).filter(|l| !l.is_empty());
    let name = format!("actors {kinds} {rows} {}", like.as_deref().unwrap_or_default());
    let rows = app
        .kept(&name, std::time::Duration::from_secs(20), move |a| {
            a.actors(like.as_deref(), kinds, rows)
        })
        .await?;
    render(&ActorsPage { ui, view, rows })
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    ui: Ui,
    p: Profile,
    /// Codes of the tables with the years in which they hold.
    roles: Vec<(String, String)>,
    ties: Vec<TieLine>,
    names: HashMap<String, (String, String)>,
    events: Vec<EventRow>,
}

const PARTNERS: usize = 40;
const EVENTS: usize = 12;
const TIES: usize = 60;

pub async fn actor(State(app): State<Arc<App>>, ui: Ui, Path(id): Path<String>) -> Web<Response> {
    let wanted = id.clone();
    let found = app
        .pool
        .ask(move |a| {
            let Some(p) = a.profile(&wanted, PARTNERS)? else { return Ok(None) };
            let filter = Filter { actor: vec![p.id.clone()], ..Filter::default() };
            let mut ties = a.ties(&filter)?;
            ties.truncate(TIES);
            let slice = Slice { limit: EVENTS, skip: 0, sort: Sort::Latest };
            let (events, _) = a.events(&filter, slice)?;
            let names = a.actor_names()?.into_iter().collect();
            Ok(Some((p, ties, events, names)))
        })
        .await?;
    let missing = || {
        WebError::absent(format!(
            "{id}: no actor with a page of its own; kinds of people and private persons have none"
        ))
    };
    let (p, ties, events, names) = found.ok_or_else(missing)?;
    let roles = roles(ui.k, &p.id);
    render(&ActorPage { ui, p, roles, ties, names, events })
}

/// The dated roles that the tables give an actor.
fn roles(k: &Knowledge, id: &str) -> Vec<(String, String)> {
    let found = k.tables.actors.iter().find(|a| a.id == id);
    let when = |d: Option<u32>| d.map(date).unwrap_or_default();
    let roles = found.into_iter().flat_map(|a| &a.roles);
    roles
        .map(|r| {
            let span = match (r.from, r.to) {
                (None, None) => String::new(),
                (from, to) => format!("{} … {}", when(from), when(to)),
            };
            (r.code.clone(), span)
        })
        .collect()
}

/// A day as the tables hold it: 20240131.
fn date(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

#[derive(Template)]
#[template(path = "names.html")]
struct NamesPage {
    ui: Ui,
    words: String,
    rows: Vec<Alias>,
}

pub async fn names(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    let rows = app.pool.ask(|a| a.aliases()).await?;
    let words = View::parse(query.as_deref()).one("words").to_owned();
    render(&NamesPage { ui, words, rows })
}

#[derive(Deserialize)]
pub struct NameForm {
    words: String,
    id: String,
    code: String,
    kind: String,
    name_ar: String,
    name_en: String,
    back: Option<String>,
}

pub async fn name(
    State(app): State<Arc<App>>,
    ui: Ui,
    Form(form): Form<NameForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    let named = Named {
        id: form.id.trim().to_owned(),
        code: form.code.trim().to_uppercase(),
        name_ar: form.name_ar.trim().to_owned(),
        name_en: form.name_en.trim().to_owned(),
        kind: form.kind,
    };
    add_name(&app, form.words, named, ui.who.name).await?;
    Ok(back(form.back.as_deref(), "/names").into_response())
}

/// Names an actor, and gathers what that changed.
pub async fn add_name(
    app: &Arc<App>,
    words: String,
    named: Named,
    who: String,
) -> Web<(i64, usize)> {
    super::change(app, move |a| a.name_actor(&words, &named, &who, &now())).await
}

#[derive(Deserialize)]
pub struct UndoForm {
    pub back: Option<String>,
}

pub async fn unname(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(number): Path<i64>,
    Form(form): Form<UndoForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    remove_name(&app, number).await?;
    Ok(back(form.back.as_deref(), "/names").into_response())
}

/// Takes a name back, and gathers what that changed.
pub async fn remove_name(app: &Arc<App>, number: i64) -> Web<usize> {
    super::change(app, move |a| a.unname(number, &now())).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizan_archive::day;

    #[test]
    fn days_of_the_tables() {
        assert_eq!(date(20_240_131), "2024-01-31");
        assert!(day::parse(&date(20_240_131)).is_some());
    }
}
