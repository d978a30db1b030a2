//! Rich Text Format: its text, line by line; one article, or the export of an archive.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::source::archive::export::{self, Document, Found};
use crate::source::archive::sheet::lines_of;
use crate::source::format::{Format, Opening};
use crate::source::page::plain;

/// Documents in Rich Text Format.
pub(in crate::source) static RTF: Format =
    Format::of("Rich Text Format", |opening: Opening<'_>| {
        Box::new(Document::new(
            opening.stream,
            opening.options.record_limit,
            |bytes| found(&text_of(&bytes)),
        ))
    });

/// What the text of a document with paragraphs on lines is.
pub(in crate::source) fn found(text: &str) -> Found {
    let lines: Vec<String> = lines_of(text)
        .into_iter()
        .flat_map(|line| [line, String::new()])
        .collect();
    match export::of_lines(&lines) {
        Some(Ok(found)) => Found::Export(found),
        Some(Err(refusal)) => Found::Refused(refusal),
        None => {
            let lines: Vec<String> = lines.into_iter().filter(|l| !l.is_empty()).collect();
            Found::Single(Box::new(plain::Text(lines.join("\n\n"))), false)
        }
    }
}

/// Whether a file is such a document.
pub(in crate::source) fn is_rtf(head: &[u8]) -> bool {
    head.starts_with(b"{\\rtf")
}

/// Groups whose text is none of the document's.
const HIDDEN: [&str; 24] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "object",
    "fldinst",
    "listtable",
    "listoverridetable",
    "generator",
    "themedata",
    "datastore",
    "xmlnstbl",
    "latentstyles",
    "rsidtbl",
    "filetbl",
];
/// Deepest groups that are read.
const DEEPEST: usize = 1_000;

#[derive(Clone, Copy)]
struct Group {
    hidden: bool,
    /// Characters that stand in for one of Unicode and are passed over.
    stand_ins: usize,
}

struct Reader<'r> {
    bytes: &'r [u8],
    at: usize,
    groups: Vec<Group>,
    encoding: &'static Encoding,
    out: String,
    /// Bytes in the document's encoding that wait to be decoded together.
    waiting: Vec<u8>,
    pass: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u32>,
}

/// The text of a document; a paragraph a line.
pub(in crate::source) fn text_of(bytes: &[u8]) -> String {
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: vec![Group {
            hidden: false,
            stand_ins: 1,
        }],
        encoding: WINDOWS_1252,
        out: String::new(),
        waiting: Vec::new(),
        pass: 0,
        high: None,
    };
    while reader.step() {}
    reader.flush();
    reader.out
}

impl Reader<'_> {
    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group {
            hidden: false,
            stand_ins: 1,
        })
    }

    fn flush(&mut self) {
        if !self.waiting.is_empty() {
            let bytes = std::mem::take(&mut self.waiting);
            self.out
                .push_str(&self.encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    fn push(&mut self, text: &str) {
        if !self.group().hidden {
            self.flush();
            self.out.push_str(text);
        }
    }

    fn push_byte(&mut self, byte: u8) {
        if self.pass > 0 {
            self.pass -= 1;
        } else if !self.group().hidden {
            self.waiting.push(byte);
        }
    }

    /// Reads on by a sign; false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else {
            return false;
        };
        self.at += 1;
        match byte {
            b'{' => {
                self.pass = 0;
                let group = self.group();
                if self.groups.len() < DEEPEST {
                    self.groups.push(group);
                }
            }
            b'}' => {
                self.pass = 0;
                self.flush();
                if self.groups.len() > 1 {
                    self.groups.pop();
                }
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            other => self.push_byte(other),
        }
        true
    }

    /// Reads what stands behind a backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let digits = self.bytes.get(self.at..self.at + 2);
                    let value = digits
                        .and_then(|d| std::str::from_utf8(d).ok())
                        .and_then(|d| u8::from_str_radix(d, 16).ok());
                    if let Some(value) = value {
                        self.at += 2;
                        self.push_byte(value);
                    }
                }
                b'*' => self.hide(),
                b'~' => self.push(" "),
                b'_' => self.push("-"),
                b'\r' | b'\n' => self.push("\n"),
                b'\\' | b'{' | b'}' => self.push_byte(first),
                _ => {}
            }
            return;
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let name = String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned();
        let digits = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let number = std::str::from_utf8(&self.bytes[digits..self.at])
            .ok()
            .and_then(|d| d.parse::<i64>().ok());
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&name, number);
    }

    fn hide(&mut self) {
        if let Some(group) = self.groups.last_mut() {
            group.hidden = true;
        }
    }

    fn word(&mut self, name: &str, number: Option<i64>) {
        match name {
            "par" | "line" | "row" | "page" | "sect" => self.push("\n"),
            "tab" | "cell" => self.push("\t"),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "ansicpg" => {
                let label = match number {
                    Some(932) => "shift_jis".to_owned(),
                    Some(936) => "gbk".to_owned(),
                    Some(949) => "euc-kr".to_owned(),
                    Some(950) => "big5".to_owned(),
                    Some(65001) => "utf-8".to_owned(),
                    other => format!("windows-{}", other.unwrap_or(1252)),
                };
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
            }
            "uc" => {
                if let Some(group) = self.groups.last_mut() {
                    group.stand_ins = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1);
                }
            }
            "u" => self.unicode(number),
            "bin" => {
                let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            _ if HIDDEN.contains(&name) => self.hide(),
            _ => {}
        }
    }

    /// A unit of UTF-16, perhaps written as a negative number.
    fn unicode(&mut self, number: Option<i64>) {
        let unit = number.map_or(0xfffd, |n| (n & 0xffff) as u32);
        self.pass = self.group().stand_ins;
        match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => self.high = Some(unit),
            (Some(high), 0xdc00..=0xdfff) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.push(c.encode_utf8(&mut [0; 4]));
            }
            _ => {
                let c = char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.push(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
}
