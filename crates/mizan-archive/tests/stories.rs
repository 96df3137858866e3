//! The cases of corpus/story: which reports are one story, which texts are reprints. `--nocapture` prints figures
//! and, for cases.txt, what went wrong.

use jiff::civil::Date;
use mizan_archive::{Access, Archive, Material, PageRow, Reading, Slice, Stamp};
use mizan_code::Reader;
use std::collections::BTreeMap;
use std::path::PathBuf;

struct Report {
    outlet: String,
    day: Date,
    group: String,
    origin: Option<String>,
    text: String,
}

struct Case {
    name: String,
    reports: Vec<Report>,
}

fn corpus(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/story").join(name)
}

fn cases(name: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(corpus(name)).expect("corpus/story");
    let mut out: Vec<Case> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("# ") {
            let name = head.split(" | ").next().unwrap_or(head).to_owned();
            if name.len() == 3 {
                out.push(Case { name, reports: Vec::new() });
            }
        } else if let Some(head) = line.strip_prefix("@ ") {
            let case = out.last_mut().expect("a case before its reports");
            let report = report(head, &case.reports);
            case.reports.push(report);
        } else if let Some(report) = out.last_mut().and_then(|c| c.reports.last_mut()) {
            report.text.push_str(line);
            report.text.push('\n');
        }
    }
    out
}

fn report(head: &str, before: &[Report]) -> Report {
    let parts: Vec<&str> = head.split(" | ").map(str::trim).collect();
    let copied =
        parts.get(4).and_then(|c| c.strip_prefix("copy ")).and_then(|n| n.parse::<usize>().ok());
    Report {
        outlet: parts[0].to_owned(),
        day: parts[1].parse().expect("a day"),
        group: parts[2].to_owned(),
        origin: parts.get(3).map(|o| (*o).to_owned()),
        text: copied.map_or_else(String::new, |n| before[n - 1].text.clone()),
    }
}

fn material(case: &Case, n: usize) -> Material {
    let report = &case.reports[n];
    let mut lines = report.text.lines();
    let title = lines.next().unwrap_or("");
    let body: String = lines.map(|l| format!("<p>{l}</p>\n")).collect();
    let html = format!(
        "<!DOCTYPE html><html lang=ar><head><meta charset=utf-8><title>{title}</title>\
         <meta property=\"og:site_name\" content=\"{}\"></head><body><article><h1>{title}</h1>{body}</article></body></html>",
        report.outlet
    );
    Material {
        origin: format!("https://{}.example/{n}.html", case.name),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        given: Some(report.day),
        bytes: html.into_bytes(),
        ..Material::default()
    }
}

fn gathered(case: &Case, order: &[usize], reader: &Reader, dir: &std::path::Path) -> Vec<PageRow> {
    let path = dir.join(format!("{}-{order:?}.db", case.name));
    let _ = std::fs::remove_file(&path);
    let mut archive = Archive::open(&path, Access::Write).expect("an archive");
    let stamp = Stamp { program: "test".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() };
    for n in order {
        let material = material(case, *n);
        let reading: Reading = material.read(reader);
        archive.add(&[(&material, &reading)], &stamp).expect("added");
        archive.index(reader).expect("indexed");
        archive.gather().expect("gathered");
    }
    let mut rows = archive
        .pages(Slice { limit: 100, skip: 0, sort: mizan_archive::Sort::Oldest })
        .expect("pages");
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    drop(archive);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    rows
}

#[derive(Default)]
struct Figures {
    precision: f64,
    recall: f64,
    reports: f64,
    pairs: f64,
    told: f64,
}

impl Figures {
    /// B-cubed (Bagga and Baldwin 1998): each report's share of what is grouped with it, one way and the other.
    fn case(&mut self, case: &Case, rows: &[PageRow], loud: bool) {
        let found: Vec<String> = rows
            .iter()
            .map(|r| r.story.map_or_else(|| r.id.to_string(), |s| s.to_string()))
            .collect();
        let expected: Vec<&str> = case.reports.iter().map(|r| r.group.as_str()).collect();
        for n in 0..rows.len() {
            let both = (0..rows.len())
                .filter(|m| found[*m] == found[n] && expected[*m] == expected[n])
                .count();
            let ours = found.iter().filter(|f| **f == found[n]).count();
            let theirs = expected.iter().filter(|e| **e == expected[n]).count();
            self.precision += both as f64 / ours as f64;
            self.recall += both as f64 / theirs as f64;
            self.reports += 1.0;
        }
        self.origins(case, rows, loud);
        let wrong = (0..rows.len())
            .any(|n| (0..n).any(|m| (found[n] == found[m]) != (expected[n] == expected[m])));
        if wrong && loud {
            println!("  {}: expected {expected:?}, found {found:?}", case.name);
        }
    }

    /// Pairs of reports of one case: told rightly as one text or two?
    fn origins(&mut self, case: &Case, rows: &[PageRow], loud: bool) {
        for n in 0..rows.len() {
            for m in 0..n {
                let one = |r: &Report| r.origin.clone();
                let (a, b) = (one(&case.reports[n]), one(&case.reports[m]));
                let expected = a.is_some() && a == b;
                let right = (rows[n].origin == rows[m].origin) == expected;
                self.pairs += 1.0;
                self.told += f64::from(u8::from(right));
                if !right && loud {
                    println!(
                        "  {}: reports {} and {} told wrongly, expected reprint {expected}",
                        case.name,
                        m + 1,
                        n + 1
                    );
                }
            }
        }
    }

    fn print(&self, name: &str) -> BTreeMap<String, f64> {
        let (p, r) = (self.precision / self.reports, self.recall / self.reports);
        let f = 2.0 * p * r / (p + r);
        let told = self.told / self.pairs;
        println!(
            "{name}: B-cubed P {p:.3} R {r:.3} F1 {f:.3}; reprint or independent told {told:.3} ({} pairs)",
            self.pairs
        );
        BTreeMap::from([(format!("{name}.bcubed.f1"), f), (format!("{name}.reprint"), told)])
    }
}

#[test]
fn stories_and_reprints_reach_their_floors() {
    let reader = Reader::builtin().expect("a reader");
    let dir = std::env::temp_dir().join(format!("mizan-stories-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder");
    let floors: BTreeMap<String, f64> =
        serde_json::from_str(&std::fs::read_to_string(corpus("floors.json")).expect("floors"))
            .expect("floors");
    let mut figures = BTreeMap::new();
    for (file, name, loud) in [
        ("cases.txt", "cases", true),
        ("unseen.txt", "unseen", std::env::var("MIZAN_UNSEEN").is_ok()),
    ] {
        let mut sum = Figures::default();
        for case in cases(file) {
            let order: Vec<usize> = (0..case.reports.len()).collect();
            let rows = gathered(&case, &order, &reader, &dir);
            assert_eq!(rows.len(), case.reports.len(), "{}", case.name);
            sum.case(&case, &rows, loud);
        }
        figures.extend(sum.print(name));
    }
    let _ = std::fs::remove_dir_all(&dir);
    for (name, floor) in floors {
        let got = figures.get(&name).copied().unwrap_or(0.0);
        assert!(got >= floor, "{name} is {got:.3}, its floor {floor}");
    }
}

#[test]
fn groups_do_not_depend_on_the_order_of_arrival() {
    let reader = Reader::builtin().expect("a reader");
    let dir = std::env::temp_dir().join(format!("mizan-order-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder");
    for case in cases("cases.txt").into_iter().filter(|c| c.reports.len() > 2) {
        let first: Vec<usize> = (0..case.reports.len()).collect();
        let expected = gathered(&case, &first, &reader, &dir);
        let mut order = first.clone();
        for _ in 0..case.reports.len() {
            order.rotate_left(1);
            let turned: Vec<usize> = order.iter().rev().copied().collect();
            for way in [&order, &turned] {
                let rows = gathered(&case, way, &reader, &dir);
                for (a, b) in expected.iter().zip(&rows) {
                    assert_eq!(
                        (a.id, a.story, a.origin),
                        (b.id, b.story, b.origin),
                        "{} in order {way:?}",
                        case.name
                    );
                }
            }
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
}
