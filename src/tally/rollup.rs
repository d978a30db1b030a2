//! Counting actors as the group that they belong to.

use crate::model::ActorIndex;

/// Which group each actor counts as, for instance each person as the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollUp {
    groups: Vec<ActorIndex>,
    ids: Vec<String>,
}

impl RollUp {
    /// Groups the actors (ascending ids, as [`Names::actors`](crate::store::Names::actors)) by the id that `group_of`
    /// gives for each; an actor without a group is to be given its own id.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::model::ActorIndex;
    /// # use demarche::tally::RollUp;
    /// let actors = ["NATO", "RUS", "RUS:putin"].map(String::from);
    /// let states = RollUp::new(&actors, |id| id.split(':').next().unwrap_or(id).to_owned());
    /// assert_eq!(states.ids(), ["NATO", "RUS"]);
    /// assert_eq!(states.group(ActorIndex::new(2)), Some(ActorIndex::new(1)));
    /// ```
    pub fn new(actors: &[String], group_of: impl Fn(&str) -> String) -> Self {
        let wanted: Vec<String> = actors.iter().map(|id| group_of(id)).collect();
        let mut ids = wanted.clone();
        ids.sort_unstable();
        ids.dedup();
        let groups = wanted
            .iter()
            .map(|id| ActorIndex::new(ids.partition_point(|other| other < id) as u32))
            .collect();
        Self { groups, ids }
    }

    /// Ids of the groups, ascending: the numbers of a tally that rolls up stand for these.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The group of an actor; `None` for a number beyond the actors that were grouped.
    pub fn group(&self, actor: ActorIndex) -> Option<ActorIndex> {
        self.groups.get(actor.position()).copied()
    }
}

/// The number under which an actor counts, if it counts.
pub(super) fn counted_as(rollup: Option<&RollUp>, actor: ActorIndex) -> Option<ActorIndex> {
    match rollup {
        Some(groups) => groups.group(actor),
        None => Some(actor),
    }
}
