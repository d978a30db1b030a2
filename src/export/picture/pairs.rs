//! `pairs.svg`: the clearest attitudes with their intervals.

use crate::export::ExportOptions;
use crate::tables::{StanceRow, Table};

use super::canvas::{Anchor, Canvas, Stroke, Type, fitted};
use super::palette::{INK, NEGATIVE, POSITIVE, RULE, SOFT};
use super::{Picture, clear, name, rows};

/// Articles that a pair rests on at least.
const LEAST: u64 = 5;
/// Pairs drawn at most, of each sign.
const EACH: usize = 12;
/// Pairs with an interval without 0 from which only these are drawn.
const ENOUGH: usize = 6;
/// Height of a row.
const ROW: f64 = 10.5;
const TOP: f64 = 16.0;

/// The pairs that are drawn, from cold to warm, and by which rule.
fn choose<'t>(tables: &'t [Table]) -> (Vec<StanceRow<'t>>, bool) {
    let usable = |r: &StanceRow<'_>| r.attitude.articles >= LEAST && r.attitude.score.is_some();
    let mut stance: Vec<StanceRow<'t>> = rows(tables, "stance");
    stance.retain(usable);
    let score = |r: &StanceRow<'_>| r.attitude.score.unwrap_or(0.0);
    let by_score = |a: &StanceRow<'_>, b: &StanceRow<'_>| {
        score(a)
            .total_cmp(&score(b))
            .then_with(|| (a.source, a.target).cmp(&(b.source, b.target)))
    };
    let known = |r: &StanceRow<'_>| clear(r.attitude.low, r.attitude.high);
    let clearly = stance.iter().filter(|r| known(r)).count() >= ENOUGH;
    if clearly {
        stance.retain(known);
        stance.sort_by(by_score);
        if stance.len() > 2 * EACH {
            let last = stance.len() - EACH;
            stance.drain(EACH..last);
        }
    } else {
        stance.retain(|r| r.attitude.q.is_some());
        let q = |r: &StanceRow<'_>| r.attitude.q.unwrap_or(1.0);
        stance.sort_by(|a, b| q(a).total_cmp(&q(b)).then_with(|| by_score(a, b)));
        stance.truncate(2 * EACH);
        stance.sort_by(by_score);
    }
    (stance, clearly)
}

pub(super) fn draw(tables: &[Table], options: &ExportOptions<'_>) -> Option<Picture> {
    let (pairs, clearly) = choose(tables);
    if pairs.is_empty() {
        return None;
    }
    let width = options.picture_width;
    let page = width.points();
    let left = width.pick(104.0, 200.0);
    let x = |v: f64| left + f64::midpoint(v.clamp(-1.0, 1.0), 1.0) * (page - left - 34.0);
    let height = TOP + ROW * pairs.len() as f64 + 6.0;
    let mut canvas = Canvas::new(page);
    for (v, text) in [
        (-1.0, "\u{2212}1"),
        (-0.5, "\u{2212}0.5"),
        (0.0, "0"),
        (0.5, "+0.5"),
        (1.0, "+1"),
    ] {
        let colour = if v == 0.0 { SOFT } else { RULE };
        canvas.line(
            (x(v), TOP - 4.0),
            (x(v), height - 4.0),
            Stroke::new(0.5, colour),
        );
        canvas.text((x(v), 8.0), text, Type::new(6.0, SOFT, Anchor::Middle));
    }
    canvas.text(
        (page - 2.0, 8.0),
        "articles",
        Type::new(6.0, SOFT, Anchor::End),
    );
    for (i, row) in pairs.iter().enumerate() {
        let y = TOP + ROW * (i as f64 + 0.5);
        let score = row.attitude.score.unwrap_or(0.0);
        let colour = if score < 0.0 { NEGATIVE } else { POSITIVE };
        let most = left / 2.0 - 12.0;
        let names = [
            (row.source_label, row.source),
            (row.target_label, row.target),
        ]
        .map(|(label, id)| fitted(name(label, id), 6.5, most));
        let text = names.join(" → ");
        canvas.text(
            (left - 6.0, y + 2.3),
            &text,
            Type::new(6.5, INK, Anchor::End),
        );
        if let Some((low, high)) = row.attitude.low.zip(row.attitude.high) {
            canvas.line((x(low), y), (x(high), y), Stroke::new(1.2, colour));
        }
        if score < 0.0 {
            canvas.rect((x(score) - 2.2, y - 2.2), (4.4, 4.4), colour);
        } else {
            canvas.disc((x(score), y), 2.6, colour);
        }
        let articles = row.attitude.articles.to_string();
        canvas.text(
            (page - 2.0, y + 2.3),
            &articles,
            Type::new(6.0, SOFT, Anchor::End),
        );
    }
    let rule = if clearly {
        "The coldest and the warmest whose 95 % interval leaves out 0."
    } else {
        "Those that differ most clearly from neutral text (smallest Q); most intervals hold 0."
    };
    Some(Picture {
        name: "pairs",
        svg: canvas.finish(height, "The clearest attitudes with their intervals"),
        caption: format!(
            "Attitude of the first actor towards the second, from −1 (hostile) to +1 (friendly), with 95 % intervals (stories as the unit, with the model's error). {} pairs of at least {LEAST} articles. {rule} Squares: below 0; discs: above.",
            pairs.len()
        ),
    })
}
