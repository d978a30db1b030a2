//! Tables of GDELT as they are published: without a header, and without the text of any article.

/// Whether a first row is one of GDELT's, by the number and form of its cells; if so, what to say.
///
/// Columns after the GDELT codebooks: events 1.0 have 57 or 58, events 2.0 61, mentions 16, the
/// knowledge graph 2.1, which is read, 27.
pub(in crate::source) fn table_without_header(row: &csv::ByteRecord) -> Option<String> {
    let cell = |i: usize| row.get(i).unwrap_or_default();
    let digits =
        |i: usize, length: usize| cell(i).len() == length && cell(i).iter().all(u8::is_ascii_digit);
    let number = |i: usize| !cell(i).is_empty() && cell(i).iter().all(u8::is_ascii_digit);
    let (what, column) = match row.len() {
        57 | 58 | 61
            if number(0)
                && digits(1, 8)
                && cell(1).starts_with(cell(2))
                && cell(1).starts_with(cell(3))
                && digits(3, 4) =>
        {
            ("events", "the last column")
        }
        16 if number(0) && digits(1, 14) && digits(2, 14) => ("mentions", "column 6"),
        _ => return None,
    };
    Some(format!(
        "a GDELT table of {what}: it holds codes and addresses, no text of articles; fetch the pages that {column} names and ingest those"
    ))
}

/// Columns of the knowledge graph 2.1.
const GRAPH: usize = 27;

/// The names of the columns of GDELT's knowledge graph, if a first row is one of its rows: identifier, day, outlet and
/// address are read, and of the last column the title of the page. There is no text.
pub(in crate::source) fn knowledge_graph(row: &csv::ByteRecord) -> Option<Vec<String>> {
    let cell = |i: usize| row.get(i).unwrap_or_default();
    let stamp = cell(1).len() == 14 && cell(1).iter().all(u8::is_ascii_digit);
    let sound =
        row.len() == GRAPH && stamp && cell(0).starts_with(cell(1)) && cell(0).contains(&b'-');
    sound.then(|| {
        (0..GRAPH)
            .map(|i| match i {
                0 => "GKGRECORDID".to_owned(),
                1 => "DATE".to_owned(),
                3 => "SourceCommonName".to_owned(),
                4 => "DocumentIdentifier".to_owned(),
                26 => "title".to_owned(),
                other => format!("gkg{}", other + 1),
            })
            .collect()
    })
}

/// A row of the knowledge graph whose last cell is the title of the page alone.
pub(in crate::source) fn with_title(row: &csv::ByteRecord) -> csv::ByteRecord {
    let last = row.len().saturating_sub(1);
    row.iter()
        .enumerate()
        .map(|(i, cell)| if i == last { title(cell) } else { cell })
        .collect()
}

fn title(extras: &[u8]) -> &[u8] {
    const BEGIN: &[u8] = b"<PAGE_TITLE>";
    let Some(at) = memchr::memmem::find(extras, BEGIN) else {
        return b"";
    };
    let rest = &extras[at + BEGIN.len()..];
    memchr::memmem::find(rest, b"</PAGE_TITLE>").map_or(rest, |end| &rest[..end])
}
