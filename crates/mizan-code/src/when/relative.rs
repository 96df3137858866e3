//! Dates told from the dateline: today, last week, three days ago, Tuesday.

use super::{Finder, When};
use jiff::ToSpan;
use jiff::civil::Date;

/// A length of time: how many units, if the text says, and where its words end.
struct Length {
    n: Option<i64>,
    unit: Unit,
    next: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
}

/// Lists of a unit's forms: one or many, and the dual.
const UNITS: [(Unit, &str, &str); 6] = [
    (Unit::Hour, "date.unit_hour", "date.unit_hour2"),
    (Unit::Day, "date.unit_day", "date.unit_day2"),
    (Unit::Week, "date.unit_week", "date.unit_week2"),
    (Unit::Month, "date.unit_month", "date.unit_month2"),
    (Unit::Year, "date.unit_year", "date.unit_year2"),
    (Unit::Decade, "date.unit_decade", "date.unit_decade2"),
];

impl Unit {
    /// The day some units away.
    fn away(self, day: Date, n: i64) -> Date {
        match self {
            Unit::Hour => day.saturating_add((n.div_euclid(24)).days()),
            Unit::Day => day.saturating_add(n.days()),
            Unit::Week => day.saturating_add((n * 7).days()),
            Unit::Month => day.saturating_add((n as i32).months()),
            Unit::Year => day.saturating_add((n as i32).years()),
            Unit::Decade => day.saturating_add((n as i32 * 10).years()),
        }
    }

    fn precision(self) -> &'static str {
        match self {
            Unit::Hour | Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year | Unit::Decade => "year",
        }
    }
}

impl Finder<'_, '_> {
    fn unit(&self, at: usize) -> Option<(Unit, bool)> {
        if at >= self.end {
            return None;
        }
        UNITS.iter().find_map(|(unit, many, two)| {
            if self.has(two, at) {
                Some((*unit, true))
            } else {
                self.has(many, at).then_some((*unit, false))
            }
        })
    }

    /// «ثلاثة أيام»، «يومين»، «نحو شهر»، «الأيام الثلاثة»، «الـ48 ساعة»، «بضعة أسابيع».
    fn length(&self, at: usize) -> Option<Length> {
        let at = at + self.phrase("date.hedges", at).unwrap_or(0);
        if let Some((unit, dual)) = self.unit(at) {
            if dual {
                return Some(Length { n: Some(2), unit, next: at + 1 });
            }
            let plural = self.has("date.plural_units", at);
            let definite = self.text.reading(at).det;
            if plural && definite {
                return Some(match self.defined_count(at + 1) {
                    Some((n, next)) => Length { n: Some(n), unit, next },
                    None => Length { n: None, unit, next: at + 1 },
                });
            }
            return (!definite).then_some(Length { n: (!plural).then_some(1), unit, next: at + 1 });
        }
        if self.has("date.few", at) {
            let (unit, _) = self.unit(at + 1)?;
            return Some(Length { n: None, unit, next: at + 2 });
        }
        let skip = usize::from(self.is("date.article", at));
        let (n, next) = self.count(at + skip).or_else(|| self.defined_count(at))?;
        let (unit, _) = self.unit(next)?;
        Some(Length { n: Some(n), unit, next: next + 1 })
    }

    /// The count behind a definite plural: الأيام الثلاثة، الأيام الـ10.
    fn defined_count(&self, at: usize) -> Option<(i64, usize)> {
        let skip = usize::from(self.is("date.article", at));
        if let Some(found) = self.count(at + skip) {
            return Some(found);
        }
        let word = self.word(at).strip_prefix("ال")?;
        self.k.tables.numbers.get(word).map(|(n, _)| (*n as i64, at + 1))
    }

    /// «قبل ثلاثة أيام» looks back from the dateline; «قبل يومين من القمة» from something else.
    pub(super) fn past_span(&self, at: usize) -> Option<When> {
        self.ago(at).or_else(|| self.window(at)).or_else(|| self.after_now(at))
    }

    fn ago(&self, at: usize) -> Option<When> {
        if !self.has("date.before", at) {
            return None;
        }
        let length = self.length(at + 1)?;
        if self.is("grammar.date_of", length.next) && !self.has("date.now_words", length.next + 1) {
            return None;
        }
        let Some(n) = length.n else {
            let today = length.unit == Unit::Hour;
            let date = self.now.filter(|_| today);
            return if today {
                self.make((at, length.next), date, date, "day", self.counted())
            } else {
                self.unresolved(
                    (at, length.next),
                    length.unit.precision(),
                    "the words give no number",
                )
            };
        };
        self.around(at, length.next, length.unit, -n)
    }

    /// The day, week, month or year that many units away.
    fn around(&self, at: usize, end: usize, unit: Unit, n: i64) -> Option<When> {
        let day = self.now.map(|d| unit.away(d, n));
        let (from, to) = match (unit, day) {
            (_, None) => (None, None),
            (Unit::Hour | Unit::Day, d) => (d, d),
            (Unit::Week, Some(d)) => whole(d, "week", 0),
            (Unit::Month, Some(d)) => whole(d, "month", 0),
            (Unit::Year | Unit::Decade, Some(d)) => whole(d, "year", 0),
        };
        self.make((at, end), from, to, unit.precision(), self.counted())
    }

    /// «خلال الأيام الثلاثة الماضية»، «آخر 24 ساعة»، «السنوات العشر المقبلة»: a window at the dateline.
    fn window(&self, at: usize) -> Option<When> {
        let last = usize::from(self.has("date.latest", at));
        let length = self.length(at + last)?;
        let past = last == 1
            || self.is("date.past", length.next)
            || self.is("date.latest_adj", length.next);
        let ahead = last == 0 && self.is("date.next", length.next);
        if !past && !ahead {
            return None;
        }
        let end = length.next + usize::from(last == 0);
        let Some(n) = length.n else {
            return self.unresolved((at, end), "range", "the words give no number");
        };
        // One definite unit (الأسبوع الماضي) is a whole week, month or year, not a window.
        if n == 1 && last == 0 {
            return None;
        }
        let other = self.now.map(|d| length.unit.away(d, if past { -n } else { n }));
        let (from, to) = if past { (other, self.now) } else { (self.now, other) };
        self.make((at, end), from, to, "range", self.counted())
    }

    /// «بعد أسبوع من الآن»، «بعد يومين» in a clause that looks ahead.
    fn after_now(&self, at: usize) -> Option<When> {
        if !self.has("date.after", at) {
            return None;
        }
        let length = self.length(at + 1)?;
        let of = self.is("grammar.date_of", length.next);
        let now = of && self.has("date.now_words", length.next + 1);
        if !(now || (!of && self.ahead(at))) {
            return None;
        }
        self.around(at, length.next + 2 * usize::from(now), length.unit, length.n?)
    }

    /// «منذ ثلاثة أيام»، «منذ أسبوع»: the first day of an open range.
    pub(super) fn since_length(&self, at: usize) -> Option<(usize, Option<Date>)> {
        let length = self.length(at)?;
        let n = length.n?;
        // «منذ عام 2013» names a year, «منذ سنوات طويلة» no number.
        let reading_on =
            self.has("date.long", length.next) || self.year_number(length.next).is_some();
        (!reading_on).then(|| (length.next, self.now.map(|d| length.unit.away(d, -n))))
    }

    pub(super) fn deictic(&self, at: usize) -> Option<When> {
        const DAYS: [(&str, i64); 5] = [
            ("date.day2_back", -2),
            ("date.day1_back", -1),
            ("date.day2_ahead", 2),
            ("date.day1_ahead", 1),
            ("date.day0", 0),
        ];
        let named = at > self.start && self.phrase("date.not_today", at - 1).is_some();
        if named || self.phrase("date.not_today", at).is_some() {
            return None;
        }
        // «اليوم الثالث» is counted from something else.
        if let Some(used) = self.phrase("date.other_day", at) {
            return self.unresolved((at, at + used), "day", "points at another date of the text");
        }
        let best = DAYS
            .iter()
            .filter_map(|(list, n)| Some((self.phrase(list, at)?, *n)))
            .max_by_key(|d| d.0);
        if let Some((used, n)) = best {
            if n == 0 && self.ordinal(at + used).is_some() {
                return None;
            }
            let date = self.day(n);
            return self
                .make((at, at + used), date, date, "day", self.counted())
                .map(|w| self.with_date(w));
        }
        self.deictic_span(at)
    }

    fn deictic_span(&self, at: usize) -> Option<When> {
        const SPANS: [(&str, &str, i64); 10] = [
            ("date.week_back2", "week", -2),
            ("date.week_back", "week", -1),
            ("date.week0", "week", 0),
            ("date.week_ahead", "week", 1),
            ("date.month_back", "month", -1),
            ("date.month0", "month", 0),
            ("date.month_ahead", "month", 1),
            ("date.year_back", "year", -1),
            ("date.year0", "year", 0),
            ("date.year_ahead", "year", 1),
        ];
        if let Some(found) = self.end_of_span(at) {
            return Some(found);
        }
        let year2 = self.phrase("date.year_back2", at).map(|used| (used, "year", -2));
        let (used, unit, n) = SPANS
            .iter()
            .filter_map(|(list, unit, n)| Some((self.phrase(list, at)?, *unit, *n)))
            .chain(year2)
            .max_by_key(|d| d.0)?;
        let (from, to) = self.now.map_or((None, None), |d| whole(d, unit, n));
        let (from, to) = self.part(at, from, to);
        let start =
            if at > self.start && self.has("date.part_words", at - 1) { at - 1 } else { at };
        self.make((start, at + used), from, to, unit, self.counted())
    }

    /// «نهاية الأسبوع»، «نهاية العام»، «مطلع الشهر» without الجاري: of the current one, if it is all said.
    fn end_of_span(&self, at: usize) -> Option<When> {
        const WHOLE: [(&str, &str); 3] =
            [("date.the_week", "week"), ("date.the_month", "month"), ("date.the_year", "year")];
        if !self.has("date.part_words", at) {
            return None;
        }
        let (used, unit) = WHOLE.iter().find_map(|(l, u)| Some((self.phrase(l, at + 1)?, *u)))?;
        let next = at + 1 + used;
        let n = if self.is("date.past", next) {
            -1
        } else if self.is("date.next", next) {
            1
        } else {
            0
        };
        let told =
            self.is("date.past", next) || self.is("date.next", next) || self.is("date.now", next);
        // «بداية العام الدراسي» names another year.
        if !told
            && next < self.end
            && self.text.reading(next).det
            && self.text.reading(next).conj.is_none()
        {
            return None;
        }
        let (from, to) = self.now.map_or((None, None), |d| whole(d, unit, n));
        let (from, to) = if unit == "week" && self.has("date.end_words", at) {
            (to.map(|d| d.saturating_sub(2.days())), to)
        } else {
            self.part(at + 1, from, to)
        };
        self.make((at, next + usize::from(told)), from, to, unit, self.counted())
    }

    /// A weekday alone looks back; with المقبل, or in a clause that looks ahead, it looks ahead.
    pub(super) fn weekday(&self, at: usize) -> Option<When> {
        let found = self.one_weekday(at)?;
        // «ليل السبت - الأحد»: the night belongs to both days.
        let mark = self.word(found.at.1);
        let night = at > self.start && self.has("date.night_words", at - 1);
        if night
            && matches!(mark, "-" | "/")
            && let Some(second) = self.one_weekday(found.at.1 + 1)
        {
            return self.make((at, second.at.1), found.from, second.from, "range", found.basis);
        }
        Some(self.of_week(&found).unwrap_or_else(|| self.with_date(found)))
    }

    /// «الأربعاء من الأسبوع الماضي»: that day of the week named.
    fn of_week(&self, found: &When) -> Option<When> {
        let next = found.at.1 + usize::from(self.is("grammar.date_of", found.at.1));
        let lists = [
            ("date.week_back2", -2),
            ("date.week_back", -1),
            ("date.week0", 0),
            ("date.week_ahead", 1),
        ];
        let (used, n) = lists.into_iter().find_map(|(l, n)| Some((self.phrase(l, next)?, n)))?;
        let day = found.from.and_then(|d| {
            let (monday, _) = whole(self.now?, "week", n);
            Some(monday?.saturating_add(i64::from(d.weekday().to_monday_zero_offset()).days()))
        });
        self.make((found.at.0, next + used), day, day, "day", self.counted())
    }

    fn one_weekday(&self, at: usize) -> Option<When> {
        if at >= self.end {
            return None;
        }
        let named = |w: &str| self.k.tables.weekdays.get(w).copied();
        let day = named(self.word(at))
            .or_else(|| named(self.bare(at)))
            .or_else(|| named(self.core(at)))?;
        let before = at.checked_sub(1).filter(|b| *b >= self.start);
        let excluded = before.is_some_and(|b| {
            let words = [self.text.stem(b), self.word(b)];
            words.iter().any(|w| self.k.is("date.no_weekday_after", w))
        });
        if excluded
            || !self.text.reading(at).det
                && self.word(at) == self.core(at)
                && !self.word(at).starts_with("ال")
                && !self.bare(at).starts_with("ال")
        {
            return None;
        }
        let past = self.is("date.past", at + 1);
        let next = self.is("date.next", at + 1);
        let ahead = next || (!past && self.ahead(at));
        let date = self.now.and_then(|now| {
            let back = (now.weekday().to_monday_one_offset() as i64 - i64::from(day)).rem_euclid(7);
            let days = match (ahead, back) {
                (true, 0) => {
                    if next {
                        7
                    } else {
                        0
                    }
                }
                (true, b) => 7 - b,
                (false, 0) if past => -7,
                (false, b) => -b,
            };
            now.checked_add(days.days()).ok()
        });
        self.make((at, at + 1 + usize::from(past || next)), date, date, "day", self.counted())
    }

    /// «الأحد 30 تشرين الثاني»، «اليوم الأحد»، «أمس (السبت)»: a date behind a day says which day it is.
    fn with_date(&self, found: When) -> When {
        let mut next = found.at.1;
        let open = matches!(self.word(next), "(" | "،" | "/" | "-");
        next += usize::from(open);
        next += self.phrase("date.equal", next).unwrap_or(0);
        if next >= self.end {
            return found;
        }
        let told = self.numeric(next).or_else(|| self.day_month(next));
        let close =
            |w: &When| usize::from(self.word(found.at.1) == "(" && self.word(w.at.1) == ")");
        if let Some(w) = told {
            return When { at: (found.at.0, w.at.1 + close(&w)), ..w };
        }
        let again = self.one_weekday(next).filter(|_| open || next == found.at.1);
        match again {
            Some(w) if !self.k.tables.weekdays.contains_key(self.word(found.at.0)) => {
                let end = w.at.1 + close(&w);
                When { at: (found.at.0, end), ..found }
            }
            _ => found,
        }
    }
}

/// The whole week (Monday to Sunday), month or year `n` away from the day.
pub(super) fn whole(day: Date, unit: &str, n: i64) -> (Option<Date>, Option<Date>) {
    match unit {
        "week" => {
            let monday = day
                .saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
                .saturating_add((7 * n).days());
            (Some(monday), Some(monday.saturating_add(6.days())))
        }
        "month" => {
            let first = day.first_of_month().saturating_add(n.months());
            (Some(first), Some(first.last_of_month()))
        }
        _ => {
            let y = day.year() + n as i16;
            (Date::new(y, 1, 1).ok(), Date::new(y, 12, 31).ok())
        }
    }
}
