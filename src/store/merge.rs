//! Several stores as one, as if their inputs had been read into one store.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use hashbrown::HashSet;
use tantivy::directory::TerminatingWrite;
use tantivy::index::{IndexMeta, SegmentComponent, SegmentId};
use tantivy::{Directory, Index, IndexSettings, SegmentMeta, TantivyError};

use super::error::{guarded, reading, writing};
use super::files::{self, COMPONENTS, Files};
use super::identity::{Difference, TIER};
use super::{Aside, Balance, Former, Holder, InputState, State, StoreError, StoreWriter, schema};

/// What a merge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MergeReport {
    /// Documents removed because another store has one with the same id that stays.
    pub duplicates: u64,
    /// Articles among them that had another content than the one that stays.
    pub replaced: u64,
    /// What became of all records that were read into any of the stores.
    pub balance: Balance,
}

/// How the files of the stores come to the merged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Transfer {
    /// They are copied, after their checksums were compared.
    #[default]
    Copy,
    /// They are shared: as hard links, or as symbolic links where a store is on another file system. Nothing is read; checksums are
    /// compared when a file is first used, or by `demarche check`.
    Link,
}

struct Part {
    path: PathBuf,
    index: Index,
    state: State,
    _held: Holder,
}

/// Makes a store out of several: the articles and rejects of all of them, of those with the same id the one with the latest
/// date, then the larger content hash, as in one ingest of all inputs. The stores merged stay as they are; their order does
/// not matter. The new store appears when it is complete; what a broken-off merge leaves (`OUT.new`) is dropped by the next.
///
/// With [`Transfer::Link`] the stores must stay where they are if they are on another file system, and texts removed from the merged
/// store (`delete --purge`) stay in the stores that it was made from, and the other way round.
///
/// # Errors
/// There are fewer than two stores or one is named twice; one is being written to, unfinished, damaged, or made with another
/// dictionary or model; `out` is not empty; the system refuses to write.
pub fn merge(
    stores: &[PathBuf],
    out: &Path,
    transfer: Transfer,
) -> Result<MergeReport, StoreError> {
    let wrong = |path: &Path, detail: &str| StoreError::Merge {
        path: path.to_owned(),
        detail: detail.to_owned(),
    };
    if stores.len() < 2 {
        return Err(wrong(out, "name at least two stores to merge"));
    }
    let used = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if used || out.is_file() {
        let detail = "this is not empty; give a new folder for the merged store with -o";
        return Err(wrong(out, detail));
    }
    let mut seen: HashSet<_> = HashSet::default();
    let mut parts: Vec<Part> = Vec::new();
    for path in stores {
        let place = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        if !seen.insert(place) {
            return Err(wrong(path, "this store is named twice; name each once"));
        }
        parts.push(open(path)?);
    }
    for part in &parts[1..] {
        let (first, other) = (&parts[0].state.identity, &part.state.identity);
        if let Some(Difference { what, reading, .. }) = other.difference(first) {
            let first = parts[0].path.display();
            let advice = if reading {
                "Such stores cannot be merged: ingest the articles again with the same".to_owned()
            } else if what == TIER {
                let store = part.path.display();
                let tier = parts[0].state.identity.tier();
                format!("Give it the same with: demarche reannotate --model {tier} --store {store}")
            } else {
                let store = part.path.display();
                format!("Give both the same with: demarche reannotate --store {store}")
            };
            let detail = format!("this store was made with another {what} than {first}. {advice}");
            return Err(wrong(&part.path, &detail));
        }
    }
    let aside = Aside::prepare(out)?;
    match build(&parts, aside.folder(), transfer) {
        Ok(report) => {
            aside.put_in_place()?;
            Ok(report)
        }
        Err(error) => {
            aside.drop_folder();
            Err(error)
        }
    }
}

fn open(path: &Path) -> Result<Part, StoreError> {
    let missing = || StoreError::Missing {
        path: path.to_owned(),
    };
    if !path.is_dir() {
        return Err(missing());
    }
    let held = Holder::of(path)?;
    let Some((index, Some(state))) = files::open(path)? else {
        return Err(missing());
    };
    if !state.finished {
        return Err(StoreError::Unfinished {
            path: path.to_owned(),
        });
    }
    Ok(Part {
        path: path.to_owned(),
        index,
        state,
        _held: held,
    })
}

fn build(parts: &[Part], folder: &Path, transfer: Transfer) -> Result<MergeReport, StoreError> {
    let failed = |e: TantivyError| writing(folder, &e);
    let settings = IndexSettings::default();
    let index =
        Index::create(Files::open(folder)?, schema::build().0, settings.clone()).map_err(failed)?;
    let mut segments = Vec::new();
    let mut opstamp = 0;
    for part in parts {
        let metas = part
            .index
            .load_metas()
            .map_err(|e| reading(&part.path, &e))?;
        opstamp = opstamp.max(metas.opstamp);
        for meta in &metas.segments {
            let taken = guarded(&part.path, || take(part, meta, (&index, folder), transfer))?;
            segments.push(taken);
        }
    }
    let (state, twice) = united(parts);
    let meta = IndexMeta {
        index_settings: settings,
        persisted_custom_extensions: Vec::new(),
        segments,
        schema: schema::build().0,
        opstamp: opstamp + 1,
        payload: Some(state.encode(folder)?),
    };
    let write = || -> std::io::Result<()> {
        let directory = index.directory();
        directory.sync_directory()?;
        directory.atomic_write(Path::new("meta.json"), &serde_json::to_vec_pretty(&meta)?)
    };
    write().map_err(|e| failed(e.into()))?;
    drop(meta);
    drop(index);
    let mut writer = StoreWriter::open_existing(folder)?;
    let ended = writer.settle_merged(twice)?;
    writer.close()?;
    Ok(MergeReport {
        duplicates: ended.duplicates,
        replaced: ended.replaced,
        balance: ended.balance,
    })
}

/// Copies or links the files of a segment under a new name.
fn take(
    part: &Part,
    meta: &SegmentMeta,
    (index, folder): (&Index, &Path),
    transfer: Transfer,
) -> Result<SegmentMeta, StoreError> {
    let mut fresh = index.new_segment_meta(SegmentId::generate_random(), meta.max_doc());
    let mut components = COMPONENTS.to_vec();
    if let Some(opstamp) = meta.delete_opstamp() {
        fresh = fresh.with_delete_meta(meta.num_deleted_docs(), opstamp);
        components.push(SegmentComponent::Delete);
    }
    for component in components {
        let from = meta.relative_path(component.clone());
        let to = fresh.relative_path(component);
        match transfer {
            Transfer::Copy => copy(part, &from, (index, folder), &to)?,
            Transfer::Link => link(part, &from, (index, folder), &to)?,
        }
    }
    Ok(fresh)
}

/// Copies a file, which must be sound.
fn copy(
    part: &Part,
    from: &Path,
    (index, folder): (&Index, &Path),
    to: &Path,
) -> Result<(), StoreError> {
    files::sound(&part.path, &part.index, from)?;
    let read = || {
        part.index
            .directory()
            .open_read(from)?
            .read_bytes()
            .map_err(TantivyError::from)
    };
    let bytes = read().map_err(|e| reading(&part.path, &e))?;
    let write = || -> Result<(), TantivyError> {
        let mut file = index.directory().open_write(to)?;
        file.write_all(&bytes)?;
        file.terminate()?;
        Ok(())
    };
    write().map_err(|e| writing(folder, &e))
}

/// Shares a file with the store that it belongs to.
fn link(
    part: &Part,
    from: &Path,
    (index, folder): (&Index, &Path),
    to: &Path,
) -> Result<(), StoreError> {
    // The index must know the file as its own, so that it is removed when nothing needs it; the link takes the place of an empty one.
    let place = || -> Result<(), TantivyError> {
        index.directory().open_write(to)?.terminate()?;
        Ok(())
    };
    place().map_err(|e| writing(folder, &e))?;
    let failed = |source| StoreError::Link {
        path: part.path.join(from),
        source,
    };
    let original = std::fs::canonicalize(part.path.join(from)).map_err(failed)?;
    let target = folder.join(to);
    let aside = files::partial(folder, to);
    std::fs::hard_link(&original, &aside)
        .or_else(|error| match error.kind() {
            ErrorKind::CrossesDevices => files::symlink(&original, &aside),
            _ => Err(error),
        })
        .and_then(|()| std::fs::rename(&aside, &target))
        .map_err(failed)
}

/// Articles and rejects of inputs that were read into two stores, and so count once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Twice {
    pub(super) articles: u64,
    pub(super) rejects: u64,
}

/// The state of all parts together, whatever their order.
fn united(parts: &[Part]) -> (State, Twice) {
    let mut state = State {
        format: super::FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        identity: parts[0].state.identity.clone(),
        ..State::default()
    };
    let mut former: Vec<Former> = Vec::new();
    let mut inputs: BTreeMap<(String, String), Vec<InputState>> = BTreeMap::new();
    for part in parts {
        let own = &part.state;
        state.run = state.run.max(own.run);
        state.session = state.session.max(own.session);
        state.latest_date = state.latest_date.max(own.latest_date.clone());
        state.totals.add(&own.totals);
        former.extend(own.former.iter().cloned());
        for input in &own.inputs {
            let key = (input.name.clone(), input.fingerprint.clone());
            inputs.entry(key).or_default().push(input.clone());
        }
    }
    former.sort();
    former.dedup();
    let superseded: HashSet<u64> = former.iter().map(|f| f.key).collect();
    let mut twice = Twice::default();
    for ((_, fingerprint), mut same) in inputs {
        // Farthest read first. Standard input is another thing each time.
        same.sort_by(|a, b| (b.done, b.records, b).cmp(&(a.done, a.records, a)));
        if !fingerprint.is_empty() {
            for again in same.drain(1..) {
                twice.articles += again.articles;
                twice.rejects += again.rejects;
            }
        }
        state.inputs.extend(
            same.into_iter()
                .filter(|input| !superseded.contains(&input.key())),
        );
    }
    state.former = former;
    (state, twice)
}
