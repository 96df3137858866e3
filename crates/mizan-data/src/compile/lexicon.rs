//! Stems into surfaces: verbs with all their forms, nouns with number and gender, particles.

use super::Builder;
use super::source::DataError;
use crate::fold::fold;
use crate::model::{Class, Pos};
use crate::verb::{Verb, feat};
use std::collections::{HashMap, HashSet};

pub(super) fn read(b: &mut Builder) {
    spellings(b);
    verbs(b);
    masdars(b);
    nouns(b);
    adjectives(b);
    particles(b);
    proper(b);
}

fn spellings(b: &mut Builder) {
    for row in rows(b, "lexicon/spelling.tsv", 2) {
        b.spellings.push((fold(row.cell(0)), fold(row.cell(1))));
    }
}

/// Rows of a table under the language folder; a mistake is kept and gives no rows.
pub(super) fn rows(b: &mut Builder, file: &str, columns: usize) -> Vec<super::source::Row> {
    let path = b.folder.root.join(file);
    b.folder.table(&path, columns).unwrap_or_else(|e| {
        b.errors.push(e);
        Vec::new()
    })
}

fn verbs(b: &mut Builder) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let table = rows(b, "lexicon/verbs.tsv", 11);
    let second: HashSet<String> =
        table.iter().filter(|r| r.cell(3).contains("2َّ3")).map(|r| r.cell(1).to_owned()).collect();
    for row in table {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        let Some(verb) = Verb::from_row(&cells) else {
            let path = b.folder.root.join("lexicon/verbs.tsv");
            b.errors.push(DataError::plain(&path, row.line, "expected lemma, lemma_bare, root, pattern, transitivity, perfective, perfective_passive, imperfective"));
            continue;
        };
        // Print does not tell قتل from قتّل: one lexeme for one unvowelled lemma.
        let lex = *seen
            .entry(verb.bare.clone())
            .or_insert_with(|| b.lexeme(&verb.bare, Pos::Verb, Class::None));
        for (surface, features) in verb.forms() {
            b.surface(&surface, lex, features);
        }
        // Unvowelled, forms I and II are one lexeme; the verbal noun of II would fall to both.
        let shared = second.contains(&verb.bare) && verb.form_one();
        for (nominal, kind) in verb.nominals() {
            if shared && kind & feat::MASDAR != 0 {
                continue;
            }
            deverbal(b, &nominal, kind, lex);
        }
    }
}

fn deverbal(b: &mut Builder, word: &str, kind: u32, verb: u32) {
    let folded = &fold(word);
    let pos = if kind & feat::MASDAR != 0 { Pos::Masdar } else { Pos::Participle };
    let known =
        b.find(pos, folded).iter().copied().find(|l| b.tables.lexemes[*l as usize].verb == verb);
    let lex = known.unwrap_or_else(|| {
        let lex = b.lexeme(word, pos, Class::None);
        b.tables.lexemes[lex as usize].verb = verb;
        lex
    });
    inflect(b, word, lex, kind, pos == Pos::Participle);
}

fn masdars(b: &mut Builder) {
    for row in rows(b, "lexicon/masdars.tsv", 2) {
        let verb = b.find(Pos::Verb, &fold(row.cell(0))).first().copied();
        let Some(verb) = verb else {
            let path = b.folder.root.join("lexicon/masdars.tsv");
            b.errors.push(DataError::plain(
                &path,
                row.line,
                &format!("no verb {} in lexicon/verbs.tsv", row.cell(0)),
            ));
            continue;
        };
        for masdar in row.list(1) {
            let lex = b.lexeme(&masdar, Pos::Masdar, Class::None);
            b.tables.lexemes[lex as usize].verb = verb;
            inflect(b, &masdar, lex, feat::MASDAR, false);
        }
    }
}

fn nouns(b: &mut Builder) {
    for path in b.folder.files("lexicon/noun", "tsv") {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned();
        let Some(class) = Class::from_name(&stem) else {
            let names: Vec<_> = Class::NAMES.iter().map(|n| n.0).collect();
            b.errors.push(DataError::plain(
                &path,
                0,
                &format!("{stem} is no class of noun; the classes are {}", names.join(", ")),
            ));
            continue;
        };
        match b.folder.table(&path, 2) {
            Ok(rows) => {
                for row in &rows {
                    noun(b, row.cell(0), &row.list(1), class);
                }
            }
            Err(e) => b.errors.push(e),
        }
    }
}

/// Adds a noun with its written plurals; nouns already there keep their first class.
pub(super) fn noun(b: &mut Builder, lemma: &str, plurals: &[String], class: Class) -> u32 {
    let folded = fold(lemma);
    let lex = match b.find(Pos::Noun, &folded).first().copied() {
        Some(lex) => lex,
        None => b.lexeme(lemma, Pos::Noun, class),
    };
    // What is no thing may be a participle or a side of the world with endings of its own: الماضي, غربي المدينة. Of
    // things, نقاب would give نقابة.
    let thing = matches!(class, Class::Abstract | Class::Thing | Class::Facility | Class::Speech);
    inflect(b, lemma, lex, 0, plurals.is_empty() && !thing);
    // مسؤول is also written مسئول, شؤون شئون.
    let seats = plurals.iter().map(String::as_str).chain([lemma]);
    for other in seats.filter(|w| w.contains("ؤو")).map(|w| w.replace("ؤو", "ئو")) {
        let f = if other == lemma.replace("ؤو", "ئو") { feat::SING } else { feat::PLUR };
        b.surface(&fold(&other), lex, f);
    }
    for plural in plurals {
        let p = fold(plural);
        let mut f = feat::PLUR;
        if p.ends_with("ين") {
            f |= feat::ACC | feat::ABSOLUTE;
        }
        b.surface(&p, lex, f);
        // قرون ends like a sound plural and is none: its stem is not the word.
        let stem = p.strip_suffix("ون").or_else(|| p.strip_suffix("ين"));
        let own = |s: &&str| *s == folded || folded.strip_suffix(['ي', 'ا', 'ه', 'ء']) == Some(*s);
        if let Some(base) = stem.filter(own) {
            sound_plural(b, base, lex, 0);
        }
        if !p.ends_with('ا') {
            b.surface(&format!("{p}ا"), lex, feat::PLUR | feat::ACC | feat::ABSOLUTE);
        }
    }
    lex
}

/// Singular, dual and, where wanted, sound plurals of a nominal, as a dictionary prints it.
pub(super) fn inflect(b: &mut Builder, word: &str, lex: u32, kind: u32, sound: bool) {
    // Folded, the ta marbuta of مدينة and the root letter of اتجاه are one.
    let fem = word.ends_with('ة') && word.chars().count() > 2;
    let folded = fold(word);
    let folded = folded.as_str();
    let gender = if fem { feat::FEM } else { feat::MASC };
    b.surface(folded, lex, kind | gender | feat::SING);
    let base = if fem {
        format!("{}ت", folded.strip_suffix('ه').unwrap_or(folded))
    } else {
        folded.to_owned()
    };
    if fem {
        b.surface(&base, lex, kind | gender | feat::SING | feat::CONSTRUCT);
        let plural = format!("{}ات", folded.strip_suffix('ه').unwrap_or(folded));
        b.surface(&plural, lex, kind | gender | feat::PLUR);
    } else {
        b.surface(
            &format!("{folded}ا"),
            lex,
            kind | gender | feat::SING | feat::ACC | feat::ABSOLUTE,
        );
        b.surface(&format!("{folded}ات"), lex, kind | feat::FEM | feat::PLUR);
    }
    dual(b, &base, lex, kind | gender);
    if sound && !fem {
        let base = folded
            .strip_suffix('ي')
            .filter(|s| s.chars().count() > 2 && kind & feat::PART_ACT != 0);
        sound_plural(b, base.unwrap_or(folded), lex, kind);
        let feminine = format!("{folded}ه");
        b.surface(&feminine, lex, kind | feat::FEM | feat::SING);
        b.surface(&format!("{folded}ت"), lex, kind | feat::FEM | feat::SING | feat::CONSTRUCT);
        dual(b, &format!("{folded}ت"), lex, kind | feat::FEM);
    }
}

fn dual(b: &mut Builder, base: &str, lex: u32, rest: u32) {
    b.surface(&format!("{base}ان"), lex, rest | feat::DUAL | feat::NOM | feat::ABSOLUTE);
    b.surface(&format!("{base}ين"), lex, rest | feat::DUAL | feat::ACC | feat::ABSOLUTE);
    b.surface(&format!("{base}ا"), lex, rest | feat::DUAL | feat::CONSTRUCT);
    b.surface(&format!("{base}ي"), lex, rest | feat::DUAL | feat::CONSTRUCT);
}

fn sound_plural(b: &mut Builder, base: &str, lex: u32, kind: u32) {
    let m = kind | feat::MASC | feat::PLUR;
    b.surface(&format!("{base}ون"), lex, m | feat::NOM | feat::ABSOLUTE);
    b.surface(&format!("{base}ين"), lex, m | feat::ACC | feat::ABSOLUTE);
    b.surface(&format!("{base}و"), lex, m | feat::CONSTRUCT);
    b.surface(&format!("{base}ي"), lex, m | feat::CONSTRUCT);
}

/// Adds an adjective with all its endings.
pub(super) fn adjective(b: &mut Builder, lemma: &str, class: Class) -> u32 {
    let lex = b.lexeme(lemma, Pos::Adj, class);
    inflect(b, lemma, lex, 0, true);
    lex
}

fn adjectives(b: &mut Builder) {
    for row in rows(b, "lexicon/adjectives.tsv", 2) {
        let lex = adjective(b, row.cell(0), Class::None);
        for stem in row.list(1) {
            b.surface(&fold(&stem), lex, feat::PLUR);
        }
    }
}

fn particles(b: &mut Builder) {
    let path = b.folder.root.join("lexicon/particles.tsv");
    for row in rows(b, "lexicon/particles.tsv", 2) {
        let Some(pos) = Pos::from_name(row.cell(0)) else {
            b.errors.push(DataError::plain(
                &path,
                row.line,
                &format!(
                    "{} is no part of speech; write one such as Prep, Conj, Sub, Rel, Neg, Adverb",
                    row.cell(0)
                ),
            ));
            continue;
        };
        for word in row.cell(1).split_whitespace() {
            let lex = b.lexeme(word, pos, Class::None);
            b.surface(&fold(word), lex, 0);
        }
    }
}

fn proper(b: &mut Builder) {
    for row in rows(b, "lexicon/proper.tsv", 1) {
        let folded = fold(row.cell(0));
        let lex = b.lexeme(row.cell(0), Pos::Proper, Class::Person);
        b.surface(&folded, lex, feat::SING);
    }
}
