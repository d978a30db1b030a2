//! The rows of a study by column, as the page reads them. `null` is a missing value; numbers are those of the CSV files.

use serde::Serialize;

use crate::tables::Attitude;

use super::cast::Cast;

/// Declares a struct of columns: one list a field.
macro_rules! columns {
    ($(#[$about:meta])* $name:ident { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Default, Serialize)]
        pub(super) struct $name<'r> {
            $(pub(super) $field: Vec<$kind>,)*
            #[serde(skip)]
            marker: std::marker::PhantomData<&'r ()>,
        }
    };
}

columns! {
    /// Actors, by number of articles.
    Actors {
        id: &'r str, label: &'r str, kind: &'r str, country: &'r str, articles: u64, stories: Option<u64>, mentions: u64,
        degree: u64, pagerank: Option<f64>, betweenness: Option<f64>, community: Option<u64>, tone: Option<f64>, positive: u64,
        negative: u64, x: Option<f64>, y: Option<f64>, radius: Option<f64>,
    }
}

columns! {
    /// Pairs of actors; the ends are numbers of actors.
    Edges {
        source: u32, target: u32, weight: u64, articles: u64, stories: Option<u64>, sentences: u64, expected: Option<f64>,
        npmi: Option<f64>, q: Option<f64>, consensus: Option<u64>, stance: Option<f64>, low: Option<f64>, high: Option<f64>,
        judged: u64, outlet_share: Option<f64>, story_share: Option<f64>, fragile: &'r str, within: bool,
    }
}

columns! {
    /// Attitudes; the ends are numbers of actors.
    Stance {
        source: u32, target: u32, articles: u64, stories: Option<u64>, sentences: u64, positive: u64, negative: u64,
        score: Option<f64>, low: Option<f64>, high: Option<f64>, p: Option<f64>, q: Option<f64>,
    }
}

columns! {
    /// Tones; outlets and targets by number.
    Tone {
        outlet: u32, target: u32, articles: u64, sentences: u64, positive: u64, negative: u64, score: Option<f64>,
        low: Option<f64>, high: Option<f64>, q: Option<f64>, contrast: Option<f64>, contrast_low: Option<f64>,
        contrast_high: Option<f64>,
    }
}

impl<'r> Actors<'r> {
    pub(super) fn new(cast: &Cast<'r>) -> Self {
        let mut out = Self::default();
        for (row, spot) in cast.actors.iter().zip(&cast.spots) {
            out.id.push(row.id);
            out.label.push(if row.label.is_empty() {
                row.id
            } else {
                row.label
            });
            out.kind.push(row.kind);
            out.country.push(row.country);
            out.articles.push(row.articles);
            out.stories.push(row.stories);
            out.mentions.push(row.mentions);
            out.degree.push(row.degree);
            out.pagerank.push(row.pagerank);
            out.betweenness.push(row.betweenness);
            out.community.push(row.community);
            out.tone.push(row.tone);
            out.positive.push(row.positive_degree);
            out.negative.push(row.negative_degree);
            out.x.push(spot.map(|s| s.x));
            out.y.push(spot.map(|s| s.y));
            out.radius.push(spot.map(|s| s.radius));
        }
        out
    }
}

impl<'r> Edges<'r> {
    pub(super) fn new(cast: &Cast<'r>) -> Self {
        let mut out = Self::default();
        for row in &cast.edges {
            out.source.push(cast.number(row.source).unwrap_or_default());
            out.target.push(cast.number(row.target).unwrap_or_default());
            out.weight.push(row.weight);
            out.articles.push(row.articles);
            out.stories.push(row.stories);
            out.sentences.push(row.sentences);
            out.expected.push(row.expected);
            out.npmi.push(row.npmi);
            out.q.push(row.q);
            out.consensus.push(row.consensus);
            out.stance.push(row.stance);
            out.low.push(row.stance_low);
            out.high.push(row.stance_high);
            out.judged.push(row.stance_articles);
            out.outlet_share.push(row.robustness.outlet_share);
            out.story_share.push(row.robustness.top_story_share);
            out.fragile.push(row.robustness.fragile);
            out.within.push(row.within.0 == Some(true));
        }
        out
    }
}

impl<'r> Stance<'r> {
    pub(super) fn new(cast: &Cast<'r>) -> Self {
        let mut out = Self::default();
        for row in &cast.stance {
            let Attitude {
                articles,
                stories,
                sentences,
                positive,
                negative,
                score,
                low,
                high,
                p,
                q,
                ..
            } = row.attitude;
            out.source.push(cast.number(row.source).unwrap_or_default());
            out.target.push(cast.number(row.target).unwrap_or_default());
            out.articles.push(articles);
            out.stories.push(stories);
            out.sentences.push(sentences);
            out.positive.push(positive);
            out.negative.push(negative);
            out.score.push(score);
            out.low.push(low);
            out.high.push(high);
            out.p.push(p);
            out.q.push(q);
        }
        out
    }
}

impl<'r> Tone<'r> {
    pub(super) fn new(cast: &Cast<'r>) -> Self {
        let mut out = Self::default();
        for row in &cast.tone {
            out.outlet.push(cast.outlet(row.outlet).unwrap_or_default());
            out.target.push(cast.number(row.target).unwrap_or_default());
            out.articles.push(row.attitude.articles);
            out.sentences.push(row.attitude.sentences);
            out.positive.push(row.attitude.positive);
            out.negative.push(row.attitude.negative);
            out.score.push(row.attitude.score);
            out.low.push(row.attitude.low);
            out.high.push(row.attitude.high);
            out.q.push(row.attitude.q);
            out.contrast.push(row.contrast);
            out.contrast_low.push(row.contrast_low);
            out.contrast_high.push(row.contrast_high);
        }
        out
    }
}
