//! Briefs: a sourced narrative of a question.

use super::{Choices, render};
use crate::app::App;
use crate::error::Web;
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use mizan_archive::{Filter, Question};
use mizan_brief::{Brief, Calendar, For, Lang, Options};
use std::sync::Arc;

/// Stories opened for a brief: more than any brief has room for.
const STORIES: usize = 40;
/// Words of a brief for an editor and for an analyst.
const ROOM: [usize; 2] = [250, 600];

#[derive(Template)]
#[template(path = "brief.html")]
struct BriefPage {
    ui: Ui,
    o: Choices,
    view: View,
    b: Brief,
    reader: &'static str,
    lang: &'static str,
    calendar: String,
}

/// The brief that an address asks for.
pub async fn written(app: &Arc<App>, ui: &Ui, view: &View) -> Web<Brief> {
    let only = Some(view.one("id").to_owned()).filter(|i| !i.is_empty());
    let filter = if only.is_some() { Filter::default() } else { view.filter()? };
    let named = only.is_some();
    let question = Question { filter, only, stories: STORIES };
    let analyst = view.one("for") == "analyst";
    let lang = match view.one("in") {
        "ar" => Lang::Ar,
        "en" => Lang::En,
        _ if ui.lang == crate::ui::Lang::En => Lang::En,
        _ => Lang::Ar,
    };
    let words = view.one("words").parse().unwrap_or(ROOM[usize::from(analyst)]).clamp(20, 20_000);
    let about = ["actor", "source", "target", "place", "type"].map(|f| view.many(f)).concat();
    let options = Options {
        lang,
        calendar: Calendar::named(view.one("calendar")).unwrap_or_default(),
        reader: if analyst { For::Analyst } else { For::Editor },
        max_words: words,
        about: (!about.is_empty()).then(|| about.join("، ")),
        since: None,
    };
    let reader = app.reader;
    app.pool
        .ask(move |a| {
            let telling = a.tell(&question, &[])?;
            let mut options = options;
            if named {
                let first = telling.happenings.first().and_then(|h| h.reports.first());
                options.about = first.map(|r| r.title.clone()).filter(|t| !t.is_empty());
            }
            Ok(mizan_brief::write(reader, &telling, &options))
        })
        .await
}

pub async fn brief(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let b = written(&app, &ui, &view).await?;
    let reader = if view.one("for") == "analyst" { "analyst" } else { "editor" };
    let calendar = if view.has("calendar") { view.one("calendar") } else { "western" }.to_owned();
    render(&BriefPage { o: Choices::new(&ui, &view), lang: b.lang, ui, view, b, reader, calendar })
}
