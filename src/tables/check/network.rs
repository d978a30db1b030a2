//! Rules of `edges`, `actors` and `network_summary` that tie their measures together.

use super::{Mismatch, failing, integer, real};
use crate::tables::cells::Cell;
use crate::tables::table::Table;

/// Cells are rounded to 6 digits, so that two of them may differ by this share.
const ROUNDING: f64 = 2e-5;

fn near(x: f64, y: f64) -> bool {
    (x - y).abs() <= ROUNDING * x.abs().max(y.abs()).max(1.0)
}

/// Rules of the measures of an edge.
pub(super) fn measures(edges: &Table, row: usize, out: &mut Vec<Mismatch>) {
    let x = |column| real(edges, row, column);
    let within = |column, low: f64, high: f64| x(column).is_none_or(|x| low <= x && x <= high);
    let ordered = |a, b| x(a).is_none_or(|a| x(b).is_none_or(|b| a <= b));
    let weight = integer(edges, row, "Weight") as f64;
    let expected = x("Expected").filter(|&e| e > 0.0);
    let consensus = integer(edges, row, "Consensus");
    failing(
        &[
            (
                "0 <= Jaccard <= Dice <= 1",
                within("Jaccard", 0.0, 1.0)
                    && within("Dice", 0.0, 1.0)
                    && ordered("Jaccard", "Dice"),
            ),
            ("-1 <= NPMI <= 1", within("NPMI", -1.0, 1.0)),
            (
                "LogOddsLow <= LogOdds <= LogOddsHigh",
                ordered("LogOddsLow", "LogOdds") && ordered("LogOdds", "LogOddsHigh"),
            ),
            (
                "Lift = Weight / Expected",
                expected.is_none_or(|e| x("Lift").is_some_and(|lift| near(lift, weight / e))),
            ),
            (
                "PMI = log2(Lift)",
                x("Lift").is_none_or(|lift| x("PMI").is_some_and(|pmi| near(pmi, lift.log2()))),
            ),
            (
                "0 < SDSMP <= SDSMQ <= 1",
                within("SDSMP", f64::MIN_POSITIVE, 1.0)
                    && within("SDSMQ", 0.0, 1.0)
                    && ordered("SDSMP", "SDSMQ"),
            ),
            (
                "-1 <= NoiseCorrectedScore <= 1",
                within("NoiseCorrectedScore", -1.0, 1.0),
            ),
            (
                "0 < NoiseCorrectedP <= 1",
                within("NoiseCorrectedP", f64::MIN_POSITIVE, 1.0),
            ),
            (
                "0 <= Consensus <= 4, empty without SDSMQ",
                (0..=4).contains(&consensus)
                    && (edges.cell(row, "Consensus") == Cell::Empty) == x("SDSMQ").is_none(),
            ),
        ],
        row,
        out,
    );
}

/// Which sign the interval of the stance of an edge has: 1, -1, or 0 for neither.
fn sign(edges: &Table, row: usize) -> i64 {
    let is = |column, holds: fn(f64) -> bool| real(edges, row, column).is_some_and(holds);
    i64::from(is("StanceLow", |x| x > 0.0)) - i64::from(is("StanceHigh", |x| x < 0.0))
}

/// Rules of the measures of an actor.
pub(super) fn places(actors: &Table, row: usize, out: &mut Vec<Mismatch>) {
    let n = |column| integer(actors, row, column);
    let share = |column| real(actors, row, column).is_none_or(|x| (0.0..=1.0).contains(&x));
    failing(
        &[
            ("Core <= Degree", n("Core") <= n("Degree")),
            (
                "PositiveDegree + NegativeDegree <= Degree",
                n("PositiveDegree") + n("NegativeDegree") <= n("Degree"),
            ),
            ("Component >= 1", n("Component") >= 1),
            (
                "Closeness, Clustering and Participation within [0, 1]",
                share("Closeness") && share("Clustering") && share("Participation"),
            ),
        ],
        row,
        out,
    );
}

/// Rules of `network_summary`, given all actors and all edges, none left out, and the level of the backbones; the list of those that a row
/// breaks.
pub fn check_summary(summary: &Table, actors: &Table, edges: &Table, alpha: f64) -> Vec<Mismatch> {
    let known = counted(actors, edges, alpha);
    let mut broken = Vec::new();
    for row in 0..summary.rows() {
        let Cell::Text(measure) = summary.cell(row, "Measure") else {
            broken.push(Mismatch {
                row,
                rule: "a measure has a name",
            });
            continue;
        };
        for &(_, rule, value) in known.iter().filter(|k| k.0 == measure) {
            failing(
                &[(rule, real(summary, row, "Value") == Some(value))],
                row,
                &mut broken,
            );
        }
        let (low, high) = (real(summary, row, "Low"), real(summary, row, "High"));
        failing(
            &[(
                "Low <= High",
                low.is_none_or(|low| high.is_some_and(|high| low <= high)),
            )],
            row,
            &mut broken,
        );
    }
    broken
}

/// What measures of the summary must be: the measure, the rule, the value counted from actors and edges.
fn counted(actors: &Table, edges: &Table, alpha: f64) -> Vec<(&'static str, &'static str, f64)> {
    let edge_count =
        |holds: &dyn Fn(usize) -> bool| (0..edges.rows()).filter(|&row| holds(row)).count() as f64;
    let at_most = |column: &'static str| {
        edge_count(&|row| real(edges, row, column).is_some_and(|x| x <= alpha))
    };
    let below = edge_count(&|row| real(edges, row, "Backbone").is_some_and(|x| x < alpha));
    let most = |column: &'static str| {
        (0..actors.rows())
            .map(|row| integer(actors, row, column))
            .max()
            .unwrap_or(0) as f64
    };
    let total = |column: &'static str| {
        (0..actors.rows())
            .map(|row| integer(actors, row, column))
            .sum::<i64>() as f64
    };
    let has_sdsm = (0..edges.rows()).any(|row| real(edges, row, "SDSMQ").is_some());
    let mut known = vec![
        (
            "Actors",
            "Actors is the number of actors",
            actors.rows() as f64,
        ),
        ("Edges", "Edges is the number of edges", edges.rows() as f64),
        (
            "Components",
            "Components is the largest Component",
            most("Component"),
        ),
        (
            "Communities",
            "Communities is the largest Community",
            most("Community"),
        ),
        (
            "EdgesDisparity",
            "EdgesDisparity counts Backbone < alpha",
            below,
        ),
        (
            "EdgesHypergeometric",
            "EdgesHypergeometric counts Q <= alpha",
            at_most("Q"),
        ),
        (
            "EdgesNoiseCorrected",
            "EdgesNoiseCorrected counts NoiseCorrectedP <= alpha",
            at_most("NoiseCorrectedP"),
        ),
        (
            "PositiveEdges",
            "PositiveEdges counts StanceLow > 0",
            edge_count(&|row| sign(edges, row) > 0),
        ),
        (
            "NegativeEdges",
            "NegativeEdges counts StanceHigh < 0",
            edge_count(&|row| sign(edges, row) < 0),
        ),
        (
            "PositiveEdges",
            "PositiveDegree sums to twice PositiveEdges",
            total("PositiveDegree") / 2.0,
        ),
        (
            "NegativeEdges",
            "NegativeDegree sums to twice NegativeEdges",
            total("NegativeDegree") / 2.0,
        ),
    ];
    if has_sdsm {
        known.push((
            "EdgesSDSM",
            "EdgesSDSM counts SDSMQ <= alpha",
            at_most("SDSMQ"),
        ));
    }
    known
}
