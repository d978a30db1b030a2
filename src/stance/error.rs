//! What can be wrong with a file of weights or frames.

/// Why a stance model cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes do not begin as a file of weights does.
    #[error(
        "not a file of stance weights (expected to begin with \"{}\")",
        super::weights::MAGIC
    )]
    NotWeights,
    /// The file ends before it should.
    #[error("the stance weights end early: {needed} more bytes expected at byte {at}")]
    Truncated {
        /// Where the missing part should begin.
        at: usize,
        /// How many bytes it should have.
        needed: usize,
    },
    /// The file goes on after its last part.
    #[error("the stance weights have {extra} bytes too many")]
    TooLong {
        /// How many bytes follow the last part.
        extra: usize,
    },
    /// A number in the file is outside its range.
    #[error("the stance weights hold an impossible value for {what}")]
    Impossible {
        /// The value's name.
        what: &'static str,
    },
    /// A row of the frames cannot be read.
    #[error("attitude frames, line {line}: {problem}")]
    Frame {
        /// Line of the file, the first being 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The build has no deep tier.
    #[error(
        "this demarche was built without the deep tier; build it with: cargo build --release --features deep (it is among the default features), or use --model fast"
    )]
    NoDeep,
    /// The deep tier's network cannot be used.
    #[error("the network of the deep tier cannot be run; the build is damaged")]
    Network,
}
