//! Who is mentioned by which outlet in which period: what attention is standardised by.

use crate::model::{ActorIndex, OutletIndex};
use crate::store::ArticleView;

use super::sums::Sums;
use super::together::Together;
use super::{PeriodKey, Tally, TallyError, TimelineSettings};

/// Articles of an outlet in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutletPeriod {
    /// The period.
    pub period: PeriodKey,
    /// The outlet; `None` for articles that name none.
    pub outlet: Option<OutletIndex>,
    /// Its articles.
    pub articles: u64,
}

/// Articles of an outlet in a period that mention an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorOutletPeriod {
    /// The period.
    pub period: PeriodKey,
    /// The actor.
    pub actor: ActorIndex,
    /// The outlet; `None` for articles that name none.
    pub outlet: Option<OutletIndex>,
    /// Articles.
    pub articles: u64,
}

/// Articles by outlet and period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutletPeriodCounts {
    /// By period, then outlet.
    pub outlets: Vec<OutletPeriod>,
    /// By period, then actor, then outlet.
    pub actors: Vec<ActorOutletPeriod>,
}

/// What stands in keys for the outlet's own articles where others have the number of an actor.
const ALL: u32 = u32::MAX;
/// What stands in keys for articles that name no outlet.
const NAMELESS: u32 = u32::MAX;

/// Counts articles by outlet and period, in all and for each actor.
///
/// Beyond [`CountSettings::max_pairs`](super::CountSettings::max_pairs) counts they are written to a temporary file.
#[derive(Debug)]
pub struct OutletPeriods {
    settings: TimelineSettings,
    /// By period, actor and outlet.
    sums: Sums<3, 1>,
    together: Together,
}

impl OutletPeriods {
    /// An empty tally.
    pub fn new(settings: TimelineSettings) -> Self {
        let sums = Sums::new(settings.network.max_pairs, settings.network.folder.clone());
        Self {
            settings,
            sums,
            together: Together::default(),
        }
    }
}

impl Tally for OutletPeriods {
    type Output = OutletPeriodCounts;

    fn add(&mut self, article: &ArticleView<'_>) {
        let Some(day) = article.date else {
            return;
        };
        let mut together = std::mem::take(&mut self.together);
        together.read(article, &self.settings.network);
        for period in self.settings.calendar.keys(day) {
            let period = period.bits();
            let outlet = article.outlet.map_or(NAMELESS, OutletIndex::number);
            self.sums.add([period, ALL, outlet], [1]);
            for &actor in together.actors() {
                self.sums.add([period, actor.number(), outlet], [1]);
            }
        }
        self.together = together;
    }

    fn merge(&mut self, other: Self) {
        self.sums.merge(other.sums);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        let mut counts = OutletPeriodCounts::default();
        self.sums.finish(|[period, actor, outlet], [articles]| {
            let period = PeriodKey::from_bits(period);
            let outlet = (outlet != NAMELESS).then_some(OutletIndex::new(outlet));
            if actor == ALL {
                counts.outlets.push(OutletPeriod {
                    period,
                    outlet,
                    articles,
                });
            } else {
                counts.actors.push(ActorOutletPeriod {
                    period,
                    actor: ActorIndex::new(actor),
                    outlet,
                    articles,
                });
            }
        })?;
        Ok(counts)
    }
}
