//! A table of weights: hashed features, each with a few classes and their weights, as it lies in the data.

use thiserror::Error;

/// Why a table of weights could not be opened.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The bytes end too soon, or lead outside of themselves.
    #[error("the table of weights is damaged: {0}; fit it again with `just treebank`")]
    Damaged(&'static str),
}

/// Linear model over hashed features. Entries of one bucket stand side by side, so that a feature costs one look at memory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Model {
    bits: u32,
    /// Where each bucket's entries start; one more than there are buckets.
    starts: Vec<u32>,
    /// Fingerprint (two bytes), class, weight.
    entries: Vec<u32>,
    /// A bit for each sixteenth of a bucket that has an entry: most features have none, and this look is cheaper than theirs.
    filled: Vec<u64>,
}

/// Sixteenths of a bucket, in bits of the feature.
const FINER: u32 = 4;
/// How many features are sifted at a time.
const BATCH: usize = 128;

/// The fingerprint of a feature, where an entry has it.
const PRINT: u32 = 0xffff;

impl Model {
    /// Packs `(feature, class, weight)` into a table. Weights are whole numbers from −127 to 127.
    #[must_use]
    pub fn pack(mut weights: Vec<(u32, u8, i8)>) -> Model {
        let bits = (weights.len() / 3).max(2).ilog2().clamp(4, 16);
        weights.sort_unstable();
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (feature, _, _) in &weights {
            starts[(feature >> (32 - bits)) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let entry = |(feature, class, weight): &(u32, u8, i8)| {
            (feature & PRINT) | u32::from(*class) << 16 | u32::from(*weight as u8) << 24
        };
        let entries: Vec<u32> = weights.iter().map(entry).collect();
        Model { bits, filled: filled(bits, &starts, &entries), entries, starts }
    }

    /// Adds the weights of features to the scores of their classes. A feature 0 is none.
    #[inline]
    pub fn sum(&self, features: &[u32], scores: &mut [i32]) {
        if self.bits == 0 {
            return;
        }
        for batch in features.chunks(BATCH) {
            let mut kept = [0; BATCH];
            let mut count = 0;
            for f in batch {
                kept[count] = *f;
                count += usize::from(self.may_hold(*f));
            }
            let kept = &kept[..count];
            // First and last entries are asked for before one is looked at: memory is waited for once and not for each.
            let mut ahead = [(0, 0, 0, 0); BATCH];
            for (f, place) in kept.iter().zip(&mut ahead) {
                let (from, to) = self.bucket(*f);
                *place = (from, to, self.entries[from], self.entries[to - 1]);
            }
            for (f, (from, to, first, last)) in kept.iter().zip(ahead) {
                tell(first, *f, scores);
                if to - from > 1 {
                    self.entries[from + 1..to - 1].iter().for_each(|e| tell(*e, *f, scores));
                    tell(last, *f, scores);
                }
            }
        }
    }

    /// Where the entries of a feature's bucket stand.
    #[inline]
    fn bucket(&self, feature: u32) -> (usize, usize) {
        let bucket = (feature >> (32 - self.bits)) as usize;
        (self.starts[bucket] as usize, self.starts[bucket + 1] as usize)
    }

    #[inline]
    fn may_hold(&self, feature: u32) -> bool {
        let place = sixteenth(feature >> (32 - self.bits), feature);
        feature != 0 && self.filled[place / 64] >> (place % 64) & 1 == 1
    }

    /// Adds the weights of one feature to the scores of its classes.
    #[inline]
    pub fn add(&self, feature: u32, scores: &mut [i32]) {
        if self.bits == 0 {
            return;
        }
        let (from, to) = self.bucket(feature);
        self.entries[from..to].iter().for_each(|e| tell(*e, feature, scores));
    }

    /// How many weights there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Is there no weight at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Appends the table to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.bits.to_le_bytes());
        out.extend((self.entries.len() as u32).to_le_bytes());
        // A bucket holds few entries: its length is a byte, its start is made anew when the table is opened.
        out.extend(self.starts.windows(2).map(|w| (w[1] - w[0]).min(255) as u8));
        if self.starts.is_empty() {
            // No weights: one bucket with nothing in it.
            out.push(0);
        }
        out.extend(self.entries.iter().flat_map(|e| e.to_le_bytes()));
    }

    /// Takes a table from the front of `bytes`.
    ///
    /// # Errors
    /// Where the bytes are no such table.
    pub fn read(bytes: &mut &[u8]) -> Result<Model, ModelError> {
        let mut word = || {
            let (first, rest) =
                bytes.split_first_chunk::<4>().ok_or(ModelError::Damaged("no head"))?;
            *bytes = rest;
            Ok::<u32, ModelError>(u32::from_le_bytes(*first))
        };
        let (bits, count) = (word()?, word()? as usize);
        if bits > 24 {
            return Err(ModelError::Damaged("too many buckets"));
        }
        let (lengths, rest) =
            bytes.split_at_checked(1 << bits).ok_or(ModelError::Damaged("buckets cut short"))?;
        let (flat, rest) =
            rest.split_at_checked(count * 4).ok_or(ModelError::Damaged("weights cut short"))?;
        *bytes = rest;
        let mut starts = vec![0_u32];
        starts.extend(lengths.iter().scan(0_u32, |sum, n| {
            *sum += u32::from(*n);
            Some(*sum)
        }));
        if starts.last() != Some(&(count as u32)) {
            return Err(ModelError::Damaged("buckets do not add up"));
        }
        let entry = |e: &[u8]| u32::from_le_bytes([e[0], e[1], e[2], e[3]]);
        let entries: Vec<u32> = flat.chunks_exact(4).map(entry).collect();
        let bits = bits.max(u32::from(count > 0));
        Ok(Model { bits, filled: filled(bits, &starts, &entries), starts, entries })
    }
}

/// Adds the weight of an entry, if it is one of this feature.
#[inline]
fn tell(entry: u32, feature: u32, scores: &mut [i32]) {
    if (entry ^ feature) & PRINT == 0
        && let Some(s) = scores.get_mut((entry >> 16 & 0xff) as usize)
    {
        *s += i32::from((entry >> 24) as u8 as i8);
    }
}

/// The place of a feature in the finer table: its bucket and the top of its fingerprint.
#[inline]
fn sixteenth(bucket: u32, feature: u32) -> usize {
    (bucket << FINER | (feature & PRINT) >> (16 - FINER)) as usize
}

/// The finer table: a bit where an entry is.
fn filled(bits: u32, starts: &[u32], entries: &[u32]) -> Vec<u64> {
    let mut out = vec![0; (1_usize << (bits + FINER)).div_ceil(64)];
    for (bucket, w) in starts.windows(2).enumerate() {
        for e in &entries[w[0] as usize..w[1] as usize] {
            let place = sixteenth(bucket as u32, *e);
            out[place / 64] |= 1 << (place % 64);
        }
    }
    out
}
