//! Many readers at once, to see that none meets an error.
//!
//!     cargo run --release -p mizan-web --example readers -- http://127.0.0.1:8600 500 60
//!
//! Each reader asks one page after another, over one connection, from a list that goes through the workbench. Prints
//! requests, errors, and how long answers took; ends with 1 where there was an error.

use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::Arc;
use std::time::{Duration, Instant};

type Http = Client<HttpConnector, Empty<&'static [u8]>>;

const PATHS: [&str; 14] = [
    "/",
    "/events",
    "/events?type=ASSAULT",
    "/events?type=PROTEST&page=3",
    "/events?sort=oldest",
    "/pages",
    "/api/v1/events?rows=20",
    "/api/v1/overview",
    "/codebook/ASSAULT",
    "/claims",
    "/search?q=%D9%82%D8%B5%D9%81",
    "/stories?type=PROTEST&from=2024",
    "/about?lang=en",
    "/health",
];

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let number =
        |n: usize, otherwise: u64| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(otherwise);
    let base = args.get(1).cloned().unwrap_or_else(|| "http://127.0.0.1:8600".to_owned());
    let (readers, seconds) = (number(2, 500), number(3, 60));
    let client: Http =
        Client::builder(TokioExecutor::new()).pool_max_idle_per_host(readers as usize).build_http();
    let mut paths: Vec<String> = PATHS.iter().map(|p| format!("{base}{p}")).collect();
    paths.extend(own_pages(&client, &base).await);
    let paths = Arc::new(paths);
    let until = Instant::now() + Duration::from_secs(seconds);
    let all: Vec<_> = (0..readers as usize)
        .map(|n| tokio::spawn(read(client.clone(), paths.clone(), n, until)))
        .collect();
    let (mut times, mut errors) = (Vec::new(), Vec::new());
    for one in all {
        let (t, e) = one.await.unwrap_or_default();
        times.extend(t);
        errors.extend(e);
    }
    times.sort_unstable();
    let at =
        |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!(
        "{readers} readers, {seconds} s: {} answers ({:.0} a second), {} errors; median {:?}, 95 % {:?}, 99 % {:?}, worst {:?}",
        times.len(),
        times.len() as f64 / seconds as f64,
        errors.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        times.last().copied().unwrap_or_default()
    );
    errors.iter().take(10).for_each(|e| println!("  {e}"));
    std::process::exit(i32::from(!errors.is_empty()));
}

/// A few pages and events of the archive itself.
async fn own_pages(client: &Http, base: &str) -> Vec<String> {
    let Ok(answer) = ask(client, &format!("{base}/api/v1/events?rows=20"), false).await else {
        return Vec::new();
    };
    let value: serde_json::Value = serde_json::from_slice(&answer).unwrap_or_default();
    let events = value["events"].as_array().cloned().unwrap_or_default();
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    events
        .iter()
        .flat_map(|e| {
            let (id, page, story) = (text(&e["id"]), text(&e["page"]), text(&e["story"]));
            [
                format!("{base}/page/{page}?event={id}"),
                format!("{base}/event/{id}"),
                format!("{base}/story/{story}"),
            ]
        })
        .collect()
}

async fn ask(client: &Http, url: &str, packed: bool) -> Result<Vec<u8>, String> {
    let encoding = if packed { "gzip" } else { "identity" };
    let request = hyper::Request::get(url).header("accept-encoding", encoding).body(Empty::new());
    let request = request.map_err(|e| e.to_string())?;
    let answer = client.request(request).await.map_err(|e| format!("{url}: {e:?}"))?;
    let status = answer.status();
    let body = answer.into_body().collect().await.map_err(|e| format!("{url}: {e}"))?;
    if status.is_success() { Ok(body.to_bytes().to_vec()) } else { Err(format!("{url}: {status}")) }
}

async fn read(
    client: Http,
    paths: Arc<Vec<String>>,
    n: usize,
    until: Instant,
) -> (Vec<Duration>, Vec<String>) {
    let (mut times, mut errors) = (Vec::new(), Vec::new());
    let mut at = n * 7;
    while Instant::now() < until {
        let start = Instant::now();
        match ask(&client, &paths[at % paths.len()], true).await {
            Ok(_) => times.push(start.elapsed()),
            Err(e) => errors.push(e),
        }
        at += 1;
    }
    (times, errors)
}
