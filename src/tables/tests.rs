mod bootstrap;
mod columns;
mod network;
mod properties;
mod sensitivity;
mod time;

use super::*;
use crate::model::{ActorIndex, ActorInfo, ActorType, Period};
use crate::tally::tests::{Sample, add_all, article, judgement, tone};
use crate::tally::{self, Network, NetworkCounts, Stance, StanceSettings, Tally, ToneByOutlet};

fn ids(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("A{i:02}")).collect()
}

fn counted(samples: &[Sample]) -> (NetworkCounts, Vec<tally::ScoreRow>) {
    let pooled = StanceSettings {
        undirected: true,
        ..StanceSettings::default()
    };
    let both = add_all(
        (
            Network::new(tally::CountSettings::default()),
            Stance::new(pooled),
        ),
        samples,
    );
    (
        both.0.finish().expect("few pairs need no disk"),
        both.1.finish().unwrap(),
    )
}

fn made(samples: &[Sample], settings: &NetworkSettings) -> NetworkTables {
    let (counts, stance) = counted(samples);
    let ids = ids(30);
    let labels = ActorLabels::new(&|_| None, []);
    let input = NetworkInput {
        counts: &counts,
        stance: &stance,
        ids: &ids,
        labels: &labels,
        tested: None,
        support: None,
        bootstrap: None,
    };
    network_tables(&input, settings)
}

fn number(table: &Table, row: usize, column: &str) -> f64 {
    match table.cell(row, column) {
        Cell::Integer(n) => n as f64,
        Cell::Real(x) => x,
        _ => f64::NAN,
    }
}

fn headings(table: &Table) -> String {
    table
        .columns()
        .iter()
        .map(|c| c.spec.name)
        .collect::<Vec<_>>()
        .join(",")
}

#[test]
fn the_published_columns_come_first_and_in_order() {
    let network = made(&[], &NetworkSettings::default());
    let tail = "Articles,Stories,Sentences,Positive,Negative,Neutral,Score,Low,High,P,Q";
    for (table, published) in [
        (
            network.actors,
            "Id,Label,Type,Country,Articles,Stories,Sentences,Mentions,Degree,Strength,PageRank,Betweenness,Community,Tone"
                .to_owned(),
        ),
        (
            network.edges,
            "Source,Target,Type,Weight,Articles,Stories,Sentences,Expected,NPMI,G2,P,Q,Backbone,Stance,StanceLow,StanceHigh"
                .to_owned(),
        ),
        (stance_table(&[], &[], &AttitudeSettings::default()), format!("Source,Target,Period,{tail}")),
        (tone_table(&[], &[], &[], &AttitudeSettings::default()), format!("Outlet,Target,Period,{tail}")),
        (evidence_table([]), "Article,Date,Outlet,Title,Sentence,Source,Target,Label,Score,Text,Url".to_owned()),
        (reject_table([]), "Input,Line,Offset,Reason,Excerpt".to_owned()),
    ] {
        assert!(headings(&table).starts_with(&published), "{}: {}", table.name, headings(&table));
        assert_eq!(table.rows(), 0);
    }
}

#[test]
fn a_pair_has_the_numbers_of_the_formulas() {
    // Fisher's tea: 8 articles, each actor in 4, always together. P = 1/70.
    let mut samples = vec![article(&[&[0, 1]]); 4];
    samples.extend(vec![article(&[&[]]); 4]);
    let NetworkTables {
        actors,
        edges,
        tested,
        ..
    } = made(&samples, &NetworkSettings::default());
    assert_eq!((actors.rows(), edges.rows(), tested), (2, 1, 1));
    assert_eq!(edges.cell(0, "Source"), Cell::Text("A00"));
    assert_eq!(edges.cell(0, "Type"), Cell::Text("Undirected"));
    for (column, value) in [
        ("Weight", 4.0),
        ("Articles", 4.0),
        ("Stories", 4.0),
        ("Sentences", 4.0),
        ("Expected", 2.0),
        ("NPMI", 1.0),
        ("G2", 11.0904), // 16 ln 2
        ("P", 0.014_285_7),
        ("Q", 0.014_285_7),
        ("LnP", -4.248_5), // -ln 70
        ("Backbone", 1.0), // both ends have this edge only
        ("StanceArticles", 0.0),
    ] {
        assert_eq!(number(&edges, 0, column), value, "{column}");
    }
    for column in ["Stance", "StanceLow", "StanceHigh"] {
        assert_eq!(edges.cell(0, column), Cell::Empty, "{column}");
    }
    for (column, value) in [
        ("Degree", 1.0),
        ("Strength", 4.0),
        ("PageRank", 0.5),
        ("Community", 1.0),
        ("Betweenness", 0.0),
    ] {
        assert_eq!(number(&actors, 1, column), value, "{column}");
    }
    assert_eq!(actors.cell(0, "Tone"), Cell::Empty);
    assert!(check_edges(&actors, &edges, true).is_empty());
}

#[test]
fn a_tail_too_small_for_a_number_is_not_written_as_zero() {
    let mut samples = vec![article(&[&[0, 1]]); 1000];
    samples.extend(vec![article(&[&[]]); 1000]);
    let edges = made(&samples, &NetworkSettings::default()).edges;
    assert_eq!(
        (number(&edges, 0, "P"), number(&edges, 0, "Q")),
        (LEAST_P, LEAST_P)
    );
    // ln C(2000, 1000) = 1382.2678…, by Stirling's series.
    let exact = 2000.0 * 2.0_f64.ln() - 0.5 * (std::f64::consts::PI * 1000.0).ln() - 1.0 / 8000.0;
    assert!((number(&edges, 0, "LnP") + exact).abs() < 0.01);
}

#[test]
fn filters_leave_the_tests_as_they_are() {
    let samples: Vec<Sample> = (0..40_u32)
        .map(|i| article(&[&[i % 3, 3 + i % 5], &[8 + i % 2]]))
        .chain((0..20).map(|_| article(&[&[0, 3, 8]])))
        .collect();
    let whole = made(&samples, &NetworkSettings::default());
    assert!(check_edges(&whole.actors, &whole.edges, true).is_empty());
    for (settings, expected) in [
        (
            NetworkSettings {
                min_weight: 10,
                ..NetworkSettings::default()
            },
            None,
        ),
        (
            NetworkSettings {
                top: Some(3),
                ..NetworkSettings::default()
            },
            Some(3),
        ),
        (
            NetworkSettings {
                top: Some(4),
                ranking: Ranking::P,
                ..NetworkSettings::default()
            },
            Some(4),
        ),
    ] {
        let some = made(&samples, &settings);
        assert_eq!(some.actors, whole.actors);
        assert_eq!(some.tested, whole.tested);
        assert!(some.edges.rows() > 0 && some.edges.rows() < whole.edges.rows());
        assert!(expected.is_none_or(|n| some.edges.rows() == n));
        let line = |table: &Table, row: usize| {
            table
                .columns()
                .iter()
                .map(|c| format!("{:?}", c.cell(row)))
                .collect::<Vec<_>>()
        };
        let all: Vec<_> = (0..whole.edges.rows())
            .map(|row| line(&whole.edges, row))
            .collect();
        let kept: Vec<_> = (0..some.edges.rows())
            .map(|row| line(&some.edges, row))
            .collect();
        assert!(kept.iter().all(|row| all.contains(row)));
        assert!(kept.is_sorted());
        let left_out = |column: &str| -> Vec<f64> {
            (0..all.len())
                .filter(|&i| !kept.contains(&all[i]))
                .map(|i| number(&whole.edges, i, column))
                .collect()
        };
        let (column, sign) = if settings.ranking == Ranking::P {
            ("P", -1.0)
        } else {
            ("Weight", 1.0)
        };
        let worst = (0..kept.len())
            .map(|i| sign * number(&some.edges, i, column))
            .fold(f64::INFINITY, f64::min);
        assert!(left_out(column).iter().all(|x| sign * x <= worst));
    }
}

#[test]
fn a_pair_in_one_article_is_no_edge_between_sentences() {
    let mut network = Network::new(tally::CountSettings {
        level: tally::Level::Sentence,
        ..Default::default()
    });
    network.add(&article(&[&[0], &[1], &[1, 2]]).view());
    let counts = network.finish().expect("few pairs need no disk");
    let labels = ActorLabels::new(&|_| None, []);
    let ids = ids(3);
    let input = NetworkInput {
        counts: &counts,
        stance: &[],
        ids: &ids,
        labels: &labels,
        tested: None,
        support: None,
        bootstrap: None,
    };
    let NetworkTables { actors, edges, .. } = network_tables(&input, &NetworkSettings::default());
    assert_eq!((actors.rows(), edges.rows()), (3, 1));
    assert_eq!(
        (edges.cell(0, "Source"), number(&edges, 0, "Weight")),
        (Cell::Text("A01"), 1.0)
    );
    assert_eq!(number(&edges, 0, "Expected"), 0.666_667); // 2 × 1 / 3 sentences
}

#[test]
fn actors_are_called_by_dictionary_then_by_articles_then_by_id() {
    let info = |id: &str, label: &str| ActorInfo {
        id: id.into(),
        label: label.into(),
        kind: ActorType::Person,
        country: String::new(),
    };
    let known = |id: &str| (id == "A00").then(|| info("A00", "known"));
    let discovered = [
        info("A00", "ignored"),
        info("A01", "Bo Larsen"),
        info("A01", "B. Larsen"),
    ];
    let labels = ActorLabels::new(&known, &discovered);
    assert_eq!(labels.info("A00").label, "known");
    assert_eq!(labels.info("A01").label, "B. Larsen");
    assert_eq!(
        labels.info("USA:doe"),
        ActorInfo {
            kind: ActorType::Other,
            country: "USA".into(),
            ..info("USA:doe", "USA:doe")
        }
    );
}

fn with_stance(scores: &[i16]) -> Vec<Sample> {
    scores
        .iter()
        .map(|&score| {
            let mut sample = article(&[&[0, 1]]);
            sample.judgements = vec![judgement(0, 1, 0, score)];
            sample.tones = vec![tone(1, 0, score)];
            sample.day = Some(40);
            sample
        })
        .collect()
}

#[test]
fn scores_are_means_over_articles_with_interval_and_test() {
    let stance = add_all(Stance::default(), &with_stance(&[300, 300, 700, 700, 700]));
    let rows = stance.finish().unwrap();
    let table = stance_table(&rows, &ids(2), &AttitudeSettings::default());
    assert_eq!(number(&table, 0, "Score"), 0.54);
    assert_eq!(number(&table, 0, "P"), 0.0625); // 2 of 2⁵ sign patterns
    assert_eq!(number(&table, 0, "Positive"), 5.0);
    let (low, high) = (number(&table, 0, "Low"), number(&table, 0, "High"));
    // Student: 0.54 ± 2.776 × 0.2191 ÷ √5.
    assert!((low - 0.268).abs() < 1e-3 && (high - 0.812).abs() < 1e-3);
    assert!(check_attitudes(&table).is_empty());
    let hidden = AttitudeSettings {
        min_articles: 6,
        ..AttitudeSettings::default()
    };
    let table = stance_table(&rows, &ids(2), &hidden);
    assert_eq!(number(&table, 0, "Articles"), 5.0);
    for column in ["Score", "Low", "High", "P", "Q"] {
        assert_eq!(table.cell(0, column), Cell::Empty);
    }
}

#[test]
fn edges_and_actors_show_the_scores_of_enough_articles() {
    let samples = with_stance(&[-500, -500, 100]);
    let shown = made(&samples, &NetworkSettings::default());
    assert_eq!(number(&shown.edges, 0, "Stance"), -0.3);
    assert_eq!(number(&shown.edges, 0, "StanceArticles"), 3.0);
    assert_eq!(number(&shown.actors, 1, "Tone"), -0.3);
    assert_eq!(shown.actors.cell(0, "Tone"), Cell::Empty);
    let hidden = made(
        &samples,
        &NetworkSettings {
            min_articles: 4,
            ..NetworkSettings::default()
        },
    );
    assert_eq!(hidden.edges.cell(0, "Stance"), Cell::Empty);
    assert_eq!(hidden.actors.cell(1, "Tone"), Cell::Empty);
}

#[test]
fn tone_is_by_outlet_and_period() {
    let settings = StanceSettings {
        calendar: Some(Period::Year.into()),
        ..StanceSettings::default()
    };
    let tones = ToneByOutlet::new(settings);
    let mut samples = with_stance(&[400, -200]);
    samples[0].nameless = true;
    samples[1].outlet = 1;
    let tones = add_all(tones, &samples);
    let outlets = ["", "The Fjord"].map(String::from);
    let settings = AttitudeSettings {
        calendar: Some(Period::Year.into()),
        ..AttitudeSettings::default()
    };
    let table = tone_table(&tones.finish().unwrap(), &outlets, &ids(2), &settings);
    assert_eq!(table.cell(0, "Outlet"), Cell::Empty);
    assert_eq!(table.cell(1, "Outlet"), Cell::Text("The Fjord"));
    assert_eq!(table.cell(1, "Period"), Cell::Text("1970"));
    assert_eq!(number(&table, 1, "Score"), -0.2);
    assert_eq!(table.cell(1, "Low"), Cell::Empty); // one article has no interval
    assert_eq!(number(&table, 1, "Contrast"), -0.6); // -0.2 here, 0.4 elsewhere
    assert_eq!(number(&table, 0, "Contrast"), 0.6);
    assert_eq!(table.cell(1, "ContrastLow"), Cell::Empty);
}

#[test]
fn contrasts_have_intervals_where_both_sides_have_articles() {
    let mut samples = with_stance(&[-600, -500, -700, 100, 0, 200, 100]);
    for (i, sample) in samples.iter_mut().enumerate() {
        sample.outlet = u32::from(i >= 3);
    }
    let tones = add_all(ToneByOutlet::default(), &samples);
    let outlets = ["Cold", "Mild"].map(String::from);
    let rows = tones.finish().unwrap();
    let table = tone_table(&rows, &outlets, &ids(2), &AttitudeSettings::default());
    assert_eq!(number(&table, 0, "Contrast"), -0.7);
    assert!(number(&table, 0, "ContrastLow") < -0.7);
    assert!(number(&table, 0, "ContrastHigh") < -0.4);
    let strict = AttitudeSettings {
        min_articles: 4,
        ..AttitudeSettings::default()
    };
    let table = tone_table(&rows, &outlets, &ids(2), &strict);
    assert_eq!(table.cell(1, "Contrast"), Cell::Empty); // the other side has three articles
}

#[test]
fn broken_totals_are_found() {
    let counts = tally::ScoreCounts {
        sentences: 3,
        positive: 1,
        ..Default::default()
    };
    let row = tally::ScoreRow {
        source: ActorIndex::new(0),
        target: ActorIndex::new(1),
        period: tally::PeriodKey::NONE,
        counts,
    };
    let table = stance_table(&[row], &ids(2), &AttitudeSettings::default());
    let rules: Vec<_> = check_attitudes(&table).iter().map(|m| m.rule).collect();
    assert_eq!(
        rules,
        [
            "Positive + Negative + Neutral = Sentences",
            "1 <= Articles <= Sentences",
            "1 <= Stories <= Articles"
        ]
    );
    let network = made(&with_stance(&[1]), &NetworkSettings::default());
    let empty = made(&[], &NetworkSettings::default());
    assert_eq!(check_edges(&network.actors, &empty.edges, true).len(), 4); // Degree and Strength of two actors
    assert_eq!(check_edges(&empty.actors, &network.edges, false).len(), 1);
}

#[test]
fn attitudes_by_period_have_no_rows_without_a_period() {
    let dated = |day| Sample {
        day: Some(day),
        judgements: vec![judgement(0, 1, 0, 500)],
        ..article(&[&[0, 1]])
    };
    let undated = Sample {
        judgements: vec![judgement(0, 1, 0, -500)],
        ..article(&[&[0, 1]])
    };
    let samples = [dated(0), dated(400), undated];
    let by_year = StanceSettings {
        calendar: Some(Period::Year.into()),
        ..StanceSettings::default()
    };
    let rows = add_all(Stance::new(by_year), &samples).finish().unwrap();
    let settings = AttitudeSettings {
        calendar: Some(Period::Year.into()),
        ..AttitudeSettings::default()
    };
    let table = stance_table(&rows, &ids(2), &settings);
    assert_eq!(table.name, "stance_by_period");
    let periods: Vec<Cell<'_>> = (0..table.rows())
        .map(|row| table.cell(row, "Period"))
        .collect();
    assert_eq!(periods, [Cell::Text("1970"), Cell::Text("1971")]);
    let rows = add_all(Stance::default(), &samples).finish().unwrap();
    let whole = stance_table(&rows, &ids(2), &AttitudeSettings::default());
    assert_eq!((whole.name.as_str(), whole.rows()), ("stance", 1));
    assert_eq!(number(&whole, 0, "Articles"), 3.0);
}

#[test]
fn stance_by_outlet_adds_up_to_stance() {
    let samples: Vec<Sample> = (0..24_u32)
        .map(|i| Sample {
            outlet: i % 3,
            judgements: vec![judgement(i % 2, 2, 0, 100 * i as i16 - 900)],
            ..article(&[&[0, 1, 2]])
        })
        .collect();
    let outlets = ["North", "South", "West"].map(String::from);
    let rows = add_all(tally::StanceByOutlet::default(), &samples)
        .finish()
        .unwrap();
    let by_outlet = stance_by_outlet_table(&rows, &outlets, &ids(3), &AttitudeSettings::default());
    let rows = add_all(Stance::default(), &samples).finish().unwrap();
    let whole = stance_table(&rows, &ids(3), &AttitudeSettings::default());
    assert_eq!((by_outlet.rows(), whole.rows()), (6, 2));
    assert_eq!(check_attitudes(&by_outlet), []);
    for row in 0..whole.rows() {
        for column in ["Articles", "Sentences", "Positive", "Negative", "Neutral"] {
            let parts =
                (0..6).filter(|&part| by_outlet.cell(part, "Source") == whole.cell(row, "Source"));
            let sum: f64 = parts.map(|part| number(&by_outlet, part, column)).sum();
            assert_eq!(sum, number(&whole, row, column), "{column}");
        }
    }
    let mean: f64 = (0..24)
        .filter(|i| i % 3 == 0 && i % 2 == 0)
        .map(|i| f64::from(100 * i - 900))
        .sum::<f64>()
        / 4.0;
    assert_eq!(by_outlet.cell(0, "Outlet"), Cell::Text("North"));
    assert_eq!(number(&by_outlet, 0, "Score"), rounded(mean / 1000.0));
}

#[test]
fn labels_stand_beside_ids() {
    let row = StanceRow {
        source: "A",
        target: "B",
        ..StanceRow::default()
    };
    let actor = ActorRow {
        id: "A",
        label: "Alpha",
        ..ActorRow::default()
    };
    let evidence = EvidenceRow {
        source: "A",
        target: "B",
        label: "positive",
        ..EvidenceRow::default()
    };
    let tone = ToneRow {
        target: "B",
        ..ToneRow::default()
    };
    let mut tables = [
        Table::new("actors", [actor]),
        Table::new("stance", [row]),
        Table::new("evidence", [evidence]),
        Table::new("tone", [tone]),
    ];
    add_labels(&mut tables, &|id| format!("name of {id}"));
    let [_, stance, evidence, tone] = &tables;
    for table in [stance, evidence] {
        assert_eq!(table.cell(0, "SourceLabel"), Cell::Text("Alpha"));
        assert_eq!(table.cell(0, "TargetLabel"), Cell::Text("name of B"));
    }
    assert_eq!(evidence.cell(0, "Label"), Cell::Text("positive"));
    assert_eq!(tone.cell(0, "Label"), Cell::Text("name of B"));
    let ends = ends_table(stance);
    assert_eq!(
        (ends.rows(), ends.cell(0, "Label")),
        (2, Cell::Text("Alpha"))
    );
}
