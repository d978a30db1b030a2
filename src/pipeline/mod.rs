//! Parallel work: ingest, walks over the store for tallies and evidence, re-annotation.
//!
//! Uses everything above it; it alone may use `rayon`.

mod blind;
mod bootstrap;
mod check;
mod counters;
mod evidence;
mod feed;
mod ingest;
mod judged;
mod lines;
mod reannotate;
mod rehearsal;
mod run;
mod sensitivity;
mod stories;
mod walk;
mod worker;

pub use blind::check_blindness;
pub use bootstrap::{BootstrapSettings, bootstrap};
pub use check::check;
pub use evidence::{
    Evidence, Explain, MarkedName, ReadArticle, ReadJudgement, ReadSentence, SelectedArticle,
    SelectedEvidence, SelectedFinding, SelectedSentence, Selection, Sought, Wanted, WholeArticles,
};
pub use ingest::{Ingest, IngestReport, available_threads};
pub use judged::JudgedSentence;
pub use lines::map_lines;
pub use reannotate::reannotate;
pub use rehearsal::Rehearsal;
pub use sensitivity::Sensitivity;
pub use stories::{Story, StoryArticle, list_stories, stories, story_names};
pub use walk::{tally, visit};
