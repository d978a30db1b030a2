//! Finding inputs and opening them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use crate::source::block::Position;
use crate::source::block::Reader;
use crate::source::blocks::Blocks;
use crate::source::container::bytes::{self, Meter};
use crate::source::container::members::{Archive, Files};
use crate::source::error::SourceError;
use crate::source::format::{Alone, Opening};
use crate::source::formats;
use crate::source::options::Options;
use crate::source::own;
use crate::source::paths::ending;

/// One thing to read: a file with many articles, or the small files of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As messages and rejects show it.
    pub name: String,
    /// What is there.
    pub kind: InputKind,
    /// Bytes on disk; 0 for standard input.
    pub size: u64,
    /// Changes when a file is replaced, grows or (in a folder) comes or goes; hex digits. Empty for
    /// standard input, which is never taken for the same.
    pub fingerprint: String,
}

/// The name of standard input.
const STANDARD_INPUT: &str = "standard input";

/// Whether an input of that name is standard input.
pub fn is_standard_input(name: &str) -> bool {
    name == STANDARD_INPUT
}

/// What kind of thing an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// A file; its format is told when it is opened. `-` is standard input.
    File(PathBuf),
    /// Files of a folder that hold one article or few: path below the folder, and full path, sorted.
    TextFolder(Vec<(String, PathBuf)>),
}

/// Endings of files with many articles, each an input of its own.
const RECORD_ENDINGS: [&str; 17] = [
    "ris", "mbox", "jsonl", "ndjson", "csv", "tsv", "tab", "parquet", "warc", "arc", "zip", "tar",
    "sgm", "sgml", "tgz", "tbz2", "txz",
];
/// Endings of files that hold one article or many: small ones are read together.
const MIXED_ENDINGS: [&str; 13] = [
    "docx", "rtf", "tei", "json", "xml", "html", "htm", "xhtml", "shtml", "rss", "atom", "rdf",
    "nitf",
];
/// Endings of files that hold one article.
const TEXT_ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];
/// A mixed file up to this size is read together with others of its folder.
const SMALL: u64 = 1 << 20;
/// Files that tell of a folder and are no articles, by their names without ending.
const ABOUT: [&str; 7] = [
    "readme",
    "license",
    "licence",
    "copying",
    "changelog",
    "notice",
    "citation",
];

/// How a file found in a folder is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// As an input of its own.
    Alone,
    /// Together with others.
    Together,
    /// As one or the other, by its size.
    BySize,
    /// Not at all.
    Nowhere,
}

fn place(path: &Path) -> Place {
    let path = path.to_string_lossy();
    let ending = ending(&path);
    let is = |endings: &[&str]| endings.contains(&ending.as_str());
    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path);
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let text = is(&TEXT_ENDINGS);
    // Names without an ending, or with a number for one: the content tells.
    let bare = ending.bytes().all(|b| b.is_ascii_digit());
    if (text || bare) && ABOUT.contains(&stem.as_str()) {
        Place::Nowhere
    } else if text {
        Place::Together
    } else if is(&MIXED_ENDINGS) || bare {
        Place::BySize
    } else if is(&RECORD_ENDINGS) {
        Place::Alone
    } else {
        Place::Nowhere
    }
}

/// What folders that may not be read are counted under.
const CLOSED: &str = "folders without permission";

/// Files below the folders among the paths that [`discover`] passes over, counted by their endings: kinds that
/// are not read, and files that tell of the folder, such as `README.md` (all of these under `README`). Hidden
/// files are not counted, nor are stores and tables that this program wrote. Folders that may not be read are counted too.
///
/// # Errors
/// A folder may not be read.
pub fn passed_over(paths: &[PathBuf]) -> Result<BTreeMap<String, u64>, SourceError> {
    let mut counts = BTreeMap::new();
    for path in paths.iter().filter(|p| p.is_dir()) {
        let mut files = Vec::new();
        let closed = walk(path, &mut files, 0)?;
        if !closed.is_empty() {
            *counts.entry(CLOSED.to_owned()).or_default() += closed.len() as u64;
        }
        for file in files.iter().filter(|f| place(f) == Place::Nowhere) {
            let ending = ending(&file.to_string_lossy());
            let text = TEXT_ENDINGS.contains(&ending.as_str());
            let kind = if text || ending.is_empty() {
                "README".to_owned()
            } else {
                format!(".{ending}")
            };
            *counts.entry(kind).or_default() += 1;
        }
    }
    Ok(counts)
}

/// All inputs named by the paths: files as they are, folders searched in order of their names.
///
/// Hidden files, files of kinds that are not read and files such as `README.md` inside folders are passed
/// over ([`passed_over`] counts them); a file that the user names is always read.
///
/// # Errors
/// A path does not exist or may not be read, or a folder holds nothing readable.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Input>, SourceError> {
    let mut inputs = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            inputs.push(Input {
                name: STANDARD_INPUT.into(),
                kind: InputKind::File(path.clone()),
                size: 0,
                fingerprint: String::new(),
            });
            continue;
        }
        let meta = fs::metadata(path).map_err(|source| SourceError::Open {
            path: path.clone(),
            source,
        })?;
        if !meta.is_dir() {
            inputs.push(file_input(path)?);
            continue;
        }
        let mut files = Vec::new();
        walk(path, &mut files, 0)?;
        files.sort();
        let mut together = Vec::new();
        let before = inputs.len();
        for file in files {
            match place(&file) {
                Place::Together => together.push(file),
                Place::BySize if stamp(&file)?.0 <= SMALL => together.push(file),
                Place::Alone | Place::BySize => inputs.push(file_input(&file)?),
                Place::Nowhere => {}
            }
        }
        if !together.is_empty() {
            inputs.push(folder_input(path, together)?);
        }
        if inputs.len() == before {
            return Err(SourceError::Nothing { path: path.clone() });
        }
    }
    Ok(inputs)
}

/// Deepest folder below the one named: links that lead in circles end here.
const DEEPEST: usize = 64;

/// Files below a folder, without hidden ones, stores and tables that this program wrote; of folders within it that may
/// not be read the paths.
fn walk(
    folder: &Path,
    files: &mut Vec<PathBuf>,
    depth: usize,
) -> Result<Vec<PathBuf>, SourceError> {
    let fail = |source| SourceError::Open {
        path: folder.to_owned(),
        source,
    };
    let mut closed = Vec::new();
    if own::is_store(folder) {
        return Ok(closed);
    }
    let written = own::written(folder);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(fail)?;
        if kind.is_dir() {
            if depth < DEEPEST {
                match walk(&entry.path(), files, depth + 1) {
                    Ok(more) => closed.extend(more),
                    Err(_) => closed.push(entry.path()),
                }
            }
        } else if !written.contains(name.split('.').next().unwrap_or(&name))
            && (kind.is_file() || fs::metadata(entry.path()).is_ok_and(|m| m.is_file()))
        {
            files.push(entry.path());
        }
    }
    Ok(closed)
}

fn stamp(path: &Path) -> Result<(u64, u128), SourceError> {
    let meta = fs::metadata(path).map_err(|source| SourceError::Open {
        path: path.to_owned(),
        source,
    })?;
    let modified = meta
        .modified()
        .ok()
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    Ok((meta.len(), modified.map_or(0, |d| d.as_nanos())))
}

fn file_input(path: &Path) -> Result<Input, SourceError> {
    let (size, modified) = stamp(path)?;
    Ok(Input {
        name: path.to_string_lossy().into_owned(),
        kind: InputKind::File(path.to_owned()),
        size,
        fingerprint: format!("{size:x}-{modified:x}"),
    })
}

fn folder_input(folder: &Path, files: Vec<PathBuf>) -> Result<Input, SourceError> {
    let mut hash = Xxh3::new();
    let mut total = 0;
    let mut named = Vec::with_capacity(files.len());
    for path in files {
        let (size, modified) = stamp(&path)?;
        let below = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace(std::path::MAIN_SEPARATOR, "/");
        hash.update(below.as_bytes());
        hash.update(&size.to_le_bytes());
        hash.update(&modified.to_le_bytes());
        total += size;
        named.push((below, path));
    }
    Ok(Input {
        name: folder.to_string_lossy().into_owned(),
        kind: InputKind::TextFolder(named),
        size: total,
        fingerprint: format!("{:016x}", hash.digest()),
    })
}

/// Whether an input is no longer what it was when it was found: replaced, grown, cut off or gone. Standard input never is.
pub fn changed(input: &Input) -> bool {
    let now = match &input.kind {
        InputKind::File(_) if input.fingerprint.is_empty() => return false,
        // Its name does not lead back to it.
        InputKind::TextFolder(_) if input.name.contains(char::REPLACEMENT_CHARACTER) => {
            return false;
        }
        InputKind::File(path) => file_input(path),
        InputKind::TextFolder(files) => folder_input(
            Path::new(&input.name),
            files.iter().map(|(_, path)| path.clone()).collect(),
        ),
    };
    now.map_or(true, |now| now.fingerprint != input.fingerprint)
}

pub(in crate::source) fn open(
    input: &Input,
    index: usize,
    start: Position,
    options: &Options,
) -> Result<Box<dyn Reader>, SourceError> {
    let meter = Meter::of_input(input.size);
    let (records, meter) = match &input.kind {
        InputKind::TextFolder(files) => {
            let shared = Arc::new(options.clone());
            let members = Files::new(files, meter.clone(), Arc::clone(&shared));
            let archive = Archive::new(
                Box::new(members),
                shared,
                0,
                meter.clone(),
                formats::records,
            );
            (Box::new(archive) as Box<_>, meter)
        }
        InputKind::File(path) => {
            let opened = bytes::open(path, meter.clone(), options)?;
            let path = opened.path.clone();
            let told = formats::tell(&input.name, opened, options);
            if let Some(alone) = told.format.alone {
                return Ok(alone(Alone {
                    name: &input.name,
                    index,
                    stream: told.stream,
                    meter,
                    start,
                    limit: options.record_limit,
                }));
            }
            let opening = Opening {
                stream: told.stream,
                head: told.head,
                path,
                meter: meter.clone(),
                depth: 0,
                options,
                opener: formats::records,
            };
            ((told.format.open)(opening), meter)
        }
    };
    Ok(Box::new(Blocks::new(
        &input.name,
        index,
        records,
        meter,
        start,
    )))
}
