//! Options of `demarche completions` and `demarche man`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap_complete::Shell;

/// `demarche completions`
#[derive(Debug, ClapArgs)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// `demarche man`
#[derive(Debug, ClapArgs)]
pub struct Man {
    /// Write demarche.1 and a page for each command into this folder, instead of demarche.1 to standard output
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the command reference as Markdown instead
    #[arg(long, conflicts_with = "output")]
    pub markdown: bool,
}
