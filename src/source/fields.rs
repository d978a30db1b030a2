//! Which field of a record holds what: the names that news collections use, and the user's own.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Article, DateFlag};

use super::block::{Place, Refusal, content};
use super::names::{KNOWN, language, normalised};
use super::{Options, dates, encoding, html};

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

impl Role {
    /// All roles, in the order of their declaration.
    pub const ALL: [Self; ROLES] = [
        Self::Id,
        Self::Title,
        Self::Text,
        Self::Date,
        Self::Url,
        Self::Outlet,
        Self::Language,
        Self::Author,
    ];

    /// The word that `--map` uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Text => "text",
            Self::Date => "date",
            Self::Url => "url",
            Self::Outlet => "outlet",
            Self::Language => "language",
            Self::Author => "author",
        }
    }
}

/// The user's own field names (`--map text=BODY`), which go before the known ones. A dot leads into
/// an object: `--map outlet=thread.site`.
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
        let role = Role::ALL
            .into_iter()
            .find(|r| r.as_str() == role.trim())
            .ok_or_else(wrong)?;
        if field.trim().is_empty() {
            return Err(wrong());
        }
        self.own.push((role, field.trim().to_owned()));
        Ok(())
    }

    /// Role that the user gave to a field.
    pub(super) fn own_role(&self, field: &str) -> Option<(Role, usize)> {
        self.own
            .iter()
            .find(|(_, own)| own == field)
            .map(|(role, _)| (*role, 0))
    }

    /// Whether a name of the user's lies below `key`.
    pub(super) fn leads_through(&self, prefix: &str, key: &str) -> bool {
        self.own.iter().any(|(_, own)| {
            own.strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix(key))
                .is_some_and(|rest| rest.starts_with('.'))
        })
    }

    /// Role of a field and its rank within the role (lower wins).
    pub(super) fn role(&self, field: &str) -> Option<(Role, usize)> {
        if let Some(own) = self.own_role(field) {
            return Some(own);
        }
        let mut plain = [0_u8; 20];
        let plain = normalised(field, &mut plain)?;
        let (role, rank) = KNOWN.iter().find_map(|(role, names)| {
            names
                .iter()
                .position(|n| n.as_bytes() == plain)
                .map(|rank| (*role, rank))
        })?;
        // A role that the user has mapped is read from nowhere else.
        (!self.own.iter().any(|(own, _)| *own == role)).then_some((role, rank))
    }

    /// Whether a table with this header can be read: some column holds text or a headline.
    pub(super) fn knows(&self, header: &[String]) -> bool {
        header
            .iter()
            .any(|f| matches!(self.role(f), Some((Role::Text | Role::Title, _))))
    }
}

/// Values found so far, each with the rank of its field.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// Some bytes of the record were no characters.
    pub(super) undecoded: bool,
    values: [Option<(usize, Cow<'a, str>)>; ROLES],
}

impl<'a> Found<'a> {
    pub(super) fn offer(&mut self, role: Role, rank: usize, value: Cow<'a, str>) {
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

    pub(super) fn article(
        mut self,
        place: Place<'_>,
        options: &Options,
    ) -> Result<Article, Refusal> {
        let date = self.take(Role::Date);
        let article = Article {
            id: self.take(Role::Id).trim().to_owned(),
            date: None,
            date_flag: DateFlag::Missing,
            outlet: self.take(Role::Outlet).trim().to_owned(),
            title: self.take(Role::Title).trim().to_owned(),
            text: clean(self.take(Role::Text)),
            url: self.take(Role::Url).trim().to_owned(),
            language: self.take(Role::Language),
            author: self.take(Role::Author).trim().replace("\n\n", ", "),
            undecoded: self.undecoded,
            completeness: None,
        };
        finish(article, &date, place, false, options)
    }
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
pub(super) fn finish(
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
    let named = options
        .path_pattern
        .as_ref()
        .and_then(|p| p.read(&place.full(), options.date_order))
        .unwrap_or_default();
    let (written, flag) = if date.trim().is_empty() {
        (named.date, DateFlag::Path)
    } else {
        (dates::parse_date(date, options.date_order), DateFlag::Given)
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
    Ok(article)
}

fn fill(field: &mut String, from: &str) {
    if field.is_empty() {
        from.clone_into(field);
    }
}

pub(super) fn from_row(
    header: &[String],
    row: &csv::ByteRecord,
    place: Place<'_>,
    options: &Options,
) -> Result<Article, Refusal> {
    if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
        return Err(content("an empty row"));
    }
    let mut found = Found::default();
    for (name, cell) in header.iter().zip(row.iter()) {
        if let Some((role, rank)) = options.fields.role(name) {
            let (value, undecoded) = encoding::lenient(cell);
            found.undecoded |= undecoded;
            found.offer(role, rank, value);
        }
    }
    found.article(place, options)
}

pub(super) fn from_pairs(
    values: &[(String, String)],
    place: Place<'_>,
    options: &Options,
) -> Result<Article, Refusal> {
    let mut found = Found::default();
    for (name, value) in values {
        if let Some((role, rank)) = options.fields.role(name) {
            found.offer(role, rank, Cow::Borrowed(value));
        }
    }
    found.article(place, options)
}
