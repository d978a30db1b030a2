//! `demarche actors`: list, check and extend the dictionary.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use crate::actors::{Dictionary, FoundActor, check};
use crate::analysis::{Known, today};
use crate::extract::Extractor;
use crate::model::{ActorInfo, ActorKey, ActorType, Article, Extraction, Field};
use crate::pipeline::visit;
use crate::stance::{Settings, StanceModel};
use crate::store::{Store, StoreError};
use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::cli::args::{self, ActorsCommand, General, LensArgs, ModelArgs, RowFormat};
use crate::cli::progress::Progress;
use crate::cli::{output, setup};

/// Does what the subcommand says.
pub fn run(general: &General, args: &args::Actors) -> anyhow::Result<()> {
    match &args.command {
        ActorsCommand::List { model } => list(model),
        ActorsCommand::Find {
            name,
            store,
            limit,
            format,
            model,
        } => find(general, name, store.as_deref(), (*limit, *format), model),
        ActorsCommand::Check { file, from } => {
            let bytes = setup::read_whole(Some(file))
                .with_context(|| format!("{}: cannot be read", file.display()))?;
            let name = file.display().to_string();
            let findings = check::check(&name, &bytes, &Dictionary::builtin()?, *from, today());
            let errors = findings
                .iter()
                .filter(|f| f.kind == check::FindingKind::Error)
                .count();
            let mut out = output::People(std::io::stdout().lock());
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

fn find(
    general: &General,
    name: &str,
    store: Option<&std::path::Path>,
    (limit, format): (usize, RowFormat),
    model: &ModelArgs,
) -> anyhow::Result<()> {
    let dictionary = model.options().dictionary()?;
    let mut found = match store {
        Some(store) => Known::new(&Store::open(store)?, &dictionary)?.actors_named(name),
        None => dictionary.find_by_name(name),
    };
    if found.is_empty() {
        bail!(
            "no actor is called '{name}' or nearly so. See all names with: demarche actors list; names that articles use and the dictionary lacks: demarche actors suggest --store DIR"
        );
    }
    let all = found.len();
    found.truncate(limit);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if format == RowFormat::Table {
        let width = |of: &dyn Fn(&FoundActor) -> usize| found.iter().map(of).max().unwrap_or(0);
        let ids = width(&|f| f.info.id.chars().count());
        let labels = width(&|f| f.info.label.chars().count());
        let mut out = output::People(&mut out);
        for f in &found {
            let kind = f.info.kind.as_str();
            let (id, label) = (&f.info.id, &f.info.label);
            let met = match &f.name {
                name if name == label || name == id => String::new(),
                name => format!("  {name}"),
            };
            writeln!(out, "{id:ids$}  {label:labels$}  {kind:12}{met}")?;
        }
    } else {
        let columns = ["id", "label", "type", "country", "name"];
        let rows = found.iter().map(|f| {
            let info = &f.info;
            let cell = |text: &str| match text {
                "" => Value::Null,
                text => json!(text),
            };
            vec![
                cell(&info.id),
                cell(&info.label),
                cell(info.kind.as_str()),
                cell(&info.country),
                cell(&f.name),
            ]
        });
        output::rows(&mut out, format, &columns, rows)?;
    }
    out.flush()?;
    output::say(general, format_args!("{} of {all} actors", found.len()));
    Ok(())
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

/// Names by id.
type Names = BTreeMap<String, Name>;

fn suggest(
    general: &General,
    store: &std::path::Path,
    limit: usize,
    lens: &LensArgs,
    model: &ModelArgs,
) -> anyhow::Result<()> {
    let store = Store::open(store)?;
    let dictionary = model.options().dictionary()?;
    let lens = setup::lens(general, &store, &dictionary, &lens.lens())?;
    let scan = store.scan(&lens)?;
    let stance = Arc::new(StanceModel::builtin()?);
    let make = || {
        let (dictionary, stance) = (Arc::clone(&dictionary), Arc::clone(&stance));
        let extractor = Extractor::new(dictionary, stance, Settings::default())
            .with_default_language(&model.default_language);
        (extractor, Names::new())
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
            let id_of = |info: &ActorInfo| scan.person_id(info).map(str::to_owned);
            count(
                names,
                extractor.names(&article),
                &article,
                (view.key, &id_of),
            )?;
            Ok(())
        },
    )?;
    let mut names = Names::new();
    for (id, part) in parts.into_iter().flat_map(|(_, names)| names) {
        names.entry(id).or_default().merge(part);
    }
    let mut ranked: Vec<(String, Name)> = names.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| {
        y.articles
            .cmp(&x.articles)
            .then(y.mentions.cmp(&x.mentions))
            .then(a.cmp(b))
    });
    ranked.truncate(limit);
    print(&ranked)
}

/// The id of a person whom an article introduces, over the whole store.
type IdOf<'a> = &'a dyn Fn(&ActorInfo) -> Result<String, StoreError>;

/// Counts the names of an article that the dictionary lacks.
fn count(
    names: &mut Names,
    found: &Extraction,
    article: &Article,
    (article_key, id_of): (u64, IdOf<'_>),
) -> Result<(), StoreError> {
    let mut seen: Vec<u32> = Vec::new();
    for m in &found.mentions {
        let (info, key) = match m.actor {
            ActorKey::Known(_) => continue,
            ActorKey::Discovered(i) => (&found.discovered[i as usize], i),
            ActorKey::Unlisted(i) => (&found.unlisted[i as usize], i | 1 << 31),
        };
        let id = match m.actor {
            ActorKey::Discovered(_) => id_of(info)?,
            _ => info.id.clone(),
        };
        let name = names.entry(id).or_default();
        name.mentions += 1;
        if name.label.is_empty() || info.label < name.label {
            name.label.clone_from(&info.label);
            name.kind = Some(info.kind);
        }
        if !seen.contains(&key) {
            seen.push(key);
            name.articles += 1;
        }
        if name.example.as_ref().is_none_or(|(k, _)| article_key < *k) {
            let field = match m.field {
                Field::Title => &article.title,
                Field::Text => &article.text,
            };
            let sentence = found.sentences[m.sentence as usize].span.of(field);
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            name.example = Some((article_key, sentence));
        }
    }
    Ok(())
}

impl Name {
    /// Adds what other articles say of it.
    fn merge(&mut self, other: Self) {
        self.articles += other.articles;
        self.mentions += other.mentions;
        if self.label.is_empty() || other.label < self.label {
            self.label = other.label;
            self.kind = other.kind;
        }
        if self.example.is_none()
            || other.example.as_ref().map(|e| e.0) < self.example.as_ref().map(|e| e.0)
        {
            self.example = other.example;
        }
    }
}

/// Prints names as rows for a dictionary.
fn print(ranked: &[(String, Name)]) -> anyhow::Result<()> {
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
