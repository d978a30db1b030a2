//! The features and weights of the model of readings, which stand in `corpus/names/readings.txt`.

use rustc_hash::FxHashMap;

use crate::text::Vocabulary;

use super::trie::Symbol;

/// What a feature speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Slot {
    /// Nothing: the bias.
    Bias,
    /// The kind of alias.
    Kind,
    /// A property of the place in the sentence.
    Flag,
    /// The word before.
    Before,
    /// The word before that.
    BeforeThat,
    /// The word after.
    After,
    /// The word after that.
    AfterThat,
    /// The word that governs the name or the list that it stands in.
    Governor,
    /// The word before the governor, if that is a preposition.
    Regent,
    /// The first word after the list that the name begins.
    Follower,
    /// The noun that a possessive or adjective belongs to.
    Head,
    /// The word after, for each kind of alias.
    KindAfter,
    /// The governor, for each kind of alias.
    KindGovernor,
}

const SLOTS: [(&str, Slot); 13] = [
    ("bias", Slot::Bias),
    ("kind", Slot::Kind),
    ("flag", Slot::Flag),
    ("before", Slot::Before),
    ("before-that", Slot::BeforeThat),
    ("after", Slot::After),
    ("after-that", Slot::AfterThat),
    ("governor", Slot::Governor),
    ("regent", Slot::Regent),
    ("follower", Slot::Follower),
    ("head", Slot::Head),
    ("kind-after", Slot::KindAfter),
    ("kind-governor", Slot::KindGovernor),
];

/// A feature: a slot and a value there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// A word.
    Word(Slot, Symbol),
    /// A class of words, by the number of its bit.
    Class(Slot, u8),
    /// Anything else, by number.
    Other(Slot, u16),
}

impl Feature {
    /// The feature as the file of weights writes it: slot, sort, value.
    pub(super) fn name(self, vocabulary: &Vocabulary) -> String {
        let slot_name = |slot: Slot| SLOTS[slot as usize].0;
        match self {
            Self::Word(slot, symbol) => {
                format!("{}\tword\t{}", slot_name(slot), vocabulary.word(symbol))
            }
            Self::Class(slot, bit) => format!("{}\tclass\t{bit}", slot_name(slot)),
            Self::Other(slot, number) => format!("{}\tother\t{number}", slot_name(slot)),
        }
    }
}

/// Numbers of other features are below this.
const OTHERS: usize = 96;

/// The weights, in thousandths: of classes and other features by slot and number, of words by slot and symbol.
#[derive(Debug)]
pub(super) struct Weights {
    classes: [[i32; 64]; SLOTS.len()],
    others: [[i32; OTHERS]; SLOTS.len()],
    words: FxHashMap<(u8, Symbol), i32>,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            classes: [[0; 64]; SLOTS.len()],
            others: [[0; OTHERS]; SLOTS.len()],
            words: FxHashMap::default(),
        }
    }
}

impl Weights {
    /// Reads `slot TAB sort TAB value TAB weight` lines.
    pub(super) fn parse(text: &str, vocabulary: &mut Vocabulary) -> Self {
        let mut weights = Self::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [slot, sort, value, weight] = cells[..] else {
                continue;
            };
            let Some(&(_, slot)) = SLOTS.iter().find(|(name, _)| *name == slot) else {
                continue;
            };
            let Ok(weight) = weight.parse() else { continue };
            let number = || value.parse::<usize>().ok();
            match sort {
                "word" => {
                    weights
                        .words
                        .insert((slot as u8, vocabulary.intern(value)), weight);
                }
                "class" => {
                    if let Some(cell) =
                        number().and_then(|n| weights.classes[slot as usize].get_mut(n))
                    {
                        *cell = weight;
                    }
                }
                _ => {
                    if let Some(cell) =
                        number().and_then(|n| weights.others[slot as usize].get_mut(n))
                    {
                        *cell = weight;
                    }
                }
            }
        }
        weights
    }

    /// The weight of a feature; 0 of one that the model lacks.
    pub(super) fn of(&self, feature: Feature) -> i32 {
        match feature {
            Feature::Word(slot, symbol) => {
                self.words.get(&(slot as u8, symbol)).copied().unwrap_or(0)
            }
            Feature::Class(slot, bit) => self.classes[slot as usize][bit as usize & 63],
            Feature::Other(slot, number) => self.others[slot as usize]
                .get(number as usize)
                .copied()
                .unwrap_or(0),
        }
    }
}
