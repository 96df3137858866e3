//! Dates: days, ranges, months, years, deictic words; counted from the dateline, never from today.

use jiff::ToSpan;
use jiff::civil::Date;
use mizan_data::Knowledge;
use mizan_text::{Kind, Sentence, Text};

/// A date in the text. `from` and `to` are empty where the dateline that it needs is unknown.
#[derive(Debug, Clone)]
pub(crate) struct When {
    /// Tokens.
    pub at: (usize, usize),
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub precision: &'static str,
    pub calendar: &'static str,
    pub basis: String,
}

struct Finder<'t, 'k> {
    text: &'t Text<'t>,
    k: &'k Knowledge,
    end: usize,
    now: Option<Date>,
}

/// All dates of a sentence, left to right, longest form first.
pub(crate) fn find(
    text: &Text<'_>,
    k: &Knowledge,
    sentence: Sentence,
    now: Option<Date>,
) -> Vec<When> {
    let f = Finder { text, k, end: sentence.to, now };
    let mut out = Vec::new();
    let mut at = sentence.from;
    while at < sentence.to {
        match f.at(at) {
            Some(found) => {
                at = found.at.1;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

impl Finder<'_, '_> {
    fn at(&self, at: usize) -> Option<When> {
        self.range(at)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_year(at))
            .or_else(|| self.year(at))
            .or_else(|| self.deictic(at))
            .or_else(|| self.weekday(at))
    }

    fn word(&self, at: usize) -> &str {
        if at < self.end { self.text.word(at) } else { "" }
    }

    fn is(&self, list: &str, at: usize) -> bool {
        self.k.tables.lists.get(list).is_some_and(|l| l.iter().any(|w| w == self.word(at)))
    }

    /// How many tokens a phrase of the list takes here; longest first.
    fn phrase(&self, list: &str, at: usize) -> Option<usize> {
        let first = self.word(at);
        let fits = |phrase: &String| {
            let mut n = 0;
            for w in phrase.split(' ') {
                if self.word(at + n) != w {
                    return None;
                }
                n += 1;
            }
            Some(n)
        };
        self.k.list(list).iter().filter(|p| p.starts_with(first)).filter_map(fits).max()
    }

    fn number(&self, at: usize) -> Option<i16> {
        (at < self.end && self.text.tokens[at].kind == Kind::Number)
            .then(|| self.word(at).parse().ok())
            .flatten()
    }

    fn day_number(&self, at: usize) -> Option<i8> {
        self.number(at).filter(|n| (1..=31).contains(n)).map(|n| n as i8)
    }

    /// A month by any of its names; twin names and names in brackets count once.
    fn month(&self, at: usize) -> Option<(i8, &'static str, usize)> {
        let (m, calendar, mut next) = self.one_month(at)?;
        for (gap, close) in [(1, 0), (1, 1)] {
            let mark = self.word(next);
            if matches!((mark, close), ("/" | "-", 0) | ("(", 1))
                && let Some((_, _, after)) = self.one_month(next + gap)
            {
                next = after + close;
            }
        }
        Some((m, calendar, next))
    }

    fn one_month(&self, at: usize) -> Option<(i8, &'static str, usize)> {
        let known = |name: &str| self.k.tables.months.get(name);
        let two = format!("{} {}", self.word(at), self.word(at + 1));
        let hit = known(&two).map(|m| (m, 2)).or_else(|| known(self.word(at)).map(|m| (m, 1)));
        // A prefixed month (بنوفمبر) is looked up without its preposition.
        let hit = hit.or_else(|| known(self.text.stem(at.min(self.end - 1))).map(|m| (m, 1)));
        let ((calendar, number), used) = hit?;
        Some((*number as i8, if calendar == "hijri" { "hijri" } else { "gregorian" }, at + used))
    }

    /// The year behind a month: stated, or told by الجاري and الماضي, or the last one before the dateline.
    fn year_behind(&self, month: i8, day: i8, at: usize) -> (Option<i16>, usize, String) {
        let skip = usize::from(self.is("grammar.date_of", at));
        let word_year = usize::from(self.is("date.year_words", at + skip));
        if let Some(y) = self.number(at + skip + word_year).filter(|y| (1000..2200).contains(y)) {
            return (Some(y), at + skip + word_year + 1, "stated in full".into());
        }
        let Some(now) = self.now else { return (None, at, "no dateline".into()) };
        let shift = |y: i16, used: usize, why: &str| {
            (Some(y), at + used, format!("{why} the dateline {now}"))
        };
        if self.is("date.now", at) {
            return shift(now.year(), 1, "year of");
        }
        let later = (month, day) > (now.month(), now.day());
        if self.is("date.past", at) {
            return shift(
                now.year() - i16::from(later || (month == now.month() && day >= now.day())),
                1,
                "last such day before",
            );
        }
        if self.is("date.next", at) {
            return shift(now.year() + i16::from(!later), 1, "next such day after");
        }
        let near_ahead =
            later && (month - now.month()) <= 1 && (month, day) <= (now.month() + 1, now.day());
        shift(now.year() - i16::from(later && !near_ahead), 0, "nearest to")
    }

    fn make(
        &self,
        at: (usize, usize),
        from: Option<Date>,
        to: Option<Date>,
        precision: &'static str,
        basis: String,
    ) -> Option<When> {
        Some(When { at, from, to, precision, calendar: "gregorian", basis })
    }

    fn hijri(&self, at: (usize, usize), precision: &'static str) -> Option<When> {
        Some(When {
            at,
            from: None,
            to: None,
            precision,
            calendar: "hijri",
            basis: "Hijri date, kept as words".into(),
        })
    }

    /// «بين 24 و27 تشرين الثاني», «من 3 إلى 7 مايو».
    fn range(&self, at: usize) -> Option<When> {
        let between = self.is("date.between", at) || self.is("grammar.date_from", at);
        let first = if between { at + 1 } else { at };
        let a = self.day_number(first)?;
        let join = self.word(first + 1);
        let second = if self.k.is("grammar.date_to", join) { first + 2 } else { return None };
        let b = self.day_number(second)?;
        let (m, calendar, next) = self.month(second + 1)?;
        if calendar == "hijri" {
            return self.hijri((at, next), "range");
        }
        let (year, end, basis) = self.year_behind(m, b, next);
        let date = |d: i8| year.and_then(|y| Date::new(y, m, d).ok());
        self.make((first, end), date(a), date(b), "range", basis)
    }

    fn day_month(&self, at: usize) -> Option<When> {
        if self.text.tokens[at].kind == Kind::Number && self.word(at).len() >= 8 {
            return None;
        }
        let day = self.day_number(at)?;
        let skip = usize::from(self.is("grammar.date_from", at + 1));
        let (m, calendar, next) = self.month(at + 1 + skip)?;
        if calendar == "hijri" {
            return self.hijri((at, next), "day");
        }
        let (year, end, basis) = self.year_behind(m, day, next);
        let date = year.and_then(|y| Date::new(y, m, day).ok());
        self.make((at, end), date, date, "day", basis)
    }

    fn month_year(&self, at: usize) -> Option<When> {
        let (m, calendar, next) = self.month(at)?;
        if calendar == "hijri" {
            return self.hijri((at, next), "month");
        }
        let stated = self.number(next).is_some()
            || self.is("date.year_words", next)
            || self.is("date.past", next)
            || self.is("date.now", next)
            || self.is("date.next", next);
        // A bare word that is also a month (أيار, مارس "practised") needs company.
        let behind_month_word = at > 0 && self.k.is("grammar.date_part", self.text.stem(at - 1));
        if !stated
            && !behind_month_word
            && self.text.reading(at).prep.is_none()
            && !self.is("grammar.date_in", at.saturating_sub(1))
        {
            return None;
        }
        let (year, end, basis) = self.year_behind(m, 1, next);
        let first = year.and_then(|y| Date::new(y, m, 1).ok());
        let (from, to) = self.part(at, first, first.map(Date::last_of_month));
        self.make((at, end), from, to, "month", basis)
    }

    /// مطلع، منتصف، أواخر before a month or a year: a third of it, never a day.
    fn part(
        &self,
        at: usize,
        from: Option<Date>,
        to: Option<Date>,
    ) -> (Option<Date>, Option<Date>) {
        let (Some(a), Some(b)) = (from, to) else { return (from, to) };
        let before = at.saturating_sub(1);
        let third = ((b - a).get_days() + 1) / 3;
        if self.is("date.start_words", before) {
            (from, Some(a.saturating_add((third - 1).days())))
        } else if self.is("date.middle_words", before) {
            (Some(a.saturating_add(third.days())), Some(b.saturating_sub(third.days())))
        } else if self.is("date.end_words", before) {
            (Some(b.saturating_sub((third - 1).days())), to)
        } else {
            (from, to)
        }
    }

    fn year(&self, at: usize) -> Option<When> {
        let named = self.is("date.year_words", at)
            || self.k.is("grammar.date_year", self.text.stem(at)) && !self.text.reading(at).det;
        let since = self.is("date.from_words", at);
        if !named && !since {
            return None;
        }
        let first = at + 1 + usize::from(since && self.is("date.year_words", at + 1));
        let y = self.number(first).filter(|y| (1900..2200).contains(y))?;
        let (from, to) = self.part(at, Date::new(y, 1, 1).ok(), Date::new(y, 12, 31).ok());
        if since {
            return self.make(
                (at, first + 1),
                from,
                None,
                "range",
                "stated; open at its end".into(),
            );
        }
        let since_before = at > 0 && self.is("date.from_words", at - 1);
        self.make(
            (at, first + 1),
            from,
            if since_before { None } else { to },
            "year",
            "stated".into(),
        )
    }

    fn deictic(&self, at: usize) -> Option<When> {
        if self.text.tokens[at].kind != Kind::Word {
            return None;
        }
        const DAYS: [(&str, i64); 4] = [
            ("date.day2_back", -2),
            ("date.day1_back", -1),
            ("date.day1_ahead", 1),
            ("date.day0", 0),
        ];
        let best = DAYS
            .iter()
            .filter_map(|(list, n)| Some((self.phrase(list, at)?, *n)))
            .max_by_key(|d| d.0);
        if let Some((used, n)) = best {
            let date = self.now.and_then(|d| d.checked_add(n.days()).ok());
            return self.make((at, at + used), date, date, "day", self.counted());
        }
        const SPANS: [(&str, &str, i64); 9] = [
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
        let (used, unit, n) = SPANS
            .iter()
            .filter_map(|(list, unit, n)| Some((self.phrase(list, at)?, *unit, *n)))
            .max_by_key(|d| d.0)?;
        let (from, to) = self.now.map_or((None, None), |d| whole(d, unit, n));
        self.make((at, at + used), from, to, unit, self.counted())
    }

    fn counted(&self) -> String {
        self.now.map_or_else(|| "no dateline".into(), |d| format!("counted from the dateline {d}"))
    }

    /// A weekday alone looks back; with المقبل it looks ahead.
    fn weekday(&self, at: usize) -> Option<When> {
        let day = *self.k.tables.weekdays.get(self.word(at))?;
        if day == 7 && at > 0 && self.k.is("grammar.date_one", self.text.stem(at - 1)) {
            return None;
        }
        let ahead = self.is("date.next", at + 1);
        let used = 1 + usize::from(ahead || self.is("date.past", at + 1));
        let date = self.now.and_then(|now| {
            let back = (now.weekday().to_monday_one_offset() as i64 - i64::from(day)).rem_euclid(7);
            let days = if ahead {
                if back == 0 { 7 } else { 7 - back }
            } else if used == 2 && back == 0 {
                -7
            } else {
                -back
            };
            now.checked_add(days.days()).ok()
        });
        self.make((at, at + used), date, date, "day", self.counted())
    }
}

/// The whole week (Monday to Sunday), month or year `n` away from the day.
fn whole(day: Date, unit: &str, n: i64) -> (Option<Date>, Option<Date>) {
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
