//! A sentence given by itself, with its actors marked: what is thought of it, and why.

use crate::model::Span;
use crate::text::{Tokeniser, Tokens};

use super::cue_features::role_features;
use super::decide::Scored;
use super::explain::{Cue, Shares, Weigh};
use super::features::{pair_features, tone_features};
use super::featurizer::{locate, masks};
use super::frames::{evidence, tone_evidence};
use super::judge::Judge;
use super::prior::push;
use super::sequence::Range;
use super::structure::{structure_features, target_features};
use super::weights::PAIR_CLASSES;
use super::words::Words;

/// What [`Judge::score`] needs beside: a tokeniser and a word cache of its own.
#[derive(Debug)]
pub(super) struct Own {
    tokeniser: Tokeniser,
    tokens: Tokens,
    words: Words,
}

impl Judge {
    /// The attitude of `source` towards `target` in the text, or the writer's own when there is no
    /// source (then what the whole sentence conveys, reported speech included, as the training set
    /// has it). The spans are bytes of the text. Neutral when a span covers no word or both the
    /// same, or when the sentences from the one to the other have more than 2,000 words.
    pub fn score(&mut self, text: &str, source: Option<Span>, target: Span) -> Scored {
        let Some((_, first, second)) = self.read(text, source, target) else {
            return if source.is_some() {
                Scored::NO_PAIR
            } else {
                Scored::NO_TONE
            };
        };
        match (second, source) {
            (Some(second), Some(source)) => {
                let scored = self.score_pair(first, second);
                scored[usize::from(target < source)]
            }
            _ => self.score_tone(first),
        }
    }

    /// Tokenises the text and fills the line with the sentences that hold the spans.
    /// Gives the index of the first of these tokens and the spans counted from there.
    pub(super) fn read(
        &mut self,
        text: &str,
        source: Option<Span>,
        target: Span,
    ) -> Option<(usize, Range, Option<Range>)> {
        let own = self.own.get_or_insert_with(|| {
            Box::new(Own {
                tokeniser: Tokeniser::new(),
                tokens: Tokens::default(),
                words: Words::new(),
            })
        });
        own.tokeniser.tokenise("", text, &mut own.tokens);
        let (range, first, second) = locate(&own.tokens, target, source)?;
        let tokens = &own.tokens.tokens[range.start..range.end];
        self.line.fill(
            &mut own.words,
            &mut own.tokeniser.vocabulary,
            self.model.knowledge(),
            tokens,
            &masks(first, second),
        );
        if let Some(deep) = &mut self.deep {
            deep.read(tokens, &own.tokeniser.vocabulary);
        }
        Some((range.start, first, second))
    }

    /// What the deep tier is asked about a text, whether or not [`Judge::score`] would ask it: for training. Nothing where a
    /// span covers no word or both cover the same, and of the fast tier.
    #[cfg(feature = "deep")]
    pub fn question(
        &mut self,
        text: &str,
        source: Option<Span>,
        target: Span,
    ) -> Option<super::deep::Question> {
        let (_, first, second) = self.read(text, source, target)?;
        let deep = self.deep.as_ref()?;
        Some(deep.question(&self.line, first, second))
    }

    /// What moved the score of [`Judge::score`] most, strongest first, at most `most` entries: words
    /// with their share in the difference of the logits of positive and negative.
    pub fn explain(
        &mut self,
        text: &str,
        source: Option<Span>,
        target: Span,
        most: usize,
    ) -> Vec<Cue> {
        let Some((begin, first, second)) = self.read(text, source, target) else {
            return Vec::new();
        };
        self.sequence.fill(&self.line, first, second);
        let mut shares = Shares::new(&self.sequence, self.line.len());
        let frames = &self.model.knowledge().frames;
        let scene = self.sequence.scene(&self.line, frames);
        let side = if let (Some(_), Some(source)) = (second, source) {
            let weights = self.model.pair();
            let reverse = usize::from(target < source);
            let found = evidence(&scene);
            let begin = reverse * PAIR_CLASSES;
            let place = &mut Weigh {
                table: &weights.place,
                negative: &[begin, begin + 1],
                positive: &[begin + 4, begin + 5],
                shares: &mut shares,
            };
            pair_features(&self.sequence, &scene, place);
            shares.close();
            let role = &mut Weigh {
                table: &weights.role,
                negative: &[0, 1],
                positive: &[4, 5],
                shares: &mut shares,
            };
            let [own, other] = [reverse, 1 - reverse].map(|d| &found.sides[d]);
            role_features(own, other, reverse == 0, role);
            structure_features(&self.sequence, &scene, reverse == 0, role);
            shares.close();
            found.sides[reverse]
        } else {
            let weights = self.model.tone();
            let found = tone_evidence(&scene);
            let place = &mut Weigh {
                table: &weights.place,
                negative: &[0],
                positive: &[2],
                shares: &mut shares,
            };
            tone_features(&self.sequence, &scene, place);
            shares.close();
            let role = &mut Weigh {
                table: &weights.role,
                negative: &[0],
                positive: &[2],
                shares: &mut shares,
            };
            role_features(&found.sides[0], &found.sides[1], true, role);
            target_features(&self.sequence, &scene, role);
            shares.close();
            found.sides[0]
        };
        if side.frame > 0 {
            let pushed = if second.is_some() {
                push(&side).max(0.0) * f32::from(side.polarity)
            } else {
                0.0
            };
            shares.name_frame(side.token, frames.describe(&side), pushed);
        }
        let Some(own) = &self.own else {
            return Vec::new();
        };
        let tokens = &own.tokens.tokens[begin..begin + self.line.len()];
        shares.cues(most, |i| {
            Span {
                start: tokens[i].start,
                end: tokens[i].end,
            }
            .of(text)
            .to_owned()
        })
    }
}
