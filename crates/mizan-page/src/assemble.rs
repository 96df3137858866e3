//! Lines to a page: title once, section, dateline, byline, body with zones, tail.

use crate::date::full_date;
use crate::meta::Meta;
use crate::{Block, BlockKind, Page, Problem, Published, Zone};
use mizan_data::Knowledge;
use mizan_text::{Folded, Span, fold};

/// What the markup says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Plain,
    Title,
    Subhead,
    Item,
    Quote,
    Caption,
}

/// A line of the page.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub text: String,
    pub kind: LineKind,
    pub article: bool,
    /// Where the line stands in a text that is kept as it is; none where the page's text is made of lines.
    pub at: Option<u32>,
}

/// A page from plain text or Markdown, by the words alone. Its text is `text`, unchanged.
#[must_use]
pub fn page_of_text(text: &str, knowledge: &Knowledge) -> Page {
    let start = text.as_ptr() as usize;
    let lines: Vec<Line> =
        text.lines().map(|l| markdown(l, start)).filter(|l| !l.text.is_empty()).collect();
    assemble(&lines, &Meta::default(), knowledge, Some(text))
}

/// Strips the marks of Markdown from a line and keeps what they say. `start` is the address of the whole text.
fn markdown(line: &str, start: usize) -> Line {
    let text = line.trim();
    let (kind, text) = if let Some(rest) = text.strip_prefix("# ") {
        (LineKind::Title, rest)
    } else if text.starts_with("##") {
        (LineKind::Subhead, text.trim_start_matches('#'))
    } else if let Some(rest) = text.strip_prefix("> ") {
        (LineKind::Quote, rest)
    } else if let Some(rest) = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) {
        (LineKind::Item, rest)
    } else {
        (LineKind::Plain, text)
    };
    let text = text.trim().trim_matches('*').trim();
    let ruler = text.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | 'ـ' | ' '));
    let text = if ruler { &text[..0] } else { text };
    Line {
        text: text.to_owned(),
        kind,
        article: true,
        at: Some((text.as_ptr() as usize).saturating_sub(start) as u32),
    }
}

struct Builder<'k> {
    page: Page,
    knowledge: &'k Knowledge,
    title: Option<String>,
    repeats: usize,
    tail: bool,
    zone: Zone,
    body: usize,
    /// Where the line at hand stands in a text that is kept.
    at: Option<u32>,
    /// One or two lines are a text, not a page with a head and a tail.
    few: bool,
}

/// Puts lines together. Linear in the text.
///
/// `whole` is the text that the lines stand in, if there is one; else the page's text is made of the lines.
pub(crate) fn assemble(
    lines: &[Line],
    meta: &Meta,
    knowledge: &Knowledge,
    whole: Option<&str>,
) -> Page {
    let mut b = Builder {
        page: Page {
            text: whole.unwrap_or("").to_owned(),
            lang: "ar".to_owned(),
            outlet: meta.outlet.clone(),
            ..Page::default()
        },
        at: None,
        few: lines.len() < 3,
        knowledge,
        title: title(lines, meta),
        repeats: 0,
        tail: false,
        zone: Zone::Report,
        body: 0,
    };
    let opinion = meta.section.as_deref().is_some_and(|s| b.is_in("page.opinion", &fold(s)));
    if opinion {
        b.zone = Zone::Analysis;
    }
    for (at, line) in lines.iter().enumerate() {
        b.line(line, lines.get(at + 1));
    }
    b.finish(meta)
}

/// The title: what the markup or the metadata says, else a first line that is short and has no stop.
fn title(lines: &[Line], meta: &Meta) -> Option<String> {
    let marked = lines.iter().find(|l| l.kind == LineKind::Title).map(|l| l.text.clone());
    let stated = meta.og_title.clone().filter(|t| lines.iter().any(|l| fold(&l.text) == fold(t)));
    let first = lines
        .first()
        .filter(|l| l.text.len() < 400 && !l.text.ends_with(['.', ':', '،']))
        .map(|l| l.text.clone());
    let alone = lines.len() < 2;
    stated.or(marked).or(first.filter(|_| !alone)).map(|t| fold(&t))
}

impl Builder<'_> {
    fn is_in(&self, list: &str, folded: &str) -> bool {
        self.knowledge.list(list).iter().any(|w| w == folded)
    }

    fn push(&mut self, kind: BlockKind, zone: Zone, text: &str) -> Span {
        if let Some(at) = self.at {
            let span = (at, at + text.len() as u32);
            self.page.blocks.push(Block { kind, zone, span });
            return span;
        }
        if !self.page.text.is_empty() {
            self.page.text.push('\n');
        }
        let from = self.page.text.len() as u32;
        self.page.text.push_str(text);
        let span = (from, self.page.text.len() as u32);
        self.page.blocks.push(Block { kind, zone, span });
        span
    }

    fn line(&mut self, line: &Line, next: Option<&Line>) {
        let folded = fold(&line.text);
        self.at = line.at;
        if self.few {
            self.push(BlockKind::Paragraph, self.zone, &line.text);
            self.body += 1;
        } else if self.tail {
            self.push(BlockKind::Tail, Zone::Boilerplate, &line.text);
        } else if self.title.as_deref() == Some(folded.as_str()) {
            self.title_line(&line.text);
        } else if self.dateline(&line.text, &folded) || self.byline(&line.text) {
        } else if self.is_tail(&folded) {
            self.push(BlockKind::Tail, Zone::Boilerplate, &line.text);
        } else if self.is_residue(&folded) {
            self.residue(&line.text);
        } else {
            self.body_line(line, next);
        }
    }

    fn title_line(&mut self, text: &str) {
        if self.page.title.is_some() {
            self.repeats += 1;
            let span = self.push(BlockKind::Duplicate, Zone::Boilerplate, text);
            if self.repeats == 1 {
                self.page.findings.push(Problem {
                    code: "MZ001",
                    span: Some(span),
                    message: "the title stands more than once".to_owned(),
                });
            }
            return;
        }
        // «رأي: …»: the title says what the text is.
        let label = text.split_once(':').map(|(label, _)| fold(label.trim()));
        if label.is_some_and(|l| self.is_in("page.opinion", &l)) {
            self.zone = Zone::Analysis;
        }
        let span = self.push(BlockKind::Title, self.zone, text);
        self.page.title = Some(span);
    }

    /// A short line near the top that holds a full date: section label, then date.
    fn dateline(&mut self, text: &str, folded: &str) -> bool {
        if self.body > 1 || text.chars().count() > 90 || self.page.published.is_some() {
            return false;
        }
        let Some(found) = full_date(folded, self.knowledge) else { return false };
        let rest = folded.len() - (found.to - found.from);
        if rest > 90 {
            return false;
        }
        let span = self.push(BlockKind::Dateline, Zone::Boilerplate, text);
        let aligned = Folded::new(text);
        let (from, to) = aligned.span(text, found.from as u32, found.to as u32);
        self.page.published = Some(Published {
            date: found.date,
            span: Some((span.0 + from, span.0 + to)),
            basis: "dateline",
        });
        let before = text[..from as usize].trim_matches(|c: char| !c.is_alphanumeric());
        if !before.is_empty() && before.chars().count() < 40 && !self.is_name(before) {
            let at = span.0 + text.find(before).unwrap_or(0) as u32;
            self.page.section = Some((at, at + before.len() as u32));
        }
        true
    }

    /// A place or an agency before the date is where and by whom, no section.
    fn is_name(&self, text: &str) -> bool {
        let parts = text.split(['-', 'ـ', '–', '،', '(']).map(|part| fold(part.trim()));
        let mut known = parts.filter(|p| !p.is_empty());
        known.any(|p| {
            self.knowledge.names.get(&p).is_some()
                || self.knowledge.tables.weekdays.contains_key(&p)
                || self.is_in("page.agencies", &p)
        })
    }

    /// «الكاتب: فريق العمل», «بقلم فلان».
    fn byline(&mut self, text: &str) -> bool {
        if text.chars().count() > 80 || self.page.byline.is_some() {
            return false;
        }
        let Some((label, name)) = text.split_once(':').or_else(|| text.split_once(' ')) else {
            return false;
        };
        let name = name.trim();
        let strong = text.contains(':') || self.is_in("page.byline_alone", &fold(label));
        if name.is_empty() || !strong || !self.is_in("page.byline", &fold(label.trim())) {
            return false;
        }
        let name = name.to_owned();
        let span = self.push(BlockKind::Byline, Zone::Boilerplate, text);
        let from = span.1 - name.len() as u32;
        self.page.byline = Some((from, span.1));
        true
    }

    fn is_tail(&mut self, folded: &str) -> bool {
        let label = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let short = folded.chars().count() < 60;
        if short
            && self.knowledge.list("page.tail").iter().any(|t| {
                label == t || (label.starts_with(t.as_str()) && folded.trim_end().ends_with(':'))
            })
        {
            self.tail = self.body > 0;
            return true;
        }
        short && self.is_in("page.share", label)
    }

    fn is_residue(&self, folded: &str) -> bool {
        if self.knowledge.list("zone.residue").iter().any(|r| folded.contains(r.as_str())) {
            return true;
        }
        // An offer in the first person and an address to the one who ordered the text, in one line.
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
        let has =
            |list: &str| self.knowledge.list(list).iter().any(|w| words.contains(&w.as_str()));
        let starts =
            self.knowledge.list("zone.offer").iter().any(|w| words.first() == Some(&w.as_str()));
        starts && has("zone.address")
    }

    fn residue(&mut self, text: &str) {
        let span = self.push(BlockKind::Paragraph, Zone::Residue, text);
        self.page.findings.push(Problem {
            code: "MZ010",
            span: Some(span),
            message: "this sentence addresses the person who ordered the text".to_owned(),
        });
        // What a model offers and then delivers is its own analysis, not a report.
        if self.body > 0 {
            self.zone = Zone::Analysis;
        }
    }

    fn body_line(&mut self, line: &Line, next: Option<&Line>) {
        let kind = match line.kind {
            LineKind::Title | LineKind::Subhead => BlockKind::Subhead,
            LineKind::Item => BlockKind::ListItem,
            LineKind::Quote => BlockKind::Quotation,
            LineKind::Caption => BlockKind::Caption,
            LineKind::Plain if self.plain_subhead(line, next) => BlockKind::Subhead,
            LineKind::Plain => BlockKind::Paragraph,
        };
        if kind == BlockKind::Subhead
            && self.is_in(
                "page.opinion",
                &fold(line.text.trim_matches(|c: char| !c.is_alphanumeric())),
            )
        {
            self.zone = Zone::Analysis;
        }
        if self.body == 0
            && self.page.section.is_none()
            && line.text.chars().count() < 20
            && self.is_in("page.section", &fold(&line.text))
        {
            let span = self.push(BlockKind::Section, Zone::Boilerplate, &line.text);
            self.page.section = Some(span);
            return;
        }
        let first_person = self
            .knowledge
            .list("zone.first_person")
            .iter()
            .any(|w| fold(&line.text).starts_with(w.as_str()));
        let zone = if first_person { Zone::Analysis } else { self.zone };
        self.push(kind, zone, &line.text);
        self.body += 1;
    }

    fn plain_subhead(&self, line: &Line, next: Option<&Line>) -> bool {
        let length = line.text.chars().count();
        length < 90
            && !line.text.ends_with(['.', '؟', '!', '،', '؛', '"', '”', '»'])
            && self.body > 0
            && next.is_some_and(|n| n.text.chars().count() > length * 2)
    }

    fn finish(mut self, meta: &Meta) -> Page {
        if let Some(date) = meta.date() {
            match &self.page.published {
                Some(seen) if seen.date != date => self.page.problems.push(Problem {
                    code: "MZ906",
                    span: seen.span,
                    message: format!(
                        "the page shows {} and its metadata say {date}; the visible date was taken",
                        seen.date
                    ),
                }),
                Some(_) => {}
                None => {
                    self.page.published = Some(Published { date, span: None, basis: "metadata" })
                }
            }
        }
        self.byline_findings(meta);
        if self.page.published.is_none() && self.body > 0 {
            self.page.findings.push(Problem {
                code: "MZ002",
                span: None,
                message: "the page states no date of publication".to_owned(),
            });
        }
        self.page.lang = language(&self.page.text);
        self.opinion_finding();
        self.page
    }

    fn byline_findings(&mut self, meta: &Meta) {
        let name = self
            .page
            .byline
            .map(|s| self.page.text[s.0 as usize..s.1 as usize].to_owned())
            .or_else(|| meta.author.clone());
        let unnamed = name.as_deref().is_none_or(|n| self.is_in("page.team", &fold(n)));
        if unnamed && self.body > 0 {
            let message = name.map_or_else(
                || "no author is named".to_owned(),
                |n| format!("the byline names no person: {n}"),
            );
            self.page.findings.push(Problem { code: "MZ003", span: self.page.byline, message });
        }
    }

    fn opinion_finding(&mut self) {
        let first = self
            .page
            .blocks
            .iter()
            .position(|b| b.zone == Zone::Analysis && b.kind != BlockKind::Title);
        let report = self
            .page
            .blocks
            .iter()
            .any(|b| b.zone == Zone::Report && b.kind == BlockKind::Paragraph);
        if let (Some(at), true) = (first, report) {
            let span = self.page.blocks[at].span;
            self.page.findings.push(Problem {
                code: "MZ011",
                span: Some(span),
                message: "analysis follows the report without a label".to_owned(),
            });
        }
    }
}

/// Arabic or English by which script most letters are of.
fn language(text: &str) -> String {
    let arabic = text.chars().filter(|c| matches!(c, '\u{0600}'..='\u{06FF}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    if latin > arabic { "en" } else { "ar" }.to_owned()
}
