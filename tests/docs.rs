//! The documentation against the program: links lead somewhere, commands parse, generated pages are current.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown pages that users and contributors read.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root().join("docs"), root().join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                pages.push(path);
            }
        }
    }
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
    ] {
        pages.push(root().join(name));
    }
    pages.sort();
    assert!(pages.len() > 30, "{pages:?}");
    pages
}

/// The text outside fenced code blocks, and the blocks with their languages.
fn split(text: &str) -> (String, Vec<(String, String)>) {
    let (mut prose, mut blocks, mut block) = (String::new(), Vec::new(), None::<(String, String)>);
    for line in text.lines() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut block, fence) {
            (Some(_), Some(_)) => blocks.extend(block.take()),
            (None, Some(language)) => block = Some((language.trim().to_owned(), String::new())),
            (Some((_, code)), None) => {
                code.push_str(line.trim_start());
                code.push('\n');
            }
            (None, None) => {
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    assert!(block.is_none(), "a code block does not end");
    (prose, blocks)
}

/// The targets of `[text](target)`.
fn links(prose: &str) -> Vec<String> {
    prose
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target.to_owned()))
        .collect()
}

/// The anchors of a page, as GitHub and mdBook make them from headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let (prose, _) = split(text);
    prose
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut checked = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in links(&split(&text).0) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() {
                page.clone()
            } else {
                page.parent().unwrap().join(file)
            };
            assert!(path.exists(), "{}: {target} does not exist", page.display());
            if !anchor.is_empty() {
                let linked = std::fs::read_to_string(&path).unwrap();
                assert!(
                    anchors(&linked).contains(anchor),
                    "{}: no heading for {target}",
                    page.display()
                );
            }
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked} links");
}

#[test]
fn the_book_lists_every_page() {
    let summary = std::fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let listed: BTreeSet<PathBuf> = links(&summary)
        .iter()
        .map(|l| root().join("docs").join(l))
        .collect();
    for page in pages() {
        if page.starts_with(root().join("docs")) && !page.ends_with("SUMMARY.md") {
            assert!(
                listed.contains(&page),
                "{} is not in docs/SUMMARY.md",
                page.display()
            );
        }
    }
}

/// The words of a line of a shell, without what follows a pipe, a redirection or a comment. No expansion.
#[cfg(feature = "cli")]
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut started) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => (quote, started) = (Some(c), true),
            (None, '#') if word.is_empty() => break,
            (None, '|' | '<' | '>' | '&' | ';') => break,
            (None, c) if c.is_whitespace() => {
                if started || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                    started = false;
                }
            }
            (_, c) => word.push(c),
        }
    }
    if started || !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(feature = "cli")]
#[test]
fn commands_in_the_documentation_parse() {
    let mut checked = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for (language, code) in split(&text).1 {
            if language != "sh" {
                continue;
            }
            for line in code.replace("\\\n", " ").lines() {
                let line = line.replacen("cargo run --release -- ", "demarche ", 1);
                let Some(at) = line
                    .find("demarche ")
                    .filter(|&at| at == 0 || line.as_bytes()[at - 1] == b' ')
                else {
                    continue;
                };
                let before = &line[..at];
                if before.contains("cargo") || before.contains("cp ") {
                    continue;
                }
                let parsed = demarche::cli::command().try_get_matches_from(words(&line[at..]));
                if let Err(error) = parsed {
                    assert!(
                        !error.use_stderr(),
                        "{}: `{line}` does not parse: {error}",
                        page.display()
                    );
                }
                checked += 1;
            }
        }
    }
    assert!(checked > 30, "{checked} commands");
}

#[cfg(feature = "cli")]
#[test]
fn the_command_reference_is_current() {
    let page = std::fs::read_to_string(root().join("docs/commands.md")).unwrap();
    assert!(
        page == demarche::cli::reference(),
        "docs/commands.md is stale; write it anew with: cargo run -- man --markdown > docs/commands.md"
    );
}

/// Files of the repository that a text names in backticks, from its root or, in `src/`, by the end of their paths. Names in
/// capitals stand for something of the reader's.
fn files_named(prose: &str) -> Vec<String> {
    const FOLDERS: [&str; 8] = [
        "src/",
        "tests/",
        "corpus/",
        "scripts/",
        "benches/",
        "fuzz/",
        "examples/",
        "docs/",
    ];
    prose
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| !code.contains([' ', '*', '…', ':', '#']))
        .filter(|code| {
            std::path::Path::new(code)
                .extension()
                .is_some_and(|e| e == "rs")
                || FOLDERS.iter().any(|folder| code.starts_with(folder))
        })
        .filter(|path| {
            let mut parts = path.split(['/', '.', '_', '-']);
            !parts.any(|part| part.len() > 2 && part == part.to_uppercase())
        })
        .map(str::to_owned)
        .collect()
}

/// All files and folders below a folder.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        }
        files.push(path);
    }
}

#[test]
fn files_named_for_contributors_exist() {
    let mut checked = 0;
    let mut sources = Vec::new();
    files_below(&root().join("src"), &mut sources);
    for page in ["CONTRIBUTING.md", "ARCHITECTURE.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        for path in files_named(&split(&text).0) {
            let found = root().join(&path).exists() || sources.iter().any(|s| s.ends_with(&path));
            assert!(found, "{page}: {path} does not exist");
            checked += 1;
        }
    }
    assert!(checked > 15, "{checked} paths");
}
