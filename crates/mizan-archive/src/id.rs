//! Names of things in the archive: made of what they are, so the same page gives the same ids in any archive.

use sha2::{Digest, Sha256};
use std::fmt;

/// Crockford's base 32, without letters that look like digits.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Digits of an id: 60 bits, so that among ten million the chance of one clash is about one in 20,000.
const LENGTH: usize = 12;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Page,
    Event,
    Claim,
    Story,
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Kind::Page => 'p',
            Kind::Event => 'e',
            Kind::Claim => 'c',
            Kind::Story => 's',
        }
    }

    /// What an id, or the first digits of one, would name; none where the words are no id.
    #[must_use]
    pub fn named_by(text: &str) -> Option<Kind> {
        parse(text).map(|p| p.0)
    }

    fn of(letter: char) -> Option<Kind> {
        [Kind::Page, Kind::Event, Kind::Claim, Kind::Story]
            .into_iter()
            .find(|k| k.letter() == letter)
    }
}

/// An id as it is printed: a letter for its kind and twelve digits, such as `e3k9q0m2x7ab1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// What it names.
    pub kind: Kind,
    /// Its 60 bits.
    pub bits: i64,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind.letter())?;
        (0..LENGTH).rev().try_for_each(|n| {
            let digit = DIGITS[(self.bits >> (5 * n)) as usize & 31];
            write!(f, "{}", digit as char)
        })
    }
}

impl serde::Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// As it is printed: a letter and twelve digits.
#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Id {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let pattern = utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[pecs][0-9a-hjkmnp-tv-z]{12}$"))
            .description(Some("The id of a page (p), an event (e), a claim (c) or a story (s)."));
        pattern.into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Id {}

/// An id, or the first digits of one: its kind and the bits between which it lies.
pub(crate) fn parse(text: &str) -> Option<(Kind, i64, i64)> {
    let mut letters = text.trim().chars();
    let kind = Kind::of(letters.next()?.to_ascii_lowercase())?;
    let digits: Option<Vec<i64>> = letters.map(digit).collect();
    let digits = digits.filter(|d| (4..=LENGTH).contains(&d.len()))?;
    let open = 5 * (LENGTH - digits.len());
    let low = digits.iter().fold(0, |n, d| n << 5 | d) << open;
    Some((kind, low, low | ((1 << open) - 1)))
}

fn digit(c: char) -> Option<i64> {
    DIGITS.iter().position(|d| *d as char == c.to_ascii_lowercase()).map(|n| n as i64)
}

/// 60 bits of what a thing is made of.
pub(crate) fn bits(parts: &[&str]) -> i64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let bytes = hash.finalize();
    let first = bytes.iter().take(8).fold(0u64, |n, b| n << 8 | u64::from(*b));
    (first >> 4) as i64
}

/// The hash by which a page's bytes are known again.
pub(crate) fn content(bytes: &[u8], hints: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.update(hints.as_bytes());
    hash.finalize()[..16].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_whole_and_by_its_first_digits() {
        let id = Id { kind: Kind::Event, bits: bits(&["page", "words"]) };
        assert_eq!(parse(&id.to_string()), Some((Kind::Event, id.bits, id.bits)));
        let (_, low, high) = parse(&id.to_string()[..6]).expect("a prefix");
        assert!((low..=high).contains(&id.bits));
        assert_eq!(parse("e12"), None, "too short to name one thing");
        assert_eq!(parse("x123456"), None);
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        assert_ne!(bits(&["ab", "c"]), bits(&["a", "bc"]));
    }
}
