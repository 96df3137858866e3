//! The reader: built once from language data, then any number of pages, from any thread.

mod bind;
mod build;
mod claims;
mod events;
mod merge;
mod offsets;
mod output;
mod relations;
mod shown;
mod tolls;
mod tree;

use crate::chunk::{self, Parse};
use crate::explain::Explanation;
use crate::names;
use crate::record::{Event, Record};
use build::Build;
use jiff::civil::Date;
use mizan_data::{DataError, Knowledge};
use mizan_page::{Page, Zone};
use mizan_text::Text;
use std::path::Path;
pub use tree::{SentenceTree, TreeWord};

/// What a caller wants of a reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Keep events below the threshold of confidence.
    pub all: bool,
    /// Name the features that confidence is made of, for fitting the model.
    pub features: bool,
}

impl Options {
    /// Every event, whatever its confidence.
    pub const ALL: Options = Options { all: true, features: false };

    /// Every event, or those above the threshold alone.
    #[must_use]
    pub fn all(all: bool) -> Self {
        Options { all, features: false }
    }
}

/// Reads pages into records.
pub struct Reader {
    pub(crate) knowledge: Knowledge,
}

/// The copy of `data/ar` inside the program.
static ARABIC: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ar.bin"));

impl Reader {
    /// A reader over the language data inside the program.
    ///
    /// # Errors
    /// Only if the program itself is damaged.
    pub fn builtin() -> Result<Self, mizan_data::LoadError> {
        Ok(Reader { knowledge: Knowledge::load(ARABIC)? })
    }

    /// A reader over a folder of language data, such as an edited copy of `data/ar`.
    ///
    /// # Errors
    /// Every mistake in the folder, with file and line.
    pub fn from_dir(dir: &Path) -> Result<Self, Vec<DataError>> {
        let bytes = mizan_data::compile(dir)?;
        let knowledge = Knowledge::load(&bytes).map_err(|e| {
            vec![DataError { file: dir.to_owned(), line: 0, message: e.to_string() }]
        })?;
        Ok(Reader { knowledge })
    }

    /// What the reader knows of the language.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// How many names of the gazetteer stand in a text: of actors, places, titles; for measuring.
    #[must_use]
    pub fn count_names(&self, text: &Text<'_>) -> usize {
        text.sentences.iter().map(|s| names::find(text, &self.knowledge, *s).len()).sum()
    }

    /// How many dates a text holds, counted from `now`; for measuring.
    #[must_use]
    pub fn count_dates(&self, text: &Text<'_>, now: Date) -> usize {
        text.sentences
            .iter()
            .map(|s| crate::when::find(text, &self.knowledge, *s, &[], Some(now)).len())
            .sum()
    }

    /// Reads a document of any kind into a page; see [`mizan_page::read`].
    #[must_use]
    pub fn page(&self, bytes: &[u8], name: Option<&str>) -> Page {
        mizan_page::read(bytes, name, None, &self.knowledge)
    }

    /// Reads a document with all that is known of it; see [`mizan_page::read_document`].
    #[must_use]
    pub fn document(&self, document: mizan_page::Document<'_>) -> Page {
        mizan_page::read_document(document, &self.knowledge)
    }

    /// Reads the article that a feed carries whole; see [`mizan_page::read_entry`].
    #[must_use]
    pub fn entry(&self, entry: &mizan_page::feed::Entry) -> Option<Page> {
        mizan_page::read_entry(entry, &self.knowledge)
    }

    /// Reads a page into a record. Never fails; odd text gives problems.
    #[must_use]
    pub fn record(&self, page: &Page, id: Option<&str>, options: Options) -> Record {
        self.with_build(page, options, |build| build.record(id))
    }

    /// Reads a text whose offsets must stay its own, such as a line of `mizan code --jsonl`.
    #[must_use]
    pub fn code(
        &self,
        text: &str,
        id: Option<&str>,
        published: Option<Date>,
        options: Options,
    ) -> Record {
        let mut page = mizan_page::page_of_text(text, &self.knowledge);
        if let Some(date) = published {
            page.published = Some(mizan_page::Published::given(date));
        }
        self.record(&page, id, options)
    }

    /// For each event of a record that was read with [`Options::all`], whether it is shown without: it passes the
    /// threshold of its type, or a surer event of its type in its sentence carries it.
    #[must_use]
    pub fn shown(&self, events: &[Event]) -> Vec<bool> {
        shown::shown(&self.knowledge, events)
    }

    /// How the `number`-th event (from 1) of a page was found; none where there is no such event.
    #[must_use]
    pub fn explain(&self, page: &Page, number: usize, options: Options) -> Option<Explanation> {
        self.with_build(page, options, |build| build.explain(number))
    }

    fn with_build<T>(
        &self,
        page: &Page,
        options: Options,
        then: impl FnOnce(Build<'_, '_>) -> T,
    ) -> T {
        let mut text = Text::new(&page.text, &self.knowledge);
        let hits: Vec<_> = (0..text.sentences.len())
            .map(|s| {
                let mut hits = names::find(&text, &self.knowledge, text.sentences[s]);
                hits.retain(|h| !self.joined_verb(&text, h));
                hits
            })
            .collect();
        hits.iter().for_each(|h| names::settle(&mut text, h));
        let parses = self.parses(page, &text, hits);
        then(Build::new(&self.knowledge, page, &text, parses, options))
    }

    /// «وأدان مجلس الأمن»: a verb of news behind و is no town of the same letters, unless a preposition
    /// says so.
    fn joined_verb(&self, text: &Text<'_>, hit: &names::Hit) -> bool {
        let k = &self.knowledge;
        let verb = |t: usize| {
            text.readings(t)
                .iter()
                .any(|a| a.is_verb() && a.conj.is_some() && k.tables.openers.contains_key(&a.lex))
        };
        let behind = hit.from > 0 && text.reading(hit.from - 1).pos == mizan_data::model::Pos::Prep;
        hit.to == hit.from + 1 && k.only_places(hit.refs) && !behind && verb(hit.from)
    }

    /// Chunks of every sentence of the article, with its block.
    fn parses(
        &self,
        page: &Page,
        text: &Text<'_>,
        hits: Vec<Vec<names::Hit>>,
    ) -> Vec<(Parse, usize)> {
        let k = &self.knowledge;
        text.sentences
            .iter()
            .zip(hits)
            .filter_map(|(s, hits)| {
                // A mark that a list or Markdown puts before the block may open its first sentence.
                let (start, end) = text.span(s.from, s.to);
                let at = page.blocks.partition_point(|b| b.span.1 <= start);
                let block = page.blocks.get(at).filter(|b| b.span.0 < end)?;
                (block.zone != Zone::Boilerplate).then(|| (chunk::parse(text, k, *s, hits), at))
            })
            .collect()
    }
}
