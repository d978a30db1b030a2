//! Applying the current dictionary and model to the text that a store keeps.

use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::extract::Extractor;
use crate::model::ActorKey;
use crate::observe::Observer;
use crate::store::{Encoder, Entry, Lens, Store, StoreWriter};

use super::ingest::Ingest;
use super::walk::visit;

/// Makes the store in a folder anew from its own text and puts it in the old one's place when it is
/// complete. Returns how many articles it holds.
///
/// A run that is broken off leaves the old store as it was; its unfinished copy beside it
/// (`STORE.new`) is dropped by the next run.
///
/// # Errors
/// The store cannot be read or written, or the folders cannot be moved.
pub fn reannotate(ingest: &Ingest, folder: &Path, observer: &dyn Observer) -> Result<u64, Error> {
    let old = Store::open(folder)?;
    // Without links, dots and a slash at the end, so that what is beside the folder is not in it.
    let folder = &std::fs::canonicalize(folder).map_err(|source| Error::Move {
        path: folder.to_owned(),
        source,
    })?;
    let beside = |ending: &str| {
        let mut name = folder.as_os_str().to_owned();
        name.push(ending);
        std::path::PathBuf::from(name)
    };
    let (fresh, aside) = (beside(".new"), beside(".old"));
    let moved = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Move { path, source }
    };
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh).map_err(moved(&fresh))?;
    }
    let mut writer = StoreWriter::open(&fresh, &ingest.writer_options())?;
    let scan = old.scan(&Lens::default())?;
    let done = std::sync::atomic::AtomicU64::new(0);
    {
        let (writer, dictionary) = (&writer, &ingest.dictionary);
        let make = || {
            let extractor = Extractor::new(
                Arc::clone(dictionary),
                Arc::clone(&ingest.model),
                ingest.stance,
            );
            (extractor, Encoder::new())
        };
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
                let id_of = |key: ActorKey| match key {
                    ActorKey::Known(index) => dictionary.actor(index).id.as_str(),
                    _ => "",
                };
                writer.add(encoder, 0, view.serial, entry, vocabulary, &id_of)?;
                done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(())
            },
        )?;
    }
    for (number, reject) in old.rejects()?.iter().enumerate() {
        writer.add_reject(1, number as u64, reject)?;
    }
    let state = writer.state_mut();
    state.run = old.state().run;
    state.inputs.clone_from(&old.state().inputs);
    writer.finish()?;
    drop(scan);
    drop(old);
    if aside.exists() {
        std::fs::remove_dir_all(&aside).map_err(moved(&aside))?;
    }
    std::fs::rename(folder, &aside).map_err(moved(folder))?;
    std::fs::rename(&fresh, folder).map_err(moved(&fresh))?;
    std::fs::remove_dir_all(&aside).map_err(moved(&aside))?;
    Ok(done.into_inner())
}
