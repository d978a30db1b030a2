//! What an article holds of what is to be proved.

use crate::model::{ActorIndex, Class, Reading};
use crate::store::ArticleView;
use crate::tally::pool_judgements;

use super::{Evidence, Wanted};

/// A sentence that proves something: numbers of the actors as they are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) sentence: u16,
    pub(super) source: Option<ActorIndex>,
    pub(super) target: ActorIndex,
    pub(super) class: Option<Class>,
    pub(super) score: Option<i16>,
}

impl Evidence {
    /// Which actor of a judged sentence is not named there.
    pub(super) fn carried(&self, view: &ArticleView<'_>, finding: &Finding) -> &'static str {
        if finding.class.is_none() {
            return "";
        }
        let absent = |actor: ActorIndex| {
            !view.mentions.iter().any(|m| {
                m.sentence == finding.sentence && self.rolled(m.actor, view) == Some(actor)
            })
        };
        match (finding.source.is_some_and(absent), absent(finding.target)) {
            (true, true) => "both",
            (true, false) => "source",
            (false, true) => "target",
            (false, false) => "",
        }
    }

    /// The number under which an actor counts; `None` for one that is left out.
    pub(super) fn rolled(&self, actor: ActorIndex, view: &ArticleView<'_>) -> Option<ActorIndex> {
        match &self.roll_up {
            Some(groups) => groups.group(actor, view.date),
            None => Some(actor),
        }
    }

    /// What the article holds of the attitudes, tones or pairs that are wanted, of `a` towards `b` where these are given.
    pub(super) fn findings(
        &self,
        view: &ArticleView<'_>,
        a: Option<ActorIndex>,
        b: Option<ActorIndex>,
    ) -> Vec<Finding> {
        match self.wanted {
            Wanted::Stance { .. } => {
                let found = view.judgements.iter().filter_map(|j| {
                    Some(Finding {
                        sentence: j.sentence,
                        source: Some(self.rolled(j.source, view)?),
                        target: self.rolled(j.target, view)?,
                        class: Some(j.class),
                        score: Some(j.score),
                    })
                });
                let meant = |f: &Finding| {
                    f.source != Some(f.target)
                        && a.is_none_or(|a| f.source == Some(a))
                        && b.is_none_or(|b| b == f.target)
                };
                pooled(found.filter(meant).collect())
            }
            Wanted::Tone { .. } => {
                let found = view.tones.iter().filter_map(|t| {
                    Some(Finding {
                        sentence: t.sentence,
                        source: None,
                        target: self.rolled(t.target, view)?,
                        class: Some(t.label.into()),
                        score: Some(t.score),
                    })
                });
                let meant = |f: &Finding| b.is_none_or(|b| b == f.target);
                pooled(found.filter(meant).collect())
            }
            Wanted::Articles { .. } => {
                let both = a
                    .zip(b)
                    .filter(|(a, b)| a != b && self.names(view, *a) && self.names(view, *b));
                let row = |(a, b)| Finding {
                    sentence: 0,
                    source: Some(a),
                    target: b,
                    class: None,
                    score: None,
                };
                both.map(row).into_iter().collect()
            }
            Wanted::Pair { .. } => match (a, b) {
                (Some(a), Some(b)) => self.together(view, a, b),
                _ => Vec::new(),
            },
        }
    }

    /// The sentences that name both.
    fn together(&self, view: &ArticleView<'_>, a: ActorIndex, b: ActorIndex) -> Vec<Finding> {
        let (with_a, with_b) = (self.sentences_with(view, a), self.sentences_with(view, b));
        with_a
            .into_iter()
            .filter(|sentence| a != b && with_b.binary_search(sentence).is_ok())
            .map(|sentence| Finding {
                sentence,
                source: Some(a),
                target: b,
                class: None,
                score: None,
            })
            .collect()
    }

    /// Whether the article names an actor.
    fn names(&self, view: &ArticleView<'_>, actor: ActorIndex) -> bool {
        !self.sentences_with(view, actor).is_empty()
    }

    /// The sentences that name an actor, ascending.
    fn sentences_with(&self, view: &ArticleView<'_>, actor: ActorIndex) -> Vec<u16> {
        let mut found: Vec<u16> = view
            .mentions
            .iter()
            .filter(|m| self.all_readings || m.reading == Reading::Actor)
            .filter(|m| self.rolled(m.actor, view) == Some(actor))
            .map(|m| m.sentence)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Findings of the same sentence, source and target as one, as the tallies count them.
pub(super) fn pooled(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|f| (f.sentence, f.source, f.target, f.class, f.score));
    findings
        .chunk_by(|x, y| (x.sentence, x.source, x.target) == (y.sentence, y.source, y.target))
        .map(|same| {
            let judged = same
                .iter()
                .map(|f| (f.class.unwrap_or(Class::Neutral), f.score.unwrap_or(0)));
            let (class, score) = pool_judgements(judged);
            Finding {
                class: Some(class),
                score: Some(score as i16),
                ..same[0]
            }
        })
        .collect()
}
