//! Days as numbers, counted from 1970-01-01, and the periods that series are cut into.

use jiff::civil::{Date, date};
use serde::Serialize;

/// Stands for the day of an event whose page states none.
pub(crate) const UNDATED: i32 = -4_000_000;

const EPOCH: Date = date(1970, 1, 1);

/// The number of a day such as `2025-11-24`.
#[must_use]
pub fn parse(text: &str) -> Option<i32> {
    text.get(..10).and_then(|t| t.parse::<Date>().ok()).map(number)
}

/// First and last day of a day, a month or a year: `2025-01-31`, `2025-01`, `2025`. None where the words are neither.
#[must_use]
pub fn span(text: &str) -> Option<(i32, i32)> {
    let (start, period) = match text.len() {
        4 => (format!("{text}-01-01"), Period::Year),
        7 => (format!("{text}-01"), Period::Month),
        10 => (text.to_owned(), Period::Day),
        _ => return None,
    };
    let first = parse(&start)?;
    Some((first, period.next(first) - 1))
}

/// The number of a day.
#[must_use]
pub fn number(day: Date) -> i32 {
    (day - EPOCH).get_days()
}

/// The day of a number; none outside the calendar.
#[must_use]
pub fn of(number: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// A day as it is printed, `-` where it is unknown.
#[must_use]
pub fn show(number: Option<i32>) -> String {
    number.and_then(of).map_or_else(|| "-".to_owned(), |d| d.to_string())
}

/// How long the steps of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Period {
    Day,
    /// From Monday (ISO 8601).
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    /// The period of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Period> {
        Some(match name {
            "day" => Period::Day,
            "week" => Period::Week,
            "month" => Period::Month,
            "quarter" => Period::Quarter,
            "year" => Period::Year,
            _ => return None,
        })
    }

    /// The first day of the period that a day lies in.
    #[must_use]
    pub fn start(self, day: i32) -> i32 {
        let Some(d) = of(day) else { return day };
        let first = match self {
            Period::Day => return day,
            Period::Week => return day - i32::from(d.weekday().to_monday_zero_offset()),
            Period::Month => d.first_of_month(),
            Period::Quarter => date(d.year(), (d.month() - 1) / 3 * 3 + 1, 1),
            Period::Year => d.first_of_year(),
        };
        number(first)
    }

    /// The first day of the next period.
    #[must_use]
    pub fn next(self, start: i32) -> i32 {
        let longest = match self {
            Period::Day => return start + 1,
            Period::Week => return start + 7,
            Period::Month => 31,
            Period::Quarter => 92,
            Period::Year => 366,
        };
        self.start(start + longest)
    }

    /// Its label: `2025-11-24`, `2025-W48`, `2025-11`, `2025-Q4`, `2025`.
    #[must_use]
    pub fn label(self, start: i32) -> String {
        let Some(d) = of(start) else { return "-".to_owned() };
        match self {
            Period::Day => d.to_string(),
            Period::Week => {
                let week = d.iso_week_date();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", d.year(), d.month()),
            Period::Quarter => format!("{:04}-Q{}", d.year(), (d.month() - 1) / 3 + 1),
            Period::Year => format!("{:04}", d.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_its_period() {
        let periods = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year];
        for n in number(date(2023, 12, 1))..number(date(2025, 3, 5)) {
            for p in periods {
                let start = p.start(n);
                assert!(start <= n && n < p.next(start), "{p:?} of {}", show(Some(n)));
                assert_eq!(p.start(start), start);
                assert_eq!(p.start(p.next(start)), p.next(start));
            }
        }
    }

    #[test]
    fn labels() {
        let n = number(date(2025, 12, 30));
        let labels = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year]
            .map(|p| p.label(p.start(n)));
        assert_eq!(labels, ["2025-12-30", "2026-W01", "2025-12", "2025-Q4", "2025"]);
    }
}
