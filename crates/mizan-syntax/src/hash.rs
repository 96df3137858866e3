//! The one hash of features: the same on every machine, so that weights mean the same everywhere.

/// Joins two hashes; order counts.
#[must_use]
#[inline]
pub fn mix(a: u32, b: u32) -> u32 {
    let x = (u64::from(a) ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let y = (x ^ u64::from(b) ^ (x >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (y >> 32) as u32 ^ (y as u32).rotate_left(7)
}

/// The hash of the bytes of words, 0 for none of them.
#[must_use]
#[inline]
pub fn hash_words(parts: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    for byte in parts.iter().flat_map(|p| p.as_bytes()) {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    if parts.iter().all(|p| p.is_empty()) { 0 } else { mix(hash, 1) | 1 }
}
