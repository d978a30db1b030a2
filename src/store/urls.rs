//! Addresses of web pages, so that those of the same page compare equal.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

/// Parameters that say where a reader came from, not what the page is; those that begin with `utm_` too.
const TRACKING: &[&str] = &[
    "cmpid", "dclid", "fbclid", "ftcamp", "gclid", "gclsrc", "igshid", "mc_cid", "mc_eid",
    "msclkid", "ncid", "smid", "smtyp", "spm", "twclid", "yclid",
];

/// Hash of the page that a url names; `None` if it names no page of a site, only the site, or nothing.
pub(super) fn url_hash(url: &str) -> Option<u64> {
    normalised(url).map(|url| xxh3_64(url.as_bytes()))
}

/// The url without scheme, `www.`, fragment, parameters that track readers, and a slash at the end; the site in lower
/// case, the parameters in order.
fn normalised(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or("");
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (site, path) = place.split_once('/').unwrap_or((place, ""));
    let site = site.to_lowercase();
    let site = site.strip_prefix("www.").unwrap_or(&site);
    let site = site
        .strip_suffix(":80")
        .or_else(|| site.strip_suffix(":443"))
        .unwrap_or(site);
    let path = path.trim_end_matches('/');
    let mut parameters: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !is_tracking(p))
        .collect();
    parameters.sort_unstable();
    if site.is_empty() || (path.is_empty() && parameters.is_empty()) {
        return None;
    }
    let query: Cow<'_, str> = if parameters.is_empty() {
        Cow::Borrowed("")
    } else {
        Cow::Owned(format!("?{}", parameters.join("&")))
    };
    Some(format!("{site}/{path}{query}"))
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("").to_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_same_page_are_equal() {
        for url in [
            "http://www.Example.org/a/B",
            "https://example.org/a/B/",
            "https://example.org:443/a/B?utm_source=x&fbclid=1#top",
            "example.org/a/B?UTM_Medium=mail",
        ] {
            assert_eq!(normalised(url).as_deref(), Some("example.org/a/B"), "{url}");
        }
        assert_eq!(
            normalised("https://example.org/?p=7&gclid=8&a=1").as_deref(),
            Some("example.org/?a=1&p=7")
        );
        assert_ne!(
            url_hash("https://example.org/a"),
            url_hash("https://example.org/A")
        );
    }

    #[test]
    fn a_site_is_no_page() {
        for url in [
            "",
            "  ",
            "https://example.org",
            "https://example.org/",
            "example.org/?utm_source=x",
            "https://",
            "#a",
        ] {
            assert_eq!(url_hash(url), None, "{url}");
        }
    }
}
