//! Full dates in folded text: day, month by any name, year; or digits with marks between.

mod world;

use jiff::civil::Date;
use mizan_data::Knowledge;

/// A day found in folded text, with the bytes it stands in.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct FullDate {
    pub date: Date,
    pub from: usize,
    pub to: usize,
    /// The day with its month, where the figures may be read either way: 3/4/2025.
    pub swapped: Option<Date>,
}

/// A word of folded text with its place.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '-' | '/' | '.');
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                // A mark alone, as between two names of one month, is no word.
                if text[from..at].contains(char::is_alphanumeric) {
                    out.push((from, &text[from..at]));
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn year(word: &str) -> Option<i16> {
    let n: i16 = word.trim_matches(|c| matches!(c, '.' | '-' | '/')).parse().ok()?;
    (1900..2100).contains(&n).then_some(n)
}

/// A month by one or two words; twin names (تشرين الثاني/نوفمبر) count once.
fn month(knowledge: &Knowledge, words: &[(usize, &str)]) -> Option<(i8, usize)> {
    let one = words.first()?.1;
    let known = |name: &str| {
        // «Aug. 17, 2010»
        knowledge
            .tables
            .months
            .get(name.trim_end_matches('.'))
            .filter(|m| m.0 == "gregorian")
            .map(|m| m.1 as i8)
    };
    if let Some(next) = words.get(1) {
        // Twin names glue the second month to the ordinal with a stroke.
        let second = next.1.split('/').next().unwrap_or(next.1);
        if let Some(m) = known(&format!("{one} {second}")) {
            return Some((m, 2));
        }
    }
    known(one).or_else(|| known(one.split('/').next()?)).map(|m| (m, 1))
}

/// The first full Gregorian date of a folded text.
#[must_use]
pub fn full_date(folded: &str, knowledge: &Knowledge) -> Option<FullDate> {
    let words = words(folded);
    (0..words.len()).find_map(|at| {
        let known = digits(&words, at).or_else(|| named(&words, at, knowledge));
        known.or_else(|| world::at(&words, at, knowledge))
    })
}

fn digits(words: &[(usize, &str)], at: usize) -> Option<FullDate> {
    let (from, word) = words[at];
    let parts: Vec<i16> = word
        .trim_end_matches('.')
        .split(['-', '/', '.'])
        .map(|p| p.parse().ok())
        .collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let (y, m, d) = if a > 1900 {
        (a, b, c)
    } else if c > 1900 {
        (c, b, a)
    } else {
        return None;
    };
    let date = |m: i16, d: i16| Date::new(y, m.try_into().ok()?, d.try_into().ok()?).ok();
    let other = date(d, m).filter(|_| a <= 1900 && m != d);
    // 11/30/2025 can be read in one way only.
    let (date, swapped) = match date(m, d) {
        Some(date) => (date, other),
        None => (other?, None),
    };
    Some(FullDate { date, from, to: from + word.len(), swapped })
}

fn named(words: &[(usize, &str)], at: usize, knowledge: &Knowledge) -> Option<FullDate> {
    let day_first: Option<i8> = words[at].1.parse().ok().filter(|d| (1..=31).contains(d));
    if let Some(day) = day_first {
        let (m, used) = month(knowledge, words.get(at + 1..)?)?;
        let mut next = at + 1 + used;
        // A twin month or its name in brackets may stand between month and year.
        if words.get(next).is_some_and(|w| month(knowledge, &[*w]).is_some()) {
            next += 1;
        }
        let (start, y) = words.get(next).copied()?;
        let date = Date::new(year(y)?, m, day).ok()?;
        return Some(FullDate { date, from: words[at].0, to: start + y.len(), swapped: None });
    }
    // English order: November 30, 2025.
    let (m, used) = month(knowledge, &words[at..])?;
    let day: i8 = words.get(at + used)?.1.parse().ok()?;
    let (start, y) = words.get(at + used + 1).copied()?;
    let date = Date::new(year(y)?, m, day).ok()?;
    Some(FullDate { date, from: words[at].0, to: start + y.len(), swapped: None })
}
