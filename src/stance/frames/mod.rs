//! Attitude frames: which words of diplomacy judge, and who judges whom.
//!
//! `corpus/stance_frames.csv` holds the frames; `lexicon.rs` reads it and finds frames in sentences,
//! `syntax.rs` finds who stands where around one, `evidence.rs` turns that into evidence for a pair.

mod evidence;
mod found;
mod inflect;
mod lexicon;
mod speech;
mod syntax;

pub(super) use evidence::{Construction, Evidence, Outcome, Side, evidence, tone_evidence};
pub(super) use lexicon::{Frames, Hit, find_hits};
pub(super) use syntax::Scene;
