//! The program as a user runs it: exit codes, bad input, order of output.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn mizan(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mizan"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    // The program may stop reading at its limit and close the pipe: that is no error of the test.
    let writer = std::thread::spawn(move || stdin.write_all(&bytes).ok());
    let out = child.wait_with_output().unwrap();
    writer.join().unwrap();
    out
}

fn json(out: &Output) -> serde_json::Value {
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn problems(record: &serde_json::Value) -> Vec<&str> {
    record["problems"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect()
}

fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn samples_are_read() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let out = mizan(&["read", samples.to_str().unwrap()], b"");
    assert_eq!(out.status.code(), Some(0));
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("COERCE") && text.contains("PROTEST") && text.contains("REPORT"));
    assert_eq!(text.matches("── ").count(), 11);
}

#[test]
fn empty_and_binary_give_an_empty_record_with_a_problem() {
    let record = json(&mizan(&["read", "--json", "-"], b""));
    assert_eq!(problems(&record), ["MZ900"]);
    let binary: Vec<u8> =
        (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let record = json(&mizan(&["read", "--json", "-"], &binary));
    assert!(!problems(&record).is_empty() && record["events"].as_array().unwrap().is_empty());
    let zeros = vec![0u8; 10_000];
    let record = json(&mizan(&["read", "--json", "-"], &zeros));
    assert!(!problems(&record).is_empty());
}

#[test]
fn cut_and_broken_utf8_are_read_with_a_problem() {
    let text = "قتل خمسة جنود في كمين قرب المدينة.";
    let mut broken = text.as_bytes().to_vec();
    broken.insert(9, 0xFF);
    let record = json(&mizan(&["read", "--json", "-"], &broken));
    assert_eq!(problems(&record), ["MZ901"]);
    let record = json(&mizan(&["read", "--json", "-"], &text.as_bytes()[..text.len() - 2]));
    assert_eq!(problems(&record), ["MZ901"]);
    assert_eq!(record["events"][0]["type"], "ASSAULT");
}

#[test]
fn a_line_of_100_mb_is_bounded() {
    let line = "قال ا".repeat(11_500_000);
    assert!(line.len() > 100_000_000);
    let record = json(&mizan(&["read", "--json", "-"], line.as_bytes()));
    assert!(problems(&record).contains(&"MZ903"));
}

#[test]
fn a_hundred_thousand_nested_tags_are_bounded() {
    let html = format!(
        "<html><body>{}قتل خمسة جنود في كمين{}</body></html>",
        "<div>".repeat(100_000),
        "</div>".repeat(100_000)
    );
    let record = json(&mizan(&["read", "--json", "-"], html.as_bytes()));
    assert_eq!(problems(&record), ["MZ902"]);
    assert_eq!(record["events"][0]["type"], "ASSAULT");
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_read() {
    let dir = scratch("partly");
    std::fs::write(dir.join("a.txt"), "اعتقلت الشرطة ثلاثة ناشطين في العاصمة.").unwrap();
    let good = dir.join("a.txt");
    let out = mizan(
        &["read", "-q", dir.join("missing.txt").to_str().unwrap(), good.to_str().unwrap()],
        b"",
    );
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("missing.txt: cannot be read"));
    assert!(String::from_utf8_lossy(&out.stdout).contains("COERCE"));
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let dir = scratch("closed");
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything: then there is nothing to say.
    let may_read = std::fs::read_dir(&dir).is_ok();
    let out = mizan(&["read", dir.to_str().unwrap()], b"");
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(out.status.code(), Some(if may_read { 0 } else { 1 }));
    assert!(!out.stderr.is_empty());
}

#[test]
fn usage_is_exit_code_two() {
    assert_eq!(mizan(&["read"], b"").status.code(), Some(2));
    assert_eq!(mizan(&["code"], b"").status.code(), Some(2));
    assert_eq!(mizan(&["codebook", "NOSUCH"], b"").status.code(), Some(2));
    assert_eq!(mizan(&["nonsense"], b"").status.code(), Some(2));
}

#[test]
fn code_keeps_order_and_goes_on_behind_a_bad_line() {
    let mut lines = String::new();
    for n in 0..700 {
        lines.push_str(&format!("{{\"id\": \"{n}\", \"text\": \"قتل {n} جنود في كمين\"}}\n"));
    }
    lines.insert_str(0, "not json\n");
    let out = mizan(&["code", "--jsonl"], lines.as_bytes());
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("line 1: expected"));
    let ids: Vec<String> = String::from_utf8(out.stdout)
        .unwrap()
        .lines()
        .map(|l| {
            serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(ids, (0..700).map(|n| n.to_string()).collect::<Vec<_>>());
}

#[test]
fn the_record_has_its_keys_in_order_and_offsets_that_slice() {
    let text = "قال المتحدث CENTCOM إنّ القواتِ الأميركية قصفت مواقع لتنظيم داعش في سوريا أمس.";
    let line = serde_json::json!({"id": "x", "text": text, "published": "2025-11-30"}).to_string();
    let out = mizan(&["code", "--jsonl", "--all"], line.as_bytes());
    let raw = String::from_utf8(out.stdout.clone()).unwrap();
    let keys = [
        "\"mizan\"",
        "\"data\"",
        "\"id\"",
        "\"url\"",
        "\"lang\"",
        "\"page\"",
        "\"sentences\"",
        "\"mentions\"",
        "\"events\"",
        "\"claims\"",
        "\"ties\"",
        "\"stances\"",
        "\"findings\"",
        "\"problems\"",
    ];
    let places: Vec<usize> = keys.iter().map(|k| raw.find(k).unwrap()).collect();
    assert!(places.windows(2).all(|w| w[0] < w[1]), "{places:?}");
    let record = json(&out);
    let chars: Vec<char> = text.chars().collect();
    let slice = |m: &serde_json::Value| {
        let at = |n: usize| usize::try_from(m["span"][n].as_u64().unwrap()).unwrap();
        chars[at(0)..at(1)].iter().collect::<String>()
    };
    let event = &record["events"][0];
    assert_eq!(slice(&event["trigger"]), event["trigger"]["text"].as_str().unwrap());
    for m in event["sources"].as_array().unwrap().iter().chain(event["targets"].as_array().unwrap())
    {
        assert_eq!(slice(m), m["text"].as_str().unwrap());
    }
    assert_eq!(event["date"]["from"], "2025-11-29");
}

#[test]
fn explain_and_codebook_speak() {
    let out =
        mizan(&["explain", "-", "--event", "1", "--all"], "قصفت المدفعية مواقع الفصيل.".as_bytes());
    let text = String::from_utf8(out.stdout).unwrap();
    for part in ["ar.assault.strike", "tokens", "chunks", "status occurred", "sources"] {
        assert!(text.contains(part), "{part}");
    }
    let out = mizan(&["codebook", "ASSAULT"], b"");
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("هجوم") && text.contains("aerial") && text.contains("-9.0"));
    assert_eq!(mizan(&["explain", "-", "--event", "9"], b"").status.code(), Some(2));
}

#[test]
fn a_mistake_in_the_data_is_said_with_file_line_and_nearest_word() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let to = scratch("data");
    copy(&from, &to);
    let frame = to.join("ar/frame/assault.toml");
    let text =
        std::fs::read_to_string(&frame).unwrap().replace("verbs = \"هاجم |", "verbs = \"هاججم |");
    std::fs::write(&frame, text).unwrap();
    let out = mizan(&["--data", to.join("ar").to_str().unwrap(), "codebook"], b"");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1));
    assert!(
        said.contains("assault.toml:")
            && said.contains("هاججم")
            && said.contains("the nearest is هاجم"),
        "{said}"
    );
}

#[test]
fn a_list_that_a_frame_file_lacks_is_said_with_the_nearest() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let to = scratch("lists");
    copy(&from, &to);
    let frame = to.join("ar/frame/protest.toml");
    let text = std::fs::read_to_string(&frame).unwrap().replacen("[$purpose]", "[$porpose]", 1);
    std::fs::write(&frame, text).unwrap();
    let out = mizan(&["--data", to.join("ar").to_str().unwrap(), "codebook"], b"");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(1));
    assert!(said.contains("protest.toml:") && said.contains("the nearest is $purpose"), "{said}");
}

#[test]
fn the_compiled_copy_and_the_folder_read_alike() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/ar");
    let text = "أفرجت السلطات السورية عن عشرين موقوفاً صباح اليوم.".as_bytes();
    let one = mizan(&["read", "--json", "--all", "-"], text);
    let other = mizan(&["read", "--json", "--all", "--data", data.to_str().unwrap(), "-"], text);
    assert_eq!(one.stdout, other.stdout);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_same_bytes_give_the_same_record_under_any_number_of_threads() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let run = |threads: &str| {
        let out = Command::new(env!("CARGO_BIN_EXE_mizan"))
            .args(["read", "--json", "--all", samples.to_str().unwrap()])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(0));
        out.stdout
    };
    let one = run("1");
    assert!(!one.is_empty());
    for threads in ["1", "2", "7"] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}

#[test]
fn eval_measures_reports_and_holds_floors() {
    let dir = scratch("eval");
    let gold = "# a | 2024-03-05 | report | عنوان\n= اعتقلت الشرطة ثلاثة ناشطين.\n~ COERCE/arrest اعتقلت | S الشرطة | T ناشطين | Q arrested 3\n= هطلت الأمطار.\n";
    std::fs::write(dir.join("a.gold"), gold).unwrap();
    let path = dir.to_str().unwrap();
    let html = dir.join("misses.html");
    let out = mizan(&["eval", "--gold", path, "--json", "--html", html.to_str().unwrap()], b"");
    let figures = json(&out);
    for slot in ["event.f1", "source", "target", "quantity", "status"] {
        assert_eq!(figures[format!("eval.{slot}")], 1.0, "{slot}");
    }
    assert!(std::fs::read_to_string(&html).unwrap().contains("dir=\"rtl\""));
    let floors = dir.join("floors.json");
    std::fs::write(&floors, "{\"eval.event.f1\": 1.5, \"other.event.f1\": 2}").unwrap();
    let out = mizan(&["eval", "--gold", path, "--floors", floors.to_str().unwrap()], b"");
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("eval.event.f1"));
}

#[test]
fn eval_names_the_line_of_a_mistake() {
    let dir = scratch("eval-wrong");
    std::fs::write(dir.join("a.gold"), "# a | 2024-03-05 | report | عنوان\n~ COERCE x | Z y\n")
        .unwrap();
    let out = mizan(&["eval", "--gold", dir.to_str().unwrap()], b"");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("a.gold:2"));
}

/// The figures on the shared sentences are those of their own scorer.
#[test]
fn eval_agrees_with_the_shared_scorer() {
    let shared = std::env::var("MIZAN_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let gold = Path::new(&shared).join("gold/arabic_event_gsr");
    if !gold.is_dir() {
        assert!(std::env::var("MIZAN_REQUIRE_SHARED").is_err(), "{} is not there", gold.display());
        eprintln!("skipped: {} is not there", gold.display());
        return;
    }
    let lines: Vec<u8> = ["sentences.jsonl", "spans.jsonl"]
        .iter()
        .flat_map(|f| std::fs::read(gold.join(f)).unwrap())
        .collect();
    let coded = scratch("eval-gsr").join("records.jsonl");
    std::fs::write(&coded, mizan(&["code", "--jsonl"], &lines).stdout).unwrap();
    let script = Path::new(&shared).join("gold/score.py");
    let scored = Command::new("python3").arg(script).arg(&gold).arg(&coded).arg("--json").output();
    let Ok(scored) =
        scored.map(|o| serde_json::from_slice::<serde_json::Value>(&o.stdout).unwrap())
    else {
        eprintln!("skipped: no python3");
        return;
    };
    let ours = json(&mizan(&["eval", "--gold", gold.to_str().unwrap(), "--json"], b""));
    for event in ["ASSAULT", "PROTEST"] {
        for (name, theirs) in [
            ("detection.f1", &scored[event]["detection"]["f1"]),
            ("detection.precision", &scored[event]["detection"]["precision"]),
            ("spans.source.f1", &scored[event]["spans"]["source"]["f1"]),
            ("spans.target.f1", &scored[event]["spans"]["target"]["f1"]),
            ("spans.trigger.f1", &scored[event]["spans"]["trigger"]["f1"]),
        ] {
            let (a, b) =
                (ours[format!("{event}.{name}")].as_f64().unwrap(), theirs.as_f64().unwrap());
            assert!((a - b).abs() < 1e-6, "{event}.{name}: {a} and {b}");
        }
    }
}

fn audited(args: &[&str], page: &str) -> (Option<i32>, String, String) {
    let mut all = vec!["audit", "-", "--color", "never"];
    all.extend(args);
    let out = mizan(&all, page.as_bytes());
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

const VAGUE: &str = "انسحاب من التلال\nبقلم: سلمى حداد\n12 مايو 2024\n\nقالت مصادر مطلعة إن الجيش سحب قواته من التلال.\n";

#[test]
fn the_audit_says_by_its_exit_code_what_it_found() {
    assert_eq!(audited(&["--select", "MZ02"], VAGUE).0, Some(3));
    assert_eq!(audited(&["--select", "MZ02", "--fail-on", "error"], VAGUE).0, Some(0));
    assert_eq!(audited(&["--select", "MZ02", "--fail-on", "never"], VAGUE).0, Some(0));
    assert_eq!(audited(&["--select", "MZ03"], VAGUE).0, Some(0));
    let (code, _, words) = audited(&["--select", "MZ77"], VAGUE);
    assert_eq!(code, Some(2));
    assert!(words.contains("no rule MZ77") && words.contains("MZ021"), "{words}");
}

#[test]
fn the_audit_prints_in_each_format() {
    let (_, text, _) = audited(&["--select", "MZ021"], VAGUE);
    assert!(
        text.contains("MZ021 warning") && text.contains("5:6") && text.contains("^^^^"),
        "{text}"
    );
    let (_, arabic, _) = audited(&["--select", "MZ021", "--lang", "ar"], VAGUE);
    assert!(arabic.contains("مصدر بلا اسم"), "{arabic}");
    let (_, json, _) = audited(&["--select", "MZ021", "--format", "json"], VAGUE);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let finding = &json["pages"][0]["findings"][0];
    assert_eq!(
        (finding["line"].as_u64(), finding["text"].as_str()),
        (Some(5), Some("مصادر مطلعة"))
    );
    let (_, sarif, _) = audited(&["--select", "MZ021", "--format", "sarif"], VAGUE);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "MZ021");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.len() >= 30, "{} rules", rules.len());
    let (_, github, _) = audited(&["--select", "MZ021", "--format", "github"], VAGUE);
    assert!(github.starts_with("::warning file=-,line=5,endLine=5,col=6,"), "{github}");
    let (_, html, _) =
        audited(&["--format", "html"], "<script>\n\nقالت مصادر مطلعة «<b>نص</b>» أمس.\n");
    assert!(html.contains("dir=\"rtl\"") && !html.contains("<b>نص"), "{html}");
}

#[test]
fn a_house_has_its_own_settings() {
    let dir = scratch("settings");
    let page = dir.join("page.txt");
    std::fs::write(&page, VAGUE).unwrap();
    let file = dir.join("mizan.toml");
    let run = |settings: &str| {
        std::fs::write(&file, settings).unwrap();
        let out = Command::new(env!("CARGO_BIN_EXE_mizan"))
            .args(["audit", "page.txt", "--color", "never"])
            .current_dir(&dir)
            .output()
            .unwrap();
        (
            out.status.code(),
            String::from_utf8_lossy(&out.stdout).into_owned()
                + &String::from_utf8_lossy(&out.stderr),
        )
    };
    let (code, text) = run("[audit]\nselect = [\"MZ021\"]\n[audit.severity]\nMZ021 = \"error\"\n");
    assert!(code == Some(3) && text.contains("MZ021 error"), "{text}");
    assert_eq!(run("[audit]\nselect = [\"MZ021\"]\nallow = [\"مصادر مطلعة\"]\n").0, Some(0));
    assert_eq!(run("[audit]\nignore = [\"MZ0\"]\n").0, Some(0));
    let (code, text) = run("[audit]\nselct = []\n");
    assert!(code == Some(2) && text.contains("mizan.toml") && text.contains("selct"), "{text}");
    let (code, text) = run("[audit.severity]\nMZ021 = \"grave\"\n");
    assert!(code == Some(2) && text.contains("grave"), "{text}");
}

#[test]
fn every_rule_can_be_explained() {
    let all = mizan(&["codebook", "--json"], b"");
    let codes = json(&all);
    let rules: Vec<&str> = codes
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["kind"] == "finding")
        .map(|c| c["code"].as_str().unwrap())
        .collect();
    assert!(rules.len() >= 30);
    for code in rules {
        let out = mizan(&["explain", code], b"");
        let text = String::from_utf8_lossy(&out.stdout);
        assert_eq!(out.status.code(), Some(0), "{code}");
        let parts = ["why", "bad ar", "good ar", "bad en", "good en"];
        assert!(parts.iter().all(|p| text.contains(p)), "{code}: {text}");
    }
    assert_eq!(mizan(&["explain", "MZ999"], b"").status.code(), Some(2));
}
