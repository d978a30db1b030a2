//! All formats: a stream's is told by its content, with the ending of its name as a hint.

use crate::source::archive::docx::{self, DOCX};
use crate::source::archive::mbox::{self, MBOX};
use crate::source::archive::ris::{self, RIS};
use crate::source::archive::rtf::{self, RTF};
use crate::source::block;
use crate::source::blocks::Records;
use crate::source::container::bytes::Opened;
use crate::source::container::tarball::{self, TAR};
use crate::source::container::zipped::ZIP;
use crate::source::format::{Format, Opening, Refusing};
use crate::source::meaning::encoding::{self, Charset};
use crate::source::options::Options;
use crate::source::page::html::PAGE;
use crate::source::page::markup::XML;
use crate::source::page::plain::TEXT;
use crate::source::page::sgml::SGML;
use crate::source::page::web::WEB;
use crate::source::paths::ending;
use crate::source::record::columns::COLUMNS;
use crate::source::record::dialect;
use crate::source::record::elements::DOCUMENT;
use crate::source::record::kinds;
use crate::source::record::lines::LINES;
use crate::source::record::ngrams::{self, NGRAMS};
use crate::source::record::table::TABLE;
use crate::source::stream::Stream;

/// Something that is not text.
static BINARY: Format = Format::of("unknown", |opening: Opening<'_>| {
    Refusing::boxed(block::content(kinds::advice(&opening.head)))
});

/// Text in an encoding that cannot be read.
static FOREIGN: Format = Format::of("text in a foreign encoding", |opening: Opening<'_>| {
    let label = encoding::unreadable(&opening.head).unwrap_or_default();
    Refusing::boxed(block::content(format!(
        "its encoding, {label}, cannot be read; turn it into UTF-8 with iconv first"
    )))
});

/// A stream whose format is known.
pub(in crate::source) struct Told {
    pub(in crate::source) format: &'static Format,
    /// Decoded to UTF-8 where the format is text that is read as a stream, else as it came.
    pub(in crate::source) stream: Stream,
    pub(in crate::source) head: Vec<u8>,
    pub(in crate::source) charset: Option<Charset>,
}

/// Tells the format of a decompressed stream.
pub(in crate::source) fn tell(name: &str, opened: Opened, options: &Options) -> Told {
    let Opened { stream, head, .. } = opened;
    if let Some(format) = binary(&head) {
        return Told {
            format,
            stream,
            head,
            charset: None,
        };
    }
    if kinds::is_known(&head) {
        return Told {
            format: &BINARY,
            stream,
            head,
            charset: None,
        };
    }
    let ending = ending(name);
    let declared_page = matches!(ending.as_str(), "html" | "htm" | "xhtml" | "shtml");
    if declared_page || is_page(&head) {
        // Pages are decoded where they are parsed: what they declare is inside.
        let format = if looks_binary(&head) && !encoding::is_wide(&head) {
            &BINARY
        } else {
            &PAGE
        };
        return Told {
            format,
            stream,
            head,
            charset: None,
        };
    }
    if encoding::unreadable(&head).is_some() {
        return Told {
            format: &FOREIGN,
            stream,
            head,
            charset: None,
        };
    }
    let (mut stream, head, charset) = encoding::decode(stream, &head);
    let format = if is_page(&head) {
        &PAGE
    } else {
        text_format(&ending, &head, options)
    };
    // Lines that end as on old Macintoshes.
    if [LINES.name, SGML.name].contains(&format.name)
        && head.contains(&b'\r')
        && !head.contains(&b'\n')
    {
        stream = Box::new(encoding::Returns(stream));
    }
    Told {
        format,
        stream,
        head,
        charset: Some(charset),
    }
}

fn binary(head: &[u8]) -> Option<&'static Format> {
    if head.starts_with(b"PAR1") {
        return Some(&COLUMNS);
    }
    if docx::is_docx(head) {
        return Some(&DOCX);
    }
    if rtf::is_rtf(head) {
        return Some(&RTF);
    }
    if mbox::is_mbox(head) {
        return Some(&MBOX);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(&ZIP);
    }
    if head.starts_with(b"WARC/") || head.starts_with(b"filedesc:") {
        return Some(&WEB);
    }
    tarball::is_tar(head).then_some(&TAR)
}

fn is_page(head: &[u8]) -> bool {
    let start = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    let lower = start[..start.len().min(1024)].to_ascii_lowercase();
    let declared = lower.starts_with(b"<?xml") && memchr::memmem::find(&lower, b"<html").is_some();
    declared || lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html")
}

/// Whether decoded text is none: control characters in plenty.
fn looks_binary(head: &[u8]) -> bool {
    odd(head) * 20 > head.len()
}

/// Control characters that texts do not hold.
fn odd(head: &[u8]) -> usize {
    let odd = |b: &&u8| matches!(**b, 0..=8 | 14..=26 | 28..=31);
    head.iter().filter(odd).count()
}

fn text_format(ending: &str, head: &[u8], options: &Options) -> &'static Format {
    let start = head.trim_ascii_start();
    let is_objects = is_object(first_line(start));
    if is_objects && ngrams::is_ngrams(first_line(start)) {
        return &NGRAMS;
    }
    if ris::is_ris(start) {
        return &RIS;
    }
    match ending {
        "jsonl" | "ndjson" | "csv" | "tsv" | "tab" if odd(head) * 4 > head.len() => {
            return &BINARY;
        }
        // Endings lie: a file of lines may hold one document over many lines, a table may be JSON.
        "jsonl" | "ndjson" if start.starts_with(b"[") => return &DOCUMENT,
        "jsonl" | "ndjson" if first_line(start).trim_ascii() == b"{" => return &DOCUMENT,
        "jsonl" | "ndjson" => return &LINES,
        "csv" | "tsv" | "tab" if is_objects => return &LINES,
        "csv" | "tsv" | "tab" if is_array(start) => return &DOCUMENT,
        "csv" | "tsv" | "tab" => return &TABLE,
        _ if looks_binary(head) && ending != "json" => return &BINARY,
        "txt" | "text" | "md" | "markdown" if is_objects => return &LINES,
        "txt" | "text" | "md" | "markdown" if is_table(head, options, 2) => return &TABLE,
        "txt" | "text" | "md" | "markdown" => return &TEXT,
        _ => {}
    }
    match start.first() {
        Some(b'[') => &DOCUMENT,
        Some(b'{') => {
            // One complete object on the first line: JSON Lines; else a document over many lines.
            let line = first_line(start);
            let cut_off = line.len() == start.len() && start.len() >= 1 << 15;
            let more = start[line.len()..].trim_ascii_start().starts_with(b"{");
            if ending == "json" && !(is_objects && more) {
                &DOCUMENT
            } else if is_objects || cut_off {
                &LINES
            } else {
                &DOCUMENT
            }
        }
        _ if ending == "json" => &DOCUMENT,
        Some(b'<') if memchr::memmem::find(head, b"<REUTERS").is_some() => &SGML,
        _ if matches!(ending, "sgm" | "sgml") => &SGML,
        Some(b'<') if is_xml(start) => &XML,
        _ if matches!(ending, "xml" | "rss" | "atom" | "rdf" | "nitf") => &XML,
        _ if is_table(head, options, 1) => &TABLE,
        _ => &TEXT,
    }
}

/// The text up to the first line end, of whatever kind.
fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'\n', b'\r', text).unwrap_or(text.len());
    &text[..end]
}

/// Whether a line is one whole JSON object.
fn is_object(line: &[u8]) -> bool {
    line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// Whether a text begins as a JSON array of objects does.
fn is_array(start: &[u8]) -> bool {
    let inside = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    inside
        .and_then(|rest| rest.strip_prefix(b"{"))
        .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

/// Whether a text without a telling ending is a table: its first line names a column of text or
/// headlines, and as many columns as `least` that are known.
fn is_table(head: &[u8], options: &Options, least: usize) -> bool {
    let declared = dialect::declared(head);
    let head = dialect::past_declaration(head);
    let mark = options
        .delimiter
        .or(declared)
        .unwrap_or_else(|| dialect::delimiter(head));
    let header: Vec<String> = first_line(head)
        .split(|&b| b == mark)
        .map(|c| {
            String::from_utf8_lossy(c)
                .trim()
                .trim_matches('"')
                .to_owned()
        })
        .collect();
    let known = header.iter().filter(|c| options.fields.role(c).is_some());
    header.len() > 1 && options.fields.knows(&header) && known.count() >= least
}

/// Whether text that begins with `<` is XML rather than a page without its usual head.
fn is_xml(start: &[u8]) -> bool {
    const ROOTS: [&[u8]; 10] = [
        b"<tei",
        b"<ppsarticle",
        b"<?xml",
        b"<rss",
        b"<feed",
        b"<rdf",
        b"<newsitem",
        b"<newsmessage",
        b"<nitf",
        b"<packageitem",
    ];
    let lower = start[..start.len().min(16)].to_ascii_lowercase();
    ROOTS.iter().any(|root| lower.starts_with(root))
}

/// The records of a decompressed stream of a file called `name`.
pub(in crate::source) fn records(
    name: &str,
    opened: Opened,
    depth: usize,
    options: &Options,
) -> Box<dyn Records> {
    let (meter, path) = (opened.meter.clone(), opened.path.clone());
    let told = tell(name, opened, options);
    (told.format.open)(Opening {
        stream: told.stream,
        head: told.head,
        path,
        meter,
        depth,
        options,
        opener: records,
    })
}
