//! The archive as a keeper of things: what landed stays, once, whatever happens to the file.

use jiff::civil::Date;
use mizan_archive::day::{self, Period};
use mizan_archive::relate::{BalanceAsk, SeriesAsk, Split, Unit};
use mizan_archive::{
    Access, Action, Added, Archive, ArchiveError, Coded, Field, Filter, Material, Reading, Ruling,
    Slice, Stamp, StoryFilter,
};
use mizan_code::Reader;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().expect("a reader"));

/// A folder of one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("mizan-archive-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("a.db")
    }

    fn open(&self) -> Archive {
        Archive::open(&self.file(), Access::Write).expect("an archive")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn stamp() -> Stamp {
    Stamp { program: "mizan test".to_owned(), at: "2026-01-01T00:00:00Z".to_owned() }
}

fn material(name: &str, day: &str, text: &str) -> Material {
    Material {
        origin: format!("https://outlet.example/{name}"),
        given: Some(day.parse::<Date>().expect("a day")),
        bytes: text.as_bytes().to_vec(),
        ..Material::default()
    }
}

fn add(archive: &mut Archive, material: &Material) -> Added {
    let reading: Reading = material.read(&READER);
    let added = archive.add(&[(material, &reading)], &stamp()).expect("added")[0];
    archive.index(&READER).expect("indexed");
    archive.gather().expect("gathered");
    added
}

const ALL: Slice = Slice { limit: 1000, skip: 0, sort: mizan_archive::Sort::Oldest };

fn events(archive: &Archive) -> Vec<mizan_archive::EventRow> {
    archive.events(&Filter::default(), ALL).expect("events").0
}

const STRIKE: &str =
    "غارة تركية على القامشلي\n\nقصف الجيش التركي مدينة القامشلي اليوم الأربعاء وقُتل ثلاثة مدنيين.\n";
const VISIT: &str = "وزير الخارجية المصري يزور الرباط\n\nالتقى وزير الخارجية المصري سامح شكري نظيره المغربي ناصر بوريطة في الرباط اليوم الأحد.\n";

#[test]
fn the_same_page_changes_nothing_and_a_changed_one_stands_beside_the_old() {
    let folder = Folder::new("same");
    let mut archive = folder.open();
    let page = material("1", "2024-01-24", STRIKE);
    assert_eq!(add(&mut archive, &page), Added::New);
    let before = events(&archive);
    assert!(!before.is_empty());
    assert!(archive.has(&page).expect("asked"));
    assert_eq!(add(&mut archive, &page), Added::Same);
    let ids = |all: &[mizan_archive::EventRow]| all.iter().map(|e| e.id).collect::<Vec<_>>();
    assert_eq!(ids(&events(&archive)), ids(&before));
    let changed = material("1", "2024-01-24", &STRIKE.replace("ثلاثة", "خمسة"));
    assert_eq!(add(&mut archive, &changed), Added::Version);
    let (opened, _) = archive.open_page(&before[0].page.to_string()).expect("a page");
    assert_eq!(opened.versions.len(), 2);
    assert!(opened.text.contains("خمسة"), "the version added last stands");
    assert_eq!(
        events(&archive).len(),
        before.len(),
        "events of the old version are gone from the count"
    );
}

#[test]
fn what_was_read_elsewhere_makes_the_same_archive_and_what_is_no_record_is_refused() {
    let (here, there) = (Folder::new("here"), Folder::new("there"));
    let page = material("1", "2024-01-24", STRIKE);
    let mut read = here.open();
    add(&mut read, &page);
    let reading = page.read(&READER);
    let json = reading.packed().expect("a record");
    let coded = Coded::parse(&reading.page.text, &json).expect("a record of ours");
    let mut taken = there.open();
    assert_eq!(taken.add_coded(&[(&page, coded)], &stamp()).expect("added"), [Added::New]);
    taken.index(&READER).expect("indexed");
    taken.gather().expect("gathered");
    assert_eq!(format!("{:?}", events(&taken)), format!("{:?}", events(&read)));
    assert!(!events(&taken).is_empty());
    let text = String::from_utf8(json).expect("text");
    let unsaid = text.replace("\"shown\":[", "\"seen\":[");
    let wrong = [
        (STRIKE, "{}", "not a record"),
        (STRIKE, &text[..text.len() / 2], "not a record"),
        ("قصير", text.as_str(), "outside its text"),
        (STRIKE, unsaid.as_str(), "whether it is shown"),
    ];
    for (words, json, why) in wrong {
        let refused = Coded::parse(words, json.as_bytes()).expect_err(why);
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn pages_that_fail_to_land_leave_nothing_behind() {
    let folder = Folder::new("whole");
    let mut archive = folder.open();
    let good = material("1", "2024-01-24", STRIKE);
    add(&mut archive, &good);
    let before = events(&archive).len();
    // A disk that is full in the midst of a batch: SQLite may not grow the file.
    let raw = rusqlite::Connection::open(folder.file()).expect("a file");
    let pages: i64 = raw.query_row("PRAGMA page_count", [], |r| r.get(0)).expect("a count");
    drop(raw);
    archive.limit_pages(pages).expect("a limit");
    let many: Vec<Material> = (2..60)
        .map(|n| {
            material(
                &n.to_string(),
                "2024-01-24",
                &format!("{STRIKE}{}", "تفاصيل أخرى. ".repeat(n * 7)),
            )
        })
        .collect();
    let read: Vec<Reading> = many.iter().map(|m| m.read(&READER)).collect();
    let both: Vec<_> = many.iter().zip(&read).collect();
    let failed = archive.add(&both, &stamp());
    assert!(matches!(failed, Err(ArchiveError::Full(_))), "{failed:?}");
    drop(archive);
    let mut again = folder.open();
    assert_eq!(events(&again).len(), before);
    assert!(again.check().expect("checked").is_empty());
    again.add(&both, &stamp()).expect("with room all of it lands");
}

#[test]
fn foreign_newer_and_damaged_files_are_told_and_left_alone() {
    let folder = Folder::new("foreign");
    let path = folder.file();
    std::fs::write(&path, "not an archive at all, but somebody's notes").expect("written");
    assert!(matches!(Archive::open(&path, Access::Write), Err(ArchiveError::Foreign(_))));
    assert!(std::fs::read_to_string(&path).expect("read").starts_with("not an archive"));

    std::fs::remove_file(&path).expect("removed");
    let other = rusqlite::Connection::open(&path).expect("a database");
    other.execute_batch("CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)").expect("a table");
    drop(other);
    assert!(matches!(Archive::open(&path, Access::Write), Err(ArchiveError::Foreign(_))));

    std::fs::remove_file(&path).expect("removed");
    drop(folder.open());
    let ours = rusqlite::Connection::open(&path).expect("a database");
    ours.pragma_update(None, "user_version", 99).expect("a version");
    drop(ours);
    let newer = Archive::open(&path, Access::Read).err();
    assert!(matches!(newer, Some(ArchiveError::Newer { found: 99, .. })), "{newer:?}");
    assert!(matches!(
        Archive::open(&folder.0.join("none.db"), Access::Read),
        Err(ArchiveError::Absent(_))
    ));
    assert!(matches!(Archive::open(&folder.0, Access::Write), Err(ArchiveError::Foreign(_))));
}

#[test]
fn a_damaged_archive_says_so() {
    let folder = Folder::new("damaged");
    let mut archive = folder.open();
    for n in 0..40 {
        add(&mut archive, &material(&n.to_string(), "2024-01-24", &format!("{STRIKE}{n}")));
    }
    drop(archive);
    let mut bytes = std::fs::read(folder.file()).expect("bytes");
    let from = bytes.len() / 3;
    let to = from + bytes.len() / 3;
    bytes[from..to].fill(0xA5);
    std::fs::write(folder.file(), bytes).expect("written");
    let asked = Archive::open(&folder.file(), Access::Read).and_then(|a| {
        let found = a.check()?;
        assert!(!found.is_empty(), "the check finds the damage");
        a.events(&Filter::default(), ALL).map(|_| ())
    });
    let told =
        matches!(&asked, Err(ArchiveError::Damaged { .. } | ArchiveError::Other { .. }) | Ok(()));
    assert!(told, "{asked:?}");
}

#[test]
fn two_writers_wait_for_one_another() {
    let folder = Folder::new("writers");
    drop(folder.open());
    let path = folder.file();
    let work = |from: usize| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut archive = Archive::open(&path, Access::Write).expect("an archive");
            for n in from..from + 30 {
                add(
                    &mut archive,
                    &material(&n.to_string(), "2024-01-24", &format!("{STRIKE}\nتقرير {n}.")),
                );
            }
        })
    };
    // Half of the pages are added by both.
    let (a, b) = (work(0), work(15));
    a.join().expect("the first writer");
    b.join().expect("the second writer");
    let archive = folder.open();
    assert_eq!(archive.pages(ALL).expect("pages").len(), 45);
    assert_eq!(archive.waiting().expect("asked"), 0);
}

#[test]
fn archives_of_earlier_schemas_are_brought_up_to_date() {
    for version in 1..mizan_archive::schema() {
        let folder = Folder::new(&format!("schema-{version}"));
        // What the program of that schema would have left: a page with its rows, under the steps known then.
        let mut now = folder.open();
        add(&mut now, &material("1", "2024-01-24", STRIKE));
        let ids: Vec<_> = events(&now).iter().map(|e| e.id).collect();
        drop(now);
        let old = folder.0.join("old.db");
        Archive::of_schema(&old, version).expect("an old archive");
        copy_into(&folder.file(), &old);
        let mut archive = Archive::open(&old, Access::Write).expect("migrated");
        // Steps up to the third add what is drawn from pages; the fourth adds only what briefs remember.
        let drawn = version < 3;
        assert_eq!(
            archive.waiting().expect("asked"),
            usize::from(drawn),
            "schema {version}: the page waits for what is new"
        );
        archive.index(&READER).expect("indexed");
        archive.gather().expect("gathered");
        assert_eq!(events(&archive).iter().map(|e| e.id).collect::<Vec<_>>(), ids);
        if drawn {
            // The index of words is drawn anew; it cannot be copied row by row.
            assert_eq!(archive.search(&READER, "القامشلي", 5).expect("hits").len(), 1);
        }
        assert_eq!(archive.asked("q").expect("asked"), None);
        assert!(archive.check().expect("checked").is_empty());
    }
}

/// Copies the rows of one archive into another, as far as the other has the tables and columns.
fn copy_into(from: &Path, to: &Path) {
    let db = rusqlite::Connection::open(to).expect("a database");
    db.execute("ATTACH ?1 AS new", [from.to_string_lossy()]).expect("attached");
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words%'";
    let mut statement = db.prepare(sql).expect("tables");
    let tables: Vec<String> =
        statement.query_map([], |r| r.get(0)).expect("tables").flatten().collect();
    for table in tables {
        let mut info = db.prepare(&format!("PRAGMA main.table_info({table})")).expect("columns");
        let columns: Vec<String> =
            info.query_map([], |r| r.get(1)).expect("columns").flatten().collect();
        let columns = columns.join(", ");
        db.execute_batch(&format!(
            "INSERT INTO main.{table}({columns}) SELECT {columns} FROM new.{table}"
        ))
        .expect("copied");
    }
}

#[test]
fn a_read_only_folder_can_be_asked() {
    let folder = Folder::new("readonly");
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-01-24", STRIKE));
    drop(archive);
    let path = folder.file();
    let mut rights = std::fs::metadata(&path).expect("rights").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).expect("read-only");
    let archive = Archive::open(&path, Access::Read).expect("opened to read");
    assert!(!events(&archive).is_empty());
    // Root may write anything; who may not is told.
    if std::fs::OpenOptions::new().append(true).open(&path).is_err() {
        assert!(matches!(Archive::open(&path, Access::Write), Err(ArchiveError::ReadOnly(_))));
    } else {
        println!("skipped as root: writing to a read-only file");
    }
}

#[test]
fn corrections_survive_reading_again_and_can_be_undone() {
    let folder = Folder::new("correct");
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-01-24", STRIKE));
    add(&mut archive, &material("2", "2024-05-12", VISIT));
    let all = events(&archive);
    let strike = all.iter().find(|e| e.event == "ASSAULT").expect("a strike");
    let visit = all.iter().find(|e| e.event == "CONSULT").expect("a meeting");
    let wrong = archive.correct(
        &strike.id.to_string(),
        &Action::Set(Field::Mode, "visit".to_owned()),
        "huda",
        "t",
    );
    assert!(matches!(wrong, Err(ArchiveError::Question(_))), "{wrong:?}");
    let set = Action::Set(Field::Status, "negated".to_owned());
    let number =
        archive.correct(&strike.id.to_string(), &set, "huda", "2026-01-02").expect("corrected");
    archive
        .correct(&visit.id.to_string(), &Action::Reject, "huda", "2026-01-02")
        .expect("rejected");
    archive.gather().expect("gathered");
    let check = |archive: &Archive| {
        let now = events(archive);
        let found = now.iter().find(|e| e.id == strike.id).expect("the strike under the same id");
        assert_eq!(found.status, "negated");
        assert!(found.corrected[0].contains("huda"));
        assert!(now.iter().all(|e| e.id != visit.id));
    };
    check(&archive);
    let kept = archive.recode(&READER, "mizan test 2", true).expect("read again");
    assert_eq!(
        (kept.pages, kept.changes.len()),
        (2, 0),
        "the same data find the same: {:?}",
        kept.changes
    );
    archive.gather().expect("gathered");
    check(&archive);
    archive.undo(number, "2026-01-03").expect("undone");
    archive.gather().expect("gathered");
    let back = events(&archive).into_iter().find(|e| e.id == strike.id).expect("the strike");
    assert_eq!(back.status, strike.status);
    let (page, _) = archive.open_page(&strike.id.to_string()).expect("a page");
    assert_eq!(page.corrections.len(), 1, "what was undone stays on record");
    assert!(page.corrections[0].undone.is_some());
    assert!(archive.undo(number, "2026-01-03").is_err(), "twice is once too often");
}

#[test]
fn a_correction_holds_where_new_data_open_the_event_with_more_words() {
    let folder = Folder::new("more-words");
    let data = own_data(&folder);
    let grammar = data.join("clause/grammar.toml");
    let text = std::fs::read_to_string(&grammar).expect("a list");
    std::fs::write(&grammar, text.replacen("دار | انطلق | تجدد", "دار | تجدد", 1))
        .expect("written");
    let older = Reader::from_dir(&data).map_err(|e| e[0].to_string()).expect("a reader");
    let mut archive = folder.open();
    let march = "انطلقت مظاهرة ضد غلاء الخبز في مدينة صفاقس التونسية اليوم الأحد.\n";
    add(&mut archive, &material("1", "2024-05-12", march));
    let trigger = |archive: &Archive| -> Vec<String> {
        let protests = events(archive).into_iter().filter(|e| e.event == "PROTEST");
        protests.map(|e| e.trigger).collect()
    };
    archive.recode(&older, "mizan test", true).expect("read with older data");
    assert_eq!(trigger(&archive), ["مظاهرة"]);
    let id = events(&archive).iter().find(|e| e.event == "PROTEST").expect("a march").id;
    let set = Action::Set(Field::Status, "negated".to_owned());
    archive.correct(&id.to_string(), &set, "huda", "2026-01-02").expect("corrected");
    archive.recode(&READER, "mizan test 2", true).expect("read with newer data");
    assert_eq!(trigger(&archive), ["انطلقت مظاهرة"], "one event, by its new words");
    let march = events(&archive).into_iter().find(|e| e.event == "PROTEST").expect("the march");
    assert_eq!(march.status, "negated");
}

#[test]
fn what_a_person_confirmed_stays_where_new_data_do_not_find_it() {
    let folder = Folder::new("kept");
    let data = own_data(&folder);
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-05-12", VISIT));
    add(&mut archive, &material("2", "2024-05-13", &VISIT.replace("الأحد", "الاثنين")));
    let all = events(&archive);
    let confirmed =
        all.iter().find(|e| e.event == "CONSULT" && e.key.ends_with("/1")).expect("a meeting");
    archive
        .correct(&confirmed.id.to_string(), &Action::Accept, "huda", "2026-01-02")
        .expect("accepted");
    // Another codebook: without the frames of CONSULT.
    std::fs::remove_file(data.join("frame/consult.toml")).expect("removed");
    let other = Reader::from_dir(&data).map_err(|e| e[0].to_string()).expect("a reader");
    let shown = archive.recode(&other, "mizan test", false).expect("read again");
    assert!(shown.by_type["CONSULT"][1] >= 1, "{:?}", shown.by_type);
    assert_eq!(shown.held_by_correction, 1);
    assert_eq!(events(&archive).len(), all.len(), "nothing was changed yet");
    archive.recode(&other, "mizan test", true).expect("kept");
    archive.gather().expect("gathered");
    let left = events(&archive);
    assert!(left.iter().any(|e| e.id == confirmed.id), "the confirmed one stays");
    assert!(
        left.iter().all(|e| e.event != "CONSULT" || e.key.ends_with("/1")),
        "the other is gone"
    );
}

/// A copy of the language data, to be changed.
fn own_data(folder: &Folder) -> PathBuf {
    let data = folder.0.join("ar");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    copy_dir(&ours.join("ar"), &data);
    std::fs::copy(ours.join("codes.toml"), folder.0.join("codes.toml")).expect("copied");
    data
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn persons_split_and_join_stories() {
    let folder = Folder::new("rule");
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-01-24", STRIKE));
    add(
        &mut archive,
        &material(
            "2",
            "2024-01-24",
            "الجيش التركي يقصف القامشلي\n\nقصف الجيش التركي القامشلي الأربعاء وقتل ثلاثة مدنيين بحسب السكان.\n",
        ),
    );
    let stories = |archive: &Archive| {
        let of = StoryFilter { pages: 2, limit: 10, ..StoryFilter::default() };
        archive.stories(&of).expect("stories")
    };
    let one = stories(&archive);
    assert_eq!(one.len(), 1, "two reports of one strike");
    assert_eq!((one[0].pages, one[0].sources), (2, 2));
    assert!(!one[0].why.is_empty());
    let pick = |n: usize| {
        let of = one[0].members.iter().find(|m| m.key.ends_with(&format!("/{n}")));
        of.expect("a member").event.to_string()
    };
    archive.rule(&pick(1), &pick(2), Ruling::Split, "huda", "t").expect("split");
    let apart = |archive: &Archive| {
        let all = events(archive);
        let story =
            |n: usize| all.iter().find(|e| e.id.to_string() == pick(n)).expect("an event").story;
        story(1) != story(2)
    };
    assert!(apart(&archive));
    archive.rule(&pick(1), &pick(2), Ruling::Join, "huda", "t").expect("joined");
    assert!(!apart(&archive));
    assert!(archive.rule(&pick(1), &pick(1), Ruling::Join, "huda", "t").is_err());
}

#[test]
fn search_reaches_across_spelling_clitics_and_forms() {
    let folder = Folder::new("search");
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-01-24", STRIKE));
    add(&mut archive, &material("2", "2024-05-12", VISIT));
    let found = |question: &str| {
        let hits = archive.search(&READER, question, 10).expect("hits");
        hits.iter().map(|h| h.key.rsplit('/').next().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    for question in ["القصف", "يقصف", "قَصَفَ", "والجيش", "للمدينة", "القامشلى", "\"الجيش التركي\""]
    {
        assert_eq!(found(question), ["1"], "{question}");
    }
    assert_eq!(found("الرباط"), ["2"]);
    assert_eq!(found("القصف الرباط"), Vec::<String>::new(), "all words must be there");
    assert_eq!(found("\"التركي الجيش\""), Vec::<String>::new(), "in quotes they stand together");
    for hostile in ["\" OR 1", "word:* NEAR(", "*", "'; DROP TABLE page; --"] {
        let _ = archive.search(&READER, hostile, 10);
    }
    assert!(matches!(archive.search(&READER, "،؛", 10), Err(ArchiveError::Question(_))));
    let hit = &archive.search(&READER, "القصف", 10).expect("hits")[0];
    let marked =
        hit.sentences.iter().find(|s| s.text.starts_with("قصف الجيش")).expect("the sentence");
    let words: Vec<String> = marked
        .marks
        .iter()
        .map(|m| marked.text.chars().skip(m.0).take(m.1 - m.0).collect())
        .collect();
    assert_eq!(words, ["قصف"]);
}

fn series(
    archive: &Archive,
    a: &str,
    b: &str,
    unit: Unit,
    split: Option<Split>,
) -> mizan_archive::relate::Series {
    let ask = SeriesAsk {
        a: a.to_owned(),
        b: b.to_owned(),
        both: false,
        period: Period::Month,
        unit,
        split,
        filter: Filter::default(),
    };
    archive.series(&ask).expect("a series")
}

#[test]
fn a_relation_counts_stories_once_and_tells_zeros_from_gaps() {
    let folder = Folder::new("series");
    let mut archive = folder.open();
    let strike = "قصف الجيش التركي مواقع قوات سوريا الديمقراطية في القامشلي اليوم الأربعاء وقالت مصادر محلية إن القصف استمر ساعة كاملة وطال محطة للكهرباء ومخزنا للحبوب.\n";
    let text = |title: &str| format!("{title}\n\n{strike}");
    add(&mut archive, &material("1", "2024-01-24", &text("قصف تركي على القامشلي")));
    add(&mut archive, &material("2", "2024-01-24", &text("القامشلي تحت القصف")));
    add(&mut archive, &material("3", "2024-03-06", &text("قصف جديد")));
    // A month with a page of other things is zero; a month without any page is a gap.
    add(&mut archive, &material("4", "2024-02-11", VISIT));
    add(&mut archive, &material("5", "2024-05-12", VISIT));
    let line = &series(&archive, "TUR *", "sdf", Unit::Stories, None).lines[0];
    let stories: Vec<(&str, bool, u64)> =
        line.steps.iter().map(|s| (s.label.as_str(), s.covered, s.stories)).collect();
    let expected = [
        ("2024-01", true, 1),
        ("2024-02", true, 0),
        ("2024-03", true, 1),
        ("2024-04", false, 0),
        ("2024-05", true, 0),
    ];
    assert_eq!(stories, expected);
    let january = &line.steps[0];
    assert_eq!(january.sources, 1, "the second page reprints the first");
    assert!(january.events >= 2);
    assert!(january.share_low < january.share && january.share <= january.share_high);
    assert_eq!(january.quads[3], 1);
    let events = &series(&archive, "TUR *", "sdf", Unit::Events, None).lines[0].steps[0];
    assert!(events.quads[3] >= 2, "events count each telling");
    let split = series(&archive, "TUR *", "sdf", Unit::Stories, Some(Split::Zone));
    assert_eq!(split.lines.iter().map(|l| l.key.as_str()).collect::<Vec<_>>(), ["report"]);
}

#[test]
fn impossible_questions_are_told() {
    let folder = Folder::new("questions");
    let mut archive = folder.open();
    add(&mut archive, &material("1", "2024-01-24", STRIKE));
    let ask = |of: &str, between: &[&str]| {
        archive.balance(&BalanceAsk {
            of: of.to_owned(),
            between: between.iter().map(|b| (*b).to_owned()).collect(),
            period: Period::Month,
            unit: Unit::Stories,
            filter: Filter::default(),
        })
    };
    for (of, between) in [
        ("TUR *", &["TUR MIL"][..]),
        ("TUR *", &["TUR MIL", "TUR *"]),
        ("*", &["TUR *", "*"]),
        ("nobody", &["a", "b"]),
    ] {
        assert!(matches!(ask(of, between), Err(ArchiveError::Question(_))), "{of} {between:?}");
    }
    let wrong = |filter: Filter| {
        archive.events(&filter, ALL).err().map(|e| e.to_string()).unwrap_or_default()
    };
    let one = |s: &str| vec![s.to_owned()];
    assert!(wrong(Filter { types: one("BOMB"), ..Filter::default() }).contains("ASSAULT"));
    assert!(wrong(Filter { actor: one("nobody"), ..Filter::default() }).contains("mizan actors"));
    assert!(wrong(Filter { places: one("Atlantis"), ..Filter::default() }).contains("no place"));
    assert!(wrong(Filter { quads: one("7"), ..Filter::default() }).contains("material-conflict"));
    for id in ["e", "zzzz", "e12", "e000000000000", "p' OR 1"] {
        assert!(matches!(archive.open_page(id), Err(ArchiveError::Question(_))), "{id}");
    }
    let days = SeriesAsk {
        a: "*".to_owned(),
        b: "*".to_owned(),
        both: false,
        period: Period::Day,
        unit: Unit::Stories,
        split: None,
        filter: Filter { from: day::parse("0001-01-01"), ..Filter::default() },
    };
    assert!(matches!(archive.series(&days), Err(ArchiveError::Question(_))));
}

/// Two years in which one power works with one partner, then with its rival.
fn turned(archive: &mut Archive) {
    let before = [
        "نفذت القوات الأميركية عملية مشتركة مع قوات سوريا الديمقراطية ضد داعش في دير الزور اليوم.",
        "قدمت الولايات المتحدة أسلحة إلى قوات سوريا الديمقراطية اليوم.",
        "التقى وفد أميركي قائد قوات سوريا الديمقراطية مظلوم عبدي في الحسكة اليوم.",
    ];
    let after = [
        "نفذت القوات الأميركية عملية مشتركة مع وزارة الداخلية السورية ضد داعش في ريف دمشق اليوم.",
        "التقى وفد أميركي الرئيس السوري أحمد الشرع في دمشق اليوم.",
        "وقعت الولايات المتحدة وسوريا اتفاقا للتعاون الأمني في دمشق اليوم.",
    ];
    for month in 0..16 {
        let told = if month < 9 { before } else { after };
        for (n, text) in told.iter().enumerate() {
            let (year, month) = (2024 + (5 + month) / 12, 1 + (5 + month) % 12);
            let day = format!("{year}-{month:02}-{:02}", 4 + 8 * n);
            add(
                archive,
                &material(&format!("{day}-{n}"), &day, &format!("أخبار اليوم\n\n{text}\n")),
            );
        }
    }
}

#[test]
fn a_balance_turns_where_it_turned_and_opens_to_its_events() {
    let folder = Folder::new("balance");
    let mut archive = folder.open();
    turned(&mut archive);
    let ask = BalanceAsk {
        of: "USA *".to_owned(),
        between: vec!["SYR GOV".to_owned(), "sdf".to_owned()],
        period: Period::Month,
        unit: Unit::Stories,
        filter: Filter::default(),
    };
    let first = archive.balance(&ask);
    assert!(first.is_ok(), "{:?}", first.err());
    // Ministers and the state are arms of one government.
    let groups = folder.0.join("groups.toml");
    std::fs::write(
        &groups,
        "damascus = [\"SYR GOV\", \"SYR COP\"]\nkurds = [\"sdf\", \"SYR REB\"]\n",
    )
    .expect("written");
    let filter = Filter {
        groups: mizan_archive::Groups::read(&groups).expect("groups"),
        ..Filter::default()
    };
    let between = vec!["damascus".to_owned(), "kurds".to_owned()];
    let balance = archive.balance(&BalanceAsk { between, filter, ..ask }).expect("a balance");
    let shared: Vec<&mizan_archive::relate::Turn> =
        balance.turns.iter().filter(|t| t.of == "cooperation").collect();
    assert_eq!(shared.len(), 1, "{:?}", balance.turns);
    let turn = shared[0];
    assert_eq!(turn.label, "2025-03");
    assert!(turn.before[0] < 0.1 && turn.after[0] > 0.9, "{turn:?}");
    assert!(!turn.events.is_empty());
    for id in &turn.events {
        let row = archive.event(&id.to_string()).expect("asked").expect("an event");
        assert!(row.day.as_deref().is_some_and(|d| d.starts_with("2025-03")));
        assert!(!row.sentence.is_empty());
    }
}

#[test]
fn figures_that_differ_stand_side_by_side_with_who_gives_them() {
    let folder = Folder::new("figures");
    let mut archive = folder.open();
    let told = [
        (
            "1",
            "2023-11-02",
            "قالت الشرطة الصومالية إن هجوما انتحاريا على فندق في مقديشو الخميس أوقع تسعة قتلى.",
        ),
        ("2", "2023-11-02", "قُتل 15 شخصا في هجوم انتحاري استهدف فندقا في مقديشو اليوم الخميس."),
        ("3", "2023-11-03", "قُتل 15 شخصا في هجوم انتحاري استهدف فندقا في مقديشو الخميس."),
    ];
    for (name, day, text) in told {
        add(&mut archive, &material(name, day, &format!("هجوم في مقديشو\n\n{text}\n")));
    }
    let of = StoryFilter { pages: 2, limit: 10, ..StoryFilter::default() };
    let story = &archive.stories(&of).expect("stories")[0];
    let killed: Vec<(Option<f64>, bool)> = story
        .figures
        .iter()
        .filter(|f| f.of == "killed")
        .map(|f| (f.low, f.says.is_some()))
        .collect();
    assert_eq!(
        killed,
        [(Some(9.0), true), (Some(15.0), false)],
        "each figure once: {:?}",
        story.figures
    );
}

#[test]
fn ties_are_as_exact_as_they_are_told_and_contradictions_are_shown() {
    let folder = Folder::new("ties");
    let mut archive = folder.open();
    for (n, day, text) in [
        ("1", "2024-01-05", "تعد قسد شريكا للولايات المتحدة منذ عام 2014."),
        ("2", "2024-02-05", "ظلت قسد الشريك الميداني للولايات المتحدة منذ عام 2015."),
        ("3", "2024-02-05", "باتت قسد خصما للولايات المتحدة."),
    ] {
        add(&mut archive, &material(n, day, &format!("تقرير\n\n{text}\n")));
    }
    let of = Filter { actor: vec!["sdf".to_owned()], ..Filter::default() };
    let ties = archive.ties(&of).expect("ties");
    let kind = |k: &str| ties.iter().find(|t| t.kind == k).expect("a tie");
    let partner = kind("partner");
    assert_eq!(partner.from.as_deref(), Some("2014"), "a year is a year, not its first day");
    assert_eq!(partner.evidence.len(), 2);
    assert!(partner.evidence.iter().all(|e| e.sentence.contains("قسد")));
    assert!(partner.contradictions.iter().any(|c| c.contains("2014") && c.contains("2015")));
    for t in [partner, kind("rival")] {
        assert!(t.contradictions.iter().any(|c| c.contains("also told as")), "{t:?}");
    }
}
