//! Lines to a page: title once, section, dateline, byline, body with zones, tail.

use crate::date::full_date;
use crate::evidence::{Source, weigh};
use crate::lines::{Line, LineKind, Role};
use crate::meta::Meta;
use crate::moment::Moment;
use crate::{Block, BlockKind, Page, Problem, Published, Zone, tail, zone};
use mizan_data::Knowledge;
use mizan_data::cues::CueList;
use mizan_text::{Folded, Span, fold};

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
    /// Is the title yet to come?
    visible: Vec<(Source, Moment)>,
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
        self.knowledge.list(list).iter().any(|w| w == folded)
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

    /// The time of a live entry, alone on its line.
    fn clock(&mut self, text: &str) -> bool {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let short = text.chars().count() < 30 && text.contains(':') && digits >= 3;
        if short {
            self.push(BlockKind::Dateline, Zone::Boilerplate, text);
        }
        short
    }

    fn kicker(&mut self, text: &str) {
        let span = self.push(BlockKind::Kicker, Zone::Boilerplate, text);
        self.page.kicker.get_or_insert(span);
    }

    fn section(&mut self, text: &str) {
        let label = text.split_once(':');
        let label = label.filter(|(l, _)| self.is_in("page.section_label", &fold(l.trim())));
        let text = label.map_or(text, |(_, name)| name).trim();
        if self.page.section.is_none() && text.chars().count() < 40 {
            let span = self.push(BlockKind::Section, Zone::Boilerplate, text);
            self.page.section = Some(span);
        }
        if self.is_in("page.opinion", &fold(text)) {
            self.zone = Zone::Analysis;
        }
    }

    fn caption(&mut self, text: &str) {
        let span = self.push(BlockKind::Caption, self.zone, text);
        self.page.caption.get_or_insert(span);
    }

    /// «آخر تحديث: …».
    fn updated_words(&mut self, text: &str, folded: &str) -> bool {
        let begins =
            self.knowledge.list("page.updated").iter().any(|w| folded.starts_with(w.as_str()));
        let short = begins && text.chars().count() < 90;
        if short {
            self.updated(text, folded);
        }
        short
    }

    fn updated(&mut self, text: &str, folded: &str) {
        self.push(BlockKind::Dateline, Zone::Boilerplate, text);
        if let Some(found) = full_date(folded, self.knowledge) {
            self.page.updated.get_or_insert(found.date.into());
        }
    }

    /// Between title and text: a date, a byline, or nothing of the article.
    fn head_line(&mut self, line: &Line, folded: &str) {
        if let Some(stated) = line.stated.filter(|_| self.live.is_none()) {
            self.visible.push((Source::Microdata, stated));
        }
        if self.is_label(folded) {
            return;
        }
        if self.updated_words(&line.text, folded)
            || self.dateline(&line.text, folded)
            || self.byline(&line.text)
        {
            return;
        }
        if line.role == Role::Byline && self.page.byline.is_none() && !self.is_name(&line.text) {
            let span = self.push(BlockKind::Byline, Zone::Boilerplate, &line.text);
            self.page.byline = Some(span);
        } else if line.role == Role::Under && !tail::is_furniture(&line.text, self.knowledge) {
            let span = self.push(BlockKind::Subtitle, self.zone, &line.text);
            self.page.subtitle.get_or_insert(span);
        }
    }

    /// «بواسطة», «نشر بتاريخ»: a label whose value stands in another line.
    fn is_label(&self, folded: &str) -> bool {
        let label = folded.trim_matches(|c: char| !c.is_alphanumeric());
        self.is_in("page.byline", label) || self.is_in("page.published", label)
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
        let seen = self.visible.iter().any(|v| v.0 == Source::Visible);
        if self.body > 1 || text.chars().count() > 90 || seen {
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
        self.visible.push((Source::Visible, found.date.into()));
        self.page.published = Some(Published {
            moment: found.date.into(),
            date: found.date,
            span: Some((span.0 + from, span.0 + to)),
            basis: Source::Visible.name(),
        });
        let before = text[..from as usize].trim_matches(|c: char| !c.is_alphanumeric());
        let plain = !self.is_name(before) && !self.is_label(&fold(before));
        if plain && !before.is_empty() && before.chars().count() < 40 && self.page.section.is_none()
        {
            let at = span.0 + text.find(before).unwrap_or(0) as u32;
            self.page.section = Some((at, at + before.len() as u32));
        }
        true
    }

    /// A place or an agency before the date is where and by whom, no section.
    fn is_name(&self, text: &str) -> bool {
        let parts = text.split(['-', 'ـ', '–', '،', '(', ')', ':', '/']);
        let parts = parts.map(|part| fold(part.trim()));
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
        let Some(name) = self.after_label(text) else { return false };
        let from = (name.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let to = from + name.len() as u32;
        let span = self.push(BlockKind::Byline, Zone::Boilerplate, text);
        self.page.byline = Some((span.0 + from, span.0 + to));
        true
    }

    /// The name after «الكاتب:» or «بقلم»; without a colon only some labels count.
    fn after_label<'t>(&self, text: &'t str) -> Option<&'t str> {
        let colon = text.split_once([':', '،', ',']);
        let colon = colon.filter(|(label, _)| self.is_in("page.byline", &fold(label.trim())));
        let blanks = || text.match_indices(' ').take(2).map(|(at, _)| at);
        let alone = || {
            let at = blanks().find(|at| self.is_in("page.byline_alone", &fold(&text[..*at])))?;
            Some(&text[at + 1..])
        };
        let name = colon.map(|c| c.1).or_else(alone)?.trim();
        (!name.is_empty()).then_some(name)
    }

    fn is_residue(&self, folded: &str) -> bool {
        if self.knowledge.cues(folded).any(|c| c.list == CueList::Residue) {
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

    fn finish(mut self, meta: &Meta) -> Page {
        self.published(meta);
        self.statements(meta);
        self.byline_findings();
        if self.page.published.is_none() && self.body > 0 {
            self.page.findings.push(Problem {
                code: "MZ002",
                span: None,
                message: "the page states no date of publication".to_owned(),
            });
        }
        self.page.lang = language(&self.page.text);
        zone::judge(&mut self.page, self.knowledge);
        self.opinion_finding();
        self.page
    }

    /// The day of publication, of all that say one.
    fn published(&mut self, meta: &Meta) {
        let mut all = std::mem::take(&mut self.visible);
        all.extend(&meta.published);
        let addresses = meta.addresses.iter().filter_map(|(_, a)| address_day(a));
        all.extend(addresses.map(|d| (Source::Address, Moment::from(d))));
        // One day in the paper's zone and the next in UTC are one moment.
        let local = all.first().map(|m| m.1.date);
        let key = |m: &Moment| {
            let shifted = m.utc_day() == local
                || m.offset == Some(jiff::tz::Offset::UTC) && next_day(m, local);
            local.filter(|_| shifted).unwrap_or(m.date).to_string()
        };
        let Some(((source, moment), choice)) = weigh("published", &all, key, ToString::to_string)
        else {
            return;
        };
        let exact = all.iter().map(|m| m.1).find(|m| m.time.is_some() && m.date == moment.date);
        if choice.contested {
            let span = self.page.published.as_ref().and_then(|p| p.span);
            let message =
                format!("the page's dates disagree; {} was taken: {}", choice.value, choice.reason);
            self.page.problems.push(Problem { code: "MZ906", span, message });
        }
        self.page.choices.push(choice);
        let span =
            self.page.published.as_ref().filter(|p| p.date == moment.date).and_then(|p| p.span);
        let basis = if source == Source::Visible { source.name() } else { Source::Meta.name() };
        let basis = if source == Source::Address { source.name() } else { basis };
        self.page.published =
            Some(Published { moment: exact.unwrap_or(moment), date: moment.date, span, basis });
    }

    /// What else the metadata say.
    fn statements(&mut self, meta: &Meta) {
        let page = &mut self.page;
        let mut pick = |field, list: &[(Source, String)]| {
            let (won, choice) = weigh(field, list, |t| fold(t), Clone::clone)?;
            page.choices.push(choice);
            Some(won.1)
        };
        let mut outlets = meta.outlets.clone();
        let shown = page.title.map(|t| page.text[t.0 as usize..t.1 as usize].to_owned());
        outlets.extend(head_outlet(meta, shown.as_deref()));
        page_outlet(&mut outlets);
        let outlet = pick("outlet", &outlets);
        let section = pick("section", &meta.sections);
        let address = pick("address", &meta.addresses);
        page.outlet = outlet;
        page.section_name = section;
        page.url = address.filter(|a| a.starts_with("http"));
        let updated =
            weigh("updated", &meta.updated, |m: &Moment| m.date.to_string(), ToString::to_string);
        if let Some(((_, moment), choice)) = updated {
            page.updated = Some(moment);
            page.choices.push(choice);
        }
        if let (Some(updated), Some(published)) = (page.updated, &page.published)
            && updated.date < published.date
        {
            let message = format!(
                "changed on {}, before it was published on {}",
                updated.date, published.date
            );
            page.problems.push(Problem { code: "MZ907", span: None, message });
            page.updated = None;
        }
        self.authors(meta);
    }

    /// Who wrote it: the line that the reader sees, else the names of the metadata.
    fn authors(&mut self, meta: &Meta) {
        if let Some(span) = self.page.byline {
            let text = self.page.text[span.0 as usize..span.1 as usize].to_owned();
            self.page.authors = split_names(&text);
            return;
        }
        let best = [Source::JsonLd, Source::OpenGraph, Source::Microdata, Source::Meta];
        let names = |s: &Source| -> Vec<String> {
            let own = meta.authors.iter().filter(|a| a.0 == *s && !a.1.contains("://"));
            own.flat_map(|a| split_names(&a.1)).collect()
        };
        self.page.authors = best.iter().map(names).find(|n| !n.is_empty()).unwrap_or_default();
    }

    fn byline_findings(&mut self) {
        let name = self
            .page
            .byline
            .map(|s| self.page.text[s.0 as usize..s.1 as usize].to_owned())
            .or_else(|| self.page.authors.first().cloned());
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

/// Is the day the one after a moment of UTC, as it is east of it in the evening?
fn next_day(moment: &Moment, local: Option<jiff::civil::Date>) -> bool {
    let evening = moment.time.is_some_and(|t| t.hour() >= 20);
    evening && moment.date.tomorrow().ok() == local
}

/// The day that an address states: `/2025/11/30/` or `2025-11-30`.
fn address_day(address: &str) -> Option<jiff::civil::Date> {
    let parts: Vec<&str> = address.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|w| {
        let [y, m, d] = w else { return None };
        let fits = y.len() == 4 && m.len() <= 2 && d.len() <= 2;
        let year: i16 = y.parse().ok().filter(|y| fits && (1995..2100).contains(y))?;
        jiff::civil::Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()
    })
}

/// What `<title>` holds beside the title: the outlet's name.
fn head_outlet(meta: &Meta, title: Option<&str>) -> Option<(Source, String)> {
    let (source, head) = meta.titles.iter().find(|t| t.0 == Source::HeadTitle)?;
    let rest = match title.and_then(|t| head.split_once(t)) {
        Some((before, after)) => {
            let parts = before.split(SEPARATORS).chain(after.split(SEPARATORS)).map(str::trim);
            parts.filter(|p| p.chars().any(char::is_alphabetic)).max_by_key(|p| p.len())?
        }
        None => {
            &head[BETWEEN.iter().filter_map(|m| head.rfind(m).map(|at| at + m.len())).max()?..]
        }
    };
    Some((*source, rest.trim().to_owned()))
}

/// A name longer than this is no outlet's.
fn page_outlet(outlets: &mut Vec<(Source, String)>) {
    outlets.retain(|o| (2..50).contains(&o.1.chars().count()));
}

/// The names of a byline.
fn split_names(text: &str) -> Vec<String> {
    let parts = text.split(['،', ',', '|', '&', ';', '/']);
    parts
        .map(|p| p.trim().trim_matches(['-', '–', ':', '.', ' ']).to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

/// Arabic or English by which script most letters are of.
fn language(text: &str) -> String {
    let arabic = text.chars().filter(|c| matches!(c, '\u{0600}'..='\u{06FF}')).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    if latin > arabic { "en" } else { "ar" }.to_owned()
}
