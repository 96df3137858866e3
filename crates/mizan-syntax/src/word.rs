//! Parts of speech, and what the models see of a word.

/// Parts of speech of Universal Dependencies v2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Upos {
    Noun,
    Propn,
    Adj,
    Verb,
    Aux,
    Pron,
    Det,
    Num,
    Adp,
    Adv,
    Cconj,
    Sconj,
    Part,
    Sym,
    Punct,
    Intj,
    X,
}

impl Upos {
    /// All of them with the names of UD, in the order of their numbers.
    pub const NAMES: [(&'static str, Upos); 17] = [
        ("NOUN", Upos::Noun),
        ("PROPN", Upos::Propn),
        ("ADJ", Upos::Adj),
        ("VERB", Upos::Verb),
        ("AUX", Upos::Aux),
        ("PRON", Upos::Pron),
        ("DET", Upos::Det),
        ("NUM", Upos::Num),
        ("ADP", Upos::Adp),
        ("ADV", Upos::Adv),
        ("CCONJ", Upos::Cconj),
        ("SCONJ", Upos::Sconj),
        ("PART", Upos::Part),
        ("SYM", Upos::Sym),
        ("PUNCT", Upos::Punct),
        ("INTJ", Upos::Intj),
        ("X", Upos::X),
    ];

    /// The part of speech with this UD name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Upos> {
        Upos::NAMES.iter().find(|(n, _)| *n == name).map(|(_, u)| *u)
    }
    /// Its UD name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Upos::NAMES[self as usize].0
    }
    /// The part of speech with this number.
    #[must_use]
    pub fn from_u8(n: u8) -> Upos {
        Upos::NAMES.get(n as usize).map_or(Upos::X, |(_, u)| *u)
    }
    /// Nouns and names.
    #[must_use]
    pub fn nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }
}

/// What the models see of a word: hashes of strings, so that they know no language. 0 stands for "nothing".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Atoms {
    /// Part of speech.
    pub pos: u32,
    /// Dictionary form, or the written stem where the dictionary lacks it.
    pub lemma: u32,
    /// Inflection: gender, number, definiteness, voice, aspect, as far as the language shows them.
    pub morph: u32,
    /// Sort of thing or of verb.
    pub class: u32,
    /// How a noun is bounded (article, pronoun, nothing), how a verb stands (past or present): what a neighbour depends on.
    pub state: u32,
    /// Gender, number and person alone: words that agree have the same.
    pub agree: u32,
}
