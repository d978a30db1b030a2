//! What a commit knows about itself: its payload.

use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::error::one_line;
use super::{FORMAT, Identity, StoreError, Totals};

/// How far an input was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
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
    pub digest: u64,
    /// Records that became articles.
    pub articles: u64,
    /// Records that were refused, `failures` included.
    pub rejects: u64,
    /// How often reading broke off.
    pub failures: u64,
    /// Read to its end.
    pub done: bool,
}

impl InputState {
    /// What its documents are marked with: a hash of name and fingerprint.
    pub fn key(&self) -> u64 {
        Self::key_of(&self.name, &self.fingerprint)
    }

    /// The same for a name and a fingerprint.
    pub fn key_of(name: &str, fingerprint: &str) -> u64 {
        xxh3_64(format!("{name}\u{1f}{fingerprint}").as_bytes())
    }

    /// Whether each record became an article or a reject.
    pub fn holds(&self) -> bool {
        self.records + self.failures == self.articles + self.rejects
    }
}

/// An earlier version of an input that was read again because it had changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Former {
    /// Name of the input.
    pub name: String,
    /// What the documents of that version are marked with.
    pub key: u64,
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
    /// How often the store was opened for adding articles: an ingest that is broken off and resumed counts twice.
    pub session: u64,
    /// Whether the last ingest came to its end; if not, duplicates may still be in the store.
    pub finished: bool,
    /// The last day that a date could have in the latest ingest; later ones were left out. `None` for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_date: Option<String>,
    /// What became of all records.
    pub totals: Totals,
    /// Inputs in order of their first reading.
    pub inputs: Vec<InputState>,
    /// Earlier versions of these inputs.
    pub former: Vec<Former>,
}

impl State {
    /// The state of an input with this name and fingerprint, if it was begun before.
    pub fn input(&self, name: &str, fingerprint: &str) -> Option<&InputState> {
        self.inputs
            .iter()
            .find(|i| i.name == name && i.fingerprint == fingerprint && !fingerprint.is_empty())
    }

    /// Notes how far an input was read. Another version of it is from now on a former one.
    ///
    /// What comes without a fingerprint (standard input) is another thing each time and makes nothing else former.
    pub fn set_input(&mut self, input: InputState) {
        let key = input.key();
        self.former.retain(|former| former.key != key);
        let mut kept = Vec::with_capacity(self.inputs.len() + 1);
        let mut place = None;
        for old in self.inputs.drain(..) {
            if old.name != input.name {
                kept.push(old);
                continue;
            }
            place.get_or_insert(kept.len());
            if old.key() != key {
                self.former.push(Former {
                    name: old.name.clone(),
                    key: old.key(),
                });
            }
        }
        kept.insert(place.unwrap_or(kept.len()), input);
        self.inputs = kept;
    }

    /// Keys of former versions whose inputs were read to their ends since.
    pub(super) fn superseded(&self) -> hashbrown::HashSet<u64> {
        let done: hashbrown::HashSet<&str> = self
            .inputs
            .iter()
            .filter(|i| i.done)
            .map(|i| i.name.as_str())
            .collect();
        self.former
            .iter()
            .filter(|f| done.contains(f.name.as_str()))
            .map(|f| f.key)
            .collect()
    }

    /// The state as the payload of a commit, sealed with a checksum.
    pub(super) fn encode(&self, path: &Path) -> Result<String, StoreError> {
        let damaged = |e: serde_json::Error| damaged(path, e.to_string());
        let body = serde_json::to_string(self).map_err(damaged)?;
        let seal = seal(&body);
        let open = body.strip_suffix('}').unwrap_or(&body);
        Ok(format!("{open},\"seal\":\"{seal}\"}}"))
    }

    /// The state of a payload.
    ///
    /// Formats from `least` to the present one are read.
    pub(super) fn decode(path: &Path, payload: &str, least: u32) -> Result<Self, StoreError> {
        let wrong = |detail: &str| damaged(path, format!("its state cannot be read ({detail})"));
        let mut value: serde_json::Value =
            serde_json::from_str(payload).map_err(|e| wrong(&e.to_string()))?;
        let format = value.get("format").and_then(serde_json::Value::as_u64);
        let format = format.ok_or_else(|| wrong("no format number"))? as u32;
        if !(least..=FORMAT).contains(&format) {
            let version = value.get("version").and_then(serde_json::Value::as_str);
            return Err(StoreError::Format {
                path: path.to_owned(),
                found: format,
                version: one_line(version.unwrap_or("of unknown version")),
            });
        }
        let sealed = value.as_object_mut().and_then(|o| o.remove("seal"));
        let state: Self = serde_json::from_value(value).map_err(|e| wrong(&e.to_string()))?;
        let body = serde_json::to_string(&state).map_err(|e| wrong(&e.to_string()))?;
        match sealed.as_ref().and_then(serde_json::Value::as_str) {
            Some(found) if found == seal(&body) => Ok(state),
            Some(_) => Err(wrong("its checksum does not match")),
            None => Err(wrong("it has no checksum")),
        }
    }
}

fn seal(body: &str) -> String {
    format!("{:016x}", xxh3_64(body.as_bytes()))
}

fn damaged(path: &Path, detail: String) -> StoreError {
    StoreError::Damaged {
        path: path.to_owned(),
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(name: &str, fingerprint: &str, done: bool) -> InputState {
        InputState {
            name: name.into(),
            fingerprint: fingerprint.into(),
            done,
            ..InputState::default()
        }
    }

    #[test]
    fn a_changed_input_makes_its_old_version_a_former_one() {
        let mut state = State::default();
        state.set_input(input("a", "1", true));
        state.set_input(input("b", "1", true));
        state.set_input(input("a", "2", false));
        assert_eq!(
            state.inputs.iter().map(|i| &*i.name).collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert!(state.superseded().is_empty(), "the new version is not read");
        state.set_input(input("a", "2", true));
        let former = InputState::key_of("a", "1");
        assert!(state.superseded().contains(&former) && state.former.len() == 1);
        // Put back as it was: the first version is the current one again.
        state.set_input(input("a", "1", true));
        assert!(!state.superseded().contains(&former));
        assert!(state.superseded().contains(&InputState::key_of("a", "2")));
    }

    #[test]
    fn a_payload_is_read_as_written_and_no_other_way() {
        let mut state = State {
            format: FORMAT,
            ..State::default()
        };
        state.set_input(input("a", "1", true));
        let path = Path::new("store");
        let payload = state.encode(path).unwrap();
        assert_eq!(State::decode(path, &payload, FORMAT).unwrap(), state);
        let changed = payload.replace("\"run\":0", "\"run\":8");
        assert_ne!(changed, payload);
        let error = State::decode(path, &changed, FORMAT)
            .unwrap_err()
            .to_string();
        assert!(error.contains("checksum"), "{error}");
        let other = payload.replace(&format!("\"format\":{FORMAT}"), "\"format\":1");
        assert!(matches!(
            State::decode(path, &other, FORMAT),
            Err(StoreError::Format { found: 1, .. })
        ));
    }
}
