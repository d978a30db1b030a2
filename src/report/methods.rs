//! How the numbers of a report were made, in sentences, from the manifest.

use serde_json::Value;

use crate::export::Manifest;

use super::words::plural;

/// The paragraphs of the section on methods.
pub(super) fn paragraphs(manifest: &Manifest) -> Vec<String> {
    let mut out = vec![reading(manifest)];
    if manifest.settings.contains_key("level") {
        out.push(network(manifest));
    }
    out.push("Attitudes are judged sentence by sentence, with names masked, by a linear model on words and their places together with rules for verbs of diplomacy. A score is the mean over articles of the mean of their sentences, from −1 (hostile) to +1 (friendly). Intervals (95 %) take stories as the unit, so that ten prints of one dispatch are one piece of evidence, and include the error of the model.".to_owned());
    if !manifest.lens.is_empty() {
        out.push(format!(
            "Only some articles are looked at: {}.",
            lens(manifest)
        ));
    }
    out
}

fn count(manifest: &Manifest, name: &str) -> u64 {
    manifest.counts.get(name).copied().unwrap_or(0)
}

fn setting<'m>(manifest: &'m Manifest, name: &str) -> &'m str {
    manifest
        .settings
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn reading(manifest: &Manifest) -> String {
    let of = |name| count(manifest, name);
    let mut text = format!(
        "demarche {} read {}: {} are in the store, {} were rejected, {} left out.",
        manifest.version,
        plural(of("records"), "record"),
        plural(of("stored"), "article"),
        plural(of("rejects"), "record"),
        plural(of("duplicates"), "duplicate"),
    );
    if of("stories") > 0 {
        let (articles, stories) = (of("articles"), of("stories"));
        let [articles, stories] =
            [(articles, "article"), (stories, "story")].map(|(n, noun)| plural(n, noun));
        text = format!(
            "{text} The {articles} looked at tell {stories}: near-identical texts are one story."
        );
    }
    text.push_str(" Actors are found with a dictionary of states, organisations and persons in office, each name with its dates, and persons whom an article introduces by name and office. ");
    text.push_str(if setting(manifest, "readings") == "all" {
        "Names that are read as places count too."
    } else {
        "Names that are read as places do not count."
    });
    text
}

fn network(manifest: &Manifest) -> String {
    let level = setting(manifest, "level");
    let unit = match level {
        "article" | "story" | "sentence" | "paragraph" => level,
        _ => "window of sentences",
    };
    let correction = match setting(manifest, "correction") {
        "bh" => "Benjamini and Hochberg (1995)",
        "by" => "Benjamini and Yekutieli (2001)",
        "bonferroni" => "Bonferroni",
        "holm" => "Holm (1979)",
        other => other,
    };
    let quality = setting(manifest, "quality");
    let resolution = manifest
        .settings
        .get("resolution")
        .map(Value::to_string)
        .unwrap_or_default();
    format!(
        "Two actors appear together where one {unit} names both. P is the probability of as many meetings or more by chance (hypergeometric), and Q is P corrected for {} by the method of {correction}. Communities are those of the Leiden algorithm ({quality}, resolution {resolution}, seed {}). An edge is fragile if it vanishes without one outlet or one story.",
        plural(count(manifest, "tests"), "test"),
        manifest.seed
    )
}

fn lens(manifest: &Manifest) -> String {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let texts = items.iter().map(|item| match item {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            texts.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    let parts = manifest
        .lens
        .iter()
        .map(|(name, value)| format!("{name} {}", plain(value)));
    parts.collect::<Vec<_>>().join("; ")
}

/// What no number of the report means.
pub(super) fn misreadings() -> Vec<String> {
    [
        "Appearing together is not a relation.",
        "An attitude is what the sentences of these articles say, not what an actor thinks.",
        "Attitudes are judged in English only. Irony is not seen, and single sentences are often misjudged.",
        "Whom the dictionary does not know and no article introduces is not counted.",
        "Tests of changes take periods as independent of each other: attention that lasts makes P too small.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The command that makes the tables again, the folder of the store left open.
pub(super) fn command(manifest: &Manifest) -> String {
    let mut parts = vec!["demarche".to_owned(), manifest.command.clone()];
    let quoted = |text: &str| {
        let safe = |c: char| c.is_ascii_alphanumeric() || "-_./:,".contains(c);
        if !text.is_empty() && text.chars().all(safe) {
            text.to_owned()
        } else {
            format!("'{}'", text.replace('\'', r"'\''"))
        }
    };
    if manifest.command == "analyze" {
        parts.extend(manifest.inputs.iter().map(|i| quoted(file_name(&i.name))));
        parts.push("-o DIR --report".to_owned());
    } else {
        parts.push("--store STORE -o report.html".to_owned());
    }
    for (name, value) in &manifest.lens {
        match value {
            Value::Array(items) => {
                for item in items.iter().filter_map(Value::as_str) {
                    parts.push(format!("--{name} {}", quoted(item)));
                }
            }
            Value::String(text) => parts.push(format!("--{name} {}", quoted(text))),
            Value::Bool(true) => parts.push(format!("--{name}")),
            other => parts.push(format!("--{name} {other}")),
        }
    }
    let by = setting(manifest, "by");
    if !by.is_empty() {
        parts.push(format!("--by {by}"));
    }
    parts.push(format!("--seed {}", manifest.seed));
    parts.join(" ")
}

/// The last part of a path: folders differ between machines.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
