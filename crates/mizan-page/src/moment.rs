//! Moments as pages write them in metadata: a day, perhaps a time, perhaps the zone.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A moment of a page, as exact as the page gives it and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Moment {
    pub date: Date,
    pub time: Option<Time>,
    /// Distance from UTC that the page states.
    pub offset: Option<Offset>,
}

impl From<Date> for Moment {
    fn from(date: Date) -> Self {
        Moment { date, time: None, offset: None }
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some(t) = self.time {
            write!(f, "T{:02}:{:02}", t.hour(), t.minute())?;
        }
        match self.offset.map(|o| o.seconds() / 60) {
            Some(0) => write!(f, "Z"),
            Some(m) => {
                write!(
                    f,
                    "{}{:02}:{:02}",
                    if m < 0 { '-' } else { '+' },
                    m.abs() / 60,
                    m.abs() % 60
                )
            }
            None => Ok(()),
        }
    }
}

impl Moment {
    /// The day in UTC, where the zone is known.
    pub(crate) fn utc_day(&self) -> Option<Date> {
        let at = self.date.to_datetime(self.time?);
        Some(Offset::UTC.to_datetime(self.offset?.to_timestamp(at).ok()?).date())
    }
}

/// ISO 8601 (`2025-11-30T14:05:00+03:00`, `2025-11-30 14:05`, `20251130`), RFC 2822
/// (`Sun, 30 Nov 2025 14:05:00 +0300`), seconds since 1970, or English words (`Sunday, Nov. 30, 2025`).
pub(crate) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    iso(text)
        .or_else(|| rfc2822(text))
        .or_else(|| epoch(text))
        .or_else(|| worded(text))
        .filter(|m| (1990..2100).contains(&m.date.year()))
}

fn iso(text: &str) -> Option<Moment> {
    let date: Date = text.get(..10)?.replace('/', "-").parse().ok()?;
    let rest = text.get(10..)?.trim_start_matches(['T', 't', ' ']);
    let Some(clock) = rest.get(..5).filter(|c| c.as_bytes()[2] == b':') else {
        return Some(date.into());
    };
    let (hour, minute) = (clock[..2].parse().ok(), clock[3..].parse().ok());
    let time = hour.zip(minute).and_then(|(h, m)| Time::new(h, m, 0, 0).ok());
    let zone = rest[5..].trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit());
    Some(Moment { date, time, offset: offset(zone.trim()) })
}

/// `Z`, `+03:00`, `+0300`, `+03`.
fn offset(zone: &str) -> Option<Offset> {
    if zone.eq_ignore_ascii_case("z")
        || zone.eq_ignore_ascii_case("gmt")
        || zone.eq_ignore_ascii_case("utc")
    {
        return Some(Offset::UTC);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits: String = zone[1..].chars().filter(char::is_ascii_digit).take(4).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

fn rfc2822(text: &str) -> Option<Moment> {
    let zoned = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Moment { date: zoned.date(), time: Some(zoned.time()), offset: Some(zoned.offset()) })
}

fn epoch(text: &str) -> Option<Moment> {
    let digits = text.chars().all(|c| c.is_ascii_digit());
    if digits && text.len() == 8 {
        let date = Date::strptime("%Y%m%d", text).ok()?;
        return Some(date.into());
    }
    let number: i64 = text.parse().ok().filter(|_| digits)?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let utc = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Some(Moment { date: utc.date(), time: Some(utc.time()), offset: Some(Offset::UTC) })
}

fn worded(text: &str) -> Option<Moment> {
    // Longer than any day in words; and dots only shorten.
    const LONGEST: usize = 40;
    let plain = Some(text).filter(|t| t.len() < LONGEST)?.replace('.', "");
    let day = plain.split_once(", ").filter(|(first, _)| first.ends_with("day")).map(|p| p.1);
    let formats = ["%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d/%m/%Y"];
    let read = |format: &str| Date::strptime(format, day.unwrap_or(&plain)).ok();
    formats.into_iter().find_map(read).map(Moment::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (text, want) in [
            ("2025-11-30T14:05:00+03:00", "2025-11-30T14:05+03:00"),
            ("2025-11-30T14:05:12.123Z", "2025-11-30T14:05Z"),
            ("2025-11-30 14:05", "2025-11-30T14:05"),
            ("2025-11-30", "2025-11-30"),
            ("20251130", "2025-11-30"),
            ("Sun, 30 Nov 2025 14:05:00 +0300", "2025-11-30T14:05+03:00"),
            ("1764501900", "2025-11-30T11:25Z"),
            ("Sunday, Nov. 30, 2025", "2025-11-30"),
            ("30 November 2025", "2025-11-30"),
        ] {
            assert_eq!(moment(text).map(|m| m.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["", "2025", "30 Nov", "0001-01-01", "tomorrow", "١٢"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
