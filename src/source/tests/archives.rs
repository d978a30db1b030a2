//! Archives made to harm or to mislead: bombs of many members, members that share bytes, links,
//! devices, wrong sizes. Each is named; the sound members around it are read.

use super::formats::{gz, tar, zip};
use super::hostile::survives;
use super::*;

/// A tar archive with one header changed by `edit`, its checksum made anew.
fn edited(mut archive: Vec<u8>, at: usize, edit: impl Fn(&mut [u8])) -> Vec<u8> {
    let header = &mut archive[at..at + 512];
    edit(header);
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    archive
}

fn reasons(rejects: &[Reject]) -> String {
    rejects.iter().map(|r| format!("{}; ", r.reason)).collect()
}

#[test]
fn tar_members_of_other_kinds_are_named() {
    let files: [(&str, &[u8]); 3] = [
        ("a.txt", b""),
        ("b.txt", b"Text of b."),
        ("c.txt", b"Text of c."),
    ];
    for (kind, reason) in [
        (b'1', "a link"),
        (b'2', "a link"),
        (b'3', "neither a file nor a folder"),
        (b'4', "neither a file nor a folder"),
        (b'6', "neither a file nor a folder"),
        (b'S', "sparse"),
    ] {
        let archive = edited(tar(&files), 0, |h| h[156] = kind);
        let (articles, rejects) = survives("x.tar", &archive, &Options::default());
        assert_eq!((articles, rejects.len()), (2, 1), "{}", char::from(kind));
        assert!(rejects[0].reason.contains(reason), "{rejects:?}");
        assert!(rejects[0].input.ends_with("x.tar/a.txt"));
    }
    // A sparse file whose map goes on in a block of its own.
    let mut archive = edited(tar(&files), 0, |h| {
        h[156] = b'S';
        h[482] = 1;
    });
    archive.splice(512..512, [0; 512]);
    let (articles, rejects) = survives("x.tar", &archive, &Options::default());
    assert_eq!((articles, rejects.len()), (2, 1), "{rejects:?}");
    // A sparse file in the manner of pax.
    let map = b"22 GNU.sparse.major=1\n";
    let pax = edited(tar(&[("pax", map), ("a.txt", b"1\n0\n512\n")]), 0, |h| {
        h[156] = b'x';
    });
    let (articles, rejects) = survives("x.tar", &pax, &Options::default());
    assert_eq!((articles, rejects.len()), (0, 1));
    assert!(rejects[0].reason.contains("sparse"), "{rejects:?}");
}

#[test]
fn tar_archives_of_all_makers() {
    let first: [(&str, &[u8]); 1] = [("a.txt", b"Text of a.")];
    // Before POSIX there was no mark.
    let old = edited(tar(&first), 0, |h| h[257..265].fill(0));
    assert_eq!(survives("x", &old, &Options::default()).0, 1);
    // Two archives, one behind the other.
    let two = [tar(&first), tar(&[("b.txt", b"Text of b.")])].concat();
    let (articles, rejects) = survives("x.tar", &two, &Options::default());
    assert_eq!((articles, rejects.len()), (2, 0), "{rejects:?}");
    // Rubbish behind the end is told of.
    let rubbish = [tar(&first), vec![b'x'; 2_000]].concat();
    let (articles, rejects) = survives("x.tar", &rubbish, &Options::default());
    assert_eq!((articles, rejects.len()), (1, 1));
    assert!(rejects[0].reason.contains("more follows"), "{rejects:?}");
    // Sizes that lie, also beyond all bounds and below zero.
    for size in [
        b"77777777777\0".as_slice(),
        b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff",
        &[0xff; 12],
    ] {
        let wrong = edited(tar(&first), 0, |h| h[124..136].copy_from_slice(size));
        let (_, rejects) = survives("x.tar", &wrong, &Options::default());
        assert!(!rejects.is_empty());
    }
}

#[test]
fn zip_members_that_lie_are_named() {
    let files: [(&str, &[u8]); 2] = [("a.txt", b"Text of a."), ("b.txt", b"Text of b.")];
    let archive = zip(&files);
    let directory = memchr::memmem::find(&archive, b"PK\x01\x02").unwrap();
    let with = |offset: usize, bytes: &[u8]| {
        let mut wrong = archive.clone();
        wrong[directory + offset..directory + offset + bytes.len()].copy_from_slice(bytes);
        wrong
    };
    for (wrong, reason) in [
        (with(24, &[200, 0, 0, 0]), "length or checksum"),
        (with(16, &[1, 2, 3, 4]), "length or checksum"),
        (with(20, &[3, 0, 0, 0]), "rest cannot be read"),
        (with(8, &[1, 0]), "encrypted"),
        (with(10, &[14, 0]), "method 14 (LZMA)"),
        (with(10, &[77, 0]), "method 77"),
    ] {
        let (articles, rejects) = survives("x.zip", &wrong, &Options::default());
        assert!(articles >= 1 && rejects.len() == 1, "{reason}: {rejects:?}");
        assert!(reasons(&rejects).contains(reason), "{reason}: {rejects:?}");
    }
    // Both entries of the directory lead to the same bytes.
    let second = memchr::memmem::rfind(&archive, b"PK\x01\x02").unwrap();
    let mut shared = archive.clone();
    let place: [u8; 4] = archive[directory + 42..directory + 46].try_into().unwrap();
    shared[second + 42..second + 46].copy_from_slice(&place);
    let (articles, rejects) = survives("x.zip", &shared, &Options::default());
    assert_eq!((articles, rejects.len()), (1, 1));
    assert!(
        reasons(&rejects).contains("shares its bytes"),
        "{rejects:?}"
    );
    let twice = zip(&[("a.txt", b"Text of a."), ("a.txt", b"Text of b.")]);
    let (articles, rejects) = survives("x.zip", &twice, &Options::default());
    assert_eq!((articles, rejects.len()), (1, 1));
    assert!(reasons(&rejects).contains("same name"), "{rejects:?}");
}

#[test]
fn many_small_bombs_are_one() {
    let blanks = vec![b' '; 62 << 20];
    let names: Vec<String> = (0..3).map(|i| format!("{i}.jsonl")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), blanks.as_slice()))
        .collect();
    let options = Options {
        ratio_limit: 50,
        ..Options::default()
    };
    let (articles, rejects) = survives("x.zip", &zip(&files), &options);
    assert_eq!(articles, 0);
    assert!(
        rejects.iter().all(|r| r.kind() == RejectKind::Limit)
            && reasons(&rejects).contains("the input as a whole"),
        "{rejects:?}"
    );
}

#[test]
fn directories_beyond_the_memory_are_refused() {
    let names: Vec<String> = (0..2_000).map(|i| format!("member-{i}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names
        .iter()
        .map(|n| (n.as_str(), b"Text.".as_slice()))
        .collect();
    let options = Options {
        decoder_memory: 100_000,
        ..Options::default()
    };
    let (articles, rejects) = survives("x.zip", &zip(&files), &options);
    assert_eq!((articles, rejects.len()), (0, 1));
    assert!(
        reasons(&rejects).contains("--decoder-memory"),
        "{rejects:?}"
    );
    assert_eq!(
        survives("x.zip", &zip(&files), &Options::default()).0,
        2_000
    );
}

#[test]
fn decoders_that_ask_for_much_memory_are_refused() {
    let text = "{\"text\":\"A text.\"}\n".repeat(40_000);
    let options = Options {
        decoder_memory: 1 << 20,
        ..Options::default()
    };
    let mut large = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    large.window_log(27).unwrap();
    large.include_contentsize(false).unwrap();
    std::io::Write::write_all(&mut large, text.as_bytes()).unwrap();
    let xz = {
        let mut options = lzma_rust2::XzOptions::with_preset(6);
        options.lzma_options.dict_size = 64 << 20;
        let mut packed = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        std::io::Write::write_all(&mut packed, text.as_bytes()).unwrap();
        packed.finish().unwrap()
    };
    for packed in [large.finish().unwrap(), xz] {
        let (articles, rejects) = survives("x.jsonl", &packed, &options);
        assert_eq!((articles, rejects.len()), (0, 1), "{rejects:?}");
    }
}

#[test]
fn bodies_packed_many_times_over_are_refused() {
    let body =
        gz(b"<html><p>Some text that is long enough to be an article, with a comma.</p></html>");
    let encodings = ["gzip"; 40].join(", ");
    let http = [
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encodings}\r\n\r\n").as_bytes(),
        &body,
    ]
    .concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    let (articles, rejects) = survives(
        "x.warc",
        &[head.as_bytes(), &http, b"\r\n\r\n"].concat(),
        &Options::default(),
    );
    assert_eq!((articles, rejects.len()), (0, 1));
    assert_eq!(rejects[0].kind(), RejectKind::Limit);
}
