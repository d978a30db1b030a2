//! What a column is: its heading, its unit and its meaning.

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text; an empty text is a missing value.
    Text,
    /// Integers.
    Integer,
    /// Numbers with a fraction.
    Real,
}

impl Kind {
    /// Its name in the codebook.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Real => "real",
        }
    }
}

/// The unit of a column's values, from which follow its [`Kind`] and how spreadsheets show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnUnit {
    /// Text.
    Text,
    /// Identifier of an actor.
    Actor,
    /// Name of a period.
    Period,
    /// Day, as `2022-02-24`.
    Day,
    /// One of a few words, which the meaning lists.
    Word,
    /// How many there are.
    Count,
    /// A number that identifies or ranks something.
    Ordinal,
    /// Probability, 0 to 1; may be very small.
    Probability,
    /// Share of a whole, 0 to 1.
    Share,
    /// Centrality of one actor among many, 0 to 1; mostly far below 1.
    Centrality,
    /// Attitude or difference of attitudes: −1 (against) to 1 (in favour), a difference −2 to 2.
    Score,
    /// Information or odds in bits.
    Bits,
    /// Logarithm to the base e.
    Nats,
    /// A statistic or an expected count, without an upper limit.
    Amount,
    /// A coefficient, −1 to 1.
    Coefficient,
    /// Differs from row to row.
    Mixed,
}

impl ColumnUnit {
    /// What cells of that unit hold.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Text | Self::Actor | Self::Period | Self::Day | Self::Word => Kind::Text,
            Self::Count | Self::Ordinal => Kind::Integer,
            _ => Kind::Real,
        }
    }

    /// Its name in the codebook.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Actor => "actor id",
            Self::Period => "period",
            Self::Day => "day",
            Self::Word => "keyword",
            Self::Count => "count",
            Self::Ordinal => "number",
            Self::Probability => "probability",
            Self::Share => "share, 0 to 1",
            Self::Centrality => "centrality, 0 to 1",
            Self::Score => "score, -1 to 1",
            Self::Bits => "bits",
            Self::Nats => "nats",
            Self::Amount => "amount",
            Self::Coefficient => "coefficient, -1 to 1",
            Self::Mixed => "differs by row",
        }
    }
}

/// A column as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spec {
    /// Heading.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Unit of its values.
    pub unit: ColumnUnit,
    /// What they mean, for the reader of the table.
    pub meaning: &'static str,
}

impl Spec {
    /// A column of that unit.
    pub const fn new(name: &'static str, unit: ColumnUnit, meaning: &'static str) -> Self {
        Self {
            name,
            kind: unit.kind(),
            unit,
            meaning,
        }
    }
}
