//! Words interned to ids, with what depends on the word alone.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::chars::{fold_word, is_cjk};

/// The id of a surface form in a [`Vocabulary`]. Ids are dense and start at 0.
pub type WordId = u32;

/// What a word looks like; computed once per distinct word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape(u16);

impl Shape {
    const FIRST_UPPER: u16 = 1;
    const ALL_UPPER: u16 = 1 << 1;
    const ALPHABETIC: u16 = 1 << 2;
    const DIGIT: u16 = 1 << 3;
    const PUNCTUATION: u16 = 1 << 4;
    const CJK: u16 = 1 << 5;
    const DOTTED: u16 = 1 << 6;
    const ONE_LETTER: u16 = 1 << 7;
    const CYRILLIC: u16 = 1 << 8;
    const LATIN: u16 = 1 << 9;
    const INNER_UPPER: u16 = 1 << 10;

    fn of(word: &str) -> Self {
        let mut bits = 0;
        let mut letters = 0_u32;
        let mut upper = 0_u32;
        let mut first = true;
        for c in word.chars() {
            if c.is_alphabetic() {
                letters += 1;
                if c.is_uppercase() {
                    upper += 1;
                    if first {
                        bits |= Self::FIRST_UPPER;
                    } else if letters > 1 {
                        bits |= Self::INNER_UPPER;
                    }
                }
                match c {
                    'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => bits |= Self::LATIN,
                    '\u{400}'..='\u{52f}' => bits |= Self::CYRILLIC,
                    _ if is_cjk(c) => bits |= Self::CJK,
                    _ => {}
                }
            } else if c.is_numeric() {
                bits |= Self::DIGIT;
            } else if c == '.' {
                bits |= Self::DOTTED;
            }
            first = false;
        }
        if letters > 0 {
            bits |= Self::ALPHABETIC;
            if letters == 1 {
                bits |= Self::ONE_LETTER;
            }
            if letters == upper {
                bits |= Self::ALL_UPPER;
            }
        } else if bits & Self::DIGIT == 0 {
            bits |= Self::PUNCTUATION;
        }
        Self(bits)
    }

    fn has(self, bit: u16) -> bool {
        self.0 & bit != 0
    }

    /// The first character is an upper-case letter.
    pub fn is_capitalised(self) -> bool {
        self.has(Self::FIRST_UPPER)
    }

    /// Every letter is upper case (a single capital too).
    pub fn is_all_upper(self) -> bool {
        self.has(Self::ALL_UPPER)
    }

    /// There is at least one letter.
    pub fn is_alphabetic(self) -> bool {
        self.has(Self::ALPHABETIC)
    }

    /// There is at least one digit.
    pub fn has_digit(self) -> bool {
        self.has(Self::DIGIT)
    }

    /// Neither letter nor digit.
    pub fn is_punctuation(self) -> bool {
        self.has(Self::PUNCTUATION)
    }

    /// Holds a Chinese or Japanese character (each such character is a token of its own).
    pub fn is_cjk(self) -> bool {
        self.has(Self::CJK)
    }

    /// Holds a full stop, as `U.S.`, `Gen.`, `J.`, `kremlin.ru` do.
    pub fn is_dotted(self) -> bool {
        self.has(Self::DOTTED)
    }

    /// Exactly one letter, as `J.` or `a`.
    pub fn is_one_letter(self) -> bool {
        self.has(Self::ONE_LETTER)
    }

    /// Holds a Cyrillic letter.
    pub fn is_cyrillic(self) -> bool {
        self.has(Self::CYRILLIC)
    }

    /// Holds a Latin letter.
    pub fn is_latin(self) -> bool {
        self.has(Self::LATIN)
    }

    /// An upper-case letter stands after the first letter (`McConnell`, `NATO`).
    pub fn has_inner_upper(self) -> bool {
        self.has(Self::INNER_UPPER)
    }
}

/// All distinct surface forms seen so far.
///
/// Ids are given in order of first sight and so differ from worker to worker: results must never
/// depend on their values, only on the words. A stage that keeps arrays by id compares
/// [`Vocabulary::generation`] with the one it saw last and starts over when it has changed; within a
/// generation ids only grow.
#[derive(Debug)]
pub struct Vocabulary {
    arena: String,
    words: Vec<Word>,
    table: HashTable<u32>,
    generation: u32,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    start: u32,
    end: u32,
    hash: u32,
    lower: WordId,
    shape: Shape,
}

/// Beyond this many bytes of distinct words a worker forgets them and starts anew.
const ARENA_LIMIT: usize = 48 << 20;

impl Default for Vocabulary {
    fn default() -> Self {
        Self::new()
    }
}

impl Vocabulary {
    /// An empty vocabulary.
    pub fn new() -> Self {
        Self {
            arena: String::with_capacity(1 << 16),
            words: Vec::with_capacity(1 << 12),
            table: HashTable::with_capacity(1 << 13),
            generation: 0,
        }
    }

    /// The id of `word`, given now if it has none yet.
    pub fn intern(&mut self, word: &str) -> WordId {
        let hash = hash_of(word);
        let (arena, words) = (&self.arena, &self.words);
        let found = self.table.find(hash, |&id| {
            let w = words[id as usize];
            w.hash == hash as u32
                && arena.as_bytes()[w.start as usize..w.end as usize] == *word.as_bytes()
        });
        match found {
            Some(&id) => id,
            None => self.insert(word, hash),
        }
    }

    #[cold]
    fn insert(&mut self, word: &str, hash: u64) -> WordId {
        let id = self.words.len() as u32;
        let start = self.arena.len() as u32;
        self.arena.push_str(word);
        let end = self.arena.len() as u32;
        let shape = Shape::of(word);
        self.words.push(Word { start, end, hash: hash as u32, lower: id, shape });
        let words = &self.words;
        self.table.insert_unique(hash, id, |&other| {
            let w = words[other as usize];
            hash_of(&self.arena[w.start as usize..w.end as usize])
        });
        if let Some(lower) = fold_word(word) {
            let lower_id = self.intern(&lower);
            self.words[id as usize].lower = lower_id;
        }
        id
    }

    /// The id of `word` if it has been seen.
    pub fn get(&self, word: &str) -> Option<WordId> {
        let hash = hash_of(word);
        self.table.find(hash, |&id| self.word(id) == word).copied()
    }

    /// The surface form of an id.
    pub fn word(&self, id: WordId) -> &str {
        let w = self.words[id as usize];
        &self.arena[w.start as usize..w.end as usize]
    }

    /// The id of the word's lower-case form, with curly apostrophes straightened, soft hyphens and
    /// zero-width characters dropped and combining accents composed.
    pub fn lower(&self, id: WordId) -> WordId {
        self.words[id as usize].lower
    }

    /// The lower-case form itself.
    pub fn lower_word(&self, id: WordId) -> &str {
        self.word(self.lower(id))
    }

    /// What the word looks like.
    pub fn shape(&self, id: WordId) -> Shape {
        self.words[id as usize].shape
    }

    /// How many distinct forms there are; every id is below.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether nothing has been seen yet.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Counts how often the vocabulary has been emptied.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Forgets all words if they take more memory than allowed. Call it between articles only.
    pub fn trim(&mut self) {
        if self.arena.len() > ARENA_LIMIT {
            self.arena.clear();
            self.words.clear();
            self.table.clear();
            self.generation += 1;
        }
    }
}

fn hash_of(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}
