//! What a web archive holds of one address as an article.

use crate::model::Article;

use crate::source::block::{Place, Refusal, content, limit};
use crate::source::container::headers;
use crate::source::container::warc::Resumed;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::options::Options;
use crate::source::page::html;
use crate::source::page::page_meta::host;
use crate::source::page::plain;
use crate::source::record::json;

/// Web archives.
pub(in crate::source) static WEB: Format =
    Format::of("web archive (WARC)", |opening: Opening<'_>| {
        Box::new(Resumed::new(
            opening.stream,
            opening.options.record_limit,
            article,
        ))
    });

/// The article of a response, or of a body of the given media type.
pub(in crate::source) fn article(
    url: &str,
    bytes: &[u8],
    media: &str,
    place: Place<'_>,
    options: &Options,
) -> Result<Article, Refusal> {
    let unpacked;
    let (media, charset, body) = if media.is_empty() {
        let response = headers::parse(bytes, options.record_limit).map_err(limit)?;
        if !(200..300).contains(&response.status) {
            let leads = if response.location.is_empty() {
                String::new()
            } else {
                format!(", to {}", response.location)
            };
            return Err(content(format!("HTTP status {}{leads}", response.status)));
        }
        unpacked = response.body;
        (response.media, response.charset, unpacked.as_slice())
    } else {
        let (media, charset) = headers::media_type(media);
        (media, charset, bytes)
    };
    if body.trim_ascii().is_empty() {
        return Err(content("an empty response"));
    }
    let result = match media.as_str() {
        "text/html" | "application/xhtml+xml" | "" => {
            html::article(body, place, url, charset.as_deref(), options)
        }
        "text/plain" => {
            let text = encoding::decode_all(body, charset.as_deref());
            plain::article(place, &text, options)
        }
        "application/json" | "application/ld+json" => json::article(body, place, options),
        other => Err(content(format!(
            "a response of type {other}, which is no article"
        ))),
    };
    result.map(|article| at_address(article, url, place, options))
}

/// Fills in what the address tells.
fn at_address(mut article: Article, url: &str, place: Place<'_>, options: &Options) -> Article {
    if article.url.is_empty() {
        url.clone_into(&mut article.url);
    }
    if article.outlet == options.default_outlet && !host(&article.url).is_empty() {
        article.outlet = host(&article.url);
    }
    if article.id.is_empty() || article.id == place.own_id() {
        article.id.clone_from(&article.url);
    }
    article
}
