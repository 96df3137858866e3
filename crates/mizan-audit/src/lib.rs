//! The audit: where a report breaks the rules of the trade.
//!
//! In: a page and its record. Out: [`Finding`]s, each with a code of the table of codes, a span, what is wrong,
//! why it matters and what to do, in English and Arabic. An [`Auditor`] is built once, is shared by threads, and
//! never fails on a page. Rules, with texts that must and must not give them, stand in `data/audit`.

mod dates;
mod figures;
mod form;
pub mod format;
mod language;
mod names;
mod phrase;
mod residue;
mod rule;
mod scene;
mod sourcing;

pub use rule::{Finding, Lang, Selection, Severity, UnknownRule};

use mizan_code::record::Record;
use mizan_data::Knowledge;
use mizan_page::Page;
use rule::Draft;
use scene::{Lists, Scene};

/// At most so many findings of one rule on a page: the rest say nothing new, and a hostile page has no end.
const MOST: usize = 40;

/// Audits pages.
pub struct Auditor<'k> {
    k: &'k Knowledge,
    lists: Lists,
    terms: language::Terms,
}

impl<'k> Auditor<'k> {
    /// An auditor with the rules of `knowledge`.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Auditor {
            k: knowledge,
            lists: Lists::new(knowledge),
            terms: language::Terms::new(knowledge),
        }
    }

    /// The findings of a page that `selection` asks for, in the order of the text; those of the whole page first.
    #[must_use]
    pub fn audit(&self, page: &Page, record: &Record, selection: &Selection) -> Vec<Finding> {
        let scene = Scene::new(self.k, &self.lists, page, record);
        let mut drafts: Vec<Draft> = Vec::new();
        form::find(&scene, &mut drafts);
        residue::find(&scene, &mut drafts);
        sourcing::find(&scene, &mut drafts);
        language::find(&scene, &self.terms, &mut drafts);
        figures::find(&scene, &mut drafts);
        dates::find(&scene, &mut drafts);
        names::find(&scene, &mut drafts);
        drafts.sort_by_key(|d| (d.span, d.code));
        let mut counts = fnv::FnvHashMap::default();
        drafts.retain(|d| {
            let n: &mut usize = counts.entry(d.code).or_default();
            *n += 1;
            *n <= MOST
        });
        drafts.into_iter().filter_map(|d| rule::finish(&scene, d, selection)).collect()
    }
}
