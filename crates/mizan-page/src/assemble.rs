//! Lines to a page: title once, section, dateline, byline, body with zones, tail.

mod finish;
mod head;
mod names;

use crate::evidence::{Source, weigh};
use crate::lines::{Line, LineKind, Role};
use crate::meta::Meta;
use crate::moment::Moment;
use crate::{Block, BlockKind, Page, Problem, Zone, tail};
use mizan_data::Knowledge;
use mizan_data::cues::CueList;
use mizan_text::{Span, fold};

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
    let mut role = Role::Unknown;
    let (kind, text) = if let Some(rest) = text.strip_prefix("# ") {
        role = Role::Title;
        (LineKind::Plain, rest)
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
    let at = Some((text.as_ptr() as usize).saturating_sub(start) as u32);
    let mut line = Line::plain(text.to_owned(), role);
    (line.kind, line.at) = (kind, at);
    line
}

struct Builder<'k> {
    page: Page,
    knowledge: &'k Knowledge,
    title: Option<String>,
    repeats: usize,
    zone: Zone,
    body: usize,
    /// Where the line at hand stands in a text that is kept.
    at: Option<u32>,
    /// The moment of the live entry at hand.
    live: Option<Moment>,
    /// Moments of publication that stand in the lines.
    visible: Vec<(Source, Moment)>,
    /// The visible day with its month, where its figures may be read either way.
    swapped: Option<jiff::civil::Date>,
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
            ..Page::default()
        },
        at: None,
        live: None,
        visible: Vec::new(),
        swapped: None,
        few: lines.len() < 3,
        knowledge,
        title: title(lines, meta),
        repeats: 0,
        zone: Zone::Report,
        body: 0,
    };
    if meta.sections.iter().any(|(_, s)| b.is_in("page.opinion", &fold(s))) {
        b.zone = Zone::Analysis;
    }
    let outside = tail::outside(lines, knowledge);
    b.unseen_title(lines, meta);
    for (n, line) in lines.iter().enumerate() {
        if outside[n] && line.role != Role::Title {
            if tail::is_signed(line, knowledge) {
                b.page.sign_offs.push(line.text.clone());
            }
            b.aside(line);
        } else {
            b.parts(line, lines.get(n + 1));
        }
    }
    b.finish(meta)
}

/// The title: what the markup marks, else what the metadata say, else a first line that is short and has no stop.
fn title(lines: &[Line], meta: &Meta) -> Option<String> {
    let marked = lines.iter().find(|l| l.role == Role::Title).map(|l| l.text.clone());
    let stated = || stated_title(meta);
    let first = || {
        let line = lines.iter().find(|l| matches!(l.role, Role::Unknown | Role::Body))?;
        let fits = line.text.len() < 400 && !line.text.ends_with(['.', ':', '،']);
        (fits && lines.len() > 1).then(|| line.text.clone())
    };
    marked.or_else(stated).or_else(first).map(|t| fold(&t))
}

/// The title by metadata alone.
fn stated_title(meta: &Meta) -> Option<String> {
    let clean = |source: &Source, text: &str| match source {
        Source::HeadTitle => head_parts(text).first().map_or(text, |t| *t).to_owned(),
        _ => text.to_owned(),
    };
    let all: Vec<(Source, String)> = meta.titles.iter().map(|(s, t)| (*s, clean(s, t))).collect();
    weigh("title", &all, |t| fold(t), Clone::clone).map(|w| w.0.1)
}

/// Marks between a page's title and its outlet's name in `<title>`.
const BETWEEN: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " : "];
/// The same as single characters, where the title itself is known.
const SEPARATORS: [char; 7] = ['|', '-', '–', '—', ':', '»', '•'];

/// A head's title in parts, the longest first.
pub(crate) fn head_parts(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for mark in BETWEEN {
        parts = parts.into_iter().flat_map(|p| p.split(mark)).map(str::trim).collect();
    }
    parts.sort_by_key(|p| std::cmp::Reverse(p.len()));
    parts.retain(|p| !p.is_empty());
    parts
}

impl Builder<'_> {
    fn is_in(&self, list: &str, folded: &str) -> bool {
        self.knowledge.is(list, folded)
    }

    fn push(&mut self, kind: BlockKind, zone: Zone, text: &str) -> Span {
        if let Some(at) = self.at {
            let span = (at, at + text.len() as u32);
            self.page.blocks.push(Block { kind, zone, span, at: self.live });
            return span;
        }
        if !self.page.text.is_empty() {
            self.page.text.push('\n');
        }
        let from = self.page.text.len() as u32;
        self.page.text.push_str(text);
        let span = (from, self.page.text.len() as u32);
        self.page.blocks.push(Block { kind, zone, span, at: self.live });
        span
    }

    /// A title that only the metadata give is shown first.
    fn unseen_title(&mut self, lines: &[Line], meta: &Meta) {
        let seen = |t: &String| lines.iter().any(|l| l.folded() == *t);
        if self.page.text.is_empty() && !self.title.as_ref().is_none_or(seen) {
            let text = stated_title(meta).unwrap_or_default();
            self.title_line(&text);
        }
    }

    /// What is no part of the article: kept where the text is kept as it is, else left out.
    fn aside(&mut self, line: &Line) {
        if line.at.is_some() {
            self.at = line.at;
            self.push(BlockKind::Tail, Zone::Boilerplate, &line.text);
        }
    }

    /// A line without what leads elsewhere in it.
    fn parts(&mut self, line: &Line, next: Option<&Line>) {
        let cuts = tail::cuts(line, self.knowledge);
        if cuts.is_empty() {
            return self.line(line, next);
        }
        let Some(start) = line.at else {
            let text = tail::without(&line.text, &cuts);
            return self.line(&line.with_text(text, None), next);
        };
        let mut at = 0;
        for (from, to) in cuts.into_iter().chain([(line.text.len(), line.text.len())]) {
            self.stretch(line, start, (at, from), next);
            let cut = line.with_text(line.text[from..to].to_owned(), Some(start + from as u32));
            if from < to {
                self.aside(&cut);
            }
            at = to;
        }
    }

    /// A part of a line of a text that is kept.
    fn stretch(
        &mut self,
        line: &Line,
        start: u32,
        (from, to): (usize, usize),
        next: Option<&Line>,
    ) {
        let text = &line.text[from..to];
        let lead = text.len() - text.trim_start().len();
        let text = text.trim();
        if text.chars().any(char::is_alphanumeric) {
            let at = Some(start + (from + lead) as u32);
            self.line(&line.with_text(text.to_owned(), at), next);
        }
    }

    fn line(&mut self, line: &Line, next: Option<&Line>) {
        if line.text.trim().is_empty() {
            return;
        }
        let folded = line.folded();
        self.at = line.at;
        self.live = line.live;
        let is_title = self.title.as_deref() == Some(folded);
        match line.role {
            _ if self.few && line.role == Role::Unknown => {
                self.push(BlockKind::Paragraph, self.zone, &line.text);
                self.body += 1;
            }
            _ if is_title => self.title_line(&line.text),
            Role::Kicker => self.kicker(&line.text),
            Role::Subtitle => {
                let span = self.push(BlockKind::Subtitle, self.zone, &line.text);
                self.page.subtitle.get_or_insert(span);
            }
            Role::Section => self.section(&line.text),
            Role::Caption => self.caption(&line.text),
            Role::Updated => self.updated(&line.text, folded),
            Role::Head | Role::Byline | Role::Under => self.head_line(line, folded),
            Role::Unknown | Role::Body | Role::Title => self.word_line(line, folded, next),
        }
    }

    /// A line whose words must tell.
    fn word_line(&mut self, line: &Line, folded: &str, next: Option<&Line>) {
        let live = line.live.is_some() && self.clock(&line.text);
        let label = self.body == 0 && line.role == Role::Unknown && line.at.is_none();
        if live
            || label && self.is_label(folded)
            || self.updated_words(&line.text, folded)
            || self.dateline(&line.text, folded)
            || self.byline(&line.text)
        {
        } else if self.is_residue(folded) {
            self.residue(&line.text);
        } else {
            self.body_line(line, next);
        }
    }

    fn is_residue(&self, folded: &str) -> bool {
        if self.knowledge.cues(folded).any(|c| c.list == CueList::Residue) {
            return true;
        }
        // An offer in the first person and an address to the one who ordered the text, in one line.
        let mut words = folded.split(|c: char| !c.is_alphanumeric());
        let offers = words.next().is_some_and(|w| self.knowledge.is("zone.offer", w));
        offers && words.any(|w| self.knowledge.is("zone.address", w))
    }

    /// Marks of Markdown that no reader should see: the text was pasted from a chat model as it was.
    fn left_over_marks(&mut self, line: &Line, span: Span) {
        let text = line.text.trim_start();
        let heading = text.starts_with("## ") || text.starts_with("### ");
        let bold = text.split("**").count() > 2;
        if line.at.is_none() && (heading || bold || text.starts_with("```")) {
            self.page.findings.push(Problem {
                code: "MZ012",
                span: Some(span),
                message: "marks of Markdown stand in the text of the page".to_owned(),
            });
        }
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
            _ if self.live.is_some() => BlockKind::LiveEntry,
            LineKind::Subhead => BlockKind::Subhead,
            LineKind::Cell => BlockKind::Cell,
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
            && self.is_in("page.section", line.folded())
        {
            let span = self.push(BlockKind::Section, Zone::Boilerplate, &line.text);
            self.page.section = Some(span);
            return;
        }
        let zone = match kind {
            BlockKind::Quotation => Zone::Quote,
            _ => self.zone,
        };
        let span = self.push(kind, zone, &line.text);
        self.left_over_marks(line, span);
        self.body += 1;
    }

    fn plain_subhead(&self, line: &Line, next: Option<&Line>) -> bool {
        let length = line.text.chars().count();
        length < 90
            && !line.text.ends_with(['.', '؟', '!', '،', '؛', '"', '”', '»'])
            && self.body > 0
            && next.is_some_and(|n| n.text.chars().count() > length * 2)
    }
}
