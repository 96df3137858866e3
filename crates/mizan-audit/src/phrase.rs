//! Phrases of the word lists, found in a text in one walk over its tokens.
//!
//! A word of a phrase that has no article stands for the word with and without it; the first word may have
//! و ف ب ل ك glued to it. `_` is any one word, a last `*` any ending.

use fnv::FnvHashMap;
use mizan_data::Knowledge;
use mizan_text::{Span, Text};

const ARTICLE: &str = "ال";
/// Letters that are glued to a word, conjunctions first.
const CONJUNCTIONS: [&str; 2] = ["و", "ف"];
const PREPOSITIONS: [&str; 3] = ["ب", "ل", "ك"];

/// A phrase found: tokens, the bytes glued before its first word, the list that holds it, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub from: usize,
    pub to: usize,
    pub glued: u32,
    pub list: usize,
    pub entry: usize,
}

impl Hit {
    /// Its bytes in the original, without what is glued before it.
    pub fn span(&self, text: &Text<'_>) -> Span {
        let last = self.to.saturating_sub(1);
        match (text.tokens.get(self.from), text.tokens.get(last)) {
            (Some(a), Some(b)) => text.folded.span(text.source, a.start + self.glued, b.end),
            _ => (0, 0),
        }
    }
}

struct Phrase {
    words: Vec<String>,
    list: usize,
    entry: usize,
}

impl Phrase {
    /// «وفقا ل»: its last word, a preposition, is glued to a word that is no part of it.
    fn opens(&self, text: &Text<'_>, at: usize) -> bool {
        let last = self.words.last().filter(|w| PREPOSITIONS.contains(&w.as_str()));
        last.is_some_and(|w| text.word(at + self.words.len() - 1) != w)
    }
}

/// Phrases by their first word.
#[derive(Default)]
pub(crate) struct Phrases {
    all: Vec<Phrase>,
    first: FnvHashMap<String, Vec<u32>>,
}

impl Phrases {
    /// The lists of these names, each by its place among them.
    pub fn of_lists(k: &Knowledge, names: &[&str]) -> Phrases {
        let mut out = Phrases::default();
        for (list, name) in names.iter().enumerate() {
            for (entry, phrase) in k.list(name).iter().enumerate() {
                out.add(phrase, list, entry);
            }
        }
        out
    }

    pub fn add(&mut self, phrase: &str, list: usize, entry: usize) {
        let words = words_of(phrase);
        let Some(first) = words.first() else { return };
        let key = first.strip_prefix(ARTICLE).unwrap_or(first).to_owned();
        self.first.entry(key).or_default().push(self.all.len() as u32);
        self.all.push(Phrase { words, list, entry });
    }

    /// Every phrase in tokens `from..to`; of those of one list that start alike, the longest.
    pub fn find(&self, text: &Text<'_>, from: usize, to: usize) -> Vec<Hit> {
        let mut out: Vec<Hit> = Vec::new();
        for at in from..to {
            for hit in self.at(text, at, to) {
                let longer = |h: &Hit| h.list == hit.list && h.from <= at && h.to >= hit.to;
                if !out.iter().rev().take(8).any(longer) {
                    drop_shorter(&mut out, hit);
                    out.push(hit);
                }
            }
        }
        out
    }

    /// The phrases that start at a token.
    fn at(&self, text: &Text<'_>, at: usize, end: usize) -> Vec<Hit> {
        let mut out = Vec::new();
        let word = text.word(at);
        for form in forms(word).into_iter().flatten() {
            let bare = form.strip_prefix(ARTICLE).unwrap_or(form);
            for key in [bare, form] {
                let phrases = self.first.get(key).into_iter().flatten();
                let fits = phrases.map(|n| &self.all[*n as usize]).filter(|p| {
                    at + p.words.len() <= end
                        && fits(&p.words[0], form)
                        && follow(text, at, &p.words)
                });
                out.extend(fits.map(|p| Hit {
                    from: at,
                    to: at + p.words.len() - usize::from(p.opens(text, at)),
                    glued: (word.len() - form.len()) as u32,
                    list: p.list,
                    entry: p.entry,
                }));
                if bare == form {
                    break;
                }
            }
        }
        out
    }
}

/// Takes out what starts at the same token in the same list: the last few only, so that a text is read once.
fn drop_shorter(out: &mut Vec<Hit>, hit: Hit) {
    let start = out.iter().rposition(|h| h.from != hit.from).map_or(0, |n| n + 1);
    let kept: Vec<Hit> = out.drain(start..).filter(|h| h.list != hit.list).collect();
    out.extend(kept);
}

/// Does the rest of a phrase stand behind its first word?
fn follow(text: &Text<'_>, at: usize, words: &[String]) -> bool {
    words[1..].iter().enumerate().all(|(n, w)| {
        let last = n + 2 == words.len();
        let word = text.word(at + n + 1);
        // «وفقا ل»: a preposition that ends a phrase is glued to the word behind it.
        fits(w, word)
            || (last && PREPOSITIONS.contains(&w.as_str()) && word.starts_with(w.as_str()))
    })
}

/// Does a word of a phrase stand for this word?
pub(crate) fn fits(pattern: &str, word: &str) -> bool {
    if pattern == "_" {
        return word.chars().next().is_some_and(char::is_alphanumeric);
    }
    match pattern.strip_suffix('*') {
        Some(start) => word.starts_with(start) || bare(word).starts_with(start),
        None => word == pattern || bare(word) == pattern,
    }
}

fn bare(word: &str) -> &str {
    word.strip_prefix(ARTICLE).unwrap_or(word)
}

/// The word itself and what is left without glued letters, article put back behind لل.
fn forms(word: &str) -> [Option<&str>; 4] {
    let cut = |w: &str, letters: &[&str], least: usize| -> Option<usize> {
        let glued = letters.iter().find(|l| w.starts_with(**l))?;
        (w.chars().count() >= least).then_some(glued.len())
    };
    // «ولم», but not «به» with a letter before it.
    let conj = cut(word, &CONJUNCTIONS, 3).map(|n| &word[n..]);
    let own = cut(word, &PREPOSITIONS, 4).map(|n| strip_lam(&word[n..]));
    let both = conj.and_then(|w| cut(w, &PREPOSITIONS, 4).map(|n| strip_lam(&w[n..])));
    [Some(word), conj, own, both]
}

/// «للمليشيا» is ل + المليشيا: what is left is read without its article.
fn strip_lam(word: &str) -> &str {
    word.strip_prefix('ل').filter(|w| w.chars().count() > 3).unwrap_or(word)
}

/// Of hits that overlap the first, and of those that start alike the longest.
pub(crate) fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|h| (h.from, std::cmp::Reverse(h.to)));
    let mut end = 0;
    hits.retain(|h| {
        let free = h.from >= end;
        end = if free { h.to } else { end };
        free
    });
    hits
}

/// The words and marks of a folded phrase, as the text is cut.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    phrase.split(' ').flat_map(pieces).collect()
}

fn pieces(part: &str) -> Vec<String> {
    if part == "_" || part.ends_with('*') {
        return vec![part.to_owned()];
    }
    let tokens = mizan_text::tokenize(part);
    tokens.iter().map(|t| part[t.start as usize..t.end as usize].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizan_code::Reader;

    fn found(phrases: &[&str], source: &str) -> Vec<String> {
        let reader = Reader::builtin().expect("a reader");
        let mut all = Phrases::default();
        phrases.iter().enumerate().for_each(|(n, p)| all.add(&mizan_text::fold(p), 0, n));
        let text = Text::new(source, reader.knowledge());
        let hits = all.find(&text, 0, text.tokens.len());
        hits.iter().map(|h| text.words(h.span(&text)).to_owned()).collect()
    }

    #[test]
    fn a_bare_word_stands_for_the_word_with_its_article_and_glued_letters() {
        let text = "قتلت المليشيا ثم هرب رجال مليشيا، وبالمليشيا وللمليشيا";
        assert_eq!(found(&["مليشيا"], text).len(), 4);
        assert_eq!(found(&["المليشيا"], "مليشيا"), Vec::<String>::new());
        assert!(found(&["ثيا"], "المليشيا").is_empty());
    }

    #[test]
    fn phrases_run_over_words_and_any_word() {
        assert_eq!(found(&["الحكومة _ الشرعية"], "في الحكومة السورية الشرعية").len(), 1);
        assert_eq!(found(&["وفقا ل"], "وفقا للبيان"), ["وفقا"]);
        assert_eq!(found(&["مصادر", "مصادر مطلعة"], "قالت مصادر مطلعة"), ["مصادر مطلعة"]);
        assert_eq!(found(&["استشهد ب*"], "استشهد بمادة").len(), 1);
    }

    #[test]
    fn english_is_matched_by_whole_words() {
        assert_eq!(found(&["think tanks"], "Western think tanks say").len(), 1);
        assert!(found(&["regime"], "regimens differ").is_empty());
    }
}
