//! The tables that there are, and the codebook: what their columns mean.

use super::columns::{Row, row};
use super::rows::{
    ActorRow, ArticleActorRow, ArticleRow, AttentionRow, AuditRow, ChangePointRow, CollocateRow,
    CompareActorRow, CompareEdgeRow, CompareStanceRow, DispersionRow, DrawRow, EdgePeriodRow,
    EdgeRow, EvidenceRow, KeynessRow, LabelRow, MentionRow, MultiverseRow, QuadRow, RejectRow,
    SheetRow, StanceByOutletRow, StanceCorrectedRow, StanceRow, StoryRow, SummaryRow, ToneRow,
};
use super::spec::Spec;
use super::table::Table;

/// A table that an analysis can make.
#[derive(Debug, Clone, Copy)]
pub struct TableSpec {
    /// Its name, without file extension.
    pub name: &'static str,
    /// What a row is, and which option makes it where it is not always made.
    pub about: &'static str,
    columns: fn(&mut Vec<Spec>),
}

impl TableSpec {
    /// Its columns, in the published order.
    pub fn columns(&self) -> Vec<Spec> {
        let mut columns = Vec::new();
        (self.columns)(&mut columns);
        columns
    }
}

const fn table<R: Row>(name: &'static str, about: &'static str) -> TableSpec {
    TableSpec {
        name,
        about,
        columns: R::columns,
    }
}

/// Every table, in the order in which `demarche analyze` writes them.
pub const TABLES: &[TableSpec] = &[
    table::<ActorRow<'_>>(
        "actors",
        "A row for each actor that is mentioned, sorted by Id.",
    ),
    table::<EdgeRow<'_>>(
        "edges",
        "A row for each pair of actors that share a text unit, sorted by Source and Target.",
    ),
    table::<SummaryRow>(
        "network_summary",
        "A row for each measure of the network as a whole.",
    ),
    table::<EdgePeriodRow<'_>>(
        "edges_by_period",
        "A row for each edge and period in which it occurs (`--by`, `--slices`, `--window`).",
    ),
    table::<AttentionRow<'_>>(
        "attention",
        "A row for each actor and period with articles (`--by`, `--slices`, `--window`).",
    ),
    table::<ChangePointRow<'_>>(
        "change_points",
        "A row for each change of attention or attitude (`--by`, `--slices`, `--window` without overlap).",
    ),
    table::<StanceRow<'_>>(
        "stance",
        "A row for each ordered pair of actors with a judged sentence.",
    ),
    table::<QuadRow<'_>>(
        "quads",
        "A row for each ordered pair of actors with a judged sentence: conflict and cooperation, in words and deeds.",
    ),
    table::<StanceRow<'_>>(
        "stance_by_period",
        "A row for each ordered pair of actors and period with a judged sentence (`--by`, `--slices`, `--window`).",
    ),
    table::<StanceByOutletRow<'_>>(
        "stance_by_outlet",
        "A row for each outlet and ordered pair of actors with a judged sentence (`--outlets`).",
    ),
    table::<ToneRow<'_>>(
        "tone",
        "A row for each outlet and actor with a judged sentence.",
    ),
    table::<ToneRow<'_>>(
        "tone_by_period",
        "A row for each outlet, actor and period with a judged sentence (`--by`, `--slices`, `--window`).",
    ),
    table::<EvidenceRow<'_>>(
        "evidence",
        "A row for each judged sentence: what the rows of `stance` are counted from.",
    ),
    table::<ArticleRow>(
        "articles",
        "A row for each article, with its actors and attitudes (`--articles`).",
    ),
    table::<ArticleActorRow<'_>>(
        "article_actors",
        "A row for each article and actor that it names (`--articles`).",
    ),
    table::<MentionRow<'_>>(
        "mentions",
        "A row for each occurrence of an actor's name (`--mentions`).",
    ),
    table::<RejectRow<'_>>(
        "rejects",
        "A row for each record of the input that could not be used.",
    ),
    table::<StoryRow<'_>>(
        "stories",
        "A row for each article of a story that several articles tell (`demarche info --stories --members FILE`).",
    ),
    table::<SheetRow>(
        "sheet",
        "A row for each sentence to code (`demarche audit draw`).",
    ),
    table::<LabelRow<'_>>(
        "labels",
        "A row for each label that coders may give (`demarche audit draw`).",
    ),
    table::<DrawRow>(
        "draw",
        "A row for each sentence that was drawn (`demarche audit draw`).",
    ),
    table::<AuditRow<'_>>(
        "audit",
        "A row for each measure of how right the machine is (`demarche audit read`).",
    ),
    table::<StanceCorrectedRow<'_>>(
        "stance_corrected",
        "A row for each row of `stance`, with its score corrected by coded sentences (`demarche audit read`).",
    ),
    table::<KeynessRow>(
        "keyness",
        "A row for each word of two sets of articles (`demarche keyness`).",
    ),
    table::<CollocateRow>(
        "collocates",
        "A row for each word that stands near words of a query (`demarche collocates`).",
    ),
    table::<DispersionRow<'_>>(
        "dispersion",
        "A row for each way of cutting the articles into parts (`demarche dispersion`).",
    ),
    table::<CompareActorRow<'_>>(
        "compare_actors",
        "A row for each actor of either of two sets of articles (`demarche compare`).",
    ),
    table::<CompareEdgeRow<'_>>(
        "compare_edges",
        "A row for each pair of actors that share an article of either set (`demarche compare`).",
    ),
    table::<CompareStanceRow<'_>>(
        "compare_stance",
        "A row for each ordered pair of actors with a judged sentence in either set (`demarche compare`).",
    ),
    table::<MultiverseRow<'_>>(
        "multiverse",
        "A row for each way of counting and testing one pair of actors (`demarche multiverse`).",
    ),
    table::<CodebookRow<'_>>("codebook", "A row for each column of the tables beside it."),
];

row! {
    /// A row of `codebook.csv`: a column of a table.
    pub struct CodebookRow<'a> {
        table: &'a str = Text("Table", "Name of the table"),
        column: &'a str = Text("Column", "Heading of the column"),
        kind: &'a str = Word("Kind", "text, integer or real"),
        unit: &'a str = Word("Unit", "Unit and range of the values"),
        meaning: &'a str = Text("Meaning", "What the values mean; an empty cell is a missing value, never zero"),
    }
}

/// The table `codebook`: a row for each column of the tables, in their order.
///
/// # Example
///
/// ```
/// # use demarche::tables::{Cell, EdgeRow, Table, codebook};
/// let edges = Table::new::<EdgeRow>("edges", []);
/// let codebook = codebook(&[edges]);
/// assert_eq!(codebook.cell(3, "Column"), Cell::Text("Weight"));
/// assert_eq!(codebook.cell(3, "Unit"), Cell::Text("count"));
/// ```
pub fn codebook(tables: &[Table]) -> Table {
    codebook_with(tables, [])
}

/// The [`codebook`] of these tables and of others of which names and headings are known.
pub fn codebook_with<'t>(
    tables: &'t [Table],
    others: impl IntoIterator<Item = (&'t str, &'t [String])>,
) -> Table {
    let own = tables.iter().flat_map(|table| {
        let specs = table.columns().iter().map(|column| column.spec);
        specs.map(|spec| row_of(&table.name, spec))
    });
    let known = others.into_iter().flat_map(|(name, headings)| {
        let table = TABLES.iter().find(|table| table.name == name);
        let columns = table.map(TableSpec::columns).unwrap_or_default();
        let named = |spec: &Spec| headings.iter().any(|heading| heading == spec.name);
        let specs = columns.into_iter().filter(named).collect::<Vec<_>>();
        specs.into_iter().map(move |spec| row_of(name, spec))
    });
    Table::new("codebook", own.chain(known))
}

fn row_of(table: &str, spec: Spec) -> CodebookRow<'_> {
    CodebookRow {
        table,
        column: spec.name,
        kind: spec.kind.name(),
        unit: spec.unit.name(),
        meaning: spec.meaning,
    }
}
