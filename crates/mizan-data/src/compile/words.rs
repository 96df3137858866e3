//! Word lists: reporting, light and scope verbs, numbers, calendar, counted things, contexts, ties.

use super::Builder;
use super::lexicon::rows;
use super::source::{DataError, nearest};
use crate::fold::fold;
use crate::model::{Holiday, Pos, ReportWord, Slot, opens};
use std::collections::BTreeMap;
use std::path::Path;

type Groups = BTreeMap<String, Vec<String>>;

pub(super) fn read(b: &mut Builder) {
    numbers(b);
    calendar(b);
    for sub in [
        "date", "quantity", "zone", "page", "audit", "report", "tie", "clause", "actor", "lexicon",
        "syntax",
    ] {
        for path in b.folder.files(sub, "toml") {
            lists(b, &path);
        }
    }
    holidays(b);
    date_starts(b);
    descriptions(b);
    reports(b);
    clause(b);
    counted(b);
    losses(b);
    currencies(b);
    fractions(b);
    contexts(b);
    ties(b);
    weigh(b);
}

fn numbers(b: &mut Builder) {
    for row in rows(b, "lexicon/numbers.tsv", 3) {
        let Ok(value) = row.cell(1).parse::<u64>() else {
            let path = b.folder.root.join("lexicon/numbers.tsv");
            b.errors.push(DataError::plain(
                &path,
                row.line,
                "the second cell is a whole number, such as: مئة⇥100⇥x",
            ));
            continue;
        };
        for word in row.cell(0).split_whitespace() {
            let folded = fold(word);
            let lex = b.lexeme(word, Pos::Number, crate::model::Class::None);
            b.surface(&folded, lex, 0);
            b.tables.numbers.insert(folded, (value, row.cell(2) == "x"));
        }
    }
    for row in rows(b, "lexicon/ordinals.tsv", 2) {
        for word in row.cell(0).split_whitespace() {
            let lex = b.lexeme(word, Pos::Ordinal, crate::model::Class::None);
            b.surface(&fold(word), lex, 0);
            b.tables.ordinals.insert(fold(word), row.cell(1).parse().unwrap_or(0));
        }
    }
}

fn calendar(b: &mut Builder) {
    for row in rows(b, "date/calendar.tsv", 4) {
        let number: u8 = row.cell(2).parse().unwrap_or(0);
        for name in row.list(3) {
            match row.cell(0) {
                "weekday" => drop(b.tables.weekdays.insert(fold(&name), number)),
                "decade" => drop(b.tables.decades.insert(fold(&name), u32::from(number))),
                _ => drop(b.tables.months.insert(fold(&name), (row.cell(1).to_owned(), number))),
            }
        }
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned()
}

/// A file of `name = [words]`; kept folded under `file.name`, of a file called words under `folder.name`.
pub(super) fn lists(b: &mut Builder, path: &Path) {
    let file = stem(path);
    let folder =
        path.parent().and_then(Path::file_name).and_then(|n| n.to_str()).unwrap_or("").to_owned();
    let base = if file == "words" { folder } else { file };
    for (name, words) in groups(b, path) {
        let folded = words.iter().map(|w| fold(w));
        b.tables.lists.entry(format!("{base}.{name}")).or_default().extend(folded);
    }
}

fn groups(b: &mut Builder, path: &Path) -> Groups {
    let text = match b.folder.text(path) {
        Ok(text) => text,
        Err(e) => {
            b.errors.push(e);
            return Groups::new();
        }
    };
    toml::from_str::<BTreeMap<String, toml::Value>>(&text).map_or_else(
        |e| {
            b.errors.push(DataError::toml(path, &text, &e));
            Groups::new()
        },
        |table| table.into_iter().filter_map(|(k, v)| Some((k, words_of(&v)?))).collect(),
    )
}

fn groups_in(b: &mut Builder, file: &str) -> Groups {
    let path = b.folder.root.join(file);
    groups(b, &path)
}

/// A list of strings, or one string of words with `|` between them.
fn words_of(value: &toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::Array(items) => items.iter().map(|i| i.as_str().map(str::to_owned)).collect(),
        toml::Value::String(text) => {
            Some(text.split('|').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect())
        }
        _ => None,
    }
}

/// The verb lexemes of a word, or an error that names the nearest verb.
fn verb_lexemes(b: &mut Builder, path: &Path, word: &str) -> Vec<u32> {
    let found = b.find(Pos::Verb, &fold(word)).to_vec();
    if found.is_empty() {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let verbs =
            b.tables.lexemes.iter().filter(|l| l.pos == Pos::Verb).map(|l| l.lemma.as_str());
        let hint = nearest(word, verbs).map_or(String::new(), |n| format!("; the nearest is {n}"));
        b.errors.push(DataError::at_word(
            path,
            &text,
            word,
            &format!("no verb {word} in lexicon/verbs.tsv{hint}"),
        ));
    }
    found
}

/// Keys such as `person_GOV`: the words that can stand for such an actor.
fn descriptions(b: &mut Builder) {
    for (kind, words) in groups_in(b, "actor/coreference.toml") {
        if !kind.starts_with("person_") && !kind.starts_with("organisation_") {
            continue;
        }
        for word in words {
            b.tables.descriptions.entry(fold(&word)).or_default().push(kind.clone());
        }
    }
}

fn reports(b: &mut Builder) {
    let path = b.folder.root.join("report/verbs.toml");
    for (stance, words) in groups(b, &path) {
        for word in words {
            if stance == "phrases"
                || stance.starts_with("nouns")
                || stance == "vague"
                || stance == "channels"
            {
                continue;
            }
            for lex in verb_lexemes(b, &path, &word) {
                b.tables.report_verbs.insert(lex, stance.clone());
                let deverbal: Vec<u32> = (0..b.tables.lexemes.len() as u32)
                    .filter(|&l| {
                        b.tables.lexemes[l as usize].verb == lex
                            && b.tables.lexemes[l as usize].pos == Pos::Participle
                    })
                    .collect();
                for l in deverbal {
                    b.tables.report_verbs.insert(l, stance.clone());
                }
            }
        }
    }
    let phrases = b.tables.lists.get("verbs.phrases").cloned().unwrap_or_default();
    for phrase in phrases {
        b.tables
            .report_phrases
            .push((phrase, ReportWord { stance: "state".to_owned(), source_after: true }));
    }
}

fn clause(b: &mut Builder) {
    let light = b.folder.root.join("clause/light.toml");
    for (slot, words) in groups(b, &light) {
        let slot = match slot.as_str() {
            "source" => Slot::Source,
            "target" => Slot::Target,
            _ => Slot::None,
        };
        for word in words {
            for lex in verb_lexemes(b, &light, &word) {
                b.tables.light_verbs.insert(lex, slot);
            }
        }
    }
    let scope = b.folder.root.join("clause/scope.toml");
    for (name, words) in groups(b, &scope) {
        for word in words {
            if let Some(status) = name.strip_prefix("verbs_") {
                for lex in verb_lexemes(b, &scope, &word) {
                    b.tables.scope_verbs.insert(lex, status.to_owned());
                }
            } else {
                b.tables.scope_words.insert(fold(&word), name.clone());
            }
        }
    }
}

/// Days with a name: names, calendar (g or h), month, day, days, year.
fn holidays(b: &mut Builder) {
    let path = b.folder.root.join("date/holidays.tsv");
    for row in rows(b, "date/holidays.tsv", 6) {
        let number = |n: usize| row.cell(n).parse::<i8>().ok();
        let (Some(month), Some(day), Some(days)) = (number(2), number(3), number(4)) else {
            let hint = "month, day and days are whole numbers, such as: عيد الفطر⇥h⇥10⇥1⇥3";
            b.errors.push(DataError::plain(&path, row.line, hint));
            continue;
        };
        b.tables.holidays.push(Holiday {
            names: row.list(0).iter().map(|n| fold(n)).collect(),
            hijri: row.cell(1) == "h",
            month,
            day,
            days,
            year: row.cell(5).parse().ok(),
        });
    }
}

/// Lists whose phrases can open a date, by the forms that they open.
const DATE_OPENERS: &[(u16, &[&str])] = &[
    (opens::RANGE, &["date.between", "grammar.date_from", "date.years_two", "date.year_words"]),
    (opens::SIDE, &["date.from_words", "date.until_words", "date.before", "date.after"]),
    (opens::HOLIDAY, &["date.eve_words"]),
    (opens::MONTH, &["date.month_words"]),
    (opens::PART | opens::DEICTIC, &["date.part_words"]),
    (opens::YEAR, &["date.year_words"]),
    (
        opens::SHARE,
        &[
            "date.quarter",
            "date.half",
            "date.spring",
            "date.summer",
            "date.autumn",
            "date.winter",
            "date.century",
            "date.last_century",
        ],
    ),
    (
        opens::WINDOW,
        &[
            "date.latest",
            "date.plural_units",
            "date.unit_hour2",
            "date.unit_day2",
            "date.unit_week2",
            "date.unit_month2",
            "date.unit_year2",
            "date.unit_decade2",
            "date.article",
        ],
    ),
    (
        opens::DEICTIC,
        &[
            "date.day0",
            "date.day1_back",
            "date.day2_back",
            "date.day1_ahead",
            "date.day2_ahead",
            "date.other_day",
            "date.week_back",
            "date.week_back2",
            "date.week0",
            "date.week_ahead",
            "date.month_back",
            "date.month0",
            "date.month_ahead",
            "date.year_back",
            "date.year_back2",
            "date.year0",
            "date.year_ahead",
        ],
    ),
];

/// The first words of everything that can open a date, so that most words are passed over at once.
fn date_starts(b: &mut Builder) {
    let t = &mut b.tables;
    let first = |p: &String| p.split(' ').next().unwrap_or("").to_owned();
    let mut starts = std::mem::take(&mut t.date_starts);
    for (form, lists) in DATE_OPENERS {
        for phrase in lists.iter().filter_map(|l| t.lists.get(*l)).flatten() {
            *starts.entry(first(phrase)).or_default() |= form;
        }
    }
    for (n, holiday) in t.holidays.iter().enumerate() {
        for name in &holiday.names {
            *starts.entry(first(name)).or_default() |= opens::HOLIDAY;
            t.holiday_names.entry(first(name)).or_default().push((n as u32, name.clone()));
        }
    }
    let keys =
        |form: u16, keys: Vec<&String>| (form, keys.into_iter().map(first).collect::<Vec<_>>());
    let tables = [
        keys(opens::MONTH, t.months.keys().collect()),
        keys(opens::WEEKDAY, t.weekdays.keys().collect()),
        keys(opens::DAY, t.ordinals.keys().collect()),
        keys(opens::SHARE, t.decades.keys().collect()),
    ];
    for (form, words) in tables {
        words.into_iter().for_each(|w| *starts.entry(w).or_default() |= form);
    }
    // «الأربعة أسابيع الماضية»: a number with its article can open a window.
    for number in t.numbers.keys() {
        *starts.entry(format!("ال{number}")).or_default() |= opens::WINDOW;
    }
    t.date_starts = starts;
}

/// The nominal lexemes of a word; a new noun where the lexicon has none.
fn nominals(b: &mut Builder, word: &str) -> Vec<u32> {
    let found = b.find_nominal(&fold(word));
    if found.is_empty() {
        return vec![super::lexicon::noun(b, word, &[], crate::model::Class::Thing)];
    }
    found
}

fn counted(b: &mut Builder) {
    for (what, words) in groups_in(b, "quantity/counted.toml") {
        for word in words.iter().filter(|w| !w.contains(' ')) {
            for lex in nominals(b, word) {
                b.tables.counted.insert(lex, what.clone());
            }
        }
    }
    for (whom, words) in groups_in(b, "quantity/whom.toml") {
        for word in words {
            for lex in nominals(b, &word) {
                b.tables.categories.insert(lex, whom.clone());
            }
        }
    }
}

fn losses(b: &mut Builder) {
    for (what, words) in groups_in(b, "quantity/losses.toml") {
        for word in words {
            let mut found = b.find(Pos::Verb, &fold(&word)).to_vec();
            found.extend(b.find_nominal(&fold(&word)));
            if found.is_empty() {
                found = nominals(b, &word);
            }
            for lex in found {
                b.tables.losses.insert(lex, what.clone());
            }
        }
    }
}

fn currencies(b: &mut Builder) {
    for row in rows(b, "quantity/currency.tsv", 3) {
        let noun = fold(row.cell(0));
        let key = if row.cell(1).is_empty() { noun } else { format!("{noun} {}", row.cell(1)) };
        b.tables.currencies.insert(key, row.cell(2).to_owned());
    }
}

fn fractions(b: &mut Builder) {
    for row in rows(b, "quantity/fractions.tsv", 2) {
        for word in row.cell(0).split_whitespace() {
            b.tables.fractions.insert(fold(word), row.cell(1).parse().unwrap_or(0.0));
        }
    }
}

fn contexts(b: &mut Builder) {
    for path in b.folder.files("context", "toml") {
        for (context, words) in groups(b, &path) {
            for word in words {
                b.tables.contexts.entry(fold(&word)).or_default().push(context.clone());
            }
        }
    }
}

/// Keys are `kind_how`, such as `joins_verb`; words are verbs or nouns.
fn ties(b: &mut Builder) {
    let path = b.folder.root.join("tie/words.toml");
    for (name, words) in groups(b, &path) {
        let (kind, how) = name.split_once('_').unwrap_or((&name, ""));
        for word in words {
            let folded = fold(&word);
            let found: Vec<u32> =
                if how == "verb" { verb_lexemes(b, &path, &word) } else { b.find_nominal(&folded) };
            for lex in found {
                b.tables.ties.insert(lex, (kind.to_owned(), how.to_owned()));
            }
        }
    }
}

fn weigh(b: &mut Builder) {
    for row in rows(b, "weigh.tsv", 2) {
        b.tables.weigh.insert(row.cell(0).to_owned(), row.cell(1).parse().unwrap_or(0.0));
    }
}
