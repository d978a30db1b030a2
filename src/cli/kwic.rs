//! Concordances: `demarche search --kwic`.

use std::io::Write;

use serde_json::json;

use crate::analysis::Search;
use crate::store::Kwic;
use crate::tables::{KwicRow, Table};

use crate::cli::args::{self, General, KwicOrder, SearchFormat};
use crate::cli::output::{self, visible_line};
use crate::cli::search_output::{row_format, text, workbook};

/// Rows of the concordance in the order asked for; stable, so places of an article stay in order.
fn sort_lines(lines: &mut [Kwic], order: KwicOrder) {
    let lower = |text: &str| text.to_lowercase();
    match order {
        KwicOrder::Article => {}
        KwicOrder::Date => lines.sort_by(|a, b| a.date.cmp(&b.date)),
        KwicOrder::Left => lines.sort_by_cached_key(|line| {
            let words: Vec<String> = line.pre.split(' ').rev().map(lower).collect();
            words
        }),
        KwicOrder::Right => lines.sort_by_cached_key(|line| lower(&line.post)),
    }
}

/// Prints every place where words of the query stand, with the words around.
pub fn concordance(
    general: &General,
    search: &Search<'_>,
    words: usize,
    args: &args::Search,
) -> anyhow::Result<()> {
    let mut lines = search.concordance(words)?;
    sort_lines(&mut lines, args.kwic_sort);
    let found = lines.len();
    lines.truncate(args.limit.unwrap_or(usize::MAX));
    match (args.format, &args.output) {
        (SearchFormat::Xlsx, Some(path)) => {
            let rows = lines.iter().map(|l| KwicRow {
                docname: &l.article,
                from: l.from as u64,
                to: l.to as u64,
                pre: &l.pre,
                keyword: &l.keyword,
                post: &l.post,
                date: l.date.clone(),
                outlet: &l.outlet,
            });
            workbook(path, Table::new("kwic", rows))?;
        }
        (SearchFormat::Table, _) => {
            output::to_file_or_stdout(args.output.as_deref(), |out| {
                lines_for_reading(out, &lines)
            })?;
        }
        _ => output::to_file_or_stdout(args.output.as_deref(), |out| {
            let columns = [
                "docname", "from", "to", "pre", "keyword", "post", "date", "outlet",
            ];
            let rows = lines.iter().map(|l| {
                vec![
                    text(&l.article),
                    json!(l.from),
                    json!(l.to),
                    text(&l.pre),
                    text(&l.keyword),
                    text(&l.post),
                    text(&l.date),
                    text(&l.outlet),
                ]
            });
            output::rows(out, row_format(args.format), &columns, rows)
        })?,
    }
    let n = |n: usize| output::number(n as u64);
    output::say(
        general,
        format_args!("{} of {} lines", n(lines.len()), n(found)),
    );
    Ok(())
}

/// Columns of the terminal; 120 where it does not tell or there is none.
fn terminal_width() -> usize {
    const USUAL: usize = 120;
    // The shell's own notion first: it can be set where there is no terminal to ask.
    let set = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let told = set.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0.into()));
    told.filter(|width| *width >= 40).unwrap_or(USUAL)
}

/// Lines of the width of the terminal, keywords below each other: what comes before, the keyword, what comes after; date and outlet at
/// the end where there is room.
fn lines_for_reading(out: &mut dyn Write, lines: &[Kwic]) -> anyhow::Result<()> {
    let width = terminal_width();
    let keyword = lines
        .iter()
        .map(|l| l.keyword.chars().count())
        .max()
        .unwrap_or(0)
        .min(width / 4);
    let place = if width >= 100 { width / 5 } else { 11 };
    let side = width.saturating_sub(keyword + place + 6) / 2;
    for line in lines {
        let pre: Vec<char> = visible_line(&line.pre).chars().collect();
        let pre: String = pre[pre.len().saturating_sub(side)..].iter().collect();
        let own = visible_line(&line.keyword);
        // What belongs to the keyword stands close to it.
        let close = line
            .post
            .starts_with([',', '.', ';', ':', '!', '?', ')', '’', '\'']);
        let (gap, more) = if close { ("", 1) } else { (" ", 0) };
        let room = side + keyword.saturating_sub(own.chars().count()) + more;
        let post: String = visible_line(&line.post).chars().take(room).collect();
        let mut where_: String = format!("{} {}", line.date, visible_line(&line.outlet));
        where_ = where_.trim().chars().take(place).collect();
        writeln!(
            out,
            "{pre:>side$} «{own}»{gap}{post:<room$} {}",
            where_.trim_end()
        )?;
    }
    Ok(())
}
