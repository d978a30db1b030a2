//! The other half of an ingest: what a thread does with a block.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;

use crate::error::Error;
use crate::extract::Extractor;
use crate::model::{ActorKey, Article, DateFlag, Extraction, Reading};
use crate::source::{Input, Reject, RejectKind};
use crate::store::{Encoder, Entry, InputState, RecordOrigin, StoreWriter};

use super::counters::{Counters, Covered, Taken};
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
        let refuse = |origin, reject: &Reject, taken: &mut Taken| {
            counters.rejects.fetch_add(1, Ordering::Relaxed);
            taken.rejects += 1;
            writer
                .add_reject(origin, reject, false)
                .map_err(Error::from)
        };
        let mut result = Ok(());
        let mut taken = Taken::default();
        let mut covered = Covered::new();
        block.parse(&ingest.source, &mut |record, outcome| {
            if result.is_err() {
                return;
            }
            let stored = outcome.map(|article| {
                let stored = self.article(ingest, writer, origin(record), &article);
                let future = article.date_flag == DateFlag::Future;
                (stored, future, article.outlet)
            });
            let done = match stored {
                Ok((Ok(content), future, outlet)) => {
                    let found = self.extractor.parts().0;
                    let cut = found.cut;
                    covered_by(&mut covered, outlet, found);
                    for (count, more) in [(&counters.cut, cut), (&counters.future, future)] {
                        count.fetch_add(u64::from(more), Ordering::Relaxed);
                    }
                    counters.articles.fetch_add(1, Ordering::Relaxed);
                    taken.articles += 1;
                    Ok(content)
                }
                Ok((Err(Refused::Fault(fault)), ..)) => {
                    let reason = format!(
                        "a fault of this program: {fault}. Please report it with this article"
                    );
                    let reject = block.reject(record, RejectKind::Content, reason);
                    refuse(origin(record), &reject, &mut taken)
                }
                Ok((Err(Refused::Failed(error)), ..)) => Err(*error),
                Err(reject) => {
                    let damaged = reject.kind() == RejectKind::Damaged;
                    counters
                        .damaged
                        .fetch_add(u64::from(damaged), Ordering::Relaxed);
                    refuse(origin(record), &reject, &mut taken)
                }
            };
            match done {
                Ok(content) => taken.digest = taken.digest.wrapping_add(content),
                Err(error) => result = Err(error),
            }
        });
        counters.add(block.input, taken);
        counters.cover(covered);
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
            #[cfg(test)]
            (ingest.before_extract)(article);
            self.extractor.extract(article);
        }));
        if let Err(panic) = extracted {
            // The run goes on and the article is rejected. The extractor may be in any state, so it is made anew.
            *self = Self::new(ingest);
            return Err(Refused::Fault(message(&*panic)));
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

/// Counts an article and whether it has a mention read as an actor.
fn covered_by(covered: &mut Covered, outlet: String, found: &Extraction) {
    let acts = found
        .mentions
        .iter()
        .any(|m| m.reading == Reading::Actor && !matches!(m.actor, ActorKey::Unlisted(_)));
    let key = (outlet, found.language.clone());
    let counts = covered.entry(key).or_default();
    counts[0] += 1;
    counts[1] += u64::from(!acts);
}

/// The first line of what a panic says.
fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let first = text.and_then(|text| text.lines().next());
    first
        .unwrap_or("no reason given")
        .chars()
        .take(LONGEST)
        .collect()
}

/// Characters of the text of a panic that a reject shows.
const LONGEST: usize = 200;

/// Why an article is not in the store.
enum Refused {
    /// Extraction panicked with this text.
    Fault(String),
    /// The store cannot be written.
    Failed(Box<Error>),
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::actors::Dictionary;
    use crate::pipeline::Ingest;
    use crate::source::discover;
    use crate::stance::StanceModel;
    use crate::store::Store;

    #[test]
    fn a_panic_in_extraction_rejects_its_article_with_place_and_text() {
        let folder = tempfile::tempdir().unwrap();
        let lines: String = ["a", "b", "c"]
            .map(|id| format!("{{\"id\": \"{id}\", \"text\": \"China met Japan.\"}}\n"))
            .concat();
        let table = "id,text\nd,China met Japan.\nb,Russia met Japan.\n";
        let (json, csv) = (folder.path().join("x.jsonl"), folder.path().join("y.csv"));
        std::fs::write(&json, format!("\n{lines}")).unwrap();
        std::fs::write(&csv, table).unwrap();
        let inputs = discover(&[json.clone(), csv.clone()]).unwrap();
        let dictionary = Arc::new(Dictionary::builtin().unwrap());
        let mut ingest = Ingest::new(dictionary, Arc::new(StanceModel::builtin().unwrap()));
        ingest.threads = 1;
        ingest.before_extract =
            |article| assert!(article.id != "b", "planted: {}\nmore", article.id);
        let store = folder.path().join("store");
        let report = ingest.run(&inputs, &store, &()).unwrap();
        assert_eq!((report.articles, report.rejects), (3, 2));
        let mut rejects = Store::open(&store).unwrap().rejects().unwrap();
        rejects.sort();
        let found: Vec<_> = rejects
            .iter()
            .map(|r| (r.input.clone(), r.line, r.offset, r.excerpt.contains('b')))
            .collect();
        let first = 1 + lines.len() as u64 / 3;
        let second = table.find("b,").unwrap() as u64;
        let name = |path: &std::path::Path| path.display().to_string();
        assert_eq!(
            found,
            [(name(&json), 3, first, true), (name(&csv), 3, second, true)],
            "{rejects:?}"
        );
        for reject in &rejects {
            assert!(
                reject.reason.contains("planted: b. Please report"),
                "{reject:?}"
            );
        }
    }
}
