//! The model: weights and frames, immutable and shared by all workers.

use std::sync::Arc;

use super::deep::{Asker, Deep, PAIR_THRESHOLD, TONE_THRESHOLD};
use super::error::ModelError;
use super::frames::Frames;
use super::tier::Tier;
use super::weights::{PairWeights, Thresholds, ToneWeights, Weights, digest};
use super::words::{CLUSTERS, Knowledge, VALENCE};

pub(super) const FRAMES: &str = include_str!("../../corpus/stance_frames.csv");
static BUILTIN: &[u8] = include_bytes!("../../corpus/stance.weights");

/// What was learned about attitudes in sentences. Immutable; share it between workers in an `Arc`.
#[derive(Debug)]
pub struct StanceModel {
    weights: Weights,
    knowledge: Knowledge,
    digest: String,
    deep: Option<Arc<Deep>>,
}

impl StanceModel {
    /// A model that comes with the program; `corpus/MODEL.md` describes both.
    ///
    /// # Errors
    ///
    /// For the deep tier in a build without the feature `deep`; never otherwise with an intact build.
    pub fn of(tier: Tier) -> Result<Self, ModelError> {
        let fast = Self::from_bytes(BUILTIN)?;
        if tier == Tier::Fast {
            return Ok(fast);
        }
        let deep = Deep::builtin()?;
        let [vocabulary, weights] = deep.bytes();
        Ok(Self {
            digest: digest(&[fast.digest.as_bytes(), vocabulary, weights]),
            deep: Some(Arc::new(deep)),
            ..fast
        })
    }

    /// The fast tier.
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
            deep: None,
        })
    }

    /// Names all files that decide what is thought of a sentence, 16 hexadecimal digits; for manifests.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }

    /// Which tier it is.
    pub fn tier(&self) -> Tier {
        match self.deep {
            Some(_) => Tier::Deep,
            None => Tier::Fast,
        }
    }

    /// A way to ask the deep tier, if it is this one.
    pub(super) fn asker(&self) -> Option<Asker> {
        self.deep.clone().map(Asker::new)
    }

    /// Least absolute score of a pair's label.
    pub(super) fn pair_threshold(&self) -> Thresholds {
        match self.deep {
            Some(_) => PAIR_THRESHOLD,
            None => self.weights.pair.threshold,
        }
    }

    /// Least absolute score of a tone's label.
    pub(super) fn tone_threshold(&self) -> Thresholds {
        match self.deep {
            Some(_) => TONE_THRESHOLD,
            None => self.weights.tone.threshold,
        }
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
