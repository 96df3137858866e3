//! Lines between a page's title and its text: section, kicker, dateline, byline, moment of the last change.

use super::Builder;
use crate::date::full_date;
use crate::evidence::Source;
use crate::lines::{Line, Role};
use crate::{BlockKind, Problem, Published, Zone, tail};
use mizan_text::{Folded, fold};

impl Builder<'_> {
    /// The time of a live entry, alone on its line.
    pub(super) fn clock(&mut self, text: &str) -> bool {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let short = text.chars().count() < 30 && text.contains(':') && digits >= 3;
        if short {
            self.push(BlockKind::Dateline, Zone::Boilerplate, text);
        }
        short
    }

    pub(super) fn kicker(&mut self, text: &str) {
        let span = self.push(BlockKind::Kicker, Zone::Boilerplate, text);
        self.page.kicker.get_or_insert(span);
    }

    pub(super) fn section(&mut self, text: &str) {
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

    pub(super) fn caption(&mut self, text: &str) {
        let span = self.push(BlockKind::Caption, self.zone, text);
        self.page.caption.get_or_insert(span);
    }

    /// «آخر تحديث: …».
    pub(super) fn updated_words(&mut self, text: &str, folded: &str) -> bool {
        let begins =
            self.knowledge.list("page.updated").iter().any(|w| folded.starts_with(w.as_str()));
        let short = begins && text.chars().count() < 90;
        if short {
            self.updated(text, folded);
        }
        short
    }

    pub(super) fn updated(&mut self, text: &str, folded: &str) {
        self.push(BlockKind::Dateline, Zone::Boilerplate, text);
        if let Some(found) = full_date(folded, self.knowledge) {
            self.page.updated.get_or_insert(found.date.into());
        }
    }

    /// Between title and text: a date, a byline, or nothing of the article.
    pub(super) fn head_line(&mut self, line: &Line, folded: &str) {
        if let Some(stated) = line.stated.filter(|_| self.live.is_none()) {
            self.visible.push((Source::Microdata, stated));
        }
        if self.is_label(folded) {
            return;
        }
        // «نشر في: … | آخر تحديث: …»: each part says something of its own.
        if line.at.is_none() && line.text.contains(" | ") {
            for part in line.text.split(" | ") {
                let mut part = line.with_text(part.trim().to_owned(), None);
                part.role = Role::Head;
                self.head_line(&part, part.folded());
            }
            return;
        }
        if self.updated_words(&line.text, folded)
            || self.dateline(&line.text, folded)
            || self.byline(&line.text)
        {
            return;
        }
        let named = |p: &&str| !super::names::names(p, None, self.knowledge).is_empty();
        let person = self.person_of(&line.text).filter(|_| line.role == Role::Byline);
        let person = person.filter(named);
        if let Some(person) = person.filter(|_| self.page.byline.is_none()) {
            let from = (person.as_ptr() as usize - line.text.as_ptr() as usize) as u32;
            let span = self.push(BlockKind::Byline, Zone::Boilerplate, &line.text);
            self.page.byline = Some((span.0 + from, span.0 + from + person.len() as u32));
        } else if line.role == Role::Under
            && !tail::is_furniture(&line.text, self.knowledge)
            && full_date(folded, self.knowledge).is_none()
        {
            let span = self.push(BlockKind::Subtitle, self.zone, &line.text);
            self.page.subtitle.get_or_insert(span);
        }
    }

    /// «بواسطة», «نشر بتاريخ»: a label whose value stands in another line.
    pub(super) fn is_label(&self, folded: &str) -> bool {
        let label = folded.trim_matches(|c: char| !c.is_alphanumeric());
        self.is_in("page.byline", label) || self.is_in("page.published", label)
    }

    pub(super) fn title_line(&mut self, text: &str) {
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
    pub(super) fn dateline(&mut self, text: &str, folded: &str) -> bool {
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
        self.swapped = found.swapped;
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

    /// The one who wrote, of a line such as «القاهرة - هدى سالم:» that also says from where.
    ///
    /// Nobody where the line names places, agencies and days alone; all of it where it names none.
    fn person_of<'t>(&self, text: &'t str) -> Option<&'t str> {
        // «Name |», «Name @handle»; «9:39AM BST 05 Oct 2011» is nobody.
        let plain = text.trim().split(" @").next().unwrap_or("");
        let plain = plain.trim_end_matches([':', '،', '-', '–', '—', '|', '·', ',', ' ']);
        const DIGITS: usize = 3;
        if plain.chars().filter(|c| c.is_numeric()).count() > DIGITS {
            return None;
        }
        if !self.is_name(plain) {
            return Some(plain);
        }
        let parts = plain.split([':', '،', '(', ')']).flat_map(|p| p.split(" - "));
        let parts = parts.flat_map(|p| p.split(['–', '/', 'ـ'])).map(str::trim);
        let mut persons = parts.filter(|p| p.contains(' ') && !self.is_name(p));
        persons.next().filter(|_| persons.next().is_none())
    }

    /// A place or an agency before the date is where and by whom, no section.
    pub(super) fn is_name(&self, text: &str) -> bool {
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
    pub(super) fn byline(&mut self, text: &str) -> bool {
        if text.chars().count() > 80 || self.page.byline.is_some() {
            return false;
        }
        let Some(name) = self.after_label(text) else { return false };
        let first = name.split([',', '،', '|', '&']).next().unwrap_or("").trim();
        if !super::names::is_name(first, self.knowledge) {
            return false;
        }
        let from = (name.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let to = from + name.len() as u32;
        let span = self.push(BlockKind::Byline, Zone::Boilerplate, text);
        self.page.byline = Some((span.0 + from, span.0 + to));
        true
    }

    /// The name after «الكاتب:» or «بقلم»; without a colon only some labels count.
    pub(super) fn after_label<'t>(&self, text: &'t str) -> Option<&'t str> {
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
}
