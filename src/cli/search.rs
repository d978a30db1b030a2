//! `demarche search`: ranked hits with snippets, or a concordance.

use std::borrow::Cow;
use std::io::Write;

use crate::analysis::ModelOptions;
use crate::model::Span;
use crate::store::{Hit, Store};
use serde_json::{Value, json};

use crate::cli::args::{self, General, RowFormat};
use crate::cli::output::{self, visible, visible_line};
use crate::cli::setup;

/// Searches and prints.
pub fn run(general: &General, args: &args::Search) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let mut lens = args.lens.lens();
    lens.query = match lens.query.as_str() {
        "" => args.terms.clone(),
        more => format!("({}) AND ({more})", args.terms),
    };
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let lens = setup::lens(general, &store, &dictionary, &lens)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match args.kwic {
        Some(words) => kwic(&store, &lens, words, args, &mut out)?,
        None => hits(general, &store, &lens, args, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

fn hits(
    general: &General,
    store: &Store,
    lens: &crate::store::Lens,
    args: &args::Search,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (count, hits) = store.search(lens, args.limit)?;
    if args.format != RowFormat::Table {
        let columns = [
            "rank", "score", "id", "date", "outlet", "title", "url", "snippet",
        ];
        let rows = hits.iter().enumerate().map(|(rank, hit)| {
            vec![
                json!(rank + 1),
                json!(hit.score),
                text(&hit.article.id),
                hit.article
                    .date
                    .map_or(Value::Null, |d| json!(d.to_string())),
                text(&hit.article.outlet),
                text(&hit.article.title),
                text(&hit.article.url),
                text(&marked(hit, "«", "»", |words| words.into())),
            ]
        });
        return output::rows(out, args.format, &columns, rows);
    }
    let colour = output::colour_out(general);
    for (rank, hit) in hits.iter().enumerate() {
        let date = hit.article.date.map(|d| d.to_string()).unwrap_or_default();
        let title = if hit.article.title.is_empty() {
            "(no headline)"
        } else {
            &hit.article.title
        };
        writeln!(out, "{:>3}. {}", rank + 1, visible_line(title))?;
        writeln!(
            out,
            "     {date} {} [{}] {:.2}",
            visible_line(&hit.article.outlet),
            visible_line(&hit.article.id),
            hit.score
        )?;
        if !hit.snippet.text.is_empty() {
            let shown = if colour {
                marked(hit, "\u{1b}[1m", "\u{1b}[0m", visible)
            } else {
                marked(hit, "«", "»", visible)
            };
            writeln!(out, "     {shown}")?;
        }
    }
    let n = |n: usize| output::number(n as u64);
    output::say(
        general,
        format_args!("{} of {} articles", n(hits.len()), n(count)),
    );
    Ok(())
}

fn text(value: &str) -> Value {
    if value.is_empty() {
        Value::Null
    } else {
        json!(value)
    }
}

/// The snippet on one line with the words found between marks; `show` makes its words fit for where they go.
fn marked(hit: &Hit, open: &str, close: &str, show: fn(&str) -> Cow<'_, str>) -> String {
    let mut shown = String::new();
    let mut at = 0;
    for Span { start, end } in &hit.snippet.highlights {
        let (start, end) = (*start as usize, *end as usize);
        if start < at {
            continue;
        }
        shown.push_str(&show(&hit.snippet.text[at..start]));
        shown.push_str(open);
        shown.push_str(&show(&hit.snippet.text[start..end]));
        shown.push_str(close);
        at = end;
    }
    shown.push_str(&show(&hit.snippet.text[at..]));
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kwic(
    store: &Store,
    lens: &crate::store::Lens,
    words: usize,
    args: &args::Search,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let lines = store.kwic(lens, words)?;
    if args.format == RowFormat::Table {
        let width = 60;
        for line in &lines {
            let pre: String = {
                let chars: Vec<char> = line.pre.chars().collect();
                chars[chars.len().saturating_sub(width)..].iter().collect()
            };
            let post: String = line.post.chars().take(width).collect();
            let (pre, post) = (visible_line(&pre), visible_line(&post));
            writeln!(
                out,
                "{pre:>width$} «{}» {post:<width$} [{}]",
                visible_line(&line.keyword),
                visible_line(&line.article)
            )?;
        }
        return Ok(());
    }
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
    output::rows(out, args.format, &columns, rows)
}
