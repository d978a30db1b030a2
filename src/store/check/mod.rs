//! Looking a store over from end to end: files, state, totals, columns, and articles against their own text.

mod columns;
mod sample;

use std::collections::BTreeSet;
use std::path::Path;

use super::error::{guarded, panic_text};
use super::files::{self, COMPONENTS};
use super::{State, Store, StoreError, aside};

pub use sample::Sampled;

/// What was looked at and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// What was looked at: `files`, `state`, `totals`, …
    pub name: &'static str,
    /// How many things were looked at.
    pub checked: u64,
    /// What these things are, in the plural.
    pub unit: &'static str,
    /// How many things are wrong.
    pub faults: u64,
    /// What is wrong, the first few of them.
    pub examples: Vec<String>,
    /// What else there is to say: why it was left out, what is not of the store.
    pub notes: Vec<String>,
}

/// Files that only keep others out.
const LOCKS: [&str; 2] = [".tantivy-writer.lock", ".tantivy-meta.lock"];
/// Faults that are spelt out.
const EXAMPLES: usize = 10;

impl Check {
    /// A check that has not looked at anything yet.
    pub fn new(name: &'static str, unit: &'static str) -> Self {
        Self {
            name,
            unit,
            ..Self::default()
        }
    }

    /// Notes a fault.
    pub fn fault(&mut self, text: impl Into<String>) {
        self.faults += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(text.into());
        }
    }

    /// Adds what another part of the same check found.
    pub fn merge(&mut self, other: Self) {
        self.checked += other.checked;
        self.faults += other.faults;
        self.examples.extend(other.examples);
        self.examples.sort();
        self.examples.truncate(EXAMPLES);
        self.notes.extend(other.notes);
    }

    /// Does something that may meet damage; a failure or a panic is a fault.
    fn attempt(&mut self, work: impl FnOnce(&mut Self) -> Result<(), StoreError>) {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(self)));
        match done {
            Ok(Ok(())) => {}
            Ok(Err(StoreError::Damaged { detail, .. })) => self.fault(detail),
            Ok(Err(error)) => self.fault(error.to_string()),
            Err(panic) => self.fault(format!("reading failed ({})", panic_text(&*panic))),
        }
    }
}

/// What [`Store::examine`] found, and the store if it can be read at all.
#[derive(Debug)]
pub struct Examination {
    /// One for each kind of thing.
    pub checks: Vec<Check>,
    /// The store, if its files are sound.
    pub store: Option<Store>,
}

impl Store {
    /// Looks over the files of the store in a folder, its state, its totals, every value of its columns and the lists of the
    /// index that can be counted from them. Nothing is changed.
    ///
    /// # Errors
    /// There is no store, or one of another format.
    pub fn examine(path: &Path) -> Result<Examination, StoreError> {
        aside::settle(path)?;
        let mut state = Check::new("state", "commits");
        let (index, known) = match files::open(path) {
            Ok(Some((index, known))) => (index, known),
            Ok(None) => {
                return Err(StoreError::Missing {
                    path: path.to_owned(),
                });
            }
            Err(StoreError::Damaged { detail, .. }) => {
                state.fault(detail);
                return Ok(Examination {
                    checks: vec![state],
                    store: None,
                });
            }
            Err(error) => return Err(error),
        };
        let Some(known) = known else {
            // A run that was stopped before its first commit leaves nothing to check.
            state
                .notes
                .push("nothing was committed yet; run the ingest again".into());
            return Ok(Examination {
                checks: vec![state],
                store: None,
            });
        };
        examine_state(&known, &mut state);
        let mut whole = Check::new("files", "files");
        let mut refused = None;
        whole.attempt(|check| match examine_files(path, &index, check) {
            // The system's refusal says nothing of the files.
            Err(error @ (StoreError::Folder { .. } | StoreError::System { .. })) => {
                refused = Some(error);
                Ok(())
            }
            other => other,
        });
        if let Some(error) = refused {
            return Err(error);
        }
        drop(index);
        let store = (whole.faults == 0).then(|| guarded(path, || Self::open(path)));
        let mut checks = vec![state, whole];
        checks.extend(examine_content(store.as_ref()));
        Ok(Examination {
            checks,
            store: store.and_then(Result::ok),
        })
    }
}

/// Checks what the last commit says of the ingest and its inputs.
fn examine_state(known: &State, check: &mut Check) {
    check.checked = 1;
    if !known.finished {
        check
            .notes
            .push("the last ingest was interrupted; run it again to read the rest".into());
    }
    for input in known.inputs.iter().filter(|input| !input.holds()) {
        check.fault(format!(
            "{}: {} records were read and {} became articles or rejects",
            input.name,
            input.records + input.failures,
            input.articles + input.rejects
        ));
    }
}

/// Checks totals, articles and the lists of the index. Of damaged files, which are not opened, nothing is checked.
fn examine_content(store: Option<&Result<Store, StoreError>>) -> [Check; 3] {
    let mut totals = Check::new("totals", "records");
    let mut articles = Check::new("articles", "articles");
    let mut lists = Check::new("index", "terms");
    if let Some(Ok(store)) = store {
        totals.attempt(|check| {
            let balance = store.balance()?;
            check.checked = balance.totals.records();
            if balance.holds() {
                check.notes.push(balance.line(&|n| n.to_string()));
            } else {
                check.fault(balance.line(&|n| n.to_string()));
            }
            Ok(())
        });
        articles.attempt(|check| columns::examine(store, check));
        lists.attempt(|check| columns::examine_terms(store, check));
    } else {
        if let Some(Err(error)) = store {
            totals.fault(error.to_string());
        }
        for check in [&mut totals, &mut articles, &mut lists] {
            check.notes.push("left out: files are damaged".into());
        }
    }
    [totals, articles, lists]
}

fn examine_files(path: &Path, index: &tantivy::Index, check: &mut Check) -> Result<(), StoreError> {
    let metas = index.load_metas()?;
    let managed = index.directory().list_managed_files();
    let mut own: BTreeSet<String> = BTreeSet::new();
    for meta in &metas.segments {
        for file in files::of_segment(meta, &COMPONENTS) {
            check.checked += 1;
            own.insert(file.display().to_string());
            if let Err(error) = files::sound(path, index, &file) {
                match error {
                    StoreError::Damaged { detail, .. } => check.fault(detail),
                    other => return Err(other),
                }
            } else if !managed.contains(&file) {
                check.fault(format!(
                    "{}: the file is not in .managed.json, the list of files that the index looks after",
                    file.display()
                ));
            }
        }
    }
    let (mut left, mut foreign) = (Vec::new(), Vec::new());
    let entries = std::fs::read_dir(path).map_err(|source| StoreError::Folder {
        path: path.to_owned(),
        source,
    })?;
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let known = name == "meta.json"
            || name == ".managed.json"
            || LOCKS.contains(&name.as_str())
            || aside::MARKS.contains(&name.as_str());
        if known || own.contains(&name) {
            continue;
        }
        if managed.contains(Path::new(&name)) || files::is_partial(&name) {
            left.push(name);
        } else {
            foreign.push(name);
        }
    }
    foreign.sort();
    if !left.is_empty() {
        check.notes.push(format!(
            "{} files are left of an ingest that was broken off or is under way; the next one removes them",
            left.len()
        ));
    }
    if !foreign.is_empty() {
        let shown = foreign.iter().take(EXAMPLES).cloned().collect::<Vec<_>>();
        check.notes.push(format!(
            "not of this store, and harmless: {}{}",
            shown.join(", "),
            if foreign.len() > EXAMPLES {
                ", …"
            } else {
                ""
            }
        ));
    }
    Ok(())
}
