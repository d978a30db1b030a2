//! Attitudes between actors, and of outlets towards actors.

use std::sync::Arc;

use crate::model::Period;
use crate::store::ArticleView;

use super::rollup::counted_as;
use super::scores::{Judged, ScoreRow, Scores};
use super::{PeriodKey, RollUp, Tally};

/// How attitudes are grouped.
#[derive(Debug, Clone, Default)]
pub struct StanceSettings {
    /// Length of the periods; without one each pair has a single row. Articles without a date then have a period of their own,
    /// [`PeriodKey::NONE`].
    pub period: Option<Period>,
    /// Actors counted as groups, if at all. Attitudes within a group are left out.
    pub roll_up: Option<Arc<RollUp>>,
    /// Whether the two directions of a pair are pooled, under the smaller number as source. Meant for the edges of the
    /// undirected network; [`ToneByOutlet`] takes no notice of it.
    pub undirected: bool,
}

/// Counts the attitude of each actor towards each other one.
#[derive(Debug, Default)]
pub struct Stance {
    settings: StanceSettings,
    scores: Scores,
}

impl Stance {
    /// An empty tally.
    pub fn new(settings: StanceSettings) -> Self {
        Self {
            settings,
            scores: Scores::default(),
        }
    }

    /// The counts, ascending by source, target and period.
    pub fn finish(self) -> Vec<ScoreRow> {
        self.scores.finish()
    }
}

impl Tally for Stance {
    fn add(&mut self, article: &ArticleView<'_>) {
        let period = PeriodKey::new(article.date, self.settings.period);
        let rollup = self.settings.roll_up.as_deref();
        let undirected = self.settings.undirected;
        let judged = article.judgements.iter().filter_map(|j| {
            let mut source = counted_as(rollup, j.source);
            let mut target = counted_as(rollup, j.target);
            if source == target || source == u32::MAX || target == u32::MAX {
                return None;
            }
            if undirected && source > target {
                std::mem::swap(&mut source, &mut target);
            }
            Some(Judged {
                source,
                target,
                sentence: j.sentence,
                label: j.label,
                score: j.score,
            })
        });
        self.scores.add(article.story, period, judged);
    }

    fn end_story(&mut self) {
        self.scores.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.scores.merge(other.scores);
    }
}

/// Counts the attitude of each outlet's own wording towards each actor.
#[derive(Debug, Default)]
pub struct ToneByOutlet {
    settings: StanceSettings,
    scores: Scores,
}

impl ToneByOutlet {
    /// An empty tally.
    pub fn new(settings: StanceSettings) -> Self {
        Self {
            settings,
            scores: Scores::default(),
        }
    }

    /// The counts, ascending by outlet, target and period. An outlet of `u32::MAX` stands for articles that name none.
    pub fn finish(self) -> Vec<ScoreRow> {
        self.scores.finish()
    }
}

impl Tally for ToneByOutlet {
    fn add(&mut self, article: &ArticleView<'_>) {
        let period = PeriodKey::new(article.date, self.settings.period);
        let rollup = self.settings.roll_up.as_deref();
        let judged = article.tones.iter().filter_map(|t| {
            let target = counted_as(rollup, t.target);
            (target != u32::MAX).then_some(Judged {
                source: article.outlet,
                target,
                sentence: t.sentence,
                label: t.label,
                score: t.score,
            })
        });
        self.scores.add(article.story, period, judged);
    }

    fn end_story(&mut self) {
        self.scores.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.scores.merge(other.scores);
    }
}
