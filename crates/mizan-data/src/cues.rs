//! The phrases that tell whose voice a stretch of text is, all in one automaton, so that a text is read once
//! however many there are.

use crate::model::WordLists;
use aho_corasick::{AhoCorasick, MatchKind};

macro_rules! lists {
    ($($name:ident = $list:literal, $doc:literal;)*) => {
        /// A list of phrases that the automaton holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CueList { $(#[doc = $doc] $name,)* }
        const LISTS: &[(CueList, &str)] = &[$((CueList::$name, $list),)*];
    };
}

lists! {
    Inline = "page.inline", "Leads to another page.";
    Residue = "zone.residue", "Words of a chat model to who ordered the text.";
    Attribution = "zone.attribution", "Names who says what.";
    FirstPerson = "zone.first_person", "The writer in the first person.";
    Hedges = "zone.hedges", "Holds back from saying that it is so.";
    Evaluative = "zone.evaluative", "Judges.";
    Heading = "zone.heading", "Announces a reading of the news.";
}

/// A phrase found in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// The list that it is of.
    pub list: CueList,
    /// Bytes of the text.
    pub from: usize,
    /// Bytes of the text.
    pub to: usize,
}

/// The automaton.
#[derive(Debug)]
pub struct Cues {
    automaton: AhoCorasick,
    lists: Vec<CueList>,
}

impl Cues {
    /// Of the lists of a language; none where they are larger than any automaton can be.
    pub(crate) fn new(all: &WordLists) -> Option<Cues> {
        let mut lists = Vec::new();
        let mut phrases = Vec::new();
        for (list, name) in LISTS {
            let own = all.get(*name).into_iter().flatten().filter(|p| !p.is_empty());
            phrases.extend(own);
            lists.resize(phrases.len(), *list);
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(phrases).ok()?;
        Some(Cues { automaton, lists })
    }

    /// Every phrase in a folded text, overlapping ones too, by their ends.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Cue> + 't {
        self.automaton.find_overlapping_iter(text).map(|m| Cue {
            list: self.lists[m.pattern().as_usize()],
            from: m.start(),
            to: m.end(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_all_lists_in_one_pass() {
        let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let all = WordLists::from_iter([
            ("zone.hedges".to_owned(), list(&["ab", "abc"])),
            ("page.inline".to_owned(), list(&["bc"])),
        ]);
        let cues = Cues::new(&all).expect("an automaton");
        let found: Vec<_> = cues.find("xabc").map(|c| (c.list, c.from, c.to)).collect();
        assert_eq!(
            found,
            [(CueList::Hedges, 1, 3), (CueList::Hedges, 1, 4), (CueList::Inline, 2, 4)]
        );
    }
}
