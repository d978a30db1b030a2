//! What moved a score: the features' weights, shared out to the words that they speak of.

use super::features::{NO_TOKEN, Sink};
use super::sequence::Sequence;
use super::weights::WeightTable;
use super::words::{FIRST, SECOND};

/// A word or an attitude frame and its share in a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// The word as written, `frame: …` for an attitude frame, or `(sentence shape)` for what speaks
    /// of no single word.
    pub name: String,
    /// Its share in the difference of the (mean) logits of positive and negative; above 0 it speaks for
    /// positive.
    pub contribution: f32,
}

impl Cue {
    /// The name of what speaks of no single word.
    pub const SHAPE: &'static str = "(sentence shape)";

    /// The cue as a person would say it: a word in quotation marks, or an expression of attitude with how it is used.
    pub fn in_words(&self) -> String {
        let Some((frame, rest)) = self
            .name
            .strip_prefix("frame: ")
            .and_then(|name| name.split_once(" ("))
        else {
            return format!("'{}'", self.name);
        };
        let notes = rest
            .trim_end_matches(')')
            .split(", ")
            .filter_map(|note| match note {
                "passive" => Some("in the passive"),
                "mutual" => Some("mutual"),
                "possible" => Some("possible, not fact"),
                "not held" => Some("not held by the source"),
                "of others" => Some("said of others"),
                "unsure" => Some("unsure"),
                _ => None,
            });
        let notes: Vec<&str> = notes.collect();
        if notes.is_empty() {
            frame.to_owned()
        } else {
            format!("{frame} ({})", notes.join("; "))
        }
    }
}

/// Shares of the tokens of one sentence.
pub(super) struct Shares {
    by_token: Vec<f32>,
    is_actor: Vec<bool>,
    shape: f32,
    /// Of the group of features that is being added.
    open: Vec<f32>,
    open_shape: f32,
    count: u32,
    frame: Option<(u16, String, f32)>,
}

impl Shares {
    pub(super) fn new(sequence: &Sequence, tokens: usize) -> Self {
        let mut is_actor = vec![false; tokens];
        for item in &sequence.items {
            if item.symbol == FIRST || item.symbol == SECOND {
                is_actor[usize::from(item.token)] = true;
            }
        }
        Self {
            by_token: vec![0.0; tokens],
            is_actor,
            shape: 0.0,
            open: vec![0.0; tokens],
            open_shape: 0.0,
            count: 0,
            frame: None,
        }
    }

    /// Names the token at which a frame begins after the frame, which moved the score by `push` on
    /// its own account.
    pub(super) fn name_frame(&mut self, token: u16, name: String, push: f32) {
        self.frame = Some((token, name, push));
    }

    fn is_word(&self, token: u16) -> bool {
        token != NO_TOKEN && !self.is_actor[usize::from(token)]
    }

    fn add(&mut self, share: f32, token: u16, other: u16) {
        self.count += 1;
        match (self.is_word(token), self.is_word(other)) {
            (true, true) => {
                self.open[usize::from(token)] += share / 2.0;
                self.open[usize::from(other)] += share / 2.0;
            }
            (true, false) => self.open[usize::from(token)] += share,
            (false, true) => self.open[usize::from(other)] += share,
            (false, false) => self.open_shape += share,
        }
    }

    /// Ends a group of features: its shares are divided by the root of its number of features, as the logits are.
    pub(super) fn close(&mut self) {
        let norm = 1.0 / (self.count.max(1) as f32).sqrt();
        for (sum, open) in self.by_token.iter_mut().zip(&mut self.open) {
            *sum += std::mem::take(open) * norm;
        }
        self.shape += std::mem::take(&mut self.open_shape) * norm;
        self.count = 0;
    }

    /// The greatest shares; `name` tells how a token is written.
    pub(super) fn cues(&self, most: usize, name: impl Fn(usize) -> String) -> Vec<Cue> {
        let mut cues: Vec<Cue> = self
            .by_token
            .iter()
            .enumerate()
            .filter(|(_, share)| **share != 0.0)
            .map(|(i, share)| match &self.frame {
                Some((token, frame, push)) if usize::from(*token) == i => Cue {
                    name: frame.clone(),
                    contribution: share + push,
                },
                _ => Cue {
                    name: name(i),
                    contribution: *share,
                },
            })
            .collect();
        cues.push(Cue {
            name: Cue::SHAPE.to_owned(),
            contribution: self.shape,
        });
        cues.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        cues.truncate(most);
        cues
    }
}

/// Turns features into shares.
pub(super) struct Weigh<'a, const C: usize> {
    pub(super) table: &'a WeightTable<C>,
    pub(super) negative: &'a [usize],
    pub(super) positive: &'a [usize],
    pub(super) shares: &'a mut Shares,
}

impl<const C: usize> Sink for Weigh<'_, C> {
    fn put(&mut self, hash: u64, token: u16, other: u16) {
        let row = self.table.row(hash);
        let worth = |classes: &[usize]| -> f32 {
            let each = classes
                .iter()
                .map(|&c| self.table.scale[c] * row.weight(c) as f32);
            each.sum::<f32>() / classes.len() as f32
        };
        let share = worth(self.positive) - worth(self.negative);
        self.shares.add(share, token, other);
    }
}
