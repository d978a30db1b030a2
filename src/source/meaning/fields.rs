//! Which field of a record holds what: the names that news collections use, and the user's own.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, DateFlag};

use crate::source::block::{Place, Refusal, content};
use crate::source::meaning::dates;
use crate::source::meaning::html_text as html;
use crate::source::meaning::mend::mended;
use crate::source::meaning::names::{KNOWN, language};
use crate::source::meaning::role::{ROLES, Role};
use crate::source::options::{IdScope, Options};

/// Values found so far, each with the rank of its field.
#[derive(Default)]
pub(in crate::source) struct Found<'a> {
    /// Some bytes of the record were no characters.
    pub(in crate::source) undecoded: bool,
    /// Share of the text that the record holds, in thousandths, where it is a part.
    pub(in crate::source) completeness: Option<u16>,
    values: [Option<(usize, Cow<'a, str>)>; ROLES],
}

impl<'a> Found<'a> {
    pub(in crate::source) fn offer(&mut self, role: Role, rank: usize, value: Cow<'a, str>) {
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
        self.values[role as usize]
            .take()
            .map(|(_, v)| v.into_owned())
            .unwrap_or_default()
    }

    /// Whether the record is a post: its `source` then is the program that sent it, and no outlet.
    fn is_post(&self) -> bool {
        let rank = |role: Role| self.values[role as usize].as_ref().map(|(rank, _)| *rank);
        rank(Role::Title).is_none()
            && rank(Role::Date).is_some_and(|r| r == rank_of(Role::Date, "createdat"))
            && rank(Role::Outlet).is_some_and(|r| r == rank_of(Role::Outlet, "source"))
    }

    pub(in crate::source) fn article(
        mut self,
        place: Place<'_>,
        options: &Options,
    ) -> Result<Article, Refusal> {
        if self.is_post() {
            self.take(Role::Outlet);
        }
        let date = self.take(Role::Date);
        let article = Article {
            id: self.take(Role::Id).trim().to_owned(),
            date: None,
            date_flag: DateFlag::Missing,
            outlet: outlet(mended(self.take(Role::Outlet)).trim()),
            title: mended(self.take(Role::Title)).trim().to_owned(),
            text: mended(clean(self.take(Role::Text))),
            url: self.take(Role::Url).trim().to_owned(),
            language: self.take(Role::Language),
            author: mended(self.take(Role::Author)).trim().replace("\n\n", ", "),
            undecoded: self.undecoded,
            completeness: self.completeness,
        };
        finish(article, &date, place, false, options)
    }
}

/// The rank of a known name.
fn rank_of(role: Role, name: &str) -> usize {
    KNOWN
        .iter()
        .find(|(r, _)| *r == role)
        .and_then(|(_, names)| names.iter().position(|n| *n == name))
        .unwrap_or(usize::MAX)
}

/// An outlet that is given by its web address is called by its host; an address without a host stays as it is.
fn outlet(name: &str) -> String {
    let host = name.split_once("://").and_then(|(scheme, rest)| {
        let web = ["http", "https"]
            .iter()
            .any(|s| scheme.eq_ignore_ascii_case(s));
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
        Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| web && !host.is_empty())
    });
    host.map_or_else(|| name.to_owned(), str::to_lowercase)
}

/// Line ends as `\n`; a body that is written in HTML as text.
fn clean(text: String) -> String {
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    if html::has_markup(&text) {
        html::plain(&text)
    } else {
        text
    }
}

/// Completes an article: date and its flag, outlet, language, id. Refuses one without any text.
/// What the record leaves open the path pattern of the options may give. `own_file` says that the
/// article is all of its file, so that its path identifies it.
pub(in crate::source) fn finish(
    mut article: Article,
    date: &str,
    place: Place<'_>,
    own_file: bool,
    options: &Options,
) -> Result<Article, Refusal> {
    if article.title.trim().is_empty() && article.text.trim().is_empty() {
        return Err(content(
            "no text and no title (use --map text=FIELD if they are in another field)",
        ));
    }
    if [&article.title, &article.text]
        .iter()
        .all(|field| matches!(field.trim(), "" | "[Removed]" | "[removed]" | "[deleted]"))
    {
        return Err(content("its text was removed at the source"));
    }
    let named = options
        .path_pattern
        .as_ref()
        .and_then(|p| p.read(&place.full(), options.date_order))
        .unwrap_or_default();
    let (written, flag) = if date.trim().is_empty() {
        (named.date, DateFlag::Path)
    } else {
        let tongue = language(&article.language);
        let day = dates::parse_date_in(date, options.date_order, &tongue);
        (day, DateFlag::Given)
    };
    (article.date, article.date_flag) = match written {
        Some(day) if options.latest.is_some_and(|latest| day > latest) => (None, DateFlag::Future),
        Some(day) => (Some(day), flag),
        None if date.trim().is_empty() => (None, DateFlag::Missing),
        None => (None, DateFlag::Invalid),
    };
    article.undecoded |= [&article.title, &article.text]
        .iter()
        .any(|field| field.contains('\u{fffd}'));
    fill(&mut article.outlet, &named.outlet);
    fill(&mut article.outlet, &options.default_outlet);
    fill(&mut article.title, &named.title);
    fill(&mut article.author, &named.author);
    article.language = language(&article.language);
    if article.language.is_empty() {
        article.language = language(&named.language);
    }
    fill(&mut article.id, &named.id);
    if article.id.is_empty() {
        article.id.clone_from(&article.url);
    }
    if own_file {
        fill(&mut article.id, place.own_id());
    }
    if article.id.is_empty() {
        let content = format!(
            "{}\u{1f}{}\u{1f}{}",
            article.title, article.text, article.outlet
        );
        article.id = format!("x{:016x}", xxh3_64(content.as_bytes()));
    }
    if options.id_scope == IdScope::File && article.id != place.own_id() {
        article.id = format!("{}:{}", place.own_id(), article.id);
    }
    Ok(article)
}

fn fill(field: &mut String, from: &str) {
    if field.is_empty() {
        from.clone_into(field);
    }
}
