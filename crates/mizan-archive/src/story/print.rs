//! Which pages share passages: sketches of their runs of words.
//!
//! A page's text is cut into runs of five words; of their hashes the archive keeps those that are 0 modulo
//! four, so that a short text within a long one is seen (Broder 1997, "On the resemblance and containment of
//! documents"; Manber's sampling). The smallest few of all runs find candidates.

use crate::sign::hash;
use crate::story::same::shared;
use mizan_data::fold::fold;

/// Words of a run.
const RUN: usize = 5;
/// One hash in so many is kept.
const KEPT: u32 = 4;
/// A text of no more runs is kept whole: a sample of it would tell by chance.
const WHOLE: usize = 120;
/// Hashes by which candidates are found.
const FINGERS: usize = 16;
/// Hashes kept of one page.
const MOST: usize = 4096;
/// Sampled runs that two pages must share at least, whatever their share: a quotation alone is no reprint.
const LEAST: usize = 3;
/// The same of all runs, for two texts short enough to be kept whole: reports of one kind of news are formulas.
const LEAST_WHOLE: usize = 10;

/// The sketch of a text: hashes of its runs, sorted, and the few that it is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    pub runs: Vec<u32>,
    pub fingers: Vec<u32>,
}

/// Sketches the stretches of a text that are its own words.
pub(crate) fn sketch<'t>(stretches: impl Iterator<Item = &'t str>) -> Sketch {
    let mut all = Vec::new();
    for stretch in stretches {
        let folded = fold(stretch);
        let words: Vec<u32> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(hash)
            .collect();
        all.extend(words.windows(RUN).map(mixed));
    }
    all.sort_unstable();
    all.dedup();
    let fingers: Vec<u32> = all.iter().take(FINGERS).copied().collect();
    let mut runs: Vec<u32> = all.iter().filter(|h| *h % KEPT == 0).take(MOST).copied().collect();
    if all.len() <= WHOLE {
        // A short text is kept whole; against a long one its sampled runs alone count.
        runs = all.into_iter().take(MOST).collect();
    }
    Sketch { runs, fingers }
}

fn mixed(words: &[u32]) -> u32 {
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, w| {
        (h ^ u64::from(*w)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
    });
    (sum ^ (sum >> 32)) as u32
}

impl Sketch {
    pub fn bytes(&self) -> Vec<u8> {
        self.runs.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    /// How much of the shorter of two texts stands in the other: 0 to 1.
    pub fn share(a: &[u32], b: &[u32]) -> f64 {
        // Where one was kept whole, only the sampled runs can be in both.
        let sampled = |s: &[u32]| s.iter().filter(|h| *h % KEPT == 0).count();
        let whole = |s: &[u32]| s.iter().any(|h| *h % KEPT != 0);
        let (both, least) = if whole(a) && whole(b) {
            let both = shared(a, b);
            return if both < LEAST_WHOLE {
                0.0
            } else {
                both as f64 / a.len().min(b.len()).max(1) as f64
            };
        } else if whole(a) == whole(b) {
            (shared(a, b), a.len().min(b.len()))
        } else {
            let both = sampled_shared(a, b);
            (both, sampled(a).min(sampled(b)))
        };
        if both < LEAST.min(least.max(1)) { 0.0 } else { both as f64 / least.max(1) as f64 }
    }
}

fn sampled_shared(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|h| *h % KEPT == 0 && b.binary_search(h).is_ok()).count()
}

/// Reads back what [`Sketch::bytes`] wrote.
pub(crate) fn runs(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIEF: &str = "أعلنت وزارة الصحة اليوم وصول شحنة جديدة من الأدوية إلى ميناء الحديدة على متن سفينة \
        تابعة للأمم المتحدة وقالت إن الشحنة تكفي مستشفيات المحافظة ثلاثة أشهر";

    fn of(text: &str) -> Vec<u32> {
        sketch(std::iter::once(text)).runs
    }

    #[test]
    fn a_brief_within_a_long_article_is_seen_and_another_text_is_not() {
        let other = "عقد مجلس الوزراء جلسته الأسبوعية وناقش مشروع الموازنة العامة للسنة المقبلة ثم أقر جملة من \
            التعيينات الإدارية في عدد من المحافظات الشمالية والجنوبية وأحال الملف إلى البرلمان لمناقشته";
        let long = format!("{other} {BRIEF} {}", other.replace("مجلس", "مكتب"));
        assert!(Sketch::share(&of(BRIEF), &of(&long)) > 0.8);
        assert!(Sketch::share(&of(BRIEF), &of(other)) < 0.1);
        assert!((Sketch::share(&of(BRIEF), &of(BRIEF)) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn spelling_does_not_part_reprints() {
        let vowelled = BRIEF.replace("الأدوية", "الادويه").replace("شحنة", "شِحنة");
        assert!(Sketch::share(&of(BRIEF), &of(&vowelled)) > 0.95);
    }
}
