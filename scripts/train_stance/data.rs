//! Reading the judged sentences and turning them into rows of features.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use serde_json::Value;

use demarche::model::Span;
use demarche::stance::{CommonWords, Featurizer, PAIR_BITS, TONE_BITS};
use demarche::text::char_to_byte;

/// Parts for cross-validation.
pub const PARTS: u64 = 5;
/// A word counts as common when the training text has it in lower case this often.
const COMMON: u32 = 3;

/// The sentences of one question as rows of features.
pub struct Question {
    /// Rows of the weight table that each sentence switches on, ascending, repeated where switched
    /// on repeatedly.
    pub rows: Vec<Vec<u32>>,
    /// Class of each sentence.
    pub labels: Vec<usize>,
    /// Bits of a row number.
    pub bits: u32,
    /// What the attitude frames say of each sentence.
    pub codes: Vec<[u32; 2]>,
    /// Record that each sentence comes from.
    pub ids: Vec<String>,
    /// Part of each sentence, by its text.
    pub parts: Vec<u64>,
}

/// The records of a JSONL file, plain or compressed with zstd.
pub fn read(path: &str) -> Result<Vec<Value>, Box<dyn Error>> {
    let bytes = fs::read(path).map_err(|e| format!("{path}: {e}"))?;
    let is_compressed = bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
    let text = String::from_utf8(if is_compressed {
        zstd::decode_all(&bytes[..])?
    } else {
        bytes
    })?;
    let records: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    Ok(records.map_err(|e| format!("{path}: {e}"))?)
}

fn text_of(record: &Value) -> &str {
    record["text"].as_str().unwrap_or("")
}

/// The part that a text belongs to: FNV-1a, 64 bits, of its bytes.
fn part_of(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
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

impl Question {
    fn new(bits: u32) -> Self {
        Self {
            rows: Vec::new(),
            labels: Vec::new(),
            parts: Vec::new(),
            codes: Vec::new(),
            ids: Vec::new(),
            bits,
        }
    }

    fn push(&mut self, record: &Value, rows: Vec<u32>, label: usize, codes: [u32; 2]) {
        if !rows.is_empty() {
            self.rows.push(rows);
            self.labels.push(label);
            self.parts.push(part_of(text_of(record)));
            self.codes.push(codes);
            self.ids
                .push(record["id"].as_str().unwrap_or("").to_owned());
        }
    }
}

/// Directed attitudes: neutral; negative and positive from the first to the second; the same from
/// the second to the first. Sentences whose spans are not given are left out.
pub fn pairs(records: &[Value], words: CommonWords) -> Result<Question, Box<dyn Error>> {
    let mut featurizer = Featurizer::new(words)?;
    let mut question = Question::new(PAIR_BITS);
    for record in records {
        let (text, gold) = (text_of(record), &record["gold"]);
        let actor = |name: &str| span(text, &gold[name]["start"], &gold[name]["end"]);
        let (Some(p), Some(q)) = (actor("p"), actor("q")) else {
            continue;
        };
        let forward = (gold["direction"] == "p->q") == (p < q);
        let label = match (gold["label"].as_str(), forward) {
            (Some("neg"), true) => 1,
            (Some("pos"), true) => 2,
            (Some("neg"), false) => 3,
            (Some("pos"), false) => 4,
            _ => 0,
        };
        let mut rows = Vec::new();
        featurizer.pair(text, p, q, &mut rows);
        question.push(record, rows, label, featurizer.frame_codes());
    }
    Ok(question)
}

/// Tones: negative, neutral, positive.
pub fn tones(records: &[Value], words: CommonWords) -> Result<Question, Box<dyn Error>> {
    let mut featurizer = Featurizer::new(words)?;
    let mut question = Question::new(TONE_BITS);
    for record in records {
        let text = text_of(record);
        for target in record["gold"]["targets"].as_array().into_iter().flatten() {
            let Some(at) = span(text, &target["from"], &target["to"]) else {
                continue;
            };
            let label = match target["label"].as_str() {
                Some("neg") => 0,
                Some("pos") => 2,
                _ => 1,
            };
            let mut rows = Vec::new();
            featurizer.tone(text, at, &mut rows);
            question.push(record, rows, label, featurizer.frame_codes());
        }
    }
    Ok(question)
}
