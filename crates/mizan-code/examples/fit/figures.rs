//! Figures over (confidence, does the sentence say yes).

/// The least threshold whose F1, smoothed over its neighbours (a lone peak is chance), cannot be told from the best:
/// then more is shown. Two are told apart by three fifths of the standard error of a share, √(¼ / n), of `yes` sentences.
pub fn threshold(scored: &[(f32, bool)], yes: usize) -> f32 {
    const AROUND: i32 = 6;
    let around = |n: &i32| -> f32 {
        (n - AROUND..=n + AROUND).map(|m| f1(scored, m as f32 / 100.0).2).sum()
    };
    const PART: f32 = 0.6;
    let same = PART * (0.25 / yes.max(1) as f32).sqrt();
    let mean = |n: &i32| around(n) / (2 * AROUND + 1) as f32;
    let best = (10..90).map(|n| mean(&n)).fold(0.0, f32::max);
    (10..90).find(|n| mean(n) + same >= best).map_or(0.5, |n| n as f32 / 100.0)
}

/// Precision, recall and F1 at a threshold.
pub fn f1(scored: &[(f32, bool)], t: f32) -> (f32, f32, f32) {
    let tp = scored.iter().filter(|s| s.0 >= t && s.1).count() as f32;
    let found = scored.iter().filter(|s| s.0 >= t).count() as f32;
    let yes = scored.iter().filter(|s| s.1).count() as f32;
    if tp == 0.0 { (0.0, 0.0, 0.0) } else { (tp / found, tp / yes, 2.0 * tp / (found + yes)) }
}

/// Average precision: the mean, over the sentences that say yes, of the precision down to each. Needs no threshold.
fn average_precision(scored: &[(f32, bool)]) -> f32 {
    let mut sorted: Vec<&(f32, bool)> = scored.iter().collect();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut hits, mut total) = (0.0f32, 0.0f32);
    for (n, s) in sorted.iter().enumerate().filter(|(_, s)| s.1) {
        hits += f32::from(u8::from(s.1));
        total += hits / (n + 1) as f32;
    }
    total / hits.max(1.0)
}

pub fn report(event: &str, what: &str, s: &[(f32, bool)], t: f32) {
    let (p, r, f) = f1(s, t);
    let best = (1..100).map(|n| f1(s, n as f32 / 100.0).2).fold(0.0, f32::max);
    let brier = s.iter().map(|(x, yes)| (x - f32::from(u8::from(*yes))).powi(2)).sum::<f32>()
        / s.len() as f32;
    println!(
        "{event} {what}: threshold {t:.2} precision {p:.3} recall {r:.3} F1 {f:.3} (best {best:.3}) average precision {:.3} Brier {brier:.3}",
        average_precision(s)
    );
}

/// Reliability: of the rows to which a confidence of so much was given, how many say yes.
pub fn reliability(event: &str, s: &[(f32, bool)]) {
    const BINS: u16 = 5;
    for bin in 0..BINS {
        let (low, high) = (f32::from(bin) / f32::from(BINS), f32::from(bin + 1) / f32::from(BINS));
        let here: Vec<&(f32, bool)> = s.iter().filter(|x| x.0 > low && x.0 <= high).collect();
        if !here.is_empty() {
            let yes = here.iter().filter(|x| x.1).count();
            let mean = here.iter().map(|x| x.0).sum::<f32>() / here.len() as f32;
            println!("{event} {low:.1}-{high:.1}: mean {mean:.2}, {yes} of {} say yes", here.len());
        }
    }
}
