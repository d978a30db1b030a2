//! Colours of pictures: orange to blue for signs, which all common forms of colour blindness tell apart; other hues for communities.

use std::fmt;

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

pub(super) const WHITE: Colour = Colour(255, 255, 255);
pub(super) const INK: Colour = Colour(28, 33, 39);
pub(super) const SOFT: Colour = Colour(89, 99, 110);
pub(super) const RULE: Colour = Colour(217, 213, 203);
pub(super) const TIE: Colour = Colour(190, 186, 176);
pub(super) const MIDDLE: Colour = Colour(217, 213, 203);
pub(super) const POSITIVE: Colour = Colour(29, 105, 150);
pub(super) const NEGATIVE: Colour = Colour(180, 69, 31);
pub(super) const BAND: Colour = Colour(205, 217, 230);
pub(super) const SERIES: Colour = Colour(36, 80, 122);
/// Communities, the largest first; further ones have the last colour.
pub(super) const COMMUNITIES: [Colour; 9] = [
    Colour(111, 90, 168),
    Colour(61, 138, 87),
    Colour(176, 141, 30),
    Colour(181, 90, 140),
    Colour(91, 107, 122),
    Colour(138, 90, 60),
    Colour(58, 154, 152),
    Colour(154, 165, 58),
    Colour(150, 156, 163),
];

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Colour {
    /// A colour between this one and another.
    pub(super) fn towards(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let mix =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }

    /// Ink or white, whichever is easier to read on it.
    pub(super) fn ink(self) -> Self {
        let light = 299 * u32::from(self.0) + 587 * u32::from(self.1) + 114 * u32::from(self.2);
        if light > 140_000 { INK } else { WHITE }
    }
}

/// The colour of a score on a scale that ends at `end`.
pub(super) fn of_score(score: f64, end: f64) -> Colour {
    if score == 0.0 {
        return MIDDLE;
    }
    let full = if score > 0.0 { POSITIVE } else { NEGATIVE };
    MIDDLE.towards(full, 0.12 + 0.88 * score.abs() / end)
}

/// The same paler, for scores whose interval holds 0.
pub(super) fn of_unclear(score: f64, end: f64) -> Colour {
    of_score(score, end).towards(WHITE, 0.5)
}

/// Where a scale of scores ends: the first round number above the 85th percentile.
pub(super) fn scale_end(mut sizes: Vec<f64>) -> f64 {
    sizes.sort_by(f64::total_cmp);
    let high = sizes.get(sizes.len() * 85 / 100).copied().unwrap_or(0.4);
    let ends = [0.1, 0.2, 0.3, 0.4, 0.5];
    ends.into_iter().find(|end| *end >= high).unwrap_or(0.5)
}
