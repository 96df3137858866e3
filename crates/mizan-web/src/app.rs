//! What the server holds: the archive, the reader, accounts, and the jobs of reading.

use crate::accounts::{Accounts, Role};
use crate::error::Web;
use crate::jobs::Jobs;
use crate::pool::Pool;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use mizan_archive::{Archive, ArchiveError, Overview};
use mizan_audit::Auditor;
use mizan_code::Reader;
use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The archive's file.
    pub archive: PathBuf,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Names, beside the address itself, that a browser may reach the server by (`Host`).
    pub hosts: Vec<String>,
    /// Ask for accounts also on this machine alone.
    pub accounts: bool,
    /// Who corrects where no accounts are asked for.
    pub name: String,
    /// Is it behind a proxy that speaks HTTPS? Cookies are then sent by HTTPS alone.
    pub https: bool,
    /// May addresses of private networks be fetched?
    pub allow_private: bool,
    /// Name and version of the program, kept beside what it reads.
    pub program: String,
}

impl Options {
    /// Is nobody else's machine able to reach it?
    #[must_use]
    pub fn alone(&self) -> bool {
        self.listen.ip().is_loopback()
    }

    /// Must people sign in?
    #[must_use]
    pub fn guarded(&self) -> bool {
        self.accounts || !self.alone()
    }
}

/// Requests of one address: so many at once, refilled over a second. Local readers are not bounded.
const REQUESTS: (u32, u32) = (200, 50);
/// Sign-ins of one address: so many at once, one more every ten seconds.
const SIGN_INS: (u32, u64) = (10, 10);

/// Answers kept at once.
const KEPT: usize = 256;
/// An answer with when it was given; whoever holds it asks for all.
type Kept = Arc<tokio::sync::Mutex<Option<(Instant, Arc<dyn Any + Send + Sync>)>>>;

type Limiter<K> = DefaultKeyedRateLimiter<K>;

/// What handlers share.
pub struct App {
    pub options: Options,
    pub pool: Arc<Pool>,
    /// Lives as long as the process: the auditor borrows from it.
    pub reader: &'static Reader,
    pub auditor: Auditor<'static>,
    pub accounts: Accounts,
    pub jobs: Jobs,
    /// The token of forms where no accounts are asked for.
    pub csrf: String,
    pub requests: Limiter<IpAddr>,
    pub sign_ins: Limiter<IpAddr>,
    /// Answers that are costly and the same for all, for a few seconds or until the archive changes.
    kept: Mutex<HashMap<String, Kept>>,
}

fn quota(burst: u32, every: std::time::Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(every).unwrap_or(Quota::per_second(burst)).allow_burst(burst)
}

impl App {
    pub fn new(options: Options, reader: Reader, accounts: Accounts) -> Arc<App> {
        let reader: &'static Reader = Box::leak(Box::new(reader));
        let csrf: [u8; 32] = rand::random();
        let refill = std::time::Duration::from_secs(1) / REQUESTS.1;
        Arc::new(App {
            pool: Pool::new(&options.archive),
            auditor: Auditor::new(reader.knowledge()),
            reader,
            accounts,
            jobs: Jobs::default(),
            csrf: csrf.iter().map(|b| format!("{b:02x}")).collect(),
            requests: RateLimiter::keyed(quota(REQUESTS.0, refill)),
            sign_ins: RateLimiter::keyed(quota(
                SIGN_INS.0,
                std::time::Duration::from_secs(SIGN_INS.1),
            )),
            kept: Mutex::new(HashMap::new()),
            options,
        })
    }

    /// The role of who has not signed in: on this machine alone the editor's, else none.
    pub fn own_role(&self) -> Option<Role> {
        (!self.options.guarded()).then_some(Role::Editor)
    }

    /// An answer that is costly and the same for all: asked once for everybody who waits for it, and kept so long.
    pub async fn kept<T: Clone + Send + Sync + 'static>(
        &self,
        name: &str,
        long: Duration,
        question: impl FnOnce(&Archive) -> Result<T, ArchiveError> + Send + 'static,
    ) -> Web<T> {
        let place = {
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() > KEPT {
                all.clear();
            }
            all.entry(name.to_owned()).or_default().clone()
        };
        let mut held = place.lock().await;
        if let Some((at, value)) = held.as_ref()
            && at.elapsed() < long
            && let Some(value) = value.downcast_ref::<T>()
        {
            return Ok(value.clone());
        }
        let found = self.pool.ask(question).await?;
        *held = Some((Instant::now(), Arc::new(found.clone())));
        Ok(found)
    }

    /// The archive's counts; a few seconds old at most.
    pub async fn overview(&self) -> Web<Overview> {
        self.kept("overview", Duration::from_secs(3), |a| a.overview()).await
    }

    /// What was changed is shown at once.
    pub fn forget(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The moment by the machine's clock, in UTC.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Seconds since 1970.
pub fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}
