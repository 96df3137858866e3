//! Pages read: the reading page, its audit, lists and search.

use super::events::{Card, card_of};
use super::home::audit_lang;
use super::{part, render};
use crate::app::App;
use crate::article::{self, Article};
use crate::error::{Web, WebError};
use crate::ui::Ui;
use crate::view::View;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use mizan_archive::{Hit, Opened, PageRow, Reading};
use std::sync::Arc;

/// An event in the list beside a text.
pub struct Told {
    pub id: String,
    pub href: String,
    pub event: String,
    pub trigger: String,
    pub status: String,
    pub quad: u8,
    pub corrected: bool,
    pub chosen: bool,
    /// Who, to whom, when, where: for a text that is not kept, whose events have no card.
    pub line: String,
}

/// A claim in the list under a text.
pub struct Said {
    pub speaker: String,
    pub stance: String,
    pub verb: String,
    pub quote: Option<String>,
    pub denies: bool,
}

#[derive(Template)]
#[template(path = "read.html")]
pub struct ReadPage {
    ui: Ui,
    /// Empty where the text is not kept.
    id: String,
    key: String,
    title: String,
    a: Article,
    lang: mizan_audit::Lang,
    events: Vec<Told>,
    claims: Vec<Said>,
    card: Option<String>,
    versions: usize,
}

fn quad(event: &str) -> u8 {
    mizan_archive::codes::quad(event)
}

fn told(page: &Opened, chosen: &str) -> Vec<Told> {
    let mut shown: Vec<_> = page.record.events.iter().filter(|e| e.shown).collect();
    shown.sort_by_key(|e| e.trigger.span);
    shown
        .into_iter()
        .map(|e| {
            let id = e.id().to_string();
            Told {
                href: format!("/page/{}?event={id}", page.id),
                event: e.event.clone(),
                trigger: e.trigger.text.clone(),
                status: e.status.clone(),
                quad: quad(&e.event),
                corrected: !e.corrected.is_empty(),
                chosen: id == chosen,
                line: String::new(),
                id,
            }
        })
        .collect()
}

fn said(page: &Opened, ui: &Ui) -> Vec<Said> {
    let claims = page.record.claims.iter();
    claims
        .map(|c| Said {
            speaker: c
                .speaker
                .as_ref()
                .map_or_else(|| ui.t("card.nobody").to_owned(), |s| s.text.clone()),
            stance: c.stance.clone(),
            verb: c.verb.text.clone(),
            quote: c.quote.as_ref().map(|q| q.text.clone()),
            denies: c.denies.is_some(),
        })
        .collect()
}

pub async fn page(
    State(app): State<Arc<App>>,
    ui: Ui,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let chosen = view.one("event").to_owned();
    let (reader, auditor) = (app.reader, app.clone());
    let wanted = chosen.clone();
    let (opened, a, card) = app
        .pool
        .ask(move |archive| {
            let (opened, _) = archive.open_page(&id)?;
            let page = archive.material(&opened)?.page(reader);
            let a = article::read(&page, Some(&opened), reader, &auditor.auditor);
            let card = if wanted.is_empty() { None } else { card_of(archive, &wanted)? };
            Ok((opened, a, card))
        })
        .await?;
    let card = card.map(|c| part(&Card::new(ui.clone(), c, false))).transpose()?;
    let title = a.title.clone().unwrap_or_else(|| opened.key.clone());
    render(&ReadPage {
        id: opened.id.to_string(),
        key: opened.key.clone(),
        title,
        lang: audit_lang(&ui),
        events: told(&opened, &chosen),
        claims: said(&opened, &ui),
        card,
        versions: opened.versions.len(),
        a,
        ui,
    })
}

/// The arguments of an event in one line.
fn in_short(e: &mizan_code::record::Event) -> String {
    let names = |all: &[mizan_code::record::ActorMention]| {
        all.iter().map(|a| a.text.clone()).collect::<Vec<_>>().join("، ")
    };
    let date = e.date.as_ref().map(|d| super::range(d.from.as_deref(), d.to.as_deref()));
    let parts = [
        names(&e.sources),
        names(&e.targets),
        e.place.as_ref().map(|p| p.text.clone()).unwrap_or_default(),
        e.quantities.iter().map(|q| q.text.clone()).collect::<Vec<_>>().join("، "),
        date.unwrap_or_default(),
    ];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A text that was read and is not kept.
pub fn checked(ui: Ui, a: Article, reading: &Reading) -> ReadPage {
    let events = reading.record.events.iter().zip(&reading.shown).filter(|(_, shown)| **shown);
    let events = events
        .map(|(e, _)| Told {
            id: e.id.clone(),
            href: String::new(),
            event: e.event.clone(),
            trigger: e.trigger.text.clone(),
            status: e.status.to_string(),
            quad: quad(&e.event),
            corrected: false,
            chosen: false,
            line: in_short(e),
        })
        .collect();
    let claims = reading.record.claims.iter();
    let claims = claims
        .map(|c| Said {
            speaker: c
                .speaker
                .as_ref()
                .map_or_else(|| ui.t("card.nobody").to_owned(), |s| s.text.clone()),
            stance: c.stance.to_string(),
            verb: c.verb.text.clone(),
            quote: c.quote.as_ref().map(|q| q.text.clone()),
            denies: c.denies.is_some(),
        })
        .collect();
    ReadPage {
        id: String::new(),
        key: String::new(),
        title: a.title.clone().unwrap_or_else(|| ui.t("home.check").to_owned()),
        lang: audit_lang(&ui),
        events,
        claims,
        card: None,
        versions: 0,
        a,
        ui,
    }
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    ui: Ui,
    id: String,
    title: String,
    a: Article,
    lang: mizan_audit::Lang,
    tally: [(&'static str, usize); 3],
}

pub async fn audit(State(app): State<Arc<App>>, ui: Ui, Path(id): Path<String>) -> Web<Response> {
    let (reader, own) = (app.reader, app.clone());
    let (id, title, mut a) = app
        .pool
        .ask(move |archive| {
            let (opened, _) = archive.open_page(&id)?;
            let page = archive.material(&opened)?.page(reader);
            let a = article::read(&page, Some(&opened), reader, &own.auditor);
            Ok((opened.id.to_string(), a.title.clone().unwrap_or(opened.key), a))
        })
        .await?;
    // The audit's page shows findings alone.
    for piece in a.blocks.iter_mut().flat_map(|b| &mut b.pieces) {
        piece.marks.retain(|m| m.kind == "finding");
    }
    let count = |name: &'static str| {
        (name, a.findings.iter().filter(|f| f.severity.name() == name).count())
    };
    let tally = [count("error"), count("warning"), count("note")];
    render(&AuditPage { lang: audit_lang(&ui), ui, id, title, a, tally })
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    ui: Ui,
    q: String,
    hits: Vec<Hit>,
}

pub async fn search(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let q = View::parse(query.as_deref()).one("q").to_owned();
    // An id leads to what it names.
    if let Some(kind) = mizan_archive::Kind::named_by(&q).filter(|_| q.len() == 13) {
        let path = match kind {
            mizan_archive::Kind::Page => "page",
            mizan_archive::Kind::Event => "event",
            mizan_archive::Kind::Story => "story",
            mizan_archive::Kind::Claim => "claim",
        };
        if path != "claim" {
            use axum::response::IntoResponse;
            return Ok(axum::response::Redirect::to(&format!("/{path}/{q}")).into_response());
        }
    }
    let (reader, words) = (app.reader, q.clone());
    let hits = if q.is_empty() {
        Vec::new()
    } else {
        app.pool.ask(move |a| a.search(reader, &words, 30)).await?
    };
    render(&SearchPage { ui, q, hits })
}

#[derive(Template)]
#[template(path = "pages.html")]
struct PagesPage {
    ui: Ui,
    view: View,
    rows: Vec<PageRow>,
    more: bool,
}

pub async fn pages(
    State(app): State<Arc<App>>,
    ui: Ui,
    RawQuery(query): RawQuery,
) -> Web<Response> {
    let view = View::parse(query.as_deref());
    let mut slice = view.slice()?;
    let limit = slice.limit;
    slice.limit += 1;
    let mut rows = app.pool.ask(move |a| a.pages(slice)).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    render(&PagesPage { ui, view, rows, more })
}

/// The words before and after an event's sentence.
pub fn around(page: &Opened, sentence: usize) -> (String, String) {
    let at = |n: Option<usize>| {
        n.filter(|n| *n < page.record.sentences.len()).map(|n| page.sentence(n)).unwrap_or_default()
    };
    (at(sentence.checked_sub(1)), at(Some(sentence + 1)))
}

/// An error where an id names a page and not what was asked for.
pub fn absent(id: &str) -> WebError {
    WebError::absent(format!("{id}: nothing of this id is in the archive"))
}
