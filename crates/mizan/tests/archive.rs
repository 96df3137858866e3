//! The archive as a user keeps it: added to, asked, corrected, exported; killed and gone on with.

#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn mizan(archive: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mizan"))
        .args(args)
        .env("MIZAN_ARCHIVE", archive)
        .env("USER", "tester")
        .output()
        .unwrap()
}

fn said(out: &Output) -> String {
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn json(archive: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&said(&mizan(archive, &[args, &["--json"]].concat()))).unwrap()
}

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("archive-{name}"));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").display().to_string()
}

#[test]
fn what_was_added_is_listed_and_opens_to_its_sentence() {
    let archive = folder("list").join("a.db");
    assert!(said(&mizan(&archive, &["add", &samples()])).contains("11 new"));
    assert!(
        said(&mizan(&archive, &["add", &samples()])).contains("0 new, 0 changed, 11 known already")
    );
    let events = json(&archive, &["events", "--type", "protest"]);
    let event = &events[0];
    assert_eq!(event["type"], "PROTEST");
    let id = event["id"].as_str().unwrap();
    let shown = said(&mizan(&archive, &["show", &id[..8]]));
    assert!(
        shown.contains(event["sentence"].as_str().unwrap()) && shown.contains("03-protest.txt")
    );
    let derived = said(&mizan(&archive, &["show", id, "--derivation"]));
    assert!(derived.contains("tokens (word"), "{derived}");
    let story = event["story"].as_str().unwrap();
    assert!(said(&mizan(&archive, &["show", story])).contains("independent"));
    let claims = json(&archive, &["claims", "--limit", "3"]);
    let claim = claims[0]["id"].as_str().unwrap();
    assert!(said(&mizan(&archive, &["show", claim])).contains("stance"));
    let page = event["page"].as_str().unwrap();
    assert!(said(&mizan(&archive, &["show", page])).contains("تونس"));
    assert!(!json(&archive, &["actors"]).as_array().unwrap().is_empty());
    assert!(json(&archive, &["ties"]).is_array());
    assert!(said(&mizan(&archive, &["search", "المتظاهرون"])).contains("[المتظاهرين]"));
    assert!(said(&mizan(&archive, &["check"])).contains("sound"));
}

#[test]
fn tables_are_csv_that_a_spreadsheet_cannot_be_harmed_by() {
    let dir = folder("csv");
    let archive = dir.join("a.db");
    let line = serde_json::json!({
        "url": "https://x.example/1",
        "html": "<html><head><title>=HYPERLINK(\"http://evil\")</title><meta property=og:site_name content='=1+1'></head>\
                 <body><article><h1>=HYPERLINK(\"http://evil\")</h1><p>قصف الجيش التركي مدينة القامشلي اليوم.</p></article></body></html>",
        "published": "2024-01-24",
    });
    std::fs::write(dir.join("a.jsonl"), line.to_string()).unwrap();
    said(&mizan(&archive, &["add", dir.join("a.jsonl").to_str().unwrap()]));
    let csv = said(&mizan(&archive, &["events", "--csv"]));
    assert!(csv.starts_with("id,day,type,") && csv.contains("'=1+1"), "{csv}");
    said(&mizan(&archive, &["export", "csv", "--out", dir.join("out").to_str().unwrap()]));
    let events = std::fs::read_to_string(dir.join("out/events.csv")).unwrap();
    assert!(events.contains("\"'=HYPERLINK(\"\"http://evil\"\")\""), "{events}");
}

#[test]
fn every_format_is_written_and_well_formed() {
    let dir = folder("export");
    let archive = dir.join("a.db");
    said(&mizan(&archive, &["add", &samples()]));
    let out = |name: &str| dir.join(name).display().to_string();
    for format in ["plover", "geojson", "gexf", "graphml", "acled"] {
        said(&mizan(&archive, &["export", format, "--out", &out(format)]));
        assert!(!dir.join(format!("{format}.part")).exists());
    }
    let read = |name: &str| std::fs::read_to_string(dir.join(name)).unwrap();
    let events = json(&archive, &["events", "--limit", "1000"]).as_array().unwrap().len();
    let plover: Vec<Value> =
        read("plover").lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(plover.len(), events);
    assert!(plover.iter().all(|p| p["quad_code"].as_i64().is_some_and(|q| (1..=4).contains(&q))));
    let geo: Value = serde_json::from_str(&read("geojson")).unwrap();
    for f in geo["features"].as_array().unwrap() {
        let exact = f["properties"]["precision"] == "place";
        assert!(
            exact || f["geometry"].is_null(),
            "no point for what is less exact than a town: {f}"
        );
    }
    let acled = read("acled");
    let columns = acled.lines().next().unwrap().split(',').count();
    assert_eq!(columns, 28);
    assert!(acled.contains("Peaceful protest"));
    for name in ["gexf", "graphml"] {
        let text = read(name);
        assert_eq!(text.matches("<edge ").count(), text.matches("</edge>").count());
        assert!(text.contains("<node ") && text.trim_end().ends_with(&format!("</{name}>")));
    }
    said(&mizan(&archive, &["export", "parquet", "--out", &out("tables")]));
    let bytes = std::fs::read(dir.join("tables/events.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert!(read("tables/columns.md").contains("| killed |"));
    let full = mizan(&archive, &["export", "plover", "--out", "/nowhere/at/all"]);
    assert_eq!(full.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&full.stderr).contains("/nowhere/at/all"));
}

#[test]
fn parquet_that_holds_no_pages_is_told_and_the_rest_goes_on() {
    let dir = folder("parquet");
    let archive = dir.join("a.db");
    said(&mizan(&archive, &["add", &samples()]));
    let out = dir.join("out");
    said(&mizan(&archive, &["export", "parquet", "--out", &out.display().to_string()]));
    std::fs::write(out.join("broken.parquet"), b"PAR1 and no more").unwrap();
    let tried = mizan(&archive, &["add", "--parquet", &out.display().to_string(), "/nowhere"]);
    assert_eq!(tried.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&tried.stderr).into_owned();
    assert!(
        errors.contains("events.parquet: no column html, text or bytes; the columns are"),
        "{errors}"
    );
    assert!(errors.contains("broken.parquet: cannot be read as Parquet"), "{errors}");
    assert!(errors.contains("/nowhere: cannot be read"), "{errors}");
    assert!(String::from_utf8_lossy(&tried.stdout).contains("0 new"));
}

#[test]
fn relations_and_balances_are_printed_and_drawn() {
    let dir = folder("relate");
    let archive = dir.join("a.db");
    said(&mizan(&archive, &["add", &samples()]));
    let svg = dir.join("r.svg");
    let text = said(&mizan(
        &archive,
        &["relations", "*", "*", "--per", "year", "--svg", svg.to_str().unwrap()],
    ));
    assert!(text.contains("2025") && text.contains("share %"));
    assert!(std::fs::read_to_string(svg).unwrap().ends_with("</svg>\n"));
    let series = json(&archive, &["relations", "*", "*", "--per", "month", "--split", "zone"]);
    assert!(series["lines"].as_array().unwrap().iter().any(|l| l["key"] == "report"));
    let csv = said(&mizan(&archive, &["relations", "*", "*", "--per", "month", "--csv"]));
    let rows: Vec<&str> = csv.lines().collect();
    assert!(rows.iter().all(|r| r.split(',').count() == rows[0].split(',').count()));
    assert!(rows.iter().any(|r| r.contains(",false,,,")), "a gap is empty, not zero: {csv}");
    let balance = json(&archive, &["balance", "--of", "DZA *", "--between", "ru-gov", "eu"]);
    assert_eq!(balance["steps"][0]["partners"].as_array().unwrap().len(), 2);
}

#[test]
fn corrections_are_made_in_somebodys_name_and_undone() {
    let archive = folder("correct").join("a.db");
    said(&mizan(&archive, &["add", &samples()]));
    let id = json(&archive, &["events", "--type", "protest"])[0]["id"].as_str().unwrap().to_owned();
    said(&mizan(&archive, &["correct", &id, "--set", "mode=strike", "--by", "huda"]));
    let event = json(&archive, &["show", &id]);
    assert_eq!((&event["mode"], &event["confidence"]), (&"strike".into(), &1.0.into()));
    assert!(said(&mizan(&archive, &["show", &id])).contains("huda"));
    assert!(said(&mizan(&archive, &["recode"])).contains("0 of 11 pages differ"));
    said(&mizan(&archive, &["correct", "--undo", "1"]));
    assert_ne!(json(&archive, &["show", &id])["mode"], "strike");
    let wrong = mizan(&archive, &["correct", &id, "--set", "mode=dance"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("no mode of PROTEST"));
}

#[test]
fn wrong_archives_and_questions_have_their_exit_codes() {
    let dir = folder("wrong");
    let archive = dir.join("a.db");
    let absent = mizan(&archive, &["events"]);
    assert_eq!(absent.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&absent.stderr).contains("mizan add"));
    std::fs::write(&archive, "notes").unwrap();
    assert_eq!(mizan(&archive, &["add", &samples()]).status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&archive).unwrap(), "notes");
    std::fs::remove_file(&archive).unwrap();
    said(&mizan(&archive, &["add", &samples()]));
    for args in [
        &["events", "--from", "soon"][..],
        &["events", "--from", "2025", "--to", "2024"],
        &["relations", "nobody", "*"],
        &["show", "e123"],
    ] {
        let out = mizan(&archive, args);
        assert_eq!(out.status.code(), Some(2), "{args:?}");
        assert!(!out.stderr.is_empty());
    }
}

#[test]
fn an_import_that_is_killed_goes_on_where_it_stopped() {
    let dir = folder("killed");
    let archive = dir.join("a.db");
    let lines: Vec<String> = (0..1500)
        .map(|n| {
            serde_json::json!({
                "url": format!("https://x.example/{n}"),
                "text": format!("خبر رقم {n}\n\nقصف الجيش التركي مدينة القامشلي وقتل {} مدنيين اليوم الأربعاء.", 3 + n % 7),
                "published": "2024-01-24",
            })
            .to_string()
        })
        .collect();
    let file = dir.join("a.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    for wait in [40, 120, 250, 400, 600] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mizan"))
            .args(["add", file])
            .env("MIZAN_ARCHIVE", &archive)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
    }
    let told = said(&mizan(&archive, &["add", file]));
    assert!(said(&mizan(&archive, &["check"])).contains("sound"), "{told}");
    let series = json(&archive, &["relations", "*", "*", "--per", "day", "--count", "events"]);
    let pages: std::collections::BTreeSet<String> =
        json(&archive, &["events", "--limit", "100000"])
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["key"].as_str().unwrap().to_owned())
            .collect();
    assert_eq!(pages.len(), 1500, "none lost, none doubled");
    let steps = series["lines"][0]["steps"].as_array().unwrap();
    assert!(steps.iter().any(|s| s["label"] == "2024-01-24"));
    assert!(said(&mizan(&archive, &["add"])).contains("0 gathered"));
}

#[test]
fn a_brief_tells_a_story_with_its_sources_side_by_side() {
    let archive = folder("brief").join("a.db");
    said(&mizan(&archive, &["add", &samples()]));
    let brief = said(&mizan(&archive, &["brief", "--actor", "rsf"]));
    for part in
        ["ثلاثون أسيراً", "وعشرون أسيراً", "اللجنة الدولية للصليب الأحمر", "نُفي", "[1]", "عينة النيل"]
    {
        assert!(brief.contains(part), "{part} is not in\n{brief}");
    }
    let page = said(&mizan(&archive, &["brief", "--actor", "rsf", "--format", "html"]));
    assert!(page.contains("dir=\"rtl\"") && page.contains("href=\"#e1\""));
    let english = said(&mizan(&archive, &["brief", "--actor", "rsf", "--lang", "en"]));
    assert!(english.contains("Rapid Support Forces released"), "{english}");
    let since = || said(&mizan(&archive, &["brief", "--actor", "rsf", "--since-last"]));
    assert!(since().contains("ثلاثين أسيراً"));
    assert!(since().contains("لا جديد منذ"), "nothing came in between");
    let nothing = mizan(&archive, &["brief", "--actor", "nobody-of-this-name"]);
    assert_eq!(nothing.status.code(), Some(2));
}

/// The program with a password on its standard input.
fn with_input(archive: &Path, args: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_mizan"))
        .args(args)
        .env("MIZAN_ARCHIVE", archive)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn accounts_are_made_listed_changed_and_taken_away() {
    let archive = folder("accounts").join("a.db");
    let add = |name: &str, password: &str| {
        with_input(&archive, &["user", "add", name, "--role", "coder"], password)
    };
    assert_eq!(said(&add("huda", "a long password\n")).trim(), "huda: coder");
    assert_eq!(add("huda", "a long password\n").status.code(), Some(2), "the name is taken");
    assert_eq!(add("omar", "short\n").status.code(), Some(2), "ten characters or more");
    let token = said(&mizan(&archive, &["user", "add", "importer", "--role", "coder", "--token"]));
    assert!(token.starts_with("mzn_") && token.trim().len() == 68, "{token}");
    said(&mizan(&archive, &["user", "role", "huda", "editor"]));
    let list = said(&mizan(&archive, &["user", "list"]));
    assert!(list.contains("huda") && list.contains("editor") && list.contains("token"), "{list}");
    said(&with_input(&archive, &["user", "password", "huda"], "another password\n"));
    said(&mizan(&archive, &["user", "remove", "importer"]));
    assert_eq!(mizan(&archive, &["user", "remove", "importer"]).status.code(), Some(2));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = archive.with_file_name("a.db.accounts");
        assert_eq!(
            std::fs::metadata(file).unwrap().permissions().mode() & 0o077,
            0,
            "its owner's alone"
        );
    }
}

#[test]
fn the_workbench_opens_on_this_machine_and_nowhere_else_without_accounts() {
    use std::io::{BufRead, BufReader, Read, Write};
    let archive = folder("serve").join("a.db");
    let refused = mizan(&archive, &["serve", "--listen", "0.0.0.0:0"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && words.contains("mizan user add"), "{words}");
    let api: Value =
        serde_json::from_str(&said(&mizan(&archive, &["serve", "--openapi"]))).unwrap();
    assert_eq!(api["openapi"].as_str().map(|v| &v[..3]), Some("3.1"));
    let mut server = Command::new(env!("CARGO_BIN_EXE_mizan"))
        .args(["serve", "--listen", "0"])
        .env("MIZAN_ARCHIVE", &archive)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let at = line.split("http://").nth(1).and_then(|a| a.split('/').next()).unwrap().to_owned();
    let mut stream = std::net::TcpStream::connect(&at).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("dir=\"rtl\""), "{answer}");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn what_was_reviewed_whole_is_gold_for_eval() {
    let dir = folder("gold");
    let archive = dir.join("a.db");
    let text = dir.join("r.txt");
    std::fs::write(&text, "غارة على القامشلي\n\nقصف الجيش التركي مدينة القامشلي اليوم الأربعاء.\n")
        .unwrap();
    said(&mizan(&archive, &["add", text.to_str().unwrap()]));
    for e in json(&archive, &["events"]).as_array().unwrap() {
        said(&mizan(&archive, &["correct", e["id"].as_str().unwrap(), "--accept"]));
    }
    let out = dir.join("gold").join("own.gold");
    std::fs::create_dir_all(dir.join("gold")).unwrap();
    said(&mizan(&archive, &["export", "gold", "--out", out.to_str().unwrap()]));
    let eval = said(&mizan(&archive, &["eval", "--gold", dir.join("gold").to_str().unwrap()]));
    assert!(eval.contains("ASSAULT"), "{eval}");
}

#[test]
fn a_back_up_is_sound_and_takes_the_place_of_what_was_lost() {
    let dir = folder("backup");
    let (archive, copy) = (dir.join("a.db"), dir.join("copy.db"));
    let name = copy.to_str().unwrap();
    said(&mizan(&archive, &["add", &samples()]));
    let events = json(&archive, &["events", "--limit", "100"]);
    assert!(said(&mizan(&archive, &["backup", name])).contains("checked"));
    assert_eq!(
        mizan(&archive, &["backup", name]).status.code(),
        Some(2),
        "nothing is written over"
    );
    assert!(said(&mizan(&archive, &["doctor"])).contains("sound"));
    // The archive is damaged in its midst, which the doctor sees.
    let mut bytes = std::fs::read(&archive).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 20_000].fill(0x5a);
    std::fs::write(&archive, bytes).unwrap();
    let ill = mizan(&archive, &["doctor"]);
    assert_eq!(ill.status.code(), Some(1), "{}", String::from_utf8_lossy(&ill.stdout));
    assert_eq!(mizan(&archive, &["restore", name]).status.code(), Some(2), "asks for --replace");
    let said_so = said(&mizan(&archive, &["restore", name, "--replace"]));
    assert!(said_so.contains("a.db.before") && dir.join("a.db.before").exists(), "{said_so}");
    assert_eq!(json(&archive, &["events", "--limit", "100"]), events, "all of it is back");
    let other = dir.join("no.db");
    std::fs::write(&other, "no archive at all").unwrap();
    assert_eq!(
        mizan(&archive, &["restore", other.to_str().unwrap(), "--replace"]).status.code(),
        Some(1)
    );
    assert_eq!(
        json(&archive, &["events", "--limit", "100"]),
        events,
        "what is no archive replaces nothing"
    );
}
