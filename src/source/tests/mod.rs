#![allow(clippy::format_collect, clippy::format_push_string)] // short tests before lean ones

use std::path::Path;

use super::meaning::html_text as html;
use super::record::json;
use super::*;
use crate::model::{Article, DateFlag};

mod archives;
mod damaged;
mod exports;
mod fixtures;
mod formats;
mod hostile;
mod odd;
mod properties;
mod schemas;

/// All articles and rejects of a file or folder.
fn read_all(path: &Path, options: &Options) -> (Vec<Article>, Vec<Reject>) {
    let (mut articles, mut rejects) = (Vec::new(), Vec::new());
    for (index, input) in discover(&[path.to_owned()]).unwrap().iter().enumerate() {
        let mut reader = open(input, index, Position::default(), options).unwrap();
        while let Some(block) = reader.next_block().unwrap() {
            block.parse(options, &mut |_, result| match result {
                Ok(a) => articles.push(a),
                Err(r) => rejects.push(r),
            });
        }
    }
    (articles, rejects)
}

fn with_file(name: &str, content: &[u8]) -> (Vec<Article>, Vec<Reject>) {
    with_file_as(name, content, &Options::default())
}

fn with_file_as(name: &str, content: &[u8], options: &Options) -> (Vec<Article>, Vec<Reject>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    read_all(&path, options)
}

fn place() -> block::Place<'static> {
    block::Place {
        input: "test",
        member: "",
    }
}

#[test]
fn json_lines_name_their_rejects_by_line_and_offset() {
    let content = b"{\"id\":\"a\",\"text\":\"One.\",\"date\":\"2022-02-24\"}\n\nnot json\n{\"id\":1}\n{\"text\":\"Two.\"}";
    let (articles, rejects) = with_file("x.jsonl", content);
    assert_eq!(articles.len(), 2);
    assert_eq!(
        articles[0].date.map(|d| d.to_string()),
        Some("2022-02-24".into())
    );
    assert_eq!(articles[1].date_flag, DateFlag::Missing);
    assert!(articles[1].id.starts_with('x') && articles[1].id.len() == 17);
    let places: Vec<_> = rejects.iter().map(|r| (r.line, r.offset)).collect();
    assert_eq!(places, [(3, 46), (4, 55)]);
    assert_eq!(rejects[0].excerpt, "not json");
}

#[test]
fn json_documents_of_all_layouts_are_read() {
    let array = br#"[{"headline":"H","body":"B [x] \"}\" y"}, {"title":"T"} , 7, null]"#;
    let (articles, rejects) = with_file("x.json", array);
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0].text, "B [x] \"}\" y");
    assert_eq!(rejects.len(), 2);
    let (articles, _) = with_file(
        "y.json",
        b"{\n \"title\": \"T\",\n \"maintext\": \"M\"\n}\n",
    );
    assert_eq!(
        (articles[0].title.as_str(), articles[0].text.as_str()),
        ("T", "M")
    );
    let ninjs = br#"{"uri":"u1","headlines":[{"value":"Head"}],"bodies":[{"contentType":"text/plain","value":"Body"}],"versionCreated":"2022-02-24T10:00:00Z"}"#;
    let (articles, _) = with_file("z.json", ninjs);
    assert_eq!(
        (
            articles[0].id.as_str(),
            articles[0].title.as_str(),
            articles[0].text.as_str()
        ),
        ("u1", "Head", "Body")
    );
}

#[test]
fn tables_tell_their_delimiter() {
    let (articles, rejects) = with_file(
        "x.csv",
        b"id;title;text;date\n1;\"A; b\";\"Line\nbreak\";24.02.2022\n2;only\n",
    );
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0].title, "A; b");
    assert_eq!(
        articles[0].date.map(|d| d.to_string()),
        Some("2022-02-24".into())
    );
    assert_eq!(rejects.len(), 1);
    assert_eq!(rejects[0].line, 4);
    let (articles, _) = with_file("x.tsv", b"doc_id\ttext\nd1\tHello\n");
    assert_eq!(articles[0].id, "d1");
}

#[test]
fn compressed_and_foreign_encodings_are_read() {
    let plain = "{\"id\":\"a\",\"text\":\"One.\"}\n".as_bytes();
    let packed = zstd::encode_all(plain, 3).unwrap();
    assert_eq!(with_file("x.jsonl.zst", &packed).0.len(), 1);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gz, plain).unwrap();
    assert_eq!(with_file("x.jsonl.gz", &gz.finish().unwrap()).0.len(), 1);
    let text = "Москва предупредила Вашингтон о последствиях новых санкций.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    assert_eq!(with_file("x.txt", &bytes).0[0].text, text);
    let utf16: Vec<u8> = std::iter::once(0xfeff_u16)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(with_file("x.txt", &utf16).0[0].text, text);
    let marked = [b"\xef\xbb\xbf".as_slice(), plain].concat();
    assert_eq!(with_file("x.jsonl", &marked).0.len(), 1);
}

#[test]
fn folders_are_read_in_order_of_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("b")).unwrap();
    std::fs::write(folder.path().join("b/2.txt"), "Headline\n\nText of two.").unwrap();
    std::fs::write(
        folder.path().join("a.txt"),
        "Text of a. It has no headline.",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("c.jsonl"),
        "{\"id\":\"c\",\"text\":\"C\"}",
    )
    .unwrap();
    std::fs::write(folder.path().join("picture.png"), [0, 1, 2]).unwrap();
    let (articles, rejects) = read_all(folder.path(), &Options::default());
    let ids: Vec<_> = articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["c", "a.txt", "b/2.txt"]);
    assert_eq!(articles[2].title, "Headline");
    assert!(rejects.is_empty());
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.jsonl");
    let mut content = String::new();
    for i in 0..40_000 {
        content.push_str(&format!(
            "{{\"id\":\"{i}\",\"text\":\"Some text of article {i}, long enough.\"}}\n"
        ));
    }
    std::fs::write(&path, &content).unwrap();
    let options = Options::default();
    let input = &discover(&[path]).unwrap()[0];
    let mut reader = open(input, 0, Position::default(), &options).unwrap();
    let first = reader.next_block().unwrap().unwrap();
    let mut ids = Vec::new();
    first.parse(&options, &mut |n, a| ids.push((n, a.unwrap().id)));
    let mut resumed = open(input, 0, first.end, &options).unwrap();
    while let Some(block) = resumed.next_block().unwrap() {
        block.parse(&options, &mut |n, a| ids.push((n, a.unwrap().id)));
    }
    assert_eq!(ids.len(), 40_000);
    assert!(
        ids.iter()
            .enumerate()
            .all(|(i, (n, id))| *n == i as u64 && *id == i.to_string())
    );
}

#[test]
fn dates_in_the_forms_of_archives() {
    let ok = |s: &str| {
        parse_date(s, None)
            .map(|d| d.to_string())
            .unwrap_or_default()
    };
    for form in [
        "2022-02-24",
        "2022-02-24T19:54:49Z",
        "2022-02-24 19:54:49",
        "20220224",
        "20220224195449",
        "Thu, 24 Feb 2022 19:54:49 +0000",
        "24 February 2022",
        "February 24, 2022",
        "Feb. 24, 2022",
        "24-FEB-2022 15:01:01.79",
        "2022/02/24",
        "24.02.2022",
        "24/02/2022",
        "02/24/2022",
        "1645732489",
        "1645732489000",
        "Thursday, February 24th 2022",
        "2022-02-24T19:54:49+05:00",
        " 7:51  PM ET Thu, 24 February 2022",
        "24-Feb-22",
        "Feb 24 2022",
        "20220224T195449Z",
        "24-FEB-2022 605:12:19.12",
        "2022年2月24日",
        "24 февраля 2022 г.",
        "24. Februar 2022",
        "le 24 février 2022",
        "24 de febrero de 2022",
        "1645732489.25",
        "20220224_195449",
    ] {
        assert_eq!(ok(form), "2022-02-24", "{form}");
    }
    for wrong in [
        "",
        "03/04/2022",
        "2022-13-01",
        "2022-02-30",
        "yesterday",
        "12",
        "2022",
        "24 Foo 2022",
        "99999999",
        "22/03/04",
        "2012-02",
        "12:30",
        "1 2 3",
    ] {
        assert_eq!(ok(wrong), "", "{wrong}");
    }
    let us = parse_date("03/04/2022", Some(DateOrder::MonthFirst)).map(|d| d.to_string());
    assert_eq!(us, Some("2022-03-04".into()));
}

#[test]
fn a_date_in_the_future_is_flagged_and_dropped() {
    let options = Options {
        latest: "2026-01-01".parse().ok(),
        ..Options::default()
    };
    let line = br#"{"id":"a","text":"t","date":"2031-01-01"}"#;
    let article = json::article(line, place(), &options).unwrap();
    assert_eq!((article.date, article.date_flag), (None, DateFlag::Future));
}

#[test]
fn fields_can_be_mapped() {
    let mut options = Options::default();
    options.fields.add("text=story").unwrap();
    options.fields.add("outlet=paper").unwrap();
    assert!(options.fields.add("texts=story").is_err());
    let line = br#"{"id":"a","text":"wrong","story":"right","paper":"P","source":"S"}"#;
    let article = json::article(line, place(), &options).unwrap();
    assert_eq!(
        (article.text.as_str(), article.outlet.as_str()),
        ("right", "P")
    );
}
