//! Zip archives: the directory at the end of the file tells the members; each is read in turn.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;

use zip::ZipArchive;

use super::Options;
use super::block::{Refusal, content, limit};
use super::bytes::{self, Meter, Stream};
use super::members::{Member, Members, is_hidden, safe_path};

/// A zip archive whose directory is read when its first member is asked for.
pub(super) struct Zip {
    source: Option<(Option<PathBuf>, Stream)>,
    archive: Option<(ZipArchive<BufReader<File>>, File)>,
    meter: Meter,
    next: usize,
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
    pub(super) fn new(
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
            options: options.clone(),
        }
    }

    fn open(&mut self) -> io::Result<()> {
        if let Some((path, stream)) = self.source.take() {
            let (file, meter) = bytes::seekable(path.as_deref(), stream, &self.meter)?;
            let archive = ZipArchive::new(BufReader::new(file.try_clone()?)).map_err(damaged)?;
            self.meter = meter;
            self.archive = Some((archive, file));
        }
        Ok(())
    }
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
                Err((super::RejectKind::Damaged, error.to_string())),
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
                super::RejectKind::Damaged,
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
                return Ok(Err(content(format!(
                    "packed by method {other}, which is not supported"
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
            if self.next == 0 && archive.index_for_name("[Content_Types].xml").is_some() {
                self.next = archive.len();
                let what = "an office document (Excel, Word), no archive of articles; save it as CSV or text";
                return Ok(Some(Member {
                    name: String::new(),
                    body: Err(content(what)),
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
