//! Attitudes between actors as each outlet reports them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActorIndex, OutletIndex};
use crate::store::ArticleView;

use super::scores::{ScoreRow, Scores};
use super::stance::judgements;
use super::{PeriodKey, StanceSettings, Tally, TallyError};

/// Counts the attitude of each actor towards each other one in the articles of each outlet. The settings' calendar is not used: outlets
/// have no periods.
#[derive(Debug, Default)]
pub struct StanceByOutlet {
    settings: StanceSettings,
    outlets: BTreeMap<Option<OutletIndex>, Scores<ActorIndex>>,
    /// Outlets with articles of the story at hand.
    touched: BTreeSet<Option<OutletIndex>>,
}

impl StanceByOutlet {
    /// An empty tally.
    pub fn new(settings: StanceSettings) -> Self {
        Self {
            settings,
            ..Self::default()
        }
    }
}

impl Tally for StanceByOutlet {
    /// By outlet (articles that name none come first), then source and target.
    type Output = Vec<(Option<OutletIndex>, ScoreRow)>;

    fn add(&mut self, article: &ArticleView<'_>) {
        if article.judgements.is_empty() {
            return;
        }
        let judged = judgements(&self.settings, article);
        let scores = self.outlets.entry(article.outlet).or_default();
        scores.add(article.story, PeriodKey::NONE, judged);
        self.touched.insert(article.outlet);
    }

    fn end_story(&mut self) {
        for outlet in std::mem::take(&mut self.touched) {
            if let Some(scores) = self.outlets.get_mut(&outlet) {
                scores.end_story();
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (outlet, scores) in other.outlets {
            self.outlets.entry(outlet).or_default().merge(scores);
        }
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        let rows = self
            .outlets
            .into_iter()
            .flat_map(|(outlet, scores)| scores.finish().into_iter().map(move |row| (outlet, row)));
        Ok(rows.collect())
    }
}
