//! What a report leaves out.

use serde::Serialize;

use crate::analysis::Results;

use super::ReportOptions;
use super::cast::Cast;
use super::words::{plural, whole};

/// How much of the study is in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Limits {
    pub(super) actors_all: usize,
    pub(super) actors: usize,
    pub(super) edges_all: usize,
    pub(super) edges_beyond: usize,
    pub(super) edges: usize,
    pub(super) stance_all: usize,
    pub(super) stance: usize,
    pub(super) tone_all: usize,
    pub(super) tone: usize,
    /// Sentences kept for a number; all of them can be asked for if `None`.
    pub(super) kept: Option<usize>,
    /// Sentences asked for.
    pub(super) asked: usize,
    /// Whether sentences are quoted.
    pub(super) text: bool,
    /// Whether counts are of articles; else of the units of the network's level.
    pub(super) by_article: bool,
}

impl Limits {
    pub(super) fn new(
        results: &Results,
        cast: &Cast<'_>,
        kept: Option<usize>,
        options: &ReportOptions,
    ) -> Self {
        let level = results.manifest().settings.get("level");
        Self {
            actors_all: cast.all.actors.max(cast.actors.len()),
            actors: cast.actors.len(),
            edges_all: cast.all.edges,
            edges_beyond: cast.all.edges_beyond,
            edges: cast.edges.len(),
            stance_all: cast.all.stance,
            stance: cast.stance.len(),
            tone_all: cast.all.tone,
            tone: cast.tone.len(),
            kept,
            asked: options.evidence,
            text: options.text,
            by_article: level.is_none_or(|level| level == "article"),
        }
    }

    /// The same in sentences.
    pub(super) fn sentences(&self) -> Vec<String> {
        let n = |n: usize| whole(n as u64);
        let here = if self.kept.is_some() {
            "are in this file"
        } else {
            "are on this page"
        };
        let of = |shown: usize, all: usize, noun: &str, rule: &str| {
            if shown == all {
                format!("All {} {here}.", plural(all as u64, noun))
            } else {
                format!(
                    "{} of {} {here}: {rule}.",
                    n(shown),
                    plural(all as u64, noun)
                )
            }
        };
        let mut out = Vec::new();
        if self.edges_all > 0 {
            out.push(
                of(
                    self.edges,
                    self.edges_all,
                    "pair of actors",
                    "those with Q of at most 0.05 first, then the heaviest",
                )
                .replace("pair of actorss", "pairs of actors"),
            );
        }
        if self.stance_all > 0 {
            out.push(of(
                self.stance,
                self.stance_all,
                "attitude",
                "those of most articles",
            ));
        }
        if self.tone_all > 0 {
            out.push(
                of(
                    self.tone,
                    self.tone_all,
                    "tone of an outlet",
                    "those of most articles",
                )
                .replace("tone of an outlets", "tones of outlets"),
            );
        }
        let Some(kept) = self.kept else {
            out.push("All sentences behind each number are read from the store.".to_owned());
            return out;
        };
        if !self.text {
            out.push("No sentences are quoted: only articles are named, with scores.".to_owned());
        } else if kept < self.asked {
            out.push(format!("At most {} stand behind each number instead of {}, so that the file stays below its limit.", plural(kept as u64, "sentence"), self.asked));
        } else {
            out.push(format!("At most {} stand behind each number: half of them those with the clearest scores, the others spread evenly over time. The command under each list prints all of them.", plural(kept as u64, "sentence")));
        }
        out
    }
}
