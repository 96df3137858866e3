//! Writes a WARC file of many pages, to see that reading one takes the same memory however long it is:
//!
//! `cargo run --release -p mizan-page --example warc -- 10000 big.warc.gz`, then
//! `/usr/bin/time -v target/release/mizan read -q big.warc.gz > /dev/null`.

use mizan_page::warc::{self, Response};
use std::error::Error;
use std::io::BufWriter;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(count), Some(file)) = (args.next(), args.next()) else {
        return Err("expected a number of pages and a file".into());
    };
    let count: usize = count.parse()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/page");
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "html") {
            pages.push(std::fs::read(path)?);
        }
    }
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    for (n, body) in pages.iter().cycle().take(count).enumerate() {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        let url = format!("https://a.example/{n}");
        let date = "2025-11-30T00:00:00Z".to_owned();
        warc::write(&mut out, &Response { url, date, status: 200, headers, body: body.clone() })?;
    }
    Ok(())
}
