//! The other half of an ingest: what a thread does with a block.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use crate::error::Error;
use crate::extract::Extractor;
use crate::model::{Article, DateFlag};
use crate::source::{Input, Reject};
use crate::store::{Encoder, Entry, InputState, RecordOrigin, StoreWriter};

use super::counters::{Counters, Taken};
use super::feed::Message;
use super::ingest::Ingest;

/// What one thread needs to turn blocks into documents.
pub(super) struct Worker {
    extractor: Extractor,
    encoder: Encoder,
}

impl Worker {
    pub(super) fn new(ingest: &Ingest) -> Self {
        Self {
            extractor: ingest.extractor(),
            encoder: Encoder::new(),
        }
    }

    pub(super) fn take(
        &mut self,
        ingest: &Ingest,
        writer: &StoreWriter,
        input: &Input,
        message: &Message,
        counters: &Counters,
    ) -> Result<(), Error> {
        let origin = |record| RecordOrigin {
            input: InputState::key_of(&input.name, &input.fingerprint),
            record,
            run: None,
        };
        let block = match message {
            Message::Complete(..) => return Ok(()),
            Message::Broken(_, at, error) => {
                counters.rejects.fetch_add(1, Ordering::Relaxed);
                let reject = Reject {
                    input: input.name.clone(),
                    line: at.lines,
                    offset: at.offset,
                    reason: error.to_string(),
                    excerpt: String::new(),
                };
                let digest = writer.add_reject(origin(u64::MAX), &reject, true)?;
                let taken = Taken {
                    digest,
                    articles: 0,
                    rejects: 1,
                };
                counters.add(message.input(), taken);
                return Ok(());
            }
            Message::Block(block) => block,
        };
        let mut result = Ok(());
        let mut taken = Taken::default();
        block.parse(&ingest.source, &mut |record, outcome| {
            if result.is_err() {
                return;
            }
            let outcome = match outcome {
                Ok(article) => {
                    let future = article.date_flag == DateFlag::Future;
                    counters
                        .future
                        .fetch_add(u64::from(future), Ordering::Relaxed);
                    let stored = self.article(ingest, writer, origin(record), &article);
                    let cut = stored.is_ok() && self.extractor.parts().0.cut;
                    counters.cut.fetch_add(u64::from(cut), Ordering::Relaxed);
                    stored
                }
                Err(reject) => Err(Refused::Reject(reject)),
            };
            let done = match outcome {
                Ok(content) => {
                    counters.articles.fetch_add(1, Ordering::Relaxed);
                    taken.articles += 1;
                    Ok(content)
                }
                Err(Refused::Reject(reject)) => {
                    counters.rejects.fetch_add(1, Ordering::Relaxed);
                    taken.rejects += 1;
                    writer
                        .add_reject(origin(record), &reject, false)
                        .map_err(Error::from)
                }
                Err(Refused::Failed(error)) => Err(*error),
            };
            match done {
                Ok(content) => taken.digest = taken.digest.wrapping_add(content),
                Err(error) => result = Err(error),
            }
        });
        counters.add(block.input, taken);
        counters.bytes.fetch_add(block.size(), Ordering::Relaxed);
        counters.consumed(block.input, block.consumed);
        result
    }

    fn article(
        &mut self,
        ingest: &Ingest,
        writer: &StoreWriter,
        origin: RecordOrigin,
        article: &Article,
    ) -> Result<u64, Refused> {
        let extracted = catch_unwind(AssertUnwindSafe(|| {
            self.extractor.extract(article);
        }));
        if extracted.is_err() {
            // A fault of ours must not take the run down, nor the article vanish.
            *self = Self::new(ingest);
            return Err(Refused::Reject(Reject {
                input: article.id.clone(),
                line: 0,
                offset: 0,
                reason: "a fault of this program: please report it with this article".into(),
                excerpt: article.title.chars().take(120).collect(),
            }));
        }
        let (extraction, tokens, vocabulary) = self.extractor.parts();
        let entry = Entry {
            article,
            extraction,
            tokens,
        };
        writer
            .add(&mut self.encoder, origin, entry, vocabulary, &|key| {
                ingest.dictionary.id_of(key)
            })
            .map_err(|e| Refused::Failed(Box::new(e.into())))
    }
}

enum Refused {
    Reject(Reject),
    Failed(Box<Error>),
}
