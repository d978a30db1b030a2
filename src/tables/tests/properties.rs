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
}
