//! Tar archives, as they come: POSIX ustar and pax, and the long names of GNU tar.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::block::{Refusal, limit};
use crate::source::container::bytes::{self, Meter};
use crate::source::container::members::{self, Member, Members, is_hidden, safe_path};
use crate::source::format::{Format, Opening};
use crate::source::options::Options;
use crate::source::stream::Stream;

/// Tar archives.
pub(in crate::source) static TAR: Format = Format::of("tar archive", |opening: Opening<'_>| {
    members::archive(opening, |opening| {
        let stream = std::mem::replace(&mut opening.stream, Box::new(io::empty()));
        Box::new(Tar::new(stream, &opening.meter, opening.options))
    })
});

const BLOCK: usize = 512;
/// Longest name or extended header that is read.
const LONGEST_HEADER: u64 = 1 << 20;

/// Whether the first bytes are those of a tar archive: the checksum of its first header is right.
pub(in crate::source) fn is_tar(head: &[u8]) -> bool {
    // Old archives have no mark: six digits that sum up the rest are one too.
    head.get(..BLOCK)
        .is_some_and(|h| h[0] != 0 && has_checksum(h))
}

fn has_checksum(header: &[u8]) -> bool {
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(i, &b)| {
            if (148..156).contains(&i) {
                32
            } else {
                u64::from(b)
            }
        })
        .sum();
    octal(&header[148..156]) == Some(sum)
}

/// A number as tar writes it: octal digits, or base 256 when the first bit is set.
fn octal(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        return field[1..]
            .iter()
            .try_fold(0_u64, |n, &b| n.checked_mul(256)?.checked_add(b.into()));
    }
    let digits = field.split(|&b| b == 0).next()?.trim_ascii();
    digits.iter().try_fold(0_u64, |n, &b| {
        matches!(b, b'0'..=b'7').then(|| n.checked_mul(8)?.checked_add(u64::from(b - b'0')))?
    })
}

struct Shared {
    stream: Stream,
    /// Bytes of the current member that have not been read.
    left: u64,
}

/// Reads the current member through the archive's stream.
struct Section(Arc<Mutex<Shared>>);

impl Read for Section {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most = usize::try_from(shared.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let n = shared.stream.read(&mut buffer[..most])?;
        if n == 0 {
            return Err(ended());
        }
        shared.left -= n as u64;
        Ok(n)
    }
}

fn ended() -> io::Error {
    io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "the archive ends within a file",
    )
}

/// A tar archive on its way through.
pub(in crate::source) struct Tar {
    shared: Arc<Mutex<Shared>>,
    padding: u64,
    over: bool,
    meter: Meter,
    options: Options,
}

impl Tar {
    /// The archive in a stream that `meter` counts.
    pub(in crate::source) fn new(stream: Stream, meter: &Meter, options: &Options) -> Self {
        let shared = Arc::new(Mutex::new(Shared { stream, left: 0 }));
        Self {
            shared,
            padding: 0,
            over: false,
            meter: meter.clone(),
            options: options.clone(),
        }
    }

    /// Reads past the rest of the current member and returns the next header.
    ///
    /// Blocks of zeros end an archive; one that was appended behind them is read too.
    fn header(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = shared.left + self.padding;
        shared.left = 0;
        self.padding = 0;
        if io::copy(&mut shared.stream.by_ref().take(rest), &mut io::sink())? < rest {
            return Err(ended());
        }
        let mut over = false;
        loop {
            let mut header = [0; BLOCK];
            let mut filled = 0;
            while filled < BLOCK {
                match shared.stream.read(&mut header[filled..])? {
                    // Behind the end mark anything may be cut short.
                    0 if filled == 0 || over => return Ok(None),
                    0 => return Err(ended()),
                    n => filled += n,
                }
            }
            if header.iter().any(|&b| b != 0) {
                return Ok(Some(header));
            }
            over = true;
        }
    }

    /// Reads past the blocks that follow the header of a sparse file and go on with its map.
    fn pass_sparse_map(&mut self, header: &[u8; BLOCK]) -> io::Result<()> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let mut more = header[482] != 0;
        while more {
            let mut block = [0; BLOCK];
            shared.stream.read_exact(&mut block).map_err(|_| ended())?;
            more = block[504] != 0;
        }
        Ok(())
    }

    /// The whole of the current member, which is a header of another one.
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > LONGEST_HEADER {
            return Err(bytes::beyond(format!(
                "a header of {size} bytes in the archive"
            )));
        }
        let mut content = Vec::new();
        Section(Arc::clone(&self.shared)).read_to_end(&mut content)?;
        Ok(content)
    }
}

/// Whether a member of that kind can be read, or why not.
fn readable(kind: u8, path: &Result<String, Refusal>) -> Result<(), Refusal> {
    path.as_ref().map_err(Clone::clone)?;
    match kind {
        b'0' | 0 | b'7' => Ok(()),
        b'1' | b'2' => Err(limit("a link; links in archives are not followed")),
        b'S' => Err(limit(
            "a sparse file, which is not supported; pack it without --sparse",
        )),
        _ => Err(limit("neither a file nor a folder")),
    }
}

impl Members for Tar {
    fn next(&mut self) -> io::Result<Option<Member>> {
        let (mut long_name, mut long_size) = (None, None);
        let mut sparse = false;
        while !self.over {
            let Some(header) = self.header()? else { break };
            if !has_checksum(&header) {
                self.over = true;
                let what =
                    "a header of the archive has a wrong checksum, or more follows the archive";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            let kind = header[156];
            let written = octal(&header[124..136]);
            let size = if matches!(kind, b'1'..=b'6') {
                0
            } else {
                long_size.or(written).unwrap_or(0)
            };
            self.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
            self.shared
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .left = size;
            match kind {
                b'L' => {
                    let name = self.extension(size)?;
                    long_name = Some(text(&name));
                    continue;
                }
                b'x' => {
                    let records = self.extension(size)?;
                    long_name = pax(&records, b"path").map(text).or(long_name);
                    long_size = pax(&records, b"size").and_then(|v| text(v).parse().ok());
                    sparse = memchr::memmem::find(&records, b" GNU.sparse.").is_some();
                    continue;
                }
                b'g' | b'K' | b'5' => {
                    if kind == b'5' {
                        (long_name, long_size, sparse) = (None, None, false);
                    }
                    continue;
                }
                _ => {}
            }
            if kind == b'S' {
                self.pass_sparse_map(&header)?;
            }
            let kind = if std::mem::take(&mut sparse) {
                b'S'
            } else {
                kind
            };
            let name = long_name.take().unwrap_or_else(|| short_name(&header));
            long_size = None;
            if is_hidden(&name) {
                continue;
            }
            let path = safe_path(&name);
            let body = readable(kind, &path).map(|()| {
                let meter = self.meter.within();
                bytes::unpack(
                    meter.watch(Section(Arc::clone(&self.shared))),
                    meter,
                    &self.options,
                )
            });
            return Ok(Some(Member {
                name: path.unwrap_or(name),
                body,
            }));
        }
        self.over = true;
        Ok(None)
    }
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

fn short_name(header: &[u8; BLOCK]) -> String {
    let (name, prefix) = (text(&header[..100]), text(&header[345..500]));
    if &header[257..263] == b"ustar\0" && !prefix.is_empty() {
        format!("{prefix}/{name}")
    } else {
        name
    }
}

/// The value of a pax record: lines of `LENGTH KEY=VALUE\n`.
fn pax<'a>(mut records: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    loop {
        let blank = records.iter().position(|&b| b == b' ')?;
        let length: usize = std::str::from_utf8(&records[..blank]).ok()?.parse().ok()?;
        let record = records.get(blank + 1..length.checked_sub(1)?)?;
        if let Some(value) = record.strip_prefix(key).and_then(|r| r.strip_prefix(b"=")) {
            return Some(value);
        }
        records = records.get(length..)?;
    }
}
