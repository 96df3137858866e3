//! Sentences: cut at stops and line ends, not at abbreviations, decimals or lists of initials.

use crate::token::{Kind, Token};
use mizan_data::Knowledge;

/// A sentence: a range of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
}

/// More tokens than this without a stop are cut, so that work per sentence is bounded.
const LONGEST: usize = 320;
/// A quotation that closes within so many tokens is not cut inside.
const SHORT_QUOTE: usize = 48;

struct Cutter<'t, 'k> {
    text: &'t str,
    tokens: &'t [Token],
    k: &'k Knowledge,
}

pub(crate) fn sentences(text: &str, tokens: &[Token], k: &Knowledge) -> Vec<Sentence> {
    let cutter = Cutter { text, tokens, k };
    let mut out = Vec::new();
    let mut from = 0;
    // Where the quotation or bracket that is open now closes, if that is near.
    let mut closing: Option<usize> = None;
    for at in 0..tokens.len() {
        if closing == Some(at) {
            closing = None;
        } else if closing.is_none() && tokens[at].kind == Kind::Punct {
            closing = cutter.close_of(at);
        }
        let too_long = at + 1 - from >= LONGEST;
        // A number and a stop at the head of a line count the items of a list.
        let item = at == from + 1 && tokens[from].kind == Kind::Number && cutter.glued(at);
        let inside = closing.is_some() || item;
        let ends = tokens[at].kind == Kind::Break
            || too_long
            || (!inside && (cutter.ends(at) || cutter.closes_sentence(at)));
        if ends && at + 1 > from {
            push(&mut out, tokens, from, at + 1);
            from = at + 1;
        }
    }
    push(&mut out, tokens, from, tokens.len());
    out
}

fn push(out: &mut Vec<Sentence>, tokens: &[Token], from: usize, to: usize) {
    if from >= to {
        return;
    }
    let empty = tokens[from..to].iter().all(|t| matches!(t.kind, Kind::Break | Kind::Punct));
    match out.last_mut() {
        // Lone marks and line ends belong to what stands before them.
        Some(last) if empty => last.to = to,
        _ => out.push(Sentence { from, to }),
    }
}

impl Cutter<'_, '_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start as usize..t.end as usize])
    }

    fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// The token of the mark that closes what opens here, on this line and not far.
    fn close_of(&self, at: usize) -> Option<usize> {
        let close = match self.word(at) {
            "\"" => "\"",
            "(" => ")",
            "[" => "]",
            _ => return None,
        };
        let far = (at + 1 + SHORT_QUOTE).min(self.tokens.len());
        (at + 1..far)
            .take_while(|t| self.tokens[*t].kind != Kind::Break)
            .find(|t| self.word(*t) == close)
    }

    /// A closing mark behind a stop ends the sentence, if what follows opens one: «…؟» ولم يجب.
    fn closes_sentence(&self, at: usize) -> bool {
        if !matches!(self.word(at), "\"" | ")" | "]") || at == 0 {
            return false;
        }
        let stop = |w: &str| w.starts_with(['.', '!', '?', '؟', '…']);
        if !stop(self.word(at - 1)) {
            return false;
        }
        let next = self.word(at + 1);
        let joined = next.starts_with(['و', 'ف']) || self.k.is("abbreviations.openers", next);
        joined || matches!(next, "" | "\"" | "(" | "\n")
    }

    fn ends(&self, at: usize) -> bool {
        let word = self.word(at);
        match word.as_bytes().first() {
            Some(b'!' | b'?') => return !self.before_close(at),
            Some(b'.') if word.len() > 1 => return !self.before_close(at),
            Some(b'.') => {}
            _ => return (word.starts_with('؟') || word.starts_with('…')) && !self.before_close(at),
        }
        !self.abbreviated(at) && !self.before_close(at)
    }

    /// The mark that closes a bracket stands right behind: it decides.
    fn before_close(&self, at: usize) -> bool {
        matches!(self.word(at + 1), ")" | "]") || (self.word(at + 1) == "\"" && self.glued(at + 1))
    }

    /// A letter and a stop is an initial or an abbreviation, such as د. or أ.ف.ب; not the م of 1950م.
    fn abbreviated(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.glued(at)) else { return false };
        let word = self.word(before);
        let next = self.word(at + 1);
        if self.glued(at + 1) && self.k.is("abbreviations.domains", next) {
            return true;
        }
        let era = before > 0 && self.glued(before) && self.tokens[before - 1].kind == Kind::Number;
        let letter = self.tokens[before].kind == Kind::Word
            && self.tokens[before].end - self.tokens[before].start <= 2;
        let spelled = self.k.is("abbreviations.letters", word)
            && (self.k.is("abbreviations.letters", next) || next.chars().count() == 1);
        let unit =
            self.k.is("abbreviations.units", word) && self.k.is("abbreviations.goes_on", next);
        (letter && !era) || spelled || unit
    }
}
