//! Room for the nodes: moves discs apart until they no longer overlap.

use super::Point;

/// Rounds at most; each looks at all pairs of discs that are near each other.
const ROUNDS: usize = 200;

/// Moves discs apart that overlap, as little as a simple relaxation does.
///
/// `radii` and `gap` have the unit of `points`: two discs are apart if their distance is at least the sum of their radii and the gap. In each
/// of at most 200 rounds every overlapping pair is pushed apart along the line between the two, half by each. Very
/// crowded drawings may keep small overlaps. Candidates are found by sweeping along the horizontal.
pub fn separate(points: &mut [Point], radii: &[f64], gap: f64) {
    let widest = radii.iter().copied().fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..points.len().min(radii.len())).collect();
    let mut moves = vec![Point::default(); points.len()];
    for _ in 0..ROUNDS {
        order.sort_by(|&a, &b| points[a].x.total_cmp(&points[b].x).then(a.cmp(&b)));
        moves.fill(Point::default());
        let mut overlapping = false;
        for (place, &a) in order.iter().enumerate() {
            for &b in &order[place + 1..] {
                if points[b].x - points[a].x >= radii[a] + widest + gap {
                    break;
                }
                if let Some(push) = push(points, radii, gap, (a, b)) {
                    overlapping = true;
                    moves[a].x -= push.x;
                    moves[a].y -= push.y;
                    moves[b].x += push.x;
                    moves[b].y += push.y;
                }
            }
        }
        if !overlapping {
            return;
        }
        for (point, by) in points.iter_mut().zip(&moves) {
            point.x += by.x;
            point.y += by.y;
        }
    }
}

/// By how much the second disc of an overlapping pair moves; the first moves the other way.
fn push(points: &[Point], radii: &[f64], gap: f64, (a, b): (usize, usize)) -> Option<Point> {
    // Overshooting a little lets the rounds end.
    const SHARE: f64 = 0.51;
    let need = radii[a] + radii[b] + gap;
    let (x, y) = (points[b].x - points[a].x, points[b].y - points[a].y);
    let distance = (x * x + y * y).sqrt();
    if distance >= need {
        return None;
    }
    let by = (need - distance) * SHARE;
    if distance == 0.0 {
        // Discs at one point are parted along the horizontal in the order of their numbers.
        let x = if a < b { by } else { -by };
        return Some(Point { x, y: 0.0 });
    }
    Some(Point {
        x: x / distance * by,
        y: y / distance * by,
    })
}
