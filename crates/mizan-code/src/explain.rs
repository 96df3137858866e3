//! The derivation of one event, for people: tokens with readings, frame, slots, status, bindings.

use crate::chunk::{Elem, Parse};
use crate::event::Found;
use crate::record::{Claim, Event};
use mizan_data::Knowledge;
use mizan_data::model::NONE;
use mizan_text::Text;

/// A token with its readings.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct TokenReading {
    pub word: String,
    pub chosen: String,
    pub others: Vec<String>,
    pub trigger: bool,
}

/// How an event was found.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Explanation {
    pub event: Event,
    pub sentence: String,
    pub tokens: Vec<TokenReading>,
    /// Chunks with their prepositions, verbs, marks, in order.
    pub chunks: Vec<String>,
    pub claim: Option<String>,
}

impl Explanation {
    pub(crate) fn new(
        text: &Text<'_>,
        k: &Knowledge,
        p: &Parse,
        found: &Found,
        event: Event,
        claim: Option<&Claim>,
    ) -> Self {
        let s = p.sentence;
        let tokens = (s.from..s.to).map(|t| token(text, k, t, t == found.trigger.0)).collect();
        let chunks = p.elems.iter().map(|e| element(text, p, *e)).collect();
        let claim = claim.map(|c| {
            let who = c.speaker.as_ref().map_or("nobody named", |s| s.text.as_str());
            format!("{} — {} ({})", c.id, who, c.stance)
        });
        Explanation {
            event,
            sentence: text.words(text.span(s.from, s.to)).to_owned(),
            tokens,
            chunks,
            claim,
        }
    }
}

fn token(text: &Text<'_>, k: &Knowledge, t: usize, trigger: bool) -> TokenReading {
    let name = |a: &mizan_text::Analysis| {
        let lemma =
            if a.lex == NONE { "?" } else { k.tables.lexemes[a.lex as usize].lemma.as_str() };
        format!("{:?}:{lemma}", a.pos)
    };
    let chosen = name(text.reading(t));
    let mut others: Vec<String> =
        text.readings(t).iter().map(name).filter(|n| *n != chosen).collect();
    others.dedup();
    TokenReading { word: text.words(text.whole(t)).to_owned(), chosen, others, trigger }
}

fn element(text: &Text<'_>, p: &Parse, e: Elem) -> String {
    let word = |t: usize| text.words(text.whole(t)).to_owned();
    match e {
        Elem::Phrase(c) => {
            let c = &p.chunks[c];
            let prep = c.prep.as_ref().map_or(String::new(), |x| format!("{x} + "));
            format!("[{prep}{}]", text.words(text.span(c.from, c.to)))
        }
        Elem::Verb(t) => format!("<{}>", word(t)),
        Elem::Sub(t) | Elem::Rel(t) => format!("|{}", word(t)),
        Elem::Mark(t) | Elem::Other(t) => word(t),
    }
}
