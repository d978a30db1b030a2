//! Messages to people, rows to standard output.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};
use std::io::{IsTerminal, Write};
use std::path::Path;

use crate::export::{PartialFile, csv_text};
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

/// Writes to a file, which appears when it is whole, or to standard output.
pub fn to_file_or_stdout(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if let Some(path) = path {
        let mut file = PartialFile::create(path)?;
        write(&mut file)?;
        Ok(file.finish()?)
    } else {
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        write(&mut out)?;
        Ok(out.flush()?)
    }
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
    eprintln!("{head} {}", visible(&line));
}

/// A line for people, unless they want quiet.
pub fn say(general: &General, line: impl Display) {
    if !general.quiet {
        eprintln!("{}", visible(&line.to_string()));
    }
}

/// Whether a terminal does something else with a character than show it.
fn acts(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Overrides and isolates, marks of direction, separators of lines and paragraphs.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        c => c.is_control(),
    }
}

/// A text as it may go to a terminal: characters that move the cursor, change colours or the title, ring the bell or turn the
/// direction of writing stand as `\u{1b}`, line breaks and tabs as they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if acts(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// The same on one line.
pub fn visible_line(text: &str) -> String {
    visible(&text.replace(['\n', '\r', '\t'], " ")).into_owned()
}

/// Takes text for people and makes it [`visible`].
#[derive(Debug)]
pub struct People<W>(pub W);

impl<W: Write> Write for People<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // Formatting hands on whole strings.
        let text = String::from_utf8_lossy(bytes);
        self.0.write_all(visible(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// JSON in which such characters stand as `\u001b`, which means the same to whoever reads it.
pub fn json_text(json: &str) -> Cow<'_, str> {
    if !json.chars().any(acts) {
        return Cow::Borrowed(json);
    }
    let mut shown = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if acts(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// A line for people who ask for more (`--verbose`).
pub fn say_more(general: &General, line: impl Display) {
    if general.verbose {
        eprintln!("{}", visible(&line.to_string()));
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
///
/// What goes to a file or another program is exact; on a terminal, characters that would act on it are made visible.
pub fn rows(
    out: &mut dyn Write,
    format: RowFormat,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<serde_json::Value>>,
) -> anyhow::Result<()> {
    if format != RowFormat::Jsonl {
        writeln!(out, "{}", columns.join(","))?;
    }
    more_rows(out, format, columns, rows)
}

/// Rows below those of [`rows`].
pub fn more_rows(
    out: &mut dyn Write,
    format: RowFormat,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<serde_json::Value>>,
) -> anyhow::Result<()> {
    let terminal = format != RowFormat::Jsonl && std::io::stdout().is_terminal();
    let rows = rows.map(|mut row| {
        for value in &mut row {
            if let (true, serde_json::Value::String(text)) = (terminal, value) {
                *text = visible(text).into_owned();
            }
        }
        row
    });
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
                writeln!(out, "{}", json_text(&line))?;
            }
        }
        RowFormat::Csv | RowFormat::Table => {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_passes() {
        let title =
            "Talks\u{1b}]0;owned\u{7} in \u{202e}Geneva\u{2066} \u{9b}31m\u{0}\r\u{85}\u{200f}";
        let shown = visible(title);
        assert_eq!(
            shown,
            "Talks\\u{1b}]0;owned\\u{7} in \\u{202e}Geneva\\u{2066} \\u{9b}31m\\u{0}\\u{d}\\u{85}\\u{200f}"
        );
        for plain in ["Zürich, 北京, Москва\tand\nmore", "עִבְרִית", "👩‍👩‍👧 e\u{301}"]
        {
            assert_eq!(visible(plain), plain);
        }
        let json = serde_json::to_string(title).unwrap();
        let shown = json_text(&json);
        assert!(!shown.chars().any(acts), "{shown}");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), title);
        let mut people = People(Vec::new());
        write!(people, "{title}, {}", 7).unwrap();
        let told = String::from_utf8(people.0).unwrap();
        assert_eq!(told, format!("{}, 7", visible(title)));
        assert_eq!(visible_line("a\r\nb\u{1b}[2J"), "a  b\\u{1b}[2J");
    }
}
