//! The table of events, and one event with all that is known of it.

use super::articles::absent;
use super::{Choices, part, render};
use crate::app::App;
use crate::error::Web;
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use mizan_archive::stored::{Claim, Event};
use mizan_archive::{Archive, ArchiveError, Correction, EventRow};
use mizan_code::Explanation;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "events.html")]
struct EventsPage {
    ui: Ui,
    o: Choices,
    view: View,
    rows: Vec<EventRow>,
    total: u64,
    more: bool,
}

pub async fn events(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let (filter, slice) = (view.filter()?, view.slice()?);
    let (rows, total) = app.pool.ask(move |a| a.events(&filter, slice)).await?;
    let more = rows.len() == slice.limit && ((slice.skip + slice.limit) as u64) < total;
    render(&EventsPage { o: Choices::new(&ui, &view), ui, view, rows, total, more })
}

/// An event with its record, its claim and its history.
pub struct Whole {
    pub row: EventRow,
    pub event: Event,
    pub claim: Option<Claim>,
    pub history: Vec<Correction>,
    pub before: String,
    pub following: String,
}

/// All that is known of an event; nothing where a correction took it away.
pub fn card_of(archive: &Archive, id: &str) -> Result<Option<Whole>, ArchiveError> {
    let Some(row) = archive.event(id)? else { return Ok(None) };
    let (page, id) = archive.open_page(id)?;
    let Some(event) = page.event(id.bits).cloned() else { return Ok(None) };
    let claim = page.record.claim_of(&event).cloned();
    let history = page.corrections.iter().filter(|c| c.event == id.bits).cloned().collect();
    let (before, following) = super::articles::around(&page, event.sentence);
    Ok(Some(Whole { row, event, claim, history, before, following }))
}

#[derive(Template)]
#[template(path = "card.html")]
pub struct Card {
    ui: Ui,
    e: EventRow,
    event: Event,
    claim: Option<Claim>,
    history: Vec<Correction>,
    /// Does it lead to its page? Not where it stands beside it.
    linked: bool,
}

impl Card {
    pub fn new(ui: Ui, whole: Whole, linked: bool) -> Card {
        let Whole { row: e, event, claim, history, .. } = whole;
        Card { ui, e, event, claim, history, linked }
    }
}

async fn whole(app: &Arc<App>, id: String) -> Web<Whole> {
    let named = id.clone();
    app.pool.ask(move |a| card_of(a, &id)).await?.ok_or_else(|| absent(&named))
}

/// The card alone, for a script to put beside the text.
pub async fn card(
    State(app): State<Arc<App>>,
    mut ui: Ui,
    Path(id): Path<String>,
) -> Web<Response> {
    let whole = whole(&app, id).await?;
    // Its forms come back to the page that it was fetched for.
    ui.here = format!("/page/{}?event={}", whole.row.page, whole.row.id);
    part(&Card::new(ui, whole, false)).map(|html| Html(html).into_response())
}

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage {
    ui: Ui,
    title: String,
    card: String,
}

pub async fn event(State(app): State<Arc<App>>, ui: Ui, Path(id): Path<String>) -> Web<Response> {
    let whole = whole(&app, id).await?;
    let title = format!("{} {}", ui.code("event", &whole.row.event), whole.row.id);
    let card = part(&Card::new(ui.clone(), whole, true))?;
    render(&EventPage { ui, title, card })
}

#[derive(Template)]
#[template(path = "derivation.html")]
struct Derivation {
    ui: Ui,
    x: Option<Explanation>,
}

/// How an event was found, read anew; under other data it may not be found again.
pub async fn derivation(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
) -> Web<Response> {
    let reader = app.reader;
    let x = app
        .pool
        .ask(move |a| {
            let (page, id) = a.open_page(&id)?;
            let Some(e) = page.event(id.bits) else { return Ok(None) };
            let found = a.material(&page)?.explain(reader, &e.id);
            Ok(found.filter(|x| x.event.trigger.text == e.trigger.text))
        })
        .await?;
    render(&Derivation { ui, x })
}
