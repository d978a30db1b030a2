//! Do the tables agree with each other?

mod network;

use std::collections::BTreeMap;

use super::cells::Cell;
use super::table::Table;

pub use network::check_summary;

/// Two numbers that should be equal and are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Row of the table, from 0.
    pub row: usize,
    /// What should hold.
    pub rule: &'static str,
}

fn integer(table: &Table, row: usize, column: &str) -> i64 {
    match table.cell(row, column) {
        Cell::Integer(n) => n,
        _ => 0,
    }
}

fn real(table: &Table, row: usize, column: &str) -> Option<f64> {
    match table.cell(row, column) {
        Cell::Real(x) => Some(x),
        _ => None,
    }
}

fn text<'t>(table: &'t Table, row: usize, column: &str) -> &'t str {
    match table.cell(row, column) {
        Cell::Text(text) => text,
        _ => "",
    }
}

fn failing(rules: &[(&'static str, bool)], row: usize, out: &mut Vec<Mismatch>) {
    out.extend(
        rules
            .iter()
            .filter(|rule| !rule.1)
            .map(|rule| Mismatch { row, rule: rule.0 }),
    );
}

/// Rules that every row of `stance` or `tone` obeys; the list of those that one breaks.
pub fn check_attitudes(table: &Table) -> Vec<Mismatch> {
    let mut broken = Vec::new();
    for row in 0..table.rows() {
        let n = |column| integer(table, row, column);
        let x = |column| real(table, row, column);
        let score = x("Score");
        failing(
            &[
                (
                    "Positive + Negative + Neutral = Sentences",
                    n("Positive") + n("Negative") + n("Neutral") == n("Sentences"),
                ),
                (
                    "1 <= Articles <= Sentences",
                    (1..=n("Sentences")).contains(&n("Articles")),
                ),
                (
                    "1 <= Stories <= Articles",
                    (1..=n("Articles")).contains(&n("Stories")),
                ),
                (
                    "-1 <= Score <= 1",
                    score.is_none_or(|s| (-1.0..=1.0).contains(&s)),
                ),
                (
                    "Low <= High",
                    x("Low").is_none_or(|low| x("High").is_some_and(|high| low <= high)),
                ),
                (
                    "P <= Q",
                    x("P").is_none_or(|p| x("Q").is_some_and(|q| p <= q)),
                ),
                ("0 < P <= 1", x("P").is_none_or(|p| p > 0.0 && p <= 1.0)),
            ],
            row,
            &mut broken,
        );
    }
    broken
}

/// Rules that every row of `edges` obeys, given all its actors; the list of those that one breaks. With `whole`, the table
/// holds all edges and the actors' Degree and Strength are checked too.
pub fn check_edges(actors: &Table, edges: &Table, whole: bool) -> Vec<Mismatch> {
    let mut broken = Vec::new();
    let ids: BTreeMap<&str, usize> = (0..actors.rows())
        .map(|row| (text(actors, row, "Id"), row))
        .collect();
    let mut sums = vec![[0_i64; 2]; actors.rows()];
    for row in 0..edges.rows() {
        let ends: Vec<usize> = ["Source", "Target"]
            .iter()
            .filter_map(|column| ids.get(text(edges, row, column)).copied())
            .collect();
        for &end in &ends {
            sums[end][0] += 1;
            sums[end][1] += integer(edges, row, "Weight");
        }
        edge(actors, edges, row, &ends, &mut broken);
    }
    for row in 0..edges.rows() {
        network::measures(edges, row, &mut broken);
    }
    for (row, &[degree, strength]) in sums.iter().enumerate() {
        network::places(actors, row, &mut broken);
        let n = |column| integer(actors, row, column);
        let (stories, articles) = (n("Stories"), n("Articles"));
        failing(
            &[
                (
                    "Stories <= Articles, both or neither 0",
                    stories <= articles && (stories == 0) == (articles == 0),
                ),
                (
                    "Degree is the number of edges",
                    !whole || n("Degree") == degree,
                ),
                (
                    "Strength is the sum of weights",
                    !whole || n("Strength") == strength,
                ),
            ],
            row,
            &mut broken,
        );
    }
    broken
}

/// Rules of the counts and tests of an edge; `ends` are the rows of its actors.
fn edge(actors: &Table, edges: &Table, row: usize, ends: &[usize], out: &mut Vec<Mismatch>) {
    let n = |column| integer(edges, row, column);
    let x = |column| real(edges, row, column);
    let bounded = |column| {
        ends.iter()
            .all(|&end| n(column) <= integer(actors, end, column))
    };
    let share = |column| x(column).is_none_or(|x| x > 0.0 && x <= 1.0);
    failing(
        &[
            (
                "Source < Target",
                text(edges, row, "Source") < text(edges, row, "Target"),
            ),
            ("both ends are actors", ends.len() == 2),
            ("Weight >= 1", n("Weight") >= 1),
            (
                "Articles of an edge <= Articles of its ends",
                bounded("Articles"),
            ),
            (
                "1 <= Stories <= Articles",
                (1..=n("Articles")).contains(&n("Stories")),
            ),
            (
                "Stories of an edge <= Stories of its ends",
                bounded("Stories"),
            ),
            (
                "Sentences of an edge <= Sentences of its ends",
                bounded("Sentences"),
            ),
            (
                "0 <= MinWithoutOutlet <= Weight",
                n("MinWithoutOutlet") <= n("Weight"),
            ),
            (
                "0 < OutletShare, TopStoryShare <= 1",
                share("OutletShare") && share("TopStoryShare"),
            ),
            (
                "WeightLow <= WeightHigh, NPMILow <= NPMIHigh",
                x("WeightLow") <= x("WeightHigh") && x("NPMILow") <= x("NPMIHigh"),
            ),
            (
                "0 < P <= Q",
                x("P").is_none_or(|p| p > 0.0 && x("Q").is_some_and(|q| p <= q)),
            ),
        ],
        row,
        out,
    );
}
