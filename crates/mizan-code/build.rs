//! Compiles `data/ar` into the copy that the program carries.

use std::path::{Path, PathBuf};

fn main() {
    let root =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../data");
    println!("cargo:rerun-if-changed={}", root.display());
    let out = PathBuf::from(std::env::var("OUT_DIR").unwrap_or_default()).join("ar.bin");
    match mizan_data::compile(&root.join("ar")) {
        Ok(bytes) => write(&out, &bytes),
        Err(errors) => {
            for e in errors {
                println!("cargo:error={e}");
            }
            std::process::exit(1);
        }
    }
}

fn write(out: &Path, bytes: &[u8]) {
    if let Err(e) = std::fs::write(out, bytes) {
        println!("cargo:error={}: {e}", out.display());
        std::process::exit(1);
    }
}
