//! Which of the two models judges.

/// Which model judges attitudes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Tier {
    /// Sparse features and attitude frames: thousands of sentences a second
    #[default]
    Fast,
    /// A small transformer asked in addition where the fast tier is not sure of neutral: about a hundred sentences a second
    Deep,
}

impl Tier {
    /// `fast` or `deep`, as options and the identity of a store have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Deep => "deep",
        }
    }
}
