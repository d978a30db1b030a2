//! Audits: sheets drawn, coded and read back.

use super::*;

/// A sheet with labels filled in by `label`, given the item and the text.
fn fill(sheet: &Path, label: impl Fn(usize, &str) -> String) {
    let mut reader = csv::Reader::from_path(sheet).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (text, at) = (column("Text"), column("Label"));
    let mut out = csv::Writer::from_path(sheet.with_extension("filled.csv")).unwrap();
    out.write_record(&header).unwrap();
    for (i, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        assert!(cells[at].is_empty(), "the label is for the coder to give");
        cells[at] = label(i, &cells[text]);
        out.write_record(&cells).unwrap();
    }
    out.flush().unwrap();
}

#[test]
fn an_audit_is_drawn_coded_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let (pack, out) = (folder.path().join("pack"), folder.path().join("out"));
    let store = text(sample_store());
    let draw = |to: &Path, seed: &str| {
        run(&[
            "audit",
            "draw",
            "--store",
            store,
            "-o",
            text(to),
            "-n",
            "90",
            "--seed",
            seed,
        ]);
        std::fs::read(to.join("draw.json")).unwrap()
    };
    let first = draw(&pack, "4");
    assert_eq!(first, draw(&folder.path().join("again"), "4"));
    assert_ne!(first, draw(&folder.path().join("other"), "5"));
    let drawn = rows(&std::fs::read(pack.join("draw.csv")).unwrap());
    assert_eq!(drawn.len(), 90);
    let all = rows(&run(&["evidence", "--store", store]).stdout);
    let weights: f64 = drawn
        .iter()
        .map(|r| r["Weight"].parse::<f64>().unwrap())
        .sum();
    // Tables have six digits.
    assert!((weights - all.len() as f64).abs() < 0.1);
    // Nothing that coders get shows what the machine said.
    for file in [
        "sheet.csv",
        "labels.csv",
        "codebook.csv",
        "manifest.json",
        "sheet.xlsx",
    ] {
        assert!(pack.join("coder_1").join(file).exists(), "{file}");
        assert!(pack.join("coder_2").join(file).exists(), "{file}");
    }
    let sheet = rows(&std::fs::read(pack.join("coder_1/sheet.csv")).unwrap());
    assert!(
        sheet
            .iter()
            .all(|r| r["Label"].is_empty() && !r["Text"].is_empty())
    );
    // The first coder is right where the machine is: both have the label of evidence. The second differs in one of nine.
    let machine: Vec<String> = drawn
        .iter()
        .map(|item| {
            let same = |r: &&BTreeMap<String, String>| {
                ["Article", "Sentence", "Source", "Target"]
                    .iter()
                    .all(|c| r[*c] == item[*c])
            };
            all.iter().find(same).expect("the sentence")["Label"].clone()
        })
        .collect();
    fill(&pack.join("coder_1/sheet.csv"), |i, _| machine[i].clone());
    fill(&pack.join("coder_2/sheet.csv"), |i, _| {
        if i.is_multiple_of(9) {
            "NEU".to_owned()
        } else {
            machine[i].clone()
        }
    });
    let filled = |coder: &str| pack.join(coder).join("sheet.filled.csv");
    let (one, two) = (filled("coder_1"), filled("coder_2"));
    run(&[
        "audit",
        "read",
        text(&one),
        "--store",
        store,
        "-o",
        text(&out),
    ]);
    let find = |out: &Path, measure: &str, class: &str| {
        let rows = rows(&std::fs::read(out.join("audit.csv")).unwrap());
        let row = rows
            .into_iter()
            .find(|r| r["Measure"] == measure && r["Class"] == class);
        row.expect("a row")
    };
    assert_eq!(find(&out, "accuracy", "")["Value"], "1");
    assert_eq!(find(&out, "recall", "negative")["Value"], "1");
    assert_eq!(find(&out, "alpha nominal", "")["Value"], "");
    // Coders say -1, 0, 1 where the machine has probabilities: the corrected mean is that of the labels.
    let label = |name: &str| all.iter().filter(|r| r["Label"] == name).count() as f64;
    let mean = (label("positive") - label("negative")) / all.len() as f64;
    let corrected = find(&out, "mean score corrected", "");
    let cell = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    assert!(
        cell(&corrected, "Low") <= mean && mean <= cell(&corrected, "High"),
        "{mean} {corrected:?}"
    );
    let made = rows(&std::fs::read(out.join("stance_corrected.csv")).unwrap());
    let stance = folder.path().join("stance");
    run(&["stance", "--store", store, "-o", text(&stance)]);
    let stance = rows(&tables(&stance)["stance.csv"]);
    assert_eq!(made.len(), stance.len());
    for (row, own) in made.iter().zip(&stance) {
        for column in [
            "Source",
            "Target",
            "Score",
            "Sentences",
            "Articles",
            "SourceLabel",
        ] {
            assert_eq!(row[column], own[column]);
        }
        assert!(cell(row, "CorrectedLow") <= cell(row, "ScoreCorrected"));
        assert!(cell(row, "ScoreCorrected") <= cell(row, "CorrectedHigh"));
    }
    run(&[
        "audit",
        "read",
        text(&one),
        text(&two),
        "--store",
        store,
        "-o",
        text(&out),
    ]);
    let alpha = cell(&find(&out, "alpha nominal", ""), "Value");
    assert!((0.8..1.0).contains(&alpha), "{alpha}");
    // The workbook as it was written is read too: nobody has filled it in.
    let workbook = pack.join("coder_1/sheet.xlsx");
    let (status, _, error) = told(&[
        "audit",
        "read",
        text(&workbook),
        "--store",
        store,
        "-o",
        text(&out),
    ]);
    assert!(
        status == 1 && error.contains("0 of 90 items") && error.contains("no item has a label"),
        "{error}"
    );
    let (status, _, error) = told(&["audit", "draw", "--store", store, "-o", text(&pack)]);
    assert!(
        status == 1 && error.contains("choose another folder"),
        "{error}"
    );
}
