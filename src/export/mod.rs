//! Exports: tables become files, one module for each format.
//!
//! Uses `tables` and, for errors and manifests, `model`; the format crates are used here alone. Every format is made from the same
//! [`Table`]s, so all of them hold the same numbers, and the same tables give the same bytes: no clock, no random names inside.
//!
//! | format | files |
//! | --- | --- |
//! | `csv`, `json`, `parquet` | one for each table, and in a folder `codebook.…`, which explains their columns |
//! | `xlsx` | one workbook, a sheet for each table and one that explains them |
//! | `gexf`, `graphml`, `pajek` | `network.…`, where there are actors and edges; `stance.…`, the directed network, where there is `stance` |
//! | `adjacency` | `adjacency.csv` and `stance_adjacency.csv`, likewise |
//! | `svg` | `network.svg`, `stance.svg`, `pairs.svg`, `attention.svg`, `tone.svg`, as far as there are the tables, and `captions.txt` |
//! | `tidy` | `pairs.csv`: `item1,item2,n`, each pair in both directions; `stance_pairs.csv`: from source to target |
//!
//! With a table `edges_by_period` (see [`Date::span_of_period`](crate::model::Date::span_of_period)) `network.gexf` is dynamic.
//!
//! To add a format: write a module with a function from a [`Table`] to a [`Sink`], name it in [`Format`], call it in [`outputs`].

mod adjacency;
mod atomic;
mod csv;
mod dynamic;
mod gexf;
mod graphml;
mod json;
mod kept;
mod manifest;
mod network;
mod notes;
mod pajek;
mod parquet;
mod picture;
mod tidy;
mod verify;
mod xlsx;
mod xml;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::tables::{Table, codebook, codebook_with};

pub use atomic::{PartialFile, write_atomically, write_atomically_with};
pub use csv::{csv_text, safe_text};
pub use manifest::Manifest;
pub use notes::{FileNote, InputDigest, KeptRun, TableNote};
pub use picture::{Picture, PictureWidth, pictures};
pub use verify::{FolderCheck, verify_folder};

/// Where bytes go.
pub type Sink<'a> = &'a mut (dyn Write + Send);

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Format {
    /// Comma-separated values (RFC 4180), UTF-8.
    Csv,
    /// An array of objects for each table.
    Json,
    /// A workbook for spreadsheets.
    Xlsx,
    /// Apache Parquet, Snappy.
    Parquet,
    /// GEXF 1.3, for Gephi.
    Gexf,
    /// For igraph, networkx, yEd.
    Graphml,
    /// Pajek's `.net`.
    Pajek,
    /// A square table of weights.
    Adjacency,
    /// pairs.csv: item1,item2,n, each pair in both directions.
    Tidy,
    /// Pictures for papers, with captions.
    Svg,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 10] = [
        Self::Csv,
        Self::Json,
        Self::Xlsx,
        Self::Parquet,
        Self::Gexf,
        Self::Graphml,
        Self::Pajek,
        Self::Adjacency,
        Self::Tidy,
        Self::Svg,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Gexf => "gexf",
            Self::Graphml => "graphml",
            Self::Pajek => "pajek",
            Self::Adjacency => "adjacency",
            Self::Tidy => "tidy",
            Self::Svg => "svg",
        }
    }

    /// Whether it has a file for each table.
    pub const fn is_by_table(self) -> bool {
        matches!(self, Self::Csv | Self::Json | Self::Parquet)
    }

    /// The format of that [`name`](Self::name).
    ///
    /// # Example
    ///
    /// ```
    /// # use demarche::export::Format;
    /// assert_eq!(Format::from_name("gexf"), Some(Format::Gexf));
    /// assert_eq!(Format::from_name("doc"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// What concerns all files of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions<'a> {
    /// Whether CSV files begin with a byte order mark, without which Excel misreads letters beyond ASCII.
    pub excel: bool,
    /// Name of a workbook, without ending; `tables` if empty.
    pub workbook: &'a str,
    /// How wide pictures are in print.
    pub picture_width: PictureWidth,
    /// Whether pictures show edges between a state or body and its own persons and bodies (`Within`) too.
    pub draw_within: bool,
    /// Written beside the tables by [`export_to_folder`], and shown on the first sheet of a workbook.
    pub manifest: Option<&'a Manifest>,
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A file cannot be written.
    #[error("{path}: {source}. Free space or choose another folder", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A sink does not take the bytes.
    #[error("the table cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A square table would be too large.
    #[error("a square table of {actors} actors would be too large (at most {most}). Choose csv, gexf or graphml, or look at fewer articles", most = adjacency::MOST)]
    TooManyActors {
        /// How many there are.
        actors: usize,
    },
    /// The tables have no network to be written in a format for networks, or nothing to be drawn.
    #[error("--format {format}: these tables hold no network. Choose csv, xlsx, parquet or json")]
    NoNetwork {
        /// Name of the format.
        format: &'static str,
    },
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}. Choose csv or parquet with --format")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet file cannot be made.
    #[error("the Parquet file cannot be made: {0}. Choose csv with --format")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The manifest cannot be made.
    #[error("the manifest cannot be made: {0}")]
    Manifest(#[from] serde_json::Error),
}

type Writer<'a> = Box<dyn Fn(Sink<'_>) -> Result<(), ExportError> + 'a>;

/// A file to be written.
pub struct Output<'a> {
    /// Its name, with ending.
    pub name: String,
    writer: Writer<'a>,
}

impl std::fmt::Debug for Output<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Output<'_> {
    /// Writes its bytes.
    ///
    /// # Errors
    /// The sink fails or the format cannot hold the tables.
    pub fn write(&self, sink: Sink<'_>) -> Result<(), ExportError> {
        (self.writer)(sink)
    }
}

/// The name of a network's CSV file: that of the network of stance says so.
fn table_name(network: &network::Network<'_>, what: &str) -> String {
    if network.directed {
        format!("{}_{what}.csv", network.name)
    } else {
        format!("{what}.csv")
    }
}

/// The files that the tables make in a format. A format for networks makes one for the tables `actors` and `edges` and one for the table
/// `stance`, if they are there.
pub fn outputs<'a>(
    format: Format,
    tables: &'a [Table],
    options: &'a ExportOptions<'a>,
) -> Vec<Output<'a>> {
    let each = |write: fn(&Table, &ExportOptions<'_>, Sink<'_>) -> Result<(), ExportError>| {
        tables
            .iter()
            .map(|table| Output {
                name: format!("{}.{}", table.name, format.name()),
                writer: Box::new(move |sink| write(table, options, sink)),
            })
            .collect()
    };
    let networks = |file: fn(&network::Network<'_>) -> String,
                    write: fn(&network::Network<'_>, Sink<'_>) -> Result<(), ExportError>|
     -> Vec<Output<'a>> {
        network::Network::all(tables)
            .into_iter()
            .map(|network| Output {
                name: file(&network),
                writer: Box::new(move |sink| write(&network, sink)),
            })
            .collect()
    };
    match format {
        Format::Csv => each(csv::write),
        Format::Json => each(json::write),
        Format::Parquet => each(parquet::write),
        Format::Gexf => networks(|n| format!("{}.gexf", n.name), gexf::write),
        Format::Graphml => networks(|n| format!("{}.graphml", n.name), graphml::write),
        Format::Pajek => networks(|n| format!("{}.net", n.name), pajek::write),
        Format::Adjacency => networks(|n| table_name(n, "adjacency"), adjacency::write),
        Format::Tidy => networks(|n| table_name(n, "pairs"), tidy::write),
        Format::Svg => picture::outputs(tables, options),
        Format::Xlsx => {
            let stem = if options.workbook.is_empty() {
                "tables"
            } else {
                options.workbook
            };
            vec![Output {
                name: format!("{stem}.xlsx"),
                writer: Box::new(move |sink| xlsx::write(tables, options, sink)),
            }]
        }
    }
}

/// The files that the tables make in a format, by name, in memory.
///
/// # Errors
/// The format cannot hold the tables.
pub fn export(
    format: Format,
    tables: &[Table],
    options: &ExportOptions<'_>,
) -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    let mut files = Vec::new();
    for output in outputs(format, tables, options) {
        let mut bytes = Vec::new();
        output.write(&mut bytes)?;
        files.push((output.name, bytes));
    }
    Ok(files)
}

/// Name of the manifest in its folder.
pub const MANIFEST: &str = "manifest.json";

/// What [`export_to_folder`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The paths of the files, in order of writing.
    pub paths: Vec<PathBuf>,
    /// Files of the folder that are named as tables and belong to no run of this store and lens, by name. They stay.
    pub strangers: Vec<String>,
}

/// Writes the tables into a folder (made if need be) in each of the formats, and the manifest of the options with a digest of
/// each file ([`Manifest::files`]). Formats with a file for each table get one more, the [`codebook`]. All files appear together:
/// they are written aside, the old manifest is taken away, they are renamed, the new manifest comes last.
///
/// Tables that another command made from the same store and lens stay in the manifest ([`Manifest::kept`]) and in the codebook.
/// Other files that are named as tables stay too, and a note of the manifest names them.
///
/// # Errors
/// A file cannot be written or a format cannot hold the tables: the folder is as it was. Or a file cannot be renamed: the folder
/// has no manifest then.
pub fn export_to_folder(
    folder: &Path,
    formats: &[Format],
    tables: &[Table],
    options: &ExportOptions<'_>,
) -> Result<Written, ExportError> {
    let own = [codebook(tables)];
    let mut names = BTreeSet::from([MANIFEST.to_owned()]);
    for &format in formats {
        let files = outputs(format, tables, options);
        if files.is_empty() && !tables.is_empty() {
            return Err(ExportError::NoNetwork {
                format: format.name(),
            });
        }
        names.extend(files.into_iter().map(|file| file.name));
        if format.is_by_table() {
            names.extend(outputs(format, &own, options).into_iter().map(|f| f.name));
        }
    }
    let beside = options
        .manifest
        .map(|manifest| kept::beside(folder, manifest, &names))
        .unwrap_or_default();
    let also = beside.kept.iter().flat_map(|run| &run.tables);
    let codebook = [codebook_with(
        tables,
        also.map(|table| (table.name.as_str(), table.columns.as_slice())),
    )];
    let mut set = atomic::Exchange::begin(folder)?;
    for &format in formats {
        let mut files = outputs(format, tables, options);
        if format.is_by_table() {
            files.extend(outputs(format, &codebook, options));
        }
        for output in files {
            set.write(&output.name, |sink| output.write(sink))?;
        }
    }
    let Some(manifest) = options.manifest else {
        return Ok(Written {
            paths: set.finish(None)?,
            strangers: Vec::new(),
        });
    };
    let content = |files: Vec<FileNote>| {
        let mut manifest = manifest.clone();
        manifest.files = files;
        for table in &mut manifest.tables {
            if table.name == codebook[0].name {
                table.rows = codebook[0].rows() as u64;
            }
        }
        manifest.kept.clone_from(&beside.kept);
        if !beside.strangers.is_empty() {
            manifest.notes.push(stranger_note(&beside.strangers));
        }
        manifest.to_json()
    };
    Ok(Written {
        paths: set.finish(Some((MANIFEST, &content)))?,
        strangers: beside.strangers,
    })
}

/// What is said of files of a folder that are named as tables and belong to no run of the store and lens at hand.
pub fn stranger_note(strangers: &[String]) -> String {
    format!(
        "These files of the folder are of another run, store or lens and are not described by manifest.json: {}.",
        strangers.join(", ")
    )
}

#[cfg(test)]
mod tests;
