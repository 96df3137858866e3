//! Byte offsets to offsets in Unicode scalar values, as the record prints them.

/// Characters counted at every 64th byte, so that a look-up counts at most 64 bytes.
pub(super) struct Offsets<'t> {
    text: &'t str,
    marks: Vec<u32>,
}

const STEP: usize = 64;

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|b| (**b as i8) >= -0x40).count() as u32
}

impl<'t> Offsets<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut n = 0;
        for part in text.as_bytes().chunks(STEP) {
            marks.push(n);
            n += starts(part);
        }
        Offsets { text, marks }
    }

    /// The number of characters before a byte offset.
    pub fn chars(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        let mark = byte / STEP;
        let Some(n) = self.marks.get(mark) else {
            return self.marks.last().map_or(0, |n| {
                n + starts(&self.text.as_bytes()[(self.marks.len() - 1) * STEP..byte])
            });
        };
        n + starts(&self.text.as_bytes()[mark * STEP..byte])
    }

    pub fn span(&self, span: (u32, u32)) -> (u32, u32) {
        (self.chars(span.0), self.chars(span.1))
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn agrees_with_counting() {
        let text = "قال CENTCOM إن 15 موقعاً ".repeat(20);
        let offsets = Offsets::new(&text);
        for (n, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.chars(at as u32), n as u32);
        }
        assert_eq!(offsets.chars(text.len() as u32), text.chars().count() as u32);
    }
}
