//! How values are shown: numbers, ranges, names, the choices of a form.

use crate::ui::Ui;
use crate::view::View;
use mizan_archive::export::Network;
use mizan_archive::{Marked, Story};
use std::collections::HashMap;

use mizan_archive::COUNTED;
pub use mizan_code::record::STATUSES;

/// Kinds of actors that a person may name; private persons are none.
pub const NAMED_KINDS: &[&str] = &["organisation", "office", "group", "state", "person"];

/// Figures with a thin space between thousands, as Arabic and English readers both take it.
pub fn grouped(n: &i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(c);
    }
    out
}

/// A count that was not taken beyond a bound.
pub fn capped<N: Copy + TryInto<i64>>(n: &N) -> String {
    let n = (*n).try_into().unwrap_or(i64::MAX);
    let most = COUNTED as i64;
    if n > most { format!("{}+", grouped(&most)) } else { grouped(&n) }
}

fn number(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { grouped(&(n as i64)) } else { format!("{n}") }
}

/// A figure with its bounds: `5`, `> 15`, `10–20`.
pub fn bounds(low: &Option<f64>, high: &Option<f64>, relation: &str) -> String {
    match (low, high) {
        (Some(a), Some(b)) if a != b => format!("{}–{}", number(*a), number(*b)),
        (Some(n), _) | (None, Some(n)) => {
            let sign = match relation {
                "=" | "range" => "",
                ">=" => "≥ ",
                "<=" => "≤ ",
                ">" => "> ",
                "<" => "< ",
                _ => "≈ ",
            };
            format!("{sign}{}", number(*n))
        }
        (None, None) => "—".to_owned(),
    }
}

/// Are two words the same? Templates compare references of many depths.
pub fn same(a: impl AsRef<str>, b: impl AsRef<str>) -> bool {
    a.as_ref() == b.as_ref()
}

/// Is this the order of a view? The latest come first where nothing is said.
pub fn sorted(view: &View, name: impl AsRef<str>) -> bool {
    let asked = view.one("sort");
    asked == name.as_ref() || (asked.is_empty() && name.as_ref() == "latest")
}

pub fn two(value: &f64) -> String {
    format!("{value:.2}")
}

pub fn signed(value: &f64) -> String {
    format!("{value:+.1}")
}

pub fn between(low: &f64, high: &f64) -> String {
    format!("{low:.1}–{high:.1}")
}

/// Days from and to; an open end stays open.
pub fn range(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(a), Some(b)) if a == b => a.to_owned(),
        (a, b) => format!("{} … {}", a.unwrap_or(""), b.unwrap_or("")),
    }
}

/// The day of a happening, or its first and last.
pub fn days(from: &str, to: &Option<&str>) -> String {
    match to {
        Some(to) if *to != from => format!("{from} … {to}"),
        _ => from.to_owned(),
    }
}

/// Words cut at a length, with a sign that they are.
pub fn short(text: &str, most: usize) -> String {
    let mut letters = text.chars();
    let kept: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() { format!("{}…", kept.trim_end()) } else { kept }
}

pub fn optional(value: &Option<f64>, places: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |v| format!("{v:.places$}"))
}

pub fn percent(value: &Option<f64>) -> String {
    value.map_or_else(|| "—".to_owned(), |v| format!("{:.1} %", v * 100.0))
}

pub fn interval(low: &Option<f64>, high: &Option<f64>) -> String {
    low.zip(*high)
        .map_or_else(|| "—".to_owned(), |(l, h)| format!("{:.0}–{:.0} %", l * 100.0, h * 100.0))
}

pub fn shares(all: &[f64]) -> String {
    all.iter().map(|s| format!("{:.0} %", s * 100.0)).collect::<Vec<_>>().join(" / ")
}

pub fn score(value: &Option<f32>) -> String {
    value.map_or(String::new(), |s| format!("{s:+.1}"))
}

pub fn quad_name(quad: &u8) -> &'static str {
    let all = mizan_archive::codes::Quad::ALL;
    all.into_iter().find(|q| *q as u8 == *quad).map_or("", |q| q.name())
}

/// What a turning point is of: cooperation between all partners, or with one.
pub fn turn_of(ui: &Ui, of: &str) -> String {
    match of.strip_prefix("with ") {
        Some(partner) => format!("{} {partner}", ui.t("relations.with")),
        None => ui.t("relations.cooperation").to_owned(),
    }
}

/// Has an actor a page of its own? Kinds of people and officers known by title alone have none.
pub fn has_page(id: &str) -> bool {
    !["kind:", "office:", "name:"].iter().any(|p| id.starts_with(p))
}

/// The name of a node of the network.
pub fn node(ui: &Ui, net: &Network, id: &str) -> String {
    net.nodes.get(id).map_or_else(
        || id.to_owned(),
        |n| {
            let name = ui.pick(&n.name_ar, &n.name_en);
            if name.is_empty() { format!("{id} {}", n.code) } else { name.to_owned() }
        },
    )
}

/// The name of an actor by its id, where it is known.
pub fn named<'n>(ui: &Ui, names: &'n HashMap<String, (String, String)>, id: &'n str) -> &'n str {
    names.get(id).map_or(id, |(ar, en)| ui.pick(ar, en))
}

/// A sentence cut along what was looked for.
pub fn marked(sentence: &Marked) -> Vec<(String, bool)> {
    let chars: Vec<char> = sentence.text.chars().collect();
    let words =
        |from: usize, to: usize| chars[from.min(chars.len())..to.min(chars.len())].iter().collect();
    let (mut out, mut at) = (Vec::new(), 0);
    for (from, to) in &sentence.marks {
        if *from >= at && from < to {
            out.push((words(at, *from), false));
            out.push((words(*from, *to), true));
            at = *to;
        }
    }
    out.push((words(at, chars.len()), false));
    out
}

/// Does a story of a timeline open another day?
pub fn new_day(rows: &[Story], n: &usize) -> bool {
    *n == 0 || rows[*n - 1].first != rows[*n].first
}

/// A choice of a form: its value and its name.
pub type Choice = (String, String);

/// The choices of the form of filters.
pub struct Choices {
    pub types: Vec<Choice>,
    pub modes: Vec<Choice>,
    pub quads: Vec<Choice>,
    pub statuses: Vec<Choice>,
    pub zones: Vec<Choice>,
    pub stances: Vec<Choice>,
    /// Are the further filters shown?
    pub open: bool,
}

const FURTHER: [&str; 11] = [
    "source",
    "target",
    "claimant",
    "outlet",
    "mode",
    "quad",
    "status",
    "zone",
    "stance",
    "confidence",
    "group",
];

impl Choices {
    pub fn new(ui: &Ui, view: &View) -> Choices {
        let words = |list: &str, all: &[&str]| -> Vec<Choice> {
            all.iter().map(|w| ((*w).to_owned(), ui.word(list, w).to_owned())).collect()
        };
        let codes = |kind: &str| -> Vec<Choice> {
            let mut out: Vec<Choice> = Vec::new();
            for c in ui.k.tables.codes.iter().filter(|c| c.kind == kind) {
                if !out.iter().any(|o| o.0 == c.code) {
                    out.push((c.code.clone(), ui.code_name(c).to_owned()));
                }
            }
            out
        };
        let quads: Vec<&str> = mizan_archive::codes::Quad::ALL.iter().map(|q| q.name()).collect();
        Choices {
            types: codes("event"),
            modes: codes("mode"),
            quads: words("quad", &quads),
            statuses: words("status", &STATUSES),
            zones: words("zone", &["report", "analysis", "quote"]),
            stances: words(
                "stance",
                &["state", "assert", "allege", "deny", "reveal", "warn", "vague"],
            ),
            open: FURTHER.iter().any(|f| view.has(f)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_their_bounds() {
        assert_eq!(bounds(&Some(1500.0), &None, ">"), "> 1\u{202F}500");
        assert_eq!(bounds(&Some(10.0), &Some(20.0), "range"), "10–20");
        assert_eq!(bounds(&Some(5.0), &Some(5.0), "="), "5");
        assert_eq!(bounds(&None, &None, "="), "—");
        assert_eq!(capped(&100_001u64), "100\u{202F}000+");
        assert_eq!(short("قصف الجيش", 3), "قصف…");
    }

    #[test]
    fn marks_that_overlap_or_lie_outside_lose_no_words() {
        let s = Marked {
            text: "قصف الجيش البلدة".to_owned(),
            marks: vec![(4, 9), (6, 8), (10, 99)],
        };
        let parts = marked(&s);
        assert_eq!(parts.iter().map(|p| p.0.as_str()).collect::<String>(), s.text);
        assert_eq!(parts.iter().filter(|p| p.1).count(), 2);
    }
}
