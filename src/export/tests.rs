use super::*;
use crate::tables::{
    ActorRow, Attitude, EdgeRow, EvidenceRow, StanceRow, columns_of, evidence_table,
};

fn sample() -> Vec<Table> {
    let actor = |id, label| ActorRow {
        id,
        label,
        kind: "state",
        country: id,
        articles: 3,
        sentences: 4,
        mentions: 5,
        degree: 1,
        strength: 2,
        pagerank: Some(0.5),
        community: Some(1),
        ..ActorRow::default()
    };
    let edge = EdgeRow {
        source: "FIN",
        target: "SWE",
        weight: 2,
        articles: 2,
        sentences: 1,
        expected: Some(1.125),
        p: Some(1.234_567e-9),
        stance: Some(-0.0),
        ..EdgeRow::default()
    };
    let evidence = EvidenceRow {
        article: "=cmd",
        sentence: 7,
        source: "FIN",
        target: "SWE",
        label: "negative",
        score: Some(-0.25),
        text: "Helsinki said \"no\", then\nyes – twice",
        url: "+49",
        ..EvidenceRow::default()
    };
    vec![
        Table::new(
            "actors",
            [
                actor("FIN", "Finland & <friends>"),
                actor("SWE", "Schweden \"süd\"\u{1}"),
            ],
        ),
        Table::new("edges", [edge]),
        evidence_table([evidence]),
    ]
}

fn text(format: Format, name: &str, options: &ExportOptions<'_>) -> String {
    let files = export(format, &sample(), options).expect("the sample can be written");
    let file = files
        .into_iter()
        .find(|f| f.0 == name)
        .expect("a file of that name");
    String::from_utf8(file.1).expect("UTF-8")
}

#[test]
fn csv_quotes_what_needs_it_and_disarms_formulas() {
    let csv = text(Format::Csv, "evidence.csv", &ExportOptions::default());
    assert_eq!(
        csv,
        "Article,Date,Outlet,Title,Sentence,Source,Target,Label,Score,Text,Url,Carried,Class,SourceLabel,TargetLabel\n\
         '=cmd,,,,7,FIN,SWE,negative,-0.25,\"Helsinki said \"\"no\"\", then\nyes – twice\",'+49,,,,\n"
    );
    let csv = text(Format::Csv, "edges.csv", &ExportOptions::default());
    // Columns that follow are missing here.
    let line = csv.lines().nth(1).map(|l| l.trim_end_matches(','));
    assert_eq!(
        line,
        Some("FIN,SWE,Undirected,2,2,,1,1.125,,,1.23457e-9,,,0,,,,0")
    );
    let excel = ExportOptions {
        excel: true,
        ..ExportOptions::default()
    };
    assert_eq!(
        text(Format::Csv, "edges.csv", &excel),
        format!("\u{feff}{csv}")
    );
}

#[test]
fn each_first_character_that_runs_a_formula_is_disarmed() {
    for c in ['=', '+', '-', '@', '\t', '\r'] {
        assert_eq!(safe_text(&format!("{c}x")), format!("'{c}x"));
    }
    // Full-width signs become plain ones where a spreadsheet normalises its input; control characters are dropped.
    for text in [
        "＝x",
        "＋x",
        "－x",
        "＠x",
        "\0=x",
        "\u{feff}=x",
        "\u{1}\n@x",
        "\0＝x",
    ] {
        assert_eq!(safe_text(text), format!("'{text}"));
    }
    for harmless in ["", "x=1", "'=", " =", "−1", "\0x", "x＝1"] {
        assert_eq!(safe_text(harmless), harmless);
    }
}

#[test]
fn json_reads_back_with_null_for_what_is_missing() {
    let json = text(Format::Json, "edges.json", &ExportOptions::default());
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&json).expect("JSON");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].len(), columns_of::<EdgeRow<'_>>().len());
    assert_eq!(rows[0]["P"], 1.234_57e-9);
    assert_eq!(rows[0]["Weight"], 2);
    assert!(rows[0]["Stories"].is_null());
    let empty = export(
        Format::Json,
        &[Table::new::<StanceRow<'_>>("stance", [])],
        &ExportOptions::default(),
    );
    assert_eq!(empty.expect("no rows are fine")[0].1, b"[\n]\n");
}

#[test]
fn gexf_escapes_and_leaves_missing_values_out() {
    let gexf = text(Format::Gexf, "network.gexf", &ExportOptions::default());
    assert!(gexf.contains("version=\"1.3\""));
    assert!(gexf.contains("label=\"Finland &amp; &lt;friends&gt;\""));
    assert!(gexf.contains("label=\"Schweden &quot;süd&quot;\u{fffd}\""));
    assert!(gexf.contains("<edge id=\"0\" source=\"FIN\" target=\"SWE\" weight=\"2\">"));
    assert!(gexf.contains("<viz:color r=\"0\" g=\"114\" b=\"178\"/>"));
    assert!(!gexf.contains("value=\"\""));
    let opened = gexf.matches("<attvalue ").count();
    assert_eq!(
        opened,
        gexf.matches("\"/></attvalues>").count() + gexf.matches("\"/><attvalue ").count()
    );
}

#[test]
fn graphml_names_the_weight_as_readers_expect() {
    let graphml = text(
        Format::Graphml,
        "network.graphml",
        &ExportOptions::default(),
    );
    assert!(
        graphml.contains("<key id=\"e0\" for=\"edge\" attr.name=\"weight\" attr.type=\"long\"/>")
    );
    assert!(graphml.contains("<edge source=\"FIN\" target=\"SWE\"><data key=\"e0\">2</data>"));
}

#[test]
fn pajek_numbers_vertices_from_one() {
    let pajek = text(Format::Pajek, "network.net", &ExportOptions::default());
    assert_eq!(pajek, "*Vertices 2\n1 \"FIN\"\n2 \"SWE\"\n*Edges\n1 2 2\n");
}

#[test]
fn formats_for_networks_make_no_file_without_one() {
    let tables = &sample()[2..];
    for format in [Format::Gexf, Format::Graphml, Format::Pajek] {
        assert!(outputs(format, tables, &ExportOptions::default()).is_empty());
    }
}

#[test]
fn parquet_reads_back() {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::Field;
    let files = export(Format::Parquet, &sample(), &ExportOptions::default()).expect("Parquet");
    let bytes = files
        .into_iter()
        .find(|f| f.0 == "edges.parquet")
        .expect("a file of that name")
        .1;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("edges.parquet");
    std::fs::write(&path, bytes).expect("written");
    let reader = SerializedFileReader::try_from(path.as_path()).expect("Parquet");
    let rows: Vec<_> = reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.expect("a row"))
        .collect();
    assert_eq!(rows.len(), 1);
    let fields: std::collections::BTreeMap<&str, &Field> = rows[0]
        .get_column_iter()
        .map(|(name, field)| (name.as_str(), field))
        .collect();
    assert_eq!(fields["Source"], &Field::Str("FIN".into()));
    assert_eq!(fields["Weight"], &Field::Long(2));
    assert_eq!(fields["P"], &Field::Double(1.234_57e-9));
    assert_eq!(fields["Stories"], &Field::Null);
}

#[test]
fn a_workbook_opens_with_an_explanation_and_fits_long_texts() {
    let long = "ä".repeat(40_000);
    let mut tables = sample();
    tables.push(Table::new(
        "more",
        [EvidenceRow {
            article: "a",
            text: &long,
            ..EvidenceRow::default()
        }],
    ));
    let manifest = Manifest {
        command: "network".into(),
        ..Manifest::default()
    };
    let options = ExportOptions {
        workbook: "network",
        manifest: Some(&manifest),
        ..ExportOptions::default()
    };
    let files = export(Format::Xlsx, &tables, &options).expect("a workbook");
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "network.xlsx");
    assert!(files[0].1.starts_with(b"PK"));
    assert_eq!(
        files,
        export(Format::Xlsx, &tables, &options).expect("a workbook")
    );
}

#[test]
fn the_same_tables_give_the_same_bytes_in_every_format() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
        let files = || {
            export(format, &sample(), &ExportOptions::default()).expect("the sample can be written")
        };
        assert!(!files().is_empty());
        assert_eq!(files(), files(), "{}", format.name());
    }
}

#[test]
fn a_failing_write_leaves_the_old_file_and_no_rest() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("edges.csv");
    write_atomically(&path, b"old").expect("written");
    let failed = write_atomically_with(&path, |sink| {
        sink.write_all(b"half")?;
        Err(ExportError::Write(io::Error::other("no more")))
    });
    assert!(failed.is_err_and(|e| e.to_string().contains("edges.csv")));
    assert_eq!(std::fs::read(&path).expect("the old file"), b"old");
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        1
    );
}

#[test]
fn a_folder_gets_every_file_of_every_format() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = folder.path().join("made/here");
    let paths = export_to_folder(&to, &Format::ALL, &sample(), &ExportOptions::default())
        .expect("written")
        .paths;
    assert_eq!(paths.len(), 3 * 4 + 1 + 5 + 2);
    let codebook = std::fs::read_to_string(to.join("codebook.csv")).expect("a codebook");
    let weight = "edges,Weight,integer,count,";
    assert!(codebook.lines().any(|line| line.starts_with(weight)));
    assert!(paths.iter().all(|path| path.is_file()));
    assert_eq!(
        std::fs::read_dir(&to).expect("the folder").count(),
        paths.len()
    );
}

#[test]
fn a_manifest_is_the_same_whatever_the_order_of_noting() {
    let input = |name: &str| InputDigest {
        name: name.into(),
        bytes: 1,
        digest: "d".into(),
    };
    let mut one = Manifest {
        inputs: vec![input("a"), input("b")],
        ..Manifest::default()
    };
    one.set("level", "article");
    one.set("by", "month");
    let mut two = Manifest {
        inputs: vec![input("b"), input("a")],
        ..Manifest::default()
    };
    two.set("by", "month");
    two.set("level", "article");
    assert_eq!(one.to_json().expect("JSON"), two.to_json().expect("JSON"));
    one.add_tables(&sample());
    assert_eq!(
        (one.tables[1].rows, one.tables[1].columns[3].as_str()),
        (1, "Weight")
    );
}

#[test]
fn adjacency_is_square_and_symmetric() {
    let files = export(Format::Adjacency, &sample(), &ExportOptions::default()).unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].0, "adjacency.csv");
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split(',').collect()).collect();
    let ids = &rows[0][1..];
    assert!(ids.contains(&"FIN") && ids.contains(&"SWE"));
    assert_eq!(rows.len(), rows[0].len());
    let cell = |a: &str, b: &str| {
        let column = 1 + ids.iter().position(|id| *id == b).unwrap();
        rows.iter().find(|row| row[0] == a).unwrap()[column]
    };
    assert_eq!(
        (cell("FIN", "SWE"), cell("SWE", "FIN"), cell("FIN", "FIN")),
        ("2", "2", "0")
    );
}

/// Two attitudes, towards each other.
fn attitudes() -> Vec<Table> {
    let row = |source, target, articles| StanceRow {
        source,
        target,
        attitude: Attitude {
            articles,
            score: Some(-0.5),
            ..Attitude::default()
        },
        source_label: "one",
        target_label: "other",
        ..StanceRow::default()
    };
    vec![Table::new(
        "stance",
        [row("FIN", "SWE", 3), row("SWE", "FIN", 2)],
    )]
}

fn of(format: Format, tables: &[Table]) -> (String, String) {
    let mut files = export(format, tables, &ExportOptions::default()).expect("written");
    assert_eq!(files.len(), 1);
    let (name, bytes) = files.remove(0);
    (name, String::from_utf8(bytes).expect("UTF-8"))
}

#[test]
fn stance_is_a_directed_network() {
    let (name, gexf) = of(Format::Gexf, &attitudes());
    assert_eq!(name, "stance.gexf");
    assert!(gexf.contains("defaultedgetype=\"directed\""));
    assert!(gexf.contains("source=\"FIN\" target=\"SWE\" weight=\"3\""));
    assert!(gexf.contains("source=\"SWE\" target=\"FIN\" weight=\"2\""));
    assert!(gexf.contains("value=\"-0.5\""));
    let (name, graphml) = of(Format::Graphml, &attitudes());
    assert_eq!(name, "stance.graphml");
    assert!(graphml.contains("edgedefault=\"directed\""));
    assert!(graphml.contains("<edge source=\"SWE\" target=\"FIN\"><data key=\"e0\">2</data>"));
    let pajek = "*Vertices 2\n1 \"FIN\"\n2 \"SWE\"\n*Arcs\n1 2 3\n2 1 2\n";
    assert_eq!(
        of(Format::Pajek, &attitudes()),
        ("stance.net".into(), pajek.into())
    );
    let matrix = "Id,FIN,SWE\nFIN,0,3\nSWE,2,0\n";
    assert_eq!(
        of(Format::Adjacency, &attitudes()),
        ("stance_adjacency.csv".into(), matrix.into())
    );
    let pairs = "item1,item2,n\nFIN,SWE,3\nSWE,FIN,2\n";
    assert_eq!(
        of(Format::Tidy, &attitudes()),
        ("stance_pairs.csv".into(), pairs.into())
    );
}

#[test]
fn a_network_asked_of_other_tables_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tables = &sample()[2..];
    let refused = export_to_folder(
        folder.path(),
        &[Format::Gexf],
        tables,
        &ExportOptions::default(),
    );
    assert!(refused.is_err_and(|e| e.to_string().contains("--format gexf")));
}
