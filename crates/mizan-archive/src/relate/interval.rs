//! Intervals that say how sure a count is, at 95 %.

/// The quantile of the normal distribution for 95 % on both sides.
const Z: f64 = 1.959_963_985;

/// Wilson's score interval for `k` of `n` (Wilson 1927, "Probable inference, the law of succession, and
/// statistical inference", J. Am. Stat. Assoc. 22:209–212). In: counts. Out: shares, 0 to 1; none where `n` is 0.
#[must_use]
pub fn share(k: f64, n: f64) -> Option<(f64, f64)> {
    if n <= 0.0 {
        return None;
    }
    let p = (k / n).clamp(0.0, 1.0);
    let z2 = Z * Z;
    let centre = p + z2 / (2.0 * n);
    let reach = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let all = 1.0 + z2 / n;
    Some((((centre - reach) / all).max(0.0), ((centre + reach) / all).min(1.0)))
}

/// The interval of a Poisson count by Byar's approximation (Breslow and Day 1987, "Statistical Methods in Cancer
/// Research II", IARC 82, p. 69). In: events counted. Out: events expected.
#[must_use]
pub fn count(k: f64) -> (f64, f64) {
    let cube =
        |n: f64, sign: f64| n * (1.0 - 1.0 / (9.0 * n) + sign * Z / (3.0 * n.sqrt())).powi(3);
    let low = if k > 0.0 { cube(k, -1.0).max(0.0) } else { 0.0 };
    (low, cube(k + 1.0, 1.0))
}

/// The interval of a mean by the normal approximation; none for fewer than two values.
#[must_use]
pub fn mean(sum: f64, squares: f64, n: f64) -> Option<(f64, f64)> {
    if n < 2.0 {
        return None;
    }
    let mean = sum / n;
    let variance = ((squares - n * mean * mean) / (n - 1.0)).max(0.0);
    let reach = Z * (variance / n).sqrt();
    Some((mean - reach, mean + reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 0.005, "{a} is not {b}");
    }

    #[test]
    fn intervals_agree_with_published_tables() {
        // Newcombe 1998, table I: 81 of 263 by Wilson is .2553 to .3662; 0 of 20 is 0 to .1611.
        let (low, high) = share(81.0, 263.0).expect("an interval");
        near(low, 0.2553);
        near(high, 0.3662);
        near(share(0.0, 20.0).expect("an interval").1, 0.1611);
        assert_eq!(share(1.0, 0.0), None);
        // The exact limits of 10 events are 4.80 and 18.39; Byar's are within a hundredth.
        let (low, high) = count(10.0);
        assert!((low - 4.80).abs() < 0.02 && (high - 18.39).abs() < 0.02, "{low} {high}");
        assert!((count(0.0).1 - 3.69).abs() < 0.05 && count(0.0).0 == 0.0);
    }

    #[test]
    fn the_interval_of_a_mean() {
        let (low, high) = mean(6.0, 14.0, 3.0).expect("an interval");
        near(low, 2.0 - 1.96 / 3f64.sqrt());
        near(high, 2.0 + 1.96 / 3f64.sqrt());
    }
}
