//! CSV and TSV with a header row; the delimiter is told from the first lines.

use std::io::{self, Cursor};
use std::sync::Arc;

use crate::model::Article;

use crate::source::block::{Note, Place, Raw, Record, Refusal, content, excerpt, syntax, too_long};
use crate::source::blocks::Records;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::meaning::fields::Found;
use crate::source::options::Options;
use crate::source::record::dialect::{self, Dialect};
use crate::source::record::gdelt;
use crate::source::record::rows::{Cut, Rows, cells};
use crate::source::stream::{SNIFF, Stream};

/// CSV, TSV and their kin.
pub(in crate::source) static TABLE: Format = Format {
    dialect: Some(dialect),
    ..Format::of("table (CSV or the like)", |opening: Opening<'_>| {
        let dialect = dialect(&opening.head, opening.options);
        let limit = opening.options.record_limit;
        Box::new(Table::new(opening.stream, &opening.head, dialect, limit))
    })
};

fn dialect(head: &[u8], options: &Options) -> Dialect {
    let delimiter = options
        .delimiter
        .or_else(|| dialect::declared(head))
        .unwrap_or_else(|| dialect::delimiter(head));
    let quoting = dialect::quoting(head, delimiter);
    Dialect { delimiter, quoting }
}

/// A row of a table: the header and the cells.
#[derive(Debug)]
struct Row {
    header: Arc<Vec<String>>,
    cells: csv::ByteRecord,
}

impl Record for Row {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        if self.cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return Err(content("an empty row"));
        }
        let mut found = Found::default();
        for (name, cell) in self.header.iter().zip(self.cells.iter()) {
            if let Some((role, rank)) = options.fields.role(name) {
                let (value, undecoded) = encoding::lenient(cell);
                found.undecoded |= undecoded;
                found.offer(role, rank, value);
            }
        }
        found.article(place, options)
    }

    fn size(&self) -> usize {
        self.cells.as_slice().len()
    }

    fn excerpt(&self) -> String {
        excerpt(self.cells.as_slice())
    }

    fn note(&self, note: &mut Note<'_>) {
        for (i, (name, cell)) in self.header.iter().zip(self.cells.iter()).enumerate() {
            // Of columns with the same name the first is meant.
            if !self.header[..i].contains(name) {
                note(name, &String::from_utf8_lossy(cell));
            }
        }
    }
}

pub(in crate::source) struct Table {
    rows: Rows,
    dialect: Dialect,
    header: Option<Arc<Vec<String>>>,
    /// The rows have a cell more than the header, before the others: names of rows, as R writes them.
    named_rows: bool,
    /// The rows are of GDELT's knowledge graph, which has no header.
    knowledge_graph: bool,
    /// A first row that is no header.
    first: Option<Cut>,
    limit: usize,
    over: bool,
}

/// Whether the rows of a table have a cell more than its header, before the others, as tables that R
/// writes with names of rows do: judged by the rows at its beginning.
fn has_named_rows(head: &[u8], dialect: Dialect, limit: usize) -> bool {
    let mut rows = Rows::new(Box::new(Cursor::new(head.to_vec())), dialect, limit);
    let mut all = Vec::new();
    while let Ok(Some(cut)) = rows.next() {
        all.push(cells(&cut.bytes, dialect));
    }
    // The last row may be cut by the end of the sample.
    if head.len() >= SNIFF {
        all.pop();
    }
    let Some((header, rows)) = all.split_first() else {
        return false;
    };
    let mut names: Vec<&[u8]> = rows.iter().filter_map(|row| row.get(0)).collect();
    names.sort_unstable();
    names.dedup();
    let last_empty = rows
        .iter()
        .all(|row| row.iter().next_back().is_none_or(<[u8]>::is_empty));
    rows.len() >= 2
        && names.len() == rows.len()
        && !last_empty
        && rows.iter().all(|row| row.len() == header.len() + 1)
}

impl Table {
    /// A table whose beginning is `head`, which is also still in the stream.
    pub(in crate::source) fn new(
        stream: Stream,
        head: &[u8],
        dialect: Dialect,
        limit: usize,
    ) -> Self {
        Self {
            rows: Rows::new(stream, dialect, limit),
            dialect,
            header: None,
            named_rows: has_named_rows(dialect::past_declaration(head), dialect, limit),
            knowledge_graph: false,
            first: None,
            limit,
            over: false,
        }
    }

    /// Reads the header; a refusal of the whole table when it has none that can be used.
    fn read_header(&mut self) -> io::Result<Result<Arc<Vec<String>>, Raw>> {
        let refuse = |line, offset, refusal, bytes| {
            Ok(Err(Raw::refused_showing(line, offset, refusal, bytes)))
        };
        let mut first = self.rows.next()?;
        // What declares the delimiter to spreadsheet programs is neither header nor row.
        if first
            .as_ref()
            .is_some_and(|cut| dialect::declared(&cut.bytes).is_some())
        {
            first = self.rows.next()?;
        }
        let Some(cut) = first else {
            let refusal = content("an empty table: no header row");
            return refuse(1, 0, refusal, Vec::new());
        };
        if cut.length > self.limit as u64 {
            let refusal = too_long(cut.length as usize, self.limit);
            return refuse(cut.line, cut.offset, refusal, cut.bytes);
        }
        let row = cells(&cut.bytes, self.dialect);
        if let Some(header) = gdelt::knowledge_graph(&row) {
            self.knowledge_graph = true;
            self.first = Some(cut);
            return Ok(Ok(Arc::new(header)));
        }
        if let Some(reason) = gdelt::table_without_header(&row) {
            return refuse(cut.line, cut.offset, content(reason), cut.bytes);
        }
        let names = row.iter().map(|cell| {
            String::from_utf8_lossy(cell)
                .trim()
                .trim_start_matches('\u{feff}')
                .to_owned()
        });
        let first = self.named_rows.then(String::new);
        let header: Vec<String> = first.into_iter().chain(names).collect();
        if header.iter().all(String::is_empty) {
            let refusal = content("an empty table: no header row");
            return refuse(cut.line, cut.offset, refusal, Vec::new());
        }
        Ok(Ok(Arc::new(header)))
    }
}

impl Records for Table {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if self.over {
            return Ok(None);
        }
        let header = if let Some(header) = &self.header {
            Arc::clone(header)
        } else {
            match self.read_header() {
                Ok(Ok(header)) => {
                    self.header = Some(Arc::clone(&header));
                    header
                }
                Ok(Err(refused)) => {
                    self.over = true;
                    return Ok(Some(refused));
                }
                Err(error) => {
                    self.over = true;
                    return Err(error);
                }
            }
        };
        let next = match self.first.take() {
            Some(first) => Some(first),
            None => self.rows.next().inspect_err(|_| self.over = true)?,
        };
        let Some(cut) = next else {
            self.over = true;
            return Ok(None);
        };
        let record: Result<Box<dyn Record>, (Refusal, Vec<u8>)> = if cut.length > self.limit as u64
        {
            Err((too_long(cut.length as usize, self.limit), cut.bytes))
        } else if cut.unclosed {
            let reason = "a quote opens a cell here and is never closed as it should be; this line is left out, the next ones are read";
            Err((syntax(reason), cut.bytes))
        } else {
            let mut row = cells(&cut.bytes, self.dialect);
            // Marks at the end of a row that part nothing.
            if row.len() > header.len() && row.iter().skip(header.len()).all(<[u8]>::is_empty) {
                row.truncate(header.len());
            }
            if self.knowledge_graph {
                row = gdelt::with_title(&row);
            }
            if row.len() == header.len() {
                Ok(Box::new(Row { header, cells: row }))
            } else {
                let reason = format!(
                    "the row has {} cells, the header has {}; check delimiter and quoting",
                    row.len(),
                    header.len()
                );
                Err((syntax(reason), cut.bytes))
            }
        };
        Ok(Some(match record {
            Ok(record) => Raw::new(cut.line, cut.offset, record),
            Err((refusal, bytes)) => Raw::refused_showing(cut.line, cut.offset, refusal, bytes),
        }))
    }
}
