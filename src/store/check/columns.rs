//! Columns: every value within its range, every list of the index as long as the columns say.

use hashbrown::{HashMap, HashSet};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader, TantivyDocument, TantivyError};

use crate::model::{Class, Label, Reading};

use super::super::flags::{Flags, Kind};
use super::super::pack::{LARGEST, PackedJudgement, PackedMention, PackedTone};
use super::super::reader::text_of;
use super::super::{Store, StoreError};
use super::Check;

struct Columns {
    flags: Column<u64>,
    ids: Column<u64>,
    contents: Column<u64>,
    serials: Column<u64>,
    inputs: Column<u64>,
    extent: Option<Column<u64>>,
    completeness: Option<Column<u64>>,
    mentions: Option<Column<u64>>,
    judgements: Option<Column<u64>>,
    tones: Option<Column<u64>>,
    actors: Option<StrColumn>,
}

fn values(column: Option<&Column<u64>>, doc: DocId) -> impl Iterator<Item = u64> + '_ {
    column.into_iter().flat_map(move |c| c.values_for_doc(doc))
}

impl Columns {
    fn open(reader: &SegmentReader) -> Result<Self, StoreError> {
        let fast = reader.fast_fields();
        Ok(Self {
            flags: fast.u64("flags")?,
            ids: fast.u64("id_hash")?,
            contents: fast.u64("content_hash")?,
            serials: fast.u64("serial")?,
            inputs: fast.u64("input")?,
            extent: fast.column_opt("extent")?,
            completeness: fast.column_opt("completeness")?,
            mentions: fast.column_opt("mentions")?,
            judgements: fast.column_opt("judgements")?,
            tones: fast.column_opt("tones")?,
            actors: fast.str("actors")?,
        })
    }

    /// What is wrong with an article, if anything.
    fn fault(&self, doc: DocId, flags: Flags) -> Option<String> {
        if flags.date().is_none() {
            return Some("its date has an unknown flag".into());
        }
        let Some(extent) = values(self.extent.as_ref(), doc).next() else {
            return Some("it has no number of sentences".into());
        };
        let (sentences, paragraphs) = (extent as u32, (extent >> 32) as u32);
        let ords: Vec<u64> = self
            .actors
            .iter()
            .flat_map(|actors| actors.term_ords(doc))
            .collect();
        if ords.windows(2).any(|w| w[0] >= w[1]) {
            return Some("its actors are not in ascending order".into());
        }
        let part = values(self.completeness.as_ref(), doc).next();
        if part.is_some_and(|part| part > 1000) {
            return Some("more than the whole of it is said to be there".into());
        }
        let known = |actor: u16| usize::from(actor) < ords.len();
        let mut named = vec![false; ords.len()];
        for value in values(self.mentions.as_ref(), doc) {
            let m = PackedMention::unpack(value);
            if !known(m.actor) {
                return Some(format!(
                    "a mention names actor {} of {}",
                    m.actor,
                    ords.len()
                ));
            }
            named[usize::from(m.actor)] = true;
            if u32::from(m.sentence) >= sentences || u32::from(m.paragraph) >= paragraphs {
                return Some(format!(
                    "a mention stands in sentence {} of {sentences}, paragraph {} of {paragraphs}",
                    m.sentence, m.paragraph
                ));
            }
            if m.confidence > 100 {
                return Some(format!("a mention is {} % sure", m.confidence));
            }
        }
        // Of an article with more sentences than a mention can count, the last ones are not in the columns.
        if named.contains(&false) && sentences <= LARGEST {
            return Some("an actor is listed and not mentioned".into());
        }
        for value in values(self.judgements.as_ref(), doc) {
            if Class::from_code(value >> 59 & 7).is_none() || value >> 63 != 0 {
                return Some("a judgement has an unknown class".into());
            }
            let j = PackedJudgement::unpack(value);
            if !known(j.source) || !known(j.target) || j.source == j.target {
                return Some(format!(
                    "a judgement is of actors {} and {} of {}",
                    j.source,
                    j.target,
                    ords.len()
                ));
            }
            if let Some(fault) = stance_fault(j.sentence, j.class.label(), j.score, sentences) {
                return Some(fault);
            }
        }
        for value in values(self.tones.as_ref(), doc) {
            let tone = PackedTone::unpack(value);
            if !known(tone.target) {
                return Some(format!(
                    "a tone is towards actor {} of {}",
                    tone.target,
                    ords.len()
                ));
            }
            if let Some(fault) = stance_fault(tone.sentence, tone.label, tone.score, sentences) {
                return Some(fault);
            }
        }
        None
    }
}

fn stance_fault(sentence: u16, label: Label, score: i16, sentences: u32) -> Option<String> {
    if u32::from(sentence) >= sentences {
        return Some(format!("a judged sentence is {sentence} of {sentences}"));
    }
    let contradicts = match label {
        Label::Positive => score < 0,
        Label::Negative => score > 0,
        Label::Neutral => false,
    };
    (contradicts || score.abs() > 1000).then(|| {
        format!(
            "a sentence is judged {} with a score of {score} thousandths",
            label.as_str()
        )
    })
}

fn name_of(store: &Store, segment: usize, doc: DocId) -> String {
    let stored: Result<TantivyDocument, _> =
        store.searcher.doc(DocAddress::new(segment as u32, doc));
    stored.map_or_else(
        |_| format!("document {doc} of segment {segment}"),
        |stored| format!("article {}", text_of(&stored, store.fields.stored_id)),
    )
}

/// Looks at every article and reject: values within their ranges, ids that are unique.
pub(super) fn examine(store: &Store, check: &mut Check) -> Result<(), StoreError> {
    let mut ids: Vec<u64> = Vec::new();
    let mut rejects = 0_u64;
    let mut inputs: HashSet<u64> = HashSet::default();
    for (segment, reader) in store.searcher.segment_readers().iter().enumerate() {
        let columns = Columns::open(reader)?;
        let rows = columns.flags.num_docs();
        if rows != reader.max_doc() {
            check.fault(format!(
                "meta.json gives segment {} {} documents, its columns have {rows}",
                reader.segment_id().uuid_string(),
                reader.max_doc()
            ));
            continue;
        }
        let alive = reader.doc_ids_alive().count();
        if alive != reader.num_docs() as usize {
            check.fault(format!(
                "meta.json gives segment {} {} documents not removed, it has {alive}",
                reader.segment_id().uuid_string(),
                reader.num_docs()
            ));
        }
        for doc in reader.doc_ids_alive() {
            let whole = columns.ids.first(doc).zip(columns.flags.first(doc));
            let whole = whole.filter(|_| {
                [&columns.contents, &columns.serials, &columns.inputs]
                    .iter()
                    .all(|column| column.first(doc).is_some())
            });
            let Some((id, flags)) = whole else {
                check.fault(format!(
                    "{}: a column has no value",
                    name_of(store, segment, doc)
                ));
                continue;
            };
            ids.push(id);
            inputs.extend(columns.inputs.first(doc));
            let flags = Flags::of(Some(flags));
            match flags.kind() {
                Some(Kind::Article) => {
                    check.checked += 1;
                    if let Some(fault) = columns.fault(doc, flags) {
                        check.fault(format!("{}: {fault}", name_of(store, segment, doc)));
                    }
                }
                Some(Kind::Reject) => rejects += 1,
                None => check.fault(format!(
                    "{}: neither an article nor a reject",
                    name_of(store, segment, doc)
                )),
            }
        }
    }
    ids.sort_unstable();
    let twice = ids.windows(2).filter(|w| w[0] == w[1]).count();
    if twice > 0 && store.state().finished {
        check.fault(format!("{twice} ids are in the store twice"));
    }
    let read = store.rejects()?.len() as u64;
    if read != rejects {
        check.fault(format!("{rejects} rejects are there, {read} can be read"));
    }
    let state = store.state();
    let known: HashSet<u64> = state
        .inputs
        .iter()
        .map(super::super::InputState::key)
        .chain(state.former.iter().map(|f| f.key))
        .collect();
    let unknown = inputs.difference(&known).count();
    if unknown > 0 {
        check.fault(format!(
            "documents come from {unknown} inputs that the state does not know"
        ));
    }
    Ok(())
}

/// Compares how many articles each list of the index has with the columns: lists of actors that act, and of languages.
pub(super) fn examine_terms(store: &Store, check: &mut Check) -> Result<(), StoreError> {
    for reader in store.searcher.segment_readers() {
        let columns = Columns::open(reader)?;
        let lang = reader.fast_fields().str("lang")?;
        let mut acting: HashMap<u64, u32> = HashMap::default();
        let mut spoken: HashMap<u64, u32> = HashMap::default();
        let mut seen: Vec<u64> = Vec::new();
        // Lists of the index still hold what was removed.
        for doc in 0..reader.max_doc() {
            if let Some(ord) = lang.iter().flat_map(|l| l.term_ords(doc)).next() {
                *spoken.entry(ord).or_default() += 1;
            }
            let ords: Vec<u64> = columns
                .actors
                .iter()
                .flat_map(|actors| actors.term_ords(doc))
                .collect();
            seen.clear();
            seen.extend(
                values(columns.mentions.as_ref(), doc)
                    .map(PackedMention::unpack)
                    .filter(|m| m.reading == Reading::Actor)
                    .filter_map(|m| ords.get(usize::from(m.actor)).copied()),
            );
            seen.sort_unstable();
            seen.dedup();
            for &ord in &seen {
                *acting.entry(ord).or_default() += 1;
            }
        }
        for (field, column, counted) in [
            (store.fields.actor, columns.actors.as_ref(), acting),
            (store.fields.lang, lang.as_ref(), spoken),
        ] {
            let listed = reader.inverted_index(field)?;
            let mut by_term: HashMap<String, u32> = HashMap::default();
            for (ord, count) in counted {
                let mut text = String::new();
                if let Some(column) = column {
                    column
                        .ord_to_str(ord, &mut text)
                        .map_err(TantivyError::from)?;
                }
                by_term.insert(text, count);
            }
            let mut stream = listed.terms().stream().map_err(TantivyError::from)?;
            while stream.advance() {
                check.checked += 1;
                let term = String::from_utf8_lossy(stream.key()).into_owned();
                let (has, counted) = (stream.value().doc_freq, by_term.remove(&term).unwrap_or(0));
                if has != counted {
                    check.fault(format!(
                        "the list of '{term}' has {has} articles, the columns {counted}"
                    ));
                }
            }
            let mut missing: Vec<(String, u32)> = by_term.into_iter().collect();
            missing.sort_unstable();
            for (term, count) in missing {
                check.fault(format!(
                    "'{term}' has no list, though {count} articles have it"
                ));
            }
        }
    }
    Ok(())
}
