//! Holds under attack: nothing is left behind, nothing mixed, nothing unbounded.

#![allow(missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::common::{articles, assert_same, demarche, larger, run, store_of, tables, text};
use demarche::actors::Dictionary;
use demarche::observe::{Event, Observer};
use demarche::pipeline::Ingest;
use demarche::source;
use demarche::stance::StanceModel;
use demarche::store::{StoreWriter, WriterOptions};
use serde_json::Value;

/// A word that stands in one article, and long enough that no compression hides it.
const SECRET: &str = "xylophonquarzvoltwidgetjumbo";

/// The program without `--quiet`: its exit status, standard output and standard error.
fn told(args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    let output = command.args(args).arg("--no-progress").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(args).stdout).unwrap()
}

/// Files of a folder that hold the word.
fn holding(folder: &Path, word: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        if bytes.windows(word.len()).any(|w| w == word.as_bytes()) {
            found.push(path);
        }
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A store of one segment, one of whose articles holds the secret.
fn with_secret(folder: &Path) -> PathBuf {
    let (input, store) = (folder.join("in.jsonl"), folder.join("store"));
    let lines = (0..40)
        .map(|i| {
            let word = if i == 7 { SECRET } else { "talks" };
            format!("{{\"id\":\"a{i}\",\"text\":\"Russia met China for {word}.\"}}\n")
        })
        .collect::<Vec<_>>()
        .concat();
    std::fs::write(&input, lines).unwrap();
    let threads = ["--threads", "1"];
    let args = ["ingest", text(&input), "--store", text(&store)];
    run(&[&args[..], &threads].concat());
    store
}

#[test]
fn purged_text_is_on_no_block_of_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_secret(folder.path());
    assert!(!holding(&store, SECRET).is_empty(), "the test sees nothing");
    let args = ["delete", "--query", SECRET, "--store", text(&store)];
    run(&[&args[..], &["--purge"]].concat());
    assert_eq!(holding(&store, SECRET), [] as [PathBuf; 0]);
    run(&["check", "--sample", "all", "--store", text(&store)]);
    assert_eq!(
        json(&["info", "--json", "--store", text(&store)])["articles"],
        39
    );
}

#[test]
fn what_broken_off_runs_left_is_swept_and_stops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = with_secret(folder.path());
    let segment = names(&store)
        .into_iter()
        .find_map(|name| name.strip_suffix(".fast").map(str::to_owned))
        .unwrap();
    let meta: Value =
        serde_json::from_slice(&std::fs::read(store.join("meta.json")).unwrap()).unwrap();
    let opstamp = meta["opstamp"].as_u64().unwrap();
    // A run that was killed while it deleted leaves lists of removed documents under the names that the next one needs.
    for stamp in opstamp..opstamp + 60 {
        std::fs::write(store.join(format!("{segment}.{stamp}.del")), SECRET).unwrap();
    }
    let orphan = "0123456789abcdef0123456789abcdef.store";
    for name in [orphan, ".tmpAb12Cd", ".meta.json.4711.partial"] {
        std::fs::write(store.join(name), SECRET).unwrap();
    }
    std::fs::write(store.join("notes.txt"), "the user's").unwrap();
    run(&["check", "--store", text(&store)]);
    let args = ["delete", "--query", SECRET, "--store", text(&store)];
    run(&[&args[..], &["--purge"]].concat());
    assert_eq!(holding(&store, SECRET), [] as [PathBuf; 0]);
    assert!(store.join("notes.txt").exists(), "no file of the user's");
    run(&["check", "--sample", "all", "--store", text(&store)]);
}

#[cfg(unix)]
#[test]
fn every_file_of_a_store_has_the_permissions_of_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let store = with_secret(folder.path());
    let modes: Vec<(String, u32)> = names(&store)
        .into_iter()
        .map(|name| {
            let mode = std::fs::metadata(store.join(&name)).unwrap().permissions();
            (name, mode.mode() & 0o777)
        })
        .collect();
    let first = modes
        .iter()
        .find(|(name, _)| Path::new(name).extension().is_some_and(|e| e == "fast"));
    let expected = first.unwrap().1;
    assert!(modes.iter().all(|(_, mode)| *mode == expected), "{modes:?}");
}

#[test]
fn a_store_without_a_commit_is_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let options = WriterOptions {
        threads: 1,
        memory: 0,
        identity: ingest().identity(),
    };
    // As after a kill before the first commit.
    drop(StoreWriter::open(&store, &options).unwrap());
    let (status, out, err) = told(&["check", "--store", text(&store)]);
    assert_eq!(status, Some(0), "{err}");
    assert!(
        out.contains("nothing was committed yet; run the ingest again"),
        "{out}"
    );
    assert!(!out.contains("FAULT"), "{out}");
    run(&["ingest", text(&articles()), "--store", text(&store)]);
    run(&["check", "--store", text(&store)]);
}

fn ingest() -> Ingest {
    Ingest::new(
        Arc::new(Dictionary::builtin().unwrap()),
        Arc::new(StanceModel::builtin().unwrap()),
    )
}

/// Interrupts an ingest when the first articles are in, as Ctrl-C does.
struct Impatient(Arc<AtomicBool>);

impl Observer for Impatient {
    fn event(&self, event: Event<'_>) {
        if let Event::Progress { articles: 1.., .. } = event {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn an_interrupted_ingest_commits_what_it_read_and_goes_on_from_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for part in 0..4 {
        let lines = larger(4).replace("\"r", &format!("\"p{part}r"));
        std::fs::write(path(&format!("{part}.jsonl")), lines).unwrap();
    }
    let files: Vec<PathBuf> = (0..4).map(|part| path(&format!("{part}.jsonl"))).collect();
    let inputs = source::discover(&files).unwrap();
    let mut ingest = ingest();
    ingest.threads = 2;
    let error = ingest
        .run(
            &inputs,
            &path("store"),
            &Impatient(ingest.interrupted.clone()),
        )
        .expect_err("it was interrupted");
    let demarche::Error::Interrupted { articles } = error else {
        panic!("{error}");
    };
    let info = json(&["info", "--json", "--store", text(&path("store"))]);
    assert_eq!(info["totals"]["articles"], articles);
    assert!(articles > 0, "something was read");
    assert!(articles < 4 * 4 * 177, "and not all");
    assert_eq!(info["finished"], false);
    ingest.interrupted.store(false, Ordering::Relaxed);
    ingest.run(&inputs, &path("store"), &()).unwrap();
    ingest.run(&inputs, &path("whole"), &()).unwrap();
    for store in ["store", "whole"] {
        let out = path(&format!("{store}-tables"));
        run(&["network", "--store", text(&path(store)), "-o", text(&out)]);
    }
    assert_same(
        &tables(&path("whole-tables")),
        &tables(&path("store-tables")),
        "after an interruption",
    );
}

#[test]
fn tables_are_verified_as_a_set() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), 30);
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("edges.csv.99999.partial"), "left").unwrap();
    let network = ["network", "--store", text(&store), "-o", text(&out)];
    run(&network);
    assert!(!names(&out).iter().any(|name| name.ends_with(".partial")));
    run(&["check", "--tables", text(&out)]);
    let whole = std::fs::read(out.join("edges.csv")).unwrap();
    std::fs::write(out.join("edges.csv"), &whole[..whole.len() - 1]).unwrap();
    let (status, found, err) = told(&["check", "--tables", text(&out)]);
    assert_eq!(status, Some(1), "{err}");
    assert!(found.contains("edges.csv"), "{found}");
    // A run that cannot write leaves the set of the run before: of the name of a table there is a folder.
    run(&network);
    let before = tables(&out);
    std::fs::remove_file(out.join("actors.csv")).unwrap();
    std::fs::create_dir(out.join("actors.csv")).unwrap();
    let (status, _, err) = told(&network);
    assert_eq!(status, Some(1), "{err}");
    assert!(err.contains("actors.csv"), "{err}");
    let (status, found, _) = told(&["check", "--tables", text(&out)]);
    assert_eq!(status, Some(1));
    assert!(found.contains("manifest.json is missing"), "{found}");
    std::fs::remove_dir(out.join("actors.csv")).unwrap();
    run(&network);
    assert_same(&before, &tables(&out), "run again");
    run(&["check", "--tables", text(&out)]);
}

#[test]
fn words_of_articles_and_queries_do_not_act_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    let evil = "\\u001b]0;owned\\u0007\\u009b31m\\u202e";
    let line = format!(
        "{{\"id\":\"a{evil}\",\"title\":\"Talks{evil}\",\"outlet\":\"Post{evil}\",\"text\":\"Russia{evil} praised China{evil} today.\"}}\n"
    );
    std::fs::write(&input, line).unwrap();
    run(&["ingest", text(&input), "--store", text(&store)]);
    for args in [
        &["search", "Russia"][..],
        &["search", "Russia", "--kwic", "5"],
        &["search", "Russia", "--format", "jsonl"],
        &["search", "title:\u{1b}[2J\u{202e}("],
        &["evidence", "--pair", "RUS,CHN", "--format", "table"],
        &["info"],
        &["info", "--json"],
        &["check"],
    ] {
        let (_, out, err) = told(&[args, &["--store", text(&store)]].concat());
        for (what, said) in [("output", &out), ("error", &err)] {
            let acts = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
            assert!(!said.contains(acts), "{args:?}, {what}: {said:?}");
        }
    }
}

/// Whether a terminal does something else with a text than show it.
fn acts(text: &str) -> bool {
    text.contains(|c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}')
}

/// What acts on a terminal: an escape sequence that sets the title, a C1 control and an override of direction.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}";

#[test]
fn names_of_files_and_fields_do_not_act_on_a_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join(format!("in{EVIL}.jsonl"));
    let evil = serde_json::to_string(EVIL).unwrap();
    let evil = evil.trim_matches('"');
    let line = format!(
        "{{\"id\":\"a{evil}\",\"title\":\"Talks{evil}\",\"maintext{evil}\":\"x\",\"outlet\":\"Post{evil}\",\"text\":\"Russia{evil} praised China.\"}}\n"
    );
    std::fs::write(&input, format!("{line}no record{EVIL}\n")).unwrap();
    let unseen = format!("none{EVIL}");
    for args in [
        &["ingest", text(&input), "--dry-run", "--store", "s"][..],
        &["annotate", text(&input)],
        &["check", "--store", &unseen],
        // Errors of usage, which clap words.
        &[&unseen],
        &["search", &format!("--{EVIL}")],
        &["network", "--level", EVIL],
        &["stance", "--from", EVIL, "--store", "s", "-o", "out"],
    ] {
        let (status, out, err) = told(args);
        for (what, said) in [("output", &out), ("error", &err)] {
            assert!(!acts(said), "{args:?}, {what}: {said:?}");
        }
        assert_eq!(status == Some(0), err.is_empty(), "{args:?}: {err}");
        let shown = out + &err;
        assert!(
            shown.contains("\\u{1b}") || shown.contains("\\u001b"),
            "{args:?} shows nothing: {shown}"
        );
    }
}

#[test]
fn yaml_dictionaries_are_linted_too() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.yml");
    let check = |yaml: &str| {
        std::fs::write(&own, yaml).unwrap();
        told(&["actors", "check", text(&own)])
    };
    for (yaml, message) in [
        ("\"=X\":\n  - xanadu\n", "must not begin with"),
        ("'@X': [xanadu]\n", "must not begin with"),
        ("X:\n  - \"xan\u{1b}[2Jadu\"\n", "control characters"),
        ("X\u{202e}Y:\n  - xanadu\n", "control characters"),
    ] {
        let (status, out, err) = check(yaml);
        assert_eq!(status, Some(1), "{yaml:?}: {err}");
        assert!(out.contains(message), "{yaml:?}: {out}");
        assert!(!acts(&out) && !acts(&err), "{yaml:?}: {out}{err}");
    }
    assert_eq!(check("X:\n  - xanadu\n").0, Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_commits_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let input = path("in.jsonl");
    std::fs::write(&input, larger(24)).unwrap();
    let mut wait = Duration::from_millis(200);
    // How far the program is after a while depends on the machine, so the moment is looked for.
    let (store, articles) = loop {
        let store = path(&format!("store-{}", wait.as_millis()));
        let args = ["ingest", text(&input), "--store", text(&store)];
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"));
        child.args(args).args(["--no-progress", "--threads", "1"]);
        let mut child = child.stderr(std::process::Stdio::piped()).spawn().unwrap();
        while !store.join("meta.json").exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(wait);
        let signal = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            assert!(
                wait > Duration::from_millis(200),
                "too small a corpus: {err}"
            );
            wait = wait * 3 / 4;
            continue;
        }
        assert!(signal.unwrap().success());
        assert_eq!(output.status.code(), Some(130), "{err}");
        assert!(err.contains("Run the same command again"), "{err}");
        assert_eq!(err.trim_end().lines().count(), 1, "{err}");
        run(&["check", "--store", text(&store)]);
        let info = json(&["info", "--json", "--store", text(&store)]);
        let articles = info["totals"]["articles"].as_u64().unwrap();
        if articles > 0 {
            break (store, articles);
        }
        wait *= 2;
    };
    assert!(articles < 24 * 177, "{articles}: nothing was interrupted");
    run(&["ingest", text(&input), "--store", text(&store)]);
    run(&["check", "--store", text(&store)]);
    let info = json(&["info", "--json", "--store", text(&store)]);
    assert_eq!(info["totals"]["articles"], 24 * 177);
    assert_eq!(info["finished"], true);
}

#[test]
fn queries_and_dictionaries_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), 5);
    let nested = format!("{}a{}", "(".repeat(30_000), ")".repeat(30_000));
    for query in [nested, "NOT ".repeat(20_000) + "a"] {
        let (status, _, err) = told(&["search", &query, "--store", text(&store)]);
        assert_eq!(status, Some(1), "{}", &err[..err.len().min(200)]);
        assert!(err.contains("deep in each other"), "{err}");
        assert!(err.len() < 1_000, "the query is not repeated");
    }
    let own = folder.path().join("own.csv");
    let check = |rows: &str| {
        std::fs::write(&own, format!("id,label,type,country,kind,alias\n{rows}")).unwrap();
        told(&["actors", "check", text(&own)])
    };
    for id in ["=X", "+X", "-X", "@X"] {
        let (status, out, _) = check(&format!("{id},X,organisation,,name,Xanadu\n"));
        assert_eq!(status, Some(1));
        assert!(out.contains("must not begin with"), "{out}");
    }
    let (status, out, _) = check("X,X\u{1b}[2J,organisation,,name,Xanadu\n");
    assert_eq!(status, Some(1));
    assert!(
        out.contains("control characters") && !out.contains('\u{1b}'),
        "{out}"
    );
    let rows = (0..20_000)
        .map(|i| format!("X{i},X{i},organisation,,name,Xanadu\n"))
        .collect::<Vec<_>>()
        .concat();
    let began = Instant::now();
    let (_, out, _) = check(&rows);
    assert!(
        out.contains("line 3 gives `Xanadu` to X1"),
        "{}",
        &out[..200]
    );
    assert!(began.elapsed() < Duration::from_secs(120));
    #[cfg(unix)]
    {
        let args = ["annotate", "--dictionary", "/dev/zero"];
        let output = demarche(&args)
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{err}");
        assert!(err.contains("more than 256 MB"), "{err}");
    }
}

#[test]
fn an_article_of_too_many_sentences_or_actors_is_cut_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let own = (0..1_100)
        .map(|i| format!("X{i:04},X{i:04},organisation,,name,Xanadu{i:04}\n"))
        .collect::<Vec<_>>()
        .concat();
    let header = "id,label,type,country,kind,alias\n";
    std::fs::write(path("own.csv"), header.to_owned() + &own).unwrap();
    let named: Vec<String> = (0..1_100).map(|i| format!("Xanadu{i:04} met.")).collect();
    let dots = "A. ".repeat(70_000).replace("A. ", "Yes! ");
    let lines = format!(
        "{{\"id\":\"list\",\"text\":\"{}\",\"language\":\"en\"}}\n{{\"id\":\"dots\",\"text\":\"{dots}\",\"language\":\"en\"}}\n{{\"id\":\"news\",\"text\":\"Xanadu0001 met Xanadu0002.\"}}\n",
        named.join(" ")
    );
    std::fs::write(path("in.jsonl"), lines).unwrap();
    let dictionary = ["--dictionary", text(&path("own.csv"))].map(str::to_owned);
    let dictionary: Vec<&str> = dictionary.iter().map(String::as_str).collect();
    let (input, store) = (path("in.jsonl"), path("store"));
    let args = ["ingest", text(&input), "--store", text(&store)];
    let (status, _, err) = told(&[&args[..], &dictionary].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(
        err.contains("warning: 2 articles have more than 65535 sentences"),
        "{err}"
    );
    let info = json(&["info", "--json", "--store", text(&store)]);
    assert_eq!((&info["cut"], &info["articles"]), (&2.into(), &3.into()));
    assert_eq!(info["sentences"], 1_100 + 65_535 + 1);
    let out = path("out");
    let args = ["network", "--store", text(&store), "-o", text(&out)];
    run(&[&args[..], &dictionary].concat());
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["counts"]["cut"], 2);
    assert_eq!(manifest["counts"]["actors"], 1_000);
    run(&[
        &["check", "--sample", "all", "--store", text(&store)],
        &dictionary[..],
    ]
    .concat());
}

#[test]
fn a_wrong_clock_is_pointed_out() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("store"), folder.path().join("out"));
    let input = articles();
    let args = ["ingest", text(&input), "--store", text(&store)];
    let (status, _, err) = told(&[&args[..], &["--latest-date", "1970-01-02"]].concat());
    assert_eq!(status, Some(0), "{err}");
    assert!(
        err.contains("177 of 177 articles are dated after 1970-01-02"),
        "{err}"
    );
    run(&["network", "--store", text(&store), "-o", text(&out)]);
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["made_with"]["latest-date"], "1970-01-02");
    assert_eq!(manifest["counts"]["future-dates"], 177);
    let info = json(&["info", "--json", "--store", text(&store)]);
    assert_eq!(info["latest_date"], "1970-01-02");
}
