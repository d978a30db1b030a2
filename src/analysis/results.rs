//! What a study found: tables, typed rows, a manifest; and writing them.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::export::{ExportOptions, Format, Manifest, PictureWidth, Written, export_to_folder};
use crate::tables::{
    ActorRow, AttentionRow, ChangePointRow, EdgePeriodRow, EdgeRow, EvidenceRow, FromRow,
    RejectRow, Row, StanceRow, SummaryRow, Table, ToneRow,
};

/// How files of tables look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportLook {
    /// Whether CSV files begin with a byte order mark, without which Excel misreads letters beyond ASCII.
    pub excel: bool,
    /// How wide pictures are in print.
    pub picture_width: PictureWidth,
    /// Whether pictures show edges between a state or body and its own persons and bodies (`Within`) too.
    pub draw_within: bool,
}

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

    /// Who is in the network: the rows of `actors`; none without a network.
    pub fn actors(&self) -> impl Iterator<Item = ActorRow<'_>> {
        self.rows("actors")
    }

    /// Who appears with whom: the rows of `edges`; none without a network.
    pub fn edges(&self) -> impl Iterator<Item = EdgeRow<'_>> {
        self.rows("edges")
    }

    /// Measures of the network as a whole: the rows of `network_summary`.
    pub fn network_summary(&self) -> impl Iterator<Item = SummaryRow<'_>> {
        self.rows("network_summary")
    }

    /// The network by period: the rows of `edges_by_period`.
    pub fn edges_by_period(&self) -> impl Iterator<Item = EdgePeriodRow<'_>> {
        self.rows("edges_by_period")
    }

    /// Who is spoken of in which period: the rows of `attention`.
    pub fn attention(&self) -> impl Iterator<Item = AttentionRow<'_>> {
        self.rows("attention")
    }

    /// When attention or attitudes changed: the rows of `change_points`.
    pub fn change_points(&self) -> impl Iterator<Item = ChangePointRow<'_>> {
        self.rows("change_points")
    }

    /// Who stands where towards whom: the rows of `stance`; none without attitudes.
    pub fn stance(&self) -> impl Iterator<Item = StanceRow<'_>> {
        self.rows("stance")
    }

    /// How outlets write of actors: the rows of `tone`.
    pub fn tone(&self) -> impl Iterator<Item = ToneRow<'_>> {
        self.rows("tone")
    }

    /// The judged sentences: the rows of `evidence`.
    pub fn evidence(&self) -> impl Iterator<Item = EvidenceRow<'_>> {
        self.rows("evidence")
    }

    /// The records that are no articles: the rows of `rejects`.
    pub fn rejects(&self) -> impl Iterator<Item = RejectRow<'_>> {
        self.rows("rejects")
    }

    fn rows<'t, R: Row + FromRow<'t>>(
        &'t self,
        name: &str,
    ) -> impl Iterator<Item = R> + use<'t, R> {
        let rows = self.table(name).and_then(Table::typed);
        rows.into_iter().flatten()
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
        let written = self.write_with(folder, formats, ExportLook::default())?;
        Ok(written.paths)
    }

    /// [`write`](Self::write), with files that look so.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_with(
        &self,
        folder: impl AsRef<Path>,
        formats: &[Format],
        look: ExportLook,
    ) -> Result<Written, Error> {
        let options = ExportOptions {
            excel: look.excel,
            picture_width: look.picture_width,
            draw_within: look.draw_within,
            workbook: match self.manifest.command.as_str() {
                "analyze" => "demarche",
                command => command,
            },
            manifest: Some(&self.manifest),
        };
        Ok(export_to_folder(
            folder.as_ref(),
            formats,
            &self.tables,
            &options,
        )?)
    }
}
