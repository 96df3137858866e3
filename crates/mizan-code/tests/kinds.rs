//! corpus/page/kinds.toml: a small page a kind of fault that pages of the web showed.

use mizan_code::Reader;
use mizan_page::{BlockKind, Page};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct Kinds {
    page: Vec<Want>,
}

#[derive(Deserialize)]
struct Want {
    kind: String,
    html: String,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    once: Vec<String>,
    authors: Option<Vec<String>>,
    published: Option<String>,
    lang: Option<String>,
}

const BODY: [&str; 3] = [
    "افتتحت البلدية صباح الأحد مكتبة الحي القديم بعد ثلاثة أعوام من الترميم، وحضر الافتتاح عشرات من الأهالي.",
    "وقالت مديرة المكتبة سلمى الخطيب إن القاعات ستبقى مفتوحة حتى المساء، وإن في المكتبة أربعين ألف كتاب.",
    "ومن المقرر أن تنظم البلدية دورات للأطفال في القراءة والخط خلال الصيف، بالتعاون مع مدارس الحي.",
];
const OTHER: &str = "<p>حديث آخر لا صلة له بالخبر، يطول ثم يطول حتى يزيد على النص كله، ويذكر أشياء عن السوق وعن الطريق وعن الجسر وعن النهر.</p>";

fn html(template: &str) -> String {
    let body: String = BODY.iter().map(|p| format!("<p>{p}</p>")).collect();
    template.replace("{body}", &body).replace("{other}", OTHER)
}

fn body(page: &Page) -> String {
    use BlockKind::{Byline, Dateline, Duplicate, Kicker, Section, Tail, Title};
    let out = |k| matches!(k, Byline | Dateline | Duplicate | Kicker | Section | Tail | Title);
    let blocks = page.blocks.iter().filter(|b| !out(b.kind));
    let words = blocks.map(|b| &page.text[b.span.0 as usize..b.span.1 as usize]);
    words.collect::<Vec<_>>().join("\n")
}

fn faults(page: &Page, want: &Want) -> Vec<String> {
    let text = body(page);
    let own = want.html.contains("{body}").then_some(BODY).into_iter().flatten().map(str::to_owned);
    let lost = own.chain(want.contains.clone()).filter(|c| !text.contains(c.as_str()));
    let mut out: Vec<String> = lost.map(|c| format!("lost {c}")).collect();
    out.extend(
        want.lacks.iter().filter(|l| text.contains(l.as_str())).map(|l| format!("leaked {l}")),
    );
    out.extend(want.once.iter().filter(|o| text.matches(o.as_str()).count() != 1).cloned());
    let day = page.published.as_ref().map(|p| p.date.to_string());
    if want.published.is_some() && day != want.published {
        out.push(format!("published {day:?}"));
    }
    if want.authors.as_ref().is_some_and(|a| *a != page.authors) {
        out.push(format!("authors {:?}", page.authors));
    }
    if want.lang.as_ref().is_some_and(|l| *l != page.lang) {
        out.push(format!("lang {}", page.lang));
    }
    out
}

#[test]
fn kinds_of_pages() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/page/kinds.toml");
    let text = std::fs::read_to_string(path).expect("corpus/page/kinds.toml");
    let kinds: Kinds = toml::from_str(&text).expect("pages");
    let reader = Reader::builtin().expect("the data");
    let mut failed = Vec::new();
    for want in &kinds.page {
        let page = reader.page(html(&want.html).as_bytes(), Some("page.html"));
        let faults = faults(&page, want);
        if !faults.is_empty() {
            failed.push(format!("{}: {}", want.kind, faults.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
