//! The averaged perceptron that fits a [`Model`]: Collins 2002, with the lazy averaging of Daumé's thesis.

use crate::model::Model;
use rustc_hash::FxHashMap;

/// Weights smaller than this, of 127, are left out.
const LEAST: u8 = 6;

#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    class: u8,
    now: f32,
    total: f64,
    stamp: u32,
    /// How often it was changed.
    changes: u32,
}

/// Weights while they are being fitted.
#[derive(Debug, Clone, Default)]
pub struct Learner {
    rows: FxHashMap<u32, Vec<Weight>>,
    time: u32,
}

impl Learner {
    /// Sums the present weights of features into the scores of their classes.
    pub fn score(&self, features: &[u32], scores: &mut [f32]) {
        for row in features.iter().filter_map(|f| self.rows.get(f)) {
            // A feature of another kind may have the same hash: its classes are passed over.
            for w in row {
                if let Some(s) = scores.get_mut(w.class as usize) {
                    *s += w.now;
                }
            }
        }
    }

    /// One step of time; with two classes, the weights of the right one rise and those of the wrong one fall.
    pub fn step(&mut self, features: &[u32], right: u8, chosen: u8) {
        self.tick();
        self.shift(features, right, chosen);
    }

    /// One step of time without a change.
    pub fn tick(&mut self) {
        self.time += 1;
    }

    /// Weights of the right class rise and those of the chosen one fall, where they differ.
    pub fn shift(&mut self, features: &[u32], right: u8, chosen: u8) {
        if right != chosen {
            self.raise(features, right, 1.0);
            self.raise(features, chosen, -1.0);
        }
    }

    /// Changes the weights of features for one class.
    pub fn raise(&mut self, features: &[u32], class: u8, by: f32) {
        for f in features {
            change(self.rows.entry(*f).or_default(), self.time, class, by);
        }
    }

    /// The averaged weights as a table of whole numbers. Left out is what was changed less than `changes` times, for it
    /// learned single sentences, and what would round to next to nothing.
    #[must_use]
    pub fn pack(&self, changes: u32) -> Model {
        let time = f64::from(self.time.max(1));
        let mean =
            |w: &Weight| (w.total + f64::from(w.now) * f64::from(self.time - w.stamp)) / time;
        let mut all: Vec<(u32, u8, f64)> = Vec::new();
        for (f, row) in &self.rows {
            let told = row.iter().filter(|w| w.changes >= changes);
            all.extend(told.map(|w| (*f, w.class, mean(w))));
        }
        all.sort_by_key(|(f, class, _)| (*f, *class));
        let scale = scale(&all);
        let whole = |w: f64| (w * scale).round().clamp(-127.0, 127.0) as i8;
        let kept = all
            .iter()
            .map(|(f, c, w)| (*f, *c, whole(*w)))
            .filter(|(_, _, w)| w.unsigned_abs() >= LEAST);
        Model::pack(kept.collect())
    }
}

fn change(row: &mut Vec<Weight>, time: u32, class: u8, by: f32) {
    let at = row.iter().position(|w| w.class == class).unwrap_or_else(|| {
        row.push(Weight { class, stamp: time, ..Weight::default() });
        row.len() - 1
    });
    let w = &mut row[at];
    w.total += f64::from(w.now) * f64::from(time - w.stamp);
    w.stamp = time;
    w.now += by;
    w.changes += 1;
}

/// So that all but one weight in a thousand fit into a byte.
fn scale(all: &[(u32, u8, f64)]) -> f64 {
    let mut sizes: Vec<f64> = all.iter().map(|(_, _, w)| w.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let top = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 1000)).copied().unwrap_or(1.0);
    if top > 0.0 { 127.0 / top } else { 1.0 }
}
