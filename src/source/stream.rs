//! Streams of bytes, and a look at their beginning.

use std::io::{self, BufRead, Cursor, Read};

/// How many bytes format and encoding are told from.
pub(in crate::source) const SNIFF: usize = 1 << 16;

/// A stream of bytes, decompressed.
pub(in crate::source) type Stream = Box<dyn Read + Send>;

/// The first bytes of a stream, and the stream with them still in it. A failure after them stays in
/// the stream too.
pub(in crate::source) fn peek(mut stream: Stream, most: usize) -> (Vec<u8>, Stream) {
    let mut head = Vec::new();
    match stream.by_ref().take(most as u64).read_to_end(&mut head) {
        Ok(_) => (head.clone(), Box::new(Cursor::new(head).chain(stream))),
        Err(error) => (
            head.clone(),
            Box::new(Cursor::new(head).chain(Failing(Some(error))).chain(stream)),
        ),
    }
}

/// Fails once, then is at its end.
pub(in crate::source) struct Failing(pub(in crate::source) Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads a whole stream of at most `most` bytes; `None` when it is longer.
pub(in crate::source) fn read_whole(
    stream: &mut impl Read,
    most: usize,
) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    stream
        .by_ref()
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}

/// Reads a line and returns its length with its end; keeps one byte more than `limit` at most.
pub(in crate::source) fn read_line(
    stream: &mut impl BufRead,
    limit: usize,
    line: &mut Vec<u8>,
) -> (u64, Option<io::Error>) {
    let mut read = 0;
    loop {
        let buffer = match stream.fill_buf() {
            Ok(buffer) => buffer,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return (read, Some(e)),
        };
        if buffer.is_empty() {
            return (read, None);
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = &buffer[..end.unwrap_or(buffer.len())];
        line.extend_from_slice(&part[..part.len().min((limit + 1).saturating_sub(line.len()))]);
        let used = part.len() + usize::from(end.is_some());
        read += used as u64;
        stream.consume(used);
        if end.is_some() {
            return (read, None);
        }
    }
}
