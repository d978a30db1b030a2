//! Files within one input: those of a folder or of an archive, each read in its own format.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::block::{Position, Raw, Refusal, RejectKind, limit};
use crate::source::blocks::{self, Records};
use crate::source::container::bytes::{self, Meter, Opened};
use crate::source::format::{Opener, Opening, Refusing};
use crate::source::options::Options;

/// One file within an input.
pub(in crate::source) struct Member {
    /// Path below the input, with `/`.
    pub(in crate::source) name: String,
    pub(in crate::source) body: Result<Opened, Refusal>,
}

/// Hands out the files of a folder or an archive, in order.
pub(in crate::source) trait Members: Send {
    /// The next file, or `None` after the last.
    ///
    /// # Errors
    /// The archive broke: no further file can be found in it.
    fn next(&mut self) -> io::Result<Option<Member>>;

    /// Passes over files.
    ///
    /// # Errors
    /// As [`Members::next`].
    fn pass(&mut self, files: u64) -> io::Result<()> {
        for _ in 0..files {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// The files of a folder.
pub(in crate::source) struct Files {
    rest: std::vec::IntoIter<(String, PathBuf)>,
    meter: Meter,
    options: Arc<Options>,
}

impl Files {
    pub(in crate::source) fn new(
        files: &[(String, PathBuf)],
        meter: Meter,
        options: Arc<Options>,
    ) -> Self {
        Self {
            rest: Vec::from(files).into_iter(),
            meter,
            options,
        }
    }
}

impl Members for Files {
    fn next(&mut self) -> io::Result<Option<Member>> {
        let Some((name, path)) = self.rest.next() else {
            return Ok(None);
        };
        let body = bytes::open(&path, self.meter.clone(), &self.options)
            .map_err(|e| (RejectKind::Damaged, e.to_string()));
        Ok(Some(Member { name, body }))
    }

    fn pass(&mut self, files: u64) -> io::Result<()> {
        if let Some(last) = files.checked_sub(1) {
            self.rest.nth(usize::try_from(last).unwrap_or(usize::MAX));
        }
        Ok(())
    }
}

/// The records of all files of an input, one file after the other.
pub(in crate::source) struct Archive {
    members: Box<dyn Members>,
    options: Arc<Options>,
    depth: usize,
    meter: Meter,
    opener: Opener,
    current: Option<(Arc<str>, Box<dyn Records>)>,
    /// The current file gave its last record.
    over: bool,
    /// Files before the current one, and the records that it has given.
    before: u64,
    given: u64,
    begun: bool,
}

impl Archive {
    /// The records of `members`, which `opener` opens; `depth` counts the archives around their content.
    pub(in crate::source) fn new(
        members: Box<dyn Members>,
        options: Arc<Options>,
        depth: usize,
        meter: Meter,
        opener: Opener,
    ) -> Self {
        Self {
            members,
            options,
            depth,
            meter,
            opener,
            current: None,
            over: false,
            before: 0,
            given: 0,
            begun: false,
        }
    }

    /// Opens the next file; a refusal if it cannot be read, `None` after the last.
    fn advance(&mut self) -> io::Result<Option<Result<(), Raw>>> {
        self.current = None;
        self.over = false;
        self.before += u64::from(self.begun);
        self.given = 0;
        self.begun = false;
        let Some(member) = self.members.next()? else {
            return Ok(None);
        };
        self.begun = true;
        let name: Arc<str> = member.name.into();
        match member.body {
            Ok(opened) => {
                let records = (self.opener)(&name, opened, self.depth, &self.options);
                self.current = Some((name, records));
                Ok(Some(Ok(())))
            }
            Err((kind, reason)) => {
                let mut raw = Raw::refused(0, 0, (kind, reason));
                raw.member = name;
                Ok(Some(Err(raw)))
            }
        }
    }
}

impl Records for Archive {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        loop {
            if let Some((name, records)) = self.current.as_mut().filter(|_| !self.over) {
                let mut raw = match records.next() {
                    Ok(Some(raw)) => raw,
                    Ok(None) => {
                        self.over = true;
                        continue;
                    }
                    Err(error) if self.meter.is_broken() => return Err(error),
                    Err(error) => {
                        self.over = true;
                        Raw::refused(0, 0, blocks::refusal(&error))
                    }
                };
                raw.member = if raw.member.is_empty() {
                    Arc::clone(name)
                } else {
                    format!("{name}/{}", raw.member).into()
                };
                self.given += 1;
                return Ok(Some(raw));
            }
            match self.advance()? {
                None => return Ok(None),
                Some(Ok(())) => {}
                Some(Err(raw)) => {
                    self.given = 1;
                    return Ok(Some(raw));
                }
            }
        }
    }

    fn seek(&mut self, start: Position) -> io::Result<u64> {
        if start.records == 0 {
            return Ok(0);
        }
        self.members.pass(start.offset)?;
        self.before = start.offset;
        Ok(start.lines)
    }

    fn mark(&self) -> Option<(u64, u64)> {
        Some((self.before, self.given))
    }
}

/// The path of an archive's member as it may be used, or why it is refused.
pub(in crate::source) fn safe_path(name: &str) -> Result<String, Refusal> {
    let name = name.replace('\\', "/");
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with('/') || drive || name.split('/').any(|part| part == "..") {
        return Err(limit(format!("its path leads out of the archive: {name}")));
    }
    Ok(name
        .split('/')
        .filter(|p| !p.is_empty() && *p != ".")
        .collect::<Vec<_>>()
        .join("/"))
}

/// Whether a member is passed over as the hidden files of a folder are.
pub(in crate::source) fn is_hidden(name: &str) -> bool {
    name.split('/')
        .any(|p| (p.starts_with('.') && p != "." && p != "..") || p == "__MACOSX")
}

/// The records of an archive in a stream, unless it lies too deep within others.
pub(in crate::source) fn archive(
    opening: Opening<'_>,
    members: fn(&mut Opening<'_>) -> Box<dyn Members>,
) -> Box<dyn Records> {
    let mut opening = opening;
    if opening.depth >= opening.options.archive_depth {
        return Refusing::boxed(limit(format!(
            "archives nested more than {} deep (see --archive-depth)",
            opening.options.archive_depth
        )));
    }
    Box::new(Archive::new(
        members(&mut opening),
        Arc::new(opening.options.clone()),
        opening.depth + 1,
        opening.meter,
        opening.opener,
    ))
}
