//! Relations between actors over time: series of a pair, the balance between rival partners, ties.

mod balance;
pub mod interval;
mod series;
mod ties;
mod turn;

pub use balance::{Balance, BalanceAsk, BalanceStep, PartnerStep, Turn};
pub use series::{Line, Series, SeriesAsk, Split, Step, Unit};
pub(crate) use ties::exact;
pub use ties::{TieEvidence, TieLine};
