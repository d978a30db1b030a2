//! Broken, huge, deep and misleading input: named in rejects, never a panic, nothing lost unnamed.

use super::formats::{gz, tar, zip};
use super::*;

/// Reads bytes as a file of that name; all records, rejects included, are counted.
pub(super) fn survives(name: &str, content: &[u8], options: &Options) -> (usize, Vec<Reject>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let (articles, rejects) = read_all(&path, options);
    (articles.len(), rejects)
}

/// Small sound files of every format.
pub(super) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\"}\n".to_vec();
    let http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n<p>Some words here.</p>\r\n0\r\n\r\n";
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    let warc = [warc.as_bytes(), http, b"\r\n\r\n"].concat();
    vec![
        ("x.jsonl", lines.clone()),
        ("x.jsonl.gz", gz(&lines)),
        ("x.jsonl.zst", zstd::encode_all(lines.as_slice(), 1).unwrap()),
        ("x.json", b"[{\"id\":\"a\",\"headlines\":[{\"value\":\"\\u00fc\"}]}, {\"text\":\"b\"}]".to_vec()),
        ("x.csv", b"id,title,text\n1,\"A, \"\"b\"\"\",\"Line\nbreak\"\n2,c,d\n".to_vec()),
        ("x.txt", "Kopf\n\nEin Text über etwas.".as_bytes().to_vec()),
        ("x.html", b"<!doctype html><title>T</title><p>Some text, long enough to be <a href=x>kept</a>.<div><p>More.</div>".to_vec()),
        ("x.xml", b"<rss><channel><title>F</title><item><title>T &amp; x</title><description><![CDATA[<p>D</p>]]></description></item></channel></rss>".to_vec()),
        ("y.xml", b"<newsItem guid='g'><contentMeta><headline>H</headline></contentMeta><contentSet><inlineXML><nitf><body><body.content><p>P</p></body.content></body></nitf></inlineXML></contentSet></newsItem>".to_vec()),
        ("x.sgm", b"<!DOCTYPE lewis>\n<REUTERS NEWID=\"1\">\n<DATE>26-FEB-1987</DATE>\n<TEXT>&#2;<TITLE>T</TITLE><DATELINE>D, Feb 26 - </DATELINE><BODY>B &lt;X>.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n".to_vec()),
        ("x.warc", warc.clone()),
        ("x.warc.gz", gz(&warc)),
        ("x.tar", tar(&[("a.jsonl", &lines), ("b.txt", b"Text of b.")])),
        ("x.zip", zip(&[("a.jsonl", &lines), ("b.txt", b"Text of b.")])),
        ("x.parquet", include_bytes!("sample.parquet").to_vec()),
    ]
}

#[test]
fn parquet_columns_of_all_kinds() {
    let (_, bytes) = samples().pop().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.parquet");
    std::fs::write(&path, bytes).unwrap();
    let (articles, rejects) = read_all(&path, &Options::default());
    assert_eq!(articles.len(), 5);
    assert_eq!((rejects.len(), rejects[0].line), (1, 6));
    let first = &articles[0];
    assert_eq!(
        (first.id.as_str(), first.title.as_str(), first.text.as_str()),
        ("0", "Title 0", "Text of 0.")
    );
    assert_eq!(first.date.map(|d| d.to_string()), Some("2022-02-24".into()));
    assert_eq!(first.author, "A, B");
    assert_eq!(first.outlet, "site.example");
}

#[test]
fn files_cut_anywhere_end_in_rejects() {
    let options = Options::default();
    for (name, content) in samples() {
        let (whole, _) = survives(name, &content, &options);
        let step = (content.len() / 150).max(1);
        for cut in (0..content.len()).step_by(step) {
            let (articles, _) = survives(name, &content[..cut], &options);
            assert!(articles <= whole.max(1), "{name} cut at {cut}");
        }
    }
}

#[test]
fn what_was_readable_of_a_cut_file_is_kept() {
    let lines: String = (0..3_000)
        .map(|i| format!("{{\"id\":\"{i}\",\"text\":\"Text {}\"}}\n", i * 7919))
        .collect();
    let packed = gz(lines.as_bytes());
    let (articles, rejects) = survives(
        "x.jsonl.gz",
        &packed[..packed.len() * 2 / 3],
        &Options::default(),
    );
    assert!(articles > 1_000, "{articles}");
    let last = rejects.last().unwrap();
    assert_eq!(last.kind(), RejectKind::Damaged, "{rejects:?}");
    let (articles, rejects) = survives(
        "x.tar.gz",
        &gz(&tar(&[("a.jsonl", lines.as_bytes())]))[..packed.len() / 2],
        &Options::default(),
    );
    assert!(
        articles > 500 && !rejects.is_empty(),
        "{articles} {rejects:?}"
    );
    // A wrong checksum at the end loses nothing that was read.
    let mut wrong = packed;
    let at = wrong.len() - 6;
    wrong[at] ^= 0xff;
    let (articles, rejects) = survives("x.jsonl.gz", &wrong, &Options::default());
    assert_eq!((articles, rejects.len()), (3_000, 1));
}

#[test]
fn bombs_are_stopped() {
    let options = Options {
        ratio_limit: 50,
        ..Options::default()
    };
    let zeros = gz(&vec![b' '; 80 << 20]);
    assert!(zeros.len() < 1 << 20);
    for (name, content) in [
        ("x.jsonl.gz", zeros.clone()),
        ("x.csv.gz", zeros.clone()),
        ("x.zip", zip(&[("a.jsonl", &vec![b' '; 80 << 20])])),
    ] {
        let (articles, rejects) = survives(name, &content, &options);
        assert_eq!(articles, 0);
        assert_eq!(
            rejects.last().map(Reject::kind),
            Some(RejectKind::Limit),
            "{name}: {rejects:?}"
        );
    }
    let options = Options {
        decompressed_limit: 1 << 20,
        ..Options::default()
    };
    let (_, rejects) = survives("x.jsonl.gz", &zeros, &options);
    assert!(
        rejects[0].reason.contains("--decompressed-limit"),
        "{rejects:?}"
    );
    let mut nested = b"{\"text\":\"x\"}".to_vec();
    for _ in 0..5 {
        nested = gz(&nested);
    }
    assert_eq!(
        survives("x", &nested, &Options::default()).1[0].kind(),
        RejectKind::Limit
    );
}

#[test]
fn long_records_are_refused_and_the_rest_is_read() {
    let options = Options {
        record_limit: 1_000,
        ..Options::default()
    };
    let long = "y".repeat(3 << 20);
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"A\"}}\n{{\"id\":\"b\",\"text\":\"{long}\"}}\n{{\"id\":\"c\",\"text\":\"C\"}}\n"
    );
    for (name, content) in [
        ("x.jsonl", lines.clone().into_bytes()),
        ("x.tar", tar(&[("x.jsonl", lines.as_bytes())])),
        (
            "x.json",
            format!("[{}]", lines.trim().replace('\n', ",")).into_bytes(),
        ),
    ] {
        let (articles, rejects) = survives(name, &content, &options);
        assert_eq!((articles, rejects.len()), (2, 1), "{name}: {rejects:?}");
        assert_eq!(rejects[0].kind(), RejectKind::Limit);
    }
    let unclosed = format!(
        "id,text\n1,A\n2,\"never closed\n{}",
        "3,more\n".repeat(50_000)
    );
    let (articles, rejects) = survives("x.csv", unclosed.as_bytes(), &options);
    assert_eq!((articles, rejects.len()), (50_001, 1));
    assert!(
        rejects[0].reason.contains("quote") && rejects[0].line == 3,
        "{rejects:?}"
    );
    for name in ["x.txt", "x.html", "x.xml"] {
        let (articles, rejects) = survives(name, long.as_bytes(), &options);
        assert_eq!(
            (articles, rejects[0].kind()),
            (0, RejectKind::Limit),
            "{name}"
        );
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!(
        "{{\"text\":{}1{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    for name in ["x.json", "x.jsonl"] {
        let (articles, rejects) = survives(name, deep.as_bytes(), &Options::default());
        assert_eq!(
            (articles, rejects[0].kind()),
            (0, RejectKind::Limit),
            "{name}"
        );
    }
    let inside = format!(
        "{{\"text\":\"t\",\"other\":{}1{}}}",
        "[".repeat(100),
        "]".repeat(100)
    );
    assert_eq!(
        survives("x.jsonl", inside.as_bytes(), &Options::default()).0,
        1
    );
    let xml = format!("<?xml version='1.0'?>{}", "<a>".repeat(200_000));
    assert_eq!(
        survives("x.xml", xml.as_bytes(), &Options::default())
            .1
            .last()
            .map(Reject::kind),
        Some(RejectKind::Limit)
    );
    let html = format!("<html>{}text", "<div>".repeat(200_000));
    assert_eq!(
        survives("x.html", html.as_bytes(), &Options::default()).1[0].kind(),
        RejectKind::Limit
    );
    let styles = format!(
        "<html>{}{}",
        (0..2_000)
            .map(|i| format!("<b id={i}>"))
            .collect::<String>(),
        "<p>x".repeat(100_000)
    );
    assert_eq!(
        survives("x.html", styles.as_bytes(), &Options::default()).1[0].kind(),
        RejectKind::Limit
    );
}

#[test]
fn paths_that_leave_their_archive_are_refused_by_name() {
    let files: [(&str, &[u8]); 4] = [
        ("../up.txt", b"x"),
        ("/etc/abs.txt", b"x"),
        ("a/../../b.txt", b"x"),
        ("fine.txt", b"Fine text."),
    ];
    for bytes in [tar(&files), zip(&files)] {
        let (articles, rejects) = survives("x", &bytes, &Options::default());
        assert_eq!((articles, rejects.len()), (1, 3), "{rejects:?}");
        assert!(
            rejects
                .iter()
                .all(|r| r.kind() == RejectKind::Limit && r.reason.contains(".txt"))
        );
    }
}

#[test]
fn broken_json_documents_give_what_is_sound() {
    let (articles, rejects) = survives(
        "x.json",
        br#"[{"text":"a"} {"text":"b"},, {"text":"c"}, {"text": d}, {"text":"e"},] {"text":"f"}"#,
        &Options::default(),
    );
    assert_eq!(articles, 5);
    assert!(
        rejects.len() >= 4 && rejects.iter().all(|r| r.kind() == RejectKind::Syntax),
        "{rejects:?}"
    );
}

#[test]
fn damage_is_told_of_once() {
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n".repeat(3);
    let files: [(&str, &[u8]); 2] = [("a.jsonl", &lines), ("b.jsonl", &lines)];
    let (packed, archive, zipped) = (gz(&lines), tar(&files), zip(&files));
    for (name, content) in [
        ("x.jsonl.gz", &packed[..packed.len() - 3]),
        ("x.tar", &archive[..1500]),
        ("x.tar", &archive[..900]),
        ("x.zip", &zipped[..100]),
        ("x.csv.gz", &packed[..20]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let input = &discover(&[path]).unwrap()[0];
        let mut end = Position::default();
        for round in 0..2 {
            let mut reader = open(input, 0, end, &Options::default()).unwrap();
            let mut blocks = 0;
            while let Some(block) = reader.next_block().unwrap() {
                end = block.end;
                blocks += 1;
            }
            assert_eq!(blocks > 0, round == 0, "{name}");
        }
    }
}

/// Reads in blocks; from the end of each block a new reader is to go on as the first did.
fn resumes(name: &str, content: &[u8], records: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let options = Options::default();
    let input = &discover(&[path]).unwrap()[0];
    let rest = |start: Position, first_only: bool| {
        let mut reader = open(input, 0, start, &options).unwrap();
        let (mut seen, mut ends) = (Vec::new(), Vec::new());
        while let Some(block) = reader.next_block().unwrap() {
            block.parse(&options, &mut |n, result| {
                seen.push((n, result.map(|a| a.id).map_err(|r| r.reason)));
            });
            ends.push(block.end);
            if first_only {
                break;
            }
        }
        (seen, ends)
    };
    let (all, ends) = rest(Position::default(), false);
    assert_eq!(all.len(), records, "{name}");
    assert!(
        all.iter().enumerate().all(|(i, (n, _))| *n == i as u64),
        "{name}"
    );
    assert!(ends.len() > 1, "{name}: one block only");
    for end in &ends {
        let (after, _) = rest(*end, false);
        assert_eq!(after, all[end.records as usize..], "{name} from {end:?}");
    }
}

#[test]
fn every_kind_of_input_goes_on_where_it_stopped() {
    let count = 5_000;
    let object = |i: usize| format!("{{\"id\":\"{i}\",\"text\":\"Text {i}\"}}");
    let lines: String = (0..count).map(|i| object(i) + "\n").collect();
    let array = format!(
        "[{}]",
        (0..count).map(object).collect::<Vec<_>>().join(",\n")
    );
    let table: String = std::iter::once("id,text\n".to_owned())
        .chain((0..count).map(|i| format!("{i},Text {i}\n")))
        .collect();
    let sgml: String = (0..count)
        .map(|i| format!("<REUTERS NEWID=\"{i}\">\n<TEXT><BODY>Text {i}</BODY></TEXT></REUTERS>\n"))
        .collect();
    let feed = format!(
        "<rss><channel>{}</channel></rss>",
        (0..count)
            .map(|i| format!("<item><guid>{i}</guid><title>Text {i}</title></item>"))
            .collect::<String>()
    );
    let warc: String = (0..count).map(|i| format!("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/{i}\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\nSome txt\r\n\r\n")).collect();
    resumes("x.json", array.as_bytes(), count);
    resumes("x.csv.gz", &gz(table.as_bytes()), count);
    resumes("x.sgm", sgml.as_bytes(), count);
    resumes("x.rss", feed.as_bytes(), count);
    resumes("x.warc", warc.as_bytes(), count);
    let files: Vec<(String, String)> = (0..count)
        .map(|i| (format!("{i}.txt"), format!("Text {i}")))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(n, c)| (n.as_str(), c.as_bytes()))
        .collect();
    resumes("x.tar", &tar(&files), count);
    resumes("x.zip", &zip(&files), count);
    let mixed: [(&str, &[u8]); 4] = [
        ("a.jsonl", lines.as_bytes()),
        ("../b", b""),
        ("c.csv", table.as_bytes()),
        ("d.json", array.as_bytes()),
    ];
    resumes("x.tar", &tar(&mixed), 3 * count + 1);
    resumes(
        "x.zip",
        &zip(&[("in.tar", &tar(&mixed)), ("a.jsonl", lines.as_bytes())]),
        4 * count + 1,
    );
}

#[test]
fn pages_that_nest_deeply_everywhere_are_refused() {
    let page = format!(
        "<html><body>{}</body></html>",
        format!("{}{}", "<div>".repeat(1_900), "</div>".repeat(1_900)).repeat(80)
    );
    let (articles, rejects) = with_file("x.html", page.as_bytes());
    assert!(articles.is_empty());
    assert!(rejects[0].reason.contains("nest deeply"), "{rejects:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_does_not_end_the_search() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::write(folder.path().join("a.txt"), "Peru praised Chile.").unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    let readable = std::fs::read_dir(&closed).is_ok();
    let found = discover(&[folder.path().to_owned()]).unwrap();
    let passed = passed_over(&[folder.path().to_owned()]).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found.len(), 1);
    // Some users may read everything.
    assert_eq!(
        passed.get("folders without permission"),
        (!readable).then_some(&1)
    );
}
