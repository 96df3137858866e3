//! Text for reading: folded with a way back, cut into tokens and sentences, each token with its readings.
//!
//! In: the text of a page. Out: a [`Text`] whose every offset can be turned into a span of the
//! original. Nothing here can fail: odd words get an analysis by shape.

mod analyze;
mod choose;
mod markup;
mod sentence;
pub mod syntax;
mod token;

pub use analyze::{Analysis, Analyzer, Pron};
pub use markup::escaped;
pub use mizan_data::fold::{Folded, fold};
pub use mizan_data::model::{Class, Pos};
pub use mizan_data::verb::feat;
pub use sentence::Sentence;
pub use token::{Kind, Token};

/// Cuts folded text into tokens, without readings: the first step of [`Text::new`].
#[must_use]
pub fn tokenize(folded: &str) -> Vec<Token> {
    token::tokens(folded)
}

use mizan_data::Knowledge;

/// A span of the original text in bytes, from and to.
pub type Span = (u32, u32);

/// A text with everything that later stages match on.
pub struct Text<'a> {
    /// The original.
    pub source: &'a str,
    /// Its folded form with alignment.
    pub folded: Folded,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Sentences in order; every token belongs to one.
    pub sentences: Vec<Sentence>,
    analyses: Vec<Analysis>,
}

impl<'a> Text<'a> {
    /// Reads `source` with what `knowledge` knows of the language. Linear in its length.
    #[must_use]
    pub fn new(source: &'a str, knowledge: &Knowledge) -> Self {
        let folded = Folded::new(source);
        let mut tokens = token::tokens(&folded.text);
        let sentences = sentence::sentences(&folded.text, &tokens, knowledge);
        let mut analyzer = Analyzer::new(knowledge);
        let analyses = analyzer.all(&folded.text, &mut tokens);
        let mut text = Text { source, folded, tokens, sentences, analyses };
        choose::choose(&mut text, knowledge);
        text
    }

    /// The folded form of a token.
    #[must_use]
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.folded.text[t.start as usize..t.end as usize])
    }

    /// All readings of a token, likeliest by shape first.
    #[must_use]
    pub fn readings(&self, token: usize) -> &[Analysis] {
        self.tokens.get(token).map_or(&[], |t| {
            &self.analyses[t.first as usize..(t.first + u32::from(t.count)) as usize]
        })
    }

    /// The reading chosen by context.
    #[must_use]
    pub fn reading(&self, token: usize) -> &Analysis {
        const NOTHING: &Analysis = &Analysis::PUNCT;
        self.tokens
            .get(token)
            .and_then(|t| self.readings(token).get(t.chosen as usize))
            .unwrap_or(NOTHING)
    }

    /// The stem of a token in its chosen reading: folded, without clitics.
    #[must_use]
    pub fn stem(&self, token: usize) -> &str {
        let (Some(t), a) = (self.tokens.get(token), self.reading(token)) else { return "" };
        self.folded
            .text
            .get((t.start + u32::from(a.from)) as usize..(t.start + u32::from(a.to)) as usize)
            .unwrap_or("")
    }

    /// The word of a token without the letters that its chosen reading cuts off before it, article kept.
    #[must_use]
    pub fn core(&self, token: usize) -> &str {
        let word = self.word(token);
        word.get(self.reading(token).core as usize..).unwrap_or(word)
    }

    /// The original span of tokens `from..to`, without the conjunction and preposition glued to the first.
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        let (Some(first), Some(last)) =
            (self.tokens.get(from), self.tokens.get(to.saturating_sub(1)))
        else {
            return (0, 0);
        };
        let start = first.start + u32::from(self.reading(from).core);
        self.folded.span(self.source, start, last.end)
    }

    /// The original span of one whole token, clitics included.
    #[must_use]
    pub fn whole(&self, token: usize) -> Span {
        let Some(t) = self.tokens.get(token) else { return (0, 0) };
        self.folded.span(self.source, t.start, t.end)
    }

    /// The words of a span.
    #[must_use]
    pub fn words(&self, span: Span) -> &'a str {
        self.source.get(span.0 as usize..span.1 as usize).unwrap_or("")
    }

    /// The sentence that a token stands in.
    #[must_use]
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences
            .partition_point(|s| s.to <= token)
            .min(self.sentences.len().saturating_sub(1))
    }

    /// Takes another reading for a token, as later stages learn more.
    pub fn set_reading(&mut self, token: usize, reading: usize) {
        if let Some(t) = self.tokens.get_mut(token) {
            t.chosen = reading.min(t.count.saturating_sub(1) as usize) as u16;
        }
    }
}
