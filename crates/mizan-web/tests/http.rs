//! The server as a program meets it: what is answered, what is refused, and with which headers.

mod common;

use common::{PASSWORD, Server, start};
use mizan_web::accounts::{Accounts, Role};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// An answer: its status, its headers in small letters, its body.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic_with(&self.body, &e.to_string()))
    }

    fn header(&self, name: &str) -> &str {
        let line =
            self.head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.and_then(|l| l.split_once(':')).map_or("", |l| l.1.trim())
    }
}

#[allow(clippy::panic)]
fn panic_with(body: &str, why: &str) -> Value {
    panic!("{why}: {body}")
}

/// One request, written by hand, so that nothing is added that a test leaves out.
fn send(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let at = server.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(at).expect("a connection");
    stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).expect("a limit");
    let mut text = format!(
        "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|h| h.0 == "host") {
        text.push_str(&format!("host: {at}\r\n"));
    }
    headers.iter().for_each(|(n, v)| text.push_str(&format!("{n}: {v}\r\n")));
    text.push_str("\r\n");
    stream.write_all(text.as_bytes()).expect("sent");
    // A server that refuses a long body may close before it is all sent.
    let _ = stream.write_all(body.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let cut = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..cut]).into_owned();
    let rest = answer.get(cut + 4..).unwrap_or_default();
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { unchunked(rest) } else { rest.to_vec() };
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    Answer { status, head, body: String::from_utf8_lossy(&body).into_owned() }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size =
            usize::from_str_radix(String::from_utf8_lossy(&rest[..end]).trim(), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        out.extend_from_slice(rest.get(end + 2..end + 2 + size).unwrap_or_default());
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    out
}

fn get(server: &Server, path: &str) -> Answer {
    send(server, "GET", path, &[], "")
}

/// The token that the pages of a server carry for who has not signed in, or for a session.
fn csrf(server: &Server, cookie: &str) -> String {
    let page = send(server, "GET", "/about", &[("cookie", cookie)], "");
    let at = page.body.find("name=\"csrf\" content=\"").map(|n| n + 21);
    at.and_then(|n| page.body[n..].split('"').next()).unwrap_or_default().to_owned()
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

/// Signs in; the cookie comes out.
fn sign_in(server: &Server, name: &str) -> String {
    let token = csrf_of_login(server);
    let body = format!("csrf={token}&name={name}&password={}", PASSWORD.replace(' ', "+"));
    let answer = send(server, "POST", "/login", &[FORM], &body);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let set = answer.header("set-cookie").to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    set.split(';').next().unwrap_or_default().to_owned()
}

fn csrf_of_login(server: &Server) -> String {
    let page = get(server, "/login");
    let at = page.body.find("name=\"csrf\" content=\"").map(|n| n + 21);
    at.and_then(|n| page.body[n..].split('"').next()).unwrap_or_default().to_owned()
}

fn first_event(server: &Server, query: &str) -> Value {
    get(server, &format!("/api/v1/events?rows=1&{query}")).json()["events"][0].clone()
}

#[test]
fn every_page_opens_in_both_languages_with_strict_headers() {
    let server = start("pages", false);
    let event = first_event(&server, "type=ASSAULT");
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let (id, page, story) = (text(&event["id"]), text(&event["page"]), text(&event["story"]));
    let own = [
        format!("/page/{page}"),
        format!("/page/{page}?event={id}"),
        format!("/event/{id}"),
        format!("/event/{id}/card"),
        format!("/event/{id}/derivation"),
        format!("/story/{story}"),
        format!("/audit/{page}"),
        format!("/brief?id={story}"),
        "/actor/rsf".to_owned(),
    ];
    let fixed = [
        "/",
        "/pages",
        "/search?q=%D9%82%D8%B5%D9%81",
        "/events",
        "/events?type=ASSAULT&sort=hostile",
        "/stories",
        "/timeline",
        "/relations",
        "/relations?a=*&b=*&both=1&split=zone&per=quarter",
        "/relations?a=TUR+*&b=SYR+*&compare=sdf",
        "/balance",
        "/balance?of=TUR+*&between=SYR+GOV%2C+sdf",
        "/network",
        "/map",
        "/claims?stance=deny",
        "/actors",
        "/names",
        "/review",
        "/review/done",
        "/review/queues",
        "/brief",
        "/brief?actor=rsf&for=analyst&in=en&calendar=levantine",
        "/codebook",
        "/codebook/ASSAULT",
        "/codebook/MZ021",
        "/api",
        "/trail",
        "/about",
    ];
    for path in own.iter().map(String::as_str).chain(fixed) {
        for lang in ["ar", "en"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            let answer = get(&server, &format!("{path}{mark}lang={lang}"));
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            assert!(!answer.body.contains("⟨?⟩"), "{path} lacks a text in {lang}");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.contains("script-src 'self'") && !policy.contains("unsafe"),
                "{path}: {policy}"
            );
            assert!(
                answer.body.find("<script>").is_none() && !answer.body.contains(" style=\""),
                "{path}"
            );
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            if answer.body.starts_with("<!doctype") {
                let dir = if lang == "ar" {
                    "<html lang=\"ar\" dir=\"rtl\">"
                } else {
                    "<html lang=\"en\" dir=\"ltr\">"
                };
                assert!(answer.body.contains(dir), "{path} in {lang}");
            }
        }
    }
    // A first page is small: what its address names, packed.
    let home = send(&server, "GET", "/", &[("accept-encoding", "gzip")], "");
    assert_eq!(home.header("content-encoding"), "gzip");
}

#[test]
fn the_interface_answers_what_it_describes() {
    let server = start("api", false);
    let description = get(&server, "/api/openapi.json").json();
    let event = first_event(&server, "type=ASSAULT");
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().expect("paths") {
        if methods.get("get").is_none()
            || path.contains("{number}")
            || path.contains("{job}")
            || path.contains("queues/{")
        {
            continue;
        }
        let id = match path.split('/').nth(3) {
            Some("events") => text(&event["id"]),
            Some("stories") => text(&event["story"]),
            Some("actors") => "rsf".to_owned(),
            _ => text(&event["page"]),
        };
        let query = match path.rsplit('/').next() {
            Some("relations") => "?a=TUR+*&b=*",
            Some("balance") => "?of=TUR+*&between=SYR+GOV,sdf",
            Some("search") => "?q=%D9%82%D8%B5%D9%81",
            Some("export") => "?format=csv",
            Some("actors" | "places") if path.contains("lookup") => "?q=%D8%AF%D9%85%D8%B4%D9%82",
            _ => "",
        };
        let answer = get(&server, &format!("{}{query}", path.replace("{id}", &id)));
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        asked += 1;
    }
    assert!(asked > 24, "{asked}");
    for format in ["csv", "json", "plover", "acled", "geojson", "gexf", "graphml", "gold"] {
        let answer = get(&server, &format!("/export?format={format}&type=ASSAULT"));
        assert_eq!(answer.status, 200, "{format}");
        assert!(answer.header("content-disposition").starts_with("attachment"), "{format}");
    }
    let csv = get(&server, "/export?format=csv&type=ASSAULT").body;
    let total = get(&server, "/api/v1/events?type=ASSAULT").json()["total"].as_u64();
    assert_eq!(csv.lines().count() as u64 - 1, total.unwrap_or(0), "just this view, whole");
}

#[test]
fn wrong_questions_are_told_and_absent_things_are_absent() {
    let server = start("wrong", false);
    for (path, status, error) in [
        ("/api/v1/events?type=NOISE", 400, "question"),
        ("/api/v1/events?from=yesterday", 400, "question"),
        ("/api/v1/events?sort=best", 400, "question"),
        ("/api/v1/relations?a=nobody-at-all&b=*", 400, "question"),
        ("/api/v1/events/e000000000000", 404, "absent"),
        ("/api/v1/actors/kind:syr-cvl", 404, "absent"),
        ("/api/v1/jobs/99", 404, "absent"),
        ("/export?format=exe", 400, "question"),
        ("/nothing/here", 404, "absent"),
    ] {
        let answer = get(&server, path);
        assert_eq!(answer.status, status, "{path}");
        if path.starts_with("/api") {
            assert_eq!(answer.json()["error"], error, "{path}");
        } else {
            assert!(answer.body.contains("<html"), "a person gets a page: {path}");
        }
    }
    assert_eq!(get(&server, "/actor/kind:syr-cvl").status, 404, "private persons have no page");
    assert_eq!(get(&server, "/static/0/app.js").status, 404);
    assert_eq!(get(&server, "/static/font/..%2f..%2fCargo.toml").status, 404);
}

#[test]
fn changes_come_from_our_own_pages_alone() {
    let server = start("csrf", false);
    let id = first_event(&server, "type=ASSAULT")["id"].as_str().unwrap_or_default().to_owned();
    let (path, token) = (format!("/event/{id}/correct"), csrf(&server, ""));
    let good = format!("csrf={token}&do=accept");
    let refused =
        |headers: &[(&str, &str)], body: &str| send(&server, "POST", &path, headers, body).status;
    assert_eq!(refused(&[FORM], "do=accept"), 403, "no token");
    assert_eq!(refused(&[FORM], "csrf=0&do=accept"), 403, "a wrong token");
    assert_eq!(refused(&[FORM, ("origin", "https://evil.example")], &good), 403, "another site");
    assert_eq!(refused(&[FORM, ("sec-fetch-site", "cross-site")], &good), 403, "another site");
    assert_eq!(refused(&[("content-type", "text/plain")], &good), 403, "no form");
    assert_eq!(
        refused(&[FORM, ("host", "evil.example")], &good),
        403,
        "another name turned on this machine"
    );
    assert_eq!(send(&server, "GET", "/", &[("host", "evil.example:80")], "").status, 403);
    assert_eq!(
        send(&server, "GET", "/", &[("host", "mizan.test")], "").status,
        200,
        "a name that was given"
    );
    let api = format!("/api/v1/events/{id}/corrections");
    let body = json!({"action": "accept"}).to_string();
    assert_eq!(send(&server, "POST", &api, &[JSON], &body).status, 403, "no token");
    assert_eq!(
        get(&server, "/api/v1/corrections").json().as_array().map(Vec::len),
        Some(0),
        "nothing was done"
    );
    assert_eq!(refused(&[FORM], &good), 303);
    assert_eq!(send(&server, "POST", &api, &[JSON, ("x-mizan-csrf", &token)], &body).status, 200);
    let made = get(&server, "/api/v1/corrections").json();
    assert_eq!(made.as_array().map(Vec::len), Some(2));
    assert_eq!(made[0]["who"], "huda");
    let upload = "--b\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\nقصف\r\n--b--\r\n";
    let kind = ("content-type", "multipart/form-data; boundary=b");
    assert_eq!(
        send(&server, "POST", "/add", &[kind], upload).status,
        403,
        "a file without the token"
    );
    let trail = get(&server, "/api/v1/trail").json();
    let lines = trail.as_array().cloned().unwrap_or_default();
    assert!(
        lines
            .iter()
            .any(|l| l["status"] == 303 && l["what"].as_str() == Some(&format!("POST {path}")))
    );
    assert!(lines.iter().filter(|l| l["status"] == 403).count() >= 8, "refusals are on the trail");
}

#[test]
fn bodies_are_bounded_and_told_so() {
    let server = start("bounds", false);
    let token = csrf(&server, "");
    let long = "ق".repeat(600_000);
    let form = format!("csrf={token}&words={long}");
    assert_eq!(send(&server, "POST", "/names", &[FORM], &form).status, 413);
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let headers = [JSON, ("x-mizan-csrf", token.as_str())];
    assert_eq!(
        send(&server, "POST", "/api/v1/queues", &headers, &deep).status,
        422,
        "not of the shape"
    );
    assert_eq!(send(&server, "POST", "/api/v1/queues", &headers, "{").status, 400);
    let many = format!("/events?{}", "type=ASSAULT&".repeat(2_000));
    assert_eq!(get(&server, &many).status, 200, "values beyond fifty are left");
}

#[test]
fn roles_say_who_may_what() {
    let server = start("roles", true);
    assert_eq!(
        get(&server, "/events").status,
        303,
        "who has not signed in is sent to where they can"
    );
    assert_eq!(get(&server, "/events").header("location"), "/login?back=%2Fevents");
    assert_eq!(get(&server, "/api/v1/events").status, 401);
    assert_eq!(get(&server, "/login").status, 200);
    let token = csrf_of_login(&server);
    let wrong = format!("csrf={token}&name=reem&password=not+this+one");
    assert_eq!(send(&server, "POST", "/login", &[FORM], &wrong).status, 401);
    let cookies: Vec<(&str, String)> =
        ["reem", "huda", "ed"].into_iter().map(|n| (n, sign_in(&server, n))).collect();
    let of =
        |name: &str| cookies.iter().find(|c| c.0 == name).map(|c| c.1.clone()).unwrap_or_default();
    let events =
        send(&server, "GET", "/api/v1/events?rows=3&type=ASSAULT", &[("cookie", &of("reem"))], "")
            .json();
    let id = events["events"][0]["id"].as_str().unwrap_or_default().to_owned();
    let correct = |name: &str| {
        let (cookie, path) = (of(name), format!("/event/{id}/correct"));
        let body = format!("csrf={}&do=accept", csrf(&server, &cookie));
        send(&server, "POST", &path, &[FORM, ("cookie", &cookie)], &body).status
    };
    assert_eq!((correct("reem"), correct("huda"), correct("ed")), (403, 303, 303));
    // One's token is not another's.
    let stolen = format!("csrf={}&do=accept", csrf(&server, &of("huda")));
    let path = format!("/event/{id}/correct");
    assert_eq!(send(&server, "POST", &path, &[FORM, ("cookie", &of("ed"))], &stolen).status, 403);
    for (path, reader, coder, editor) in [
        ("/trail", 403, 403, 200),
        ("/names", 403, 403, 200),
        ("/review", 403, 200, 200),
        ("/events", 200, 200, 200),
        ("/review/queues", 200, 200, 200),
        ("/account", 200, 200, 200),
    ] {
        let status = |name: &str| send(&server, "GET", path, &[("cookie", &of(name))], "").status;
        assert_eq!(
            (status("reem"), status("huda"), status("ed")),
            (reader, coder, editor),
            "{path}"
        );
    }
    // A coder may not undo what another did; an editor may.
    let made = send(&server, "GET", "/api/v1/corrections", &[("cookie", &of("ed"))], "").json();
    let by_ed = made.as_array().into_iter().flatten().find(|c| c["who"] == "ed").expect("ed's");
    let path = format!("/api/v1/corrections/{}/undo", by_ed["number"]);
    let undo = |name: &str| {
        let (cookie, token) = (of(name), csrf(&server, &of(name)));
        send(&server, "POST", &path, &[("cookie", &cookie), ("x-mizan-csrf", &token)], "").status
    };
    assert_eq!((undo("huda"), undo("ed"), undo("ed")), (403, 200, 400));
    // A program with a token needs no form; one with a wrong token is nobody.
    let store = Accounts::open(&Accounts::path_for(&server.archive)).expect("accounts");
    let token = store.add_with_token("importer", Role::Coder, "t").expect("a token");
    let bearer = |t: &str| format!("Bearer {t}");
    let body = json!({"text": "قصف الجيش التركي مدينة منبج اليوم.", "published": "2025-03-01"})
        .to_string();
    let read = |t: &str| {
        send(&server, "POST", "/api/v1/read", &[JSON, ("authorization", &bearer(t))], &body)
    };
    assert_eq!(read("mzn_wrong").status, 401);
    let job = read(&token).json()["job"].as_u64().expect("a job");
    let progress = || {
        send(
            &server,
            "GET",
            &format!("/api/v1/jobs/{job}"),
            &[("authorization", &bearer(&token))],
            "",
        )
        .json()
    };
    let over = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        progress()["stage"] == "done"
    });
    assert!(over && progress()["new"] == 1, "{}", progress());
    // Signed out, the cookie is nobody's.
    let (cookie, token) = (of("ed"), csrf(&server, &of("ed")));
    assert_eq!(
        send(&server, "POST", "/logout", &[FORM, ("cookie", &cookie)], &format!("csrf={token}"))
            .status,
        303
    );
    assert_eq!(send(&server, "GET", "/events", &[("cookie", &cookie)], "").status, 303);
}

#[test]
fn guessing_passwords_is_slowed_down() {
    let server = start("guess", true);
    let token = csrf_of_login(&server);
    let body = format!("csrf={token}&name=ed&password=guess+number+one");
    let statuses: Vec<u16> =
        (0..14).map(|_| send(&server, "POST", "/login", &[FORM], &body).status).collect();
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(statuses[0], 401);
}

#[test]
fn beyond_this_machine_nobody_is_served_without_accounts() {
    let folder = std::env::temp_dir().join(format!("mizan-web-open-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let options = mizan_web::Options {
        archive: folder.join("a.db"),
        listen: ([0, 0, 0, 0], 0).into(),
        hosts: Vec::new(),
        accounts: false,
        name: "huda".to_owned(),
        https: false,
        allow_private: false,
        program: "mizan test".to_owned(),
    };
    let refused = mizan_web::router(options, mizan_code::Reader::builtin().expect("a reader"));
    assert!(matches!(refused, Err(mizan_web::Failed::NoAccounts(_))));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn two_coders_work_one_queue_through_the_interface() {
    let server = start("queue", true);
    let cookies: Vec<(String, String)> = ["huda", "omar", "ed"]
        .iter()
        .map(|n| sign_in(&server, n))
        .map(|c| (c.clone(), csrf(&server, &c)))
        .collect();
    let post = |who: usize, path: &str, body: &Value| {
        let (cookie, token) = &cookies[who];
        send(
            &server,
            "POST",
            path,
            &[JSON, ("cookie", cookie), ("x-mizan-csrf", token)],
            &body.to_string(),
        )
    };
    let ask =
        |who: usize, path: &str| send(&server, "GET", path, &[("cookie", &cookies[who].0)], "");
    let queue = json!({"name": "strikes 1", "question": "type=ASSAULT", "coders": 2, "most": 3});
    assert_eq!(post(0, "/api/v1/queues", &queue).status, 403, "an editor makes queues");
    assert_eq!(post(2, "/api/v1/queues", &queue).json()["count"], 3);
    for n in 0..3 {
        let e = ask(0, "/api/v1/queues/strikes%201/next").json()["event"].clone();
        let judgement = json!({"event": e["id"], "verdict": "accept", "type": e["type"], "mode": e["mode"], "status": e["status"]});
        assert_eq!(
            post(0, "/api/v1/queues/strikes%201/judgements", &judgement).json()["settled"],
            false
        );
        let other = if n == 0 { json!({"event": e["id"], "verdict": "reject"}) } else { judgement };
        let settled = post(1, "/api/v1/queues/strikes%201/judgements", &other).json();
        assert_eq!(settled["settled"], n != 0);
    }
    assert_eq!(ask(0, "/api/v1/queues/strikes%201/agreement").status, 403, "who codes is blind");
    let agreed = ask(2, "/api/v1/queues/strikes%201/agreement").json();
    assert_eq!(agreed["queue"]["disputed"], 1);
    assert!((agreed["agreement"][0]["observed"].as_f64().unwrap_or(0.0) - 2.0 / 3.0).abs() < 1e-9);
    let page = ask(2, "/review/queue/strikes%201/settle").body;
    assert!(page.contains("huda") && page.contains("omar"));
}

#[test]
fn stories_are_joined_parted_and_names_given_through_the_interface() {
    let server = start("rulings", false);
    let token = csrf(&server, "");
    let post = |path: &str, body: &Value| {
        send(&server, "POST", path, &[JSON, ("x-mizan-csrf", &token)], &body.to_string())
    };
    let events = get(&server, "/api/v1/events?rows=50&type=ASSAULT").json();
    let all = events["events"].as_array().cloned().unwrap_or_default();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    let a = all.first().expect("an event");
    let b = all.iter().find(|e| e["story"] != a["story"]).expect("one of another story");
    let story = |e: &Value| {
        text(&get(&server, &format!("/api/v1/stories/{}", text(&e["id"]))).json()["id"])
    };
    let ruling = |kind: &str| json!({"a": a["id"], "b": b["id"], "kind": kind});
    assert_ne!(story(a), story(b));
    assert_eq!(post("/api/v1/rulings", &ruling("join")).status, 200);
    assert_eq!(story(a), story(b), "two stories joined are one");
    assert_eq!(post("/api/v1/rulings", &ruling("split")).status, 200);
    assert_ne!(story(a), story(b), "and parted again are two");
    assert_eq!(post("/api/v1/rulings", &ruling("marry")).status, 400);
    // By the form of a story's page, and undone from the list of what was done.
    let form =
        format!("csrf={token}&a={}&b={}&kind=join&back=%2Fstories", text(&a["id"]), text(&b["id"]));
    assert_eq!(send(&server, "POST", "/story/rule", &[FORM], &form).status, 303);
    assert_eq!(story(a), story(b));
    let page = get(&server, "/review/done").body;
    let number =
        page.split("/ruling/").nth(1).and_then(|r| r.split('/').next()).unwrap_or_default();
    let undo = format!("/ruling/{number}/undo");
    assert_eq!(send(&server, "POST", &undo, &[FORM], &format!("csrf={token}")).status, 303);
    assert_ne!(story(a), story(b), "the ruling is undone, and no earlier one comes back");
    // A group in the address stands for its members.
    let both = get(&server, "/api/v1/events?group=sides%3DTUR+*%7CSYR+*&actor=sides").json();
    let one = get(&server, "/api/v1/events?actor=TUR+*").json();
    assert!(both["total"].as_u64() >= one["total"].as_u64() && both["total"].as_u64() > Some(0));
}
