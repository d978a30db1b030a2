//! Counting actors as the group that they belong to.

/// Which group each actor counts as, for instance each person as the state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollUp {
    groups: Vec<u32>,
    ids: Vec<String>,
}

impl RollUp {
    /// Groups the actors (ascending ids, as [`Names::actors`](crate::store::Names::actors)) by the id that `group_of`
    /// gives for each; an actor without a group is to be given its own id.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::tally::RollUp;
    /// let actors = ["NATO", "RUS", "RUS:putin"].map(String::from);
    /// let states = RollUp::new(&actors, |id| id.split(':').next().unwrap_or(id).to_owned());
    /// assert_eq!(states.ids(), ["NATO", "RUS"]);
    /// assert_eq!(states.group(2), 1);
    /// ```
    pub fn new(actors: &[String], group_of: impl Fn(&str) -> String) -> Self {
        let wanted: Vec<String> = actors.iter().map(|id| group_of(id)).collect();
        let mut ids = wanted.clone();
        ids.sort_unstable();
        ids.dedup();
        let groups = wanted
            .iter()
            .map(|id| ids.binary_search(id).map_or(u32::MAX, |i| i as u32))
            .collect();
        Self { groups, ids }
    }

    /// Ids of the groups, ascending: the numbers of a tally that rolls up stand for these.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The group of an actor; `u32::MAX` for a number that stands for none.
    pub fn group(&self, actor: u32) -> u32 {
        self.groups.get(actor as usize).copied().unwrap_or(u32::MAX)
    }
}

/// The number under which an actor counts.
pub(super) fn counted_as(rollup: Option<&RollUp>, actor: u32) -> u32 {
    rollup.map_or(actor, |r| r.group(actor))
}
