//! The sentences behind a number.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::extract::Extractor;
use crate::model::{
    ActorIndex, ActorKey, Article, Class, Field, Label, SCORE_SCALE, Sentence, Span,
};
use crate::observe::Observer;
use crate::stance::{Cue, Judge, Settings, StanceModel};
use crate::store::{ArticleView, Scan};
use crate::tally::{RollUp, pool_judgements};
use crate::text::{Tokeniser, Tokens};

use super::walk::visit;

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
    /// Whether to name the words that moved each score most, and by what.
    pub explain: Option<Explain>,
    /// Threads.
    pub threads: usize,
}

/// One sentence of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedSentence {
    /// The article without its text.
    pub article: Article,
    /// Number of the sentence in the article; the headline, if any, is 0.
    pub sentence: u16,
    /// Id of the source, or of the first of a pair; empty for tones.
    pub source: String,
    /// Id of the target, or of the second of a pair.
    pub target: String,
    /// Sign; `None` for pairs.
    pub label: Option<Label>,
    /// Class of the judgement; `None` for tones and pairs.
    pub class: Option<Class>,
    /// Score −1 to 1; `None` for pairs.
    pub score: Option<f64>,
    /// The sentence.
    pub text: String,
    /// `source` or `target` where that actor is not named in the sentence but a pronoun there means it (`--carry`), `both` for
    /// both; else empty.
    pub carried: &'static str,
    /// The words that moved the score most, strongest first, with their share in the difference of the
    /// logits of positive and negative; empty unless asked for.
    pub cues: Vec<Cue>,
}

impl JudgedSentence {
    /// By date, article, sentence, source, target and score.
    fn in_order(&self, other: &Self) -> Ordering {
        let thousandths = |row: &Self| row.score.map(|score| (score * 1e3) as i32);
        self.article
            .date
            .cmp(&other.article.date)
            .then_with(|| self.article.id.cmp(&other.article.id))
            .then_with(|| self.sentence.cmp(&other.sentence))
            .then_with(|| self.source.cmp(&other.source))
            .then_with(|| self.target.cmp(&other.target))
            .then_with(|| thousandths(self).cmp(&thousandths(other)))
    }
}

/// The sentences of an article, each on one line.
fn sentences(article: &Article, tokens: &Tokens) -> Vec<String> {
    let text = |sentence: &Sentence| {
        let field = match sentence.field {
            Field::Title => &article.title,
            Field::Text => &article.text,
        };
        let words: Vec<&str> = sentence.span.of(field).split_whitespace().collect();
        words.join(" ")
    };
    tokens.sentences.iter().map(text).collect()
}

/// Words named for a score.
const CUES: usize = 5;

#[derive(Clone, Copy)]
struct Finding {
    sentence: u16,
    source: Option<ActorIndex>,
    target: ActorIndex,
    class: Option<Class>,
    score: Option<i16>,
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
        let number = |id: &str| {
            names
                .binary_search_by(|n| n.as_str().cmp(id))
                .ok()
                .map(|i| ActorIndex::new(i as u32))
        };
        // An id that occurs nowhere has no rows.
        let unknown = |id: Option<&String>| id.is_some_and(|id| number(id).is_none());
        let (a, b) = match &self.wanted {
            Wanted::Stance { source, target } => (source.as_ref(), target.as_ref()),
            Wanted::Tone { target } => (None, target.as_ref()),
            Wanted::Pair { one, other } => (Some(one), Some(other)),
        };
        if unknown(a) || unknown(b) {
            return Ok(Vec::new());
        }
        let (a, b) = (a.and_then(|id| number(id)), b.and_then(|id| number(id)));
        let make = || {
            let explainer = self.explain.as_ref().map(Explainer::new);
            (Vec::new(), Tokeniser::new(), Tokens::default(), explainer)
        };
        let stage = ("gathering", observer);
        let parts = visit(
            scan,
            self.threads,
            stage,
            make,
            |(rows, tokeniser, tokens, explainer), view, fetch| {
                let findings = self.findings(view, a, b);
                if findings.is_empty() {
                    return Ok(());
                }
                let mut article = fetch()?;
                tokeniser.tokenise(&article.title, &article.text, tokens);
                let texts = sentences(&article, tokens);
                let cues: Vec<Vec<Cue>> = match explainer {
                    Some(explainer) => explainer.cues(&mut article, view, &findings, names),
                    None => vec![Vec::new(); findings.len()],
                };
                article.text = String::new();
                let name = |i: ActorIndex| names.get(i.position()).cloned().unwrap_or_default();
                for (finding, cues) in findings.into_iter().zip(cues) {
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
                    });
                }
                Ok(())
            },
        )?;
        let mut rows: Vec<JudgedSentence> = parts.into_iter().flat_map(|(rows, ..)| rows).collect();
        rows.sort_by(JudgedSentence::in_order);
        Ok(rows)
    }

    /// Which actor of a judged sentence is not named there.
    fn carried(&self, view: &ArticleView<'_>, finding: &Finding) -> &'static str {
        if finding.class.is_none() {
            return "";
        }
        let absent = |actor: ActorIndex| {
            !view
                .mentions
                .iter()
                .any(|m| m.sentence == finding.sentence && self.rolled(m.actor) == Some(actor))
        };
        match (finding.source.is_some_and(absent), absent(finding.target)) {
            (true, true) => "both",
            (true, false) => "source",
            (false, true) => "target",
            (false, false) => "",
        }
    }

    fn rolled(&self, actor: ActorIndex) -> Option<ActorIndex> {
        match &self.roll_up {
            Some(groups) => groups.group(actor),
            None => Some(actor),
        }
    }

    fn findings(
        &self,
        view: &ArticleView<'_>,
        a: Option<ActorIndex>,
        b: Option<ActorIndex>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        match self.wanted {
            Wanted::Stance { .. } => {
                for j in view.judgements {
                    let (Some(source), Some(target)) =
                        (self.rolled(j.source), self.rolled(j.target))
                    else {
                        continue;
                    };
                    let meant = source != target
                        && a.is_none_or(|a| a == source)
                        && b.is_none_or(|b| b == target);
                    if meant {
                        findings.push(Finding {
                            sentence: j.sentence,
                            source: Some(source),
                            target,
                            class: Some(j.class),
                            score: Some(j.score),
                        });
                    }
                }
                if self.roll_up.is_some() {
                    findings = pooled(findings);
                }
            }
            Wanted::Tone { .. } => {
                for t in view.tones {
                    let Some(target) = self.rolled(t.target) else {
                        continue;
                    };
                    if b.is_none_or(|b| b == target) {
                        findings.push(Finding {
                            sentence: t.sentence,
                            source: None,
                            target,
                            class: Some(t.label.into()),
                            score: Some(t.score),
                        });
                    }
                }
                if self.roll_up.is_some() {
                    findings = pooled(findings);
                }
            }
            Wanted::Pair { .. } => {
                let (Some(a), Some(b)) = (a, b) else {
                    return findings;
                };
                let mut with_a = Vec::new();
                let mut with_b = Vec::new();
                for m in view.mentions {
                    if !self.all_readings && m.reading != crate::model::Reading::Actor {
                        continue;
                    }
                    let actor = self.rolled(m.actor);
                    if actor == Some(a) {
                        with_a.push(m.sentence);
                    } else if actor == Some(b) {
                        with_b.push(m.sentence);
                    }
                }
                with_a.sort_unstable();
                with_a.dedup();
                with_b.sort_unstable();
                for sentence in with_a {
                    if with_b.binary_search(&sentence).is_ok() {
                        findings.push(Finding {
                            sentence,
                            source: Some(a),
                            target: b,
                            class: None,
                            score: None,
                        });
                    }
                }
            }
        }
        findings
    }
}

/// Findings of the same sentence, source and target as one, as the tallies count them.
fn pooled(mut findings: Vec<Finding>) -> Vec<Finding> {
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

/// Finds the names in an article again and asks the judge what moved its scores.
struct Explainer {
    dictionary: Arc<Dictionary>,
    extractor: Extractor,
    judge: Judge,
}

impl Explainer {
    fn new(explain: &Explain) -> Self {
        let Explain {
            dictionary,
            model,
            settings,
        } = explain;
        Self {
            dictionary: Arc::clone(dictionary),
            extractor: Extractor::new(Arc::clone(dictionary), Arc::clone(model), *settings),
            judge: Judge::new(Arc::clone(model), *settings),
        }
    }

    /// The cues of each finding; none where its names cannot be found again (rolled-up actors, or a
    /// store made with another dictionary).
    fn cues(
        &mut self,
        article: &mut Article,
        view: &ArticleView<'_>,
        findings: &[Finding],
        names: &[String],
    ) -> Vec<Vec<Cue>> {
        if !view.language_given {
            article.language.clear();
        }
        let found = self.extractor.names(article);
        let id = |number: ActorIndex| names.get(number.position()).map_or("", String::as_str);
        findings
            .iter()
            .map(|finding| {
                let sentence = found.sentences.get(usize::from(finding.sentence));
                let Some(sentence) = sentence.filter(|_| finding.score.is_some()) else {
                    return Vec::new();
                };
                let field = match sentence.field {
                    Field::Title => &article.title,
                    Field::Text => &article.text,
                };
                let place = |number: ActorIndex| {
                    let mention = found.mentions.iter().find(|m| {
                        let own = match m.actor {
                            ActorKey::Known(i) => self.dictionary.actor(i).id.as_str(),
                            ActorKey::Discovered(i) => found.discovered[i as usize].id.as_str(),
                            ActorKey::Unlisted(_) => "",
                        };
                        m.sentence == u32::from(finding.sentence) && own == id(number)
                    })?;
                    let begin = sentence.span.start;
                    Some(Span {
                        start: mention.span.start - begin,
                        end: mention.span.end - begin,
                    })
                };
                let source = finding.source.map(place);
                match (source, place(finding.target)) {
                    (Some(None), _) | (_, None) => Vec::new(),
                    (source, Some(target)) => {
                        let text = sentence.span.of(field);
                        self.judge.explain(text, source.flatten(), target, CUES)
                    }
                }
            })
            .collect()
    }
}
