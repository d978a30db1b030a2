//! Whole articles as they were read: every sentence with its names, and what was judged in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::error::Error;
use crate::model::{ActorIndex, Article, Class, SCORE_SCALE};
use crate::observe::Observer;
use crate::store::{ArticleView, Scan, article_key};
use crate::tally::RollUp;

use super::again::{Again, NamesAgain};
use super::findings::Finding;
use super::selected::SelectedSentence;
use super::{Evidence, Explain, Wanted, counted_id, visit};

/// What was judged in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadJudgement {
    /// Id of the actor whose attitude it is; `None` for the writer's own wording.
    pub source: Option<String>,
    /// Id of the actor it is directed at.
    pub target: String,
    /// Class of the judgement; of a tone, only its sign means something.
    pub class: Class,
    /// Score, −1 to 1.
    pub score: f64,
    /// The words that moved the score most, with their sign, strongest first.
    pub cues: Vec<(String, bool)>,
}

/// A sentence of an article that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReadSentence {
    /// Number of the paragraph within the article: the headline is 0, the body starts at 1.
    pub paragraph: u32,
    /// The text and the actors named in it.
    pub sentence: SelectedSentence,
    /// What was judged in it: attitudes by source and target, then tones by target.
    pub judged: Vec<ReadJudgement>,
}

/// An article that was read, with all its sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadArticle {
    /// The article without its text.
    pub article: Article,
    /// Its sentences; the number of one is its place here.
    pub sentences: Vec<ReadSentence>,
}

/// Which articles are read, and how.
#[derive(Debug, Clone)]
pub struct WholeArticles {
    /// Ids of the articles.
    pub ids: BTreeSet<String>,
    /// Which judgements are told, with their words.
    pub wanted: Vec<Wanted>,
    /// Actors counted as groups, if at all.
    pub roll_up: Option<Arc<RollUp>>,
    /// Who was looked for and how attitudes were judged.
    pub explain: Explain,
    /// Threads.
    pub threads: usize,
}

impl WholeArticles {
    /// The articles, in order of id and date; an id that no article of the scan has gives none.
    ///
    /// # Errors
    /// The store cannot be read or threads cannot be started.
    pub fn gather(
        &self,
        scan: &Scan<'_>,
        observer: &dyn Observer,
    ) -> Result<Vec<ReadArticle>, Error> {
        let own = scan.names().actors.as_slice();
        let names = self.roll_up.as_ref().map_or(own, |r| r.ids());
        let keys: BTreeSet<u64> = self.ids.iter().map(|id| article_key(id)).collect();
        let sought: Vec<Evidence> = self.wanted.iter().map(|w| self.evidence(w)).collect();
        let make = || (NamesAgain::new(&self.explain), Vec::new());
        let stage = ("reading articles", observer);
        let parts = visit(
            scan,
            self.threads,
            stage,
            make,
            |(again, out), view, fetch| {
                if !keys.contains(&view.key) {
                    return Ok(());
                }
                let mut article = fetch()?;
                // Two ids may have one key.
                if !self.ids.contains(&article.id) {
                    return Ok(());
                }
                let findings = found(&sought, view, names);
                let mut again = again.names(&mut article, view.language_given, scan);
                let sentences = self.sentences(&mut again, (view, scan), &findings, names);
                article.text = String::new();
                out.push(ReadArticle { article, sentences });
                Ok(())
            },
        )?;
        let mut articles: Vec<ReadArticle> = parts.into_iter().flat_map(|(_, out)| out).collect();
        articles.sort_by(|a, b| {
            let key = |read: &ReadArticle| (read.article.id.clone(), read.article.date);
            key(a).cmp(&key(b))
        });
        Ok(articles)
    }

    fn evidence(&self, wanted: &Wanted) -> Evidence {
        Evidence {
            wanted: wanted.clone(),
            all_readings: false,
            roll_up: self.roll_up.clone(),
            explain: None,
            threads: self.threads,
        }
    }

    fn sentences(
        &self,
        again: &mut Again<'_>,
        (view, scan): (&ArticleView<'_>, &Scan<'_>),
        findings: &[Finding],
        names: &[String],
    ) -> Vec<ReadSentence> {
        let name = |actor: ActorIndex| names.get(actor.position()).cloned().unwrap_or_default();
        let counted =
            |actor: &str| counted_id(self.roll_up.as_deref(), (actor, view.date), scan, names);
        let mut out = Vec::new();
        for (number, paragraph) in again.numbered() {
            let sentence = again.marked(number, counted);
            let own = findings.iter().filter(|f| f.sentence == number);
            let judged = own.map(|finding| ReadJudgement {
                source: finding.source.map(name),
                target: name(finding.target),
                class: finding.class.unwrap_or(Class::Neutral),
                score: f64::from(finding.score.unwrap_or(0)) / f64::from(SCORE_SCALE),
                cues: again.words(finding, names),
            });
            let judged = judged.collect();
            out.push(ReadSentence {
                paragraph,
                sentence,
                judged,
            });
        }
        out
    }
}

/// What an article holds of what is sought.
fn found(sought: &[Evidence], view: &ArticleView<'_>, names: &[String]) -> Vec<Finding> {
    let of = |evidence: &Evidence| {
        let sought = evidence.numbers(names);
        sought.map(|(a, b)| evidence.findings(view, a, b))
    };
    sought.iter().filter_map(of).flatten().collect()
}
