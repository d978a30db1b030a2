//! `demarche replicate`: what a manifest says, run again, and the tables compared.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, bail};
use clap::Parser;
use serde::Deserialize;
use serde_json::Value;

use crate::export::{FileNote, InputDigest, TableNote};
use crate::model::Date;
use crate::source::IdScope;

use crate::cli::args::{self, Args, Command, General, ReadArgs};
use crate::cli::{analyze, ingest, output, setup, tables};

/// What is read of a manifest.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Recorded {
    program: String,
    version: String,
    command: String,
    lens: BTreeMap<String, Value>,
    settings: BTreeMap<String, Value>,
    seed: u64,
    dictionary: String,
    model: String,
    made_with: BTreeMap<String, String>,
    inputs: Vec<InputDigest>,
    counts: BTreeMap<String, u64>,
    tables: Vec<TableNote>,
    files: Vec<FileNote>,
}

/// Runs it and prints what is the same and what differs; a difference is a failure.
pub fn run(general: &General, args: &args::Replicate) -> anyhow::Result<()> {
    let recorded = read(&args.manifest)?;
    if std::fs::read_dir(&args.output).is_ok_and(|mut folder| folder.next().is_some()) {
        bail!(
            "{} is not empty; give a new folder with -o",
            args.output.display()
        );
    }
    let read = read_args(&recorded, &args.read)?;
    match parsed(&recorded, args)? {
        Command::Analyze(mut again) => {
            again.read = read;
            analyze::run(general, &again)?;
        }
        Command::Network(again) => {
            store(general, args, read, &recorded)?;
            tables::network(general, &again)?;
        }
        Command::Stance(again) => {
            store(general, args, read, &recorded)?;
            tables::stance(general, &again)?;
        }
        _ => bail!("{}", refusal(&recorded.command)),
    }
    let found = self::read(&args.output.join("manifest.json"))?;
    compare(&recorded, &found)
}

fn read(path: &Path) -> anyhow::Result<Recorded> {
    let bytes = setup::read_whole(Some(path))?;
    let recorded: Recorded = serde_json::from_slice(&bytes)
        .with_context(|| format!("{}: not a manifest of demarche", path.display()))?;
    if recorded.program != "demarche" {
        bail!("{}: not a manifest of demarche", path.display());
    }
    Ok(recorded)
}

fn refusal(command: &str) -> String {
    format!("manifests of analyze, network and stance can be run again, not of '{command}'")
}

/// How inputs are read: what the manifest says, and what it does not record as it is given.
fn read_args(recorded: &Recorded, given: &ReadArgs) -> anyhow::Result<ReadArgs> {
    let mut read = given.clone();
    if let Some(day) = recorded.made_with.get("latest-date") {
        read.latest_date = Date::parse_end(day);
    }
    if recorded.made_with.contains_key("id_scope") {
        read.id_scope = IdScope::File;
    }
    for (name, value) in &recorded.made_with {
        let known = [
            "carry",
            "default-language",
            "id_scope",
            "latest-date",
            "pairs-per-sentence",
            "tier",
            "within",
        ];
        if !known.contains(&name.as_str()) {
            bail!("the manifest was made with {name} = {value}, which this version does not know");
        }
    }
    Ok(read)
}

/// The options of dictionary and model.
fn model_words(recorded: &Recorded, args: &args::Replicate) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    for (name, option) in [
        ("carry", "carry"),
        ("default-language", "default-language"),
        ("tier", "model"),
    ] {
        if let Some(value) = recorded.made_with.get(name) {
            words.push(format!("--{option}={value}").into());
        }
    }
    if recorded
        .made_with
        .get("within")
        .is_some_and(|w| w == "true")
    {
        words.push("--within".into());
    }
    if args.no_builtin {
        words.push("--no-builtin".into());
    }
    words.extend(dictionary_words(args));
    words
}

fn dictionary_words(args: &args::Replicate) -> Vec<OsString> {
    let of = |path: &std::path::PathBuf| {
        let mut word = OsString::from("--dictionary=");
        word.push(path);
        word
    };
    args.dictionary.iter().map(of).collect()
}

/// Reads the inputs into a store beside the tables.
fn store(
    general: &General,
    args: &args::Replicate,
    read: ReadArgs,
    recorded: &Recorded,
) -> anyhow::Result<()> {
    let mut words: Vec<OsString> = vec!["demarche".into(), "ingest".into()];
    words.extend(args.inputs.iter().map(OsString::from));
    let mut store = OsString::from("--store=");
    store.push(args.output.join("store"));
    words.push(store);
    words.extend(model_words(recorded, args));
    let Command::Ingest(mut again) = Args::try_parse_from(words)?.command else {
        bail!("{}", refusal(&recorded.command));
    };
    again.read = read;
    ingest::run(general, &again)
}

/// The command of the manifest with its options.
fn parsed(recorded: &Recorded, args: &args::Replicate) -> anyhow::Result<Command> {
    let mut words: Vec<OsString> = vec!["demarche".into(), recorded.command.clone().into()];
    match recorded.command.as_str() {
        "analyze" => {
            words.extend(args.inputs.iter().map(OsString::from));
            words.extend(model_words(recorded, args));
        }
        "network" | "stance" => {
            let mut store = OsString::from("--store=");
            store.push(args.output.join("store"));
            words.push(store);
            words.extend(dictionary_words(args));
        }
        other => bail!("{}", refusal(other)),
    }
    let mut folder = OsString::from("--output=");
    folder.push(&args.output);
    words.push(folder);
    words.push(format!("--seed={}", recorded.seed).into());
    for (name, value) in &recorded.settings {
        words.extend(option(name, value)?);
    }
    for (name, value) in &recorded.lens {
        let name = match name.as_str() {
            "outlets" => "outlet",
            "actors" => "actor",
            "languages" => "lang",
            name => name,
        };
        words.extend(option(name, value)?);
    }
    let has = |table: &str| recorded.tables.iter().any(|own| own.name == table);
    for (table, option) in [
        ("articles", "--articles"),
        ("mentions", "--mentions"),
        ("stance_by_outlet", "--outlets"),
    ] {
        if has(table) {
            words.push(option.into());
        }
    }
    for format in formats(&recorded.files) {
        words.push(format!("--format={format}").into());
    }
    let again = Args::try_parse_from(words).map_err(|error| {
        let text = error.to_string();
        let line = text.lines().next().unwrap_or_default().to_owned();
        anyhow::anyhow!("the manifest says what this version cannot be asked for: {line}")
    })?;
    Ok(again.command)
}

/// An option as it is typed; nothing for one that was not given.
fn option(name: &str, value: &Value) -> anyhow::Result<Vec<OsString>> {
    Ok(match value {
        Value::Null | Value::Bool(false) => Vec::new(),
        Value::Bool(true) => vec![format!("--{name}").into()],
        Value::String(text) => vec![format!("--{name}={text}").into()],
        Value::Number(number) => vec![format!("--{name}={number}").into()],
        Value::Array(values) => {
            let mut words = Vec::new();
            for value in values {
                words.extend(option(name, value)?);
            }
            words
        }
        Value::Object(_) => bail!("the manifest has a setting that no option can have: {name}"),
    })
}

/// The formats that files of these names have.
fn formats(files: &[FileNote]) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for file in files {
        let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let format = match (file.name.as_str(), ending) {
            ("pairs.csv" | "stance_pairs.csv", _) => "tidy",
            ("adjacency.csv" | "stance_adjacency.csv", _) => "adjacency",
            (_, "csv") => "csv",
            (_, "json") => "json",
            (_, "xlsx") => "xlsx",
            (_, "parquet") => "parquet",
            (_, "gexf") => "gexf",
            (_, "graphml") => "graphml",
            (_, "net") => "pajek",
            (_, "svg") => "svg",
            _ => continue,
        };
        found.insert(format);
    }
    found
}

/// Prints what differs, and fails if a file or an input does.
fn compare(recorded: &Recorded, found: &Recorded) -> anyhow::Result<()> {
    let mut lines: Vec<String> = Vec::new();
    for (what, before, now) in [
        ("version", &recorded.version, &found.version),
        ("dictionary", &recorded.dictionary, &found.dictionary),
        ("model", &recorded.model, &found.model),
    ] {
        if before != now {
            lines.push(format!("{what}: {before} then, {now} now"));
        }
    }
    lines.extend(inputs(&recorded.inputs, &found.inputs));
    let names: BTreeSet<&String> = recorded.counts.keys().chain(found.counts.keys()).collect();
    for name in names {
        let (before, now) = (recorded.counts.get(name), found.counts.get(name));
        if before != now {
            let shown = |n: Option<&u64>| n.map_or("none".to_owned(), |n| output::number(*n));
            lines.push(format!(
                "{name}: {} then, {} now",
                shown(before),
                shown(now)
            ));
        }
    }
    let digests = |files: &[FileNote]| -> BTreeMap<String, String> {
        let of = |file: &FileNote| (file.name.clone(), file.sha256.clone());
        files.iter().map(of).collect()
    };
    let (before, now) = (digests(&recorded.files), digests(&found.files));
    let mut differ = 0;
    for name in before.keys().chain(now.keys()).collect::<BTreeSet<_>>() {
        let told = match (before.get(name), now.get(name)) {
            (Some(one), Some(other)) if one == other => continue,
            (Some(_), Some(_)) => "differs",
            (Some(_), None) => "was not made again",
            _ => "is new",
        };
        differ += 1;
        lines.push(format!("{name}: {told}"));
    }
    let mut out = output::People(std::io::stdout().lock());
    for line in &lines {
        std::io::Write::write_all(&mut out, format!("{line}\n").as_bytes())?;
    }
    let files = before.len();
    if differ > 0 {
        bail!(
            "{differ} of {files} files are not the same. What the manifest does not record of reading (--map, --date-order, --default-outlet, --path-pattern, --delimiter) and --excel must be given again"
        );
    }
    std::io::Write::write_all(
        &mut out,
        format!("{files} of {files} files are the same, byte by byte\n").as_bytes(),
    )?;
    Ok(())
}

/// Inputs by their content: what is missing now, and what is new.
fn inputs(before: &[InputDigest], now: &[InputDigest]) -> Vec<String> {
    let has = |list: &[InputDigest], one: &InputDigest| {
        list.iter()
            .any(|other| (other.bytes, &other.digest) == (one.bytes, &one.digest))
    };
    let missing = before.iter().filter(|one| !has(now, one));
    let missing = missing.map(|one| format!("input {}: not among those given now", one.name));
    let new = now.iter().filter(|one| !has(before, one));
    let new = new.map(|one| format!("input {}: has another content, or is new", one.name));
    missing.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_become_options() {
        let words = |value: Value| option("top", &value).expect("an option");
        assert_eq!(words(Value::Null), Vec::<OsString>::new());
        assert_eq!(words(Value::Bool(true)), ["--top"]);
        assert_eq!(words(serde_json::json!(0.05)), ["--top=0.05"]);
        assert_eq!(
            words(serde_json::json!(["-a", "b c"])),
            ["--top=-a", "--top=b c"]
        );
        assert!(option("top", &serde_json::json!({"a": 1})).is_err());
    }
}
