//! Questions to the archive: who is meant, which events count, over which time.

mod filter;
mod party;

pub use filter::Filter;
pub use party::Groups;
pub(crate) use party::Party;
