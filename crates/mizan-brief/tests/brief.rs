//! Briefs of an archive of written cases: Mizan reads each brief again and finds the same events, every sentence has
//! its evidence, and no number stands in a brief that its evidence lacks.

#![allow(clippy::unwrap_used)]

use jiff::civil::Date;
use mizan_archive::{Access, Archive, Material, Question, Reading, Stamp, Telling};
use mizan_brief::{Brief, Calendar, For, Lang, Options};
use mizan_code::Reader;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn scratch(name: &str) -> Scratch {
    let path = std::env::temp_dir().join(format!("mizan-brief-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    Scratch(path)
}

/// The reports of `corpus/story/cases.txt`, with the outlet of each in its address.
fn reports() -> Vec<(String, Date, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/story/cases.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let mut out: Vec<(String, Date, String)> = Vec::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some(head) = line.strip_prefix("@ ") {
            let mut cells = head.split('|').map(str::trim);
            let outlet = cells.next().unwrap().to_owned();
            out.push((outlet, cells.next().unwrap().parse().unwrap(), String::new()));
        } else if let Some(last) = out.last_mut()
            && !line.trim().is_empty()
        {
            last.2.push_str(line);
            last.2.push_str("\n\n");
        }
    }
    out.retain(|r| !r.2.is_empty());
    out
}

fn archive(folder: &Scratch, reports: &[(String, Date, String)]) -> Archive {
    let mut archive = Archive::open(&folder.0.join("a.db"), Access::Write).unwrap();
    let stamp = Stamp { program: "test".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() };
    for (n, (_, day, text)) in reports.iter().enumerate() {
        let material = Material {
            origin: format!("https://outlet.example/{n}"),
            given: Some(*day),
            bytes: text.as_bytes().to_vec(),
            ..Material::default()
        };
        let reading: Reading = material.read(&READER);
        archive.add(&[(&material, &reading)], &stamp).unwrap();
    }
    archive.index(&READER).unwrap();
    archive.gather().unwrap();
    archive
}

fn question(stories: usize) -> Question {
    Question { stories, ..Question::default() }
}

fn options(lang: Lang) -> Options {
    Options {
        lang,
        calendar: Calendar::Western,
        reader: For::Analyst,
        max_words: 2000,
        about: None,
        since: None,
    }
}

fn brief(telling: &Telling, lang: Lang) -> Brief {
    mizan_brief::write(&READER, telling, &options(lang))
}

/// What an event is known by: type, mode, those who are known on each side, day.
fn known<'a>(
    event: &str,
    mode: Option<&str>,
    sources: impl Iterator<Item = &'a str>,
    day: Option<&str>,
) -> String {
    let who: BTreeSet<&str> = sources.filter(|id| !id.starts_with("kind:")).collect();
    format!("{event} {mode:?} {who:?} {day:?}")
}

#[test]
fn mizan_reads_each_brief_again_and_finds_the_same_events() {
    let folder = scratch("again");
    let telling = archive(&folder, &reports()).tell(&question(60), &[]).unwrap();
    let brief = brief(&telling, Lang::Ar);
    let narrative = mizan_brief::markdown(&brief);
    let narrative = narrative.split(&format!("## {}", brief.evidence_title)).next().unwrap();
    let published: Date = "2026-01-01".parse().unwrap();
    let record = READER.code(narrative, None, Some(published), mizan_code::Options::ALL);
    let read: BTreeSet<String> = record
        .events
        .iter()
        .map(|e| {
            let ids = e.sources.iter().filter_map(|m| m.actor.as_ref()).map(|a| a.id.as_str());
            let day = e.date.as_ref().and_then(|d| d.from.as_deref());
            known(&e.event, e.mode.as_deref(), ids, day)
        })
        .collect();
    assert!(brief.told.len() > 15, "only {} events in words of our own", brief.told.len());
    for e in &brief.told {
        let ids = e.sources.iter().filter_map(|s| s.id.as_deref());
        let day = e.date.as_ref().and_then(|d| d.from.as_deref());
        let own = known(&e.event, e.mode.as_deref(), ids, day);
        assert!(read.contains(&own), "{own} of «{}» is not read in\n{narrative}", e.sentence);
    }
}

/// Numbers of a text, in digits and in words.
fn numbers(text: &str) -> BTreeSet<u64> {
    let folded = mizan_text::fold(text);
    let mut out: BTreeSet<u64> =
        folded.split(|c: char| !c.is_ascii_digit()).filter_map(|d| d.parse().ok()).collect();
    let record = READER.code(text, None, None, mizan_code::Options::ALL);
    let figures = record.mentions.quantities.iter().flat_map(|q| [q.low, q.high]);
    out.extend(figures.flatten().map(|f| f.0 as u64));
    out
}

#[test]
fn every_sentence_has_its_evidence_and_no_number_that_is_not_in_it() {
    let folder = scratch("evidence");
    let telling = archive(&folder, &reports()).tell(&question(60), &[]).unwrap();
    for lang in [Lang::Ar, Lang::En] {
        let brief = brief(&telling, lang);
        assert!(brief.sections.iter().any(|s| s.key == "disputed"), "no figures side by side");
        for s in brief.sections.iter().flat_map(|s| &s.sentences) {
            assert!(!s.cites.is_empty(), "no evidence: {}", s.text);
            let mut allowed = BTreeSet::new();
            for n in &s.cites {
                let e = &brief.evidence[n - 1];
                assert_eq!(e.number, *n);
                allowed.extend(numbers(&e.sentence));
                allowed.extend(numbers(&e.published));
            }
            // A day that a report counts from its own date («أمس») is the event's.
            let told = brief.told.iter().chain(telling.happenings.iter().flat_map(|h| &h.reports));
            for d in
                told.filter(|e| s.cites.iter().any(|n| brief.evidence[n - 1].event == Some(e.id)))
            {
                let days = d.date.iter().flat_map(|d| [&d.from, &d.to]).flatten();
                allowed
                    .extend(days.flat_map(|d| d.split('-')).filter_map(|p| p.parse::<u64>().ok()));
            }
            let plain: String = s.text.split(['⟦', '⟧']).step_by(2).collect();
            let extra: Vec<u64> =
                numbers(&plain).into_iter().filter(|n| *n > 2 && !allowed.contains(n)).collect();
            assert!(extra.is_empty(), "{extra:?} are not in the evidence of «{}»", s.text);
        }
    }
}

#[test]
fn the_same_archive_gives_the_same_brief_whatever_the_order_of_arrival() {
    let (one, two) = (scratch("one"), scratch("two"));
    let all: Vec<_> = reports().into_iter().take(30).collect();
    let mut back = all.clone();
    back.reverse();
    // Addresses are numbered by arrival; sentences and their order must not depend on it.
    let text = |folder: &Scratch, reports: &[(String, Date, String)]| {
        let telling = archive(folder, reports).tell(&question(60), &[]).unwrap();
        let brief = brief(&telling, Lang::Ar);
        let mut lines: Vec<String> = brief
            .sections
            .iter()
            .flat_map(|s| s.sentences.iter().map(|x| x.text.clone()))
            .collect();
        lines.sort();
        lines.len()
    };
    assert_eq!(text(&one, &all), text(&two, &back));
    let again = archive(&scratch("three"), &all).tell(&question(60), &[]).unwrap();
    assert_eq!(
        mizan_brief::markdown(&brief(&again, Lang::Ar)),
        mizan_brief::markdown(&brief(&again, Lang::Ar))
    );
}

#[test]
fn a_brief_keeps_within_its_words_and_tells_only_what_is_new() {
    let folder = scratch("new");
    let all = reports();
    let mut archive = archive(&folder, &all[..20]);
    let telling = archive.tell(&question(60), &[]).unwrap();
    let short = mizan_brief::write(
        &READER,
        &telling,
        &Options { max_words: 60, reader: For::Editor, ..options(Lang::Ar) },
    );
    assert!(short.words() <= 120, "{} words", short.words());
    archive.keep_asked("q", "2026-01-01T00:00:00Z", &telling).unwrap();
    let (at, events) = archive.asked("q").unwrap().unwrap();
    assert!(at.starts_with("2026") && !events.is_empty());
    let nothing = archive.tell(&question(60), &events).unwrap();
    assert!(nothing.happenings.is_empty());
    let note = brief(&nothing, Lang::Ar).note.unwrap();
    assert!(note.contains("لا شيء"), "{note}");
}

#[test]
fn hostile_words_stay_words() {
    let folder = scratch("hostile");
    let text = "قصف على سوق\n\nقصفت القوات <script>alert(1)</script> [x](javascript:alert(1)) ⟦1⟧ مدينة سراقب أمس.\n";
    let reports = vec![("x".to_owned(), "2024-03-05".parse().unwrap(), text.to_owned())];
    let telling = archive(&folder, &reports).tell(&question(9), &[]).unwrap();
    let brief = brief(&telling, Lang::Ar);
    let (page, words) = (mizan_brief::html(&brief), mizan_brief::markdown(&brief));
    assert!(!page.contains("<script>"), "{page}");
    assert!(!words.contains("<script>") && !words.contains("[x]("), "{words}");
}

#[test]
fn a_private_person_stays_in_the_reports_own_words() {
    let folder = scratch("private");
    let text = "اعتقال في طنجة\n\nاعتقلت الشرطة المغربية يونس بلخضر في طنجة أمس.\n";
    let reports = vec![("x".to_owned(), "2024-03-05".parse().unwrap(), text.to_owned())];
    let telling = archive(&folder, &reports).tell(&question(9), &[]).unwrap();
    let brief = brief(&telling, Lang::Ar);
    let sentences: Vec<&str> =
        brief.sections.iter().flat_map(|s| s.sentences.iter().map(|x| x.text.as_str())).collect();
    assert!(!sentences.is_empty());
    for s in sentences {
        let own: String = s.split(['«', '»']).step_by(2).collect();
        assert!(!own.contains("بلخضر"), "{s}");
    }
}
