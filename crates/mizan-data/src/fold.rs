//! Folding: one spelling for the many that Arabic print has for the same word.
//!
//! In: text as the reader sees it. Out: the folded form used for matching, never shown.
//! Alef and ya forms, ta marbuta, hamza seats, marks, tatweel, digits of three scripts,
//! presentation forms, Persian letters, quotation marks and Latin case are made one.
//! [`Folded`] keeps the way back: every folded offset maps to a byte of the original.

use unicode_normalization::UnicodeNormalization;

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    To(char),
    Expand,
}

/// True for the marks that Arabic puts over and under letters, and for invisible format characters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
        | '\u{08D3}'..='\u{08FF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{00AD}' | '\u{FEFF}' | '\u{061C}')
}

fn letter(c: char) -> Fate {
    Fate::To(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ى' | 'ئ' | 'ی' | 'ې' | 'ے' => 'ي',
        'ؤ' => 'و',
        'ک' | 'گ' => 'ك',
        'پ' => 'ب',
        'چ' => 'ج',
        'ڤ' => 'ف',
        'ژ' => 'ز',
        _ => return other(c),
    })
}

fn other(c: char) -> Fate {
    Fate::To(match c {
        // Nearly every letter of Arabic text ends here.
        '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' => return Fate::Keep,
        '٠'..='٩' => ascii_digit(c as u32 - '٠' as u32),
        '۰'..='۹' => ascii_digit(c as u32 - '۰' as u32),
        '“' | '”' | '„' | '‟' | '«' | '»' | '❝' | '❞' | '″' => '"',
        '‘' | '’' | '‛' | '′' => '\'',
        '–' | '—' | '−' | '‐' | '‑' | '‒' | '―' => '-',
        '٫' => '.',
        '٬' => ',',
        '٪' => '%',
        '\u{00A0}' | '\u{202F}' | '\u{2007}' | '\u{2009}' | '\t' | '\r' => ' ',
        _ if is_mark(c) => return Fate::Drop,
        _ if is_presentation(c) => return Fate::Expand,
        _ if c.is_uppercase() => return lower(c),
        _ => return Fate::Keep,
    })
}

fn lower(c: char) -> Fate {
    let mut lowered = c.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(one), None) => Fate::To(one),
        _ => Fate::Keep,
    }
}

fn ascii_digit(n: u32) -> char {
    char::from_digit(n, 10).unwrap_or('0')
}

fn is_presentation(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FF5E}' | '\u{FB00}'..='\u{FB06}')
}

/// The folded form of a short string, without alignment: for keys and for words of data files.
#[must_use]
pub fn fold(text: &str) -> String {
    Folded::new(text).text
}

/// Folded text and its way back to the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Where the difference between the two offsets changes: (folded, original), rising.
    steps: Vec<(u32, u32)>,
    source_len: u32,
}

impl Folded {
    /// Folds `source`. Linear in its length; offsets are bytes.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut out = Folded {
            text: String::with_capacity(source.len()),
            steps: vec![(0, 0)],
            source_len: source.len() as u32,
        };
        let mut previous = ' ';
        for (at, c) in source.char_indices() {
            out.push(source, at, c, previous);
            previous = c;
        }
        out
    }

    fn push(&mut self, source: &str, at: usize, c: char, previous: char) {
        if c.is_ascii() && !c.is_ascii_uppercase() && c != '\t' && c != '\r' {
            return self.emit(at, c);
        }
        if c == 'ـ' {
            // Inside a word the stretching line is ornament; alone it stands for a dash.
            let after = source[at + c.len_utf8()..].chars().next().unwrap_or(' ');
            if !previous.is_alphabetic() && !after.is_alphabetic() && previous != 'ـ' {
                self.emit(at, '-');
            }
            return;
        }
        match letter(c) {
            Fate::Keep => self.emit(at, c),
            Fate::Drop => {}
            Fate::To(to) => self.emit(at, to),
            Fate::Expand => c.nfkc().for_each(|part| match letter(part) {
                Fate::To(to) => self.emit(at, to),
                Fate::Keep => self.emit(at, part),
                Fate::Drop | Fate::Expand => {}
            }),
        }
    }

    fn emit(&mut self, at: usize, c: char) {
        let here = self.text.len() as u32;
        let (last_folded, last_source) = self.steps.last().copied().unwrap_or((0, 0));
        if here.wrapping_sub(last_folded) != (at as u32).wrapping_sub(last_source) {
            self.steps.push((here, at as u32));
        }
        self.text.push(c);
    }

    /// The byte of the original at which the folded character at `folded` starts.
    #[must_use]
    pub fn to_source(&self, folded: u32) -> u32 {
        if folded as usize >= self.text.len() {
            return self.source_len;
        }
        let at = self.steps.partition_point(|step| step.0 <= folded) - 1;
        let (from_folded, from_source) = self.steps[at];
        from_source + (folded - from_folded)
    }

    /// The original span of the folded range, marks after its last letter included.
    #[must_use]
    pub fn span(&self, source: &str, from: u32, to: u32) -> (u32, u32) {
        if from >= to {
            let at = self.to_source(from);
            return (at, at);
        }
        let last =
            self.text[..to as usize].char_indices().next_back().map_or(from, |(at, _)| at as u32);
        let start = self.to_source(last) as usize;
        let mut end = start + source[start..].chars().next().map_or(0, char::len_utf8);
        for c in source[end..].chars().take_while(|&c| is_mark(c) || c == 'ـ') {
            end += c.len_utf8();
        }
        (self.to_source(from), end as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_many() {
        for (from, to) in [
            ("أَعْلَنَتِ", "اعلنت"),
            ("القيادةُ", "القياده"),
            ("تُظهِرُ", "تظهر"),
            ("ســـوريا", "سوريا"),
            ("٣٠ نوفمبر ٢٠٢٥", "30 نوفمبر 2025"),
            ("۱۴", "14"),
            ("ﻻ", "لا"),
            ("«قسد»", "\"قسد\""),
            ("CENTCOM", "centcom"),
            ("دمشق ـ سانا", "دمشق - سانا"),
        ] {
            assert_eq!(fold(from), to, "{from}");
        }
    }

    #[test]
    fn the_way_back_holds() {
        let source = "قالَ: «أُطلِقَ ﻻحقاً» ٢٤";
        let folded = Folded::new(source);
        let at = folded.text.find("اطلق").expect("folded word") as u32;
        let (from, to) = folded.span(source, at, at + "اطلق".len() as u32);
        assert_eq!(&source[from as usize..to as usize], "أُطلِقَ");
        let at = folded.text.find("24").expect("digits") as u32;
        let (from, to) = folded.span(source, at, at + 2);
        assert_eq!(&source[from as usize..to as usize], "٢٤");
    }
}
