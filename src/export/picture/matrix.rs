//! `stance.svg`: attitudes between the actors of most judged articles.

use std::collections::BTreeMap;

use crate::export::ExportOptions;
use crate::tables::{StanceRow, Table};

use super::canvas::{Anchor, Canvas, Stroke, Type, fitted};
use super::caption::decimal;
use super::palette::{INK, RULE, SOFT, of_score, of_unclear, scale_end};
use super::{Picture, clear, name, rows};

/// Room for names beside and above the matrix.
const LEFT: f64 = 78.0;
const TOP: f64 = 62.0;
/// Room on the right for the name of the last column, which is turned.
const RIGHT: f64 = 42.0;
/// Height of the legend.
const LEGEND: f64 = 26.0;
/// Largest side of a cell.
const CELL: f64 = 22.0;

/// Attitudes by source and target.
type ByPair<'r, 's> = BTreeMap<(&'s str, &'s str), &'r StanceRow<'s>>;

/// The attitude of one actor towards another, if it has a score.
fn shown<'r, 's>(by_pair: &ByPair<'r, 's>, a: &'s str, b: &'s str) -> Option<&'r StanceRow<'s>> {
    let found = by_pair.get(&(a, b)).copied();
    found.filter(|row| row.attitude.score.is_some())
}

pub(super) fn draw(tables: &[Table], options: &ExportOptions<'_>) -> Option<Picture> {
    let stance: Vec<StanceRow<'_>> = rows(tables, "stance");
    let width = options.picture_width;
    let actors = most_judged(&stance, width.pick(10, 18));
    if actors.len() < 2 {
        return None;
    }
    let page = width.points();
    let cell = ((page - LEFT - RIGHT) / actors.len() as f64).min(CELL);
    let by_pair: ByPair<'_, '_> = stance.iter().map(|r| ((r.source, r.target), r)).collect();
    let pairs: Vec<&StanceRow<'_>> = actors
        .iter()
        .flat_map(|(a, _)| actors.iter().filter_map(|(b, _)| shown(&by_pair, a, b)))
        .collect();
    let sizes = pairs.iter().filter_map(|r| r.attitude.score.map(f64::abs));
    let end = scale_end(sizes.collect());
    let most = pairs.iter().map(|r| r.attitude.articles).max().unwrap_or(1);
    let mut canvas = Canvas::new(page);
    let small = Type::new(6.0, SOFT, Anchor::End);
    canvas.text((LEFT - 4.0, 8.0), "row towards column", small);
    for (i, (id, label)) in actors.iter().enumerate() {
        let at = i as f64 * cell + cell / 2.0;
        let text = fitted(name(label, id), 6.5, LEFT - 8.0);
        canvas.text(
            (LEFT - 4.0, TOP + at + 2.3),
            &text,
            Type::new(6.5, INK, Anchor::End),
        );
        let turned = Type::new(6.5, INK, Anchor::Start);
        canvas.turned((LEFT + at + 2.3, TOP - 4.0), -55.0, &text, turned);
    }
    for (row, (a, _)) in actors.iter().enumerate() {
        for (column, (b, _)) in actors.iter().enumerate() {
            let corner = (LEFT + column as f64 * cell, TOP + row as f64 * cell);
            if a == b {
                let inner = (corner.0 + 1.0, corner.1 + 1.0);
                canvas.border(inner, (cell - 2.0, cell - 2.0), Stroke::new(0.5, RULE));
            } else if let Some(found) = shown(&by_pair, a, b) {
                square(&mut canvas, corner, cell, (found, most, end));
            } else {
                let middle = (corner.0 + cell / 2.0 - 0.6, corner.1 + cell / 2.0 - 0.6);
                canvas.rect(middle, (1.2, 1.2), RULE);
            }
        }
    }
    let bottom = TOP + actors.len() as f64 * cell;
    legend(&mut canvas, (LEFT, bottom + 8.0), end);
    let known = pairs
        .iter()
        .filter(|r| clear(r.attitude.low, r.attitude.high))
        .count();
    Some(Picture {
        name: "stance",
        svg: canvas.finish(bottom + LEGEND + 6.0, "Attitudes: rows towards columns"),
        caption: format!(
            "Attitude of the row's actor towards the column's, from −1 (hostile) to +1 (friendly): mean over articles of the mean score of their sentences. The {} actors of most judged articles, {} directed pairs. Side of a square: number of articles. + and −, in full colour: the 95 % interval leaves out 0 ({known} pairs); paler: it holds 0.",
            actors.len(),
            pairs.len()
        ),
    })
}

/// The actors of most judged articles with their names.
fn most_judged<'a>(stance: &[StanceRow<'a>], most: usize) -> Vec<(&'a str, &'a str)> {
    let mut judged: BTreeMap<&'a str, (u64, &'a str)> = BTreeMap::new();
    for row in stance {
        for (id, label) in [
            (row.source, row.source_label),
            (row.target, row.target_label),
        ] {
            judged.entry(id).or_insert((0, label)).0 += row.attitude.articles;
        }
    }
    let mut order: Vec<(&'a str, (u64, &'a str))> = judged.into_iter().collect();
    order.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
    order.truncate(most);
    order
        .into_iter()
        .map(|(id, (_, label))| (id, label))
        .collect()
}

fn square(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    cell: f64,
    (row, most, end): (&StanceRow<'_>, u64, f64),
) {
    let share = (row.attitude.articles as f64 / most.max(1) as f64).sqrt();
    let side = (cell - 1.5) * (0.34 + 0.66 * share);
    let score = row.attitude.score.unwrap_or(0.0);
    let known = clear(row.attitude.low, row.attitude.high);
    let colour = if known {
        of_score(score, end)
    } else {
        of_unclear(score, end)
    };
    let corner = (x + (cell - side) / 2.0, y + (cell - side) / 2.0);
    canvas.rect(corner, (side, side), colour);
    if known {
        let sign = if score > 0.0 { "+" } else { "\u{2212}" };
        let kind = Type::new(8.0, colour.ink(), Anchor::Middle).bold(true);
        canvas.text((x + cell / 2.0, y + cell / 2.0 + 2.8), sign, kind);
    }
}

/// The scale of scores.
fn legend(canvas: &mut Canvas, (x, y): (f64, f64), end: f64) {
    for (i, share) in [-1.0, -0.5, 0.0, 0.5, 1.0].into_iter().enumerate() {
        let left = x + i as f64 * 24.0;
        canvas.rect((left, y), (24.0, 6.0), of_score(share * end, end));
        let text = decimal(share * end, true);
        canvas.text(
            (left + 12.0, y + 13.5),
            &text,
            Type::new(6.0, SOFT, Anchor::Middle),
        );
    }
    let kind = Type::new(6.0, SOFT, Anchor::Start);
    canvas.text(
        (x + 128.0, y + 5.5),
        "+ \u{2212}  interval leaves out 0",
        kind,
    );
    canvas.text((x + 128.0, y + 13.5), "size: articles", kind);
}
