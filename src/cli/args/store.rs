//! Arguments of the commands that take care of stores.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{LensArgs, ModelArgs, ReadArgs};

/// `demarche check`
#[derive(Debug, ClapArgs)]
pub struct Check {
    /// Folder of the store
    #[arg(long, value_name = "DIR", required_unless_present = "tables")]
    pub store: Option<PathBuf>,
    /// Folder of tables, to be compared with the digests in its manifest.json; needs no store
    #[arg(long, value_name = "DIR")]
    pub tables: Option<PathBuf>,
    /// Number of articles whose findings are recomputed from the stored text and compared, or all
    #[arg(long, value_name = "N", default_value = "200", value_parser = sample)]
    pub sample: Sample,
    /// Exchange the names in the judged sentences of the sample for others, and count the sentences whose
    /// scores change: the model must not know who is who. With --model, any tier can be asked
    #[arg(long, requires = "store")]
    pub blind: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
    /// Dictionary and settings that the store was made with.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// `demarche replicate`
#[derive(Debug, ClapArgs)]
pub struct Replicate {
    /// manifest.json of analyze, network or stance
    #[arg(value_name = "MANIFEST")]
    pub manifest: PathBuf,
    /// The files and folders that were read
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the new store and tables; must be missing or empty
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Dictionary files that were used
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub dictionary: Vec<PathBuf>,
    /// Do not use the built-in dictionary
    #[arg(long, requires = "dictionary")]
    pub no_builtin: bool,
    /// How inputs were read, where the manifest does not record it.
    #[command(flatten)]
    pub read: ReadArgs,
}

/// How many articles are looked at closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// So many.
    Some(usize),
    /// All of them.
    All,
}

fn sample(text: &str) -> Result<Sample, String> {
    if text == "all" {
        return Ok(Sample::All);
    }
    text.parse()
        .map(Sample::Some)
        .map_err(|_| "write a number, or all".into())
}

/// `demarche delete`
#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true).args(["id_file", "gone", "query", "from", "to", "outlet", "actor", "lang"]))]
pub struct Delete {
    /// Folder of the store
    #[arg(long, value_name = "DIR")]
    pub store: PathBuf,
    /// File with the ids of the articles, one per line; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "from", "to", "outlet", "actor", "lang"])]
    pub id_file: Option<PathBuf>,
    /// Articles of earlier versions of an input that its current version no longer contains
    #[arg(long, conflicts_with_all = ["id_file", "query", "from", "to", "outlet", "actor", "lang"])]
    pub gone: bool,
    /// Report how many articles would be deleted, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Rewrite the files that held their text, so that it leaves the disk at once
    #[arg(long, conflicts_with = "dry_run")]
    pub purge: bool,
    /// Which articles; all conditions must hold.
    #[command(flatten)]
    pub lens: LensArgs,
}

/// `demarche merge`
#[derive(Debug, ClapArgs)]
pub struct Merge {
    /// Folders of the stores, made with the same dictionary and settings; they are not changed
    #[arg(required = true, num_args = 2.., value_name = "STORE")]
    pub stores: Vec<PathBuf>,
    /// Folder of the new store; must be missing or empty
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Share the files of the stores instead of copying them: as hard links, or symbolic links across file systems. Checksums are
    /// then compared when a file is first read
    #[arg(long)]
    pub link: bool,
}
