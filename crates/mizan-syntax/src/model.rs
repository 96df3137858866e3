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
    entries: Vec<[u8; 4]>,
}

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
            let print = (*feature as u16).to_le_bytes();
            [print[0], print[1], *class, *weight as u8]
        };
        Model { bits, entries: weights.iter().map(entry).collect(), starts }
    }

    /// Adds the weights of a feature to the scores of its classes.
    #[inline]
    pub fn add(&self, feature: u32, scores: &mut [i32]) {
        if self.bits == 0 {
            return;
        }
        let bucket = (feature >> (32 - self.bits)) as usize;
        let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        let print = (feature as u16).to_le_bytes();
        for e in &self.entries[from..to] {
            if e[0] == print[0]
                && e[1] == print[1]
                && let Some(s) = scores.get_mut(e[2] as usize)
            {
                *s += i32::from(e[3] as i8);
            }
        }
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
        out.extend(self.entries.iter().flatten());
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
        let entries = flat.chunks_exact(4).map(|e| [e[0], e[1], e[2], e[3]]).collect();
        Ok(Model { bits: bits.max(u32::from(count > 0)), starts, entries })
    }
}
