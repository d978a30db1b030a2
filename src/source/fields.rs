//! Which field of a record holds what: the names that news collections use, and the user's own.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, DateFlag};

use super::{Options, dates};

/// What a field of a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Identifier.
    Id,
    /// Headline.
    Title,
    /// Body.
    Text,
    /// Day of publication.
    Date,
    /// Where it was published.
    Url,
    /// Newspaper, agency or site.
    Outlet,
    /// ISO 639-1 code or name of the language.
    Language,
    /// Byline.
    Author,
}

const ROLES: usize = 8;

/// Known field names by role; the first that is present and not empty wins. The lists follow
/// news-please, CC-News, Media Cloud, Webz, ninjs, NGEC, GDELT, schema.org and quanteda's TIF.
const KNOWN: [(Role, &[&str]); ROLES] = [
    (Role::Id, &["id", "doc_id", "uuid", "uri", "story_id", "stories_id", "article_id", "docid", "guid", "GKGRECORDID", "_id"]),
    (Role::Title, &["title", "headline", "article_title", "headlines", "title_page"]),
    (Role::Text, &[
        "text", "maintext", "plain_text", "text_content", "event_text", "body_text", "body",
        "content", "articleBody", "article_text", "bodies", "document", "article", "full_text",
        "fulltext", "story_text",
    ]),
    (Role::Date, &[
        "date", "date_publish", "published_date", "published", "publication_date", "publish_date",
        "published_at", "publishedAt", "pub_date", "pubDate", "datePublished", "date_published",
        "versionCreated", "versioncreated", "DATE", "datetime", "timestamp",
    ]),
    (Role::Url, &["url", "requested_url", "link", "canonical_url", "DocumentIdentifier", "web_url"]),
    (Role::Outlet, &[
        "outlet", "source", "source_domain", "media_name", "publisher", "source_name", "domain",
        "site", "SourceCommonName", "newspaper", "thread",
    ]),
    (Role::Language, &["language", "lang"]),
    (Role::Author, &["author", "authors", "byline"]),
];

/// The user's own field names (`--map text=BODY`), which go before the known ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    own: Vec<(Role, String)>,
}

impl FieldMap {
    /// Adds `role=FIELD`.
    ///
    /// # Errors
    /// A message that names the roles when there is no `=` or the role is unknown.
    pub fn add(&mut self, assignment: &str) -> Result<(), String> {
        let wrong = || {
            format!(
                "'{assignment}': write ROLE=FIELD with ROLE one of id, title, text, date, url, outlet, language, author"
            )
        };
        let (role, field) = assignment.split_once('=').ok_or_else(wrong)?;
        let role = match role.trim() {
            "id" => Role::Id,
            "title" => Role::Title,
            "text" => Role::Text,
            "date" => Role::Date,
            "url" => Role::Url,
            "outlet" => Role::Outlet,
            "language" => Role::Language,
            "author" => Role::Author,
            _ => return Err(wrong()),
        };
        if field.trim().is_empty() {
            return Err(wrong());
        }
        self.own.push((role, field.trim().to_owned()));
        Ok(())
    }

    /// Role of a field and its rank within the role (lower wins).
    fn role(&self, field: &str) -> Option<(Role, usize)> {
        if let Some((role, _)) = self.own.iter().find(|(_, own)| own == field) {
            return Some((*role, 0));
        }
        let (role, names) = KNOWN.iter().find(|(_, names)| names.contains(&field))?;
        // A role that the user has mapped is read from nowhere else.
        if self.own.iter().any(|(own, _)| own == role) {
            return None;
        }
        names.iter().position(|n| *n == field).map(|rank| (*role, rank))
    }

    /// Whether a table with this header can be read: some column holds text or a headline.
    pub(super) fn knows(&self, header: &[String]) -> bool {
        header.iter().any(|f| matches!(self.role(f), Some((Role::Text | Role::Title, _))))
    }
}

/// Values found so far, each with the rank of its field.
#[derive(Default)]
struct Found<'a> {
    values: [Option<(usize, Cow<'a, str>)>; ROLES],
}

impl<'a> Found<'a> {
    fn offer(&mut self, role: Role, rank: usize, value: Cow<'a, str>) {
        let blank = value.trim();
        if blank.is_empty() || matches!(blank, "None" | "null" | "NULL" | "NaN" | "nan") {
            return;
        }
        let slot = &mut self.values[role as usize];
        if slot.as_ref().is_none_or(|(best, _)| rank < *best) {
            *slot = Some((rank, value));
        }
    }

    fn take(&mut self, role: Role) -> String {
        self.values[role as usize].take().map(|(_, v)| v.into_owned()).unwrap_or_default()
    }

    fn article(mut self, options: &Options) -> Result<Article, String> {
        let date = self.take(Role::Date);
        let article = Article {
            id: self.take(Role::Id).trim().to_owned(),
            date: None,
            date_flag: DateFlag::Missing,
            outlet: self.take(Role::Outlet).trim().to_owned(),
            title: self.take(Role::Title).trim().to_owned(),
            text: clean(self.take(Role::Text)),
            url: self.take(Role::Url).trim().to_owned(),
            language: language_code(&self.take(Role::Language)),
            author: self.take(Role::Author).trim().to_owned(),
        };
        finish(article, (!date.is_empty()).then_some(date.as_str()), options)
    }
}

fn clean(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// ISO 639-1 code of a language given as code, locale or English name; empty when it is none of these.
fn language_code(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let code = lower.split(['-', '_']).next().unwrap_or("");
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) {
        return code.to_owned();
    }
    match code {
        "english" | "eng" => "en",
        "german" | "deu" | "ger" => "de",
        "french" | "fra" | "fre" => "fr",
        "spanish" | "spa" => "es",
        "russian" | "rus" => "ru",
        "chinese" | "zho" | "chi" => "zh",
        "italian" | "ita" => "it",
        "portuguese" | "por" => "pt",
        "arabic" | "ara" => "ar",
        "ukrainian" | "ukr" => "uk",
        "turkish" | "tur" => "tr",
        "polish" | "pol" => "pl",
        "dutch" | "nld" | "dut" => "nl",
        "japanese" | "jpn" => "ja",
        "korean" | "kor" => "ko",
        _ => "",
    }
    .to_owned()
}

/// Completes an article: date and its flag, outlet, id. Refuses one without any text.
pub(super) fn finish(
    mut article: Article,
    date: Option<&str>,
    options: &Options,
) -> Result<Article, String> {
    if article.title.is_empty() && article.text.trim().is_empty() {
        return Err("no text and no title (use --map text=FIELD if they are in another field)".into());
    }
    if let Some(written) = date {
        match dates::parse_date(written, options.date_order) {
            Some(date) if options.latest.is_some_and(|latest| date > latest) => {
                article.date_flag = DateFlag::Future;
            }
            Some(date) => {
                article.date = Some(date);
                article.date_flag = DateFlag::Given;
            }
            None => article.date_flag = DateFlag::Invalid,
        }
    }
    if article.outlet.is_empty() {
        article.outlet.clone_from(&options.default_outlet);
    }
    if article.id.is_empty() {
        article.id = if article.url.is_empty() {
            let content = format!("{}\u{1f}{}\u{1f}{}", article.title, article.text, article.outlet);
            format!("x{:016x}", xxh3_64(content.as_bytes()))
        } else {
            article.url.clone()
        };
    }
    Ok(article)
}

pub(super) fn from_row(
    header: &[String],
    row: &csv::ByteRecord,
    options: &Options,
) -> Result<Article, String> {
    let mut found = Found::default();
    for (name, cell) in header.iter().zip(row.iter()) {
        if let Some((role, rank)) = options.fields.role(name) {
            found.offer(role, rank, String::from_utf8_lossy(cell));
        }
    }
    found.article(options)
}

pub(super) fn from_json(bytes: &[u8], options: &Options) -> Result<Article, String> {
    let bytes = bytes.trim_ascii();
    if std::str::from_utf8(bytes).is_err() {
        return Err("not valid UTF-8".into());
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let visitor = RecordVisitor { fields: &options.fields };
    let found = deserializer.deserialize_map(visitor).map_err(|e| format!("not a JSON object: {e}"))?;
    deserializer.end().map_err(|e| format!("not one JSON object: {e}"))?;
    found.article(options)
}

struct RecordVisitor<'o> {
    fields: &'o FieldMap,
}

impl<'de> Visitor<'de> for RecordVisitor<'_> {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::default();
        while let Some(Text(key)) = map.next_key::<Text<'de>>()? {
            match self.fields.role(&key) {
                Some((role, rank)) => {
                    let Text(value) = map.next_value::<Text<'de>>()?;
                    found.offer(role, rank, value);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

/// Any JSON value as text: strings as they are, numbers written out, lists joined, objects by the
/// field that holds their text (`value`, `content`, `name`, `site`).
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Text)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_string()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(Cow::Owned(v.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut joined = String::new();
        while let Some(Text(part)) = seq.next_element::<Text<'de>>()? {
            if !joined.is_empty() && !part.is_empty() {
                joined.push_str("\n\n");
            }
            joined.push_str(&part);
        }
        Ok(Cow::Owned(joined))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const NAMES: [&str; 6] = ["value", "content", "text", "name", "site", "title"];
        let mut best: Option<(usize, Cow<'de, str>)> = None;
        while let Some(Text(key)) = map.next_key::<Text<'de>>()? {
            match NAMES.iter().position(|n| *n == key) {
                Some(rank) => {
                    let Text(value) = map.next_value::<Text<'de>>()?;
                    if best.as_ref().is_none_or(|(r, _)| rank < *r) {
                        best = Some((rank, value));
                    }
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(best.map_or(Cow::Borrowed(""), |(_, v)| v))
    }
}
