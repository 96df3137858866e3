//! Sentences as trees, for `mizan parse` and for Python.

use super::Reader;
use super::offsets::Offsets;
use mizan_page::Zone;
use mizan_syntax::conllu;
use mizan_text::{Text, syntax};
use serde::Serialize;

/// A sentence with its tree.
#[derive(Debug, Clone, Serialize)]
pub struct SentenceTree {
    /// Its words as written, line ends as spaces.
    pub text: String,
    /// From and to in the page's text, in Unicode scalar values.
    pub span: (u32, u32),
    /// Its syntactic words, in order.
    pub words: Vec<TreeWord>,
    /// The tree as lines, indented, each word in an isolate.
    #[serde(skip)]
    pub outline: String,
    /// The same for CoNLL-U.
    #[serde(skip)]
    pub conllu: conllu::Sentence,
}

/// A syntactic word: a token or what is glued to one, as Universal Dependencies cuts them.
#[derive(Debug, Clone, Serialize)]
pub struct TreeWord {
    /// As written.
    pub form: String,
    /// Dictionary form, as far as the lexicon has one.
    pub lemma: String,
    /// Part of speech of UD.
    pub upos: &'static str,
    /// Features of UD, `_` for none.
    pub feats: String,
    /// Place of the head in `words`, from 0; null for the root.
    pub head: Option<u32>,
    /// Relation of UD.
    pub rel: &'static str,
    /// From and to in the page's text, in Unicode scalar values.
    pub span: (u32, u32),
}

impl Reader {
    /// The sentences of a page as trees, in order; what is no part of the article is left out. Never fails.
    #[must_use]
    pub fn trees(&self, page: &mizan_page::Page) -> Vec<SentenceTree> {
        let text = Text::new(&page.text, &self.knowledge);
        let offsets = Offsets::new(&page.text);
        let inside = |start: u32| {
            let at = page.blocks.partition_point(|b| b.span.1 <= start);
            page.blocks.get(at).is_some_and(|b| b.zone != Zone::Boilerplate)
        };
        let told = text.sentences.iter().filter(|s| inside(text.span(s.from, s.to).0));
        told.map(|s| self.tree(&text, &offsets, *s)).filter(|t| !t.words.is_empty()).collect()
    }

    fn tree(
        &self,
        text: &Text<'_>,
        offsets: &Offsets<'_>,
        s: mizan_text::Sentence,
    ) -> SentenceTree {
        let parsed = syntax::parse(text, &self.knowledge, s);
        let conllu = syntax::print::conllu(text, &self.knowledge, &parsed);
        let span = |from: usize, to: usize| {
            let (a, b) = (parsed.span(text, from).0, parsed.span(text, to).1);
            offsets.span((a, b))
        };
        let word = |(i, r): (usize, &conllu::Row)| TreeWord {
            form: r.form.clone(),
            lemma: r.lemma.clone(),
            upos: r.upos.name(),
            feats: r.feats.clone(),
            head: r.head,
            rel: r.rel.name(),
            span: span(i, i),
        };
        let last = parsed.words.len().saturating_sub(1);
        SentenceTree {
            text: conllu.text.clone(),
            span: span(0, last),
            words: conllu.rows.iter().enumerate().map(word).collect(),
            outline: syntax::print::outline(text, &parsed),
            conllu,
        }
    }
}
