//! Scripts, styles, fonts and the map's shapes: compiled in, packed, under names that change with their content.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::Read;

/// A file of `assets/dist`.
pub struct Asset {
    pub name: &'static str,
    /// Digits of its content's hash.
    pub hash: &'static str,
    pub kind: &'static str,
    /// Packed with gzip; fonts, which are packed already, as they are.
    pub gzip: bool,
    pub bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Where the style sheet finds its fonts, which it names relative to itself.
const FONTS: &str = "font";

/// The address of an asset.
pub fn url(name: &str) -> String {
    let hash = ASSETS.iter().find(|a| a.name == name).map_or("", |a| a.hash);
    let folder = if name.ends_with(".woff2") { FONTS } else { hash };
    format!("/static/{folder}/{name}")
}

/// Serves an asset; its address names its content, so that a browser may keep it for ever.
pub async fn asset(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(found) =
        ASSETS.iter().find(|a| a.name == name && url(a.name) == format!("/static/{hash}/{name}"))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok());
    let packed = found.gzip && accepted.is_some_and(|a| a.contains("gzip"));
    let base = [
        (header::CONTENT_TYPE, found.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if packed {
        return (base, [(header::CONTENT_ENCODING, "gzip")], found.bytes).into_response();
    }
    if !found.gzip {
        return (base, found.bytes).into_response();
    }
    let mut plain = Vec::new();
    match flate2::read::GzDecoder::new(found.bytes).read_to_end(&mut plain) {
        Ok(_) => (base, plain).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
