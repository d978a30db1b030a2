//! A store looked over from end to end.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::error::Error;
use crate::extract::Extractor;
use crate::observe::{Event, Observer, Unit};
use crate::store::{Check, Encoder, Entry, Sampled, Store};

use super::ingest::Ingest;

/// Looks over a store: files, state, totals, columns, the index ([`Store::examine`]), and for a sample of articles (all for
/// `None`), chosen by the hashes of their ids, whether columns and index hold what is found in the stored text now.
///
/// Findings are made again only if dictionary and model are those of the store; else the last check says that it was left out.
///
/// # Errors
/// There is no store or one of another format; threads cannot be started. Whatever is wrong with the store is no error.
pub fn check(
    ingest: &Ingest,
    path: &Path,
    sample: Option<usize>,
    observer: &dyn Observer,
) -> Result<Vec<Check>, Error> {
    observer.event(Event::Started {
        stage: "looking over files and columns",
        total: None,
        unit: Unit::Articles,
    });
    let examined = Store::examine(path);
    observer.event(Event::Finished);
    let mut examined = examined?;
    let mut findings = Check::new("findings", "articles");
    match &examined.store {
        None if examined.checks.iter().all(|check| check.faults == 0) => return Ok(examined.checks),
        None => findings.notes.push("left out: files are damaged".into()),
        Some(store) => {
            let (stored, current) = (&store.state().identity, ingest.identity());
            if stored.annotates_like(&current) {
                again(ingest, store, sample, observer, &mut findings)?;
            } else {
                let what = if stored.dictionary == current.dictionary {
                    "model or its settings"
                } else {
                    "dictionary"
                };
                findings.notes.push(format!(
                    "left out: the store was made with another {what}; give the options that it was made with (--dictionary, --carry, --within, --default-language), or bring it up to date with: demarche reannotate --store {}",
                    path.display()
                ));
            }
        }
    }
    examined.checks.push(findings);
    Ok(examined.checks)
}

/// Makes the findings of sampled articles again.
fn again(
    ingest: &Ingest,
    store: &Store,
    sample: Option<usize>,
    observer: &dyn Observer,
    findings: &mut Check,
) -> Result<(), Error> {
    let sampled = match store.sample(sample) {
        Ok(sampled) => sampled,
        Err(error) => {
            findings.fault(error.to_string());
            return Ok(());
        }
    };
    observer.event(Event::Started {
        stage: "extracting again",
        total: Some(sampled.len() as u64),
        unit: Unit::Articles,
    });
    let done = AtomicU64::new(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(ingest.threads.max(1))
        .build()?;
    let part = |part: &[Sampled]| {
        let mut worker = (ingest.extractor(), Encoder::new());
        let mut check = Check::new("findings", "articles");
        for &one in part {
            check.checked += 1;
            compare(ingest, store, one, &mut worker, &mut check);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            observer.event(Event::Progress {
                done,
                articles: done,
                rejects: 0,
            });
        }
        check
    };
    let share = sampled.len().div_ceil(ingest.threads.max(1)).max(1);
    let parts: Vec<Check> = pool.install(|| sampled.par_chunks(share).map(part).collect());
    for part in parts {
        findings.merge(part);
    }
    observer.event(Event::Finished);
    Ok(())
}

fn compare(
    ingest: &Ingest,
    store: &Store,
    one: Sampled,
    (extractor, encoder): &mut (Extractor, Encoder),
    check: &mut Check,
) {
    let article = match store.sampled(one) {
        Ok(article) => article,
        Err(error) => return check.fault(error.to_string()),
    };
    extractor.extract(&article);
    let (extraction, tokens, vocabulary) = extractor.parts();
    let entry = Entry {
        article: &article,
        extraction,
        tokens,
    };
    match store.differences(one, encoder, entry, vocabulary, &|key| {
        ingest.dictionary.id_of(key)
    }) {
        Ok(differ) if differ.is_empty() => {}
        Ok(differ) => check.fault(format!(
            "article {}: its text now gives other values of: {}",
            article.id,
            differ.join(", ")
        )),
        Err(error) => check.fault(error.to_string()),
    }
}
