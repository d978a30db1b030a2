//! Files of a folder use each other in one direction: no rings.

use super::*;

/// Files and folders that still use each other in a ring, by folder; the lists only shrink.
const RINGS: &[(&str, &[&str])] = &[
    (
        "source",
        &[
            "archive",
            "block",
            "blocks",
            "container",
            "format",
            "meaning",
            "options",
            "page",
            "record",
        ],
    ),
    (
        "source/archive",
        &[
            "export", "factiva", "guard", "lexis", "newsbank", "nexis", "proquest",
        ],
    ),
    (
        "stance",
        &[
            "cue_features",
            "decide",
            "deep",
            "error",
            "features",
            "featurizer",
            "frames",
            "grammar",
            "judge",
            "lexis",
            "model",
            "parse",
            "prior",
            "sequence",
            "single",
            "structure",
            "view",
            "weights",
            "words",
        ],
    ),
    ("stance/frames", &["evidence", "found", "lexicon", "scene"]),
    (
        "store",
        &[
            "columns", "document", "lens", "merge", "persons", "query", "reader", "stories",
            "writer",
        ],
    ),
];

/// A module as its path from the root of the crate: `["tally", "network"]`.
type Module = Vec<String>;

/// The module that a file holds.
fn module_path(path: &Path) -> Module {
    let mut names: Module = path
        .with_extension("")
        .components()
        .skip(1)
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    if names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

/// The paths that a tree of paths at `i` stands for: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn expand(code: &[Token], mut i: usize, prefix: &[String], found: &mut Vec<Module>) -> usize {
    let mut path = prefix.to_vec();
    let text = |i: usize| code.get(i).map_or("", |token| token.text.as_str());
    loop {
        if text(i) == "{" {
            i += 1;
            while !matches!(text(i), "}" | "") {
                if text(i) == "," {
                    i += 1;
                } else {
                    i = expand(code, i, &path, found);
                }
            }
            return i + 1;
        }
        path.push(text(i).to_owned());
        i += 1;
        if text(i) != "::" {
            found.push(path);
            // The new name in `a as b` is no path.
            return if text(i) == "as" { i + 2 } else { i };
        }
        i += 1;
    }
}

/// All paths in the code of a file that begin with `crate` or `super`, from the root of the crate.
fn paths(module: &Module, code: &[Token]) -> Vec<Module> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < code.len() {
        let starts_path = i == 0 || code[i - 1].text != "::";
        let mut base = None;
        if starts_path && starts(&code[i..], &["crate", "::"]) {
            (base, i) = (Some(Vec::new()), i + 2);
        } else if starts_path && starts(&code[i..], &["super", "::"]) {
            let mut up = module.clone();
            while starts(&code[i..], &["super", "::"]) {
                up.pop();
                i += 2;
            }
            base = Some(up);
        }
        match base {
            Some(base) => _ = expand(code, i, &base, &mut found),
            None => i += 1,
        }
    }
    found
}

/// Which file or folder of a folder uses which other one.
type Uses = BTreeMap<String, BTreeSet<String>>;

/// The uses within each folder of the library.
fn uses_by_folder(files: &[(Module, Vec<Token>)]) -> BTreeMap<Module, Uses> {
    let mut units: BTreeMap<Module, BTreeSet<String>> = BTreeMap::new();
    for (module, _) in files {
        for depth in 1..module.len() {
            let folder = module[..depth].to_vec();
            units
                .entry(folder)
                .or_default()
                .insert(module[depth].clone());
        }
    }
    // Names that the file of a folder takes from one of its files stand for that file.
    let mut homes: BTreeMap<Module, BTreeMap<String, String>> = BTreeMap::new();
    for (module, code) in files {
        let Some(own) = units.get(module) else {
            continue;
        };
        let mut taken = Vec::new();
        for i in (0..code.len()).filter(|&i| code[i].text == "use") {
            expand(code, i + 1, &[], &mut taken);
        }
        for path in taken.iter().filter(|path| path.len() > 1) {
            if own.contains(&path[0]) {
                let homes = homes.entry(module.clone()).or_default();
                homes.insert(path[path.len() - 1].clone(), path[0].clone());
            }
        }
    }
    let mut all: BTreeMap<Module, Uses> = BTreeMap::new();
    for (module, code) in files {
        for path in paths(module, code) {
            for depth in 1..module.len().min(path.len()) {
                let folder = &module[..depth];
                if path[..depth] != *folder {
                    break;
                }
                let name = &path[depth];
                let home = homes.get(folder).and_then(|homes| homes.get(name));
                let unit = if units[folder].contains(name) {
                    Some(name)
                } else {
                    home
                };
                if let Some(unit) = unit.filter(|unit| **unit != module[depth]) {
                    let uses = all.entry(folder.to_vec()).or_default();
                    let own = uses.entry(module[depth].clone()).or_default();
                    own.insert(unit.clone());
                }
            }
        }
    }
    all
}

/// All that `from` uses, also by way of others.
fn reach(uses: &Uses, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(unit) = todo.pop() {
        for next in uses.get(unit).into_iter().flatten() {
            if reached.insert(next.clone()) {
                todo.push(next);
            }
        }
    }
    reached
}

/// The files that use themselves by way of others.
fn in_rings(uses: &Uses) -> BTreeSet<String> {
    let units = uses.keys();
    units
        .filter(|unit| reach(uses, unit).contains(*unit))
        .cloned()
        .collect()
}

#[test]
fn files_of_a_folder_form_no_rings() {
    let files: Vec<(Module, Vec<Token>)> = sources()
        .into_iter()
        .filter(|s| s.path.starts_with("src") && !s.is_test)
        .map(|s| (module_path(&s.path), without_tests(&s.tokens).to_vec()))
        .collect();
    let mut findings = Findings::default();
    let folders = uses_by_folder(&files);
    for (folder, uses) in &folders {
        let name = folder.join("/");
        let known = RINGS.iter().find(|r| r.0 == name).map_or(&[][..], |r| r.1);
        let found = in_rings(uses);
        for unit in &found {
            if !known.contains(&unit.as_str()) {
                let others: Vec<&str> = uses[unit]
                    .iter()
                    .filter(|other| reach(uses, other).contains(unit))
                    .map(String::as_str)
                    .collect();
                findings.add(
                    &Path::new("src").join(&name),
                    0,
                    format_args!("`{unit}` uses {}, which use it", others.join(", ")),
                );
            }
        }
        for unit in known.iter().filter(|unit| !found.contains(**unit)) {
            findings.add(
                &Path::new("src").join(&name),
                0,
                format_args!("`{unit}` is in no ring any more: strike it off the list"),
            );
        }
    }
    for (name, _) in RINGS {
        assert!(
            folders.keys().any(|folder| folder.join("/") == *name),
            "no folder `{name}`"
        );
    }
    findings.none();
}

#[test]
fn rings_are_found() {
    let file = |module: &[&str], code: &str| {
        let module = module.iter().map(|name| (*name).to_owned()).collect();
        (module, tokens(code))
    };
    let files = [
        file(
            &["m"],
            "mod a; mod b; mod c; mod d; pub use a::Thing; use d::{Other, x::Deep};",
        ),
        file(
            &["m", "a"],
            "use super::b::{self, y}; fn f() { super::d::g() }",
        ),
        file(&["m", "b"], "use crate::{n, m::c}; use super::Deep;"),
        file(&["m", "c"], "use super::{Thing as T, n};"),
        file(&["m", "d", "x"], "fn f() -> super::super::e::Unknown {}"),
        file(&["n"], "use crate::m::a;"),
    ];
    let uses = uses_by_folder(&files);
    let of = |unit: &str| -> Vec<&str> {
        let uses = uses[&vec!["m".to_owned()]].get(unit);
        uses.into_iter().flatten().map(String::as_str).collect()
    };
    assert_eq!(of("a"), ["b", "d"]);
    assert_eq!(of("b"), ["c", "d"]);
    assert_eq!(of("c"), ["a"]);
    assert_eq!(of("d"), [""; 0]);
    let rings: Vec<String> = in_rings(&uses[&vec!["m".to_owned()]]).into_iter().collect();
    assert_eq!(rings, ["a", "b", "c"]);
}
