//! Who speaks in the stretches of a text that nothing labels: report or analysis.
//!
//! A stretch is what stands between two subheads. Kinds of evidence are counted from the lists of
//! `data/ar/zone`: the writer's own person, headings, hedges, evaluative words, and how many paragraphs name
//! who says what. One kind alone never turns a report into analysis: that mistake costs more trust than
//! a piece of analysis left as report.

use crate::{Block, BlockKind, Page, Zone};
use mizan_data::Knowledge;
use mizan_data::cues::{Cue, CueList};
use mizan_text::fold;

/// Words below which a stretch is too short to judge.
const SHORT: usize = 40;
/// Points from which on a stretch is analysis.
const ENOUGH: u32 = 4;

/// What was counted in a stretch.
#[derive(Debug, Default, Clone, Copy)]
struct Evidence {
    words: usize,
    paragraphs: usize,
    /// Paragraphs that name who says what.
    attributed: usize,
    /// The writer in the first person.
    person: usize,
    hedges: usize,
    evaluative: usize,
    /// The heading announces a reading of the news.
    heading: bool,
}

impl Evidence {
    fn add(&mut self, folded: &str, knowledge: &Knowledge) {
        let own = without_quotes(folded);
        self.words += own.split(' ').filter(|w| !w.is_empty()).count();
        self.paragraphs += 1;
        let mut attributed = false;
        for cue in whole(&own, knowledge) {
            match cue.list {
                CueList::Attribution => attributed = true,
                CueList::FirstPerson => self.person += 1,
                CueList::Hedges => self.hedges += 1,
                CueList::Evaluative => self.evaluative += 1,
                _ => {}
            }
        }
        self.attributed += usize::from(attributed);
    }

    /// In thousandths of the words.
    fn density(self, count: usize) -> usize {
        count * 1000 / self.words.max(1)
    }

    /// Points for analysis, and how many kinds of evidence give them.
    fn points(self) -> (u32, u32) {
        let step = |n: usize, low: usize, high: usize| u32::from(n >= low) + u32::from(n >= high);
        let person = match self.person {
            0 => 0,
            1 => 2,
            _ => 3,
        };
        let kinds = [
            person,
            u32::from(self.heading) * 2,
            step(self.density(self.hedges), 25, 50),
            step(self.density(self.evaluative), 20, 40),
            u32::from(self.attributed == 0 && self.paragraphs > 1),
        ];
        (kinds.iter().sum(), kinds.iter().filter(|k| **k > 0).count() as u32)
    }

    fn is_analysis(self) -> bool {
        let (points, kinds) = self.points();
        // A text that names its sources in every second paragraph reports, whatever its words.
        let reports = self.attributed * 2 >= self.paragraphs;
        self.words >= SHORT && points >= ENOUGH && kinds >= 2 && !reports
    }
}

/// The phrases in a folded text that are whole words; و and ف may be joined to them.
fn whole<'t>(text: &'t str, knowledge: &'t Knowledge) -> impl Iterator<Item = Cue> + 't {
    let starts = move |at: usize| {
        let mut before = text[..at].chars().rev();
        match before.next() {
            None => true,
            Some(c) if !c.is_alphanumeric() => true,
            Some('\u{648}' | '\u{641}') => before.next().is_none_or(|c| !c.is_alphanumeric()),
            Some(_) => false,
        }
    };
    let ends = move |at: usize| !text[at..].starts_with(char::is_alphanumeric);
    knowledge.cues(text).filter(move |c| ends(c.to) && starts(c.from))
}

/// What others say is not the writer's.
fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '«' | '“' => inside = true,
            '»' | '”' => inside = false,
            '"' => inside = !inside,
            _ if inside => {}
            _ => out.push(c),
        }
    }
    out
}

fn is_prose(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::ListItem)
}

/// Judges each stretch of a page's report.
pub(crate) fn judge(page: &mut Page, knowledge: &Knowledge) {
    let mut from = 0;
    while from < page.blocks.len() {
        let next = page.blocks[from + 1..].iter().position(|b| b.kind == BlockKind::Subhead);
        let to = next.map_or(page.blocks.len(), |n| from + 1 + n);
        let evidence = evidence(page, &page.blocks[from..to], knowledge);
        if evidence.is_analysis() {
            for block in &mut page.blocks[from..to] {
                let own = is_prose(block.kind) || block.kind == BlockKind::Subhead;
                if block.zone == Zone::Report && own {
                    block.zone = Zone::Analysis;
                }
            }
        }
        from = to;
    }
}

fn evidence(page: &Page, blocks: &[Block], knowledge: &Knowledge) -> Evidence {
    let mut out = Evidence::default();
    for block in blocks.iter().filter(|b| b.zone == Zone::Report) {
        let folded = fold(&page.text[block.span.0 as usize..block.span.1 as usize]);
        if block.kind == BlockKind::Subhead {
            out.heading |= whole(&folded, knowledge).any(|c| c.list == CueList::Heading);
        } else if is_prose(block.kind) {
            out.add(&folded, knowledge);
        }
    }
    out
}
