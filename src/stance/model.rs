//! The model: weights and frames, immutable and shared by all workers.

use super::error::ModelError;
use super::frames::Frames;
use super::weights::{PairWeights, ToneWeights, Weights, digest};
use super::words::{CLUSTERS, Knowledge, VALENCE};

pub(super) const FRAMES: &str = include_str!("../../corpus/stance_frames.csv");
const BUILTIN: &[u8] = include_bytes!("../../corpus/stance.weights");

/// What was learned about attitudes in sentences. Immutable; share it between workers in an `Arc`.
#[derive(Debug)]
pub struct StanceModel {
    weights: Weights,
    knowledge: Knowledge,
    digest: String,
}

impl StanceModel {
    /// The model that comes with the program; `corpus/MODEL.md` describes it.
    ///
    /// # Errors
    ///
    /// Never with an intact build.
    pub fn builtin() -> Result<Self, ModelError> {
        Self::from_bytes(BUILTIN)
    }

    /// A model from a file of weights as `scripts/train_stance.rs` writes it.
    ///
    /// # Errors
    ///
    /// When the bytes are not such a file or are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let weights = Weights::from_bytes(bytes)?;
        let knowledge = Knowledge {
            common: weights.common.clone(),
            frames: Frames::parse(FRAMES)?,
        };
        Ok(Self {
            weights,
            knowledge,
            digest: digest(&[
                bytes,
                FRAMES.as_bytes(),
                VALENCE.as_bytes(),
                CLUSTERS.as_bytes(),
            ]),
        })
    }

    /// Names the weights, frames, valences and clusters, 16 hexadecimal digits; for manifests.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }

    pub(super) fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    pub(super) fn pair(&self) -> &PairWeights {
        &self.weights.pair
    }

    pub(super) fn tone(&self) -> &ToneWeights {
        &self.weights.tone
    }
}
