//! The interface's language, its texts, and how names are shown in it.

use crate::guard::Who;
use mizan_archive::Side;
use mizan_data::Knowledge;
use mizan_data::model::Code;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Languages of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    #[default]
    Ar,
    En,
}

impl Lang {
    pub fn named(name: &str) -> Option<Lang> {
        match name {
            "ar" => Some(Lang::Ar),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Lang::Ar => "ar",
            Lang::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that the interface speaks; Arabic where there is none.
    pub fn accepted(header: &str) -> Lang {
        let mut wanted = header.split(',').filter_map(|part| {
            let mut fields = part.trim().split(';');
            let name = fields.next()?.split('-').next()?.to_ascii_lowercase();
            let weight = fields.find_map(|f| f.trim().strip_prefix("q=")?.parse::<f32>().ok());
            Some((Lang::named(&name)?, weight.unwrap_or(1.0)))
        });
        let first = wanted.next();
        let best = wanted.fold(first, |best, next| match best {
            Some(b) if b.1 >= next.1 => Some(b),
            _ => Some(next),
        });
        best.map_or(Lang::Ar, |b| b.0)
    }
}

type Table = HashMap<String, [String; 2]>;

/// Texts of the interface, Arabic and English, by `section.key`.
static TEXTS: LazyLock<Table> = LazyLock::new(|| {
    let parsed: HashMap<String, HashMap<String, [String; 2]>> =
        toml::from_str(include_str!("../text/ui.toml")).unwrap_or_default();
    let mut out = Table::new();
    for (section, rows) in parsed {
        for (key, words) in rows {
            out.insert(format!("{section}.{key}"), words);
        }
    }
    out
});

/// What every page knows: who looks at it, in which language, and where.
#[derive(Clone)]
pub struct Ui {
    pub lang: Lang,
    pub who: Who,
    pub k: &'static Knowledge,
    /// The path with its query, for links that come back.
    pub here: String,
    /// The first part of the path: it tells which entry of the menu is the page's.
    pub section: String,
}

impl Ui {
    pub fn code_lang(&self) -> &'static str {
        self.lang.code()
    }

    pub fn dir(&self) -> &'static str {
        if self.lang == Lang::Ar { "rtl" } else { "ltr" }
    }

    pub fn other(&self) -> &'static str {
        if self.lang == Lang::Ar { "en" } else { "ar" }
    }

    /// The text of a key; the key itself where there is none, which a test forbids.
    pub fn t(&self, key: &str) -> &'static str {
        text(self.lang, key).unwrap_or("⟨?⟩")
    }

    /// A word of a closed list, such as a status; the word itself where the list has no text for it.
    pub fn word<'w>(&self, list: &str, word: &'w str) -> &'w str {
        let key = format!("{list}.{word}");
        text(self.lang, &key).unwrap_or(word)
    }

    /// The name of a code: an event type, a mode, a context.
    pub fn code(&self, kind: &str, code: &str) -> String {
        let found = self.k.tables.codes.iter().find(|c| c.kind == kind && c.code == code);
        found.map_or_else(|| code.to_owned(), |c| self.code_name(c).to_owned())
    }

    pub fn code_name<'c>(&self, code: &'c Code) -> &'c str {
        self.pick(&code.ar, &code.en)
    }

    /// The one of two names that is in the reader's language; the other where it is empty.
    pub fn pick<'n>(&self, ar: &'n str, en: &'n str) -> &'n str {
        let (first, second) = if self.lang == Lang::Ar { (ar, en) } else { (en, ar) };
        if first.is_empty() { second } else { first }
    }

    /// A party: its name in the reader's language, else the words of the text.
    pub fn side<'s>(&self, side: &'s Side) -> &'s str {
        let name =
            self.pick(side.name_ar.as_deref().unwrap_or(""), side.name_en.as_deref().unwrap_or(""));
        if name.is_empty() { &side.text } else { name }
    }

    pub fn event_types(&self) -> impl Iterator<Item = &'static Code> + use<> {
        self.k.tables.codes.iter().filter(|c| c.kind == "event")
    }

    /// The modes of an event type; of all where none is given.
    pub fn modes(&self, event: &str) -> Vec<&'static Code> {
        let of = |c: &&Code| {
            c.kind == "mode" && (event.is_empty() || c.parent.as_deref() == Some(event))
        };
        self.k.tables.codes.iter().filter(of).collect()
    }

    /// Which entry of the menu stands for the page.
    pub fn at(&self, section: &str) -> bool {
        self.section == section
    }
}

/// All texts of a language, for scripts.
pub fn texts(lang: Lang) -> HashMap<&'static str, &'static str> {
    TEXTS
        .iter()
        .map(|(key, words)| (key.as_str(), words[usize::from(lang == Lang::En)].as_str()))
        .collect()
}

/// The text of a key in a language.
pub fn text(lang: Lang, key: &str) -> Option<&'static str> {
    let words = TEXTS.get(key)?;
    Some(&words[usize::from(lang == Lang::En)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_first_language_asked_for_that_we_speak() {
        assert_eq!(Lang::accepted("fr-FR, en;q=0.8, ar;q=0.9"), Lang::Ar);
        assert_eq!(Lang::accepted("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(Lang::accepted("de"), Lang::Ar);
        assert_eq!(Lang::accepted("en;q=x, ;;,"), Lang::En);
    }

    /// Keys that templates and scripts ask for, by the calls that name them whole.
    fn asked() -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for folder in ["templates", "src", "src/pages", "src/api", "assets/src"] {
            let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for file in std::fs::read_dir(dir).expect("a folder").flatten() {
                let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
                for part in text.split("t(\"").skip(1) {
                    let key = part.split('"').next().unwrap_or_default();
                    let plain =
                        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
                    if key.contains('.') && !key.starts_with('.') && key.chars().all(plain) {
                        out.insert(key.to_owned());
                    }
                }
            }
        }
        out
    }

    #[test]
    fn every_text_asked_for_is_there_in_both_languages() {
        let asked = asked();
        assert!(asked.len() > 100, "only {} keys were found", asked.len());
        let missing: Vec<&String> = asked.iter().filter(|k| !TEXTS.contains_key(*k)).collect();
        assert!(missing.is_empty(), "texts that ui.toml lacks: {missing:?}");
        let empty: Vec<&String> =
            TEXTS.iter().filter(|t| t.1.iter().any(|w| w.trim().is_empty())).map(|t| t.0).collect();
        assert!(empty.is_empty(), "texts that are empty: {empty:?}");
    }
}
