//! In place of the deep tier in a build without the feature `deep`: it cannot be had.

use std::sync::Arc;

use crate::text::{Token, Vocabulary};

use super::error::ModelError;
use super::sequence::{Line, Range};
use super::weights::{PAIR_CLASSES, TONE_CLASSES, Thresholds};

pub(super) const PAIR_THRESHOLD: Thresholds = Thresholds {
    negative: 0.0,
    positive: 0.0,
    neutral: 1.0,
};
pub(super) const TONE_THRESHOLD: Thresholds = Thresholds {
    negative: 0.0,
    positive: 0.0,
    neutral: 1.0,
};

/// Never made.
#[derive(Debug)]
pub(super) enum Deep {}

impl Deep {
    pub(super) fn builtin() -> Result<Self, ModelError> {
        Err(ModelError::NoDeep)
    }

    pub(super) fn bytes(&self) -> [&'static [u8]; 2] {
        match *self {}
    }
}

/// Never made.
#[derive(Debug)]
pub(super) enum Asker {}

impl Asker {
    pub(super) fn new(deep: Arc<Deep>) -> Self {
        match *deep {}
    }

    pub(super) fn read(&mut self, _: &[Token], _: &Vocabulary) {
        match *self {}
    }

    pub(super) fn pair(
        &mut self,
        _: &Line,
        _: [Range; 2],
        _: [[f32; PAIR_CLASSES]; 2],
    ) -> [[f32; PAIR_CLASSES]; 2] {
        match *self {}
    }

    pub(super) fn tone(
        &mut self,
        _: &Line,
        _: Range,
        _: [f32; TONE_CLASSES],
    ) -> [f32; TONE_CLASSES] {
        match *self {}
    }
}
