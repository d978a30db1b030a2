//! Headers of archives: a document that repeats one holds several articles.

use crate::source::archive::sheet::{known_label, numbered};
use crate::source::archive::{factiva, nexis};
use crate::source::block::{Refusal, content};

/// What to choose in the archives' menus; the end of every refusal of an export.
pub(in crate::source) const ADVICE: &str = "export it again: Nexis Uni as DOCX or RTF, LexisNexis as TXT or HTML, Factiva as HTML or RTF in article format, ProQuest as TXT, HTML, XML or RIS, NewsBank as text, Europresse as HTML";

/// Tells whether a line is the header of an archive.
type IsHeader = fn(&str) -> bool;

/// Archives and the lines that they repeat.
const HEADERS: [(&str, IsHeader); 5] = [
    ("LexisNexis", |line| numbered(line).is_some()),
    ("Nexis Uni", nexis::is_end),
    ("Factiva", |line| factiva::accession(line).is_some()),
    ("ProQuest", |line| {
        known_label(line, &["proquest document id", "proquest documentid"]).is_some()
    }),
    ("NewsBank", |line| {
        known_label(line, &["record number", "openurl link"]).is_some()
    }),
];

/// Marks of exports in the source of a page, whose text need not show them: each article has one.
const MARKS: [(&str, &[u8]); 5] = [
    ("LexisNexis", b"<docfull"),
    ("LexisNexis", b"name=\"doc_id_"),
    ("Europresse", b"docpublicationname"),
    ("Kikuzo (Asahi Shimbun)", "発行日".as_bytes()),
    (
        "Yomidasu (Yomiuri Shimbun)",
        "選択部分をキーワードとして".as_bytes(),
    ),
];
/// Marks of archives that number the articles of a page and list them at its head.
const LISTS: [(&str, &[u8], &[u8]); 1] = [("Integrum", b"<title>report ", b"<a href=\"#")];

/// The refusal of a document whose lines repeat the header of an archive.
pub(in crate::source) fn refusal(lines: &[String]) -> Option<Refusal> {
    HEADERS.iter().find_map(|(archive, is_header)| {
        let count = lines.iter().filter(|line| is_header(line)).take(3).count();
        (count > 1).then(|| several(archive))
    })
}

/// The refusal of a page whose source repeats a mark of an archive.
pub(in crate::source) fn refusal_of_page(lower: &[u8]) -> Option<Refusal> {
    let repeats = |mark: &[u8]| memchr::memmem::find_iter(lower, mark).nth(1).is_some();
    let marked = MARKS.iter().find(|(_, mark)| repeats(mark));
    let listed = LISTS
        .iter()
        .find(|(_, title, item)| memchr::memmem::find(lower, title).is_some() && repeats(item));
    let archive = marked
        .map(|(archive, _)| archive)
        .or(listed.map(|(archive, ..)| archive))?;
    Some(several(archive))
}

/// Words of exports in text, in lower case.
const WORDS: [&[u8]; 8] = [
    b"document",
    b"dokument",
    "文件".as_bytes(),
    "окумент".as_bytes(),
    b"record number",
    b"openurl link",
    b"fin de document",
    b"einde van",
];

/// Words of exports in pages, in lower case; scripts of any page hold the word `document`.
const WORDS_OF_PAGES: [&[u8]; 17] = [
    b"docpublicationname",
    b"<docfull",
    b"doc_id_",
    b"articleparagraph",
    b" documents<",
    b" documents\n",
    b">document ",
    b"dokument",
    b"documento",
    b"proquest document",
    b"record number",
    b"openurl link",
    b"of document",
    b"fin du document",
    "発行日".as_bytes(),
    "選択部分をキーワードとして".as_bytes(),
    b"<title>report ",
];

/// Whether a text in lower case may be an export at all: a cheap look before it is taken apart.
pub(in crate::source) fn may_be_text(lower: &[u8]) -> bool {
    holds(lower, &WORDS)
}

/// Whether the source of a page in lower case may be an export at all: a cheap look before it is parsed.
pub(in crate::source) fn may_be_page(lower: &[u8]) -> bool {
    holds(lower, &WORDS_OF_PAGES)
}

fn holds(lower: &[u8], words: &[&[u8]]) -> bool {
    words
        .iter()
        .any(|word| memchr::memmem::find(lower, word).is_some())
}

fn several(archive: &str) -> Refusal {
    content(format!(
        "an export of {archive} that holds several articles, in a layout that cannot be split; {ADVICE}"
    ))
}
