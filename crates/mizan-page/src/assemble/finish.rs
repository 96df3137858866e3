//! What all sources together say of the page, weighed when its lines are read.

use super::{BETWEEN, Builder, SEPARATORS, names};
use crate::evidence::{Choice, Source, weigh};
use crate::meta::Meta;
use crate::moment::Moment;
use crate::{BlockKind, Page, Problem, Published, Zone, zone};
use mizan_text::{Span, fold};

impl Builder<'_> {
    pub(super) fn finish(mut self, meta: &Meta) -> Page {
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
        self.page.lang = crate::language::language(&self.page.text);
        zone::judge(&mut self.page, self.knowledge);
        self.opinion_finding();
        self.page
    }

    /// Figures that can be read in two ways are read as another statement says them.
    fn turn_figures(&self, all: &mut [(Source, Moment)]) {
        let Some(other) = self.swapped else { return };
        let said =
            |d: jiff::civil::Date| all.iter().any(|(s, m)| *s != Source::Visible && m.date == d);
        if said(other)
            && let Some(seen) = all.iter().position(|(s, m)| *s == Source::Visible && !said(m.date))
        {
            all[seen].1 = other.into();
        }
    }

    /// The day of publication, of all that say one.
    pub(super) fn published(&mut self, meta: &Meta) {
        let mut all = std::mem::take(&mut self.visible);
        all.extend(&meta.published);
        let addresses = meta.addresses.iter().filter_map(|(_, a)| address_day(a));
        all.extend(addresses.map(|d| (Source::Address, Moment::from(d))));
        self.turn_figures(&mut all);
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
        let (source, moment) = home_day(&all, source, moment);
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
    pub(super) fn statements(&mut self, meta: &Meta) {
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
        if outlets.is_empty() {
            outlets.clone_from(&meta.publishers);
        }
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
        self.shown_title(meta);
        self.shown_byline(meta);
    }

    /// The title is what the reader sees; what the metadata say otherwise is kept beside it.
    fn shown_title(&mut self, meta: &Meta) {
        let Some(span) = self.page.title else { return };
        let shown = self.page.text[span.0 as usize..span.1 as usize].to_owned();
        let others: Vec<(Source, String)> = meta
            .titles
            .iter()
            .filter(|t| t.0 != Source::HeadTitle && fold(&t.1) != fold(&shown))
            .cloned()
            .collect();
        let far = others.iter().any(|t| shared(&shown, &t.1) * 2 < 1000);
        self.compared("title", shown, &others, far, Some(span));
    }

    /// Likewise the byline. A name of the site itself or in other letters is no other person.
    fn shown_byline(&mut self, meta: &Meta) {
        let shown = self.page.authors.join("، ");
        let Some(span) = self.page.byline.filter(|_| !shown.is_empty()) else { return };
        let outlet = self.page.outlet.as_deref().map(fold);
        let person = |name: &str| {
            let name = fold(name);
            Some(&name) != outlet.as_ref() && !name.is_ascii() && !self.is_in("page.team", &name)
        };
        let others: Vec<(Source, String)> = meta
            .authors
            .iter()
            .filter(|a| person(&a.1) && shared(&shown, &a.1) < 1000)
            .cloned()
            .collect();
        let far = others.iter().any(|a| shared(&shown, &a.1) == 0);
        self.compared("byline", shown, &others, far, Some(span));
    }

    /// Keeps what is shown as the choice; where a statement is far from it, that is a problem.
    fn compared(
        &mut self,
        field: &'static str,
        value: String,
        others: &[(Source, String)],
        contested: bool,
        span: Option<Span>,
    ) {
        let against: Vec<String> =
            others.iter().map(|(s, t)| format!("«{t}» by {}", s.name())).collect();
        let mut reason = "as the page shows it".to_owned();
        if !against.is_empty() {
            reason.push_str(&format!(", against {}", against.join("; ")));
        }
        if contested {
            let message = format!("the {field} shown is not that of the metadata: {reason}");
            self.page.problems.push(Problem { code: "MZ910", span, message });
        }
        self.page.choices.push(Choice { field, value, reason, contested });
    }

    /// Who wrote it: the line that the reader sees, else the names of the metadata.
    pub(super) fn authors(&mut self, meta: &Meta) {
        let outlet = self.page.outlet.clone();
        let read = |text: &str| names::names(text, outlet.as_deref(), self.knowledge);
        let shown = self.page.byline.map(|s| read(&self.page.text[s.0 as usize..s.1 as usize]));
        let shown = shown.unwrap_or_default();
        let best = [Source::JsonLd, Source::OpenGraph, Source::Microdata, Source::Meta];
        let stated = |s: &Source| -> Vec<String> {
            let own = meta.authors.iter().filter(|a| a.0 == *s && !a.1.contains("://"));
            let mut all: Vec<String> = own.flat_map(|a| read(&a.1)).collect();
            let mut seen = std::collections::HashSet::new();
            all.retain(|n| seen.insert(fold(n)));
            all
        };
        let stated = best.iter().map(stated).find(|n| !n.is_empty()).unwrap_or_default();
        // A statement that names all who are shown, and more, is whole.
        let among = |n: &String| stated.iter().any(|s| fold(s) == fold(n));
        let whole = (shown.len() + 1..=MANY).contains(&stated.len()) && shown.iter().all(among);
        self.page.authors = if whole || shown.is_empty() { stated } else { shown };
    }

    pub(super) fn byline_findings(&mut self) {
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

    pub(super) fn opinion_finding(&mut self) {
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
            let words = fold(&self.page.text[span.0 as usize..span.1 as usize]);
            let label = words.split(':').next().unwrap_or("").trim();
            if self.is_in("page.opinion", label) {
                return;
            }
            self.page.findings.push(Problem {
                code: "MZ011",
                span: Some(span),
                message: "analysis follows the report without a label".to_owned(),
            });
        }
    }
}

/// More names than these are those of all who ever wrote for the page.
const MANY: usize = 5;

/// Thousandths of the words of the shorter text that the other has too.
fn shared(a: &str, b: &str) -> usize {
    let (a, b) = (fold(a), fold(b));
    let words = |t: &str| -> Vec<String> {
        let parts = t.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        parts.map(str::to_owned).collect()
    };
    let (mut short, mut long) = (words(&a), words(&b));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    short.iter().filter(|w| long.contains(w)).count() * 1000 / short.len().max(1)
}

/// A moment in UTC may be of the day before or after where the paper is: what the reader sees, what another
/// zone or the address says, is the paper's own day.
fn home_day(all: &[(Source, Moment)], source: Source, moment: Moment) -> (Source, Moment) {
    let utc = moment.offset == Some(jiff::tz::Offset::UTC) && moment.time.is_some();
    let own = |m: &Moment| m.offset.is_none_or(|o| o != jiff::tz::Offset::UTC);
    let beside = |m: &Moment| {
        let hour = moment.time.map_or(12, jiff::civil::Time::hour);
        let next = moment.date.tomorrow().ok() == Some(m.date) && hour >= 10;
        let last = moment.date.yesterday().ok() == Some(m.date) && hour < 12;
        next || last
    };
    let local = |(s, m): &&(Source, Moment)| {
        own(m) && beside(m) && matches!(s, Source::Visible | Source::Address | Source::Microdata)
    };
    let same = all.iter().any(|(_, m)| own(m) && m.date == moment.date);
    let found = all.iter().find(local).filter(|_| utc && !same);
    found.map_or((source, moment), |f| *f)
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
