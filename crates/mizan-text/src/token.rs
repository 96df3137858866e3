//! Tokens: words, numbers, Latin words and marks of the folded text.

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Arabic letters.
    Word,
    /// Digits, with decimal or thousands marks between them.
    Number,
    /// Letters of other scripts.
    Latin,
    /// One mark, or a run of stops.
    Punct,
    /// A line end.
    Break,
}

/// A token: a range of the folded text in bytes, and where its readings stand.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is made of.
    pub kind: Kind,
    pub(crate) first: u32,
    pub(crate) count: u16,
    pub(crate) chosen: u16,
}

fn kind(c: char) -> Option<Kind> {
    match c {
        '\n' => Some(Kind::Break),
        '0'..='9' => Some(Kind::Number),
        '\u{0621}'..='\u{064A}'
        | '\u{0671}'..='\u{06D3}'
        | '\u{06D5}'
        | '\u{0750}'..='\u{077F}' => Some(Kind::Word),
        _ if c.is_whitespace() || c.is_control() => None,
        _ if c.is_alphanumeric() => Some(Kind::Latin),
        _ => Some(Kind::Punct),
    }
}

/// Cuts folded text into tokens. Linear.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(text.len() / 8);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let Some(kind) = kind(c) else { continue };
        let mut end = at + c.len_utf8();
        while let Some(&(next, d)) = chars.peek() {
            if !continues(text, kind, c, next, d) {
                break;
            }
            end = next + d.len_utf8();
            chars.next();
        }
        out.push(Token { start: at as u32, end: end as u32, kind, first: 0, count: 0, chosen: 0 });
    }
    out
}

fn continues(text: &str, of: Kind, first: char, at: usize, c: char) -> bool {
    let after = || text[at + c.len_utf8()..].chars().next();
    match of {
        Kind::Word => kind(c) == Some(Kind::Word),
        Kind::Number => {
            c.is_ascii_digit()
                || (matches!(c, '.' | ',') && after().is_some_and(|d| d.is_ascii_digit()))
        }
        Kind::Latin => {
            kind(c) == Some(Kind::Latin)
                || (matches!(c, '-' | '\'' | '.' | '&')
                    && after().is_some_and(|d| kind(d) == Some(Kind::Latin)))
        }
        Kind::Punct => c == first && matches!(c, '.' | '-' | '!' | '?' | '؟' | '*' | '#' | '='),
        Kind::Break => false,
    }
}
