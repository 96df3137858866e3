//! The names of a byline, without what stands glued to them: handles, offices, days, the outlet.

use mizan_data::Knowledge;
use mizan_text::fold;

/// Words of a name, at most.
const WORDS: usize = 6;

/// The persons of a byline or of a statement; `outlet` is nobody.
pub(super) fn names(text: &str, outlet: Option<&str>, knowledge: &Knowledge) -> Vec<String> {
    let outlet = outlet.map(fold);
    let mut out: Vec<String> = Vec::new();
    // «Name - 12/22/23 12:24 PM»
    let day = |(at, _): &(usize, &str)| text[at + 3..].starts_with(|c: char| c.is_ascii_digit());
    let end = text.match_indices(" - ").find(day).map_or(text.len(), |m| m.0);
    for part in parts(&text[..end]) {
        let name = bare(part, knowledge);
        let known = |o: &String| fold(o) == fold(name);
        let office = !out.is_empty() && is_office(name, knowledge);
        let paper = !out.is_empty() && Some(fold(name)) == outlet;
        if is_name(name, knowledge) && !office && !paper && !out.iter().any(known) {
            out.push(name.to_owned());
        }
    }
    out
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let joined = |t: &'static str| move |p: &'_ str| p.find(t).map(|at| (at, at + t.len()));
    let by_mark = text.split(['،', ',', '|', '&', ';', '/', '•', '·', '\n']);
    by_mark.flat_map(move |p| match joined(" and ")(p) {
        Some((to, from)) => vec![&p[..to], &p[from..]],
        None => vec![p],
    })
}

/// A name without its label, handle, day and what else follows it.
fn bare<'t>(part: &'t str, knowledge: &Knowledge) -> &'t str {
    let mut name = part.split(['@', '(', '[']).next().unwrap_or("");
    name = name.split(" - ").next().unwrap_or(name).split('—').next().unwrap_or(name);
    name = name.find(" For ").map_or(name, |at| &name[..at]);
    let mark = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | ':' | '.' | '*' | '"');
    name = name.trim_start_matches(mark).trim_end_matches(|c| mark(c) && c != '.');
    name = name.trim_end_matches(" and").trim_end_matches(" by");
    let label = name.split_once(' ').filter(|(first, rest)| {
        !rest.is_empty() && knowledge.is("page.byline_alone", &fold(first))
    });
    label.map_or(name, |l| l.1).trim()
}

/// Nobody is called by a label, a day, an address, or a clause of a sentence.
pub(super) fn is_name(name: &str, knowledge: &Knowledge) -> bool {
    let folded = fold(name);
    let words = name.split_whitespace();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let listed = ["page.byline", "page.published", "page.share", "page.tail", "page.nobody"];
    let lower = |w: &&str| w.len() > 3 && w.starts_with(|c: char| c.is_ascii_lowercase());
    let small = words.clone().filter(lower).count();
    name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && digits < 2
        && words.clone().count() <= WORDS
        && (words.clone().count() < 3 || small * 2 < words.count())
        && !name.contains("://")
        && !listed.iter().any(|l| knowledge.is(l, &folded))
}

fn is_office(name: &str, knowledge: &Knowledge) -> bool {
    let folded = fold(name);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    let site = folded.contains('.') && !folded.ends_with('.') && !folded.contains(". ");
    site || words.any(|w| knowledge.is("page.office", w))
}
