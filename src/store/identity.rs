//! What the findings in a store depend on beside the articles.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::StoreError;

/// Version of the rule that makes [`Identity::digest`].
const VERSION: u32 = 1;

/// Name of the setting that says which model judged.
pub(super) const TIER: &str = "tier";

/// Settings as readable pairs of name and value.
pub type Pairs = BTreeMap<String, String>;

/// What the findings in a store depend on beside the articles. Two stores with equal identities hold the same findings for the
/// same articles.
///
/// # Example
///
/// ```
/// # use demarche::store::Identity;
/// let mut identity = Identity { dictionary: "3f".into(), model: "a0".into(), ..Identity::default() };
/// identity.settings.insert("carry".into(), "1".into());
/// let before = identity.digest();
/// assert!(before.starts_with("1-"));
/// identity.settings.insert("carry".into(), "2".into());
/// assert_ne!(identity.digest(), before);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Digest of the dictionary.
    pub dictionary: String,
    /// Digest of the stance model's weights.
    pub model: String,
    /// Settings of extraction, by name: `tier`, `carry`, `within`, … `reannotate` replaces them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: Pairs,
    /// Settings of reading that a store keeps for good, by name, because the stored articles were read with them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reading: Pairs,
}

impl Identity {
    /// A digest of all parts, after the version of the rule that makes it: `1-` and 32 hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut text = format!("{}\u{1f}{}", self.dictionary, self.model);
        for (part, pairs) in [("settings", &self.settings), ("reading", &self.reading)] {
            text.push('\u{1e}');
            text.push_str(part);
            for (name, value) in pairs {
                text.push('\u{1f}');
                text.push_str(name);
                text.push('\u{1d}');
                text.push_str(value);
            }
        }
        format!("{VERSION}-{:032x}", xxh3_128(text.as_bytes()))
    }

    /// All settings by name; no name is both one of extraction and one of reading.
    pub fn all(&self) -> Pairs {
        let all = self.settings.iter().chain(&self.reading);
        all.map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// Whether the findings are made in the same way: all but the settings of reading are equal.
    pub fn annotates_like(&self, other: &Self) -> bool {
        (&self.dictionary, &self.model, &self.settings)
            == (&other.dictionary, &other.model, &other.settings)
    }

    /// `fast` or `deep`: which model judged.
    pub fn tier(&self) -> &str {
        self.settings.get(TIER).map_or("fast", String::as_str)
    }

    /// The first part that differs from another identity, and its values here and there. The tier comes first: another tier
    /// has another model.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        if self.tier() != other.tier() {
            return Some(Difference {
                what: TIER.to_owned(),
                here: self.tier().to_owned(),
                there: other.tier().to_owned(),
                reading: false,
            });
        }
        for (what, here, there) in [
            ("dictionary", &self.dictionary, &other.dictionary),
            ("model", &self.model, &other.model),
        ] {
            if here != there {
                return Some(Difference {
                    what: what.to_owned(),
                    here: here.clone(),
                    there: there.clone(),
                    reading: false,
                });
            }
        }
        for (reading, here, there) in [
            (false, &self.settings, &other.settings),
            (true, &self.reading, &other.reading),
        ] {
            let names = here.keys().chain(there.keys());
            if let Some(name) = names
                .clone()
                .find(|name| here.get(*name) != there.get(*name))
            {
                let value =
                    |pairs: &Pairs| pairs.get(name).map_or("none", String::as_str).to_owned();
                return Some(Difference {
                    what: name.clone(),
                    here: value(here),
                    there: value(there),
                    reading,
                });
            }
        }
        None
    }

    /// Makes sure that a store with this identity can be added to with the current one.
    pub(super) fn matches(&self, path: &Path, current: &Self) -> Result<(), StoreError> {
        let Some(difference) = self.difference(current) else {
            return Ok(());
        };
        let path = path.to_owned();
        let Difference {
            what, here, there, ..
        } = difference;
        if what == TIER {
            return Err(StoreError::Tier {
                path,
                stored: here,
                current: there,
            });
        }
        Err(if difference.reading {
            StoreError::Reading {
                path,
                what,
                stored: here,
                current: there,
            }
        } else {
            StoreError::Identity {
                path,
                what,
                stored: here,
                current: there,
            }
        })
    }
}

/// In what two identities differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// `dictionary`, `model`, or the name of a setting.
    pub(super) what: String,
    pub(super) here: String,
    pub(super) there: String,
    /// Whether it is a setting of reading, which no re-annotation changes.
    pub(super) reading: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(settings: &[(&str, &str)], reading: &[(&str, &str)]) -> Identity {
        let pairs = |list: &[(&str, &str)]| -> Pairs {
            list.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect()
        };
        Identity {
            dictionary: "d".into(),
            model: "m".into(),
            settings: pairs(settings),
            reading: pairs(reading),
        }
    }

    #[test]
    fn the_digest_tells_every_part_and_stays_as_it_is() {
        let all = [
            identity(&[], &[]),
            identity(&[("a", "1")], &[]),
            identity(&[], &[("a", "1")]),
            identity(&[("a", "2")], &[]),
            identity(&[("a", "1"), ("b", "1")], &[]),
            identity(&[("a", "1")], &[("b", "1")]),
        ];
        let digests: std::collections::BTreeSet<String> =
            all.iter().map(Identity::digest).collect();
        assert_eq!(digests.len(), all.len());
        // Stores are told apart by it: another rule needs another version.
        assert_eq!(
            identity(&[("tier", "fast")], &[("id-scope", "record")]).digest(),
            "1-2aaa373f29823a89115b169767c15ff9"
        );
    }

    #[test]
    fn what_differs_is_named() {
        let (one, other) = (
            identity(&[("carry", "1")], &[]),
            identity(&[("carry", "2"), ("tier", "fast")], &[]),
        );
        let path = Path::new("store");
        let error = one.matches(path, &other).unwrap_err().to_string();
        assert!(error.contains("carry (1, now 2)"), "{error}");
        assert!(error.contains("reannotate"), "{error}");
        let error = identity(&[], &[])
            .matches(path, &identity(&[], &[("id-scope", "outlet")]))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("id-scope") && error.contains("none"),
            "{error}"
        );
        assert!(one.matches(path, &one.clone()).is_ok());
        let all: Vec<String> = other.all().keys().cloned().collect();
        assert_eq!(all, ["carry", "tier"]);
    }
}
