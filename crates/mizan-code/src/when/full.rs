//! Dates that stand whole: numbers with marks, day and month, month and year, parts of a year.

use super::calendar::{Calendar, Month};
use super::{Finder, When};
use jiff::ToSpan;
use jiff::civil::Date;

impl Finder<'_, '_> {
    /// 24/11/2025, 24-11-2025, 24.11.2025, 2025-11-24, 2025/11/24; the day stands first where both orders fit.
    pub(super) fn numeric(&self, at: usize) -> Option<When> {
        let (parts, end) = self.marked(at)?;
        let [a, b, c] = parts;
        let (year, month, day) = match (a >= 1000, c >= 1000) {
            (true, false) => (a, b, c),
            (false, true) if b > 12 && a <= 12 => (c, a, b),
            (false, true) => (c, b, a),
            _ => return None,
        };
        if !(1900..2200).contains(&year) {
            return self.numeric_hijri(at, end, year, month, day);
        }
        let date = Date::new(year, month as i8, day as i8).ok()?;
        self.make((at, end), Some(date), Some(date), "day", "stated in full".into())
    }

    fn numeric_hijri(
        &self,
        at: usize,
        end: usize,
        year: i16,
        month: i16,
        day: i16,
    ) -> Option<When> {
        let date = Calendar::UmmAlQura.day(year, month as i8, day as i8)?;
        let mark = usize::from(self.is("date.era_marks", end));
        let basis = format!("stated in full{}", super::calendar::sighting(Calendar::UmmAlQura));
        Some(When {
            at: (at, end + mark),
            from: Some(date),
            to: Some(date),
            precision: "day",
            calendar: Calendar::UmmAlQura.name(),
            basis,
        })
    }

    /// Three numbers with one kind of mark between them.
    fn marked(&self, at: usize) -> Option<([i16; 3], usize)> {
        if self.text.tokens[at].kind != mizan_text::Kind::Number {
            return None;
        }
        let dotted: Vec<i16> = self.word(at).split('.').filter_map(|p| p.parse().ok()).collect();
        if let [a, b, c] = dotted[..] {
            return Some(([a, b, c], at + 1));
        }
        let mark = self.word(at + 1);
        if !matches!(mark, "/" | "-" | "\\") || self.word(at + 3) != mark {
            return None;
        }
        Some(([self.digits(at)?, self.digits(at + 2)?, self.digits(at + 4)?], at + 5))
    }

    /// A day of the month at a token: digits, a count in words, or an ordinal; and where it ends.
    pub(super) fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        if let Some(n) = self.digits(at) {
            return (1..=31).contains(&n).then_some((n as i8, at + 1));
        }
        if at >= self.end || self.text.tokens[at].kind != mizan_text::Kind::Word {
            return None;
        }
        let (n, next) = self.ordinal(at)?;
        (1..=31).contains(&n).then_some((n as i8, next))
    }

    pub(super) fn day_month(&self, at: usize) -> Option<When> {
        let (day, next) = self.day_number(at)?;
        let spelled = self.digits(at).is_none();
        let skip = usize::from(self.is("grammar.date_from", next));
        // «الثاني مايو» is no date: an ordinal takes من before its month.
        if spelled && skip == 0 && !self.is("date.month_words", next) {
            return None;
        }
        if let Some(found) = self.day_of_this(at, day, next + skip) {
            return Some(found);
        }
        let m = self.month(next + skip)?;
        let year = self.year_behind(&m, day);
        let date = year.year.and_then(|y| m.calendar.day(y, m.number, day));
        if year.year.is_some() && date.is_none() && !m.calendar.hijri() {
            return self.unresolved((at, year.end), "day", "no such day in that month");
        }
        let found = When {
            at: (at, year.end),
            from: date,
            to: date,
            precision: "day",
            calendar: m.calendar.name(),
            basis: year.basis,
        };
        Some(self.with_equal(found, &m))
    }

    /// «12 من الشهر الجاري»: a day of a month told from the dateline.
    fn day_of_this(&self, at: usize, day: i8, month: usize) -> Option<When> {
        let lists = [("date.month0", 0), ("date.month_back", -1), ("date.month_ahead", 1)];
        let (used, n) = lists.into_iter().find_map(|(l, n)| Some((self.phrase(l, month)?, n)))?;
        let first = self.now.map(|d| d.first_of_month().saturating_add(n.months()));
        let date = first.and_then(|d| Date::new(d.year(), d.month(), day).ok());
        self.make((at, month + used), date, date, "day", self.counted())
    }

    /// «10 رمضان 1446 الموافق 10 مارس 2025»: the day told twice is one, and the Gregorian one counts.
    fn with_equal(&self, found: When, m: &Month) -> When {
        let mut next = found.at.1;
        next += usize::from(matches!(self.word(next), "،" | "(" | "-" | "/"));
        let told = self.phrase("date.equal", next);
        let other = next + told.unwrap_or(0);
        let marked = told.is_some() || self.word(found.at.1) == "(";
        let Some(twin) =
            marked.then(|| self.day_month(other).or_else(|| self.numeric(other))).flatten()
        else {
            return found;
        };
        if (twin.calendar == "gregorian") == (m.calendar == Calendar::Gregorian) {
            return found;
        }
        let close = usize::from(self.word(found.at.1) == "(" && self.word(twin.at.1) == ")");
        let (gregorian, at) =
            if m.calendar.hijri() { (&twin, twin.at.1) } else { (&found, twin.at.1) };
        When {
            at: (found.at.0, at + close),
            from: gregorian.from,
            to: gregorian.to,
            precision: "day",
            calendar: "gregorian",
            basis: format!("{}; told in both calendars", gregorian.basis),
        }
    }

    pub(super) fn month_year(&self, at: usize) -> Option<When> {
        let m = self.month(at)?;
        let year = self.year_behind(&m, 1);
        let before = at.checked_sub(1).filter(|b| *b >= self.start);
        let told = self.is("date.month_words", at)
            || before.is_some_and(|b| {
                self.has("date.month_words", b) || self.is_part(b) || self.has("date.in_words", b)
            })
            || self.text.reading(at).prep.is_some() && self.word(at) != self.core(at);
        // A name that is also a word (مارس "practised", آب "returned", رمضان of a man) needs company.
        if !(year.stated || told) {
            return None;
        }
        let bare_year = year.year.map(|y| m.calendar.month(y, m.number));
        let year = if year.stated { year } else { self.month_nearest(&m, year) };
        let (from, to) =
            year.year.map(|y| m.calendar.month(y, m.number)).or(bare_year).unwrap_or((None, None));
        let (from, to) = self.part(at, from, to);
        Some(When {
            at: (self.part_start(at), year.end),
            from,
            to,
            precision: "month",
            calendar: m.calendar.name(),
            basis: year.basis,
        })
    }

    /// A month without a year is the one that has begun last, unless the clause looks ahead.
    fn month_nearest(&self, m: &Month, year: super::calendar::Year) -> super::calendar::Year {
        let Some(now) = self.now else { return year };
        let ahead = self.ahead(m.next - 1);
        let year_now = year.year.unwrap_or(now.year());
        let candidates = [year_now + 1, year_now, year_now - 1];
        let fits = |y: &&i16| {
            let (first, last) = m.calendar.month(**y, m.number);
            if ahead { last.is_some_and(|d| d >= now) } else { first.is_some_and(|d| d <= now) }
        };
        let picked =
            if ahead { candidates.iter().rev().find(fits) } else { candidates.iter().find(fits) };
        super::calendar::Year { year: picked.copied().or(year.year), ..year }
    }

    /// «نهاية أكتوبر 2025»، «مطلع عام 2020» read from its first word.
    pub(super) fn part_of(&self, at: usize) -> Option<When> {
        if !self.has("date.part_words", at) {
            return None;
        }
        let inner = at + 1 + usize::from(self.has("date.month_words", at + 1));
        let found = self.month_year(inner).or_else(|| self.year(inner))?;
        (found.at.0 <= at).then_some(found)
    }

    fn is_part(&self, at: usize) -> bool {
        ["date.start_words", "date.middle_words", "date.end_words"].iter().any(|l| self.has(l, at))
    }

    /// The token at which a part of what stands at `at` is named: مطلع آذار، مطلع شهر آذار.
    fn part_start(&self, at: usize) -> usize {
        let mut from = at;
        if from > self.start && self.has("date.month_words", from - 1) {
            from -= 1;
        }
        if from > self.start && self.is_part(from - 1) { from - 1 } else { from }
    }

    /// مطلع، منتصف، أواخر before a month or a year: a part of it, never a day. A month is cut in thirds;
    /// of a year the first two months, the four in the middle, the last two.
    pub(super) fn part(
        &self,
        at: usize,
        from: Option<Date>,
        to: Option<Date>,
    ) -> (Option<Date>, Option<Date>) {
        let (Some(a), Some(b)) = (from, to) else { return (from, to) };
        let before = self.part_start(at);
        if before == at || !self.is_part(before) {
            return (from, to);
        }
        let (head, middle, tail) = parts(a, b);
        if self.has("date.start_words", before) {
            (from, head)
        } else if self.has("date.middle_words", before) {
            (middle.0, middle.1)
        } else {
            (tail, to)
        }
    }

    /// «عام 1998»، «سنة 2011م»، «العام 1435 هـ»، «مطلع 2024».
    pub(super) fn year(&self, at: usize) -> Option<When> {
        let word = self.has("date.year_words", at);
        let first = at + usize::from(word);
        let y = self.year_number(first)?;
        let mark = self.is("date.era_marks", first + 1);
        let before = at.checked_sub(1).filter(|b| *b >= self.start);
        let behind_part = before.is_some_and(|b| self.is_part(b));
        let in_year = before.is_some_and(|b| self.has("date.bare_year_after", b));
        let hijri = self.is("date.hijri_marks", first + 1) || (word && (1300..1500).contains(&y));
        if !(word || mark || behind_part || in_year) || (!hijri && !(1800..2101).contains(&y)) {
            return None;
        }
        // «في 2011 حالة»: a count, no year.
        if !word && !mark && self.counts_something(first + 1) {
            return None;
        }
        let end = first + 1 + usize::from(mark);
        if hijri {
            return self.hijri_year(at, end, y);
        }
        let (from, to) = self.part(at, Date::new(y, 1, 1).ok(), Date::new(y, 12, 31).ok());
        self.make((self.part_start(at), end), from, to, "year", "stated".into())
    }

    fn hijri_year(&self, at: usize, end: usize, y: i16) -> Option<When> {
        let c = Calendar::UmmAlQura;
        let to = c.day(y + 1, 1, 1).map(|d| d.saturating_sub(1.days()));
        let basis = format!("stated{}", super::calendar::sighting(c));
        Some(When {
            at: (at, end),
            from: c.day(y, 1, 1),
            to,
            precision: "year",
            calendar: c.name(),
            basis,
        })
    }

    /// An indefinite noun behind a number: what it counts.
    fn counts_something(&self, at: usize) -> bool {
        use mizan_data::model::Pos;
        if at >= self.end {
            return false;
        }
        let a = self.text.reading(at);
        matches!(a.pos, Pos::Noun | Pos::Participle | Pos::Masdar | Pos::Adj)
            && !a.definite()
            && a.prep.is_none()
            && a.conj.is_none()
            && (a.has(mizan_text::feat::ACC) || a.has(mizan_text::feat::SING))
    }

    /// «الربع الأول من 2024»، «النصف الثاني من العام الجاري»، «صيف 2014»، «ثمانينيات القرن الماضي».
    pub(super) fn share_of_year(&self, at: usize) -> Option<When> {
        self.quarter(at)
            .or_else(|| self.season(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.century(at))
    }

    fn quarter(&self, at: usize) -> Option<When> {
        let months = if self.has("date.quarter", at) {
            3
        } else if self.has("date.half", at) {
            6
        } else {
            return None;
        };
        let (n, next) = self
            .is("date.last", at + 1)
            .then_some((12 / months as u32, at + 2))
            .or_else(|| self.ordinal(at + 1))?;
        let (y, end, basis) = self.whole_year(next)?;
        let first = Date::new(y?, ((n as i8 - 1) * months) + 1, 1).ok();
        let last = first.map(|d| d.saturating_add((months as i32 - 1).months()).last_of_month());
        self.make((at, end), first, last, "range", basis)
    }

    fn season(&self, at: usize) -> Option<When> {
        let months =
            [("date.spring", 3), ("date.summer", 6), ("date.autumn", 9), ("date.winter", 12)];
        let (_, month) = months.into_iter().find(|(list, _)| self.has(list, at))?;
        let (y, end, basis) = self.whole_year(at + 1)?;
        // The winter of a year begins in its December, except where it is past by then.
        let first = Date::new(y?, month, 1).ok();
        let last = first.map(|d| d.saturating_add(2.months()).last_of_month());
        self.make((at, end), first, last, "season", basis)
    }

    /// A year behind من or by itself, in figures or as العام الماضي; `None` inside where no dateline tells it.
    fn whole_year(&self, at: usize) -> Option<(Option<i16>, usize, String)> {
        let at = at + usize::from(self.is("grammar.date_of", at));
        let word = usize::from(self.is("date.year_words", at));
        if let Some(y) = self.year_number(at + word).filter(|y| *y >= 1800) {
            return Some((Some(y), at + word + 1, "stated".into()));
        }
        for (list, n) in [("date.year_back", -1), ("date.year0", 0), ("date.year_ahead", 1)] {
            if let Some(used) = self.phrase(list, at) {
                return Some((self.now.map(|d| d.year() + n), at + used, self.counted()));
            }
        }
        self.is("date.past", at).then(|| {
            (self.now.map(|d| d.year() - i16::from(d.month() < 9)), at + 1, self.counted())
        })
    }

    /// «ثمانينيات القرن الماضي»، «التسعينيات».
    fn decade(&self, at: usize) -> Option<When> {
        let word = [self.word(at), self.bare(at), self.core(at)];
        let tens = word.iter().find_map(|w| self.k.tables.decades.get(*w))?;
        let (century, end) = match self.phrase("date.last_century", at + 1) {
            Some(used) => (1900, at + 1 + used),
            None => match self.phrase("date.this_century", at + 1) {
                Some(used) => (2000, at + 1 + used),
                // Without its century the decade is that of the twentieth.
                None if self.word(at).contains("ال") => (1900, at + 1),
                None => return None,
            },
        };
        let y = century + *tens as i16;
        self.make(
            (at, end),
            Date::new(y, 1, 1).ok(),
            Date::new(y + 9, 12, 31).ok(),
            "range",
            "a decade".into(),
        )
    }

    fn century(&self, at: usize) -> Option<When> {
        if let Some(used) = self.phrase("date.last_century", at) {
            return self.make(
                (at, at + used),
                Date::new(1901, 1, 1).ok(),
                Date::new(2000, 12, 31).ok(),
                "range",
                "a century".into(),
            );
        }
        if !self.has("date.century", at) {
            return None;
        }
        let (n, next) = self.ordinal(at + 1).filter(|(n, _)| (10..=21).contains(n))?;
        let y = (n as i16 - 1) * 100;
        self.make(
            (at, next),
            Date::new(y + 1, 1, 1).ok(),
            Date::new(y + 100, 12, 31).ok(),
            "range",
            "a century".into(),
        )
    }
}

/// Last day of the head, first and last of the middle, first of the tail.
type Parts = (Option<Date>, (Option<Date>, Option<Date>), Option<Date>);

fn parts(a: Date, b: Date) -> Parts {
    let length = (b - a).get_days() + 1;
    let plus = |n: i32| Some(a.saturating_add(i64::from(n).days()));
    if length > 360 && a.month() == 1 {
        let last = |m: i8| Date::new(a.year(), m, 1).ok().map(Date::last_of_month);
        let first = |m: i8| Date::new(a.year(), m, 1).ok();
        return (last(2), (first(5), last(8)), first(11));
    }
    let third = length / 3;
    (plus(third - 1), (plus(third), plus(length - third - 1)), plus(length - third))
}
