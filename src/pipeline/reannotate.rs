//! Applying the current dictionary and model to the text that a store keeps.

use std::path::Path;

use crate::error::Error;
use crate::observe::Observer;
use crate::store::{Aside, Encoder, Entry, Holder, Lens, RecordOrigin, Store, StoreWriter};

use super::ingest::Ingest;
use super::walk::visit;

/// Makes the store in a folder, of this format or the one before, anew from its own text and puts it in the old one's place when it is
/// complete. Returns how many articles it holds.
///
/// A run that is broken off leaves the old store as it was; its unfinished copy beside it
/// (`STORE.new`) is dropped by the next run. Should it be broken off while the folders change places, whoever opens the store
/// next brings that to its end.
///
/// # Errors
/// The store cannot be read or written, another process is writing to it, or the folders cannot be moved.
pub fn reannotate(ingest: &Ingest, folder: &Path, observer: &dyn Observer) -> Result<u64, Error> {
    // What another process added meanwhile would be lost.
    let _held = Holder::of(folder)?;
    let old = Store::open_to_reannotate(folder)?;
    let aside = Aside::prepare(folder)?;
    let fresh = aside.folder().to_owned();
    let done = annotate(ingest, &old, &fresh, observer);
    drop(old);
    match done {
        Ok(articles) => {
            aside.put_in_place()?;
            Ok(articles)
        }
        Err(error) => {
            aside.drop_folder();
            Err(error)
        }
    }
}

/// Fills a new store with the articles and rejects of an old one. Returns how many articles they are.
fn annotate(
    ingest: &Ingest,
    old: &Store,
    fresh: &Path,
    observer: &dyn Observer,
) -> Result<u64, Error> {
    let writer = StoreWriter::open(fresh, &ingest.writer_options())?;
    let scan = old.scan(&Lens::default())?;
    let done = std::sync::atomic::AtomicU64::new(0);
    {
        let (writer, dictionary) = (&writer, &ingest.dictionary);
        let make = || (ingest.extractor(), Encoder::new());
        visit(
            &scan,
            ingest.threads,
            ("annotating", observer),
            make,
            |(extractor, encoder), view, fetch| {
                let mut article = fetch()?;
                if !view.language_given {
                    article.language.clear();
                }
                extractor.extract(&article);
                let (extraction, tokens, vocabulary) = extractor.parts();
                let entry = Entry {
                    article: &article,
                    extraction,
                    tokens,
                };
                let origin = RecordOrigin {
                    input: view.input,
                    record: view.serial,
                    run: Some(view.run),
                };
                writer.add(encoder, origin, entry, vocabulary, &|key| {
                    dictionary.id_of(key)
                })?;
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(())
            },
        )?;
    }
    for (reject, origin, failure) in old.rejects_of_inputs()? {
        writer.add_reject(origin, &reject, failure)?;
    }
    writer.finish_copy(old.state())?;
    Ok(done.into_inner())
}
