//! Values that others have published.

use std::io::{self, Write};

use demarche::stats::backbone::bicm::{Bicm, classes};
use demarche::stats::backbone::disparity;
use demarche::stats::backbone::sdsm::{Lengths, Sdsm};
use demarche::stats::centrality::Length;
use demarche::stats::centrality::betweenness::betweenness;
use demarche::stats::leiden::{LeidenOptions, leiden};
use demarche::stats::special::normal_upper;
use demarche::stats::{Counts, Graph, hypergeometric};

use super::report::Report;

/// A network of `tests/oracles`, nodes numbered as they sort.
fn network(csv: &str) -> Option<(Vec<&str>, Graph)> {
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    let mut names: Vec<&str> = rows.iter().flat_map(|r| [r[0], r[1]]).collect();
    names.sort_unstable();
    names.dedup();
    let number = |name| names.binary_search(&name).unwrap_or(0) as u32;
    let edges: Vec<(u32, u32, f64)> = rows
        .iter()
        .map(|r| (number(r[0]), number(r[1]), r[2].parse().unwrap_or(f64::NAN)))
        .collect();
    Some((
        names.clone(),
        Graph::from_any_edges(names.len(), &edges).ok()?,
    ))
}

/// All rows on published values.
pub fn check<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    report.heading("Published values (tests/oracles/README.md names the sources)")?;
    let swiss = Counts::new(31_777, 2_552, 221, 110);
    report.published(
        "G2 of \"the swiss\", Dunning 1993",
        270.72,
        5e-3,
        swiss.and_then(|c| c.g2()),
    )?;
    let bigram = Counts::new(567_835, 23_189, 22_641, 3_972);
    report.published(
        "PMI, Text-NSP",
        2.102_96,
        1e-5,
        bigram.and_then(|c| c.pmi()),
    )?;
    report.published(
        "t-score, Text-NSP",
        48.353_104_65,
        1e-8,
        bigram.and_then(|c| c.t_score()),
    )?;
    report.published(
        "odds ratio, Text-NSP",
        5.823_302_5,
        1e-7,
        bigram.and_then(|c| c.odds_ratio()),
    )?;
    report.published(
        "G2, Text-NSP",
        6_389.309_277_5,
        1e-7,
        bigram.and_then(|c| c.g2()),
    )?;
    report.published(
        "Dice, Text-NSP",
        0.173_336_243,
        1e-9,
        bigram.and_then(|c| c.dice()),
    )?;
    let america = Counts::new(151_541, 202, 43_002, 148);
    report.published(
        "chi-square of \"america\", quanteda keyness",
        200.554_4,
        5e-5,
        america.and_then(|c| c.chi2()),
    )?;
    let cups = hypergeometric::upper_tail(8, 4, 4, 4);
    report.published(
        "P, four right of eight cups, Fisher 1935",
        1.0 / 70.0,
        1e-15,
        cups,
    )?;
    if let Some((names, graph)) =
        network(include_str!("../../tests/oracles/les_miserables_edges.csv"))
    {
        let valjean = names.binary_search(&"Valjean").ok();
        let between = betweenness(&graph, Length::Hops, 1).score;
        report.published(
            "betweenness of Valjean, Les Misérables",
            0.569_99,
            1e-5,
            valjean.map(|i| between[i]),
        )?;
    }
    if let Some((_, graph)) = network(include_str!("../../tests/oracles/karate_edges.csv")) {
        let edges: Vec<(u32, u32, f64)> = graph.edges().map(|(a, b, _)| (a, b, 1.0)).collect();
        let plain = Graph::from_edges(graph.nodes(), &edges).ok();
        let found = plain
            .and_then(|g| leiden(&g, &LeidenOptions::default()))
            .and_then(|p| p.quality);
        report.published(
            "largest modularity, karate club unweighted (Brandes et al. 2008)",
            0.419_79,
            1e-5,
            found,
        )?;
    }
    let bicm = Bicm::fit(classes([1, 1, 2]), classes([1, 1, 2]));
    for (at, known) in [((0, 0), 0.216), ((0, 1), 0.568), ((1, 1), 0.863)] {
        let found = bicm.as_ref().map(|m| m.probability(at.0, at.1));
        report.published(
            &format!("BiCM probability {at:?}, R backbone 3.0"),
            known,
            5e-4,
            found,
        )?;
    }
    r_backbone(report)?;
    let rows = hypergeometric::upper_tail(4, 3, 2, 2);
    report.published(
        "fixed rows, upper tail, rows 1011 and 1001",
        0.5,
        1e-12,
        rows,
    )?;
    report.within(
        "disparity backbone of the network of R backbone: edges kept, a tree",
        9.0,
        9.0,
        tree().unwrap_or(f64::NAN),
    )
}

/// The stochastic degree sequence model on rows 1011, 0100, 1001. R backbone 2.0 prints the tails of a normal approximation refined by the
/// skewness (Volkova 1996); from our probabilities the same approximation must give the same digits. Our tails are exact sums.
fn r_backbone<W: Write>(report: &mut Report<W>) -> io::Result<()> {
    let Some(sdsm) = Sdsm::new(
        classes([3, 1, 2]),
        classes([2, 1, 1, 2]),
        Lengths::OnAverage,
    ) else {
        return report.published("SDSM, R backbone 2.0", 0.549, 5e-4, None);
    };
    let model = sdsm.model();
    let approximate = |n_i: u64, n_j: u64, k: f64| {
        let row = |degree| {
            model
                .rows()
                .iter()
                .position(|c| c.degree == degree)
                .unwrap_or(0)
        };
        let (mut mean, mut variance, mut third) = (0.0, 0.0, 0.0);
        for (at, class) in model.columns().iter().enumerate() {
            let p = model.probability(row(n_i), at) * model.probability(row(n_j), at);
            let v = class.nodes as f64 * p * (1.0 - p);
            mean += class.nodes as f64 * p;
            variance += v;
            third += v * (1.0 - 2.0 * p);
        }
        let z = (k + 0.5 - mean) / variance.sqrt();
        let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
        normal_upper(-z) + third / variance.powf(1.5) * (1.0 - z * z) * density / 6.0
    };
    for (rows, n_i, n_j, k, lower) in [
        ("1011 and 0100", 3, 1, 0.0, 0.354),
        ("0100 and 1001", 1, 2, 0.0, 0.476),
        ("1011 and 1001", 3, 2, 2.0, 0.844),
    ] {
        let name = format!("SDSM {rows}: lower tail, approximated as R backbone 2.0 does");
        report.published(&name, lower, 5e-4, Some(approximate(n_i, n_j, k)))?;
    }
    let upper = 1.0 - approximate(3, 2, 1.0);
    report.published(
        "SDSM 1011 and 1001: upper tail, likewise",
        0.549,
        5e-4,
        Some(upper),
    )?;
    let exact = sdsm.upper_tail(3, 2, 2);
    report.published(
        "SDSM 1011 and 1001: upper tail, exact (added up in Python)",
        0.555_288_796_341,
        1e-9,
        exact,
    )
}

/// The network of ten nodes on which R backbone's tests find a tree: edges kept at 0.05, or -1 if they are no tree.
fn tree() -> Option<f64> {
    let mut edges = vec![(0, 5, 75.0)];
    for a in 1..5_u32 {
        edges.push((0, a, 10.0));
        edges.push((5, a + 5, 100.0));
        for b in a + 1..5 {
            edges.push((a, b, 1.0));
            edges.push((a + 5, b + 5, 10.0));
        }
    }
    let graph = Graph::from_any_edges(10, &edges).ok()?;
    let kept: Vec<(u32, u32, f64)> = graph
        .edges()
        .zip(disparity::alphas(&graph))
        .filter(|(_, alpha)| *alpha < 0.05)
        .map(|(e, _)| e)
        .collect();
    let backbone = Graph::from_edges(10, &kept).ok()?;
    let connected = demarche::stats::centrality::components::components(&backbone)
        .iter()
        .all(|&c| c == 0);
    Some(if connected { kept.len() as f64 } else { -1.0 })
}
