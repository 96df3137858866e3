//! Time by length: each input is read at five lengths, each twice the one before, up to 10 MB.
//!
//! `linear [MB] [WORDS]`: up to so many megabytes, only shapes with these words in their name.
//! `linear MB FILE`: each line of the file, repeated.
//!
//! Out: a table of seconds and the factor of each doubling; status 1 where twice the input took more than 2.3 times the
//! time. Each length is timed as the best of several runs, by the processor's time; doublings of less than 20 ms are told
//! and not judged: they say more of the clock than of the program.

use mizan_audit::{Auditor, Selection};
use mizan_code::Options;
use mizan_fuzz::{READER, clock};
use mizan_page::Document;

/// Twice the input, at most so much more time.
const MOST: f64 = 2.3;
/// Below this a doubling is not judged.
const LEAST: f64 = 0.02;
const LENGTHS: u32 = 5;

/// A shape: what stands once before, what is repeated, and the kind of document.
struct Shape {
    name: String,
    head: String,
    unit: String,
    html: bool,
}

fn main() {
    let most = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(10.0) * 1e6;
    let mut worst = (0.0, String::new());
    println!("{:<28} {:>8} factor of each doubling", "what is repeated", "s at end");
    let words = std::env::args().nth(2).unwrap_or_default();
    let lines = std::fs::read_to_string(&words).ok();
    let shapes = match &lines {
        Some(lines) => lines.lines().filter(|l| !l.is_empty()).map(line).collect(),
        None => shapes().into_iter().filter(|s| s.name.contains(&words)).collect::<Vec<_>>(),
    };
    for shape in shapes {
        let times: Vec<f64> = (0..LENGTHS)
            .map(|n| seconds(&shape, (most / f64::from(1 << (LENGTHS - 1 - n))) as usize))
            .collect();
        let factors: Vec<f64> = times.windows(2).map(|w| w[1] / w[0]).collect();
        let shown: Vec<String> = factors.iter().map(|f| format!("{f:.2}")).collect();
        println!("{:<28} {:>8.3} {}", shape.name, times[times.len() - 1], shown.join(" "));
        for (factor, time) in factors.iter().zip(&times[1..]) {
            if *time >= LEAST && *factor > worst.0 {
                worst = (*factor, shape.name.clone());
            }
        }
    }
    println!("worst: {:.2} ({})", worst.0, worst.1);
    std::process::exit(i32::from(worst.0 > MOST));
}

fn line(line: &str) -> Shape {
    let name = line.chars().take(28).collect();
    Shape { name, head: String::new(), unit: format!("{line}\n"), html: false }
}

/// The best of three readings, or of one where a reading takes long.
fn seconds(shape: &Shape, length: usize) -> f64 {
    let mut text = shape.head.clone();
    while text.len() < length {
        text.push_str(&shape.unit);
    }
    let auditor = Auditor::new(READER.knowledge());
    let kind = if shape.html { "text/html; charset=utf-8" } else { "text/plain; charset=utf-8" };
    let document =
        Document { bytes: text.as_bytes(), name: None, content_type: Some(kind), entry: None };
    let once = || {
        clock::seconds(|| {
            let page = READER.document(document);
            let record = READER.record(&page, None, Options::ALL);
            std::hint::black_box(auditor.audit(&page, &record, &Selection::default()));
        })
    };
    let first = once();
    let more = if first < 0.5 { 4 } else { 1 };
    (0..more).map(|_| once()).fold(first, f64::min)
}

fn shapes() -> Vec<Shape> {
    let shape = |name: &str, head: &str, unit: &str, html| Shape {
        name: name.to_owned(),
        head: head.to_owned(),
        unit: unit.to_owned(),
        html,
    };
    let report = include_str!("../../../samples/02-shelling.txt");
    let page = include_str!("../../../corpus/page/01-wp-newspaper.html");
    let text = |name: &str, unit: &str| shape(name, "", unit, false);
    let html = |name: &str, unit: &str| shape(name, "<html><body>", unit, true);
    vec![
        text("a report", report),
        html("a page", page),
        html("a paragraph", "<p>قصف الطيران الحربي مدينة حلب أمس وقتل خمسة مدنيين.</p>"),
        html("open div", "<div>"),
        html("open div with words", "<div>خبر "),
        html("open link", "<a href=x>ا "),
        html("open comment", "<!--"),
        html("broken tag", "<a <b "),
        html("attribute without end", "<a href=\"x"),
        html("formatting misnested", "<b><i></b></i>ا"),
        html("tables in tables", "<table><tr><td>ا"),
        html("lists", "<ul><li>خبر"),
        html("entities", "&amp;&#1575;&nbsp;"),
        html(
            "script of JSON",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"ا\"}</script>",
        ),
        html("meta", "<meta property=og:title content=\"خبر عاجل\">"),
        html("headings", "<h1>قصف حلب</h1>"),
        text("one word", "قصف "),
        text("one letter", "و"),
        text("one sentence without end", "قصف الطيران حلب و"),
        text("said that", "قال إن "),
        text("quotation marks", "« "),
        text("brackets", "(("),
        text("digits", "123"),
        text("numbers", "خمسة وعشرون ألف و"),
        text("dates", "14/3/2026 "),
        text("lines", "ا\n"),
        text("headings of Markdown", "# خبر\n"),
        text("full stops", ". "),
        text("diacritics", "\u{64e}"),
        text("zero width", "\u{200b}ا\u{200d}"),
        text("marks of direction", "\u{202e}خبر\u{202c} "),
        text("names", "محمد "),
        text("construct state", "رئيس وزراء "),
        text("actors", "الجيش السوري و"),
        text("denial", "لم ينف أن "),
        text("claims, each with events", "وقال الوزير إن الجيش قصف المدينة. وأضاف أن خمسة قتلوا. "),
        text("dots", "."),
        text("spaces", " "),
        text("English", "The army shelled Aleppo on Monday and "),
    ]
}
