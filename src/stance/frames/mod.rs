//! Attitude frames: which words of diplomacy judge, and who judges whom.
//!
//! `corpus/stance_frames.csv` holds the frames; `lexicon.rs` reads it and finds frames in sentences,
//! `scene.rs`, `subjects.rs` and `objects.rs` find who stands where around one, `found.rs`,
//! `speech.rs` and `evidence.rs` turn that into evidence for a pair.

mod asides;
mod ended;
mod evidence;
mod found;
mod inflect;
mod lexicon;
mod nouns;
mod objects;
mod patterns;
mod scene;
mod speech;
mod subjects;

pub(super) use evidence::{
    Construction, Evidence, Outcome, Side, evidence, is_reported, tone_evidence,
};
pub(super) use inflect::{Form, verb_forms};
pub(super) use lexicon::{Frames, Hit, find_hits};
pub(super) use scene::Scene;
