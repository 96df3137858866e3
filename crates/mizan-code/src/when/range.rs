//! Ranges: from one date to another, and open at one end.

use super::{Finder, When};
use jiff::ToSpan;
use jiff::civil::Date;

impl Finder<'_, '_> {
    /// «بين 24 و27 تشرين الثاني»، «من 3 إلى 7 مايو»، «من 28 شباط حتى 3 آذار»، «بين عامي 2011 و2015».
    pub(super) fn range(&self, at: usize) -> Option<When> {
        let opened = self.has("date.between", at) || self.is("grammar.date_from", at);
        let first = at + usize::from(opened);
        self.days_of_month(at, first, opened)
            .or_else(|| self.years(at, first, opened))
            .or_else(|| if opened { self.two_dates(at, first) } else { None })
    }

    /// The token behind و، إلى، حتى، - ; و may be glued to the word behind it.
    fn joined(&self, at: usize) -> Option<usize> {
        if self.k.is("grammar.date_to", self.word(at)) {
            return Some(at + 1);
        }
        let second = self.phrase("date.until_phrases", at);
        second
            .map(|n| at + n)
            .or_else(|| self.word(at).strip_prefix('و').filter(|w| w.len() > 2).map(|_| at))
    }

    fn days_of_month(&self, at: usize, first: usize, opened: bool) -> Option<When> {
        let (a, behind) = self.day_number(first)?;
        let second = self.joined(behind)?;
        if !opened && self.digits(first).is_none() {
            return None;
        }
        let (b, next) = self.day_number(second)?;
        let skip = usize::from(self.is("grammar.date_from", next));
        let m = self.month(next + skip)?;
        let year = self.year_behind(&m, b);
        let date = |d: i8| year.year.and_then(|y| m.calendar.day(y, m.number, d));
        Some(When {
            at: (at, year.end),
            from: date(a),
            to: date(b),
            precision: "range",
            calendar: m.calendar.name(),
            basis: year.basis,
        })
    }

    /// «بين عامي 2011 و2015»، «2011-2015» behind a word of years.
    fn years(&self, at: usize, first: usize, opened: bool) -> Option<When> {
        let word =
            usize::from(self.has("date.year_words", first) || self.has("date.years_two", first));
        let a = self.year_number(first + word).filter(|y| *y >= 1800)?;
        let second = self.joined(first + word + 1)?;
        let again = usize::from(self.has("date.year_words", second));
        let b = self.year_number(second + again).filter(|y| *y > a && *y < 2101)?;
        if !opened && word == 0 {
            return None;
        }
        let end = second + again + 1;
        self.make(
            (at, end),
            Date::new(a, 1, 1).ok(),
            Date::new(b, 12, 31).ok(),
            "range",
            "stated".into(),
        )
    }

    /// Two dates of any form; a year that only the second states is the first one's too.
    fn two_dates(&self, at: usize, first: usize) -> Option<When> {
        let first = first + usize::from(self.has("date.months_two", first));
        let a = self.single(first).or_else(|| self.bare_month(first))?;
        let second = self.joined(a.at.1)?;
        let b = self.single(second).or_else(|| self.bare_month(second))?;
        self.make((at, b.at.1), shared_year(&a, &b), b.to, "range", b.basis)
    }

    fn bare_month(&self, at: usize) -> Option<When> {
        let m = self.month(at)?;
        let year = self.year_behind(&m, 1);
        let (from, to) = year.year.map_or((None, None), |y| m.calendar.month(y, m.number));
        Some(When {
            at: (at, year.end),
            from,
            to,
            precision: "month",
            calendar: m.calendar.name(),
            basis: year.basis,
        })
    }

    /// «منذ 2014»، «منذ أمس»، «حتى نهاية العام»، «قبل عام 2011»، «بعد 30 يونيو».
    pub(super) fn open_range(&self, at: usize) -> Option<When> {
        // «بعد غد» is a day, «بعد ظهر الجمعة» a part of one.
        if self.phrase("date.day2_ahead", at).is_some()
            || self.phrase("date.parts_in_words", at).is_some()
        {
            return None;
        }
        let since = self.has("date.from_words", at);
        let until = self.has("date.until_words", at);
        let before = self.has("date.before", at);
        let after = self.has("date.after", at);
        if !(since || until || before || after) {
            return None;
        }
        let filler = self.is("date.since_filler", at + 1)
            || self.has("date.parts_of_day", at + 1) && !self.has("date.part_words", at + 1);
        let inner = at + 1 + usize::from(filler);
        if since && let Some((end, from)) = self.since_length(inner) {
            return self.make(
                (at, end),
                from,
                None,
                "range",
                format!("{}; open at its end", self.counted()),
            );
        }
        if let Some(y) = self
            .year_number(inner)
            .filter(|y| (1800..2101).contains(y) && (since || before || after || until))
        {
            return self.open_year(at, inner + 1, y, since || after);
        }
        let found =
            self.single(inner).or_else(|| if since { self.bare_month(inner) } else { None })?;
        let basis = found.basis.clone();
        let (from, to) = match (since, until) {
            (true, _) => (found.from, None),
            (_, true) => (None, found.to),
            // «قبل نهاية العام» lasts to its last day.
            _ if before && self.has("date.end_words", found.at.0.max(inner)) => (None, found.to),
            _ if before => (None, found.from.and_then(|d| d.checked_sub(1.days()).ok())),
            _ => (found.to.and_then(|d| d.checked_add(1.days()).ok()), None),
        };
        let side = if from.is_some() || since || after { "end" } else { "start" };
        Some(When {
            at: (at, found.at.1),
            from,
            to,
            precision: "range",
            calendar: found.calendar,
            basis: format!("{basis}; open at its {side}"),
        })
    }

    fn open_year(&self, at: usize, end: usize, y: i16, from: bool) -> Option<When> {
        let since = self.has("date.from_words", at);
        let (a, b) = match (from, since) {
            (true, true) => (Date::new(y, 1, 1).ok(), None),
            (true, false) => (Date::new(y + 1, 1, 1).ok(), None),
            (false, _) if self.has("date.until_words", at) => (None, Date::new(y, 12, 31).ok()),
            (false, _) => (None, Date::new(y - 1, 12, 31).ok()),
        };
        let side = if from { "end" } else { "start" };
        self.make((at, end), a, b, "range", format!("stated; open at its {side}"))
    }
}

/// The first day of a range whose year stands only behind its second date.
fn shared_year(a: &When, b: &When) -> Option<Date> {
    let (Some(x), Some(y)) = (a.from, b.to) else { return a.from };
    let told = |w: &When| !w.basis.contains("dateline");
    if told(b) && !told(a) {
        let same = Date::new(y.year(), x.month(), x.day()).ok();
        return same
            .filter(|d| *d <= y)
            .or_else(|| Date::new(y.year() - 1, x.month(), x.day()).ok());
    }
    // «بين الأحد والثلاثاء»: the days follow one another.
    if x > y && a.precision == "day" && b.precision == "day" && (x - y).get_days() < 7 {
        return x.checked_sub(7.days()).ok();
    }
    if x > y { x.checked_sub(1.years()).ok().filter(|d| *d <= y) } else { Some(x) }
}
