//! What the index does not tell, looked up in the article itself.
//!
//! A condition names the articles that may meet it, by their stems; each of those that the rest of a query leaves over is then
//! looked at once. Verdicts are kept, so that chunks and threads do not look twice.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hashbrown::HashMap;
use tantivy::BitSet;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::query::BitSetDocSet;
use tantivy::query::doc_predicate_query::{
    ConstOrVariableSegmentPredicate, DocPredicate, SegmentDocPredicate,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyDocument, TantivyError};

use crate::text::{letters_apart, unaccented};

use super::super::flags::Flags;
use super::super::persons::Persons;
use super::super::reader::text_of;
use super::super::schema::Fields;
use super::Bound;
use super::judged::Judged;
use super::look::Look;
use super::matching::{Form, Needle, Reader, Sequence};

/// The first failure to read an article; a query that has one gives no answer.
pub(in crate::store) type Faults = Arc<OnceLock<String>>;

/// What is asked of an article.
#[derive(Debug, Clone)]
pub(super) enum Condition {
    /// Words of headline and body.
    Words(Needle),
    /// Words of the byline.
    Author(Sequence),
    /// A judged sentence from one actor towards another, `None` for any; who is meant by the persons whom articles introduce.
    Stance((Option<String>, Option<String>), Bound, Persons),
}

/// A [`Condition`] as a query of the index.
pub(super) struct Checked {
    pub(super) condition: Condition,
    pub(super) fields: Fields,
    pub(super) faults: Faults,
    /// By segment; the condition is looked at once for each article.
    seen: Mutex<HashMap<SegmentId, Arc<Seen>>>,
}

/// What is known of the articles of a segment.
struct Seen {
    /// Those that may meet the condition.
    candidates: BitSet,
    /// 0 for not looked at, 1 for no, 2 for yes.
    verdicts: Vec<AtomicU8>,
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Checked")
            .field("condition", &self.condition)
            .finish_non_exhaustive()
    }
}

impl Checked {
    pub(super) fn new(condition: Condition, fields: Fields, faults: Faults) -> Self {
        Self {
            condition,
            fields,
            faults,
            seen: Mutex::default(),
        }
    }

    fn seen(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Seen>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen.get(&segment.segment_id()) {
            return Ok(Arc::clone(known));
        }
        let candidates = match &self.condition {
            Condition::Words(needle) => may_have(needle, &self.fields, segment)?,
            _ => articles(segment)?,
        };
        let verdicts = (0..segment.max_doc()).map(|_| AtomicU8::new(0)).collect();
        let mut set = BitSet::with_max_value(segment.max_doc());
        for doc in candidates {
            set.insert(doc);
        }
        let new = Arc::new(Seen {
            candidates: set,
            verdicts,
        });
        seen.insert(segment.segment_id(), Arc::clone(&new));
        Ok(new)
    }
}

impl DocPredicate for Checked {
    type SegmentDocPredicate = Looker;

    fn doc_predicate(
        &self,
        segment: &SegmentReader,
    ) -> tantivy::Result<ConstOrVariableSegmentPredicate<Looker>> {
        let seen = self.seen(segment)?;
        let look: Box<dyn Look> = match &self.condition {
            Condition::Words(needle) => Box::new(InText {
                needle: needle.clone(),
                fields: self.fields,
                store: segment.get_store_reader(16)?,
                languages: segment.fast_fields().str("lang")?,
                reader: Reader::default(),
            }),
            Condition::Author(sequence) => Box::new(InByline {
                needle: Needle {
                    scope: super::Scope::Either,
                    groups: vec![vec![sequence.clone()]],
                    within: None,
                },
                field: self.fields.stored_author,
                store: segment.get_store_reader(16)?,
                reader: Reader::default(),
            }),
            Condition::Stance(ends, bound, persons) => {
                let Some(judged) = Judged::new(segment, ends, *bound, persons)? else {
                    return Ok(ConstOrVariableSegmentPredicate::Const(false));
                };
                Box::new(judged)
            }
        };
        let candidates = BitSetDocSet::from(seen.candidates.clone());
        Ok(ConstOrVariableSegmentPredicate::Variable {
            predicate: Looker {
                look,
                seen,
                faults: Arc::clone(&self.faults),
            },
            necessary_condition: Box::new(candidates),
        })
    }
}

/// Looks at the articles of a segment.
pub(super) struct Looker {
    look: Box<dyn Look>,
    seen: Arc<Seen>,
    faults: Faults,
}

impl SegmentDocPredicate for Looker {
    fn eval(&mut self, doc: DocId) -> bool {
        let verdict = &self.seen.verdicts[doc as usize];
        match verdict.load(Ordering::Relaxed) {
            0 => {}
            known => return known == 2,
        }
        match self.look.look(doc) {
            Ok(met) => {
                verdict.store(1 + u8::from(met), Ordering::Relaxed);
                met
            }
            Err(error) => {
                let _ = self.faults.set(error.to_string());
                false
            }
        }
    }

    fn cost(&self) -> u64 {
        // A stored text is unpacked and cut into words.
        10_000
    }
}

struct InText {
    needle: Needle,
    fields: Fields,
    store: StoreReader,
    languages: Option<StrColumn>,
    reader: Reader,
}

impl Look for InText {
    fn look(&mut self, doc: DocId) -> tantivy::Result<bool> {
        let stored: TantivyDocument = self.store.get(doc)?;
        let mut language = String::new();
        if let Some(column) = &self.languages
            && let Some(ord) = column.term_ords(doc).next()
        {
            column.ord_to_str(ord, &mut language)?;
        }
        let title = text_of(&stored, self.fields.stored_title);
        let text = text_of(&stored, self.fields.stored_text);
        self.reader.read(&title, &text, &language);
        Ok(self.reader.has(&self.needle))
    }
}

struct InByline {
    needle: Needle,
    field: Field,
    store: StoreReader,
    reader: Reader,
}

impl Look for InByline {
    fn look(&mut self, doc: DocId) -> tantivy::Result<bool> {
        let stored: TantivyDocument = self.store.get(doc)?;
        // Names are not inflected: no language.
        self.reader.read("", &text_of(&stored, self.field), "");
        Ok(self.reader.has(&self.needle))
    }
}

/// The articles of a segment.
fn articles(segment: &SegmentReader) -> tantivy::Result<Vec<DocId>> {
    let flags = segment.fast_fields().u64("flags")?;
    let is_article = |doc: &DocId| Flags::of(flags.first(*doc)).is_article();
    Ok((0..segment.max_doc()).filter(is_article).collect())
}

/// The articles of a segment that may have a needle, by their stems: of each group one of the sequences, of a sequence each word.
fn may_have(
    needle: &Needle,
    fields: &Fields,
    segment: &SegmentReader,
) -> tantivy::Result<Vec<DocId>> {
    let mut forms: Vec<&Form> = Vec::new();
    for form in needle.groups.iter().flatten().flat_map(|s| &s.forms) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let mut sets = vec![vec![false; segment.max_doc() as usize]; forms.len()];
    for field in [fields.title, fields.text] {
        let index = segment.inverted_index(field)?;
        let mark = |set: &mut Vec<bool>,
                    info: &tantivy::postings::TermInfo|
         -> tantivy::Result<()> {
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                set[doc as usize] = true;
                doc = postings.advance();
            }
            Ok(())
        };
        let mut written: Vec<(usize, Spelling)> = Vec::new();
        for (number, form) in forms.iter().enumerate() {
            match form {
                Form::Stem(stem) => {
                    let term = tantivy::Term::from_field_text(field, stem);
                    if let Some(info) = index.get_term_info(&term)? {
                        mark(&mut sets[number], &info)?;
                    }
                }
                form => written.push((number, Spelling::new(form))),
            }
        }
        if written.is_empty() {
            continue;
        }
        let mut terms = index.terms().stream().map_err(TantivyError::from)?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else {
                continue;
            };
            for (number, spelling) in &written {
                if spelling.may_be(term) {
                    mark(&mut sets[*number], terms.value())?;
                }
            }
        }
    }
    if forms.iter().any(|form| !matches!(form, Form::Stem(_))) {
        unlike_stems(segment, fields, &forms, &mut sets)?;
    }
    let place = |form: &Form| forms.iter().position(|f| *f == form).unwrap_or(0);
    let met = |doc: &DocId| {
        needle.groups.iter().all(|group| {
            group.iter().any(|sequence| {
                let all = sequence.forms.iter();
                all.map(place).all(|number| sets[number][*doc as usize])
            })
        })
    };
    Ok((0..segment.max_doc()).filter(met).collect())
}

/// Languages whose stems may lack the beginning of the word.
const PREFIXED: [&str; 2] = ["ar", "ta"];

/// Articles in languages whose stems tell nothing of how a word begins may have any word.
fn unlike_stems(
    segment: &SegmentReader,
    fields: &Fields,
    forms: &[&Form],
    sets: &mut [Vec<bool>],
) -> tantivy::Result<()> {
    let index = segment.inverted_index(fields.lang)?;
    for language in PREFIXED {
        let term = tantivy::Term::from_field_text(fields.lang, language);
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else {
            continue;
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            for (form, set) in forms.iter().zip(sets.iter_mut()) {
                set[doc as usize] |= !matches!(form, Form::Stem(_));
            }
            doc = postings.advance();
        }
    }
    Ok(())
}

/// A word as it is written, for telling whether a stem may be of it.
enum Spelling {
    /// What a pattern begins with.
    Begins(Vec<char>),
    Misspelt(Vec<char>),
}

/// How many letters at its end a stem may have that the word has not: `happi` for happy, `deni` for denied, `relat` for
/// relational.
const CHANGED: usize = 2;

/// How many letters of a stem must be those that the word begins with.
pub(super) fn kept_letters(stem: usize) -> usize {
    stem.saturating_sub(CHANGED).max(1).min(stem)
}

impl Spelling {
    fn new(form: &Form) -> Self {
        let of = |text: &str| unaccented(text).chars().collect();
        match form {
            Form::Pattern(pattern) => {
                let begin: String = pattern
                    .iter()
                    .take_while(|c| !matches!(c, '*' | '?'))
                    .collect();
                Self::Begins(of(&begin))
            }
            Form::Misspelt(word) => Self::Misspelt(of(word)),
            Form::Stem(stem) => Self::Begins(of(stem)),
        }
    }

    fn may_be(&self, term: &str) -> bool {
        let stem: Vec<char> = if term.is_ascii() {
            term.chars().collect()
        } else {
            unaccented(term).chars().collect()
        };
        let kept = &stem[..kept_letters(stem.len())];
        match self {
            Self::Begins(begin) => {
                let common = kept.len().min(begin.len());
                kept[..common] == begin[..common]
            }
            Self::Misspelt(word) => {
                if kept.len() > word.len() + 1 {
                    return false;
                }
                let kept: String = kept.iter().collect();
                let shortest = kept.chars().count().saturating_sub(1);
                (shortest..=shortest + 2).any(|length| {
                    let begin: String = word.iter().take(length).collect();
                    letters_apart(&kept, &begin, 1).is_some()
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Stems, Vocabulary};

    /// Whatever a word, each pattern that begins as it does leaves its stem over.
    #[test]
    fn stems_keep_the_beginnings_of_words() {
        let articles = include_str!("../../../corpus/articles.jsonl");
        let function_words = include_str!("../../../corpus/function_words.txt");
        let mut words: Vec<String> = articles
            .split(|c: char| !c.is_alphabetic())
            .chain(function_words.split(|c: char| !c.is_alphabetic()))
            .filter(|word| word.chars().count() > 1)
            .map(str::to_lowercase)
            .collect();
        let special = [
            "dying",
            "lying",
            "tying",
            "skies",
            "skis",
            "idly",
            "gently",
            "ugly",
            "early",
            "only",
            "singly",
            "news",
            "relational",
            "rationally",
            "happily",
            "denied",
            "studies",
            "flies",
            "generously",
            "communities",
            "arsenal",
            "größere",
            "bären",
            "häuser",
            "déclaré",
            "générale",
            "società",
            "ações",
            "ёлка",
            "встречи",
            "países",
        ];
        words.extend(special.map(str::to_owned));
        words.sort();
        words.dedup();
        assert!(words.len() > 2_000);
        for language in [
            "en", "de", "fr", "es", "it", "pt", "nl", "ru", "sv", "da", "no", "fi", "hu", "ro",
            "tr", "",
        ] {
            let mut stems = Stems::new(language);
            let mut vocabulary = Vocabulary::new();
            for word in &words {
                let id = vocabulary.intern(word);
                let lower = vocabulary.lower_word(id).to_owned();
                let Some(stem) = stems.term(&mut vocabulary, id) else {
                    continue;
                };
                let chars: Vec<char> = lower.chars().collect();
                for length in 2..=chars.len() {
                    let form = Form::Pattern([&chars[..length], &['*']].concat());
                    assert!(
                        Spelling::new(&form).may_be(stem),
                        "{language}: {word} has the stem {stem}"
                    );
                }
                if chars.len() > 3 {
                    for at in 0..chars.len() {
                        let mut other = chars.clone();
                        other.remove(at);
                        let form = Form::Misspelt(other.iter().collect());
                        assert!(
                            Spelling::new(&form).may_be(stem),
                            "{language}: {word} {stem}"
                        );
                    }
                }
            }
        }
    }
}
