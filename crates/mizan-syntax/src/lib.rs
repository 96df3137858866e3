//! What a sentence is, in any language: words with a part of speech and features, a dependency tree over them, the tagger
//! and the parser that find both, and the trainer that fits them to a treebank.
//!
//! No language is known here. A front end (`mizan-ar`) cuts a text into words and gives the [`Atoms`] that the models see;
//! the models are tables of weights that stand in the language's data. Relations and parts of speech are those of
//! Universal Dependencies v2.

pub mod conllu;
mod features;
mod grammar;
mod hash;
mod label;
mod learn;
mod model;
mod models;
mod oracle;
mod parser;
mod relation;
pub mod score;
mod tagger;
mod train;
mod tree;
mod word;

pub use hash::{hash_words, mix};
pub use learn::Learner;
pub use model::{Model, ModelError};
pub use models::Models;
pub use parser::{Arc, Decision, Parser};
pub use relation::Rel;
pub use tagger::{Candidate, Tagger, Token};
pub use train::{Example, TagExample, fit_parser, fit_tagger};
pub use tree::{Tree, attach_marks};
pub use word::{Atoms, Upos};
