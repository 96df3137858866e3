//! Review by several persons: queues of events, what each coder holds of them, how far coders agree, and what is
//! settled. What two coders agree on, and what an editor settles, becomes corrections.

pub mod agree;
mod queue;

pub use agree::Agreement;
pub use queue::{Judged, Judgement, Opinion, Queue, Verdict};
