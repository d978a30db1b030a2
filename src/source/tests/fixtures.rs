//! Every file of the developers' fixtures goes through the readers. Without them beside the
//! repository the tests say so and pass.
#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::container::bytes::{self, Meter};
use super::super::container::members::Members;
use super::super::container::tarball::Tar;
use super::*;

/// A reader that needs longer than this for one small file hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// The unpacked fixture, or `None` where it is not at hand.
fn unpack(name: &str) -> Option<tempfile::TempDir> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/fixtures")
        .join(format!("{name}.tar.zst"));
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default();
    let meter = Meter::of_input(0);
    let opened = bytes::open(&path, meter.clone(), &options).unwrap();
    let mut tar = Tar::new(opened.stream, &meter, &options);
    while let Some(member) = tar.next().unwrap() {
        // Members that are packed themselves are unpacked by `Tar`; the tests name them as they are.
        let to = folder.path().join(&member.name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let mut content = Vec::new();
        member.body.unwrap().stream.read_to_end(&mut content).ok();
        fs::write(to, content).unwrap();
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads one file, which is to end in time and to give at least one article or reject.
fn read(path: &Path, options: &Options) -> (Vec<Article>, Vec<Reject>) {
    let begun = Instant::now();
    let found = read_all(path, options);
    assert!(
        begun.elapsed() < PATIENCE,
        "{} took {:?}",
        path.display(),
        begun.elapsed()
    );
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn the_json_test_suite() {
    let Some(folder) = unpack("json_test_suite") else {
        return;
    };
    let (mut accepted, mut rejected) = (0, 0);
    for path in files(folder.path()) {
        let name = name(&path);
        let (articles, rejects) = read(&path, &Options::default());
        let sound = |r: &Reject| r.kind() == RejectKind::Content;
        match name.as_bytes() {
            [b'y', b'_', ..] => {
                assert!(rejects.iter().all(sound), "{name}: {rejects:?}");
                assert!(
                    !articles.is_empty() || !rejects.is_empty() || is_empty_array(&path),
                    "{name}"
                );
                accepted += 1;
            }
            [b'n', b'_', ..] => {
                assert!(
                    !rejects.iter().all(sound),
                    "{name}: {articles:?} {rejects:?}"
                );
                assert!(
                    rejects.iter().all(|r| r.reason.len() > 10),
                    "{name}: {rejects:?}"
                );
                rejected += 1;
            }
            _ => {}
        }
    }
    eprintln!("JSONTestSuite: {accepted} accepted, {rejected} rejected with a reason");
    assert!(accepted > 40 && rejected > 80);
}

/// Whether a file holds `[]`: sound, and without any record.
fn is_empty_array(path: &Path) -> bool {
    let content: Vec<u8> = fs::read(path).unwrap();
    content
        .iter()
        .filter(|b| !b.is_ascii_whitespace())
        .eq(b"[]")
}

#[test]
fn the_csv_sets() {
    let Some(folder) = unpack("csv_test_data") else {
        return;
    };
    for path in files(folder.path())
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "csv"))
    {
        let mut options = Options::default();
        options.fields.add("text=field_name_1").unwrap();
        options.fields.add("title=field_name_2").unwrap();
        let (articles, rejects) = read(path, &options);
        let json = path
            .to_string_lossy()
            .replace("csv", "json")
            .replace("json_test_data", "csv_test_data");
        let Ok(expected) = fs::read(json) else {
            eprintln!(
                "{}: {} articles, {} rejects",
                name(path),
                articles.len(),
                rejects.len()
            );
            continue;
        };
        let expected: serde_json::Value = serde_json::from_slice(&expected).unwrap();
        let Some(rows) = expected.as_array() else {
            continue;
        };
        if !rows.iter().all(|r| r.get("field_name_1").is_some()) {
            continue; // sets without a header row
        }
        let texts: Vec<String> = articles.iter().map(|a| a.text.trim().to_owned()).collect();
        let wanted: Vec<String> = rows
            .iter()
            .map(|r| r["field_name_1"].as_str().unwrap_or("").trim().to_owned())
            .collect();
        assert_eq!(texts, wanted, "{}", name(path));
    }
}

#[test]
fn headlines_and_gdelt_tables() {
    let Some(folder) = unpack("headline_csvs_cnbc_guardian_reuters_2020") else {
        return;
    };
    for path in files(folder.path()) {
        let (articles, rejects) = read(&path, &Options::default());
        let dated = articles.iter().filter(|a| a.date.is_some()).count();
        eprintln!(
            "{}: {} articles, {dated} dated, {} rejects",
            name(&path),
            articles.len(),
            rejects.len()
        );
        assert!(
            rejects.iter().all(|r| r.reason == "an empty row"),
            "{rejects:?}"
        );
        assert!(articles.len() > 400, "{}", name(&path));
        assert!(
            dated * 100 >= articles.len() * 99,
            "{}: {dated} of {}",
            name(&path),
            articles.len()
        );
        assert!(
            articles.iter().all(|a| !a.title.contains('\u{fffd}')),
            "{}",
            name(&path)
        );
    }
    let Some(folder) = unpack("gdelt_samples") else {
        return;
    };
    for path in files(folder.path()) {
        let (articles, rejects) = read(&path, &Options::default());
        assert!(
            !articles.is_empty() || !rejects.is_empty(),
            "{}",
            name(&path)
        );
    }
}

#[test]
fn naughty_strings_come_through_unharmed() {
    let Some(folder) = unpack("naughty_strings") else {
        return;
    };
    let all = files(folder.path());
    let list = all.iter().find(|p| name(p) == "blns.json").unwrap();
    let strings: Vec<String> = serde_json::from_slice(&fs::read(list).unwrap()).unwrap();
    for path in &all {
        read(path, &Options::default());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("naughty.jsonl");
    let lines: String = strings
        .iter()
        .map(|s| serde_json::json!({"id": "n", "title": s, "text": "x", "date": s, "outlet": s, "url": s, "language": s}).to_string() + "\n")
        .collect();
    fs::write(&path, lines).unwrap();
    let (articles, rejects) = read(&path, &Options::default());
    assert_eq!((articles.len(), rejects.len()), (strings.len(), 0));
    for (article, string) in articles.iter().zip(&strings) {
        // Character references are decoded, and nothing else is changed.
        let kept = string.trim();
        assert!(
            article.title == kept
                || kept.contains("&#")
                || article.title == kept.replace("&lt;", "<").replace("&gt;", ">")
                || matches!(kept, "None" | "null" | "NULL" | "NaN" | "nan"),
            "{kept}: {}",
            article.title
        );
    }
}

/// The text of a file in the encoding that its folder is named after; `None` for those that
/// `encoding_rs` does not know.
fn by_folder(folder: &str, content: &[u8]) -> Option<String> {
    let plain = folder.to_ascii_lowercase();
    // Languages stand behind the encodings.
    let label = match plain.as_str() {
        "cp932" => "shift_jis",
        "cp949" => "euc-kr",
        "gb2312" => "gbk",
        "maccyrillic" => "x-mac-cyrillic",
        "ascii" | "utf-8-sig" => "utf-8",
        "utf-16" | "utf-32" | "utf-32be" | "utf-32le" | "euc-tw" | "johab" | "ibm855"
        | "iso-2022-kr" => return None,
        other => {
            let known = encoding_rs::Encoding::for_label(other.as_bytes()).is_some();
            if known {
                other
            } else {
                other.rsplit_once('-')?.0
            }
        }
    };
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    Some(encoding.decode_with_bom_removal(content).0.into_owned())
}

#[test]
fn texts_in_fifty_encodings() {
    let Some(folder) = unpack("encodings_chardet") else {
        return;
    };
    let mut told: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut clean, mut feeds, mut articles_of_feeds, mut total) = (0, 0, 0, 0);
    let (mut agreed, mut judged) = (0, 0);
    for path in files(folder.path()) {
        let label = name(path.parent().unwrap());
        let content = fs::read(&path).unwrap();
        let charset = super::super::meaning::encoding::detect(
            &content[..content.len().min(1 << 16)],
            content.len() <= 1 << 16,
            None,
        );
        let (articles, rejects) = read(&path, &Options::default());
        let text: String = articles
            .iter()
            .map(|a| format!("{} {}", a.title, a.text))
            .collect();
        let damaged = text.contains('\u{fffd}');
        // Told right: the text is the one that the encoding of the folder's name gives.
        if let Some(right) = by_folder(&label, &content) {
            let told = super::super::meaning::encoding::decode_all(&content, None);
            judged += 1;
            agreed += usize::from(told == right);
            if told != right {
                eprintln!("{label}/{}: told as {}", name(&path), charset.name());
            }
        }
        let entry = told
            .entry(format!("{label} as {}", charset.name()))
            .or_default();
        entry.0 += 1;
        entry.1 += usize::from(!damaged && !articles.is_empty());
        total += 1;
        clean += usize::from(!damaged && !articles.is_empty());
        if damaged || articles.is_empty() {
            let reasons: Vec<_> = rejects.iter().map(|r| &r.reason).collect();
            eprintln!("{label}/{}: damaged {damaged}, {reasons:?}", name(&path));
        }
        if path.extension().is_some_and(|e| e == "xml") {
            feeds += 1;
            articles_of_feeds += articles.len();
            assert!(
                !articles.is_empty() || !rejects.is_empty(),
                "{}",
                path.display()
            );
        }
    }
    for (how, (files, clean)) in &told {
        eprintln!("{how}: {clean} of {files} without loss");
    }
    eprintln!(
        "{clean} of {total} files without loss; {articles_of_feeds} articles of {feeds} feeds"
    );
    eprintln!("{agreed} of {judged} texts as the encoding of their folder gives them");
    assert!(clean * 100 >= total * 97);
    assert!(agreed * 100 >= judged * 95);
}

#[test]
fn web_archives() {
    let Some(folder) = unpack("warc_warcio") else {
        return;
    };
    let (mut articles, mut rejects) = (0, Vec::new());
    for path in files(folder.path()) {
        let (a, r) = read(&path, &Options::default());
        eprintln!(
            "{}: {} articles; {:?}",
            name(&path),
            a.len(),
            r.iter().map(|r| &r.reason).collect::<Vec<_>>()
        );
        articles += a.len();
        rejects.extend(r);
    }
    assert!(articles >= 8, "{articles}");
    assert!(!rejects.is_empty());
}

#[test]
fn the_formats_of_the_trade() {
    let Some(folder) = unpack("iptc_ninjs_newsmlg2") else {
        return;
    };
    let (mut xml, mut json) = (0, 0);
    for path in files(folder.path()) {
        let (articles, rejects) = read(&path, &Options::default());
        assert!(
            !articles.is_empty() || !rejects.is_empty(),
            "{}",
            path.display()
        );
        let sound = articles.iter().all(|a| !a.text.contains("<p>"));
        assert!(sound, "{}: markup in the text", path.display());
        if path.extension().is_some_and(|e| e == "xml") {
            xml += articles.len();
        } else {
            json += articles.len();
        }
        if name(&path).starts_with("LISTING_25") {
            assert!(articles[0].text.len() > 200 && !articles[0].title.is_empty());
        }
        if name(&path) == "dpa_text.json" {
            assert!(
                articles[0].text.len() > 200 && articles[0].date.is_some(),
                "{articles:?}"
            );
        }
    }
    eprintln!("{xml} articles of NewsML-G2, {json} of ninjs");
    assert!(xml >= 5 && json >= 100);
}

#[test]
fn reuters_of_1987() {
    let Some(folder) = unpack("reuters_sgml_raw_0_5") else {
        return;
    };
    for path in files(folder.path()) {
        let elements = fs::read(&path).unwrap();
        let count = memchr::memmem::find_iter(&elements, b"<REUTERS ").count();
        let (articles, rejects) = read(&path, &Options::default());
        assert_eq!(articles.len() + rejects.len(), count);
        eprintln!(
            "{}: {} articles, {:?}",
            name(&path),
            articles.len(),
            rejects.iter().map(|r| &r.reason).collect::<Vec<_>>()
        );
        assert!(
            articles
                .iter()
                .all(|a| a.date.is_some() && a.outlet == "Reuters")
        );
        assert!(
            articles
                .iter()
                .all(|a| !a.text.contains("&lt;") && !a.text.contains('\u{3}'))
        );
    }
}

#[test]
fn xml_of_another_kind() {
    let Some(folder) = unpack("swiss_news_xml_2012_02") else {
        return;
    };
    let (articles, rejects) = read_all(folder.path(), &Options::default());
    eprintln!(
        "Swiss releases: {} articles, {} rejects",
        articles.len(),
        rejects.len()
    );
    assert!(articles.len() > 200);
    assert!(
        articles
            .iter()
            .all(|a| a.date.is_some() && !a.language.is_empty())
    );
    let mut ids: Vec<_> = articles.iter().map(|a| &a.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), articles.len());
}
