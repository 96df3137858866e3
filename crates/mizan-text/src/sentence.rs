//! Sentences: cut at stops and line ends, not at abbreviations, decimals or lists of initials.

use crate::token::{Kind, Token};

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

pub(crate) fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in 0..tokens.len() {
        let too_long = at + 1 - from >= LONGEST;
        if tokens[at].kind == Kind::Break || too_long || ends(text, tokens, at) {
            let mut to = at + 1;
            // A closing quotation mark or bracket behind the stop belongs to the sentence it closes.
            while to < tokens.len()
                && closes(text, &tokens[to])
                && quote_open(text, &tokens[from..to])
            {
                to += 1;
            }
            if to > from {
                push(&mut out, tokens, from, to);
                from = to;
            }
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

fn closes(text: &str, token: &Token) -> bool {
    matches!(&text[token.start as usize..token.end as usize], "\"" | ")" | "]")
}

fn quote_open(text: &str, tokens: &[Token]) -> bool {
    let quotes = tokens.iter().filter(|t| &text[t.start as usize..t.end as usize] == "\"").count();
    let open = tokens
        .iter()
        .filter(|t| matches!(&text[t.start as usize..t.end as usize], "(" | "["))
        .count();
    let close = tokens
        .iter()
        .filter(|t| matches!(&text[t.start as usize..t.end as usize], ")" | "]"))
        .count();
    quotes % 2 == 1 || open > close
}

fn ends(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let word = &text[token.start as usize..token.end as usize];
    match word.as_bytes().first() {
        Some(b'!' | b'?') => return true,
        Some(b'.') => {}
        _ => return word.starts_with('؟') || word.starts_with('…'),
    }
    // A letter and a stop is an initial or an abbreviation, such as د. or أ.ف.ب.
    let before = at.checked_sub(1).map(|b| &tokens[b]);
    let glued = before.is_some_and(|b| b.end == token.start);
    let short = before.is_some_and(|b| b.kind == Kind::Word && b.end - b.start <= 2);
    !(glued && short && word.len() == 1)
}
