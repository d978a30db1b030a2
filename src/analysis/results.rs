//! What a study found: tables, typed rows, a manifest; and writing them.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::export::{ExportOptions, Format, Manifest, export_to_folder, write_atomically};
use crate::tables::Table;

/// The tables of a study with their manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    tables: Vec<Table>,
    manifest: Manifest,
}

impl Results {
    pub(super) fn new(tables: Vec<Table>, mut manifest: Manifest) -> Self {
        manifest.add_tables(&tables);
        Self { tables, manifest }
    }

    /// The tables, in order of making.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of that name, without file extension: `edges`.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// What was asked for and counted, and what a reader of the tables should know
    /// ([`Manifest::notes`]).
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Writes the tables in each of the formats and `manifest.json` into a folder, which is made if it is missing. The
    /// paths, in order of writing.
    ///
    /// # Errors
    /// A file cannot be written or a format cannot hold the tables.
    pub fn write(
        &self,
        folder: impl AsRef<Path>,
        formats: &[Format],
    ) -> Result<Vec<PathBuf>, Error> {
        self.write_with(folder, formats, false)
    }

    /// [`write`](Self::write), with a byte order mark at the beginning of CSV files if `excel`, without which Excel misreads
    /// letters beyond ASCII.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_with(
        &self,
        folder: impl AsRef<Path>,
        formats: &[Format],
        excel: bool,
    ) -> Result<Vec<PathBuf>, Error> {
        let folder = folder.as_ref();
        let options = ExportOptions {
            excel,
            workbook: match self.manifest.command.as_str() {
                "analyze" => "demarche",
                command => command,
            },
            manifest: Some(&self.manifest),
        };
        let mut paths = export_to_folder(folder, formats, &self.tables, &options)?;
        let manifest = folder.join("manifest.json");
        write_atomically(&manifest, &self.manifest.to_json()?)?;
        paths.push(manifest);
        Ok(paths)
    }
}
