//! Word documents (DOCX): their text, line by line; one article, or the export of an archive.

use std::io::{self, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::source::archive::export::{Document, Found};
use crate::source::archive::rtf::found;
use crate::source::block::{Refusal, damaged, limit};
use crate::source::format::{Format, Opening};

/// Word documents.
pub(in crate::source) static DOCX: Format =
    Format::of("Word document (DOCX)", |opening: Opening<'_>| {
        Box::new(Document::new(
            opening.stream,
            opening.options.record_limit,
            |bytes| match text_of(&bytes) {
                Ok(text) => found(&text),
                Err(refusal) => Found::Refused(refusal),
            },
        ))
    });

/// The member that holds the text.
const TEXT: &str = "word/document.xml";
/// Most bytes of text that are unpacked.
const MOST: u64 = 256 << 20;

/// Whether a file is a Word document: its first members are those of an office document.
pub(in crate::source) fn is_docx(head: &[u8]) -> bool {
    const FIRST: [&[u8]; 4] = [b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/"];
    let name = head.get(30..).unwrap_or_default();
    head.starts_with(b"PK\x03\x04")
        && FIRST.iter().any(|first| name.starts_with(first))
        && memchr::memmem::find(head, b"word/").is_some()
}

/// The text of a document; a paragraph a line.
fn text_of(bytes: &[u8]) -> Result<String, Refusal> {
    let xml = member(bytes).map_err(|error| {
        if error.kind() == io::ErrorKind::OutOfMemory {
            limit(error.to_string())
        } else {
            damaged(format!("a Word document that cannot be read: {error}"))
        }
    })?;
    paragraphs(&String::from_utf8_lossy(&xml))
}

/// The bytes of the text's member.
fn member(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let index = archive
        .index_for_name(TEXT)
        .ok_or_else(|| io::Error::other("it has no text"))?;
    let member = archive.by_index_raw(index).map_err(io::Error::other)?;
    #[allow(deprecated)] // the number is what the format defines; the names depend on features
    let method = member.compression().to_u16();
    let mut text = Vec::new();
    match method {
        0 => member.take(MOST + 1).read_to_end(&mut text)?,
        8 => flate2::read::DeflateDecoder::new(member)
            .take(MOST + 1)
            .read_to_end(&mut text)?,
        other => return Err(io::Error::other(format!("packed by method {other}"))),
    };
    if text.len() as u64 > MOST {
        return Err(io::Error::new(
            io::ErrorKind::OutOfMemory,
            format!("its text is longer than {MOST} bytes"),
        ));
    }
    Ok(text)
}

/// The paragraphs of the XML of a text, each on a line.
fn paragraphs(xml: &str) -> Result<String, Refusal> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    // Within text; within something deleted.
    let (mut text, mut deleted) = (false, 0_usize);
    loop {
        let event = reader
            .read_event()
            .map_err(|error| damaged(format!("a Word document whose text is broken: {error}")))?;
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "t" => text = true,
                "del" | "moveFrom" => deleted += 1,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "t" => text = false,
                "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
                "p" => out.push('\n'),
                _ => {}
            },
            Event::Empty(empty) => match empty.local_name().as_ref() {
                "br" | "cr" | "p" => out.push('\n'),
                "tab" => out.push('\t'),
                "noBreakHyphen" => out.push('-'),
                _ => {}
            },
            Event::Text(piece) if text && deleted == 0 => out.push_str(&piece.into_inner()),
            Event::CData(piece) if text && deleted == 0 => out.push_str(&piece.into_inner()),
            Event::GeneralRef(reference) if text && deleted == 0 => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    out.push(c);
                } else {
                    let name: &str = &reference;
                    let known = quick_xml::escape::resolve_html5_entity(name);
                    out.push_str(known.unwrap_or_default());
                }
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}
