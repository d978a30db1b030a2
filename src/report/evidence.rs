//! The sentences of a report: its own numbering of articles and sentences, packed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use crate::error::Error;
use crate::export::ExportError;
use crate::pipeline::{SelectedArticle, SelectedEvidence, SelectedFinding, SelectedSentence};

use super::cast::Cast;

/// An article: id, date, outlet, title, address.
type ArticleRow<'e> = (&'e str, String, &'e str, &'e str, &'e str);
/// A sentence: number of its article here, its number in the article, text, and for each name first character, one past the last, actor.
type SentenceRow<'e> = (usize, u16, &'e str, Vec<u32>);
/// A judgement: number of its sentence here, class, score, and the words that moved the score.
type FindingRow = (usize, &'static str, f64, String);

/// The evidence of a report.
#[expect(clippy::struct_field_names, reason = "the names of the JSON")]
#[derive(Debug, Default, Serialize)]
pub(super) struct Sentences<'e> {
    articles: Vec<ArticleRow<'e>>,
    sentences: Vec<SentenceRow<'e>>,
    stance: Vec<Vec<FindingRow>>,
    tone: Vec<Vec<FindingRow>>,
    edges: Vec<Vec<usize>>,
}

/// What is numbered while it is used.
struct Numbering<'e, 'c> {
    chosen: &'e SelectedEvidence,
    cast: &'c Cast<'c>,
    quoted: bool,
    articles: BTreeMap<usize, usize>,
    sentences: BTreeMap<(usize, u16), usize>,
    out: Sentences<'e>,
}

impl<'e> Sentences<'e> {
    /// At most `most` sentences and articles for each number; without text unless `quoted`.
    pub(super) fn new(
        chosen: &'e SelectedEvidence,
        cast: &Cast<'_>,
        most: usize,
        quoted: bool,
    ) -> Self {
        let mut numbering = Numbering {
            chosen,
            cast,
            quoted,
            articles: BTreeMap::new(),
            sentences: BTreeMap::new(),
            out: Self::default(),
        };
        let rows = |numbering: &mut Numbering<'e, '_>, lists: &[Vec<SelectedFinding>]| {
            lists
                .iter()
                .map(|list| numbering.findings(list, most))
                .collect::<Vec<_>>()
        };
        let stance = rows(&mut numbering, &chosen.stance);
        let tone = rows(&mut numbering, &chosen.tone);
        let edges = chosen
            .pairs
            .iter()
            .map(|pair| {
                let wanted = most.min(pair.len());
                (0..wanted)
                    .filter_map(|i| pair.get((2 * i + 1) * pair.len() / (2 * wanted)))
                    .map(|&article| numbering.article(article))
                    .collect()
            })
            .collect();
        Self {
            stance,
            tone,
            edges,
            ..numbering.out
        }
    }

    /// As JSON, deflated, in base64.
    pub(super) fn packed(&self) -> Result<Vec<u8>, Error> {
        let json = serde_json::to_vec(self).map_err(ExportError::Manifest)?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let deflated = encoder.write_all(&json).and_then(|()| encoder.finish());
        let bytes = deflated.map_err(ExportError::Write)?;
        Ok(STANDARD.encode(bytes).into_bytes())
    }
}

impl Numbering<'_, '_> {
    fn article(&mut self, number: usize) -> usize {
        let Some(SelectedArticle { article, .. }) = self.chosen.articles.get(number) else {
            return 0;
        };
        let next = self.articles.len();
        let own = *self.articles.entry(number).or_insert(next);
        if own == next {
            self.out.articles.push((
                &article.id,
                article.date.map(|d| d.to_string()).unwrap_or_default(),
                &article.outlet,
                &article.title,
                &article.url,
            ));
        }
        own
    }

    fn sentence(&mut self, article: usize, number: u16) -> usize {
        if let Some(&own) = self.sentences.get(&(article, number)) {
            return own;
        }
        let own_article = self.article(article);
        let found = self.chosen.articles.get(article);
        let sentence = found.and_then(|a| a.sentences.get(&number));
        let (text, marks) = match sentence.filter(|_| self.quoted) {
            Some(SelectedSentence { text, marks }) => {
                let known = marks.iter().filter_map(|mark| {
                    Some([mark.start, mark.end, self.cast.number(&mark.actor)?])
                });
                (text.as_str(), known.flatten().collect())
            }
            None => ("", Vec::new()),
        };
        let own = self.out.sentences.len();
        self.out.sentences.push((own_article, number, text, marks));
        self.sentences.insert((article, number), own);
        own
    }

    fn findings(&mut self, list: &[SelectedFinding], most: usize) -> Vec<FindingRow> {
        thinned(list, most)
            .into_iter()
            .map(|finding| {
                let sentence = self.sentence(finding.article, finding.sentence);
                let why = if self.quoted {
                    reasons(&finding.cues)
                } else {
                    String::new()
                };
                (sentence, finding.class.as_str(), finding.score, why)
            })
            .collect()
    }
}

/// The words that moved a score with the sign of their share: `slammed −; praised +`. Signs of punctuation are no reasons for a reader.
pub(crate) fn reasons(cues: &[(String, bool)]) -> String {
    let words = cues
        .iter()
        .filter(|(word, _)| word.contains(char::is_alphanumeric));
    let each = words.map(|(word, positive)| {
        let word = word.strip_prefix("frame: ").unwrap_or(word);
        format!("{word} {}", if *positive { "+" } else { "\u{2212}" })
    });
    each.collect::<Vec<_>>().join("; ")
}

/// At most `most` of the findings, in their order: the clearest half, the others evenly.
fn thinned(list: &[SelectedFinding], most: usize) -> Vec<&SelectedFinding> {
    if list.len() <= most {
        return list.iter().collect();
    }
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|&a, &b| {
        let clarity = |i: usize| list[i].score.abs();
        clarity(b).total_cmp(&clarity(a)).then(a.cmp(&b))
    });
    let mut kept: BTreeSet<usize> = order.iter().take(most.div_ceil(2)).copied().collect();
    let rest: Vec<usize> = (0..list.len()).filter(|i| !kept.contains(i)).collect();
    let wanted = most - kept.len();
    kept.extend((0..wanted).filter_map(|i| rest.get((2 * i + 1) * rest.len() / (2 * wanted))));
    kept.into_iter().map(|i| &list[i]).collect()
}
