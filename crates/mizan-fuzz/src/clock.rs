//! Time of the processor, so that what else the machine does is left out.

use std::time::Instant;

/// How long something took this thread, in seconds of the processor; of the clock where the system does not tell.
pub fn seconds(run: impl FnOnce()) -> f64 {
    let (start, before) = (Instant::now(), busy());
    run();
    match (before, busy()) {
        (Some(before), Some(after)) => after.saturating_sub(before) as f64 / 1e9,
        _ => start.elapsed().as_secs_f64(),
    }
}

/// Nanoseconds that this thread has had.
fn busy() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok()
}
