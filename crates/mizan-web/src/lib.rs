//! The workbench: an archive opened in a browser, to read, check and correct.
//!
//! In: an archive's path, a reader, and who may come in. Out: a server of pages and of a JSON interface; one
//! process, nothing from elsewhere. Pages work without scripts; scripts add charts, the network, the map, marking by
//! selecting text, and keys.

pub mod accounts;
mod api;
mod app;
mod article;
mod assets;
mod error;
mod guard;
mod jobs;
mod pages;
mod pool;
mod server;
mod ui;
mod view;

pub use app::Options;
pub use server::{Failed, openapi, router, serve};
