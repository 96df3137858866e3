//! The record as it is printed, and the derivation of one event.

use super::build::Build;
use crate::explain::Explanation;
use crate::record::{BlockOut, DateMention, Finding, PageOut, Record};
use mizan_page::Problem;

impl Build<'_, '_> {
    pub fn explain(self, number: usize) -> Option<Explanation> {
        let (event, sentence, found) = self.events.get(number.checked_sub(1)?)?;
        let at = self.sentences.get(*sentence).map_or(0, |s| s.span.0);
        let parse = self.parses.iter().find(|(p, _)| {
            self.offsets.chars(self.text.span(p.sentence.from, p.sentence.to).0) == at
        })?;
        Some(Explanation::new(
            self.text,
            self.k,
            &parse.0,
            found,
            event.clone(),
            self.claims.iter().find(|c| Some(&c.id) == event.claim.as_ref()),
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

    pub fn record(self, id: Option<&str>) -> Record {
        let page = self.page;
        let undated = Problem {
            code: "MZ904",
            span: None,
            message: "the page states no date, so its relative dates stay words".to_owned(),
        };
        let problems: Vec<_> = page
            .problems
            .iter()
            .chain(self.unresolved_date.then_some(&undated))
            .map(|p| self.finding(p))
            .collect();
        let findings = page.findings.iter().map(|p| self.finding(p)).collect();
        let published = page.published.as_ref().map(|d| DateMention {
            text: d
                .span
                .map_or_else(String::new, |s| page.text[s.0 as usize..s.1 as usize].to_owned()),
            span: d.span.map_or((0, 0), |s| self.offsets.span(s)),
            from: Some(d.date.to_string()),
            to: Some(d.date.to_string()),
            precision: "day",
            calendar: "gregorian",
            basis: d.basis.to_owned(),
        });
        let blocks = page
            .blocks
            .iter()
            .map(|b| BlockOut {
                kind: b.kind.name(),
                zone: b.zone.name(),
                span: self.offsets.span(b.span),
            })
            .collect();
        let head = PageOut {
            title: page.title.map(|s| self.mention(s)),
            outlet: page.outlet.clone(),
            published,
            byline: page.byline.map(|s| self.mention(s)),
            section: page.section.map(|s| self.mention(s)),
            blocks,
        };
        Record {
            mizan: "1",
            data: self.k.tables.hash.clone(),
            id: id.map(str::to_owned),
            url: page.url.clone(),
            lang: page.lang.clone(),
            page: head,
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
