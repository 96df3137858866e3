//! Queues that several code: made, coded blind, compared, settled.

use super::articles::around;
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
use mizan_archive::EventRow;
use mizan_archive::review::{Agreement, Judged, Opinion, Queue, Verdict};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "queues.html")]
struct QueuesPage {
    ui: Ui,
    view: View,
    rows: Vec<Queue>,
}

pub async fn queues(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let rows = app.pool.ask(|a| a.queues()).await?;
    render(&QueuesPage { ui, view: View::parse(query.as_deref()), rows })
}

#[derive(Deserialize)]
pub struct MakeForm {
    name: String,
    question: String,
    coders: u32,
    most: usize,
}

/// Makes a queue of the events of a question, which is the query of an address.
pub async fn make_queue(
    app: &Arc<App>,
    (name, question): (String, String),
    coders: u32,
    most: usize,
    who: String,
) -> Web<u64> {
    let question = question.trim().trim_start_matches("/events").trim_start_matches('?').to_owned();
    let filter = View::parse(Some(&question)).filter()?;
    app.pool
        .change(move |a| a.make_queue(&name, (&question, &filter), coders, most, (&who, &now())))
        .await
}

pub async fn make(
    State(app): State<Arc<App>>,
    ui: Ui,
    Form(form): Form<MakeForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    make_queue(&app, (form.name, form.question), form.coders, form.most, ui.who.name).await?;
    Ok(back(None, "/review/queues").into_response())
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    ui: Ui,
    q: Queue,
    event: Option<EventRow>,
    place: i64,
    before: String,
    following: String,
    /// The event that this coder judged last, by the address.
    last: Option<String>,
}

pub async fn queue(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let view = View::parse(query.as_deref());
    let (after, coder) = (view.one("after").parse().ok(), ui.who.name.clone());
    let (q, found, words) = app
        .pool
        .ask(move |a| {
            let found = a.next_in_queue(&name, &coder, after)?;
            let words = match &found {
                Some((_, e)) => {
                    let (page, id) = a.open_page(&e.id.to_string())?;
                    page.event(id.bits).map(|e| around(&page, e.sentence)).unwrap_or_default()
                }
                None => Default::default(),
            };
            Ok((a.queue(&name)?, found, words))
        })
        .await?;
    let (place, event) = found.map_or((0, None), |(place, e)| (place, Some(e)));
    let last = Some(view.one("last").to_owned()).filter(|l| !l.is_empty());
    render(&QueuePage { ui, q, event, place, before: words.0, following: words.1, last })
}

#[derive(Deserialize)]
pub struct JudgeForm {
    event: String,
    #[serde(rename = "do")]
    what: String,
    #[serde(rename = "type")]
    kind: String,
    mode: String,
    status: String,
    note: Option<String>,
}

fn place(name: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("/review/queue/{}", name.replace('+', "%20"))
}

pub async fn judge(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    Form(form): Form<JudgeForm>,
) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let accepts = form.what != "reject";
    let given = |v: String| Some(v).filter(|v| accepts && v != "-" && !v.is_empty());
    let opinion = Opinion {
        verdict: if accepts { Verdict::Accept } else { Verdict::Reject },
        event: given(form.kind),
        mode: given(form.mode),
        status: given(form.status),
        note: form.note.filter(|n| !n.trim().is_empty()),
    };
    let (event, to) = (form.event.clone(), format!("{}?last={}", place(&name), form.event));
    judge_event(&app, name, event, opinion, ui.who.name).await?;
    Ok(back(Some(&to), "/review/queues").into_response())
}

/// Keeps a judgement; true where it settled the event.
pub async fn judge_event(
    app: &Arc<App>,
    queue: String,
    event: String,
    opinion: Opinion,
    coder: String,
) -> Web<bool> {
    super::review::change(app, move |a| a.judge(&queue, &event, &opinion, &coder, &now())).await
}

#[derive(Deserialize)]
pub struct EventForm {
    event: String,
    coder: Option<String>,
    back: Option<String>,
}

pub async fn withdraw(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    Form(form): Form<EventForm>,
) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let (queue, who) = (name.clone(), ui.who.name);
    app.pool.change(move |a| a.withdraw(&queue, &form.event, &who, &now())).await?;
    Ok(back(Some(&place(&name)), "/review/queues").into_response())
}

#[derive(Template)]
#[template(path = "settle.html")]
struct SettlePage {
    ui: Ui,
    q: Queue,
    agreement: Vec<Agreement>,
    disputed: Vec<Judged>,
}

/// Events in dispute that one page shows.
const SHOWN: usize = 100;

pub async fn settling(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
) -> Web<Response> {
    // Who still codes must not see what others hold.
    ui.who.need(Role::Editor)?;
    let (q, agreement, disputed) = app
        .pool
        .ask(move |a| Ok((a.queue(&name)?, a.agreement(&name)?, a.judged(&name, true, SHOWN)?)))
        .await?;
    render(&SettlePage { ui, q, agreement, disputed })
}

pub async fn settle(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    Form(form): Form<EventForm>,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    let coder = form.coder.ok_or_else(|| WebError::question("whose judgement is to hold?"))?;
    settle_event(&app, name.clone(), form.event, coder, ui.who.name).await?;
    let to = format!("{}/settle", place(&name));
    Ok(back(form.back.as_deref(), &to).into_response())
}

/// Settles an event as one of its coders judged it.
pub async fn settle_event(
    app: &Arc<App>,
    queue: String,
    event: String,
    coder: String,
    who: String,
) -> Web<()> {
    super::review::change(app, move |a| {
        let all = a.judged(&queue, false, usize::MAX)?;
        let held = all
            .iter()
            .find(|j| j.id().to_string() == event)
            .and_then(|j| j.judgements.iter().find(|j| j.coder == coder));
        let opinion = held.map(|j| j.opinion.clone()).ok_or_else(|| {
            mizan_archive::ArchiveError::Question(format!("{coder} has not judged {event}"))
        })?;
        a.settle(&queue, &event, &opinion, &format!("{who} ({coder})"), &now())
    })
    .await
}
