//! From bytes to UTF-8: marks, declarations, patterns of zeros, and at last a statistical guess.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::source::meaning::legacy;
use crate::source::stream::{SNIFF, Stream, peek};

/// How the bytes of a text are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Charset {
    /// One that `encoding_rs` knows.
    Known(&'static Encoding),
    /// Four bytes a character, least significant first or last.
    Utf32 {
        /// Least significant byte first.
        little: bool,
    },
    /// IBM code page 855.
    Ibm855,
    /// ISO-2022-KR.
    Iso2022Kr,
}

impl Charset {
    pub(in crate::source) fn name(self) -> &'static str {
        match self {
            Self::Known(encoding) => encoding.name(),
            Self::Ibm855 => "IBM855",
            Self::Iso2022Kr => "ISO-2022-KR",
            Self::Utf32 { little: true } => "UTF-32LE",
            Self::Utf32 { little: false } => "UTF-32BE",
        }
    }
}

/// The encoding of a text from its beginning; `whole` when the beginning is all there is.
pub(in crate::source) fn detect(head: &[u8], whole: bool, declared: Option<&str>) -> Charset {
    if let Some(marked) = byte_order_mark(head).or_else(|| zeros(head)) {
        return marked;
    }
    if memchr::memmem::find(head, legacy::ISO_2022_KR).is_some() {
        return Charset::Iso2022Kr;
    }
    if is_mostly_utf8(head, whole) {
        // Seven-bit text may still hold the shifts of ISO-2022-JP.
        let shifted = head.is_ascii() && head.windows(3).any(|w| w == b"\x1b$B" || w == b"\x1b$@");
        return Charset::Known(if shifted {
            encoding_rs::ISO_2022_JP
        } else {
            UTF_8
        });
    }
    let label = declared.map(str::to_owned).or_else(|| declaration(head));
    if label.as_deref().is_some_and(is_ibm855) {
        return Charset::Ibm855;
    }
    if let Some(named) = label.and_then(|l| by_label(&l))
        && named != UTF_8
        && named != UTF_16LE
        && named != UTF_16BE
    {
        return Charset::Known(named);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, whole);
    Charset::Known(detector.guess(None, chardetng::Utf8Detection::Deny))
}

/// The encoding of a label, also of some that the web does not use.
fn by_label(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().to_ascii_lowercase();
    let label = match label.as_str() {
        "maccyrillic" | "mac-cyrillic" => "x-mac-cyrillic",
        "cp932" | "ms932" => "shift_jis",
        "cp949" | "uhc" | "ms949" => "euc-kr",
        "cp936" => "gbk",
        "cp950" => "big5",
        other => other,
    };
    Encoding::for_label(label.as_bytes())
}

fn is_ibm855(label: &str) -> bool {
    let label = label.trim().to_ascii_lowercase();
    matches!(label.as_str(), "ibm855" | "cp855" | "ibm-855" | "855")
}

/// The encoding that a text declares and that nobody here can read.
pub(in crate::source) fn unreadable(head: &[u8]) -> Option<String> {
    if byte_order_mark(head).is_some()
        || zeros(head).is_some()
        || is_mostly_utf8(head, head.len() < SNIFF)
    {
        return None;
    }
    declaration(head).filter(|label| by_label(label).is_none() && !is_ibm855(label))
}

fn byte_order_mark(head: &[u8]) -> Option<Charset> {
    Some(match head {
        [0xef, 0xbb, 0xbf, ..] => Charset::Known(UTF_8),
        [0xff, 0xfe, 0, 0, ..] => Charset::Utf32 { little: true },
        [0, 0, 0xfe, 0xff, ..] => Charset::Utf32 { little: false },
        [0xff, 0xfe, ..] => Charset::Known(UTF_16LE),
        [0xfe, 0xff, ..] => Charset::Known(UTF_16BE),
        _ => return None,
    })
}

/// Whether a text is written with two or four bytes a character.
pub(in crate::source) fn is_wide(head: &[u8]) -> bool {
    match byte_order_mark(head).or_else(|| zeros(head)) {
        Some(Charset::Known(encoding)) => encoding != UTF_8,
        Some(Charset::Utf32 { .. }) => true,
        _ => false,
    }
}

/// UTF-16 and UTF-32 without a mark: where their zero bytes stand.
fn zeros(head: &[u8]) -> Option<Charset> {
    let sample = &head[..head.len().min(4096) & !3];
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let mut at = [0_usize; 4];
    for (i, &byte) in sample.iter().enumerate() {
        at[i % 4] += usize::from(byte == 0);
    }
    let groups = sample.len() / 4;
    if at[3] == groups && at[2] * 10 >= groups * 9 && at[0] * 10 < groups {
        return Some(Charset::Utf32 { little: true });
    }
    if at[0] == groups && at[1] * 10 >= groups * 9 && at[3] * 10 < groups {
        return Some(Charset::Utf32 { little: false });
    }
    // A blank is the commonest character of most scripts: its two bytes tell the order where the
    // letters themselves have no zeros.
    let (even, odd) = (at[0] + at[2], at[1] + at[3]);
    let pairs = sample.len() / 2;
    let blanks = |pattern: [u8; 2]| {
        sample
            .chunks_exact(2)
            .filter(|pair| *pair == pattern)
            .count()
    };
    if odd > 4 * even && (odd * 4 >= pairs || blanks([b' ', 0]) * 25 >= pairs) {
        return Some(Charset::Known(UTF_16LE));
    }
    if even > 4 * odd && (even * 4 >= pairs || blanks([0, b' ']) * 25 >= pairs) {
        return Some(Charset::Known(UTF_16BE));
    }
    None
}

/// Whether a text is UTF-8, perhaps broken here and there. In the other encodings bytes seldom form
/// characters of UTF-8 by accident, in those of Chinese and Korean about one in five.
fn is_mostly_utf8(head: &[u8], whole: bool) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut left = head.len();
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        left -= chunk.valid().len() + chunk.invalid().len();
        // A character cut in two by the end of the sample is no fault.
        let cut = left == 0 && !whole && chunk.invalid().len() < 4;
        bad += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    bad == 0 || good >= 2 * bad
}

/// The encoding that an XML declaration or the head of a page names.
fn declaration(head: &[u8]) -> Option<String> {
    let start = &head[..head.len().min(2048)];
    let lower = start.to_ascii_lowercase();
    let find = |needle: &[u8]| memchr::memmem::find(&lower, needle).map(|i| i + needle.len());
    let at = if lower.trim_ascii_start().starts_with(b"<?xml") {
        find(b"encoding=")
    } else {
        find(b"<meta").and(find(b"charset="))
    }?;
    let value: Vec<u8> = lower[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    String::from_utf8(value).ok().filter(|v| !v.is_empty())
}

/// A stream of UTF-8, its first bytes, and the encoding found.
pub(in crate::source) fn decode(stream: Stream, head: &[u8]) -> (Stream, Vec<u8>, Charset) {
    let charset = detect(head, head.len() < SNIFF, None);
    let (head, stream) = match charset {
        Charset::Known(encoding) if encoding == UTF_8 => {
            // Nothing to decode: only a byte order mark has to go.
            let mark = if head.starts_with(b"\xef\xbb\xbf") {
                3
            } else {
                0
            };
            let mut stream = stream;
            // The mark is in memory: reading it cannot fail.
            let _ = io::copy(&mut stream.by_ref().take(mark), &mut io::sink());
            let head = head[mark as usize..].to_vec();
            // Seven bits say nothing yet of what follows them.
            if mark == 0 && head.len() >= SNIFF && head.is_ascii() {
                stream = Box::new(Undecided {
                    stream,
                    decided: false,
                });
            }
            return (stream, head, charset);
        }
        Charset::Known(encoding) => {
            let mut decoder = DecodeReaderBytesBuilder::new();
            decoder
                .encoding(Some(encoding))
                .bom_override(false)
                .strip_bom(true);
            peek(Box::new(decoder.build(stream)), SNIFF)
        }
        Charset::Ibm855 => peek(Box::new(legacy::Ibm855::new(stream)), SNIFF),
        Charset::Iso2022Kr => {
            let mut decoder = DecodeReaderBytesBuilder::new();
            decoder.encoding(Some(EUC_KR)).bom_override(false);
            let shifted = legacy::Shifted::new(without_announcement(stream, head));
            peek(Box::new(decoder.build(shifted)), SNIFF)
        }
        Charset::Utf32 { little } => peek(
            Box::new(Utf32 {
                inner: stream,
                little,
                ready: Cursor::default(),
            }),
            SNIFF,
        ),
    };
    (stream, head, charset)
}

/// A stream of ISO-2022-KR without what announces it at its beginning.
fn without_announcement(mut stream: Stream, head: &[u8]) -> Stream {
    let Some(at) = memchr::memmem::find(head, legacy::ISO_2022_KR) else {
        return stream;
    };
    let mut before = vec![0; at + legacy::ISO_2022_KR.len()];
    // The head is in memory: reading it cannot fail.
    let _ = stream.read_exact(&mut before);
    before.truncate(at);
    Box::new(Cursor::new(before).chain(stream))
}

/// A text that begins with seven-bit characters only: its encoding is told where the first others
/// come. A few stray bytes decide nothing; the records that hold them are flagged.
struct Undecided {
    stream: Stream,
    decided: bool,
}

/// Bytes beyond seven bits that tell an encoding.
const TELLING: usize = 30;

impl Read for Undecided {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(buffer)?;
        if self.decided {
            return Ok(n);
        }
        let Some(at) = buffer[..n].iter().position(|b| !b.is_ascii()) else {
            return Ok(n);
        };
        // What was read too far goes back in front.
        let stream = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        let rest = Cursor::new(buffer[at..n].to_vec()).chain(stream);
        let (ahead, rest) = peek(Box::new(rest), SNIFF);
        let telling = ahead.iter().filter(|b| !b.is_ascii()).count() >= TELLING;
        self.stream = match detect(&ahead, ahead.len() < SNIFF, None) {
            Charset::Known(encoding) if encoding != UTF_8 && telling => {
                let mut decoder = DecodeReaderBytesBuilder::new();
                decoder.encoding(Some(encoding)).bom_override(false);
                Box::new(decoder.build(rest))
            }
            _ => rest,
        };
        self.decided = true;
        if at > 0 {
            Ok(at)
        } else {
            self.stream.read(buffer)
        }
    }
}

/// Carriage returns as line feeds.
pub(in crate::source) struct Returns(pub(in crate::source) Stream);

impl Read for Returns {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        for b in &mut buffer[..n] {
            if *b == b'\r' {
                *b = b'\n';
            }
        }
        Ok(n)
    }
}

/// The text of a piece of a UTF-8 stream, and whether bytes in it are none: with no other characters
/// beyond seven bits around they are read as Windows-1252, else each stands as U+FFFD.
pub(in crate::source) fn lenient(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), false);
    }
    let has_others = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if has_others {
        (String::from_utf8_lossy(bytes), true)
    } else {
        (WINDOWS_1252.decode_without_bom_handling(bytes).0, true)
    }
}

/// The text of bytes that are wholly in memory.
pub(in crate::source) fn decode_all(bytes: &[u8], declared: Option<&str>) -> String {
    let sample = &bytes[..bytes.len().min(SNIFF)];
    match detect(sample, bytes.len() <= SNIFF, declared) {
        Charset::Known(encoding) => encoding.decode_with_bom_removal(bytes).0.into_owned(),
        Charset::Ibm855 => legacy::ibm855(bytes),
        Charset::Iso2022Kr => {
            let stream: Stream = Box::new(Cursor::new(bytes.to_vec()));
            let mut korean = Vec::new();
            // Memory: reading it cannot fail.
            let _ =
                legacy::Shifted::new(without_announcement(stream, bytes)).read_to_end(&mut korean);
            EUC_KR.decode_without_bom_handling(&korean).0.into_owned()
        }
        Charset::Utf32 { little } => bytes
            .chunks(4)
            .map(|unit| character(unit, little))
            .filter(|c| *c != '\u{feff}')
            .collect(),
    }
}

fn character(unit: &[u8], little: bool) -> char {
    let Ok(unit) = <[u8; 4]>::try_from(unit) else {
        return '\u{fffd}';
    };
    let code = if little {
        u32::from_le_bytes(unit)
    } else {
        u32::from_be_bytes(unit)
    };
    char::from_u32(code).unwrap_or('\u{fffd}')
}

struct Utf32 {
    inner: Stream,
    little: bool,
    ready: Cursor<Vec<u8>>,
}

impl Read for Utf32 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.ready.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let mut units = Vec::new();
            self.inner.by_ref().take(1 << 14).read_to_end(&mut units)?;
            if units.is_empty() {
                return Ok(0);
            }
            let text: String = units
                .chunks(4)
                .map(|unit| character(unit, self.little))
                .filter(|c| *c != '\u{feff}')
                .collect();
            self.ready = Cursor::new(text.into_bytes());
        }
    }
}
