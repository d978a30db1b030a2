//! Encodings that `encoding_rs` does not know, because the web has given them up.

use std::io::{self, Cursor, Read};

use crate::source::stream::Stream;

/// The characters of the bytes from 128 on in IBM code page 855 (Cyrillic, DOS).
const IBM855: &str = concat!(
    "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪ",
    "аАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐",
    "└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀",
    "ЯрРсСтТуУжЖвВьЬ№\u{ad}ыЫзЗшШэЭщЩчЧ§■\u{a0}",
);

/// IBM code page 855 as UTF-8.
pub(in crate::source) struct Ibm855 {
    inner: Stream,
    ready: Cursor<Vec<u8>>,
}

impl Ibm855 {
    pub(in crate::source) fn new(inner: Stream) -> Self {
        Self {
            inner,
            ready: Cursor::default(),
        }
    }
}

impl Read for Ibm855 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.ready.read(buffer)?;
            if n > 0 || buffer.is_empty() {
                return Ok(n);
            }
            let mut bytes = vec![0; 1 << 14];
            let n = self.inner.read(&mut bytes)?;
            if n == 0 {
                return Ok(0);
            }
            self.ready = Cursor::new(ibm855(&bytes[..n]).into_bytes());
        }
    }
}

/// Bytes of IBM code page 855 as text.
pub(in crate::source) fn ibm855(bytes: &[u8]) -> String {
    let table: Vec<char> = IBM855.chars().collect();
    let character = |&b: &u8| {
        if b.is_ascii() {
            char::from(b)
        } else {
            table[usize::from(b - 128)]
        }
    };
    bytes.iter().map(character).collect()
}

/// ISO-2022-KR (RFC 1557) as EUC-KR: between the marks of shifting out and in stand the same bytes
/// with their eighth bit off.
pub(in crate::source) struct Shifted {
    inner: Stream,
    korean: bool,
}

/// What announces ISO-2022-KR at the beginning of a text.
pub(in crate::source) const ISO_2022_KR: &[u8] = b"\x1b$)C";

impl Shifted {
    pub(in crate::source) fn new(inner: Stream) -> Self {
        Self {
            inner,
            korean: false,
        }
    }
}

impl Read for Shifted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.inner.read(buffer)?;
            let mut kept = 0;
            for i in 0..n {
                match buffer[i] {
                    0x0e => self.korean = true,
                    0x0f => self.korean = false,
                    b => {
                        let shifted = self.korean && (0x21..=0x7e).contains(&b);
                        buffer[kept] = if shifted { b | 0x80 } else { b };
                        kept += 1;
                    }
                }
            }
            if kept > 0 || n == 0 {
                return Ok(kept);
            }
        }
    }
}
