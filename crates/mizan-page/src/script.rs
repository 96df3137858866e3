//! Articles that stand in a page's data rather than its markup: Next.js, Nuxt and the like, JSON-LD's articleBody.

mod program;

pub(crate) use program::holds_data;

use crate::lines::{Line, Role};
use crate::markup::Doc;
use serde_json::Value;

/// JSON deeper than this is not looked into.
const DEEPEST: usize = 40;
/// Bytes of text below which data hold no article.
const LEAST: usize = 200;

/// The longest text in the page's data, with the title beside it if there is one.
pub(crate) fn body(doc: &Doc) -> Option<(Option<String>, Vec<String>)> {
    let mut best = Best::default();
    for data in &doc.data {
        match serde_json::from_str::<Value>(data.trim()) {
            Ok(value) => best.look(&value, None, 0),
            // A template that a script would put into the page.
            Err(_) if is_markup(data) => best.offer(None, vec![data.clone()]),
            Err(_) => {}
        }
    }
    let (values, texts) = program::values(&doc.programs);
    values.iter().for_each(|v| best.look(v, None, 0));
    texts.into_iter().for_each(|t| best.offer(None, vec![t]));
    if let Some(text) = &doc.meta.body {
        best.offer(None, vec![text.clone()]);
    }
    (best.mass >= LEAST).then_some((best.title, best.texts))
}

#[derive(Default)]
struct Best {
    mass: usize,
    title: Option<String>,
    texts: Vec<String>,
}

fn is_markup(text: &str) -> bool {
    ["</", "<p", "<br"].iter().any(|m| text.contains(m))
}

/// Words, not addresses, identifiers or programs.
fn prose(text: &str) -> usize {
    let words = text.split_whitespace().count();
    let program = text.contains("function(") || text.contains("{\"");
    let tags: usize = if is_markup(text) { text.split('<').skip(1).map(tag).sum() } else { 0 };
    if words < 6 || program { 0 } else { text.len().saturating_sub(tags) }
}

/// Bytes of the tag that a stretch behind `<` begins with.
fn tag(stretch: &str) -> usize {
    stretch.find('>').map_or(0, |end| end + 2)
}

impl Best {
    fn offer(&mut self, title: Option<&str>, texts: Vec<String>) {
        let mass = texts.iter().map(|t| prose(t)).sum();
        if mass > self.mass {
            *self = Best { mass, title: title.map(str::to_owned), texts };
        }
    }

    fn look(&mut self, value: &Value, title: Option<&str>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            // `["$", "p", null, {"children": …}]`: an element of React.
            Value::Array(items) if is_element(items) => {
                let mut texts = Vec::new();
                children(value, &mut texts, depth);
                self.offer(title, texts);
            }
            Value::Array(items) => {
                self.offer(title, items.iter().filter_map(text_of).map(str::to_owned).collect());
                items.iter().for_each(|i| self.look(i, title, depth + 1));
            }
            Value::Object(map) => {
                let own = ["headline", "title"].iter().find_map(|k| map.get(*k)?.as_str());
                let title = own.filter(|t| t.len() > 10).or(title);
                map.values().for_each(|v| self.look(v, title, depth + 1));
            }
            Value::String(text) if prose(text) > 0 => self.offer(title, vec![text.clone()]),
            _ => {}
        }
    }
}

fn is_element(items: &[Value]) -> bool {
    items.first().and_then(Value::as_str) == Some("$")
}

/// The texts of a tree of React, each by itself.
fn children(value: &Value, out: &mut Vec<String>, depth: usize) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(items) if is_element(items) => {
            items.iter().skip(3).for_each(|i| children(i, out, depth + 1));
        }
        Value::Array(items) => items.iter().for_each(|i| children(i, out, depth + 1)),
        Value::Object(map) => {
            map.get("children").into_iter().for_each(|c| children(c, out, depth + 1));
        }
        Value::String(text) if text.contains(' ') => out.push(text.clone()),
        _ => {}
    }
}

/// The text of one block of an article: a string, or an object with one.
fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Object(map) => {
            let named = ["text", "content", "html", "value", "body"];
            named.iter().find_map(|k| map.get(*k)?.as_str()).filter(|t| t.contains(' '))
        }
        _ => None,
    }
}

/// The texts as lines. Markup in them is read as a page of its own.
pub(crate) fn lines(texts: &[String], lexicon: &crate::hints::Lexicon) -> Vec<Line> {
    let plain =
        |text: &str| Line::plain(text.split_whitespace().collect::<Vec<_>>().join(" "), Role::Body);
    let mut out = Vec::new();
    for text in texts {
        if is_markup(text) {
            let doc = crate::markup::parse(text, lexicon);
            out.extend(doc.pieces.iter().map(|p| plain(doc.words(p))));
        } else {
            out.extend(text.lines().map(plain));
        }
    }
    out.retain(|l| !l.text.is_empty());
    out
}
