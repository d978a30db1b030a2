//! Edges without an outlet or a story against really leaving their articles out.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::model::ActorIndex;
use crate::stats::random::Random;
use crate::stats::{Correction, hypergeometric, multiple};
use crate::tally::{Level, Outlets, PairCounts, WithoutStory};

/// Articles of five outlets (number 4 without a name) in some stories; actors 0 to 4, some of them drawn together.
fn corpus(seed: u64, articles: u64) -> Vec<Sample> {
    let mut random = Random::new(seed, 77);
    (0..articles)
        .map(|_| {
            let outlet = if random.below(3) == 0 {
                0
            } else {
                random.below(5) as u32
            };
            let story = (random.below(3) == 0).then(|| random.below(5) as u32);
            let mut sentences: Vec<Vec<u32>> = vec![Vec::new(); 4];
            for sentence in &mut sentences {
                for actor in 0..5_u32 {
                    // Outlet 0 and story 1 like to bring 0 and 1 together.
                    let eager = actor < 2 && (outlet == 0 || story == Some(1));
                    if random.below(10) < if eager { 5 } else { 1 } {
                        sentence.push(actor);
                    }
                }
            }
            let lines: Vec<&[u32]> = sentences.iter().map(Vec::as_slice).collect();
            Sample {
                outlet,
                story,
                ..article(&lines)
            }
        })
        .collect()
}

fn settings(level: Level) -> tally::CountSettings {
    tally::CountSettings {
        level,
        max_pairs: 7,
        ..tally::CountSettings::default()
    }
}

fn network(samples: &[Sample], level: Level) -> NetworkCounts {
    add_all(Network::new(settings(level)), samples)
        .finish()
        .expect("a writable temporary folder")
}

fn p_of(counts: &NetworkCounts, pair: &PairCounts) -> f64 {
    let (n_a, n_b) = (counts.actor_units(pair.a), counts.actor_units(pair.b));
    let ln_p = hypergeometric::ln_upper_tail(counts.units(), n_a, n_b, counts.pair_units(pair));
    probability(ln_p.expect("counts that agree"))
}

/// The weight of a pair on the articles that are left, and whether its P is at most `threshold`.
fn left(
    samples: &[Sample],
    level: Level,
    pair: &PairCounts,
    threshold: f64,
    keep: impl Fn(&Sample) -> bool,
) -> (u64, bool) {
    let rest: Vec<Sample> = samples.iter().filter(|s| keep(s)).cloned().collect();
    let counts = network(&rest, level);
    let found = counts.pairs.iter().find(|p| (p.a, p.b) == (pair.a, pair.b));
    found.map_or((0, false), |p| {
        let weight = counts.pair_units(p);
        (weight, weight > 0 && p_of(&counts, p) <= threshold)
    })
}

#[test]
fn an_edge_is_fragile_exactly_if_leaving_articles_out_breaks_it() {
    let names: Vec<String> = ["A", "B", "C", "D", ""].map(String::from).to_vec();
    let mut seen = [[0; 2]; 2];
    for (seed, level) in [
        Level::Article,
        Level::Sentence,
        Level::Paragraph,
        Level::Story,
        Level::Window { span: 2 },
    ]
    .into_iter()
    .cycle()
    .take(25)
    .enumerate()
    {
        let samples = corpus(seed as u64, 30 + 10 * (seed as u64 % 5));
        let counts = network(&samples, level);
        let pairs: Vec<PairCounts> = counts
            .pairs
            .iter()
            .filter(|p| counts.pair_units(p) > 0)
            .copied()
            .collect();
        let p: Vec<Option<f64>> = pairs.iter().map(|x| Some(p_of(&counts, x))).collect();
        let q = multiple::adjust_options(&p, Correction::default());
        let tests = Tests::new(&counts, &pairs, &p, &q);
        let stands = |i: usize| q[i].is_some_and(|q| q <= STANDS);
        let threshold = (0..pairs.len())
            .filter(|&i| stands(i))
            .filter_map(|i| p[i])
            .fold(-1.0, f64::max);
        let outlets = add_all(Outlets::new(settings(level), &names), &samples)
            .finish()
            .expect("a writable temporary folder");
        let largest = outlets.largest_story();
        let support = tests
            .outlets(outlets, 2)
            .expect("a writable temporary folder");
        let doubtful = tests.doubtful(largest, 1);
        let keys: Arc<[[ActorIndex; 2]]> = doubtful
            .iter()
            .map(|&i| [pairs[i as usize].a, pairs[i as usize].b])
            .collect();
        let losses = add_all(WithoutStory::new(settings(level), keys), &samples)
            .finish()
            .unwrap();
        let vanishing = tests.stories(&doubtful, &losses, 1);
        for (i, pair) in pairs.iter().enumerate() {
            let has = |s: &&Sample| {
                let names = |a| s.mentions.iter().any(|m| m.actor == a);
                names(pair.a) && names(pair.b)
            };
            let both: Vec<&Sample> = samples.iter().filter(has).collect();
            let broken = |left: (u64, bool)| left.0 == 0 || (stands(i) && !left.1);
            // Outlets.
            let named: BTreeSet<u32> = both.iter().map(|s| s.outlet).filter(|&o| o != 4).collect();
            let rests: Vec<(u64, bool)> = named
                .iter()
                .map(|&o| left(&samples, level, pair, threshold, |s| s.outlet != o))
                .collect();
            assert_eq!(support[i].min_without, rests.iter().map(|r| r.0).min());
            let largest = named
                .iter()
                .map(|&o| both.iter().filter(|s| s.outlet == o).count());
            let share = largest.max().map(|n| n as f64 / both.len() as f64);
            assert_eq!(support[i].share, share);
            let fragile = rests.iter().any(|&r| broken(r));
            assert_eq!(support[i].vanishes, fragile, "{level:?} {seed} {pair:?}");
            // Stories: those of several articles, and each article alone.
            let stories: BTreeSet<u32> = both.iter().filter_map(|s| s.story).collect();
            let mut fragile_story = stories.iter().any(|&x| {
                broken(left(&samples, level, pair, threshold, |s| {
                    s.story != Some(x)
                }))
            });
            for (at, sample) in samples.iter().enumerate() {
                if sample.story.is_none() && has(&sample) {
                    let mut rest = samples.clone();
                    rest.remove(at);
                    fragile_story |= broken(left(&rest, level, pair, threshold, |_| true));
                }
            }
            let at = doubtful.iter().position(|&d| d as usize == i);
            let found = at.is_some_and(|at| vanishing[at]);
            assert_eq!(found, fragile_story, "{level:?} {seed} {pair:?}");
            seen[0][usize::from(fragile)] += 1;
            seen[1][usize::from(fragile_story)] += 1;
        }
    }
    // Both answers occur for both questions.
    assert!(seen.iter().flatten().all(|&n| n >= 10), "{seen:?}");
}
