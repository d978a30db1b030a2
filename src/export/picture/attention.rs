//! `attention.svg`: the share of articles that mention an actor, by period.

use std::collections::BTreeMap;

use crate::export::ExportOptions;
use crate::tables::{AttentionRow, ChangePointRow, DRAWN_Q, Table};

use super::canvas::{Anchor, Canvas, Stroke, Type, fitted, text_width};
use super::palette::{BAND, INK, RULE, SERIES, SOFT};
use super::{Picture, name, rows};

/// Height of a chart with its title, and the room between two.
const CHART: f64 = 78.0;
const GAP: f64 = 14.0;
/// Room within a chart: left, top, bottom.
const INNER: (f64, f64, f64) = (24.0, 14.0, 12.0);

/// One actor's series.
struct Series<'t> {
    id: &'t str,
    label: &'t str,
    articles: u64,
    points: Vec<(usize, AttentionRow<'t>)>,
}

/// What all charts share.
struct Frame<'t> {
    periods: Vec<&'t str>,
    changes: Vec<ChangePointRow<'t>>,
    width: f64,
}

pub(super) fn draw(tables: &[Table], options: &ExportOptions<'_>) -> Option<Picture> {
    let rows_of: Vec<AttentionRow<'_>> = rows(tables, "attention");
    let width = options.picture_width;
    let (columns, most) = width.pick((1, 4), (3, 9));
    let mut periods: Vec<&str> = rows_of.iter().map(|r| r.period).collect();
    periods.sort_unstable();
    periods.dedup();
    if periods.len() < 2 {
        return None;
    }
    let all: BTreeMap<&str, u64> = rows_of.iter().map(|r| (r.period, r.total)).collect();
    let total: u64 = all.values().sum();
    let series = most_mentioned(rows_of, &periods, most);
    let page = width.points();
    let frame = Frame {
        width: (page - GAP * (columns as f64 - 1.0)) / columns as f64,
        changes: rows(tables, "change_points"),
        periods,
    };
    let mut canvas = Canvas::new(page);
    for (i, one) in series.iter().enumerate() {
        let corner = (
            (i % columns) as f64 * (frame.width + GAP),
            (i / columns) as f64 * (CHART + GAP) + 2.0,
        );
        chart(&mut canvas, corner, one, &frame);
    }
    let height = series.len().div_ceil(columns) as f64 * (CHART + GAP);
    Some(Picture {
        name: "attention",
        svg: canvas.finish(height, "Share of articles that mention an actor, by period"),
        caption: format!(
            "Share of the articles of a period that mention an actor, with 95 % intervals (Wilson; articles as independent draws). The {} actors of most articles; {} periods, {total} articles with a date. Triangles: changes of level (permutation test, Q ≤ 0.05); open where the corpus itself changes within one period.",
            series.len(),
            frame.periods.len()
        ),
    })
}

fn most_mentioned<'t>(
    rows_of: Vec<AttentionRow<'t>>,
    periods: &[&str],
    most: usize,
) -> Vec<Series<'t>> {
    let mut by_actor: BTreeMap<&'t str, Series<'t>> = BTreeMap::new();
    for row in rows_of {
        let Ok(period) = periods.binary_search(&row.period) else {
            continue;
        };
        let series = by_actor.entry(row.actor).or_insert_with(|| Series {
            id: row.actor,
            label: row.label,
            articles: 0,
            points: Vec::new(),
        });
        series.articles += row.articles;
        series.points.push((period, row));
    }
    let mut order: Vec<Series<'t>> = by_actor.into_values().collect();
    order.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(b.id)));
    order.truncate(most);
    for series in &mut order {
        series.points.sort_by_key(|(period, _)| *period);
    }
    order
}

/// The first round share that is not below a share.
fn round_up(share: f64) -> f64 {
    let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8];
    steps.into_iter().find(|step| *step >= share).unwrap_or(1.0)
}

fn chart(canvas: &mut Canvas, (left, top): (f64, f64), series: &Series<'_>, frame: &Frame<'_>) {
    let share = |row: &AttentionRow<'_>| row.share.unwrap_or(0.0);
    let highs = series
        .points
        .iter()
        .map(|(_, r)| r.share_high.unwrap_or(0.0).min(share(r) * 1.6 + 0.01));
    let end = round_up(highs.fold(0.0, f64::max));
    let last = (frame.periods.len() - 1) as f64;
    let x = |period: usize| left + INNER.0 + period as f64 / last * (frame.width - INNER.0 - 4.0);
    let y = |v: f64| top + INNER.1 + (1.0 - v.min(end) / end) * (CHART - INNER.1 - INNER.2);
    let count = format!("{} articles", series.articles);
    let room = frame.width - text_width(&count, 6.0, false) - 8.0;
    let title = fitted(name(series.label, series.id), 7.0, room);
    canvas.text(
        (left, top + 6.5),
        &title,
        Type::new(7.0, INK, Anchor::Start).bold(true),
    );
    canvas.text(
        (left + frame.width - 2.0, top + 6.5),
        &count,
        Type::new(6.0, SOFT, Anchor::End),
    );
    for v in [0.0, end / 2.0, end] {
        canvas.line(
            (x(0), y(v)),
            (left + frame.width - 4.0, y(v)),
            Stroke::new(0.5, RULE),
        );
        let percent = format!("{} %", (v * 1000.0).round() / 10.0);
        canvas.text(
            (left + INNER.0 - 3.0, y(v) + 2.0),
            &percent,
            Type::new(6.0, SOFT, Anchor::End),
        );
    }
    for run in series.points.chunk_by(|a, b| b.0 == a.0 + 1) {
        let high = run
            .iter()
            .map(|(p, r)| (x(*p), y(r.share_high.unwrap_or(share(r)))));
        let low = run
            .iter()
            .rev()
            .map(|(p, r)| (x(*p), y(r.share_low.unwrap_or(share(r)))));
        canvas.polygon(&high.chain(low).collect::<Vec<_>>(), BAND);
        let line: Vec<(f64, f64)> = run.iter().map(|(p, r)| (x(*p), y(share(r)))).collect();
        match line[..] {
            [point] => canvas.disc(point, 1.4, SERIES),
            _ => canvas.polyline(&line, Stroke::new(1.1, SERIES)),
        }
    }
    let own = frame.changes.iter().filter(|c| {
        c.kind == "attention" && c.source == series.id && c.q.is_some_and(|q| q <= DRAWN_Q)
    });
    for change in own {
        if let Ok(period) = frame.periods.binary_search(&change.period) {
            let at = (x(period), top + INNER.1 - 1.0);
            triangle(
                canvas,
                at,
                change.after > change.before,
                !change.corpus_change.is_empty(),
            );
        }
    }
    axis(canvas, &x, top + CHART, frame);
}

/// A mark of a change: up or down, open or full.
fn triangle(canvas: &mut Canvas, (x, y): (f64, f64), up: bool, open: bool) {
    let points = if up {
        [(x - 2.4, y + 3.0), (x + 2.4, y + 3.0), (x, y - 1.4)]
    } else {
        [(x - 2.4, y - 1.4), (x + 2.4, y - 1.4), (x, y + 3.0)]
    };
    if open {
        let closed = [points[0], points[1], points[2], points[0]];
        canvas.polyline(&closed, Stroke::new(0.6, INK));
    } else {
        canvas.polygon(&points, INK);
    }
}

/// Names of periods, as many as there is room for; only years where there are many.
fn axis(canvas: &mut Canvas, x: &dyn Fn(usize) -> f64, bottom: f64, frame: &Frame<'_>) {
    let yearly = frame.periods.len() > 24 && frame.periods.iter().all(|p| p.len() > 5);
    let mut free = f64::NEG_INFINITY;
    let mut year = "";
    let last = frame.periods.len() - 1;
    for (i, period) in frame.periods.iter().enumerate() {
        let text = if yearly {
            period.get(..4).unwrap_or(period)
        } else {
            period
        };
        if yearly && text == year {
            continue;
        }
        year = text;
        let wide = text_width(text, 6.0, false);
        let (anchor, begins) = match i {
            0 => (Anchor::Start, x(i)),
            _ if i == last => (Anchor::End, x(i) - wide),
            _ => (Anchor::Middle, x(i) - wide / 2.0),
        };
        if begins < free {
            continue;
        }
        free = begins + wide + 5.0;
        canvas.text((x(i), bottom - 2.0), text, Type::new(6.0, SOFT, anchor));
    }
}
