//! Numerals: digits of every script and number words, with what multiplies them, as one value.
//!
//! In: tokens. Out: the value and where the numeral ends. Vague words (عشرات، آلاف) are none.

use mizan_data::Knowledge;
use mizan_data::model::Pos;
use mizan_text::{Kind, Text};

/// A numeral: its value and the token behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Numeral {
    pub value: f64,
    pub to: usize,
}

/// The numeral that starts at `at`, if one does; it ends before `end`.
pub(crate) fn read(text: &Text<'_>, k: &Knowledge, at: usize, end: usize) -> Option<Numeral> {
    let walk = Walk { text, k, end };
    if at >= end {
        return None;
    }
    if text.tokens[at].kind == Kind::Number {
        return Some(walk.digits(at));
    }
    let open = text.readings(at).iter().any(|r| r.pos == Pos::Number);
    (open && text.tokens[at].kind == Kind::Word).then(|| walk.words(at)).flatten()
}

/// The value of a token of digits: groups of three are thousands, another mark is a decimal one.
/// With `scaled` (a multiplier follows) a single group is a fraction: 3.500 مليون.
pub(crate) fn digits(word: &str, scaled: bool) -> f64 {
    let marks = word.matches([',', '.']).count();
    let groups = word.split([',', '.']).skip(1).all(|g| g.len() == 3);
    let thousands = marks > 0 && groups && !word.starts_with('0') && !(scaled && marks == 1);
    if thousands {
        return word.replace([',', '.'], "").parse().unwrap_or(0.0);
    }
    match word.rsplit_once([',', '.']) {
        Some((whole, part)) => {
            format!("{}.{part}", whole.replace([',', '.'], "")).parse().unwrap_or(0.0)
        }
        None => word.parse().unwrap_or(0.0),
    }
}

struct Walk<'t, 'k> {
    text: &'t Text<'t>,
    k: &'k Knowledge,
    end: usize,
}

impl Walk<'_, '_> {
    fn word(&self, at: usize) -> &str {
        if at < self.end { self.text.word(at) } else { "" }
    }

    /// The value of a number word and whether it multiplies; و before it and its article are cut.
    fn value(&self, at: usize, first: bool) -> Option<(u64, bool)> {
        let word = if first { self.text.stem(at) } else { self.word(at).trim_start_matches('و') };
        let numbers = &self.k.tables.numbers;
        numbers.get(word).or_else(|| numbers.get(word.strip_prefix("ال")?)).copied()
    }

    fn multiplier(&self, at: usize) -> Option<u64> {
        self.value(at, false)
            .filter(|(_, times)| *times && !self.word(at).starts_with('و'))
            .map(|v| v.0)
    }

    fn digits(&self, at: usize) -> Numeral {
        let scale = (at + 1 < self.end).then(|| self.multiplier(at + 1)).flatten();
        let value = digits(self.word(at), scale.is_some());
        match scale {
            Some(m) => self.rest(value * m as f64, m, at + 2),
            None => Numeral { value, to: at + 1 },
        }
    }

    /// What is added behind a multiplied number: ونصف المليون, و500.
    fn rest(&self, value: f64, scale: u64, at: usize) -> Numeral {
        if self.k.is("quantity.and_half", self.word(at)) {
            let again =
                at + 1 < self.end && self.value(at + 1, false).is_some_and(|v| v.0 == scale);
            return Numeral { value: value + scale as f64 / 2.0, to: at + 1 + usize::from(again) };
        }
        let joined = self.word(at) == "و"
            && at + 1 < self.end
            && self.text.tokens[at + 1].kind == Kind::Number;
        if joined {
            let tail = self.digits(at + 1);
            if tail.value < scale as f64 {
                return Numeral { value: value + tail.value, to: tail.to };
            }
        }
        Numeral { value, to: at }
    }

    fn words(&self, at: usize) -> Option<Numeral> {
        if self.k.is("quantity.vague_scales", self.text.stem(at)) {
            return None;
        }
        let (mut total, mut part, mut scale, mut next) = (0u64, 0u64, 1u64, at);
        // Each part of a number is smaller than the one before: ألفين وثلاثة آلاف are two numbers.
        let (mut limit, mut part_at) = (u64::MAX, at);
        while next < self.end {
            let joined = self.word(next).starts_with('و') && next > at;
            let Some((n, times)) = self.value(next, next == at) else { break };
            // Two plain numbers side by side are one only as ten's unit (خمسة عشر) or joined by و.
            if next > at && !times && !joined && n != 10 {
                break;
            }
            if joined && part == 0 {
                part_at = next;
            }
            if times {
                let whole = part.max(1).saturating_mul(n);
                if whole >= limit {
                    (next, part) = (part_at, 0);
                    break;
                }
                (part, scale) = (whole, n);
            } else if n >= limit {
                break;
            } else {
                part = part.saturating_add(n);
            }
            if n >= 1000 {
                total = total.saturating_add(part);
                (part, limit) = (0, if times { n } else { 1000 });
            }
            next += 1;
        }
        let alone = next == at + 1;
        if alone && self.k.is("quantity.dual_alone", self.text.stem(at)) {
            total = total.saturating_mul(2);
        }
        // أحد الجنود is one of them, no count.
        if next == at || (next == at + 1 && self.k.is("quantity.one_of", self.text.stem(at))) {
            return None;
        }
        Some(self.rest(total.saturating_add(part) as f64, scale, next))
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn thousands_and_decimals() {
        for (word, scaled, value) in [
            ("1,200", false, 1200.0),
            ("1.200", false, 1200.0),
            ("1,234,567", false, 1_234_567.0),
            ("3.5", false, 3.5),
            ("3,5", false, 3.5),
            ("0.125", false, 0.125),
            ("3.500", true, 3.5),
            ("1,234.5", false, 1234.5),
        ] {
            assert_eq!(digits(word, scaled), value, "{word}");
        }
    }
}
