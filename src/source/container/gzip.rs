//! Gzip of many members, as web archives are: a damaged member does not take the others with it.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use crate::source::stream::Stream;

/// Decompresses one member after the other. After a failure the next read goes on at the next member,
/// if there is one.
pub(in crate::source) struct Gzip {
    decoder: Option<GzDecoder<BufReader<Stream>>>,
    failed: bool,
}

impl Gzip {
    pub(in crate::source) fn new(stream: BufReader<Stream>) -> Self {
        Self {
            decoder: Some(GzDecoder::new(stream)),
            failed: false,
        }
    }

    /// Goes to the next member; past zeros that fill up, and after a failure past anything.
    fn advance(&mut self) -> io::Result<()> {
        let Some(decoder) = self.decoder.take() else {
            return Ok(());
        };
        let mut raw = decoder.into_inner();
        let failed = std::mem::take(&mut self.failed);
        loop {
            let buffer = raw.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let at = if failed {
                memchr::memchr(0x1f, buffer)
            } else {
                buffer.iter().position(|&b| b != 0)
            };
            let length = buffer.len();
            let Some(at) = at else {
                raw.consume(length);
                continue;
            };
            if buffer[at] != 0x1f {
                // Rubbish where a member should begin: told once, then passed over.
                self.decoder = Some(GzDecoder::new(raw));
                self.failed = true;
                let what = "more follows the compressed data that is not compressed";
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            raw.consume(at);
            if !failed || begins_member(&mut raw)? {
                self.decoder = Some(GzDecoder::new(raw));
                return Ok(());
            }
            raw.consume(1);
        }
    }
}

/// Whether the next three bytes are the beginning of a member.
fn begins_member(raw: &mut BufReader<Stream>) -> io::Result<bool> {
    let buffer = raw.fill_buf()?;
    if buffer.len() >= 3 {
        return Ok(buffer.starts_with(&[0x1f, 0x8b, 8]));
    }
    // Cut by the buffer's end: the first byte decides, the decoder tells the rest.
    Ok(true)
}

impl Read for Gzip {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.failed {
                self.advance()?;
            }
            let Some(decoder) = &mut self.decoder else {
                return Ok(0);
            };
            match decoder.read(buffer) {
                Ok(0) => self.advance()?,
                Ok(n) => return Ok(n),
                Err(error) => {
                    self.failed = error.kind() != io::ErrorKind::Interrupted;
                    return Err(error);
                }
            }
        }
    }
}
