//! A page of HTML: its markup flat, the article found in it, its lines put together.

use crate::assemble::assemble;
use crate::evidence::Source;
use crate::feed::{self, Entry};
use crate::hints::Lexicon;
use crate::lines::{Line, Role, pick};
use crate::markup::{DEEPEST, Doc, parse};
use crate::select::Article;
use crate::{Page, Problem, dated, script};
use mizan_data::Knowledge;
use mizan_text::fold;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// Prose of the markup, in weighed bytes, below which the page's data are looked into.
const THIN: u64 = 300;

/// Reads a page of HTML. `address` is where it came from, if that is known.
/// `entry` is what the feed that names it says.
pub(crate) fn page(
    html: &str,
    address: Option<&str>,
    entry: Option<&Entry>,
    knowledge: &Knowledge,
) -> Page {
    let mut doc = parse(html, &LEXICON);
    if let Some(address) = address {
        doc.meta.addresses.push((Source::Given, address.to_owned()));
    }
    if let Some(entry) = entry {
        feed::state(entry, &mut doc.meta);
    }
    let titles = titles(&doc);
    let article = Article::find(&doc, &titles);
    let mut problems = Vec::new();
    let mut lines = pick(&doc, &article, &titles, knowledge, &mut problems);
    if article.mass[article.root as usize] < THIN
        && let Some((title, texts)) = script::body(&doc)
    {
        lines = from_data(&lines, title, &texts);
    }
    dated::state(&mut doc, &article, &lines, knowledge);
    let mut page = assemble(&lines, &doc.meta, knowledge, None);
    page.problems.splice(0..0, problems);
    if doc.too_deep {
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

/// What the metadata say the title is, folded; of the head's title each part that may be it.
fn titles(doc: &Doc) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (source, text) in &doc.meta.titles {
        out.push(fold(text));
        if *source == Source::HeadTitle {
            out.extend(crate::assemble::head_parts(text).into_iter().map(fold));
        }
    }
    out.retain(|t| t.len() > 8);
    out
}

/// Head lines of the markup, text of the data.
fn from_data(lines: &[Line], title: Option<String>, texts: &[String]) -> Vec<Line> {
    let mut out: Vec<Line> =
        lines.iter().filter(|l| !matches!(l.role, Role::Body | Role::Unknown)).cloned().collect();
    if let Some(text) = title.filter(|_| !out.iter().any(|l| l.role == Role::Title)) {
        out.insert(0, Line::plain(text, Role::Title));
    }
    out.extend(script::lines(texts, &LEXICON));
    out
}
