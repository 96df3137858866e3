//! What stands before every request: who asks, from where, whether a page of ours sent it, and what a browser may do
//! with the answer. After it, what was done goes on the trail.

use crate::accounts::{Entry, Known, Role};
use crate::app::{App, now, seconds};
use crate::error::WebError;
use crate::pages;
use crate::ui::{Lang, Ui};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;

/// The cookie of a session.
pub const SESSION: &str = "mizan_session";
/// The cookie of the language.
pub const LANGUAGE: &str = "mizan_lang";
/// The header that scripts carry the token of forms in.
const CSRF: &str = "x-mizan-csrf";
/// Bodies of forms and of JSON.
pub const BODY: usize = 1 << 20;
/// Bodies of files.
pub const FILE: usize = 64 << 20;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub name: String,
    /// None where nobody signed in and somebody must.
    pub role: Option<Role>,
    /// The token that forms carry.
    pub csrf: String,
    /// Did they sign in by a session?
    pub session: bool,
}

impl Who {
    pub fn may(&self, role: Role) -> bool {
        self.role.is_some_and(|r| r >= role)
    }

    pub fn role_name(&self) -> &'static str {
        self.role.map_or("", Role::name)
    }

    pub fn codes(&self) -> bool {
        self.may(Role::Coder)
    }

    pub fn edits(&self) -> bool {
        self.may(Role::Editor)
    }

    pub fn need(&self, role: Role) -> Result<(), WebError> {
        match self.role {
            None => Err(WebError::login()),
            Some(_) if self.may(role) => Ok(()),
            Some(_) => Err(WebError::forbidden(format!("this asks for the role {}", role.name()))),
        }
    }
}

/// The strictest policy that the pages work under: nothing from elsewhere, no script or style that stands in a page.
/// MapLibre starts its worker from a blob that imports our own file.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// The whole guard.
pub async fn guard(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query = request.uri().query().map(|q| format!("?{q}")).unwrap_or_default();
    let lang = language(request.headers(), &query);
    let who = identify(&app, request.headers());
    let shown = who.as_ref().map_or_else(|_| nobody(&app), Clone::clone);
    let ui = Ui {
        lang,
        who: shown.clone(),
        k: app.reader.knowledge(),
        section: path.split('/').nth(1).unwrap_or_default().to_owned(),
        here: format!("{path}{query}"),
    };
    let passed = match who {
        Err(e) => Err(e),
        Ok(who) => admitted(&app, peer, &who, request).await,
    };
    let response = match passed {
        Ok(mut request) => {
            request.extensions_mut().insert(ui.clone());
            next.run(request).await
        }
        Err(e) => e.into_response(),
    };
    note(&app, &shown, peer, &method, &path, response.status());
    finish(response, &ui, path.starts_with("/api/"), path.starts_with("/static/"))
}

/// Whoever must sign in and has not.
fn nobody(app: &App) -> Who {
    Who { name: String::new(), role: app.own_role(), csrf: app.csrf.clone(), session: false }
}

/// A value of the cookies.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).find_map(|c| c.trim().strip_prefix(name)?.strip_prefix('='))
}

fn language(headers: &HeaderMap, query: &str) -> Lang {
    let asked = url::form_urlencoded::parse(query.trim_start_matches('?').as_bytes())
        .find_map(|(k, v)| (k == "lang").then(|| Lang::named(&v)).flatten());
    let kept = || cookie(headers, LANGUAGE).and_then(Lang::named);
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    asked.or_else(kept).unwrap_or_else(|| Lang::accepted(accepted().unwrap_or_default()))
}

fn identify(app: &App, headers: &HeaderMap) -> Result<Who, WebError> {
    let broken = |e: crate::accounts::AccountError| {
        WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "store", e.to_string())
    };
    let of = |k: Known| Who {
        name: k.name,
        role: Some(k.role),
        session: k.csrf.is_some(),
        csrf: k.csrf.unwrap_or_default(),
    };
    if let Some(token) = bearer(headers) {
        let known = app.accounts.token(token).map_err(broken)?;
        return known.map(of).ok_or_else(|| {
            WebError::new(StatusCode::UNAUTHORIZED, "token", "this token stands for nobody")
        });
    }
    if let Some(secret) = cookie(headers, SESSION)
        && let Some(known) = app.accounts.session(secret, seconds()).map_err(broken)?
    {
        return Ok(of(known));
    }
    let mut who = nobody(app);
    if who.role.is_some() {
        who.name.clone_from(&app.options.name);
    }
    Ok(who)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::trim)
}

/// Paths that anybody may ask for.
fn open(path: &str) -> bool {
    path.starts_with("/static/")
        || path == "/login"
        || path.starts_with("/lang/")
        || path == "/health"
}

/// Lets a request through, or says why not.
async fn admitted(
    app: &App,
    peer: SocketAddr,
    who: &Who,
    request: Request,
) -> Result<Request, WebError> {
    host(app, request.headers())?;
    if !peer.ip().is_loopback() && app.requests.check_key(&peer.ip()).is_err() {
        return Err(WebError::new(
            StatusCode::TOO_MANY_REQUESTS,
            "many",
            "too many requests; wait a second",
        ));
    }
    if who.role.is_none() && !open(request.uri().path()) {
        return Err(WebError::login());
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(request);
    }
    // A program that carries a token of its own is no browser that could be led astray.
    if bearer(request.headers()).is_some() {
        return Ok(request);
    }
    same_origin(request.headers())?;
    signed(app, who, request).await
}

/// The name that the browser reached us by must be ours: else another site's name was turned on this machine.
fn host(app: &App, headers: &HeaderMap) -> Result<(), WebError> {
    let given = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let bare = given.rsplit_once(':').filter(|p| p.1.chars().all(|c| c.is_ascii_digit()));
    let name = bare.map_or(given, |p| p.0).trim_matches(['[', ']']).to_ascii_lowercase();
    let own = app.options.listen.ip();
    let any = own.is_unspecified() && app.options.hosts.is_empty();
    let local = ["localhost", "127.0.0.1", "::1"].contains(&name.as_str());
    let named = app.options.hosts.iter().any(|h| h.eq_ignore_ascii_case(&name));
    if any || local || named || name == own.to_string() {
        return Ok(());
    }
    Err(WebError::forbidden(format!(
        "the server does not go by the name «{name}»; --host names it"
    )))
}

/// A change must come from a page of ours.
fn same_origin(headers: &HeaderMap) -> Result<(), WebError> {
    let value = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let foreign = || WebError::forbidden("this request comes from another site");
    if value("sec-fetch-site").is_some_and(|s| s != "same-origin" && s != "none") {
        return Err(foreign());
    }
    if let (Some(origin), Some(host)) = (value("origin"), value("host")) {
        let from = origin.split_once("://").map_or(origin, |o| o.1);
        if from != host {
            return Err(foreign());
        }
    }
    Ok(())
}

/// A change must carry the token of the forms: in a header, or as the field `csrf` of a form. The handler of files
/// looks at the first field itself.
async fn signed(app: &App, who: &Who, request: Request) -> Result<Request, WebError> {
    let right = if who.csrf.is_empty() { &app.csrf } else { &who.csrf };
    let missing = || {
        WebError::new(StatusCode::FORBIDDEN, "token", "the form is too old; load the page again")
    };
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    if let Some(given) = request.headers().get(CSRF) {
        return if same(given.as_bytes(), right.as_bytes()) { Ok(request) } else { Err(missing()) };
    }
    if kind.starts_with("multipart/form-data") {
        return Ok(request);
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(missing());
    }
    let (parts, body) = request.into_parts();
    let bytes: Bytes = to_bytes(body, BODY)
        .await
        .map_err(|_| WebError::new(StatusCode::PAYLOAD_TOO_LARGE, "large", "larger than 1 MiB"))?;
    let given =
        url::form_urlencoded::parse(&bytes).find(|(k, _)| k == "csrf").map(|(_, v)| v.into_owned());
    match given {
        Some(given) if same(given.as_bytes(), right.as_bytes()) => {
            Ok(Request::from_parts(parts, Body::from(bytes)))
        }
        _ => Err(missing()),
    }
}

/// Compares secrets in a time that does not tell how much of them is alike.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y)) == 0
}

/// Puts changes, sign-ins and exports on the trail.
fn note(app: &App, who: &Who, peer: SocketAddr, method: &Method, path: &str, status: StatusCode) {
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let kept = !reads || path.starts_with("/export") || path.starts_with("/api/v1/export");
    let refused = matches!(status, StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS);
    if !kept && !refused {
        return;
    }
    let what = format!("{method} {path}");
    let address = peer.ip().to_string();
    let entry = Entry {
        at: &now(),
        who: &who.name,
        address: &address,
        what: &what,
        status: status.as_u16(),
    };
    if let Err(e) = app.accounts.put(&entry) {
        eprintln!("mizan: the trail cannot be written: {e}");
    }
}

/// An error becomes a page where a person asked, and every answer gets its headers.
fn finish(mut response: Response, ui: &Ui, api: bool, asset: bool) -> Response {
    if let Some(error) = response.extensions().get::<WebError>().cloned()
        && !api
    {
        response = pages::error_page(ui.clone(), &error);
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !asset && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

impl<S: Send + Sync> FromRequestParts<S> for Ui {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Ui>().cloned().ok_or_else(WebError::broken)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Ui>().map(|u| u.who.clone()).ok_or_else(WebError::broken)
    }
}
