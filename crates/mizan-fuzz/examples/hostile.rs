//! Ten thousand hostile pages: `hostile [PAGES [SEED]]`. Out: for each kind how many, how large, the longest time of one, and
//! the most memory that the process held. Status 1 where a page took more than a minute or the process more than 2 GB. Times are those of the processor, so that
//! what else the machine does is left out; where the system does not tell them, those of the clock.
//!
//! Each page goes the whole way, from packed bytes by way of the stream reader to record and audit.

use mizan_audit::{Auditor, Selection};
use mizan_code::Options;
use mizan_fuzz::READER;
use mizan_page::Document;
use std::io::{Cursor, Write};

const SECONDS: f64 = 60.0;
const BYTES: u64 = 2 << 30;
/// Pages of full length; the others are short, as there are ten thousand.
const LONG: usize = 2;

/// A small generator of numbers, so that a seed gives the same pages everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// A kind of page: its name, what it is called, and how one of about so many bytes is made.
type Kind = (&'static str, &'static str, fn(&mut Dice, usize) -> Vec<u8>);

const KINDS: [Kind; 14] = [
    ("gzip bomb in WARC", "a.warc.gz", warc_bomb),
    ("gzip bomb of JSON lines", "a.jsonl.gz", lines_bomb),
    ("deep markup", "a.html", deep),
    ("markup cut anywhere", "a.html", cut),
    ("marks of direction", "a.txt", bidi),
    ("homoglyph names", "a.txt", homoglyphs),
    ("words split by zero width", "a.txt", zero_width),
    ("one line", "a.txt", line),
    ("regex stress", "a.txt", regex),
    ("brackets and quotes", "a.txt", brackets),
    ("combining marks", "a.txt", marks),
    ("entities and scripts", "a.html", entities),
    ("attributes", "a.html", attributes),
    ("random bytes", "a.html", random),
];

const WORDS: [&str; 12] =
    ["قصف", "الجيش", "التركي", "مدينة", "منبج", "وقال", "إن", "لم", "ينف", "خمسة", "«", "الوزير"];

fn words(dice: &mut Dice, size: usize, between: &str) -> String {
    let mut out = String::with_capacity(size + 32);
    while out.len() < size {
        out.push_str(dice.pick(&WORDS));
        out.push_str(between);
    }
    out
}

fn packed(bytes: &[u8], times: usize) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..times {
        out.write_all(bytes).expect("in memory");
    }
    out.finish().expect("in memory")
}

/// Packed a thousandfold: a response that says that it is short.
fn warc_bomb(dice: &mut Dice, size: usize) -> Vec<u8> {
    let body = packed("<p>قصف ".repeat(1000).as_bytes(), size / 10);
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        dice.roll(99)
    );
    let length = head.len() + body.len();
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: {length}\r\n\r\n{head}"
    )
    .into_bytes();
    out.extend(body);
    out.extend(b"\r\n\r\n");
    packed(&out, 1)
}

/// A line without end.
fn lines_bomb(_: &mut Dice, size: usize) -> Vec<u8> {
    packed(format!("{{\"text\": \"{}", " قصف".repeat(1000)).as_bytes(), size / 10)
}

fn deep(dice: &mut Dice, size: usize) -> Vec<u8> {
    let tag = dice.pick(&[
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<ul><li>",
        "<a href=x>",
        "<blockquote>",
        "<svg>",
        "<template>",
    ]);
    let mut out = tag.repeat(size / tag.len());
    out.push_str(&words(dice, 500, " "));
    out.into_bytes()
}

fn cut(dice: &mut Dice, size: usize) -> Vec<u8> {
    let page = include_bytes!("../../../corpus/page/01-wp-newspaper.html");
    let mut out = Vec::new();
    while out.len() < size {
        let (a, b) = (dice.roll(page.len()), dice.roll(page.len()));
        out.extend(&page[a.min(b)..a.max(b).min(a.min(b) + 900)]);
    }
    out
}

fn bidi(dice: &mut Dice, size: usize) -> Vec<u8> {
    let mark = dice.pick(&[
        "\u{202e}",
        "\u{2066}",
        "\u{202b}",
        "\u{200f}",
        "\u{2067}\u{202e}",
        "\u{202c}",
    ]);
    words(dice, size, mark).into_bytes()
}

/// Letters that look alike: Persian, Urdu, Latin and presentation forms in the place of Arabic ones.
fn homoglyphs(dice: &mut Dice, size: usize) -> Vec<u8> {
    let alike = [
        ('ي', 'ی'),
        ('ك', 'ک'),
        ('ه', 'ە'),
        ('ا', 'ﺍ'),
        ('ل', 'ﻟ'),
        ('م', 'ﻣ'),
        ('و', 'ۆ'),
        ('ن', 'ﻧ'),
    ];
    let text = words(dice, size, " ");
    let swap = |c: char, n: usize| {
        alike.iter().find(|a| a.0 == c && n.is_multiple_of(3)).map_or(c, |a| a.1)
    };
    text.chars().enumerate().map(|(n, c)| swap(c, n)).collect::<String>().into_bytes()
}

fn zero_width(dice: &mut Dice, size: usize) -> Vec<u8> {
    let split = dice.pick(&["\u{200b}", "\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{34f}"]);
    let text = words(dice, size / 3, " ");
    text.chars()
        .flat_map(|c| std::iter::once(c).chain(split.chars()))
        .collect::<String>()
        .into_bytes()
}

/// A line without an end: twelve times as long as a document may be, where pages are long.
fn line(dice: &mut Dice, size: usize) -> Vec<u8> {
    let size = if size > 1 << 20 { 100 << 20 } else { size };
    let unit = words(dice, 4096, " ");
    unit.repeat(size / unit.len() + 1).into_bytes()
}

fn regex(dice: &mut Dice, size: usize) -> Vec<u8> {
    let unit = dice.pick(&[
        "a",
        "aaaa!",
        "1/1/1",
        "12:",
        "http://",
        "@a.",
        "((a+)+",
        "وووو",
        "0.0.",
        "-1-",
        "ألف و",
    ]);
    unit.repeat(size / unit.len()).into_bytes()
}

fn brackets(dice: &mut Dice, size: usize) -> Vec<u8> {
    let between = dice.pick(&[" «", "(", " \"", "» «", "[", "'", "{{", "<!--"]);
    words(dice, size, between).into_bytes()
}

fn marks(dice: &mut Dice, size: usize) -> Vec<u8> {
    let mark = dice.pick(&["\u{64b}", "\u{651}\u{64e}", "\u{300}", "\u{640}", "\u{6dd}"]);
    let mut out = words(dice, 100, " ");
    out.push_str(&mark.repeat(size / mark.len()));
    out.push_str(&words(dice, 100, " "));
    out.into_bytes()
}

fn entities(dice: &mut Dice, size: usize) -> Vec<u8> {
    let unit = dice.pick(&[
        "&amp;",
        "&#x202e;",
        "&#99999999;",
        "&nbsp",
        "<script type=application/ld+json>[[[[",
        "<script>{{</script>",
        "<style>a{",
        "<!-- --",
        "<![CDATA[",
    ]);
    let mut out = unit.repeat(size / unit.len());
    out.push_str("<p>قصف الجيش المدينة.</p>");
    out.into_bytes()
}

fn attributes(dice: &mut Dice, size: usize) -> Vec<u8> {
    let unit = dice.pick(&[
        " a=1",
        " class='",
        " property=og:title content=x",
        "=\"",
        " datetime=2026-",
        " id=a itemprop=b",
    ]);
    format!(
        "<meta{}><p{}>قصف",
        unit.repeat(size / unit.len() / 2),
        unit.repeat(size / unit.len() / 2)
    )
    .into_bytes()
}

fn random(dice: &mut Dice, size: usize) -> Vec<u8> {
    (0..size).map(|_| dice.roll(256) as u8).collect()
}

/// The whole way of one page, in seconds.
fn read(auditor: &Auditor<'_>, name: &str, bytes: &[u8]) -> f64 {
    let bytes = Cursor::new(bytes.to_vec());
    mizan_fuzz::clock::seconds(|| {
        for doc in mizan_input::documents(name, bytes).take(20).flatten() {
            let document = Document {
                bytes: &doc.bytes,
                name: Some(&doc.origin),
                content_type: doc.content_type.as_deref(),
                entry: None,
            };
            let page = READER.document(document);
            let record = READER.record(&page, None, Options::ALL);
            std::hint::black_box(auditor.audit(&page, &record, &Selection::default()));
        }
    })
}

/// The most memory held since it was last asked, in bytes; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap_or_default();
    let kilobytes = line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    // Begins to count anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    kilobytes * 1024
}

fn main() {
    let number =
        |n: usize, or: usize| std::env::args().nth(n).and_then(|a| a.parse().ok()).unwrap_or(or);
    let (pages, seed) = (number(1, 10_000), number(2, 7));
    let auditor = Auditor::new(READER.knowledge());
    let mut dice = Dice(seed as u64);
    let mut worst = (0.0_f64, 0_u64);
    println!(
        "{:<28} {:>6} {:>10} {:>12} {:>12} {:>10}",
        "kind", "pages", "largest MB", "median ms", "longest s", "memory MB"
    );
    for (name, file, make) in KINDS {
        peak();
        let count = pages / KINDS.len() + 1;
        let mut times = Vec::new();
        let mut largest = 0;
        for n in 0..count {
            let size = if n < LONG.min(pages / 1000) {
                8 << 20
            } else {
                200 + dice.roll(if n % 50 == 0 { 200_000 } else { 12_000 })
            };
            let bytes = make(&mut dice, size);
            largest = largest.max(bytes.len());
            times.push(read(&auditor, file, &bytes));
        }
        times.sort_by(f64::total_cmp);
        let (longest, memory) = (times[times.len() - 1], peak());
        println!(
            "{name:<28} {count:>6} {:>10.2} {:>12.2} {longest:>12.2} {:>10}",
            largest as f64 / 1e6,
            times[times.len() / 2] * 1e3,
            memory >> 20
        );
        worst = (worst.0.max(longest), worst.1.max(memory));
    }
    println!("seed {seed}: longest {:.2} s, most memory {} MB", worst.0, worst.1 >> 20);
    std::process::exit(i32::from(worst.0 > SECONDS || worst.1 > BYTES));
}
