//! Folders of plain text and Markdown: one file an article.
//!
//! A first line followed by a blank line is taken as the headline when it is short and has no full
//! stop. Date and outlet are not in such files; a path pattern can give them.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::Article;

use super::block::{Block, Position, Record, too_long};
use super::{Options, Reader, SourceError, bytes, fields};

const BLOCK: usize = 1 << 20;
/// A first line longer than this, in characters, is text and no headline.
const LONGEST_HEADLINE: usize = 200;

pub(super) struct Files {
    name: String,
    input: usize,
    files: Vec<(String, PathBuf)>,
    at: Position,
    consumed: u64,
    limit: usize,
}

impl Files {
    pub(super) fn new(
        name: &str,
        input: usize,
        files: &[(String, PathBuf)],
        start: Position,
        limit: usize,
    ) -> Self {
        Self { name: name.to_owned(), input, files: files.to_vec(), at: start, consumed: 0, limit }
    }

    fn read(&mut self, path: &PathBuf) -> Result<String, String> {
        let mut opened = bytes::open(path).map_err(|e| e.to_string())?;
        let content = bytes::read_up_to(&mut opened.stream, self.limit + 1);
        self.consumed += opened.consumed.load(std::sync::atomic::Ordering::Relaxed);
        let content = content.map_err(|e| format!("cannot be read: {e}"))?;
        if content.len() > self.limit {
            return Err(too_long(content.len(), self.limit));
        }
        match String::from_utf8(content) {
            Ok(text) => Ok(text),
            Err(e) => Ok(String::from_utf8_lossy(e.as_bytes()).into_owned()),
        }
    }
}

impl Reader for Files {
    fn next_block(&mut self) -> Result<Option<Block>, SourceError> {
        let start = self.at;
        let mut records = Vec::new();
        let mut size = 0;
        while size < BLOCK {
            let Some((name, path)) = self.files.get(self.at.records as usize).cloned() else { break };
            let record = match self.read(&path) {
                Ok(text) => {
                    size += text.len();
                    Record::File { path: name, text }
                }
                Err(reason) => Record::Refused(format!("{name}: {reason}")),
            };
            self.at.records += 1;
            records.push((0, 0, record));
        }
        if records.is_empty() {
            return Ok(None);
        }
        Ok(Some(Block {
            input: self.input,
            name: self.name.clone(),
            header: Arc::default(),
            lines: Vec::new(),
            records,
            start,
            end: self.at,
            consumed: self.consumed,
        }))
    }
}

/// The article of a file: its id is the path below the folder.
pub(super) fn article(
    _folder: &str,
    path: &str,
    text: &str,
    options: &Options,
) -> Result<Article, String> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    let (title, body) = match text.split_once('\n') {
        Some((first, rest)) if is_headline(first, rest) => {
            (first.trim().trim_start_matches('#').trim(), rest.trim())
        }
        _ => ("", text),
    };
    fields::finish(
        Article {
            id: path.to_owned(),
            title: title.to_owned(),
            text: body.to_owned(),
            ..Article::default()
        },
        None,
        options,
    )
}

fn is_headline(first: &str, rest: &str) -> bool {
    let first = first.trim();
    let blank_follows = rest.lines().next().is_some_and(|l| l.trim().is_empty());
    first.starts_with('#')
        || (blank_follows
            && first.chars().count() <= LONGEST_HEADLINE
            && !first.ends_with(['.', ':', ';', ',']))
}
