//! What robots.txt of a site asks (RFC 9309).

use std::time::Duration;
use texting_robots::Robot;

/// Bytes of robots.txt that are read; RFC 9309 asks for at least this.
const MOST: usize = 500 << 10;

/// The wishes of one site; none are known where it has no robots.txt.
pub(crate) struct Robots(Option<Robot>);

impl Robots {
    /// Everything is allowed.
    pub fn open() -> Robots {
        Robots(None)
    }

    pub fn read(text: &[u8]) -> Robots {
        Robots(Robot::new("mizan", &text[..text.len().min(MOST)]).ok())
    }

    pub fn allows(&self, address: &str) -> bool {
        self.0.as_ref().is_none_or(|r| r.allowed(address))
    }

    pub fn delay(&self) -> Option<Duration> {
        let seconds = self.0.as_ref()?.delay?;
        Duration::try_from_secs_f32(seconds).ok()
    }

    pub fn sitemaps(&self) -> Vec<String> {
        self.0.as_ref().map(|r| r.sitemaps.clone()).unwrap_or_default()
    }
}
