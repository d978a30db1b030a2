//! The stories in `demarche info`: the largest ones, and a file of who tells which.

use std::io::Write;
use std::path::Path;

use crate::export::{ExportOptions, Format, outputs, write_atomically_with};
use crate::model::Date;
use crate::pipeline::{self, Story};
use crate::store::Scan;
use crate::tables::{StoryRow, story_table};
use serde_json::{Value, json};

use crate::cli::args::{General, StoryListArgs};
use crate::cli::output;

/// Lists the stories if they are asked for, and writes the file of members.
pub fn list(
    general: &General,
    scan: &Scan<'_>,
    args: &StoryListArgs,
) -> anyhow::Result<Option<Vec<Story>>> {
    if args.stories.is_none() && args.members.is_none() {
        return Ok(None);
    }
    let mut stories = pipeline::list_stories(scan, general.threads())?;
    if let Some(path) = &args.members {
        members(general, scan, &stories, path)?;
    }
    let Some(most) = args.stories else {
        return Ok(None);
    };
    stories.truncate(most);
    Ok(Some(stories))
}

fn members(
    general: &General,
    scan: &Scan<'_>,
    stories: &[Story],
    path: &Path,
) -> anyhow::Result<()> {
    let mut read = Vec::new();
    for story in stories {
        read.push(story.read(scan)?);
    }
    let rows = read.iter().flat_map(|articles| {
        articles.iter().map(|told| StoryRow {
            story: &articles[0].article.id,
            article: &told.article.id,
            outlet: &told.article.outlet,
            date: day(told.article.date),
            title: &told.article.title,
            similarity: told.similarity,
        })
    });
    let tables = [story_table(rows)];
    let options = ExportOptions::default();
    for output in outputs(Format::Csv, &tables, &options) {
        write_atomically_with(path, |sink| output.write(sink))?;
    }
    output::say(
        general,
        format_args!(
            "{} articles of {} stories in {}",
            output::number(tables[0].rows() as u64),
            output::number(stories.len() as u64),
            path.display()
        ),
    );
    Ok(())
}

fn day(date: Option<Date>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

/// The stories as JSON.
pub fn to_json(scan: &Scan<'_>, stories: &[Story]) -> anyhow::Result<Value> {
    let mut list = Vec::new();
    for story in stories {
        let earliest = story.earliest(scan)?;
        list.push(json!({
            "story": earliest.id,
            "title": earliest.title,
            "outlet": earliest.outlet,
            "articles": story.articles(),
            "outlets": story.outlets,
            "first_date": story.first().map(|d| d.to_string()),
            "last_date": story.last().map(|d| d.to_string()),
            "similarity": story.similarity.map(|s| (s * 1e3).round() / 1e3),
        }));
    }
    Ok(Value::Array(list))
}

/// The stories for people.
pub fn print(out: &mut dyn Write, scan: &Scan<'_>, stories: &[Story]) -> anyhow::Result<()> {
    writeln!(
        out,
        "stories told most often: articles, outlets, days, share of text in common, the earliest article"
    )?;
    for story in stories {
        let earliest = story.earliest(scan)?;
        let days = match (story.first(), story.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(first), _) => first.to_string(),
            _ => String::new(),
        };
        let share = story
            .similarity
            .map_or(String::new(), |s| format!("{:.0} %", 100.0 * s));
        writeln!(
            out,
            "  {:>10} {:>5}  {days:<24} {share:>5}  {}: {}",
            output::number(story.articles()),
            output::number(story.outlets),
            output::visible_line(&earliest.id),
            output::visible_line(&earliest.title)
        )?;
    }
    Ok(())
}
