//! Rules of dates: days that are none, weekdays that are another, months under two names, tomorrow told as past.

use crate::rule::{Arg, Draft};
use crate::scene::Scene;
use jiff::civil::Date;
use mizan_text::{Kind, Span};

pub(crate) fn find(s: &Scene<'_>, out: &mut Vec<Draft>) {
    later(s, out);
    let mut written = Written { s, out };
    for at in 0..s.text.tokens.len() {
        written.day_month(at);
        written.numeric(at);
        written.pair(at);
        written.weekday(at);
    }
}

/// An event that happened on a day after publication.
fn later(s: &Scene<'_>, out: &mut Vec<Draft>) {
    let Some(day) = s.day() else { return };
    for e in s.record.events.iter().filter(|e| e.status == "occurred" && e.zone == "report") {
        let Some(date) = e.date.as_ref().filter(|d| d.precision == "day") else { continue };
        let from: Option<Date> = date.from.as_deref().and_then(|d| d.parse().ok());
        if from.is_some_and(|from| from > day) {
            let span = s.bytes(date.span);
            if out.last().is_none_or(|d| d.code != "MZ050" || d.span != Some(span)) {
                let draft = Draft::new("MZ050", Some(span));
                out.push(draft.arg(date.text.as_str()).arg(day.to_string()));
            }
        }
    }
}

/// A day and a month as they stand: numbers, and the tokens that they end at.
struct DayMonth {
    day: u32,
    month: u8,
    gregorian: bool,
    year: Option<i16>,
    from: usize,
    to: usize,
}

struct Written<'s, 'a> {
    s: &'s Scene<'a>,
    out: &'s mut Vec<Draft>,
}

impl Written<'_, '_> {
    /// The month that starts at a token: calendar, number, and where it ends.
    fn month(&self, at: usize) -> Option<(bool, u8, usize)> {
        let text = &self.s.text;
        let two = format!("{} {}", text.word(at), text.word(at + 1));
        let months = &self.s.k.tables.months;
        let found = |key: &str, to: usize| months.get(key).map(|m| (m.0 == "gregorian", m.1, to));
        found(&two, at + 2).or_else(|| found(text.word(at), at + 1))
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.s.text.tokens.get(at).filter(|t| t.kind == Kind::Number)?;
        self.s.text.word(at).parse().ok()
    }

    /// A month, and the other name of it behind a stroke.
    fn month_pair(&self, at: usize) -> Option<(bool, u8, usize)> {
        let (gregorian, month, to) = self.month(at)?;
        let second = (self.s.text.word(to) == "/").then(|| self.month(to + 1)).flatten();
        Some((gregorian, month, second.map_or(to, |m| m.2)))
    }

    fn year(&self, at: usize) -> Option<(i16, usize)> {
        let comma = usize::from(matches!(self.s.text.word(at), "," | "،"));
        let n = self.number(at + comma).filter(|n| (1300..2200).contains(n))?;
        Some((n as i16, at + comma + 1))
    }

    /// «31 نيسان 2024», «April 31, 2024».
    fn date_at(&self, at: usize) -> Option<DayMonth> {
        let (day, month, gregorian, to) = if let Some(day) = self.number(at) {
            let (gregorian, month, to) = self.month_pair(at + 1)?;
            (day, month, gregorian, to)
        } else {
            let (gregorian, month, to) = self.month(at).filter(|_| self.s.is_english())?;
            (self.number(to)?, month, gregorian, to + 1)
        };
        let year = self.year(to);
        let end = year.map_or(to, |y| y.1);
        (day < 100).then_some(DayMonth {
            day,
            month,
            gregorian,
            year: year.map(|y| y.0),
            from: at,
            to: end,
        })
    }

    fn span(&self, from: usize, to: usize) -> Span {
        (self.s.text.whole(from).0, self.s.text.whole(to.saturating_sub(1)).1)
    }

    /// Is the token in the article, and no part of a longer number such as 1/31?
    fn stands(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |t| self.s.text.word(t));
        let kept = self.s.block_at(self.s.text.whole(at).0).is_some();
        kept && !matches!(before, "/" | ".")
    }

    fn day_month(&mut self, at: usize) {
        let Some(d) = self.date_at(at).filter(|_| self.stands(at)) else { return };
        let year = d.year.or_else(|| self.s.day().map(Date::year)).unwrap_or(2000);
        let most = if d.gregorian { days(year, d.month, d.year.is_some()) } else { 30 };
        // «16 مايو 45 قتيلا»: a number behind a month of which it is no day is no date in Arabic either.
        if d.day == 0 || d.day > most {
            let span = self.span(d.from, d.to);
            self.out.push(Draft::new("MZ052", Some(span)).arg(self.s.text.words(span)));
        }
    }

    /// «31/04/2024», «2024-13-05».
    fn numeric(&mut self, at: usize) {
        let mark = self.s.text.word(at + 1);
        if !matches!(mark, "/" | "-") || self.s.text.word(at + 3) != mark || !self.stands(at) {
            return;
        }
        let all = [self.number(at), self.number(at + 2), self.number(at + 4)];
        let [Some(a), Some(b), Some(c)] = all else { return };
        let (year, x, y) = if a >= 1900 { (a, b, c) } else { (c, a, b) };
        if !(1900..2200).contains(&year) {
            return;
        }
        let fits = |day: u32, month: u32| {
            (1..=12).contains(&month) && (1..=days(year as i16, month as u8, true)).contains(&day)
        };
        if !fits(x, y) && !fits(y, x) {
            let span = self.span(at, at + 5);
            self.out.push(Draft::new("MZ052", Some(span)).arg(self.s.text.words(span)));
        }
    }

    /// «تشرين الثاني/أكتوبر».
    fn pair(&mut self, at: usize) {
        let Some((true, one, to)) = self.month(at) else { return };
        if !matches!(self.s.text.word(to), "/" | "(") {
            return;
        }
        let Some((true, two, end)) = self.month(to + 1) else { return };
        if one != two && self.stands(at) {
            let span = self.span(at, end);
            let (a, b) = (self.span(at, to), self.span(to + 1, end));
            let draft = Draft::new("MZ053", Some(span));
            self.out.push(draft.arg(self.s.text.words(a)).arg(self.s.text.words(b)));
        }
    }

    /// A weekday with its date behind it, nothing but marks and words for «day» between.
    fn weekday(&mut self, at: usize) {
        let k = &self.s.k.tables;
        let word = self.s.text.word(at);
        let stated = k.weekdays.get(word).or_else(|| k.weekdays.get(self.s.text.core(at)));
        let Some(stated) = stated.copied() else { return };
        let next = (at + 1..at + 4).find(|t| !self.passes(*t)).unwrap_or(at + 1);
        let Some(d) = self.date_at(next).filter(|d| d.gregorian) else { return };
        let Some(date) = self.full(&d) else { return };
        let actual = date.weekday().to_monday_one_offset() as u8;
        if actual != stated {
            let span = self.s.text.span(at, at + 1);
            let day = |n: u8| k.reasons.get(&format!("day{n}")).cloned().unwrap_or_default();
            let words = self.s.text.words(self.span(d.from, d.to)).to_owned();
            let draft = Draft::new("MZ051", Some(span)).arg(words);
            self.out.push(draft.arg(Arg::Both(day(actual))).arg(Arg::Both(day(stated))));
        }
    }

    fn passes(&self, token: usize) -> bool {
        let word = self.s.text.word(token);
        matches!(word, "," | "،" | "(") || self.s.k.is("audit.before_date", word)
    }

    /// With its year, or the year of publication where that brings it near.
    fn full(&self, d: &DayMonth) -> Option<Date> {
        let month = i8::try_from(d.month).ok()?;
        let day = i8::try_from(d.day).ok()?;
        if let Some(year) = d.year {
            return Date::new(year, month, day).ok();
        }
        let published = self.s.day()?;
        let date = Date::new(published.year(), month, day).ok()?;
        let days = (date - published).get_days().abs();
        (days < 60).then_some(date)
    }
}

/// The days of a month; of February 29 where no year is stated.
fn days(year: i16, month: u8, stated: bool) -> u32 {
    let year = if stated { year } else { 2000 };
    let first = Date::new(year, month.clamp(1, 12) as i8, 1);
    first.map_or(31, |d| d.days_in_month() as u32)
}
