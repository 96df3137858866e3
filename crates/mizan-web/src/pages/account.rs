//! Signing in and out, one's own password, the trail, the language, and what this is.

use super::{back, render};
use crate::accounts::{Role, Seen};
use crate::app::{App, seconds};
use crate::error::{Web, WebError};
use crate::guard::{LANGUAGE, SESSION, cookie};
use crate::ui::{Lang, Ui};
use crate::view::View;
use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    ui: Ui,
    failed: bool,
    back: String,
}

pub async fn login(ui: Ui, RawQuery(query): RawQuery) -> Web<Response> {
    let to = View::parse(query.as_deref()).one("back").to_owned();
    if ui.who.role.is_some() {
        return Ok(back(Some(&to), "/").into_response());
    }
    render(&LoginPage { ui, failed: false, back: to })
}

#[derive(Deserialize)]
pub struct LoginForm {
    name: String,
    password: String,
    back: Option<String>,
}

fn store(e: &crate::accounts::AccountError) -> WebError {
    WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "store", e.to_string())
}

pub async fn enter(
    State(app): State<Arc<App>>,
    ui: Ui,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Form(form): Form<LoginForm>,
) -> Web<Response> {
    if app.sign_ins.check_key(&peer.ip()).is_err() {
        return Err(WebError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "many",
            "too many tries; wait a minute",
        ));
    }
    // Checking a password takes long on purpose.
    let own = app.clone();
    let LoginForm { name, password, back: to } = form;
    let tried =
        tokio::task::spawn_blocking(move || own.accounts.sign_in(&name, &password, seconds()));
    let session = tried.await.map_err(|_| WebError::broken())?.map_err(|e| store(&e))?;
    let Some(session) = session else {
        let page = LoginPage { ui, failed: true, back: to.unwrap_or_default() };
        let mut response = render(&page)?;
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        return Ok(response);
    };
    let secure = if app.options.https { "; Secure" } else { "" };
    let set = format!("{SESSION}={}; Path=/; HttpOnly; SameSite=Strict{secure}", session.secret);
    Ok(([(header::SET_COOKIE, set)], back(to.as_deref(), "/")).into_response())
}

pub async fn leave(State(app): State<Arc<App>>, headers: HeaderMap) -> Web<Response> {
    if let Some(secret) = cookie(&headers, SESSION) {
        app.accounts.sign_out(secret).map_err(|e| store(&e))?;
    }
    let set = format!("{SESSION}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok(([(header::SET_COOKIE, set)], Redirect::to("/login")).into_response())
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    ui: Ui,
    note: String,
}

fn signed_in(ui: &Ui) -> Web<()> {
    if ui.who.session { Ok(()) } else { Err(WebError::forbidden("nobody has signed in here")) }
}

pub async fn account(ui: Ui) -> Web<Response> {
    signed_in(&ui)?;
    render(&AccountPage { ui, note: String::new() })
}

#[derive(Deserialize)]
pub struct PasswordForm {
    old: String,
    new: String,
}

pub async fn change(
    State(app): State<Arc<App>>,
    ui: Ui,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Form(form): Form<PasswordForm>,
) -> Web<Response> {
    signed_in(&ui)?;
    if app.sign_ins.check_key(&peer.ip()).is_err() {
        return Err(WebError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "many",
            "too many tries; wait a minute",
        ));
    }
    let (own, name) = (app.clone(), ui.who.name.clone());
    let done = tokio::task::spawn_blocking(move || {
        let fits = own.accounts.sign_in(&name, &form.old, seconds())?.is_some();
        if fits { own.accounts.set_password(&name, &form.new).map(|()| true) } else { Ok(false) }
    });
    let note = match done.await.map_err(|_| WebError::broken())? {
        // All sessions have ended with the old password.
        Ok(true) => return Ok(Redirect::to("/login").into_response()),
        Ok(false) => ui.t("login.failed").to_owned(),
        Err(e) => e.to_string(),
    };
    render(&AccountPage { ui, note })
}

#[derive(Template)]
#[template(path = "trail.html")]
struct TrailPage {
    ui: Ui,
    view: View,
    rows: Vec<Seen>,
    more: bool,
}

pub async fn trail(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    ui.who.need(Role::Editor)?;
    let view = View::parse(query.as_deref());
    let slice = view.slice()?;
    let mut rows = app.accounts.trail(slice.limit + 1, slice.skip).map_err(|e| store(&e))?;
    let more = rows.len() > slice.limit;
    rows.truncate(slice.limit);
    render(&TrailPage { ui, view, rows, more })
}

pub async fn lang(Path(lang): Path<String>, RawQuery(query): RawQuery) -> Web<Response> {
    let lang = Lang::named(&lang).ok_or_else(|| WebError::absent("there are ar and en"))?;
    let set = format!("{LANGUAGE}={}; Path=/; SameSite=Lax; Max-Age=31536000", lang.code());
    let to = View::parse(query.as_deref()).one("back").to_owned();
    Ok(([(header::SET_COOKIE, set)], back(Some(&to), "/")).into_response())
}

/// The interface's texts for its scripts.
pub async fn texts(Path(lang): Path<String>) -> Web<Response> {
    let lang = Lang::named(&lang).ok_or_else(|| WebError::absent("there are ar and en"))?;
    let keep = [(header::CACHE_CONTROL, "private, max-age=300")];
    Ok((keep, axum::Json(crate::ui::texts(lang))).into_response())
}

#[derive(Template)]
#[template(path = "about.html")]
struct About {
    ui: Ui,
    program: String,
    data: String,
}

pub async fn about(State(app): State<Arc<App>>, ui: Ui) -> Web<Response> {
    let data = app.reader.knowledge().tables.hash.chars().take(12).collect();
    render(&About { ui, program: app.options.program.clone(), data })
}
