//! From an article and what was found in it to a document of the index.

use hashbrown::HashMap;
use tantivy::TantivyDocument;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::model::{ActorKey, Article, Extraction, Field, Mention, Reading};
use crate::source::{Reject, RejectKind};
use crate::text::{Stems, Tokens, Vocabulary};

use super::flags::{Flags, Refusal};
use super::pack::{LARGEST, PackedJudgement, PackedMention, PackedTone};
use super::persons;
use super::schema::Fields;
use super::tokenizers::END;
use super::urls::url_hash;

/// Makes documents; one per worker, with buffers and stems to be used again.
#[derive(Debug, Default)]
pub struct Encoder {
    stems: HashMap<String, Stems>,
    terms: String,
    ids: Vec<(String, ActorKey)>,
    places: HashMap<ActorKey, u16>,
}

/// An article and what was found in it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The article.
    pub article: &'a Article,
    /// What was found in it.
    pub extraction: &'a Extraction,
    /// Its tokens, with which the words are indexed.
    pub tokens: &'a Tokens,
}

/// Where a document comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) run: u32,
    /// How often the store had been opened for writing.
    pub(super) session: u64,
    pub(super) input: u64,
    pub(super) record: u64,
}

impl Origin {
    fn serial(self) -> u64 {
        let mut hash = Xxh3::new();
        for part in [self.session, self.input, self.record] {
            hash.update(&part.to_le_bytes());
        }
        hash.digest()
    }
}

/// The key that an article's view has ([`ArticleView::key`](super::ArticleView::key)): a hash of its id, so two ids may have one.
pub fn article_key(id: &str) -> u64 {
    id_hash(id)
}

/// Hash of an article's id; the key of its random draws.
pub(super) fn id_hash(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

fn content_hash(article: &Article) -> u64 {
    let mut hash = Xxh3::new();
    let date = article.date.map(|d| d.to_string()).unwrap_or_default();
    for part in [
        article.title.as_str(),
        &article.text,
        &date,
        &article.outlet,
        &article.url,
        &article.author,
        &article.language,
    ] {
        hash.update(part.as_bytes());
        hash.update(&[0x1f]);
    }
    hash.digest()
}

impl Encoder {
    /// An encoder without anything cached.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn article<'d>(
        &mut self,
        fields: &Fields,
        origin: Origin,
        entry: Entry<'_>,
        vocabulary: &mut Vocabulary,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) -> (TantivyDocument, u64) {
        let Entry {
            article,
            extraction,
            tokens,
        } = entry;
        let mut doc = TantivyDocument::default();
        self.words(&mut doc, fields, extraction.read_as(), tokens, vocabulary);
        self.findings(&mut doc, fields, extraction, id_of);
        doc.add_text(fields.outlet, &article.outlet);
        if !extraction.language.is_empty() {
            doc.add_text(fields.lang, &extraction.language);
        }
        if let Some(date) = article.date {
            doc.add_i64(fields.date, i64::from(date.days()));
        }
        let flags = Flags::article(article.date_flag, origin.run)
            .with_language_given(!article.language.is_empty())
            .with_undecoded(article.undecoded)
            .with_cut(extraction.cut);
        doc.add_u64(fields.flags, flags.bits());
        doc.add_u64(fields.id_hash, id_hash(&article.id));
        let content = content_hash(article);
        doc.add_u64(fields.content_hash, content);
        doc.add_u64(fields.serial, origin.serial());
        doc.add_u64(fields.input, origin.input);
        let paragraphs = extraction.sentences.last().map_or(0, |s| s.paragraph + 1);
        doc.add_u64(
            fields.extent,
            extraction.sentences.len() as u64 | u64::from(paragraphs) << 32,
        );
        if extraction.repeated > 0 {
            doc.add_u64(fields.repeated, u64::from(extraction.repeated));
        }
        if let Some(completeness) = article.completeness {
            doc.add_u64(fields.completeness, u64::from(completeness));
        }
        if let Some(fingerprint) = &extraction.fingerprint {
            for word in fingerprint.sketch {
                doc.add_u64(fields.signature, word);
            }
            doc.add_u64(fields.signature, u64::from(fingerprint.words));
            doc.add_u64(fields.text_hash, fingerprint.text);
        }
        if let Some(hash) = url_hash(&article.url) {
            doc.add_u64(fields.url_hash, hash);
        }
        doc.add_text(fields.stored_id, &article.id);
        for (field, value) in [
            (fields.stored_title, &article.title),
            (fields.stored_text, &article.text),
            (fields.stored_url, &article.url),
            (fields.stored_author, &article.author),
        ] {
            if !value.is_empty() {
                doc.add_text(field, value);
            }
        }
        (doc, content)
    }

    fn words(
        &mut self,
        doc: &mut TantivyDocument,
        fields: &Fields,
        language: &str,
        tokens: &Tokens,
        vocabulary: &mut Vocabulary,
    ) {
        if !self.stems.contains_key(language) {
            self.stems.insert(language.to_owned(), Stems::new(language));
        }
        let Some(stems) = self.stems.get_mut(language) else {
            return;
        };
        for (part, field) in [(Field::Title, fields.title), (Field::Text, fields.text)] {
            self.terms.clear();
            for sentence in tokens.sentences.iter().filter(|s| s.field == part) {
                for token in tokens.of(sentence) {
                    if let Some(term) = stems.term(vocabulary, token.word) {
                        self.terms.push_str(term);
                        self.terms.push(END);
                    }
                }
            }
            if !self.terms.is_empty() {
                doc.add_text(field, &self.terms);
            }
        }
    }

    fn findings<'d>(
        &mut self,
        doc: &mut TantivyDocument,
        fields: &Fields,
        extraction: &Extraction,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) {
        self.actors(doc, fields, extraction, id_of);
        self.mentions(doc, fields, extraction);
        self.judgements(doc, fields, extraction);
        self.tones(doc, fields, extraction);
        for info in &extraction.discovered {
            doc.add_text(fields.discovered, persons::line(info));
        }
    }

    /// Numbers the actors within the article, in the order of their ids, and lists them.
    fn actors<'d>(
        &mut self,
        doc: &mut TantivyDocument,
        fields: &Fields,
        extraction: &Extraction,
        id_of: &dyn Fn(ActorKey) -> &'d str,
    ) {
        self.ids.clear();
        self.places.clear();
        for mention in listed(extraction) {
            if self.places.insert(mention.actor, 0).is_none() {
                let id = match mention.actor {
                    ActorKey::Discovered(i) => extraction.discovered[i as usize].id.as_str(),
                    key => id_of(key),
                };
                self.ids.push((id.to_owned(), mention.actor));
            }
        }
        self.ids.sort();
        let mut place = 0_u32;
        for i in 0..self.ids.len() {
            let (id, key) = &self.ids[i];
            let is_new = i == 0 || self.ids[i - 1].0 != *id;
            if is_new {
                if place >= LARGEST {
                    break;
                }
                doc.add_text(fields.actors, id);
                place += 1;
            }
            self.places.insert(*key, (place - 1) as u16);
        }
    }

    /// Adds the mentions, and for queries the ids of those who act.
    fn mentions(&self, doc: &mut TantivyDocument, fields: &Fields, extraction: &Extraction) {
        let mut acting: Vec<u16> = Vec::new();
        for mention in listed(extraction) {
            let (Some(sentence), Some(&actor)) = (
                extraction.sentences.get(mention.sentence as usize),
                self.places.get(&mention.actor),
            ) else {
                continue;
            };
            if mention.sentence > LARGEST || sentence.paragraph > LARGEST {
                continue;
            }
            if mention.reading == Reading::Actor {
                acting.push(actor);
            }
            let packed = PackedMention {
                actor,
                sentence: mention.sentence as u16,
                paragraph: sentence.paragraph as u16,
                reading: mention.reading,
                confidence: mention.confidence,
            };
            doc.add_u64(fields.mentions, packed.pack());
        }
        acting.sort_unstable();
        acting.dedup();
        let mut ids: Vec<&str> = self.ids.iter().map(|(id, _)| id.as_str()).collect();
        ids.dedup();
        for actor in acting {
            if let Some(id) = ids.get(usize::from(actor)) {
                doc.add_text(fields.actor, id);
            }
        }
    }

    fn judgements(&self, doc: &mut TantivyDocument, fields: &Fields, extraction: &Extraction) {
        for judgement in &extraction.judgements {
            if let (Some(&source), Some(&target), true) = (
                self.places.get(&judgement.source),
                self.places.get(&judgement.target),
                judgement.sentence <= LARGEST,
            ) {
                if source == target {
                    continue;
                }
                let packed = PackedJudgement {
                    source,
                    target,
                    sentence: judgement.sentence as u16,
                    score: judgement.score,
                    class: judgement.class,
                    carried: judgement.carried,
                };
                doc.add_u64(fields.judgements, packed.pack());
            }
        }
    }

    fn tones(&self, doc: &mut TantivyDocument, fields: &Fields, extraction: &Extraction) {
        for tone in &extraction.tones {
            if let (Some(&target), true) = (self.places.get(&tone.target), tone.sentence <= LARGEST)
            {
                let packed = PackedTone {
                    target,
                    sentence: tone.sentence as u16,
                    label: tone.label,
                    score: tone.score,
                };
                doc.add_u64(fields.tones, packed.pack());
            }
        }
    }
}

/// The mentions of actors that count: unlisted names do not.
fn listed(extraction: &Extraction) -> impl Iterator<Item = &Mention> {
    let mentions = extraction.mentions.iter();
    mentions.filter(|m| !matches!(m.actor, ActorKey::Unlisted(_)))
}

/// `failure`: reading broke off there, which may be otherwise next time.
pub(super) fn reject(
    fields: &Fields,
    origin: Origin,
    reject: &Reject,
    failure: bool,
) -> (TantivyDocument, u64) {
    let mut doc = TantivyDocument::default();
    let line = serde_json::json!([
        reject.input,
        reject.line,
        reject.offset,
        reject.reason,
        reject.excerpt
    ])
    .to_string();
    let what = match reject.kind() {
        _ if failure => Refusal::Failure,
        RejectKind::Shortfall => Refusal::Shortfall,
        _ => Refusal::Record,
    };
    doc.add_u64(fields.flags, Flags::reject(what, origin.run).bits());
    doc.add_u64(
        fields.id_hash,
        xxh3_64(format!("reject\u{1f}{line}").as_bytes()),
    );
    let content = xxh3_64(line.as_bytes());
    doc.add_u64(fields.content_hash, content);
    doc.add_u64(fields.serial, origin.serial());
    doc.add_u64(fields.input, origin.input);
    doc.add_text(fields.reject, line);
    (doc, content)
}
