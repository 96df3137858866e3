//! Review: what persons correct, name and judge stays, moves with its sentence, and can be taken back.

use jiff::civil::Date;
use mizan_archive::export::Format;
use mizan_archive::review::{Opinion, Verdict};
use mizan_archive::stored::Chars;
use mizan_archive::{
    Access, Action, Archive, ArchiveError, EventRow, Field, Filter, Material, Missed, Named, Slice,
    Sort, Stamp,
};
use mizan_code::Reader;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().expect("a reader"));
const AT: &str = "2026-01-02T10:00:00Z";
const ALL: Slice = Slice { limit: 1000, skip: 0, sort: Sort::Oldest };

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> (Folder, Archive) {
        let path = std::env::temp_dir().join(format!("mizan-review-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        let archive = Archive::open(&path.join("a.db"), Access::Write).expect("an archive");
        (Folder(path), archive)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn add(archive: &mut Archive, name: &str, text: &str) {
    let material = Material {
        origin: format!("https://outlet.example/{name}"),
        given: Some(Date::constant(2024, 1, 24)),
        bytes: text.as_bytes().to_vec(),
        ..Material::default()
    };
    let reading = material.read(&READER);
    let stamp = Stamp { program: "mizan test".to_owned(), at: AT.to_owned() };
    archive.add(&[(&material, &reading)], &stamp).expect("added");
    archive.index(&READER).expect("indexed");
    archive.gather().expect("gathered");
}

fn events(archive: &Archive) -> Vec<EventRow> {
    archive.events(&Filter::default(), ALL).expect("events").0
}

fn strike(archive: &Archive) -> EventRow {
    events(archive).into_iter().find(|e| e.trigger == "قصف").expect("the strike")
}

const STRIKE: &str =
    "غارة تركية على القامشلي\n\nقصف الجيش التركي مدينة القامشلي اليوم الأربعاء وقُتل ثلاثة مدنيين.\n";
const CROWD: &str = "احتشاد في الساحة\n\nتجمع مناصرو رابطة سهل نجران أمام المبنى. وطالبت رابطة سهل نجران الحكومة اليمنية بفتح الطريق.\n";

const VISIT: &str = "وزير الخارجية المصري يزور الرباط\n\nالتقى وزير الخارجية المصري سامح شكري نظيره المغربي ناصر بوريطة في الرباط اليوم الأحد.\n";

/// Words of a page with their span, as a person selects them.
fn words(archive: &Archive, id: &str, words: &str) -> Value {
    let (page, _) = archive.open_page(id).expect("a page");
    let at = page.text.find(words).expect("the words stand in the page");
    let from = page.text[..at].chars().count();
    json!({"text": words, "span": [from, from + words.chars().count()]})
}

fn with(mut value: Value, more: &Value) -> Value {
    let fields = more.as_object().expect("fields").clone();
    value.as_object_mut().expect("an object").extend(fields);
    value
}

fn set(archive: &mut Archive, id: &str, field: Field, value: &Value) -> Result<i64, ArchiveError> {
    archive.correct(id, &Action::Set(field, value.to_string()), "huda", AT)
}

#[test]
fn arguments_are_corrected_by_words_of_the_page_and_move_with_their_sentence() {
    let (_folder, mut archive) = Folder::new("arguments");
    add(&mut archive, "1", STRIKE);
    let id = strike(&archive).id.to_string();
    let actor = json!({"actor": {"id": "sdf", "name_ar": "قوات سوريا الديمقراطية", "name_en": "SDF", "code": "SYR REB", "kind": "organisation"}});
    let target = with(words(&archive, &id, "مدنيين"), &actor);
    set(&mut archive, &id, Field::Targets, &json!([target])).expect("targets");
    let quantity = with(
        words(&archive, &id, "ثلاثة مدنيين"),
        &json!({"of": "wounded", "low": 3.0, "high": null, "relation": "=", "unit": null, "whom": null, "role": null}),
    );
    set(&mut archive, &id, Field::Quantities, &json!([quantity])).expect("quantities");
    let day = with(
        words(&archive, &id, "اليوم الأربعاء"),
        &json!({"from": "2024-01-23", "to": "2024-01-23", "precision": "day", "calendar": "gregorian", "basis": "by hand"}),
    );
    set(&mut archive, &id, Field::Date, &day).expect("a date");
    set(&mut archive, &id, Field::Place, &Value::Null).expect("no place");
    let told = |archive: &Archive| {
        let e = strike(archive);
        let who = e.targets.iter().map(|t| t.id.clone().unwrap_or_default()).collect::<Vec<_>>();
        (who, e.day, e.place.is_none(), e.quantities[0].of.clone(), e.corrected.len())
    };
    let expected = (
        vec!["sdf".to_owned()],
        Some("2024-01-23".to_owned()),
        true,
        Some("wounded".to_owned()),
        4,
    );
    assert_eq!(told(&archive), expected);
    // Another version of the page, in which the sentence stands elsewhere, and a reading anew change nothing of it.
    let longer = STRIKE.replace("\n\nقصف", "\n\nأفادت مصادر محلية بذلك مساء أمس.\n\nقصف");
    add(&mut archive, "1", &longer);
    archive.recode(&READER, "mizan test", true).expect("read anew");
    assert_eq!(told(&archive), expected);
    let (page, at) = archive.open_page(&id).expect("a page");
    let event = page.event(at.bits).expect("the event");
    let chars = Chars::new(&page.text);
    assert_eq!(chars.words(event.targets[0].span), "مدنيين");
    assert_eq!(event.date.as_ref().map(|d| chars.words(d.span)), Some("اليوم الأربعاء"));
    // The questions see it too.
    let by = Filter { target: vec!["sdf".to_owned()], ..Filter::default() };
    assert_eq!(archive.events(&by, ALL).expect("asked").1, 1);
}

#[test]
fn a_value_that_is_not_of_the_page_or_not_of_the_field_is_refused() {
    let (_folder, mut archive) = Folder::new("refused");
    add(&mut archive, "1", STRIKE);
    let id = strike(&archive).id.to_string();
    let here = words(&archive, &id, "مدنيين");
    let cases = [
        (Field::Targets, json!([{"text": "مدنيين", "span": [0, 6], "actor": null}])),
        (Field::Targets, json!([{"text": "", "span": [3, 3], "actor": null}])),
        (Field::Targets, json!({"text": "مدنيين"})),
        (
            Field::Date,
            with(
                here.clone(),
                &json!({"from": "2024-02-30", "to": "2024-02-30", "precision": "day"}),
            ),
        ),
        (
            Field::Date,
            with(
                here.clone(),
                &json!({"from": "2024-03-02", "to": "2024-03-01", "precision": "range"}),
            ),
        ),
        (
            Field::Quantities,
            json!([with(
                here.clone(),
                &json!({"of": "killed", "low": null, "high": null, "relation": "="})
            )]),
        ),
        (
            Field::Quantities,
            json!([with(
                here,
                &json!({"of": "killed", "low": -3.0, "high": null, "relation": "="})
            )]),
        ),
        (
            Field::Sources,
            json!(
                (0..65)
                    .map(|_| json!({"text": "ق", "span": [0, 1], "actor": null}))
                    .collect::<Vec<_>>()
            ),
        ),
    ];
    for (field, value) in cases {
        let refused = set(&mut archive, &id, field, &value);
        assert!(matches!(refused, Err(ArchiveError::Question(_))), "{value}: {refused:?}");
    }
    assert!(strike(&archive).corrected.is_empty());
}

#[test]
fn an_event_that_was_missed_is_added_corrected_and_taken_back() {
    let (_folder, mut archive) = Folder::new("missed");
    add(&mut archive, "1", CROWD);
    let page = archive.pages(ALL).expect("pages")[0].id.to_string();
    let at = words(&archive, &page, "تجمع")["span"].clone();
    let span = (at[0].as_u64().expect("from") as u32, at[1].as_u64().expect("to") as u32);
    let missed = |event: &str| Missed {
        event: event.to_owned(),
        mode: None,
        status: "occurred".to_owned(),
        trigger: span,
    };
    let count = events(&archive).len();
    let wrong = archive.add_event(&page, &missed("GATHER"), "huda", AT);
    assert!(matches!(wrong, Err(ArchiveError::Question(_))));
    let nowhere = Missed { trigger: (90_000, 90_003), ..missed("PROTEST") };
    assert!(archive.add_event(&page, &nowhere, "huda", AT).is_err());
    let (id, number) = archive.add_event(&page, &missed("PROTEST"), "huda", AT).expect("added");
    let id = id.to_string();
    let sources =
        json!([with(words(&archive, &id, "مناصرو رابطة سهل نجران"), &json!({"actor": null}))]);
    set(&mut archive, &id, Field::Sources, &sources).expect("its sources");
    archive.recode(&READER, "mizan test", true).expect("read anew");
    let row = archive.event(&id).expect("asked").expect("it stays");
    assert_eq!((row.event.as_str(), row.frame.as_str()), ("PROTEST", "by-hand"));
    assert_eq!(row.sources[0].text, "مناصرو رابطة سهل نجران");
    assert!(row.score < 0.0, "its score is that of its type");
    assert!(archive.add_event(&page, &missed("PROTEST"), "omar", AT).is_err(), "not twice");
    archive.undo(number, AT).expect("undone");
    let sources_number = archive.corrections(None, 1, 0).expect("all")[0].number;
    archive.undo(sources_number, AT).expect("undone");
    assert_eq!(events(&archive).len(), count);
    assert_eq!(
        archive.corrections(Some("huda"), 10, 0).expect("all").len(),
        2,
        "both stay on record"
    );
}

#[test]
fn a_name_given_by_hand_holds_on_all_pages_until_it_is_taken_back() {
    let (_folder, mut archive) = Folder::new("names");
    add(&mut archive, "1", CROWD);
    add(&mut archive, "2", &CROWD.replace("بفتح الطريق", "بفتح المعبر"));
    let named = |id: &str| Named {
        id: id.to_owned(),
        code: "YEM CVL".to_owned(),
        name_ar: "رابطة سهل نجران".to_owned(),
        name_en: "Najran Plain League".to_owned(),
        kind: "organisation".to_owned(),
    };
    let asked = |archive: &Archive| {
        let by = Filter { source: vec!["ye-najran-league".to_owned()], ..Filter::default() };
        archive.events(&by, ALL).map(|e| e.1).unwrap_or(0)
    };
    assert_eq!(asked(&archive), 0);
    assert!(archive.name_actor("رابطة سهل نجران", &named("No Id!"), "huda", AT).is_err());
    let (number, pages) = archive
        .name_actor("رابطة سهل نجران", &named("ye-najran-league"), "huda", AT)
        .expect("named");
    assert_eq!(pages, 2);
    archive.gather().expect("gathered");
    assert_eq!(asked(&archive), 2);
    // A page that comes later is read so as well, in another spelling.
    add(&mut archive, "3", &CROWD.replace("رابطة سهل", "رابطه سهل"));
    assert_eq!(asked(&archive), 3);
    let profile = archive.profile("ye-najran-league", 10).expect("asked").expect("a profile");
    assert_eq!(profile.codes[0].as_source, 3);
    assert_eq!(archive.unname(number, AT).expect("taken back"), 3);
    assert_eq!(asked(&archive), 0);
    assert!(archive.unname(number, AT).is_err());
    assert!(archive.aliases().expect("all")[0].undone.is_some());
}

fn accepts(e: &EventRow) -> Opinion {
    Opinion {
        verdict: Verdict::Accept,
        event: Some(e.event.clone()),
        mode: e.mode.clone(),
        status: Some(e.status.clone()),
        note: None,
    }
}

fn rejects() -> Opinion {
    Opinion {
        verdict: Verdict::Reject,
        event: None,
        mode: None,
        status: None,
        note: Some("لا".to_owned()),
    }
}

#[test]
fn two_coders_judge_blind_agree_or_are_settled_and_their_agreement_is_told() {
    let (_folder, mut archive) = Folder::new("queue");
    for n in 0..4 {
        add(
            &mut archive,
            &n.to_string(),
            &STRIKE.replace("ثلاثة", ["ثلاثة", "أربعة", "خمسة", "ستة"][n]),
        );
    }
    let filter = Filter { types: vec!["ASSAULT".to_owned()], ..Filter::default() };
    let made =
        archive.make_queue("غارات", ("type=ASSAULT", &filter), 2, 4, ("editor", AT)).expect("made");
    assert_eq!(made, 4);
    assert!(
        archive.make_queue("غارات", ("", &filter), 2, 4, ("editor", AT)).is_err(),
        "its name is taken"
    );
    let mut judged = Vec::new();
    while let Some((_, e)) = archive.next_in_queue("غارات", "huda", None).expect("asked") {
        let id = e.id.to_string();
        let settled = archive.judge("غارات", &id, &accepts(&e), "huda", AT).expect("judged");
        assert!(!settled, "one coder alone settles nothing");
        judged.push(e);
    }
    assert_eq!(judged.len(), 4);
    assert_eq!(archive.queue("غارات").expect("a queue").judged, 0);
    // Omar agrees on two, rejects one and gives one another type.
    for (n, e) in judged.iter().enumerate() {
        let (_, next) = archive.next_in_queue("غارات", "omar", None).expect("asked").expect("one");
        assert_eq!(next.id, e.id, "both are asked in one order, and each only what is not settled");
        let other = Opinion { event: Some("COERCE".to_owned()), mode: None, ..accepts(e) };
        let opinion = [accepts(e), accepts(e), rejects(), other][n].clone();
        let settled =
            archive.judge("غارات", &e.id.to_string(), &opinion, "omar", AT).expect("judged");
        assert_eq!(settled, n < 2);
    }
    assert!(
        archive.next_in_queue("غارات", "third", None).expect("asked").is_none(),
        "two are enough"
    );
    let q = archive.queue("غارات").expect("a queue");
    assert_eq!((q.events, q.judged, q.settled, q.disputed), (4, 4, 2, 2));
    let agreed = archive.event(&judged[0].id.to_string()).expect("asked").expect("the event");
    assert_eq!(agreed.corrected.len(), 1);
    assert!(agreed.corrected[0].contains("huda, omar"), "{:?}", agreed.corrected);
    let agreement = archive.agreement("غارات").expect("agreement");
    let on = |name: &str| agreement.iter().find(|a| a.on == name).expect("told").clone();
    assert_eq!(on("verdict").observed, Some(0.75));
    assert_eq!(on("type").observed, Some(0.5));
    assert_eq!(on("type").kappa[0].units, 4);
    // By hand: huda A A A A, omar A A - C: expected .5, so kappa 0; alpha 1 − 7 · 4 / 26.
    assert!(on("type").kappa[0].kappa.expect("kappa").abs() < 1e-9);
    assert!((on("type").alpha.expect("alpha") + 1.0 / 13.0).abs() < 1e-9);
    // What is disputed is withdrawn by one, judged again, and then settled by an editor.
    let id = judged[3].id.to_string();
    archive.withdraw("غارات", &id, "omar", AT).expect("withdrawn");
    assert!(archive.withdraw("غارات", &id, "omar", AT).is_err());
    assert_eq!(archive.queue("غارات").expect("a queue").disputed, 1);
    let disputed = archive.judged("غارات", true, 10).expect("asked");
    assert_eq!(disputed.len(), 1);
    assert_eq!(
        disputed[0].judgements.iter().map(|j| j.coder.as_str()).collect::<Vec<_>>(),
        ["huda", "omar"]
    );
    let id = disputed[0].id().to_string();
    archive.settle("غارات", &id, &rejects(), "editor", AT).expect("settled");
    assert!(archive.event(&id).map(|e| e.is_none()).unwrap_or(true), "the rejected event is gone");
    assert_eq!(archive.queue("غارات").expect("a queue").settled, 3);
    // Settled by a rejection, it can still be named, and keeps what was held.
    assert!(archive.judge("غارات", &id, &rejects(), "omar", AT).is_ok());
}

#[test]
fn pages_reviewed_whole_are_written_as_gold_that_the_program_reads() {
    let (folder, mut archive) = Folder::new("gold");
    add(&mut archive, "1", STRIKE);
    add(&mut archive, "2", CROWD);
    let written = |archive: &Archive| {
        let path = folder.0.join("gold").join("own.gold");
        std::fs::create_dir_all(folder.0.join("gold")).expect("a folder");
        let rows = archive.export(Format::Gold, &Filter::default(), &path).expect("written").rows;
        (rows, mizan_code::gold::folder(&folder.0.join("gold")).expect("gold that is read"))
    };
    assert_eq!(written(&archive).0, 0, "nothing was reviewed");
    let of_page: Vec<EventRow> =
        events(&archive).into_iter().filter(|e| e.key.ends_with("/1")).collect();
    for e in &of_page {
        archive.correct(&e.id.to_string(), &Action::Accept, "huda", AT).expect("accepted");
    }
    let id = strike(&archive).id.to_string();
    archive
        .correct(&id, &Action::Set(Field::Status, "historical".to_owned()), "huda", AT)
        .expect("set");
    let (rows, reports) = written(&archive);
    assert_eq!((rows, reports.len()), (1, 1));
    assert_eq!(reports[0].events.len(), of_page.len());
    let gold = reports[0].events.iter().find(|e| e.trigger == "قصف").expect("the strike");
    assert_eq!(
        (gold.event.as_str(), gold.status.as_str(), gold.line),
        ("ASSAULT", "historical", 2)
    );
    assert_eq!(gold.sources, ["الجيش التركي"]);
    assert_eq!(reports[0].published, Date::constant(2024, 1, 24));
}

#[test]
fn lists_are_ordered_as_asked_and_counts_agree() {
    let (_folder, mut archive) = Folder::new("lists");
    add(&mut archive, "1", STRIKE);
    add(&mut archive, "2", VISIT);
    let by = |sort: Sort| {
        let slice = Slice { sort, ..ALL };
        archive.events(&Filter::default(), slice).expect("events").0
    };
    assert!(by(Sort::Unsure).windows(2).all(|w| w[0].confidence <= w[1].confidence));
    assert!(by(Sort::Sure).windows(2).all(|w| w[0].confidence >= w[1].confidence));
    assert!(by(Sort::Hostile).windows(2).all(|w| w[0].score <= w[1].score));
    assert!(by(Sort::Friendly).windows(2).all(|w| w[0].score >= w[1].score));
    let o = archive.overview().expect("counts");
    assert_eq!((o.pages, o.events as usize), (2, by(Sort::Latest).len()));
    assert_eq!(o.first.as_deref(), Some("2024-01-24"));
    assert_eq!(archive.recent(5).expect("recent").len(), 2);
    let (places, nowhere) = archive.places(&Filter::default(), 10).expect("places");
    let placed: i64 = places.iter().map(|p| p.events).sum();
    assert_eq!(placed + nowhere, o.events);
    let net = archive.network(&Filter::default(), 1).expect("a network");
    assert_eq!(net.edges.len(), 1);
    assert!(
        net.edges
            .iter()
            .all(|e| net.nodes.contains_key(&e.source) && net.nodes.contains_key(&e.target))
    );
    for (a, b) in [("EGY *", "MAR *"), ("MAR *", "EGY *")] {
        let pair = Filter { pairs: vec![(a.to_owned(), b.to_owned())], ..Filter::default() };
        assert_eq!(archive.events(&pair, ALL).expect("asked").1, 2, "either way");
    }
}
