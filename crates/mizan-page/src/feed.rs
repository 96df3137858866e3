//! Feeds and sitemaps: RSS, Atom, JSON Feed, `urlset` (with Google News's names) and `sitemapindex`.
//!
//! An entry whose content is the whole article is read as it is; of the others the address is told.

use crate::evidence::Source;
use crate::meta::Meta;
use crate::moment::{Moment, moment};
use jiff::tz::Offset;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Entries of one feed beyond this are left out.
pub const MOST: usize = 50_000;
/// Characters of words from which on a content is the article rather than its first lines.
const WHOLE: usize = 500;

/// What a feed says of one page.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Where the page is.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Moment>,
    /// Whose feed it is.
    pub outlet: Option<String>,
    /// The article's HTML, where the feed carries the whole of it.
    pub content: Option<String>,
}

/// What stands at the address of a feed.
#[derive(Debug, Clone)]
pub enum Listing {
    /// Pages, in the order of the feed.
    Entries(Vec<Entry>),
    /// Addresses of further sitemaps.
    Sitemaps(Vec<String>),
}

/// Reads a feed or a sitemap.
///
/// # Errors
/// In words, where it is neither.
pub fn listing(bytes: &[u8], address: &str) -> Result<Listing, String> {
    if let Some(listing) = sitemap(bytes) {
        return Ok(listing);
    }
    let parser = feed_rs::parser::Builder::new().base_uri(Some(address)).sanitize_content(false);
    let feed = parser.build().parse(bytes).map_err(|e| {
        format!(
            "neither RSS, Atom, JSON Feed nor a sitemap ({e}); give the address of the feed itself"
        )
    })?;
    let outlet = feed.title.map(|t| t.content);
    Ok(Listing::Entries(
        feed.entries.into_iter().take(MOST).map(|e| entry(e, outlet.as_ref())).collect(),
    ))
}

fn entry(e: feed_rs::model::Entry, outlet: Option<&String>) -> Entry {
    let link = e.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"));
    let bodies = e.content.and_then(|c| c.body).into_iter().chain(e.summary.map(|s| s.content));
    let day = e.published.or(e.updated).and_then(|d| utc(d.timestamp()));
    Entry {
        url: link.or(e.links.first()).map(|l| l.href.clone()),
        title: e.title.map(|t| t.content),
        authors: e.authors.into_iter().filter_map(|a| a.name).filter(|n| !n.is_empty()).collect(),
        published: day,
        outlet: outlet.cloned(),
        content: bodies.filter(|b| is_whole(b)).max_by_key(String::len),
    }
}

fn utc(seconds: i64) -> Option<Moment> {
    let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(Moment { date: at.date(), time: Some(at.time()), offset: Some(Offset::UTC) })
}

/// Is this an article, not the first lines of one?
fn is_whole(html: &str) -> bool {
    let (mut words, mut tag) = (0, false);
    for c in html.chars() {
        tag = c == '<' || tag && c != '>';
        words += usize::from(!tag && c.is_alphabetic());
    }
    let end = html.trim_end_matches(|c: char| {
        c.is_whitespace() || c == '>' || c == '/' || c == 'p' || c == '<'
    });
    words >= WHOLE
        && !end.ends_with(['…'])
        && !end.ends_with("[...]")
        && !end.ends_with("[&#8230;]")
}

/// A sitemap; none where the document is something else.
fn sitemap(bytes: &[u8]) -> Option<Listing> {
    let text = crate::decode(bytes, None).text;
    let mut reader = Reader::from_str(&text);
    let (mut pages, mut maps) = (Vec::new(), Vec::new());
    let (mut root, mut now, mut words) = (false, Entry::default(), String::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => {
                let name = tag.local_name();
                if !root && !matches!(name.as_ref(), "urlset" | "sitemapindex") {
                    return None;
                }
                root = true;
                words.clear();
            }
            Event::Text(text) => words.push_str(&text),
            Event::CData(text) => words.push_str(&text),
            Event::GeneralRef(name) => words.push_str(&reference(&name)),
            Event::End(tag) => match tag.local_name().as_ref() {
                "url" if now.url.is_some() => pages.push(std::mem::take(&mut now)),
                "sitemap" => maps.extend(now.url.take()),
                name => field(&mut now, name, words.trim()),
            },
            Event::Eof => break,
            _ => {}
        }
        if pages.len() + maps.len() >= MOST {
            break;
        }
    }
    let all = if maps.is_empty() { Listing::Entries(pages) } else { Listing::Sitemaps(maps) };
    root.then_some(all)
}

fn reference(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};")).map_or_else(|_| String::new(), Into::into)
}

/// `loc`, and the names of Google's news sitemaps.
fn field(entry: &mut Entry, name: &str, words: &str) {
    match name {
        "loc" if entry.url.is_none() => entry.url = Some(words.to_owned()),
        "title" => entry.title = Some(words.to_owned()),
        "name" => entry.outlet = Some(words.to_owned()),
        "publication_date" => entry.published = moment(words),
        // The time of the last change stands for that of publication only where nothing else does.
        "lastmod" if entry.published.is_none() => entry.published = moment(words),
        _ => {}
    }
}

/// What the feed says, as statements beside those of the page.
pub(crate) fn state(entry: &Entry, meta: &mut Meta) {
    let source = Source::Feed;
    meta.titles.extend(entry.title.iter().map(|t| (source, t.clone())));
    meta.authors.extend(entry.authors.iter().map(|a| (source, a.clone())));
    meta.published.extend(entry.published.map(|m| (source, m)));
    meta.outlets.extend(entry.outlet.iter().map(|o| (source, o.clone())));
    meta.addresses.extend(entry.url.iter().map(|u| (source, u.clone())));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<Entry> {
        match listing(text.as_bytes(), "https://a.example/feed") {
            Ok(Listing::Entries(list)) => list,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn rss_with_the_whole_article() {
        let body = "<p>أعلنت الوزارة أن العمل انتهى في المرحلة الأولى من المشروع.</p>".repeat(14);
        let rss = format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>موقع</title><link>https://a.example</link>\
             <item><title>خبر كامل</title><link>https://a.example/1</link><dc:creator>سلمى</dc:creator>\
             <pubDate>Sun, 30 Nov 2025 14:05:00 +0300</pubDate><description>أول الخبر…</description>\
             <content:encoded><![CDATA[{body}]]></content:encoded></item>\
             <item><title>خبر ناقص</title><link>https://a.example/2</link><description>أول الخبر…</description></item>\
             </channel></rss>"
        );
        let all = entries(&rss);
        assert_eq!(all[0].content.as_deref(), Some(body.as_str()));
        assert_eq!(all[0].published.map(|m| m.to_string()).as_deref(), Some("2025-11-30T11:05Z"));
        assert_eq!(all[0].authors, ["سلمى"]);
        assert!(all[1].content.is_none());
        assert_eq!(all[1].url.as_deref(), Some("https://a.example/2"));
    }

    #[test]
    fn json_feed_and_atom() {
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"م","items":[{"id":"1","url":"https://a.example/1","title":"خبر","content_text":"قصير"}]}"#;
        assert_eq!(entries(json)[0].title.as_deref(), Some("خبر"));
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>م</title><id>a</id><updated>2025-11-30T10:00:00Z</updated>\
            <entry><title>خبر</title><id>b</id><updated>2025-11-30T10:00:00Z</updated><link rel=\"edit\" href=\"https://a.example/e\"/><link href=\"https://a.example/1\"/></entry></feed>";
        assert_eq!(entries(atom)[0].url.as_deref(), Some("https://a.example/1"));
    }

    #[test]
    fn sitemaps() {
        let news = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\
            <url><loc>https://a.example/1?x=1&amp;y=2</loc><news:news><news:publication><news:name>موقع</news:name></news:publication>\
            <news:publication_date>2025-11-30T10:00:00+03:00</news:publication_date><news:title>خبر</news:title></news:news></url></urlset>";
        let all = entries(news);
        assert_eq!(all[0].url.as_deref(), Some("https://a.example/1?x=1&y=2"));
        assert_eq!(
            all[0].published.map(|m| m.to_string()).as_deref(),
            Some("2025-11-30T10:00+03:00")
        );
        let index =
            "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>";
        assert!(
            matches!(listing(index.as_bytes(), ""), Ok(Listing::Sitemaps(m)) if m == ["https://a.example/s.xml"])
        );
    }

    #[test]
    fn what_is_no_feed_is_said() {
        let error =
            listing(b"<html><body>x</body></html>", "https://a.example/").expect_err("no feed");
        assert!(error.contains("address of the feed"), "{error}");
    }
}
