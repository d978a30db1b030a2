//! Stance: the attitude of one actor towards another in a sentence, and of the writer towards an actor.
//!
//! A sparse linear model over hashed features of the sentence (`features.rs`), in which all names are
//! masked, so that it can learn nothing about who is who; in the deep tier a small transformer beside it (`deep/`), to which
//! the same names are masked. `corpus/MODEL.md` is the card of both.
//! Uses `model` and `text`.

mod cue_features;
mod decide;
#[cfg_attr(not(feature = "deep"), path = "deep/absent.rs")]
mod deep;
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
mod tier;
mod view;
mod weights;
mod words;

pub use decide::Scored;
#[cfg(feature = "deep")]
pub use deep::Question;
pub use error::ModelError;
pub use explain::Cue;
pub use featurizer::{Featurizer, PAIR_BITS, ROLE_BITS, Rows, TONE_BITS};
pub use judge::Judge;
pub use model::StanceModel;
pub use settings::{Actors, Settings};
pub use tier::Tier;
pub use weights::{
    BOTH_CLASSES, PAIR_CLASSES, PairWeights, TONE_CLASSES, Thresholds, ToneWeights, WeightRow,
    WeightTable, Weights,
};
pub use words::CommonWords;

#[cfg(test)]
mod tests;
