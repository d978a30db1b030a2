//! The file of weights: reading, writing, summing.

use xxhash_rust::xxh3::xxh3_64;

use super::error::ModelError;
use super::featurizer::{PAIR_BITS, ROLE_BITS, TONE_BITS};
use super::hash::row;
use super::words::CommonWords;

/// How a file of weights begins.
pub(super) const MAGIC: &str = "DEMARCHE-STANCE-4\n";

/// Classes of a directed pair, in this order: material conflict, verbal conflict, nothing, contact, verbal cooperation,
/// material cooperation.
pub const PAIR_CLASSES: usize = 6;
/// Classes of a tone: negative, neutral, positive.
pub const TONE_CLASSES: usize = 3;
/// Weights of a row that both directions of a pair look up: six for the first actor towards the second, six for the reverse.
pub const BOTH_CLASSES: usize = 2 * PAIR_CLASSES;

/// Weights of one group of features with `C` classes.
///
/// What the group adds to the logit of class c is `scale[c] × Σ rows[r].weight(c) / √n`, the sum running over the n rows that a
/// sentence switches on; calibration is part of the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightTable<const C: usize> {
    /// What one unit of a weight is worth.
    pub scale: [f32; C],
    /// 2^bits rows.
    pub rows: Vec<WeightRow<C>>,
}

/// The weights of one row: whole numbers of a byte with a power of two in common, so that small weights keep as many digits as
/// great ones and sums stay exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightRow<const C: usize> {
    /// The number of class c is `bytes[c] × 2^shift`.
    pub bytes: [i8; C],
    /// 0 to [`WeightRow::MOST`].
    pub shift: u8,
}

impl<const C: usize> WeightRow<C> {
    /// The greatest power of two.
    pub const MOST: u8 = 7;
    /// The greatest number that a row can hold.
    pub const LARGEST: i32 = 127 << Self::MOST;

    /// The numbers in the least power of two that holds them all; those beyond ±[`WeightRow::LARGEST`] are cut.
    pub fn of(numbers: [f64; C]) -> Self {
        let largest = numbers.iter().fold(0.0_f64, |m, n| m.max(n.abs()));
        let holds = |shift: &u8| (largest / f64::from(1_u32 << shift)).round() <= 127.0;
        let shift = (0..Self::MOST).find(holds).unwrap_or(Self::MOST);
        let unit = f64::from(1_u32 << shift);
        Self {
            bytes: numbers.map(|n| (n / unit).round().clamp(-127.0, 127.0) as i8),
            shift,
        }
    }

    /// The number of a class, at most [`WeightRow::LARGEST`] in size.
    #[inline]
    pub fn weight(&self, class: usize) -> i32 {
        i32::from(self.bytes[class]) << self.shift
    }
}

impl<const C: usize> WeightTable<C> {
    /// What the group adds to the logits, from the sum over the rows and their number.
    #[inline]
    pub fn logits(&self, sums: &[i32; C], count: u32) -> [f32; C] {
        let norm = 1.0 / (count.max(1) as f32).sqrt();
        std::array::from_fn(|c| self.scale[c] * sums[c] as f32 * norm)
    }

    /// The row of a feature.
    #[inline]
    pub(super) fn row(&self, hash: u64) -> &WeightRow<C> {
        &self.rows[row(hash, self.rows.len().trailing_zeros()) as usize]
    }

    fn write(&self, out: &mut Vec<u8>) {
        for value in &self.scale {
            out.extend(value.to_le_bytes());
        }
        for row in &self.rows {
            out.push(row.shift);
            out.extend(row.bytes.iter().map(|w| *w as u8));
        }
    }

    fn read(input: &mut Input<'_>, bits: u32) -> Result<Self, ModelError> {
        let scale = input.floats()?;
        let bytes = input.take((C + 1) << bits)?;
        let rows: Vec<WeightRow<C>> = bytes
            .chunks_exact(C + 1)
            .map(|r| WeightRow {
                bytes: std::array::from_fn(|c| r[c + 1] as i8),
                shift: r[0],
            })
            .collect();
        if rows.iter().any(|r| r.shift > WeightRow::<C>::MOST) {
            return Err(ModelError::Impossible {
                what: "the power of two of a row",
            });
        }
        Ok(Self { scale, rows })
    }
}

/// What a label that is not neutral needs; all 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Least size of a negative score.
    pub negative: f32,
    /// Least size of a positive score.
    pub positive: f32,
    /// The probability of neutral has to be below this.
    pub neutral: f32,
}

impl Thresholds {
    fn read(input: &mut Input<'_>) -> Result<Self, ModelError> {
        let [negative, positive, neutral] = input.floats()?;
        Ok(Self {
            negative,
            positive,
            neutral,
        })
    }
}

/// Weights of the attitude of one actor towards another.
#[derive(Debug, Clone, PartialEq)]
pub struct PairWeights {
    /// Added to the logits of either direction.
    pub bias: [f32; PAIR_CLASSES],
    /// What stands where in the sentence, the same features for both directions.
    pub place: WeightTable<BOTH_CLASSES>,
    /// What the one is to the other: features of one direction, with the same weights for both.
    pub role: WeightTable<PAIR_CLASSES>,
    /// From where on a score is a label.
    pub threshold: Thresholds,
}

/// Weights of what the writer's words say of an actor.
#[derive(Debug, Clone, PartialEq)]
pub struct ToneWeights {
    /// Added to the logits.
    pub bias: [f32; TONE_CLASSES],
    /// What stands where in the sentence.
    pub place: WeightTable<TONE_CLASSES>,
    /// The actor's part in attitude frames.
    pub role: WeightTable<TONE_CLASSES>,
    /// From where on a score is a label.
    pub threshold: Thresholds,
}

/// All that is trained.
#[derive(Debug, Clone)]
pub struct Weights {
    /// Words that are no names although they begin a sentence.
    pub common: CommonWords,
    /// Directed attitude between two actors.
    pub pair: PairWeights,
    /// The writer's attitude towards one actor.
    pub tone: ToneWeights,
}

impl Weights {
    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1 << 23);
        out.extend(MAGIC.as_bytes());
        let hashes = self.common.hashes();
        out.extend((hashes.len() as u32).to_le_bytes());
        for hash in hashes {
            out.extend(hash.to_le_bytes());
        }
        let (pair, tone) = (&self.pair, &self.tone);
        let ends = |t: &Thresholds| [t.negative, t.positive, t.neutral];
        let numbers = pair.bias.into_iter().chain(ends(&pair.threshold));
        for number in numbers.chain(tone.bias).chain(ends(&tone.threshold)) {
            out.extend(number.to_le_bytes());
        }
        pair.place.write(&mut out);
        pair.role.write(&mut out);
        tone.place.write(&mut out);
        tone.role.write(&mut out);
        out
    }

    /// Reads a file of weights.
    ///
    /// # Errors
    ///
    /// When the bytes are not such a file, are cut short or go on too long, or hold a number that is
    /// not finite.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        if !bytes.starts_with(MAGIC.as_bytes()) {
            return Err(ModelError::NotWeights);
        }
        let mut input = Input {
            bytes,
            at: MAGIC.len(),
        };
        let count = u32::from_le_bytes(input.array()?);
        let mut hashes = Vec::new();
        for _ in 0..count {
            hashes.push(u64::from_le_bytes(input.array()?));
        }
        let common = CommonWords::from_hashes(hashes);
        let (pair_bias, pair_threshold) = (input.floats()?, Thresholds::read(&mut input)?);
        let (tone_bias, tone_threshold) = (input.floats()?, Thresholds::read(&mut input)?);
        let pair = PairWeights {
            bias: pair_bias,
            place: WeightTable::read(&mut input, PAIR_BITS)?,
            role: WeightTable::read(&mut input, ROLE_BITS)?,
            threshold: pair_threshold,
        };
        let tone = ToneWeights {
            bias: tone_bias,
            place: WeightTable::read(&mut input, TONE_BITS)?,
            role: WeightTable::read(&mut input, ROLE_BITS)?,
            threshold: tone_threshold,
        };
        match bytes.len() - input.at {
            0 => Ok(Self { common, pair, tone }),
            extra => Err(ModelError::TooLong { extra }),
        }
    }
}

/// Hexadecimal digest of bytes: XXH3, 64 bits.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let joined = parts
        .iter()
        .fold(0_u64, |hash, part| hash.rotate_left(7) ^ xxh3_64(part));
    format!("{joined:016x}")
}

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Input<'a> {
    fn take(&mut self, needed: usize) -> Result<&'a [u8], ModelError> {
        let part = self.bytes[self.at..]
            .get(..needed)
            .ok_or(ModelError::Truncated {
                at: self.at,
                needed,
            })?;
        self.at += needed;
        Ok(part)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn floats<const N: usize>(&mut self) -> Result<[f32; N], ModelError> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = f32::from_le_bytes(self.array()?);
            if !value.is_finite() {
                return Err(ModelError::Impossible {
                    what: "a scale or bias",
                });
            }
        }
        Ok(values)
    }
}
