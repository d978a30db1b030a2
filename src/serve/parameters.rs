//! What stands after the question mark of an address.

use crate::analysis::Known;
use crate::error::Error;
use crate::model::Date;
use crate::store::Lens;

use super::answer::Answer;

/// Bytes of a query at most.
const LONGEST_QUERY: usize = 1_024;
/// Names of the parameters of a lens.
const LENS: [&str; 6] = ["query", "from", "to", "outlet", "actor", "lang"];
/// Rows of a page.
pub(super) const PAGE: usize = 50;

/// Names and values, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn new(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self(pairs.into_owned().collect())
    }

    /// The first value of that name that is not empty.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        self.all(name).into_iter().next()
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let own = self.0.iter().filter(|(key, _)| key == name);
        own.map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// Whether there is such a parameter, empty or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Refuses parameters that are neither those of a lens nor among `others`.
    pub(super) fn only(&self, others: &[&str]) -> Result<(), Answer> {
        let known = |name: &str| name == "token" || LENS.contains(&name) || others.contains(&name);
        match self.0.iter().find(|(name, _)| !known(name)) {
            None => Ok(()),
            Some((name, _)) => {
                let all: Vec<&str> = others.iter().chain(&LENS).copied().collect();
                Err(Answer::asked_wrongly(&format!(
                    "there is no parameter '{name}' here; there are {}",
                    all.join(", ")
                )))
            }
        }
    }

    /// Which articles are looked at.
    pub(super) fn lens(&self) -> Result<Lens, Answer> {
        let day = |name: &str, parse: fn(&str) -> Option<Date>| match self.one(name) {
            None => Ok(None),
            Some(text) => parse(text).map(Some).ok_or_else(|| {
                Answer::asked_wrongly(&format!(
                    "{name}: '{text}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
                ))
            }),
        };
        let all = |name: &str| {
            let values = self.all(name).into_iter();
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        Ok(Lens {
            query: self.query("query")?,
            from: day("from", Date::parse_start)?,
            to: day("to", Date::parse_end)?,
            outlets: all("outlet"),
            actors: all("actor"),
            languages: all("lang"),
        })
    }

    /// A full-text query.
    pub(super) fn query(&self, name: &str) -> Result<String, Answer> {
        let text = self.one(name).unwrap_or_default();
        if text.len() > LONGEST_QUERY {
            return Err(Answer::asked_wrongly(&format!(
                "the query has {} bytes; here at most {LONGEST_QUERY} are read. Longer ones can be asked with demarche search",
                text.len()
            )));
        }
        Ok(text.to_owned())
    }

    /// The number of the page, from 0.
    pub(super) fn page(&self) -> Result<usize, Answer> {
        match self.one("page") {
            None => Ok(0),
            Some(text) => text.parse::<u32>().map(|n| n as usize).map_err(|_| {
                Answer::asked_wrongly(&format!("page: '{text}' is not a whole number from 0"))
            }),
        }
    }

    /// The id of the actor that a parameter names.
    pub(super) fn actor(&self, name: &str, known: &Known<'_>) -> Result<Option<String>, Error> {
        self.one(name).map(|typed| known.actor(typed)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lens_is_read_as_the_options_of_the_commands_are() {
        let asked = Parameters::new(
            "query=gas+AND%20oil&from=2022&to=2022-02&outlet=Die+Zeit&outlet=R%26T&actor=RUS&lang=",
        );
        let lens = asked.lens().expect("a lens");
        assert_eq!(lens.query, "gas AND oil");
        assert_eq!(
            lens.from.map(|d| d.to_string()).as_deref(),
            Some("2022-01-01")
        );
        assert_eq!(
            lens.to.map(|d| d.to_string()).as_deref(),
            Some("2022-02-28")
        );
        assert_eq!(lens.outlets, ["Die Zeit", "R&T"]);
        assert_eq!(lens.actors, ["RUS"]);
        assert!(
            lens.languages.is_empty(),
            "an empty field of a form says nothing"
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let status = |query: &str| {
            let asked = Parameters::new(query);
            let read = asked.only(&["q", "page"]).and_then(|()| asked.lens());
            let read = read.and_then(|_| asked.page());
            read.map_or_else(|refusal| refusal.status.as_u16(), |_| 200)
        };
        assert_eq!(status("q=a&page=2"), 200);
        assert_eq!(status("form=2022"), 400);
        assert_eq!(status("from=yesterday"), 400);
        assert_eq!(status("page=-1"), 400);
        assert_eq!(status("page=99999999999"), 400);
        assert_eq!(
            status(&format!("query={}", "a".repeat(LONGEST_QUERY + 1))),
            400
        );
        assert_eq!(status("%ff=%00&&&=&a"), 400);
    }
}
