//! The coder: from a page to a record of events, claims, ties and stances.
//!
//! In: a [`mizan_page::Page`]. Out: a [`record::Record`] in the schema of the record, version 1.
//! A [`Reader`] is built once from language data, is shared by threads, and never fails on a page.

mod actor;
mod chunk;
mod claim;
mod event;
mod explain;
pub mod gold;
mod names;
mod numeral;
mod phrase;
mod place;
mod quantity;
mod reader;
pub mod record;
mod roles;
mod status;
mod tie;
mod weigh;
mod when;

pub use explain::Explanation;
pub use reader::{Options, Reader, SentenceTree, TreeWord};
