//! The judge: sentences in, judgements and tones out.

use std::sync::Arc;

use crate::model::{ActorKey, Extraction, Field, Judgement, Mention, Reading, Span, Tone};
use crate::text::{Tokeniser, Tokens, Vocabulary};

use super::decide::{LabelRule, Scored, decide_pair, decide_tone};
use super::explain::{Cue, Shares, Weigh};
use super::features::{Sink, pair_features, tone_features};
use super::featurizer::{LONGEST, locate};
use super::frames::{evidence, is_reported, tone_evidence};
use super::model::StanceModel;
use super::prior::{add_frames, level_mutual, push};
use super::sequence::{Line, Range, Sequence};
use super::weights::Table;
use super::words::Words;

/// How a judge works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How labels follow from probabilities; [`LabelRule::Balanced`] by default.
    pub label_rule: LabelRule,
    /// 1: actors count only in the sentence that names them. 2: a pronoun of the third person
    /// singular that begins a sentence stands for the actor of the sentence before, if that names
    /// exactly one. Such an actor is judged in a sentence where [`Extraction::mentions`] has no
    /// mention of it. 1 by default.
    pub window: u8,
    /// Ordered pairs judged in one sentence at most; those whose names stand closest come first. 60 by
    /// default: all pairs of eight actors.
    pub pairs_per_sentence: usize,
}

impl Settings {
    /// The settings as pairs of name and value, for the identity of a store.
    pub fn pairs(&self) -> [(&'static str, String); 3] {
        let rule = match self.label_rule {
            LabelRule::Argmax => "argmax",
            LabelRule::Balanced => "balanced",
        };
        [
            ("label-rule", rule.to_owned()),
            ("carry", self.window.saturating_sub(1).to_string()),
            ("pairs-per-sentence", self.pairs_per_sentence.to_string()),
        ]
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            label_rule: LabelRule::default(),
            window: 1,
            pairs_per_sentence: 60,
        }
    }
}

/// Judges sentences; one for each worker.
///
/// Keeps what depends on a word alone by word id, and its buffers, so that it allocates nothing for a
/// sentence once it has warmed up. Use one judge with one vocabulary.
#[derive(Debug)]
pub struct Judge {
    model: Arc<StanceModel>,
    settings: Settings,
    words: Words,
    line: Line,
    sequence: Sequence,
    actors: Vec<Actor>,
    pairs: Vec<Pair>,
    own: Option<Box<Own>>,
}

/// What [`Judge::score`] needs beside: a tokeniser and a word cache of its own.
#[derive(Debug)]
struct Own {
    tokeniser: Tokeniser,
    tokens: Tokens,
    words: Words,
}

#[derive(Debug, Clone, Copy)]
struct Actor {
    key: ActorKey,
    range: Range,
}

#[derive(Debug, Clone, Copy)]
struct Pair {
    first: Actor,
    second: Actor,
    distance: usize,
}

/// Sums the rows of a table.
struct Sum<'a, const C: usize> {
    table: &'a Table<C>,
    sums: [i32; C],
    count: u32,
}

impl<const C: usize> Sink for Sum<'_, C> {
    #[inline]
    fn put(&mut self, hash: u64, _: u16, _: u16) {
        let weights = self.table.row(hash);
        for (sum, weight) in self.sums.iter_mut().zip(weights) {
            *sum += i32::from(*weight);
        }
        self.count += 1;
    }
}

impl Judge {
    /// A judge that uses the model.
    pub fn new(model: Arc<StanceModel>, settings: Settings) -> Self {
        Self {
            model,
            settings,
            words: Words::new(),
            line: Line::default(),
            sequence: Sequence::default(),
            actors: Vec::new(),
            pairs: Vec::new(),
            own: None,
        }
    }

    /// Fills [`Extraction::judgements`] and [`Extraction::tones`] from its sentences and mentions.
    ///
    /// Every ordered pair of distinct actors that a sentence names as actors is judged once, by the two
    /// mentions that stand closest, and every such actor's tone once, by its first mention. Names
    /// outside the dictionary are not judged. Where a sentence says of an actor only what somebody
    /// else whom it names says, the tone keeps a part of its weight: the words are not the
    /// writer's. Texts in another language than English (as far as that is known) are passed over.
    pub fn judge(&mut self, vocabulary: &mut Vocabulary, tokens: &Tokens, out: &mut Extraction) {
        out.judgements.clear();
        out.tones.clear();
        if !matches!(out.language.as_str(), "en" | "") {
            return;
        }
        let mut at = 0;
        let mut only_actor = None;
        for (index, sentence) in out.sentences.iter().enumerate() {
            let index = index as u32;
            while out.mentions.get(at).is_some_and(|m| m.sentence < index) {
                at += 1;
            }
            let from = at;
            while out.mentions.get(at).is_some_and(|m| m.sentence == index) {
                at += 1;
            }
            let here = tokens.of(sentence);
            self.find_actors(
                sentence.first_token as usize,
                here.len(),
                &out.mentions[from..at],
            );
            let carried = only_actor.filter(|_| {
                self.settings.window > 1
                    && here
                        .first()
                        .is_some_and(|t| is_pronoun(vocabulary.lower_word(t.word)))
            });
            only_actor = self.only_actor().filter(|_| sentence.field == Field::Text);
            if let Some(key) = carried.filter(|key| self.actors.iter().all(|a| a.key != *key)) {
                self.actors.insert(
                    0,
                    Actor {
                        key,
                        range: Range { start: 0, end: 1 },
                    },
                );
            }
            if self.actors.is_empty() || here.len() > LONGEST {
                continue;
            }
            let model = Arc::clone(&self.model);
            self.line
                .fill(&mut self.words, vocabulary, model.knowledge(), here);
            self.tones(index, &mut out.tones);
            self.judgements(index, &mut out.judgements);
        }
    }

    /// The names of a sentence that are to be judged; `base` is the index of its first token,
    /// `length` their number.
    fn find_actors(&mut self, base: usize, length: usize, mentions: &[Mention]) {
        self.actors.clear();
        self.actors
            .extend(mentions.iter().filter(|m| counts(m)).filter_map(|m| {
                let start = (m.first_token as usize).checked_sub(base)?;
                let end = (m.end_token as usize).saturating_sub(base).min(length);
                (start < end).then_some(Actor {
                    key: m.actor,
                    range: Range { start, end },
                })
            }));
    }

    /// The actor of the sentence if there is exactly one.
    fn only_actor(&self) -> Option<ActorKey> {
        let first = self.actors.first()?.key;
        self.actors.iter().all(|a| a.key == first).then_some(first)
    }

    fn tones(&mut self, sentence: u32, out: &mut Vec<Tone>) {
        for i in 0..self.actors.len() {
            let actor = self.actors[i];
            if self.actors[..i].iter().any(|a| a.key == actor.key) {
                continue;
            }
            let mut scored = self.score_tone(actor.range);
            let scene = self
                .sequence
                .scene(&self.line, &self.model.knowledge().frames);
            if is_reported(&scene) {
                scored = scored.damped(&self.model.tone().balance, self.settings.label_rule);
            }
            out.push(Tone {
                sentence,
                target: actor.key,
                label: scored.label,
                score: scored.fixed_score(),
            });
        }
    }

    fn judgements(&mut self, sentence: u32, out: &mut Vec<Judgement>) {
        self.find_pairs();
        for i in 0..self.pairs.len() {
            let pair = self.pairs[i];
            let scored = self.score_pair(pair.first.range, pair.second.range);
            let ends = [
                (pair.first.key, pair.second.key),
                (pair.second.key, pair.first.key),
            ];
            for (scored, (source, target)) in scored.iter().zip(ends) {
                out.push(Judgement {
                    sentence,
                    source,
                    target,
                    class: scored.label.into(),
                    carried: false,
                    score: scored.fixed_score(),
                });
            }
        }
    }

    /// The pairs of distinct actors, each by its closest mentions, in order of place.
    fn find_pairs(&mut self) {
        self.pairs.clear();
        for (i, &first) in self.actors.iter().enumerate() {
            for &second in &self.actors[i + 1..] {
                if first.key == second.key || second.range.start < first.range.end {
                    continue;
                }
                let distance = second.range.start - first.range.end;
                let same = |p: &&mut Pair| {
                    (p.first.key, p.second.key) == (first.key, second.key)
                        || (p.first.key, p.second.key) == (second.key, first.key)
                };
                match self.pairs.iter_mut().find(same) {
                    Some(pair) if pair.distance <= distance => {}
                    Some(pair) => {
                        *pair = Pair {
                            first,
                            second,
                            distance,
                        }
                    }
                    None => self.pairs.push(Pair {
                        first,
                        second,
                        distance,
                    }),
                }
            }
        }
        let most = self.settings.pairs_per_sentence / 2;
        if self.pairs.len() > most {
            self.pairs
                .sort_by_key(|p| (p.distance, p.first.range.start, p.second.range.start));
            self.pairs.truncate(most);
        }
        self.pairs
            .sort_by_key(|p| (p.first.range.start, p.second.range.start));
    }

    fn score_pair(&mut self, first: Range, second: Range) -> [Scored; 2] {
        self.sequence.fill(&self.line, first, Some(second));
        let table = self.model.pair();
        let mut sum = Sum {
            table,
            sums: [0; 5],
            count: 0,
        };
        let scene = self
            .sequence
            .scene(&self.line, &self.model.knowledge().frames);
        let found = evidence(&scene);
        pair_features(&self.sequence, &scene, &found, &mut sum);
        let mut logits = table.logits(&sum.sums, sum.count);
        add_frames(&mut logits, &found);
        let mutual = level_mutual(&mut logits, &found);
        decide_pair(logits, &table.balance, self.settings.label_rule, mutual)
    }

    fn score_tone(&mut self, target: Range) -> Scored {
        self.sequence.fill(&self.line, target, None);
        let form = self.line.form(target);
        let table = self.model.tone();
        let mut sum = Sum {
            table,
            sums: [0; 3],
            count: 0,
        };
        let scene = self
            .sequence
            .scene(&self.line, &self.model.knowledge().frames);
        let found = tone_evidence(&scene);
        tone_features(&self.sequence, &scene, &found, form, &mut sum);
        let logits = table.logits(&sum.sums, sum.count);
        decide_tone(logits, &table.balance, self.settings.label_rule)
    }

    /// The attitude of `source` towards `target` in the text, or the writer's own when there is no
    /// source (then what the whole sentence conveys, reported speech included, as the training set
    /// has it). The spans are bytes of the text. Neutral when a span covers no word or both the
    /// same, or when the sentences from the one to the other have more than 2,000 words.
    pub fn score(&mut self, text: &str, source: Option<Span>, target: Span) -> Scored {
        let Some((_, first, second)) = self.read(text, source, target) else {
            return Scored::NEUTRAL;
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
    fn read(
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
        );
        Some((range.start, first, second))
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
            let table = self.model.pair();
            let reverse = usize::from(target < source);
            let (negative, positive) = (1 + 2 * reverse, 2 + 2 * reverse);
            let found = evidence(&scene);
            let sink = &mut Weigh {
                table,
                negative,
                positive,
                shares: &mut shares,
            };
            pair_features(&self.sequence, &scene, &found, sink);
            found.sides[reverse]
        } else {
            let table = self.model.tone();
            let form = self.line.form(first);
            let found = tone_evidence(&scene);
            let sink = &mut Weigh {
                table,
                negative: 0,
                positive: 2,
                shares: &mut shares,
            };
            tone_features(&self.sequence, &scene, &found, form, sink);
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

/// Whether a word in lower case can take up an actor of the sentence before.
fn is_pronoun(lower: &str) -> bool {
    matches!(lower, "he" | "she" | "it" | "his" | "her" | "its")
}

fn counts(mention: &Mention) -> bool {
    mention.reading == Reading::Actor && !matches!(mention.actor, ActorKey::Unlisted(_))
}

#[cfg(test)]
mod tests {
    use super::super::featurizer::{Featurizer, PAIR_BITS, TONE_BITS};
    use super::super::hash::row;
    use super::*;

    /// Gathers rows, as training does.
    struct Gather(Vec<u32>, u32);

    impl Sink for Gather {
        fn put(&mut self, hash: u64, _: u16, _: u16) {
            self.0.push(row(hash, self.1));
        }
    }

    fn span(text: &str, name: &str) -> Span {
        let start = text.find(name).expect("the name is in the text") as u32;
        Span {
            start,
            end: start + name.len() as u32,
        }
    }

    /// The judge's rows of a pair and of a tone, by its own way from text to features.
    fn judged_rows(judge: &mut Judge, text: &str, one: Span, other: Span) -> [Vec<u32>; 2] {
        let model = Arc::clone(&judge.model);
        let (_, first, second) = judge.read(text, Some(one), other).expect("spans of words");
        judge.sequence.fill(&judge.line, first, second);
        let scene = judge.sequence.scene(&judge.line, &model.knowledge().frames);
        let mut pair = Gather(Vec::new(), PAIR_BITS);
        pair_features(&judge.sequence, &scene, &evidence(&scene), &mut pair);
        let (_, first, _) = judge.read(text, None, other).expect("a span of words");
        judge.sequence.fill(&judge.line, first, None);
        let form = judge.line.form(first);
        let scene = judge.sequence.scene(&judge.line, &model.knowledge().frames);
        let mut tone = Gather(Vec::new(), TONE_BITS);
        tone_features(
            &judge.sequence,
            &scene,
            &tone_evidence(&scene),
            form,
            &mut tone,
        );
        pair.0.sort_unstable();
        tone.0.sort_unstable();
        [pair.0, tone.0]
    }

    #[test]
    fn training_and_judging_see_the_same_features() {
        let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
        let mut judge = Judge::new(Arc::clone(&model), Settings::default());
        let mut featurizer =
            Featurizer::new(model.knowledge().common.clone()).expect("the built-in frames");
        for (text, one, other) in [
            (
                "Russia condemned the United States for its sanctions.",
                "Russia",
                "United States",
            ),
            (
                "The U.S. was praised by Xi Jinping, officials said.",
                "U.S.",
                "Xi Jinping",
            ),
            (
                "\"We do not trust Tehran,\" Macron told reporters in Paris.",
                "Tehran",
                "Macron",
            ),
            (
                "It rained. China's criticism of Japan did not surprise anyone.",
                "China",
                "Japan",
            ),
            (
                "NATO-led troops left; Kyiv hadn't asked for 3.5 mln dlrs.",
                "NATO",
                "Kyiv",
            ),
        ] {
            let (one, other) = (span(text, one), span(text, other));
            let judged = judged_rows(&mut judge, text, one, other);
            let (mut pair, mut tone) = (Vec::new(), Vec::new());
            featurizer.pair(text, one, other, &mut pair);
            featurizer.tone(text, other, &mut tone);
            assert!(pair.len() > 20 && tone.len() > 20, "{text}");
            assert_eq!(judged, [pair, tone], "{text}");
        }
    }
}
