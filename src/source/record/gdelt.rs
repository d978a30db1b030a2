//! Tables of GDELT as they are published: without a header, and without the text of any article.

/// Whether a first row is one of GDELT's, by the number and form of its cells; if so, what to say.
///
/// Columns after the GDELT codebooks: events 1.0 have 57 or 58, events 2.0 61, mentions 16, the
/// knowledge graph 2.1 27.
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
        27 if digits(1, 14) && cell(0).starts_with(cell(1)) && cell(0).contains(&b'-') => {
            ("the knowledge graph", "column 5")
        }
        _ => return None,
    };
    Some(format!(
        "a GDELT table of {what}: it holds codes and addresses, no text of articles; fetch the pages that {column} names and ingest those"
    ))
}
