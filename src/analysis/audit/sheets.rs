//! Sheets as coders give them back.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::model::{Class, Label};
use crate::source::read_sheet;

/// A sheet that a coder filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodedSheet {
    /// Its name, for messages.
    pub name: String,
    /// The labels by number of the item; items without one are left out.
    pub labels: BTreeMap<u64, Label>,
    /// Items that the sheet lists.
    pub items: u64,
}

/// The label of what a coder wrote: `negative`, `neutral`, `positive`, beginnings of them of three letters or more, `-1`, `0`, `1`,
/// `-`, `+`, or a class such as `MC`, in any case.
pub fn value_of(written: &str) -> Option<Label> {
    let lower = written.trim().trim_start_matches('\'').to_lowercase();
    match lower.as_str() {
        "-1" | "-" | "\u{2212}1" | "-1.0" => return Some(Label::Negative),
        "0" | "0.0" => return Some(Label::Neutral),
        "1" | "+1" | "+" | "1.0" => return Some(Label::Positive),
        _ => {}
    }
    if let Some(class) = Class::parse(&lower.to_uppercase()) {
        return Some(class.label());
    }
    let begins = |label: &Label| lower.len() >= 3 && label.as_str().starts_with(&lower);
    Label::ALL.into_iter().find(begins)
}

impl CodedSheet {
    /// Reads a sheet, CSV or XLSX.
    ///
    /// # Errors
    /// It is no such sheet, an item stands in it twice, or a label is none of those in the instructions.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |what: String| Error::Options(format!("{name}: {what}"));
        let rows = read_sheet(bytes, "Item").map_err(|e| wrong(e.to_string()))?;
        let header = rows.first().cloned().unwrap_or_default();
        let column = |heading: &str| header.iter().position(|cell| cell.trim() == heading);
        let (Some(item), Some(label)) = (column("Item"), column("Label")) else {
            return Err(wrong(
                "this is no coding sheet: it has no columns Item and Label".to_owned(),
            ));
        };
        let mut sheet = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let mut seen = std::collections::BTreeSet::new();
        for (number, row) in rows.iter().enumerate().skip(1) {
            let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let at = format!("row {}", number + 1);
            let Ok(own) = cell(item).trim_end_matches(".0").parse::<u64>() else {
                return Err(wrong(format!(
                    "{at}: '{}' is no number of an item",
                    cell(item)
                )));
            };
            if !seen.insert(own) {
                return Err(wrong(format!("{at}: item {own} stands in the sheet twice")));
            }
            if cell(label).is_empty() {
                continue;
            }
            let Some(value) = value_of(cell(label)) else {
                return Err(wrong(format!(
                    "{at}: '{}' is no label; write negative, neutral or positive, or leave the cell empty",
                    cell(label)
                )));
            };
            sheet.labels.insert(own, value);
        }
        sheet.items = seen.len() as u64;
        Ok(sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_people_write_them() {
        for (written, label) in [
            ("negative", Some(Label::Negative)),
            (" NEG ", Some(Label::Negative)),
            ("-1", Some(Label::Negative)),
            ("'-1", Some(Label::Negative)),
            ("neutral", Some(Label::Neutral)),
            ("0", Some(Label::Neutral)),
            ("Pos", Some(Label::Positive)),
            ("+1", Some(Label::Positive)),
            ("mc", Some(Label::Negative)),
            ("VP", Some(Label::Positive)),
            ("ne", None),
            ("2", None),
            ("maybe", None),
        ] {
            assert_eq!(value_of(written), label, "{written}");
        }
    }

    #[test]
    fn sheets_with_faults_are_refused_with_the_row() {
        let read = |text: &str| CodedSheet::read("a.csv", text.as_bytes());
        let sheet = read("Item;Text;Label;Note\n1;a, b;neg;\n2;c;;unsure\n\n").expect("a sheet");
        assert_eq!((sheet.items, sheet.labels.len()), (2, 1));
        for (text, fault) in [
            ("Item,Text\n1,a\n", "no columns"),
            ("Item,Label\n1,bad\n", "row 2: 'bad' is no label"),
            ("Item,Label\n1,neg\n1,neg\n", "twice"),
            ("Item,Label\nx,neg\n", "no number"),
            ("", "no columns"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(
                error.contains(fault) && error.starts_with("a.csv: "),
                "{error}"
            );
        }
    }
}
