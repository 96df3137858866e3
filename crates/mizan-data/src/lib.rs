//! The formats of Mizan's language data.
//!
//! What Mizan knows of a language stands in `data/<lang>` as tables and TOML that a linguist edits.
//! [`compile()`] checks them and makes one compact form; [`Knowledge::load`] opens that form without
//! parsing tables. The copy inside the program and `--data DIR` go through this same code.

pub mod compile;
pub mod cues;
pub mod fold;
mod knowledge;
pub mod model;
pub mod verb;

pub use compile::{DataError, compile};
pub use knowledge::{Knowledge, LoadError};
