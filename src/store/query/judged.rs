//! Articles with a judged sentence from one actor towards another.

use std::collections::BTreeMap;

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use crate::model::{Label, SCORE_SCALE};

use super::super::pack::PackedJudgement;
use super::super::persons::{Persons, terms};
use super::Bound;
use super::look::Look;

/// The judgements of a segment. Actors are numbered by its dictionary of ids; persons who have another id over the whole store than
/// in its articles have numbers after that.
pub(super) struct Judged {
    actors: StrColumn,
    discovered: Option<StrColumn>,
    /// By number of the person whom an article introduces: the numbers of the actor that the article has and of the one meant.
    meant: Vec<Option<[u64; 2]>>,
    judgements: Column<u64>,
    source: Option<u64>,
    target: Option<u64>,
    bound: Bound,
}

impl Judged {
    /// `None` where no article of the segment names one of the two, or has a judgement.
    pub(super) fn new(
        segment: &SegmentReader,
        (source, target): &(Option<String>, Option<String>),
        bound: Bound,
        persons: &Persons,
    ) -> tantivy::Result<Option<Self>> {
        let columns = segment.fast_fields();
        let judgements = columns.column_opt::<u64>("judgements")?;
        let (Some(actors), Some(judgements)) = (columns.str("actors")?, judgements) else {
            return Ok(None);
        };
        let own = actors.num_terms() as u64;
        let mut others: BTreeMap<&str, u64> = BTreeMap::new();
        let mut meant = Vec::new();
        let discovered = columns.str("discovered")?;
        let introduced = discovered.as_ref().map(terms).transpose()?;
        for text in introduced.unwrap_or_default() {
            let Some((id, of)) = persons.ids_of(&text) else {
                meant.push(None);
                continue;
            };
            let known = actors.dictionary().term_ord(of)?;
            let next = own + others.len() as u64;
            let number = known.unwrap_or_else(|| *others.entry(of).or_insert(next));
            meant.push(actors.dictionary().term_ord(id)?.map(|id| [id, number]));
        }
        let number = |id: &Option<String>| -> tantivy::Result<Option<Option<u64>>> {
            let Some(id) = id else { return Ok(Some(None)) };
            let known = actors.dictionary().term_ord(id)?;
            Ok(known.or_else(|| others.get(id.as_str()).copied()).map(Some))
        };
        let (Some(source), Some(target)) = (number(source)?, number(target)?) else {
            return Ok(None);
        };
        Ok(Some(Self {
            actors,
            discovered,
            meant,
            judgements,
            source,
            target,
            bound,
        }))
    }

    /// The numbers of the actors of an article, as they are meant.
    fn listed(&self, doc: DocId) -> Vec<u64> {
        let mut listed: Vec<u64> = self.actors.term_ords(doc).collect();
        let persons = self.discovered.iter().flat_map(|c| c.term_ords(doc));
        for person in persons {
            if let Some(&Some([own, meant])) = self.meant.get(person as usize)
                && let Some(actor) = listed.iter_mut().find(|actor| **actor == own)
            {
                *actor = meant;
            }
        }
        listed
    }
}

impl Look for Judged {
    fn look(&mut self, doc: DocId) -> tantivy::Result<bool> {
        let mut listed: Option<Vec<u64>> = None;
        for packed in self.judgements.values_for_doc(doc) {
            let judgement = PackedJudgement::unpack(packed);
            let listed = listed.get_or_insert_with(|| self.listed(doc));
            let of = |place: u16| listed.get(usize::from(place)).copied();
            let (source, target) = (of(judgement.source), of(judgement.target));
            let is = |actor: Option<u64>, wanted: Option<u64>| wanted.is_none() || wanted == actor;
            let score = f64::from(judgement.score) / f64::from(SCORE_SCALE);
            let label: Label = judgement.class.label();
            if source != target
                && is(source, self.source)
                && is(target, self.target)
                && self.bound.holds(score, label)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
