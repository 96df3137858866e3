//! `mizan fetch` and `mizan feed` against a server of our own on loopback.

#![allow(clippy::unwrap_used)]

use flate2::{Compression, write::GzEncoder};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

const PAGE: &str = "<!DOCTYPE html><html lang=ar><head><meta charset=utf-8><title>قصف على بلدة حدودية</title></head>\
    <body><article><h1>قصف على بلدة حدودية</h1><time datetime=\"2025-11-30T10:00:00+03:00\">30 نوفمبر 2025</time>\
    <p>قصف الجيش الإسرائيلي بلدة كفركلا جنوبي لبنان صباح الأحد، مما أدى إلى مقتل ثلاثة أشخاص وإصابة خمسة آخرين.</p>\
    <p>وقالت وزارة الصحة اللبنانية إن فرق الإسعاف نقلت المصابين إلى مستشفى في مرجعيون.</p></article></body></html>";

/// A server that answers each path in its own way and notes what it was asked.
struct Server {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(robots: &'static str) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (notes, root) = (Arc::clone(&asked), base.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = answer(stream.unwrap(), robots, &root, &notes);
            }
        });
        Server { base, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn count(&self, line: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|a| a.starts_with(line)).count()
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn answer(
    mut stream: TcpStream,
    robots: &str,
    root: &str,
    notes: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or(Ok(String::new()))?;
    let head: Vec<String> = lines.map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let known = head.iter().any(|h| h.eq_ignore_ascii_case("if-none-match: \"v1\""));
    notes.lock().unwrap().push(format!("{path} {}", if known { "known" } else { "new" }));
    let html = "content-type: text/html; charset=utf-8\r\n";
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>موقع</title><item><title>قصف على بلدة حدودية</title>\
         <link>{root}/page</link></item></channel></rss>"
    );
    let map = format!("<urlset><url><loc>{root}/page</loc></url></urlset>");
    let (status, headers, body): (&str, String, Vec<u8>) = match path.as_str() {
        "/robots.txt" if robots == "broken" => ("503 Unavailable", String::new(), Vec::new()),
        "/robots.txt" => ("200 OK", String::new(), robots.replace("ROOT", root).into_bytes()),
        "/page" if known => ("304 Not Modified", String::new(), Vec::new()),
        "/page" | "/private/page" => ("200 OK", format!("{html}etag: \"v1\"\r\n"), PAGE.into()),
        "/packed" => ("200 OK", format!("{html}content-encoding: gzip\r\n"), gzip(PAGE.as_bytes())),
        "/bomb" => {
            ("200 OK", format!("{html}content-encoding: gzip\r\n"), gzip(&vec![b' '; 64 << 20]))
        }
        "/moved" => ("301 Moved", format!("location: {root}/page\r\n"), Vec::new()),
        "/loop" => ("302 Found", "location: /loop\r\n".to_owned(), Vec::new()),
        "/feed" => ("200 OK", "content-type: application/rss+xml\r\n".to_owned(), feed.into()),
        "/map.xml" => {
            ("200 OK", "content-type: application/xml\r\n".to_owned(), gzip(map.as_bytes()))
        }
        _ => ("404 Not Found", String::new(), b"no".to_vec()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn mizan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mizan")).args(args).output().unwrap()
}

fn fetch(keep: &Path, url: &str) -> (i32, String, String) {
    let out = mizan(&[
        "fetch",
        "--allow-private",
        "--delay",
        "0",
        "--keep",
        keep.to_str().unwrap(),
        "-q",
        url,
    ]);
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
}

#[test]
fn a_page_is_fetched_kept_and_read_again() {
    let (server, keep) = (Server::start("User-agent: *\nDisallow: /private/\n"), folder("kept"));
    let (code, out, _) = fetch(&keep, &server.url("/page"));
    assert_eq!(code, 0);
    assert!(out.contains("ASSAULT"), "{out}");
    // The second time the server is asked whether anything changed, and the kept copy is read.
    let (_, again, _) = fetch(&keep, &server.url("/page"));
    assert_eq!(out, again);
    assert_eq!(server.count("/page known"), 1);
    let kept = mizan(&["read", "-q", keep.to_str().unwrap()]);
    assert_eq!(String::from_utf8_lossy(&kept.stdout), out);
}

#[test]
fn redirects_and_packing_are_followed_within_limits() {
    let (server, keep) = (Server::start(""), folder("moved"));
    for path in ["/moved", "/packed"] {
        let (code, out, error) = fetch(&keep, &server.url(path));
        assert!(code == 0 && out.contains("ASSAULT"), "{path}: {error}");
    }
    for (path, says) in
        [("/loop", "redirected more than"), ("/bomb", "larger than"), ("/none", "answered 404")]
    {
        let (code, _, error) = fetch(&keep, &server.url(path));
        assert!(code == 1 && error.contains(says), "{path}: {error}");
    }
}

#[test]
fn robots_are_heard() {
    let (server, keep) = (Server::start("User-agent: *\nDisallow: /private/\n"), folder("robots"));
    let (code, _, error) = fetch(&keep, &server.url("/private/page"));
    assert!(code == 1 && error.contains("robots.txt"), "{error}");
    assert_eq!(server.count("/private"), 0);
    let broken = Server::start("broken");
    let (code, _, error) = fetch(&keep, &broken.url("/page"));
    assert!(code == 1 && error.contains("cannot be had"), "{error}");
    assert_eq!(broken.count("/page"), 0);
}

#[test]
fn no_way_into_private_networks() {
    let server = Server::start("");
    let local = server.url("/page").replace("127.0.0.1", "localhost");
    for url in [
        &server.url("/page"),
        &local,
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:1/",
    ] {
        let out = mizan(&["fetch", "--no-keep", "--delay", "0", url]);
        let error = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.code() == Some(1) && error.contains("not public"), "{url}: {error}");
    }
    assert_eq!(server.asked.lock().unwrap().len(), 0);
    for url in
        ["file:///etc/passwd", "ftp://example.org/", "http://user:pass@example.org/", "example"]
    {
        let out = mizan(&["fetch", "--no-keep", url]);
        assert!(String::from_utf8_lossy(&out.stderr).contains("not an address"), "{url}");
    }
}

#[test]
fn requests_to_one_host_keep_their_distance() {
    let server = Server::start("User-agent: *\nCrawl-delay: 0.3\n");
    let start = std::time::Instant::now();
    let url = server.url("/page");
    let out =
        mizan(&["fetch", "--allow-private", "--no-keep", "--delay", "0", "-q", &url, &url, &url]);
    assert_eq!(out.status.code(), Some(0));
    // robots.txt and three pages: at least three waits. More time than that proves nothing.
    assert!(start.elapsed().as_secs_f32() >= 0.9);
}

#[test]
fn feeds_and_sitemaps_lead_to_pages() {
    let (server, keep) = (Server::start("Sitemap: ROOT/map.xml\n"), folder("feeds"));
    for path in ["/feed", "/map.xml", "/robots.txt"] {
        let url = server.url(path);
        let keep = keep.to_str().unwrap();
        let out = mizan(&["feed", "--allow-private", "--delay", "0", "--keep", keep, "-q", &url]);
        let error = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(String::from_utf8_lossy(&out.stdout).contains("ASSAULT"), "{path}: {error}");
        let list = mizan(&["feed", "--allow-private", "--delay", "0", "--no-keep", "--list", &url]);
        assert!(String::from_utf8_lossy(&list.stdout).starts_with(&server.url("/page")), "{path}");
    }
    let out =
        mizan(&["feed", "--allow-private", "--delay", "0", "--no-keep", &server.url("/page")]);
    assert!(String::from_utf8_lossy(&out.stderr).contains("address of the feed"));
}

#[test]
fn pages_and_feeds_are_added_to_an_archive() {
    let server = Server::start("");
    let dir = folder("add");
    std::fs::create_dir_all(&dir).unwrap();
    let (archive, keep) = (dir.join("a.db"), dir.join("kept"));
    let add = |what: &str, more: &[&str]| {
        let common = [
            "--allow-private",
            "--delay",
            "0",
            "--archive",
            archive.to_str().unwrap(),
            "--keep",
            keep.to_str().unwrap(),
        ];
        let out = mizan(&[&["add", what][..], more, &common].concat());
        assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    assert!(add(&server.url("/page"), &[]).contains("1 new"));
    assert!(add(&server.url("/page"), &[]).contains("1 known already"));
    let feed = add(&server.url("/feed"), &["--feed"]);
    assert!(feed.contains("0 not read"), "{feed}");
    let out = mizan(&["events", "--json", "--archive", archive.to_str().unwrap()]);
    let events: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(events[0]["day"], "2025-11-30");
    // What fetch kept is added from its folder, and is known by the page's address.
    let again = mizan(&["add", keep.to_str().unwrap(), "--archive", archive.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(told.contains("0 new"), "{told}");
}

#[test]
fn lines_of_json_and_archives_are_read() {
    let dir = folder("lines");
    std::fs::create_dir_all(&dir).unwrap();
    let row = serde_json::json!({"id": "a1", "url": "https://a.example/1", "html": PAGE});
    let text = serde_json::json!({"id": "a2", "text": "قصف الجيش الإسرائيلي بلدة كفركلا أمس.", "published": "2025-11-30"});
    std::fs::write(dir.join("pages.jsonl.gz"), gzip(format!("{row}\n\n{text}\n").as_bytes()))
        .unwrap();
    let out = mizan(&["read", "--json", dir.to_str().unwrap()]);
    let lines: Vec<serde_json::Value> = String::from_utf8(out.stdout)
        .unwrap()
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(
        (lines[0]["id"].as_str(), lines[0]["url"].as_str()),
        (Some("a1"), Some("https://a.example/1"))
    );
    assert_eq!(lines[1]["mentions"]["dates"][0]["from"], "2025-11-29");
    std::fs::write(dir.join("bad.jsonl"), "{\"id\": 1}\nnot json\n").unwrap();
    let out = mizan(&["read", "-q", dir.join("bad.jsonl").to_str().unwrap()]);
    let error = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.code() == Some(1) && error.contains("bad.jsonl:2"), "{error}");
}
