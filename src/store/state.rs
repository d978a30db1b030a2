//! What a commit knows about itself: its payload.

use serde::{Deserialize, Serialize};

/// What the findings in a store depend on beside the articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Digest of the dictionary.
    pub dictionary: String,
    /// Digest of the stance model and its settings.
    pub model: String,
}

/// How far an input was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InputState {
    /// Name as given.
    pub name: String,
    /// Size and time of change, hashed; another one means another content.
    pub fingerprint: String,
    /// Records read, rejects and duplicates included.
    pub records: u64,
    /// Bytes of decompressed text read.
    pub offset: u64,
    /// Lines read.
    pub lines: u64,
    /// Bytes on disk.
    pub size: u64,
    /// Digest of the records read: the sum of their content hashes, so that their order and the format
    /// of the file do not matter.
    #[serde(default)]
    pub digest: u64,
    /// Read to its end.
    pub done: bool,
}

/// The payload of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// Layout of the store.
    pub format: u32,
    /// Version of the program that wrote it.
    pub version: String,
    /// Dictionary and model in force.
    pub identity: Identity,
    /// Number of ingests begun.
    pub run: u32,
    /// Whether the last ingest came to its end; if not, duplicates may still be in the store.
    pub finished: bool,
    /// Inputs in order of their first reading.
    pub inputs: Vec<InputState>,
}

impl State {
    /// The state of an input with this name and fingerprint, if it was begun before.
    pub fn input(&self, name: &str, fingerprint: &str) -> Option<&InputState> {
        self.inputs
            .iter()
            .find(|i| i.name == name && i.fingerprint == fingerprint && !fingerprint.is_empty())
    }

    /// Notes how far an input was read.
    pub fn set_input(&mut self, input: InputState) {
        match self.inputs.iter_mut().find(|i| i.name == input.name) {
            Some(old) => *old = input,
            None => self.inputs.push(input),
        }
    }
}
