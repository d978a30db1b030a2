//! What a page says of itself: headline, date, address, outlet, language, author.

use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::source::meaning::html_text::inline;

/// What was found; empty where the page says nothing.
#[derive(Debug, Default)]
pub(in crate::source) struct PageMeta {
    pub(in crate::source) title: String,
    pub(in crate::source) date: String,
    pub(in crate::source) url: String,
    pub(in crate::source) outlet: String,
    pub(in crate::source) language: String,
    pub(in crate::source) author: String,
    /// The body, if the page carries it apart.
    pub(in crate::source) body: String,
}

/// A value with the rank of where it stood: lower wins.
#[derive(Default)]
struct Best(Option<(usize, String)>);

impl Best {
    fn offer(&mut self, rank: usize, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && self.0.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> String {
        self.0.map(|(_, value)| value).unwrap_or_default()
    }
}

/// Nodes within an element that its text is taken from.
const LOOKED_AT: usize = 400;
/// Names of meta elements that give a date of publication, best first.
const DATES: [&str; 22] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "pubdate",
    "pub_date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "date",
];
const TITLES: [&str; 6] = [
    "og:title",
    "twitter:title",
    "dc.title",
    "headline",
    "sailthru.title",
    "title",
];
const OUTLETS: [&str; 4] = [
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
];
const AUTHORS: [&str; 6] = [
    "author",
    "article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
];
const LANGUAGES: [&str; 4] = ["og:locale", "content-language", "language", "dc.language"];

#[derive(Default)]
struct Finder {
    title: Best,
    date: Best,
    url: Best,
    outlet: Best,
    language: Best,
    author: Best,
    body: String,
}

impl PageMeta {
    /// Reads a page that was found at `url`, which may be empty.
    pub(in crate::source) fn of(page: &Html, url: &str) -> Self {
        let mut found = Finder::default();
        for element in page.root_element().descendent_elements() {
            found.element(element);
        }
        let canonical = found.url.take();
        let absolute = canonical.starts_with("http://") || canonical.starts_with("https://");
        let url = if absolute { canonical } else { url.to_owned() };
        let mut outlet = found.outlet.take();
        if outlet.is_empty() || outlet.starts_with("http") {
            outlet = host(&url);
        }
        let title = without_site(&found.title.take(), &outlet);
        Self {
            title,
            date: found.date.take(),
            outlet,
            language: found.language.take(),
            author: found.author.take(),
            body: found.body,
            url,
        }
    }
}

impl Finder {
    fn element(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        let attr = |name| value.attr(name).unwrap_or("");
        // Of elements within each other each is looked at: none costs more than a look at its beginning.
        let text = || {
            element
                .descendants()
                .take(LOOKED_AT)
                .filter_map(|node| node.value().as_text().map(|text| &**text))
                .collect::<String>()
        };
        match value.name() {
            "html" => self.language.offer(0, attr("lang")),
            "title" => self.title.offer(30, &text()),
            "h1" => self.title.offer(20, &text()),
            "link" if attr("rel").eq_ignore_ascii_case("canonical") => {
                self.url.offer(0, attr("href"));
            }
            "meta" => self.meta(
                &["property", "name", "itemprop", "http-equiv"].map(|n| attr(n).to_lowercase()),
                attr("content"),
            ),
            "script" if attr("type").eq_ignore_ascii_case("application/ld+json") => {
                let source: String = element.text().collect();
                if let Ok(value) = serde_json::from_str::<Value>(source.trim()) {
                    self.linked(&value, 0);
                }
            }
            "time" => {
                let published = value.attr("pubdate").is_some()
                    || attr("itemprop").eq_ignore_ascii_case("datePublished");
                let written = if attr("datetime").is_empty() {
                    text()
                } else {
                    attr("datetime").to_owned()
                };
                self.date.offer(if published { 5 } else { 60 }, &written);
            }
            _ if attr("itemprop").eq_ignore_ascii_case("datePublished") => {
                let given = [attr("datetime"), attr("content")]
                    .into_iter()
                    .find(|v| !v.is_empty());
                self.date.offer(5, &given.map_or_else(text, str::to_owned));
            }
            _ if attr("itemprop").eq_ignore_ascii_case("headline") => self.title.offer(10, &text()),
            _ => {}
        }
    }

    fn meta(&mut self, names: &[String; 4], content: &str) {
        let rank = |list: &[&str]| {
            names
                .iter()
                .find_map(|n| list.iter().position(|known| known == n))
        };
        if let Some(rank) = rank(&DATES) {
            self.date.offer(10 + rank, content);
        }
        if let Some(rank) = rank(&TITLES) {
            self.title.offer(11 + rank, content);
        }
        if let Some(rank) = rank(&OUTLETS) {
            self.outlet.offer(1 + rank, content);
        }
        if let Some(rank) = rank(&AUTHORS)
            && !content.starts_with("http")
        {
            self.author.offer(5 + rank, content);
        }
        if let Some(rank) = rank(&LANGUAGES) {
            self.language.offer(2 + rank, content);
        }
        if rank(&["og:url"]).is_some() {
            self.url.offer(1, content);
        }
    }

    /// JSON-LD as schema.org has it: an article, a list, or a graph of things.
    fn linked(&mut self, value: &Value, depth: usize) {
        if depth > 8 {
            return;
        }
        match value {
            Value::Array(values) => values
                .iter()
                .take(100)
                .for_each(|v| self.linked(v, depth + 1)),
            Value::Object(object) => {
                if is_article(&object.get("@type").cloned().unwrap_or_default()) {
                    let get = |name: &str| object.get(name).map(name_of).unwrap_or_default();
                    self.title.offer(8, &inline(&get("headline")));
                    self.date.offer(0, &get("datePublished"));
                    self.author.offer(0, &get("author"));
                    self.outlet.offer(0, &get("publisher"));
                    self.language.offer(1, &get("inLanguage"));
                    self.url.offer(2, &get("url"));
                    let body = get("articleBody");
                    if body.len() > self.body.len() {
                        self.body = body;
                    }
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = object.get(name) {
                        self.linked(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => {
            name.ends_with("Article") || name.ends_with("Posting") || name == "Report"
        }
        Value::Array(names) => names.iter().any(|n| n.is_string() && is_article(n)),
        _ => false,
    }
}

/// A value as text: the name of a thing, the names of several.
fn name_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(object) => ["name", "@value", "alternateName"]
            .iter()
            .find_map(|n| object.get(*n).and_then(Value::as_str))
            .unwrap_or("")
            .to_owned(),
        Value::Array(values) => {
            let names: Vec<String> = values
                .iter()
                .filter(|v| !v.is_array())
                .map(name_of)
                .filter(|n| !n.is_empty())
                .collect();
            names.join(", ")
        }
        _ => String::new(),
    }
}

/// The host of an address, without `www.`.
pub(in crate::source) fn host(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else {
        return String::new();
    };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    host.strip_prefix("www.").unwrap_or(host).to_lowercase()
}

/// A headline without the name of the site behind a bar or dash.
fn without_site(title: &str, outlet: &str) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let plain = |s: &str| {
                s.chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<String>()
                    .to_lowercase()
            };
            let (tail, outlet) = (plain(tail), plain(outlet));
            if !tail.is_empty()
                && !outlet.is_empty()
                && (outlet.contains(&tail) || tail.contains(&outlet))
            {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}
