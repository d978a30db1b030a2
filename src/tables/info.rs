//! What to call an actor.

use std::collections::BTreeMap;

use crate::model::{ActorInfo, ActorType};

/// Looks up actors: those of the dictionary by a function of the caller, then those that the articles introduce.
pub struct ActorLabels<'a> {
    known: &'a dyn Fn(&str) -> Option<ActorInfo>,
    discovered: BTreeMap<&'a str, &'a ActorInfo>,
}

impl std::fmt::Debug for ActorLabels<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ActorLabels")
            .field("discovered", &self.discovered.len())
            .finish_non_exhaustive()
    }
}

impl<'a> ActorLabels<'a> {
    /// Labels from `known` (the dictionary) and, for ids that it lacks, from the persons that the articles at hand introduce. Where
    /// articles differ about a person, the description that sorts first holds, so that the order of articles does not matter.
    pub fn new(
        known: &'a dyn Fn(&str) -> Option<ActorInfo>,
        discovered: impl IntoIterator<Item = &'a ActorInfo>,
    ) -> Self {
        let mut first: BTreeMap<&str, &ActorInfo> = BTreeMap::new();
        for info in discovered {
            let held = first.entry(&info.id).or_insert(info);
            if info < *held {
                *held = info;
            }
        }
        Self {
            known,
            discovered: first,
        }
    }

    /// The actor of an id; one that nobody describes is called by its id ([`fallback_info`]).
    pub fn info(&self, id: &str) -> ActorInfo {
        (self.known)(id)
            .or_else(|| self.discovered.get(id).map(|&info| info.clone()))
            .unwrap_or_else(|| fallback_info(id))
    }
}

/// What an id says by itself: the label is the id, the country its part before the colon where that has the form of a
/// country's code.
///
/// # Example
///
/// ```
/// # use demarche::tables::fallback_info;
/// assert_eq!(fallback_info("RUS:somebody").country, "RUS");
/// assert_eq!(fallback_info("somebody").country, "");
/// ```
pub fn fallback_info(id: &str) -> ActorInfo {
    let country = id
        .split_once(':')
        .map(|(country, _)| country)
        .filter(|c| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase()))
        .unwrap_or_default();
    ActorInfo {
        id: id.to_owned(),
        label: id.to_owned(),
        kind: ActorType::Other,
        country: country.to_owned(),
    }
}
