//! Full dates as the world's larger languages write them: «6. Oktober 2017», «2 de abril de 2020»,
//! "December 29th 2019", 2020年4月2日, 30.10.23. Month names are in `data/ar/page/words.toml`.

use super::{FullDate, year};
use jiff::civil::Date;
use mizan_data::Knowledge;

/// The lists of month names, in order.
const MONTHS: [&str; 12] = [
    "page.month1",
    "page.month2",
    "page.month3",
    "page.month4",
    "page.month5",
    "page.month6",
    "page.month7",
    "page.month8",
    "page.month9",
    "page.month10",
    "page.month11",
    "page.month12",
];

/// A full date that begins at a word.
pub(super) fn at(words: &[(usize, &str)], n: usize, knowledge: &Knowledge) -> Option<FullDate> {
    let (from, word) = words[n];
    let one = east_asian(word).or_else(|| short_year(word));
    let whole = one.map(|date| (date, from + word.len()));
    let (date, to) = whole.or_else(|| named(&words[n..], knowledge))?;
    Some(FullDate { date, from, to, swapped: None })
}

fn named(words: &[(usize, &str)], knowledge: &Knowledge) -> Option<(Date, usize)> {
    if !words[0].1.starts_with(|c: char| c.is_ascii_digit())
        && month(words[0].1, knowledge).is_none()
    {
        return None;
    }
    let joins = |w: &&(usize, &str)| knowledge.is("page.month_of", w.1.trim_matches('.'));
    let mut rest = words.iter().take(6).filter(|w| !joins(w));
    let (first, second, third) = (rest.next()?, rest.next()?, rest.next()?);
    let read = |d: &str, m: &str| Date::new(year(third.1)?, month(m, knowledge)?, day(d)?).ok();
    let date = read(first.1, second.1).or_else(|| read(second.1, first.1))?;
    Some((date, third.0 + third.1.len()))
}

fn month(word: &str, knowledge: &Knowledge) -> Option<i8> {
    let name = word.trim_matches(['.', '-', '/']);
    let at = MONTHS.iter().position(|list| knowledge.is(list, name))?;
    i8::try_from(at + 1).ok()
}

/// `6.`, `1st`, `2º`, `1er`: a number, then letters that make it an ordinal.
fn day(word: &str) -> Option<i8> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let rest = word[digits.len()..].chars().filter(|c| *c != '.').count();
    digits.parse().ok().filter(|d| (1..=31).contains(d) && rest < 3)
}

/// 2020年4月2日 and 2020년4월2일.
fn east_asian(word: &str) -> Option<Date> {
    if !word.contains(['年', '년']) {
        return None;
    }
    let mut parts = word.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year(y)?, m.parse().ok()?, d.parse().ok()?).ok()
}

/// `30.10.23`: with dots, day first and a year of two digits.
fn short_year(word: &str) -> Option<Date> {
    let parts: Vec<&str> = word.trim_end_matches('.').split('.').collect();
    let [d, m, y] = parts[..] else { return None };
    let two = y.len() == 2 && y.bytes().all(|b| b.is_ascii_digit());
    let century: i16 = y.parse().ok().filter(|_| two)?;
    Date::new(2000 + century, m.parse().ok()?, d.parse().ok()?).ok()
}
