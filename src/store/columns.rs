//! Columns: all that was found in each article, without its text.

use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Weight};
use tantivy::{DocId, SegmentReader};

use crate::model::{
    ActorIndex, ActorInfo, Class, Date, DateFlag, Label, LanguageIndex, OutletIndex, Reading,
    StoryIndex,
};

use super::error::guarded;
use super::flags::Flags;
use super::pack::{PackedJudgement, PackedMention, PackedTone};
use super::persons::terms;
use super::query::Faults;
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
    /// Persons as articles introduce them, each described as the person who is meant: what articles call by several ids or
    /// names has one.
    pub discovered: Vec<ActorInfo>,
}

/// A prepared walk over the articles that a lens lets through.
pub struct Scan<'s> {
    pub(super) store: &'s Store,
    pub(super) weight: Option<Box<dyn Weight>>,
    /// The failure of what the weight looks up in articles, if there was one.
    pub(super) faults: Faults,
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
    /// By number of the person whom an article introduces: the numbers of the actor that the article has and of the one meant.
    meant: Arc<[[Option<ActorIndex>; 2]]>,
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

/// Opens a column of strings in every segment and numbers its terms, and others that are to have a number too, in ascending
/// order.
fn string_columns(
    segments: &[SegmentReader],
    name: &str,
    others: Vec<String>,
) -> Result<(Vec<String>, Vec<Ordinals>), StoreError> {
    let mut columns = Vec::new();
    let mut all = others;
    for segment in segments {
        let column = segment.fast_fields().str(name)?;
        let own = column.as_ref().map(terms).transpose()?.unwrap_or_default();
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

    /// The actors, outlets and languages of the store, and the persons that its articles introduce.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn names(&self) -> Result<Names, StoreError> {
        guarded(&self.path, || {
            let persons = self.persons()?;
            let all = |name: &str, others: Vec<String>| {
                let (terms, _) = string_columns(self.searcher.segment_readers(), name, others)?;
                Ok::<_, StoreError>(terms)
            };
            let meant = persons.meant().map(|info| info.id.clone());
            Ok(Names {
                actors: all("actors", meant.collect())?,
                outlets: all("outlet", Vec::new())?,
                languages: all("lang", Vec::new())?,
                discovered: persons.meant().cloned().collect(),
            })
        })
    }

    fn prepare(&self, lens: &Lens) -> Result<Scan<'_>, StoreError> {
        let persons = self.persons()?;
        let (weight, faults) = match lens.to_query(self)? {
            Some(compiled) => {
                let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
                (Some(compiled.query.weight(scoring)?), compiled.faults)
            }
            None => (None, Faults::default()),
        };
        let readers = self.searcher.segment_readers();
        let meant: Vec<String> = persons.meant().map(|info| info.id.clone()).collect();
        let (actors, actor_columns) = string_columns(readers, "actors", meant)?;
        let (outlets, outlet_columns) = string_columns(readers, "outlet", Vec::new())?;
        let (languages, lang_columns) = string_columns(readers, "lang", Vec::new())?;
        let (_, discovered_columns) = string_columns(readers, "discovered", Vec::new())?;
        let number = |id: &str| actors.binary_search_by(|actor| actor.as_str().cmp(id));
        let pair = |(own, meant): (&str, &ActorInfo)| {
            [number(own), number(&meant.id)].map(|at| at.ok().map(|i| ActorIndex::new(i as u32)))
        };
        let meant: Arc<[[Option<ActorIndex>; 2]]> =
            persons.own_ids().zip(persons.meant()).map(pair).collect();
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
                meant: Arc::clone(&meant),
            });
        }
        let discovered = persons.meant().cloned().collect();
        Ok(Scan {
            store: self,
            weight,
            faults,
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

    /// The id of the person whom an article of the store introduces so: one person has one id in all of them.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn person_id<'i>(&'i self, introduced: &'i ActorInfo) -> Result<&'i str, StoreError> {
        Ok(self.store.persons()?.id_of(introduced))
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
        discovered.clear();
        discovered.extend(self.discovered.of(doc));
        actors.clear();
        actors.extend(self.actors.of(doc).map(ActorIndex::new));
        let mut renamed = false;
        for &person in discovered.iter() {
            let Some(&[Some(own), Some(meant)]) = self.meant.get(person as usize) else {
                continue;
            };
            if own != meant
                && let Some(actor) = actors.iter_mut().find(|actor| **actor == own)
            {
                *actor = meant;
                renamed = true;
            }
        }
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
        if renamed {
            // Two whom the article took for different persons may be one.
            judgements.retain(|j| j.source != j.target);
        }
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
