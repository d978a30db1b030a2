use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::*;

/// `docs/columns.md`, as the declarations of the columns have it.
fn page() -> String {
    let mut page = String::from(
        "# Columns\n\n\
         <!-- Made from src/tables/rows by: UPDATE_DOCS=1 cargo test --lib tables::tests::columns -->\n\n\
         Every table with its columns, in the published order. Columns are never renamed or moved; new ones come at the end. An empty cell\n\
         is a missing value, never zero. The same text is in `codebook.csv`, which is written beside the tables, and on the first sheet of\n\
         each workbook.\n",
    );
    for table in TABLES {
        let (name, about) = (table.name, table.about);
        let _ = write!(
            page,
            "\n## {name}\n\n{about}\n\n| column | unit | meaning |\n| --- | --- | --- |\n"
        );
        for column in table.columns() {
            let meaning = column.meaning.replace('|', "\\|").replace('<', "&lt;");
            let _ = writeln!(
                page,
                "| `{}` | {} | {meaning} |",
                column.name,
                column.unit.name()
            );
        }
    }
    page
}

#[test]
fn the_page_of_columns_is_what_the_tables_have() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/columns.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page()).expect("docs/columns.md can be written");
    }
    let found = std::fs::read_to_string(&path).expect("docs/columns.md");
    assert!(
        found == page(),
        "docs/columns.md is out of date: UPDATE_DOCS=1 cargo test --lib tables::tests::columns"
    );
}

#[test]
fn headings_are_unique_and_meanings_are_sentences_without_a_stop() {
    let mut names = BTreeSet::new();
    for table in TABLES {
        assert!(names.insert(table.name), "{} is listed twice", table.name);
        let mut headings = BTreeSet::new();
        for column in table.columns() {
            let (name, meaning) = (column.name, column.meaning);
            assert!(headings.insert(name), "{}: {name} occurs twice", table.name);
            assert!(
                name.is_ascii() && name.starts_with(|c: char| c.is_ascii_uppercase()),
                "{name}"
            );
            assert!(
                meaning.len() >= 4 && !meaning.ends_with('.') && !meaning.contains('\n'),
                "{name}: {meaning}"
            );
            assert_eq!(column.kind, column.unit.kind());
        }
    }
}

#[test]
fn the_codebook_explains_every_column_of_the_tables() {
    let tables: Vec<Table> = vec![
        Table::new::<ActorRow<'_>>("actors", []),
        Table::new::<StanceRow<'_>>("stance", []),
    ];
    let found = codebook(&tables);
    let columns = tables.iter().flat_map(Table::columns);
    assert_eq!(found.rows(), columns.clone().count());
    for (row, column) in columns.enumerate() {
        assert_eq!(found.cell(row, "Column"), Cell::Text(column.spec.name));
        assert_eq!(found.cell(row, "Meaning"), Cell::Text(column.spec.meaning));
    }
    assert_eq!(found.cell(0, "Table"), Cell::Text("actors"));
    assert_eq!(found.cell(0, "Unit"), Cell::Text("actor id"));
}
