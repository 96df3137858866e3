//! The archive: pages and their records in one SQLite file, stories drawn from them, relations counted.
//!
//! In: pages read by [`mizan_code::Reader`], and questions. Out: rows, series and balances, each open to the
//! sentences it was counted from. Only this crate writes an archive; nothing here reads the clock or the
//! network: moments come from the caller.

mod add;
mod archive;
mod ask;
mod backup;
mod coded;
pub mod codes;
mod correct;
mod credit;
pub mod day;
mod error;
pub mod export;
mod id;
mod list;
mod material;
mod open;
mod overview;
mod profile;
mod recode;
pub mod relate;
pub mod review;
mod rows;
mod search;
mod sign;
mod spots;
pub mod stored;
mod story;
mod synth;
mod tell;

pub use add::{Added, Stamp};
pub use archive::{Access, Archive, schema};
pub use ask::{Filter, Groups};
pub use backup::restore;
pub use coded::Coded;
pub use correct::{Action, Alias, Correction, Field, Missed, Named};
pub use error::ArchiveError;
pub use id::{Id, Kind};
pub use list::{ActorRow, COUNTED, ClaimRow, Denier, EventRow, PageRow, Side, Slice, Sort};
pub use material::{Hints, Material, Reading};
pub use open::Opened;
pub use overview::{Overview, Recent, UNSURE};
pub use profile::{Partner, Profile};
pub use recode::{Change, Recoded};
pub use search::{Hit, Marked};
pub use spots::PlaceRow;
pub use story::{Figure, Gathered, Member, Ruled, Ruling, Story, StoryFilter};
pub use synth::Synth;
pub use tell::{Denial, Happening, Question, Source, Standing, Telling};
