//! How long the tables of a large network take, and how much memory: articles drawn at random, counted and tabled.
//!
//! ```sh
//! cargo run --release --features scripts --example bench_network -- tables ARTICLES ACTORS FOLDER [published|exact]
//! cargo run --release --features scripts --example bench_network -- stages ARTICLES ACTORS
//! ```
//!
//! `tables` counts, makes the tables of `demarche network` and writes them as CSV, with the peak of the resident memory after each step;
//! `stages` times the parts alone. Popularity of actors falls with about the 0.7th power of their rank; most articles name a few of them,
//! one in fifty is a digest of 20 to 60. No text is involved: what is measured begins with the counts of the articles.

#![allow(
    missing_docs,
    clippy::print_stdout,
    reason = "a program that prints what it measures"
)]

use std::hint::black_box;
use std::time::Instant;

use demarche::export::{ExportOptions, Format, export_to_folder};
use demarche::model::{ActorIndex, DateFlag, Reading};
use demarche::stats::backbone::{disparity, noise_corrected};
use demarche::stats::centrality::betweenness::Partial;
use demarche::stats::centrality::{self, Length};
use demarche::stats::random::Random;
use demarche::stats::{Correction, Graph, leiden, pagerank};
use demarche::store::{ArticleView, StoredMention};
use demarche::tables::{
    ActorLabels, NetworkInput, NetworkSettings, PathsChoice, SdsmChoice, TestedEdges,
    network_tables,
};
use demarche::tally::{self, Network, NetworkCounts, Tally};

const THREADS: usize = 2;

/// The largest resident memory so far, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM:"));
    let number = line.and_then(|l| l.split_whitespace().nth(1));
    number.and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Processor time of all threads so far, in seconds; a clock tick is taken to be 10 ms.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (began, before) = (Instant::now(), processor());
    let done = work();
    println!(
        "{what:<42} {:>8.2} s   processor {:>8.2} s   peak {:>6} MB",
        began.elapsed().as_secs_f64(),
        processor() - before,
        peak()
    );
    done
}

/// Counts articles drawn at random.
fn counts(articles: u64, actors: u32) -> NetworkCounts {
    let mut total = 0.0;
    let cumulative: Vec<f64> = (0..actors)
        .map(|rank| {
            total += (f64::from(rank) + 20.0).powf(-0.7);
            total
        })
        .collect();
    let mut network = Network::new(tally::CountSettings::default());
    let mut mentions: Vec<StoredMention> = Vec::new();
    for article in 0..articles {
        let mut random = Random::new(1, article);
        let size = if article % 50 == 0 {
            20 + random.below(41)
        } else {
            1 + (-(1.0 - random.uniform()).ln() * 3.0) as u64
        };
        mentions.clear();
        for _ in 0..size {
            let at = random.uniform() * total;
            mentions.push(StoredMention {
                actor: ActorIndex::new(cumulative.partition_point(|&c| c < at) as u32),
                sentence: random.below(20) as u16,
                paragraph: 0,
                reading: Reading::Actor,
                confidence: 100,
            });
        }
        mentions.sort_unstable_by_key(|m| m.sentence);
        network.add(&ArticleView {
            key: article,
            date: None,
            date_flag: DateFlag::Missing,
            outlet: None,
            language: None,
            language_given: true,
            serial: 0,
            story: None,
            sentences: 20,
            paragraphs: 1,
            repeated: 0,
            completeness: None,
            content: 0,
            input: 0,
            run: 0,
            mentions: &mentions,
            judgements: &[],
            tones: &[],
            discovered: &[],
        });
    }
    network.finish().expect("a writable temporary folder")
}

fn tables(counts: &NetworkCounts, ids: &[String], folder: &str, sdsm: SdsmChoice) {
    let settings = NetworkSettings {
        threads: THREADS,
        sdsm,
        betweenness: PathsChoice::Auto,
        ..NetworkSettings::default()
    };
    let labels = ActorLabels::new(&|_| None, []);
    let input = NetworkInput {
        counts,
        stance: &[],
        ids,
        labels: &labels,
        tested: None,
        support: None,
        bootstrap: None,
    };
    let made = timed("tables in all", || network_tables(&input, &settings));
    let all = [made.actors, made.edges, made.summary];
    timed("written as CSV", || {
        export_to_folder(
            folder.as_ref(),
            &[Format::Csv],
            &all,
            &ExportOptions::default(),
        )
        .expect("a writable folder")
    });
}

fn stages(counts: &NetworkCounts) {
    let tested = timed("hypergeometric P, Q", || {
        TestedEdges::new(counts, Correction::default(), THREADS)
    });
    black_box(&tested);
    let list: Vec<(u32, u32, f64)> = counts
        .pairs
        .iter()
        .map(|p| (p.a.number(), p.b.number(), counts.pair_units(p) as f64))
        .collect();
    let nodes = counts.actors.len();
    let graph = timed("graph", || {
        Graph::from_edges(nodes, &list).expect("sorted pairs")
    });
    drop(list);
    timed("disparity", || black_box(disparity::alphas(&graph)));
    timed("noise-corrected", || {
        black_box(noise_corrected::excesses(&graph))
    });
    let found = timed("Leiden", || {
        leiden::leiden(&graph, &leiden::LeidenOptions::default())
    });
    if let Some(found) = found {
        println!(
            "  {} communities, modularity {:?}",
            found.communities, found.quality
        );
    }
    timed("PageRank", || black_box(pagerank::pagerank(&graph)));
    timed("eigenvector", || {
        black_box(centrality::eigenvector::eigenvector(&graph).is_some())
    });
    timed("clustering", || {
        black_box(centrality::clustering::clustering(&graph))
    });
    timed("core numbers", || {
        black_box(centrality::core_number::core_numbers(&graph))
    });
    let sources = centrality::sample_nodes(nodes, 16, 1);
    timed("shortest paths from 16 actors, one thread", || {
        black_box(Partial::from_sources(&graph, Length::Hops, &sources))
    });
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| args.get(at).and_then(|n| n.parse::<u64>().ok());
    let (Some(articles), Some(actors)) = (number(1), number(2)) else {
        println!("usage: bench_network tables|stages ARTICLES ACTORS [FOLDER [published|exact]]");
        return;
    };
    let counted = timed("counting", || counts(articles, actors as u32));
    println!(
        "  {} articles, {} actors, {} pairs",
        counted.articles,
        counted.actors.len(),
        counted.pairs.len()
    );
    let ids: Vec<String> = (0..counted.actors.len())
        .map(|i| format!("A{i:05}"))
        .collect();
    if args[0] == "stages" {
        stages(&counted);
    } else {
        let folder = args.get(3).map_or("bench_network.out", String::as_str);
        let sdsm = match args.get(4).map(String::as_str) {
            Some("published") => SdsmChoice::Published,
            Some("exact") => SdsmChoice::Exact,
            _ => SdsmChoice::Never,
        };
        tables(&counted, &ids, folder, sdsm);
    }
}
