//! Logistic regression, three times: over what frame and clause say, over words, and over both verdicts.
//!
//! Each of the first two is fitted by itself. Fitted as one, the many words would take from the few features of the
//! frame what both tell, and err with them on sentences that neither saw; as two they err apart, and their sum is
//! surer than either.

use crate::rows::{Features, Row};

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn sum(w: &[f32], f: &Features) -> f32 {
    f.iter().map(|n| w[*n]).sum()
}

/// The verdict of the frame and clause on a row: on its strongest event.
pub fn of_frame(w: &[f32], row: &Row) -> Option<f32> {
    strongest(w, row).map(|b| b.0)
}

fn strongest(w: &[f32], row: &Row) -> Option<(f32, usize)> {
    (0..row.events.len()).map(|i| (sum(w, &row.events[i]), i)).max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Learns frame and clause on the rows of all types together: what `any.` features weigh is shared by them
/// (multi-instance, L2, batch gradient).
pub fn frame(sets: &[Vec<&Row>], n: usize) -> Vec<f32> {
    const ROUNDS: usize = 1500;
    const L2: f32 = 0.002;
    let mut w = vec![0.0f32; n];
    for round in 0..ROUNDS {
        let mut gradient = vec![0.0f32; n];
        let mut mass = 0.0;
        for rows in sets {
            let yes: f32 = rows.iter().map(|r| r.share).sum();
            let weight = (rows.len() as f32 / (2.0 * yes)).sqrt();
            rows.iter().for_each(|row| mass += learn(&w, row, weight, &mut gradient));
        }
        let rate = 1.0 / (1.0 + round as f32 / 300.0);
        for (w, g) in w.iter_mut().zip(&gradient) {
            *w -= rate * (g / mass.max(1.0) + L2 * *w);
        }
    }
    w
}

/// Adds a row's error to the gradient: those who accept judge its strongest event, those who reject
/// all of its events.
fn learn(w: &[f32], row: &Row, weight: f32, gradient: &mut [f32]) -> f32 {
    let mut mass = 0.0;
    let best = strongest(w, row).map(|b| b.1);
    for (i, event) in row.events.iter().enumerate() {
        let accept = if best == Some(i) { row.counts * weight * row.share } else { 0.0 };
        let reject = row.counts * (1.0 - row.share);
        let p = logistic(sum(w, event));
        let error = accept * (p - 1.0) + reject * p;
        mass += accept + reject;
        event.iter().for_each(|n| gradient[*n] += error);
    }
    mass
}

/// The verdict of the words of a sentence with an event: their mean weight, times the root of their number.
pub fn of_words(w: &[f32], row: &Row) -> f32 {
    w[w.len() - 1] + sum(w, &row.words) / scale(row)
}

fn scale(row: &Row) -> f32 {
    (row.length.max(1) as f32).sqrt()
}

/// Learns the words of one type (L2, accelerated gradient); the last weight is the bias.
pub fn words(rows: &[&Row], n: usize) -> Vec<f32> {
    const ROUNDS: usize = 400;
    /// What a weight costs beside the error of one row.
    const L2: f32 = 0.3;
    let told: Vec<&&Row> = rows.iter().filter(|r| !r.events.is_empty()).collect();
    let mass: f32 = told.iter().map(|r| r.counts).sum::<f32>().max(1.0);
    let mut w = vec![0.0f32; n + 1];
    let mut before = w.clone();
    for round in 0..ROUNDS {
        let pull = round as f32 / (round as f32 + 3.0);
        let ahead: Vec<f32> = w.iter().zip(&before).map(|(w, b)| w + pull * (w - b)).collect();
        let mut gradient: Vec<f32> = ahead.iter().map(|w| L2 * w).collect();
        for row in &told {
            let error = row.counts * (logistic(of_words(&ahead, row)) - row.share);
            row.words.iter().for_each(|x| gradient[*x] += error / scale(row));
            gradient[n] += error;
        }
        before = w;
        // The error of a row curves by ¼ of its squared length, which is 2 with the bias: a step of 2 is safe.
        w = ahead.iter().zip(&gradient).map(|(w, g)| w - 2.0 * g / mass).collect();
    }
    w
}

/// How both verdicts make a confidence: logistic(`frame`·verdict + `words`·verdict + `shift`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Mix {
    pub frame: f32,
    pub words: f32,
    pub shift: f32,
}

/// What both said of a row that neither had seen.
#[derive(Clone, Copy)]
pub struct Verdict {
    pub frame: f32,
    pub words: f32,
}

impl Mix {
    pub fn of(self, v: Verdict) -> f32 {
        logistic(self.frame * v.frame + self.words * v.words + self.shift)
    }

    /// Fits the share of annotators who accept, by Newton's steps, so that a confidence of 0.6 means six of ten.
    pub fn fit(seen: &[(Verdict, f32)]) -> Self {
        let mut m = [0.0f64; 3];
        for _ in 0..30 {
            let (mut g, mut h) = ([0.0f64; 3], [[0.0f64; 3]; 3]);
            for (v, share) in seen {
                let x = [f64::from(v.frame), f64::from(v.words), 1.0];
                let p = 1.0 / (1.0 + (-(m[0] * x[0] + m[1] * x[1] + m[2])).exp());
                for i in 0..3 {
                    g[i] += (p - f64::from(*share)) * x[i];
                    (0..3).for_each(|j| h[i][j] += p * (1.0 - p) * x[i] * x[j]);
                }
            }
            let step = solve(h, g);
            (0..3).for_each(|i| m[i] -= step[i]);
        }
        Mix { frame: m[0] as f32, words: m[1] as f32, shift: m[2] as f32 }
    }
}

/// Solves three equations by elimination, with a breath on the diagonal where rows are too few.
fn solve(mut h: [[f64; 3]; 3], mut g: [f64; 3]) -> [f64; 3] {
    (0..3).for_each(|i| h[i][i] += 1e-6);
    for i in 0..3 {
        for j in (0..3).filter(|j| *j != i) {
            let part = h[j][i] / h[i][i];
            (0..3).for_each(|k| h[j][k] -= part * h[i][k]);
            g[j] -= part * g[i];
        }
    }
    std::array::from_fn(|i| g[i] / h[i][i])
}
