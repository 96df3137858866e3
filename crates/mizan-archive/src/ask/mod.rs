//! Questions to the archive: who is meant, which events count, over which time.

mod filter;
mod party;

pub use filter::Filter;
pub(crate) use filter::terms;
pub use party::Groups;
pub(crate) use party::Party;
