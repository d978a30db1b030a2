//! Each format, packing and container, from bytes made here.

use std::io::Write;

use super::*;

const LINES: &str =
    "{\"id\":\"a\",\"text\":\"One.\",\"date\":\"2022-02-24\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n";

fn ids(articles: &[Article]) -> Vec<&str> {
    articles.iter().map(|a| a.id.as_str()).collect()
}

/// A tar archive of plain files.
pub(super) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[156] = b'0';
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.extend_from_slice(&[0; 1024]);
    out
}

/// A zip archive of deflated files.
pub(super) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut packed =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(content).unwrap();
        let packed = packed.finish().unwrap();
        let mut sum = flate2::Crc::new();
        sum.update(content);
        let start = out.len() as u32;
        let mut common = Vec::new();
        common.extend_from_slice(&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        common.extend_from_slice(&sum.sum().to_le_bytes());
        common.extend_from_slice(&(packed.len() as u32).to_le_bytes());
        common.extend_from_slice(&(content.len() as u32).to_le_bytes());
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let at = out.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&(files.len() as u16).to_le_bytes());
    out.extend_from_slice(&(files.len() as u16).to_le_bytes());
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

pub(super) fn gz(content: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

fn bz2(content: &[u8]) -> Vec<u8> {
    let mut packed = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

fn xz(content: &[u8]) -> Vec<u8> {
    let mut packed =
        lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

#[test]
fn every_packing_by_content_alone() {
    let plain = LINES.as_bytes();
    let packed = [
        gz(plain),
        bz2(plain),
        xz(plain),
        zstd::encode_all(plain, 3).unwrap(),
        gz(&xz(plain)),
        [gz(plain), gz(b"{\"id\":\"c\",\"text\":\"Three.\"}\n")].concat(),
    ];
    for (i, bytes) in packed.iter().enumerate() {
        let (articles, rejects) = with_file("file", bytes);
        assert_eq!(ids(&articles)[..2], ["a", "b"], "{i}");
        assert!(rejects.is_empty(), "{i}: {rejects:?}");
    }
}

#[test]
fn archives_of_any_format_within_each_other() {
    let inner = zip(&[
        ("deep/x.csv", b"id,text\nz,In a zip in a tar\n"),
        ("deep/.hidden", b"no"),
    ]);
    let files: [(&str, &[u8]); 5] = [
        ("a.jsonl", LINES.as_bytes()),
        ("b.json.gz", &gz(b"[{\"id\":\"j\",\"text\":\"J\"}]")),
        ("text/c.txt", b"Just text."),
        ("inner.zip", &inner),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"),
    ];
    for bytes in [
        tar(&files),
        gz(&tar(&files)),
        zip(&files),
        zstd::encode_all(tar(&files).as_slice(), 1).unwrap(),
    ] {
        let (articles, rejects) = with_file("x.tar", &bytes);
        assert_eq!(ids(&articles), ["a", "b", "j", "text/c.txt", "z"]);
        assert_eq!(rejects.len(), 1);
        assert!(
            rejects[0].input.ends_with("x.tar/picture.png"),
            "{rejects:?}"
        );
    }
    let options = Options {
        archive_depth: 1,
        ..Options::default()
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.tar"), tar(&files)).unwrap();
    let (articles, rejects) = read_all(folder.path(), &options);
    assert_eq!((articles.len(), rejects.len()), (4, 2));
    assert_eq!(rejects[0].kind(), RejectKind::Limit);
}

#[test]
fn tables_tell_their_quoting() {
    let texts = |name: &str, content: &str| -> Vec<String> {
        let (articles, rejects) = with_file(name, content.as_bytes());
        assert!(rejects.is_empty(), "{rejects:?}");
        articles.into_iter().map(|a| a.text).collect()
    };
    let doubled = "id,text\n1,\"He said \"\"no\"\", twice\"\n2,\"\"\"Yes\"\"\"\n";
    assert_eq!(
        texts("x.csv", doubled),
        ["He said \"no\", twice", "\"Yes\""]
    );
    let escaped = "id,text\n1,\"He said \\\"no\\\", twice\"\n2,\"Yes\"\n";
    assert_eq!(texts("x.csv", escaped), ["He said \"no\", twice", "Yes"]);
    let single = "'id','text'\n'1','He said \"no\", twice'\n'2','It''s'\n";
    assert_eq!(texts("x.csv", single), ["He said \"no\", twice", "It's"]);
    let raw = "id\ttext\n1\t\"No,\" he said\n2\t\"Yes\n3\tAnd 5\" more\n";
    assert_eq!(
        texts("x.tsv", raw),
        ["\"No,\" he said", "\"Yes", "And 5\" more"]
    );
    let quoted = "id\ttext\n1\t\"Two\nlines\"\n2\t\"A\ttab\"\n";
    assert_eq!(texts("x.tsv", quoted), ["Two\nlines", "A\ttab"]);
}

#[test]
fn office_documents_are_told_from_archives() {
    let (articles, rejects) = with_file(
        "x.xlsx",
        &zip(&[("[Content_Types].xml", b"<a/>"), ("xl/a.xml", b"<a/>")]),
    );
    assert!(articles.is_empty());
    assert!(rejects[0].reason.contains("save it as CSV"));
}

#[test]
fn answers_of_news_services_are_unwrapped() {
    let wrapped = br#"{"status":"ok","totalResults":2,"articles":[{"title":"A","url":"u1"},{"title":"B","url":"u2"}]}"#;
    assert_eq!(ids(&with_file("x.json", wrapped).0), ["u1", "u2"]);
    let deeper = br#"{"response":{"status":"ok","results":[{"webTitle":"A","id":"1","webPublicationDate":"2022-02-24T01:02:03Z"}]}}"#;
    assert_eq!(ids(&with_file("x.json", deeper).0), ["1"]);
}

#[test]
fn a_page_gives_its_article() {
    let prose = "The two ministers met on Thursday, spoke for an hour, and agreed to meet again in the spring.";
    let page = format!(
        "<!DOCTYPE html><html lang=en-GB><head><meta charset=utf-8><title>Ministers meet | The Paper</title>
        <link rel=canonical href='https://paper.example/a/1'><meta property='og:site_name' content='The Paper'>
        <script type='application/ld+json'>{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"headline\":\"Ministers meet\",\"datePublished\":\"2022-02-24T10:00:00+01:00\",\"author\":[{{\"name\":\"A. Writer\"}}]}}]}}</script></head>
        <body><nav><a href=/>Home</a> <a href=/w>World</a></nav><div class=story><h1>Ministers meet</h1>
        <p>{prose}</p><p>{prose} <a href=x>Again</a>.</p><div class=related><p><a href=y>Another story that you could read, if you wanted</a></p></div>
        <p>{prose}<br><br>Third.</p></div><footer><p>Copyright, all rights reserved, and so on and so forth, for ever.</p></footer></body></html>"
    );
    let (articles, rejects) = with_file("x.html", page.as_bytes());
    assert!(rejects.is_empty());
    let a = &articles[0];
    assert_eq!(a.title, "Ministers meet");
    assert_eq!(a.date.map(|d| d.to_string()), Some("2022-02-24".into()));
    assert_eq!(
        (
            a.url.as_str(),
            a.outlet.as_str(),
            a.language.as_str(),
            a.author.as_str()
        ),
        ("https://paper.example/a/1", "The Paper", "en", "A. Writer")
    );
    assert_eq!(a.text.split("\n\n").count(), 4, "{}", a.text);
    assert!(
        !a.text.contains("Copyright")
            && !a.text.contains("Another story")
            && !a.text.contains("Home")
    );
}

#[test]
fn web_archives_with_chunks_and_gzip() {
    let page = "<html><head><title>T</title></head><body><p>The talks, which began on Monday, ended without a result, both sides said.</p></body></html>";
    let packed = gz(page.as_bytes());
    let mut chunked = Vec::new();
    for part in packed.chunks(50) {
        chunked.extend_from_slice(format!("{:x}\r\n", part.len()).as_bytes());
        chunked.extend_from_slice(part);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".as_slice(), &chunked].concat();
    let record = |kind: &str, url: &str, body: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    };
    let records = [
        record("warcinfo", "", b"software: x"),
        record(
            "request",
            "https://www.site.example/a",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        record("response", "https://www.site.example/a", &http),
        b"rubbish between records\r\nmore of it\r\n".to_vec(),
        record(
            "response",
            "https://site.example/b",
            b"HTTP/1.1 404 Not Found\r\n\r\nNo.",
        ),
        record("response", "https://site.example/c", &http),
    ];
    let whole = records.concat();
    let each: Vec<u8> = records.iter().flat_map(|r| gz(r)).collect();
    for bytes in [whole.clone(), each] {
        let (articles, rejects) = with_file("x.warc.gz", &bytes);
        assert_eq!(
            ids(&articles),
            ["https://www.site.example/a", "https://site.example/c"]
        );
        assert_eq!(articles[0].outlet, "site.example");
        assert!(articles[0].text.starts_with("The talks"));
        assert_eq!(rejects.len(), 2, "{rejects:?}");
        assert_eq!(rejects[0].kind(), RejectKind::Syntax);
    }
    // One damaged member costs one record.
    let many: Vec<Vec<u8>> = (0..20)
        .map(|i| {
            gz(&record(
                "response",
                &format!("https://site.example/{i}"),
                &http,
            ))
        })
        .collect();
    let mut damaged = many.concat();
    let at = many[..7].concat().len() + many[7].len() / 2;
    damaged[at..at + 20].fill(0xff);
    let (articles, rejects) = with_file("x.warc.gz", &damaged);
    assert_eq!(articles.len(), 19, "{rejects:?}");
    assert!(rejects.iter().any(|r| r.kind() == RejectKind::Damaged));
    let cut = &whole[..whole.len() - 40];
    let (articles, rejects) = with_file("x.warc", cut);
    assert_eq!((articles.len(), rejects.len()), (1, 3));
    assert_eq!(rejects[2].kind(), RejectKind::Damaged);
}

#[test]
fn feeds_of_both_kinds() {
    let rss = "<?xml version='1.0'?><rss><channel><title>Paper &amp; Co</title><language>en-us</language>
        <item><title>One &amp;amp; two</title><link>http://p.example/1</link><pubDate>Thu, 24 Feb 2022 10:00:00 GMT</pubDate>
        <description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description></item>
        <item><title>Unclosed <b>tags</title></item></channel></rss>";
    let (articles, _) = with_file("feed", rss.as_bytes());
    assert_eq!(
        (articles[0].title.as_str(), articles[0].text.as_str()),
        ("One & two", "First.\n\nSecond.")
    );
    assert_eq!(
        (articles[0].outlet.as_str(), articles[0].language.as_str()),
        ("Paper & Co", "en")
    );
    assert_eq!(
        articles[0].date.map(|d| d.to_string()),
        Some("2022-02-24".into())
    );
    assert_eq!(articles.len(), 2);
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Blatt</title><entry><id>e1</id><title type='html'>Kopf</title>
        <link rel='self' href='x'/><link rel='alternate' href='http://b.example/1'/><published>2022-02-24T00:00:00Z</published>
        <author><name>Wer</name></author><content type='xhtml'><div><p>Eins.</p><p>Zwei.</p></div></content></entry></feed>";
    let (articles, rejects) = with_file("x.atom", atom.as_bytes());
    assert!(rejects.is_empty());
    let a = &articles[0];
    assert_eq!(
        (
            a.id.as_str(),
            a.url.as_str(),
            a.text.as_str(),
            a.author.as_str()
        ),
        ("e1", "http://b.example/1", "Eins.\n\nZwei.", "Wer")
    );
}

#[test]
fn paths_say_what_files_do_not() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("Paper/2022-02-24-x1.txt", "Text."),
        ("Paper/notes.txt", "Text too."),
        ("Blatt/2022-03-01-y_2.md.gz", "# Kopf\n\nText."),
    ] {
        let to = folder.path().join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(
            to,
            if path.ends_with("gz") {
                gz(text.as_bytes())
            } else {
                text.into()
            },
        )
        .unwrap();
    }
    let options = Options {
        path_pattern: Some("{outlet}/{date}-{id}.*".parse().unwrap()),
        ..Options::default()
    };
    let (articles, _) = read_all(folder.path(), &options);
    let found: Vec<_> = articles
        .iter()
        .map(|a| {
            (
                a.id.as_str(),
                a.outlet.as_str(),
                a.date.map(|d| d.to_string()),
                a.date_flag,
            )
        })
        .collect();
    assert_eq!(
        found[0],
        ("y_2", "Blatt", Some("2022-03-01".into()), DateFlag::Path)
    );
    assert_eq!(
        found[1],
        ("x1", "Paper", Some("2022-02-24".into()), DateFlag::Path)
    );
    assert_eq!(found[2], ("Paper/notes.txt", "", None, DateFlag::Missing));
    let split: PathPattern = "{year}/{month}/{day}/{outlet}_{title}.txt".parse().unwrap();
    let said = split
        .read("/data/2022/02/24/bbc_talks-end.txt", None)
        .unwrap();
    assert_eq!(
        (
            said.date.map(|d| d.to_string()),
            said.outlet.as_str(),
            said.title.as_str()
        ),
        (Some("2022-02-24".into()), "bbc", "talks end")
    );
    for wrong in ["{outlet", "{paper}/x", "plain.txt", "*"] {
        assert!(wrong.parse::<PathPattern>().is_err(), "{wrong}");
    }
    // A pattern that could be tried in very many ways gives up.
    let many: PathPattern = "{id}a{id}a{id}a{id}a{id}a{id}a{id}b".parse().unwrap();
    assert_eq!(many.read(&"a".repeat(4_000), None), None);
}

#[test]
fn objects_are_reached_by_dots() {
    let mut options = Options::default();
    options.fields.add("outlet=thread.site").unwrap();
    options.fields.add("text=a.b.c").unwrap();
    let line =
        br#"{"id":"1","thread":{"site":"s.example","x":[1]},"a":{"b":{"c":"deep"}},"outlet":"no"}"#;
    let article = json::article(line, place(), &options).unwrap();
    assert_eq!(
        (article.outlet.as_str(), article.text.as_str()),
        ("s.example", "deep")
    );
    let scalar = br#"{"id":"1","thread":null,"a":7,"title":"t"}"#;
    assert_eq!(json::article(scalar, place(), &options).unwrap().title, "t");
}

#[test]
fn a_survey_tells_what_an_input_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv.gz");
    let mut table = String::from("Nr;headlin;storybody;erschienen;url\n");
    for i in 0..20_000 {
        table.push_str(&format!(
            "{i};Head {i};{};2022-02-{:02};https://x.example/{i}\n",
            "Some words of a story. ".repeat(12),
            i % 28 + 1
        ));
    }
    std::fs::write(&path, gz(table.as_bytes())).unwrap();
    let input = &discover(&[path]).unwrap()[0];
    let found = survey(input, &Options::default(), 500).unwrap();
    assert_eq!(
        (
            found.format.as_str(),
            found.compression.as_slice(),
            found.encoding.as_str()
        ),
        ("table (CSV or the like)", ["gz"].as_slice(), "UTF-8")
    );
    assert_eq!(found.delimiter, Some(';'));
    assert_eq!(
        found.fields,
        [FieldUse {
            name: "url".into(),
            role: Role::Url,
            seen: found.records
        }]
    );
    let suggested: Vec<_> = found
        .unknown
        .iter()
        .filter_map(|u| u.suggestion.as_deref())
        .collect();
    assert_eq!(
        suggested,
        ["date=erschienen", "title=headlin", "text=storybody"]
    );
    assert!(!found.complete && found.rejected == found.records && found.rejects.len() == 3);
    assert!(
        (16_000..24_000).contains(&found.estimated_records),
        "{}",
        found.estimated_records
    );
}
