//! Zip archives: the directory at the end of the file tells the members; each is read in turn.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use zip::ZipArchive;

use crate::source::block::{Refusal, content, limit};
use crate::source::container::bytes::{self, Meter};
use crate::source::container::members::{self, Member, Members, is_hidden, safe_path};
use crate::source::format::{Format, Opening};
use crate::source::options::Options;
use crate::source::stream::Stream;

/// Zip archives.
pub(in crate::source) static ZIP: Format = Format::of("zip archive", |opening: Opening<'_>| {
    members::archive(opening, |opening| {
        let stream = std::mem::replace(&mut opening.stream, Box::new(io::empty()));
        Box::new(Zip::new(
            opening.path.take(),
            stream,
            &opening.meter,
            opening.options,
        ))
    })
});

/// A zip archive whose directory is read when its first member is asked for.
pub(in crate::source) struct Zip {
    source: Option<(Option<PathBuf>, Stream)>,
    archive: Option<(ZipArchive<BufReader<File>>, File)>,
    meter: Meter,
    next: usize,
    /// Where the bytes of the members handed out lie: first byte, byte behind the last.
    seen: BTreeMap<u64, u64>,
    options: Options,
}

/// Where a member's bytes are and how they are packed.
struct Place {
    start: u64,
    packed: u64,
    size: u64,
    method: u16,
    checksum: u32,
}

impl Zip {
    pub(in crate::source) fn new(
        path: Option<PathBuf>,
        stream: Stream,
        meter: &Meter,
        options: &Options,
    ) -> Self {
        Self {
            source: Some((path, stream)),
            archive: None,
            meter: meter.clone(),
            next: 0,
            seen: BTreeMap::new(),
            options: options.clone(),
        }
    }

    fn open(&mut self) -> io::Result<()> {
        if let Some((path, stream)) = self.source.take() {
            let (file, meter) = bytes::seekable(path.as_deref(), stream, &self.meter)?;
            let most = self.options.decoder_memory as u64 / 2;
            let directory = directory_size(&mut file.try_clone()?)?;
            if directory > most {
                return Err(bytes::beyond(format!(
                    "the archive's directory takes {directory} bytes, more than {most} (see --decoder-memory)"
                )));
            }
            let archive = ZipArchive::new(BufReader::new(file.try_clone()?)).map_err(damaged)?;
            self.meter = meter;
            self.archive = Some((archive, file));
        }
        Ok(())
    }
}

/// Bytes that the directory of an archive takes, by the larger of what its end says of its length and
/// of its entries; 0 where no end is found.
fn directory_size(file: &mut File) -> io::Result<u64> {
    const END: usize = 22;
    const LONGEST_COMMENT: u64 = 0xffff;
    let length = file.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub(LONGEST_COMMENT + END as u64 + 76);
    file.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    file.take(length - start).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let number = |at: usize, bytes: usize| {
        tail.get(at..at + bytes).map_or(0, |b| {
            b.iter().rev().fold(0_u64, |n, &b| n << 8 | u64::from(b))
        })
    };
    // The end of a large archive has a mark, and wider numbers, of its own.
    let large = memchr::memmem::find_iter(&tail, b"PK\x06\x06")
        .map(|at| number(at + 40, 8).max(number(at + 32, 8).saturating_mul(46)));
    let small = memchr::memmem::find_iter(&tail, b"PK\x05\x06")
        .map(|at| number(at + 12, 4))
        .filter(|size| *size != u64::from(u32::MAX));
    Ok(large.chain(small).max().unwrap_or(0).min(length))
}

fn damaged(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

/// Method and place of a member, or why it cannot be read; `None` for what is no file.
fn place(
    archive: &mut ZipArchive<BufReader<File>>,
    index: usize,
) -> Option<(String, Result<Place, Refusal>)> {
    let member = match archive.by_index_raw(index) {
        Ok(member) => member,
        Err(error) => {
            return Some((
                format!("member {}", index + 1),
                Err((crate::source::block::RejectKind::Damaged, error.to_string())),
            ));
        }
    };
    let name = member.name().map_or_else(
        |_| String::from_utf8_lossy(member.name_raw()).into_owned(),
        std::borrow::Cow::into_owned,
    );
    if member.is_dir() || is_hidden(&name) {
        return None;
    }
    let path = match safe_path(&name) {
        Ok(path) => path,
        Err(refusal) => return Some((name, Err(refusal))),
    };
    if member.is_symlink() {
        return Some((
            path,
            Err(limit("a link; links in archives are not followed")),
        ));
    }
    if member.encrypted() {
        return Some((
            path,
            Err(content("encrypted; unpack it with its password first")),
        ));
    }
    let Some(start) = member.data_start() else {
        return Some((
            path,
            Err((
                crate::source::block::RejectKind::Damaged,
                "its place in the archive is unknown".into(),
            )),
        ));
    };
    #[allow(deprecated)] // the number is what the format defines; the names depend on features
    let method = member.compression().to_u16();
    let place = Place {
        start,
        packed: member.compressed_size(),
        size: member.size(),
        method,
        checksum: member.crc32(),
    };
    Some((path, Ok(place)))
}

impl Zip {
    /// Notes where a member lies; false when it shares bytes with one before.
    fn is_apart(&mut self, place: &Place) -> bool {
        let (start, end) = (place.start, place.start.saturating_add(place.packed));
        let before = self.seen.range(..end).next_back();
        let apart = start == end || before.is_none_or(|(_, last)| *last <= start);
        if apart && start < end {
            self.seen.insert(start, end);
        }
        apart
    }

    fn stream(&self, file: &File, place: &Place) -> io::Result<Result<Stream, Refusal>> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(place.start))?;
        let packed = BufReader::new(self.meter.watch(file.take(place.packed)));
        let stream: Stream = match place.method {
            0 => Box::new(packed),
            8 => Box::new(flate2::bufread::DeflateDecoder::new(packed)),
            12 => Box::new(bzip2::bufread::BzDecoder::new(packed)),
            93 => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
            95 => {
                let kilobytes =
                    u32::try_from(self.options.decoder_memory >> 10).unwrap_or(u32::MAX);
                Box::new(lzma_rust2::XzReader::new_mem_limit(packed, true, kilobytes))
            }
            other => {
                let name = match other {
                    9 => " (Deflate64)",
                    14 => " (LZMA)",
                    98 => " (PPMd)",
                    99 => " (encrypted by AES)",
                    _ => "",
                };
                return Ok(Err(content(format!(
                    "packed by method {other}{name}, which is not supported; pack it anew by Deflate"
                ))));
            }
        };
        let guarded = bytes::guard(stream, self.meter.clone(), &self.options);
        Ok(Ok(Box::new(Checked {
            inner: guarded,
            sum: flate2::Crc::new(),
            given: 0,
            size: place.size,
            expected: place.checksum,
        })))
    }
}

impl Members for Zip {
    fn next(&mut self) -> io::Result<Option<Member>> {
        self.open()?;
        loop {
            let Some((archive, _)) = &mut self.archive else {
                return Ok(None);
            };
            // Looked for once: the directory may be long.
            let office = || {
                ["[Content_Types].xml", "mimetype"]
                    .iter()
                    .any(|mark| archive.index_for_name(mark).is_some())
            };
            if self.next == 0 && office() {
                self.next = archive.len() + 1;
                let what = "an office document (Excel, Word, LibreOffice) or e-book, no archive of articles; save it as CSV or text";
                return Ok(Some(Member {
                    name: String::new(),
                    body: Err(content(what)),
                }));
            }
            if self.next == archive.len() && archive.has_duplicate_names() {
                self.next += 1;
                let what = "several members have the same name; only one of them could be read";
                return Ok(Some(Member {
                    name: String::new(),
                    body: Err((crate::source::block::RejectKind::Damaged, what.into())),
                }));
            }
            if self.next >= archive.len() {
                return Ok(None);
            }
            self.next += 1;
            let Some((name, place)) = place(archive, self.next - 1) else {
                continue;
            };
            let body = match place {
                Err(refusal) => Err(refusal),
                Ok(place) if !self.is_apart(&place) => Err(limit(
                    "it shares its bytes with another member, as bombs do",
                )),
                Ok(place) => {
                    let Some((_, file)) = &self.archive else {
                        return Ok(None);
                    };
                    self.stream(file, &place)?
                }
            };
            let body = body.map(|stream| bytes::unpack(stream, self.meter.clone(), &self.options));
            return Ok(Some(Member { name, body }));
        }
    }
}

/// Compares length and checksum of a member with what the directory says.
struct Checked {
    inner: Stream,
    sum: flate2::Crc,
    given: u64,
    size: u64,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.sum.update(&buffer[..n]);
        self.given += n as u64;
        if n == 0
            && !buffer.is_empty()
            && (self.given != self.size || self.sum.sum() != self.expected)
        {
            self.size = self.given;
            self.expected = self.sum.sum();
            return Err(damaged(
                "length or checksum differ from the archive's directory",
            ));
        }
        Ok(n)
    }
}
