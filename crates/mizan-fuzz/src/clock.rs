//! Time of the processor, so that what else the machine does is left out. Linux tells it by ticks of some milliseconds:
//! what is shorter than a tenth of a second is timed by the clock.

use std::time::Instant;

const SHORT: f64 = 0.1;

/// How long something took this thread, in seconds of the processor; of the clock where the system does not tell.
pub fn seconds(run: impl FnOnce()) -> f64 {
    let (start, before) = (Instant::now(), busy());
    run();
    let elapsed = start.elapsed().as_secs_f64();
    match (before, busy()) {
        (Some(before), Some(after)) if elapsed > SHORT => after.saturating_sub(before) as f64 / 1e9,
        _ => elapsed,
    }
}

/// Nanoseconds that this thread has had.
fn busy() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
