//! Taking care of stores: totals that reconcile, nothing done twice, deleting, merging, looking over.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::common::{articles, assert_same, demarche, rows, run, skipped, store_of, tables, text};
use demarche::store::Store;
use serde_json::Value;

fn article(id: &str, words: &str, day: &str) -> String {
    format!("{{\"id\":\"{id}\",\"text\":\"{words}\",\"date\":\"{day}\"}}\n")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_slice(&run(args).stdout).unwrap()
}

/// Records read, articles, rejects, duplicates, outdated rejects, deleted articles.
fn totals(store: &Path) -> [u64; 6] {
    let info = json(&["info", "--json", "--store", text(store)]);
    let totals = &info["totals"];
    assert_eq!(totals["reconcile"], true);
    [
        "records",
        "articles",
        "rejects",
        "duplicates",
        "outdated_rejects",
        "deleted",
    ]
    .map(|key| totals[key].as_u64().unwrap())
}

/// Every file of a store but the locks, with its bytes.
fn bytes(store: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(store)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_none_or(|e| e != "lock"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect()
}

fn fails(args: &[&str], code: i32, word: &str) -> String {
    let output = demarche(args).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    assert!(said.contains(word), "{args:?} says: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn totals_reconcile_whatever_happens_to_the_inputs() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in.jsonl"), folder.path().join("out"));
    let store = out.join("store");
    let analyze = || run(&["analyze", text(&input), "-o", text(&out)]);
    let a = article("a", "Russia met China.", "2020-01-01");
    let b = article("b", "Japan praised Brazil.", "2020-01-02");
    let c = article("c", "Japan condemned Brazil.", "2020-01-03");
    let changed = article("a", "Russia praised China.", "2020-01-01");
    // a twice, one of them with another content; two records that are no articles, the second line twice.
    std::fs::write(&input, [&*a, &*changed, &*b, &*c, "broken\n"].concat()).unwrap();
    analyze();
    assert_eq!(totals(&store), [5, 3, 1, 1, 0, 0]);
    // Read again after a change: b is the same, c is gone, the broken record was put right as d.
    let d = article("d", "Russia met Japan.", "2020-01-04");
    std::fs::write(&input, [&*a, &*b, &*d].concat()).unwrap();
    analyze();
    // 5 + 3 records; a, b, c, d stay; of a's three readings and b's two, 1 + 2 were removed; the reject is outdated.
    assert_eq!(totals(&store), [8, 4, 0, 3, 1, 0]);
    assert!(rows(&tables(&out)["rejects.csv"]).is_empty());
    let manifest: Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let count = |key: &str| manifest["counts"][key].as_u64().unwrap();
    assert_eq!(
        count("records"),
        count("stored")
            + count("rejects")
            + count("duplicates")
            + count("outdated-rejects")
            + count("deleted")
    );
    // c is in no file any more; it stays until it is deleted by name.
    let gone = ["delete", "--store", text(&store), "--gone"];
    run(&[&gone[..], &["--dry-run"]].concat());
    assert_eq!(totals(&store)[1], 4);
    run(&gone);
    assert_eq!(totals(&store), [8, 3, 0, 3, 1, 1]);
    let check = json(&[
        "check",
        "--store",
        text(&store),
        "--sample",
        "all",
        "--json",
    ]);
    assert_eq!(check["sound"], true, "{check}");
    let kinds = check["checks"].as_array().unwrap();
    assert!(
        kinds.iter().all(|c| c["checked"].as_u64().unwrap() > 0),
        "{check}"
    );
}

#[test]
fn the_same_input_named_twice_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    std::fs::write(&input, article("a", "Russia met China.", "2020-01-01")).unwrap();
    let args = [
        "ingest",
        text(&input),
        text(&input),
        "--store",
        text(&store),
    ];
    run(&args);
    assert_eq!(totals(&store), [1, 1, 0, 0, 0, 0]);
    // The same file by another name is another input, and its article there once all the same.
    let other = format!("{}/./in.jsonl", text(folder.path()));
    run(&["ingest", text(&input), &other, "--store", text(&store)]);
    assert_eq!(totals(&store), [2, 1, 0, 1, 0, 0]);
}

#[test]
fn standard_input_is_accounted_for_over_many_commits() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    let words = "Russia met China in the hall of the old town. ".repeat(100);
    let lines: String = (0..700)
        .map(|i| article(&format!("n{i}"), &words, "2020-01-01"))
        .collect();
    assert!(lines.len() > 3_000_000, "several commits");
    std::fs::write(&input, lines).unwrap();
    for records in [700, 1400] {
        let output = demarche(&["ingest", "-", "--store", text(&store), "--commit-mb", "1"])
            .stdin(std::fs::File::open(&input).unwrap())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        assert_eq!(totals(&store), [records, 700, 0, records - 700, 0, 0]);
    }
}

#[test]
fn a_run_with_nothing_new_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let ingest = ["ingest", text(&articles()), "--store", text(&store)].map(str::to_owned);
    let ingest: Vec<&str> = ingest.iter().map(String::as_str).collect();
    run(&ingest);
    let before = bytes(&store);
    let again = run(&ingest);
    assert_eq!(bytes(&store), before);
    assert!(again.stdout.is_empty() && again.stderr.is_empty());
}

#[test]
fn deleted_articles_are_counted_and_do_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    let lines: String = (0..6)
        .map(|i| {
            article(
                &format!("n{i}"),
                "Russia met China.",
                &format!("202{i}-01-01"),
            )
        })
        .collect();
    std::fs::write(&input, lines).unwrap();
    let ingest = ["ingest", text(&input), "--store", text(&store)];
    run(&ingest);
    let ids = folder.path().join("ids.txt");
    std::fs::write(&ids, "n1\r\nnobody\n\nn1\n").unwrap();
    let delete = ["delete", "--store", text(&store)];
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args(delete)
        .args(["--id-file", text(&ids)])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("'nobody'") && said.contains("1 articles deleted"),
        "{said}"
    );
    assert_eq!(totals(&store), [6, 5, 0, 0, 0, 1]);
    run(&[&delete[..], &["--from", "2024", "--to", "2024"]].concat());
    run(&[&delete[..], &["--query", "nothing AND like AND this"]].concat());
    run(&ingest);
    assert_eq!(totals(&store), [6, 4, 0, 0, 0, 2]);
    let wanted = [
        "search",
        "china",
        "--store",
        text(&store),
        "--format",
        "csv",
    ];
    assert_eq!(rows(&run(&wanted).stdout).len(), 4);
    // Purged, the text is on the disk no more.
    let marked = folder.path().join("marked.jsonl");
    std::fs::write(
        &marked,
        article("secret", "Zanzibarquux met China.", "2020-01-01"),
    )
    .unwrap();
    run(&["ingest", text(&marked), "--store", text(&store)]);
    let held = |store: &Path| {
        bytes(store).iter().any(|(_, b)| {
            b.windows(12)
                .any(|w| w.eq_ignore_ascii_case(b"zanzibarquux"))
        })
    };
    assert!(held(&store));
    run(&[&delete[..], &["--query", "zanzibarquux", "--purge"]].concat());
    assert!(!held(&store));
    assert_eq!(totals(&store), [7, 4, 0, 0, 0, 3]);
    fails(&delete, 2, "--id-file");
    fails(
        &[&delete[..], &["--query", " "]].concat(),
        1,
        "no condition",
    );
    let nowhere = folder.path().join("nowhere");
    fails(
        &["delete", "--store", text(&nowhere), "--gone"],
        1,
        "no store here",
    );
    assert!(!nowhere.exists());
}

/// The bundled articles in three overlapping parts with rejects, and articles that differ from part to part.
fn parts(folder: &Path) -> Vec<String> {
    let bundled = std::fs::read_to_string(articles()).unwrap();
    let lines: Vec<&str> = bundled.lines().collect();
    let part = |name: &str, own: String, lines: &[&str]| {
        let path = folder.join(name);
        std::fs::write(&path, own + &lines.join("\n") + "\nno article\n").unwrap();
        text(&path).to_owned()
    };
    vec![
        part(
            "one.jsonl",
            article("moved", "Russia condemned Japan.", "2020-05-05"),
            &lines[..40],
        ),
        part(
            "two.jsonl",
            article("moved", "Russia praised Brazil.", "2020-05-09"),
            &lines[25..70],
        ),
        part(
            "three.jsonl",
            article("moved", "Russia met India.", "2020-05-07"),
            &lines[55..85],
        ),
    ]
}

#[test]
fn merged_stores_give_the_tables_of_one_ingest() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files = parts(folder.path());
    let analyze = |name: &str, files: &[&str]| {
        let out = at(name);
        run(&[&["analyze"], files, &["-o", text(&out)]].concat());
        out
    };
    let [one, two, three] = [&files[0], &files[1], &files[2]].map(String::as_str);
    let whole = analyze("whole", &[one, two, three]);
    let expected = tables(&whole);
    let one_and_two = analyze("12", &[one, two]);
    let two_and_three = analyze("23", &[two, three]);
    let alone = analyze("3", &[three]);
    let check = |name: &str, stores: &[&Path], options: &[&str]| {
        let out = at(name);
        std::fs::create_dir(&out).unwrap();
        let store = out.join("store");
        let paths: Vec<String> = stores
            .iter()
            .map(|s| text(&s.join("store")).to_owned())
            .collect();
        let before: Vec<_> = stores.iter().map(|s| bytes(&s.join("store"))).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        run(&[&["merge"], &paths[..], options, &["-o", text(&store)]].concat());
        let after: Vec<_> = stores.iter().map(|s| bytes(&s.join("store"))).collect();
        assert_eq!(before, after, "{name}: a store that was merged has changed");
        // Nothing is left to read; the tables come from the merged store.
        run(&["analyze", one, two, three, "-o", text(&out)]);
        assert_same(&expected, &tables(&out), name);
        assert_eq!(totals(&store), totals(&whole.join("store")), "{name}");
        let manifest = |out: &Path| std::fs::read_to_string(out.join("manifest.json")).unwrap();
        assert_eq!(manifest(&whole), manifest(&out), "{name}");
        let sound = json(&[
            "check",
            "--json",
            "--sample",
            "all",
            "--store",
            text(&store),
        ]);
        assert_eq!(sound["sound"], true, "{sound}");
    };
    check("the other way round", &[&alone, &one_and_two], &[]);
    check("overlapping", &[&two_and_three, &one_and_two], &[]);
    let three = [&two_and_three, &alone, &one_and_two].map(PathBuf::as_path);
    check("three", &three, &[]);
    check("linked", &three, &["--link"]);
    // What is deleted from a linked store stays in the stores that it shares its files with.
    let before: Vec<_> = three.iter().map(|s| bytes(&s.join("store"))).collect();
    let linked = at("linked").join("store");
    run(&[
        "delete",
        "--store",
        text(&linked),
        "--actor",
        "RUS",
        "--purge",
    ]);
    let after: Vec<_> = three.iter().map(|s| bytes(&s.join("store"))).collect();
    assert_eq!(before, after);
    run(&["check", "--store", text(&linked)]);
}

#[test]
fn merging_refuses_what_it_cannot_do() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let files = parts(folder.path());
    let (a, b, own, out) = (at("a"), at("b"), at("own"), at("out"));
    run(&["ingest", &files[0], "--store", text(&a)]);
    run(&["ingest", &files[1], "--store", text(&b)]);
    run(&["ingest", &files[1], "--store", text(&own), "--carry", "1"]);
    let merge = |x: &Path, y: &Path, word: &str| {
        fails(&["merge", text(x), text(y), "-o", text(&out)], 1, word);
        assert!(!out.exists() && !at("out.new").exists());
    };
    merge(&a, &a, "named twice");
    merge(&a, &own, "reannotate");
    merge(&a, &at("nowhere"), "no store here");
    fails(
        &["merge", text(&a), text(&b), "-o", text(folder.path())],
        1,
        "not empty",
    );
    // A merge that is killed leaves no half store, and the next one is not hindered.
    for wait in [1, 20, 60, 150, 300] {
        let mut child = demarche(&["merge", text(&a), text(&b), "-o", text(&out)])
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        if out.exists() {
            assert_eq!(
                json(&["check", "--json", "--store", text(&out)])["sound"],
                true
            );
            std::fs::remove_dir_all(&out).unwrap();
        }
    }
    run(&["merge", text(&a), text(&b), "-o", text(&out)]);
    assert!(!at("out.new").exists());
    // A damaged store is named and not copied.
    let column = bytes(&a)
        .into_keys()
        .find(|name| name.rsplit('.').next() == Some("store"))
        .unwrap();
    flip(&a.join(&column), 100);
    std::fs::remove_dir_all(&out).unwrap();
    merge(&a, &b, &column);
}

fn flip(file: &Path, at: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[at] ^= 0x55;
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn check_finds_a_changed_byte_in_every_kind_of_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), 30);
    run(&["delete", "--store", text(&store), "--to", "2018"]);
    assert!(totals(&store)[5] > 0);
    let sound = bytes(&store);
    let kinds: std::collections::BTreeSet<&str> = sound
        .keys()
        .map(|name| name.rsplit('.').next().unwrap())
        .collect();
    for kind in ["fast", "term", "idx", "pos", "fieldnorm", "store", "del"] {
        assert!(kinds.contains(kind), "no file {kind} among {kinds:?}");
    }
    for (name, content) in &sound {
        let places: &[usize] = if name.ends_with("json") {
            &[]
        } else {
            // The first byte, the middle, the last of the content; the length of the footer; the last of all.
            let footer = u32::from_le_bytes(
                content[content.len() - 8..content.len() - 4]
                    .try_into()
                    .unwrap(),
            ) as usize;
            let end = content.len() - 8 - footer;
            &[0, end / 2, end - 1, content.len() - 7, content.len() - 1]
        };
        for &place in places {
            flip(&store.join(name), place);
            let examined = Store::examine(&store).unwrap();
            let found: Vec<String> = examined
                .checks
                .into_iter()
                .flat_map(|c| c.examples)
                .collect();
            assert!(
                found.iter().any(|fault| fault.contains(name.as_str())),
                "{name} at {place}: {found:?}"
            );
            std::fs::write(store.join(name), content).unwrap();
        }
    }
    // As the user sees it.
    let column = sound.keys().find(|name| name.ends_with("fast")).unwrap();
    flip(&store.join(column), 50);
    let output = demarche(&["check", "--store", text(&store), "--sample", "5"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("1 FAULTS") && said.contains(column.as_str()),
        "{said}"
    );
    std::fs::write(store.join(column), &sound[column]).unwrap();
    // The state is sealed; a number in it cannot be changed unseen. Neither can the number of documents of a segment.
    let meta = String::from_utf8(sound["meta.json"].clone()).unwrap();
    for (from, to) in [
        ("\\\"articles\\\":30", "\\\"articles\\\":31"),
        ("\"max_doc\": 31", "\"max_doc\": 30"),
        ("\"mentions\"", "\"mentiont\""),
    ] {
        let changed = meta.replacen(from, to, 1);
        assert_ne!(changed, meta, "{from}");
        std::fs::write(store.join("meta.json"), changed).unwrap();
        fails(&["check", "--store", text(&store)], 1, "fault");
    }
    std::fs::write(store.join("meta.json"), &meta).unwrap();
    // Bytes of locks are of no meaning; files of others are named and do no harm.
    std::fs::write(store.join(".tantivy-writer.lock"), "x").unwrap();
    std::fs::write(store.join("README"), "mine").unwrap();
    let output = run(&["check", "--store", text(&store)]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("harmless: README"));
}

#[test]
fn check_compares_columns_with_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in.jsonl"), folder.path().join("store"));
    std::fs::write(&input, article("a", "Russia met China.", "2020-01-01")).unwrap();
    let own = folder.path().join("own.csv");
    std::fs::write(
        &own,
        "id,label,type,country,kind,alias\nX,X,organisation,,name,China\n",
    )
    .unwrap();
    let dictionary = ["--dictionary", text(&own), "--no-builtin"];
    run(&[
        &["ingest", text(&input), "--store", text(&store)],
        &dictionary[..],
    ]
    .concat());
    let check = ["check", "--store", text(&store), "--json"];
    let found = json(&[&check[..], &dictionary].concat());
    let findings = |value: &Value| value["checks"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(findings(&found)["checked"], 1);
    assert_eq!(found["sound"], true);
    // With another dictionary there is nothing to compare with, and that is said.
    let other = findings(&json(&check));
    assert_eq!(other["checked"], 0);
    assert!(
        other["notes"][0].as_str().unwrap().contains("dictionary"),
        "{other}"
    );
    fails(
        &["check", "--store", text(&store), "--sample", "some"],
        2,
        "all",
    );
}

/// A store of six of the bundled articles and a broken record, made by demarche 0.1.0.
fn former(folder: &Path) -> std::path::PathBuf {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store-0.1.0");
    let store = folder.join("store");
    std::fs::create_dir(&store).unwrap();
    for entry in std::fs::read_dir(made).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, store.join(path.file_name().unwrap())).unwrap();
    }
    store
}

#[test]
fn a_store_of_the_version_before_is_named_and_brought_up_to_date_by_reannotate() {
    let folder = tempfile::tempdir().unwrap();
    let store = former(folder.path());
    let before = bytes(&store);
    let out = folder.path().join("out");
    for args in [
        &["info"][..],
        &["network", "-o", text(&out)],
        &["stance", "-o", text(&out)],
        &["search", "Russia"],
        &["evidence", "--pair", "RUS,UKR"],
        &["check"],
        &["delete", "--query", "Russia"],
        &["ingest", text(&articles())],
    ] {
        let args = [args, &["--store", text(&store)]].concat();
        let output = demarche(&args).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        for word in [
            "format 2 (demarche 0.1.0)",
            &format!("demarche reannotate --store {}", store.display()),
        ] {
            assert!(said.contains(word), "{args:?} says: {said}");
        }
    }
    let (other, merged) = (folder.path().join("other"), folder.path().join("merged"));
    run(&["ingest", text(&articles()), "--store", text(&other)]);
    fails(
        &["merge", text(&other), text(&store), "-o", text(&merged)],
        1,
        "demarche reannotate",
    );
    assert_eq!(bytes(&store), before, "nothing may change it");
    run(&["reannotate", "--store", text(&store)]);
    // The same as if this version had read the same input.
    let input = folder.path().join("a.jsonl");
    let all = std::fs::read_to_string(articles()).unwrap();
    let mut lines: String = all.split_inclusive('\n').take(6).collect();
    lines.push_str("{\"id\":\"broken\"\n");
    std::fs::write(&input, lines).unwrap();
    let fresh = folder.path().join("fresh");
    run(&["ingest", text(&input), "--store", text(&fresh)]);
    assert_eq!(totals(&store), totals(&fresh));
    assert_eq!(totals(&store), [7, 6, 1, 0, 0, 0]);
    let mut made = Vec::new();
    for (number, store) in [&store, &fresh].into_iter().enumerate() {
        let out = folder.path().join(format!("tables{number}"));
        run(&["network", "--store", text(store), "-o", text(&out)]);
        run(&["stance", "--store", text(store), "-o", text(&out)]);
        run(&["check", "--sample", "all", "--store", text(store)]);
        made.push(tables(&out));
    }
    assert_same(&made[0], &made[1], "upgraded and read anew");
}

/// Stores on another file system cannot share files by hard links.
#[cfg(target_os = "linux")]
#[test]
fn stores_of_another_file_system_are_linked_by_name() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
        skipped("nothing can be written to /dev/shm");
        return;
    };
    let device = |path: &Path| std::fs::metadata(path).unwrap().dev();
    if device(folder.path()) == device(other.path()) {
        skipped("/dev/shm is no file system of its own");
        return;
    }
    let files = parts(folder.path());
    let (a, b) = (other.path().join("a"), other.path().join("b"));
    run(&["ingest", &files[0], "--store", text(&a)]);
    run(&["ingest", &files[1], "--store", text(&b)]);
    let stores = ["linked", "copied"].map(|name| folder.path().join(name));
    run(&[
        "merge",
        "--link",
        text(&a),
        text(&b),
        "-o",
        text(&stores[0]),
    ]);
    run(&["merge", text(&a), text(&b), "-o", text(&stores[1])]);
    let made = stores.each_ref().map(|store| {
        let out = store.with_extension("tables");
        run(&["network", "--store", text(store), "-o", text(&out)]);
        tables(&out)
    });
    assert_same(&made[1], &made[0], "linked by name");
    run(&["check", "--store", text(&stores[0])]);
    std::fs::remove_dir_all(&b).unwrap();
    fails(&["info", "--store", text(&stores[0])], 1, "missing");
}
