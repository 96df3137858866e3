//! The record as it is printed, and the derivation of one event.

use super::build::Build;
use crate::explain::Explanation;
use crate::record::{BlockOut, ChoiceOut, DateMention, Finding, PageOut, Record, claim_of};
use mizan_page::{Block, Choice, Problem, Published};
use mizan_text::Span;

impl Build<'_, '_> {
    pub fn explain(self, number: usize) -> Option<Explanation> {
        let (event, sentence, found) = self.events.get(number.checked_sub(1)?)?;
        let at = self.sentences.get(*sentence).map_or(0, |s| s.span.0);
        let parse =
            self.parses.iter().find(|(p, _)| self.offsets.chars(self.whole_sentence(p).0) == at)?;
        Some(Explanation::new(
            self.text,
            self.k,
            &parse.0,
            found,
            event.clone(),
            claim_of(&self.claims, event.claim.as_deref()),
        ))
    }

    pub(super) fn finding(&self, p: &Problem) -> Finding {
        let help =
            self.k.tables.codes.iter().find(|c| c.code == p.code).and_then(|c| c.help.clone());
        Finding {
            code: p.code.to_owned(),
            span: p.span.map(|s| self.offsets.span(s)),
            message: p.message.clone(),
            help,
        }
    }

    /// The page's head and blocks.
    fn head(&self) -> PageOut {
        let page = self.page;
        let mention = |span: Option<Span>| span.map(|s| self.mention(s));
        let shown = page.section.map(|s| self.text.words(s).to_owned());
        PageOut {
            title: mention(page.title),
            outlet: page.outlet.clone(),
            published: page.published.as_ref().map(|d| self.published(d)),
            published_at: page.published.as_ref().map(|d| d.moment.to_string()),
            updated_at: page.updated.map(|m| m.to_string()),
            byline: mention(page.byline),
            authors: page.authors.clone(),
            section: mention(page.section),
            section_name: shown.or_else(|| page.section_name.clone()),
            kicker: mention(page.kicker),
            subtitle: mention(page.subtitle),
            caption: mention(page.caption),
            choices: page.choices.iter().map(choice).collect(),
            blocks: page.blocks.iter().map(|b| self.block(b)).collect(),
        }
    }

    fn published(&self, d: &Published) -> DateMention {
        DateMention {
            text: d.span.map_or_else(String::new, |s| self.text.words(s).to_owned()),
            span: d.span.map_or((0, 0), |s| self.offsets.span(s)),
            from: Some(d.date.to_string()),
            to: Some(d.date.to_string()),
            precision: "day",
            calendar: "gregorian",
            basis: d.basis.to_owned(),
        }
    }

    fn block(&self, b: &Block) -> BlockOut {
        BlockOut {
            kind: b.kind.name(),
            zone: b.zone.name(),
            span: self.offsets.span(b.span),
            at: b.at.map(|m| m.to_string()),
        }
    }

    pub fn record(self, id: Option<&str>) -> Record {
        let page = self.page;
        let undated = Problem {
            code: "MZ904",
            span: None,
            message: "the page states no date, so its relative dates stay words".to_owned(),
        };
        let unread = Problem {
            code: "MZ912",
            span: None,
            message: format!("no events are read in this language: {}", page.lang),
        };
        let problems: Vec<_> = page
            .problems
            .iter()
            .chain(self.unresolved_date.then_some(&undated))
            .chain((!is_read(&page.lang)).then_some(&unread))
            .map(|p| self.finding(p))
            .collect();
        let findings = page.findings.iter().map(|p| self.finding(p)).collect();
        Record {
            mizan: "1",
            data: self.k.tables.hash.clone(),
            id: id.map(str::to_owned),
            url: page.url.clone(),
            lang: page.lang.clone(),
            page: self.head(),
            sentences: self.sentences,
            mentions: self.mentions,
            events: self.events.into_iter().map(|e| e.0).collect(),
            claims: self.claims,
            ties: self.ties,
            stances: self.stances,
            findings,
            problems,
        }
    }
}

/// Is there a front end for a language? English pages are read for what Arabic ones share with them: quotations in
/// Arabic; so are pages of no language at all.
pub(super) fn is_read(lang: &str) -> bool {
    matches!(lang, "ar" | "en" | "und")
}

fn choice(c: &Choice) -> ChoiceOut {
    ChoiceOut {
        field: c.field,
        value: c.value.clone(),
        reason: c.reason.clone(),
        contested: c.contested,
    }
}
