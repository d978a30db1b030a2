//! Names and functions: no two public types of one name, functions short, parameters few.

use super::*;

/// Lines of a function, from `fn` to its closing brace.
const LONGEST_FUNCTION: usize = 100;
/// Parameters of a function, `self` not counted.
const MOST_PARAMETERS: usize = 5;

/// Functions that are longer or take more, with the file; the list only shrinks.
const LARGE_FUNCTIONS: &[(&str, &str)] = &[
    ("src/actors/check.rs", "look"),
    ("src/actors/check.rs", "leaders"),
    ("src/actors/compiled.rs", "new"),
    ("src/actors/extent.rs", "extend"),
    ("src/actors/extent.rs", "around"),
    ("src/actors/typing.rs", "after"),
];

/// Names that two public types share; the list only shrinks.
const SHARED_NAMES: &[&str] = &[];

/// A function in code.
#[derive(Debug, PartialEq, Eq)]
struct Function {
    name: String,
    line: usize,
    lines: usize,
    parameters: usize,
}

/// The place after the bracket that closes the one at `start`; angle brackets count only where `angles` says so.
fn after_bracket(code: &[Token], start: usize, angles: bool) -> usize {
    let mut depth = 0_usize;
    for (i, token) in code.iter().enumerate().skip(start) {
        let arrow = i > 0 && matches!(code[i - 1].text.as_str(), "-" | "=");
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            "<" if angles => depth += 1,
            ">" if angles && !arrow => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    code.len()
}

/// The number of parameters between the brackets from `start` to before `end`, `self` not counted.
fn parameters(code: &[Token], start: usize, end: usize) -> usize {
    let (mut depth, mut found, mut named, mut is_self) = (0_i32, 0, false, false);
    for i in start + 1..end - 1 {
        let arrow = matches!(code[i - 1].text.as_str(), "-" | "=");
        match code[i].text.as_str() {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            ">" if !arrow => depth -= 1,
            "," if depth == 0 => {
                found += usize::from(named && !is_self);
                (named, is_self) = (false, false);
                continue;
            }
            "self" if depth == 0 && !code[start + 1..i].iter().any(|t| t.text == ":") => {
                is_self = true;
            }
            _ => {}
        }
        named = true;
    }
    found + usize::from(named && !is_self)
}

/// The functions with a body.
fn functions(code: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    for i in 0..code.len() {
        if code[i].text != "fn" || i + 2 >= code.len() || code[i + 1].text == "(" {
            continue;
        }
        let mut at = i + 2;
        if code[at].text == "<" {
            at = after_bracket(code, at, true);
        }
        if code.get(at).is_none_or(|t| t.text != "(") {
            continue;
        }
        let end = after_bracket(code, at, false);
        let Some(body) = (end..code.len()).find(|&j| matches!(code[j].text.as_str(), "{" | ";"))
        else {
            continue;
        };
        if code[body].text == ";" {
            continue;
        }
        let last = after_bracket(code, body, false) - 1;
        found.push(Function {
            name: code[i + 1].text.clone(),
            line: code[i].line,
            lines: code[last].line - code[i].line + 1,
            parameters: parameters(code, at, end),
        });
    }
    found
}

/// The public types that code declares, with the lines.
fn public_types(code: &[Token]) -> Vec<(String, usize)> {
    let kinds = ["struct", "enum", "trait", "type", "union"];
    code.windows(3)
        .filter(|w| w[0].text == "pub" && kinds.contains(&w[1].text.as_str()))
        .map(|w| (w[2].text.clone(), w[2].line))
        .collect()
}

/// The code of the library and of the command line, each file with its tokens.
fn code_files() -> Vec<(PathBuf, Vec<Token>)> {
    sources()
        .into_iter()
        .filter(|s| s.path.starts_with("src") && !s.is_test)
        .map(|s| (s.path, without_tests(&s.tokens).to_vec()))
        .collect()
}

#[test]
fn functions_are_short_and_take_few_parameters() {
    let mut findings = Findings::default();
    let mut used = BTreeSet::new();
    for (path, code) in code_files() {
        for function in functions(&code) {
            let large = function.lines > LONGEST_FUNCTION || function.parameters > MOST_PARAMETERS;
            if !large {
                continue;
            }
            let known = (
                path.to_string_lossy().replace('\\', "/"),
                function.name.clone(),
            );
            if LARGE_FUNCTIONS
                .iter()
                .any(|(p, name)| (*p, *name) == (known.0.as_str(), known.1.as_str()))
            {
                used.insert(known);
                continue;
            }
            findings.add(
                &path,
                function.line,
                format_args!(
                    "`{}` has {} lines and {} parameters; at most {LONGEST_FUNCTION} and {MOST_PARAMETERS}",
                    function.name, function.lines, function.parameters
                ),
            );
        }
    }
    for (path, name) in LARGE_FUNCTIONS {
        if !used.contains(&((*path).to_owned(), (*name).to_owned())) {
            findings.add(
                Path::new(path),
                0,
                format_args!("`{name}` is no longer large: strike it off the list"),
            );
        }
    }
    findings.none();
}

#[test]
fn no_two_public_types_have_one_name() {
    // The types of the command line are its own: no other crate sees them.
    let mut seen: BTreeMap<(bool, String), PathBuf> = BTreeMap::new();
    let mut findings = Findings::default();
    let mut used = BTreeSet::new();
    for (path, code) in code_files() {
        for (name, line) in public_types(&code) {
            if name == "$" {
                // The name that a macro puts in.
                continue;
            }
            let key = (path.starts_with("src/cli"), name);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, path.clone());
                continue;
            };
            if SHARED_NAMES.contains(&key.1.as_str()) {
                used.insert(key.1);
                continue;
            }
            findings.add(
                &path,
                line,
                format_args!("`{}` is also in {}", key.1, first.display()),
            );
        }
    }
    for name in SHARED_NAMES.iter().filter(|name| !used.contains(**name)) {
        findings.add(
            Path::new("tests"),
            0,
            format_args!("`{name}` is no longer shared: strike it off the list"),
        );
    }
    findings.none();
}

#[test]
fn functions_and_types_are_found() {
    let code = tokens(
        "pub struct A;\npub(crate) struct B;\npub trait C { fn no_body(&self, x: u8); }\n\
         impl A {\n pub fn f<T: Fn(u8) -> u8, const N: usize>(&'a mut self, x: [u8; N], y: (u8, u8), z: Map<u8, T>,) -> u8 {\n  x\n }\n}\n\
         fn g(a: fn(u8) -> u8, b: &dyn Fn(u8, u8) -> u8) where A: B {}",
    );
    let found = functions(&code);
    let facts: Vec<(&str, usize, usize, usize)> = found
        .iter()
        .map(|f| (f.name.as_str(), f.line, f.lines, f.parameters))
        .collect();
    assert_eq!(facts, [("f", 5, 3, 3), ("g", 9, 1, 2)]);
    let types: Vec<String> = public_types(&code).into_iter().map(|t| t.0).collect();
    assert_eq!(types, ["A", "C"]);
}
