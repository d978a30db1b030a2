//! A question to the network: a sentence with its names masked, as numbers.

use crate::text::{Token, Vocabulary};

use super::super::sequence::{Line, Range};
use super::super::words::Flags;
use super::wordpiece::{END, FIRST, NAME, SECOND, START, TARGET, WordPiece};

/// Tokens that the network can take.
pub(super) const LONGEST: usize = 128;
/// Tokens kept before the first actor of a sentence that is too long.
const LEAD: usize = 8;

/// A sentence as the network reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Numbers of tokens, at most 128, with a beginning and an end.
    pub ids: Vec<i32>,
    /// Where the two actors stand among them (first to come, then the other; of a target alone the same twice).
    pub places: [i32; 2],
}

/// The words of a sentence as the text has them.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    text: String,
    /// Where each token ends in `text`; white space before a token belongs to it.
    ends: Vec<usize>,
}

impl Sentence {
    /// Takes the words of these tokens.
    pub(super) fn read(&mut self, tokens: &[Token], vocabulary: &Vocabulary) {
        self.text.clear();
        self.ends.clear();
        let mut last = None;
        for token in tokens {
            if last.is_some_and(|end| end < token.start) {
                self.text.push(' ');
            }
            last = Some(token.end);
            self.text.push_str(vocabulary.word(token.word));
            self.ends.push(self.text.len());
        }
    }

    /// The question of the sentence: names become markers, a run of tokens of one name one marker.
    ///
    /// Names are those asked about, those that are given, and words with a capital that the training text never has in lower
    /// case. Nothing of their letters reaches the network.
    pub(super) fn question(
        &self,
        pieces: &WordPiece,
        line: &Line,
        first: Range,
        second: Option<Range>,
    ) -> Question {
        let mut ids = vec![START];
        let mut places = [0; 2];
        // Text from here on is not yet in `ids`.
        let mut begin = 0;
        let mut last = None;
        for (at, &end) in self.ends.iter().enumerate() {
            let marker = marker(line, at, first, second);
            if let Some(marker) = marker {
                let before = at.checked_sub(1).map_or(0, |before| self.ends[before]);
                pieces.encode(&self.text[begin.min(before)..before], &mut ids);
                begin = end;
                if last != Some(marker) {
                    match marker {
                        FIRST => places[0] = ids.len(),
                        TARGET => places = [ids.len(); 2],
                        SECOND => places[1] = ids.len(),
                        _ => {}
                    }
                    ids.push(marker);
                }
            }
            last = marker;
        }
        pieces.encode(&self.text[begin..], &mut ids);
        let places = cut(&mut ids, places).map(|place| place as i32);
        ids.push(END);
        Question { ids, places }
    }
}

/// What stands for a token: a marker, or nothing if the token is no name.
fn marker(line: &Line, at: usize, first: Range, second: Option<Range>) -> Option<i32> {
    let holds = |r: Range| (r.start..r.end).contains(&at);
    let word = line.words.get(at)?;
    let is_given = word.lower == 0;
    let is_capital = word.flags.has(Flags::CAPITAL) && !word.flags.has(Flags::NUMBER);
    match second {
        None if holds(first) => Some(TARGET),
        _ if holds(first) => Some(FIRST),
        Some(second) if holds(second) => Some(SECOND),
        _ => (is_given || (is_capital && !word.flags.has(Flags::COMMON))).then_some(NAME),
    }
}

/// Cuts a long question down to what stands around the actors and leaves room for the end; gives their new places.
fn cut(ids: &mut Vec<i32>, places: [usize; 2]) -> [usize; 2] {
    let room = LONGEST - 1;
    if ids.len() <= room {
        return places;
    }
    let [low, high] = [places[0].min(places[1]), places[0].max(places[1])];
    let latest = ids.len() - (room - 1);
    let begin = if high - low > room - LEAD - 5 {
        low.saturating_sub(2).clamp(1, latest)
    } else {
        low.saturating_sub(LEAD).clamp(1, latest)
    };
    ids.drain(1..begin);
    ids.truncate(room);
    let most = ids.len() - 1;
    places.map(|place| (place - begin + 1).min(most))
}
