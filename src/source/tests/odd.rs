//! Files that are not what their names say, tables that are not as they should be, encodings of all
//! kinds, and the names of fields that other programs write.

use super::formats::{gz, tar, zip};
use super::*;

const PROSE: &str =
    "The minister met the ambassador on Monday, and both said that it had been useful.";

fn texts(name: &str, content: &[u8]) -> Vec<String> {
    let (articles, rejects) = with_file(name, content);
    assert!(rejects.is_empty(), "{name}: {rejects:?}");
    articles.into_iter().map(|a| a.text).collect()
}

#[test]
fn endings_that_lie_mislead_nobody() {
    let lines =
        format!("{{\"id\":\"a\",\"text\":\"{PROSE}\"}}\n{{\"id\":\"b\",\"text\":\"{PROSE}\"}}\n");
    let lines = lines.as_bytes();
    let array =
        format!("[\n {{\n  \"id\": \"a\", \"text\": \"{PROSE}\"}},\n {{\"text\": \"{PROSE}\"}}]");
    let tabs = format!("id\ttitle\ttext\na\tA, b\t{PROSE}\nb\tB\t{PROSE}\n");
    for (name, content) in [
        ("x.json", lines.to_vec()),
        ("x.txt", lines.to_vec()),
        ("x.csv", lines.to_vec()),
        ("x", lines.to_vec()),
        ("x.jsonl", array.clone().into_bytes()),
        ("x.csv", array.into_bytes()),
        ("x.csv", tabs.clone().into_bytes()),
        ("x.txt", tabs.into_bytes()),
        ("x.txt", gz(lines)),
        ("x.csv.gz", zip(&[("y/z.jsonl", lines)])),
        ("x.jsonl", gz(&zip(&[("y/z.jsonl", lines)]))),
        ("x.zip", gz(&tar(&[("y.txt", &gz(lines))]))),
    ] {
        assert_eq!(texts(name, &content), [PROSE, PROSE], "{name}");
    }
    let pretty = format!("{{\n \"id\": \"a\",\n \"text\": \"{PROSE}\"\n}}\n");
    assert_eq!(texts("x.jsonl", pretty.as_bytes()), [PROSE]);
    // A damaged first line leaves a file of lines one.
    let (articles, rejects) = with_file(
        "x.jsonl",
        &[b"{\"id\":\"z\",\"te\n".as_slice(), lines].concat(),
    );
    assert_eq!((articles.len(), rejects.len()), (2, 1));
}

#[test]
fn what_is_no_text_is_named_with_advice() {
    for (content, advice) in [
        (b"%PDF-1.7 x".to_vec(), "pdftotext"),
        (gz(b"X\n\0\0\0\x03\0\x04"), "write.csv"),
        (gz(b"\x80\x03cpandas"), "pickled"),
        (b"7z\xbc\xaf\x27\x1c".to_vec(), "7z"),
        (zip(&[("mimetype", b"application/epub+zip")]), "e-book"),
        ((0..64).collect(), "not text"),
    ] {
        for name in ["x", "x.csv", "x.txt"] {
            let (articles, rejects) = with_file(name, &content);
            assert_eq!((articles.len(), rejects.len()), (0, 1), "{advice}");
            assert!(
                rejects[0].reason.contains(advice) || name != "x",
                "{rejects:?}"
            );
        }
    }
    let events = ["837472", "20140224", "201402", "2014", "2014.15"];
    let row: Vec<&str> = events.into_iter().chain(["x"; 56]).collect();
    let (articles, rejects) = with_file("x.export.CSV", format!("{}\n", row.join("\t")).as_bytes());
    assert_eq!((articles.len(), rejects.len()), (0, 1));
    assert!(rejects[0].reason.contains("GDELT"), "{rejects:?}");
}

#[test]
fn unclosed_quotes_cost_their_own_line() {
    for content in [
        "id,text\n1,\"never closed\n2,b\n3,\"c\"\n4,d\n",
        "id,text\n1,\"never closed\n2,b\n3,c\n4,d",
        "id,text\r\n1,\"never closed\r\n2,b\r\n3,\"c\"\r\n4,d\r\n",
    ] {
        let (articles, rejects) = with_file("x.csv", content.as_bytes());
        let texts: Vec<&str> = articles.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(texts, ["b", "c", "d"], "{content:?}");
        assert_eq!((rejects.len(), rejects[0].line), (1, 2));
        assert!(rejects[0].excerpt.contains("never closed"));
    }
    // A long one within the limit, with quotes behind it that close properly.
    let long = format!("id,text\n1,\"open\n{}", "2,\"fine, too\"\n".repeat(5_000));
    let (articles, rejects) = with_file("x.csv", long.as_bytes());
    assert_eq!((articles.len(), rejects.len()), (5_000, 1));
}

#[test]
fn tables_of_other_programs() {
    let named = b"\"text\",\"date\"\n\"1\",\"a\",\"2022-02-24\"\n\"2\",\"b\",\"2022-02-25\"\n";
    let (articles, _) = with_file("x.csv", named);
    assert_eq!(
        (
            articles[0].text.as_str(),
            articles[1].date.map(|d| d.to_string())
        ),
        ("a", Some("2022-02-25".into()))
    );
    assert_eq!(texts("x.csv", b",text\n0,a\n1,b\n"), ["a", "b"]);
    // Marks at the ends of rows part nothing; other cells beyond the header are not thrown away.
    assert_eq!(texts("x.csv", b"id,text\n1,a,,\n2,b\n"), ["a", "b"]);
    let (articles, rejects) = with_file("x.csv", b"id,text\n1,a,b\n2,c\n3\n");
    assert_eq!((articles.len(), rejects.len()), (1, 2));
    assert_eq!(texts("x.csv", b"id,text,text\n1,a,b\n2,,b\n"), ["a", "b"]);
    assert_eq!(texts("x.csv", b"id,text\r1,a\r2,b\r"), ["a", "b"]);
    let returns = b"{\"text\":\"a\"}\r{\"text\":\"b\"}\r";
    assert_eq!(texts("x.jsonl", returns), ["a", "b"]);
    assert_eq!(texts("x.csv", b"\xef\xbb\xbfid|text\n1|a\n"), ["a"]);
    assert_eq!(
        texts("x.csv", b"id,text\n1,\"a\n\nb\"\n2,c\n"),
        ["a\n\nb", "c"]
    );
    assert!(texts("x.csv", b"id,text\n").is_empty());
    let (_, rejects) = with_file("x.csv", b"");
    assert_eq!(rejects.len(), 1);
}

#[test]
fn encodings_are_told_wherever_they_begin() {
    let german = "Der Minister traf am Montag den Botschafter: „Gespräche über Öl und Gas“ – für beide nützlich. ";
    let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(german);
    let plain = "1,plain text of nothing at all\n".repeat(5_000);
    // The first characters beyond ASCII come long after the beginning.
    let late = [
        b"id,text\n".as_slice(),
        plain.as_bytes(),
        b"2,\"",
        &legacy.repeat(6),
        b"\"\n",
    ]
    .concat();
    let (articles, _) = with_file("x.csv", &late);
    let last = articles.last().unwrap();
    assert!(
        last.text.starts_with(german.trim()) && !last.undecoded,
        "{}",
        last.text
    );
    // A few stray bytes decide nothing, but are flagged.
    let stray = [
        b"id,text\n".as_slice(),
        plain.as_bytes(),
        b"2,caf\xe9 au lait\n",
    ]
    .concat();
    let (articles, _) = with_file("x.csv", &stray);
    let last = articles.last().unwrap();
    assert_eq!((last.text.as_str(), last.undecoded), ("café au lait", true));
    assert!(articles[..5_000].iter().all(|a| !a.undecoded));
    let mixed = "id,text\n1,grün, gut, für alle\n".replace(", ", " ");
    let mixed = [mixed.as_bytes(), b"2,caf\xe9 f\xc3\xbcr\n"].concat();
    let (articles, _) = with_file("x.csv", &mixed);
    assert_eq!(
        (articles[0].text.as_str(), articles[0].undecoded),
        ("grün gut für alle", false)
    );
    assert_eq!(
        (articles[1].text.as_str(), articles[1].undecoded),
        ("caf\u{fffd} für", true)
    );
    let sgml = "<REUTERS NEWID=\"1\"><DATE>31-MAR-1987 605:12:19.12</DATE><TEXT><BODY>Plain.</BODY></TEXT></REUTERS>\n".repeat(900);
    let sgml = [
        sgml.as_bytes(),
        b"<REUTERS NEWID=\"2\"><TEXT><BODY>na\xefve</BODY></TEXT></REUTERS>\n",
    ]
    .concat();
    let (articles, rejects) = with_file("x.sgm", &sgml);
    assert_eq!((articles.len(), rejects.len()), (901, 0));
    assert_eq!(
        articles[0].date.map(|d| d.to_string()),
        Some("1987-03-31".into())
    );
    assert_eq!(
        (articles[900].text.as_str(), articles[900].undecoded),
        ("naïve", true)
    );
}

#[test]
fn encodings_that_the_web_has_given_up() {
    // "Москва предупредила" in IBM 855, "외무장관은 월요일" in ISO-2022-KR, as Python writes them.
    let moscow = [
        0xd3, 0xd6, 0xe3, 0xc6, 0xeb, 0xa0, 0x20, 0xd8, 0xe1, 0xa8, 0xa6, 0xe7, 0xd8, 0xe1, 0xa8,
        0xa6, 0xb7, 0xd0, 0xa0,
    ];
    let xml = [
        b"<?xml version=\"1.0\" encoding=\"IBM855\"?><rss><channel><item><title>".as_slice(),
        &moscow,
        b"</title></item></channel></rss>",
    ]
    .concat();
    let (articles, rejects) = with_file("x.xml", &xml);
    assert!(rejects.is_empty(), "{rejects:?}");
    assert_eq!(articles[0].title, "Москва предупредила");
    let korean = b"\x1b$)C\x0e?\\9+@e0|@:\x0f \x0e?y?d@O\x0f.\n";
    assert_eq!(texts("x.txt", korean), ["외무장관은 월요일."]);
}

/// The names of the fields of articles that other programs write, each with its role.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Id,
        &[
            "id",
            "doc_id",
            "uuid",
            "uri",
            "story_id",
            "stories_id",
            "GKGRECORDID",
        ],
    ),
    (Role::Title, &["title", "headline", "article_title"]),
    (
        Role::Text,
        &[
            "maintext",
            "text",
            "plain_text",
            "text_content",
            "event_text",
            "document",
            "article",
        ],
    ),
    (
        Role::Date,
        &[
            "date_publish",
            "date",
            "published_date",
            "published",
            "publication_date",
            "publish_date",
            "pub_date",
            "versionCreated",
            "DATE",
        ],
    ),
    (Role::Url, &["url", "requested_url", "DocumentIdentifier"]),
    (
        Role::Outlet,
        &[
            "source_domain",
            "domain",
            "media_name",
            "publisher",
            "SourceCommonName",
        ],
    ),
    (Role::Language, &["language"]),
];

#[test]
fn the_names_of_other_programs_are_known() {
    let options = Options::default();
    for (role, names) in NAMES {
        for name in *names {
            let value = match role {
                Role::Date => "2022-02-24 10:00:00",
                Role::Language => "de",
                Role::Url => "https://site.example/a",
                _ => "value",
            };
            let record = serde_json::json!({"headlines": [{"value": "T"}], *name: value});
            let record = record.to_string();
            let article = json::article(record.as_bytes(), place(), &options).unwrap();
            let found = match role {
                Role::Id => article.id,
                Role::Title => article.title,
                Role::Text => article.text,
                Role::Date => article
                    .date
                    .map(|d| format!("{d} 10:00:00"))
                    .unwrap_or_default(),
                Role::Url => article.url,
                Role::Outlet => article.outlet,
                Role::Language => article.language,
                Role::Author => article.author,
            };
            assert!(found == value || *role == Role::Title, "{name}: {found:?}");
        }
    }
    let webz = br#"{"thread":{"title":"x","site":"s.example"},"text":"t","published":"2022-02-24T01:00:00.000+02:00"}"#;
    let article = json::article(webz, place(), &options).unwrap();
    assert_eq!(article.outlet, "s.example");
    let none = br#"{"title":"t","date_publish":"None"}"#;
    let article = json::article(none, place(), &options).unwrap();
    assert_eq!((article.date, article.date_flag), (None, DateFlag::Missing));
    let ninjs = br#"{"uri":"u","headlines":[{"role":"sub","value":"S"},{"role":"main","value":"H"}],
        "bodies":[{"contentType":"text/html","value":"<p>A</p>"},{"contentType":"text/plain","value":"A"}],"by":"W"}"#;
    let article = json::article(ninjs, place(), &options).unwrap();
    assert_eq!(
        (
            article.title.as_str(),
            article.text.as_str(),
            article.author.as_str()
        ),
        ("H", "A", "W")
    );
}

#[test]
fn long_numbers_stay_apart_as_ids() {
    for id in [
        "12345678901234567890123",
        "1.50",
        "-7",
        "18446744073709551616",
    ] {
        let line = format!("{{\"text\":\"t\",\"id\" : {id}}}");
        let article = json::article(line.as_bytes(), place(), &Options::default()).unwrap();
        assert_eq!(article.id, id);
    }
    let words = br#"{"_id":{"$oid":"507f1f77bcf86cd799439011"},"text":"t"}"#;
    let article = json::article(words, place(), &Options::default()).unwrap();
    assert_eq!(article.id, "507f1f77bcf86cd799439011");
}

#[test]
fn front_matter_gives_fields() {
    let post =
        b"---\ntitle: \"A post\"\ndate: 2022-02-24\nauthor: Me\ntags:\n  - a\n---\n\nBody of it.\n";
    let (articles, _) = with_file("x.md", post);
    let a = &articles[0];
    assert_eq!(
        (a.title.as_str(), a.text.as_str(), a.author.as_str()),
        ("A post", "Body of it.", "Me")
    );
    assert_eq!(a.date.map(|d| d.to_string()), Some("2022-02-24".into()));
    // A rule between paragraphs is none.
    assert_eq!(
        texts("y.txt", b"---\nJust prose here.\n---\nMore.").len(),
        1
    );
}

#[test]
fn newsml_of_the_first_generation() {
    let item = |id: &str, component: &str| {
        format!(
            "<NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId><DateId>20020224</DateId>
            <PublicIdentifier>urn:{id}</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>
            <NewsItemType FormalName='News'/><FirstCreated>20020224T120000Z</FirstCreated></NewsManagement>
            <NewsComponent>{component}</NewsComponent></NewsItem>"
        )
    };
    let story = "<NewsLines><HeadLine>Talks begin</HeadLine><ByLine>W</ByLine></NewsLines><AdministrativeMetadata><Provider>
        <Party FormalName='Agency'/></Provider></AdministrativeMetadata><DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>
        <ContentItem><MediaType FormalName='Text'/><DataContent><p>One.</p><p>Two.</p></DataContent></ContentItem>";
    let photo = "<ContentItem Href='x.jpg'><MediaType FormalName='Photo'/></ContentItem>";
    let xml = format!(
        "<?xml version='1.0'?><NewsML>{}{}</NewsML>",
        item("1", story),
        item("2", photo)
    );
    let (articles, rejects) = with_file("x.xml", xml.as_bytes());
    assert_eq!((articles.len(), rejects.len()), (1, 1), "{rejects:?}");
    let a = &articles[0];
    assert_eq!(
        (
            a.id.as_str(),
            a.title.as_str(),
            a.text.as_str(),
            a.outlet.as_str(),
            a.author.as_str()
        ),
        ("urn:1", "Talks begin", "One.\n\nTwo.", "Agency", "W")
    );
    assert_eq!(a.date.map(|d| d.to_string()), Some("2002-02-24".into()));
}

#[test]
fn captions_of_pictures_are_not_taken_for_articles() {
    let rss = b"<rss xmlns:media='m'><channel><item><media:content url='x'><media:title>Caption</media:title>
        <media:description>A caption</media:description></media:content><title>T</title><description>D.</description></item></channel></rss>";
    let (articles, _) = with_file("x.rss", rss);
    assert_eq!(
        (articles[0].title.as_str(), articles[0].text.as_str()),
        ("T", "D.")
    );
}

#[test]
fn folders_tell_what_they_pass_over() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "README.md",
        "a.txt",
        "b.pdf",
        "c.PDF",
        "53068",
        "LICENSE",
        ".hidden",
    ] {
        std::fs::write(folder.path().join(name), "Some text.").unwrap();
    }
    let paths = [folder.path().to_owned()];
    let counts: Vec<(String, u64)> = passed_over(&paths).unwrap().into_iter().collect();
    assert_eq!(counts, [(".pdf".to_owned(), 2), ("README".to_owned(), 2)]);
    let (articles, rejects) = read_all(folder.path(), &Options::default());
    let ids: Vec<_> = articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!((ids, rejects.len()), (vec!["53068", "a.txt"], 0));
}
