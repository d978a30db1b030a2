//! What the command line says of itself: completions for shells, man pages, the command reference of the documentation.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use clap::{Arg, Command, CommandFactory as _};

use super::args::{Args, Completions, Man};

/// Prints a script that completes commands and options in a shell.
pub fn completions(args: &Completions) -> anyhow::Result<()> {
    // Into memory first: the generator panics if its writer fails.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "demarche", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(())
}

/// Writes man pages, or the reference in Markdown.
pub fn man(args: &Man) -> anyhow::Result<()> {
    if args.markdown {
        std::io::stdout().write_all(reference().as_bytes())?;
        return Ok(());
    }
    let Some(folder) = &args.output else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page)?;
        std::io::stdout().write_all(&page)?;
        return Ok(());
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{}: the folder cannot be made", folder.display()))?;
    page(&command(), "demarche", folder)
}

/// Writes the page of a command and those of its subcommands.
fn page(command: &Command, name: &str, folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(format!("{name}.1"));
    let mut page_bytes = Vec::new();
    clap_mangen::Man::new(command.clone())
        .title(name.to_uppercase())
        .render(&mut page_bytes)?;
    std::fs::write(&path, page_bytes)
        .with_context(|| format!("{}: cannot be written", path.display()))?;
    for sub in shown(command) {
        page(sub, &format!("{name}-{}", sub.get_name()), folder)?;
    }
    Ok(())
}

/// The declaration of all commands and options, as `clap` has it.
pub fn command() -> Command {
    let mut command = Args::command();
    command.build();
    command
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
}

/// The command reference in Markdown: every command with its options, their values and defaults.
pub fn reference() -> String {
    let command = command();
    let mut out = String::from(
        "# Commands\n\nThis page is generated from the program (`demarche man --markdown`). Data go to standard output or to files, messages to standard\n\
         error. The exit status is 0 on success (rejected records are reported and counted, they are not a failure), 1 on failure, with one line that says\n\
         what failed, where, and what to do, and 2 for wrong usage.\n\n",
    );
    for sub in shown(&command) {
        let name = sub.get_name();
        _ = writeln!(out, "* [`{name}`](#demarche-{name}): {}", about(sub));
    }
    out.push_str("\n## Options of every command\n\n");
    list(
        &mut out,
        command.get_arguments().filter(|a| a.is_global_set()),
    );
    for sub in shown(&command) {
        section(&mut out, sub, "demarche");
    }
    out
}

fn section(out: &mut String, command: &Command, parent: &str) {
    let name = format!("{parent} {}", command.get_name());
    _ = write!(out, "\n## {name}\n\n{}.\n", about(command));
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    _ = write!(out, "\n```text\n{usage}\n```\n");
    let mut headings: Vec<Option<&str>> = Vec::new();
    let own: Vec<&Arg> = command
        .get_arguments()
        .filter(|a| !a.is_global_set() && !a.is_hide_set() && !is_standard(a))
        .collect();
    for arg in &own {
        if !headings.contains(&arg.get_help_heading()) {
            headings.push(arg.get_help_heading());
        }
    }
    for heading in headings {
        if let Some(heading) = heading {
            _ = write!(out, "\n**{heading}**\n");
        }
        out.push('\n');
        list(
            out,
            own.iter()
                .copied()
                .filter(|a| a.get_help_heading() == heading),
        );
    }
    for sub in shown(command) {
        section(out, sub, &name);
    }
}

fn is_standard(arg: &Arg) -> bool {
    matches!(arg.get_id().as_str(), "help" | "version")
}

fn about(command: &Command) -> String {
    command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn list<'a>(out: &mut String, args: impl Iterator<Item = &'a Arg>) {
    for arg in args {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        _ = write!(out, "* `{}`: {help}", spelled(arg));
        let values = arg.get_possible_values();
        let named: Vec<String> = values
            .iter()
            .filter(|v| !v.is_hide_set())
            .map(|v| format!("`{}`", v.get_name()))
            .collect();
        if arg.get_action().takes_values() && !named.is_empty() {
            _ = write!(out, "; one of {}", named.join(", "));
        }
        let defaults: Vec<String> = arg
            .get_default_values()
            .iter()
            .map(|v| v.to_string_lossy().into_owned())
            .filter(|v| !v.is_empty())
            .collect();
        if arg.get_action().takes_values() && !defaults.is_empty() {
            _ = write!(out, " (default `{}`)", defaults.join(","));
        }
        out.push('\n');
    }
}

/// `-o, --output <DIR>`, or `<INPUT>…` for a positional argument.
fn spelled(arg: &Arg) -> String {
    let values = if arg.get_action().takes_values() {
        let names = arg.get_value_names().unwrap_or_default();
        let name = names.first().map_or("VALUE", |n| n.as_str());
        let many = arg
            .get_num_args()
            .is_some_and(|range| range.max_values() > 1);
        format!("<{name}>{}", if many { "…" } else { "" })
    } else {
        String::new()
    };
    let mut parts = Vec::new();
    if let Some(short) = arg.get_short() {
        parts.push(format!("-{short}"));
    }
    if let Some(long) = arg.get_long() {
        parts.push(format!("--{long}"));
    }
    if parts.is_empty() {
        return values;
    }
    format!("{} {values}", parts.join(", "))
        .trim_end()
        .to_owned()
}
