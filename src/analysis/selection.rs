//! Which judged sentences are read, in which order: by label, sampled, grouped by story.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use xxhash_rust::xxh3::Xxh3;

use crate::model::{Label, Period, StoryIndex};
use crate::pipeline::JudgedSentence;
use crate::stats::sampling;

/// The order of judged sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum EvidenceOrder {
    /// By date, then by article and sentence.
    #[default]
    Date,
    /// By score, the most negative first.
    Score,
}

/// What strata a sample is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Stratum {
    /// Negative, neutral and positive.
    Label,
    /// Months; sentences of articles without a date are a stratum too.
    Period,
    /// Outlets.
    Outlet,
}

/// Which judged sentences are kept, in which order. The default keeps all of them by date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceChoice {
    /// Sentences of these labels; all for none.
    pub labels: Vec<Label>,
    /// So many of them, drawn at random; all by default.
    pub sample: Option<u64>,
    /// What strata they are drawn from, the same number from each as far as it has so many; one stratum by default.
    pub strata: Vec<Stratum>,
    /// Seed of the draw.
    pub seed: u64,
    /// Their order.
    pub order: EvidenceOrder,
    /// Whether sentences of one story stand together, where the first of them stands.
    pub by_story: bool,
    /// Only the first so many.
    pub limit: Option<usize>,
}

/// What a [`EvidenceChoice`] kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selected {
    /// The sentences.
    pub rows: Vec<JudgedSentence>,
    /// For each, how many sentences it stands for: those of its stratum divided by those drawn from it. Empty without a sample.
    pub weights: Vec<f64>,
    /// Sentences of the labels wanted, before sampling.
    pub found: usize,
}

impl EvidenceChoice {
    /// Keeps what is wanted of rows that stand in order of date.
    pub fn apply(&self, mut rows: Vec<JudgedSentence>) -> Selected {
        if !self.labels.is_empty() {
            rows.retain(|row| row.label.is_some_and(|label| self.labels.contains(&label)));
        }
        let found = rows.len();
        let mut kept: Vec<(JudgedSentence, f64)> = match self.sample {
            None => rows.into_iter().map(|row| (row, 1.0)).collect(),
            Some(wanted) => self.draw(rows, wanted),
        };
        if self.order == EvidenceOrder::Score {
            let score = |row: &JudgedSentence| row.score.unwrap_or(0.0);
            kept.sort_by(|a, b| score(&a.0).total_cmp(&score(&b.0)));
        }
        if self.by_story {
            let mut first = HashMap::new();
            for (place, (row, _)) in kept.iter().enumerate() {
                first.entry(story(row)).or_insert(place);
            }
            kept.sort_by_cached_key(|(row, _)| first.get(&story(row)).copied());
        }
        if let Some(limit) = self.limit {
            kept.truncate(limit);
        }
        let (rows, mut weights): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
        if self.sample.is_none() {
            weights.clear();
        }
        Selected {
            rows,
            weights,
            found,
        }
    }

    fn draw(&self, rows: Vec<JudgedSentence>, wanted: u64) -> Vec<(JudgedSentence, f64)> {
        let mut strata: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            let name: Vec<String> = self.strata.iter().map(|by| by.of(row)).collect();
            strata.entry(name).or_default().push(place);
        }
        let sizes: Vec<u64> = strata.values().map(|s| s.len() as u64).collect();
        let shares = sampling::allocate(&sizes, wanted);
        let mut weight: Vec<Option<f64>> = vec![None; rows.len()];
        for (places, drawn) in strata.values().zip(shares) {
            let keys: Vec<u64> = places.iter().map(|&place| row_key(&rows[place])).collect();
            for at in sampling::draw(&keys, drawn, self.seed) {
                weight[places[at]] = Some(places.len() as f64 / drawn as f64);
            }
        }
        rows.into_iter()
            .zip(weight)
            .filter_map(|(row, weight)| weight.map(|weight| (row, weight)))
            .collect()
    }
}

impl Stratum {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Label, Self::Period, Self::Outlet];

    /// Its name as an option has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Period => "period",
            Self::Outlet => "outlet",
        }
    }

    /// The stratum of a sentence.
    pub fn of(self, row: &JudgedSentence) -> String {
        match self {
            Self::Label => row.label.map_or("", Label::as_str).to_owned(),
            Self::Period => {
                let date = row.article.date;
                date.map(|d| d.period(Period::Month)).unwrap_or_default()
            }
            Self::Outlet => row.article.outlet.clone(),
        }
    }
}

/// The key of a sentence's random draws: article, sentence and who towards whom.
pub fn row_key(row: &JudgedSentence) -> u64 {
    let mut hash = Xxh3::new();
    for part in [&row.article.id, &row.source, &row.target] {
        hash.update(part.as_bytes());
        hash.update(&[0x1f]);
    }
    hash.update(&row.sentence.to_le_bytes());
    hash.digest()
}

/// What tells the story of a row: its number, or the article for one that is alone.
fn story(row: &JudgedSentence) -> (Option<StoryIndex>, String) {
    let alone = row.story.is_none().then(|| row.article.id.clone());
    (row.story, alone.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Article;

    fn rows() -> Vec<JudgedSentence> {
        (0..60)
            .map(|i: u16| JudgedSentence {
                article: Article {
                    id: format!("a{i:02}"),
                    outlet: if i.is_multiple_of(6) {
                        "Small"
                    } else {
                        "Large"
                    }
                    .to_owned(),
                    ..Article::default()
                },
                label: Some(Label::ALL[usize::from(i % 3)]),
                score: Some(f64::from(i % 7) / 10.0 - 0.3),
                story: (i % 10 == 3).then_some(StoryIndex::new(4)),
                ..JudgedSentence::default()
            })
            .collect()
    }

    #[test]
    fn samples_are_balanced_and_weights_add_up() {
        let selection = EvidenceChoice {
            sample: Some(20),
            strata: vec![Stratum::Outlet],
            seed: 7,
            ..EvidenceChoice::default()
        };
        let kept = selection.apply(rows());
        assert_eq!((kept.rows.len(), kept.found), (20, 60));
        let small = kept.rows.iter().filter(|r| r.article.outlet == "Small");
        assert_eq!(small.count(), 10);
        assert!((kept.weights.iter().sum::<f64>() - 60.0).abs() < 1e-9);
        let mut turned = rows();
        turned.reverse();
        let mut again = selection.apply(turned).rows;
        again.sort_by(|a, b| a.article.id.cmp(&b.article.id));
        assert_eq!(kept.rows, again);
        let other = EvidenceChoice {
            seed: 8,
            ..selection
        }
        .apply(rows());
        assert_ne!(kept.rows, other.rows);
    }

    #[test]
    fn labels_orders_and_stories_are_kept() {
        let selection = EvidenceChoice {
            labels: vec![Label::Negative, Label::Positive],
            order: EvidenceOrder::Score,
            by_story: true,
            ..EvidenceChoice::default()
        };
        let kept = selection.apply(rows());
        assert_eq!(
            (kept.rows.len(), kept.found, kept.weights.len()),
            (40, 40, 0)
        );
        let at: Vec<usize> = (0..40)
            .filter(|&i| kept.rows[i].story == Some(StoryIndex::new(4)))
            .collect();
        assert!(
            at.len() > 2 && at.windows(2).all(|w| w[1] == w[0] + 1),
            "{at:?}"
        );
        let alone = kept.rows.iter().filter(|r| r.story.is_none());
        assert!(alone.map(|r| r.score).is_sorted());
    }
}
