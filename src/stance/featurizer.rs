//! From text and spans to rows of the weight tables: the way that training sees a sentence.

use crate::model::Span;
use crate::text::{Tokeniser, Tokens};

use super::error::ModelError;
use super::features::{Sink, pair_features, tone_features};
use super::frames::{Frames, evidence, tone_evidence};
use super::hash::row;
use super::model::FRAMES;
use super::sequence::{Line, Range, Sequence};
use super::words::{CommonWords, Knowledge, Words};

/// Bits of a row number of the pair table: it has 2^18 rows.
pub const PAIR_BITS: u32 = 18;
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
    sides: [u32; 2],
}

struct Rows<'a>(&'a mut Vec<u32>, u32);

impl Sink for Rows<'_> {
    fn put(&mut self, hash: u64, _: u16, _: u16) {
        self.0.push(row(hash, self.1));
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
            sides: [0; 2],
        })
    }

    /// Rows of the pair table, ascending, a row as often as it is switched on; empty if a span
    /// covers no word or both cover the same. The actors may be given in either order: the one that
    /// stands first is `<1>`.
    pub fn pair(&mut self, text: &str, one: Span, other: Span, rows: &mut Vec<u32>) {
        rows.clear();
        if let Some((first, second)) = self.prepare(text, one, Some(other))
            && let Some(second) = second
        {
            self.sequence.fill(&self.line, first, Some(second));
            let scene = self.sequence.scene(&self.line, &self.knowledge.frames);
            let found = evidence(&scene);
            self.sides = found.sides.map(|side| side.code());
            pair_features(&self.sequence, &scene, &found, &mut Rows(rows, PAIR_BITS));
            rows.sort_unstable();
        }
    }

    /// Rows of the tone table, ascending, a row as often as it is switched on; empty if the span
    /// covers no word.
    pub fn tone(&mut self, text: &str, target: Span, rows: &mut Vec<u32>) {
        rows.clear();
        if let Some((first, _)) = self.prepare(text, target, None) {
            self.sequence.fill(&self.line, first, None);
            let form = self.line.form(first);
            let scene = self.sequence.scene(&self.line, &self.knowledge.frames);
            let found = tone_evidence(&scene);
            self.sides = found.sides.map(|side| side.code());
            tone_features(
                &self.sequence,
                &scene,
                &found,
                form,
                &mut Rows(rows, TONE_BITS),
            );
            rows.sort_unstable();
        }
    }

    /// What the attitude frames said of the last pair (first towards second, second towards first) or
    /// of the last target (as judged, as judging), 12 bits each; 0 for nothing.
    pub fn frame_codes(&self) -> [u32; 2] {
        self.sides
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
        );
        Some((first, second))
    }
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
