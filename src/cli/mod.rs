//! The command line: arguments to options, one file per command, progress bars, messages, exit status.
//!
//! [`main`] is the whole program. It can be called from any process, such as a Python entry point: it returns its exit
//! status and never ends the process.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the part that prints"
)]

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

mod actors;
mod analyze;
mod annotate;
mod args;
mod audit;
mod check;
mod compare;
mod delete;
mod dry_run;
mod evidence;
mod info;
mod ingest;
mod interrupt;
mod keyness;
mod kwic;
mod listing;
mod manual;
mod merge;
mod multiverse;
mod output;
mod progress;
mod replicate;
mod report;
mod score;
mod search;
mod search_output;
#[cfg(feature = "serve")]
mod serve;
mod setup;
mod stories;
mod tables;
mod words;

pub use manual::{command, reference};

/// Runs the command line `args`, whose first item is the name of the program, and returns the exit status: 0 for success,
/// 1 for a failure, described in one line on standard error, 2 for wrong usage.
pub fn main<I, T>(args: I) -> ExitCode
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let given: Vec<OsString> = args.into_iter().map(Into::into).collect();
    let args = match args::Args::try_parse_from(&given) {
        Ok(args) => args,
        // Help and version are "errors" of status 0, printed to standard output.
        Err(error) => {
            let error = shown(error, &given);
            let printed = error.print();
            let status = if printed.is_ok() {
                error.exit_code()
            } else {
                1
            };
            return ExitCode::from(u8::try_from(status).unwrap_or(2));
        }
    };
    let general = args.general.clone();
    // Suppress the default panic message, which names a place in the source; `fault` reports the panic.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let done = std::panic::catch_unwind(|| run(args));
    match done.unwrap_or_else(|panic| Err(fault(&*panic))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::say_error(&general, &error);
            match error.downcast_ref::<crate::Error>() {
                Some(crate::Error::Interrupted { .. }) => ExitCode::from(interrupt::STATUS),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn run(args: args::Args) -> anyhow::Result<()> {
    use args::Command;
    let general = &args.general;
    match args.command {
        Command::Analyze(args) => analyze::run(general, &args),
        Command::Network(args) => tables::network(general, &args),
        Command::Stance(args) => tables::stance(general, &args),
        Command::Report(args) => report::run(general, &args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(general, &args),
        Command::Info(args) => info::run(general, &args),
        Command::Ingest(args) => ingest::run(general, &args),
        Command::Search(args) => search::run(general, &args),
        Command::Evidence(args) => evidence::run(general, &args),
        Command::Audit(args) => audit::run(general, &args),
        Command::Keyness(args) => keyness::run(general, &args),
        Command::Collocates(args) => words::near(general, &args),
        Command::Dispersion(args) => words::spread(general, &args),
        Command::Compare(args) => compare::run(general, &args),
        Command::Multiverse(args) => multiverse::run(general, &args),
        Command::Annotate(args) => annotate::run(general, &args),
        Command::Score(args) => score::run(general, &args),
        Command::Actors(args) => actors::run(general, &args),
        Command::Reannotate(args) => ingest::reannotate(general, &args),
        Command::Replicate(args) => replicate::run(general, &args),
        Command::Check(args) => check::run(general, &args),
        Command::Delete(args) => delete::run(general, &args),
        Command::Merge(args) => merge::run(general, &args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    }
}

/// An error of usage that quotes arguments only with characters that a terminal shows: that of the same arguments made visible.
fn shown(error: clap::Error, given: &[OsString]) -> clap::Error {
    let visible = |arg: &OsString| output::visible(&arg.to_string_lossy()).into_owned();
    let arguments: Vec<OsString> = given.iter().map(|arg| visible(arg).into()).collect();
    if arguments == given {
        return error;
    }
    if let Err(error) = args::Args::try_parse_from(&arguments) {
        return error;
    }
    let message = error.to_string();
    clap::Error::raw(error.kind(), output::visible(&message) + "\n")
}

/// A panic that nobody caught: a fault of ours, or files that changed while they were read.
fn fault(panic: &(dyn std::any::Any + Send)) -> anyhow::Error {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    let text = text.unwrap_or_default();
    anyhow::anyhow!(
        "a fault of this program ({}). If a store was read, look it over with: demarche check --store DIR. Please report it; RUST_BACKTRACE=1 says more",
        text.lines().next().unwrap_or("no reason given")
    )
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(broken)
            || cause
                .downcast_ref::<csv::Error>()
                .is_some_and(|e| match e.kind() {
                    csv::ErrorKind::Io(e) => broken(e),
                    _ => false,
                })
    })
}
