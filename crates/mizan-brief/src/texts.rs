//! The words of a language, as `data/<lang>/brief` has them.

use mizan_data::Knowledge;

/// The language of a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lang {
    Ar,
    En,
}

impl Lang {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ar => "ar",
            Lang::En => "en",
        }
    }
}

/// Looks words up by key.
#[derive(Clone, Copy)]
pub(crate) struct Texts<'k> {
    pub k: &'k Knowledge,
    pub lang: Lang,
}

impl<'k> Texts<'k> {
    /// All wordings of a key, such as `words.by`; none where the data have none.
    pub fn all(self, key: &str) -> &'k [String] {
        let key = format!("{}.{key}", self.lang.code());
        self.k.tables.texts.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The first wording.
    pub fn one(self, key: &str) -> &'k str {
        self.all(key).first().map_or("", String::as_str)
    }

    /// Wordings take turns.
    pub fn turn(self, key: &str, turn: usize) -> &'k str {
        let all = self.all(key);
        all.get(turn % all.len().max(1)).map_or("", String::as_str)
    }

    /// What is said of an event of a type and mode: of the mode, else of the type.
    pub fn event(self, event: &str, mode: Option<&str>, key: &str) -> &'k [String] {
        let own = mode.map(|m| self.all(&format!("events.{event}.{m}.{key}"))).unwrap_or_default();
        if own.is_empty() { self.all(&format!("events.{event}.{key}")) } else { own }
    }

    /// As [`Texts::event`], but nothing of the type where the mode is known and has no words: what a mode adds
    /// must not be lost.
    pub fn exact(self, event: &str, mode: Option<&str>, key: &str) -> &'k [String] {
        match mode {
            Some(m) => self.all(&format!("events.{event}.{m}.{key}")),
            None => self.all(&format!("events.{event}.{key}")),
        }
    }
}

/// Fills `{0}`, `{1}` … of a wording; what is filled in is not looked at again.
pub(crate) fn fill(wording: &str, args: &[&str]) -> String {
    let mut parts = wording.split('{');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or(("", part));
        out.push_str(name.parse::<usize>().ok().and_then(|n| args.get(n)).copied().unwrap_or(""));
        out.push_str(rest);
    }
    out
}
