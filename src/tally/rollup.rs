//! Counting actors as the group that they belong to.

use hashbrown::HashMap;

use crate::model::{ActorIndex, Date};

/// A time in which an actor belongs to another group than otherwise, both days included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenure {
    /// First day; `None` for an open beginning.
    pub from: Option<Date>,
    /// Last day; `None` for an open end.
    pub to: Option<Date>,
    /// Id of the group.
    pub group: String,
}

/// What an actor counts as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Membership {
    /// Id of the group outside of all tenures; `None`: the actor is left out.
    pub group: Option<String>,
    /// Tenures; of several on one day the one that began last holds.
    pub tenures: Vec<Tenure>,
}

/// Which group each actor counts as, for instance each person as the state, the holder of an international office as the
/// organisation for as long as the office lasts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollUp {
    /// By actor; `None` for one that is left out.
    groups: Vec<Option<ActorIndex>>,
    /// By actor: tenures with the numbers of their groups, the last to begin first.
    tenures: HashMap<ActorIndex, Vec<Numbered>>,
    ids: Vec<String>,
}

/// First and last day of a tenure, and the number of its group.
type Numbered = (Option<Date>, Option<Date>, Option<ActorIndex>);

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
    /// assert_eq!(states.group(ActorIndex::new(2), None), Some(ActorIndex::new(1)));
    /// ```
    pub fn new(actors: &[String], group_of: impl Fn(&str) -> String) -> Self {
        Self::by_date(actors, |id| Membership {
            group: Some(group_of(id)),
            tenures: Vec::new(),
        })
    }

    /// Groups the actors by what `member` says of each.
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::{model::{ActorIndex, Date}, tally::{Membership, RollUp, Tenure}};
    /// let actors = ["NOR:jens", "TASS"].map(String::from);
    /// let from = Date::parse_start("2014-10-01");
    /// let groups = RollUp::by_date(&actors, |id| match id {
    ///     "NOR:jens" => Membership {
    ///         group: Some("NOR".into()),
    ///         tenures: vec![Tenure { from, to: None, group: "NATO".into() }],
    ///     },
    ///     _ => Membership::default(),
    /// });
    /// assert_eq!(groups.ids(), ["NATO", "NOR"]);
    /// assert_eq!(groups.group(ActorIndex::new(0), from), Some(ActorIndex::new(0)));
    /// assert_eq!(groups.group(ActorIndex::new(0), Date::parse_start("2010-01-01")), Some(ActorIndex::new(1)));
    /// assert_eq!(groups.group(ActorIndex::new(1), None), None);
    /// ```
    pub fn by_date(actors: &[String], member: impl Fn(&str) -> Membership) -> Self {
        let members: Vec<Membership> = actors.iter().map(|id| member(id)).collect();
        let mut ids: Vec<String> = members
            .iter()
            .flat_map(|m| m.group.iter().chain(m.tenures.iter().map(|t| &t.group)))
            .cloned()
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let number = |id: &String| {
            ids.binary_search(id)
                .ok()
                .map(|i| ActorIndex::new(i as u32))
        };
        let mut tenures = HashMap::default();
        for (actor, m) in members.iter().enumerate() {
            if m.tenures.is_empty() {
                continue;
            }
            let mut list: Vec<_> = m
                .tenures
                .iter()
                .map(|t| (t.from, t.to, number(&t.group)))
                .collect();
            list.sort_unstable_by(|a, b| b.cmp(a));
            tenures.insert(ActorIndex::new(actor as u32), list);
        }
        let group = |m: &Membership| m.group.as_ref().and_then(number);
        Self {
            groups: members.iter().map(group).collect(),
            tenures,
            ids,
        }
    }

    /// Ids of the groups, ascending: the numbers of a tally that rolls up stand for these.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The group of an actor in an article of that day; `None` for one that is left out and for a number that stands for
    /// none. Without a day a tenure without an end holds.
    pub fn group(&self, actor: ActorIndex, day: Option<Date>) -> Option<ActorIndex> {
        let holds = |(from, to): (Option<Date>, Option<Date>)| match day {
            Some(day) => from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t),
            None => to.is_none(),
        };
        if !self.tenures.is_empty()
            && let Some(tenures) = self.tenures.get(&actor)
            && let Some(tenure) = tenures.iter().find(|t| holds((t.0, t.1)))
        {
            return tenure.2;
        }
        self.groups.get(actor.position()).copied().flatten()
    }
}

/// The number under which an actor counts in an article of that day, if it counts.
pub(super) fn counted_as(
    rollup: Option<&RollUp>,
    actor: ActorIndex,
    day: Option<Date>,
) -> Option<ActorIndex> {
    match rollup {
        Some(groups) => groups.group(actor, day),
        None => Some(actor),
    }
}
