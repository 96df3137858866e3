//! What a page says of itself in its head: OpenGraph, meta tags, JSON-LD, time elements.

use jiff::civil::Date;

/// Metadata of a page of HTML.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub title: Option<String>,
    pub og_title: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub published: Option<Date>,
    pub section: Option<String>,
    pub lang: Option<String>,
    time: Option<Date>,
}

fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

impl Meta {
    pub fn tag(&mut self, name: Option<String>, content: Option<String>) {
        let (Some(name), Some(content)) = (name, content) else { return };
        let slot = match name.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" => &mut self.og_title,
            "og:site_name" | "application-name" => &mut self.outlet,
            "author" | "article:author" => &mut self.author,
            "article:section" => &mut self.section,
            "article:published_time" | "datepublished" | "date" | "pubdate" | "dc.date" => {
                self.published = self.published.or(day(&content));
                return;
            }
            _ => return,
        };
        slot.get_or_insert(content);
    }

    pub fn time(&mut self, datetime: Option<&str>) {
        self.time = self.time.or(datetime.and_then(day));
    }

    /// The date of publication: metadata first, then the first time element.
    pub fn date(&self) -> Option<Date> {
        self.published.or(self.time)
    }

    /// Takes date, author and outlet from JSON-LD; broken JSON is passed over.
    pub fn json_ld(&mut self, text: &str) {
        if text.len() > 1 << 20 {
            return;
        }
        if let Ok(value) = serde_json::from_str(text) {
            self.node(&value, 0);
        }
    }

    fn node(&mut self, value: &serde_json::Value, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            serde_json::Value::Array(items) => {
                items.iter().take(64).for_each(|i| self.node(i, depth + 1))
            }
            serde_json::Value::Object(map) => {
                let text = |key: &str| map.get(key).and_then(|v| v.as_str()).map(str::to_owned);
                let name = |key: &str| {
                    map.get(key)
                        .and_then(|v| {
                            v.get("name").or_else(|| v.get(0).and_then(|f| f.get("name")))
                        })
                        .and_then(|n| n.as_str())
                        .map(str::to_owned)
                };
                self.published = self.published.or(text("datePublished").as_deref().and_then(day));
                self.author = self.author.take().or_else(|| name("author"));
                self.outlet = self.outlet.take().or_else(|| name("publisher"));
                self.og_title = self.og_title.take().or_else(|| text("headline"));
                if let Some(graph) = map.get("@graph") {
                    self.node(graph, depth + 1);
                }
            }
            _ => {}
        }
    }
}
