//! Bytes of an input: opened, counted, decompressed by content, within limits.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::source::container::gzip::Gzip;
use crate::source::error::SourceError;
use crate::source::options::Options;
use crate::source::stream::{Failing, SNIFF, Stream, peek};

/// Layers of compression around one stream.
const LAYERS: usize = 3;
/// A stream that has given less than this is never taken for a bomb.
pub(in crate::source) const RATIO_FLOOR: u64 = 64 << 20;
/// An input whose streams have given less than this, all together, is never taken for a bomb.
const WHOLE_FLOOR: u64 = 128 << 20;

/// What was taken from the file itself, and whether the system failed to read it.
#[derive(Debug, Clone)]
pub(in crate::source) struct Meter {
    consumed: Arc<AtomicU64>,
    broken: Arc<AtomicBool>,
    whole: Arc<Whole>,
}

/// An input with all that is packed in it.
#[derive(Debug, Default)]
struct Whole {
    /// Bytes on disk; 0 when unknown.
    size: u64,
    /// Bytes taken from the input itself.
    taken: Arc<AtomicU64>,
    /// Bytes that all decompressors of the input gave, one within another included.
    given: AtomicU64,
}

impl Meter {
    /// The meter of an input of that size on disk; 0 when unknown.
    pub(in crate::source) fn of_input(size: u64) -> Self {
        let consumed: Arc<AtomicU64> = Arc::default();
        let whole = Whole {
            size,
            taken: Arc::clone(&consumed),
            given: AtomicU64::new(0),
        };
        Self {
            consumed,
            broken: Arc::default(),
            whole: Arc::new(whole),
        }
    }

    pub(in crate::source) fn consumed(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    pub(in crate::source) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// A meter of its own for a stream within this one's; failures of the system are noted in both.
    pub(in crate::source) fn nested(&self) -> Self {
        Self {
            consumed: Arc::default(),
            broken: Arc::clone(&self.broken),
            whole: Arc::clone(&self.whole),
        }
    }

    /// A meter of its own for a stream within this one's whose failures are those of its content.
    pub(in crate::source) fn within(&self) -> Self {
        Self {
            consumed: Arc::default(),
            broken: Arc::default(),
            whole: Arc::clone(&self.whole),
        }
    }

    /// Notes a failure of the system that did not come through a watched stream.
    pub(in crate::source) fn fail(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    /// A stream whose bytes and failures this meter notes.
    pub(in crate::source) fn watch(&self, inner: impl Read + Send + 'static) -> Stream {
        Box::new(Counted {
            inner,
            meter: self.clone(),
        })
    }
}

struct Counted<R> {
    inner: R,
    meter: Meter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.inner.read(buffer) {
            Ok(n) => {
                self.meter.consumed.fetch_add(n as u64, Ordering::Relaxed);
                Ok(n)
            }
            Err(e) => {
                if e.kind() != io::ErrorKind::Interrupted {
                    self.meter.broken.store(true, Ordering::Relaxed);
                }
                Err(e)
            }
        }
    }
}

/// A decompressed stream.
pub(in crate::source) struct Opened {
    pub(in crate::source) stream: Stream,
    /// The first bytes, also still in the stream.
    pub(in crate::source) head: Vec<u8>,
    /// The layers of compression taken off, outermost first: `gz`, `zst`, `bz2`, `xz`.
    pub(in crate::source) packing: Vec<&'static str>,
    pub(in crate::source) meter: Meter,
    /// The file itself, where it is one and not compressed: for formats that jump about in it.
    pub(in crate::source) path: Option<PathBuf>,
}

/// Opens a file, or standard input for `-`.
pub(in crate::source) fn open(
    path: &Path,
    meter: Meter,
    options: &Options,
) -> Result<Opened, SourceError> {
    let fail = |source| SourceError::Open {
        path: path.to_owned(),
        source,
    };
    let raw = if path == Path::new("-") {
        meter.watch(io::stdin())
    } else {
        meter.watch(File::open(path).map_err(fail)?)
    };
    let mut opened = unpack(raw, meter, options);
    if opened.packing.is_empty() && path != Path::new("-") {
        opened.path = Some(path.to_owned());
    }
    if opened.meter.is_broken() {
        let mut stream = opened.stream;
        let error = io::copy(&mut stream, &mut io::sink()).err();
        return Err(fail(
            error.unwrap_or_else(|| io::Error::other("cannot be read")),
        ));
    }
    Ok(opened)
}

/// Takes off the compression of a stream. A failure is met again when the stream is read.
pub(in crate::source) fn unpack(mut stream: Stream, meter: Meter, options: &Options) -> Opened {
    let mut packing = Vec::new();
    loop {
        let (head, rest) = peek(stream, SNIFF);
        let Some(name) = packing_of(&head) else {
            return Opened {
                stream: rest,
                head,
                packing,
                meter,
                path: None,
            };
        };
        stream = if packing.len() == LAYERS {
            let more = beyond(format!("compressed more than {LAYERS} times over"));
            return Opened {
                stream: Box::new(Failing(Some(more))),
                head: Vec::new(),
                packing,
                meter,
                path: None,
            };
        } else {
            match decoder(name, rest, options) {
                Ok(decoded) => guard(decoded, meter.clone(), options),
                Err(error) => Box::new(Failing(Some(error))),
            }
        };
        packing.push(name);
    }
}

/// The compression that the first bytes of a stream tell.
fn packing_of(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some("gz"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some("zst"),
        [
            b'B',
            b'Z',
            b'h',
            b'1'..=b'9',
            0x31,
            0x41,
            0x59,
            0x26,
            0x53,
            0x59,
            ..,
        ]
        | [
            b'B',
            b'Z',
            b'h',
            b'1'..=b'9',
            0x17,
            0x72,
            0x45,
            0x38,
            0x50,
            0x90,
            ..,
        ] => Some("bz2"),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some("xz"),
        _ => None,
    }
}

fn decoder(name: &str, stream: Stream, options: &Options) -> io::Result<Stream> {
    let buffered = BufReader::with_capacity(1 << 16, stream);
    Ok(match name {
        "gz" => Box::new(Gzip::new(buffered)),
        "zst" => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(buffered)?;
            let window = options.decoder_memory.max(1 << 10).ilog2().min(31);
            decoder.window_log_max(window)?;
            Box::new(decoder)
        }
        "bz2" => Box::new(bzip2::bufread::MultiBzDecoder::new(buffered)),
        _ => {
            let kilobytes = u32::try_from(options.decoder_memory >> 10).unwrap_or(u32::MAX);
            Box::new(lzma_rust2::XzReader::new_mem_limit(
                buffered, true, kilobytes,
            ))
        }
    })
}

/// A limit of the options that a stream has reached.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(in crate::source) struct Beyond(String);

pub(in crate::source) fn beyond(what: impl Into<String>) -> io::Error {
    io::Error::other(Beyond(what.into()))
}

/// Holds a decompressor to the limits; `meter` counts what it takes.
pub(in crate::source) fn guard(inner: Stream, meter: Meter, options: &Options) -> Stream {
    Box::new(Guarded {
        inner,
        given: 0,
        taken_before: meter.consumed(),
        meter,
        most: options.decompressed_limit,
        ratio: options.ratio_limit.max(1),
    })
}

/// A decompressed stream that is stopped when it gives too much.
struct Guarded {
    inner: Stream,
    given: u64,
    taken_before: u64,
    meter: Meter,
    most: u64,
    ratio: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.given += n as u64;
        if self.given > self.most {
            return Err(beyond(format!(
                "decompressed to more than {} bytes (see --decompressed-limit)",
                self.most
            )));
        }
        let taken = (self.meter.consumed() - self.taken_before).max(SNIFF as u64);
        if self.given > RATIO_FLOOR && self.given / self.ratio > taken {
            return Err(beyond(format!(
                "decompressed to more than {} times its size (see --ratio-limit)",
                self.ratio
            )));
        }
        // Many small streams make a bomb too.
        let whole = &self.meter.whole;
        let given = whole.given.fetch_add(n as u64, Ordering::Relaxed) + n as u64;
        let size = whole.taken.load(Ordering::Relaxed).max(whole.size);
        if given > WHOLE_FLOOR && given / self.ratio > size {
            return Err(beyond(format!(
                "the input as a whole decompressed to more than {} times its size (see --ratio-limit)",
                self.ratio
            )));
        }
        Ok(n)
    }
}

/// The content of a stream as a file to jump about in: the file itself, or a nameless copy of it
/// that goes away with its last handle. Also the meter for what is read from it.
pub(in crate::source) fn seekable(
    path: Option<&Path>,
    mut stream: Stream,
    meter: &Meter,
) -> io::Result<(File, Meter)> {
    if let Some(path) = path {
        return Ok((File::open(path)?, meter.clone()));
    }
    let mut file = tempfile::tempfile().inspect_err(|_| meter.fail())?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = match stream.read(&mut buffer) {
            Ok(0) => return Ok((file, meter.nested())),
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        file.write_all(&buffer[..n]).inspect_err(|_| meter.fail())?;
    }
}
