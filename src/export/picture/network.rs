//! `network.svg`: who appears with whom beyond chance.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::ExportOptions;
use crate::stats::layout::{Point, separate};
use crate::tables::{ActorRow, DRAWN_Q, EdgeRow, Table, place_actors};

use super::canvas::{Anchor, Canvas, Stroke, Type, fitted, text_width};
use super::palette::{COMMUNITIES, INK, NEGATIVE, POSITIVE, SOFT, TIE};
use super::{Picture, PictureWidth, clear, name, rows};

/// Size of the letters of names, from the smallest disc to the largest.
const LETTERS: (f64, f64) = (6.0, 8.0);
/// Radii of discs.
const RADII: (f64, f64) = (1.6, 8.0);
/// Widths of lines.
const WIDTHS: (f64, f64) = (0.5, 3.5);
/// Height of the legend.
const LEGEND: f64 = 26.0;

/// The edges that are drawn, and by which rule.
struct Choice<'t> {
    edges: Vec<EdgeRow<'t>>,
    least: u64,
    beyond: bool,
    /// Whether edges within a state are among them.
    within: bool,
    all: usize,
}

/// A box on the page: left, top, right, bottom.
type Area = (f64, f64, f64, f64);

pub(super) fn draw(tables: &[Table], options: &ExportOptions<'_>) -> Option<Picture> {
    let actors: Vec<ActorRow<'_>> = rows(tables, "actors");
    let edges: Vec<EdgeRow<'_>> = rows(tables, "edges");
    if actors.is_empty() || edges.is_empty() {
        return None;
    }
    let width = options.picture_width;
    let spots: BTreeMap<&str, Point> = actors
        .iter()
        .zip(place_actors(&actors, &edges))
        .map(|(actor, spot)| {
            (
                actor.id,
                Point {
                    x: spot.x,
                    y: spot.y,
                },
            )
        })
        .collect();
    let choice = choose(edges, width.pick(50, 120), options.draw_within);
    let ends: BTreeSet<&str> = choice
        .edges
        .iter()
        .flat_map(|e| [e.source, e.target])
        .collect();
    let mut shown: Vec<&ActorRow<'_>> = actors.iter().filter(|a| ends.contains(a.id)).collect();
    shown.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.id.cmp(b.id)));
    let (page, drawing) = (width.points(), width.pick(230.0, 320.0));
    let places = fit(&shown, &spots, (page, drawing));
    let mut canvas = Canvas::new(page);
    lines(&mut canvas, &choice.edges, &places);
    discs(&mut canvas, &shown, &places, page);
    legend(&mut canvas, drawing, width);
    Some(Picture {
        name: "network",
        svg: canvas.finish(drawing + LEGEND, "Who appears with whom"),
        caption: caption(&choice, shown.len()),
    })
}

/// The heaviest edges beyond chance, up to a number; the heaviest of all where none is. Those within a state are left out unless `within`.
fn choose(edges: Vec<EdgeRow<'_>>, most: usize, within: bool) -> Choice<'_> {
    let all = edges.len();
    let between = |e: &EdgeRow<'_>| within || e.within.0 != Some(true);
    let beyond = edges
        .iter()
        .any(|e| between(e) && e.q.is_some_and(|q| q <= DRAWN_Q));
    let mut kept: Vec<EdgeRow<'_>> = edges
        .into_iter()
        .filter(|e| between(e) && (!beyond || e.q.is_some_and(|q| q <= DRAWN_Q)))
        .collect();
    kept.sort_by(|a, b| {
        let q = |e: &EdgeRow<'_>| e.q.unwrap_or(1.0);
        b.weight
            .cmp(&a.weight)
            .then_with(|| q(a).total_cmp(&q(b)))
            .then_with(|| (a.source, a.target).cmp(&(b.source, b.target)))
    });
    kept.truncate(most);
    let least = kept.last().map_or(0, |e| e.weight);
    Choice {
        edges: kept,
        least,
        beyond,
        within,
        all,
    }
}

fn radius(actor: &ActorRow<'_>, most: u64) -> f64 {
    RADII.0 + (RADII.1 - RADII.0) * (actor.articles as f64 / most.max(1) as f64).sqrt()
}

/// Places of the actors on the page, with discs apart.
fn fit<'a>(
    shown: &[&ActorRow<'a>],
    spots: &BTreeMap<&str, Point>,
    (width, height): (f64, f64),
) -> BTreeMap<&'a str, Point> {
    const EDGE: (f64, f64) = (42.0, 12.0);
    let mut points: Vec<Point> = shown
        .iter()
        .map(|a| spots.get(a.id).copied().unwrap_or_default())
        .collect();
    let most = shown.first().map_or(1, |a| a.articles);
    let radii: Vec<f64> = shown.iter().map(|a| radius(a, most)).collect();
    for _ in 0..2 {
        let span = |value: fn(&Point) -> f64, room: f64, edge: f64| {
            let low = points.iter().map(value).fold(f64::INFINITY, f64::min);
            let high = points.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
            let scale = (room - 2.0 * edge) / (high - low).max(1e-9);
            (low, if high > low { scale } else { 0.0 })
        };
        let (left, across) = span(|p| p.x, width, EDGE.0);
        let (top, down) = span(|p| p.y, height, EDGE.1);
        for point in &mut points {
            point.x = EDGE.0 + (point.x - left) * across;
            point.y = EDGE.1 + (point.y - top) * down;
        }
        separate(&mut points, &radii, 2.0);
    }
    for point in &mut points {
        point.x = point.x.clamp(RADII.1, width - RADII.1);
        point.y = point.y.clamp(RADII.1, height - RADII.1);
    }
    shown.iter().map(|a| a.id).zip(points).collect()
}

fn lines(canvas: &mut Canvas, edges: &[EdgeRow<'_>], places: &BTreeMap<&str, Point>) {
    let most = edges.iter().map(|e| e.weight).max().unwrap_or(1).max(1) as f64;
    // Those with a clear attitude are drawn last.
    let mut order: Vec<&EdgeRow<'_>> = edges.iter().collect();
    order.sort_by_key(|e| (clear(e.stance_low, e.stance_high), e.weight));
    for edge in order {
        let (Some(a), Some(b)) = (places.get(edge.source), places.get(edge.target)) else {
            continue;
        };
        let width = WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * (edge.weight as f64 / most).sqrt();
        let known = clear(edge.stance_low, edge.stance_high);
        let hostile = edge.stance.is_some_and(|s| s < 0.0);
        let colour = match (known, hostile) {
            (true, true) => NEGATIVE,
            (true, false) => POSITIVE,
            (false, _) => TIE,
        };
        let stroke = Stroke {
            dashed: known && hostile,
            ..Stroke::new(width, colour)
        };
        canvas.line((a.x, a.y), (b.x, b.y), stroke);
    }
}

fn discs(canvas: &mut Canvas, shown: &[&ActorRow<'_>], places: &BTreeMap<&str, Point>, width: f64) {
    let most = shown.first().map_or(1, |a| a.articles);
    let mut communities: Vec<(u64, u64)> = Vec::new();
    for actor in shown {
        let community = actor.community.unwrap_or(0);
        match communities.iter_mut().find(|(c, _)| *c == community) {
            Some((_, articles)) => *articles += actor.articles,
            None => communities.push((community, actor.articles)),
        }
    }
    communities.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let colour = |actor: &ActorRow<'_>| {
        let rank = communities
            .iter()
            .position(|(c, _)| Some(*c) == actor.community);
        COMMUNITIES[rank.unwrap_or(COMMUNITIES.len()).min(COMMUNITIES.len() - 1)]
    };
    let mut taken: Vec<Area> = Vec::new();
    for actor in shown.iter().rev() {
        if let Some(at) = places.get(actor.id) {
            let r = radius(actor, most);
            canvas.disc((at.x, at.y), r, colour(actor));
            taken.push((at.x - r, at.y - r, at.x + r, at.y + r));
        }
    }
    for actor in shown {
        let Some(at) = places.get(actor.id) else {
            continue;
        };
        let share = (actor.articles as f64 / most.max(1) as f64).sqrt();
        let size = LETTERS.0 + (LETTERS.1 - LETTERS.0) * share;
        let text = fitted(name(actor.label, actor.id), size, 92.0);
        let bold = actor.kind == "state";
        let wide = text_width(&text, size, bold);
        if let Some((x, base)) = label_place(*at, radius(actor, most), (wide, size), width, &taken)
        {
            taken.push((x, base - size * 0.8, x + wide, base + size * 0.25));
            let kind = Type::new(size, INK, Anchor::Start).bold(bold).rimmed();
            canvas.text((x, base), &text, kind);
        }
    }
}

/// Where a name fits beside its disc: right, left, above or below it.
fn label_place(
    at: Point,
    radius: f64,
    (wide, size): (f64, f64),
    width: f64,
    taken: &[Area],
) -> Option<(f64, f64)> {
    let tries = [
        (at.x + radius + 1.5, at.y + size * 0.35),
        (at.x - radius - 1.5 - wide, at.y + size * 0.35),
        (at.x - wide / 2.0, at.y - radius - 2.0),
        (at.x - wide / 2.0, at.y + radius + size * 0.9),
    ];
    tries.into_iter().find(|&(x, base)| {
        let (left, top, right, bottom) = (x, base - size * 0.8, x + wide, base + size * 0.25);
        let free = |o: &Area| left >= o.2 || right <= o.0 || top >= o.3 || bottom <= o.1;
        left >= 1.0 && right <= width - 1.0 && top >= 0.0 && taken.iter().all(free)
    })
}

fn legend(canvas: &mut Canvas, top: f64, width: PictureWidth) {
    let items = [
        (POSITIVE, false, "friendly: interval above 0"),
        (NEGATIVE, true, "hostile: interval below 0"),
        (TIE, false, "no clear attitude"),
    ];
    let mut at = (6.0, top + 9.0);
    for (colour, dashed, text) in items {
        let wide = text_width(text, 6.5, false) + 34.0;
        if at.0 + wide > width.points() {
            at = (6.0, at.1 + 10.0);
        }
        let stroke = Stroke {
            dashed,
            ..Stroke::new(2.0, colour)
        };
        canvas.line((at.0, at.1 - 2.2), (at.0 + 18.0, at.1 - 2.2), stroke);
        canvas.text(
            (at.0 + 22.0, at.1),
            text,
            Type::new(6.5, SOFT, Anchor::Start),
        );
        at.0 += wide;
    }
}

fn caption(choice: &Choice<'_>, actors: usize) -> String {
    let rule = if choice.beyond {
        "that appear together more often than chance explains (Q ≤ 0.05, one-sided hypergeometric test, adjusted for all possible pairs)"
    } else {
        "of most articles; none is beyond chance (Q ≤ 0.05)"
    };
    let left_out = if choice.within {
        ""
    } else {
        "; pairs of an actor and its own state or leader are left out"
    };
    format!(
        "Who appears with whom. {actors} actors and {} of {} pairs {rule}, those of at least {} articles{left_out}. Disc: number of articles. Width of lines: articles with both. Colour of discs: community (Leiden). Solid blue and dashed orange lines: the 95 % interval of the attitude between the two lies above or below 0; grey: it holds 0 or was not judged.",
        choice.edges.len(),
        choice.all,
        choice.least,
    )
}
