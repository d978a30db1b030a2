//! Bytes of an input as UTF-8: decompressed by content, decoded where another encoding is detected.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::SourceError;

/// How many bytes the encoding is told from.
const SNIFF: usize = 1 << 16;

/// An opened input: a stream of UTF-8 and a count of the raw bytes taken from the file.
pub(super) struct Opened {
    pub(super) stream: Box<dyn Read + Send>,
    pub(super) consumed: Arc<AtomicU64>,
    /// The first decoded bytes, also still in the stream.
    pub(super) head: Vec<u8>,
}

struct Counted<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Opens a file, or standard input for `-`.
pub(super) fn open(path: &Path) -> Result<Opened, SourceError> {
    let fail = |source| SourceError::Open { path: path.to_owned(), source };
    let consumed = Arc::new(AtomicU64::new(0));
    let raw: Box<dyn Read + Send> = if path == Path::new("-") {
        Box::new(Counted { inner: io::stdin(), count: Arc::clone(&consumed) })
    } else {
        let file = File::open(path).map_err(fail)?;
        Box::new(Counted { inner: file, count: Arc::clone(&consumed) })
    };
    let (head, stream) = decoded(raw).map_err(fail)?;
    Ok(Opened { stream, consumed, head })
}

fn decoded(raw: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut raw = decompressed(raw)?;
    let head = read_up_to(&mut raw, SNIFF)?;
    let chained = Cursor::new(head.clone()).chain(raw);
    let encoding = detect(&head);
    let mut decoder = DecodeReaderBytesBuilder::new();
    decoder.bom_override(true).strip_bom(true);
    if let Some(encoding) = encoding {
        decoder.encoding(Some(encoding));
    } else if !starts_with_utf16_mark(&head) {
        // UTF-8: only a byte order mark has to go.
        let skip = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut chained = chained;
        io::copy(&mut (&mut chained).take(skip), &mut io::sink())?;
        let head = head[skip as usize..].to_vec();
        return Ok((head, Box::new(chained)));
    }
    let mut stream = decoder.build(chained);
    let head = read_up_to(&mut stream, SNIFF)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}

fn decompressed(mut raw: Box<dyn Read + Send>) -> io::Result<Box<dyn Read + Send>> {
    let head = read_up_to(&mut raw, 8)?;
    let chained = BufReader::with_capacity(1 << 16, Cursor::new(head.clone()).chain(raw));
    Ok(if head.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(chained))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Box::new(zstd::stream::read::Decoder::with_buffer(chained)?)
    } else {
        Box::new(chained)
    })
}

fn starts_with_utf16_mark(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

/// The encoding of the text when it is neither UTF-8 nor marked.
fn detect(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if starts_with_utf16_mark(head) {
        return None;
    }
    match std::str::from_utf8(head) {
        Ok(_) => None,
        // A character cut in two by the end of the sample is no fault.
        Err(e) if e.error_len().is_none() => None,
        Err(_) => {
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
            detector.feed(head, head.len() < SNIFF);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
            (encoding != encoding_rs::UTF_8).then_some(encoding)
        }
    }
}

pub(super) fn read_up_to(reader: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut buffer = Vec::new();
    reader.by_ref().take(most as u64).read_to_end(&mut buffer)?;
    Ok(buffer)
}
