//! Frames: what counts as an event, read from `frame/*.toml`.

use super::Builder;
use super::lexicon::noun;
use super::source::{DataError, Folder, nearest};
use crate::fold::fold;
use crate::model::{Class, Frame, ModeWords, Pos, Slot, Trigger, TriggerKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A frame file as a linguist writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameFile {
    /// The event type.
    #[serde(rename = "type")]
    pub event: String,
    /// Mode → words in the clause that tell it.
    #[serde(default)]
    pub modes: BTreeMap<String, String>,
    /// The targets of its frames are parties: where the words name a decision or an act, it is whose that is.
    #[serde(default)]
    pub whose: bool,
    /// Lists of words with names, which the frames of the file call by `$name`.
    #[serde(default)]
    pub lists: BTreeMap<String, String>,
    /// The frames.
    pub frame: Vec<FrameSource>,
}

/// One frame of a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct FrameSource {
    pub id: String,
    /// Overrides the file's type, for words whose ending changes the type.
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub verbs: String,
    #[serde(default)]
    pub nouns: String,
    #[serde(default)]
    pub masdars: Option<bool>,
    #[serde(default)]
    pub subject: Option<Slot>,
    #[serde(default)]
    pub object: Option<Slot>,
    #[serde(default)]
    pub genitive: Option<Slot>,
    #[serde(default)]
    pub preps: BTreeMap<String, Slot>,
    #[serde(default)]
    pub passive: Option<bool>,
    #[serde(default)]
    pub never: String,
    #[serde(default)]
    pub needs: String,
    #[serde(default)]
    pub status: Option<String>,
    #[serde(default)]
    pub contexts: Vec<String>,
    #[serde(default)]
    pub weight: Option<f32>,
    #[serde(default)]
    pub reciprocal: bool,
    #[serde(default)]
    pub object_class: Vec<String>,
    #[serde(default)]
    pub required: Vec<Slot>,
    /// Lemmas of which one must head the subject.
    #[serde(default)]
    pub subject_words: String,
    /// `refused`: only behind لن, as what a party says that it will not do.
    #[serde(default)]
    pub only: Option<Only>,
    /// The target is whom its demands name, or who did the act that it is against.
    #[serde(default)]
    pub aimed: bool,
    /// Only who can act is its doer; false for acts that things do (a shell falls).
    #[serde(default)]
    pub doer_acts: Option<bool>,
    /// It tells a loss: behind an accident it is no act.
    #[serde(default)]
    pub loss: bool,
    #[serde(default)]
    pub examples: Vec<Example>,
    #[serde(default)]
    pub never_examples: Vec<String>,
}

/// What a frame is only of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Only {
    Refused,
}

/// A sentence with what must be read in it. Absent keys are not checked; `""` means nothing found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Example {
    pub text: String,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub target: Option<String>,
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub status: Option<String>,
}

/// The frame files of a language folder with their paths, for the compiler and for the tests.
///
/// # Errors
/// Files that are not well-formed.
pub fn frame_files(dir: &Path) -> Result<Vec<(PathBuf, FrameFile)>, Vec<DataError>> {
    let mut folder = Folder::open(dir)?;
    let mut errors = Vec::new();
    let mut out = Vec::new();
    for path in folder.files("frame", "toml") {
        match parse(&mut folder, &path) {
            Ok(file) => out.push((path, file)),
            Err(e) => errors.push(e),
        }
    }
    if errors.is_empty() { Ok(out) } else { Err(errors) }
}

fn parse(folder: &mut Folder, path: &Path) -> Result<FrameFile, DataError> {
    let text = folder.text(path)?;
    toml::from_str(&text).map_err(|e| DataError::toml(path, &text, &e))
}

pub(super) fn read(b: &mut Builder) {
    for path in b.folder.files("frame", "toml") {
        match parse(&mut b.folder, &path) {
            Ok(file) => add_file(b, &path, &file),
            Err(e) => b.errors.push(e),
        }
    }
}

fn add_file(b: &mut Builder, path: &Path, file: &FrameFile) {
    if !b.tables.codes.iter().any(|c| c.kind == "event" && c.code == file.event) {
        let codes = b.tables.codes.iter().filter(|c| c.kind == "event").map(|c| c.code.as_str());
        let hint = nearest(&file.event, codes).unwrap_or("ASSAULT");
        b.errors.push(DataError::plain(
            path,
            1,
            &format!("{} is no event type of codes.toml; the nearest is {hint}", file.event),
        ));
    }
    for (mode, words) in &file.modes {
        check_mode(b, path, &file.event, mode);
        let words = split(words).map(fold).collect();
        b.tables.modes.push(ModeWords { event: file.event.clone(), mode: mode.clone(), words });
    }
    for frame in &file.frame {
        add_frame(b, path, file, frame);
    }
}

fn check_mode(b: &mut Builder, path: &Path, event: &str, mode: &str) {
    let modes: Vec<String> = b
        .tables
        .codes
        .iter()
        .filter(|c| c.kind == "mode" && c.parent.as_deref() == Some(event))
        .map(|c| c.code.clone())
        .collect();
    if !modes.iter().any(|m| m == mode) {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        b.errors.push(DataError::at_word(
            path,
            &text,
            mode,
            &format!("{mode} is no mode of {event}; its modes are {}", modes.join(", ")),
        ));
    }
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split('|').map(str::trim).filter(|w| !w.is_empty())
}

/// Words folded, the lists of the file that they call by `$name` written out.
fn words<'w>(
    b: &mut Builder,
    (path, file): (&Path, &FrameFile),
    written: impl Iterator<Item = &'w str>,
) -> Vec<String> {
    let mut out = Vec::new();
    for word in written {
        match word.strip_prefix('$').map(|name| (name, file.lists.get(name))) {
            None => out.push(fold(word)),
            Some((_, Some(list))) => out.extend(split(list).map(fold)),
            Some((name, None)) => unknown_list(b, path, file, name),
        }
    }
    out
}

fn unknown_list(b: &mut Builder, path: &Path, file: &FrameFile, name: &str) {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let hint = match nearest(name, file.lists.keys().map(String::as_str)) {
        Some(known) => format!("; the nearest is ${known}"),
        None => "; it has none".to_owned(),
    };
    let what = format!("${name} is no list of this file's [lists]{hint}");
    b.errors.push(DataError::at_word(path, &text, name, &what));
}

fn add_frame(b: &mut Builder, path: &Path, file: &FrameFile, f: &FrameSource) {
    let here = (path, file);
    if let Some(mode) = &f.mode {
        check_mode(b, path, &file.event, mode);
    }
    let index = b.tables.frames.len() as u32;
    let lang = b.folder.root.file_name().and_then(|n| n.to_str()).unwrap_or("xx").to_owned();
    let never = words(b, here, split(&f.never));
    let needs = words(b, here, split(&f.needs));
    let subject_words = words(b, here, split(&f.subject_words));
    b.tables.frames.push(Frame {
        id: format!("{lang}.{}.{}", file.event.to_lowercase(), f.id),
        event: file.event.clone(),
        mode: f.mode.clone(),
        subject: f.subject.unwrap_or(Slot::Source),
        object: f.object.unwrap_or(Slot::Target),
        genitive: f.genitive.unwrap_or(Slot::Target),
        preps: f.preps.iter().map(|(p, s)| (fold(p), *s)).collect(),
        passive: f.passive.unwrap_or(true),
        never,
        needs,
        status: f.status.clone(),
        contexts: f.contexts.clone(),
        weight: f.weight.unwrap_or(0.7),
        reciprocal: f.reciprocal,
        object_class: f.object_class.iter().filter_map(|c| Class::from_name(c)).collect(),
        required: f.required.clone(),
        aimed: f.aimed,
        refused: f.only == Some(Only::Refused),
        subject_words,
        doer_acts: f.doer_acts.unwrap_or(file.event != "ASSAULT"),
        loss: f.loss,
        whose: file.whose,
    });
    let with_masdars = f.masdars.unwrap_or(true);
    for written in split(&f.verbs) {
        let head = Head::parse(b, here, written);
        for lex in verbs(b, path, &head) {
            open(b, index, lex, TriggerKind::Verb, &head);
            if with_masdars {
                for masdar in masdars_of(b, lex) {
                    open(b, index, masdar, TriggerKind::Masdar, &head);
                }
            }
        }
    }
    for written in split(&f.nouns) {
        let head = Head::parse(b, here, written);
        for lex in nouns(b, &head) {
            open(b, index, lex, TriggerKind::Noun, &head);
        }
    }
}

/// A trigger as written: `أطلق [النار,الرصاص] @على,باتجاه !سراح`.
struct Head {
    word: String,
    with: Vec<String>,
    preps: Vec<String>,
    without: Vec<String>,
}

impl Head {
    fn parse(b: &mut Builder, here: (&Path, &FrameFile), written: &str) -> Head {
        let mut head =
            Head { word: String::new(), with: Vec::new(), preps: Vec::new(), without: Vec::new() };
        let mut list = |s: &str| {
            let written = s.split([',', '،']).map(str::trim).filter(|w| !w.is_empty());
            words(b, here, written)
        };
        let (before, rest) = match written.split_once('[') {
            Some((before, rest)) => {
                let (inside, after) = rest.split_once(']').unwrap_or((rest, ""));
                head.with = list(inside);
                (before.to_owned(), after.to_owned())
            }
            None => (written.to_owned(), String::new()),
        };
        for part in format!("{before} {rest}").split_whitespace() {
            if let Some(preps) = part.strip_prefix('@') {
                head.preps = list(preps);
            } else if let Some(without) = part.strip_prefix('!') {
                head.without = list(without);
            } else if head.word.is_empty() {
                head.word = part.to_owned();
            } else {
                head.with.push(fold(part));
            }
        }
        head
    }
}

fn verbs(b: &mut Builder, path: &Path, head: &Head) -> Vec<u32> {
    let found = b.find(Pos::Verb, &fold(&head.word)).to_vec();
    if found.is_empty() {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let all = b.tables.lexemes.iter().filter(|l| l.pos == Pos::Verb).map(|l| l.lemma.as_str());
        let hint =
            nearest(&head.word, all).map_or(String::new(), |n| format!("; the nearest is {n}"));
        b.errors.push(DataError::at_word(
            path,
            &text,
            &head.word,
            &format!("no verb {} in lexicon/verbs.tsv{hint}", head.word),
        ));
    }
    found
}

fn masdars_of(b: &Builder, verb: u32) -> Vec<u32> {
    let of = |l: &&u32| {
        b.tables.lexemes[**l as usize].pos == Pos::Masdar
            && b.tables.lexemes[**l as usize].verb == verb
    };
    let all: Vec<u32> = (0..b.tables.lexemes.len() as u32).collect();
    all.iter().filter(of).copied().collect()
}

/// Noun triggers: every noun or verbal noun with this lemma; a new noun where the lexicon has none.
fn nouns(b: &mut Builder, head: &Head) -> Vec<u32> {
    let folded = fold(&head.word);
    let found: Vec<u32> = [Pos::Noun, Pos::Masdar]
        .into_iter()
        .flat_map(|pos| b.find(pos, &folded).to_vec())
        .collect();
    if found.is_empty() { vec![noun(b, &head.word, &[], Class::Event)] } else { found }
}

fn open(b: &mut Builder, frame: u32, lex: u32, kind: TriggerKind, head: &Head) {
    let id = b.tables.triggers.len() as u32;
    b.tables.triggers.push(Trigger {
        frame,
        kind,
        with: head.with.clone(),
        preps: head.preps.clone(),
        without: head.without.clone(),
    });
    b.tables.openers.entry(lex).or_default().push(id);
}
