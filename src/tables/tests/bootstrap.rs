//! Replicates against adding up by hand, and how often their intervals hold the truth.

use std::sync::Arc;

use super::*;
use crate::model::ActorIndex;
use crate::stats::Counts;
use crate::stats::interval::poisson_weight;
use crate::stats::leiden;
use crate::stats::random::Random;
use crate::tally::{Level, PairCounts, ReplicateFile, ReplicateSums, Replicates};

fn settings(level: Level) -> tally::CountSettings {
    tally::CountSettings {
        level,
        ..tally::CountSettings::default()
    }
}

/// The network, its edges, and the sums of replicates `from..to`.
fn replicated(
    samples: &[Sample],
    level: Level,
    replicates: std::ops::Range<u32>,
    threads: usize,
) -> (NetworkCounts, Vec<PairCounts>, Arc<ReplicateSums>) {
    let counts = add_all(Network::new(settings(level)), samples)
        .finish()
        .expect("few pairs need no disk");
    let edges: Vec<PairCounts> = counts
        .pairs
        .iter()
        .filter(|p| counts.pair_units(p) > 0)
        .copied()
        .collect();
    let pairs: Arc<[[ActorIndex; 2]]> = edges.iter().map(|p| [p.a, p.b]).collect();
    let sums = Arc::new(ReplicateSums::new(replicates, counts.actors.len(), pairs));
    let new = || Replicates::new(settings(level), 9, poisson_weight, Arc::clone(&sums));
    // Stories go to one thread each.
    std::thread::scope(|scope| {
        for part in 0..threads {
            let own: Vec<Sample> = (0..)
                .zip(samples)
                .filter(|(i, s)| s.story.map_or(*i, |s| s as usize) % threads == part)
                .map(|(_, s)| s.clone())
                .collect();
            let tally = new();
            scope.spawn(move || drop(add_all(tally, &own)));
        }
    });
    (counts, edges, sums)
}

/// Articles of the population: a story of 1 to 4 articles, in which actors 0 and 1 like to meet.
fn stories(random: &mut Random, stories: u32) -> Vec<Sample> {
    let mut samples = Vec::new();
    for story in 0..stories {
        let warm = random.below(4) == 0;
        let chance = |random: &mut Random| random.below(10) < if warm { 6 } else { 2 };
        let actors: Vec<u32> = (0..3).filter(|_| chance(random)).collect();
        let size = 1 + random.below(2) * random.below(4);
        for _ in 0..size {
            samples.push(Sample {
                key: random.next_u64(),
                story: (size > 1).then_some(story),
                ..article(&[actors.as_slice(), &[0], &actors[..actors.len().min(2)]])
            });
        }
    }
    // Actor 0 is in every second article only, or no pair could be surprising.
    for (i, sample) in samples.iter_mut().enumerate() {
        if i % 2 == 0 {
            sample.mentions.retain(|m| m.sentence != 1);
        }
    }
    samples
}

#[test]
fn replicates_are_what_their_weights_make_them() {
    let mut random = Random::new(31, 1);
    let samples = stories(&mut random, 60);
    for level in [Level::Article, Level::Sentence, Level::Story] {
        let (counts, edges, sums) = replicated(&samples, level, 3..8, 3);
        assert!(edges.len() == 3);
        // By hand: each story again and again, as often as it is drawn.
        for (place, replicate) in (3..8).enumerate() {
            let mut drawn = Vec::new();
            let mut number = 0;
            let mut keys: Vec<(Option<u32>, u64)> = Vec::new();
            for s in &samples {
                match keys.iter_mut().find(|k| k.0.is_some() && k.0 == s.story) {
                    Some(found) => found.1 = found.1.min(s.key),
                    None => keys.push((s.story, s.key)),
                }
            }
            for (story, key) in keys {
                for _ in 0..poisson_weight(9, key, replicate) {
                    let own = samples.iter().filter(|s| match story {
                        None => s.story.is_none() && s.key == key,
                        Some(_) => s.story == story,
                    });
                    drawn.extend(own.map(|s| Sample {
                        story: Some(number),
                        ..s.clone()
                    }));
                    number += 1;
                }
            }
            let naive = add_all(Network::new(settings(level)), &drawn)
                .finish()
                .expect("few pairs need no disk");
            let at = |row: usize| u64::from(sums.read(row..row + 1)[place]);
            assert_eq!(at(0), naive.units(), "{level:?} {replicate}");
            for actor in (0..3).map(ActorIndex::new) {
                assert_eq!(
                    at(ReplicateSums::actor_row(actor)),
                    naive.actor_units(actor)
                );
            }
            let column = sums.pairs_of(place);
            for (i, edge) in edges.iter().enumerate() {
                let found = naive.pairs.iter().find(|p| (p.a, p.b) == (edge.a, edge.b));
                let weight = found.map_or(0, |p| naive.pair_units(p));
                assert_eq!(at(sums.pair_row(i)), weight);
                assert_eq!(u64::from(column[i]), weight);
            }
        }
        assert_eq!(counts.level, level);
    }
}

#[test]
fn batches_in_a_file_are_the_same_as_one_in_memory() {
    let mut random = Random::new(32, 1);
    let samples = stories(&mut random, 40);
    let (counts, edges, whole) = replicated(&samples, Level::Article, 0..11, 1);
    let rows = ReplicateSums::rows(counts.actors.len(), edges.len());
    let mut file = ReplicateFile::new(&std::env::temp_dir(), rows).expect("a file");
    for batch in [0..4, 4..8, 8..11] {
        let (_, _, sums) = replicated(&samples, Level::Article, batch, 2);
        file.push(&sums).expect("room for a few numbers");
    }
    for range in [0..rows, 2..5, 1..1] {
        assert_eq!(
            file.read(range.clone()).expect("the file"),
            whole.read(range)
        );
    }
}

fn made_with(
    samples: &[Sample],
    replicates: u32,
    threads: usize,
    networks: bool,
) -> (Vec<PairCounts>, Bootstrap) {
    let (counts, edges, sums) = replicated(samples, Level::Article, 0..replicates, threads);
    let pairs: Vec<[ActorIndex; 2]> = edges.iter().map(|p| [p.a, p.b]).collect();
    let mut bootstrap = Bootstrap::new(actors_of(&counts));
    if networks {
        bootstrap.add(
            &sums,
            &pairs,
            &leiden::LeidenOptions::default(),
            threads,
            &|| (),
        );
    }
    let actors = sums.read(1..1 + counts.actors.len());
    let first = sums.pair_row(0);
    let rows = sums.read(first..first + edges.len());
    bootstrap.spread(&counts, &edges, (&sums.read(0..1), &actors, &rows), threads);
    (edges, bootstrap)
}

#[test]
fn columns_of_the_bootstrap() {
    let mut random = Random::new(33, 1);
    let samples = stories(&mut random, 80);
    let (edges, bootstrap) = made_with(&samples, 60, 1, true);
    let (_, again) = made_with(&samples, 60, 4, true);
    assert_eq!(bootstrap.replicates(), 60);
    for i in 0..edges.len() {
        assert_eq!(bootstrap.edge(i), again.edge(i), "on any number of threads");
    }
    assert_eq!(bootstrap.actors(1), again.actors(3));
    let (counts, stance) = counted(&samples);
    let ids = ids(3);
    let labels = ActorLabels::new(&|_| None, []);
    let input = NetworkInput {
        counts: &counts,
        stance: &stance,
        ids: &ids,
        labels: &labels,
        tested: None,
        support: None,
        bootstrap: Some(&bootstrap),
    };
    let tables = network_tables(&input, &NetworkSettings::default());
    for row in 0..tables.edges.rows() {
        let n = |column| number(&tables.edges, row, column);
        assert!(n("WeightLow") < n("Weight") && n("Weight") < n("WeightHigh"));
        assert!(n("NPMILow") < n("NPMI") && n("NPMI") < n("NPMIHigh"));
        assert!((0.0..=1.0).contains(&n("SameCommunity")));
        assert!((0.0..=1.0).contains(&n("TopStoryShare")));
    }
    for row in 0..tables.actors.rows() {
        let n = |column| number(&tables.actors, row, column);
        assert!(n("PageRankLow") <= n("PageRank") && n("PageRank") <= n("PageRankHigh"));
        assert!(1.0 <= n("RankLow") && n("RankLow") <= n("RankHigh") && n("RankHigh") <= 3.0);
    }
    // Without a bootstrap the cells are empty.
    let none = NetworkInput {
        bootstrap: None,
        ..input
    };
    let none = network_tables(&none, &NetworkSettings::default());
    assert_eq!(none.edges.cell(0, "WeightLow"), Cell::Empty);
    assert_eq!(none.actors.cell(0, "RankLow"), Cell::Empty);
    assert_eq!(none.edges.cell(0, "Fragile"), Cell::Empty);
}

#[test]
fn the_intervals_of_edges_cover_the_truth_93_to_97_times_in_100() {
    let mut random = Random::new(34, 1);
    let count = |samples: &[Sample]| {
        add_all(Network::new(settings(Level::Article)), samples)
            .finish()
            .expect("few pairs need no disk")
    };
    // The truth, from very many stories.
    let many = 40_000;
    let world = count(&stories(&mut random, many));
    for drawn in [60, 150] {
        let runs = 800;
        let mut covered = [[0; 2]; 3];
        for _ in 0..runs {
            let samples = stories(&mut random, drawn);
            let (edges, bootstrap) = made_with(&samples, 199, 1, false);
            for (i, edge) in edges.iter().enumerate() {
                let at = world
                    .pairs
                    .iter()
                    .position(|p| (p.a, p.b) == (edge.a, edge.b));
                let pair = &world.pairs[at.expect("a pair of the world")];
                let weight = pair.articles as f64 * f64::from(drawn) / f64::from(many);
                let npmi = Counts::new(
                    world.articles,
                    world.actor_units(pair.a),
                    world.actor_units(pair.b),
                    pair.articles,
                )
                .and_then(|c| c.npmi())
                .expect("an NPMI");
                let spread = bootstrap.edge(i);
                let holds = |ends: Option<crate::stats::Interval>, truth: f64| {
                    u32::from(ends.is_some_and(|e| e.low <= truth && truth <= e.high))
                };
                covered[i][0] += holds(spread.weight, weight);
                covered[i][1] += holds(spread.npmi, npmi);
            }
        }
        for share in covered
            .iter()
            .flatten()
            .map(|&n| f64::from(n) / f64::from(runs))
        {
            // A standard error of 800 runs about 93 to 97 %.
            assert!(
                (0.92..=0.98).contains(&share),
                "{drawn} stories: {covered:?} of {runs}"
            );
        }
    }
}
