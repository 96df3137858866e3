//! Words as a bag, folded as `score.py` of the shared gold folds them, and the F1 of two bags.

use std::collections::BTreeSet;

/// Folded words without marks, punctuation and a leading و ب ل.
pub type Bag = BTreeSet<String>;

fn fold(c: char) -> Option<char> {
    match c {
        '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ئ' => Some('ي'),
        'ة' => Some('ه'),
        'ؤ' => Some('و'),
        c => Some(c),
    }
}

/// The bag of some texts.
pub fn bag<'a>(texts: impl IntoIterator<Item = &'a str>) -> Bag {
    let mut out = Bag::new();
    for text in texts {
        let folded: String = text.chars().filter_map(fold).collect();
        let words = folded.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        out.extend(words.filter(|w| !w.is_empty()).map(|w| bare(w).to_owned()));
    }
    out
}

/// A word without one leading و ب ل, where three letters are left.
fn bare(word: &str) -> &str {
    match word.strip_prefix(['و', 'ب', 'ل']) {
        Some(rest) if rest.chars().count() >= 3 => rest,
        _ => word,
    }
}

/// F1 of two bags; two empty bags agree.
pub fn f1(found: &Bag, gold: &Bag) -> f64 {
    if found.is_empty() || gold.is_empty() {
        return f64::from(u8::from(found.is_empty() == gold.is_empty()));
    }
    2.0 * found.intersection(gold).count() as f64 / (found.len() + gold.len()) as f64
}

/// F1 of counts.
pub fn ratio(hit: usize, found: usize, gold: usize) -> [f64; 3] {
    let share = |n: usize| if n == 0 { 0.0 } else { hit as f64 / n as f64 };
    let f = if found + gold == 0 { 0.0 } else { 2.0 * hit as f64 / (found + gold) as f64 };
    [share(found), share(gold), f]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_as_the_shared_scorer_does() {
        assert_eq!(bag(["وقُتِل الأهالي"]), bag(["قتل الاهالي"]));
        assert_eq!(bag(["ولد"]), bag(["ولد"]), "three letters must be left");
        assert!((f1(&bag(["18 شخصا"]), &bag(["شخصا"])) - 2.0 / 3.0).abs() < 1e-9);
        assert!((f1(&Bag::new(), &Bag::new()) - 1.0).abs() < 1e-9);
    }
}
