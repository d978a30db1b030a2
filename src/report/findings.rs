//! What stands out, by fixed rules, in sentences.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::Results;
use crate::tables::{ChangePointRow, DRAWN_Q, EdgeRow, StanceRow, ToneRow};

use super::cast::Cast;
use super::words::{decimal, percent, plural, probability, short, signed, whole};

/// Articles that a coldest or warmest attitude rests on at least; the same on both sides of a contrast between outlets.
const LEAST_ARTICLES: u64 = 8;
/// Articles of a series whose change is a finding.
const LEAST_IN_SERIES: u64 = 20;
/// Largest Q of a coldest or warmest attitude whose interval leaves out 0 …
const CLEAR_Q: f64 = 0.2;
/// … and of one whose interval does not.
const UNCLEAR_Q: f64 = 0.05;
/// Least distance from 0 of one whose interval does not leave it out …
const UNCLEAR_SCORE: f64 = 0.1;
/// … and how many times more sentences it needs of its own sign than of the other.
const UNCLEAR_MAJORITY: u64 = 2;
/// Letters of a name in a finding.
const NAME: usize = 40;
/// Share of the articles from which an actor without ties is worth a word.
const WIDESPREAD: f64 = 0.25;

/// A finding: a sentence, what it rests on, and what it opens.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Finding {
    /// Which rule.
    pub(super) kind: &'static str,
    pub(super) sentence: String,
    pub(super) detail: String,
    /// −1 or 1 where the sentence ends with a score.
    pub(super) sign: i8,
    /// `actor`, `pair` or `outlet`, then ids.
    pub(super) open: Vec<String>,
}

impl Finding {
    fn new(kind: &'static str, sentence: String, detail: String, open: [&str; 3]) -> Self {
        let open = open.into_iter().filter(|part| !part.is_empty());
        Self {
            kind,
            sentence,
            detail,
            sign: 0,
            open: open.map(str::to_owned).collect(),
        }
    }
}

/// Leaves out 0.
fn clear(low: Option<f64>, high: Option<f64>) -> bool {
    low.is_some_and(|low| low > 0.0) || high.is_some_and(|high| high < 0.0)
}

fn interval(low: Option<f64>, high: Option<f64>) -> String {
    match low.zip(high) {
        Some((low, high)) => format!("95\u{a0}% interval {} to {}", decimal(low), decimal(high)),
        None => "no interval".to_owned(),
    }
}

/// Up to six findings, in a fixed order; rules that nothing meets are left out.
pub(super) fn findings(results: &Results, cast: &Cast<'_>) -> Vec<Finding> {
    let (cold, warm) = attitudes(cast);
    [
        most_mentioned(results, cast),
        strongest_tie(cast),
        cold,
        warm,
        largest_change(results, cast),
        outlet_apart(cast),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn articles_in_all(results: &Results) -> u64 {
    let counts = &results.manifest().counts;
    let of = |name: &str| counts.get(name).copied();
    of("articles").or_else(|| of("stored")).unwrap_or(0)
}

fn most_mentioned(results: &Results, cast: &Cast<'_>) -> Option<Finding> {
    let all = articles_in_all(results);
    let top = cast.actors.first().filter(|a| a.articles > 0 && all > 0)?;
    let next: Vec<String> = cast.actors[1..]
        .iter()
        .take(3)
        .filter(|a| a.articles > 0)
        .map(|a| short(cast.label(a.id), 28))
        .collect();
    let mut detail = format!("{} of {}", whole(top.articles), plural(all, "article"));
    if !next.is_empty() {
        detail = format!("{detail}; next {}", next.join(", "));
    }
    Some(Finding::new(
        "Most mentioned",
        format!(
            "{} is in {} of the articles",
            short(cast.label(top.id), NAME),
            percent(top.articles as f64 / all as f64)
        ),
        detail,
        ["actor", top.id, ""],
    ))
}

fn strongest_tie(cast: &Cast<'_>) -> Option<Finding> {
    // Pairs beyond chance come first, the heaviest first among them.
    let beyond = || {
        cast.edges
            .iter()
            .filter(|e| e.q.is_some_and(|q| q <= DRAWN_Q) && e.within.0 != Some(true))
    };
    let robust =
        |e: &&EdgeRow<'_>| cast.foreign(e.source, e.target) && e.robustness.fragile.is_empty();
    let tie = beyond().find(robust).or_else(|| beyond().next())?;
    Some(Finding::new(
        "Strongest tie beyond chance",
        format!(
            "{} and {}",
            short(cast.label(tie.source), NAME),
            short(cast.label(tie.target), NAME)
        ),
        format!(
            "{} with both, {} expected; Q {}",
            plural(tie.articles, "article"),
            tie.expected
                .map_or_else(|| "none".to_owned(), |x| whole(x.round() as u64)),
            probability(tie.q.unwrap_or(1.0))
        ),
        ["pair", tie.source, tie.target],
    ))
}

/// The coldest and the warmest attitude.
fn attitudes(cast: &Cast<'_>) -> (Option<Finding>, Option<Finding>) {
    let score = |row: &StanceRow<'_>| row.attitude.score.unwrap_or(0.0);
    let of_sign = |sign: f64| {
        let usable = |row: &&StanceRow<'_>| {
            let a = &row.attitude;
            a.articles >= LEAST_ARTICLES
                && score(row) * sign > 0.0
                && cast.foreign(row.source, row.target)
        };
        let first = |clearly: bool, most_q: f64| {
            cast.stance
                .iter()
                .filter(usable)
                .filter(|row| clear(row.attitude.low, row.attitude.high) == clearly)
                .filter(|row| row.attitude.q.is_some_and(|q| q <= most_q))
                .filter(|row| {
                    let (positive, negative) = (row.attitude.positive, row.attitude.negative);
                    let (own, other) = if sign > 0.0 {
                        (positive, negative)
                    } else {
                        (negative, positive)
                    };
                    let strong = score(row).abs() >= UNCLEAR_SCORE;
                    clearly || (strong && own > UNCLEAR_MAJORITY * other)
                })
                .max_by(|a, b| {
                    let strength = |row: &StanceRow<'_>| score(row) * sign;
                    strength(a)
                        .total_cmp(&strength(b))
                        .then_with(|| (b.source, b.target).cmp(&(a.source, a.target)))
                })
        };
        first(true, CLEAR_Q).or_else(|| first(false, UNCLEAR_Q))
    };
    let tell = |kind: &'static str, row: &StanceRow<'_>| {
        let a = &row.attitude;
        let mut detail = format!(
            "{}, {}",
            interval(a.low, a.high),
            plural(a.articles, "article")
        );
        if !clear(a.low, a.high) {
            detail = format!(
                "{detail}; the interval holds 0, but the test against neutral text gives Q {}",
                probability(a.q.unwrap_or(1.0))
            );
        }
        let value = score(row);
        let sentence = format!(
            "{} towards {}: {}",
            short(cast.label(row.source), NAME),
            short(cast.label(row.target), NAME),
            signed(value)
        );
        Finding {
            sign: if value < 0.0 { -1 } else { 1 },
            ..Finding::new(kind, sentence, detail, ["pair", row.source, row.target])
        }
    };
    (
        of_sign(-1.0).map(|row| tell("Coldest attitude", row)),
        of_sign(1.0).map(|row| tell("Warmest attitude", row)),
    )
}

fn largest_change(results: &Results, cast: &Cast<'_>) -> Option<Finding> {
    let size = |row: &ChangePointRow<'_>| (row.after - row.before).abs();
    let change = results
        .change_points()
        .filter(|row| row.kind == "attention" && row.corpus_change.is_empty())
        .filter(|row| row.articles >= LEAST_IN_SERIES && row.q.is_some_and(|q| q <= DRAWN_Q))
        .filter(|row| cast.number(row.source).is_some())
        .max_by(|a, b| {
            size(a)
                .total_cmp(&size(b))
                .then_with(|| (b.source, b.period).cmp(&(a.source, a.period)))
        })?;
    Some(Finding::new(
        "Largest change of attention",
        format!(
            "{}, {}: {} → {}",
            short(cast.label(change.source), NAME),
            change.period,
            percent(change.before),
            percent(change.after)
        ),
        format!(
            "share of the articles of a period; Q {}",
            probability(change.q.unwrap_or(1.0))
        ),
        ["actor", change.source, ""],
    ))
}

fn outlet_apart(cast: &Cast<'_>) -> Option<Finding> {
    let mut on: BTreeMap<&str, u64> = BTreeMap::new();
    for row in &cast.tone {
        *on.entry(row.target).or_default() += row.attitude.articles;
    }
    let distance = |row: &ToneRow<'_>| row.contrast.unwrap_or(0.0).abs();
    let row = cast
        .tone
        .iter()
        .filter(|row| {
            let own = row.attitude.articles;
            let others = on.get(row.target).copied().unwrap_or(0).saturating_sub(own);
            own >= LEAST_ARTICLES && others >= LEAST_ARTICLES && !row.outlet.is_empty()
        })
        .filter(|row| clear(row.contrast_low, row.contrast_high))
        .max_by(|a, b| {
            distance(a)
                .total_cmp(&distance(b))
                .then_with(|| (b.outlet, b.target).cmp(&(a.outlet, a.target)))
        })?;
    let contrast = row.contrast.unwrap_or(0.0);
    Some(Finding::new(
        "An outlet apart",
        format!(
            "{} on {}",
            short(row.outlet, NAME),
            short(cast.label(row.target), NAME)
        ),
        format!(
            "{} than all other outlets by {:.2}, {}; {}",
            if contrast < 0.0 { "colder" } else { "warmer" },
            contrast.abs(),
            interval(row.contrast_low, row.contrast_high),
            plural(row.attitude.articles, "article")
        ),
        ["outlet", row.outlet, row.target],
    ))
}

/// What a reader should know before reading on; the first sentence is the headline.
pub(super) fn cautions(cast: &Cast<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let all = cast.all;
    if all.edges > 0 {
        out.push(format!(
            "{} of {} appear together more often than chance explains (Q ≤ 0.05).",
            whole(all.edges_beyond as u64),
            if all.edges == 1 {
                "1 pair".to_owned()
            } else {
                format!("{} pairs", whole(all.edges as u64))
            }
        ));
    }
    let beyond = || {
        cast.edges
            .iter()
            .filter(|e| e.q.is_some_and(|q| q <= DRAWN_Q))
    };
    let ties = beyond().count();
    let resting = |on: &str| {
        let count = beyond()
            .filter(|e| e.robustness.fragile.contains(on))
            .count();
        count as f64 / ties.max(1) as f64
    };
    if ties > 0 {
        out.push(format!(
            "Of these ties, {} rest on a single outlet and {} on a single story: without it they vanish.",
            percent(resting("outlet")),
            percent(resting("story"))
        ));
    }
    if all.stance > 0 {
        out.push("Attitudes are judged sentence by sentence, and single sentences are often misjudged: open a number and read them.".to_owned());
    }
    out
}

/// The actors of many articles that no tie beyond chance leads to, and why; empty if there are none.
pub(super) fn not_drawn(results: &Results, cast: &Cast<'_>) -> String {
    let all = articles_in_all(results).max(1) as f64;
    let tied = |id: &str| {
        cast.edges.iter().any(|e| {
            (e.source == id || e.target == id)
                && e.within.0 != Some(true)
                && e.q.is_some_and(|q| q <= DRAWN_Q)
        })
    };
    let missing: Vec<String> = cast
        .actors
        .iter()
        .take(20)
        .filter(|a| a.articles as f64 / all >= WIDESPREAD && !tied(a.id))
        .map(|a| {
            let share = percent(a.articles as f64 / all);
            format!(
                "{} ({share} of the articles)",
                short(cast.label(a.id), NAME)
            )
        })
        .collect();
    if missing.is_empty() || cast.edges.is_empty() {
        return String::new();
    }
    format!(
        "Not tied beyond chance: {}. Who is in so many articles meets everybody, as chance would have it. Counting by sentence (--level sentence) tells more of them.",
        missing.join(", ")
    )
}
