//! Finding inputs, telling their formats, opening them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use super::block::Position;
use super::elements::Elements;
use super::lines::Lines;
use super::plain::Files;
use super::table::{Table, delimiter};
use super::{Options, Reader, SourceError, bytes};

/// One thing to read: a file with many articles, or all text files of a folder.
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

/// What kind of thing an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// A file; its format is told when it is opened. `-` is standard input.
    File(PathBuf),
    /// Text files of a folder: path below the folder, and full path, sorted.
    TextFolder(Vec<(String, PathBuf)>),
}

const RECORD_ENDINGS: [&str; 6] = ["jsonl", "ndjson", "json", "csv", "tsv", "tab"];
const TEXT_ENDINGS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// All inputs named by the paths: files as they are, folders searched in order of their names.
///
/// Hidden files and files of unknown kind inside folders are passed over; a file that the user names
/// is always read.
///
/// # Errors
/// A path does not exist or may not be read, or a folder holds nothing readable.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Input>, SourceError> {
    let mut inputs = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            inputs.push(Input {
                name: "standard input".into(),
                kind: InputKind::File(path.clone()),
                size: 0,
                fingerprint: String::new(),
            });
            continue;
        }
        let meta = fs::metadata(path)
            .map_err(|source| SourceError::Open { path: path.clone(), source })?;
        if !meta.is_dir() {
            inputs.push(file_input(path)?);
            continue;
        }
        let mut files = Vec::new();
        walk(path, &mut files)?;
        files.sort();
        let (texts, records): (Vec<_>, Vec<_>) = files
            .into_iter()
            .filter(|f| is_one_of(f, &RECORD_ENDINGS) || is_one_of(f, &TEXT_ENDINGS))
            .partition(|f| is_one_of(f, &TEXT_ENDINGS));
        if texts.is_empty() && records.is_empty() {
            return Err(SourceError::Nothing { path: path.clone() });
        }
        for file in &records {
            inputs.push(file_input(file)?);
        }
        if !texts.is_empty() {
            inputs.push(folder_input(path, texts)?);
        }
    }
    Ok(inputs)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let fail = |source| SourceError::Open { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = entry.file_type().map_err(fail)?;
        if kind.is_dir() {
            walk(&entry.path(), files)?;
        } else if kind.is_file() || fs::metadata(entry.path()).is_ok_and(|m| m.is_file()) {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// The last ending of a path that names a format, without `.gz` and `.zst`.
fn ending(path: &Path) -> String {
    let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    name.rsplit_once('.').map(|(_, e)| e.to_owned()).unwrap_or_default()
}

fn is_one_of(path: &Path, endings: &[&str]) -> bool {
    endings.contains(&ending(path).as_str())
}

fn stamp(path: &Path) -> Result<(u64, u128), SourceError> {
    let meta = fs::metadata(path)
        .map_err(|source| SourceError::Open { path: path.to_owned(), source })?;
    let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    Ok((meta.len(), modified.map_or(0, |d| d.as_nanos())))
}

fn file_input(path: &Path) -> Result<Input, SourceError> {
    let (size, modified) = stamp(path)?;
    let name = path.to_string_lossy().into_owned();
    if is_one_of(path, &TEXT_ENDINGS) {
        let below = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut input = folder_input(path.parent().unwrap_or(path), vec![path.to_owned()])?;
        input.kind = InputKind::TextFolder(vec![(below, path.to_owned())]);
        return Ok(input);
    }
    Ok(Input {
        name,
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

pub(super) fn open(
    input: &Input,
    index: usize,
    start: Position,
    options: &Options,
) -> Result<Box<dyn Reader>, SourceError> {
    let limit = options.record_limit;
    let path = match &input.kind {
        InputKind::TextFolder(files) => {
            return Ok(Box::new(Files::new(&input.name, index, files, start, limit)));
        }
        InputKind::File(path) => path,
    };
    let opened = bytes::open(path)?;
    Ok(match format_of(path, &opened.head, options) {
        Format::Lines => Box::new(Lines::new(&input.name, index, opened, start, limit)?),
        Format::Document => Box::new(Elements::new(&input.name, index, opened, start, limit)),
        Format::Table => Box::new(Table::new(&input.name, index, opened, start, limit)?),
        Format::Text => {
            let below = path.file_name().map(|n| n.to_string_lossy().into_owned());
            let files = [(below.unwrap_or_default(), path.clone())];
            Box::new(Files::new(&input.name, index, &files, start, limit))
        }
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Lines,
    Document,
    Table,
    Text,
}

fn format_of(path: &Path, head: &[u8], options: &Options) -> Format {
    let ending = ending(path);
    match ending.as_str() {
        "csv" | "tsv" | "tab" => return Format::Table,
        "jsonl" | "ndjson" => return Format::Lines,
        _ => {}
    }
    match head.iter().find(|b| !b.is_ascii_whitespace()) {
        Some(b'[') => Format::Document,
        Some(b'{') => {
            // One complete object on the first line: JSON Lines; else a document over many lines.
            let head = head.trim_ascii_start();
            let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
            let complete = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
            let cut_off = line.len() == head.len() && head.len() >= 1 << 15;
            if complete || cut_off { Format::Lines } else { Format::Document }
        }
        _ if ending == "json" => Format::Document,
        _ => {
            let line = head.split(|&b| b == b'\n').next().unwrap_or(head);
            let mark = delimiter(head);
            let header: Vec<String> = line
                .split(|&b| b == mark)
                .map(|c| String::from_utf8_lossy(c).trim().trim_matches('"').to_owned())
                .collect();
            if header.len() > 1 && options.fields.knows(&header) { Format::Table } else { Format::Text }
        }
    }
}
