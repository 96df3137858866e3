//! The first page: what is here, what is new, what wants a look; and reading what is dropped, pasted or named.

use super::{part, render};
use crate::accounts::Role;
use crate::app::App;
use crate::article;
use crate::error::{Web, WebError};
use crate::guard::same;
use crate::jobs::{self, Input, Progress};
use crate::ui::{Lang, Ui};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use mizan_archive::review::Queue;
use mizan_archive::{Overview, Recent, Story};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    ui: Ui,
    o: Overview,
    recent: Vec<Recent>,
    queues: Vec<Queue>,
    rival: Vec<Story>,
}

/// Days back from the last that stories with rival figures are looked for in.
const LATELY: i32 = 60;

pub async fn home(State(app): State<Arc<App>>, ui: Ui) -> Web<Response> {
    let o = app.overview().await?;
    let last = o.last.as_deref().and_then(mizan_archive::day::parse);
    let (recent, queues, rival) = app
        .kept("home", Duration::from_secs(3), move |a| {
            Ok((a.recent(8)?, a.queues()?, a.rivals(last.map(|d| d - LATELY), 5)?))
        })
        .await?;
    render(&Home { ui, o, recent, queues, rival })
}

/// What a form of reading carries.
#[derive(Default)]
struct Given {
    text: String,
    published: String,
    check: bool,
    files: Vec<(String, Vec<u8>)>,
}

pub async fn add(State(app): State<Arc<App>>, ui: Ui, form: Multipart) -> Web<Response> {
    ui.who.need(Role::Coder)?;
    let given = fields(&app, &ui, form).await?;
    let published = day(&given.published)?;
    let text = given.text.trim().to_owned();
    if given.check {
        let input = given.files.into_iter().next().map(|f| f.1);
        return check(&app, ui, input.unwrap_or_else(|| text.into_bytes()), published).await;
    }
    let mut jobs = Vec::new();
    for (name, bytes) in given.files {
        jobs.push(jobs::start(&app, Input::File(name, bytes))?);
    }
    if !text.is_empty() {
        let addresses = addresses(&text);
        let input = if addresses.is_empty() {
            Input::Text(text, published)
        } else {
            Input::Addresses(addresses)
        };
        jobs.push(jobs::start(&app, input)?);
    }
    let Some(job) = jobs.last() else {
        return Err(WebError::question(ui.t("home.nothing_given")));
    };
    Ok(Redirect::to(&format!("/job/{job}")).into_response())
}

/// The fields of the form; the first must be the token, as the guard leaves files to us.
async fn fields(app: &App, ui: &Ui, mut form: Multipart) -> Web<Given> {
    let broken = |e: axum::extract::multipart::MultipartError| {
        WebError::new(e.status(), "large", e.body_text())
    };
    let right = if ui.who.csrf.is_empty() { &app.csrf } else { &ui.who.csrf };
    let mut signed = false;
    let mut out = Given::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(broken)?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match (name.as_str(), file) {
            ("csrf", _) => signed = same(&bytes, right.as_bytes()),
            _ if !signed => {
                let words = "the form is too old; load the page again";
                return Err(WebError::new(axum::http::StatusCode::FORBIDDEN, "token", words));
            }
            ("text", _) => out.text = text(),
            ("published", _) => out.published = text(),
            ("do", _) => out.check = text() == "check",
            ("file", Some(name)) if !bytes.is_empty() => out.files.push((name, bytes.to_vec())),
            _ => {}
        }
    }
    Ok(out)
}

fn day(text: &str) -> Web<Option<jiff::civil::Date>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| WebError::question(format!("«{text}» is no day: give 2025-01-31"));
    text.parse().map(Some).map_err(wrong)
}

/// Text that is nothing but addresses is taken as such.
fn addresses(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let address = |w: &&str| w.starts_with("http://") || w.starts_with("https://");
    if words.is_empty() || words.len() > 50 || !words.iter().all(address) {
        return Vec::new();
    }
    words.into_iter().map(str::to_owned).collect()
}

/// Reads and audits a text that is not to be kept.
async fn check(
    app: &Arc<App>,
    ui: Ui,
    bytes: Vec<u8>,
    given: Option<jiff::civil::Date>,
) -> Web<Response> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(WebError::question(ui.t("home.nothing_given")));
    }
    let app = app.clone();
    let read = tokio::task::spawn_blocking(move || {
        let text = String::from_utf8(bytes);
        let material = match text {
            Ok(text) => jobs::pasted(text, given),
            Err(e) => {
                mizan_archive::Material { bytes: e.into_bytes(), given, ..Default::default() }
            }
        };
        let reading = material.read(app.reader);
        let article = article::read(&reading.page, None, app.reader, &app.auditor);
        (article, reading)
    });
    let (a, reading) = read.await.map_err(|_| WebError::broken())?;
    render(&super::articles::checked(ui, a, &reading))
}

#[derive(Template)]
#[template(path = "job.html")]
struct Job {
    ui: Ui,
    p: Progress,
    titles: HashMap<String, String>,
}

pub async fn job(State(app): State<Arc<App>>, ui: Ui, Path(job): Path<u64>) -> Web<Response> {
    let p = app.jobs.get(job).ok_or_else(|| WebError::absent(format!("job {job}")))?;
    let ids = p.pages.clone();
    let titles = app
        .pool
        .ask(move |a| {
            let mut out = HashMap::new();
            for id in ids.into_iter().take(20) {
                if let Ok((page, _)) = a.open_page(&id)
                    && let Some(title) = page.record.page.title
                {
                    out.insert(id, title.text);
                }
            }
            Ok(out)
        })
        .await?;
    let mut page = Job { ui, p, titles };
    // One page that was read whole is what the reader wants to see.
    if page.p.stage == "done" && page.p.pages.len() == 1 && page.p.errors.is_empty() {
        return Ok(Redirect::to(&format!("/page/{}", page.p.pages[0])).into_response());
    }
    page.p.pages.truncate(100);
    part(&page).map(|html| axum::response::Html(html).into_response())
}

/// The language of findings.
pub fn audit_lang(ui: &Ui) -> mizan_audit::Lang {
    if ui.lang == Lang::Ar { mizan_audit::Lang::Ar } else { mizan_audit::Lang::En }
}
