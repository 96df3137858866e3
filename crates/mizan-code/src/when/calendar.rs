//! Calendars: months by all their names, Hijri days, holidays.
//!
//! Hijri dates are turned by the Umm al-Qura table, or by the civil (tabular) rule where the text names
//! it; both by `icu_calendar`. Sighting of the moon may move a day by one, which the basis says.

use super::{Finder, When};
use icu_calendar::cal::hijri::{TabularAlgorithmEpoch, TabularAlgorithmLeapYears};
use icu_calendar::cal::{Hijri, Iso};
use jiff::ToSpan;
use jiff::civil::Date;
use mizan_data::model::Holiday;

/// Which calendar a date is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    UmmAlQura,
    Civil,
}

impl Calendar {
    pub(super) fn name(self) -> &'static str {
        match self {
            Calendar::Gregorian => "gregorian",
            Calendar::UmmAlQura => "hijri-umalqura",
            Calendar::Civil => "hijri-civil",
        }
    }

    pub(super) fn hijri(self) -> bool {
        self != Calendar::Gregorian
    }

    /// The Gregorian day of a day of this calendar; none where there is no such day.
    pub(super) fn day(self, year: i16, month: i8, day: i8) -> Option<Date> {
        match self {
            Calendar::Gregorian => Date::new(year, month, day).ok(),
            _ => self.hijri_day(year, month, day),
        }
    }

    fn hijri_day(self, year: i16, month: i8, day: i8) -> Option<Date> {
        // The table is right for living memory; outside of it nothing is claimed.
        if !(1250..=1550).contains(&year) {
            return None;
        }
        let (y, m, d) = (i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let iso = if self == Calendar::Civil {
            let civil = Hijri::new_tabular(
                TabularAlgorithmLeapYears::TypeII,
                TabularAlgorithmEpoch::Friday,
            );
            icu_calendar::Date::try_new_hijri_with_calendar(y, m, d, civil).ok()?.to_calendar(Iso)
        } else {
            let table = Hijri::new_umm_al_qura();
            icu_calendar::Date::try_new_hijri_with_calendar(y, m, d, table).ok()?.to_calendar(Iso)
        };
        let year = i16::try_from(iso.year().extended_year()).ok()?;
        Date::new(year, iso.month().ordinal as i8, iso.day_of_month().0 as i8).ok()
    }

    /// First and last day of a month.
    pub(super) fn month(self, year: i16, month: i8) -> (Option<Date>, Option<Date>) {
        let first = self.day(year, month, 1);
        if !self.hijri() {
            return (first, first.map(Date::last_of_month));
        }
        let last = self.day(year, month, 30).or_else(|| self.day(year, month, 29));
        (first, last)
    }

    /// The year of this calendar in which a Gregorian day lies.
    fn year_of(self, day: Date) -> i16 {
        if !self.hijri() {
            return day.year();
        }
        // 33 Hijri years are 32 Gregorian ones and a week; the guess is at most one off.
        let guess = ((i32::from(day.year()) - 622) * 33 / 32) as i16 + 1;
        (guess - 2..=guess + 1)
            .rev()
            .find(|y| self.day(*y, 1, 1).is_some_and(|first| first <= day))
            .unwrap_or(guess)
    }
}

/// A month read: its number, its calendar, the token behind it.
pub(super) struct Month {
    pub number: i8,
    pub calendar: Calendar,
    pub next: usize,
}

/// The year of a month: where the words of it end, and how it was told.
pub(super) struct Year {
    pub year: Option<i16>,
    pub end: usize,
    pub basis: String,
    pub stated: bool,
}

impl Finder<'_, '_> {
    /// A month by any of its names; twin names and names in brackets count once.
    pub(super) fn month(&self, at: usize) -> Option<Month> {
        let mut found = self.one_month(at)?;
        let twin =
            |gap: usize| self.one_month(found.next + gap).filter(|m| m.number == found.number);
        match self.word(found.next) {
            "/" | "-" => {
                if let Some(m) = twin(1) {
                    found.next = m.next;
                }
            }
            "(" => {
                if let Some(m) = twin(1).filter(|m| self.word(m.next) == ")") {
                    found.next = m.next + 1;
                }
            }
            _ => {}
        }
        Some(found)
    }

    fn one_month(&self, at: usize) -> Option<Month> {
        if at >= self.end {
            return None;
        }
        let known = |name: &str| self.k.tables.months.get(name);
        let skip = usize::from(self.is("date.month_words", at));
        let at = at + skip;
        let first = [self.word(at), self.bare(at), self.core(at)];
        let two =
            first.iter().find_map(|w| known(&format!("{w} {}", self.word(at + 1)))).map(|m| (m, 2));
        let hit = two.or_else(|| first.iter().find_map(|w| known(w)).map(|m| (m, 1)));
        let ((calendar, number), used) = hit?;
        let calendar = if calendar == "hijri" { self.hijri_table() } else { Calendar::Gregorian };
        Some(Month { number: *number as i8, calendar, next: at + used })
    }

    /// Umm al-Qura unless the sentence names the civil calendar.
    fn hijri_table(&self) -> Calendar {
        let civil = (self.start..self.end).any(|t| self.phrase("date.civil_calendar", t).is_some());
        if civil { Calendar::Civil } else { Calendar::UmmAlQura }
    }

    /// The year behind a day and month: stated, or told by الجاري and الماضي, or the nearest to the dateline.
    pub(super) fn year_behind(&self, m: &Month, day: i8) -> Year {
        let at = m.next;
        let skip = usize::from(self.is("grammar.date_of", at));
        let skip = skip + usize::from(self.is("date.year_words", at + skip));
        if let Some(y) = self.year_number(at + skip).filter(|y| fits(m.calendar, *y)) {
            let mark = usize::from(self.is("date.era_marks", at + skip + 1));
            return Year {
                year: Some(y),
                end: at + skip + 1 + mark,
                basis: stated(m.calendar),
                stated: true,
            };
        }
        let Some(now) = self.now else {
            return Year { year: None, end: at, basis: "no dateline".into(), stated: false };
        };
        self.year_told(m, day, now)
    }

    fn year_told(&self, m: &Month, day: i8, now: Date) -> Year {
        let own = m.calendar.year_of(now);
        let on = |year: i16| m.calendar.day(year, m.number, day);
        let tell = |year: i16, used: usize, why: &str| Year {
            year: Some(year),
            end: m.next + used,
            basis: format!("{why} the dateline {now}{}", sighting(m.calendar)),
            stated: used > 0,
        };
        let last = if on(own).is_some_and(|d| d < now) { own } else { own - 1 };
        let next = if on(own).is_some_and(|d| d > now) { own } else { own + 1 };
        if let Some(used) =
            self.phrase("date.year_back", m.next + usize::from(self.is("grammar.date_of", m.next)))
        {
            return tell(
                own - 1,
                used + usize::from(self.is("grammar.date_of", m.next)),
                "year before",
            );
        }
        if let Some(used) =
            self.phrase("date.year_ahead", m.next + usize::from(self.is("grammar.date_of", m.next)))
        {
            return tell(
                own + 1,
                used + usize::from(self.is("grammar.date_of", m.next)),
                "year after",
            );
        }
        if let Some(used) =
            self.phrase("date.year0", m.next + usize::from(self.is("grammar.date_of", m.next)))
        {
            return tell(own, used + usize::from(self.is("grammar.date_of", m.next)), "year of");
        }
        if self.is("date.now", m.next) {
            return tell(own, 1, "year of");
        }
        if self.is("date.past", m.next) {
            return tell(last, 1, "last such day before");
        }
        if self.is("date.next", m.next) {
            return tell(next, 1, "next such day after");
        }
        if self.ahead(m.next - 1) {
            let today = on(own).is_some_and(|d| d >= now);
            return tell(if today { own } else { own + 1 }, 0, "next such day after");
        }
        let soon = on(own).is_some_and(|d| d > now && d <= now.saturating_add(31.days()));
        tell(if soon { own } else { last.max(own - 1) }, 0, "nearest to")
    }

    /// Days with a name: feasts and days of remembrance, of either calendar, and the eve of them.
    pub(super) fn holiday(&self, at: usize) -> Option<When> {
        let eve = usize::from(self.has("date.eve_words", at));
        let (used, h) = self.holiday_here(at + eve)?;
        let end = at + eve + used;
        if let Some(year) = h.year {
            let from = Date::new(year, h.month, h.day).ok();
            let to = from.map(|d| d.saturating_add(i64::from(h.days - 1).days()));
            let mut w = self.make((at, end), from, to, "day", "a day known by its name".into())?;
            w.calendar = "epoch";
            return Some(w);
        }
        let calendar = if h.hijri { self.hijri_table() } else { Calendar::Gregorian };
        let m = Month { number: h.month, calendar, next: end };
        let year = self.year_behind(&m, h.day);
        let first = year.year.and_then(|y| calendar.day(y, h.month, h.day));
        let (from, to, precision) = if eve == 1 {
            let d = first.map(|d| d.saturating_sub(1.days()));
            (d, d, "day")
        } else {
            let last = first.map(|d| d.saturating_add(i64::from(h.days - 1).days()));
            (first, last, if h.days > 1 { "range" } else { "day" })
        };
        let basis = format!("{} in the table of holidays; {}", h.names[0], year.basis);
        Some(When { at: (at, year.end), from, to, precision, calendar: calendar.name(), basis })
    }

    /// The holiday with the longest name here, and the tokens of its name.
    fn holiday_here(&self, at: usize) -> Option<(usize, &Holiday)> {
        if at >= self.end {
            return None;
        }
        let table = &self.k.tables;
        let first = [self.word(at), self.bare(at), self.core(at)];
        let known = first.iter().find_map(|w| table.holiday_names.get(*w))?;
        let fits = |name: &str| {
            let words = name.split(' ').enumerate().skip(1);
            words.clone().all(|(i, w)| self.word(at + i) == w).then(|| words.count() + 1)
        };
        known
            .iter()
            .filter_map(|(h, name)| Some((fits(name)?, &table.holidays[*h as usize])))
            .max_by_key(|(used, _)| *used)
    }
}

fn fits(calendar: Calendar, year: i16) -> bool {
    if calendar.hijri() { (1250..1551).contains(&year) } else { (1500..2200).contains(&year) }
}

fn stated(calendar: Calendar) -> String {
    format!("stated in full{}", sighting(calendar))
}

pub(super) fn sighting(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::Gregorian => "",
        Calendar::UmmAlQura => "; Umm al-Qura table, sighting may differ by a day",
        Calendar::Civil => "; civil (tabular) calendar, sighting may differ by a day or two",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known equations: published calendars of Saudi Arabia.
    #[test]
    fn hijri_days() {
        let d = |y, m, d| Date::new(y, m, d).ok();
        assert_eq!(Calendar::UmmAlQura.day(1446, 9, 1), d(2025, 3, 1));
        assert_eq!(Calendar::UmmAlQura.day(1447, 1, 1), d(2025, 6, 26));
        assert_eq!(Calendar::UmmAlQura.day(1445, 10, 1), d(2024, 4, 10));
        assert_eq!(Calendar::UmmAlQura.day(1446, 13, 1), None);
        assert_eq!(Calendar::UmmAlQura.day(900, 1, 1), None);
        assert_eq!(Calendar::UmmAlQura.year_of(Date::constant(2025, 11, 30)), 1447);
        assert_eq!(Calendar::UmmAlQura.year_of(Date::constant(2025, 6, 25)), 1446);
    }
}
