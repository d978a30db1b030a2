//! Stance: the attitude of one actor towards another in a sentence, and of the writer towards an actor.
//!
//! A sparse linear model over hashed features of the sentence (`features.rs`), in which all names are
//! masked, so that it can learn nothing about who is who. `corpus/MODEL.md` is its card.
//! Uses `model` and `text`.

mod cue_features;
mod decide;
mod error;
mod explain;
mod features;
mod featurizer;
mod frames;
mod grammar;
mod hash;
mod judge;
mod model;
mod prior;
mod sequence;
mod weights;
mod words;

pub use decide::{LabelRule, Scored};
pub use error::ModelError;
pub use explain::Cue;
pub use featurizer::{Featurizer, PAIR_BITS, TONE_BITS};
pub use judge::{Judge, Settings};
pub use model::StanceModel;
pub use prior::add_frame_codes;
pub use weights::{PAIR_CLASSES, TONE_CLASSES, Table, Weights};
pub use words::CommonWords;

#[cfg(test)]
mod tests;
