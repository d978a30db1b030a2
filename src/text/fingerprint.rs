//! Fingerprints: what tells near-identical texts, from the words alone.

use crate::model::{Field, Fingerprint, SKETCH_BINS, SKETCH_WORDS};

use super::boilerplate::{Stripper, word_hash};
use super::tokens::Tokens;
use super::vocabulary::{Vocabulary, WordId};

/// Words of a shingle.
const SHINGLE: usize = 5;

/// A body of fewer words is sketched together with its headline: alone it says too little.
const SHORT_BODY: usize = 50;

/// Makes fingerprints, one article after the other; keeps the hashes of words by their ids.
#[derive(Debug, Default)]
pub struct Fingerprints {
    generation: u32,
    /// Hash of each word's lower-case form by id; 0 for what has neither letter nor digit.
    hashes: Vec<u64>,
    words: Vec<u64>,
    shingles: Vec<u64>,
}

impl Fingerprints {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The fingerprint of an article; `None` if it has no words.
    ///
    /// The sketch is that of the set of all runs of five words of the body, in lower case and without punctuation; of
    /// headline and body where the body is short. Datelines, bylines, credits and notices are left out of the body
    /// (`corpus/boilerplate.txt`).
    pub fn of(&mut self, vocabulary: &Vocabulary, tokens: &Tokens) -> Option<Fingerprint> {
        self.learn(vocabulary);
        let mut text = Hasher::default();
        for field in [Field::Title, Field::Text] {
            for sentence in tokens.sentences.iter().filter(|s| s.field == field) {
                for token in tokens.of(sentence) {
                    text.add(self.hashes[token.word as usize]);
                }
            }
            text.part();
        }
        if text.words == 0 {
            return None;
        }
        self.words.clear();
        let hashes = &self.hashes;
        let stripper = Stripper {
            vocabulary,
            tokens,
            hashes,
        };
        let body = tokens.sentences.iter().filter(|s| s.field == Field::Text);
        stripper.words(body, &mut self.words);
        if self.words.len() < SHORT_BODY {
            let words = tokens.sentences.iter().filter(|s| s.field == Field::Title);
            let words = words.flat_map(|s| tokens.of(s));
            let words = words.map(|t| hashes[t.word as usize]);
            self.words.extend(words.filter(|&hash| hash != 0));
        }
        if self.words.is_empty() {
            // Nothing but boilerplate.
            let words = tokens.tokens.iter().map(|t| hashes[t.word as usize]);
            self.words.extend(words.filter(|&hash| hash != 0));
        }
        shingle(&self.words, &mut self.shingles);
        Some(Fingerprint {
            sketch: sketch(&self.shingles),
            words: self.words.len() as u32,
            text: text.hash,
        })
    }

    /// Hashes the words that are new since the last call.
    fn learn(&mut self, vocabulary: &Vocabulary) {
        if self.generation != vocabulary.generation() {
            self.generation = vocabulary.generation();
            self.hashes.clear();
        }
        for id in self.hashes.len()..vocabulary.len() {
            let id = id as WordId;
            self.hashes.push(if vocabulary.shape(id).is_punctuation() {
                0
            } else {
                word_hash(vocabulary.lower_word(id))
            });
        }
    }
}

/// Hash of a sequence of words.
#[derive(Debug, Default)]
struct Hasher {
    hash: u64,
    words: usize,
}

impl Hasher {
    fn add(&mut self, word: u64) {
        if word != 0 {
            self.hash = mix(self.hash.rotate_left(23) ^ word);
            self.words += 1;
        }
    }

    /// Marks the end of a part.
    fn part(&mut self) {
        self.hash = mix(self.hash.rotate_left(23) ^ PART);
    }
}

const PART: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(x: u64) -> u64 {
    let product = u128::from(x ^ 0x2d35_8dcc_aa6c_78a5).wrapping_mul(0x8bb8_4b93_962e_acc9);
    (product as u64) ^ ((product >> 64) as u64)
}

/// A hash for each run of [`SHINGLE`] words, or one for all words where there are fewer: a polynomial in an odd base, so
/// that the next run follows from the last one.
fn shingle(words: &[u64], out: &mut Vec<u64>) {
    const BASE: u64 = 0x5851_f42d_4c95_7f2d;
    const TOP: u64 = BASE.wrapping_pow(SHINGLE as u32 - 1);
    out.clear();
    let mut hash = 0_u64;
    for (i, &word) in words.iter().enumerate() {
        if i >= SHINGLE {
            hash = hash.wrapping_sub(words[i - SHINGLE].wrapping_mul(TOP));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(word);
        if i + 1 >= SHINGLE {
            out.push(hash);
        }
    }
    if words.len() < SHINGLE {
        out.push(hash);
    }
}

/// Fast Similarity Sketching (Dahlgaard, Knudsen & Thorup 2017), of each bin the lowest four bits (b-bit minwise hashing,
/// Li & König 2010).
///
/// In each round every element goes to one bin with one value, and a bin keeps the smallest (round, value). Rounds end when no bin
/// is empty; from round [`SKETCH_BINS`] on, all elements go to the bin whose turn it is, so that happens for every set that is
/// not empty. Two sets agree in a bin with the probability of their Jaccard similarity.
fn sketch(elements: &[u64]) -> [u64; SKETCH_WORDS] {
    let mut best = [u64::MAX; SKETCH_BINS];
    let mut empty = SKETCH_BINS;
    let mut round = 0_u64;
    while empty > 0 && round < 2 * SKETCH_BINS as u64 {
        let seed = PART.wrapping_mul(round + 1);
        for &element in elements {
            let hash = mix(element ^ seed);
            let bin = if round < SKETCH_BINS as u64 {
                hash as usize % SKETCH_BINS
            } else {
                round as usize - SKETCH_BINS
            };
            let value = round << 55 | hash >> 9;
            if value < best[bin] {
                empty -= usize::from(best[bin] == u64::MAX);
                best[bin] = value;
            }
        }
        round += 1;
    }
    let mut packed = [0; SKETCH_WORDS];
    for (bin, value) in best.iter().enumerate() {
        packed[bin / 16] |= (value & 15) << (4 * (bin % 16));
    }
    packed
}
