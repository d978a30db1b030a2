//! Mail folders (mbox): a message an article.

use std::borrow::Cow;

use crate::source::archive::export::{Document, Export, Found};
use crate::source::archive::sheet::pair;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding::decode_all;
use crate::source::meaning::html_text;
use crate::source::record::pairs::Pairs;

/// Mail folders.
pub(in crate::source) static MBOX: Format =
    Format::of("mail folder (mbox)", |opening: Opening<'_>| {
        Box::new(Document::new(
            opening.stream,
            opening.options.record_limit,
            |bytes| Found::Export(read(&bytes)),
        ))
    });

/// Parts within parts that are looked into.
const DEEPEST: usize = 8;

/// Whether a file begins as a mail folder does: the line of an envelope, then a head.
pub(in crate::source) fn is_mbox(head: &[u8]) -> bool {
    const FIELDS: [&[u8]; 4] = [b"from:", b"date:", b"subject:", b"message-id:"];
    let Some(end) = memchr::memchr(b'\n', head).filter(|_| head.starts_with(b"From ")) else {
        return false;
    };
    let rest = head[end + 1..head.len().min(end + 8_000)].to_ascii_lowercase();
    let mut lines = rest.split(|&b| b == b'\n');
    let first = lines.clone().next().unwrap_or_default();
    let name = first.split(|&b| b == b':').next().unwrap_or_default();
    let is_field = name.len() < first.len()
        && !name.is_empty()
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    is_field && lines.any(|line| FIELDS.iter().any(|field| line.starts_with(field)))
}

fn read(bytes: &[u8]) -> Export {
    let mut starts = vec![0];
    starts.extend(
        memchr::memmem::find_iter(bytes, b"\nFrom ")
            .filter(|&at| is_mbox(&bytes[at + 1..]))
            .map(|at| at + 1),
    );
    let articles = starts
        .iter()
        .enumerate()
        .map(|(i, &from)| {
            let end = starts.get(i + 1).copied().unwrap_or(bytes.len());
            let message = &bytes[from..end];
            let head = memchr::memchr(b'\n', message).map_or(message.len(), |i| i + 1);
            article(&message[head..])
        })
        .collect();
    Export {
        archive: "mail folder",
        articles,
        stated: None,
    }
}

/// Names (in lower case) and values of a head, and the body behind it.
fn parts(message: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut head: Vec<(String, String)> = Vec::new();
    let mut rest = message;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]);
        rest = &rest[end + 1..];
        if line.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = head.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            head.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }
    (head, rest)
}

fn get<'h>(head: &'h [(String, String)], name: &str) -> &'h str {
    head.iter()
        .find(|(n, _)| n == name)
        .map_or("", |(_, value)| value.as_str())
}

/// A parameter of a value such as `text/plain; charset="utf-8"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn article(message: &[u8]) -> Result<Pairs, String> {
    let (head, body) = parts(message);
    let from = words(get(&head, "from"));
    let sender = from
        .split('<')
        .next()
        .unwrap_or("")
        .trim()
        .trim_matches('"');
    let text = text(&head, body, 0);
    let title = words(get(&head, "subject"));
    if text.trim().is_empty() && title.is_empty() {
        return Err("a message without subject and text".into());
    }
    Ok(vec![
        pair("id", get(&head, "message-id").trim_matches(['<', '>'])),
        pair("title", title),
        pair(
            "date",
            get(&head, "date").split('(').next().unwrap_or("").trim(),
        ),
        pair(
            "outlet",
            if sender.is_empty() {
                from.as_str()
            } else {
                sender
            },
        ),
        pair("author", sender),
        pair("language", get(&head, "content-language")),
        pair("text", text.replace("\r\n", "\n").trim()),
    ])
}

/// The text of a body: the plainest of several parts.
fn text(head: &[(String, String)], body: &[u8], depth: usize) -> String {
    let kind = get(head, "content-type");
    let media = kind.split(';').next().unwrap_or("").trim().to_lowercase();
    if media.starts_with("multipart/") && depth < DEEPEST {
        let Some(mark) = parameter(kind, "boundary").filter(|m| !m.is_empty()) else {
            return String::new();
        };
        let mark = format!("--{mark}");
        let marks: Vec<usize> = memchr::memmem::find_iter(body, mark.as_bytes()).collect();
        let texts = marks.windows(2).map(|pair| {
            let part = &body[pair[0] + mark.len()..pair[1]];
            let start = memchr::memchr(b'\n', part).map_or(part.len(), |i| i + 1);
            let (head, body) = parts(&part[start..]);
            text(&head, body, depth + 1)
        });
        return texts
            .into_iter()
            .find(|t| !t.trim().is_empty())
            .unwrap_or_default();
    }
    if !matches!(media.as_str(), "" | "text/plain" | "text/html") {
        return String::new();
    }
    let bytes = match get(head, "content-transfer-encoding")
        .to_lowercase()
        .as_str()
    {
        "quoted-printable" => Cow::Owned(quoted(body)),
        "base64" => Cow::Owned(base64(body)),
        _ => Cow::Borrowed(body),
    };
    let text = decode_all(&bytes, parameter(kind, "charset").as_deref());
    if media == "text/html" {
        html_text::plain(&text)
    } else {
        text
    }
}

/// Text in quoted-printable (RFC 2045) as bytes.
fn quoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let rest = &body[at..];
        if rest.starts_with(b"\r\n") {
            at += 2;
        } else if rest.starts_with(b"\n") {
            at += 1;
        } else if let Some(value) = rest
            .get(..2)
            .and_then(|d| std::str::from_utf8(d).ok())
            .and_then(|d| u8::from_str_radix(d, 16).ok())
        {
            out.push(value);
            at += 2;
        } else {
            out.push(byte);
        }
    }
    out
}

/// Text in base64 (RFC 4648) as bytes; other characters are passed over.
fn base64(body: &[u8]) -> Vec<u8> {
    let (mut out, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for &byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    out
}

/// A value of a head with its encoded words (RFC 2047) decoded.
fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, inside)) = rest.split_once("=?") {
        let mut parts = inside.splitn(4, '?');
        let (Some(charset), Some(kind), Some(text), Some(after)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            break;
        };
        let Some(after) = after.strip_prefix('=') else {
            break;
        };
        // Blanks between two encoded words are none of the text.
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        let bytes = if kind.eq_ignore_ascii_case("b") {
            base64(text.as_bytes())
        } else {
            quoted(text.replace('_', " ").as_bytes())
        };
        out.push_str(&decode_all(&bytes, Some(charset)));
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}
