//! corpus/page: our own pages after the templates of the Arabic web, each with the page that a reader
//! should get, and ugly copies of them made here. Prints word F1 and leaked words; floors are in
//! `corpus/page/floors.json`.
//!
//! `cargo test --release -p mizan-code --test pages -- --nocapture` prints a line a page.

#[path = "page/ugly.rs"]
mod ugly;

use mizan_code::Reader;
use mizan_page::{BlockKind, Page};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Want {
    title: Option<String>,
    subtitle: Option<String>,
    kicker: Option<String>,
    section: Option<String>,
    authors: Vec<String>,
    outlet: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    lang: String,
    url: Option<String>,
    problems: Vec<String>,
    body: Vec<(String, String)>,
}

struct Case {
    name: String,
    bytes: Vec<u8>,
    want: Want,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/page")
}

fn cases() -> Vec<Case> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder()).expect("corpus/page").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "html"));
    paths.sort();
    let read = |path: PathBuf| Case {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        want: serde_json::from_slice(&std::fs::read(path.with_extension("json")).expect("a json"))
            .expect("an expected page"),
        bytes: std::fs::read(path).expect("a page"),
    };
    paths.into_iter().map(read).collect()
}

/// Words and how often each stands; marks at both ends do not count.
fn bag<'t>(texts: impl Iterator<Item = &'t str>) -> HashMap<&'t str, i64> {
    let mut out = HashMap::new();
    for word in texts.flat_map(str::split_whitespace) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            *out.entry(word).or_insert(0) += 1;
        }
    }
    out
}

/// What a reader gets as the article: not the page's own frame of dateline, byline and section.
fn is_article(kind: BlockKind) -> bool {
    use BlockKind::{Byline, Dateline, Duplicate, Kicker, Section, Tail};
    !matches!(kind, Byline | Dateline | Duplicate | Kicker | Section | Tail)
}

#[derive(Default, Clone, Copy)]
struct Score {
    hit: i64,
    got: i64,
    want: i64,
}

impl Score {
    fn f1(self) -> f64 {
        2.0 * self.hit as f64 / (self.got + self.want).max(1) as f64
    }

    fn leaked(self) -> i64 {
        self.got - self.hit
    }

    fn add(&mut self, other: Score) {
        self.hit += other.hit;
        self.got += other.got;
        self.want += other.want;
    }
}

struct Compared {
    score: Score,
    leaked: Vec<String>,
    missed: Vec<String>,
}

fn compare(page: &Page, want: &Want) -> Compared {
    let blocks = page.blocks.iter().filter(|b| is_article(b.kind));
    let got = bag(blocks.map(|b| &page.text[b.span.0 as usize..b.span.1 as usize]));
    let head = want.title.iter().chain(&want.subtitle).map(String::as_str);
    let wanted = bag(head.chain(want.body.iter().map(|b| b.1.as_str())));
    let hit = got.iter().map(|(w, n)| (*n).min(wanted.get(w).copied().unwrap_or(0))).sum();
    let over = |a: &HashMap<&str, i64>, b: &HashMap<&str, i64>| -> Vec<String> {
        let mut list: Vec<String> = a
            .iter()
            .filter(|(w, n)| **n > b.get(*w).copied().unwrap_or(0))
            .map(|(w, _)| (*w).to_owned())
            .collect();
        list.sort();
        list
    };
    Compared {
        score: Score { hit, got: got.values().sum(), want: wanted.values().sum() },
        leaked: over(&got, &wanted),
        missed: over(&wanted, &got),
    }
}

/// Each field with what is wanted and what was found.
fn fields(page: &Page, want: &Want) -> Vec<(&'static str, String, String)> {
    let text = |s: Option<(u32, u32)>| {
        s.map(|s| page.text[s.0 as usize..s.1 as usize].to_owned()).unwrap_or_default()
    };
    let or = |o: &Option<String>| o.clone().unwrap_or_default();
    let section = page.section.map(|s| text(Some(s))).or_else(|| page.section_name.clone());
    let problems: Vec<&str> = page.problems.iter().map(|p| p.code).collect();
    let published = page.published.as_ref().map(|p| p.moment.to_string());
    vec![
        ("title", or(&want.title), text(page.title)),
        ("published", or(&want.published), published.unwrap_or_default()),
        ("byline", want.authors.join("، "), page.authors.join("، ")),
        ("subtitle", or(&want.subtitle), text(page.subtitle)),
        ("kicker", or(&want.kicker), text(page.kicker)),
        ("section", or(&want.section), section.unwrap_or_default()),
        ("outlet", or(&want.outlet), or(&page.outlet)),
        ("updated", or(&want.updated), page.updated.map(|m| m.to_string()).unwrap_or_default()),
        ("lang", want.lang.clone(), page.lang.clone()),
        ("url", or(&want.url), or(&page.url)),
        ("problems", want.problems.join(" "), problems.join(" ")),
        ("kinds", kinds(want.body.iter().map(|b| b.0.as_str())), kinds(shown(page))),
    ]
}

/// The kinds of the body's blocks, in order.
fn shown(page: &Page) -> impl Iterator<Item = &'static str> + '_ {
    let head = |k: BlockKind| matches!(k, BlockKind::Title | BlockKind::Subtitle);
    page.blocks.iter().filter(move |b| is_article(b.kind) && !head(b.kind)).map(|b| b.kind.name())
}

fn kinds<'t>(all: impl Iterator<Item = &'t str>) -> String {
    all.map(|k| &k[..2]).collect()
}

/// Arabic-Indic digits.
fn indic(text: &str) -> String {
    text.chars()
        .map(|c| c.to_digit(10).and_then(|d| char::from_u32(0x660 + d)).unwrap_or(c))
        .collect()
}

/// The page as a person copies it: the title twice, a line of section and date, a byline, links between and
/// behind. As Markdown the marks of a converter besides.
fn pasted(want: &Want, markdown: bool) -> String {
    let mark =
        |md: &str, text: &str| if markdown { format!("{md}{text}") } else { text.to_owned() };
    let title = want.title.clone().unwrap_or_default();
    let mut out = vec![mark("# ", &title), title.clone()];
    if let Some(day) = want.published.as_deref().and_then(|p| p.get(..10)) {
        let date: jiff::civil::Date = day.parse().expect("a day");
        let words =
            format!("{} {} {}", date.day(), ugly::MONTHS[date.month() as usize - 1], date.year());
        let words = if markdown { words } else { indic(&words) };
        out.push(format!("● {} {words}", want.section.as_deref().unwrap_or_default()));
    }
    out.extend(want.authors.first().map(|a| mark("", &format!("{}: {a}", ugly::BYLINE))));
    for (n, (kind, text)) in want.body.iter().enumerate() {
        out.push(match kind.as_str() {
            "subhead" => mark("## ", text),
            "quotation" => mark("> ", text),
            "list" => mark("- ", text),
            _ => text.clone(),
        });
        if n == 2 {
            out.push(mark("**", ugly::ALSO) + if markdown { "**" } else { "" });
        }
    }
    out.extend(ugly::TAIL.iter().map(|t| mark(if t.len() > 40 { "- " } else { "" }, t)));
    out.join(if markdown { "\n\n" } else { "\n" })
}

#[test]
fn pasted_copies() {
    let reader = Reader::builtin().expect("the data");
    let mut figures = BTreeMap::new();
    for (name, markdown) in [("text", false), ("markdown", true)] {
        let (mut total, mut right, mut all) = (Score::default(), [0usize; 3], 0usize);
        for case in cases() {
            let text = pasted(&case.want, markdown);
            let page = reader.page(text.as_bytes(), Some("copy.txt"));
            assert_eq!(page.text, text, "the text of a copy stays as it is");
            let bare = Want { subtitle: None, ..case.want };
            let c = compare(&page, &bare);
            if c.score.hit < c.score.got.max(c.score.want) {
                println!("{name} {}: leaked {:?} missed {:?}", case.name, c.leaked, c.missed);
            }
            let day = |m: &str| m.get(..10).unwrap_or_default().to_owned();
            let found = fields(&page, &bare);
            for (n, (field, want, got)) in found[..3].iter().enumerate() {
                let same = if *field == "published" { day(want) == day(got) } else { want == got };
                right[n] += usize::from(same);
                if !same {
                    println!("{name} {} {field}: wanted {want:?}, got {got:?}", case.name);
                }
            }
            total.add(c.score);
            all += 1;
        }
        figures.insert(format!("{name}.f1"), total.f1());
        figures.insert(format!("{name}.leaked"), total.leaked() as f64);
        for (field, n) in ["title", "published", "byline"].iter().zip(right) {
            figures.insert(format!("{name}.{field}"), n as f64 / all as f64);
        }
    }
    figures.iter().for_each(|(name, figure)| println!("{name:24} {figure:.4}"));
    check(&figures);
}

fn floors() -> BTreeMap<String, f64> {
    let text = std::fs::read(folder().join("floors.json")).expect("corpus/page/floors.json");
    serde_json::from_slice(&text).expect("names and figures")
}

fn check(figures: &BTreeMap<String, f64>) {
    let mut below = Vec::new();
    for (name, floor) in floors() {
        let Some(figure) = figures.get(&name) else { continue };
        // Leaked words have a ceiling, all else a floor.
        let holds = if name.ends_with("leaked") { *figure <= floor } else { *figure >= floor };
        if !holds {
            below.push(format!("{name}: {figure:.4}, limit {floor}"));
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

#[test]
fn pages_as_they_are() {
    let reader = Reader::builtin().expect("the data");
    let cases = cases();
    assert!(cases.len() >= 40, "{} pages", cases.len());
    let mut total = Score::default();
    let mut right: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let page = reader.page(&case.bytes, Some(&format!("{}.html", case.name)));
        let c = compare(&page, &case.want);
        println!("{:24} F1 {:.4} leaked {}", case.name, c.score.f1(), c.score.leaked());
        if !c.leaked.is_empty() || !c.missed.is_empty() {
            println!("    leaked {:?}\n    missed {:?}", c.leaked, c.missed);
        }
        for (name, want, got) in fields(&page, &case.want) {
            let entry = right.entry(name).or_default();
            entry.1 += 1;
            entry.0 += usize::from(want == got);
            if want != got {
                println!("    {name}: wanted {want:?}, got {got:?}");
            }
        }
        total.add(c.score);
    }
    let mut figures = BTreeMap::from([
        ("page.f1".to_owned(), total.f1()),
        ("page.leaked".to_owned(), total.leaked() as f64),
    ]);
    figures.extend(
        right.into_iter().map(|(n, (hit, all))| (format!("page.{n}"), hit as f64 / all as f64)),
    );
    figures.iter().for_each(|(name, figure)| println!("{name:24} {figure:.4}"));
    check(&figures);
}

#[test]
fn ugly_copies() {
    let reader = Reader::builtin().expect("the data");
    let cases = cases();
    let mut figures = BTreeMap::new();
    for (name, make) in ugly::ALL {
        let (mut total, mut worst) = (Score::default(), (1.0, String::new()));
        for case in &cases {
            let (html, _, _) = encoding_rs::Encoding::for_label(ugly::charset(&case.bytes))
                .expect("a known charset")
                .decode(&case.bytes);
            let bytes = make(&html);
            let page = reader.page(&bytes, Some("copy.html"));
            let c = compare(&page, &case.want);
            if c.score.f1() < worst.0 {
                worst = (c.score.f1(), case.name.clone());
            }
            if std::env::var_os("MIZAN_VERBOSE").is_some()
                && c.score.hit < c.score.got.max(c.score.want)
            {
                println!("{name} {}: leaked {:?} missed {:?}", case.name, c.leaked, c.missed);
            }
            total.add(c.score);
        }
        println!("{name:12} F1 {:.4} leaked {} worst {worst:?}", total.f1(), total.leaked());
        figures.insert(format!("ugly.{name}.f1"), total.f1());
        figures.insert(format!("ugly.{name}.leaked"), total.leaked() as f64);
    }
    check(&figures);
}
