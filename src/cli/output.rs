//! Messages to people, rows to standard output.

use std::fmt::Display;
use std::io::{IsTerminal, Write};

use crate::export::csv_text;
use crate::model::Spike;

use crate::cli::args::{Color, General, RowFormat};

/// Whether standard error shows colour.
fn coloured(general: &General, terminal: bool) -> bool {
    match general.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// Whether standard output shows colour.
pub fn colour_out(general: &General) -> bool {
    coloured(general, std::io::stdout().is_terminal())
}

/// One line that says what failed.
pub fn say_error(general: &General, error: &anyhow::Error) {
    let text = error.chain().map(ToString::to_string).collect::<Vec<_>>();
    let mut line = String::new();
    for part in text {
        // A cause that its wrapper already quotes is not said twice.
        if !line.contains(&part) {
            if !line.is_empty() {
                line.push_str(": ");
            }
            line.push_str(&part);
        }
    }
    let head = if coloured(general, std::io::stderr().is_terminal()) {
        "\u{1b}[1;31merror:\u{1b}[0m"
    } else {
        "error:"
    };
    eprintln!("{head} {line}");
}

/// A line for people, unless they want quiet.
pub fn say(general: &General, line: impl Display) {
    if !general.quiet {
        eprintln!("{line}");
    }
}

/// A line for people who ask for more (`--verbose`).
pub fn say_more(general: &General, line: impl Display) {
    if general.verbose {
        eprintln!("{line}");
    }
}

/// A number with thin marks between thousands: `1,234,567`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Points out the days with suspiciously many articles, the largest first.
pub fn spikes(out: &mut dyn Write, spikes: &[Spike]) -> std::io::Result<()> {
    const SHOWN: usize = 5;
    let mut spikes = spikes.to_vec();
    spikes.sort_by_key(|s| (std::cmp::Reverse(s.articles), s.day));
    for spike in spikes.iter().take(SHOWN) {
        writeln!(
            out,
            "  warning: {} articles are dated {}; is that the day of collection?",
            number(spike.articles),
            spike.day
        )?;
    }
    if spikes.len() > SHOWN {
        writeln!(
            out,
            "  warning: so have {} more days far more articles than others",
            spikes.len() - SHOWN
        )?;
    }
    Ok(())
}

/// Prints rows as CSV or JSON Lines. In JSON an empty cell is `null`.
pub fn rows(
    out: &mut dyn Write,
    format: RowFormat,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<serde_json::Value>>,
) -> anyhow::Result<()> {
    match format {
        RowFormat::Jsonl => {
            for row in rows {
                let mut line = String::from("{");
                for (i, (name, value)) in columns.iter().zip(&row).enumerate() {
                    if i > 0 {
                        line.push(',');
                    }
                    line.push_str(&serde_json::to_string(name)?);
                    line.push(':');
                    line.push_str(&serde_json::to_string(value)?);
                }
                line.push('}');
                writeln!(out, "{line}")?;
            }
        }
        RowFormat::Csv | RowFormat::Table => {
            writeln!(out, "{}", columns.join(","))?;
            for row in rows {
                let cells: Vec<String> = row.iter().map(cell).collect();
                writeln!(out, "{}", cells.join(","))?;
            }
        }
    }
    Ok(())
}

fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => csv_text(text).into_owned(),
        other => other.to_string(),
    }
}
