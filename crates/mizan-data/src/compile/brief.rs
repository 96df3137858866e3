//! The words of briefs: `data/<lang>/brief`, and beside them those of English, kept as they are written.

use super::Builder;
use super::audit::{files, parsed};
use std::path::Path;

pub(super) fn read(b: &mut Builder, data: &Path) {
    let own = b.folder.root.clone();
    let name = own.file_name().and_then(|n| n.to_str()).unwrap_or("").to_owned();
    folder(b, &own.join("brief"), &name);
    if name != "en" {
        folder(b, &data.join("en/brief"), "en");
    }
}

fn folder(b: &mut Builder, path: &Path, lang: &str) {
    for file in files(path, "toml") {
        let stem = file.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned();
        if let Some(table) = parsed::<toml::Table>(b, &file) {
            flatten(b, &format!("{lang}.{stem}"), &table);
        }
    }
}

/// `[ASSAULT.aerial] ST = "a | b"` is `….ASSAULT.aerial.ST` with two wordings.
fn flatten(b: &mut Builder, prefix: &str, table: &toml::Table) {
    for (key, value) in table {
        let name = format!("{prefix}.{key}");
        match value {
            toml::Value::Table(inner) => flatten(b, &name, inner),
            toml::Value::String(text) => {
                // Blanks at the ends of a wording are its own only inside: «, by {0}» keeps its comma.
                let wordings = text.split(" | ").map(str::to_owned).collect();
                b.tables.texts.insert(name, wordings);
            }
            _ => {}
        }
    }
}
