//! The tables of a network against hand-counted cases, formulas and each other.

use super::*;
use crate::stats::Counts;
use crate::stats::leiden::Quality;

/// A corpus of blocs: actors 0 to 3 and 4 to 7 meet among themselves, 8 and 9 are everywhere, digests name all.
fn blocs() -> Vec<Sample> {
    let mut samples = Vec::new();
    for i in 0..60_u32 {
        let bloc = 4 * (i % 2);
        let (a, b, c) = (bloc + i % 4, bloc + (i / 2) % 4, 8 + (i / 3) % 2);
        samples.push(article(&[&[a, b], &[c], &[a]]));
    }
    for _ in 0..6 {
        samples.push(article(&[&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]));
    }
    samples
}

fn with(change: impl FnOnce(&mut NetworkSettings)) -> NetworkTables {
    let mut settings = NetworkSettings::default();
    change(&mut settings);
    made(&blocs(), &settings)
}

#[test]
fn new_columns_come_after_the_published_ones_and_in_order() {
    let tables = made(&[], &NetworkSettings::default());
    let edges = headings(&tables.edges);
    assert!(
        edges.contains(
            "StanceHigh,LnP,StanceArticles,PMI,ChiSquare,LogOdds,LogOddsLow,LogOddsHigh,Jaccard,Dice,Lift,TScore,SDSMExpected,SDSMP,SDSMQ,NoiseCorrectedScore,NoiseCorrectedP,Consensus,OutletShare"
        ),
        "{edges}"
    );
    let actors = headings(&tables.actors);
    assert!(
        actors.contains(
            "Tone,BetweennessError,Component,Core,Eigenvector,Closeness,Clustering,Participation,PositiveDegree,NegativeDegree,PageRankLow"
        ),
        "{actors}"
    );
    assert_eq!(headings(&tables.summary), "Measure,Value,Low,High,Note");
    // Without articles the summary says so in numbers, and nothing is invented.
    assert_eq!((tables.actors.rows(), tables.edges.rows()), (0, 0));
    assert_eq!(of(&tables.summary, "Edges"), 0.0);
    assert!(of(&tables.summary, "Density").is_nan());
    assert!(of(&tables.summary, "Balance").is_nan());
}

/// A value of the summary; `NaN` if it is empty.
fn of(summary: &Table, measure: &str) -> f64 {
    let row = (0..summary.rows()).find(|&row| summary.cell(row, "Measure") == Cell::Text(measure));
    number(
        summary,
        row.unwrap_or_else(|| panic!("no {measure}")),
        "Value",
    )
}

#[test]
fn every_measure_of_an_edge_is_that_of_its_counts() {
    let tables = with(|_| ());
    let articles = blocs().len() as u64;
    let edges = &tables.edges;
    let actor = |id: Cell<'_>| {
        let found = (0..tables.actors.rows()).find(|&row| tables.actors.cell(row, "Id") == id);
        number(&tables.actors, found.unwrap(), "Articles") as u64
    };
    for row in 0..edges.rows() {
        let (n_a, n_b) = (
            actor(edges.cell(row, "Source")),
            actor(edges.cell(row, "Target")),
        );
        let counts = Counts::new(articles, n_a, n_b, number(edges, row, "Weight") as u64).unwrap();
        let odds = counts.log_odds().unwrap();
        for (column, value) in [
            ("PMI", counts.pmi().unwrap()),
            ("ChiSquare", counts.chi2().unwrap()),
            ("LogOdds", odds.estimate),
            ("LogOddsLow", odds.low),
            ("LogOddsHigh", odds.high),
            ("Jaccard", counts.jaccard().unwrap()),
            ("Dice", counts.dice().unwrap()),
            ("Lift", counts.lift().unwrap()),
            ("TScore", counts.t_score().unwrap()),
        ] {
            assert_eq!(
                number(edges, row, column),
                rounded(value),
                "{column} of row {row}"
            );
        }
    }
    assert_eq!(check_edges(&tables.actors, edges, true), []);
    assert_eq!(
        check_summary(&tables.summary, &tables.actors, edges, 0.05),
        []
    );
}

#[test]
fn an_actor_in_every_article_has_no_association() {
    let samples = [article(&[&[0, 1]]), article(&[&[0]]), article(&[&[0, 2]])];
    let edges = made(&samples, &NetworkSettings::default()).edges;
    for column in ["NPMI", "G2", "ChiSquare", "LogOdds", "LogOddsLow"] {
        assert_eq!(edges.cell(0, column), Cell::Empty, "{column}");
    }
    assert_eq!(
        (number(&edges, 0, "PMI"), number(&edges, 0, "Lift")),
        (0.0, 1.0)
    );
    assert_eq!(number(&edges, 0, "P"), 1.0);
}

#[test]
fn rankings_keep_the_largest_by_each_measure() {
    let whole = with(|_| ()).edges;
    for (ranking, column) in [
        (Ranking::Pmi, "PMI"),
        (Ranking::LogOdds, "LogOdds"),
        (Ranking::Jaccard, "Jaccard"),
        (Ranking::Dice, "Dice"),
        (Ranking::Lift, "Lift"),
        (Ranking::TScore, "TScore"),
        (Ranking::Npmi, "NPMI"),
    ] {
        let top = with(|s| (s.top, s.ranking) = (Some(7), ranking)).edges;
        let mut all: Vec<f64> = (0..whole.rows())
            .map(|row| number(&whole, row, column))
            .collect();
        let mut kept: Vec<f64> = (0..7).map(|row| number(&top, row, column)).collect();
        all.sort_unstable_by(|x, y| y.total_cmp(x));
        kept.sort_unstable_by(|x, y| y.total_cmp(x));
        assert_eq!(kept, all[..7], "{column}");
    }
    // By chi-square only pairs that meet more often than expected count.
    let top = with(|s| (s.top, s.ranking) = (Some(7), Ranking::ChiSquare)).edges;
    assert!((0..7).all(|row| number(&top, row, "Lift") > 1.0));
}

#[test]
fn backbones_keep_what_their_columns_say() {
    type Holds<'a> = Box<dyn Fn(usize) -> bool + 'a>;
    let whole = with(|_| ());
    let edges = &whole.edges;
    let x = |row, column| number(edges, row, column);
    let cases: [(Backbone, Holds<'_>); 6] = [
        (
            Backbone::Disparity,
            Box::new(|row| x(row, "Backbone") < 0.1),
        ),
        (Backbone::Hypergeometric, Box::new(|row| x(row, "Q") <= 0.1)),
        (Backbone::Sdsm, Box::new(|row| x(row, "SDSMQ") <= 0.1)),
        (
            Backbone::NoiseCorrected,
            Box::new(|row| x(row, "NoiseCorrectedP") <= 0.1),
        ),
        (
            Backbone::Consensus { least: 2 },
            Box::new(|row| votes(edges, row) >= 2),
        ),
        (
            Backbone::Consensus { least: 4 },
            Box::new(|row| votes(edges, row) == 4),
        ),
    ];
    for (backbone, holds) in cases {
        let some = with(|s| (s.backbone, s.alpha) = (Some(backbone), 0.1));
        let kept: Vec<usize> = (0..edges.rows()).filter(|&row| holds(row)).collect();
        assert_eq!(some.edges.rows(), kept.len(), "{backbone:?}");
        assert_eq!(some.in_backbone, Some(kept.len() as u64));
        for (row, &of_whole) in kept.iter().enumerate() {
            assert_eq!(
                some.edges.cell(row, "Source"),
                edges.cell(of_whole, "Source")
            );
            assert_eq!(
                some.edges.cell(row, "Target"),
                edges.cell(of_whole, "Target")
            );
            assert_eq!(
                number(&some.edges, row, "Consensus"),
                f64::from(votes(edges, of_whole))
            );
        }
        // Only the table of edges is less.
        assert_eq!(some.actors, whole.actors);
        assert_eq!(of(&some.summary, "Edges"), of(&whole.summary, "Edges"));
    }
}

/// How many of the four models keep an edge at 0.1, by its cells.
fn votes(edges: &Table, row: usize) -> u8 {
    let x = |column| number(edges, row, column);
    u8::from(x("Backbone") < 0.1)
        + u8::from(x("Q") <= 0.1)
        + u8::from(x("SDSMQ") <= 0.1)
        + u8::from(x("NoiseCorrectedP") <= 0.1)
}

#[test]
fn the_degree_sequence_model_allows_for_digests() {
    // 10 and 11 meet in digests of ten only: nothing but size brings them together.
    let digest = |i: u32| -> Vec<u32> {
        let left_out = |actor: &u32| *actor == i || *actor == i + 1;
        (0..12).filter(|actor| !left_out(actor)).collect()
    };
    let digests: Vec<Vec<u32>> = (0..8).map(digest).collect();
    let mut samples: Vec<Sample> = digests.iter().map(|d| article(&[d])).collect();
    samples.extend((0..80_u32).map(|i| article(&[&[i % 10, (i + 1 + i / 10) % 10]])));
    let settings = |sdsm| NetworkSettings {
        sdsm,
        ..NetworkSettings::default()
    };
    let published = made(&samples, &settings(SdsmChoice::Published)).edges;
    let last = published.rows() - 1;
    assert_eq!(published.cell(last, "Source"), Cell::Text("A10"));
    let p = |column| number(&published, last, column);
    assert!(
        p("P") < 1e-6 && p("SDSMP") > 1000.0 * p("P"),
        "{} {}",
        p("P"),
        p("SDSMP")
    );
    assert!(p("SDSMExpected") > p("Expected"));
    let exact = made(&samples, &settings(SdsmChoice::Exact)).edges;
    assert!(number(&exact, last, "SDSMP") != p("SDSMP"));
    let never = made(&samples, &settings(SdsmChoice::Never));
    for column in ["SDSMExpected", "SDSMP", "SDSMQ", "Consensus"] {
        assert_eq!(never.edges.cell(last, column), Cell::Empty, "{column}");
    }
    assert!(
        of(&never.summary, "EdgesSDSM").is_nan() && of(&never.summary, "EdgesConsensus").is_nan()
    );
    assert!(!never.has_sdsm);
}

#[test]
fn places_of_actors_in_a_small_network() {
    // A triangle 0 1 2 with a tail 3, and a pair 4 5 apart; 6 is mentioned alone.
    let samples = [
        article(&[&[0, 1]]),
        article(&[&[0, 2]]),
        article(&[&[1, 2]]),
        article(&[&[2, 3]]),
        article(&[&[4, 5]]),
        article(&[&[6]]),
    ];
    let tables = made(&samples, &NetworkSettings::default());
    let column = |name| -> Vec<f64> {
        (0..7)
            .map(|row| number(&tables.actors, row, name))
            .collect()
    };
    assert_eq!(column("Component"), [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 3.0]);
    assert_eq!(column("Core"), [2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.0]);
    // 3 others of 6, at distances 1 1 2: 3/6 × 3/4; for the hub 2 at distances 1 1 1.
    assert_eq!(
        column("Closeness")[..5],
        [0.375, 0.375, 0.5, 0.3, 0.166_667]
    );
    assert_eq!(column("Clustering")[..3], [1.0, 1.0, 0.333_333]);
    for (row, name) in [
        (3, "Clustering"),
        (6, "Closeness"),
        (6, "Eigenvector"),
        (6, "Participation"),
    ] {
        assert_eq!(tables.actors.cell(row, name), Cell::Empty, "{name}");
    }
    for (measure, value) in [
        ("Articles", 6.0),
        ("Units", 6.0),
        ("Actors", 7.0),
        ("Edges", 5.0),
        ("Density", 0.238_095), // 5 of 21
        ("Components", 3.0),
        ("LargestComponent", 4.0),
        ("LargestCore", 2.0),
        ("Transitivity", 0.6),         // 3 of 5 paths
        ("MeanClustering", 0.333_333), // (1 + 1 + 1/3) / 7
    ] {
        assert_eq!(of(&tables.summary, measure), value, "{measure}");
    }
    let without = made(
        &samples,
        &NetworkSettings {
            betweenness: PathsChoice::Never,
            ..NetworkSettings::default()
        },
    );
    for name in ["Betweenness", "BetweennessError", "Closeness"] {
        assert_eq!(without.actors.cell(0, name), Cell::Empty, "{name}");
    }
}

#[test]
fn the_constant_potts_model_is_another_quality() {
    let cpm = with(|s| (s.quality, s.resolution) = (Quality::Cpm, 1000.0));
    // No tie is as heavy as that: all alone.
    assert_eq!(of(&cpm.summary, "Communities"), 10.0);
    assert_eq!(of(&cpm.summary, "CPM"), 0.0);
    assert!(of(&with(|_| ()).summary, "Modularity") > 0.0);
}

#[test]
fn communities_are_those_of_the_edges_beyond_chance() {
    let mut samples = Vec::new();
    for bloc in [0, 4] {
        for (a, b) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] {
            samples.extend(vec![article(&[&[bloc + a, bloc + b]]); 10]);
        }
    }
    samples.extend(vec![article(&[&[0, 1, 2, 3, 4, 5, 6, 7]]); 6]);
    // Often there and hardly ever with anybody.
    samples.extend(vec![article(&[&[8]]); 40]);
    samples.push(article(&[&[0, 8]]));
    let chance = made(&samples, &NetworkSettings::default());
    let settings = NetworkSettings {
        communities: CommunityEdges::All,
        ..NetworkSettings::default()
    };
    let all = made(&samples, &settings);
    let communities = |tables: &NetworkTables| -> Vec<f64> {
        (0..9)
            .map(|row| number(&tables.actors, row, "Community"))
            .collect()
    };
    assert_eq!(
        communities(&chance),
        [1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0]
    );
    assert_eq!(communities(&all)[8], 1.0);
    assert_eq!(number(&chance.actors, 8, "Degree"), 1.0);
    assert_eq!(chance.actors.cell(8, "Participation"), Cell::Empty);
    assert!((of(&chance.summary, "Modularity") - 0.5).abs() < 1e-9);
    assert!(of(&all.summary, "Modularity") < 0.4);
}

#[test]
fn the_noise_corrected_p_of_light_edges_is_left_out() {
    let edges = with(|_| ()).edges;
    let light = |row: &usize| number(&edges, *row, "Weight") < 3.0;
    let empty = |row: usize| edges.cell(row, "NoiseCorrectedP") == Cell::Empty;
    let mut samples = blocs();
    samples.push(article(&[&[10, 11]]));
    let more = made(&samples, &NetworkSettings::default()).edges;
    let last = more.rows() - 1;
    assert_eq!(number(&more, last, "Weight"), 1.0);
    assert_eq!(more.cell(last, "NoiseCorrectedP"), Cell::Empty);
    assert_ne!(more.cell(last, "NoiseCorrectedScore"), Cell::Empty);
    assert!((0..edges.rows()).all(|row| light(&row) == empty(row)));
}

#[test]
fn actors_in_nearly_every_article_are_named() {
    let mut samples = vec![article(&[&[0, 1]]); 19];
    samples.push(article(&[&[2]]));
    let summary = made(&samples, &NetworkSettings::default()).summary;
    assert_eq!(of(&summary, "WidespreadActors"), 2.0);
    let row = (0..summary.rows())
        .find(|&row| summary.cell(row, "Measure") == Cell::Text("WidespreadActors"));
    let Cell::Text(note) = summary.cell(row.unwrap(), "Note") else {
        panic!("no note");
    };
    assert!(
        note.contains("A00 (95 %), A01 (95 %)") && note.contains("--level sentence"),
        "{note}"
    );
    assert_eq!(of(&with(|_| ()).summary, "WidespreadActors"), 0.0);
}

#[test]
fn balance_takes_no_notice_of_faint_attitudes() {
    let faint = judged(&[(0, 1, 500), (0, 2, 500), (1, 2, 50)]);
    let tables = made(&faint, &NetworkSettings::default());
    assert_eq!(of(&tables.summary, "PositiveEdges"), 3.0);
    assert_eq!(of(&tables.summary, "BalanceEdges"), 2.0);
    assert_eq!(of(&tables.summary, "TriadsPPP"), 0.0);
    let clear = judged(&[(0, 1, 500), (0, 2, 500), (1, 2, 150)]);
    let tables = made(&clear, &NetworkSettings::default());
    assert_eq!(of(&tables.summary, "TriadsPPP"), 1.0);
}

/// Articles with a judged pair each.
fn judged(pairs: &[(u32, u32, i16)]) -> Vec<Sample> {
    let mut samples = Vec::new();
    for &(a, b, score) in pairs {
        for i in 0..6 {
            let mut sample = article(&[&[a, b]]);
            sample.judgements = vec![judgement(a, b, 0, score + i)];
            samples.push(sample);
        }
    }
    samples
}

#[test]
fn signs_triads_balance_and_frustration() {
    // 0 1 2: two friends and their common enemy. 0 1 3: the friends disagree over 3. 0 4: no clear sign.
    let samples = judged(&[
        (0, 1, 500),
        (0, 2, -500),
        (1, 2, -500),
        (0, 3, 500),
        (1, 3, -500),
    ]);
    let mut samples = samples;
    for score in [-900, 900, -900, 900] {
        let mut sample = article(&[&[0, 4]]);
        sample.judgements = vec![judgement(0, 4, 0, score)];
        samples.push(sample);
    }
    let tables = made(&samples, &NetworkSettings::default());
    let column = |name| -> Vec<f64> {
        (0..5)
            .map(|row| number(&tables.actors, row, name))
            .collect()
    };
    assert_eq!(column("PositiveDegree"), [2.0, 1.0, 0.0, 1.0, 0.0]);
    assert_eq!(column("NegativeDegree"), [1.0, 2.0, 2.0, 1.0, 0.0]);
    for (measure, value) in [
        ("PositiveEdges", 2.0),
        ("NegativeEdges", 3.0),
        ("TriadsPPP", 0.0),
        ("TriadsPPN", 1.0),
        ("TriadsPNN", 1.0),
        ("TriadsNNN", 0.0),
        ("Balance", 0.5),
        ("Frustration", 1.0),
    ] {
        assert_eq!(of(&tables.summary, measure), value, "{measure}");
    }
    assert!((0.0..=1.0).contains(&of(&tables.summary, "BalanceP")));
    assert_eq!(check_edges(&tables.actors, &tables.edges, true), []);
    assert_eq!(
        check_summary(&tables.summary, &tables.actors, &tables.edges, 0.05),
        []
    );
}

#[test]
fn a_summary_of_another_network_is_found_out() {
    let one = with(|_| ());
    let other = made(&blocs()[..20], &NetworkSettings::default());
    assert!(!check_summary(&one.summary, &other.actors, &other.edges, 0.05).is_empty());
    assert!(!check_summary(&one.summary, &one.actors, &one.edges, 1e-9).is_empty());
}

#[test]
fn tables_do_not_depend_on_threads() {
    let tables = with(|s| s.threads = 1);
    assert_eq!(with(|s| s.threads = 3), tables);
}
