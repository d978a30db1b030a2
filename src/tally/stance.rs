//! Attitudes between actors, and of outlets towards actors.

use std::sync::Arc;

use crate::model::{ActorIndex, Date, OutletIndex};
use crate::store::ArticleView;

use super::rollup::counted_as;
use super::scores::{Judged, ScoreRow, Scores};
use super::{Calendar, PeriodKey, RollUp, Tally, TallyError};

/// How attitudes are grouped.
#[derive(Debug, Clone, Default)]
pub struct StanceSettings {
    /// The periods; without them each pair has a single row. Articles that lie in none, those without a date above all, then have a
    /// period of their own, [`PeriodKey::NONE`].
    pub calendar: Option<Calendar>,
    /// Actors counted as groups, if at all. Attitudes within a group are left out.
    pub roll_up: Option<Arc<RollUp>>,
    /// Whether the two directions of a pair are pooled, under the smaller number as source. Meant for the edges of the
    /// undirected network; [`ToneByOutlet`] takes no notice of it.
    pub undirected: bool,
}

impl StanceSettings {
    /// The periods in which an article of that day counts.
    fn periods(&self, day: Option<Date>) -> impl Iterator<Item = PeriodKey> + '_ {
        let dated = self.calendar.as_ref().zip(day);
        let mut keys = dated
            .into_iter()
            .flat_map(|(c, day)| c.keys(day))
            .peekable();
        let none = keys.peek().is_none().then_some(PeriodKey::NONE);
        keys.chain(none)
    }
}

/// The judgements of an article as the settings count them.
pub(super) fn judgements<'a>(
    settings: &'a StanceSettings,
    article: &'a ArticleView<'_>,
) -> impl Iterator<Item = Judged<ActorIndex>> + 'a {
    let rollup = settings.roll_up.as_deref();
    article.judgements.iter().filter_map(move |j| {
        let mut source = counted_as(rollup, j.source, article.date)?;
        let mut target = counted_as(rollup, j.target, article.date)?;
        if source == target {
            return None;
        }
        if settings.undirected && source > target {
            std::mem::swap(&mut source, &mut target);
        }
        Some(Judged {
            source,
            target,
            sentence: j.sentence,
            class: j.class,
            score: j.score,
        })
    })
}

/// Counts the attitude of each actor towards each other one.
#[derive(Debug, Default)]
pub struct Stance {
    settings: StanceSettings,
    scores: Scores<ActorIndex>,
}

impl Stance {
    /// An empty tally.
    pub fn new(settings: StanceSettings) -> Self {
        Self {
            settings,
            scores: Scores::default(),
        }
    }
}

impl Tally for Stance {
    type Output = Vec<ScoreRow>;

    fn add(&mut self, article: &ArticleView<'_>) {
        for period in self.settings.periods(article.date) {
            let judged = judgements(&self.settings, article);
            self.scores.add(article.story, period, judged);
        }
    }

    fn end_story(&mut self) {
        self.scores.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.scores.merge(other.scores);
    }

    /// The counts, ascending by source, target and period.
    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok(self.scores.finish())
    }
}

/// Counts the attitude of each outlet's own wording towards each actor.
#[derive(Debug, Default)]
pub struct ToneByOutlet {
    settings: StanceSettings,
    scores: Scores<Option<OutletIndex>>,
}

impl ToneByOutlet {
    /// An empty tally.
    pub fn new(settings: StanceSettings) -> Self {
        Self {
            settings,
            scores: Scores::default(),
        }
    }
}

impl Tally for ToneByOutlet {
    type Output = Vec<ScoreRow<Option<OutletIndex>>>;

    fn add(&mut self, article: &ArticleView<'_>) {
        let rollup = self.settings.roll_up.as_deref();
        for period in self.settings.periods(article.date) {
            let judged = article.tones.iter().filter_map(|t| {
                Some(Judged {
                    source: article.outlet,
                    target: counted_as(rollup, t.target, article.date)?,
                    sentence: t.sentence,
                    class: t.label.into(),
                    score: t.score,
                })
            });
            self.scores.add(article.story, period, judged);
        }
    }

    fn end_story(&mut self) {
        self.scores.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.scores.merge(other.scores);
    }

    /// The counts, ascending by outlet, target and period; articles that name no outlet come first.
    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok(self.scores.finish())
    }
}
