//! Review: events that want a look one after another, corrections by forms, and what was done.

use super::actors::UndoForm;
use super::events::{Card, card_of};
use super::{back, part, render};
use crate::accounts::Role;
use crate::app::{App, now};
use crate::error::{Web, WebError};
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::Form;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use mizan_archive::{
    Action, Archive, ArchiveError, Correction, Field, Filter, Ruled, Slice, Sort, UNSURE,
};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    ui: Ui,
    view: View,
    id: String,
    page: String,
    title: String,
    outlet: String,
    before: String,
    sentence: String,
    following: String,
    card: Option<String>,
    left: i64,
    /// How many were passed over.
    after: String,
    last_done: Option<i64>,
}

/// The next event that is shown and unsure, after so many passed over.
fn next(
    archive: &Archive,
    filter: &Filter,
    skip: usize,
) -> Result<Option<super::events::Whole>, ArchiveError> {
    let slice = Slice { limit: 1, skip, sort: Sort::Unsure };
    let (rows, _) = archive.events(filter, slice)?;
    match rows.into_iter().next().filter(|r| r.confidence < UNSURE && r.corrected.is_empty()) {
        Some(row) => card_of(archive, &row.id.to_string()),
        None => Ok(None),
    }
}

pub async fn review(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let view = View::parse(query.as_deref());
    let (filter, skip) = (view.filter()?, view.one("after").parse::<usize>().unwrap_or(0));
    let who = ui.who.name.clone();
    let (whole, last_done) = app
        .pool
        .ask(move |a| {
            let last = a.corrections(Some(&who), 1, 0)?.into_iter().next();
            Ok((next(a, &filter, skip)?, last.filter(|c| c.undone.is_none()).map(|c| c.number)))
        })
        .await?;
    let left = (app.overview().await?.unsure - skip as i64).max(0);
    let mut page = ReviewPage {
        ui,
        view,
        id: String::new(),
        page: String::new(),
        title: String::new(),
        outlet: String::new(),
        before: String::new(),
        sentence: String::new(),
        following: String::new(),
        card: None,
        left,
        after: (skip + 1).to_string(),
        last_done,
    };
    if let Some(w) = whole {
        page.id = w.row.id.to_string();
        page.page = w.row.page.to_string();
        page.title.clone_from(&w.row.title);
        page.outlet.clone_from(&w.row.outlet);
        page.before.clone_from(&w.before);
        page.following.clone_from(&w.following);
        page.sentence.clone_from(&w.row.sentence);
        page.card = Some(part(&Card::new(page.ui.clone(), w, true))?);
    }
    render(&page)
}

#[derive(Deserialize)]
pub struct CorrectForm {
    #[serde(rename = "do")]
    what: String,
    #[serde(rename = "type")]
    event: Option<String>,
    mode: Option<String>,
    status: Option<String>,
    back: Option<String>,
}

/// What of a form differs from the event as it stands.
fn actions(a: &Archive, id: &str, form: &CorrectForm) -> Result<Vec<Action>, ArchiveError> {
    match form.what.as_str() {
        "accept" => return Ok(vec![Action::Accept]),
        "reject" => return Ok(vec![Action::Reject]),
        _ => {}
    }
    let Some(row) = a.event(id)? else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    let kind = form.event.clone().filter(|t| *t != row.event);
    let mode =
        form.mode.clone().filter(|m| *m != row.mode.clone().unwrap_or_else(|| "-".to_owned()));
    let status = form.status.clone().filter(|s| *s != row.status);
    out.extend(kind.map(|t| Action::Set(Field::Type, t)));
    out.extend(mode.map(|m| Action::Set(Field::Mode, m)));
    out.extend(status.map(|s| Action::Set(Field::Status, s)));
    Ok(if out.is_empty() { vec![Action::Accept] } else { out })
}

pub async fn correct(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
    Form(form): Form<CorrectForm>,
) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let who = ui.who.name;
    let to = form.back.clone();
    change(&app, move |a| {
        for action in actions(a, &id, &form)? {
            a.correct(&id, &action, &who, &now())?;
        }
        Ok(())
    })
    .await?;
    Ok(back(to.as_deref(), "/review").into_response())
}

/// Changes the archive and gathers what that touched.
pub async fn change<T: Send + 'static>(
    app: &Arc<App>,
    work: impl FnOnce(&mut Archive) -> Result<T, ArchiveError> + Send + 'static,
) -> Web<T> {
    let reader = app.reader;
    let done = app
        .pool
        .change(move |a| {
            let done = work(a)?;
            a.index(reader)?;
            a.gather()?;
            Ok(done)
        })
        .await?;
    app.forget();
    Ok(done)
}

/// Only who made a correction, or an editor, may undo it.
pub fn may_undo(ui: &Ui, made: &[Correction], number: i64) -> Web<()> {
    let own = made.iter().find(|c| c.number == number).is_some_and(|c| c.who == ui.who.name);
    if own || ui.who.edits() {
        Ok(())
    } else {
        Err(WebError::forbidden("only an editor may undo what others did"))
    }
}

/// Undoes a correction, where this person may.
pub async fn undo_correction(app: &Arc<App>, ui: &Ui, number: i64) -> Web<()> {
    ui.who.need(Role::Coder)?;
    let name = ui.who.name.clone();
    let own = app.pool.ask(move |a| a.corrections(Some(&name), 100_000, 0)).await?;
    may_undo(ui, &own, number)?;
    change(app, move |a| a.undo(number, &now())).await
}

pub async fn undo(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(number): Path<i64>,
    Form(form): Form<UndoForm>,
) -> Web<Response> {
    undo_correction(&app, &ui, number).await?;
    Ok(back(form.back.as_deref(), "/review/done").into_response())
}

pub async fn unrule(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(number): Path<i64>,
    Form(form): Form<UndoForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    change(&app, move |a| a.unrule(number, &now())).await?;
    Ok(back(form.back.as_deref(), "/review/done").into_response())
}

#[derive(Template)]
#[template(path = "done.html")]
struct DonePage {
    ui: Ui,
    view: View,
    rows: Vec<Correction>,
    rulings: Vec<Ruled>,
    more: bool,
}

pub async fn done(State(app): State<Arc<App>>, ui: Ui, RawQuery(query): RawQuery) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let slice = view.slice()?;
    let who = Some(view.one("who").to_owned()).filter(|w| !w.is_empty());
    let first = view.page() == 1;
    let (mut rows, rulings) = app
        .pool
        .ask(move |a| {
            let rows = a.corrections(who.as_deref(), slice.limit + 1, slice.skip)?;
            Ok((rows, if first { a.rulings()? } else { Vec::new() }))
        })
        .await?;
    let more = rows.len() > slice.limit;
    rows.truncate(slice.limit);
    render(&DonePage { ui, view, rows, rulings, more })
}
