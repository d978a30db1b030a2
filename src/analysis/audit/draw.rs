//! Drawing the sentences and making the sheets.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::actors::Dictionary;
use crate::error::Error;
use crate::export::{
    ExportOptions, Format, Manifest, export_to_folder, outputs, write_atomically,
    write_atomically_with,
};
use crate::observe::Observer;
use crate::pipeline::JudgedSentence;
use crate::stats::random::keyed;
use crate::stats::sampling;
use crate::store::{Dedup, Lens, Store};
use crate::tables::{ActorLabels, DrawRow, LabelRow, SheetRow, Table};

use super::super::ModelOptions;
use super::super::selection::{Stratum, row_key};
use super::{DEDUPS, DrawFile, DrawnItem, judged, stratum};

/// How an audit is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawOptions {
    /// Sentences to code; 200 by default.
    pub items: u64,
    /// Seed of the draw; 1 by default.
    pub seed: u64,
    /// What strata they are drawn from, the same number from each; labels by default.
    pub strata: Vec<Stratum>,
    /// Which articles.
    pub lens: Lens,
    /// Which of near-identical articles.
    pub dedup: Dedup,
    /// Threads to use.
    pub threads: usize,
}

impl Default for DrawOptions {
    fn default() -> Self {
        Self {
            items: 200,
            seed: 1,
            strata: vec![Stratum::Label],
            lens: Lens::default(),
            dedup: Dedup::default(),
            threads: crate::pipeline::available_threads(),
        }
    }
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// What `draw.json` holds.
    pub file: DrawFile,
    /// The coding sheet.
    pub sheet: Table,
    /// The labels with their meanings.
    pub labels: Table,
    /// What was drawn, as a table.
    pub draw: Table,
}

/// Draws sentences for coding and makes the sheet. Items stand in random order, so that neither their order nor anything else in the sheet
/// shows what the machine said.
///
/// # Errors
/// The store cannot be read, or has no judged sentence in the lens.
pub fn draw(
    store: &Store,
    dictionary: &Arc<Dictionary>,
    options: &DrawOptions,
    observer: &dyn Observer,
) -> Result<Drawn, Error> {
    let explain = ModelOptions::default().explain(Arc::clone(dictionary))?;
    let lens = super::super::settled(store, dictionary, &options.lens)?;
    let rows = judged(
        (store, dictionary),
        (&lens, options.dedup),
        Some(explain),
        options.threads,
        observer,
    )?;
    if rows.is_empty() {
        return Err(Error::Options(
            "there is no judged sentence to draw from; choose another lens".to_owned(),
        ));
    }
    let mut strata: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let name = stratum(&options.strata, row);
        strata.entry(name).or_default().push(place);
    }
    let sizes: Vec<u64> = strata.values().map(|s| s.len() as u64).collect();
    let shares = sampling::allocate(&sizes, options.items);
    let mut chosen: Vec<(u64, usize, &str, u64, u64)> = Vec::new();
    for ((name, places), drawn) in strata.iter().zip(shares) {
        let keys: Vec<u64> = places.iter().map(|&place| row_key(&rows[place])).collect();
        for at in sampling::draw(&keys, drawn, options.seed) {
            let order = keyed(options.seed, keys[at], 1);
            chosen.push((order, places[at], name, places.len() as u64, drawn));
        }
    }
    chosen.sort_unstable();
    let mut items = Vec::new();
    for (number, (_, place, stratum, population, drawn)) in (1..).zip(chosen) {
        let row = &rows[place];
        let item = DrawnItem {
            item: number,
            article: row.article.id.clone(),
            sentence: row.sentence,
            source: row.source.clone(),
            target: row.target.clone(),
            stratum: stratum.to_owned(),
            population,
            drawn,
        };
        items.push((item, row));
    }
    let names = store.names()?;
    let known = |id: &str| dictionary.find(id).map(|i| dictionary.actor(i).clone());
    let labels = ActorLabels::new(&known, &names.discovered);
    let sheet = sheet(&items, &|id| labels.info(id).label);
    let draw = draw_table(&items);
    Ok(Drawn {
        file: file(store, options, &lens, rows.len() as u64, items),
        sheet,
        labels: label_table(),
        draw,
    })
}

fn sheet(items: &[(DrawnItem, &JudgedSentence)], name: &dyn Fn(&str) -> String) -> Table {
    let rows = items.iter().map(|(item, row)| SheetRow {
        item: item.item,
        text: row.marked(),
        source: name(&row.source),
        target: name(&row.target),
        ..SheetRow::default()
    });
    Table::new("sheet", rows)
}

fn draw_table(items: &[(DrawnItem, &JudgedSentence)]) -> Table {
    let rows = items.iter().map(|(item, _)| DrawRow {
        item: item.item,
        article: item.article.clone(),
        sentence: item.sentence.into(),
        source: item.source.clone(),
        target: item.target.clone(),
        stratum: item.stratum.clone(),
        population: item.population,
        drawn: item.drawn,
        weight: item.population as f64 / item.drawn as f64,
    });
    Table::new("draw", rows)
}

fn label_table() -> Table {
    let row = |label, meaning, example| LabelRow {
        label,
        meaning,
        example,
    };
    let rows = [
        row(
            "negative",
            "By what the sentence says, the source acts or speaks against the target: force, sanctions, threats, accusations, criticism, refusal",
            "[source: Japan] protested to [target: China] over the exercise.",
        ),
        row(
            "neutral",
            "The sentence says nothing of the kind, or the two merely meet, talk or are named together; also where it says that someone else does",
            "[source: Japan] and [target: China] will meet on Monday.",
        ),
        row(
            "positive",
            "The source acts or speaks in favour of the target: aid, support, agreement, praise, thanks",
            "[source: Japan] thanked [target: China] for its help.",
        ),
    ];
    Table::new("labels", rows)
}

fn file(
    store: &Store,
    options: &DrawOptions,
    lens: &Lens,
    judged: u64,
    items: Vec<(DrawnItem, &JudgedSentence)>,
) -> DrawFile {
    let dedup = DEDUPS.iter().find(|(dedup, _)| *dedup == options.dedup);
    DrawFile {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        strata: options.strata.iter().map(|s| s.name().to_owned()).collect(),
        query: lens.query.clone(),
        from: lens.from.map(|d| d.to_string()),
        to: lens.to.map(|d| d.to_string()),
        outlets: lens.outlets.clone(),
        actors: lens.actors.clone(),
        languages: lens.languages.clone(),
        dedup: dedup.map_or("none", |(_, name)| *name).to_owned(),
        identity: store.state().identity.digest(),
        judged,
        items: items.into_iter().map(|(item, _)| item).collect(),
    }
}

impl Drawn {
    /// Writes the pack: `coder_1/` and `coder_2/` with the sheet as CSV and as a workbook, and `draw.json` and `draw.csv`, which coders should
    /// not see. Refuses a folder that holds a draw already, whose sheets may be filled in.
    ///
    /// # Errors
    /// The folder holds a draw, or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let named = folder.join("draw.json");
        if named.exists() {
            return Err(Error::Options(format!(
                "{}: there is a draw already, and its sheets may be filled in; choose another folder",
                folder.display()
            )));
        }
        let mut manifest = Manifest {
            command: "audit draw".to_owned(),
            seed: self.file.seed,
            identity: self.file.identity.clone(),
            ..Manifest::default()
        };
        manifest.set("items", self.file.items.len());
        let tables = [self.sheet.clone(), self.labels.clone()];
        manifest.add_tables(&tables);
        let options = ExportOptions {
            workbook: "sheet",
            manifest: Some(&manifest),
            ..ExportOptions::default()
        };
        let mut paths = Vec::new();
        for coder in ["coder_1", "coder_2"] {
            let formats = [Format::Csv, Format::Xlsx];
            let made = export_to_folder(&folder.join(coder), &formats, &tables, &options)?;
            paths.extend(made.paths);
        }
        let table = folder.join("draw.csv");
        let draw = std::slice::from_ref(&self.draw);
        let plain = ExportOptions::default();
        for output in outputs(Format::Csv, draw, &plain) {
            write_atomically_with(&table, |sink| output.write(sink))?;
        }
        let mut json = serde_json::to_vec_pretty(&self.file)
            .map_err(|e| Error::Options(format!("draw.json: {e}")))?;
        json.push(b'\n');
        write_atomically(&named, &json)?;
        paths.extend([table, named]);
        Ok(paths)
    }
}
