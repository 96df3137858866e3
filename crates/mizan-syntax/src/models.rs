//! Tagger and parser of one language, as they lie in its data.

use crate::model::ModelError;
use crate::parser::Parser;
use crate::tagger::Tagger;

const MAGIC: &[u8; 8] = b"MZSYN\0\0\x01";

/// The models of one language.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Models {
    /// Chooses readings.
    pub tagger: Tagger,
    /// Hangs words on one another.
    pub parser: Parser,
}

impl Models {
    /// Both models as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        self.tagger.write(&mut out);
        self.parser.write(&mut out);
        out
    }

    /// Opens what [`Models::to_bytes`] wrote.
    ///
    /// # Errors
    /// Where the bytes are something else, or cut short.
    pub fn from_bytes(bytes: &[u8]) -> Result<Models, ModelError> {
        let mut rest =
            bytes.strip_prefix(MAGIC).ok_or(ModelError::Damaged("no weights of this version"))?;
        let models = Models { tagger: Tagger::read(&mut rest)?, parser: Parser::read(&mut rest)? };
        if rest.is_empty() { Ok(models) } else { Err(ModelError::Damaged("bytes left over")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_opens_again_and_damage_is_told() {
        let bytes = Models::default().to_bytes();
        assert!(Models::from_bytes(&bytes).is_ok());
        for cut in 0..bytes.len() {
            assert!(Models::from_bytes(&bytes[..cut]).is_err(), "{cut} bytes");
        }
    }
}
