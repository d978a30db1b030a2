//! Which actors belong together: a state and its own persons and bodies, a body and who leads it.

use std::sync::Arc;

use hashbrown::HashMap;

use crate::model::{ActorInfo, ActorKey, ActorType, Date};

use super::alias::AliasKind;
use super::dictionary::Dictionary;

/// First and last day of an office, without a limit where none is known.
type Term = (Option<Date>, Option<Date>);

/// Knows for a dictionary which actors belong together.
#[derive(Debug)]
pub struct Kinship {
    dictionary: Arc<Dictionary>,
    /// Terms of persons in offices of bodies: by person and body.
    offices: HashMap<(u32, u32), Vec<Term>>,
}

/// The same for one article: its date, and the actors that it introduces.
#[derive(Debug, Clone, Copy)]
pub struct Kin<'a> {
    kinship: &'a Kinship,
    discovered: &'a [ActorInfo],
    day: Option<Date>,
}

impl Kinship {
    /// Reads the offices of a dictionary.
    pub fn new(dictionary: Arc<Dictionary>) -> Self {
        let mut offices: HashMap<(u32, u32), Vec<Term>> = HashMap::default();
        for person in 0..dictionary.len() as u32 {
            for alias in dictionary.aliases(person) {
                if alias.kind != AliasKind::Title {
                    continue;
                }
                let body = dictionary
                    .find(&alias.country)
                    .filter(|b| dictionary.actor(*b).kind != ActorType::State);
                if let Some(body) = body {
                    let terms = offices.entry((person, body)).or_default();
                    terms.push((alias.from, alias.to));
                }
            }
        }
        Self {
            dictionary,
            offices,
        }
    }

    /// For an article of a day that introduces these actors.
    pub fn of<'a>(&'a self, discovered: &'a [ActorInfo], day: Option<Date>) -> Kin<'a> {
        Kin {
            kinship: self,
            discovered,
            day,
        }
    }
}

impl Kin<'_> {
    fn info(&self, key: ActorKey) -> Option<&ActorInfo> {
        match key {
            ActorKey::Known(index) => Some(self.kinship.dictionary.actor(index)),
            ActorKey::Discovered(index) => self.discovered.get(index as usize),
            ActorKey::Unlisted(_) => None,
        }
    }

    /// Whether one is a state and the other its own person or body, or one a body and the other who leads it on the day of the
    /// article (on any day, when the article has no date).
    pub fn within(&self, one: ActorKey, other: ActorKey) -> bool {
        self.owns(one, other) || self.owns(other, one)
    }

    fn owns(&self, whole: ActorKey, part: ActorKey) -> bool {
        let (Some(owner), Some(owned)) = (self.info(whole), self.info(part)) else {
            return false;
        };
        if owner.kind == ActorType::State {
            let own = matches!(owned.kind, ActorType::Person | ActorType::Organisation);
            return own && owned.country == owner.id;
        }
        let (ActorKey::Known(body), ActorKey::Known(person)) = (whole, part) else {
            return false;
        };
        self.kinship
            .offices
            .get(&(person, body))
            .is_some_and(|terms| terms.iter().any(|term| holds(*term, self.day)))
    }

    /// Whether it is a person.
    pub fn is_person(&self, actor: ActorKey) -> bool {
        self.info(actor)
            .is_some_and(|i| i.kind == ActorType::Person)
    }
}

fn holds((from, to): Term, day: Option<Date>) -> bool {
    day.is_none_or(|d| from.is_none_or(|f| f <= d) && to.is_none_or(|t| d <= t))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_own_their_persons_and_bodies_and_leaders_their_bodies_in_their_term() {
        let dictionary = Arc::new(Dictionary::builtin().expect("the built-in dictionary"));
        let kinship = Kinship::new(Arc::clone(&dictionary));
        let key = |id: &str| ActorKey::Known(dictionary.find(id).expect("an actor"));
        let newcomer = [ActorInfo {
            id: "RUS:someone".to_owned(),
            label: "Someone".to_owned(),
            kind: ActorType::Person,
            country: "RUS".to_owned(),
        }];
        let check = |day: &str, one: ActorKey, other: ActorKey| {
            let kin = kinship.of(&newcomer, Date::parse_start(day));
            assert_eq!(kin.within(one, other), kin.within(other, one));
            kin.within(one, other)
        };
        assert!(check("2022-05-01", key("RUS"), key("RUS:putin")));
        assert!(check("2022-05-01", key("USA"), key("USA:pentagon")));
        assert!(check("2022-05-01", key("RUS"), ActorKey::Discovered(0)));
        assert!(!check("2022-05-01", key("USA"), key("RUS:putin")));
        assert!(!check("2022-05-01", key("USA:biden"), key("USA:pentagon")));
        assert!(!check("2022-05-01", key("RUS"), key("UKR")));
        assert!(!check("2022-05-01", key("USA"), key("NATO")));
        assert!(check(
            "2020-05-01",
            key("NATO"),
            key("NOR:stoltenberg_jens")
        ));
        assert!(!check(
            "2010-05-01",
            key("NATO"),
            key("NOR:stoltenberg_jens")
        ));
        let kin = kinship.of(&newcomer, None);
        assert!(kin.is_person(key("RUS:putin")) && kin.is_person(ActorKey::Discovered(0)));
        assert!(!kin.is_person(key("RUS")) && !kin.is_person(ActorKey::Unlisted(0)));
    }
}
