//! Telling the format of a stream by its content, with its ending as a hint; opening it.

use std::path::PathBuf;
use std::sync::Arc;

use super::blocks::Records;
use super::bytes::{Meter, Opened, Stream};
use super::encoding::{self, Charset};
use super::members::{Archive, Members};
use super::{
    Options, block, columns, elements, input, kinds, lines, markup, plain, sgml, table, tarball,
    warc, zipped,
};

/// What a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A JSON value a line.
    Lines,
    /// One JSON document, or several values one after the other.
    Document,
    /// CSV, TSV and their kin.
    Table,
    /// Parquet.
    Columns,
    /// Plain text or Markdown: one article.
    Text,
    /// An HTML page: one article.
    Page,
    /// A feed, `NewsML`, NITF or another XML document.
    Xml,
    /// Reuters SGML.
    Sgml,
    /// WARC or ARC.
    Web,
    /// A tar archive.
    Tar,
    /// A zip archive.
    Zip,
    /// Text in an encoding that cannot be read.
    Foreign,
    /// Something that is not text.
    Binary,
}

impl Format {
    /// As messages name it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lines => "JSON Lines",
            Self::Document => "JSON document",
            Self::Table => "table (CSV or the like)",
            Self::Columns => "Parquet",
            Self::Text => "plain text",
            Self::Page => "HTML page",
            Self::Xml => "XML (feed, NewsML or NITF)",
            Self::Sgml => "Reuters SGML",
            Self::Web => "web archive (WARC)",
            Self::Tar => "tar archive",
            Self::Zip => "zip archive",
            Self::Foreign => "text in a foreign encoding",
            Self::Binary => "unknown",
        }
    }
}

/// A stream whose format is known.
pub(super) struct Told {
    pub(super) format: Format,
    /// Decoded to UTF-8 where the format is text that is read as a stream, else as it came.
    pub(super) stream: Stream,
    pub(super) head: Vec<u8>,
    pub(super) charset: Option<Charset>,
}

/// Tells the format of a decompressed stream.
pub(super) fn tell(name: &str, opened: Opened, options: &Options) -> Told {
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
            format: Format::Binary,
            stream,
            head,
            charset: None,
        };
    }
    let ending = input::ending(name);
    let declared_page = matches!(ending.as_str(), "html" | "htm" | "xhtml" | "shtml");
    if declared_page || is_page(&head) {
        // Pages are decoded where they are parsed: what they declare is inside.
        let format = if looks_binary(&head) && !encoding::is_wide(&head) {
            Format::Binary
        } else {
            Format::Page
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
            format: Format::Foreign,
            stream,
            head,
            charset: None,
        };
    }
    let (mut stream, head, charset) = encoding::decode(stream, &head);
    let format = if is_page(&head) {
        Format::Page
    } else {
        text_format(&ending, &head, options)
    };
    // Lines that end as on old Macintoshes.
    if matches!(format, Format::Lines | Format::Sgml)
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

fn binary(head: &[u8]) -> Option<Format> {
    if head.starts_with(b"PAR1") {
        return Some(Format::Columns);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Format::Zip);
    }
    if head.starts_with(b"WARC/") || head.starts_with(b"filedesc:") {
        return Some(Format::Web);
    }
    tarball::is_tar(head).then_some(Format::Tar)
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

fn text_format(ending: &str, head: &[u8], options: &Options) -> Format {
    let start = head.trim_ascii_start();
    let is_objects = is_object(first_line(start));
    match ending {
        "jsonl" | "ndjson" | "csv" | "tsv" | "tab" if odd(head) * 4 > head.len() => {
            return Format::Binary;
        }
        // Endings lie: a file of lines may hold one document over many lines, a table may be JSON.
        "jsonl" | "ndjson" if start.starts_with(b"[") => return Format::Document,
        "jsonl" | "ndjson" if first_line(start).trim_ascii() == b"{" => return Format::Document,
        "jsonl" | "ndjson" => return Format::Lines,
        "csv" | "tsv" | "tab" if is_objects => return Format::Lines,
        "csv" | "tsv" | "tab" if is_array(start) => return Format::Document,
        "csv" | "tsv" | "tab" => return Format::Table,
        _ if looks_binary(head) && ending != "json" => return Format::Binary,
        "txt" | "text" | "md" | "markdown" if is_objects => return Format::Lines,
        "txt" | "text" | "md" | "markdown" if is_table(head, options, 2) => return Format::Table,
        "txt" | "text" | "md" | "markdown" => return Format::Text,
        _ => {}
    }
    match start.first() {
        Some(b'[') => Format::Document,
        Some(b'{') => {
            // One complete object on the first line: JSON Lines; else a document over many lines.
            let line = first_line(start);
            let cut_off = line.len() == start.len() && start.len() >= 1 << 15;
            let more = start[line.len()..].trim_ascii_start().starts_with(b"{");
            if ending == "json" && !(is_objects && more) {
                Format::Document
            } else if is_objects || cut_off {
                Format::Lines
            } else {
                Format::Document
            }
        }
        _ if ending == "json" => Format::Document,
        Some(b'<') if memchr::memmem::find(head, b"<REUTERS").is_some() => Format::Sgml,
        _ if matches!(ending, "sgm" | "sgml") => Format::Sgml,
        Some(b'<') if is_xml(start) => Format::Xml,
        _ if matches!(ending, "xml" | "rss" | "atom" | "rdf" | "nitf") => Format::Xml,
        _ if is_table(head, options, 1) => Format::Table,
        _ => Format::Text,
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
    let mark = options.delimiter.unwrap_or_else(|| table::delimiter(head));
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
    const ROOTS: [&[u8]; 8] = [
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
pub(super) fn records(
    name: &str,
    opened: Opened,
    depth: usize,
    options: &Options,
) -> Box<dyn Records> {
    let (meter, path) = (opened.meter.clone(), opened.path.clone());
    open(tell(name, opened, options), path, meter, depth, options)
}

/// The records of a stream whose format is known.
pub(super) fn open(
    told: Told,
    path: Option<PathBuf>,
    meter: Meter,
    depth: usize,
    options: &Options,
) -> Box<dyn Records> {
    let Told {
        format,
        stream,
        head,
        ..
    } = told;
    let limit = options.record_limit;
    match format {
        Format::Lines => Box::new(lines::LineRecords::new(stream, limit)),
        Format::Document => Box::new(elements::Elements::new(
            stream,
            limit,
            options.nesting_limit,
        )),
        Format::Table => {
            let delimiter = options.delimiter.unwrap_or_else(|| table::delimiter(&head));
            let quoting = table::quoting(&head, delimiter);
            Box::new(table::Table::new(stream, &head, delimiter, quoting, limit))
        }
        Format::Columns => Box::new(columns::Columns::new(path, stream, &meter, options)),
        Format::Text => Box::new(plain::Whole::text(stream, limit)),
        Format::Page => Box::new(plain::Whole::page(stream, limit)),
        Format::Xml => Box::new(markup::Markup::new(stream, limit, options.nesting_limit)),
        Format::Sgml => Box::new(sgml::Sgml::new(stream, limit)),
        Format::Web => Box::new(warc::Resumed::new(stream, limit)),
        Format::Binary => Box::new(plain::Refusing::new(block::content(kinds::advice(&head)))),
        Format::Foreign => {
            let label = encoding::unreadable(&head).unwrap_or_default();
            Box::new(plain::Refusing::new(block::content(format!(
                "its encoding, {label}, cannot be read; turn it into UTF-8 with iconv first"
            ))))
        }
        Format::Tar | Format::Zip if depth >= options.archive_depth => {
            Box::new(plain::Refusing::new(block::limit(format!(
                "archives nested more than {} deep (see --archive-depth)",
                options.archive_depth
            ))))
        }
        Format::Tar | Format::Zip => {
            let members: Box<dyn Members> = if format == Format::Tar {
                Box::new(tarball::Tar::new(stream, &meter, options))
            } else {
                Box::new(zipped::Zip::new(path, stream, &meter, options))
            };
            Box::new(Archive::new(
                members,
                Arc::new(options.clone()),
                depth + 1,
                meter,
            ))
        }
    }
}
