//! Changes: reading, correcting, ruling, naming, judging. Each is checked for who may.

use super::shape::{
    AddAsk, Added, CorrectAsk, Count, Done, JobAnswer, JudgeAsk, NameAsk, NameDone, Next, QueueAsk,
    ReadAsk, RuleAsk, SettleAsk, Settled,
};
use crate::accounts::Role;
use crate::app::{App, now};
use crate::error::{Problem, Web, WebError};
use crate::jobs::{self, Input};
use crate::pages as shown;
use crate::ui::Ui;
use axum::extract::{Path, Query, State};
use axum::{Json, extract::rejection::JsonRejection};
use mizan_archive::review::Opinion;
use mizan_archive::{Action, Field, Missed, Named, Ruling};
use serde::Deserialize;
use std::sync::Arc;

/// A body of JSON, or what was wrong with it.
type Body<T> = Result<Json<T>, JsonRejection>;

fn body<T>(given: Body<T>) -> Web<T> {
    given.map(|j| j.0).map_err(|e| WebError::new(e.status(), "question", e.body_text()))
}

/// Reads a text, the markup of a page, or addresses, and keeps them.
#[utoipa::path(post, path = "/api/v1/read", tag = "pages", request_body = ReadAsk, responses((status = 200, body = JobAnswer, description = "the number of a job"), (status = 403, body = Problem, description = "this role may not")))]
pub async fn read_text(
    State(app): State<Arc<App>>,
    ui: Ui,
    given: Body<ReadAsk>,
) -> Web<Json<JobAnswer>> {
    ui.who.need(Role::Coder)?;
    let ask = body(given)?;
    let day = ask.published.as_deref().map(str::parse).transpose();
    let day =
        day.map_err(|e| WebError::question(format!("published is a day such as 2025-11-30: {e}")))?;
    let input = match (ask.text, ask.addresses) {
        (Some(text), _) if !text.trim().is_empty() => Input::Text(text, day),
        (_, Some(all)) if !all.is_empty() && all.len() <= 50 => Input::Addresses(all),
        _ => return Err(WebError::question("give `text`, or 1 to 50 `addresses`")),
    };
    Ok(Json(JobAnswer { job: jobs::start(&app, input)? }))
}

fn action(ask: CorrectAsk) -> Web<Action> {
    match ask.action.as_str() {
        "accept" => Ok(Action::Accept),
        "reject" => Ok(Action::Reject),
        "set" => {
            let name = ask.field.unwrap_or_default();
            let field = Field::named(&name).ok_or_else(|| {
                WebError::question(format!(
                    "«{name}» is no field; there are type, mode, status, sources, targets, date, place, quantities"
                ))
            })?;
            let value = match ask.value {
                Some(serde_json::Value::String(code)) => code,
                other => other.unwrap_or_default().to_string(),
            };
            Ok(Action::Set(field, value))
        }
        other => Err(WebError::question(format!(
            "«{other}» is no action; there are accept, reject, set"
        ))),
    }
}

/// Corrects an event.
#[utoipa::path(post, path = "/api/v1/events/{id}/corrections", tag = "review", params(("id" = String, Path, description = "id of an event")), request_body = CorrectAsk, responses((status = 200, body = Done, description = "the number of the correction"), (status = 400, body = Problem, description = "a value that the field cannot have")))]
pub async fn correct(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
    given: Body<CorrectAsk>,
) -> Web<Json<Done>> {
    ui.who.need(Role::Coder)?;
    let action = action(body(given)?)?;
    let who = ui.who.name;
    let number = shown::change(&app, move |a| a.correct(&id, &action, &who, &now())).await?;
    Ok(Json(Done { number }))
}

/// Adds an event that the program missed.
#[utoipa::path(post, path = "/api/v1/pages/{id}/events", tag = "review", params(("id" = String, Path, description = "id of a page")), request_body = AddAsk, responses((status = 200, body = Added, description = "the event"), (status = 400, body = Problem, description = "the words stand in no sentence, or the codes are none")))]
pub async fn add_event(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
    given: Body<AddAsk>,
) -> Web<Json<Added>> {
    ui.who.need(Role::Coder)?;
    let ask = body(given)?;
    let missed = Missed {
        event: ask.event,
        mode: ask.mode.filter(|m| m != "-" && !m.is_empty()),
        status: ask.status.unwrap_or_else(|| "occurred".to_owned()),
        trigger: (ask.span[0], ask.span[1]),
    };
    let who = ui.who.name;
    let (id, number) =
        shown::change(&app, move |a| a.add_event(&id, &missed, &who, &now())).await?;
    Ok(Json(Added { id, number }))
}

/// Undoes a correction; it stays on record. Others' corrections only an editor may undo.
#[utoipa::path(post, path = "/api/v1/corrections/{number}/undo", tag = "review", params(("number" = i64, Path, description = "number of the correction")), responses((status = 200, body = Done, description = "undone")))]
pub async fn undo(State(app): State<Arc<App>>, ui: Ui, Path(number): Path<i64>) -> Web<Json<Done>> {
    shown::undo_correction(&app, &ui, number).await?;
    Ok(Json(Done { number }))
}

/// Rules that two events or stories are one happening, or are not.
#[utoipa::path(post, path = "/api/v1/rulings", tag = "stories", request_body = RuleAsk, responses((status = 200, body = Vec<String>, description = "the two events")))]
pub async fn rule(
    State(app): State<Arc<App>>,
    ui: Ui,
    given: Body<RuleAsk>,
) -> Web<Json<Vec<String>>> {
    ui.who.need(Role::Editor)?;
    let ask = body(given)?;
    let ruling = Ruling::named(&ask.kind)?;
    let who = ui.who.name;
    let (a, b) = shown::change(&app, move |x| x.rule(&ask.a, &ask.b, ruling, &who, &now())).await?;
    Ok(Json(vec![a.to_string(), b.to_string()]))
}

/// Undoes a ruling; it stays on record.
#[utoipa::path(post, path = "/api/v1/rulings/{number}/undo", tag = "stories", params(("number" = i64, Path, description = "number of the ruling")), responses((status = 200, body = Done, description = "undone")))]
pub async fn unrule(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(number): Path<i64>,
) -> Web<Json<Done>> {
    ui.who.need(Role::Editor)?;
    shown::change(&app, move |a| a.unrule(number, &now())).await?;
    Ok(Json(Done { number }))
}

/// Names an actor by words, for all pages in which these stand unresolved.
#[utoipa::path(post, path = "/api/v1/aliases", tag = "actors", request_body = NameAsk, responses((status = 200, body = NameDone, description = "the number of the name, and how many pages it changed")))]
pub async fn name(
    State(app): State<Arc<App>>,
    ui: Ui,
    given: Body<NameAsk>,
) -> Web<Json<NameDone>> {
    ui.who.need(Role::Editor)?;
    let n = body(given)?;
    let named =
        Named { id: n.id, code: n.code, name_ar: n.name_ar, name_en: n.name_en, kind: n.kind };
    let (number, pages) = shown::add_name(&app, n.words, named, ui.who.name).await?;
    Ok(Json(NameDone { number, pages }))
}

/// Takes a name back; it stays on record.
#[utoipa::path(post, path = "/api/v1/aliases/{number}/undo", tag = "actors", params(("number" = i64, Path, description = "number of the name")), responses((status = 200, body = NameDone, description = "how many pages that changed")))]
pub async fn unname(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(number): Path<i64>,
) -> Web<Json<NameDone>> {
    ui.who.need(Role::Editor)?;
    let pages = shown::remove_name(&app, number).await?;
    Ok(Json(NameDone { number, pages }))
}

/// Makes a queue of the events of a question.
#[utoipa::path(post, path = "/api/v1/queues", tag = "review", request_body = QueueAsk, responses((status = 200, body = Count, description = "how many events are in it")))]
pub async fn make_queue(
    State(app): State<Arc<App>>,
    ui: Ui,
    given: Body<QueueAsk>,
) -> Web<Json<Count>> {
    ui.who.need(Role::Editor)?;
    let q = body(given)?;
    let count =
        shown::make_queue(&app, (q.name, q.question), q.coders, q.most, ui.who.name).await?;
    Ok(Json(Count { count }))
}

#[derive(Deserialize)]
pub struct After {
    after: Option<i64>,
}

/// The next event of a queue that this coder has not judged.
#[utoipa::path(get, path = "/api/v1/queues/{name}/next", tag = "review", params(("name" = String, Path, description = "name of a queue"), ("after" = Option<i64>, Query, description = "pass over those up to this place")), responses((status = 200, body = Next, description = "the event; what others hold of it is not told")))]
pub async fn next(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    Query(after): Query<After>,
) -> Web<Json<Next>> {
    ui.who.need(Role::Coder)?;
    let who = ui.who.name;
    let found = app.pool.ask(move |a| a.next_in_queue(&name, &who, after.after)).await?;
    let (place, event) = found.map_or((None, None), |(p, e)| (Some(p), Some(e)));
    Ok(Json(Next { place, event }))
}

/// Keeps what this coder holds of an event of a queue.
#[utoipa::path(post, path = "/api/v1/queues/{name}/judgements", tag = "review", params(("name" = String, Path, description = "name of a queue")), request_body = JudgeAsk, responses((status = 200, body = Settled, description = "whether it is settled")))]
pub async fn judge(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    given: Body<JudgeAsk>,
) -> Web<Json<Settled>> {
    ui.who.need(Role::Coder)?;
    let j = body(given)?;
    let opinion =
        Opinion { verdict: j.verdict, event: j.kind, mode: j.mode, status: j.status, note: j.note };
    let settled = shown::judge_event(&app, name, j.event, opinion, ui.who.name).await?;
    Ok(Json(Settled { settled }))
}

/// Withdraws what this coder held of an event that is not settled.
#[utoipa::path(post, path = "/api/v1/queues/{name}/withdraw", tag = "review", params(("name" = String, Path, description = "name of a queue")), request_body = SettleAsk, responses((status = 200, body = Settled, description = "withdrawn")))]
pub async fn withdraw(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    given: Body<SettleAsk>,
) -> Web<Json<Settled>> {
    ui.who.need(Role::Coder)?;
    let (ask, who) = (body(given)?, ui.who.name);
    app.pool.change(move |a| a.withdraw(&name, &ask.event, &who, &now())).await?;
    Ok(Json(Settled { settled: false }))
}

/// Settles an event as one of its coders judged it.
#[utoipa::path(post, path = "/api/v1/queues/{name}/settle", tag = "review", params(("name" = String, Path, description = "name of a queue")), request_body = SettleAsk, responses((status = 200, body = Settled, description = "settled")))]
pub async fn settle(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(name): Path<String>,
    given: Body<SettleAsk>,
) -> Web<Json<Settled>> {
    ui.who.need(Role::Editor)?;
    let ask = body(given)?;
    let coder =
        ask.coder.ok_or_else(|| WebError::question("whose judgement is to hold? give `coder`"))?;
    shown::settle_event(&app, name, ask.event, coder, ui.who.name).await?;
    Ok(Json(Settled { settled: true }))
}
