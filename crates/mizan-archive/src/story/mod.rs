//! Stories: reports of one happening, grouped across outlets and days; reprints told from independent reports.
//!
//! Which events are one, and which pages share their text, are judgements of pairs ([`same`], [`print`]).
//! Groups are what the pairs connect, strongest pairs first, unless two members cannot be one; rulings of
//! persons come before all. So groups depend on what is in the archive, never on the order of arrival.

mod best;
mod gather;
mod group;
mod list;
mod pairs;
mod print;
mod ruling;
pub(crate) mod same;

/// The sketch of a text, as the archive keeps it.
pub(crate) fn sketch_of(text: &str) -> Vec<u8> {
    print::sketch(std::iter::once(text)).bytes()
}

pub use gather::Gathered;
pub(crate) use gather::retally as rebuilt;
pub use list::{Figure, Member, Story, StoryFilter};
pub use ruling::{Ruled, Ruling};
