//! The codebook: the one table of codes, and for event types the frames with what must and must not be read.

use super::render;
use crate::app::App;
use crate::error::{Web, WebError};
use crate::ui::Ui;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use mizan_data::model::{Code, Rule};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};
use utoipa::ToSchema;

/// A frame with its examples.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct Frame {
    pub event: String,
    pub id: String,
    pub mode: String,
    pub verbs: String,
    pub nouns: String,
    pub examples: Vec<String>,
    pub never: Vec<String>,
    /// Its verbs and nouns in one line.
    #[serde(skip_deserializing)]
    pub words: String,
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let text = include_str!(concat!(env!("OUT_DIR"), "/examples.json"));
    let mut all: Vec<Frame> = serde_json::from_str(text).unwrap_or_default();
    for f in &mut all {
        let both = [f.verbs.as_str(), f.nouns.as_str()];
        f.words =
            both.into_iter().map(plain).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("، ");
    }
    all
});

/// The words of a frame alone: what must stand with them, in brackets or behind @ and !, is left to the data file.
fn plain(words: &str) -> String {
    let word = |part: &str| {
        let bare = part.split('[').next().unwrap_or_default();
        bare.split_whitespace().filter(|w| !w.starts_with(['@', '!'])).collect::<Vec<_>>().join(" ")
    };
    words.split('|').map(word).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("، ")
}

/// The frames of an event type.
pub fn frames(event: &str) -> Vec<Frame> {
    FRAMES.iter().filter(|f| f.event == event).cloned().collect()
}

/// All codes, by kind, in the order of the table.
pub fn code_rows(ui: &Ui) -> Vec<(String, Vec<&'static Code>)> {
    let mut out: Vec<(String, Vec<&'static Code>)> = Vec::new();
    for code in &ui.k.tables.codes {
        match out.iter_mut().find(|g| g.0 == code.kind) {
            Some(group) => group.1.push(code),
            None => out.push((code.kind.clone(), vec![code])),
        }
    }
    out
}

#[derive(Template)]
#[template(path = "codebook.html")]
struct Codebook {
    ui: Ui,
    groups: Vec<(String, Vec<&'static Code>)>,
}

pub async fn codebook(ui: Ui) -> Web<Response> {
    render(&Codebook { groups: code_rows(&ui), ui })
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    ui: Ui,
    c: &'static Code,
    rule: Option<&'static Rule>,
    modes: Vec<&'static Code>,
    frames: Vec<Frame>,
}

pub async fn code(State(app): State<Arc<App>>, ui: Ui, Path(code): Path<String>) -> Web<Response> {
    let tables = &app.reader.knowledge().tables;
    let found =
        tables.codes.iter().find(|c| c.code.eq_ignore_ascii_case(&code) && c.parent.is_none());
    let c = found.ok_or_else(|| WebError::absent(format!("«{code}» is no code of the table")))?;
    let rule = tables.rules.iter().find(|r| r.code == c.code);
    let modes = if c.kind == "event" { ui.modes(&c.code) } else { Vec::new() };
    render(&CodePage { frames: frames(&c.code), ui, c, rule, modes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_frame_without_their_conditions() {
        assert_eq!(plain("لقي [مصرعه,حتفه] | استشهد !ب | جرح @ب,في"), "لقي، استشهد، جرح");
        assert!(
            frames("ASSAULT").iter().all(|f| !f.examples.is_empty()),
            "every frame has its examples"
        );
    }
}
