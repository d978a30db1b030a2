//! From text and spans to rows of the weight tables: the way that training sees a sentence.

use crate::model::Span;
use crate::text::{Tokeniser, Tokens};

use super::cue_features::role_features;
use super::error::ModelError;
use super::features::{Sink, pair_features, tone_features};
use super::frames::{Frames, evidence, tone_evidence};
use super::hash::row;
use super::model::FRAMES;
use super::prior::frame_logits;
use super::sequence::{Line, Range, Sequence};
use super::structure::{structure_features, target_features};
use super::weights::PAIR_CLASSES;
use super::words::{CommonWords, Knowledge, Words};

/// Bits of a row number of the pair table: it has 2^18 rows.
pub const PAIR_BITS: u32 = 18;
/// Bits of a row number of the tables of roles: they have 2^16 rows.
pub const ROLE_BITS: u32 = 16;
/// Bits of a row number of the tone table: it has 2^18 rows.
pub const TONE_BITS: u32 = 18;

/// Computes the rows of the weight tables that a sentence with marked actors switches on.
#[derive(Debug)]
pub struct Featurizer {
    tokeniser: Tokeniser,
    tokens: Tokens,
    words: Words,
    knowledge: Knowledge,
    line: Line,
    sequence: Sequence,
}

/// Rows of the weight tables that a sentence switches on, ascending, a row as often as it is switched on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// Of the table of what stands where.
    pub place: Vec<u32>,
    /// Of the table of roles: for a pair from the first actor to the second and from the second to the first; for a tone
    /// the first only.
    pub role: [Vec<u32>; 2],
    /// What the attitude frames add to the logits of a pair, in the same order; zero for a tone.
    pub frames: [[f32; PAIR_CLASSES]; 2],
}

struct Gather<'a>(&'a mut Vec<u32>, u32);

impl Sink for Gather<'_> {
    fn put(&mut self, hash: u64, _: u16, _: u16) {
        self.0.push(row(hash, self.1));
    }
}

impl Rows {
    fn sort(mut self) -> Self {
        self.place.sort_unstable();
        self.role.iter_mut().for_each(|r| r.sort_unstable());
        self
    }
}

impl Featurizer {
    /// With the words that are no names although they begin a sentence.
    ///
    /// # Errors
    ///
    /// Never with an intact build: when the attitude frames cannot be read.
    pub fn new(common: CommonWords) -> Result<Self, ModelError> {
        Ok(Self {
            tokeniser: Tokeniser::new(),
            tokens: Tokens::default(),
            words: Words::new(),
            knowledge: Knowledge {
                common,
                frames: Frames::parse(FRAMES)?,
            },
            line: Line::default(),
            sequence: Sequence::default(),
        })
    }

    /// Rows of the pair's tables; `None` if a span covers no word or both cover the same. The actors may be given in either
    /// order: the first is the one that stands first.
    pub fn pair(&mut self, text: &str, one: Span, other: Span) -> Option<Rows> {
        let (first, second) = self.prepare(text, one, Some(other))?;
        self.sequence.fill(&self.line, first, Some(second?));
        let scene = self.sequence.scene(&self.line, &self.knowledge.frames);
        let found = evidence(&scene);
        let mut rows = Rows {
            frames: frame_logits(&found),
            ..Rows::default()
        };
        pair_features(
            &self.sequence,
            &scene,
            &mut Gather(&mut rows.place, PAIR_BITS),
        );
        for (direction, role) in rows.role.iter_mut().enumerate() {
            let [own, other] = [direction, 1 - direction].map(|d| &found.sides[d]);
            let sink = &mut Gather(role, ROLE_BITS);
            role_features(own, other, direction == 0, sink);
            structure_features(&self.sequence, &scene, direction == 0, sink);
        }
        Some(rows.sort())
    }

    /// Rows of the tone's tables; `None` if the span covers no word.
    pub fn tone(&mut self, text: &str, target: Span) -> Option<Rows> {
        let (first, _) = self.prepare(text, target, None)?;
        self.sequence.fill(&self.line, first, None);
        let scene = self.sequence.scene(&self.line, &self.knowledge.frames);
        let found = tone_evidence(&scene);
        let mut rows = Rows::default();
        tone_features(
            &self.sequence,
            &scene,
            &mut Gather(&mut rows.place, TONE_BITS),
        );
        let [own, other] = &found.sides;
        let sink = &mut Gather(&mut rows.role[0], ROLE_BITS);
        role_features(own, other, true, sink);
        target_features(&self.sequence, &scene, sink);
        Some(rows.sort())
    }

    /// The hashes of the last sentence's elements, and which of them are the first and the second
    /// actor.
    pub fn symbols(&self, out: &mut Vec<u64>) -> (usize, usize) {
        out.clear();
        out.extend(self.sequence.items.iter().map(|i| i.symbol));
        (self.sequence.first, self.sequence.second)
    }

    /// The words of a text that are written in lower case.
    pub fn lower_case_words(&mut self, text: &str, mut each: impl FnMut(&str)) {
        self.tokeniser.tokenise("", text, &mut self.tokens);
        for token in &self.tokens.tokens {
            let shape = self.tokeniser.vocabulary.shape(token.word);
            let word = self.tokeniser.vocabulary.word(token.word);
            if shape.is_alphabetic() && word.chars().all(|c| !c.is_uppercase()) {
                each(word);
            }
        }
    }

    fn prepare(
        &mut self,
        text: &str,
        one: Span,
        other: Option<Span>,
    ) -> Option<(Range, Option<Range>)> {
        self.tokeniser.tokenise("", text, &mut self.tokens);
        let (range, first, second) = locate(&self.tokens, one, other)?;
        let tokens = &self.tokens.tokens[range.start..range.end];
        self.line.fill(
            &mut self.words,
            &mut self.tokeniser.vocabulary,
            &self.knowledge,
            tokens,
            &masks(first, second),
        );
        Some((first, second))
    }
}

/// The names that are known to be names: one or two.
pub(super) fn masks(first: Range, second: Option<Range>) -> Vec<Range> {
    std::iter::once(first).chain(second).collect()
}

/// Tokens that a sentence may have to be judged; nothing that people write is longer.
pub(super) const LONGEST: usize = 2000;

/// The tokens of the sentences from the first to the last that a span touches, and the spans as
/// ranges counted from the first of these tokens, in order of place.
pub(super) fn locate(
    tokens: &Tokens,
    one: Span,
    other: Option<Span>,
) -> Option<(Range, Range, Option<Range>)> {
    let mut first = tokens_of(tokens, one)?;
    let mut second = match other {
        Some(span) => Some(tokens_of(tokens, span)?),
        None => None,
    };
    if let Some(s) = second
        && (s.start, s.end) < (first.start, first.end)
    {
        (first, second) = (s, Some(first));
    }
    if let Some(s) = &mut second {
        if s.start < first.end {
            // Overlapping spans: the later begins where the earlier ends, if anything is left of it.
            s.start = first.end.min(s.end - 1);
            first.end = first.end.min(s.start);
        }
        if first.start >= first.end || s.start >= s.end {
            return None;
        }
    }
    let last = second.map_or(first.end, |s| s.end) - 1;
    let begin = tokens
        .sentences
        .iter()
        .find(|s| (s.end_token as usize) > first.start)?
        .first_token as usize;
    let end = tokens
        .sentences
        .iter()
        .find(|s| (s.end_token as usize) > last)?
        .end_token as usize;
    if end - begin > LONGEST {
        return None;
    }
    let shift = |r: Range| Range {
        start: r.start - begin,
        end: r.end - begin,
    };
    Some((Range { start: begin, end }, shift(first), second.map(shift)))
}

fn tokens_of(tokens: &Tokens, span: Span) -> Option<Range> {
    let start = tokens.tokens.partition_point(|t| t.end <= span.start);
    let end = tokens.tokens.partition_point(|t| t.start < span.end);
    (start < end).then_some(Range { start, end })
}
