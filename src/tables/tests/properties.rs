//! What holds for any counts.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn rounding_is_that_of_decimal_notation(mantissa in -1.0_f64..1.0, exponent in -20_i32..5) {
        let x = mantissa * 10_f64.powi(exponent);
        prop_assume!(x != 0.0 && x.abs() < 99_999.0);
        let expected: f64 = format!("{x:.5e}").parse().unwrap();
        prop_assert_eq!(rounded(x), expected);
        let mut text = String::new();
        write_real(&mut text, rounded(x));
        prop_assert_eq!(text.parse::<f64>().unwrap(), expected);
        prop_assert!(text.len() <= 13, "{}", text);
    }

    #[test]
    fn tables_reconcile_and_do_not_depend_on_threads(
        articles in prop::collection::vec(prop::collection::vec((0_u32..25, 0_u16..6, -1000_i16..1000), 0..14), 0..40),
    ) {
        let samples: Vec<Sample> = articles.iter().map(|places| {
            let mut sentences = vec![Vec::new(); 6];
            for p in places { sentences[usize::from(p.1)].push(p.0); }
            let slices: Vec<&[u32]> = sentences.iter().map(Vec::as_slice).collect();
            let mut sample = article(&slices);
            sample.judgements = sentences.iter().zip(0_u16..)
                .filter(|(actors, _)| actors.len() > 1 && actors[0] != actors[1])
                .map(|(actors, s)| judgement(actors[0], actors[1], s, places[0].2))
                .collect();
            sample
        }).collect();
        let one = made(&samples, &NetworkSettings { replicates: 50, ..NetworkSettings::default() });
        let four = made(&samples, &NetworkSettings { replicates: 50, threads: 4, ..NetworkSettings::default() });
        prop_assert_eq!(&one, &four);
        prop_assert_eq!(check_edges(&one.actors, &one.edges, true), []);
        let ranks: f64 = (0..one.actors.rows()).map(|row| number(&one.actors, row, "PageRank")).sum();
        prop_assert!(one.actors.rows() == 0 || (ranks - 1.0).abs() < 1e-4);
    }

    #[test]
    fn backbones_decide_on_what_is_printed(
        articles in prop::collection::vec(prop::collection::btree_set(0_u32..7, 2..5), 1..25),
    ) {
        let samples: Vec<Sample> = articles
            .iter()
            .map(|actors| article(&[&actors.iter().copied().collect::<Vec<_>>()]))
            .collect();
        let settings = NetworkSettings { sdsm: SdsmChoice::Published, replicates: 50, ..NetworkSettings::default() };
        let table = made(&samples, &settings).edges;
        for column in ["Backbone", "Q", "SDSMQ", "NoiseCorrectedP"] {
            for alpha in (0..table.rows()).map(|row| number(&table, row, column)) {
                // Any level may be asked for, also one that was copied from a cell.
                if alpha > 0.0 && alpha < 1.0 {
                    let at = made(&samples, &NetworkSettings { alpha, ..settings });
                    let broken = check_summary(&at.summary, &at.actors, &at.edges, alpha);
                    prop_assert_eq!(broken, [], "{} {}", column, alpha);
                }
            }
        }
    }
}

#[test]
fn an_alpha_that_is_a_rounded_cell_reconciles() {
    // Nine articles name 0 and 1, one names 0 and 2: the disparity filter gives 1/10, which is not exact in binary.
    let mut samples = vec![article(&[&[0, 1]]); 9];
    samples.push(article(&[&[0, 2]]));
    for alpha in [0.1, 0.9] {
        let made = made(
            &samples,
            &NetworkSettings {
                alpha,
                ..NetworkSettings::default()
            },
        );
        let broken = check_summary(&made.summary, &made.actors, &made.edges, alpha);
        assert_eq!(broken, [], "{alpha}");
    }
}
