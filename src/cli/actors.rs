//! `demarche actors`: list, check and extend the dictionary.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use crate::actors::{Dictionary, check};
use crate::analysis::today;
use crate::extract::Extractor;
use crate::model::{ActorKey, ActorType, Field};
use crate::pipeline::visit;
use crate::stance::{Settings, StanceModel};
use crate::store::Store;
use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::cli::args::{self, ActorsCommand, General, LensArgs, ModelArgs, RowFormat};
use crate::cli::output;
use crate::cli::progress::Progress;

/// Does what the subcommand says.
pub fn run(general: &General, args: &args::Actors) -> anyhow::Result<()> {
    match &args.command {
        ActorsCommand::List { model } => list(model),
        ActorsCommand::Check { file, from } => {
            let bytes = std::fs::read(file)
                .with_context(|| format!("{}: cannot be read", file.display()))?;
            let name = file.display().to_string();
            let findings = check::check(&name, &bytes, &Dictionary::builtin()?, *from, today());
            let errors = findings
                .iter()
                .filter(|f| f.kind == check::FindingKind::Error)
                .count();
            let mut out = std::io::stdout().lock();
            for f in &findings {
                let place = match (f.line, f.column) {
                    (0, _) => String::new(),
                    (line, "") => format!(":{line}"),
                    (line, column) => format!(":{line}:{column}"),
                };
                writeln!(out, "{name}{place}: {}: {}", f.kind.as_str(), f.message)?;
            }
            output::say(
                general,
                format_args!("{} findings, {errors} of them errors", findings.len()),
            );
            if errors > 0 {
                bail!("{name}: {errors} rows cannot be used; mend them as listed above");
            }
            Ok(())
        }
        ActorsCommand::Suggest {
            store,
            limit,
            lens,
            model,
        } => suggest(general, store, *limit, lens, model),
    }
}

fn list(model: &ModelArgs) -> anyhow::Result<()> {
    let dictionary = model.options().dictionary()?;
    let mut actors: Vec<u32> = (0..dictionary.len() as u32).collect();
    actors.sort_by(|&a, &b| dictionary.actor(a).id.cmp(&dictionary.actor(b).id));
    let day = |d: Option<crate::model::Date>| d.map_or(Value::Null, |d| json!(d.to_string()));
    let mut rows = Vec::new();
    for index in actors {
        let info = dictionary.actor(index);
        for alias in dictionary.aliases(index) {
            rows.push(vec![
                json!(info.id),
                json!(info.label),
                json!(info.kind.as_str()),
                json!(info.country),
                json!(alias.kind.as_str()),
                json!(alias.text),
                json!(alias.language),
                day(alias.from),
                day(alias.to),
            ]);
        }
    }
    let columns = [
        "id", "label", "type", "country", "kind", "alias", "lang", "from", "to",
    ];
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    output::rows(&mut out, RowFormat::Csv, &columns, rows.into_iter())?;
    out.flush()?;
    Ok(())
}

#[derive(Default, Clone)]
struct Name {
    label: String,
    kind: Option<ActorType>,
    articles: u64,
    mentions: u64,
    /// The example from the article with the smallest key, so that it does not depend on the order.
    example: Option<(u64, String)>,
}

fn suggest(
    general: &General,
    store: &std::path::Path,
    limit: usize,
    lens: &LensArgs,
    model: &ModelArgs,
) -> anyhow::Result<()> {
    let store = Store::open(store)?;
    let scan = store.scan(&lens.lens())?;
    let dictionary = model.options().dictionary()?;
    let stance = Arc::new(StanceModel::builtin()?);
    let make = || {
        let extractor = Extractor::new(
            Arc::clone(&dictionary),
            Arc::clone(&stance),
            Settings::default(),
        );
        (extractor, BTreeMap::<String, Name>::new())
    };
    let progress = Progress::new(general);
    let parts = visit(
        &scan,
        general.threads(),
        ("reading", &progress),
        make,
        |(extractor, names), view, fetch| {
            let mut article = fetch()?;
            if !view.language_given {
                article.language.clear();
            }
            let found = extractor.names(&article);
            let mut seen: Vec<u32> = Vec::new();
            for m in &found.mentions {
                let (info, key) = match m.actor {
                    ActorKey::Known(_) => continue,
                    ActorKey::Discovered(i) => (&found.discovered[i as usize], i),
                    ActorKey::Unlisted(i) => (&found.unlisted[i as usize], i | 1 << 31),
                };
                let name = names.entry(info.id.clone()).or_default();
                name.mentions += 1;
                if name.label.is_empty() || info.label < name.label {
                    name.label.clone_from(&info.label);
                    name.kind = Some(info.kind);
                }
                if !seen.contains(&key) {
                    seen.push(key);
                    name.articles += 1;
                }
                if name.example.as_ref().is_none_or(|(k, _)| view.key < *k) {
                    let field = match m.field {
                        Field::Title => &article.title,
                        Field::Text => &article.text,
                    };
                    let sentence = found.sentences[m.sentence as usize].span.of(field);
                    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
                    name.example = Some((view.key, sentence));
                }
            }
            Ok(())
        },
    )?;
    let mut names: BTreeMap<String, Name> = BTreeMap::new();
    for (id, part) in parts.into_iter().flat_map(|(_, names)| names) {
        let name = names.entry(id).or_default();
        name.articles += part.articles;
        name.mentions += part.mentions;
        if name.label.is_empty() || part.label < name.label {
            name.label = part.label;
            name.kind = part.kind;
        }
        if name.example.is_none()
            || part.example.as_ref().map(|e| e.0) < name.example.as_ref().map(|e| e.0)
        {
            name.example = part.example;
        }
    }
    let mut ranked: Vec<(String, Name)> = names.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| {
        y.articles
            .cmp(&x.articles)
            .then(y.mentions.cmp(&x.mentions))
            .then(a.cmp(b))
    });
    ranked.truncate(limit);
    let columns = [
        "id", "label", "type", "country", "kind", "alias", "articles", "mentions", "example",
    ];
    let rows = ranked.iter().map(|(id, name)| {
        vec![
            json!(id.trim_start_matches("?:")),
            json!(name.label),
            name.kind.map_or(Value::Null, |k| match k {
                // A dictionary knows no such types; these are the nearest.
                ActorType::Place => json!("region"),
                ActorType::Other => json!("organisation"),
                k => json!(k.as_str()),
            }),
            Value::Null,
            json!("name"),
            json!(name.label),
            json!(name.articles),
            json!(name.mentions),
            name.example.as_ref().map_or(Value::Null, |(_, e)| json!(e)),
        ]
    });
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    output::rows(&mut out, RowFormat::Csv, &columns, rows)?;
    out.flush()?;
    Ok(())
}
