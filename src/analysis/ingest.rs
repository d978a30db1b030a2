//! From files to a store.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::actors::Dictionary;
use crate::error::Error;
use crate::model::Date;
use crate::observe::Observer;
use crate::pipeline::{Explain, Ingest, available_threads};
use crate::source;
use crate::stance::{self, StanceModel, Tier};
use crate::store::Store;

/// Who is looked for and how attitudes are judged.
#[derive(Debug, Clone)]
pub struct ModelOptions {
    /// Dictionary files (CSV, or YAML as quanteda writes it) on top of the built-in dictionary; none by default.
    pub dictionary: Vec<PathBuf>,
    /// Whether the built-in dictionary is used; it is by default.
    pub builtin: bool,
    /// Which model judges attitudes; the fast one by default.
    pub tier: Tier,
    /// How attitudes are judged.
    pub stance: stance::Settings,
    /// Language (ISO 639-1) that articles are read as whose own is neither given nor told by their words; `en` by default.
    pub default_language: String,
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self {
            dictionary: Vec::new(),
            builtin: true,
            tier: Tier::default(),
            stance: stance::Settings::default(),
            default_language: "en".to_owned(),
        }
    }
}

impl ModelOptions {
    /// The built-in dictionary with these files on top.
    pub fn with_files(files: &[PathBuf]) -> Self {
        Self {
            dictionary: files.to_vec(),
            ..Self::default()
        }
    }

    /// The model of the tier.
    ///
    /// # Errors
    /// The deep tier is asked for in a build without it.
    pub fn judging(&self) -> Result<Arc<StanceModel>, Error> {
        Ok(Arc::new(StanceModel::of(self.tier)?))
    }

    /// What finds names again in articles that were judged in this way, and tells why scores are what they are.
    ///
    /// # Errors
    /// The deep tier is asked for in a build without it.
    pub fn explain(&self, dictionary: Arc<Dictionary>) -> Result<Explain, Error> {
        Ok(Explain {
            dictionary,
            model: self.judging()?,
            settings: self.stance,
            default_language: self.default_language.clone(),
        })
    }

    /// The dictionary, read and compiled.
    ///
    /// # Errors
    /// A file cannot be read, or a row of it cannot be used.
    pub fn dictionary(&self) -> Result<Arc<Dictionary>, Error> {
        let mut files = Vec::new();
        for path in &self.dictionary {
            let read = std::fs::File::open(path).and_then(read_bounded);
            let bytes = read.map_err(|source| Error::DictionaryFile {
                path: path.clone(),
                source,
            })?;
            files.push((path.display().to_string(), bytes));
        }
        Ok(Arc::new(Dictionary::with_files(self.builtin, &files)?))
    }
}

/// How articles are added to a store.
#[derive(Debug, Clone)]
pub struct IngestOptions {
    /// Who is looked for and how attitudes are judged.
    pub model: ModelOptions,
    /// How inputs are read. Dates after tomorrow are flagged as lying in the future by default.
    pub source: source::Options,
    /// Threads to use; as many as there are cores by default. No number depends on them.
    pub threads: usize,
    /// Memory for articles not yet on disk, in bytes; 300 MB by default.
    pub memory: usize,
    /// What was read is made durable after so many bytes of text …
    pub commit_bytes: u64,
    /// … or after this time; 512 MB and a minute by default.
    pub commit_after: Duration,
    /// Set from outside, it ends the ingest: what was read is committed, and the next run goes on from there.
    pub interrupted: Arc<AtomicBool>,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self {
            model: ModelOptions::default(),
            source: source::Options {
                // A day of grace: it may be tomorrow where the article was written.
                latest: Some(Date::from_days(today().days() + 1)),
                ..source::Options::default()
            },
            threads: available_threads(),
            memory: 300_000_000,
            commit_bytes: 512_000_000,
            commit_after: Duration::from_mins(1),
            interrupted: Arc::default(),
        }
    }
}

impl IngestOptions {
    /// The ingest that these options describe, with its dictionary and model loaded.
    ///
    /// # Errors
    /// The dictionary cannot be used, or the build lacks the tier.
    pub fn prepare(&self) -> Result<Ingest, Error> {
        let model = self.model.judging()?;
        let mut ingest = Ingest::new(self.model.dictionary()?, model);
        ingest.stance = self.model.stance;
        ingest
            .default_language
            .clone_from(&self.model.default_language);
        ingest.source = self.source.clone();
        ingest.threads = self.threads;
        ingest.memory = self.memory;
        ingest.commit_bytes = self.commit_bytes;
        ingest.commit_after = self.commit_after;
        ingest.interrupted = Arc::clone(&self.interrupted);
        Ok(ingest)
    }
}

/// Adds articles to the store in a folder, which is made if it is missing, and opens it. Inputs are files and folders, `-`
/// for standard input. Inputs that were read before are passed over; one that was broken off is read on from where it stopped.
///
/// For the counts of the run, use [`IngestOptions::prepare`] and [`Ingest::run`].
///
/// # Errors
/// An input is missing, the dictionary cannot be used, or the store cannot be written.
pub fn ingest<P: AsRef<Path>>(
    inputs: impl IntoIterator<Item = P>,
    store: impl AsRef<Path>,
    options: &IngestOptions,
    observer: &dyn Observer,
) -> Result<Store, Error> {
    let paths: Vec<PathBuf> = inputs
        .into_iter()
        .map(|path| path.as_ref().to_owned())
        .collect();
    let inputs = source::discover(&paths)?;
    options.prepare()?.run(&inputs, store.as_ref(), observer)?;
    Ok(Store::open(store.as_ref())?)
}

/// The inputs of a store, by name, if none of them is among the files and folders given or lies in such a folder; else, and for a
/// store without inputs, none.
pub fn inputs_of_others(store: &Store, given: &[PathBuf]) -> Vec<String> {
    let names = store.state().inputs.iter().map(|input| input.name.clone());
    let names: Vec<String> = names.collect();
    let whole: Vec<PathBuf> = given.iter().flat_map(|path| path.canonicalize()).collect();
    let is_given = |name: &String| {
        let path = Path::new(name);
        let now = path.canonicalize();
        source::is_standard_input(name) && given.iter().any(|path| path == Path::new("-"))
            || given.iter().any(|given| path.starts_with(given))
            || now.is_ok_and(|now| whole.iter().any(|given| now.starts_with(given)))
    };
    if names.iter().any(is_given) {
        Vec::new()
    } else {
        names
    }
}

/// Bytes of a file that is read as a whole, such as a dictionary.
const MOST_WHOLE: u64 = 1 << 28;

/// Reads something as a whole that is small by its nature, such as a dictionary.
///
/// # Errors
/// It cannot be read, or has more than 256 MB: it may be a device that does not end.
pub fn read_bounded(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = source.take(MOST_WHOLE + 1).read_to_end(&mut bytes)?;
    if read as u64 > MOST_WHOLE {
        let most = MOST_WHOLE >> 20;
        let text = format!("it has more than {most} MB, which is the most that is read");
        return Err(io::Error::other(text));
    }
    Ok(bytes)
}

/// Today by the clock of the system (UTC).
pub fn today() -> Date {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs());
    Date::from_days(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX))
}
