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

/// A cell as it is written with double quotes.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_cut_as_the_csv_crate_cuts_them(cells in prop::collection::vec(prop::collection::vec("[a-z \",;\n]{0,12}", 1..5), 1..30)) {
        use super::super::record::dialect::{Dialect, Quoting};
        use super::super::record::rows::{Rows, cells as parse};
        let table: String = cells.iter().map(|row| row.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(",") + "\r\n").collect();
        let dialect = Dialect { delimiter: b',', quoting: Quoting::Doubled };
        let mut rows = Rows::new(Box::new(std::io::Cursor::new(table.clone().into_bytes())), dialect, 1 << 20);
        let mut ours = Vec::new();
        while let Some(cut) = rows.next().unwrap() {
            prop_assert!(!cut.unclosed);
            prop_assert_eq!(&table.as_bytes()[cut.offset as usize..cut.offset as usize + cut.bytes.len()], cut.bytes.as_slice());
            prop_assert_eq!(cut.line as usize, 1 + table[..cut.offset as usize].matches('\n').count());
            ours.push(parse(&cut.bytes, dialect));
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
        let theirs: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn any_bytes_are_cut_into_rows_without_loss(bytes in prop::collection::vec(prop::sample::select(b"ab,\"\n\r\\'".to_vec()), 0..200), limit in 1..40_usize, quoting in 0..4_usize) {
        use super::super::record::dialect::{Dialect, Quoting};
        use super::super::record::rows::Rows;
        let quoting = [Quoting::Doubled, Quoting::Backslash, Quoting::Single, Quoting::None][quoting];
        let mut rows = Rows::new(Box::new(std::io::Cursor::new(bytes.clone())), Dialect { delimiter: b',', quoting }, limit);
        let mut end = 0;
        while let Some(cut) = rows.next().unwrap() {
            let start = cut.offset as usize;
            // Between two rows stand line ends only.
            prop_assert!(bytes[end..start].iter().all(|b| matches!(b, b'\n' | b'\r')));
            prop_assert!(bytes[start..].starts_with(&cut.bytes));
            prop_assert!(cut.bytes.len() <= limit + 1);
            end = start + cut.length as usize;
        }
        prop_assert!(bytes[end..].iter().all(|b| matches!(b, b'\n' | b'\r')));
    }

    #[test]
    fn articles_come_back_from_files_of_every_kind(articles in prop::collection::vec(("[A-Za-z]{1,12}", "[A-Za-z ,.\"']{1,60}"), 1..20)) {
        let ids: Vec<String> = (0..articles.len()).map(|i| format!("id{i}")).collect();
        let mut lines = String::new();
        let mut table = String::from("id;title;text\n");
        let mut feed = String::from("<rss><channel>");
        let mut sgml = String::new();
        for (id, (title, text)) in ids.iter().zip(&articles) {
            let object = serde_json::json!({"id": id, "title": title, "text": format!("x{text}x")});
            lines.push_str(&format!("{object}\n"));
            table.push_str(&format!("{id};{title};{}\n", quoted(&format!("x{text}x"))));
            feed.push_str(&format!("<item><guid>{id}</guid><title>{title}</title><description>x{text}x</description></item>"));
            sgml.push_str(&format!("<REUTERS NEWID=\"{id}\">\n<TEXT><TITLE>{title}</TITLE><BODY>x{text}x</BODY></TEXT></REUTERS>\n"));
        }
        feed.push_str("</channel></rss>");
        let array = format!("[{}]", lines.trim().replace('\n', ","));
        for (name, content) in [("x.jsonl", lines), ("x.json", array), ("x.csv", table), ("x.rss", feed), ("x.sgm", sgml)] {
            let (found, rejects) = with_file(name, content.as_bytes());
            prop_assert!(rejects.is_empty(), "{}: {:?}", name, rejects);
            prop_assert_eq!(found.len(), articles.len());
            for ((article, id), (title, text)) in found.iter().zip(&ids).zip(&articles) {
                prop_assert_eq!(&article.id, id);
                prop_assert_eq!(&article.title, title);
                prop_assert_eq!(&article.text, &format!("x{text}x"), "{}", name);
            }
        }
    }
}
