//! Articles in which no actor was found, by outlet and language.

use serde::Serialize;

/// How many articles of an outlet in a language name no actor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Coverage {
    /// Outlet; empty for articles that name none.
    pub outlet: String,
    /// ISO 639-1 code; empty where the language is not known.
    pub language: String,
    /// Articles.
    pub articles: u64,
    /// Articles among them without a mention read as an actor.
    pub without_actor: u64,
}

/// Articles that an outlet must have for a warning, …
const LEAST: u64 = 20;
/// … and of how many of them one must name no actor.
const ONE_OF: u64 = 3;

/// A sentence for each outlet of which at least a third of the articles, of 20 or more, name no actor: their names may be
/// missing in the dictionary, their language taken for another one. The outlets with most such articles come first.
///
/// # Example
///
/// ```
/// use demarche::model::{Coverage, coverage_warnings};
/// let row = |language: &str, articles, without_actor| Coverage {
///     outlet: "Gazette".into(),
///     language: language.into(),
///     articles,
///     without_actor,
/// };
/// assert!(coverage_warnings(&[row("en", 90, 29)]).is_empty());
/// let warnings = coverage_warnings(&[row("en", 60, 5), row("", 30, 30)]);
/// assert_eq!(
///     warnings,
///     ["Gazette: 35 of 90 articles (39 %) name no actor (unknown language: 30 of 30; en: 5 of 60)"]
/// );
/// ```
pub fn coverage_warnings(rows: &[Coverage]) -> Vec<String> {
    let mut rows: Vec<&Coverage> = rows.iter().collect();
    rows.sort_unstable_by_key(|r| (&r.outlet, std::cmp::Reverse(r.without_actor), &r.language));
    let mut warnings = Vec::new();
    for outlet in rows.chunk_by(|a, b| a.outlet == b.outlet) {
        let articles: u64 = outlet.iter().map(|r| r.articles).sum();
        let without: u64 = outlet.iter().map(|r| r.without_actor).sum();
        if articles < LEAST || without * ONE_OF < articles {
            continue;
        }
        let languages: Vec<String> = outlet.iter().map(|r| by_language(r)).collect();
        let name = if outlet[0].outlet.is_empty() {
            "articles without an outlet"
        } else {
            &outlet[0].outlet
        };
        let share = 100.0 * without as f64 / articles as f64;
        let line = format!(
            "{name}: {without} of {articles} articles ({share:.0} %) name no actor ({})",
            languages.join("; ")
        );
        warnings.push((std::cmp::Reverse(without), line));
    }
    warnings.sort_unstable();
    warnings.into_iter().map(|(_, line)| line).collect()
}

fn by_language(row: &Coverage) -> String {
    let language = if row.language.is_empty() {
        "unknown language"
    } else {
        &row.language
    };
    format!("{language}: {} of {}", row.without_actor, row.articles)
}
