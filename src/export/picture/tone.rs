//! `tone.svg`: how outlets write of actors.

use std::collections::BTreeMap;

use crate::export::ExportOptions;
use crate::tables::{Table, ToneRow};

use super::canvas::{Anchor, Canvas, Type, fitted};
use super::caption::decimal;
use super::palette::{INK, SOFT, of_score, of_unclear, scale_end};
use super::{Picture, clear, name, rows};

/// Articles that a cell rests on at least.
const LEAST: u64 = 3;
const TOP: f64 = 58.0;
const ROW: f64 = 14.0;

pub(super) fn draw(tables: &[Table], options: &ExportOptions<'_>) -> Option<Picture> {
    let tone: Vec<ToneRow<'_>> = rows(tables, "tone");
    let width = options.picture_width;
    let outlets = heaviest(
        tone.iter()
            .map(|r| (r.outlet, r.outlet, r.attitude.articles)),
        width.pick(8, 14),
    );
    let targets = heaviest(
        tone.iter()
            .map(|r| (r.target, r.label, r.attitude.articles)),
        width.pick(6, 15),
    );
    let cells: BTreeMap<(&str, &str), &ToneRow<'_>> = tone
        .iter()
        .filter(|r| r.attitude.articles >= LEAST && r.attitude.score.is_some())
        .map(|r| ((r.outlet, r.target), r))
        .collect();
    if cells.is_empty() {
        return None;
    }
    let (page, left) = (width.points(), width.pick(80.0, 110.0));
    let cell = ((page - left - 30.0) / targets.len() as f64).min(34.0);
    let end = scale_end(
        cells
            .values()
            .filter_map(|r| r.attitude.score.map(f64::abs))
            .collect(),
    );
    let mut canvas = Canvas::new(page);
    for (i, (id, label)) in targets.iter().enumerate() {
        let text = fitted(name(label, id), 6.5, TOP + 4.0);
        let at = (left + (i as f64 + 0.5) * cell, TOP - 4.0);
        canvas.turned(at, -50.0, &text, Type::new(6.5, INK, Anchor::Start));
    }
    let (mut shown, mut known) = (0, 0);
    for (row, (outlet, _)) in outlets.iter().enumerate() {
        let y = TOP + row as f64 * ROW;
        let text = fitted(name(outlet, "(no outlet)"), 6.5, left - 6.0);
        canvas.text(
            (left - 4.0, y + ROW / 2.0 + 2.3),
            &text,
            Type::new(6.5, INK, Anchor::End),
        );
        for (column, (target, _)) in targets.iter().enumerate() {
            let x = left + column as f64 * cell;
            let middle = (x + cell / 2.0, y + ROW / 2.0 + 2.2);
            let Some(found) = cells.get(&(outlet, target)) else {
                canvas.text(middle, "·", Type::new(6.0, SOFT, Anchor::Middle));
                continue;
            };
            let score = found.attitude.score.unwrap_or(0.0);
            let clearly = clear(found.attitude.low, found.attitude.high);
            let colour = if clearly {
                of_score(score, end)
            } else {
                of_unclear(score, end)
            };
            canvas.rect((x + 0.5, y + 0.5), (cell - 1.0, ROW - 1.0), colour);
            let kind = Type::new(6.0, colour.ink(), Anchor::Middle).bold(clearly);
            canvas.text(middle, &decimal(score, true), kind);
            shown += 1;
            known += usize::from(clearly);
        }
    }
    let height = TOP + outlets.len() as f64 * ROW + 6.0;
    Some(Picture {
        name: "tone",
        svg: canvas.finish(height, "Tone of outlets towards actors"),
        caption: format!(
            "Attitude of each outlet's own wording towards an actor, from −1 (hostile) to +1 (friendly). The {} outlets and {} actors of most judged articles; {shown} cells of at least {LEAST} articles, the others have a dot. Bold and in full colour: the 95 % interval leaves out 0 ({known} cells).",
            outlets.len(),
            targets.len()
        ),
    })
}

/// The keys of most articles, with their names.
fn heaviest<'a>(
    rows: impl Iterator<Item = (&'a str, &'a str, u64)>,
    most: usize,
) -> Vec<(&'a str, &'a str)> {
    let mut sums: BTreeMap<&'a str, (u64, &'a str)> = BTreeMap::new();
    for (key, label, articles) in rows {
        sums.entry(key).or_insert((0, label)).0 += articles;
    }
    let mut order: Vec<(&'a str, (u64, &'a str))> = sums.into_iter().collect();
    order.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(b.0)));
    order.truncate(most);
    order
        .into_iter()
        .map(|(key, (_, label))| (key, label))
        .collect()
}
