//! How inputs are read, who is looked for and how attitudes are judged.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;
use clap::Args as ClapArgs;

use crate::analysis::{IngestOptions, ModelOptions};
use crate::model::Date;
use crate::source::{DateOrder, IdScope};
use crate::stance::{Settings, Tier};

use super::General;
use super::lens::last_day;
use crate::cli::interrupt;

/// Who is looked for and how attitudes are judged.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Dictionary and stance")]
pub struct ModelArgs {
    /// Dictionary files (CSV, or YAML as written by quanteda), in addition to the built-in one
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Do not use the built-in dictionary
    #[arg(long, requires = "dictionary")]
    pub no_builtin: bool,
    /// Which model judges attitudes.
    #[command(flatten)]
    pub tier: TierArgs,
    /// Sentences before the one at hand in which the person is looked for whom he or she means; 0: actors count only where named
    #[arg(long, value_name = "N", default_value_t = Settings::default().carry, value_parser = clap::value_parser!(u8).range(0..=5))]
    pub carry: u8,
    /// Judge a state together with its own persons and bodies, and a body with its leader
    #[arg(long)]
    pub within: bool,
    /// Language of texts that are too short to tell theirs, as a code of two letters (en, de, fr)
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    pub default_language: String,
    /// An option of 0.1.0
    #[arg(long, hide = true, value_parser = no_label_rule)]
    pub label_rule: Option<String>,
}

/// Which model judges attitudes.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub struct TierArgs {
    /// Which model judges attitudes
    #[arg(long, value_enum, default_value_t = Tier::default())]
    pub model: Tier,
}

/// Refuses an option that is gone, with what to do.
pub(super) fn no_label_rule(_: &str) -> Result<String, String> {
    Err("there is one rule since 0.2.0: a label needs a score that reaches the model's threshold; leave --label-rule out".into())
}

/// A code of ISO 639-1.
fn language(text: &str) -> Result<String, String> {
    let code = text.trim().to_lowercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        Ok(code)
    } else {
        Err("write a code of two letters, such as en, de or fr".into())
    }
}

impl ModelArgs {
    /// Dictionary and settings of the judge.
    pub fn options(&self) -> ModelOptions {
        ModelOptions {
            dictionary: self.dictionary.clone(),
            builtin: !self.no_builtin,
            tier: self.tier.model,
            stance: Settings {
                carry: self.carry,
                within: self.within,
                ..Settings::default()
            },
            default_language: self.default_language.clone(),
        }
    }

    /// An ingest for text that is in the store already.
    pub fn ingest(&self, general: &General) -> IngestOptions {
        IngestOptions {
            model: self.options(),
            threads: general.threads(),
            ..IngestOptions::default()
        }
    }
}

fn defaults() -> IngestOptions {
    IngestOptions::default()
}

fn megabytes(bytes: usize) -> u32 {
    (bytes / 1_000_000) as u32
}

/// How inputs are read.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Reading")]
pub struct ReadArgs {
    /// Field that holds something, as ROLE=FIELD; roles: id title text date url outlet language author
    #[arg(long, value_name = "ROLE=FIELD", num_args = 1..)]
    pub map: Vec<String>,
    /// Order of day and month in dates such as 03/04/2022; without it such dates are flagged as invalid
    #[arg(long, value_enum, value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
    /// Scope of ids: with file, ids that repeat in every file (row or message numbers) are kept apart
    #[arg(long, value_enum, value_name = "SCOPE", default_value = "corpus")]
    pub id_scope: IdScope,
    /// Outlet of articles that do not name one
    #[arg(long, value_name = "NAME", default_value = "")]
    pub default_outlet: String,
    /// Pattern of file paths, such as {outlet}/{date}-{id}.txt, used where records lack a field
    #[arg(long, value_name = "PATTERN")]
    pub path_pattern: Option<String>,
    /// Delimiter of tables, or tab; detected from the first lines by default
    #[arg(long, value_name = "MARK")]
    pub delimiter: Option<String>,
    /// Maximum size of a record, in MB
    #[arg(long, value_name = "MB", default_value_t = megabytes(defaults().source.record_limit), value_parser = clap::value_parser!(u32).range(1..=2048))]
    pub record_limit: u32,
    /// Maximum decompressed size of one stream, in GB
    #[arg(long, value_name = "GB", default_value_t = (defaults().source.decompressed_limit / 1_000_000_000) as u32, value_parser = clap::value_parser!(u32).range(1..))]
    pub decompressed_limit: u32,
    /// Maximum compression ratio of a stream
    #[arg(long, value_name = "N", default_value_t = defaults().source.ratio_limit as u32, value_parser = clap::value_parser!(u32).range(2..))]
    pub ratio_limit: u32,
    /// Maximum depth of archives inside archives
    #[arg(long, value_name = "N", default_value_t = defaults().source.archive_depth as u8, value_parser = clap::value_parser!(u8).range(1..=16))]
    pub archive_depth: u8,
    /// Maximum nesting depth of a JSON record or XML document
    #[arg(long, value_name = "N", default_value_t = defaults().source.nesting_limit as u16, value_parser = clap::value_parser!(u16).range(2..=127))]
    pub nesting_limit: u16,
    /// Maximum memory of one decompressor, or of twice the directory of a zip archive, in MB
    #[arg(long, value_name = "MB", default_value_t = (defaults().source.decoder_memory >> 20) as u32, value_parser = clap::value_parser!(u32).range(1..=2048))]
    pub decoder_memory: u32,
    /// Memory for articles that are not yet on disk, in MB
    #[arg(long, value_name = "MB", default_value_t = megabytes(defaults().memory), value_parser = clap::value_parser!(u32).range(30..=65536))]
    pub memory: u32,
    /// Commit after this many MB of text
    #[arg(long, value_name = "MB", default_value_t = (defaults().commit_bytes / 1_000_000) as u32, value_parser = clap::value_parser!(u32).range(1..=65536))]
    pub commit_mb: u32,
    /// Commit after this many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = defaults().commit_after.as_secs() as u32, value_parser = clap::value_parser!(u32).range(1..=86400))]
    pub commit_seconds: u32,
    /// Accept exports of archives that hold fewer documents than they state, which is an error otherwise
    #[arg(long)]
    pub accept_shortfall: bool,
    /// Last day that an article can be dated; later dates are left empty [default: tomorrow by the clock of this machine]
    #[arg(long, value_name = "DATE", value_parser = last_day)]
    pub latest_date: Option<Date>,
}

impl ReadArgs {
    /// How articles are added to a store.
    pub fn options(&self, general: &General, model: &ModelArgs) -> anyhow::Result<IngestOptions> {
        let mut options = model.ingest(general);
        options.memory = self.memory as usize * 1_000_000;
        options.commit_bytes = u64::from(self.commit_mb) * 1_000_000;
        options.commit_after = Duration::from_secs(u64::from(self.commit_seconds));
        options.interrupted = interrupt::flag();
        let source = &mut options.source;
        for assignment in &self.map {
            source
                .fields
                .add(assignment)
                .map_err(|e| anyhow::anyhow!("--map {e}"))?;
        }
        source.date_order = self.date_order;
        source.id_scope = self.id_scope;
        if let Some(day) = self.latest_date {
            source.latest = Some(day);
        }
        source.default_outlet.clone_from(&self.default_outlet);
        source.record_limit = self.record_limit as usize * 1_000_000;
        source.decompressed_limit = u64::from(self.decompressed_limit) * 1_000_000_000;
        source.ratio_limit = u64::from(self.ratio_limit);
        source.archive_depth = usize::from(self.archive_depth);
        source.nesting_limit = usize::from(self.nesting_limit);
        source.decoder_memory = (self.decoder_memory as usize) << 20;
        if let Some(pattern) = &self.path_pattern {
            let pattern = pattern
                .parse()
                .map_err(|e: String| anyhow::anyhow!("--path-pattern {pattern}: {e}"))?;
            source.path_pattern = Some(pattern);
        }
        source.delimiter = match self.delimiter.as_deref() {
            None => None,
            Some("tab" | "\\t" | "\t") => Some(b'\t'),
            Some(mark) if mark.len() == 1 => mark.bytes().next(),
            Some(mark) => bail!("--delimiter {mark}: write one character, or tab"),
        };
        Ok(options)
    }
}
