//! Tallies: counts over articles that merge exactly.
//!
//! Uses `model` and the views of `store`; no text, no floats, no formulas. A tally sees each article once ([`Tally::add`]);
//! tallies of parts of a corpus merge into the tally of the whole ([`Tally::merge`]). Everything counted is an integer or a
//! fixed-point sum, so any split, order and number of threads gives the same counts to the bit. Formulas come
//! afterwards, from final counts (`tables`).
//!
//! Stories are counted exactly with no more memory than the largest one needs: a tally is handed the articles of a story
//! one after the other and told when they are all there ([`Tally::end_story`]).
//!
//! | tally | counts |
//! | --- | --- |
//! | [`Network`] | articles, stories, sentences, mentions of each actor; articles, stories, sentences, paragraphs or windows of each pair |
//! | [`Stance`] | the attitude of one actor towards another, by period |
//! | [`ToneByOutlet`] | the attitude of an outlet's own wording towards an actor, by period |
//! | [`StanceByOutlet`] | the attitude of one actor towards another in the articles of each outlet |
//! | [`OutletPeriods`] | articles and mentions of actors by outlet and period |
//! | [`Timeline`] | actors and pairs by period |
//! | [`Covered`] | articles without an actor, by outlet and language |
//! | [`Summary`] | what the articles are: dates, outlets, languages, totals |

mod calendar;
mod counts;
mod covered;
mod histogram;
mod network;
mod outlet_periods;
mod outlets;
mod pairs;
mod periods;
mod places;
mod replicates;
mod rollup;
mod scores;
mod settings;
mod stance;
mod stance_by_outlet;
mod summary;
mod sums;
mod timeline;
mod together;
mod without_story;

pub use crate::model::Spike;
pub use calendar::{Calendar, Days};
pub use counts::{ActorCounts, Level, NetworkCounts};
pub use covered::Covered;
pub use histogram::{Histogram, mean_rounded};
pub use network::Network;
pub use outlet_periods::{ActorOutletPeriod, OutletPeriod, OutletPeriodCounts, OutletPeriods};
pub use outlets::{OutletCounts, OutletPart, Outlets};
pub use pairs::{DEFAULT_MAX_PAIRS, PairCounts};
pub use periods::PeriodKey;
pub use replicates::{Draw, ReplicateFile, ReplicateSums, Replicates};
pub use rollup::{Membership, RollUp, Tenure};
pub use scores::{ScoreCounts, ScoreRow, pool_judgements};
pub use settings::{CountSettings, Readings};
pub use stance::{Stance, StanceSettings, ToneByOutlet};
pub use stance_by_outlet::StanceByOutlet;
pub use summary::Summary;
pub use timeline::{
    ActorPeriod, PairPeriod, PeriodCounts, Timeline, TimelineCounts, TimelineSettings,
};
pub use without_story::{Loss, WithoutStory};

use crate::store::ArticleView;

/// Counts over articles. Adding articles one by one and merging the tallies of parts must give equal counts.
///
/// ```
/// # use demarche::store::ArticleView;
/// # use demarche::tally::{Tally, TallyError};
/// /// Articles that mention nobody.
/// #[derive(Default)]
/// struct Unpeopled(u64);
///
/// impl Tally for Unpeopled {
///     type Output = u64;
///
///     fn add(&mut self, article: &ArticleView<'_>) {
///         self.0 += u64::from(article.mentions.is_empty());
///     }
///
///     fn merge(&mut self, other: Self) {
///         self.0 += other.0;
///     }
///
///     fn finish(self) -> Result<u64, TallyError> {
///         Ok(self.0)
///     }
/// }
/// ```
pub trait Tally: Send + Sized {
    /// The final counts.
    type Output;

    /// Counts one article. Each article is added once. Those of one story
    /// ([`ArticleView::story`](crate::store::ArticleView::story)) are added to the same tally one after the other, with no
    /// other article between them; an article that is alone in its story is a story by itself.
    fn add(&mut self, article: &ArticleView<'_>);

    /// All articles of the story that was being added have been added. It is not called after an article that is alone in
    /// its story.
    fn end_story(&mut self) {}

    /// Adds the counts of other articles, made with the same settings.
    fn merge(&mut self, other: Self);

    /// The final counts, after all articles have been added and all tallies merged.
    ///
    /// # Errors
    /// Counts that did not fit in memory could not be kept on disk.
    fn finish(self) -> Result<Self::Output, TallyError>;
}

/// Counts nothing where there is no tally.
impl<A: Tally> Tally for Option<A> {
    type Output = Option<A::Output>;

    fn add(&mut self, article: &ArticleView<'_>) {
        if let Some(tally) = self {
            tally.add(article);
        }
    }

    fn end_story(&mut self) {
        if let Some(tally) = self {
            tally.end_story();
        }
    }

    fn merge(&mut self, other: Self) {
        if let (Some(mine), Some(theirs)) = (self, other) {
            mine.merge(theirs);
        }
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        self.map(Tally::finish).transpose()
    }
}

impl<A: Tally, B: Tally> Tally for (A, B) {
    type Output = (A::Output, B::Output);

    fn add(&mut self, article: &ArticleView<'_>) {
        self.0.add(article);
        self.1.add(article);
    }

    fn end_story(&mut self) {
        self.0.end_story();
        self.1.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok((self.0.finish()?, self.1.finish()?))
    }
}

impl<A: Tally, B: Tally, C: Tally> Tally for (A, B, C) {
    type Output = (A::Output, B::Output, C::Output);

    fn add(&mut self, article: &ArticleView<'_>) {
        self.0.add(article);
        self.1.add(article);
        self.2.add(article);
    }

    fn end_story(&mut self) {
        self.0.end_story();
        self.1.end_story();
        self.2.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
        self.2.merge(other.2);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok((self.0.finish()?, self.1.finish()?, self.2.finish()?))
    }
}

impl<A: Tally, B: Tally, C: Tally, D: Tally> Tally for (A, B, C, D) {
    type Output = (A::Output, B::Output, C::Output, D::Output);

    fn add(&mut self, article: &ArticleView<'_>) {
        self.0.add(article);
        self.1.add(article);
        self.2.add(article);
        self.3.add(article);
    }

    fn end_story(&mut self) {
        self.0.end_story();
        self.1.end_story();
        self.2.end_story();
        self.3.end_story();
    }

    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
        self.2.merge(other.2);
        self.3.merge(other.3);
    }

    fn finish(self) -> Result<Self::Output, TallyError> {
        Ok((
            self.0.finish()?,
            self.1.finish()?,
            self.2.finish()?,
            self.3.finish()?,
        ))
    }
}

/// Why pairs could not be counted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TallyError {
    /// Counts that did not fit in memory could not be written or read back.
    #[error("counts that do not fit in memory cannot be kept in {folder}: {source}. Free space there or set TMPDIR to another folder", folder = folder.display())]
    Spill {
        /// The folder of the temporary file.
        folder: std::path::PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Sums of bootstrap replicates are held in 32 bits.
    #[error(
        "a bootstrap replicate counts more than 4,294,967,295 units of text. Count by --level article or story, or leave --bootstrap out"
    )]
    Replicates,
}

#[cfg(test)]
pub(crate) mod tests;
