//! Properties that hold for any input.

use proptest::prelude::*;

use super::hostile::{samples, survives};
use super::*;

const ENDINGS: [&str; 14] = [
    "", ".jsonl", ".json", ".csv", ".tsv", ".txt", ".html", ".xml", ".rss", ".sgm", ".warc",
    ".tar", ".zip", ".parquet",
];

fn small() -> Options {
    Options {
        record_limit: 10_000,
        decompressed_limit: 1 << 20,
        ..Options::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_to_the_end(bytes in prop::collection::vec(any::<u8>(), 0..2_000), ending in 0..ENDINGS.len()) {
        survives(&format!("x{}", ENDINGS[ending]), &bytes, &small());
    }

    #[test]
    fn any_text_is_read_to_the_end(text in "\\PC{0,400}", ending in 0..ENDINGS.len()) {
        survives(&format!("x{}", ENDINGS[ending]), text.as_bytes(), &small());
    }

    #[test]
    fn sound_files_with_faults_are_read_to_the_end(which in 0..15_usize, faults in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let samples = samples();
        let (name, mut content) = samples[which % samples.len()].clone();
        for (at, byte) in faults {
            let at = at.index(content.len());
            content[at] = byte;
        }
        survives(name, &content, &small());
    }

    #[test]
    fn json_keeps_every_string(title in "\\PC{1,80}", text in "\\PC{1,300}", id in "[a-z0-9]{1,12}") {
        prop_assume!(!title.trim().is_empty() && !html::has_markup(&text) && !text.contains('\r'));
        prop_assume!(![&title, &text].iter().any(|s| matches!(s.trim(), "None" | "null" | "NULL" | "NaN" | "nan")));
        let line = serde_json::json!({"id": id, "title": title, "text": text}).to_string();
        let article = json::article(line.as_bytes(), place(), &Options::default()).unwrap();
        prop_assert_eq!(article.title, title.trim());
        prop_assert_eq!(article.text.trim(), text.trim());
        prop_assert_eq!(article.id, id);
    }

    #[test]
    fn records_of_tables_are_all_accounted_for(rows in prop::collection::vec((0..5_usize, "[a-z \",;\n]{0,20}"), 0..60)) {
        let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        out.write_record(["id", "title", "text"]).unwrap();
        for (extra, cell) in &rows {
            let mut row = vec!["x", cell.as_str(), "y"];
            row.resize(3_usize.saturating_sub(*extra / 4) + 1, "z");
            out.write_record(&row).unwrap();
        }
        let (articles, rejects) = survives("x.csv", &out.into_inner().unwrap(), &Options { delimiter: Some(b','), ..Options::default() });
        prop_assert_eq!(articles + rejects.len(), rows.len());
    }

    #[test]
    fn a_date_written_in_any_form_is_the_same_day(days in -20_000..40_000_i32) {
        let day = crate::model::Date::from_days(days);
        let (y, m, d) = day.ymd();
        let month = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][m as usize - 1];
        let forms = [
            format!("{y:04}-{m:02}-{d:02}T23:59:59+14:00"), format!("{y:04}{m:02}{d:02}"), format!("{y:04}/{m}/{d}"), format!("{d}. {month} {y}"),
            format!("{}-{}-{y:04}", d, &month[..3].to_uppercase()), format!("{month} {d}, {y}, 10:05 pm EST"), format!("{d:02}.{m:02}.{y:04}"),
        ];
        for form in forms {
            prop_assert_eq!(parse_date(&form, None), Some(day), "{}", form);
        }
        let slashed = format!("{d:02}/{m:02}/{y:04}");
        prop_assert_eq!(parse_date(&slashed, Some(DateOrder::DayFirst)), Some(day));
        let unordered = parse_date(&slashed, None);
        prop_assert_eq!(unordered, (d > 12 || d == m).then_some(day));
    }

    #[test]
    fn dates_never_panic(text in "\\PC{0,60}") {
        let _ = parse_date(&text, None);
        let _ = parse_date(&text, Some(DateOrder::MonthFirst));
    }
}
