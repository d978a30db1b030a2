//! The deep tier: a small transformer that reads sentences with masked names, asked where the fast tier is not sure of neutral.
//!
//! `scripts/train_deep` trains it and writes its files, `corpus/deep.onnx` and `corpus/deep.vocabulary.txt`.

mod mix;
mod network;
mod question;
mod wordpiece;

use std::sync::Arc;

use crate::text::{Token, Vocabulary};

use super::error::ModelError;
use super::sequence::{Line, Range};
use super::weights::{PAIR_CLASSES, TONE_CLASSES};
use network::{Answer, Network, Session};
use question::Sentence;
use wordpiece::WordPiece;

pub(super) use mix::{PAIR_THRESHOLD, TONE_THRESHOLD};
pub use question::Question;

/// Network and vocabulary. Immutable, shared by all judges.
#[derive(Debug)]
pub(super) struct Deep {
    pieces: WordPiece,
    network: Arc<Network>,
}

impl Deep {
    /// The files that are built in.
    pub(super) fn builtin() -> Result<Self, ModelError> {
        Ok(Self {
            pieces: WordPiece::builtin(),
            network: Arc::new(Network::builtin()?),
        })
    }

    /// The bytes that decide what it says.
    pub(super) fn bytes(&self) -> [&'static [u8]; 2] {
        [self.pieces.bytes(), self.network.bytes()]
    }
}

/// What a judge asks the deep tier through.
#[derive(Debug)]
pub(super) struct Asker {
    deep: Arc<Deep>,
    sentence: Sentence,
    /// Started with the first question.
    session: Option<Session>,
}

impl Asker {
    pub(super) fn new(deep: Arc<Deep>) -> Self {
        Self {
            deep,
            sentence: Sentence::default(),
            session: None,
        }
    }

    /// Takes the words of the sentence that the next questions are about.
    pub(super) fn read(&mut self, tokens: &[Token], vocabulary: &Vocabulary) {
        self.sentence.read(tokens, vocabulary);
    }

    /// Six probabilities of each direction of a pair: those of the fast tier where it is sure that nothing is there, mixed
    /// with the network's elsewhere.
    pub(super) fn pair(
        &mut self,
        line: &Line,
        [first, second]: [Range; 2],
        fast: [[f32; PAIR_CLASSES]; 2],
    ) -> [[f32; PAIR_CLASSES]; 2] {
        if !mix::asks_pair(&fast) {
            return fast;
        }
        match self.ask(line, first, Some(second)) {
            Some(Answer::Pair(deep)) => mix::pair(fast, deep),
            _ => fast,
        }
    }

    /// The same for what is said of a target.
    pub(super) fn tone(
        &mut self,
        line: &Line,
        target: Range,
        fast: [f32; TONE_CLASSES],
    ) -> [f32; TONE_CLASSES] {
        if !mix::asks_tone(fast) {
            return fast;
        }
        match self.ask(line, target, None) {
            Some(Answer::Tone(deep)) => mix::tone(fast, deep),
            _ => fast,
        }
    }

    fn ask(&mut self, line: &Line, first: Range, second: Option<Range>) -> Option<Answer> {
        let question = self.question(line, first, second);
        let session = self
            .session
            .get_or_insert_with(|| Session::new(Arc::clone(&self.deep.network)));
        session.ask(question)
    }

    /// What the network is asked about the sentence that was read.
    pub(super) fn question(&self, line: &Line, first: Range, second: Option<Range>) -> Question {
        self.sentence
            .question(&self.deep.pieces, line, first, second)
    }
}

#[cfg(test)]
mod tests;
