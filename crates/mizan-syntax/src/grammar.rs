//! Which relations a treebank knows between two parts of speech, and on which side: what it never shows is not drawn.

use crate::model::ModelError;
use crate::parser::Arc;
use crate::relation::Rel;
use crate::word::Upos;

const PARTS: usize = Upos::NAMES.len();

/// For each part of speech of head and child and each side, a bit for every relation that is known there.
#[derive(Debug, Clone, PartialEq)]
pub struct Grammar {
    known: Vec<u64>,
}

impl Default for Grammar {
    /// Everything is allowed.
    fn default() -> Self {
        Grammar { known: vec![u64::MAX; PARTS * PARTS * 2] }
    }
}

/// So often a relation must stand in the treebank to be no slip.
const ENOUGH: u32 = 3;
impl Grammar {
    /// Counts relations over trees: `pos` gives each word's part of speech as a number from 1.
    pub(crate) fn count<'a>(trees: impl Iterator<Item = (Vec<u32>, &'a [Arc])>) -> Grammar {
        let mut seen = vec![[0_u32; 64]; PARTS * PARTS * 2];
        for (pos, arcs) in trees {
            for (child, a) in arcs.iter().enumerate() {
                let Some(head) = a.head else { continue };
                let place = place(pos[head as usize], pos[child], (child as u32) < head);
                seen[place][a.rel as usize] += 1;
            }
        }
        let bits = |row: &[u32; 64]| {
            let known = row.iter().enumerate().filter(|(_, n)| **n >= ENOUGH);
            known.fold(0_u64, |b, (r, _)| b | 1 << r)
        };
        Grammar { known: seen.iter().map(bits).collect() }
    }

    /// The relations known between two parts of speech; `before`: the child stands before its head.
    #[inline]
    pub(crate) fn relations(&self, head: u32, child: u32, before: bool) -> u64 {
        self.known.get(place(head, child, before)).copied().unwrap_or(u64::MAX)
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.known.iter().flat_map(|k| k.to_le_bytes()));
    }

    pub(crate) fn read(bytes: &mut &[u8]) -> Result<Grammar, ModelError> {
        let length = PARTS * PARTS * 2 * 8;
        let (own, rest) =
            bytes.split_at_checked(length).ok_or(ModelError::Damaged("relations cut short"))?;
        *bytes = rest;
        let word = |c: &[u8]| c.iter().rev().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        Ok(Grammar { known: own.chunks_exact(8).map(word).collect() })
    }
}

fn place(head: u32, child: u32, before: bool) -> usize {
    let (h, c) = (head.saturating_sub(1) as usize, child.saturating_sub(1) as usize);
    (h.min(PARTS - 1) * PARTS + c.min(PARTS - 1)) * 2 + usize::from(before)
}

// A bit a relation is all that a row has room for.
const _: () = assert!(Rel::ALL.len() <= 64);
