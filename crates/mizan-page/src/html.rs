//! HTML to lines: the tokenizer of html5gum, a bounded stack of our own, no tree.
//!
//! Lines inside the article, where the page marks one, are kept; navigation, forms, scripts and
//! blocks whose class says share, related, comments and the like are left out.

use crate::assemble::{Line, LineKind, assemble};
use crate::meta::Meta;
use crate::{Page, Problem};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use mizan_data::Knowledge;

/// Deeper markup is flattened: its text is kept, its structure is not.
const DEEPEST: usize = 256;
const MAX_LINES: usize = 200_000;

const SKIPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "button",
    "select", "iframe", "object", "canvas", "audio", "video", "dialog",
];
const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "br",
    "hr",
    "dl",
    "dt",
    "dd",
    "address",
    "body",
    "center",
    "title",
    "time",
];
const VOID: [&str; 12] =
    ["br", "hr", "img", "meta", "link", "input", "source", "wbr", "area", "col", "embed", "base"];
/// Parts of class and id names that mark what is not the article.
const NOT_ARTICLE: [&str; 22] = [
    "share",
    "social",
    "related",
    "comment",
    "sidebar",
    "breadcrumb",
    "newsletter",
    "advert",
    "cookie",
    "navbar",
    "menu",
    "tags",
    "widget",
    "popular",
    "most-read",
    "recommend",
    "subscribe",
    "copyright",
    "footer",
    "promo",
    "pagination",
    "trending",
];

struct Open {
    name: String,
    skip: bool,
    article: bool,
}

#[derive(Default)]
struct Reader {
    stack: Vec<Open>,
    /// Tags opened beyond [`DEEPEST`].
    beyond: usize,
    too_deep: bool,
    skipping: usize,
    in_article: usize,
    line: String,
    kind: Option<LineKind>,
    lines: Vec<Line>,
    meta: Meta,
    script: Option<bool>,
    title: bool,
}

/// Reads a page of HTML.
pub(crate) fn page(html: &str, knowledge: &Knowledge) -> Page {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.open(&tag),
            Token::EndTag(tag) => reader.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if reader.lines.len() > MAX_LINES {
            break;
        }
    }
    reader.end_line();
    reader.finish(knowledge)
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|v| String::from_utf8_lossy(v).into_owned())
}

impl Reader {
    fn open(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        match name.as_str() {
            "meta" => self.meta.tag(
                attribute(tag, "property")
                    .or_else(|| attribute(tag, "name"))
                    .or_else(|| attribute(tag, "itemprop")),
                attribute(tag, "content"),
            ),
            "html" => self.meta.lang = attribute(tag, "lang"),
            "time" => self.meta.time(attribute(tag, "datetime").as_deref()),
            "script" => {
                self.script = Some(attribute(tag, "type").is_some_and(|t| t.contains("ld+json")))
            }
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            self.end_line();
            self.kind = line_kind(&name).or(self.kind);
            self.title = name == "title";
        }
        if VOID.contains(&name.as_str()) || tag.self_closing {
            return;
        }
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            self.too_deep = true;
            return;
        }
        let class = format!(
            "{} {}",
            attribute(tag, "class").unwrap_or_default(),
            attribute(tag, "id").unwrap_or_default()
        )
        .to_ascii_lowercase();
        let skip = SKIPPED.contains(&name.as_str())
            || (!matches!(name.as_str(), "body" | "html" | "article" | "main")
                && NOT_ARTICLE.iter().any(|n| class.contains(n)));
        let body = attribute(tag, "itemprop").is_some_and(|p| p == "articleBody");
        let article = matches!(name.as_str(), "article" | "main") || body;
        self.skipping += usize::from(skip);
        self.in_article += usize::from(article);
        self.stack.push(Open { name, skip, article });
    }

    fn close(&mut self, name: &str) {
        if name == "script" {
            self.script = None;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
            self.kind = None;
            self.title = false;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        // Close the nearest open tag of this name; a stray end tag changes nothing.
        let Some(at) = self.stack.iter().rposition(|o| o.name == name) else { return };
        for open in self.stack.drain(at..) {
            self.skipping -= usize::from(open.skip);
            self.in_article -= usize::from(open.article);
        }
    }

    fn text(&mut self, text: &str) {
        if self.script == Some(true) {
            self.meta.json_ld(text);
        }
        if self.title {
            self.meta.title.get_or_insert_with(String::new).push_str(text);
            return;
        }
        if self.script.is_some() || self.skipping > 0 {
            return;
        }
        for c in text.chars() {
            let space = c.is_whitespace();
            if !space || !(self.line.is_empty() || self.line.ends_with(' ')) {
                self.line.push(if space { ' ' } else { c });
            }
        }
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.line);
        let text = text.trim();
        if !text.is_empty() {
            self.lines.push(Line {
                text: text.to_owned(),
                kind: self.kind.unwrap_or(LineKind::Plain),
                article: self.in_article > 0,
                at: None,
            });
        }
    }

    fn finish(mut self, knowledge: &Knowledge) -> Page {
        let inside: usize = self.lines.iter().filter(|l| l.article).map(|l| l.text.len()).sum();
        if inside > 400 {
            self.lines.retain(|l| l.article || l.kind == LineKind::Title);
        }
        let mut page = assemble(&self.lines, &self.meta, knowledge, None);
        if self.too_deep {
            page.problems.push(Problem {
                code: "MZ902",
                span: None,
                message: format!(
                    "markup nests deeper than {DEEPEST} levels; deeper structure was flattened"
                ),
            });
        }
        page
    }
}

fn line_kind(tag: &str) -> Option<LineKind> {
    Some(match tag {
        "h1" => LineKind::Title,
        "h2" | "h3" | "h4" | "h5" | "h6" => LineKind::Subhead,
        "li" | "dd" | "dt" => LineKind::Item,
        "blockquote" => LineKind::Quote,
        "figcaption" => LineKind::Caption,
        "p" | "td" | "div" | "pre" => LineKind::Plain,
        _ => return None,
    })
}
