//! `demarche search`: hits with snippets, concordances, facets, counts over time.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;

use anyhow::bail;
use serde_json::{Value, json};

use crate::analysis::{Facet, ModelOptions, Search};
use crate::model::{Period, Span};
use crate::store::{Hit, Store};
use crate::tables::{FacetRow, HitRow, Table};

use crate::cli::args::{self, General, SearchFormat};
use crate::cli::output::{self, visible, visible_line};
use crate::cli::progress::Progress;
use crate::cli::search_output::{row_format, text, workbook};
use crate::cli::{kwic, setup};

/// Hits that are shown for reading unless another number is asked for.
const SHOWN: usize = 10;

/// Searches and prints.
pub fn run(general: &General, args: &args::Search) -> anyhow::Result<()> {
    if args.format == SearchFormat::Xlsx && args.output.is_none() {
        bail!("a workbook needs a file: --format xlsx --output FILE");
    }
    let store = Store::open(&args.store)?;
    let dictionary = ModelOptions::with_files(&args.dictionary).dictionary()?;
    let asked = (args.terms.as_str(), &args.lens.lens());
    let search = setup::search(general, &store, &dictionary, asked)?;
    if args.explain_query {
        let mut out = output::People(std::io::stdout().lock());
        for part in search.explain()? {
            let n = output::number(part.articles);
            writeln!(out, "{:>10}  {}{}", n, "  ".repeat(part.depth), part.what)?;
        }
        return Ok(());
    }
    match (args.kwic, args.facets, args.by) {
        (Some(words), ..) => kwic::concordance(general, &search, words, args),
        (_, true, _) => facets(general, &search, args),
        (.., Some(period)) => over_time(general, &search, period, args),
        _ => hits(general, &search, args),
    }
}

fn hits(general: &General, search: &Search<'_>, args: &args::Search) -> anyhow::Result<()> {
    if args.format == SearchFormat::Table {
        return hits_for_reading(general, search, args);
    }
    let (mut shown, mut count) = (0, 0);
    if let (SearchFormat::Xlsx, Some(path)) = (args.format, &args.output) {
        let mut rows = Vec::new();
        count = search.each::<crate::Error>(args.sort, args.limit, &mut |hit| {
            shown += 1;
            rows.push(hit_row(shown, &hit));
            Ok(())
        })?;
        workbook(path, Table::new("hits", rows))?;
    } else {
        output::to_file_or_stdout(args.output.as_deref(), |out| {
            let columns = [
                "rank", "score", "id", "date", "outlet", "title", "url", "snippet",
            ];
            output::rows(out, row_format(args.format), &columns, std::iter::empty())?;
            let out = RefCell::new(out);
            count = search.each::<anyhow::Error>(args.sort, args.limit, &mut |hit| {
                shown += 1;
                let row = std::iter::once(cells(shown, &hit));
                output::more_rows(*out.borrow_mut(), row_format(args.format), &columns, row)
            })?;
            Ok(())
        })?;
    }
    say_count(general, shown, count);
    Ok(())
}

fn say_count(general: &General, shown: u64, count: u64) {
    let n = output::number;
    output::say(
        general,
        format_args!("{} of {} articles", n(shown), n(count)),
    );
}

fn cells(rank: u64, hit: &Hit) -> Vec<Value> {
    let score = (hit.score > 0.0).then_some(hit.score);
    vec![
        json!(rank),
        score.map_or(Value::Null, |s| json!(s)),
        text(&hit.article.id),
        hit.article
            .date
            .map_or(Value::Null, |d| json!(d.to_string())),
        text(&hit.article.outlet),
        text(&hit.article.title),
        text(&hit.article.url),
        text(&marked(hit, "«", "»", |words| words.into())),
    ]
}

fn hit_row(rank: u64, hit: &Hit) -> HitRow {
    HitRow {
        rank,
        score: (hit.score > 0.0).then_some(hit.score),
        article: hit.article.id.clone(),
        date: hit.article.date.map(|d| d.to_string()).unwrap_or_default(),
        outlet: hit.article.outlet.clone(),
        title: hit.article.title.clone(),
        url: hit.article.url.clone(),
        snippet: marked(hit, "«", "»", |words| words.into()),
    }
}

fn hits_for_reading(
    general: &General,
    search: &Search<'_>,
    args: &args::Search,
) -> anyhow::Result<()> {
    let (mut shown, mut count) = (0, 0);
    output::to_file_or_stdout(args.output.as_deref(), |out| {
        let colour = args.output.is_none() && output::colour_out(general);
        let limit = Some(args.limit.unwrap_or(SHOWN));
        let out = RefCell::new(out);
        count = search.each::<anyhow::Error>(args.sort, limit, &mut |hit| {
            shown += 1;
            for_reading(*out.borrow_mut(), shown, &hit, colour)
        })?;
        Ok(())
    })?;
    say_count(general, shown, count);
    Ok(())
}

fn for_reading(out: &mut dyn Write, rank: u64, hit: &Hit, colour: bool) -> anyhow::Result<()> {
    let date = hit.article.date.map(|d| d.to_string()).unwrap_or_default();
    let title = if hit.article.title.is_empty() {
        "(no headline)"
    } else {
        &hit.article.title
    };
    writeln!(out, "{rank:>3}. {}", visible_line(title))?;
    let score = match hit.score {
        score if score > 0.0 => format!(" {score:.2}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "     {date} {} [{}]{score}",
        visible_line(&hit.article.outlet),
        visible_line(&hit.article.id)
    )?;
    if !hit.snippet.text.is_empty() {
        let shown = if colour {
            marked(hit, "\u{1b}[1m", "\u{1b}[0m", visible)
        } else {
            marked(hit, "«", "»", visible)
        };
        writeln!(out, "     {shown}")?;
    }
    Ok(())
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

fn facets(general: &General, search: &Search<'_>, args: &args::Search) -> anyhow::Result<()> {
    let found = search.facets(Period::Month, general.threads(), &Progress::new(general))?;
    let kinds = [
        ("outlet", &found.outlets),
        ("month", &found.periods),
        ("actor", &found.actors),
        ("language", &found.languages),
    ];
    if args.format == SearchFormat::Table {
        let most = args.limit.unwrap_or(SHOWN);
        output::to_file_or_stdout(args.output.as_deref(), |out| {
            let mut out = output::People(out);
            for (kind, facets) in kinds {
                writeln!(
                    out,
                    "{kind}: {} different",
                    output::number(facets.len() as u64)
                )?;
                // Months stand in order of time, the last ones here.
                let skip = if kind == "month" {
                    facets.len().saturating_sub(most)
                } else {
                    0
                };
                for facet in facets.iter().skip(skip).take(most) {
                    let n = output::number(facet.articles);
                    let value = match facet.value.as_str() {
                        "" => "(none)",
                        value => value,
                    };
                    writeln!(out, "  {n:>9}  {}", visible_line(value))?;
                }
            }
            Ok(())
        })?;
    } else {
        rows_of_facets(args, &kinds)?;
    }
    output::say(
        general,
        format_args!("{} articles", output::number(found.articles)),
    );
    Ok(())
}

fn over_time(
    general: &General,
    search: &Search<'_>,
    period: Period,
    args: &args::Search,
) -> anyhow::Result<()> {
    let found = search.facets(period, general.threads(), &Progress::new(general))?;
    let facets = &found.periods;
    if args.format == SearchFormat::Table {
        let most = facets.iter().map(|f| f.articles).max().unwrap_or(1).max(1);
        output::to_file_or_stdout(args.output.as_deref(), |out| {
            for facet in facets {
                let n = output::number(facet.articles);
                let value = match facet.value.as_str() {
                    "" => "(no date)",
                    value => value,
                };
                let bar = "#".repeat((facet.articles * 50).div_ceil(most) as usize);
                writeln!(out, "{value:<12} {n:>9}  {bar}")?;
            }
            Ok(())
        })?;
    } else {
        rows_of_facets(args, &[("period", facets)])?;
    }
    output::say(
        general,
        format_args!("{} articles", output::number(found.articles)),
    );
    Ok(())
}

fn rows_of_facets(args: &args::Search, kinds: &[(&str, &Vec<Facet>)]) -> anyhow::Result<()> {
    let all = || {
        kinds
            .iter()
            .flat_map(|(kind, facets)| facets.iter().map(move |f| (*kind, f)))
    };
    if let (SearchFormat::Xlsx, Some(path)) = (args.format, &args.output) {
        let rows = all().map(|(kind, f)| FacetRow {
            facet: kind,
            value: &f.value,
            articles: f.articles,
        });
        return workbook(path, Table::new("facets", rows));
    }
    output::to_file_or_stdout(args.output.as_deref(), |out| {
        let rows = all().map(|(kind, f)| vec![json!(kind), text(&f.value), json!(f.articles)]);
        output::rows(
            out,
            row_format(args.format),
            &["facet", "value", "articles"],
            rows,
        )
    })
}
