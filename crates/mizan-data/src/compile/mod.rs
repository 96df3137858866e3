//! The compiler: a folder of language data in, one compact form out.
//!
//! Every mistake is reported with file, line, what was expected and the nearest good example;
//! all mistakes of a run are reported together.

mod audit;
mod brief;
mod frame;
mod lexicon;
mod names;
mod source;
mod words;

use crate::knowledge::Knowledge;
use crate::model::{Class, Code, Lexeme, NONE, Pos, Reading, Ref, Tables};
use serde::Deserialize;
pub use source::DataError;
use source::{Folder, fnv};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

pub use frame::{Example, FrameFile, frame_files};

/// Compiles `data/<lang>` with the table of codes beside it.
///
/// In: the folder of a language, such as `data/ar`; `codes.toml` stands in its parent.
/// Out: the compact form for [`Knowledge::load`].
/// # Errors
/// Every mistake found, each with its place.
pub fn compile(dir: &Path) -> Result<Vec<u8>, Vec<DataError>> {
    let mut build = Builder::new(Folder::open(dir)?);
    build.codes(dir);
    lexicon::read(&mut build);
    names::read(&mut build);
    words::read(&mut build);
    frame::read(&mut build);
    audit::read(&mut build, dir.parent().unwrap_or(dir));
    brief::read(&mut build, dir.parent().unwrap_or(dir));
    build.finish()
}

/// What the compiler gathers before it is packed.
pub(crate) struct Builder {
    pub folder: Folder,
    pub tables: Tables,
    pub errors: Vec<DataError>,
    /// Folded surface → readings.
    surfaces: BTreeMap<String, Vec<Reading>>,
    /// (part of speech, folded lemma) → lexemes.
    by_lemma: HashMap<(Pos, String), Vec<u32>>,
    names: BTreeMap<String, Vec<Ref>>,
    /// Pairs of spellings that print uses for the same words.
    pub spellings: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct CodesFile {
    code: Vec<Code>,
}

impl Builder {
    fn new(folder: Folder) -> Self {
        Builder {
            folder,
            tables: Tables::default(),
            errors: Vec::new(),
            surfaces: BTreeMap::new(),
            by_lemma: HashMap::new(),
            names: BTreeMap::new(),
            spellings: Vec::new(),
        }
    }

    fn codes(&mut self, dir: &Path) {
        let path = dir.parent().unwrap_or(dir).join("codes.toml");
        match std::fs::read_to_string(&path) {
            Ok(text) => match toml::from_str::<CodesFile>(&text) {
                Ok(file) => self.tables.codes = file.code,
                Err(e) => self.errors.push(DataError::toml(&path, &text, &e)),
            },
            Err(e) => self.errors.push(DataError::plain(&path, 0, &format!("cannot be read: {e}"))),
        }
        self.tables.hash.clear();
        self.folder.hash ^= fnv(std::fs::read(&path).unwrap_or_default().as_slice());
    }

    pub fn lexeme(&mut self, lemma: &str, pos: Pos, class: Class) -> u32 {
        let key = (pos, crate::fold::fold(lemma));
        let id = self.tables.lexemes.len() as u32;
        self.tables.lexemes.push(Lexeme {
            lemma: lemma.to_owned(),
            pos,
            class,
            verb: NONE,
            extra: NONE,
        });
        self.by_lemma.entry(key).or_default().push(id);
        id
    }

    /// Lexemes with this folded lemma and part of speech.
    pub fn find(&self, pos: Pos, folded: &str) -> &[u32] {
        self.by_lemma.get(&(pos, folded.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Any lexeme of a noun-like kind with this folded lemma.
    pub fn find_nominal(&self, folded: &str) -> Vec<u32> {
        [Pos::Noun, Pos::Masdar, Pos::Participle, Pos::Quant, Pos::Adj]
            .into_iter()
            .flat_map(|pos| self.find(pos, folded).to_vec())
            .collect()
    }

    pub fn surface(&mut self, surface: &str, lex: u32, feat: u32) {
        if surface.is_empty() {
            return;
        }
        let pos = self.tables.lexemes[lex as usize].pos;
        let list = self.surfaces.entry(surface.to_owned()).or_default();
        match list.iter_mut().find(|r| r.lex == lex) {
            Some(reading) => reading.feat |= feat,
            None => list.push(Reading { lex, pos, feat }),
        }
    }

    /// Adds a name under every spelling of it.
    pub fn name(&mut self, phrase: &str, to: Ref) {
        let key = crate::fold::fold(phrase.trim());
        if key.chars().count() < 2 {
            return;
        }
        let mut keys = vec![key.clone()];
        for (a, b) in &self.spellings {
            for (from, into) in [(a, b), (b, a)] {
                if key.contains(from.as_str()) {
                    keys.push(key.replace(from.as_str(), into));
                }
            }
        }
        for key in keys {
            let refs = self.names.entry(key).or_default();
            if !refs.contains(&to) {
                refs.push(to);
            }
        }
    }

    fn finish(mut self) -> Result<Vec<u8>, Vec<DataError>> {
        self.tables.hash = format!("{:016x}", self.folder.hash);
        self.tables.spellings = std::mem::take(&mut self.spellings);
        let (lexicon, readings) = self.pack_surfaces();
        let names = self.pack_names();
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let syntax = self.folder.bytes("syntax/weights.bin");
        Knowledge::write(&self.tables, &lexicon, &readings, &names, &syntax)
            .map_err(|e| vec![DataError::plain(&self.folder.root, 0, &e.to_string())])
    }

    fn pack_surfaces(&mut self) -> (Vec<u8>, Vec<u64>) {
        let mut readings = Vec::new();
        let mut map = fst::MapBuilder::memory();
        for (surface, list) in &self.surfaces {
            let list = &list[..list.len().min(255)];
            let at = (readings.len() as u64) << 8 | list.len() as u64;
            readings.extend(list.iter().map(|r| r.pack()));
            if map.insert(surface, at).is_err() {
                self.errors.push(DataError::plain(&self.folder.root, 0, "surfaces out of order"));
            }
        }
        (map.into_inner().unwrap_or_default(), readings)
    }

    fn name_starts(&mut self, name: &str) {
        let [first, alone, pairs] = &mut self.tables.name_starts;
        let mut words = name.split(' ');
        let (one, two) = (words.next().unwrap_or(name), words.next());
        first.insert(one);
        match two {
            Some(two) => pairs.insert(&format!("{one}{two}")),
            None => alone.insert(one),
        }
    }

    fn pack_names(&mut self) -> Vec<u8> {
        let mut map = fst::MapBuilder::memory();
        for (at, (name, refs)) in std::mem::take(&mut self.names).into_iter().enumerate() {
            self.name_starts(&name);
            if !name.contains(' ') {
                self.tables.short_names.insert(name.clone(), at as u32);
            }
            self.tables.longest_name = self.tables.longest_name.max(name.len() as u32);
            self.tables.name_refs.push(refs);
            if map.insert(&name, at as u64).is_err() {
                self.errors.push(DataError::plain(&self.folder.root, 0, "names out of order"));
            }
        }
        map.into_inner().unwrap_or_default()
    }
}
