//! Reuters SGML, the form of Reuters-21578: many `<REUTERS>` elements a file.

use std::io::{self, BufReader};

use crate::source::block::{Raw, damaged, syntax, too_long};
use crate::source::blocks::Records;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::record::pairs::Named;
use crate::source::stream::Stream;
use crate::source::stream::read_line;

/// Reuters SGML.
pub(in crate::source) static SGML: Format = Format::of("Reuters SGML", |opening: Opening<'_>| {
    Box::new(Sgml::new(opening.stream, opening.options.record_limit))
});

const BEGIN: &[u8] = b"<REUTERS";
const END: &[u8] = b"</REUTERS>";

pub(in crate::source) struct Sgml {
    stream: BufReader<Stream>,
    /// The rest of a line behind the end of an element.
    rest: Option<Vec<u8>>,
    line: u64,
    offset: u64,
    limit: usize,
    broken: Option<io::Error>,
}

impl Sgml {
    pub(in crate::source) fn new(stream: Stream, limit: usize) -> Self {
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            rest: None,
            line: 0,
            offset: 0,
            limit,
            broken: None,
        }
    }

    /// The next line with its end, or `None` at the end of the stream.
    fn next_line(&mut self) -> Option<Vec<u8>> {
        if let Some(rest) = self.rest.take() {
            return Some(rest);
        }
        if self.broken.is_some() {
            return None;
        }
        let mut line = Vec::new();
        let (read, broken) = read_line(&mut self.stream, self.limit, &mut line);
        self.broken = broken;
        if read == 0 {
            return None;
        }
        self.line += 1;
        self.offset += read;
        line.push(b'\n');
        Some(line)
    }
}

impl Records for Sgml {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        let mut element: Vec<u8> = Vec::new();
        let mut length = 0;
        let (mut line_number, mut offset) = (0, 0);
        loop {
            let at = self.offset;
            let Some(mut line) = self.next_line() else {
                break;
            };
            if element.is_empty() {
                let Some(begin) = memchr::memmem::find(&line, BEGIN) else {
                    // Around the elements: a document type, tags of the file.
                    let text = line.trim_ascii();
                    if text.is_empty() || text.starts_with(b"<") {
                        continue;
                    }
                    let what = syntax("text outside of any <REUTERS> element");
                    return Ok(Some(Raw::refused_showing(
                        self.line,
                        at,
                        what,
                        text.to_vec(),
                    )));
                };
                line.drain(..begin);
                (line_number, offset) = (self.line, at + begin as u64);
            }
            if let Some(end) = memchr::memmem::find(&line, END) {
                let rest = line.split_off(end + END.len());
                if !rest.trim_ascii().is_empty() {
                    self.rest = Some(rest);
                }
                length += line.len();
                element.extend_from_slice(&line);
                if length > self.limit {
                    let refusal = too_long(length, self.limit);
                    return Ok(Some(Raw::refused_showing(
                        line_number,
                        offset,
                        refusal,
                        element,
                    )));
                }
                let (text, undecoded) = encoding::lenient(&element);
                return Ok(Some(Raw {
                    undecoded,
                    ..Raw::new(line_number, offset, Box::new(Named(fields(&text))))
                }));
            }
            length += line.len();
            if element.len() <= self.limit {
                element.extend_from_slice(&line);
            }
        }
        if !element.is_empty() {
            let what = damaged("the file ends within a <REUTERS> element");
            return Ok(Some(Raw::refused_showing(
                line_number,
                offset,
                what,
                element,
            )));
        }
        self.broken.take().map_or(Ok(None), Err)
    }
}

fn fields(element: &str) -> Vec<(String, String)> {
    let text = inside(element, "TEXT").unwrap_or("");
    let line = |name: &str| {
        let value = clean(inside(element, name).unwrap_or(""));
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let body = match inside(text, "BODY") {
        Some(body) => body.to_owned(),
        // Short and unprocessed stories have no body of their own.
        None => ["TITLE", "DATELINE", "AUTHOR"]
            .iter()
            .fold(text.to_owned(), |rest, name| without(&rest, name)),
    };
    let body = clean(&body);
    let mut body = body.trim_end();
    // Stories end with the agency's name on a line of its own.
    if let Some((before, last)) = body.rsplit_once('\n')
        && matches!(
            last.trim().to_ascii_lowercase().as_str(),
            "reuter" | "reuters" | "reuter..."
        )
    {
        body = before.trim_end();
    }
    let dateline = line("DATELINE");
    let text = if dateline.is_empty() {
        body.to_owned()
    } else {
        format!("{dateline} {}", body.trim_start())
    };
    let pair = |name: &str, value: String| (name.to_owned(), value);
    vec![
        pair("id", attribute(element, "NEWID").to_owned()),
        pair("date", line("DATE")),
        pair("title", line("TITLE")),
        pair("text", text),
        pair("author", line("AUTHOR")),
        pair("outlet", "Reuters".to_owned()),
        pair("language", "en".to_owned()),
    ]
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let tag = element.split('>').next().unwrap_or("");
    tag.split_once(&format!(" {name}=\""))
        .and_then(|(_, v)| v.split('"').next())
        .unwrap_or("")
}

/// What stands between the tags of the first element of that name.
fn inside<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{name}"))?;
    let (_, rest) = rest.split_once('>')?;
    Some(
        rest.split_once(&format!("</{name}>"))
            .map_or(rest, |(value, _)| value),
    )
}

fn without(text: &str, name: &str) -> String {
    let end = format!("</{name}>");
    match (text.find(&format!("<{name}")), text.find(&end)) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{}", &text[..from], &text[to + end.len()..])
        }
        _ => text.to_owned(),
    }
}

/// Text without tags and control characters, its entities resolved.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            // A tag; a bare `<` is written as an entity in these files.
            rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
            continue;
        }
        let entity = rest[1..]
            .split_once(';')
            .map(|(name, _)| name)
            .filter(|name| name.len() <= 8);
        let value = entity.and_then(|name| {
            name.strip_prefix('#').map_or_else(
                || quick_xml::escape::resolve_html5_entity(name).map(str::to_owned),
                |number| {
                    number
                        .parse()
                        .ok()
                        .and_then(char::from_u32)
                        .map(String::from)
                },
            )
        });
        if let (Some(name), Some(value)) = (entity, value) {
            out.push_str(&value);
            rest = &rest[name.len() + 2..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    out
}
