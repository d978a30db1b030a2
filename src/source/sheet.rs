//! A table that somebody filled in: a CSV file or a sheet of a workbook (XLSX), cell by cell.

use std::io::{self, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Most bytes that are unpacked of a member of a workbook.
const MOST: u64 = 64 << 20;
/// Columns and rows beyond these are not read.
const MOST_COLUMNS: usize = 1_000;
const MOST_ROWS: usize = 1_000_000;

/// The rows of a table as text, the header first; short rows end early. CSV may be separated by commas, semicolons or tabs, whichever its first
/// line has most of; of a workbook it is the first sheet that has a column of that `heading`.
///
/// # Errors
/// The file is no table, or a workbook that cannot be read or has no such sheet.
pub fn read_sheet(bytes: &[u8], heading: &str) -> io::Result<Vec<Vec<String>>> {
    if bytes.starts_with(b"PK\x03\x04") {
        workbook(bytes, heading)
    } else {
        separated(bytes)
    }
}

fn separated(bytes: &[u8]) -> io::Result<Vec<Vec<String>>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let count = |sign: u8| memchr::memchr_iter(sign, first).count();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|&sign| (count(sign), sign == b','))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes);
    let mut rows = Vec::new();
    for record in reader.byte_records() {
        let record = record.map_err(io::Error::other)?;
        let cell = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
        rows.push(record.iter().map(cell).collect());
    }
    Ok(rows)
}

fn workbook(bytes: &[u8], heading: &str) -> io::Result<Vec<Vec<String>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(io::Error::other)?;
    let texts = match member(&mut archive, "xl/sharedStrings.xml")? {
        Some(xml) => shared_texts(&xml)?,
        None => Vec::new(),
    };
    for number in 1.. {
        let name = format!("xl/worksheets/sheet{number}.xml");
        let Some(xml) = member(&mut archive, &name)? else {
            break;
        };
        let rows = cells(&xml, &texts)?;
        if rows
            .first()
            .is_some_and(|row| row.iter().any(|cell| cell == heading))
        {
            return Ok(rows);
        }
    }
    Err(io::Error::other(format!(
        "it has no sheet with a column {heading}"
    )))
}

fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> io::Result<Option<String>> {
    let Some(index) = archive.index_for_name(name) else {
        return Ok(None);
    };
    let member = archive.by_index_raw(index).map_err(io::Error::other)?;
    #[allow(deprecated)] // the number is what the format defines; the names depend on features
    let method = member.compression().to_u16();
    let mut xml = Vec::new();
    match method {
        0 => member.take(MOST + 1).read_to_end(&mut xml)?,
        8 => flate2::read::DeflateDecoder::new(member)
            .take(MOST + 1)
            .read_to_end(&mut xml)?,
        other => return Err(io::Error::other(format!("packed by method {other}"))),
    };
    if xml.len() as u64 > MOST {
        return Err(io::Error::other(format!(
            "{name} is longer than {MOST} bytes"
        )));
    }
    Ok(Some(String::from_utf8_lossy(&xml).into_owned()))
}

/// The text of what stands between tags, references resolved.
fn text_of(event: Event<'_>) -> String {
    match event {
        Event::Text(text) => text.into_inner().into_owned(),
        Event::CData(text) => text.into_inner().into_owned(),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => c.to_string(),
            _ => quick_xml::escape::resolve_html5_entity(&reference)
                .map_or_else(String::new, str::to_owned),
        },
        _ => String::new(),
    }
}

/// The table of texts that cells point into: one for each `si`; texts of phonetic guides (`rPh`) are none of the cell's.
fn shared_texts(xml: &str) -> io::Result<Vec<String>> {
    let mut reader = Reader::from_str(xml);
    let (mut texts, mut own, mut inside, mut aside) = (Vec::new(), String::new(), false, 0_u32);
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => own.clear(),
                "t" => inside = aside == 0,
                "rPh" => aside += 1,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => texts.push(std::mem::take(&mut own)),
                "t" => inside = false,
                "rPh" => aside = aside.saturating_sub(1),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push(String::new()),
            Event::Eof => return Ok(texts),
            event if inside => own.push_str(&text_of(event)),
            _ => {}
        }
    }
}

/// A cell that is being read: its column, what kind it is, and what stands in it.
#[derive(Default)]
struct OpenCell {
    column: usize,
    kind: String,
    value: String,
}

fn cells(xml: &str, texts: &[String]) -> io::Result<Vec<Vec<String>>> {
    let mut reader = Reader::from_str(xml);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let (mut open, mut inside) = (OpenCell::default(), false);
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => begin_row(&tag, &mut rows)?,
                "c" => open = begin_cell(&tag, rows.last()),
                "v" | "t" => inside = true,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "row" => begin_row(&tag, &mut rows)?,
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" | "t" => inside = false,
                "c" => end_cell(&mut open, texts, rows.last_mut()),
                _ => {}
            },
            Event::Eof => return Ok(rows),
            event if inside => open.value.push_str(&text_of(event)),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().flatten();
    all.find(|a| a.key.as_ref() == name)
        .map(|a| a.value.into_owned())
}

/// Begins the row of that number; those that the sheet leaves out are empty.
fn begin_row(tag: &BytesStart<'_>, rows: &mut Vec<Vec<String>>) -> io::Result<()> {
    let number = attribute(tag, "r")
        .and_then(|r| r.parse::<usize>().ok())
        .unwrap_or(rows.len() + 1);
    if number > MOST_ROWS {
        return Err(io::Error::other(format!(
            "it has more than {MOST_ROWS} rows"
        )));
    }
    while rows.len() < number {
        rows.push(Vec::new());
    }
    Ok(())
}

/// A cell such as `<c r="B7" t="s">`.
fn begin_cell(tag: &BytesStart<'_>, row: Option<&Vec<String>>) -> OpenCell {
    let letters = attribute(tag, "r").unwrap_or_default();
    let column = letters
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .fold(0_usize, |n, b| {
            n.saturating_mul(26) + usize::from(b.to_ascii_uppercase() - b'A') + 1
        });
    OpenCell {
        column: column
            .checked_sub(1)
            .unwrap_or_else(|| row.map_or(0, Vec::len)),
        kind: attribute(tag, "t").unwrap_or_default(),
        value: String::new(),
    }
}

fn end_cell(open: &mut OpenCell, texts: &[String], row: Option<&mut Vec<String>>) {
    let OpenCell {
        column,
        kind,
        value,
    } = std::mem::take(open);
    let value = if kind == "s" {
        let at: Option<usize> = value.trim().parse().ok();
        at.and_then(|at| texts.get(at)).cloned().unwrap_or_default()
    } else {
        value
    };
    if let Some(row) = row
        && column < MOST_COLUMNS
    {
        while row.len() <= column {
            row.push(String::new());
        }
        row[column] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_told_apart() {
        for text in [
            "a,b;c\n1,\"2,3\"\n",
            "\u{feff}a;b,c;d\n1;2\n",
            "a\tb\n1\t2\n",
        ] {
            let rows = read_sheet(text.as_bytes(), "a").expect("a table");
            assert_eq!(rows.len(), 2, "{text}");
            assert_eq!((rows[0][0].as_str(), rows[1][0].as_str()), ("a", "1"));
            assert!(rows[1].len() == 2, "{rows:?}");
        }
    }

    #[test]
    fn cells_of_a_workbook_stand_in_their_columns() {
        let texts = shared_texts(
            "<sst><si><t>Item</t></si><si><r><t>neg</t></r><r><t xml:space=\"preserve\">ative </t></r><rPh><t>no</t></rPh></si><si/><si><t>a &amp; b &#233;</t></si></sst>",
        )
        .expect("texts");
        assert_eq!(texts, ["Item", "negative ", "", "a & b \u{e9}"]);
        let rows = cells(
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>3</v></c></row><row r=\"3\"><c r=\"B3\"><v>-1</v></c><c r=\"D3\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"AA3\" t=\"s\"><v>1</v></c></row></sheetData></worksheet>",
            &texts,
        )
        .expect("cells");
        assert_eq!(rows[0], ["Item", "", "a & b \u{e9}"]);
        assert!(rows[1].is_empty());
        assert_eq!((rows[2][1].as_str(), rows[2][3].as_str()), ("-1", "x"));
        assert_eq!((rows[2].len(), rows[2][26].as_str()), (27, "negative "));
        assert!(cells("<a><row r=\"99999999\"/></a>", &[]).is_err());
        assert!(read_sheet(b"PK\x03\x04 torn", "a").is_err());
    }
}
