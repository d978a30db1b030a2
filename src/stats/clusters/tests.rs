use super::*;

/// Draws with these numbers.
fn draws(seed: u64, key: u64, replicates: usize) -> Draws {
    Draws {
        seed,
        key,
        replicates,
    }
}

fn cluster(size: u64, sum: i64) -> Cluster {
    Cluster {
        size,
        sum,
        count: 1,
    }
}

/// The trace of the variance's matrix and of its square, by writing the matrix down.
fn naive_df(sizes: &[u64]) -> f64 {
    let n: u64 = sizes.iter().sum();
    let w: Vec<f64> = sizes.iter().map(|&s| s as f64 / n as f64).collect();
    let ww: f64 = w.iter().map(|x| x * x).sum();
    let m = sizes.len();
    let centre = |i: usize, j: usize| f64::from(u8::from(i == j)) - w[j];
    let entry = |i: usize, j: usize| -> f64 {
        (0..m)
            .map(|k| centre(k, i) * w[k] * w[k] / (1.0 - 2.0 * w[k] + ww) * centre(k, j))
            .sum()
    };
    let trace: f64 = (0..m).map(|i| entry(i, i)).sum();
    let square: f64 = (0..m)
        .flat_map(|i| (0..m).map(move |j| (i, j)))
        .map(|(i, j)| entry(i, j) * entry(j, i))
        .sum();
    trace * trace / square
}

#[test]
fn degrees_of_freedom_are_those_of_the_matrix() {
    for sizes in [
        vec![2, 2, 2, 2, 2],
        vec![1, 1, 1, 1, 20],
        vec![5, 3, 1, 1, 2, 9, 4],
        vec![1, 2],
    ] {
        let clusters: Vec<Cluster> = sizes.iter().map(|&s| cluster(s, s as i64)).collect();
        let (_, df) = variance_of_mean(&clusters, &Totals::new(&clusters));
        assert!((df - naive_df(&sizes)).abs() < 1e-9, "{sizes:?}: {df}");
    }
    // Stories of one size: as many as there are, less one.
    let equal: Vec<Cluster> = (0..7).map(|i| cluster(3, i * i)).collect();
    let (variance, df) = variance_of_mean(&equal, &Totals::new(&equal));
    assert!((df - 6.0).abs() < 1e-12);
    let means: Vec<f64> = (0..7).map(|i| f64::from(i * i) / 3.0).collect();
    let mean = means.iter().sum::<f64>() / 7.0;
    let plain = means.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 42.0;
    assert!((variance - plain).abs() < 1e-12);
}

#[test]
fn articles_of_their_own_have_the_interval_of_articles() {
    let list = [(-400, 3), (0, 40), (700, 9)];
    let clusters = list.map(|(sum, count)| Cluster {
        size: 1,
        sum: i64::from(sum),
        count,
    });
    assert_eq!(
        mean_interval(&clusters, -1000..=1000, draws(3, 8, 999)),
        bounded_mean_interval(&list, -1000..=1000, draws(3, 8, 999))
    );
}

#[test]
fn too_few_stories_and_stories_all_alike() {
    assert_eq!(mean_interval(&[], -1000..=1000, draws(1, 1, 999)), None);
    assert_eq!(
        mean_interval(&[cluster(9, 400)], -1000..=1000, draws(1, 1, 999)),
        None,
        "one story, however often printed"
    );
    let alike = [cluster(2, 1000), cluster(3, 1500), cluster(1, 500)];
    let ends = mean_interval(&alike, -1000..=1000, draws(1, 1, 999)).expect("three stories");
    assert!(ends.low < -100.0 && ends.high > 700.0, "{ends:?}");
    // One story in most of the articles: hardly anything is known.
    let top = [cluster(50, 20_000), cluster(1, 0), cluster(1, 900)];
    let ends = mean_interval(&top, -1000..=1000, draws(1, 1, 999)).expect("three stories");
    assert!(ends.low < 0.0 && ends.high > 800.0, "{ends:?}");
}

/// Stories whose articles share a part of their score, and whose size may depend on it.
struct World {
    /// Weight of what articles of a story share, 0 to 1.
    shared: f64,
    /// Whether favourable stories are carried by more outlets.
    tied: bool,
    /// Chance of another article.
    more: f64,
}

impl World {
    fn story(&self, random: &mut Random) -> Cluster {
        let mut uniform = || (random.uniform() - 0.5) * 1200.0;
        let common = uniform();
        let mut size = 1;
        let more = if self.tied && common > 0.0 {
            self.more + 0.15
        } else {
            self.more
        };
        while size < 60 && uniform() / 1200.0 + 0.5 < more {
            size += 1;
        }
        let sum = (0..size)
            .map(|_| 100.0 + self.shared * common + (1.0 - self.shared) * uniform())
            .map(|x| x.round() as i64)
            .sum();
        cluster(size, sum)
    }

    /// The mean over articles of very many stories.
    fn truth(&self, random: &mut Random) -> f64 {
        let (mut sum, mut size) = (0, 0);
        for _ in 0..400_000 {
            let story = self.story(random);
            sum += story.sum;
            size += story.size;
        }
        sum as f64 / size as f64
    }

    fn coverage(&self, stories: usize, runs: u64) -> f64 {
        let mut random = Random::new(17, stories as u64);
        let truth = self.truth(&mut random);
        let covered = (0..runs)
            .filter(|&run| {
                let sample: Vec<Cluster> = (0..stories).map(|_| self.story(&mut random)).collect();
                let ends =
                    mean_interval(&sample, -1000..=1000, draws(5, run, 399)).expect("stories");
                ends.low <= truth && truth <= ends.high
            })
            .count();
        covered as f64 / runs as f64
    }
}

#[test]
fn the_interval_covers_the_truth_93_to_97_times_in_100() {
    for (shared, tied, more) in [
        (1.0, false, 0.5),
        (0.5, false, 0.7),
        (0.0, false, 0.5),
        (0.8, true, 0.6),
    ] {
        let world = World { shared, tied, more };
        // The fewer stories, the more it errs on the side of caution.
        for (stories, most) in [(5, 0.985), (8, 0.98), (15, 0.975), (40, 0.97), (150, 0.97)] {
            let rate = world.coverage(stories, 2000);
            assert!(
                (0.93..=most).contains(&rate),
                "{stories} stories, {shared} shared, {tied}, {more}: {rate}"
            );
        }
    }
}
