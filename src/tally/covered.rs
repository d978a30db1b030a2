//! Articles in which no actor was found.

use std::collections::BTreeMap;

use crate::model::{Coverage, LanguageIndex, OutletIndex, Reading};
use crate::store::{ArticleView, Names};

use super::{Tally, TallyError};

/// Counts articles, and those without a mention read as an actor, by outlet and language; and what is not counted of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered {
    /// Sentences left out because they repeat the headline or the first sentence.
    pub repeated: u64,
    /// Articles of which the source gives a part.
    pub incomplete: u64,
    /// By outlet and language: articles, those without an actor.
    counts: BTreeMap<(Option<OutletIndex>, Option<LanguageIndex>), [u64; 2]>,
}

impl Covered {
    /// The counts by the names of outlets and languages, ascending.
    pub fn rows(&self, names: &Names) -> Vec<Coverage> {
        let name = |list: &[String], at: Option<usize>| {
            let known = at.and_then(|at| list.get(at));
            known.cloned().unwrap_or_default()
        };
        let rows = self.counts.iter();
        let rows = rows.map(
            |(&(outlet, language), &[articles, without_actor])| Coverage {
                outlet: name(&names.outlets, outlet.map(usize::from)),
                language: name(&names.languages, language.map(usize::from)),
                articles,
                without_actor,
            },
        );
        let mut rows: Vec<Coverage> = rows.collect();
        rows.sort_unstable();
        rows
    }
}

impl Tally for Covered {
    type Output = Self;

    fn add(&mut self, article: &ArticleView<'_>) {
        let acts = article.mentions.iter().any(|m| m.reading == Reading::Actor);
        let key = (article.outlet, article.language);
        let counts = self.counts.entry(key).or_default();
        counts[0] += 1;
        counts[1] += u64::from(!acts);
        self.repeated += u64::from(article.repeated);
        self.incomplete += u64::from(article.completeness.is_some_and(|part| part < 1000));
    }

    fn merge(&mut self, other: Self) {
        self.repeated += other.repeated;
        self.incomplete += other.incomplete;
        for (key, [articles, without]) in other.counts {
            let mine = self.counts.entry(key).or_default();
            mine[0] += articles;
            mine[1] += without;
        }
    }

    fn finish(self) -> Result<Self, TallyError> {
        Ok(self)
    }
}
