//! Columns: all that was found in each article, without its text.

use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::model::{
    ActorIndex, ActorInfo, ActorType, Class, Date, DateFlag, Label, LanguageIndex, OutletIndex,
    Reading, StoryIndex,
};

use super::error::guarded;
use super::flags::Flags;
use super::pack::{PackedJudgement, PackedMention, PackedTone};
use super::{Dedup, Lens, Store, StoreError, Stories};

/// A mention as the store keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredMention {
    /// The actor.
    pub actor: ActorIndex,
    /// Sentence of the article, from 0; the headline, if any, is 0.
    pub sentence: u16,
    /// Paragraph of the article, the headline being 0.
    pub paragraph: u16,
    /// Actor or place.
    pub reading: Reading,
    /// Percent.
    pub confidence: u8,
}

/// A directed judgement as the store keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredJudgement {
    /// Whose attitude.
    pub source: ActorIndex,
    /// Towards whom.
    pub target: ActorIndex,
    /// Sentence of the article.
    pub sentence: u16,
    /// What the source does or says to the target.
    pub class: Class,
    /// Whether one of the two is named by a pronoun alone.
    pub carried: bool,
    /// Fixed-point score.
    pub score: i16,
}

impl StoredJudgement {
    /// The sign of the class.
    pub fn label(&self) -> Label {
        self.class.label()
    }
}

/// The writer's attitude as the store keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredTone {
    /// Towards whom.
    pub target: ActorIndex,
    /// Sentence of the article.
    pub sentence: u16,
    /// Sign.
    pub label: Label,
    /// Fixed-point score.
    pub score: i16,
}

/// What a tally sees of an article.
#[derive(Debug)]
pub struct ArticleView<'a> {
    /// Hash of the article's id: the key of its random draws.
    pub key: u64,
    /// Day of publication.
    pub date: Option<Date>,
    /// Where the date comes from or why there is none.
    pub date_flag: DateFlag,
    /// The outlet; `None` where the article names none.
    pub outlet: Option<OutletIndex>,
    /// The language; `None` where it is unknown.
    pub language: Option<LanguageIndex>,
    /// Whether the source named the language; else it was detected.
    pub language_given: bool,
    /// A number of the document's own.
    pub serial: u64,
    /// The story that it belongs to with others; `None` for an article that is a story by itself.
    pub story: Option<StoryIndex>,
    /// Sentences, the headline included.
    pub sentences: u32,
    /// Paragraphs, the headline included.
    pub paragraphs: u32,
    /// Sentences left out because they repeat the headline or a sentence before.
    pub repeated: u32,
    /// How much of the article its source gives, in thousandths; `None` where the source cannot tell.
    pub completeness: Option<u16>,
    /// Hash of the content.
    pub content: u64,
    /// Number of the ingest that read it.
    pub run: u32,
    /// Hash of the input, in the version that was read.
    pub input: u64,
    /// In order of place in the article.
    pub mentions: &'a [StoredMention],
    /// In order of sentence.
    pub judgements: &'a [StoredJudgement],
    /// In order of sentence.
    pub tones: &'a [StoredTone],
    /// Persons that the article introduces: indices into [`Names::discovered`].
    pub discovered: &'a [u32],
}

/// The names that the numbers in [`ArticleView`] stand for; each list ascends, so that numbers
/// compare as their names do and are the same for any order of reading.
#[derive(Debug, Default)]
pub struct Names {
    /// Actor ids.
    pub actors: Vec<String>,
    /// Outlets; one may be empty.
    pub outlets: Vec<String>,
    /// Language codes.
    pub languages: Vec<String>,
    /// Discovered persons.
    pub discovered: Vec<ActorInfo>,
}

/// A prepared walk over the articles that a lens lets through.
pub struct Scan<'s> {
    pub(super) store: &'s Store,
    pub(super) weight: Option<Box<dyn Weight>>,
    names: Names,
    pub(super) segments: Vec<SegmentColumns>,
    pub(super) stories: Option<Arc<Stories>>,
    pub(super) dedup: Dedup,
}

impl std::fmt::Debug for Scan<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scan")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

pub(super) struct SegmentColumns {
    pub(super) flags: Column<u64>,
    pub(super) id_hash: Column<u64>,
    pub(super) text_hash: Column<u64>,
    content_hash: Column<u64>,
    serial: Column<u64>,
    input: Column<u64>,
    extent: Column<u64>,
    repeated: Column<u64>,
    completeness: Column<u64>,
    pub(super) date: Column<i64>,
    mentions: Column<u64>,
    judgements: Column<u64>,
    tones: Column<u64>,
    pub(super) outlet: Ordinals,
    lang: Ordinals,
    actors: Ordinals,
    discovered: Ordinals,
}

/// A column of strings with its terms' numbers in the whole store.
pub(super) struct Ordinals {
    column: Option<StrColumn>,
    global: Vec<u32>,
}

impl Ordinals {
    pub(super) fn of(&self, doc: DocId) -> impl Iterator<Item = u32> + '_ {
        self.column
            .iter()
            .flat_map(move |c| c.term_ords(doc))
            .filter_map(|ord| self.global.get(ord as usize).copied())
    }
}

fn terms(column: Option<&StrColumn>) -> Result<Vec<String>, StoreError> {
    let mut terms = Vec::new();
    if let Some(column) = column {
        let mut stream = column.dictionary().stream().map_err(TantivyError::from)?;
        while stream.advance() {
            terms.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    Ok(terms)
}

/// Opens a column of strings in every segment and numbers its terms in ascending order.
fn string_columns(
    segments: &[SegmentReader],
    name: &str,
) -> Result<(Vec<String>, Vec<Ordinals>), StoreError> {
    let mut columns = Vec::new();
    let mut all = Vec::new();
    for segment in segments {
        let column = segment.fast_fields().str(name)?;
        let own = terms(column.as_ref())?;
        all.extend(own.iter().cloned());
        columns.push((column, own));
    }
    all.sort_unstable();
    all.dedup();
    let ordinals = columns
        .into_iter()
        .map(|(column, own)| Ordinals {
            column,
            global: own
                .iter()
                .map(|term| all.partition_point(|other| other < term) as u32)
                .collect(),
        })
        .collect();
    Ok((all, ordinals))
}

impl Store {
    /// Prepares a walk over the articles that the lens lets through.
    ///
    /// # Errors
    /// The query cannot be understood, or the columns cannot be read or are not as they were written.
    pub fn scan(&self, lens: &Lens) -> Result<Scan<'_>, StoreError> {
        self.verify(lens)?;
        guarded(&self.path, || self.prepare(lens))
    }

    fn prepare(&self, lens: &Lens) -> Result<Scan<'_>, StoreError> {
        let weight = match lens.to_query(&self.index, &self.fields, self.language())? {
            Some(query) => {
                Some(query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?)
            }
            None => None,
        };
        let readers = self.searcher.segment_readers();
        let (actors, actor_columns) = string_columns(readers, "actors")?;
        let (outlets, outlet_columns) = string_columns(readers, "outlet")?;
        let (languages, lang_columns) = string_columns(readers, "lang")?;
        let (discovered, discovered_columns) = string_columns(readers, "discovered")?;
        let mut segments = Vec::new();
        let strings = actor_columns
            .into_iter()
            .zip(outlet_columns)
            .zip(lang_columns)
            .zip(discovered_columns);
        for (reader, (((actors, outlet), lang), discovered)) in readers.iter().zip(strings) {
            let columns = reader.fast_fields();
            segments.push(SegmentColumns {
                flags: columns.u64("flags")?,
                id_hash: columns.u64("id_hash")?,
                text_hash: optional(columns.column_opt("text_hash")?, reader),
                content_hash: columns.u64("content_hash")?,
                serial: columns.u64("serial")?,
                input: columns.u64("input")?,
                extent: optional(columns.column_opt("extent")?, reader),
                repeated: optional(columns.column_opt("repeated")?, reader),
                completeness: optional(columns.column_opt("completeness")?, reader),
                date: optional(columns.column_opt("date")?, reader),
                mentions: optional(columns.column_opt("mentions")?, reader),
                judgements: optional(columns.column_opt("judgements")?, reader),
                tones: optional(columns.column_opt("tones")?, reader),
                outlet,
                lang,
                actors,
                discovered,
            });
        }
        let discovered = discovered.iter().map(|line| parse_info(line)).collect();
        Ok(Scan {
            store: self,
            weight,
            names: Names {
                actors,
                outlets,
                languages,
                discovered,
            },
            segments,
            stories: None,
            dedup: Dedup::None,
        })
    }
}

fn optional<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static + Default>(
    column: Option<Column<T>>,
    reader: &SegmentReader,
) -> Column<T> {
    column.unwrap_or_else(|| Column::build_empty_column(reader.max_doc()))
}

fn parse_info(line: &str) -> ActorInfo {
    let mut parts = line.split('\u{1f}').map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    ActorInfo {
        id: next(),
        label: next(),
        kind: ActorType::parse(&next()).unwrap_or(ActorType::Person),
        country: next(),
    }
}

#[derive(Default)]
pub(super) struct Buffers {
    actors: Vec<ActorIndex>,
    mentions: Vec<StoredMention>,
    judgements: Vec<StoredJudgement>,
    tones: Vec<StoredTone>,
    discovered: Vec<u32>,
}

impl Scan<'_> {
    /// What the numbers stand for.
    pub fn names(&self) -> &Names {
        &self.names
    }
}

impl SegmentColumns {
    pub(super) fn view<'a>(
        &self,
        doc: DocId,
        story: Option<StoryIndex>,
        flags: Flags,
        buffers: &'a mut Buffers,
    ) -> ArticleView<'a> {
        let Buffers {
            actors,
            mentions,
            judgements,
            tones,
            discovered,
        } = buffers;
        actors.clear();
        actors.extend(self.actors.of(doc).map(ActorIndex::new));
        // Columns are verified before they are read, so a place outside the list of actors is not met; `check` reports it.
        let actor = |place: u16| actors.get(usize::from(place)).copied();
        mentions.clear();
        mentions.extend(self.mentions.values_for_doc(doc).filter_map(|value| {
            let m = PackedMention::unpack(value);
            Some(StoredMention {
                actor: actor(m.actor)?,
                sentence: m.sentence,
                paragraph: m.paragraph,
                reading: m.reading,
                confidence: m.confidence,
            })
        }));
        judgements.clear();
        judgements.extend(self.judgements.values_for_doc(doc).filter_map(|value| {
            let j = PackedJudgement::unpack(value);
            Some(StoredJudgement {
                source: actor(j.source)?,
                target: actor(j.target)?,
                sentence: j.sentence,
                class: j.class,
                carried: j.carried,
                score: j.score,
            })
        }));
        tones.clear();
        tones.extend(self.tones.values_for_doc(doc).filter_map(|value| {
            let t = PackedTone::unpack(value);
            Some(StoredTone {
                target: actor(t.target)?,
                sentence: t.sentence,
                label: t.label,
                score: t.score,
            })
        }));
        discovered.clear();
        discovered.extend(self.discovered.of(doc));
        let extent = self.extent.first(doc).unwrap_or(0);
        ArticleView {
            key: self.id_hash.first(doc).unwrap_or(0),
            date: self.date.first(doc).map(|d| Date::from_days(d as i32)),
            date_flag: flags.date().unwrap_or_default(),
            outlet: self.outlet.of(doc).next().map(OutletIndex::new),
            language: self.lang.of(doc).next().map(LanguageIndex::new),
            language_given: flags.language_given(),
            serial: self.serial.first(doc).unwrap_or(0),
            story,
            sentences: extent as u32,
            paragraphs: (extent >> 32) as u32,
            repeated: self.repeated.first(doc).unwrap_or(0) as u32,
            completeness: self.completeness.first(doc).map(|c| c as u16),
            content: self.content_hash.first(doc).unwrap_or(0),
            run: flags.run(),
            input: self.input.first(doc).unwrap_or(0),
            mentions,
            judgements,
            tones,
            discovered,
        }
    }
}
