//! Full-text search: across spelling, clitics and diacritics, by our own folding and stems.
//!
//! The index holds for each page its folded words, and the stem of each word in its chosen reading with the
//! letters glued to it cut off. A word of the question finds pages by either; results are ranked by BM25
//! (Robertson and Zaragoza 2009, as SQLite's FTS5 counts it), whole words before stems; what more than ten
//! thousand pages hold is not ranked, the pages added last come first.

use crate::archive::Archive;
use crate::error::{ArchiveError, Done, Inner};
use crate::id::{Id, Kind};
use crate::open;
use crate::stored::Chars;
use mizan_code::Reader;
use mizan_data::Knowledge;
use mizan_data::fold::fold;
use mizan_text::{Analysis, Kind as Token, Text};
use rusqlite::{Connection, params};
use serde::Serialize;

/// Words of a question beyond this are not looked for.
const MOST: usize = 32;
/// Sentences shown of one page.
const SENTENCES: usize = 3;

/// A page found.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Hit {
    pub id: Id,
    pub key: String,
    pub title: String,
    pub outlet: String,
    pub day: Option<String>,
    /// Sentences that hold words looked for.
    pub sentences: Vec<Marked>,
}

/// A sentence with the words that were looked for, each from and to in characters of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[allow(missing_docs)]
pub struct Marked {
    pub text: String,
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<usize>>))]
    pub marks: Vec<(usize, usize)>,
}

/// The words of a page as the index takes them: folded, and their stems.
pub(crate) struct Indexed {
    pub words: String,
    pub stems: String,
}

pub(crate) fn indexed(text: &str, reader: &Reader) -> Indexed {
    let text = Text::new(text, reader.knowledge());
    let mut out = Indexed { words: String::new(), stems: String::new() };
    for t in 0..text.tokens.len() {
        if let Some((word, stem)) = forms(&text, t, reader.knowledge()) {
            push(&mut out.words, &word);
            push(&mut out.stems, &stem);
        }
    }
    out
}

fn push(to: &mut String, word: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(word);
}

/// A token's folded word and its stem by the reading that context chose; nothing for marks.
fn forms(text: &Text<'_>, t: usize, k: &Knowledge) -> Option<(String, String)> {
    let token = text.tokens.get(t)?;
    if matches!(token.kind, Token::Punct | Token::Break) {
        return None;
    }
    let word = clean(text.word(t));
    let stem = stem(text, t, text.reading(t), k);
    (!word.is_empty()).then(|| if stem.is_empty() { (word.clone(), word) } else { (word, stem) })
}

fn clean(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// What all forms of a word share: the dictionary's word, for verbal nouns and participles their verb; of a
/// word that no dictionary holds, its letters without what is glued to them.
fn stem(text: &Text<'_>, t: usize, reading: &Analysis, k: &Knowledge) -> String {
    let lexemes = &k.tables.lexemes;
    let Some(lexeme) = lexemes.get(reading.lex as usize) else { return clean(text.stem(t)) };
    let root = lexemes.get(lexeme.verb as usize).unwrap_or(lexeme);
    clean(&fold(&root.lemma))
}

/// Every stem that a word of the question may have: it has less around it to choose by.
fn stems(text: &Text<'_>, t: usize, k: &Knowledge) -> Vec<String> {
    let mut out: Vec<String> = text.readings(t).iter().map(|r| stem(text, t, r, k)).collect();
    out.retain(|s| !s.is_empty());
    out.sort();
    out.dedup();
    out
}

impl Archive {
    /// Pages that hold all words of a question, best first, each with up to three marked sentences. Words in
    /// quotation marks must stand together.
    ///
    /// # Errors
    /// Where nothing is asked for, or the archive cannot be read.
    pub fn search(
        &self,
        reader: &Reader,
        question: &str,
        limit: usize,
    ) -> Result<Vec<Hit>, ArchiveError> {
        let asked = Asked::of(question, reader);
        if asked.terms.is_empty() {
            let words = "nothing to look for: give one word or more".to_owned();
            return Err(ArchiveError::Question(words));
        }
        self.ask(|db| {
            let pages = matching(db, &asked.expression(), limit)?;
            pages.into_iter().map(|page| hit(db, page, &asked, reader)).collect()
        })
    }
}

/// What is looked for.
struct Asked {
    /// Words that stand together.
    terms: Vec<Vec<Term>>,
}

/// A word looked for: its folded form, and the stems that it may have.
struct Term {
    word: String,
    stem: String,
    stems: Vec<String>,
}

impl Asked {
    fn of(question: &str, reader: &Reader) -> Asked {
        let question: String = question.chars().take(2000).collect();
        let quotes = |c: char| matches!(c, '"' | '«' | '»' | '“' | '”');
        let mut terms = Vec::new();
        for (n, part) in question.split(quotes).enumerate() {
            let words = words_of(part, reader.knowledge());
            if n % 2 == 1 {
                terms.push(words);
            } else {
                terms.extend(words.into_iter().map(|w| vec![w]));
            }
        }
        terms.retain(|t| !t.is_empty());
        terms.truncate(MOST);
        Asked { terms }
    }

    /// The question in FTS5's language. Words hold letters and digits only, and stand in quotes.
    fn expression(&self) -> String {
        self.terms.iter().map(|t| phrase(t)).collect::<Vec<_>>().join(" AND ")
    }

    /// Where in a text the words stand, in bytes.
    fn marks(&self, sentence: &str, reader: &Reader) -> Vec<(u32, u32)> {
        let text = Text::new(sentence, reader.knowledge());
        let wanted = |t: usize| {
            forms(&text, t, reader.knowledge()).is_some_and(|(word, stem)| {
                self.terms.iter().flatten().any(|w| w.word == word || w.stems.contains(&stem))
            })
        };
        (0..text.tokens.len()).filter(|t| wanted(*t)).map(|t| text.whole(t)).collect()
    }
}

fn words_of(part: &str, k: &Knowledge) -> Vec<Term> {
    let text = Text::new(part, k);
    let term = |t: usize| {
        let (word, stem) = forms(&text, t, k)?;
        Some(Term { word, stem, stems: stems(&text, t, k) })
    };
    (0..text.tokens.len()).filter_map(term).collect()
}

fn phrase(words: &[Term]) -> String {
    let quoted = |column: &str, text: &str| format!("{column} : \"{text}\"");
    match words {
        [one] => {
            let mut ways = vec![quoted("word", &one.word)];
            ways.extend(one.stems.iter().map(|s| quoted("stem", s)));
            format!("({})", ways.join(" OR "))
        }
        many => {
            let join = |f: fn(&Term) -> &str| many.iter().map(f).collect::<Vec<_>>().join(" ");
            let word = quoted("word", &join(|t| &t.word));
            format!("({word} OR {})", quoted("stem", &join(|t| &t.stem)))
        }
    }
}

/// Pages beyond this many are not ranked: to weigh a word that stands everywhere is slow and tells nothing.
const RANKED: i64 = 10_000;

/// Pages that match: the best first or, where they are very many, those added last.
fn matching(db: &Connection, expression: &str, limit: usize) -> Done<Vec<i64>> {
    let many = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)";
    let found: i64 =
        db.prepare_cached(many)?.query_row(params![expression, RANKED + 1], |r| r.get(0))?;
    let order = if found > RANKED { "rowid DESC" } else { "bm25(words, 2.0, 1.0), rowid" };
    let sql = format!("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY {order} LIMIT ?2");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![expression, limit as i64], |r| r.get(0))?;
    rows.collect::<Result<_, _>>().map_err(Inner::from)
}

fn hit(db: &Connection, page: i64, asked: &Asked, reader: &Reader) -> Done<Hit> {
    let opened = open::page(db, page)?;
    let sql =
        "SELECT outlet.name, doc.day, doc.title FROM doc JOIN outlet ON outlet.id = doc.outlet
               WHERE doc.page = ?1";
    let (outlet, day, title): (String, Option<i32>, String) =
        db.prepare_cached(sql)?.query_row([page], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let chars = Chars::new(&opened.text);
    let mut found: Vec<Marked> = opened
        .record
        .sentences
        .iter()
        .map(|s| marked(chars.words(s.span).trim(), asked, reader))
        .filter(|m| !m.marks.is_empty())
        .collect();
    // The fullest sentences, in the order of the page.
    let mut counts: Vec<usize> = found.iter().map(|m| m.marks.len()).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let least = counts.get(SENTENCES - 1).copied().unwrap_or(0);
    found.retain(|m| m.marks.len() >= least);
    found.truncate(SENTENCES);
    let day = day.map(|d| crate::day::show(Some(d)));
    let id = Id { kind: Kind::Page, bits: opened.id.bits };
    Ok(Hit { id, key: opened.key, title, outlet, day, sentences: found })
}

fn marked(sentence: &str, asked: &Asked, reader: &Reader) -> Marked {
    let count = |byte: u32| sentence[..byte as usize].chars().count();
    let marks = asked.marks(sentence, reader);
    Marked {
        text: sentence.to_owned(),
        marks: marks.into_iter().map(|(a, b)| (count(a), count(b))).collect(),
    }
}
