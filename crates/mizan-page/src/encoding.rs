//! Encodings: UTF-8, UTF-16, windows-1256 and ISO-8859-6 told apart.
//!
//! Order of trust: byte order mark; validity as UTF-8; zero bytes in every second place; what is
//! declared; which of the two Arabic code pages makes the article ال stand where words start.

use crate::Problem;
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// The longest text read of one document, in bytes.
pub const MAX_TEXT: usize = 8 << 20;

/// Text with what was noticed on the way.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Bytes repaired, text cut, no text at all.
    pub problems: Vec<Problem>,
    /// The encoding used.
    pub encoding: &'static str,
}

/// Decodes a document; reads at most [`MAX_TEXT`] bytes of it.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    let mut problems = Vec::new();
    let mut note = |code, message: String| problems.push(Problem { code, span: None, message });
    let part = &bytes[..bytes.len().min(MAX_TEXT)];
    if part.len() < bytes.len() {
        note(
            "MZ903",
            format!("the document has {} bytes; the first {MAX_TEXT} were read", bytes.len()),
        );
    }
    let encoding = choose(part, content_type, part.len() < bytes.len());
    if encoding == UTF_8
        || encoding == WINDOWS_1252
        || encoding == WINDOWS_1256
        || encoding == ISO_8859_6
    {
        let odd = part
            .iter()
            .take(65536)
            .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127))
            .count();
        if odd * 20 > part.len().min(65536) {
            note("MZ905", format!("{odd} control bytes near the start: this looks like no text"));
            return Decoded { text: String::new(), problems, encoding: "binary" };
        }
    }
    let (text, used, repaired) = encoding.decode(part);
    if repaired && part.len() == bytes.len() {
        let bad = text.matches('\u{FFFD}').count();
        note("MZ901", format!("{bad} places were not valid {} and were replaced", used.name()));
    }
    let mut text = text.into_owned();
    if let Some((repaired, from, stretches)) = once(&text) {
        let message = format!(
            "UTF-8 had been taken for {} and encoded a second time; {stretches} stretches of text were repaired",
            from.name()
        );
        problems.push(Problem { code: "MZ909", span: None, message });
        text = repaired;
    }
    Decoded { text, problems, encoding: used.name() }
}

/// The Arabic article in UTF-8, as it looks when it was taken for windows-1252 and for windows-1256.
const TELLTALES: [(&str, &Encoding); 2] =
    [("\u{D8}\u{A7}\u{D9}\u{201E}", WINDOWS_1252), ("\u{637}\u{A7}\u{638}\u{201E}", WINDOWS_1256)];

/// Text without its second encoding, the code page that it went through, and how many stretches were
/// mended; none where nothing is certain.
fn once(text: &str) -> Option<(String, &'static Encoding, usize)> {
    let (_, from) = TELLTALES.into_iter().find(|(t, _)| text.matches(t).take(2).count() == 2)?;
    let mut out = String::with_capacity(text.len());
    let mut stretches = 0;
    for part in text.split_inclusive(['<', '>', '\n']) {
        match undone(part, from) {
            Some(mended) => {
                stretches += 1;
                out.push_str(&mended);
            }
            None => out.push_str(part),
        }
    }
    (stretches > 0).then_some((out, from, stretches))
}

/// A stretch whose every character goes back to a byte, and whose bytes are UTF-8 with Arabic in it. No text
/// that was encoded once does that by chance.
fn undone(part: &str, from: &'static Encoding) -> Option<String> {
    if part.is_ascii() {
        return None;
    }
    let (bytes, _, lossy) = from.encode(part);
    let mended = String::from_utf8(bytes.into_owned()).ok().filter(|_| !lossy)?;
    let arabic = mended.chars().filter(|c| ('\u{600}'..'\u{700}').contains(c)).count();
    (arabic >= 2).then_some(mended)
}

fn choose(bytes: &[u8], content_type: Option<&str>, cut: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if !bytes.contains(&0) => return UTF_8,
        Err(e) if (cut || e.error_len().is_none()) && e.valid_up_to() + 4 > bytes.len() => {
            return UTF_8;
        }
        _ => {}
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    declared(bytes, content_type).filter(|e| *e != UTF_8).unwrap_or_else(|| code_page(bytes))
}

/// UTF-16 without a mark: the high bytes of Arabic are 06, of ASCII 00.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let high = |offset: usize| {
        sample.iter().skip(offset).step_by(2).filter(|b| matches!(b, 0 | 6)).count()
    };
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    match (high(0) * 10 > pairs * 8, high(1) * 10 > pairs * 8) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Long runs of valid multi-byte sequences with a few bad bytes: damaged UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let lossy = String::from_utf8_lossy(&bytes[..bytes.len().min(65536)]);
    let bad = lossy.matches('\u{FFFD}').count();
    let multi = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    multi > bad * 4
}

/// Bytes in which a declaration is sought.
const HEAD: usize = 64 << 10;

fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<&'static Encoding> {
    // The head of a page may be long; what it declares stands in a meta tag.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let metas: String = head
        .match_indices("<meta")
        .take(256)
        .filter_map(|(at, _)| head[at..].split('>').next().filter(|t| t.contains("charset=")))
        .collect();
    let label = |text: &str| {
        let after = &text[text.find("charset=")? + 8..];
        let label: String = after
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        Encoding::for_label(label.as_bytes())
    };
    content_type
        .and_then(|c| label(&c.to_ascii_lowercase()))
        .or_else(|| label(&metas))
        .or_else(|| label(&head))
}

/// Any other legacy encoding, as browsers guess it.
fn other_page(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(HEAD)], true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// Both code pages write alef as C7; lam is E1 in one and E4 in the other.
fn code_page(bytes: &[u8]) -> &'static Encoding {
    let pair = |lam: u8| bytes.windows(2).filter(|w| w[0] == 0xC7 && w[1] == lam).count();
    let (windows, iso) = (pair(0xE1), pair(0xE4));
    match (windows, iso) {
        (0, 0) => other_page(bytes),
        _ if iso > windows => ISO_8859_6,
        _ => WINDOWS_1256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "قال المتحدث إن القوات انسحبت من البلدة صباح اليوم، وأضاف أن الاتفاق قائم.";

    #[test]
    fn four_encodings_told_apart() {
        for encoding in [UTF_8, WINDOWS_1256, ISO_8859_6] {
            let (bytes, _, _) = encoding.encode(TEXT);
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, TEXT, "{}", encoding.name());
        }
        let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None).text, TEXT);
        let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, None).text, TEXT);
    }

    #[test]
    fn a_second_encoding_is_undone_only_where_that_is_certain() {
        for taken_for in [WINDOWS_1252, WINDOWS_1256] {
            let (twice, _) = taken_for.decode_without_bom_handling(TEXT.as_bytes());
            let page = format!("<p>{twice}</p><p>{TEXT} Ø§Ù</p>");
            let decoded = decode(page.as_bytes(), None);
            assert_eq!(decoded.text, format!("<p>{TEXT}</p><p>{TEXT} Ø§Ù</p>"));
            assert_eq!(decoded.problems[0].code, "MZ909");
        }
        for plain in [TEXT, "Ørsted og Ålesund", "Ø§Ù„ once"] {
            assert_eq!(decode(plain.as_bytes(), None).text, plain);
        }
    }

    #[test]
    fn cut_and_binary_are_said() {
        let cut = &TEXT.as_bytes()[..TEXT.len() - 4];
        assert!(decode(cut, None).text.starts_with("قال المتحدث"));
        let binary: Vec<u8> = (0..4000u32).map(|n| (n * 7 % 23) as u8).collect();
        assert!(decode(&binary, None).problems.iter().any(|p| p.code == "MZ905"));
    }
}
