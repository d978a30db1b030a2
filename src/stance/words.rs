//! What the features need to know of a word, computed once per distinct word and kept by word id.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{Stems, Vocabulary, WordId};

use super::frames::Frames;
use super::grammar::{Gram, negates};
use super::hash::word_hash;
use super::lexis::Lexis;

/// `valence: word word …` per line, valence in tenths; see the file's head for its source.
pub(super) const VALENCE: &str = include_str!("../../corpus/stance_valence.txt");

static VALENCES: LazyLock<FxHashMap<&'static str, i8>> = LazyLock::new(|| {
    VALENCE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(value, words)| value.parse::<i8>().ok().map(|v| (v, words)))
        .flat_map(|(value, words)| words.split_whitespace().map(move |w| (w, value)))
        .collect()
});

/// `coarse fine: stem stem …` per line; see the file's head for its source.
pub(super) const CLUSTERS: &str = include_str!("../../corpus/stance_clusters.txt");

static CLUSTER_OF: LazyLock<FxHashMap<&'static str, [u16; 2]>> = LazyLock::new(|| {
    CLUSTERS
        .lines()
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(numbers, stems)| {
            let (coarse, fine) = numbers.split_once(' ')?;
            Some((
                [
                    coarse.parse::<u16>().ok()? + 1,
                    fine.parse::<u16>().ok()? + 1,
                ],
                stems,
            ))
        })
        .flat_map(|(clusters, stems)| stems.split_whitespace().map(move |s| (s, clusters)))
        .collect()
});

/// The valence of a word in lower case, in tenths; 0 for words without one.
pub(super) fn valence(lower: &str) -> i8 {
    VALENCES.get(lower).copied().unwrap_or(0)
}

const FUNCTION: &str = "a an the this that these those some any each every all both no of in on at by neither none nobody nor \
for with from to into onto upon about against over under between among through during before after \
since until as than like and or but nor so yet if because while when where although though whether \
he she it they him her them his its their hers theirs i you we me us my your our who whom whose which \
what is am are was were be been being has have had having do does did doing will would shall should \
can could may might must not n't 's s there here then too also just only very more most much many \
such own same other another one out up down off again further once how why both";

const SAY: &str = "say says said saying tell tells told telling add adds added claim claims claimed \
argue argues argued state states stated announce announces announced note notes noted report reports \
reported insist insists insisted assert asserts asserted declare declares declared explain explains \
explained suggest suggests suggested write writes wrote reply replies replied comment commented \
according tweet tweeted tweets stress stressed stresses reiterate reiterated reiterates maintain \
maintains maintained believe believes believed think thinks thought allege alleges alleged warn warns \
warned acknowledge acknowledged acknowledges admit admits admitted testified testify recall recalled \
remark remarked emphasize emphasized emphasized contend contends contended quote quoted";

const NEGATOR: &str = "not no never n't cannot can't won't don't doesn't didn't isn't aren't wasn't \
weren't hasn't haven't hadn't wouldn't couldn't shouldn't mustn't without nobody nothing none neither \
nor hardly barely scarcely refuse refused refuses refusing fail failed fails failing decline declined \
declines deny denied denies stop stopped lack lacks";

const PRONOUN: &str =
    "he she it they him her them his its their i you we me us my your our hers theirs";

const MODAL: &str = "will would shall should can could may might must ought";

const BE: &str = "is am are was were be been being get gets got getting";

/// Properties of a word, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags(pub(super) u16);

impl Flags {
    pub(super) const FUNCTION: Self = Self(1);
    pub(super) const SAY: Self = Self(1 << 1);
    pub(super) const NEGATOR: Self = Self(1 << 2);
    pub(super) const PRONOUN: Self = Self(1 << 3);
    pub(super) const MODAL: Self = Self(1 << 4);
    pub(super) const BE: Self = Self(1 << 5);
    /// Punctuation.
    pub(super) const MARK: Self = Self(1 << 6);
    pub(super) const NUMBER: Self = Self(1 << 7);
    /// First letter in upper case.
    pub(super) const CAPITAL: Self = Self(1 << 8);
    /// In lower case a common word of the training text.
    pub(super) const COMMON: Self = Self(1 << 9);
    pub(super) const OPENS_QUOTE: Self = Self(1 << 10);
    pub(super) const CLOSES_QUOTE: Self = Self(1 << 11);
    pub(super) const POSSESSIVE: Self = Self(1 << 12);
    /// Neither a function word nor punctuation nor a number.
    pub(super) const CONTENT: Self = Self(1 << 13);

    #[inline]
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Self, when: bool) {
        if when {
            self.0 |= other.0;
        }
    }
}

static LISTS: LazyLock<FxHashMap<&'static str, Flags>> = LazyLock::new(|| {
    let mut map: FxHashMap<&'static str, Flags> = FxHashMap::default();
    for (list, flag) in [
        (FUNCTION, Flags::FUNCTION),
        (SAY, Flags::SAY),
        (NEGATOR, Flags::NEGATOR),
        (PRONOUN, Flags::PRONOUN),
        (MODAL, Flags::MODAL),
        (BE, Flags::BE),
    ] {
        for word in list.split_whitespace() {
            map.entry(word).or_default().add(flag, true);
        }
    }
    map
});

/// A word as the features see it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// Hash of the stem; of `<#>` for numbers.
    pub(super) symbol: u64,
    pub(super) flags: Flags,
    /// Valence in tenths.
    pub(super) valence: i8,
    pub(super) gram: Gram,
    pub(super) lexis: Lexis,
    pub(super) negates: bool,
    known: bool,
    /// Number of the frames that begin with this word; 0 for none.
    pub(super) head: u16,
    /// Coarse and fine cluster of the stem plus 1; 0 for none.
    pub(super) clusters: [u16; 2],
    /// Hash of the lower-case form.
    pub(super) lower: u64,
}

/// Words that occur in lower case in the training text. A capitalised word that is not among them
/// is taken for a name even where all words are capitalised.
#[derive(Debug, Clone, Default)]
pub struct CommonWords(FxHashSet<u64>);

impl CommonWords {
    /// From words in lower case.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().map(word_hash).collect())
    }

    pub(super) fn from_hashes(hashes: impl IntoIterator<Item = u64>) -> Self {
        Self(hashes.into_iter().collect())
    }

    /// The words' hashes in ascending order.
    pub(super) fn hashes(&self) -> Vec<u64> {
        let mut all: Vec<u64> = self.0.iter().copied().collect();
        all.sort_unstable();
        all
    }

    fn holds(&self, lower: &str) -> bool {
        self.0.contains(&word_hash(lower))
    }
}

/// What words are looked up in.
#[derive(Debug)]
pub(super) struct Knowledge {
    pub(super) common: CommonWords,
    pub(super) frames: Frames,
}

/// The words of one vocabulary, filled in as they are met.
#[derive(Debug)]
pub(super) struct Words {
    generation: u32,
    by_id: Vec<Word>,
    stems: Stems,
}

impl Words {
    pub(super) fn new() -> Self {
        Self {
            generation: 0,
            by_id: Vec::new(),
            stems: Stems::new("en"),
        }
    }

    /// Looks the word up, computing what is not known yet.
    #[inline]
    pub(super) fn get(
        &mut self,
        vocabulary: &mut Vocabulary,
        knowledge: &Knowledge,
        id: WordId,
    ) -> Word {
        if self.generation == vocabulary.generation()
            && let Some(word) = self.by_id.get(id as usize)
            && word.known
        {
            return *word;
        }
        self.fill(vocabulary, knowledge, id)
    }

    #[cold]
    fn fill(&mut self, vocabulary: &mut Vocabulary, knowledge: &Knowledge, id: WordId) -> Word {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.by_id.clear();
        }
        let stem = self.stems.stem(vocabulary, id);
        if self.by_id.len() < vocabulary.len() {
            self.by_id.resize(vocabulary.len(), Word::default());
        }
        let shape = vocabulary.shape(id);
        let lower = vocabulary.lower_word(id);
        let surface = vocabulary.word(id);
        let mut flags = LISTS.get(lower).copied().unwrap_or_default();
        let number = shape.has_digit();
        flags.add(Flags::NUMBER, number);
        flags.add(Flags::MARK, shape.is_punctuation());
        flags.add(Flags::CAPITAL, shape.is_capitalised());
        flags.add(Flags::NEGATOR, lower.ends_with("n't"));
        flags.add(
            Flags::COMMON,
            flags.has(Flags::FUNCTION) || knowledge.common.holds(lower),
        );
        flags.add(
            Flags::OPENS_QUOTE,
            matches!(surface, "\u{201c}" | "\u{ab}" | "\"" | "``"),
        );
        flags.add(
            Flags::CLOSES_QUOTE,
            matches!(surface, "\u{201d}" | "\u{bb}" | "\"" | "''"),
        );
        flags.add(Flags::POSSESSIVE, matches!(lower, "'s" | "'"));
        flags.add(
            Flags::CONTENT,
            shape.is_alphabetic() && !number && !flags.has(Flags::FUNCTION) && lower.len() > 1,
        );
        let mut lexis = Lexis::of(lower);
        for form in knowledge.frames.forms(lower) {
            lexis.add(Lexis::of_form(form));
        }
        let symbol = if number {
            NUMBER
        } else {
            word_hash(vocabulary.word(stem))
        };
        let word = Word {
            symbol,
            flags,
            valence: valence(lower),
            gram: Gram::of(lower),
            lexis,
            negates: negates(lower),
            known: true,
            head: knowledge.frames.head(lower),
            clusters: CLUSTER_OF
                .get(vocabulary.word(stem))
                .copied()
                .unwrap_or_default(),
            lower: word_hash(lower),
        };
        self.by_id[id as usize] = word;
        word
    }
}

/// Symbol of any number.
pub(super) const NUMBER: u64 = word_hash("<#>");
/// Symbol of any name other than those in question.
pub(super) const NAME: u64 = word_hash("<N>");
/// Symbol of the first of the two actors, or of the target of a tone.
pub(super) const FIRST: u64 = word_hash("<1>");
/// Symbol of the second actor.
pub(super) const SECOND: u64 = word_hash("<2>");
/// Symbol of what lies outside the sentence.
pub(super) const EDGE: u64 = word_hash("<.>");
