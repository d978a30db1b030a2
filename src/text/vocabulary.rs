//! Words interned to ids, with what depends on the word alone.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64_with_seed;

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
    const POSSESSIVE: u16 = 1 << 11;

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
        if matches!(word, "'s" | "\u{2019}s" | "'S" | "\u{2019}S") {
            bits |= Self::POSSESSIVE;
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

    /// The possessive ending, a token of its own.
    pub fn is_possessive(self) -> bool {
        self.has(Self::POSSESSIVE)
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
    table: HashTable<Slot>,
    seed: Seed,
    /// The last word seen for some bits of the hash: the frequent words, in little memory.
    recent: Vec<Slot>,
    generation: u32,
}

/// Entries of [`Vocabulary::recent`], a power of two.
const RECENT: usize = 1024;

/// Stands where no word is; no word has this length.
const NOBODY: Slot = Slot {
    key: [0; 2],
    length: u32::MAX,
    id: 0,
};

#[derive(Debug, Clone, Copy)]
struct Word {
    start: u32,
    end: u32,
    lower: WordId,
    shape: Shape,
}

/// Bytes of a word that fit into its key.
const KEY: usize = 16;

/// An entry of the table. Words of up to 16 bytes, nearly all, are compared by their key alone; of longer
/// ones it holds a hash.
#[derive(Debug, Clone, Copy)]
struct Slot {
    key: Key,
    length: u32,
    id: WordId,
}

/// What a word is compared by; two numbers rather than one, so that an entry takes 24 bytes.
type Key = [u64; 2];

fn halves(number: u128) -> Key {
    [number as u64, (number >> 64) as u64]
}

/// The bytes of `text[start..end]`, at most 16 of them, as a number.
fn short_key(bytes: &[u8], start: usize, end: usize) -> Key {
    let length = end - start;
    if let Some(Ok(window)) = bytes.get(start..start + KEY).map(<[u8; KEY]>::try_from) {
        let mask = u128::MAX >> (8 * (KEY - length));
        return halves(u128::from_le_bytes(window) & mask);
    }
    let mut window = [0; KEY];
    window[..length].copy_from_slice(&bytes[start..end]);
    halves(u128::from_le_bytes(window))
}

/// What the hashes of a vocabulary depend on beside the words. It is drawn anew for each vocabulary, so that nobody can choose
/// words that fall into the same place of the table; ids do not depend on it.
#[derive(Debug, Clone, Copy)]
struct Seed([u64; 2]);

impl Seed {
    fn new() -> Self {
        let state = std::hash::RandomState::new();
        Self([state.hash_one(0_u8), state.hash_one(1_u8)])
    }
}

fn key_of(bytes: &[u8], start: usize, end: usize, seed: Seed) -> Key {
    if end - start <= KEY && end > start {
        short_key(bytes, start, end)
    } else {
        [xxh3_64_with_seed(&bytes[start..end], seed.0[0]), 0]
    }
}

/// Mixes a key into the hash of the table; long words' keys are hashes already.
fn hash_of(key: Key, length: u32, seed: Seed) -> u64 {
    let low = key[0] ^ seed.0[0];
    let high = key[1] ^ (u64::from(length) << 56) ^ seed.0[1];
    let product = u128::from(low).wrapping_mul(u128::from(high));
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded.wrapping_mul(0x9fb2_1c65_1e98_df25) ^ (folded >> 29)
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
            seed: Seed::new(),
            recent: vec![NOBODY; RECENT],
            generation: 0,
        }
    }

    /// The id of `word`, given now if it has none yet.
    pub fn intern(&mut self, word: &str) -> WordId {
        self.intern_part(word, 0, word.len())
    }

    /// The id of `text[start..end]`, given now if it has none yet; faster than [`Vocabulary::intern`]
    /// for a word within a text. The range must lie on character borders.
    pub fn intern_part(&mut self, text: &str, start: usize, end: usize) -> WordId {
        let key = key_of(text.as_bytes(), start, end, self.seed);
        let length = (end - start) as u32;
        let hash = hash_of(key, length, self.seed);
        let place = (hash >> 20) as usize & (RECENT - 1);
        let recent = self.recent[place];
        if recent.key == key && recent.length == length && length as usize <= KEY {
            return recent.id;
        }
        let id = match self.find(hash, key, length, &text[start..end]) {
            Some(id) => id,
            None => self.insert(&text[start..end], hash, key),
        };
        self.recent[place] = Slot { key, length, id };
        id
    }

    fn find(&self, hash: u64, key: Key, length: u32, word: &str) -> Option<WordId> {
        let same = |slot: &Slot| {
            slot.key == key
                && slot.length == length
                && (length as usize <= KEY || self.word(slot.id) == word)
        };
        self.table.find(hash, same).map(|slot| slot.id)
    }

    #[cold]
    fn insert(&mut self, word: &str, hash: u64, key: Key) -> WordId {
        let id = self.words.len() as u32;
        let start = self.arena.len() as u32;
        self.arena.push_str(word);
        let end = self.arena.len() as u32;
        let shape = Shape::of(word);
        self.words.push(Word {
            start,
            end,
            lower: id,
            shape,
        });
        let slot = Slot {
            key,
            length: end - start,
            id,
        };
        let seed = self.seed;
        self.table
            .insert_unique(hash, slot, |other| hash_of(other.key, other.length, seed));
        if let Some(lower) = fold_word(word) {
            let lower_id = self.intern(&lower);
            self.words[id as usize].lower = lower_id;
        }
        id
    }

    /// The id of `word` if it has been seen.
    pub fn get(&self, word: &str) -> Option<WordId> {
        let key = key_of(word.as_bytes(), 0, word.len(), self.seed);
        let length = word.len() as u32;
        self.find(hash_of(key, length, self.seed), key, length, word)
    }

    /// The surface form of an id.
    pub fn word(&self, id: WordId) -> &str {
        let w = self.words[id as usize];
        &self.arena[w.start as usize..w.end as usize]
    }

    /// Where the bytes of a word lie.
    pub(super) fn place(&self, id: WordId) -> (u32, u32) {
        let w = self.words[id as usize];
        (w.start, w.end)
    }

    /// The bytes that lie there.
    pub(super) fn part(&self, start: u32, end: u32) -> &str {
        &self.arena[start as usize..end as usize]
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
            self.recent.fill(NOBODY);
            self.generation += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(word: &str, seed: Seed, places: u64) -> usize {
        let key = key_of(word.as_bytes(), 0, word.len(), seed);
        (hash_of(key, word.len() as u32, seed) % places) as usize
    }

    #[test]
    fn words_chosen_to_collide_under_one_seed_spread_under_others() {
        const PLACES: u64 = 1 << 10;
        let known = Seed([0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f]);
        for stem in ["w", "middle-sized", "a-word-of-more-than-16-letters"] {
            let chosen: Vec<String> = (0..)
                .map(|i| format!("{stem}{i}"))
                .filter(|word| place(word, known, PLACES) == 0)
                .take(512)
                .collect();
            for other in [Seed([1, 2]), Seed([u64::MAX, 7 << 60]), Seed::new()] {
                let mut loads = [0; PLACES as usize];
                for word in &chosen {
                    loads[place(word, other, PLACES)] += 1;
                }
                // Of 512 words in 1,024 places at random, more than 12 in one are as rare as 1 in 10^9.
                let most = loads.iter().max();
                assert!(most <= Some(&12), "{stem}: {most:?} in one place");
            }
        }
    }

    #[test]
    fn every_vocabulary_has_a_seed_of_its_own_and_the_same_ids() {
        let (mut one, mut other) = (Vocabulary::new(), Vocabulary::new());
        assert_ne!(one.seed.0, other.seed.0);
        for word in [
            "Russia",
            "met",
            "China",
            "a-word-of-more-than-16-letters",
            "Russia",
        ] {
            assert_eq!(one.intern(word), other.intern(word));
        }
    }
}
