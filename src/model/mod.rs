//! Plain data that flows between the stages: what an article is, what was found in it.
//!
//! Uses nothing else of the crate. All spans are byte offsets into the field that they speak of; the
//! command line turns them into character offsets where it prints them.

mod article;
mod coverage;
mod date;
mod extraction;
mod fingerprint;
mod index;
mod spikes;

pub use article::{Article, DateFlag};
pub use coverage::{Coverage, coverage_warnings};
pub use date::{Date, Period};
pub(crate) use extraction::read_as;
pub use extraction::{
    ActorInfo, ActorKey, ActorType, Class, Extraction, Field, Judgement, Label, Mention, Reading,
    SCORE_SCALE, Sentence, Span, Tone,
};
pub use fingerprint::{Fingerprint, SKETCH_BINS, SKETCH_WORDS};
pub use index::{ActorIndex, LanguageIndex, OutletIndex, PeriodIndex, StoryIndex};
pub use spikes::{Spike, spikes};
