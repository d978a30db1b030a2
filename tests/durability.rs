//! What was committed survives: a full disk, torn files, a folder that cannot be written, two at once, inputs that change.
//!
//! `kill -9` is tested in `determinism.rs`. The full disk is a limit on the size of files, and a small file system in memory
//! where the system lets a user make one; the folder without permission needs a user who is not root, or `setpriv`. What
//! cannot be tested on a machine says so on standard error.

#![allow(missing_docs)]
#![allow(
    clippy::print_stderr,
    reason = "says what cannot be tested on this machine"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use crate::common::{articles, assert_same, demarche, larger, run, store_of, tables, text};
use demarche::actors::Dictionary;
use demarche::observe::{Event, Observer};
use demarche::pipeline::Ingest;
use demarche::source;
use demarche::stance::StanceModel;
use demarche::store::{Holder, Store};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs the program, which must fail with one line that holds the words and shows no panic.
fn refused(args: &[&str], words: &[&str]) {
    let output = demarche(args).output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{args:?}: {said}");
    for word in words {
        assert!(said.contains(word), "{args:?} says: {said}");
    }
    assert!(
        !said.contains("panicked") && !said.contains("fault of this program"),
        "{said}"
    );
}

fn small_store(folder: &Path) -> PathBuf {
    store_of(folder, 25)
}

fn files(store: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(store)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            !name.starts_with(".tantivy")
        })
        .collect();
    files.sort();
    files
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_that_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, larger(3)).unwrap();
    let whole = folder.path().join("whole");
    run(&["analyze", text(&input), "-o", text(&whole)]);
    let expected = tables(&whole);
    let program = env!("CARGO_BIN_EXE_demarche");
    let out = folder.path().join("out");
    let store = out.join("store");
    let ingest = format!(
        "'{program}' ingest '{}' --store '{}' --commit-mb 1 --threads 2 --quiet",
        text(&input),
        text(&store)
    );
    let refused = |output: &Output| {
        let said = said(output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("what was committed") || said.contains("What was committed"),
            "{said}"
        );
        assert!(!said.contains("panicked"), "{said}");
    };
    // No file may grow beyond so many blocks of 512 bytes (in some shells 1024): the first limit stops the first file.
    let mut stopped = 0;
    for blocks in [40, 400] {
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec {ingest}");
        let output = Command::new("sh").args(["-c", &limited]).output().unwrap();
        if !output.status.success() {
            refused(&output);
            stopped += 1;
        }
    }
    assert!(stopped > 0, "the limit stopped nothing");
    run(&["analyze", text(&input), "-o", text(&out)]);
    assert_same(&expected, &tables(&out), "after a full disk");
    let mount = format!(
        "mkdir -p '{0}' && mount -t tmpfs -o size=700k none '{0}'",
        text(&folder.path().join("disk"))
    );
    let disk = folder.path().join("disk").join("store");
    let within = ingest.replace(text(&store), text(&disk));
    // Filled, tried again in vain, and with a file in the way removed read to its end.
    let script = format!(
        "{mount} || exit 99; head -c 300000 /dev/zero >'{0}/ballast'; {within}; echo \"first $?\"; rm '{0}/ballast'; \
         mount -o remount,size=50m '{0}'; {within} && '{program}' network --store '{1}' -o '{2}' --quiet && \
         '{program}' check --store '{1}' --quiet >/dev/null && echo fine",
        text(&folder.path().join("disk")),
        text(&disk),
        text(&folder.path().join("from-disk"))
    );
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &script])
        .output();
    match output {
        Ok(output) if output.status.code() != Some(99) && !said(&output).contains("unshare") => {
            let out = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                out.contains("first 1") && out.contains("fine"),
                "{out}{}",
                said(&output)
            );
            assert!(
                said(&output).contains("No space left on device"),
                "{}",
                said(&output)
            );
            let again = tables(&folder.path().join("from-disk"));
            assert_eq!(again["edges.csv"], expected["edges.csv"]);
        }
        _ => eprintln!("not tested here: a file system that is full (unshare cannot mount)"),
    }
}

#[test]
fn torn_and_missing_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = small_store(folder.path());
    run(&["delete", "--store", text(&store), "--to", "2017"]);
    let out = folder.path().join("out");
    let network = ["network", "--store", text(&store), "-o", text(&out)];
    run(&network);
    let expected = tables(&out);
    let mut seen = std::collections::BTreeSet::new();
    for path in files(&store) {
        let content = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let managed = name == ".managed.json";
        let named = if managed { "managed" } else { &name };
        for kept in [0, 3, content.len() / 2, content.len() - 2] {
            std::fs::write(&path, &content[..kept]).unwrap();
            let error = Store::open(&store).unwrap_err().to_string();
            assert!(
                error.contains(named) && error.contains("demarche check"),
                "{error}"
            );
        }
        // Once for each kind of file as the user sees it; nothing may be written to such a store.
        if seen.insert(name.rsplit('.').next().unwrap().to_owned()) {
            refused(&network, &[named, "demarche check", text(&store)]);
            refused(
                &["ingest", text(&articles()), "--store", text(&store)],
                &[named],
            );
        }
        std::fs::remove_file(&path).unwrap();
        if !managed {
            let error = Store::open(&store).unwrap_err().to_string();
            assert!(
                error.contains(named) && error.contains("missing"),
                "{error}"
            );
        }
        std::fs::write(&path, &content).unwrap();
    }
    assert!(seen.len() >= 8, "{seen:?}");
    run(&network);
    assert_same(&expected, &tables(&out), "all files put back");
    // Columns of the right length with other content give no table at all.
    for path in files(&store) {
        let content = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let asked: &[&str] = match path.extension().and_then(|e| e.to_str()) {
            Some("fast" | "del") => &[],
            Some("term" | "idx" | "pos") => &["--query", "minister"],
            _ => continue,
        };
        let mut changed = content.clone();
        for byte in changed.iter_mut().skip(content.len() / 3).take(16) {
            *byte ^= 0x3c;
        }
        std::fs::write(&path, changed).unwrap();
        if name.ends_with("del") {
            // It is so short that its end is hit.
            let output = demarche(&network).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        } else {
            refused(&[&network[..], asked].concat(), &[&name, "demarche check"]);
        }
        std::fs::write(&path, &content).unwrap();
    }
    std::fs::write(store.join("notes.txt"), "mine").unwrap();
    run(&network);
    assert_same(&expected, &tables(&out), "with a foreign file");
    assert!(store.join("notes.txt").exists());
}

#[test]
fn another_format_is_refused_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let store = small_store(folder.path());
    let meta = std::fs::read_to_string(store.join("meta.json")).unwrap();
    let format = format!("{{\\\"format\\\":{}", demarche::store::FORMAT);
    for (other, advice) in [
        ("1", "Ingest the articles again"),
        ("99", "Use a newer version of the program"),
    ] {
        let changed = meta.replacen(&format, &format!("{{\\\"format\\\":{other}"), 1);
        assert_ne!(changed, meta);
        std::fs::write(store.join("meta.json"), &changed).unwrap();
        let word = format!("the store has format {other}");
        for command in ["info", "check", "reannotate"] {
            refused(&[command, "--store", text(&store)], &[&word, advice]);
        }
        refused(
            &["ingest", text(&articles()), "--store", text(&store)],
            &[&word],
        );
        refused(&["delete", "--store", text(&store), "--gone"], &[&word]);
        assert_eq!(
            std::fs::read_to_string(store.join("meta.json")).unwrap(),
            changed
        );
    }
}

#[test]
fn whoever_comes_second_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let store = out.join("store");
    std::fs::rename(small_store(folder.path()), &store).unwrap();
    let other = small_store(folder.path());
    let held = Holder::of(&store).unwrap();
    let merged = folder.path().join("merged");
    let busy = ["another ingest is writing", text(&store)];
    refused(
        &["ingest", text(&articles()), "--store", text(&store)],
        &busy,
    );
    refused(
        &["analyze", text(&articles()), "-o", text(&out), "--add"],
        &busy,
    );
    refused(
        &["delete", "--store", text(&store), "--from", "2000"],
        &busy,
    );
    refused(&["reannotate", "--store", text(&store)], &busy);
    refused(
        &["merge", text(&other), text(&store), "-o", text(&merged)],
        &busy,
    );
    assert!(!merged.exists());
    // Reading is free.
    run(&["info", "--store", text(&store)]);
    run(&[
        "delete",
        "--store",
        text(&store),
        "--from",
        "2000",
        "--dry-run",
    ]);
    drop(held);
    run(&["delete", "--store", text(&store), "--from", "2000"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_and_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let store = small_store(folder.path());
    let set = |folder_mode, file_mode| {
        for file in std::fs::read_dir(&store).unwrap() {
            let mode = std::fs::Permissions::from_mode(file_mode);
            std::fs::set_permissions(file.unwrap().path(), mode).unwrap();
        }
        std::fs::set_permissions(&store, std::fs::Permissions::from_mode(folder_mode)).unwrap();
    };
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    set(0o555, 0o444);
    let program = folder.path().join("demarche");
    std::fs::copy(env!("CARGO_BIN_EXE_demarche"), &program).unwrap();
    // Root may write anywhere; a user without rights stands for everybody else.
    let root = std::fs::write(store.join("probe"), "").is_ok();
    let start = |args: &[&str]| -> Option<Output> {
        let mut command = if root {
            let mut command = Command::new("setpriv");
            command.args([
                "--reuid",
                "65534",
                "--regid",
                "65534",
                "--clear-groups",
                "--",
            ]);
            command.arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let output = command.args(args).arg("--quiet").output().ok()?;
        (!said(&output).starts_with("setpriv")).then_some(output)
    };
    if root {
        std::fs::remove_file(store.join("probe")).unwrap();
    }
    if let Some(output) = start(&["info", "--store", text(&store)]) {
        assert!(output.status.success(), "{}", said(&output));
        let small = folder.path().join("small.jsonl");
        let output = start(&["check", "--store", text(&store)]).unwrap();
        assert!(output.status.success(), "{}", said(&output));
        for args in [
            &["ingest", text(&small), "--store", text(&store)][..],
            &["delete", "--store", text(&store), "--from", "2000"],
        ] {
            let output = start(args).unwrap();
            assert_eq!(output.status.code(), Some(1));
            assert!(
                said(&output).contains("Permission denied"),
                "{}",
                said(&output)
            );
            assert!(
                said(&output).contains("change its permissions"),
                "{}",
                said(&output)
            );
        }
    } else {
        eprintln!("not tested here: a folder without permission to write (root, and no setpriv)");
    }
    set(0o755, 0o644);
}

#[test]
fn an_exchange_of_stores_that_broke_off_is_brought_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = small_store(folder.path());
    let [fresh, old] = [".new", ".old"].map(|ending| {
        let mut name = store.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    // As a crash between the two renames of `reannotate` leaves them.
    run(&[
        "merge",
        text(&store),
        text(&small_store(&sub(folder.path()))),
        "-o",
        text(&fresh),
    ]);
    std::fs::rename(&store, &old).unwrap();
    std::fs::write(fresh.join(".demarche-complete"), "").unwrap();
    std::fs::write(old.join(".demarche-replaced"), "").unwrap();
    let info = run(&["info", "--store", text(&store)]);
    // The new one: the second reading of the same articles shows in its totals.
    assert!(
        String::from_utf8_lossy(&info.stdout).contains("52 records read"),
        "{}",
        String::from_utf8_lossy(&info.stdout)
    );
    assert!(!fresh.exists() && !old.exists());
    // If the new one is not complete, the old one comes back.
    std::fs::rename(&store, &old).unwrap();
    std::fs::create_dir(&fresh).unwrap();
    std::fs::write(fresh.join(".demarche-unfinished"), "").unwrap();
    std::fs::write(old.join(".demarche-replaced"), "").unwrap();
    run(&["ingest", text(&articles()), "--store", text(&store)]);
    assert!(store.exists() && !old.exists());
    run(&["check", "--store", text(&store)]);
    run(&["reannotate", "--store", text(&store)]);
    assert!(!fresh.exists() && !old.exists());
    // A folder of the user's is not touched.
    std::fs::create_dir(&old).unwrap();
    std::fs::write(old.join("backup"), "mine").unwrap();
    refused(
        &["reannotate", "--store", text(&store)],
        &["store.old", "move it away"],
    );
    assert!(old.join("backup").exists());
}

fn sub(folder: &Path) -> PathBuf {
    let sub = folder.join("sub");
    std::fs::create_dir(&sub).unwrap();
    sub
}

/// Keeps the warnings.
#[derive(Default)]
struct Warnings(Mutex<Vec<String>>);

impl Observer for Warnings {
    fn event(&self, event: Event<'_>) {
        if let Event::Warning(text) = event {
            self.0.lock().unwrap().push(text.to_owned());
        }
    }
}

#[test]
fn inputs_that_change_under_the_hand_are_named_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let at = |name: &str| folder.path().join(name);
    let article = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"Russia met China.\"}}\n");
    let lines: String = (0..50).map(|i| article(&format!("a{i}"))).collect();
    for name in ["cut.jsonl", "gone.jsonl", "more.jsonl", "same.jsonl"] {
        std::fs::write(at(name), lines.replace("\"a", &format!("\"{name}"))).unwrap();
    }
    let ingest = Ingest::new(
        Arc::new(Dictionary::builtin().unwrap()),
        Arc::new(StanceModel::builtin().unwrap()),
    );
    let names = ["cut.jsonl", "gone.jsonl", "more.jsonl", "same.jsonl"].map(at);
    let inputs = source::discover(&names).unwrap();
    // Between the finding of the inputs and the reading of them.
    let whole = std::fs::read(at("cut.jsonl")).unwrap();
    std::fs::write(at("cut.jsonl"), &whole[..whole.len() / 2]).unwrap();
    std::fs::remove_file(at("gone.jsonl")).unwrap();
    let more = std::fs::read_to_string(at("more.jsonl")).unwrap() + &article("later");
    std::fs::write(at("more.jsonl"), more).unwrap();
    let warnings = Warnings::default();
    let report = ingest.run(&inputs, &store, &warnings).unwrap();
    let warned = warnings.0.into_inner().unwrap().join("\n");
    for name in ["cut.jsonl", "gone.jsonl", "more.jsonl"] {
        assert!(warned.contains(name), "{name}: {warned}");
    }
    assert!(!warned.contains("same.jsonl"), "{warned}");
    assert_eq!(report.inputs_broken, 1);
    // The torn line and the missing file are rejects.
    assert!(report.balance.holds());
    let torn = &whole[..whole.len() / 2];
    let cut = torn.split(|&b| b == b'\n').count() as u64 - 1;
    assert_eq!(report.balance.articles, cut + 51 + 50);
    assert_eq!(report.balance.rejects, 2);
    let rejects = Store::open(&store).unwrap().rejects().unwrap();
    assert!(
        rejects.iter().any(|r| r.input.ends_with("gone.jsonl")),
        "{rejects:?}"
    );
    // All files whole again: everything is there once, and no reject is left.
    std::fs::write(at("cut.jsonl"), whole).unwrap();
    std::fs::write(at("gone.jsonl"), lines.replace("\"a", "\"gone.jsonl")).unwrap();
    let inputs = source::discover(&names).unwrap();
    let report = ingest.run(&inputs, &store, &()).unwrap();
    assert_eq!(report.inputs_skipped, 1);
    assert_eq!((report.balance.articles, report.balance.rejects), (201, 0));
    assert_eq!(report.outdated, 2);
    assert!(report.balance.holds());
    let again = ingest.run(&inputs, &store, &()).unwrap();
    assert_eq!((again.records, again.inputs_skipped), (0, 4));
    assert_eq!(again.balance, report.balance);
}

#[test]
fn a_failure_of_reading_is_forgotten_when_reading_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    std::fs::write(
        &input,
        "{\"id\":\"a\",\"text\":\"Russia met China.\"}\nbroken\n",
    )
    .unwrap();
    let ingest = Ingest::new(
        Arc::new(Dictionary::builtin().unwrap()),
        Arc::new(StanceModel::builtin().unwrap()),
    );
    let inputs = source::discover(std::slice::from_ref(&input)).unwrap();
    let aside = folder.path().join("aside");
    std::fs::rename(&input, &aside).unwrap();
    let report = ingest.run(&inputs, &store, &()).unwrap();
    assert_eq!((report.balance.articles, report.balance.rejects), (0, 1));
    // The very same file is back: the same version of the same input.
    std::fs::rename(&aside, &input).unwrap();
    let report = ingest.run(&inputs, &store, &()).unwrap();
    assert_eq!((report.balance.articles, report.balance.rejects), (1, 1));
    assert_eq!(report.outdated, 1);
    let rejects = Store::open(&store).unwrap().rejects().unwrap();
    assert_eq!(rejects[0].line, 2);
    run(&["check", "--store", text(&store)]);
}
