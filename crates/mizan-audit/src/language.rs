//! Rules of language: loaded words, distance, insinuation, superlatives, guesses, opinion.

use crate::phrase::{Hit, Phrases, fits, longest, words_of};
use crate::rule::{Arg, Draft};
use crate::scene::{List, Scene};
use fnv::FnvHashMap;
use mizan_code::record::{ActorMention, Claim};
use mizan_data::Knowledge;
use mizan_data::model::Loaded;
use mizan_page::Zone;
use mizan_text::{Pos, Span};

/// The table of loaded words, ready to be found.
pub(crate) struct Terms {
    phrases: Phrases,
    /// For each term, the phrases in which it is none, as words.
    never: Vec<Vec<Vec<String>>>,
}

impl Terms {
    pub fn new(k: &Knowledge) -> Terms {
        let mut phrases = Phrases::default();
        let mut never = Vec::new();
        for (n, term) in k.tables.loaded.iter().enumerate() {
            term.forms.iter().for_each(|f| phrases.add(f, 0, n));
            never.push(term.never.iter().map(|p| words_of(p)).collect());
        }
        Terms { phrases, never }
    }
}

pub(crate) fn find(s: &Scene<'_>, terms: &Terms, out: &mut Vec<Draft>) {
    loaded(s, terms, out);
    distance(s, out);
    insinuation(s, out);
    for (list, code) in
        [(List::Superlative, "MZ034"), (List::Speculation, "MZ035"), (List::Opinion, "MZ036")]
    {
        own_voice(s, list, code, out);
    }
    for hit in s.hits(List::SoCalled) {
        let span = s.span(hit);
        let followed = s.sentence_at(span.0).is_some_and(|x| hit.to < x.to);
        if followed && !s.quoted(span.0) && s.text.word(hit.to) != "\"" && !term_of_art(s, hit) {
            out.push(Draft::new("MZ037", Some(span)).arg(s.words(hit)));
        }
    }
}

/// «ما يعرف باسم متلازمة …»: a name is explained, not doubted.
fn term_of_art(s: &Scene<'_>, hit: Hit) -> bool {
    (hit.from..hit.to + 2).any(|t| s.k.is("audit.by_name", s.text.word(t)))
}

fn loaded(s: &Scene<'_>, terms: &Terms, out: &mut Vec<Draft>) {
    let own = |hit: &Hit| {
        let span = s.span(*hit);
        let told = s.sentence_at(span.0).is_some_and(|x| x.zone != Zone::Residue);
        let spoken = s.quoted(span.0) || s.quoted(span.1.saturating_sub(1));
        told && !spoken && !is_other(s, &terms.never[hit.entry], *hit)
    };
    let mut hits = terms.phrases.find(&s.text, 0, s.text.tokens.len());
    hits.retain(own);
    for hit in longest(hits) {
        let span = s.span(hit);
        let term: &Loaded = &s.k.tables.loaded[hit.entry];
        let code = if term.rule == "MZ031" { "MZ031" } else { "MZ030" };
        let mut draft = Draft::new(code, Some(span)).arg(s.words(hit)).arg(term.neutral.as_str());
        draft.why = s.k.tables.reasons.get(&term.reason).cloned();
        out.push(draft);
    }
}

/// Does one of the phrases in which it is no such word cover it?
fn is_other(s: &Scene<'_>, never: &[Vec<String>], hit: Hit) -> bool {
    let covers = |phrase: &Vec<String>| {
        let first = (hit.to).saturating_sub(phrase.len());
        (first..=hit.from).any(|at| {
            phrase.iter().enumerate().all(|(n, w)| {
                let word = s.text.word(at + n);
                fits(w, word) || (n == 0 && glued(w, word))
            })
        })
    };
    never.iter().any(covers)
}

/// و ف ب ل ك before the first word.
fn glued(pattern: &str, word: &str) -> bool {
    let cut = |letters: &[char]| word.strip_prefix(letters).is_some_and(|w| fits(pattern, w));
    cut(&['و', 'ف']) || cut(&['ب', 'ل', 'ك'])
}

/// How often a side is named with and without quotation marks.
#[derive(Default)]
struct Named {
    quoted: usize,
    bare: usize,
    first: Option<Span>,
}

/// Bytes before a name in which a mark that is its own may open.
const NAME: u32 = 60;

/// Marks around the name of one side where other sides have none.
fn distance(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let mut sides: FnvHashMap<&str, Named> = FnvHashMap::default();
    for m in &s.record.mentions.actors {
        let Some(id) = side(m) else { continue };
        let span = s.bytes(m.span);
        let entry = sides.entry(id).or_default();
        let near = (span.0.saturating_sub(NAME), span.1);
        match s.quotes_within(near).iter().find(|q| is_name(s, q.span, span)) {
            Some(q) => {
                entry.quoted += 1;
                entry.first.get_or_insert(q.span);
            }
            None if !s.quoted(span.0) => entry.bare += 1,
            None => {}
        }
    }
    let bare = sides.values().any(|n| n.quoted == 0 && n.bare > 0);
    for n in sides.values().filter(|n| bare && n.quoted > 0) {
        let Some(span) = n.first else { continue };
        out.push(Draft::new("MZ032", Some(span)).arg(s.text.words(span)).arg(n.quoted));
    }
}

/// The words between the marks are the name and little else.
fn is_name(s: &Scene<'_>, quote: Span, name: Span) -> bool {
    let meets = quote.0 < name.1 && name.0 < quote.1;
    meets && s.text.words(quote).split_whitespace().count() <= 3
}

/// Forces, parties and groups, whose names a house either marks or not.
fn side(m: &ActorMention) -> Option<&str> {
    let actor = m.actor.as_ref().filter(|a| a.kind == "organisation" && !a.id.contains(':'))?;
    let sector = actor.code.split(' ').nth(1)?;
    matches!(sector, "REB" | "PRM" | "PTY" | "OPP" | "MIL").then_some(actor.id.as_str())
}

/// Who speaks: by id, else by words.
fn speaker(c: &Claim) -> Option<&str> {
    let m = c.speaker.as_ref()?;
    Some(m.actor.as_ref().map_or(m.text.as_str(), |a| &a.id))
}

fn name(m: &ActorMention) -> Arg {
    let text = || Arg::from(m.text.as_str());
    m.actor.as_ref().map_or_else(text, |a| Arg::named(&a.name_en, &a.name_ar))
}

/// «زعم أن», not «تزعم عصابة» or «ادعت النيابة على»: what is claimed stands behind the verb.
fn reports(s: &Scene<'_>, hit: Hit) -> bool {
    const REACH: usize = 7;
    let content = |t: usize| {
        s.k.list("grammar.content").iter().any(|w| s.text.word(t).starts_with(w.as_str()))
    };
    hit.to - hit.from > 1
        || (hit.to..hit.to + REACH).any(|t| s.text.reading(t).pos == Pos::Sub && content(t))
}

/// «زعم» for one side where the words of others are told by neutral or confirming verbs.
fn insinuation(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let doubted = |c: &Claim| {
        let at = s.claim_at(c);
        let token = s.token_at(at);
        s.hits_from(List::Insinuating, token.saturating_sub(3), token + 1).find(|h| {
            let span = s.span(*h);
            span.0 <= at && at < span.1 && reports(s, *h)
        })
    };
    let verbs: Vec<(&Claim, Option<Hit>)> =
        s.record.claims.iter().map(|c| (c, doubted(c))).collect();
    // So many tell it; a page of more is no report.
    const SHOWN: usize = 50;
    for (claim, hit) in verbs.iter().filter(|v| v.1.is_some()).take(SHOWN) {
        let (Some(id), Some(who), Some(hit)) = (speaker(claim), &claim.speaker, hit) else {
            continue;
        };
        let other = |c: &&(&Claim, Option<Hit>)| {
            c.1.is_none() && speaker(c.0).is_some_and(|o| o != id) && c.0.stance != "vague"
        };
        let tally = tally(verbs.iter().filter(other).map(|c| c.0).take(400));
        if !tally.is_empty() {
            let draft = Draft::new("MZ033", Some(s.span(*hit))).arg(name(who));
            out.push(draft.arg(s.words(*hit)).arg(tally));
        }
    }
}

/// The verbs of others with how often each stands: «أكدت ×2، قالت».
fn tally<'c>(claims: impl Iterator<Item = &'c Claim>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for c in claims {
        let verb = c.verb.text.as_str();
        match counts.iter_mut().find(|x| x.0 == verb) {
            Some(x) => x.1 += 1,
            None => counts.push((verb, 1)),
        }
    }
    counts.sort_by_key(|x| std::cmp::Reverse(x.1));
    let one = |(verb, n): &(&str, usize)| match n {
        1 => format!("«{verb}»"),
        _ => format!("«{verb}» ×{n}"),
    };
    counts.iter().take(4).map(one).collect::<Vec<_>>().join("، ")
}

/// Words that a report may tell of somebody, and not say itself.
fn own_voice(s: &Scene<'_>, list: List, code: &'static str, out: &mut Vec<Draft>) {
    for sentence in s.sentences.iter().filter(|x| x.reports()) {
        if s.attributed(sentence) || (list == List::Superlative && s.has(List::Measured, sentence))
        {
            continue;
        }
        let own = s.hits_in(list, sentence).filter(|h| !s.quoted(s.span(*h).0));
        for hit in longest(own.collect()) {
            out.push(Draft::new(code, Some(s.span(hit))).arg(s.words(hit)));
        }
    }
}
