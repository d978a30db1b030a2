//! Names that fields and languages go by.

use crate::source::meaning::role::Role;

/// Known field names by role; the first that is present and not empty wins. The lists follow
/// news-please, CC-News, Media Cloud, Webz, ninjs, NGEC, GDELT, schema.org and quanteda's TIF. Names
/// are compared without regard to case, `_`, `-` and blanks.
pub(in crate::source) const KNOWN: [(Role, &[&str]); Role::ALL.len()] = [
    (
        Role::Id,
        &[
            "id",
            "docid",
            "uuid",
            "uri",
            "storyid",
            "storiesid",
            "articleid",
            "guid",
            "gkgrecordid",
            "recordid",
            "newid",
        ],
    ),
    (
        Role::Title,
        &[
            "title",
            "headline",
            "headlines",
            "articletitle",
            "headlinetext",
            "titlepage",
            "webtitle",
            "hl",
            "storytitle",
        ],
    ),
    (
        Role::Text,
        &[
            "text",
            "maintext",
            "plaintext",
            "textcontent",
            "eventtext",
            "bodytext",
            "body",
            "bodies",
            "content",
            "articlebody",
            "articletext",
            "document",
            "article",
            "fulltext",
            "storytext",
            "leadparagraph",
            "rawtext",
            "bodyxhtml",
            "bodyhtml",
            "contenthtml",
            "html",
            "message",
            "description",
            "descriptiontext",
            "summary",
            "abstract",
            "lead",
            "snippet",
            "excerpt",
            "selftext",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "datepublish",
            "publisheddate",
            "published",
            "publicationdate",
            "publishdate",
            "publishedat",
            "pubdate",
            "datepublished",
            "datetime",
            "versioncreated",
            "firstcreated",
            "webpublicationdate",
            "articledate",
            "releasedate",
            "day",
            "timestamp",
            "createdat",
            "publishingdate",
            "createdutc",
            "time",
        ],
    ),
    (
        Role::Url,
        &[
            "url",
            "requestedurl",
            "link",
            "canonicalurl",
            "documentidentifier",
            "weburl",
            "permalink",
            "articleurl",
            "articlelink",
            "sourceurl",
            "href",
        ],
    ),
    (
        Role::Outlet,
        &[
            "outlet",
            "account",
            "screenname",
            "user",
            "hostname",
            "sourcehostname",
            "source",
            "sourcedomain",
            "medianame",
            "publisher",
            "publication",
            "sourcename",
            "domain",
            "site",
            "sitename",
            "sourcecommonname",
            "newspaper",
            "agency",
            "thread",
            "infosource",
            "infosources",
            "channel",
            "from",
        ],
    ),
    (Role::Language, &["language", "lang", "languagecode"]),
    (
        Role::Author,
        &[
            "author",
            "authors",
            "byline",
            "creator",
            "journalist",
            "writer",
            "by",
        ],
    ),
];

/// Words in names of other languages, for suggestions only.
pub(in crate::source) const FOREIGN: [(Role, &[&str]); 7] = [
    (
        Role::Title,
        &[
            "titel",
            "überschrift",
            "ueberschrift",
            "schlagzeile",
            "titre",
            "título",
            "titulo",
            "titular",
            "titolo",
            "manchete",
            "заголовок",
            "标题",
            "標題",
        ],
    ),
    (
        Role::Text,
        &[
            "inhalt",
            "artikel",
            "texte",
            "contenu",
            "texto",
            "contenido",
            "cuerpo",
            "testo",
            "текст",
            "正文",
            "内容",
        ],
    ),
    (
        Role::Date,
        &[
            "datum",
            "fecha",
            "data",
            "дата",
            "日期",
            "veröffentlicht",
            "publié",
        ],
    ),
    (
        Role::Outlet,
        &[
            "zeitung",
            "quelle",
            "medium",
            "journal",
            "fuente",
            "medio",
            "periodico",
            "giornale",
            "fonte",
            "jornal",
            "источник",
            "издание",
            "来源",
            "媒体",
        ],
    ),
    (
        Role::Language,
        &["sprache", "langue", "idioma", "lingua", "язык", "语言"],
    ),
    (
        Role::Author,
        &["autor", "auteur", "verfasser", "autore", "автор", "作者"],
    ),
    (Role::Url, &["adresse", "enlace", "ссылка", "链接"]),
];

/// A name in lower case, without what joins its parts; `None` when longer than any known one.
pub(in crate::source) fn normalised<'b>(field: &str, buffer: &'b mut [u8; 20]) -> Option<&'b [u8]> {
    let mut length = 0;
    for b in field.bytes().filter(|b| !matches!(b, b'_' | b'-' | b' ')) {
        *buffer.get_mut(length)? = b.to_ascii_lowercase();
        length += 1;
    }
    Some(&buffer[..length])
}

fn language_code(text: &str) -> &'static str {
    const CODES: [(&str, &[&str]); 24] = [
        (
            "en",
            &[
                "en", "eng", "english", "englisch", "anglais", "inglés", "ingles", "inglese",
            ],
        ),
        (
            "de",
            &[
                "de", "deu", "ger", "german", "deutsch", "allemand", "alemán", "tedesco",
            ],
        ),
        (
            "fr",
            &[
                "fr",
                "fra",
                "fre",
                "french",
                "français",
                "francais",
                "französisch",
                "francés",
            ],
        ),
        (
            "es",
            &[
                "es", "spa", "spanish", "español", "espanol", "spanisch", "espagnol",
            ],
        ),
        ("ru", &["ru", "rus", "russian", "русский"]),
        (
            "zh",
            &["zh", "zho", "chi", "chinese", "中文", "汉语", "簡體中文"],
        ),
        (
            "it",
            &["it", "ita", "italian", "italiano", "italienisch", "italien"],
        ),
        ("pt", &["pt", "por", "portuguese", "português", "portugues"]),
        ("ar", &["ar", "ara", "arabic"]),
        ("uk", &["uk", "ukr", "ukrainian"]),
        ("tr", &["tr", "tur", "turkish"]),
        ("pl", &["pl", "pol", "polish"]),
        ("nl", &["nl", "nld", "dut", "dutch", "nederlands"]),
        ("ja", &["ja", "jpn", "japanese"]),
        ("ko", &["ko", "kor", "korean"]),
        ("fa", &["fa", "fas", "per", "persian"]),
        ("he", &["he", "iw", "heb", "hebrew"]),
        ("hi", &["hi", "hin", "hindi"]),
        ("sv", &["sv", "swe", "swedish"]),
        ("cs", &["cs", "ces", "cze", "czech"]),
        ("el", &["el", "ell", "gre", "greek"]),
        ("ro", &["ro", "ron", "rum", "romanian"]),
        ("hu", &["hu", "hun", "hungarian"]),
        ("id", &["id", "in", "ind", "indonesian"]),
    ];
    CODES
        .iter()
        .find(|(_, names)| names.contains(&text))
        .map_or("", |(code, _)| code)
}

/// ISO 639-1 code of a language that a line names in words, not by a code; empty for anything else.
pub(in crate::source) fn language_in_words(line: &str) -> String {
    let one = line.split_whitespace().count() == 1 && !line.is_ascii();
    let letters = line.len() > 3 && line.chars().all(char::is_alphabetic);
    if letters || one {
        language(line)
    } else {
        String::new()
    }
}

/// ISO 639-1 code of a language given as code, locale or English name; empty for anything else.
pub(in crate::source) fn language(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let first = lower.split(['-', '_', ' ']).next().unwrap_or("");
    let known = language_code(first);
    let code = first.len() == 2 && first.bytes().all(|b| b.is_ascii_lowercase());
    if known.is_empty() && code {
        first.to_owned()
    } else {
        known.to_owned()
    }
}
