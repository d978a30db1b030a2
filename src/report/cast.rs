//! Who and what is in a report: which actors, pairs, attitudes and tones of a study, and their numbers there.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Results;
use crate::pipeline::Sought;
use crate::tables::{ActorRow, DRAWN_Q, EdgeRow, Spot, StanceRow, ToneRow, place_actors};

/// Actors that are shown although they are in no pair of the report: those of most articles.
const MOST_LONELY: usize = 400;
/// Attitudes shown at most.
const MOST_STANCE: usize = 6_000;
/// Tones of outlets shown at most.
const MOST_TONE: usize = 4_000;
/// Targets of tones, and outlets, whose sentences are in the file.
const TONE_TARGETS: usize = 24;
const TONE_OUTLETS: usize = 20;

/// The rows of a study that a report shows.
#[derive(Debug)]
pub(super) struct Cast<'r> {
    /// By number of articles.
    pub(super) actors: Vec<ActorRow<'r>>,
    /// Where they are drawn; `None` for those without an edge in `edges`.
    pub(super) spots: Vec<Option<Spot>>,
    /// Those beyond chance first, then the heaviest.
    pub(super) edges: Vec<EdgeRow<'r>>,
    /// By number of articles.
    pub(super) stance: Vec<StanceRow<'r>>,
    /// By number of articles.
    pub(super) tone: Vec<ToneRow<'r>>,
    /// By number of judged articles; one may be empty.
    pub(super) outlets: Vec<&'r str>,
    /// How many rows the study has.
    pub(super) all: Totals,
    numbers: BTreeMap<&'r str, u32>,
}

/// Rows of a study.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) actors: usize,
    pub(super) edges: usize,
    pub(super) edges_beyond: usize,
    pub(super) stance: usize,
    pub(super) tone: usize,
}

fn beyond(edge: &EdgeRow<'_>) -> bool {
    edge.q.is_some_and(|q| q <= DRAWN_Q)
}

impl<'r> Cast<'r> {
    pub(super) fn new(results: &'r Results, most_edges: usize) -> Self {
        let mut actors: Vec<ActorRow<'r>> = results.actors().collect();
        actors.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(b.id)));
        let mut edges: Vec<EdgeRow<'r>> = results.edges().collect();
        let mut stance: Vec<StanceRow<'r>> = results.stance().collect();
        let mut tone: Vec<ToneRow<'r>> = results.tone().collect();
        let all = Totals {
            actors: actors.len(),
            edges: edges.len(),
            edges_beyond: edges.iter().filter(|e| beyond(e)).count(),
            stance: stance.len(),
            tone: tone.len(),
        };
        let places = place_actors(&actors, &edges);
        let places: BTreeMap<&str, Spot> = actors.iter().map(|a| a.id).zip(places).collect();
        edges.sort_by(|a, b| {
            let q = |edge: &EdgeRow<'_>| edge.q.unwrap_or(1.0);
            beyond(b)
                .cmp(&beyond(a))
                .then_with(|| b.weight.cmp(&a.weight))
                .then_with(|| q(a).total_cmp(&q(b)))
                .then_with(|| (a.source, a.target).cmp(&(b.source, b.target)))
        });
        edges.truncate(most_edges);
        cut_stance(&mut stance, &edges);
        let outlets = cut_tone(&mut tone);
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        shown.extend(actors.iter().take(MOST_LONELY).map(|a| a.id));
        let tied: BTreeSet<&str> = edges.iter().flat_map(|e| [e.source, e.target]).collect();
        shown.extend(&tied);
        shown.extend(stance.iter().flat_map(|s| [s.source, s.target]));
        shown.extend(tone.iter().map(|t| t.target));
        let known: BTreeSet<&str> = actors.iter().map(|a| a.id).collect();
        // Of a study without a network only the ids and names are known.
        let mut missing: BTreeMap<&'r str, &'r str> = BTreeMap::new();
        for row in &stance {
            missing.insert(row.source, row.source_label);
            missing.insert(row.target, row.target_label);
        }
        for row in &tone {
            missing.insert(row.target, row.label);
        }
        missing.retain(|id, _| !known.contains(id));
        actors.retain(|a| shown.contains(a.id));
        actors.extend(missing.into_iter().map(|(id, label)| ActorRow {
            id,
            label,
            ..ActorRow::default()
        }));
        let numbers = (0..).zip(&actors).map(|(i, a)| (a.id, i)).collect();
        let spot = |actor: &ActorRow<'_>| places.get(actor.id).copied();
        let spots = actors
            .iter()
            .map(|a| spot(a).filter(|_| tied.contains(a.id)))
            .collect();
        Self {
            actors,
            spots,
            edges,
            stance,
            tone,
            outlets,
            all,
            numbers,
        }
    }

    /// The number of an actor in the report.
    pub(super) fn number(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    /// The number of an outlet in the report.
    pub(super) fn outlet(&self, name: &str) -> Option<u32> {
        let place = self.outlets.iter().position(|o| *o == name);
        place.map(|i| i as u32)
    }

    /// The name of an actor, or its id.
    pub(super) fn label<'a>(&'a self, id: &'a str) -> &'a str {
        self.number(id)
            .and_then(|i| self.actors.get(i as usize))
            .map_or(id, |a| if a.label.is_empty() { id } else { a.label })
    }

    /// Whether two actors are of different states, as far as is known.
    pub(super) fn foreign(&self, one: &str, other: &str) -> bool {
        let country = |id: &str| {
            let actor = self.number(id).and_then(|i| self.actors.get(i as usize));
            actor.map_or("", |a| a.country)
        };
        let (one, other) = (country(one), country(other));
        one.is_empty() || other.is_empty() || one != other
    }

    /// What evidence is sought for: all attitudes and pairs shown, and the tones of the outlets and targets of most articles.
    pub(super) fn sought(&self) -> Sought {
        let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let mut targets: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &self.tone {
            *targets.entry(row.target).or_default() += row.attitude.articles;
        }
        let mut targets: Vec<(&str, u64)> = targets.into_iter().collect();
        targets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        targets.truncate(TONE_TARGETS);
        let top = |target: &str| targets.iter().any(|(t, _)| *t == target);
        let outlets = &self.outlets[..self.outlets.len().min(TONE_OUTLETS)];
        let tone = self.tone.iter().map(|row| {
            if top(row.target) && outlets.contains(&row.outlet) {
                own(row.outlet, row.target)
            } else {
                // No actor has an empty id: the row has no evidence in the file.
                own(row.outlet, "")
            }
        });
        Sought {
            stance: self
                .stance
                .iter()
                .map(|r| own(r.source, r.target))
                .collect(),
            tone: tone.collect(),
            pairs: self.edges.iter().map(|e| own(e.source, e.target)).collect(),
        }
    }
}

/// Keeps the attitudes of at least two articles and those between ends of edges, the ones of most articles first.
fn cut_stance(stance: &mut Vec<StanceRow<'_>>, edges: &[EdgeRow<'_>]) {
    let pairs: BTreeSet<(&str, &str)> = edges.iter().map(|e| (e.source, e.target)).collect();
    let tied = |row: &StanceRow<'_>| {
        pairs.contains(&(row.source, row.target)) || pairs.contains(&(row.target, row.source))
    };
    if stance.len() > MOST_STANCE {
        stance.retain(|row| row.attitude.articles >= 2 || tied(row));
    }
    stance.sort_by(|a, b| {
        let articles = |row: &StanceRow<'_>| row.attitude.articles;
        articles(b)
            .cmp(&articles(a))
            .then_with(|| (a.source, a.target).cmp(&(b.source, b.target)))
    });
    stance.truncate(MOST_STANCE);
}

/// Sorts tones by number of articles; the outlets likewise.
fn cut_tone<'r>(tone: &mut Vec<ToneRow<'r>>) -> Vec<&'r str> {
    let mut outlets: BTreeMap<&'r str, u64> = BTreeMap::new();
    for row in tone.iter() {
        *outlets.entry(row.outlet).or_default() += row.attitude.articles;
    }
    let mut outlets: Vec<(&'r str, u64)> = outlets.into_iter().collect();
    outlets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    tone.sort_by(|a, b| {
        let articles = |row: &ToneRow<'_>| row.attitude.articles;
        articles(b)
            .cmp(&articles(a))
            .then_with(|| (a.outlet, a.target).cmp(&(b.outlet, b.target)))
    });
    tone.truncate(MOST_TONE);
    outlets.into_iter().map(|(outlet, _)| outlet).collect()
}
