//! Status: did it happen, does it go on, will it, may it, did it not, or is it long past.

use crate::chunk::{Elem, Parse};
use mizan_data::Knowledge;
use mizan_data::model::{Pos, TriggerKind};
use mizan_text::{Text, feat};

/// A status with its reason.
#[derive(Debug, Clone)]
pub(crate) struct Status {
    pub name: &'static str,
    pub why: String,
    /// The event is only pointed back to: by a noun with the article, or behind بعد and its like.
    pub back: bool,
}

impl Status {
    /// Of what a participle tells beside the verb of its clause.
    pub(crate) fn beside(verb: Option<&mizan_text::Analysis>) -> Self {
        match verb {
            Some(v) if v.future => status("future", "beside a verb in the future"),
            _ => status("occurred", "told beside the verb of its clause"),
        }
    }
}

fn status(name: &'static str, why: impl Into<String>) -> Status {
    Status { name, why: why.into(), back: false }
}

/// What is known of the trigger.
pub(crate) struct Case<'a> {
    pub token: usize,
    pub kind: TriggerKind,
    /// A light verb that carries the noun.
    pub light: Option<usize>,
    /// The verb that governs the noun, light or not.
    pub verb: Option<usize>,
    pub headline: bool,
    pub frame_status: Option<&'a str>,
    /// The frame is of refusals, and the refusal is said.
    pub refused: bool,
    /// A date bound to the clause lies more than a year before the page.
    pub long_ago: bool,
}

/// Where the clause of a token starts.
fn clause_start(text: &Text<'_>, p: &Parse, token: usize) -> usize {
    let elem = p.elem_of(token);
    for e in p.elems[..elem].iter().rev() {
        match *e {
            Elem::Mark(t) if matches!(text.word(t), "." | "؛" | ":" | "؟" | "،" | ",") => {
                return t + 1;
            }
            Elem::Sub(t) | Elem::Rel(t) => return t,
            _ => {}
        }
    }
    p.sentence.from
}

/// Words of tokens in a row, folded, with spaces around.
pub(crate) fn flat(text: &Text<'_>, from: usize, to: usize) -> String {
    let mut out = String::from(" ");
    for t in from..to {
        out.push_str(text.word(t));
        out.push(' ');
    }
    out
}

fn scope_word(
    text: &Text<'_>,
    k: &Knowledge,
    from: usize,
    to: usize,
    kind: &str,
) -> Option<String> {
    let open = |t: usize| {
        let word = text.word(t);
        let bare = word.strip_prefix('و').map_or(&[][..], |w| k.scopes(w));
        k.scopes(word).iter().chain(bare).filter(move |(w, s)| s == kind && goes_on(text, t, to, w))
    };
    (from..to).flat_map(open).map(|(w, _)| w).min().cloned()
}

/// Does a phrase whose first word stands at a token stand there whole, a last ل glued to what follows?
fn goes_on(text: &Text<'_>, t: usize, to: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().skip(1).all(|(i, w)| {
        let token = if t + i < to { text.word(t + i) } else { "" };
        token == w || (w == "ل" && token.starts_with('ل'))
    })
}

/// Does a folded phrase stand among the tokens, its first word perhaps behind و, a last ل glued to what follows?
pub(crate) fn stands(text: &Text<'_>, from: usize, to: usize, phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or("");
    let opens = |t: usize| {
        let word = text.word(t);
        word == first || word.strip_prefix('و') == Some(first)
    };
    (from..to).any(|t| opens(t) && goes_on(text, t, to, phrase))
}

/// Does a folded word or phrase stand among the tokens, its first word perhaps behind clitics?
pub(crate) fn mentions(text: &Text<'_>, from: usize, to: usize, phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or("");
    (from..to).any(|t| is_word(text, t, first) && follows(text, t, to, phrase))
}

/// Conjunction, preposition and article that may stand glued before a word.
const FRONTS: [&str; 14] =
    ["", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "وب", "ول", "فال", "كال"];

/// All words that a token is, in the sense of [`is_word`].
pub(crate) fn forms<'t>(text: &'t Text<'_>, t: usize) -> impl Iterator<Item = &'t str> {
    let word = text.word(t);
    let behind = |word: &'t str| FRONTS.iter().filter_map(move |f| word.strip_prefix(f));
    // With the alef of tanwin a word stands for itself and for what is before the alef.
    let without = word.strip_suffix('ا').into_iter().flat_map(behind);
    let without = without.filter(|w| !w.ends_with('ا'));
    behind(word).chain(without).chain(std::iter::once(text.stem(t)))
}

/// Do the words of a phrase behind its first stand there, none glued to anything?
pub(crate) fn follows(text: &Text<'_>, t: usize, to: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().skip(1).all(|(i, w)| t + i < to && text.word(t + i) == w)
}

/// Does one of these phrases begin at the token?
pub(crate) fn begins(text: &Text<'_>, t: usize, phrases: &[String]) -> bool {
    phrases.iter().any(|p| is_word(text, t, p.split(' ').next().unwrap_or(p)))
}

/// Is the token this word, bare or behind conjunction, preposition and article?
pub(crate) fn is_word(text: &Text<'_>, t: usize, w: &str) -> bool {
    let word = text.word(t);
    if word == w {
        return true;
    }
    // A stem is part of its word.
    if w.len() > word.len() {
        return false;
    }
    // With the alef of tanwin: تدريبا مشتركا.
    let word = if w.ends_with('ا') { word } else { word.strip_suffix('ا').unwrap_or(word) };
    let Some(front) = word.strip_suffix(w) else { return text.stem(t) == w };
    FRONTS.contains(&front) || text.stem(t) == w
}

/// The status of an event.
pub(crate) fn of(text: &Text<'_>, k: &Knowledge, p: &Parse, case: &Case<'_>) -> Status {
    if let Some(named) = case.frame_status
        && named == "future"
    {
        return status("future", "the frame is of announced acts");
    }
    if case.refused {
        return status("occurred", "what is refused behind the negation of the future");
    }
    if text.word(p.sentence.to.saturating_sub(1)).starts_with('؟')
        || (p.sentence.from..p.sentence.to).any(|t| text.word(t) == "؟" && t + 2 >= p.sentence.to)
    {
        return status("hypothetical", "a question asserts nothing");
    }
    let pivot = match case.kind {
        TriggerKind::Verb => case.token,
        _ => case.light.unwrap_or(case.token),
    };
    let result = if case.kind == TriggerKind::Verb || case.light.is_some() {
        of_verb(text, k, p, pivot, case)
    } else {
        of_noun(text, k, p, case)
    };
    let from = clause_start(text, p, case.token);
    if matches!(result.name, "occurred" | "ongoing") {
        if case.long_ago {
            return status("historical", "its date lies long before the page's");
        }
        // «سبق أن زار»: the phrase ends with the word that opens the clause.
        let opened = text.reading(from).pos == Pos::Sub;
        let from = if opened { from.saturating_sub(2).max(p.sentence.from) } else { from };
        if let Some(word) = scope_word(text, k, from, case.token, "historical") {
            return status("historical", format!("behind {word}"));
        }
    }
    result
}

fn negated(text: &Text<'_>, k: &Knowledge, p: &Parse, pivot: usize) -> Option<String> {
    let from = pivot.saturating_sub(2).max(p.sentence.from);
    let kept =
        |t: usize| [t + 1, t + 2].into_iter().any(|next| k.is("aux.not_negated", text.word(next)));
    (from..pivot)
        .rev()
        .find(|t| {
            let word = text.word(*t).trim_start_matches('و');
            k.tables.scope_words.get(word).is_some_and(|s| s == "negated")
                && !kept(*t)
                && (text.reading(*t).pos == Pos::Neg || text.reading(*t).pos == Pos::Prep)
        })
        .map(|t| text.word(t).to_owned())
}

fn of_verb(text: &Text<'_>, k: &Knowledge, p: &Parse, pivot: usize, case: &Case<'_>) -> Status {
    let a = text.reading(pivot);
    let from = clause_start(text, p, pivot);
    if k.is("grammar.never", text.word(pivot.saturating_sub(1))) && pivot > p.sentence.from {
        return status("negated", "behind the negation of the future");
    }
    if let Some(word) = negated(text, k, p, pivot) {
        return status("negated", format!("behind {word}"));
    }
    if a.future || scope_word(text, k, from, pivot, "future").is_some() {
        return status("future", "future mark");
    }
    if let Some(word) = scope_word(text, k, from, pivot, "hypothetical") {
        return status("hypothetical", format!("behind {word}"));
    }
    let perfect = a.has(feat::PERF);
    if !perfect {
        if let Some(s) = governed(text, k, p, pivot) {
            return s;
        }
        if k.is("grammar.done", text.word(pivot.saturating_sub(1))) {
            return status("hypothetical", "a particle of possibility before a present verb");
        }
        if a.prep == Some('ل') {
            return status("hypothetical", "a purpose, not a deed");
        }
    }
    if k.is("grammar.done", text.word(pivot.saturating_sub(1))) && pivot >= 2 {
        let was = (pivot.saturating_sub(8).max(p.sentence.from)..pivot - 1)
            .any(|t| k.is("grammar.was", text.word(t)));
        if was {
            return status("historical", "pluperfect: done before the main event");
        }
    }
    if let Some(verb) = k.tables.scope_verbs.get(&a.lex).filter(|_| case.kind != TriggerKind::Verb)
    {
        return named(verb, "the verb that carries the noun");
    }
    if perfect || case.headline {
        status("occurred", if perfect { "past verb" } else { "present verb of a headline" })
    } else {
        status("ongoing", "present verb")
    }
}

fn named(kind: &str, why: &str) -> Status {
    match kind {
        "ongoing" => status("ongoing", why),
        "future" => status("future", why),
        "negated" => status("negated", why),
        _ => status("hypothetical", why),
    }
}

/// A verb in the subjunctive behind أن takes its status from what governs it.
fn governed(text: &Text<'_>, k: &Knowledge, p: &Parse, pivot: usize) -> Option<Status> {
    let before = text.word(pivot.saturating_sub(1));
    if pivot == p.sentence.from
        || !k.is("grammar.subjunctive", before)
        || !text.reading(pivot).has(feat::SUBJ)
    {
        return None;
    }
    if pivot >= 2 && k.is("grammar.scheduled", text.word(pivot - 2)) {
        return Some(status("future", "what is scheduled"));
    }
    let elem = p.elem_of(pivot);
    let verb = p.elems[..elem].iter().rev().find_map(|e| match *e {
        Elem::Verb(t) => Some(t),
        _ => None,
    });
    let kind = verb.and_then(|v| k.tables.scope_verbs.get(&text.reading(v).lex));
    // أنّ with a present verb reports; أنْ with a governing verb of wish or plan does not.
    match kind {
        Some(kind) => Some(named(kind, "governed by a verb of plan, wish or attempt")),
        None if verb.is_some_and(|v| k.tables.report_verbs.contains_key(&text.reading(v).lex)) => {
            None
        }
        None => Some(status("hypothetical", "a subjunctive that nothing asserts")),
    }
}

fn of_noun(text: &Text<'_>, k: &Knowledge, p: &Parse, case: &Case<'_>) -> Status {
    let token = case.token;
    let from = clause_start(text, p, token);
    let near = token.saturating_sub(4).max(from);
    if let Some(word) = negated(text, k, p, token) {
        return status("negated", format!("behind {word}"));
    }
    if let Some(word) = scope_word(text, k, near, token, "purpose") {
        return status("hypothetical", format!("behind {word}: a purpose"));
    }
    if let Some(word) = scope_word(text, k, from, token, "hypothetical") {
        return status("hypothetical", format!("behind {word}"));
    }
    if let Some(verb) = case.verb {
        let a = text.reading(verb);
        if a.future || k.is("grammar.future", text.word(verb.saturating_sub(1))) {
            return status("future", "its verb is in the future");
        }
        if let Some(word) = negated(text, k, p, verb) {
            return status("negated", format!("its verb stands behind {word}"));
        }
        if let Some(kind) = k.tables.scope_verbs.get(&a.lex) {
            return named(kind, "governed by a verb of plan, wish or attempt");
        }
    }
    let a = text.reading(token);
    let chunk = p.chunk_of(token);
    let prep = chunk.and_then(|c| p.chunks[c].prep.as_deref());
    if prep.is_some_and(|x| k.is("grammar.means", x)) {
        let present = case.verb.is_some_and(|v| !text.reading(v).has(feat::PERF)) && !case.headline;
        return status(if present { "ongoing" } else { "occurred" }, "the means of an act");
    }
    if a.prep == Some('ل') {
        let done = case.verb.filter(|_| k.is("grammar.motive", text.word(token)));
        return match done.map(|v| text.reading(v).has(feat::PERF)) {
            Some(true) => status("occurred", "the motive of what was done"),
            Some(false) => status("ongoing", "the motive of what is done"),
            None => status("hypothetical", "behind ل: a purpose"),
        };
    }
    let back = scope_word(text, k, token.saturating_sub(2).max(from), token, "back");
    if let Some(word) = back {
        return Status {
            back: true,
            ..status("historical", format!("behind {word}: it only points back"))
        };
    }
    if a.det && case.light.is_none() {
        return Status {
            back: true,
            ..status("historical", "a noun with the article points back")
        };
    }
    let light = case.verb.is_some_and(|v| k.tables.light_verbs.contains_key(&text.reading(v).lex));
    if a.pos == Pos::Masdar && prep.is_some() && !light && !case.headline {
        return Status {
            back: true,
            ..status("historical", "a verbal noun in a side phrase names an activity")
        };
    }
    let present = case.verb.is_some_and(|v| !text.reading(v).has(feat::PERF) && light);
    status(if present && !case.headline { "ongoing" } else { "occurred" }, "event noun")
}
