//! The compact form: sections of bytes, opened in place.

use crate::cues::{Cue, Cues};
use crate::model::{Reading, Ref, Tables, WordLists};
use mizan_syntax::Models;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;
use thiserror::Error;

const MAGIC: &[u8; 8] = b"MIZAN\0\0\x01";

/// Why a compact form could not be opened.
#[derive(Debug, Error)]
pub enum LoadError {
    /// Not a compact form, or one of another version.
    #[error(
        "not compiled Mizan data of this version (found {0:?} at the start); compile the data folder again"
    )]
    Magic(Vec<u8>),
    /// A section is cut short or garbled.
    #[error("compiled Mizan data is damaged in section {0}: {1}")]
    Section(&'static str, String),
}

/// Everything Mizan knows of a language, ready for reading. Built once, shared by threads.
pub struct Knowledge {
    /// Decoded tables.
    pub tables: Tables,
    lexicon: fst::Map<Box<[u8]>>,
    readings: Box<[u64]>,
    /// Names of actors, places and titles; folded phrase → index into `tables.name_refs`.
    pub names: fst::Map<Box<[u8]>>,
    cues: OnceLock<Option<Cues>>,
    /// A number for each list of words, by its name.
    numbers: FxHashMap<Box<str>, u16>,
    /// Each word of a list → the numbers of the lists that hold it. Most words are in none, so one look tells.
    members: FxHashMap<Box<str>, Vec<u16>>,
    /// First words of the phrases of several words in the lists → the phrases, each with its list.
    phrases: ByFirst<String>,
    /// Places of the actors of the table, by their ids.
    actors: FxHashMap<Box<str>, u32>,
    /// First words of the phrases that give contexts → the phrases, each with its contexts.
    context_phrases: ByFirst<Vec<String>>,
    /// First words of the phrases that set a status → the phrases, each with its status.
    scopes: ByFirst<String>,
    models: Models,
}

impl Knowledge {
    /// Opens a compact form. Tables are decoded, automata are used as they lie.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut at = bytes
            .get(..8)
            .filter(|m| m == MAGIC)
            .map(|_| 8usize)
            .ok_or_else(|| LoadError::Magic(bytes.iter().take(8).copied().collect()))?;
        let mut next = |name| section(bytes, &mut at, name);
        let tables: Tables = postcard::from_bytes(next("tables")?)
            .map_err(|e| LoadError::Section("tables", e.to_string()))?;
        let lexicon = automaton(next("lexicon")?, "lexicon")?;
        let readings = next("readings")?
            .chunks_exact(8)
            .map(|c| c.iter().rev().fold(0u64, |n, b| n << 8 | u64::from(*b)))
            .collect();
        let names = automaton(next("names")?, "names")?;
        let models = models(next("syntax")?)?;
        let (numbers, members) = numbered(&tables.lists);
        let listed = tables.lists.iter().flat_map(|(list, own)| own.iter().map(move |p| (p, list)));
        let phrases = by_first(listed.filter(|(p, _)| p.contains(' ')));
        let ids = tables.actors.iter().map(|a| a.id.as_str().into());
        let actors = ids.zip(0_u32..).collect();
        let scopes = by_first(tables.scope_words.iter());
        let context_phrases = by_first(tables.contexts.iter().filter(|(w, _)| w.contains(' ')));
        let cues = OnceLock::new();
        Ok(Knowledge {
            tables,
            lexicon,
            readings,
            names,
            cues,
            numbers,
            members,
            phrases,
            actors,
            context_phrases,
            scopes,
            models,
        })
    }

    /// Writes a compact form.
    pub(crate) fn write(
        tables: &Tables,
        lexicon: &[u8],
        readings: &[u64],
        names: &[u8],
        syntax: &[u8],
    ) -> Result<Vec<u8>, postcard::Error> {
        let mut out = MAGIC.to_vec();
        let packed: Vec<u8> = readings.iter().flat_map(|r| r.to_le_bytes()).collect();
        for part in [postcard::to_stdvec(tables)?.as_slice(), lexicon, &packed, names, syntax] {
            out.extend((part.len() as u64).to_le_bytes());
            out.extend(part);
        }
        Ok(out)
    }

    /// The tagger and the parser; without weights where the data has none.
    #[must_use]
    pub fn models(&self) -> &Models {
        &self.models
    }

    /// Takes other models, for fitting and measuring them.
    pub fn set_models(&mut self, models: Models) {
        self.models = models;
    }

    /// The readings of a folded word without clitics; empty where the lexicon lacks it.
    pub fn readings(&self, word: &str) -> impl Iterator<Item = Reading> + '_ {
        self.packed(self.lexicon.get(word).unwrap_or(0))
    }

    /// Walks the lexicon along a folded word once; the trail answers for every beginning of it.
    #[must_use]
    pub fn trail(&self, word: &str) -> Trail<'_> {
        let fst = self.lexicon.as_fst();
        let mut steps = Vec::with_capacity(word.len() + 1);
        let mut step = (fst.root().addr(), fst::raw::Output::zero());
        steps.push(step);
        for byte in word.bytes() {
            let Some(next) = forward(fst, step, byte) else { break };
            step = next;
            steps.push(step);
        }
        Trail { knowledge: self, steps }
    }

    fn packed(&self, hit: u64) -> impl Iterator<Item = Reading> + '_ {
        let (from, count) = ((hit >> 8) as usize, (hit & 0xff) as usize);
        let found = self.readings.get(from..from + count).unwrap_or(&[]);
        found.iter().map(|bits| Reading::unpack(*bits))
    }

    /// Every phrase of the lists of [`crate::cues`] in a folded text.
    pub fn cues<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Cue> + 't {
        let cues = self.cues.get_or_init(|| Cues::new(&self.tables.lists));
        cues.iter().flat_map(move |c| c.find(text))
    }

    /// What a name of the gazetteer can stand for.
    #[must_use]
    pub fn refs(&self, name: u32) -> &[Ref] {
        &self.tables.name_refs[name as usize]
    }

    /// Is a name that of places and of nothing else?
    #[must_use]
    pub fn only_places(&self, name: u32) -> bool {
        self.refs(name).iter().all(|r| matches!(r, Ref::Place(_)))
    }

    /// Does a list such as `grammar.of` hold this folded word?
    #[must_use]
    pub fn is(&self, list: &str, word: &str) -> bool {
        self.among(list, self.lists(word))
    }

    /// The numbers of the lists that hold a folded word, for [`Self::among`] where one word is asked of many lists.
    #[must_use]
    pub fn lists(&self, word: &str) -> &[u16] {
        self.members.get(word).map_or(&[], Vec::as_slice)
    }

    /// Is a list of this name among those of these numbers?
    #[must_use]
    pub fn among(&self, list: &str, numbers: &[u16]) -> bool {
        !numbers.is_empty() && self.numbers.get(list).is_some_and(|n| numbers.contains(n))
    }

    /// The phrases of several words that open with this folded word, of all lists, each with the name of its list.
    #[must_use]
    pub fn phrases(&self, first: &str) -> &[(String, String)] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// The place of an actor in the table, by its id.
    #[must_use]
    pub fn actor(&self, id: &str) -> Option<u32> {
        self.actors.get(id).copied()
    }

    /// Do the two sides of a frame stand alike?
    #[must_use]
    pub fn mutual(&self, frame: &str) -> bool {
        self.tables.frames.iter().any(|f| f.id == frame && f.reciprocal)
    }

    /// The phrases of several words that give contexts and open with this folded word, each with its contexts.
    #[must_use]
    pub fn context_phrases(&self, first: &str) -> &[(String, Vec<String>)] {
        self.context_phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// The phrases that set a status and open with this folded word, each with its status.
    #[must_use]
    pub fn scopes(&self, first: &str) -> &[(String, String)] {
        self.scopes.get(first).map_or(&[], Vec::as_slice)
    }

    /// The words of a list such as `zone.residue`; empty where there is none.
    #[must_use]
    pub fn list(&self, name: &str) -> &[String] {
        self.tables.lists.get(name).map_or(&[], Vec::as_slice)
    }
}

type Numbers = FxHashMap<Box<str>, u16>;

/// A number for each list, and the words by the lists that hold them.
fn numbered(lists: &WordLists) -> (Numbers, FxHashMap<Box<str>, Vec<u16>>) {
    let mut numbers = Numbers::default();
    let mut members: FxHashMap<Box<str>, Vec<u16>> = FxHashMap::default();
    for (number, (name, words)) in (0_u16..).zip(lists) {
        numbers.insert(name.as_str().into(), number);
        for word in words {
            members.entry(word.as_str().into()).or_default().push(number);
        }
    }
    (numbers, members)
}

/// Phrases by their first word, each with what it says.
type ByFirst<T> = FxHashMap<String, Vec<(String, T)>>;

fn by_first<'t, T: Clone + 't>(phrases: impl Iterator<Item = (&'t String, &'t T)>) -> ByFirst<T> {
    let mut out = ByFirst::default();
    for (phrase, says) in phrases {
        let first = phrase.split(' ').next().unwrap_or("").to_owned();
        out.entry(first).or_default().push((phrase.clone(), says.clone()));
    }
    out
}

type Step = (fst::raw::CompiledAddr, fst::raw::Output);

fn forward(fst: &fst::raw::Fst<Box<[u8]>>, (addr, sum): Step, byte: u8) -> Option<Step> {
    let node = fst.node(addr);
    let t = node.transition(node.find_input(byte)?);
    Some((t.addr, sum.cat(t.out)))
}

/// The way of a word through the lexicon: a place for each of its bytes, as far as any word goes with it.
pub struct Trail<'k> {
    knowledge: &'k Knowledge,
    steps: Vec<Step>,
}

impl Trail<'_> {
    /// The readings of the first `len` bytes of the word with `ending` behind them.
    pub fn readings(&self, len: usize, ending: &str) -> impl Iterator<Item = Reading> + '_ {
        let fst = self.knowledge.lexicon.as_fst();
        let walked = self.steps.get(len).copied();
        let end = ending.bytes().fold(walked, |step, byte| forward(fst, step?, byte));
        let hit = end.and_then(|(addr, sum)| {
            let node = fst.node(addr);
            node.is_final().then(|| sum.cat(node.final_output()).value())
        });
        self.knowledge.packed(hit.unwrap_or(0))
    }

    /// How many bytes of the word some word of the lexicon begins with.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.steps.len() - 1
    }
}

fn section<'a>(bytes: &'a [u8], at: &mut usize, name: &'static str) -> Result<&'a [u8], LoadError> {
    let cut = || LoadError::Section(name, "it ends before its length".to_owned());
    let head = bytes.get(*at..*at + 8).ok_or_else(cut)?;
    let len = usize::try_from(head.iter().rev().fold(0u64, |n, b| n << 8 | u64::from(*b)))
        .map_err(|_| cut())?;
    let end = at.checked_add(8).and_then(|a| a.checked_add(len)).ok_or_else(cut)?;
    let part = bytes.get(*at + 8..end).ok_or_else(cut)?;
    *at = end;
    Ok(part)
}

/// No bytes are no weights: a data folder of its own may have none.
fn models(bytes: &[u8]) -> Result<Models, LoadError> {
    if bytes.is_empty() {
        return Ok(Models::default());
    }
    Models::from_bytes(bytes).map_err(|e| LoadError::Section("syntax", e.to_string()))
}

fn automaton(bytes: &[u8], name: &'static str) -> Result<fst::Map<Box<[u8]>>, LoadError> {
    fst::Map::new(bytes.to_vec().into_boxed_slice())
        .map_err(|e| LoadError::Section(name, e.to_string()))
}
