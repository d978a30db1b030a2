//! Exports of news databases: each layout with texts of our own, and what must not be split.

use super::formats::zip;
use super::*;

/// Outlet, date, title and text of each article of a file; no reject may come of it.
fn read(name: &str, content: &[u8]) -> Vec<(String, String, String, String)> {
    let (articles, rejects) = with_file(name, content);
    assert!(rejects.is_empty(), "{name}: {rejects:?}");
    articles.iter().map(row).collect()
}

fn row(a: &Article) -> (String, String, String, String) {
    let date = a.date.map(|d| d.to_string()).unwrap_or_default();
    (a.outlet.clone(), date, a.title.clone(), a.text.clone())
}

fn rows(expected: &[[&str; 4]]) -> Vec<(String, String, String, String)> {
    expected
        .iter()
        .map(|[a, b, c, d]| ((*a).into(), (*b).into(), (*c).into(), (*d).into()))
        .collect()
}

/// A refusal as a whole: one reject with advice, and no article.
fn refused(name: &str, content: &[u8], word: &str) {
    let (articles, rejects) = with_file(name, content);
    assert!(articles.is_empty(), "{name}: {articles:?}");
    assert_eq!(rejects.len(), 1, "{name}: {rejects:?}");
    assert!(rejects[0].reason.contains(word), "{}", rejects[0].reason);
}

const LEXIS: &str = "\n\n                    1 of 2 DOCUMENTS\n\n\n                    Harbour Post (Lagos)\n\n              March 3, 2011 Thursday\n\n\
Ferry line opens after\nlong delay\n\nBYLINE: By A. WRITER\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 9 words\n\nDATELINE: ACCRA, March 3\n\nHIGHLIGHT: Both sides\nare content.\n\nGhana thanked Togo for the\nferry line.\n\n\
Both want more.\n\nLOAD-DATE: March 4, 2011\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n               Copyright 2011 Harbour Media\n                  All Rights Reserved\n\n\n\
                    2 of 2 DOCUMENTS\n\n\n                    Hill Courier\n\nTalks on milk\n\nLENGTH: 5 words\n\nChile praised Peru.\n\nLOAD-DATE: March 9, 2011\n\nLANGUAGE: ENGLISH\n";

fn lexis_rows() -> Vec<(String, String, String, String)> {
    rows(&[
        [
            "Harbour Post (Lagos)",
            "2011-03-03",
            "Ferry line opens after long delay",
            "Ghana thanked Togo for the ferry line.\n\nBoth want more.",
        ],
        [
            "Hill Courier",
            "2011-03-09",
            "Talks on milk",
            "Chile praised Peru.",
        ],
    ])
}

#[test]
fn lexis_text_is_split_by_its_headers() {
    assert_eq!(read("x.TXT", LEXIS.as_bytes()), lexis_rows());
    let windows = LEXIS.replace('\n', "\r\n").replace(": ", ":\u{a0}");
    assert_eq!(read("x.txt", windows.as_bytes()), lexis_rows());
    let (articles, _) = with_file("x.txt", LEXIS.as_bytes());
    assert_eq!(
        (articles[0].author.as_str(), articles[0].language.as_str()),
        ("A. WRITER", "en")
    );
    // The same file without the last document states more than it holds.
    let cut = &LEXIS[..LEXIS.find("2 of 2").unwrap()];
    let (articles, rejects) = with_file("x.txt", cut.as_bytes());
    assert_eq!(articles.len(), 1);
    assert!(
        rejects[0]
            .reason
            .contains("states 2 documents, 1 were found"),
        "{rejects:?}"
    );
}

#[test]
fn lexis_text_is_read_in_other_languages() {
    let german = "          Dokument 1 von 1\n\n          Beispielblatt\n\n     Montag 11. Januar 2010\n\nStreit um Gas\n\nAUTOR: Von C. SCHREIBER\n\nRUBRIK: POLITIK; S. 2\n\nLÄNGE: 5 Wörter\n\nRussland warf der Ukraine Diebstahl vor.\n\nUPDATE: 12. Januar 2010\n\nSPRACHE: GERMAN; DEUTSCH\n\nPUBLICATION-TYPE: Zeitung\n";
    assert_eq!(
        read("x.txt", german.as_bytes()),
        rows(&[[
            "Beispielblatt",
            "2010-01-11",
            "Streit um Gas",
            "Russland warf der Ukraine Diebstahl vor."
        ]])
    );
    let french = "          Document 1 de 2\n\n          La Feuille\n\n     lundi 11 janvier 2010\n\nAccord sur l'eau\n\nLONGUEUR: 5 mots\n\nLe Mali remercie le Niger.\n\nLANGUE: FRENCH; FRANÇAIS\n\n          Document 2 de 2\n\n          La Feuille\n\n     mardi 12 janvier 2010\n\nAutre accord\n\nLONGUEUR: 3 mots\n\nLe Tchad remercie le Mali.\n";
    let found = read("x.txt", french.as_bytes());
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].1.as_str(), found[1].1.as_str()),
        ("2010-01-11", "2010-01-12")
    );
    assert_eq!(found[1].3, "Le Tchad remercie le Mali.");
    let spanish = "          Documento 1 de 1\n\n          El Ejemplo\n\n     11 de enero de 2010 lunes\n\nAgua para todos\n\nLONGITUD: 4 palabras\n\nBolivia agradeció a Chile.\n";
    assert_eq!(
        read("x.txt", spanish.as_bytes()),
        rows(&[[
            "El Ejemplo",
            "2010-01-11",
            "Agua para todos",
            "Bolivia agradeció a Chile."
        ]])
    );
}

#[test]
fn lexis_pages_are_split_by_their_headers() {
    let page = |n: usize, outlet: &str, day: &str, title: &str, text: &str| {
        format!(
            "<A NAME=\"DOC_ID_0_{n}\"></A><BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">{n} of 2 DOCUMENTS</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">{outlet}</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c3\"><P CLASS=\"c1\"><SPAN CLASS=\"c4\">March</SPAN><SPAN CLASS=\"c2\"> {day}</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c7\">{title}</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LENGTH: </SPAN><SPAN CLASS=\"c2\">9 words</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c5\"><P CLASS=\"c9\"><SPAN CLASS=\"c2\">{text}</SPAN></P></DIV>\n\
<BR><DIV CLASS=\"c5\"><P CLASS=\"c6\"><SPAN CLASS=\"c8\">LOAD-DATE: </SPAN><SPAN CLASS=\"c2\">March 9, 2011</SPAN></P></DIV>\n"
        )
    };
    let whole = format!(
        "<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>{}{}</BODY></HTML>",
        page(
            1,
            "Harbour Post",
            "3, 2011 Thursday",
            "Ferry opens",
            "Ghana thanked Togo."
        ),
        page(
            2,
            "Hill Courier",
            "4, 2011 Friday",
            "Talks on milk",
            "Chile praised Peru."
        ),
    );
    assert_eq!(
        read("x.html", whole.as_bytes()),
        rows(&[
            [
                "Harbour Post",
                "2011-03-03",
                "Ferry opens",
                "Ghana thanked Togo."
            ],
            [
                "Hill Courier",
                "2011-03-04",
                "Talks on milk",
                "Chile praised Peru."
            ],
        ])
    );
}

const NEXIS: [&str; 34] = [
    "User Name: reader",
    "Date and Time: Monday, 5 April 2021 10:00:00 AM CEST",
    "Job Number: 1",
    "Documents (2)",
    "1. Lake treaty signed",
    "Client/Matter: -None-",
    "2. Rail plan",
    "Search Terms: lake",
    "Lake treaty signed",
    "Valley Times",
    "April 1, 2021 Thursday",
    "Copyright 2021 Valley Media All Rights Reserved",
    "Section: WORLD; Pg. 3",
    "Length: 8 words",
    "Byline: By D. Author",
    "Body",
    "Kenya praised Uganda for the lake treaty.",
    "Rwanda stayed away.",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Load-Date: April 2, 2021",
    "End of Document",
    "Rail plan",
    "Coast Daily",
    "2 April 2021",
    "Copyright 2021 Coast Media",
    "Length: 5 words",
    "Body",
    "Spain thanked France.",
    "Classification",
    "Language: ENGLISH",
    "Load-Date: April 3, 2021",
    "End of Document",
];

fn nexis_rows() -> Vec<(String, String, String, String)> {
    rows(&[
        [
            "Valley Times",
            "2021-04-01",
            "Lake treaty signed",
            "Kenya praised Uganda for the lake treaty.\n\nRwanda stayed away.",
        ],
        [
            "Coast Daily",
            "2021-04-02",
            "Rail plan",
            "Spain thanked France.",
        ],
    ])
}

/// A Word document with these paragraphs.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|p| {
            format!(
                "<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                p.replace('&', "&amp;")
            )
        })
        .collect();
    let text = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"urn:w\"><w:body>{body}<w:p><w:del><w:r><w:t>deleted</w:t></w:r></w:del></w:p></w:body></w:document>"
    );
    zip(&[
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", text.as_bytes()),
    ])
}

/// A document in Rich Text Format with these paragraphs.
fn rtf(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|p| {
            let text: String = p
                .chars()
                .map(|c| match c {
                    'ü' => "\\'fc".to_owned(),
                    c if c.is_ascii() => c.to_string(),
                    c => format!("\\u{}?", u32::from(c)),
                })
                .collect();
            format!("{{\\b {text}}}\\par\n")
        })
        .collect();
    format!("{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}{{\\*\\generator x;}}{{\\header Page 1}}{body}}}").into_bytes()
}

#[test]
fn nexis_uni_is_split_at_the_ends_of_documents() {
    assert_eq!(read("x.DOCX", &docx(&NEXIS)), nexis_rows());
    assert_eq!(read("x.rtf", &rtf(&NEXIS)), nexis_rows());
    let (articles, rejects) = with_file("x.docx", &docx(&NEXIS[..23]));
    assert_eq!(articles.len(), 1);
    assert!(
        rejects[0].reason.contains("states 2 documents"),
        "{rejects:?}"
    );
    // One document a file, without a cover.
    assert_eq!(read("x.docx", &docx(&NEXIS[23..])), nexis_rows()[1..]);
}

#[test]
fn word_and_rich_text_are_one_article_by_themselves() {
    let plain = ["Grüße aus Kiew – heute", "Die Türkei lobte Polen & Ungarn."];
    for (name, bytes) in [("x.docx", docx(&plain)), ("x.rtf", rtf(&plain))] {
        let found = read(name, &bytes);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].2.as_str(), found[0].3.as_str()),
            ("Grüße aus Kiew – heute", "Die Türkei lobte Polen & Ungarn.")
        );
    }
}

const FACTIVA: [&str; 26] = [
    "World News",
    "Border post reopens",
    "By E. Reporter",
    "9 words",
    "11 January 2010",
    "06:12",
    "Example News",
    "LBA",
    "English",
    "(c) 2010 Example News Ltd",
    "Kenya thanked Uganda.",
    "Traffic is back.",
    "Document LBA0000020100111e61b000y1",
    "Strike ends",
    "1,234 words",
    "12 January 2010",
    "Morning Example",
    "MOREX",
    "12",
    "English",
    "Copyright 2010, Morning Example",
    "Italy praised Malta.",
    "Document MOREX00020100112e61c0000x",
    "Search Summary",
    "Text kenya or italy",
    "© 2010 Factiva, Inc. All rights reserved.",
];

#[test]
fn factiva_is_split_at_its_numbers_of_access() {
    let expected = rows(&[
        [
            "Example News",
            "2010-01-11",
            "Border post reopens",
            "Kenya thanked Uganda.\n\nTraffic is back.",
        ],
        [
            "Morning Example",
            "2010-01-12",
            "Strike ends",
            "Italy praised Malta.",
        ],
    ]);
    assert_eq!(read("x.rtf", &rtf(&FACTIVA)), expected);
    assert_eq!(read("x.txt", FACTIVA.join("\n\n").as_bytes()), expected);
    let (articles, _) = with_file("x.rtf", &rtf(&FACTIVA));
    assert_eq!(
        (
            articles[0].id.as_str(),
            articles[0].author.as_str(),
            articles[0].language.as_str()
        ),
        ("LBA0000020100111e61b000y1", "E. Reporter", "en")
    );
    // An article without its last lines.
    let (_, rejects) = with_file("x.rtf", &rtf(&FACTIVA[..20]));
    assert!(
        rejects
            .iter()
            .any(|r| r.reason.contains("ends within an article")),
        "{rejects:?}"
    );
}

#[test]
fn factiva_pages_are_read_by_their_classes_and_codes() {
    let classes = "<html><body><div id=\"articleFrame\"><div class=\"article enArticle\"><div>News</div><div id=\"hd\"><span class=\"enHeadline\">Border post reopens</span></div><div class=\"author\">By E. Reporter</div><div>9 words</div><div>11 January 2010</div><div>06:12</div><div>Example News</div><div>LBA</div><div>English</div><div>(c) 2010 Example</div><p class=\"articleParagraph enarticleParagraph\">Kenya thanked Uganda.</p><p class=\"articleParagraph enarticleParagraph\">Traffic is back.</p><p>Document LBA0000020100111e61b000y1</p></div>\
<div class=\"article enArticle\"><div id=\"hd\"><span class=\"enHeadline\">Strike ends</span></div><div>5 words</div><div>12 January 2010</div><div>Morning Example</div><div>MOREX</div><div>English</div><p class=\"articleParagraph\">Italy praised Malta.</p><p>Document MOREX00020100112e61c0000x</p></div></div></body></html>";
    let expected = rows(&[
        [
            "Example News",
            "2010-01-11",
            "Border post reopens",
            "Kenya thanked Uganda.\n\nTraffic is back.",
        ],
        [
            "Morning Example",
            "2010-01-12",
            "Strike ends",
            "Italy praised Malta.",
        ],
    ]);
    assert_eq!(read("x.html", classes.as_bytes()), expected);
    // A frame of the same class, and the word for a document in another language.
    let framed = classes
        .replace("id=\"articleFrame\"", "class=\"article\"")
        .replace("Document ", "文件 ");
    assert_eq!(read("x.html", framed.as_bytes()), expected);
    assert_eq!(
        with_file("x.html", framed.as_bytes()).0[1].id,
        "MOREX00020100112e61c0000x"
    );
    let row = |code: &str, value: &str| format!("<tr><td><b>{code}</b></td><td>{value}</td></tr>");
    let coded = |hd: &str, pd: &str, sn: &str, lp: &str, an: &str| {
        format!(
            "<div class=\"article enArticle\"><table>{}{}{}{}{}{}</table></div>",
            row("HD", hd),
            row("PD", pd),
            row("SN", sn),
            row("LA", "English"),
            row("LP", lp),
            row("AN", an)
        )
    };
    let page = format!(
        "<html><body>{}{}</body></html>",
        coded(
            "Border post reopens",
            "11 January 2010",
            "Example News",
            "<p class=\"articleParagraph\">Kenya thanked Uganda.</p><p class=\"articleParagraph\">Traffic is back.</p>",
            "Document LBA0000020100111e61b000y1"
        ),
        coded(
            "Strike ends",
            "12 January 2010",
            "Morning Example",
            "<p class=\"articleParagraph\">Italy praised Malta.</p>",
            "Document MOREX00020100112e61c0000x"
        ),
    );
    assert_eq!(read("x.html", page.as_bytes()), expected);
}

#[test]
fn factiva_xml_reconciles_with_its_count() {
    let article = "<ppsArticleResult><article><accessionNo>LBA1</accessionNo><headline><paragraph>Border post reopens</paragraph></headline><byline>E. Reporter</byline><publicationDate><date>2010-01-11</date></publicationDate><sourceName>Example News</sourceName><baseLanguage>EN</baseLanguage><leadParagraph><paragraph>Kenya thanked Uganda.</paragraph></leadParagraph><tailParagraphs><paragraph>Traffic is back.</paragraph></tailParagraphs></article></ppsArticleResult>";
    let document = |count: u32| {
        format!(
            "<?xml version=\"1.0\"?><response><ppsArticleResponse><ppsArticleResultSet count=\"{count}\">{article}</ppsArticleResultSet></ppsArticleResponse></response>"
        )
    };
    assert_eq!(
        read("x.xml", document(1).as_bytes()),
        rows(&[[
            "Example News",
            "2010-01-11",
            "Border post reopens",
            "Kenya thanked Uganda.\n\nTraffic is back."
        ]])
    );
    let (articles, rejects) = with_file("x.xml", document(3).as_bytes());
    assert_eq!((articles.len(), rejects.len()), (1, 1));
    assert!(
        rejects[0]
            .reason
            .contains("states 3 documents, 1 were found"),
        "{rejects:?}"
    );
}

#[test]
fn proquest_is_read_from_text_pages_xml_and_ris() {
    let document = |n: u32, title: &str, day: &str, text: &str| {
        format!(
            "Document {n} of 2\n\n{title}\n\nAuthor: Writer, F.\n\nPublication info: Example Herald; Springfield [Springfield]: {day}.\n\nAbstract: None.\n\nFull text: {text}\n\nSubject: Treaties\n\nTitle: {title}\n\nPublication title: Example Herald; Springfield\n\nPublication date: {day}\n\nISSN: 0000\n\nLanguage of publication: English\n\nProQuest document ID: 10000{n}\n\nDocument URL: https://example.org/{n}\n\nDatabase: Example Newsstream\n\n____________________________________________________________\n\n"
        )
    };
    let text = document(
        1,
        "Dam agreed",
        "May 2, 2014",
        "Egypt praised Sudan.\n\nTalks: they go on.",
    ) + &document(2, "Vote put off", "May 3, 2014", "Iraq thanked Iran.");
    let expected = rows(&[
        [
            "Example Herald",
            "2014-05-02",
            "Dam agreed",
            "Egypt praised Sudan.\n\nTalks: they go on.",
        ],
        [
            "Example Herald",
            "2014-05-03",
            "Vote put off",
            "Iraq thanked Iran.",
        ],
    ]);
    assert_eq!(read("x.txt", text.as_bytes()), expected);
    let html: String = text
        .split("\n\n")
        .filter(|line| !line.is_empty() && !line.starts_with('_') && !line.starts_with("Document "))
        .map(|line| format!("<p>{line}</p>"))
        .collect();
    let html =
        format!("<html><head><title>ProQuestDocuments</title></head><body>{html}</body></html>");
    assert_eq!(read("x.html", html.as_bytes()), expected);
    let xml = "<?xml version=\"1.0\"?><Records><Record><GOID>1</GOID><RecordTitle>Dam agreed</RecordTitle><Publication><Title>Example Herald</Title></Publication><NumericPubDate>20140502</NumericPubDate><LanguageCode>ENG</LanguageCode><FullText>&lt;p&gt;Egypt praised Sudan.&lt;/p&gt;&lt;p&gt;Talks: they go on.&lt;/p&gt;</FullText></Record></Records>";
    assert_eq!(read("x.xml", xml.as_bytes()), expected[..1]);
    let ris = "TY  - NEWS\r\nT1  - Dam agreed\r\nAU  - Writer, F.\r\nJF  - Example Herald\r\nDA  - 2014/05/02/\r\nPY  - 2014\r\nN2  - Egypt praised Sudan.\r\nLA  - English\r\nAN  - 1\r\nER  - \r\n\r\nTY  - NEWS\r\nTI  - Vote put off\r\nJF  - Example Herald\r\nDA  - 2014 May 03\r\nAB  - Iraq thanked Iran.\r\nER  - \r\n";
    let found = read("x.ris", ris.as_bytes());
    assert_eq!(
        found[0],
        rows(&[[
            "Example Herald",
            "2014-05-02",
            "Dam agreed",
            "Egypt praised Sudan."
        ]])[0]
    );
    assert_eq!(found[1], expected[1]);
}

#[test]
fn newsbank_is_split_at_its_record_numbers() {
    let text = "Bridge opens\n\nExample Gazette (Riverton, OH) - June 7, 2015\n\nAuthor: G. Reporter\nSection: World\nPage: A4\n\nPoland thanked Latvia.\n\nMore bridges follow.\n\nRecord Number: 0001\n\nOpenURL Link\n\nCopyright (c) 2015 Example Gazette\n\n\
Ships return\n\nExample Gazette (Riverton, OH) - June 8, 2015\n\nNorway praised Iceland.\n\nRecord Number: 0002\n\nCopyright (c) 2015 Example Gazette\n";
    assert_eq!(
        read("x.txt", text.as_bytes()),
        rows(&[
            [
                "Example Gazette",
                "2015-06-07",
                "Bridge opens",
                "Poland thanked Latvia.\n\nMore bridges follow."
            ],
            [
                "Example Gazette",
                "2015-06-08",
                "Ships return",
                "Norway praised Iceland."
            ],
        ])
    );
}

#[test]
fn europresse_pages_are_split_into_their_articles() {
    let article = |title: &str, head: &str, text: &str, number: &str| {
        format!(
            "<article><header><div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">Le Modèle, no. 123</span></div><span class=\"DocHeader\">{head}</span><div class=\"titreArticle\"><p class=\"sm-margin-TopNews titreArticleVisu rdp__articletitle\">{title}</p></div><div class=\"docAuthors\">Par H. Auteur</div></header><section><div class=\"DocText clearfix\"><div class=\"docOcurrContainer\"><p>{text}</p><p>Suite.</p></div></div></section><footer><div class=\"publiC-lblNodoc\">news·20160112·MO·{number}</div></footer></article>"
        )
    };
    let page = format!(
        "<html><body>{}{}</body></html>",
        article(
            "Accord sur l’eau",
            "International, lundi 11 janvier 2016, p. 4",
            "Le Mali remercie le Niger.",
            "1"
        ),
        article("Un pont", "Monde", "Le Togo félicite le Bénin.", "2"),
    );
    assert_eq!(
        read("x.html", page.as_bytes()),
        rows(&[
            [
                "Le Modèle",
                "2016-01-11",
                "Accord sur l’eau",
                "Le Mali remercie le Niger.\n\nSuite."
            ],
            [
                "Le Modèle",
                "2016-01-12",
                "Un pont",
                "Le Togo félicite le Bénin.\n\nSuite."
            ],
        ])
    );
}

#[test]
fn former_europresse_pages_are_split_into_their_cells() {
    let article = |paper: &str, head: &str, title: &str, body: &str, number: &str| {
        format!(
            "<table><tr><td><table><tr><td id=\"celPublication\"><br></td></tr></table><span class=\"DocPublicationName\">{paper}</span><br>{head}<br><br><span class=\"TitreArticleVisu\">{title}</span><br><br>{body}<p></p><b><i>© 2012 {paper}. Tous droits réservés.</i></b><p></p>Numéro de document : {number}<br><table><tr><td>{number}</td></tr></table></td></tr></table>"
        )
    };
    let page = format!(
        "<html><body>{}{}</body></html>",
        article(
            "Le Modèle",
            "<span class=\"DocHeader\">Monde, </span><span class=\"DocHeader\">jeudi </span><span class=\"DocHeader\">5 octobre 2013</span>",
            "Un accord",
            "Le Mali remercie le <font>Niger</font>.<p></p>Suite.",
            "news·20131005·MO·1"
        ),
        article(
            "La Revue, no. 7",
            "<span class=\"DocHeader\">Éditorial</span>",
            "Un <span>pont</span>",
            "Ana Exemple<br><p></p>Le Togo félicite le Bénin.",
            "news·20131006·RE·2"
        ),
    );
    assert_eq!(
        read("x.html", page.as_bytes()),
        rows(&[
            [
                "Le Modèle",
                "2013-10-05",
                "Un accord",
                "Le Mali remercie le Niger.\n\nSuite."
            ],
            [
                "La Revue",
                "2013-10-06",
                "Un pont",
                "Le Togo félicite le Bénin."
            ],
        ])
    );
}

#[test]
fn tei_gives_an_utterance_an_article() {
    let tei = "<?xml version=\"1.0\"?><TEI xmlns=\"http://www.tei-c.org/ns/1.0\" xml:id=\"s1\" xml:lang=\"en\"><teiHeader><fileDesc><titleStmt><title type=\"main\" xml:lang=\"en\">Sitting 1 of Utopia</title><funder><orgName>Example Funder</orgName></funder></titleStmt><publicationStmt><publisher>Example Parliament</publisher><date when=\"2020-01-01\"/></publicationStmt></fileDesc><profileDesc><settingDesc><setting><date when=\"2015-06-03\">3.6.2015</date></setting></settingDesc></profileDesc></teiHeader><text><body><div type=\"debateSection\"><note type=\"speaker\">The Chair:</note><u who=\"#Chair\" xml:id=\"s1.u1\"><seg>We thank Norway.</seg><note>Applause</note><seg>And Sweden.</seg></u><u who=\"#Member\" xml:id=\"s1.u2\"><seg><s><w>Peru</w> <w>praised</w> <w join=\"right\">Chile</w><pc>.</pc></s></seg></u></div></body></text></TEI>";
    assert_eq!(
        read("x.xml", tei.as_bytes()),
        rows(&[
            [
                "Example Parliament",
                "2015-06-03",
                "",
                "We thank Norway.\n\nAnd Sweden."
            ],
            [
                "Example Parliament",
                "2015-06-03",
                "",
                "Peru praised Chile."
            ],
        ])
    );
    let (articles, _) = with_file("x.xml", tei.as_bytes());
    assert_eq!(
        (articles[1].id.as_str(), articles[1].author.as_str()),
        ("s1.u2", "Member")
    );
}

#[test]
fn mail_folders_give_a_message_an_article() {
    let mail = "From desk@example.org Mon Jan 11 10:00:00 2016\nFrom: \"Example Desk\" <desk@example.org>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from Kiel\nDate: Mon, 11 Jan 2016 10:00:00 +0100\nMessage-ID: <m1@example.org>\nContent-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nT=C3=BCrkiye praised =\nMalta.\n--b\nContent-Type: text/html\n\n<p>no</p>\n--b--\n\nFrom other@example.org Tue Jan 12 10:00:00 2016\nFrom: other@example.org\nSubject: Second\nDate: 12 Jan 2016 10:00:00 GMT\n\nFrom here Spain thanked Italy.\n";
    assert_eq!(
        read("x.mbox", mail.as_bytes()),
        rows(&[
            [
                "Example Desk",
                "2016-01-11",
                "Grüße from Kiel",
                "Türkiye praised Malta."
            ],
            [
                "other@example.org",
                "2016-01-12",
                "Second",
                "From here Spain thanked Italy."
            ],
        ])
    );
}

#[test]
fn repeated_headers_are_never_one_article() {
    let text = "Ghana thanked Togo.\n\nProQuest document ID 1\n\nEnd of the page.\n";
    assert_eq!(with_file("x.txt", text.as_bytes()).0.len(), 1);
    refused(
        "x.html",
        b"<html><body><DOCFULL>One.</DOCFULL><DOCFULL>Two.</DOCFULL></body></html>",
        "LexisNexis",
    );
    refused(
        "x.txt",
        b"1 of 2 DOCUMENTS\n\nGhana thanked Togo.\n\n2 of 2 DOCUMENTS\n\nChile praised Peru.\n",
        "export it again",
    );
    refused("x.pdf", b"%PDF-1.4 rest", "Nexis Uni DOCX or RTF");
    // A page with teasers is one article, and so is a text that speaks of archives.
    let page = "<html><body><article><h1>Ghana and Togo agree</h1><p>Ghana thanked Togo for the ferry line, and both sides want more of it in the years to come.</p></article><article><h2>More</h2><p>Other news.</p></article></body></html>";
    assert_eq!(with_file("x.html", page.as_bytes()).0.len(), 1);
    let letter = b"From Accra\nNote: the ferry is back.\n\nGhana thanked Togo.\n";
    assert_eq!(with_file("x.txt", letter).0.len(), 1);
    let prose = "Archive work\n\nThe header 1 of 3 DOCUMENTS stands above each article. Document 2 of 3 follows it.\n";
    assert_eq!(with_file("x.txt", prose.as_bytes()).0.len(), 1);
}

#[test]
fn hostile_documents_end() {
    let deep = "{".repeat(200_000);
    with_file("x.rtf", format!("{{\\rtf1 {deep}").as_bytes());
    with_file("x.rtf", b"{\\rtf1 \\u-10179?\\u-8704? \\bin99999999 x\\'");
    with_file("x.docx", &docx(&NEXIS)[..200]);
    with_file(
        "x.mbox",
        b"From a\nContent-Type: multipart/mixed; boundary=\n\n--\n--\n",
    );
    let many = "1 of 9 DOCUMENTS\nLENGTH: 1\n".repeat(20_000);
    let (articles, rejects) = with_file("x.txt", many.as_bytes());
    assert!(articles.is_empty() && rejects.len() >= 20_000);
}
