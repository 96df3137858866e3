//! Packs `assets/dist` into the program, and the examples of the frames for the codebook.

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    assets(&out)?;
    examples(&out)
}

fn kind(name: &str) -> (&'static str, bool) {
    match name.rsplit('.').next() {
        Some("js") => ("text/javascript; charset=utf-8", true),
        Some("css") => ("text/css; charset=utf-8", true),
        Some("json") => ("application/json", true),
        Some("svg") => ("image/svg+xml", true),
        Some("woff2") => ("font/woff2", false),
        _ => ("text/plain; charset=utf-8", true),
    }
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", dir.display());
    let mut all: Vec<PathBuf> = fs::read_dir(dir)?.flatten().map(|e| e.path()).collect();
    all.sort();
    Ok(all)
}

fn assets(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = String::from("static ASSETS: &[Asset] = &[\n");
    for path in files(Path::new("assets/dist"))? {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let bytes = fs::read(&path)?;
        let digest = Sha256::digest(&bytes);
        let hash: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
        let (kind, gzip) = kind(&name);
        let packed = out.join(format!("{name}.packed"));
        if gzip {
            let mut packer = GzEncoder::new(Vec::new(), Compression::best());
            packer.write_all(&bytes)?;
            fs::write(&packed, packer.finish()?)?;
        } else {
            fs::write(&packed, &bytes)?;
        }
        writeln!(
            table,
            "    Asset {{ name: {name:?}, hash: {hash:?}, kind: {kind:?}, gzip: {gzip}, bytes: include_bytes!({packed:?}) }},"
        )?;
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// For each frame: its type, mode, and the sentences beside it that must and must not be read as it.
fn examples(out: &Path) -> Result<(), Box<dyn Error>> {
    let mut rows = Vec::new();
    for path in files(Path::new("../../data/ar/frame"))? {
        println!("cargo:rerun-if-changed={}", path.display());
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let file: toml::Table = fs::read_to_string(&path)?.parse()?;
        let event = file.get("type").and_then(|t| t.as_str()).unwrap_or_default();
        for frame in file.get("frame").and_then(|f| f.as_array()).into_iter().flatten() {
            rows.push(row(event, frame));
        }
    }
    fs::write(out.join("examples.json"), serde_json::to_string(&rows)?)?;
    Ok(())
}

fn row(event: &str, frame: &toml::Value) -> serde_json::Value {
    let words = |v: &toml::Value| {
        v.as_str().or_else(|| v.get("text").and_then(|t| t.as_str())).map(str::to_owned)
    };
    let list = |name: &str| -> Vec<String> {
        frame.get(name).and_then(|l| l.as_array()).into_iter().flatten().filter_map(words).collect()
    };
    let text = |name: &str| frame.get(name).and_then(|v| v.as_str()).unwrap_or_default();
    serde_json::json!({
        "event": event, "id": text("id"), "mode": text("mode"), "verbs": text("verbs"),
        "nouns": text("nouns"), "examples": list("examples"), "never": list("never_examples"),
    })
}
