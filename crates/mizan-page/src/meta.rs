//! What a page says of itself outside its text: meta tags, JSON-LD, its head's title. Each statement
//! is kept with its source; [`crate::evidence`] weighs them.

use crate::evidence::Source;
use crate::moment::{Moment, moment};
use serde_json::Value;

/// JSON deeper than this is not looked into; nor are lists longer than [`WIDEST`].
const DEEPEST: usize = 12;
const WIDEST: usize = 256;
/// A statement longer than this is none.
const LONGEST: usize = 2_000;

/// Statements of a page, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub titles: Vec<(Source, String)>,
    pub outlets: Vec<(Source, String)>,
    /// Companies: the outlet's name only where nothing else is one.
    pub publishers: Vec<(Source, String)>,
    pub authors: Vec<(Source, String)>,
    pub sections: Vec<(Source, String)>,
    pub published: Vec<(Source, Moment)>,
    pub updated: Vec<(Source, Moment)>,
    pub addresses: Vec<(Source, String)>,
    pub captions: Vec<String>,
    pub lang: Option<String>,
    /// The article's text, where JSON-LD carries it.
    pub body: Option<String>,
    /// JSON-LD says that the text is not whole for who has not paid.
    pub paid: bool,
    pub live: bool,
}

fn keep(list: &mut Vec<(Source, String)>, source: Source, text: &str) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() && text.len() < LONGEST && list.len() < 32 {
        list.push((source, text));
    }
}

/// Names of tags that give the day of publication, beside those of Open Graph and microdata.
const PUBLISHED: [&str; 34] = [
    "date",
    "pubdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "parsely-pub-date",
    "publishdate",
    "publication_date",
    "sailthru.date",
    "publish_date",
    "pub_date",
    "published_date",
    "date.published",
    "displaydate",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "dc.date.created",
    "article:published",
    "article.published",
    "article.created",
    "pub-date",
    "og:article:published_time",
    "og:pubdate",
    "og:release_date",
    "datecreated",
    "cxenseparse:recs:publishtime",
    "publishedtime",
    "publishtime",
    "rbpubdate",
    "citation_publication_date",
    "bt:pubdate",
    "dateofpublication",
    "created",
];

impl Meta {
    /// A meta tag, by its name, property or itemprop.
    pub fn tag(&mut self, name: &str, content: &str) {
        let date = |list: &mut Vec<(Source, Moment)>, source| {
            list.extend(moment(content).map(|m| (source, m)));
        };
        match name.to_ascii_lowercase().as_str() {
            "og:title" => keep(&mut self.titles, Source::OpenGraph, content),
            "twitter:title" | "title" | "dc.title" => keep(&mut self.titles, Source::Meta, content),
            "headline" => keep(&mut self.titles, Source::Microdata, content),
            "og:site_name" => keep(&mut self.outlets, Source::OpenGraph, content),
            "application-name" => keep(&mut self.outlets, Source::Meta, content),
            "publisher" | "dc.publisher" => keep(&mut self.publishers, Source::Meta, content),
            "article:author" => keep(&mut self.authors, Source::OpenGraph, content),
            "author" | "dc.creator" | "parsely-author" | "sailthru.author" => {
                keep(&mut self.authors, Source::Meta, content);
            }
            "article:section" => keep(&mut self.sections, Source::OpenGraph, content),
            "articlesection" | "parsely-section" => keep(&mut self.sections, Source::Meta, content),
            "article:published_time" | "og:published_time" => {
                date(&mut self.published, Source::OpenGraph)
            }
            "datepublished" => date(&mut self.published, Source::Microdata),
            name if PUBLISHED.contains(&name) => date(&mut self.published, Source::Meta),
            "article:modified_time" | "og:updated_time" => {
                date(&mut self.updated, Source::OpenGraph)
            }
            "datemodified" => date(&mut self.updated, Source::Microdata),
            "last-modified" | "dc.date.modified" => date(&mut self.updated, Source::Meta),
            "og:url" => keep(&mut self.addresses, Source::OpenGraph, content),
            _ => {}
        }
    }

    /// `<link rel=canonical>`.
    pub fn canonical(&mut self, href: Option<String>) {
        if let Some(href) = href {
            keep(&mut self.addresses, Source::Link, &href);
        }
    }

    /// `<title>`.
    pub fn head_title(&mut self, text: &str) {
        keep(&mut self.titles, Source::HeadTitle, text);
    }

    /// JSON-LD; broken JSON is passed over.
    pub fn json_ld(&mut self, text: &str) {
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str(text) {
            self.node(&value, 0);
        }
    }

    fn node(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().take(WIDEST).for_each(|i| self.node(i, depth + 1)),
            Value::Object(map) => {
                let kind = map.get("@type").map(words_of).unwrap_or_default().join(" ");
                if kind.contains("Article") || kind.contains("Posting") || kind.contains("Report") {
                    self.article(map, kind.contains("LiveBlog"));
                } else if kind.contains("BreadcrumbList") {
                    self.breadcrumbs(map);
                } else if kind.contains("WebSite") {
                    self.named("name", map, Source::WebSite);
                } else {
                    self.dates(map, Source::WebSite);
                }
                for inner in ["mainEntity", "mainEntityOfPage"] {
                    map.get(inner).into_iter().for_each(|v| self.node(v, depth + 1));
                }
                if let Some(graph) = map.get("@graph") {
                    self.node(graph, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn named(&mut self, key: &str, map: &serde_json::Map<String, Value>, source: Source) {
        map.get(key)
            .map(words_of)
            .unwrap_or_default()
            .iter()
            .for_each(|n| keep(&mut self.outlets, source, n));
    }

    fn article(&mut self, map: &serde_json::Map<String, Value>, live: bool) {
        let source = Source::JsonLd;
        let all = |key: &str| map.get(key).map(words_of).unwrap_or_default();
        self.live |= live;
        all("headline").iter().for_each(|t| keep(&mut self.titles, source, t));
        all("author").iter().for_each(|t| keep(&mut self.authors, source, t));
        all("articleSection").iter().take(1).for_each(|t| keep(&mut self.sections, source, t));
        all("url").iter().for_each(|t| keep(&mut self.addresses, source, t));
        self.named("publisher", map, source);
        self.dates(map, source);
        self.paid |= map.get("isAccessibleForFree").is_some_and(|v| {
            v.as_bool() == Some(false)
                || v.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"))
        });
        if let Some(caption) =
            map.get("image").and_then(|i| i.get("caption")).and_then(Value::as_str)
        {
            self.captions.push(caption.to_owned());
        }
        if self.body.is_none() {
            self.body = map.get("articleBody").and_then(Value::as_str).map(str::to_owned);
        }
    }

    /// When a thing of JSON-LD was published and changed.
    fn dates(&mut self, map: &serde_json::Map<String, Value>, source: Source) {
        let day = |key: &str| {
            let all = map.get(key).map(words_of).unwrap_or_default();
            all.iter().find_map(|t| moment(t)).map(|m| (source, m))
        };
        self.published.extend(day("datePublished"));
        self.updated.extend(day("dateModified"));
    }

    /// The last crumb that is no title and not the front page.
    fn breadcrumbs(&mut self, map: &serde_json::Map<String, Value>) {
        let Some(items) = map.get("itemListElement").and_then(Value::as_array) else { return };
        let names = items.iter().take(8).filter_map(|i| {
            i.get("name").or_else(|| i.get("item")?.get("name")).and_then(Value::as_str)
        });
        let names: Vec<&str> = names.collect();
        if let Some(section) = names.get(1).filter(|s| names.len() > 2 || s.chars().count() < 20) {
            keep(&mut self.sections, Source::WebSite, section);
        }
    }
}

/// A string, the names of things, or the strings of a list.
fn words_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(s) => vec![s.clone()],
        Value::Array(list) => list
            .iter()
            .take(16)
            .flat_map(|v| match v {
                Value::Array(_) => Vec::new(),
                other => words_of(other),
            })
            .collect(),
        Value::Object(map) => {
            map.get("name").and_then(Value::as_str).map(str::to_owned).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
