//! The report: one file that a browser opens, in which every number opens its sentences.
//!
//! Uses `analysis`, `tables` and `pipeline`: what it shows are the typed rows of a study ([`Results`]) and a bounded choice of evidence
//! ([`Selection`]). Findings are sentences made here by fixed rules (`findings.rs`). The page is plain HTML, CSS and JavaScript
//! from `page/`, compiled in, without a library; it loads nothing, and its policy forbids it to. The same store and options give the same
//! bytes: there is no clock, host or path in it.
//!
//! ```
//! use demarche::analysis::{AttitudeOptions, IngestOptions, NetworkOptions};
//! use demarche::report::{Report, ReportOptions};
//! # let folder = tempfile::tempdir()?;
//! # let (input, out) = (folder.path().join("articles.jsonl"), folder.path().join("out"));
//! # std::fs::write(&input, "{\"id\": \"a\", \"date\": \"2024-05-01\", \"text\": \"Russia criticised Japan. China met Japan.\"}\n")?;
//! let store = demarche::ingest([input], out.join("store"), &IngestOptions::default(), &())?;
//! let study = demarche::Study::new(&store)
//!     .network(NetworkOptions::default())
//!     .attitudes(AttitudeOptions::default())
//!     .run(&())?;
//! let report = Report::new(&store, &study, &ReportOptions::default(), &())?;
//! std::fs::write(out.join("report.html"), report.html()?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cast;
mod contents;
mod evidence;
mod findings;
mod limits;
mod methods;
mod page;
mod periods;
mod pictures;
mod rows;
mod time;
mod words;

use crate::analysis::{self, ModelOptions, Results, StudyOptions};
use crate::error::Error;
use crate::observe::Observer;
use crate::pipeline::Selection;
use crate::store::Store;
use crate::tally::Readings;

use cast::Cast;
use contents::Contents;
use evidence::Sentences;

#[cfg(feature = "serve")]
pub(crate) use evidence::reasons;
pub use page::{Page, page, policy};
pub use periods::auto_period;

/// How a report is made.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// The options of the study that it shows.
    pub study: StudyOptions,
    /// Who was looked for, and how attitudes were judged: those that the store was made with.
    pub model: ModelOptions,
    /// Which mentions count for pairs: those of the study's network.
    pub readings: Readings,
    /// Title of the page; one made of the outlets and the period if `None`.
    pub title: Option<String>,
    /// At most so many pairs of actors; 1,500 by default. Those beyond chance come first, then the heaviest.
    pub edges: usize,
    /// At most so many sentences for each number; 12 by default.
    pub evidence: usize,
    /// Size of the file at most, in bytes; 8 MB by default. Fewer sentences are kept until it fits.
    pub most_bytes: usize,
    /// Whether sentences are quoted; if not, only articles are named. They are by default.
    pub text: bool,
}

impl Default for ReportOptions {
    fn default() -> Self {
        Self {
            study: StudyOptions::default(),
            model: ModelOptions::default(),
            readings: Readings::default(),
            title: None,
            edges: 1_500,
            evidence: 12,
            most_bytes: 8_000_000,
            text: true,
        }
    }
}

/// A report, ready to be written.
#[derive(Debug, Clone)]
pub struct Report {
    title: String,
    contents: Vec<u8>,
    evidence: Vec<u8>,
    pictures: Vec<u8>,
    kept: usize,
}

impl Report {
    /// Puts together what the results of a study say of a store, and gathers the evidence. A study without a network or without
    /// attitudes gives a report without these sections.
    ///
    /// # Errors
    /// The store cannot be read, the dictionary cannot be used, or even one sentence for each number does not fit into
    /// [`most_bytes`](ReportOptions::most_bytes).
    pub fn new(
        store: &Store,
        results: &Results,
        options: &ReportOptions,
        observer: &dyn Observer,
    ) -> Result<Self, Error> {
        let cast = Cast::new(results, options.edges);
        let dictionary = options.model.dictionary()?;
        let lens = analysis::settled(store, &dictionary, &options.study.lens)?;
        let scan = analysis::scan_articles(
            store,
            &lens,
            options.study.dedup,
            options.study.threads,
            observer,
        )?;
        let selection = Selection {
            sought: cast.sought(),
            most: options.evidence.max(1),
            all_readings: options.readings == Readings::All,
            roll_up: analysis::groups(
                scan.names(),
                &dictionary,
                options.study.roll_up,
                options.study.outlets_as_actors,
            ),
            explain: options.model.explain(dictionary)?,
            threads: options.study.threads,
        };
        let chosen = selection.gather(&scan, observer)?;
        let pictures = pictures::html(results).into_bytes();
        let mut kept = options.evidence;
        loop {
            let evidence = Sentences::new(&chosen, &cast, kept, options.text).packed()?;
            let limits = limits::Limits::new(results, &cast, Some(kept), options);
            let contents = Contents::new(results, &cast, limits, options);
            let made = Self {
                title: contents.title.clone(),
                contents: contents.json()?,
                evidence,
                pictures: pictures.clone(),
                kept,
            };
            let size =
                made.contents.len() + made.evidence.len() + made.pictures.len() + page::FIXED;
            if size <= options.most_bytes {
                return Ok(made);
            }
            if kept == 0 {
                return Err(Error::Options(format!(
                    "the report has {size} bytes even without sentences, more than --max-size allows. Allow more, or show fewer pairs with --edges"
                )));
            }
            kept = if kept == 1 { 0 } else { kept * 2 / 3 };
        }
    }

    /// What a page shows of a study whose evidence it asks for number by number, as JSON.
    ///
    /// # Errors
    /// It cannot be put together.
    pub fn contents_of(results: &Results, options: &ReportOptions) -> Result<Vec<u8>, Error> {
        let cast = Cast::new(results, options.edges);
        let limits = limits::Limits::new(results, &cast, None, options);
        Contents::new(results, &cast, limits, options).json()
    }

    /// The page: one file in UTF-8.
    ///
    /// # Errors
    /// It cannot be put together.
    pub fn html(&self) -> Result<Vec<u8>, Error> {
        Ok(page(&Page {
            title: &self.title,
            contents: &self.contents,
            evidence: &self.evidence,
            pictures: &self.pictures,
            served: false,
        }))
    }

    /// What the page shows, as JSON (schema 1).
    pub fn contents(&self) -> &[u8] {
        &self.contents
    }

    /// The evidence: JSON, deflated, in base64.
    pub fn evidence(&self) -> &[u8] {
        &self.evidence
    }

    /// At most so many sentences were kept for each number.
    pub const fn kept(&self) -> usize {
        self.kept
    }
}
