//! Which agency a page credits its text to: named as outlet or author, in the dateline, or as a sign-off.

use mizan_data::Knowledge;
use mizan_data::fold::fold;
use mizan_page::{BlockKind, Page};

/// A last block up to this many bytes may be a sign-off such as «(رويترز)».
const SIGN_OFF: usize = 80;
/// Blocks from the end that a sign-off may stand in.
const LAST: usize = 3;

/// The agency's id, by `data/ar/page/credit.toml`; the first named, by the id where two are.
pub(crate) fn of(page: &Page, knowledge: &Knowledge) -> Option<String> {
    let stretches: Vec<String> = stretches(page).into_iter().map(padded).collect();
    let lists =
        knowledge.tables.lists.iter().filter_map(|(k, v)| Some((k.strip_prefix("credit.")?, v)));
    let named = |names: &Vec<String>| {
        names.iter().filter_map(|n| place(&stretches, &format!(" {n} "))).min()
    };
    lists.filter_map(|(id, names)| Some((named(names)?, id))).min().map(|(_, id)| id.to_owned())
}

/// Where a name stands: in which stretch, at which byte.
fn place(stretches: &[String], name: &str) -> Option<(usize, usize)> {
    stretches.iter().enumerate().find_map(|(n, s)| Some((n, s.find(name)?)))
}

/// Folded, with blanks for marks, so that a name is found at the borders of words.
fn padded(text: &str) -> String {
    let words = fold(text);
    let blank = |c: char| if c.is_alphanumeric() || c == '.' { c } else { ' ' };
    let clean: String = words.chars().map(blank).collect();
    format!(" {} ", clean.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "))
}

fn stretches(page: &Page) -> Vec<&str> {
    let words = |span: (u32, u32)| page.text.get(span.0 as usize..span.1 as usize).unwrap_or("");
    let mut out: Vec<&str> = page.authors.iter().map(String::as_str).collect();
    out.extend(page.byline.map(words));
    out.extend(page.outlet.as_deref());
    out.extend(page.sign_offs.iter().map(String::as_str));
    let datelines = page.blocks.iter().filter(|b| b.kind == BlockKind::Dateline);
    out.extend(datelines.map(|b| words(b.span)));
    let body = |b: &&mizan_page::Block| b.kind == BlockKind::Paragraph;
    out.extend(page.blocks.iter().find(body).and_then(|b| opening(words(b.span))));
    let last = page.blocks.iter().rev().take(LAST).map(|b| words(b.span));
    out.extend(last.filter(|w| w.len() <= SIGN_OFF));
    out.extend(page.blocks.iter().rev().find(body).and_then(|b| bracketed(words(b.span))));
    out
}

/// What stands in brackets before a dash or within the first words: «دمشق (رويترز) - …».
fn opening(text: &str) -> Option<&str> {
    let end = text.char_indices().nth(60).map_or(text.len(), |c| c.0);
    let head = &text[..end];
    let (_, rest) = head.split_once('(')?;
    rest.split_once(')').map(|p| p.0)
}

/// What stands in brackets at the very end.
fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim_end().trim_end_matches(['.', '»', '"']).strip_suffix(')')?;
    text.rsplit_once('(').map(|p| p.1).filter(|w| w.len() <= SIGN_OFF)
}
