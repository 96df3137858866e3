//! What a rule finds, and which rules are asked for.

use crate::scene::Scene;
use mizan_data::Knowledge;
use mizan_data::model::{Rule, Words};
use mizan_text::Span;
use serde::Serialize;
use std::fmt;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Note,
    /// Breaks a rule of the trade.
    Warning,
    /// Wrong: must not go out.
    Error,
}

impl Severity {
    /// By the name that the table of codes and the command line use.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Severity> {
        match name {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "note" => Some(Severity::Note),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// In which language findings speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Lang {
    En,
    Ar,
}

impl Lang {
    /// The words of this language.
    #[must_use]
    pub fn of(self, words: &Words) -> &str {
        match self {
            Lang::En => &words.en,
            Lang::Ar => &words.ar,
        }
    }
}

/// Where a page breaks a rule.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// A code of the table of codes, such as `MZ021`.
    pub code: String,
    /// The rule's name.
    pub name: Words,
    /// How much it weighs.
    pub severity: Severity,
    /// Where, in Unicode scalar values of the page's text; none where the whole page is meant.
    pub span: Option<(u32, u32)>,
    /// The words of the span.
    pub text: String,
    /// What is wrong.
    pub message: Words,
    /// Why it matters; for a loaded word why it takes a side.
    pub why: Words,
    /// What to do.
    pub help: Words,
}

/// Which rules are asked for: beginnings of codes, such as `MZ03` for all of language.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
    severities: Vec<(String, Severity)>,
    /// Folded words that the house has chosen to use.
    allow: Vec<String>,
}

/// A beginning of a code that no rule has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    /// As it was given.
    pub given: String,
    /// Codes that there are.
    pub known: Vec<String>,
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule {}; the rules are {}", self.given, self.known.join(" "))
    }
}

impl std::error::Error for UnknownRule {}

impl Selection {
    /// All rules that `select` names (those that are on, where it is empty) but those that `ignore` names.
    ///
    /// # Errors
    /// On a name that no rule begins with.
    pub fn new(
        knowledge: &Knowledge,
        select: &[String],
        ignore: &[String],
        severities: &[(String, Severity)],
    ) -> Result<Selection, UnknownRule> {
        let codes = || knowledge.tables.rules.iter().map(|r| &r.code);
        let given = select.iter().chain(ignore).chain(severities.iter().map(|s| &s.0));
        let upper = |w: &String| w.trim().to_ascii_uppercase();
        for name in given {
            if name.trim().is_empty() || !codes().any(|c| c.starts_with(&upper(name))) {
                let known = codes().cloned().collect();
                return Err(UnknownRule { given: name.clone(), known });
            }
        }
        Ok(Selection {
            select: select.iter().map(upper).collect(),
            ignore: ignore.iter().map(upper).collect(),
            severities: severities.iter().map(|(c, s)| (upper(c), *s)).collect(),
            allow: Vec::new(),
        })
    }

    /// Words that the house has chosen to use: a finding on just these words is none.
    #[must_use]
    pub fn allowing(mut self, words: &[String]) -> Selection {
        self.allow = words.iter().map(|w| mizan_text::fold(w.trim())).collect();
        self
    }

    fn asks(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|c| rule.code.starts_with(c.as_str()));
        let exact = self.select.contains(&rule.code);
        let on = if self.select.is_empty() { rule.off.is_none() } else { named(&self.select) };
        // A rule that is off by default is no part of a group; its own code asks for it.
        on && (rule.off.is_none() || exact) && !named(&self.ignore)
    }

    /// The longest name that fits counts.
    fn severity(&self, code: &str) -> Option<Severity> {
        let fits = self.severities.iter().filter(|(c, _)| code.starts_with(c.as_str()));
        fits.max_by_key(|(c, _)| c.len()).map(|s| s.1)
    }
}

/// A part of a message: words of the page, or words in two languages.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Same(String),
    Both(Words),
}

impl Arg {
    /// A name in both languages.
    pub fn named(en: &str, ar: &str) -> Arg {
        Arg::Both(Words { en: en.to_owned(), ar: ar.to_owned() })
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Arg::Same(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Arg::Same(text)
    }
}

impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Arg::Same(n.to_string())
    }
}

/// A finding before its words are looked up; the span in bytes of the page's text.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub code: &'static str,
    pub span: Option<Span>,
    pub args: Vec<Arg>,
    /// Why, in place of the rule's own reason.
    pub why: Option<Words>,
}

impl Draft {
    pub fn new(code: &'static str, span: Option<Span>) -> Draft {
        Draft { code, span, args: Vec::new(), why: None }
    }

    pub fn arg(mut self, arg: impl Into<Arg>) -> Draft {
        self.args.push(arg.into());
        self
    }
}

/// The finding of a draft, where it is asked for.
pub(crate) fn finish(scene: &Scene<'_>, draft: Draft, selection: &Selection) -> Option<Finding> {
    let tables = &scene.k.tables;
    let rule = tables.rules.iter().find(|r| r.code == draft.code).filter(|r| selection.asks(r))?;
    let code = tables.codes.iter().find(|c| c.code == draft.code)?;
    let stated = code.severity.as_deref().and_then(Severity::from_name)?;
    let words = draft.span.map_or("", |s| scene.text.words(s));
    if !selection.allow.is_empty() && selection.allow.contains(&mizan_text::fold(words)) {
        return None;
    }
    let fill = |lang: Lang| filled(lang.of(&rule.message), &draft.args, lang);
    Some(Finding {
        code: rule.code.clone(),
        name: Words { en: code.en.clone(), ar: code.ar.clone() },
        severity: selection.severity(&rule.code).unwrap_or(stated),
        span: draft.span.map(|s| scene.chars(s)),
        text: words.to_owned(),
        message: Words { en: fill(Lang::En), ar: fill(Lang::Ar) },
        why: draft.why.unwrap_or_else(|| rule.why.clone()),
        help: Words { en: code.help.clone().unwrap_or_default(), ar: rule.help_ar.clone() },
    })
}

/// A message with its `{0}`, `{1}` filled in; what is filled in is not looked at again.
fn filled(message: &str, args: &[Arg], lang: Lang) -> String {
    let mut parts = message.split('{');
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (number, rest) = part.split_once('}').unwrap_or(("", part));
        let arg = number.parse::<usize>().ok().and_then(|n| args.get(n));
        match arg {
            Some(Arg::Same(text)) => out.push_str(text),
            Some(Arg::Both(words)) => out.push_str(lang.of(words)),
            None => {}
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_filled_once() {
        let args = ["{1}".into(), Arg::Same("b".to_owned())];
        assert_eq!(filled("x {0} y {1}{2}", &args, Lang::En), "x {1} y b");
    }
}
