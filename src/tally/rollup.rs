//! Counting actors as the group that they belong to.

use hashbrown::HashMap;

use crate::model::Date;

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
    groups: Vec<u32>,
    /// By actor: tenures with the numbers of their groups, the last to begin first.
    tenures: HashMap<u32, Vec<Numbered>>,
    ids: Vec<String>,
}

/// First and last day of a tenure, and the number of its group.
type Numbered = (Option<Date>, Option<Date>, u32);

/// The number of an actor that is left out.
const NONE: u32 = u32::MAX;

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
    /// assert_eq!(states.group(2, None), 1);
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
    /// # use demarche::{model::Date, tally::{Membership, RollUp, Tenure}};
    /// let actors = ["NOR:jens", "TASS"].map(String::from);
    /// let from: Date = "2014-10-01".parse()?;
    /// let groups = RollUp::by_date(&actors, |id| match id {
    ///     "NOR:jens" => Membership {
    ///         group: Some("NOR".into()),
    ///         tenures: vec![Tenure { from: Some(from), to: None, group: "NATO".into() }],
    ///     },
    ///     _ => Membership::default(),
    /// });
    /// assert_eq!(groups.ids(), ["NATO", "NOR"]);
    /// assert_eq!(groups.group(0, Some(from)), 0);
    /// assert_eq!(groups.group(0, Some("2010-01-01".parse()?)), 1);
    /// assert_eq!(groups.group(1, None), u32::MAX);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
        let number = |id: &String| ids.binary_search(id).map_or(NONE, |i| i as u32);
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
            tenures.insert(actor as u32, list);
        }
        let group = |m: &Membership| m.group.as_ref().map_or(NONE, number);
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

    /// The group of an actor in an article of that day; `u32::MAX` for one that is left out and for a number that stands for
    /// none. Without a day a tenure without an end holds.
    pub fn group(&self, actor: u32, day: Option<Date>) -> u32 {
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
        self.groups.get(actor as usize).copied().unwrap_or(NONE)
    }
}

/// The number under which an actor counts in an article of that day.
pub(super) fn counted_as(rollup: Option<&RollUp>, actor: u32, day: Option<Date>) -> u32 {
    rollup.map_or(actor, |r| r.group(actor, day))
}
