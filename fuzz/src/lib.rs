//! What the fuzz targets share. Each target fails on a panic, a hang, too much memory, or a broken
//! promise of the library.

use std::cell::RefCell;
use std::sync::Arc;

use demarche::actors::Dictionary;
use demarche::extract::Extractor;
use demarche::model::Article;
use demarche::source::{self, Options, Position};
use demarche::stance::{Settings, StanceModel};
use demarche::store::{Identity, Lens, Store, StoreWriter, WriterOptions};

thread_local! {
    static FOLDER: tempfile::TempDir = tempfile::tempdir().expect("a folder for the inputs");
}

/// The library of Parquet panics on some damaged files; the reader catches that and rejects the file.
/// Any other panic ends the process, as `libfuzzer-sys` has it.
fn bear_what_is_caught() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let strict = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !panic
                .location()
                .is_some_and(|l| l.file().contains("/parquet-"))
            {
                strict(panic);
            }
        }));
    });
}

/// Reads `data` as a file of that name, twice: as one, and again from the end of the first block.
/// Every record is numbered, and the second reading agrees with the first.
pub fn read(name: &str, data: &[u8]) {
    bear_what_is_caught();
    let options = Options {
        record_limit: 1 << 16,
        decompressed_limit: 4 << 20,
        decoder_memory: 8 << 20,
        ..Options::default()
    };
    FOLDER.with(|folder| {
        let path = folder.path().join(name);
        std::fs::write(&path, data).expect("an input");
        let inputs = source::discover(&[path]).expect("the input is there");
        let records = |start: Position| {
            let mut reader = source::open(&inputs[0], 0, start, &options).expect("the input opens");
            let (mut seen, mut first) = (Vec::new(), None);
            while let Some(block) = reader.next_block().expect("no failure of the system") {
                first.get_or_insert(block.end);
                block.parse(&options, &mut |number, result| {
                    seen.push((number, result.map(|a| (a.id, a.date)).map_err(|r| r.reason)));
                });
            }
            (seen, first)
        };
        let (all, first) = records(Position::default());
        for (i, (number, _)) in all.iter().enumerate() {
            assert_eq!(*number, i as u64, "records are numbered in order");
        }
        if let Some(position) = first {
            let (rest, _) = records(position);
            assert_eq!(
                rest,
                all[position.records as usize..],
                "reading goes on where it stopped"
            );
        }
    });
}

thread_local! {
    static EXTRACTOR: RefCell<Extractor> = RefCell::new(Extractor::new(
        Arc::new(Dictionary::builtin().expect("the dictionary")),
        Arc::new(StanceModel::builtin().expect("the model")),
        Settings::default(),
    ));
}

/// Extracts from `data`: its first line is the headline. Every span covers whole characters of its
/// field, and every index is within bounds.
pub fn extract(data: &[u8]) {
    let source = String::from_utf8_lossy(data);
    let (title, text) = source.split_once('\n').unwrap_or(("", &source));
    let article = Article {
        id: "a".into(),
        title: title.into(),
        text: text.into(),
        ..Article::default()
    };
    EXTRACTOR.with_borrow_mut(|extractor| {
        let found = extractor.extract(&article);
        let field = |field| match field {
            demarche::model::Field::Title => article.title.as_str(),
            demarche::model::Field::Text => article.text.as_str(),
        };
        for sentence in &found.sentences {
            let span = sentence.span;
            assert!(
                field(sentence.field)
                    .get(span.start as usize..span.end as usize)
                    .is_some()
            );
        }
        for mention in &found.mentions {
            let span = mention.span;
            assert!(
                field(mention.field)
                    .get(span.start as usize..span.end as usize)
                    .is_some_and(|s| !s.is_empty())
            );
            assert!((mention.sentence as usize) < found.sentences.len());
        }
        for judgement in &found.judgements {
            assert!((judgement.sentence as usize) < found.sentences.len());
            assert!((-1000..=1000).contains(&judgement.score));
        }
    });
}

thread_local! {
    static STORE: (tempfile::TempDir, Store) = {
        let folder = tempfile::tempdir().expect("a folder for the store");
        let path = folder.path().join("store");
        StoreWriter::open(&path, &WriterOptions { threads: 1, memory: 50 << 20, identity: Identity::default() }).and_then(StoreWriter::finish).expect("an empty store");
        let store = Store::open(&path).expect("the store opens");
        (folder, store)
    };
}

/// Parses and runs `data` as a query: hits or an error that can be shown.
pub fn query(data: &[u8]) {
    let query = String::from_utf8_lossy(data).into_owned();
    STORE.with(|(_, store)| {
        if let Err(error) = store.search(
            &Lens {
                query,
                ..Lens::default()
            },
            3,
        ) {
            assert!(!error.to_string().is_empty());
        }
    });
}
