//! Kinds of files that hold no articles as they are: what they are, and what to do with them.

/// First bytes, what has them, what to do.
const KINDS: [(&[u8], &str); 22] = [
    (
        b"%PDF-",
        "a PDF; of an archive, choose another file type when you export: Nexis Uni DOCX or RTF, Factiva HTML or RTF in article format, ProQuest TXT, HTML, XML or RIS, NewsBank text, Europresse HTML; of anything else, turn it into text first (pdftotext FILE.pdf)",
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Word or Excel document; save it as CSV or text",
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        "a 7z archive; unpack it first, or pack it as .zip or .tar",
    ),
    (
        b"Rar!\x1a\x07",
        "a RAR archive; unpack it first, or pack it as .zip or .tar",
    ),
    (
        b"SQLite format 3\0",
        "an SQLite database; export its table as CSV",
    ),
    (
        b"RDX3\n",
        "an R workspace; in R: write.csv(x, \"x.csv\", row.names = FALSE)",
    ),
    (
        b"X\n\0\0\0",
        "an R object (.rds); in R: write.csv(x, \"x.csv\", row.names = FALSE)",
    ),
    (b"ARROW1", "a Feather or Arrow file; save it as Parquet"),
    (b"FEA1", "a Feather file; save it as Parquet"),
    (
        b"RDX2\n",
        "an R workspace; in R: write.csv(x, \"x.csv\", row.names = FALSE)",
    ),
    (b"Obj\x01", "an Avro file; save it as JSON Lines or Parquet"),
    (
        b"\x89HDF\r\n\x1a\n",
        "an HDF5 file; save its table as CSV or Parquet",
    ),
    (b"<stata_dta>", "a Stata file; in Stata: export delimited"),
    (b"$FL2", "an SPSS file; save it as CSV"),
    (
        b"\x80\x02",
        "a pickled Python object; in Python: frame.to_csv or frame.to_parquet",
    ),
    (
        b"\x80\x03",
        "a pickled Python object; in Python: frame.to_csv or frame.to_parquet",
    ),
    (
        b"\x80\x04",
        "a pickled Python object; in Python: frame.to_csv or frame.to_parquet",
    ),
    (
        b"\x80\x05",
        "a pickled Python object; in Python: frame.to_csv or frame.to_parquet",
    ),
    (
        b"\x04\x22\x4d\x18",
        "compressed by lz4, which is not supported; unpack it first",
    ),
    (
        b"\x1f\x9d",
        "compressed by compress (.Z), which is not supported; unpack it first",
    ),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
];

/// Whether the first bytes tell one of these kinds.
pub(in crate::source) fn is_known(head: &[u8]) -> bool {
    KINDS.iter().any(|(first, _)| head.starts_with(first))
}

/// What to say of a file that is refused for its kind.
pub(in crate::source) fn advice(head: &[u8]) -> String {
    match KINDS.iter().find(|(first, _)| head.starts_with(first)) {
        Some((_, what)) => format!("not text: {what}"),
        None => "not text, and no archive or table of a known kind".to_owned(),
    }
}
