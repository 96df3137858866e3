//! Days in the reader's calendar.

use crate::texts::{Texts, fill};
use icu_calendar::Date as IcuDate;
use icu_calendar::cal::Hijri;
use jiff::civil::Date;

/// Whose names the months have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Calendar {
    /// يناير، فبراير.
    #[default]
    Western,
    /// كانون الثاني، شباط.
    Levantine,
    /// جانفي، فيفري.
    Maghrebi,
    /// محرم، صفر: days of the Umm al-Qura calendar.
    Hijri,
}

impl Calendar {
    /// By its name on the command line.
    #[must_use]
    pub fn named(name: &str) -> Option<Calendar> {
        Some(match name {
            "western" => Calendar::Western,
            "levantine" => Calendar::Levantine,
            "maghrebi" => Calendar::Maghrebi,
            "hijri" => Calendar::Hijri,
            _ => return None,
        })
    }

    fn months(self) -> &'static str {
        match self {
            Calendar::Western => "words.months_western",
            Calendar::Levantine => "words.months_levantine",
            Calendar::Maghrebi => "words.months_maghrebi",
            Calendar::Hijri => "words.months_hijri",
        }
    }

    /// Year, month and day of a day.
    fn parts(self, date: Date) -> (i32, usize, u8) {
        let gregorian = (i32::from(date.year()), date.month() as usize, date.day() as u8);
        if self != Calendar::Hijri {
            return gregorian;
        }
        let iso = IcuDate::try_new_iso(gregorian.0, gregorian.1 as u8, gregorian.2);
        iso.map_or(gregorian, |d| {
            let hijri = d.to_calendar(Hijri::new_umm_al_qura());
            (
                hijri.year().era_year_or_related_iso(),
                hijri.month().ordinal as usize,
                hijri.day_of_month().0,
            )
        })
    }
}

fn month(texts: Texts<'_>, calendar: Calendar, n: usize) -> &str {
    texts.all(calendar.months()).get(n.saturating_sub(1)).map_or("", |m| m.trim())
}

/// «30 نوفمبر 2025».
pub(crate) fn day(texts: Texts<'_>, calendar: Calendar, date: Date) -> String {
    let (year, m, d) = calendar.parts(date);
    let name = month(texts, calendar, m);
    marked(
        texts,
        calendar,
        &fill(texts.one("words.date"), &[&d.to_string(), name, &year.to_string()]),
    )
}

fn marked(texts: Texts<'_>, calendar: Calendar, words: &str) -> String {
    match calendar {
        Calendar::Hijri => format!("{words} {}", texts.one("words.hijri_mark")),
        _ => words.to_owned(),
    }
}

/// When something was, as exactly as it is known: a day, a stretch of days, a month, a year.
pub(crate) fn when(
    texts: Texts<'_>,
    calendar: Calendar,
    from: Date,
    to: Option<Date>,
    precision: &str,
) -> Option<String> {
    let (year, m, d) = calendar.parts(from);
    match precision {
        "year" if calendar != Calendar::Hijri => {
            Some(fill(texts.one("words.in_year"), &[&year.to_string()]))
        }
        "month" if calendar != Calendar::Hijri => {
            let words = format!("{} {year}", month(texts, calendar, m));
            Some(fill(texts.one("words.in_month"), &[&words]))
        }
        "day" if to.is_none_or(|t| t == from) => {
            Some(fill(texts.one("words.on_day"), &[&day(texts, calendar, from)]))
        }
        "day" | "week" | "range" => {
            let to = to.filter(|t| *t > from)?;
            let same = calendar.parts(to).0 == year && calendar.parts(to).1 == m;
            let first = if same { d.to_string() } else { day(texts, calendar, from) };
            Some(fill(texts.one("words.range"), &[&first, &day(texts, calendar, to)]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Lang;
    use mizan_code::Reader;

    #[test]
    fn days_are_named_in_each_calendar() {
        let reader = Reader::builtin().expect("a reader");
        let ar = Texts { k: reader.knowledge(), lang: Lang::Ar };
        let date: Date = "2025-11-30".parse().expect("a day");
        assert_eq!(day(ar, Calendar::Western, date), "30 نوفمبر 2025");
        assert_eq!(day(ar, Calendar::Levantine, date), "30 تشرين الثاني 2025");
        assert_eq!(day(ar, Calendar::Hijri, date), "9 جمادى الآخرة 1447 هـ");
        let from: Date = "2025-11-24".parse().expect("a day");
        let range =
            when(ar, Calendar::Western, from, Some("2025-11-27".parse().expect("a day")), "range");
        assert_eq!(range.as_deref(), Some("بين 24 و27 نوفمبر 2025"));
    }
}
