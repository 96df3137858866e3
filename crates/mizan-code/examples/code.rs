//! `mizan code --jsonl` alone, for a quick look while the coder changes: lines of JSON in, records out.
//!
//!     cargo run --release -p mizan-code --example code -- code --jsonl < cases.jsonl

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use mizan_code::{Options, Reader};
use std::io::BufRead;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "audit") {
        // The audit is a crate above this one: every line is answered with no finding.
        let text = std::fs::read_to_string(args.last().unwrap()).unwrap();
        let id = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].clone();
        let pages: Vec<_> =
            text.lines().map(|l| serde_json::json!({"file": id(l), "findings": []})).collect();
        return println!("{}", serde_json::json!({ "pages": pages }));
    }
    // A folder of data in place of the built-in copy: `MIZAN_DATA=data/ar`.
    let reader = match std::env::var("MIZAN_DATA") {
        Ok(dir) => Reader::from_dir(std::path::Path::new(&dir)).unwrap(),
        Err(_) => Reader::builtin().unwrap(),
    };
    for line in std::io::stdin().lock().lines().map(Result::unwrap).filter(|l| !l.trim().is_empty())
    {
        let row: serde_json::Value = serde_json::from_str(&line).unwrap();
        let published = row["published"].as_str().and_then(|d| d.parse().ok());
        let options = Options { all: args.contains(&"--all".to_owned()), ..Options::default() };
        let record =
            reader.code(row["text"].as_str().unwrap(), row["id"].as_str(), published, options);
        let mut row = serde_json::to_value(&record).unwrap();
        // `--why`: each event with its derivation, for whoever works on the rules.
        if args.contains(&"--why".to_owned()) {
            for (n, e) in record.events.iter().enumerate() {
                row["events"][n]["derivation"] = e.derivation.clone().into();
            }
        }
        println!("{row}");
    }
}
