//! Secrets: random ones, and what is kept of them.

use super::AccountError;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// 256 random bits of the operating system's generator, as digits.
pub fn random() -> String {
    let bits: [u8; 32] = rand::random();
    bits.iter().map(|b| format!("{b:02x}")).collect()
}

/// What is kept of a secret that is random itself: guessing it is hopeless, so a plain hash will do.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// A password's hash by Argon2id with the library's parameters (19 MiB, two passes, as OWASP advises).
pub fn hashed(password: &str) -> Result<String, AccountError> {
    if !(10..=256).contains(&password.chars().count()) {
        return Err(AccountError::Password);
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|h| h.to_string()).map_err(|e| AccountError::Hash(e.to_string()))
}

/// The hash of no password, checked where a name is not there.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed(&random()).unwrap_or_default());

pub fn verified(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(&NOBODY)) else { return false };
    let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    fits && hash.is_some()
}
