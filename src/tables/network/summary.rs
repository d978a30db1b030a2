//! `network_summary.csv`: the network as a whole, one number a row.

use crate::stats::Graph;
use crate::stats::centrality::assortativity::degree_assortativity;
use crate::stats::leiden::Quality;
use crate::tally::{Level, NetworkCounts};

use super::actors::Structure;
use super::backbones::{Backbone, Backbones};
use super::signed::{LEAST_SIGNED_ARTICLES, LEAST_SIGNED_SCORE, Signed};
use super::{CommunityEdges, NetworkSettings, WIDESPREAD};
use crate::tables::rows::SummaryRow;
use crate::tables::sensitivity::STANDS;
use crate::tables::table::Table;

/// What the summary is made from.
pub(super) struct SummarySources<'a> {
    pub(super) counts: &'a NetworkCounts,
    pub(super) settings: &'a NetworkSettings,
    pub(super) graph: &'a Graph,
    pub(super) structure: &'a Structure,
    pub(super) backbones: &'a Backbones<'a>,
    pub(super) signed: &'a Signed,
    /// Names and shares of actors in nearly every article, the most frequent first.
    pub(super) widespread: &'a [(String, f64)],
}

pub(super) fn summary_table(sources: &SummarySources<'_>) -> Table {
    let rows = [
        size(sources),
        shape(sources),
        models(sources),
        signs(sources),
    ];
    Table::new("network_summary", rows.into_iter().flatten())
}

fn row(
    measure: &'static str,
    value: impl Into<Option<f64>>,
    note: impl Into<String>,
) -> SummaryRow<'static> {
    SummaryRow {
        measure,
        value: value.into(),
        low: None,
        high: None,
        note: note.into(),
    }
}

fn size(sources: &SummarySources<'_>) -> Vec<SummaryRow<'static>> {
    let counts = sources.counts;
    let unit = match counts.level {
        Level::Article => "articles".to_owned(),
        Level::Sentence => "sentences, headlines included".to_owned(),
        Level::Paragraph => "paragraphs".to_owned(),
        Level::Story => "stories".to_owned(),
        Level::Window { span } => format!("windows of {span} sentences in a row"),
    };
    let (nodes, edges) = (
        sources.graph.nodes() as f64,
        sources.graph.edge_count() as f64,
    );
    let possible = nodes * (nodes - 1.0) / 2.0;
    vec![
        row(
            "Articles",
            counts.articles as f64,
            "Articles that were counted",
        ),
        row(
            "Units",
            counts.units() as f64,
            format!("Units of text in which two actors can meet: {unit}"),
        ),
        row("Actors", nodes, "Actors that are mentioned"),
        row(
            "Edges",
            edges,
            "Pairs of actors that share a unit; all measures here are those of this whole network",
        ),
        row(
            "Density",
            (possible > 0.0).then(|| edges / possible),
            "Edges over pairs of actors",
        ),
    ]
}

fn shape(sources: &SummarySources<'_>) -> Vec<SummaryRow<'static>> {
    let structure = sources.structure;
    let sizes = sizes(&structure.component);
    let partition = structure.partition.as_ref();
    let (name, quality) = match sources.settings.quality {
        Quality::Modularity => ("Modularity", "Modularity (Newman & Girvan 2004)"),
        Quality::Cpm => (
            "CPM",
            "Constant Potts model (Traag et al. 2011): sum over communities of weight inside less resolution times pairs",
        ),
    };
    let on = match sources.settings.communities {
        CommunityEdges::BeyondChance => {
            format!("the edges beyond chance (Q <= {STANDS}) that are not within a state")
        }
        CommunityEdges::BeyondChanceWithin => {
            format!("the edges beyond chance (Q <= {STANDS})")
        }
        CommunityEdges::All => "all edges".to_owned(),
    };
    let mean_clustering = structure.clustering.average();
    vec![
        row(
            "Components",
            sizes.len() as f64,
            "Connected parts; an actor without edges is one",
        ),
        row(
            "LargestComponent",
            sizes.iter().max().map(|&n| n as f64),
            "Actors in the largest of them",
        ),
        row(
            "LargestCore",
            structure.core.iter().max().map(|&k| f64::from(k)),
            "Largest k such that some actors have k edges each among themselves",
        ),
        row(
            "Communities",
            partition.map(|p| f64::from(p.communities)),
            format!("By the Leiden algorithm on {on}; an actor without any is one"),
        ),
        row(
            name,
            partition.and_then(|p| p.quality),
            format!(
                "{quality} on {on}, resolution {}",
                sources.settings.resolution
            ),
        ),
        row(
            "MeanClustering",
            mean_clustering,
            "Mean over actors of the share of their neighbours' pairs that are edges; 0 for fewer than two neighbours",
        ),
        row(
            "Transitivity",
            structure.clustering.transitivity,
            "Share of paths of two edges that close to a triangle",
        ),
        row(
            "DegreeAssortativity",
            degree_assortativity(sources.graph),
            "Correlation of the degrees at both ends of an edge (Newman 2002)",
        ),
    ]
}

/// Sizes of components by their number.
fn sizes(component: &[u32]) -> Vec<u64> {
    let mut sizes = vec![0; component.iter().max().map_or(0, |&c| c as usize + 1)];
    for &c in component {
        sizes[c as usize] += 1;
    }
    sizes
}

/// How many edges a backbone keeps; `None` if its model was not computed.
pub(super) fn edges_kept(
    graph: &Graph,
    backbones: &Backbones<'_>,
    backbone: Backbone,
    settings: &NetworkSettings,
) -> Option<u64> {
    (!backbone.needs_sdsm() || backbones.has_sdsm()).then(|| {
        let keeps = |e: &usize| backbones.keeps(*e, backbone, settings);
        (0..graph.edge_count()).filter(keeps).count() as u64
    })
}

fn models(sources: &SummarySources<'_>) -> Vec<SummaryRow<'static>> {
    let alpha = sources.settings.alpha;
    let least = sources.settings.consensus;
    let kept = |backbone| {
        edges_kept(sources.graph, sources.backbones, backbone, sources.settings).map(|n| n as f64)
    };
    let absent = if sources.backbones.has_sdsm() {
        ""
    } else {
        "; the stochastic degree sequence model was not computed (see --sdsm)"
    };
    let [disparity, hypergeometric, sdsm, noise] = Backbone::MODELS;
    vec![
        row(
            "EdgesDisparity",
            kept(disparity),
            format!(
                "Edges that the disparity filter keeps: Backbone < {alpha}, not corrected for many tests, as published"
            ),
        ),
        row(
            "EdgesHypergeometric",
            kept(hypergeometric),
            format!("Edges that the hypergeometric test keeps: Q <= {alpha}"),
        ),
        row(
            "EdgesSDSM",
            kept(sdsm),
            format!(
                "Edges that the stochastic degree sequence model keeps: SDSMQ <= {alpha}{absent}"
            ),
        ),
        row(
            "EdgesNoiseCorrected",
            kept(noise),
            format!(
                "Edges that the noise-corrected backbone keeps: NoiseCorrectedP <= {alpha}, not corrected for many tests, as published"
            ),
        ),
        row(
            "EdgesConsensus",
            kept(Backbone::Consensus { least }),
            format!("Edges that at least {least} of the four keep{absent}"),
        ),
    ]
}

fn signs(sources: &SummarySources<'_>) -> Vec<SummaryRow<'static>> {
    let signed = sources.signed;
    let balance = &signed.balance;
    let triads = balance.census.by_negative.map(|n| n as f64);
    let replicates = signed.replicates;
    let cost = if replicates == 0 {
        "; left out, since there are too many triads"
    } else {
        ""
    };
    let frustration = &signed.frustration;
    let is_exact = frustration.is_exact();
    let any = signed.firm > 0;
    vec![
        row(
            "PositiveEdges",
            signed.edges[0] as f64,
            "Edges whose whole interval of Stance lies above 0",
        ),
        row(
            "NegativeEdges",
            signed.edges[1] as f64,
            "Edges whose whole interval of Stance lies below 0",
        ),
        row(
            "TriadsPPP",
            triads[0],
            "Triangles of three positive edges; this and the rows below look at the edges that BalanceEdges counts",
        ),
        row(
            "TriadsPPN",
            triads[1],
            "Triangles with one negative edge: unbalanced",
        ),
        row(
            "TriadsPNN",
            triads[2],
            "Triangles with two negative edges: balanced, two friends and their common enemy",
        ),
        row(
            "TriadsNNN",
            triads[3],
            "Triangles of three negative edges: unbalanced, though not in the weak sense (Davis 1967)",
        ),
        SummaryRow {
            low: balance.interval.map(|i| i.low),
            high: balance.interval.map(|i| i.high),
            ..row(
                "Balance",
                balance.census.balance(),
                format!(
                    "Share of balanced triangles (Cartwright & Harary 1956); 95 % interval by drawing actors (Snijders & Borgatti 1999), {replicates} replicates{cost}"
                ),
            )
        },
        row(
            "BalanceExpected",
            balance.expected,
            format!(
                "Mean balance when the signs are dealt anew over the same edges, {replicates} deals{cost}"
            ),
        ),
        row(
            "BalanceP",
            balance.p,
            format!(
                "Share of such deals at least as balanced: small means more balanced than chance{cost}"
            ),
        ),
        SummaryRow {
            low: any.then_some(frustration.lower as f64),
            high: any.then_some(frustration.upper as f64),
            ..row(
                "Frustration",
                (any && is_exact).then_some(frustration.upper as f64),
                "Least number of edges to change or drop until the network is balanced (Harary 1959): Low by packing cycles, High by local search, Value only where they meet",
            )
        },
        row(
            "BalanceEdges",
            signed.firm as f64,
            format!(
                "Positive and negative edges whose Stance rests on at least {LEAST_SIGNED_ARTICLES} articles and is at least {LEAST_SIGNED_SCORE} away from 0: triads, balance and frustration are computed on these"
            ),
        ),
        widespread(sources),
    ]
}

/// Actors in nearly every article: edges with them say little.
fn widespread(sources: &SummarySources<'_>) -> SummaryRow<'static> {
    const NAMED: usize = 5;
    let found = sources.widespread;
    let percent = format!("{} %", (100.0 * WIDESPREAD).round());
    let note = if found.is_empty() {
        format!("Actors in at least {percent} of the articles: none")
    } else {
        let named: Vec<String> = found
            .iter()
            .take(NAMED)
            .map(|(label, share)| format!("{label} ({:.0} %)", 100.0 * share))
            .collect();
        let more = if found.len() > NAMED { ", …" } else { "" };
        format!(
            "Actors in at least {percent} of the articles: {}{more}. Whom they appear with says little; --level sentence counts who shares a sentence",
            named.join(", ")
        )
    };
    row("WidespreadActors", found.len() as f64, note)
}
