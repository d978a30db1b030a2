//! HTTP responses as archives keep them: head, chunks, compression of the body.

use std::io::Read;

/// Layers of compression around one body.
const MOST_ENCODINGS: usize = 4;

/// A response taken apart.
#[derive(Debug)]
pub(in crate::source) struct Response {
    /// Status code; 0 when the first line has none.
    pub(in crate::source) status: u32,
    /// Media type in lower case, without parameters.
    pub(in crate::source) media: String,
    /// The character set that the head declares.
    pub(in crate::source) charset: Option<String>,
    /// `Location`, where the response leads elsewhere.
    pub(in crate::source) location: String,
    /// The body, unchunked and decompressed.
    pub(in crate::source) body: Vec<u8>,
}

/// Takes a response apart; a body of more than `most` bytes is an error, named.
pub(in crate::source) fn parse(bytes: &[u8], most: usize) -> Result<Response, String> {
    let (head, body) = split(bytes);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|l| l.split_whitespace().nth(1))
        .and_then(|s| s.parse().ok())
        .unwrap_or(0);
    let (mut encodings, mut chunked) = (Vec::new(), false);
    let mut response = Response {
        status,
        media: String::new(),
        charset: None,
        location: String::new(),
        body: Vec::new(),
    };
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => (response.media, response.charset) = media_type(value),
            "content-encoding" => {
                encodings = value
                    .split(',')
                    .map(|e| e.trim().to_ascii_lowercase())
                    .collect();
            }
            "transfer-encoding" => chunked = value.to_ascii_lowercase().contains("chunked"),
            "location" => value.clone_into(&mut response.location),
            _ => {}
        }
    }
    // Many archives keep the head of a body that they have already unchunked or decompressed.
    let unchunked = if chunked { unchunk(body) } else { None };
    let mut body = unchunked.unwrap_or_else(|| body.to_vec());
    if encodings.len() > MOST_ENCODINGS {
        return Err(format!(
            "a body packed {} times over, more than {MOST_ENCODINGS}",
            encodings.len()
        ));
    }
    for encoding in encodings.iter().rev() {
        body = decompress(encoding, body, most)?;
    }
    if body.len() > most {
        return Err(format!("a body of {} bytes", body.len()));
    }
    response.body = body;
    Ok(response)
}

/// Media type in lower case, and the character set behind it.
pub(in crate::source) fn media_type(value: &str) -> (String, Option<String>) {
    let lower = value.to_ascii_lowercase();
    let mut parts = lower.split(';');
    let media = parts.next().unwrap_or("").trim().to_owned();
    let charset = parts.find_map(|p| {
        p.trim()
            .strip_prefix("charset=")
            .map(|c| c.trim_matches(['"', '\'', ' ']).to_owned())
    });
    (media, charset.filter(|c| !c.is_empty()))
}

fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|i| (i, 4));
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|i| (i, 2));
    match [crlf, lf].into_iter().flatten().min() {
        Some((at, length)) => (&bytes[..at], &bytes[at + length..]),
        None => (bytes, &[]),
    }
}

/// The content of chunks; `None` when the body is not in chunks. A last chunk may be cut short.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut first = true;
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let line = body[..end]
            .split(|&b| b == b';')
            .next()
            .unwrap_or(b"")
            .trim_ascii();
        let size = std::str::from_utf8(line)
            .ok()
            .and_then(|l| usize::from_str_radix(l, 16).ok());
        let Some(size) = size else {
            // Rubbish instead of a size: before any chunk the body is as it stands, later it ends.
            return if first { None } else { Some(out) };
        };
        first = false;
        body = &body[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&body[..size.min(body.len())]);
        body = body.get(size..).unwrap_or(b"");
        body = body
            .strip_prefix(b"\r\n")
            .or_else(|| body.strip_prefix(b"\n"))
            .unwrap_or(body);
        if body.is_empty() {
            return Some(out);
        }
    }
}

/// A body without one layer of compression. One that is not compressed after all stays as it is;
/// one that breaks off gives what was readable.
fn decompress(encoding: &str, body: Vec<u8>, most: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let most_read = most as u64 + 1;
    let result = match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            flate2::read::MultiGzDecoder::new(body.as_slice())
                .take(most_read)
                .read_to_end(&mut out)
        }
        "deflate" => {
            // Both zlib and bare deflate go by this name.
            let zlib = flate2::read::ZlibDecoder::new(body.as_slice())
                .take(most_read)
                .read_to_end(&mut out);
            if zlib.is_err() && out.is_empty() {
                flate2::read::DeflateDecoder::new(body.as_slice())
                    .take(most_read)
                    .read_to_end(&mut out)
            } else {
                zlib
            }
        }
        "br" => brotli_decompressor::Decompressor::new(body.as_slice(), 4096)
            .take(most_read)
            .read_to_end(&mut out),
        "zstd" => match zstd::stream::read::Decoder::new(body.as_slice()) {
            Ok(decoder) => decoder.take(most_read).read_to_end(&mut out),
            Err(error) => Err(error),
        },
        _ => return Ok(body),
    };
    if out.len() > most {
        return Err(format!(
            "a body that decompresses to more than {most} bytes (see --record-limit)"
        ));
    }
    if result.is_err() && out.is_empty() {
        Ok(body)
    } else {
        Ok(out)
    }
}
