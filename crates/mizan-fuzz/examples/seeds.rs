//! Writes the seeds that fuzzing starts from, `fuzz/corpus/<target>/`, out of the repository's own samples and pages.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let (samples, pages) =
        (files(&root.join("../../samples"))?, files(&root.join("../../corpus/page"))?);
    for (name, bytes) in samples.iter().chain(pages.iter().filter(|p| p.0.ends_with(".html"))) {
        let target = if name.ends_with("html") { "html" } else { "text" };
        write(&root, target, name, bytes)?;
        write(&root, "warc", name, &warc(bytes)?)?;
        write(&root, "jsonl", name, jsonl(bytes).as_bytes())?;
        write(&root, "feed", name, feed(bytes).as_bytes())?;
    }
    write(&root, "feed", "sitemap", SITEMAP.as_bytes())?;
    for (name, bytes) in mizan_fuzz::data_seeds() {
        write(&root, "data", &name, &bytes)?;
    }
    for n in 0..64_u16 {
        let head = (n * 61).to_le_bytes();
        write(&root, "archive", &format!("{n:02}"), &[head[0], head[1], 0xFF, 0, 0x7F, 0x80])?;
    }
    write(&root, "archive", "header", b"\xFF\xFFSQLite format 3\0")?;
    for (n, request) in REQUESTS.iter().enumerate() {
        write(&root, "api", &format!("{n:02}"), request.as_bytes())?;
    }
    Ok(())
}

fn files(folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().is_file() {
            out.push((
                entry.file_name().to_string_lossy().into_owned(),
                std::fs::read(entry.path())?,
            ));
        }
    }
    out.sort();
    Ok(out)
}

fn write(root: &Path, target: &str, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let folder = root.join("../../fuzz/corpus").join(target);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("seed-{name}")), bytes)
}

fn warc(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let response = mizan_page::warc::Response {
        url: "https://news.example/a".to_owned(),
        date: "2026-03-14T10:00:00Z".to_owned(),
        status: 200,
        headers: vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())],
        body: body.to_vec(),
    };
    let mut out = Cursor::new(Vec::new());
    mizan_page::warc::write(&mut out, &response)?;
    out.flush()?;
    Ok(out.into_inner())
}

fn jsonl(body: &[u8]) -> String {
    let html = String::from_utf8_lossy(body);
    serde_json::json!({"id": "a", "url": "https://news.example/a", "html": html, "published": "2026-03-14"}).to_string()
}

fn feed(body: &[u8]) -> String {
    let html = String::from_utf8_lossy(body).replace("]]>", "");
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\
         <title>وكالة</title><item><title>خبر</title><link>https://news.example/a</link>\
         <pubDate>Sat, 14 Mar 2026 10:00:00 GMT</pubDate><content:encoded><![CDATA[{html}]]></content:encoded></item></channel></rss>"
    )
}

const SITEMAP: &str = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
    xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>https://news.example/a</loc><news:news>\
    <news:publication><news:name>وكالة</news:name></news:publication><news:publication_date>2026-03-14</news:publication_date>\
    <news:title>خبر</news:title></news:news></url></urlset>";

const REQUESTS: [&str; 40] = [
    "g/",
    "g/pages",
    "g/events?type=ASSAULT&sort=certain&page=2",
    "g/api/v1/overview",
    "g/api/v1/pages?limit=5&skip=2",
    "g/api/v1/events?type=ASSAULT&from=2020-01-01&to=2027-01-01&quad=4&claimant=SYR",
    "g/api/v1/stories?min_reports=2",
    "g/api/v1/claims?text=%D9%82%D8%A7%D9%84",
    "g/api/v1/actors?q=syr",
    "g/api/v1/relations?a=SYR&b=ISR&by=month&split=zone",
    "g/api/v1/balance?of=SYR&between=2020-01-01..2026-01-01",
    "g/api/v1/network?min=1",
    "g/api/v1/places",
    "g/api/v1/search?q=%D9%82%D8%B5%D9%81",
    "g/api/v1/brief?a=SYR&b=*",
    "g/api/v1/codebook",
    "g/api/v1/export?format=csv",
    "g/api/v1/export?format=geojson",
    "g/api/v1/lookup/actors?q=%D8%B3%D9%88%D8%B1",
    "g/api/v1/lookup/places?q=%D8%AF%D9%85%D8%B4%D9%82",
    "g/api/v1/events/ev-000000000000000",
    "g/api/v1/queues/q/next",
    "g/api/v1/trail",
    "g/map?days=30",
    "g/timeline",
    "g/review",
    "g/texts/ar",
    "g/codebook/ASSAULT",
    "g/static/0/app.js",
    "g/network?of=SYR&quad=1",
    "j/api/v1/read\n{\"text\": \"قصف الطيران مدينة حلب أمس.\", \"published\": \"2026-03-14\"}",
    "j/api/v1/queues\n{\"name\": \"q\", \"events\": 10, \"coders\": [\"huda\"], \"overlap\": 0.5}",
    "j/api/v1/queues/q/judgements\n{\"event\": \"x\", \"verdict\": \"accept\"}",
    "j/api/v1/events/ev-0/corrections\n{\"action\": \"set\", \"field\": \"type\", \"value\": \"ASSAULT\", \"why\": \"x\"}",
    "j/api/v1/pages/pg-0/events\n{\"type\": \"PROTEST\", \"span\": [0, 5]}",
    "j/api/v1/aliases\n{\"words\": \"القوات\", \"actor\": \"SYR\"}",
    "j/api/v1/rulings\n{\"kind\": \"join\", \"a\": \"st-0\", \"b\": \"st-1\"}",
    "f/names\nwords=%D8%A7%D9%84%D9%82%D9%88%D8%A7%D8%AA&actor=SYR",
    "f/event/ev-0/correct\ndo=accept",
    "m/add\n--X\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nقصف الطيران مدينة حلب.\r\n--X--\r\n",
];
