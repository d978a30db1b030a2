//! Looking actors up by what somebody typed.

use crate::model::ActorInfo;
use crate::text::{likeness, unaccented};

use super::Dictionary;

/// An actor found by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundActor {
    /// The actor.
    pub info: ActorInfo,
    /// The id or the name that was met, as the dictionary writes it.
    pub name: String,
    /// How well it was met, 0 for the same; see [`likeness`].
    pub rank: u32,
}

impl Dictionary {
    /// The actors whose id, label or one of whose names is what was typed, begins so, contains it or is spelt nearly so; the best
    /// first, then those of shorter labels, then by id. Case and diacritics make no difference.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::actors::Dictionary;
    /// let found = Dictionary::builtin()?.find_by_name("RUSSIA");
    /// assert_eq!(found[0].info.id, "RUS");
    /// # Ok::<(), demarche::actors::DictionaryError>(())
    /// ```
    pub fn find_by_name(&self, typed: &str) -> Vec<FoundActor> {
        let all = (0..self.len() as u32).filter_map(|index| {
            let names = self.aliases(index).map(|alias| alias.text.as_str());
            best_name(typed, self.actor(index), names)
        });
        let mut found: Vec<FoundActor> = all.collect();
        sort(&mut found);
        found
    }
}

/// The best of an actor's names for what was typed.
pub fn best_name<'n>(
    typed: &str,
    info: &'n ActorInfo,
    names: impl Iterator<Item = &'n str>,
) -> Option<FoundActor> {
    let local = info.id.rsplit(':').next().unwrap_or_default();
    let by_id = if unaccented(&info.id) == unaccented(typed.trim()) {
        Some(0)
    } else {
        likeness(typed, local).map(|rank| rank + 1)
    };
    let mut best = by_id.map(|rank| (rank, info.id.as_str()));
    for name in std::iter::once(info.label.as_str()).chain(names) {
        if let Some(rank) = likeness(typed, name)
            && best.is_none_or(|(least, _)| rank < least)
        {
            best = Some((rank, name));
        }
    }
    best.map(|(rank, name)| FoundActor {
        info: info.clone(),
        name: name.to_owned(),
        rank,
    })
}

/// The best first.
pub fn sort(found: &mut [FoundActor]) {
    found.sort_by(|a, b| {
        let key = |f: &FoundActor| {
            (
                f.rank,
                f.info.id.contains(':'),
                f.info.label.chars().count(),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.info.id.cmp(&b.info.id))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_find_whom_they_mean() {
        let dictionary = Dictionary::builtin().expect("the built-in dictionary");
        for (typed, id) in [
            ("putin", "RUS:putin"),
            ("PUTIN", "RUS:putin"),
            ("russia", "RUS"),
            ("rus", "RUS"),
            ("Rusia", "RUS"),
            ("iran", "IRN"),
            ("ivory coast", "CIV"),
            ("cote d'ivoire", "CIV"),
            ("nato", "NATO"),
            ("zelensky", "UKR:zelensky"),
        ] {
            let found = dictionary.find_by_name(typed);
            assert_eq!(
                found.first().map(|f| f.info.id.as_str()),
                Some(id),
                "{typed}: {:?}",
                &found[..found.len().min(3)]
            );
        }
        assert!(dictionary.find_by_name("qqqqqqqq").is_empty());
        assert!(dictionary.find_by_name("").is_empty());
    }
}
