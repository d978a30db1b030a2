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
mod lexis;
mod model;
mod parse;
mod prior;
mod sequence;
mod settings;
mod single;
mod structure;
mod view;
mod weights;
mod words;

pub use decide::Scored;
pub use error::ModelError;
pub use explain::Cue;
pub use featurizer::{Featurizer, PAIR_BITS, ROLE_BITS, Rows, TONE_BITS};
pub use judge::Judge;
pub use model::StanceModel;
pub use settings::{Actors, Settings};
pub use weights::{
    BOTH_CLASSES, PAIR_CLASSES, PairWeights, TONE_CLASSES, Thresholds, ToneWeights, WeightTable,
    Weights,
};
pub use words::CommonWords;

#[cfg(test)]
mod tests;
