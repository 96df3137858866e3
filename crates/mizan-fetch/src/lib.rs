//! Addresses to bytes, politely and safely: robots.txt, one request a host at a time with a delay between,
//! conditional requests, limits on size, time and redirects; never into a network that is not public.
//!
//! What was fetched is kept as bytes in WARC files, one an address, so that it can be read again.

mod guard;
mod robots;
mod store;

pub use guard::is_public;
pub use store::Store;

use mizan_page::warc::Response;
use robots::Robots;
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, http};

/// How this program names itself.
pub const AGENT: &str =
    concat!("mizan/", env!("CARGO_PKG_VERSION"), " (+https://github.com/mizan-news/mizan)");
/// Redirects followed for one address.
const HOPS: usize = 5;
/// robots.txt may not make us wait longer than this between two requests.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// How to fetch.
#[derive(Debug, Clone)]
pub struct Options {
    /// Between two requests to one host.
    pub delay: Duration,
    /// For one request, from the look-up of the name to the last byte.
    pub timeout: Duration,
    /// Bytes of one document, unpacked; more than this fails.
    pub most: u64,
    /// Also reach addresses of private networks and of this machine.
    pub allow_private: bool,
    /// Where to keep what was fetched; none keeps nothing.
    pub keep: Option<PathBuf>,
}

impl Default for Options {
    /// A second between requests, 30 seconds and 8 MiB each, public addresses only, nothing kept.
    fn default() -> Self {
        Options {
            delay: Duration::from_secs(1),
            timeout: Duration::from_secs(30),
            most: mizan_page::MAX_TEXT as u64,
            allow_private: false,
            keep: None,
        }
    }
}

/// Why an address gave no document.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No http or https address with a host.
    #[error("{0}: not an address such as https://example.org/page")]
    Address(String),
    /// The name stands for an address that is not public.
    #[error("{0}: leads into a network that is not public; give --allow-private if that is meant")]
    Private(String),
    /// robots.txt asks not to be visited.
    #[error("{0}: robots.txt of the site asks programs not to fetch this address")]
    Robots(String),
    /// robots.txt could not be had, so what it asks is not known.
    #[error(
        "{0}: robots.txt of the site cannot be had ({1}), so nothing was fetched; try again later"
    )]
    NoRobots(String, String),
    /// More redirects than are followed.
    #[error("{0}: redirected more than {HOPS} times")]
    Redirects(String),
    /// The server answered with an error.
    #[error("{0}: the server answered {1}{2}")]
    Status(String, u16, String),
    /// Larger than allowed.
    #[error("{0}: larger than {1} bytes")]
    Size(String, u64),
    /// The network, in its own words.
    #[error("{0}: {1}")]
    Network(String, String),
    /// What was fetched cannot be kept.
    #[error("{0}: fetched, but cannot be kept: {1}")]
    Keep(String, std::io::Error),
}

/// A document that was fetched.
#[derive(Debug)]
pub struct Fetched {
    /// The answer; its address is the last after all redirects.
    pub response: Response,
    /// The server said that nothing changed, and the kept copy was taken.
    pub unchanged: bool,
}

/// Fetches one address after another.
pub struct Fetcher {
    agent: Agent,
    options: Options,
    store: Option<Store>,
    robots: HashMap<String, Robots>,
    last: HashMap<String, Instant>,
}

/// What one request gave.
enum Answer {
    Document(Response),
    Elsewhere(String),
    Unchanged,
}

impl Fetcher {
    /// A fetcher that has fetched nothing yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let config = Config::builder()
            // A proxy would look up names itself, past the guard.
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(options.timeout))
            .max_response_header_size(64 << 10)
            .user_agent(AGENT)
            .accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5")
            .build();
        let resolver = guard::Guard { allow_private: options.allow_private };
        let agent = Agent::with_parts(config, DefaultConnector::new(), resolver);
        let store = options.keep.clone().map(Store::new);
        Fetcher { agent, options, store, robots: HashMap::new(), last: HashMap::new() }
    }

    /// Fetches a document, following redirects; each hop is asked of robots.txt and of the guard anew.
    ///
    /// # Errors
    /// Where there is no document, with the address and what to do.
    pub fn fetch(&mut self, address: &str) -> Result<Fetched, FetchError> {
        let kept = self.store.as_ref().and_then(|s| s.last(address));
        let mut now = address.to_owned();
        for _ in 0..=HOPS {
            let uri = parse(&now)?;
            self.ask_robots(&uri)?;
            match self.request(&uri, kept.as_ref().filter(|k| k.url == now))? {
                Answer::Elsewhere(next) => now = next,
                Answer::Unchanged => {
                    let response = kept.ok_or_else(|| {
                        FetchError::Status(now, 304, " to a question that was not asked".to_owned())
                    })?;
                    return Ok(Fetched { response, unchanged: true });
                }
                Answer::Document(response) => {
                    if let Some(store) = &self.store {
                        let keep = store.keep(address, &response);
                        keep.map_err(|e| FetchError::Keep(address.to_owned(), e))?;
                    }
                    return Ok(Fetched { response, unchanged: false });
                }
            }
        }
        Err(FetchError::Redirects(address.to_owned()))
    }

    /// Sitemaps that robots.txt of an address's site names.
    ///
    /// # Errors
    /// Where robots.txt cannot be had.
    pub fn sitemaps(&mut self, address: &str) -> Result<Vec<String>, FetchError> {
        let uri = parse(address)?;
        self.know_robots(&uri)?;
        Ok(self.robots.get(&origin(&uri)).map(Robots::sitemaps).unwrap_or_default())
    }

    fn ask_robots(&mut self, uri: &Uri) -> Result<(), FetchError> {
        self.know_robots(uri)?;
        let known = self.robots.get(&origin(uri));
        let allowed = known.is_none_or(|r| r.allows(&uri.to_string()));
        if allowed { Ok(()) } else { Err(FetchError::Robots(uri.to_string())) }
    }

    fn know_robots(&mut self, uri: &Uri) -> Result<(), FetchError> {
        let origin = origin(uri);
        if self.robots.contains_key(&origin) {
            return Ok(());
        }
        let mut at = format!("{origin}/robots.txt");
        let mut robots = Robots::open();
        for _ in 0..=HOPS {
            match self.request(&parse(&at)?, None) {
                Ok(Answer::Elsewhere(next)) => at = next,
                Ok(Answer::Document(answer)) => {
                    robots = Robots::read(&answer.body);
                    break;
                }
                // RFC 9309, 2.3.1: no such file allows all; a broken server allows nothing.
                Ok(Answer::Unchanged) | Err(FetchError::Status(_, 400..=499, _)) => break,
                Err(e @ FetchError::Private(_)) => return Err(e),
                Err(e) => return Err(FetchError::NoRobots(uri.to_string(), e.to_string())),
            }
        }
        self.robots.insert(origin, robots);
        Ok(())
    }

    /// Waits until the host may be asked again.
    fn wait(&mut self, uri: &Uri) {
        let origin = origin(uri);
        let asked = self.robots.get(&origin).and_then(Robots::delay).unwrap_or_default();
        let delay = self.options.delay.max(asked.min(LONGEST_DELAY));
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        if let Some(last) = self.last.get(&host) {
            std::thread::sleep(delay.saturating_sub(last.elapsed()));
        }
        self.last.insert(host, Instant::now());
    }

    fn request(&mut self, uri: &Uri, kept: Option<&Response>) -> Result<Answer, FetchError> {
        self.wait(uri);
        let mut request = self.agent.get(uri);
        for (asks, from) in [("if-none-match", "etag"), ("if-modified-since", "last-modified")] {
            if let Some(value) = kept.and_then(|k| k.header(from)) {
                request = request.header(asks, value);
            }
        }
        let answer = request.call().map_err(|e| self.failure(uri, e))?;
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let answer = self.answer(uri, answer);
        self.last.insert(host, Instant::now());
        answer
    }

    fn answer(&self, uri: &Uri, answer: http::Response<Body>) -> Result<Answer, FetchError> {
        let status = answer.status().as_u16();
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok());
        match status {
            304 => return Ok(Answer::Unchanged),
            301 | 302 | 303 | 307 | 308 => {
                let next = header("location").and_then(|l| joined(uri, l));
                return next.map(Answer::Elsewhere).ok_or_else(|| {
                    FetchError::Network(uri.to_string(), "redirected to nowhere".to_owned())
                });
            }
            200..=299 => {}
            _ => {
                let later =
                    header("retry-after").map(|s| format!("; it asks to come back after {s}"));
                return Err(FetchError::Status(uri.to_string(), status, later.unwrap_or_default()));
            }
        }
        let kept = ["content-type", "etag", "last-modified", "content-language", "date"];
        let headers = kept.iter().filter_map(|n| Some(((*n).to_owned(), header(n)?.to_owned())));
        let headers = headers.collect();
        let body = answer.into_body().into_with_config().limit(self.options.most).read_to_vec();
        let body = body.map_err(|e| self.failure(uri, e))?;
        let date = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Ok(Answer::Document(Response { url: uri.to_string(), date, status, headers, body }))
    }

    fn failure(&self, uri: &Uri, error: ureq::Error) -> FetchError {
        let at = uri.to_string();
        match error {
            ureq::Error::Io(e) if guard::refused(&e) => FetchError::Private(at),
            ureq::Error::BodyExceedsLimit(_) => FetchError::Size(at, self.options.most),
            ureq::Error::HostNotFound => FetchError::Network(at, "no such host".to_owned()),
            ureq::Error::Timeout(_) => FetchError::Network(
                at,
                format!("no answer within {} s", self.options.timeout.as_secs()),
            ),
            other => FetchError::Network(at, other.to_string()),
        }
    }
}

/// An http or https address with a host and without a password.
fn parse(address: &str) -> Result<Uri, FetchError> {
    let wrong = || FetchError::Address(address.to_owned());
    // Addresses of Arabic sites often carry letters that must be escaped on the wire.
    let url = escaped(address).ok_or_else(wrong)?;
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let plain = uri.authority().is_some_and(|a| !a.as_str().contains('@') && !a.host().is_empty());
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    if plain && web { Ok(uri) } else { Err(wrong()) }
}

/// The address with what must be escaped in it escaped, and its fragment cut.
fn escaped(address: &str) -> Option<String> {
    let mut url = url::Url::parse(address.trim()).ok()?;
    url.set_fragment(None);
    Some(url.into())
}

fn joined(base: &Uri, location: &str) -> Option<String> {
    Some(url::Url::parse(&base.to_string()).ok()?.join(location).ok()?.into())
}

/// Scheme, host and port.
fn origin(uri: &Uri) -> String {
    let (scheme, authority) = (uri.scheme_str().unwrap_or("http"), uri.authority());
    format!("{scheme}://{}", authority.map_or("", |a| a.as_str())).to_ascii_lowercase()
}
