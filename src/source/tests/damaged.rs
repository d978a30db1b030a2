//! Exports of news databases as they reach a reader: in other encodings, with other line ends, cut off in the middle.

use super::*;

const LEXIS_PAGE: &str = "<HTML><HEAD><TITLE></TITLE></HEAD><BODY><DIV><P>1 of 2 DOCUMENTS</P></DIV><DIV><P>Quay Courier</P></DIV>\
<DIV><P>March 3, 2011 Thursday</P></DIV><DIV><P>Café talks open</P></DIV><DIV><P>LENGTH: 4 words</P></DIV><DIV><P>Ghana thanked Togo.</P></DIV>\
<DIV><P>LOAD-DATE: March 4, 2011</P></DIV><DIV><P>2 of 2 DOCUMENTS</P></DIV><DIV><P>Hill Courier</P></DIV><DIV><P>March 5, 2011 Saturday</P></DIV>\
<DIV><P>Talks on milk</P></DIV><DIV><P>LENGTH: 3 words</P></DIV><DIV><P>Chile praised Peru.</P></DIV><DIV><P>LOAD-DATE: March 9, 2011</P></DIV></BODY></HTML>";

const LEXIS_TEXT: &str = "1 of 2 DOCUMENTS\n\n\nQuay Courier\n\nMarch 3, 2011 Thursday\n\nCafé talks open\n\nLENGTH: 4 words\n\nGhana thanked Togo.\n\n\
LOAD-DATE: March 4, 2011\n\n\n2 of 2 DOCUMENTS\n\n\nHill Courier\n\nMarch 5, 2011 Saturday\n\nTalks on milk\n\nLENGTH: 3 words\n\nChile praised Peru.\n\n\
LOAD-DATE: March 9, 2011\n";

fn factiva_article(title: &str, text: &str, number: &str) -> String {
    format!(
        "<div class=\"article enArticle\"><p><div id=\"hd\"><span class=\"enHeadline\">{title}</span></div><div>12 words</div><div>11 January 2010</div>\
<div>Example News</div><div>XNWS</div><div>English</div><p class=\"articleParagraph enarticleParagraph\">{text}</p><p>Document {number}</p></div>"
    )
}

fn factiva_page() -> String {
    format!(
        "<html><head><meta charset=\"utf-8\"><title>Dow Jones Factiva</title></head><body>{}{}</body></html>",
        factiva_article(
            "Café reopens",
            "Kenya thanked Uganda.",
            "LBA0000020100111e61b000y1"
        ),
        factiva_article(
            "Strike ends",
            "Italy praised Malta.",
            "MOREX00020100112e61c0000x"
        ),
    )
}

fn proquest_text() -> String {
    let document = |n: u32, title: &str, text: &str| {
        format!(
            "{title}\n\nFull text: {text}\n\nTitle: {title}\n\nPublication title: Example Herald\n\nPublication date: May {n}, 2014\n\n\
ProQuest document ID: 10000{n}\n\nDatabase: Example Newsstream\n\n____________________________________________________________\n\n"
        )
    };
    document(1, "Café reopens", "Egypt praised Sudan.")
        + &document(2, "Vote put off", "Iraq thanked Iran.")
}

/// The text in encodings that exports come in, each with a name.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let with = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let latin = text.replace("utf-8", "windows-1252");
    vec![
        ("UTF-8", text.as_bytes().to_vec()),
        (
            "UTF-8 with a mark and CRLF",
            with(b"\xef\xbb\xbf", text.replace('\n', "\r\n").into_bytes()),
        ),
        ("CR", text.replace('\n', "\r").into_bytes()),
        (
            "UTF-16LE with a mark",
            with(b"\xff\xfe", wide(u16::to_le_bytes)),
        ),
        (
            "UTF-16BE with a mark",
            with(b"\xfe\xff", wide(u16::to_be_bytes)),
        ),
        ("UTF-16LE", wide(u16::to_le_bytes)),
        (
            "Windows-1252",
            encoding_rs::WINDOWS_1252.encode(&latin).0.into_owned(),
        ),
    ]
}

#[test]
fn exports_are_split_in_every_encoding() {
    let samples = [
        ("lexis.html", LEXIS_PAGE.to_owned()),
        ("lexis.txt", LEXIS_TEXT.to_owned()),
        ("factiva.html", factiva_page()),
        ("proquest.txt", proquest_text()),
    ];
    for (name, text) in samples {
        for (encoding, bytes) in encoded(&text) {
            let (articles, rejects) = with_file(name, &bytes);
            assert!(rejects.is_empty(), "{name}, {encoding}: {rejects:?}");
            assert_eq!(articles.len(), 2, "{name}, {encoding}");
            assert!(
                articles[0].title.starts_with("Café"),
                "{name}, {encoding}: {}",
                articles[0].title
            );
            assert!(
                articles.iter().all(|a| a.date.is_some()),
                "{name}, {encoding}"
            );
        }
    }
}

#[test]
fn exports_that_are_cut_off_say_so() {
    let cut = |text: &str, at: &str| text[..text.find(at).unwrap()].to_owned();
    let samples = [
        ("lexis.html", cut(LEXIS_PAGE, "2 of 2")),
        ("lexis.txt", cut(LEXIS_TEXT, "2 of 2")),
        ("factiva.html", cut(&factiva_page(), "Document MOREX")),
        (
            "proquest.txt",
            cut(&proquest_text(), "ProQuest document ID: 100002"),
        ),
    ];
    for (name, text) in samples {
        let (articles, rejects) = with_file(name, text.as_bytes());
        assert!(!articles.is_empty(), "{name}");
        assert!(!rejects.is_empty(), "{name}: nothing is said");
    }
    let newsbank = "Bridge opens\n\nExample Gazette (Riverton, OH) - June 7, 2015\n\nPoland thanked Latvia.\n\nRecord Number: 0001\n\n\
Copyright (c) 2015 Example Gazette\n\nShips return\n\nExample Gazette (Riverton, OH) - June 8, 2015\n\nNorway praised Iceland.\n";
    let (articles, rejects) = with_file("newsbank.txt", newsbank.as_bytes());
    assert_eq!((articles.len(), rejects.len()), (1, 1), "{rejects:?}");
}

#[test]
fn pages_of_archives_without_a_reader_are_refused_by_name() {
    let row = |n: u32| {
        format!(
            "<tr><td>{n}</td><th>発行日</th><td>1985年01月0{n}日</td><td>朝刊</td></tr><tr><td>ガーナはトーゴに感謝した。</td></tr>"
        )
    };
    let kikuzo = format!(
        "<html><body><table>{}{}</table></body></html>",
        row(1),
        row(2)
    );
    let item = "<div>2009.01.13 豪の支援</div><p>選択部分をキーワードとして：</p>";
    let yomidasu = format!("<html><head><title>x</title></head><body>{item}{item}</body></html>");
    let integrum = "<html><head><title>Report 12.05.2021 15:50:05</title></head><body>1.<a href=\"#1\">A</a>2.<a href=\"#2\">B</a><a name=\"1\">A</a><p>Ghana thanked Togo.</p></body></html>";
    let pages = [
        ("Kikuzo", kikuzo),
        ("Yomidasu", yomidasu),
        ("Integrum", integrum.to_owned()),
    ];
    for (name, page) in pages {
        let (articles, rejects) = with_file("x.html", page.as_bytes());
        assert!(articles.is_empty(), "{name}");
        assert!(rejects[0].reason.contains(name), "{name}: {rejects:?}");
    }
}

#[test]
fn editions_over_two_lines_are_no_headlines() {
    let text = LEXIS_TEXT.replace("Thursday\n", "Thursday\nEdition 1;\nNorth\n");
    let (articles, _) = with_file("lexis.txt", text.as_bytes());
    assert_eq!(articles[0].title, "Café talks open");
    assert_eq!(articles[0].outlet, "Quay Courier");
}
