//! Records of named values: an entry of a feed, an element of an XML document, a row of Parquet.

use std::borrow::Cow;

use crate::model::Article;

use crate::source::block::{Note, Place, Record, Refusal, excerpt};
use crate::source::meaning::fields::Found;
use crate::source::options::Options;

/// Names and values of one article.
pub(in crate::source) type Pairs = Vec<(String, String)>;

/// A record of named values.
#[derive(Debug)]
pub(in crate::source) struct Named(pub(in crate::source) Pairs);

impl Record for Named {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        let mut found = Found::default();
        for (name, value) in &self.0 {
            if let Some((role, rank)) = options.fields.role(name) {
                found.offer(role, rank, Cow::Borrowed(value));
            }
        }
        found.article(place, options)
    }

    fn size(&self) -> usize {
        self.0.iter().map(|(n, v)| n.len() + v.len()).sum()
    }

    fn excerpt(&self) -> String {
        let all: Vec<_> = self
            .0
            .iter()
            .map(|(_, v)| v.as_str())
            .filter(|v| !v.is_empty())
            .collect();
        excerpt(all.join(" ").as_bytes())
    }

    fn note(&self, note: &mut Note<'_>) {
        for (name, value) in &self.0 {
            note(name, value);
        }
    }
}
