//! `/api/search`: hits with snippets, and facets.

use serde_json::{Value, json};

use crate::analysis::{Facet, Search};
use crate::error::Error;
use crate::model::{Period, Span};
use crate::store::{Hit, HitOrder};

use super::answer::Answer;
use super::articles::article_json;
use super::parameters::{PAGE, Parameters};
use super::server::Server;
use super::studies::Deadline;

/// Pages at most: the hits before are read too.
const PAGES: usize = 40;
/// Outlets and actors of a facet at most.
const FACETS: usize = 12;

/// The hits of a page, how many there are in all, and how they are spread.
pub(super) fn answer(
    server: &Server,
    parameters: &Parameters,
    deadline: Deadline,
) -> Result<Answer, Answer> {
    parameters.only(&["q", "page", "sort"])?;
    let (query, lens, number) = (
        parameters.query("q")?,
        parameters.lens()?,
        parameters.page()?,
    );
    if number >= PAGES {
        return Err(Answer::asked_wrongly(&format!(
            "only the first {} hits are shown; narrow the search, or print all of them with demarche search",
            PAGES * PAGE
        )));
    }
    let order = match parameters.one("sort") {
        None | Some("relevance") => HitOrder::Relevance,
        Some("newest") => HitOrder::Newest,
        Some("oldest") => HitOrder::Oldest,
        Some(other) => {
            return Err(Answer::asked_wrongly(&format!(
                "sort: there is no order '{other}'; there are relevance, newest, oldest"
            )));
        }
    };
    let found = || -> Result<Value, Error> {
        let dictionary = &server.explain.dictionary;
        let search = Search::new(&server.store, dictionary, &query, &lens)?;
        let (mut hits, mut met) = (Vec::new(), 0);
        let count = search.each::<Error>(order, Some((number + 1) * PAGE), &mut |hit| {
            met += 1;
            if met > number * PAGE {
                hits.push(hit_json(&hit));
            }
            Ok(())
        })?;
        let threads = server.options.study.threads;
        let facets = search.facets(Period::Year, threads, &deadline)?;
        let plain = |facets: &[Facet], most: usize| -> Vec<Value> {
            let shown = facets.iter().take(most);
            shown.map(|f| json!([f.value, f.articles])).collect()
        };
        let actors = facets.actors.iter().take(FACETS);
        let actors = actors.map(|f| json!([f.value, f.articles, server.label(&f.value)]));
        Ok(json!({
            "count": count,
            "page": number,
            "size": PAGE,
            "pages": (count as usize).div_ceil(PAGE).min(PAGES),
            "hints": search.hints(),
            "hits": hits,
            "facets": {
                "outlets": plain(&facets.outlets, FACETS),
                "years": plain(&facets.periods, usize::MAX),
                "actors": actors.collect::<Vec<_>>(),
                "languages": plain(&facets.languages, FACETS),
            },
        }))
    };
    let found = found().map_err(|error| Answer::of(&error))?;
    Ok(Answer::json(&found))
}

fn hit_json(hit: &Hit) -> Value {
    let text = &hit.snippet.text;
    let character = |byte: u32| {
        let before = text.get(..byte as usize);
        before.map_or(0, |before| before.chars().count())
    };
    let marks = hit.snippet.highlights.iter();
    let marks = marks.map(|Span { start, end }| [character(*start), character(*end)]);
    json!({
        "article": article_json(&hit.article),
        "score": (hit.score > 0.0).then_some(hit.score),
        "snippet": text,
        "marks": marks.collect::<Vec<_>>(),
    })
}
