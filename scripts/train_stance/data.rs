//! Reading the judged sentences and turning them into rows of features.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

use demarche::model::Span;
use demarche::stance::{CommonWords, Featurizer, PAIR_BITS, ROLE_BITS, Rows, TONE_BITS};
use demarche::text::char_to_byte;

/// Parts for cross-validation.
pub const PARTS: u64 = 5;
/// A word counts as common when the training text has it in lower case this often.
const COMMON: u32 = 3;
/// The six classes of a directed pair as the files write them, in the model's order.
pub const CLASSES: [&str; 6] = ["MC", "VC", "N", "C", "VP", "MP"];
/// Classes as sets of bits.
pub const NEGATIVE: u8 = 0b00_0011;
pub const NEUTRAL: u8 = 0b00_1100;
pub const POSITIVE: u8 = 0b11_0000;

/// Where an example comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Set {
    /// Directed sentiment: one label for two actors, in three classes.
    Dse,
    /// Sentences written for this project.
    Own,
    /// Real sentences, judged in both directions.
    Real,
    /// Targets of `NewsMTSC`.
    Mtsc,
    /// Sentences from which nothing is learned and on which no threshold is chosen.
    World,
}

/// One question with what it should be answered.
pub struct Example {
    /// Columns that it switches on, by group, ascending, repeated where switched on repeatedly.
    pub groups: [Vec<u32>; 2],
    /// Added to the logits after the weights are learned: the frames' prior.
    pub offset: [f32; 6],
    /// The classes that are right, one bit each.
    pub allowed: u8,
    /// What the example counts.
    pub weight: f64,
    pub set: Set,
    /// Its part in cross-validation.
    pub part: u64,
    /// Record and, of a pair, `>` for the first actor towards the second, `<` for the reverse.
    pub id: String,
}

/// Numbers of columns of a question: the table of places (once for each direction of a pair), then that of roles.
#[derive(Clone, Copy)]
pub struct Layout {
    pub places: usize,
    pub directions: usize,
    pub roles: usize,
}

impl Layout {
    pub const PAIR: Self = Self {
        places: 1 << PAIR_BITS,
        directions: 2,
        roles: 1 << ROLE_BITS,
    };
    pub const TONE: Self = Self {
        places: 1 << TONE_BITS,
        directions: 1,
        roles: 1 << ROLE_BITS,
    };

    pub fn columns(self) -> usize {
        self.places * self.directions + self.roles
    }

    fn groups(self, rows: &Rows, direction: usize) -> [Vec<u32>; 2] {
        let shift = |rows: &[u32], by: usize| rows.iter().map(|r| r + by as u32).collect();
        [
            shift(&rows.place, direction * self.places),
            shift(&rows.role[direction], self.directions * self.places),
        ]
    }
}

/// The records of a JSONL file, plain or compressed with zstd, with or without the ending `.zst`.
pub fn read(folder: &str, name: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let plain = Path::new(folder).join(format!("{name}.jsonl"));
    let packed = Path::new(folder).join(format!("{name}.jsonl.zst"));
    let path = if packed.exists() { packed } else { plain };
    let bytes = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let is_compressed = bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let text = String::from_utf8(if is_compressed {
        zstd::decode_all(&bytes[..])?
    } else {
        bytes
    })?;
    let records: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    Ok(records.map_err(|e| format!("{}: {e}", path.display()))?)
}

pub fn text_of(record: &Value) -> &str {
    record["text"].as_str().unwrap_or("")
}

fn name_of(record: &Value, direction: &str) -> String {
    format!("{}{direction}", record["id"].as_str().unwrap_or("?"))
}

/// The part that a text belongs to: FNV-1a, 64 bits, of its bytes without white space. A sentence of two sets is in one part.
fn part_of(text: &str) -> u64 {
    let words = text.split_whitespace().flat_map(str::bytes);
    let hash = words.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 17) % PARTS
}

/// Words that the sentences have in lower case.
pub fn common_words<'a>(
    records: impl Iterator<Item = &'a Value>,
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut featurizer = Featurizer::new(CommonWords::default())?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for record in records {
        featurizer.lower_case_words(text_of(record), |word| {
            *counts.entry(word.to_owned()).or_default() += 1;
        });
    }
    Ok(counts
        .into_iter()
        .filter(|(_, n)| *n >= COMMON)
        .map(|(word, _)| word)
        .collect())
}

fn span(text: &str, start: &Value, end: &Value) -> Option<Span> {
    let at =
        |value: &Value| Some(char_to_byte(text, usize::try_from(value.as_u64()?).ok()?) as u32);
    Some(Span {
        start: at(start)?,
        end: at(end)?,
    })
}

/// Directed sentiment: the labelled direction has one of three classes; of the other nobody was asked. Where there is no
/// attitude, the actor that stands first is taken for the holder.
pub fn directed_sentiment(records: &[Value], featurizer: &mut Featurizer, out: &mut Vec<Example>) {
    for record in records {
        let (text, gold) = (text_of(record), &record["gold"]);
        let actor = |name: &str| span(text, &gold[name]["start"], &gold[name]["end"]);
        let (Some(p), Some(q)) = (actor("p"), actor("q")) else {
            continue;
        };
        let Some(rows) = featurizer.pair(text, p, q) else {
            continue;
        };
        let holder_first = match gold["direction"].as_str() {
            Some("p->q") => p < q,
            Some("q->p") => q < p,
            _ => true,
        };
        let right = match gold["label"].as_str() {
            Some("neg") => NEGATIVE,
            Some("pos") => POSITIVE,
            _ => NEUTRAL,
        };
        let direction = usize::from(!holder_first);
        out.push(Example {
            groups: Layout::PAIR.groups(&rows, direction),
            offset: rows.frames[direction],
            allowed: right,
            weight: DSE,
            set: Set::Dse,
            part: part_of(text),
            id: name_of(record, [">", "<"][direction]),
        });
    }
}

/// What a sentence of [`Set::Dse`] counts beside one with six classes.
const DSE: f64 = 0.5;

/// Pairs judged in both directions, in six classes, as `scripts/join_training.py` writes them or from the set of
/// [`Set::World`]; pairs marked X are left out.
pub fn pairs(records: &[Value], featurizer: &mut Featurizer, out: &mut Vec<Example>) {
    for record in records {
        let text = text_of(record);
        let actor = |name: &str| span(text, &record[name]["start"], &record[name]["end"]);
        let class = |name: &str| {
            let label = record[name].as_str()?;
            CLASSES.iter().position(|c| *c == label)
        };
        let (Some(a), Some(b), Some(ab), Some(ba)) =
            (actor("a"), actor("b"), class("ab"), class("ba"))
        else {
            continue;
        };
        let Some(rows) = featurizer.pair(text, a, b) else {
            continue;
        };
        let set = match record["source"].as_str() {
            Some("own") => Set::Own,
            Some(_) => Set::Real,
            None => Set::World,
        };
        let labels = if a < b { [ab, ba] } else { [ba, ab] };
        for (direction, label) in labels.into_iter().enumerate() {
            out.push(Example {
                groups: Layout::PAIR.groups(&rows, direction),
                offset: rows.frames[direction],
                allowed: 1 << label,
                weight: 1.0,
                set,
                part: part_of(text),
                id: name_of(record, [">", "<"][direction]),
            });
        }
    }
}

/// Tones: negative, neutral, positive.
pub fn tones(records: &[Value], featurizer: &mut Featurizer, out: &mut Vec<Example>) {
    for record in records {
        let text = text_of(record);
        for target in record["gold"]["targets"].as_array().into_iter().flatten() {
            let Some(at) = span(text, &target["from"], &target["to"]) else {
                continue;
            };
            let Some(rows) = featurizer.tone(text, at) else {
                continue;
            };
            let label = match target["label"].as_str() {
                Some("neg") => 0,
                Some("pos") => 2,
                _ => 1,
            };
            out.push(Example {
                groups: Layout::TONE.groups(&rows, 0),
                offset: [0.0; 6],
                allowed: 1 << label,
                weight: 1.0,
                set: Set::Mtsc,
                part: part_of(text),
                id: name_of(record, ""),
            });
        }
    }
}
