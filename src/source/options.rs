//! How inputs are read: what the user may choose.

use crate::source::meaning::dates::DateOrder;
use crate::source::meaning::map::FieldMap;
use crate::source::meaning::pattern::PathPattern;

/// Where the identifier of an article is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum IdScope {
    /// In the whole corpus: the same identifier is the same article.
    #[default]
    Corpus,
    /// In its file: identifiers are made unique by the file's name, for row and message numbers.
    File,
}

/// How inputs are read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which fields of a record hold what, beside the known names.
    pub fields: FieldMap,
    /// How to read `03/04/2022`; without an order such dates are flagged invalid.
    pub date_order: Option<DateOrder>,
    /// Later dates are flagged as lying in the future.
    pub latest: Option<crate::model::Date>,
    /// Where identifiers are unique.
    pub id_scope: IdScope,
    /// The outlet of articles whose record names none.
    pub default_outlet: String,
    /// What the names of files say, such as `{outlet}/{date}-{id}.txt`; used where a record itself
    /// says nothing.
    pub path_pattern: Option<PathPattern>,
    /// The delimiter of tables; without it, told from their first lines.
    pub delimiter: Option<u8>,
    /// Longest record that is read, in bytes; longer ones are rejected. Documents that are read as a
    /// whole (a feed, a page, a text file) count as one record.
    pub record_limit: usize,
    /// Most bytes that one compressed stream may give.
    pub decompressed_limit: u64,
    /// Most bytes that a compressed stream may give per byte taken, once it has given 64 MiB.
    pub ratio_limit: u64,
    /// Most memory that a decompressor may ask for, in bytes.
    pub decoder_memory: usize,
    /// Archives within archives: 1 reads an archive, 2 also the archives in it.
    pub archive_depth: usize,
    /// Deepest nesting of a JSON record or of the elements of an XML document.
    pub nesting_limit: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: FieldMap::default(),
            date_order: None,
            latest: None,
            id_scope: IdScope::default(),
            default_outlet: String::new(),
            path_pattern: None,
            delimiter: None,
            record_limit: 64_000_000,
            decompressed_limit: 1_024_000_000_000,
            ratio_limit: 250,
            decoder_memory: 128 << 20,
            archive_depth: 3,
            nesting_limit: 127,
        }
    }
}
