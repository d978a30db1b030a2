//! A bounded choice of the sentences behind many numbers at once: the clearest, and others evenly over time.
//!
//! Two walks. The first looks at the findings alone and keeps for each number a shortlist: the clearest scores, and a random draw of the
//! others, keyed by article and sentence, so that it does not depend on the order of articles. The second fetches the articles
//! chosen and finds the names in them again.

use std::collections::BTreeSet;
use std::hash::Hash;
use std::sync::Arc;

use hashbrown::HashMap;

use crate::error::Error;
use crate::model::{ActorIndex, Class, Date, OutletIndex, Reading, SCORE_SCALE};
use crate::observe::Observer;
use crate::store::{ArticleView, Scan};
use crate::tally::RollUp;

use super::again::NamesAgain;
use super::findings::Finding;
use super::selected::{SelectedArticle, SelectedEvidence, SelectedFinding};
use super::shortlist::{Candidate, Key, Shortlist};
use super::{Evidence, Explain, Wanted, counted_id, visit};

/// The numbers whose evidence is sought; each list by number of the row that it is evidence for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Attitudes: ids of source and target.
    pub stance: Vec<(String, String)>,
    /// Tones: outlet and id of the target.
    pub tone: Vec<(String, String)>,
    /// Pairs of actors whose articles are sought: ids.
    pub pairs: Vec<(String, String)>,
}

/// How sentences are chosen.
#[derive(Debug, Clone)]
pub struct Selection {
    /// What is sought.
    pub sought: Sought,
    /// At most so many sentences, or articles, for each number.
    pub most: usize,
    /// Whether mentions read as places count for pairs too.
    pub all_readings: bool,
    /// Actors counted as groups, if at all; the ids sought are then those of groups.
    pub roll_up: Option<Arc<RollUp>>,
    /// Who was looked for and how attitudes were judged.
    pub explain: Explain,
    /// Threads.
    pub threads: usize,
}

/// The numbers of what is sought, by the numbers of the store.
struct Index {
    stance: HashMap<(ActorIndex, ActorIndex), usize>,
    tone: HashMap<(OutletIndex, ActorIndex), usize>,
    pairs: HashMap<(ActorIndex, ActorIndex), usize>,
    in_pairs: BTreeSet<ActorIndex>,
}

impl Index {
    fn new(sought: &Sought, actors: &[String], outlets: &[String]) -> Self {
        let actor = |id: &str| number(actors, id).map(ActorIndex::new);
        let outlet = |name: &str| number(outlets, name).map(OutletIndex::new);
        let pairs: HashMap<(ActorIndex, ActorIndex), usize> = known(&sought.pairs, actor, actor)
            .into_iter()
            .map(|((a, b), row)| ((a.min(b), a.max(b)), row))
            .collect();
        Self {
            stance: known(&sought.stance, actor, actor),
            tone: known(&sought.tone, outlet, actor),
            in_pairs: pairs.keys().flat_map(|&(a, b)| [a, b]).collect(),
            pairs,
        }
    }
}

/// The number of a name in an ascending list.
fn number(names: &[String], name: &str) -> Option<u32> {
    let place = names.binary_search_by(|n| n.as_str().cmp(name));
    place.ok().map(|i| i as u32)
}

/// The rows of those of a list whose names are known.
fn known<A: Eq + Hash>(
    list: &[(String, String)],
    first: impl Fn(&str) -> Option<A>,
    second: impl Fn(&str) -> Option<ActorIndex>,
) -> HashMap<(A, ActorIndex), usize> {
    let rows = list.iter().enumerate();
    rows.filter_map(|(row, (a, b))| Some(((first(a)?, second(b)?), row)))
        .collect()
}

/// The shortlists of all numbers: attitudes, tones, pairs.
type Lists = [Vec<Shortlist>; 3];

/// Where a finding belongs: list, row, sentence.
type Place = (usize, usize, u16);
/// Words with their sign.
type Words = Vec<(String, bool)>;

/// What one thread brings from the second walk: the article, its sentences, and the cues of its findings.
struct Fetched {
    key: Key,
    article: SelectedArticle,
    cues: Vec<(Place, Words)>,
}

/// What was chosen of an article: sentences and, for each finding, its list, row and the finding.
#[derive(Default)]
struct Chosen {
    sentences: BTreeSet<u16>,
    findings: Vec<(usize, usize, Finding)>,
}

impl Selection {
    /// The evidence; rows of ids that occur nowhere are empty.
    ///
    /// # Errors
    /// The store cannot be read or threads cannot be started.
    pub fn gather(
        &self,
        scan: &Scan<'_>,
        observer: &dyn Observer,
    ) -> Result<SelectedEvidence, Error> {
        let names = self
            .roll_up
            .as_ref()
            .map_or(scan.names().actors.as_slice(), |r| r.ids());
        let index = Index::new(&self.sought, names, &scan.names().outlets);
        let lists = self.shortlists(scan, &index, observer)?;
        let mut number = 0;
        let chosen = lists.map(|list| {
            number += 1;
            let by_score = number < 3;
            list.into_iter()
                .map(|shortlist| shortlist.choose(self.most, by_score))
                .collect::<Vec<_>>()
        });
        let fetched = self.fetch(scan, (&chosen, &index), names, observer)?;
        Ok(assemble(chosen, fetched))
    }

    fn evidence(&self, wanted: Wanted) -> Evidence {
        Evidence {
            wanted,
            all_readings: self.all_readings,
            roll_up: self.roll_up.clone(),
            explain: None,
            threads: self.threads,
        }
    }

    fn rolled(&self, actor: ActorIndex, day: Option<Date>) -> Option<ActorIndex> {
        match &self.roll_up {
            Some(groups) => groups.group(actor, day),
            None => Some(actor),
        }
    }

    /// The first walk.
    fn shortlists(
        &self,
        scan: &Scan<'_>,
        index: &Index,
        observer: &dyn Observer,
    ) -> Result<Lists, Error> {
        let stance = self.evidence(Wanted::Stance {
            source: None,
            target: None,
        });
        let tone = self.evidence(Wanted::Tone { target: None });
        let sought = &self.sought;
        let empty = || -> Lists {
            [&sought.stance, &sought.tone, &sought.pairs]
                .map(|list| vec![Shortlist::default(); list.len()])
        };
        let stage = ("choosing evidence", observer);
        let parts = visit(scan, self.threads, stage, empty, |lists, view, _| {
            for finding in stance.findings(view, None, None) {
                let pair = finding.source.map(|source| (source, finding.target));
                if let Some(&row) = pair.and_then(|pair| index.stance.get(&pair)) {
                    lists[0][row].push(candidate(view, &finding), self.most);
                }
            }
            for finding in tone.findings(view, None, None) {
                let key = view.outlet.map(|outlet| (outlet, finding.target));
                if let Some(&row) = key.and_then(|key| index.tone.get(&key)) {
                    lists[1][row].push(candidate(view, &finding), self.most);
                }
            }
            for row in self.pairs_of(view, index) {
                lists[2][row].push(whole(view), self.most);
            }
            Ok(())
        })?;
        let mut lists = empty();
        for part in parts {
            for (list, more) in lists.iter_mut().zip(part) {
                for (own, other) in list.iter_mut().zip(more) {
                    own.merge(other, self.most);
                }
            }
        }
        Ok(lists)
    }

    /// The rows of the pairs that an article names.
    fn pairs_of(&self, view: &ArticleView<'_>, index: &Index) -> Vec<usize> {
        let named: BTreeSet<ActorIndex> = view
            .mentions
            .iter()
            .filter(|m| self.all_readings || m.reading == Reading::Actor)
            .filter_map(|m| self.rolled(m.actor, view.date))
            .filter(|actor| index.in_pairs.contains(actor))
            .collect();
        let named: Vec<ActorIndex> = named.into_iter().collect();
        let mut rows = Vec::new();
        for (i, &a) in named.iter().enumerate() {
            rows.extend(
                named[i + 1..]
                    .iter()
                    .filter_map(|&b| index.pairs.get(&(a, b)).copied()),
            );
        }
        rows
    }

    /// The second walk.
    fn fetch(
        &self,
        scan: &Scan<'_>,
        (chosen, index): (&[Vec<Vec<Candidate>>; 3], &Index),
        names: &[String],
        observer: &dyn Observer,
    ) -> Result<Vec<Fetched>, Error> {
        let wanted = by_article(chosen, index);
        let make = || (NamesAgain::new(&self.explain), Vec::new());
        let stage = ("gathering evidence", observer);
        let parts = visit(
            scan,
            self.threads,
            stage,
            make,
            |(again, out), view, fetch| {
                let key = (view.key, view.content);
                let Some(chosen) = wanted.get(&key) else {
                    return Ok(());
                };
                let mut article = fetch()?;
                let mut found = again.names(&mut article, view.language_given, scan);
                let roll_up = self.roll_up.as_deref();
                let counted = |actor: &str| counted_id(roll_up, (actor, view.date), scan, names);
                let sentences = chosen.sentences.iter();
                let sentences = sentences.map(|&number| (number, found.marked(number, counted)));
                let sentences = sentences.collect();
                let cues = chosen.findings.iter().map(|(list, row, finding)| {
                    let words = found.words(finding, names);
                    ((*list, *row, finding.sentence), words)
                });
                let cues = cues.collect();
                article.text = String::new();
                out.push(Fetched {
                    key,
                    article: SelectedArticle { article, sentences },
                    cues,
                });
                Ok(())
            },
        )?;
        Ok(parts.into_iter().flat_map(|(_, out)| out).collect())
    }
}

fn candidate(view: &ArticleView<'_>, finding: &Finding) -> Candidate {
    Candidate {
        sentence: finding.sentence,
        score: finding.score.unwrap_or(0),
        class: finding.class.unwrap_or(Class::Neutral),
        ..whole(view)
    }
}

/// An article as a candidate.
fn whole(view: &ArticleView<'_>) -> Candidate {
    Candidate {
        day: view.date.map_or(i32::MAX, Date::days),
        key: (view.key, view.content),
        sentence: 0,
        score: 0,
        class: Class::Neutral,
    }
}

/// What was chosen of each article.
fn by_article(chosen: &[Vec<Vec<Candidate>>; 3], index: &Index) -> HashMap<Key, Chosen> {
    let mut wanted: HashMap<Key, Chosen> = HashMap::default();
    for (list, rows) in chosen.iter().take(2).enumerate() {
        let mut ends: Vec<Option<(Option<ActorIndex>, ActorIndex)>> = vec![None; rows.len()];
        if list == 0 {
            for (&(source, target), &row) in &index.stance {
                ends[row] = Some((Some(source), target));
            }
        } else {
            for (&(_, target), &row) in &index.tone {
                ends[row] = Some((None, target));
            }
        }
        for (row, candidates) in rows.iter().enumerate() {
            for candidate in candidates {
                let Some((source, target)) = ends[row] else {
                    continue;
                };
                let article = wanted.entry(candidate.key).or_default();
                article.sentences.insert(candidate.sentence);
                let finding = Finding {
                    sentence: candidate.sentence,
                    source,
                    target,
                    class: Some(candidate.class),
                    score: Some(candidate.score),
                };
                article.findings.push((list, row, finding));
            }
        }
    }
    for candidate in chosen[2].iter().flatten() {
        wanted.entry(candidate.key).or_default();
    }
    wanted
}

/// Numbers the articles and puts the findings together.
fn assemble(chosen: [Vec<Vec<Candidate>>; 3], mut fetched: Vec<Fetched>) -> SelectedEvidence {
    fetched.sort_by(|x, y| {
        let (a, b) = (&x.article.article, &y.article.article);
        let day = |date: Option<Date>| date.map_or(i32::MAX, Date::days);
        (day(a.date), &a.id, x.key).cmp(&(day(b.date), &b.id, y.key))
    });
    let mut number: HashMap<Key, usize> = HashMap::default();
    let mut cues: HashMap<(Key, Place), Words> = HashMap::default();
    let mut articles = Vec::new();
    for one in fetched {
        number.insert(one.key, articles.len());
        for ((list, row, sentence), words) in one.cues {
            cues.insert((one.key, (list, row, sentence)), words);
        }
        articles.push(one.article);
    }
    let [stance, tone, pairs] = chosen;
    let mut findings = |list: usize, rows: Vec<Vec<Candidate>>| -> Vec<Vec<SelectedFinding>> {
        let mut made = Vec::with_capacity(rows.len());
        for (row, candidates) in rows.into_iter().enumerate() {
            let found = candidates.into_iter().filter_map(|c| {
                Some(SelectedFinding {
                    article: *number.get(&c.key)?,
                    sentence: c.sentence,
                    class: c.class,
                    score: f64::from(c.score) / f64::from(SCORE_SCALE),
                    cues: cues
                        .remove(&(c.key, (list, row, c.sentence)))
                        .unwrap_or_default(),
                })
            });
            let mut found: Vec<SelectedFinding> = found.collect();
            found.sort_by_key(|f| (f.article, f.sentence));
            made.push(found);
        }
        made
    };
    let (stance, tone) = (findings(0, stance), findings(1, tone));
    let pairs = pairs
        .into_iter()
        .map(|row| {
            let mut row: Vec<usize> = row
                .iter()
                .filter_map(|c| number.get(&c.key).copied())
                .collect();
            row.sort_unstable();
            row
        })
        .collect();
    SelectedEvidence {
        articles,
        stance,
        tone,
        pairs,
    }
}
