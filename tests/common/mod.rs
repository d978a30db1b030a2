//! What the tests of the command line share.

#![allow(missing_docs, dead_code, clippy::missing_panics_doc)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The bundled articles.
pub fn articles() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles.jsonl")
}

/// The program, quiet and without progress.
pub fn demarche(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(args).args(["--quiet", "--no-progress"]);
    command
}

/// Runs the program and expects success.
pub fn run(args: &[&str]) -> Output {
    let output = demarche(args).output().expect("the program starts");
    assert!(
        output.status.success(),
        "demarche {} failed: {}",
        args.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// What the program makes of `input` on its standard input, whether or not it succeeds.
pub fn fed(args: &[&str], input: &str) -> Output {
    let mut child = demarche(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin
        .write_all(input.as_bytes())
        .expect("the program reads");
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

/// A store of the bundled articles, made once in a process. It is for reading only.
pub fn sample_store() -> &'static Path {
    static STORE: OnceLock<PathBuf> = OnceLock::new();
    STORE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        remove_left_over(folder);
        let store = folder.join(format!("{SAMPLE}{}", std::process::id()));
        run(&["ingest", text(&articles()), "--store", text(&store)]);
        store
    })
}

/// What the names of stores of the bundled articles begin with; the number of the process follows.
const SAMPLE: &str = "sample-store-";

/// Removes the stores of processes that have ended, where the system tells which those are.
fn remove_left_over(folder: &Path) {
    if !Path::new("/proc/self").exists() {
        return;
    }
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let process = name.strip_prefix(SAMPLE).map(str::to_owned);
        if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            // Another process may be removing it too.
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("paths of the tests are UTF-8")
}

/// The CSV files of a folder by name.
pub fn tables(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|e| e == "csv") {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            tables.insert(name, std::fs::read(&path).expect("the file can be read"));
        }
    }
    tables
}

/// Rows of a CSV file as maps from column to cell.
pub fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader
        .deserialize()
        .map(|row| row.expect("the table is well formed"))
        .collect()
}

/// Says which table differs, rather than printing both.
pub fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    assert!(!a.is_empty(), "there are no tables to compare");
    assert_eq!(
        a.keys().collect::<Vec<_>>(),
        b.keys().collect::<Vec<_>>(),
        "{what}: other files"
    );
    for (name, bytes) in a {
        if *bytes != b[name] {
            let first = bytes
                .split(|&c| c == b'\n')
                .zip(b[name].split(|&c| c == b'\n'))
                .find(|(x, y)| x != y);
            let (x, y) = first.unwrap_or((b"", b""));
            panic!(
                "{what}: {name} differs:\n{}\n{}",
                String::from_utf8_lossy(x),
                String::from_utf8_lossy(y)
            );
        }
    }
}

/// A larger corpus: the bundled articles `times` over, under other ids, with a few records that are
/// no articles.
pub fn larger(times: usize) -> String {
    let bundled = std::fs::read_to_string(articles()).expect("the bundled articles are there");
    let mut out = String::new();
    for round in 0..times {
        for (i, line) in bundled.lines().enumerate() {
            out.push_str(
                &line
                    .replacen("\"id\": \"dm-", &format!("\"id\": \"r{round}-"), 1)
                    .replacen("\"id\":\"dm-", &format!("\"id\":\"r{round}-"), 1),
            );
            out.push('\n');
            if (round * 1000 + i) % 97 == 3 {
                out += "this is a record and no JSON\n";
            }
        }
    }
    out
}

/// A store in a folder with the first of the bundled articles and one record that is none.
pub fn store_of(folder: &Path, count: usize) -> PathBuf {
    let (input, store) = (folder.join("small.jsonl"), folder.join("store"));
    let bundled = std::fs::read_to_string(articles()).expect("the bundled articles are there");
    let lines: Vec<&str> = bundled.lines().take(count).collect();
    std::fs::write(&input, lines.join("\n") + "\nbroken\n").expect("a writable folder");
    run(&[
        "ingest",
        text(&input),
        "--store",
        text(&store),
        "--threads",
        "1",
    ]);
    store
}

/// Says why a test, or a part of it, is not run here.
#[expect(clippy::print_stderr, reason = "this is for whoever runs the tests")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
