//! The sentences behind a number.

mod again;
mod findings;
mod selected;
mod selection;
mod shortlist;
mod whole;

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::model::{ActorIndex, Article, Class, Date, Field, SCORE_SCALE};
use crate::observe::Observer;
use crate::stance::{Settings, StanceModel};
use crate::store::Scan;
use crate::tally::RollUp;
use crate::text::{Tokeniser, Tokens};

use super::judged::JudgedSentence;
use super::walk::visit;
use again::{NamesAgain, Told, one_line};

pub use selected::{
    MarkedName, SelectedArticle, SelectedEvidence, SelectedFinding, SelectedSentence,
};
pub use selection::{Selection, Sought};
pub use whole::{ReadArticle, ReadJudgement, ReadSentence, WholeArticles};

/// What is to be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The attitudes of one actor (any, when `None`) towards another (any, when `None`): the rows
    /// behind `stance.csv`, one per judged sentence.
    Stance {
        /// Whose attitude, by id.
        source: Option<String>,
        /// Towards whom, by id.
        target: Option<String>,
    },
    /// The writers' attitudes towards an actor (any, when `None`): the rows behind `tone.csv`.
    Tone {
        /// Towards whom, by id.
        target: Option<String>,
    },
    /// The sentences that name both: the rows behind `Sentences` in `edges.csv`.
    Pair {
        /// One actor, by id.
        one: String,
        /// The other.
        other: String,
    },
    /// The articles that name both, whether or not in one sentence: those that `Articles` in `edges.csv` counts. One row each, without a
    /// sentence.
    Articles {
        /// One actor, by id.
        one: String,
        /// The other.
        other: String,
    },
}

/// What is needed to name the words that moved a score: the dictionary, model and settings that the
/// store was made with.
#[derive(Debug, Clone)]
pub struct Explain {
    /// Who was looked for.
    pub dictionary: Arc<Dictionary>,
    /// How attitudes were judged.
    pub model: Arc<StanceModel>,
    /// Settings of the judge.
    pub settings: Settings,
    /// Language of texts that are too short to tell theirs.
    pub default_language: String,
}

/// How evidence is gathered.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// What is to be proved.
    pub wanted: Wanted,
    /// Whether mentions read as places count too (pairs only).
    pub all_readings: bool,
    /// Actors counted as groups, if at all; the ids sought are then those of groups.
    pub roll_up: Option<Arc<RollUp>>,
    /// Whether to find the names again, and so to tell where they stand, which words moved each score most, and by what.
    pub explain: Option<Explain>,
    /// Threads.
    pub threads: usize,
}

impl Evidence {
    /// All rows, in order of date, article, sentence, source, target.
    ///
    /// # Errors
    /// The store cannot be read or threads cannot be started.
    pub fn gather(
        &self,
        scan: &Scan<'_>,
        observer: &dyn Observer,
    ) -> Result<Vec<JudgedSentence>, Error> {
        let names = self
            .roll_up
            .as_ref()
            .map_or(scan.names().actors.as_slice(), |r| r.ids());
        // An id that occurs nowhere has no rows.
        let Some((a, b)) = self.numbers(names) else {
            return Ok(Vec::new());
        };
        let make = || {
            let again = self.explain.as_ref().map(NamesAgain::new);
            (Vec::new(), Tokeniser::new(), Tokens::default(), again)
        };
        let stage = ("gathering", observer);
        let parts = visit(
            scan,
            self.threads,
            stage,
            make,
            |(rows, tokeniser, tokens, again), view, fetch| {
                let findings = self.findings(view, a, b);
                if findings.is_empty() {
                    return Ok(());
                }
                let mut article = fetch()?;
                let texts = if self.is_of_articles() {
                    Vec::new()
                } else {
                    tokeniser.tokenise(&article.title, &article.text, tokens);
                    sentences(&article, tokens)
                };
                let told = match again {
                    Some(again) => {
                        let mut found = again.names(&mut article, view.language_given, scan);
                        let group = |id: &str| self.group_of(id, view.date, scan, names);
                        findings
                            .iter()
                            .map(|f| found.tell(f, names, &group))
                            .collect()
                    }
                    None => vec![Told::default(); findings.len()],
                };
                article.text = String::new();
                let name = |i: ActorIndex| names.get(i.position()).cloned().unwrap_or_default();
                for (finding, told) in findings.into_iter().zip(told) {
                    let Told {
                        cues,
                        source_spans,
                        target_spans,
                    } = told;
                    rows.push(JudgedSentence {
                        article: article.clone(),
                        sentence: finding.sentence,
                        source: finding.source.map(name).unwrap_or_default(),
                        target: name(finding.target),
                        label: finding.class.map(Class::label),
                        class: finding.class.filter(|_| finding.source.is_some()),
                        score: finding.score.map(|s| f64::from(s) / f64::from(SCORE_SCALE)),
                        text: texts
                            .get(usize::from(finding.sentence))
                            .cloned()
                            .unwrap_or_default(),
                        carried: self.carried(view, &finding),
                        cues,
                        story: view.story,
                        source_spans,
                        target_spans,
                    });
                }
                Ok(())
            },
        )?;
        let mut rows: Vec<JudgedSentence> = parts.into_iter().flat_map(|(rows, ..)| rows).collect();
        rows.sort_by(JudgedSentence::in_order);
        Ok(rows)
    }
}

/// The id under which an actor counts: that of its group where actors are rolled up.
fn counted_id(
    roll_up: Option<&RollUp>,
    (id, day): (&str, Option<Date>),
    scan: &Scan<'_>,
    names: &[String],
) -> String {
    let Some(groups) = roll_up else {
        return id.to_owned();
    };
    let own = scan
        .names()
        .actors
        .binary_search_by(|name| name.as_str().cmp(id));
    let own = own.ok().map(|i| ActorIndex::new(i as u32));
    own.and_then(|own| groups.group(own, day))
        .and_then(|group| names.get(group.position()))
        .map_or(id, String::as_str)
        .to_owned()
}

impl Evidence {
    /// The numbers of source and target, or of both of a pair, where they are given; `None` if one of them occurs nowhere.
    fn numbers(&self, names: &[String]) -> Option<(Option<ActorIndex>, Option<ActorIndex>)> {
        let (a, b) = match &self.wanted {
            Wanted::Stance { source, target } => (source.as_ref(), target.as_ref()),
            Wanted::Tone { target } => (None, target.as_ref()),
            Wanted::Pair { one, other } | Wanted::Articles { one, other } => {
                (Some(one), Some(other))
            }
        };
        let number = |id: Option<&String>| match id {
            None => Some(None),
            Some(id) => {
                let place = names.binary_search(id).ok()?;
                Some(Some(ActorIndex::new(place as u32)))
            }
        };
        Some((number(a)?, number(b)?))
    }

    fn group_of(&self, id: &str, day: Option<Date>, scan: &Scan<'_>, names: &[String]) -> String {
        counted_id(self.roll_up.as_deref(), (id, day), scan, names)
    }

    /// Whether articles are wanted rather than sentences.
    fn is_of_articles(&self) -> bool {
        matches!(self.wanted, Wanted::Articles { .. })
    }
}

/// The sentences of an article, each on one line.
fn sentences(article: &Article, tokens: &Tokens) -> Vec<String> {
    let raw = |field| match field {
        Field::Title => article.title.as_str(),
        Field::Text => article.text.as_str(),
    };
    tokens
        .sentences
        .iter()
        .map(|sentence| one_line(sentence.span.of(raw(sentence.field))))
        .collect()
}
