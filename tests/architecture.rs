//! The rules of `ARCHITECTURE.md` that a program can check: who may use whom, which crates are used where, how long
//! files are, and what the library never does. It reads the source files; nothing is compiled for it.
//!
//! To change a rule, change the tables below and the page together.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "architecture/crates.rs"]
mod crates;
#[path = "architecture/maps.rs"]
mod maps;
#[path = "architecture/rings.rs"]
mod rings;
#[path = "architecture/shape.rs"]
mod shape;

use crates::{CRATES, CRATES_FOR_ALL};

/// The modules of the library from the bottom up, each with those that it may use. A module may use only those that
/// stand above it here, so there are no circles.
const MODULES: &[(&str, &[&str])] = &[
    ("observe", &[]),
    ("model", &[]),
    ("stats", &[]),
    ("text", &["model"]),
    ("actors", &["model", "text"]),
    ("stance", &["model", "text"]),
    ("extract", &["model", "text", "actors", "stance"]),
    ("source", &["model"]),
    ("store", &["model", "text", "source"]),
    ("tally", &["model", "store"]),
    ("tables", &["model", "store", "tally", "stats"]),
    ("export", &["model", "stats", "tables"]),
    (
        "error",
        &["actors", "stance", "source", "store", "tally", "export"],
    ),
    (
        "pipeline",
        &[
            "observe", "model", "text", "actors", "stance", "extract", "source", "store", "tally",
            "stats", "tables", "export", "error",
        ],
    ),
    (
        "analysis",
        &[
            "observe", "model", "text", "actors", "stance", "extract", "source", "store", "tally",
            "stats", "tables", "export", "error", "pipeline",
        ],
    ),
    (
        "report",
        &[
            "observe", "model", "stance", "store", "tally", "tables", "export", "error",
            "pipeline", "analysis",
        ],
    ),
    (
        "serve",
        &[
            "observe", "model", "stance", "store", "tally", "export", "error", "pipeline",
            "analysis", "report",
        ],
    ),
];

/// The command line, the binary and the root of the library may use all of it. Nothing uses the command line.
const UNBOUND: &[&str] = &["cli", "main", "lib"];

/// Lines of code in a file: blank lines, comments and the tests at the end of the file not counted.
const LONGEST_FILE: usize = 400;
/// The same for files of tests.
const LONGEST_TEST_FILE: usize = 800;

/// What the library never does.
const NEVER: &[(&[&str], &str)] = &[
    (
        &["println", "!"],
        "the library never prints; send an Event (observe.rs) or return the text",
    ),
    (
        &["eprintln", "!"],
        "the library never prints; send an Event (observe.rs)",
    ),
    (
        &["print", "!"],
        "the library never prints; send an Event (observe.rs) or return the text",
    ),
    (
        &["eprint", "!"],
        "the library never prints; send an Event (observe.rs)",
    ),
    (
        &["process", "::", "exit"],
        "the library never exits; return an error",
    ),
    (
        &["process", "::", "abort"],
        "the library never exits; return an error",
    ),
];

/// A token of Rust code with its line; comments are gone and literals are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    line: usize,
}

struct Source {
    /// From the root of the repository.
    path: PathBuf,
    text: String,
    tokens: Vec<Token>,
    /// Only compiled for tests.
    is_test: bool,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![root().join(folder)];
    while let Some(folder) = todo.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.map(|e| e.expect("a readable folder").path()) {
            if path.is_dir() {
                todo.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let mut sources: Vec<Source> = ["src", "tests", "benches", "scripts"]
        .iter()
        .flat_map(|folder| files_below(folder, ".rs"))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("source files are UTF-8");
            let relative = path
                .strip_prefix(root())
                .expect("a file of the repository")
                .to_owned();
            Source {
                tokens: tokens(&text),
                is_test: !relative.starts_with("src"),
                path: relative,
                text,
            }
        })
        .collect();
    let tests: BTreeSet<PathBuf> = sources
        .iter()
        .flat_map(|s| test_modules(&s.path, &s.tokens))
        .collect();
    for source in &mut sources {
        source.is_test |= source
            .path
            .with_extension("")
            .iter()
            .any(|part| part == "tests")
            || tests.contains(&source.path);
    }
    sources
}

/// The files of modules that are declared for tests only: `#[cfg(test)] mod name;`. Those named `tests` need no declaration.
fn test_modules(path: &Path, tokens: &[Token]) -> Vec<PathBuf> {
    let folder = match path.file_stem().and_then(|s| s.to_str()) {
        Some("mod" | "lib" | "main") => path.with_file_name(""),
        _ => path.with_extension(""),
    };
    let mut found = Vec::new();
    for i in 0..tokens.len() {
        if starts(&tokens[i..], CFG_TEST) {
            let rest = &tokens[i + CFG_TEST.len()..];
            if let [first, name, end, ..] = rest
                && first.text == "mod"
                && end.text == ";"
            {
                found.push(folder.join(format!("{}.rs", name.text)));
                found.push(folder.join(&name.text).join("mod.rs"));
            }
        }
    }
    found
}

const CFG_TEST: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];

fn starts(tokens: &[Token], pattern: &[&str]) -> bool {
    tokens.len() >= pattern.len()
        && tokens
            .iter()
            .zip(pattern)
            .all(|(token, text)| token.text == *text)
}

/// Cuts Rust code into names, numbers, `::` and single signs. Comments are left out, literals become `""`.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let (mut i, mut line) = (0, 1);
    let mut found: Vec<Token> = Vec::new();
    while i < chars.len() {
        let start = i;
        let mut token = String::new();
        match at(i) {
            c if c.is_whitespace() => i += 1,
            '/' if at(i + 1) == '/' => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            '"' => {
                i = end_of_string(&chars, i);
                token.push_str("\"\"");
            }
            'r' | 'b' | 'c' if raw_string(&chars, i).is_some() => {
                i = raw_string(&chars, i).unwrap_or(i + 1);
                token.push_str("\"\"");
            }
            // A character, not a lifetime: 'x' or an escape.
            '\'' if at(i + 1) == '\\' || at(i + 2) == '\'' => {
                i += if at(i + 1) == '\\' { 3 } else { 2 };
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
                token.push_str("\"\"");
            }
            c if c.is_alphanumeric() || c == '_' => {
                while at(i).is_alphanumeric() || at(i) == '_' {
                    token.push(at(i));
                    i += 1;
                }
            }
            ':' if at(i + 1) == ':' => {
                i += 2;
                token.push_str("::");
            }
            c => {
                i += 1;
                token.push(c);
            }
        }
        if !token.is_empty() {
            found.push(Token { text: token, line });
        }
        line += chars[start..i.min(chars.len())]
            .iter()
            .filter(|c| **c == '\n')
            .count();
    }
    found
}

fn end_of_string(chars: &[char], quote: usize) -> usize {
    let mut i = quote + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

/// Where a raw or byte string that begins at `start` ends.
fn raw_string(chars: &[char], start: usize) -> Option<usize> {
    let mut i = start;
    let mut raw = false;
    while let Some(c @ ('r' | 'b' | 'c')) = chars.get(i) {
        raw |= *c == 'r';
        i += 1;
    }
    let hashes = chars[i..].iter().take_while(|c| **c == '#').count();
    i += hashes;
    if i - start > 3 + hashes || chars.get(i) != Some(&'"') || (hashes > 0 && !raw) {
        return None;
    }
    if !raw {
        return Some(end_of_string(chars, i));
    }
    i += 1;
    while i < chars.len() {
        if chars[i] == '"' && chars[i + 1..].iter().take_while(|c| **c == '#').count() >= hashes {
            return Some(i + 1 + hashes);
        }
        i += 1;
    }
    Some(chars.len())
}

/// The code before the tests at the end of a file.
fn without_tests(tokens: &[Token]) -> &[Token] {
    let end = (0..tokens.len()).find(|&i| {
        starts(&tokens[i..], CFG_TEST)
            && tokens
                .get(i + CFG_TEST.len())
                .is_some_and(|t| t.text == "mod")
            && tokens
                .get(i + CFG_TEST.len() + 2)
                .is_some_and(|t| t.text == "{")
    });
    &tokens[..end.unwrap_or(tokens.len())]
}

/// `actors` for `src/actors/rows.rs`, `extract` for `src/extract.rs`.
fn module_of(path: &Path) -> String {
    let part = path
        .components()
        .nth(1)
        .map(|c| c.as_os_str().to_string_lossy().into_owned());
    part.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// How many `super` lead from the code of a file to the root of the crate.
fn depth_of(path: &Path) -> usize {
    let names = path.components().count() - 1;
    if path.ends_with("mod.rs") || path.ends_with("lib.rs") {
        names - 1
    } else {
        names
    }
}

/// The names that a path or a group of paths at `i` begins with: `a::b` gives `a`; `{a::b, c}` gives `a` and `c`.
fn heads(tokens: &[Token], i: usize) -> Vec<Token> {
    let Some(first) = tokens.get(i) else {
        return Vec::new();
    };
    if first.text != "{" {
        return vec![first.clone()];
    }
    let mut found = Vec::new();
    let mut depth = 0;
    for (j, token) in tokens.iter().enumerate().skip(i) {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ if depth == 1 && matches!(tokens[j - 1].text.as_str(), "{" | ",") => {
                found.push(token.clone());
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// The modules of the library that code names, with the lines. A type at the root of the crate is an error type.
fn modules_used(path: &Path, code: &[Token]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < code.len() {
        let mut next = i + 1;
        if code[i].text == "crate" && code.get(i + 1).is_some_and(|t| t.text == "::") {
            next = i + 2;
        } else if code[i].text == "super" {
            let mut steps = 0;
            next = i;
            while starts(&code[next..], &["super", "::"]) {
                (steps, next) = (steps + 1, next + 2);
            }
            next = next.max(i + 1);
            if steps < depth_of(path) {
                i = next;
                continue;
            }
        } else {
            i = next;
            continue;
        }
        for head in heads(code, next) {
            let is_type = head.text.starts_with(char::is_uppercase);
            found.push((
                if is_type {
                    "error".to_owned()
                } else {
                    head.text
                },
                head.line,
            ));
        }
        i = next;
    }
    found
}

/// The crates of `Cargo.toml` that code names, with the lines. A module of the same name is not a crate.
fn crates_used(code: &[Token], crates: &BTreeSet<String>) -> Vec<(String, usize)> {
    let own: BTreeSet<&str> = code
        .windows(3)
        .filter(|w| w[0].text == "mod" && w[2].text == ";")
        .map(|w| w[1].text.as_str())
        .collect();
    let before = |i: usize, n: usize| {
        if i >= n {
            code[i - n].text.as_str()
        } else {
            ""
        }
    };
    let is_name =
        |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_') && text != "use";
    let mut found = Vec::new();
    for (i, token) in code.iter().enumerate() {
        if !crates.contains(&token.text) {
            continue;
        }
        let after = code.get(i + 1).map_or("", |t| t.text.as_str());
        let rooted = before(i, 1) == "::" && !is_name(before(i, 2)) && before(i, 2) != ">";
        let first = before(i, 1) != "::" && !own.contains(token.text.as_str());
        let is_path = after == "::" || (before(i, 1) == "use" && matches!(after, ";" | "as"));
        if is_path && (rooted || first) {
            found.push((token.text.clone(), token.line));
        }
    }
    found
}

fn dependencies() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let mut section = String::new();
    let mut found = BTreeSet::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section.replace_range(.., line);
        } else if section == "[dependencies]"
            && let Some((name, _)) = line.split_once('=')
        {
            found.insert(name.trim().replace('-', "_"));
        }
    }
    found
}

fn lines_of_code(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// Collects what is wrong, so that one run names all of it.
#[derive(Default)]
struct Findings(String);

impl Findings {
    fn add(&mut self, path: &Path, line: usize, what: impl std::fmt::Display) {
        writeln!(self.0, "{}:{line}: {what}", path.display()).expect("a string takes all");
    }

    fn none(self) {
        assert!(
            self.0.is_empty(),
            "rules of ARCHITECTURE.md are broken:\n{}",
            self.0
        );
    }
}

fn border_findings(path: &Path, code: &[Token], findings: &mut Findings) {
    let module = module_of(path);
    if UNBOUND.contains(&module.as_str()) {
        return;
    }
    let Some((_, allowed)) = MODULES.iter().find(|m| m.0 == module) else {
        findings.add(
            path,
            1,
            format_args!("module `{module}` is not in the table of modules"),
        );
        return;
    };
    for (used, line) in modules_used(path, code) {
        if used != module && !allowed.contains(&used.as_str()) {
            let may = if allowed.is_empty() {
                "no other module".to_owned()
            } else {
                allowed.join(", ")
            };
            findings.add(
                path,
                line,
                format_args!("`{module}` uses `{used}`; it may use {may}"),
            );
        }
    }
}

fn crate_findings(path: &Path, code: &[Token], crates: &BTreeSet<String>, findings: &mut Findings) {
    let module = module_of(path);
    for (used, line) in crates_used(code, crates) {
        let kept_to = CRATES.iter().find(|c| c.0 == used).map_or(&[][..], |c| c.1);
        if !CRATES_FOR_ALL.contains(&used.as_str()) && !kept_to.contains(&module.as_str()) {
            let message = format_args!(
                "`{module}` uses crate `{used}`, which is kept to {}",
                kept_to.join(", ")
            );
            findings.add(path, line, message);
        }
    }
}

fn never_findings(path: &Path, code: &[Token], findings: &mut Findings) {
    if module_of(path) == "cli" {
        return;
    }
    for i in 0..code.len() {
        for (pattern, rule) in NEVER {
            if starts(&code[i..], pattern) {
                findings.add(
                    path,
                    code[i].line,
                    format_args!("{}: {rule}", pattern.concat()),
                );
            }
        }
    }
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (module, allowed) in MODULES {
        for used in *allowed {
            assert!(
                known.contains(used),
                "`{module}` may use `{used}`, which comes after it in the table"
            );
        }
        known.insert(module);
    }
    let mut findings = Findings::default();
    let mut seen = BTreeSet::new();
    for source in sources()
        .iter()
        .filter(|s| s.path.starts_with("src") && !s.is_test)
    {
        seen.insert(module_of(&source.path));
        border_findings(&source.path, without_tests(&source.tokens), &mut findings);
    }
    for module in known.into_iter().filter(|m| !seen.contains(*m)) {
        findings.add(
            Path::new("src"),
            0,
            format_args!("module `{module}` is in the table, but not there"),
        );
    }
    findings.none();
}

#[test]
fn crates_stay_where_they_belong() {
    let crates = dependencies();
    let mut findings = Findings::default();
    for name in &crates {
        if !CRATES_FOR_ALL.contains(&name.as_str()) && !CRATES.iter().any(|c| c.0 == name) {
            let message = format_args!(
                "crate `{name}` is not in the table of crates; say which modules may use it"
            );
            findings.add(Path::new("Cargo.toml"), 0, message);
        }
    }
    for source in sources()
        .iter()
        .filter(|s| s.path.starts_with("src") && !s.is_test)
    {
        crate_findings(
            &source.path,
            without_tests(&source.tokens),
            &crates,
            &mut findings,
        );
    }
    findings.none();
}

#[test]
fn files_are_short() {
    let mut findings = Findings::default();
    for source in sources() {
        let most = if source.is_test {
            LONGEST_TEST_FILE
        } else {
            LONGEST_FILE
        };
        let lines = lines_of_code(&source.text);
        if lines > most {
            findings.add(
                &source.path,
                1,
                format_args!("{lines} lines of code, more than {most}; split it by concept"),
            );
        }
    }
    findings.none();
}

#[test]
fn files_say_what_they_are_for() {
    let mut findings = Findings::default();
    for source in sources()
        .iter()
        .filter(|s| !(s.is_test && s.path.starts_with("src")))
    {
        if !source.text.starts_with("//! ") {
            findings.add(
                &source.path,
                1,
                "the first line must say what the file is for: `//! …`",
            );
        }
    }
    findings.none();
}

#[test]
fn the_library_never_prints_or_exits() {
    let mut findings = Findings::default();
    for source in sources()
        .iter()
        .filter(|s| s.path.starts_with("src") && !s.is_test)
    {
        never_findings(&source.path, without_tests(&source.tokens), &mut findings);
    }
    findings.none();
}

#[test]
fn every_test_file_is_in_the_binary() {
    let main = fs::read_to_string(root().join("tests/main.rs")).expect("tests/main.rs is there");
    let mut files = 0;
    for entry in fs::read_dir(root().join("tests")).expect("a readable folder") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|e| e == "rs") && name != "main" {
            assert!(
                main.contains(&format!("\nmod {name};")),
                "tests/{name}.rs would not run: name it in tests/main.rs"
            );
            files += 1;
        }
    }
    assert!(files > 8, "{files} files");
}

#[test]
fn nothing_is_left_for_later() {
    let words = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut findings = Findings::default();
    let mut files: Vec<PathBuf> = sources().into_iter().map(|s| s.path).collect();
    files.extend(files_below("scripts", ""));
    for path in files {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue;
        };
        for (i, line) in text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                findings.add(
                    &path,
                    i + 1,
                    format_args!("{word}: do it, or open an issue"),
                );
            }
        }
    }
    findings.none();
}

/// The rules must find what they are for: code that breaks each of them, and look-alikes that do not.
#[test]
fn the_rules_bite() {
    let crates: BTreeSet<String> = ["tantivy", "csv", "clap"]
        .iter()
        .map(|c| (*c).to_owned())
        .collect();
    let check = |path: &str, code: &str| {
        let mut findings = Findings::default();
        let (path, all) = (Path::new(path), tokens(code));
        let code = without_tests(&all);
        border_findings(path, code, &mut findings);
        crate_findings(path, code, &crates, &mut findings);
        never_findings(path, code, &mut findings);
        findings.0
    };
    let cases: BTreeMap<(&str, &str), &str> = BTreeMap::from([
        (
            ("src/model/a.rs", "\nuse crate::text::Token;"),
            "src/model/a.rs:2: `model` uses `text`",
        ),
        (
            (
                "src/tally/a.rs",
                "use crate::{\n  model::Date,\n  stats::Counts};",
            ),
            "src/tally/a.rs:3: `tally` uses `stats`",
        ),
        (
            ("src/text/a/b.rs", "use super::super::super::store::Lens;"),
            "src/text/a/b.rs:1: `text` uses `store`",
        ),
        (
            ("src/text/mod.rs", "fn f() -> super::store::Lens {}"),
            "src/text/mod.rs:1: `text` uses `store`",
        ),
        (
            ("src/source/a.rs", "fn f() -> Result<(), crate::Error> {}"),
            "`source` uses `error`; it may use model",
        ),
        (
            ("src/odd.rs", ""),
            "src/odd.rs:1: module `odd` is not in the table",
        ),
        (
            ("src/tally/a.rs", "let x = /* y */ tantivy::Index::open();"),
            "crate `tantivy`, which is kept to store",
        ),
        (
            ("src/text/a.rs", "mod csv;\nuse ::csv::Reader;"),
            "src/text/a.rs:2: `text` uses crate `csv`",
        ),
        (
            ("src/pipeline/mod.rs", "use clap::{self, Parser};"),
            "`pipeline` uses crate `clap`, which is kept to analysis",
        ),
        (
            ("src/text/a.rs", "\n\nstd::process::exit(1)"),
            "src/text/a.rs:3: process::exit: the library never exits",
        ),
        (
            ("src/text/a.rs", "if x { println!(\"{y}\") }"),
            "src/text/a.rs:1: println!: the library never prints",
        ),
    ]);
    for ((path, code), expected) in cases {
        let found = check(path, code);
        assert!(
            found.contains(expected) && found.lines().count() == 1,
            "{path}: {code}\nfound: {found}"
        );
    }
    for (path, code) in [
        (
            "src/text/a.rs",
            "// use crate::store;\n/* crate::store /* tantivy:: */ println!() */ use crate::model::Date;",
        ),
        (
            "src/text/a.rs",
            "let s = \"crate::store \\\" println!()\"; let r = r#\"tantivy::\"#; let c = ['\"', '\\'', 'x'];",
        ),
        (
            "src/text/a.rs",
            "use super::scan; use super::super::model; fn f<'a>(x: &'a str) -> &'a str { x }",
        ),
        (
            "src/export/mod.rs",
            "mod csv; fn f() { csv::write(); gexf::csv::write() }",
        ),
        (
            "src/text/a.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests { use crate::store::Lens; fn f() { println!() } }",
        ),
        (
            "src/cli/mod.rs",
            "use crate::args; fn main() { println!(); clap::f() }",
        ),
    ] {
        assert_eq!(check(path, code), "", "{path}: {code}");
    }
    let declared = tokens("mod a;\n#[cfg(test)]\nmod oracles;\n");
    let files = test_modules(Path::new("src/stats/mod.rs"), &declared);
    assert_eq!(
        files,
        [
            PathBuf::from("src/stats/oracles.rs"),
            PathBuf::from("src/stats/oracles/mod.rs")
        ]
    );
    assert_eq!(
        lines_of_code("//! Doc.\n\nfn f() {\n  // why\n}\n#[cfg(test)]\nmod tests {}\n"),
        2
    );
}
