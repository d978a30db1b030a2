//! Who is answered: a browser on this machine that came by the address with the token.
//!
//! A page from elsewhere must not read the store through the user's browser. It may know the port; it may make the browser send
//! requests (with the cookie, if it comes from another port of this machine); its name may lead to 127.0.0.1. So the name asked for must be
//! ours, the request must not come from another site, and whoever asks must know the token.

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use hyper::{Method, StatusCode};
use subtle::ConstantTimeEq;

use super::answer::Answer;

/// Bytes of an address at most.
const LONGEST_ADDRESS: usize = 8_192;
/// Where a browser says how the page that asks and the page asked for are related.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What opens: a port and a token.
#[derive(Clone)]
pub(super) struct Guard {
    port: u16,
    token: String,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard")
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

impl Guard {
    pub(super) const fn new(port: u16, token: String) -> Self {
        Self { port, token }
    }

    /// The address that opens the page.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// The cookie that takes the place of the token. Ports share cookies, so its name has the port.
    pub(super) fn cookie(&self) -> String {
        format!(
            "demarche-{}={}; Path=/; HttpOnly; SameSite=Strict",
            self.port, self.token
        )
    }

    /// Whether a request may be answered; if not, what is said instead. `token` is the one in the address.
    pub(super) fn check(&self, request: &Parts, token: Option<&str>) -> Result<(), Answer> {
        let host = self.host(request).ok_or_else(|| {
            Answer::refusal(
                StatusCode::MISDIRECTED_REQUEST,
                "this address is not served here",
            )
        })?;
        let length = request.uri.path_and_query().map_or(0, |p| p.as_str().len());
        if length > LONGEST_ADDRESS {
            return Err(Answer::refusal(
                StatusCode::URI_TOO_LONG,
                "the address is too long",
            ));
        }
        if request.method != Method::GET && request.method != Method::HEAD {
            let refusal = Answer::refusal(
                StatusCode::METHOD_NOT_ALLOWED,
                "only GET and HEAD are answered",
            );
            return Err(refusal.with(header::ALLOW, "GET, HEAD".to_owned()));
        }
        if !comes_from_here(&request.headers, host) {
            return Err(Answer::refusal(
                StatusCode::FORBIDDEN,
                "another site sent this request. To open the page, copy the address that demarche printed into the address bar",
            ));
        }
        let cookie = self.cookie_of(&request.headers);
        if ![token, cookie].into_iter().flatten().any(|t| self.knows(t)) {
            return Err(Answer::refusal(
                StatusCode::UNAUTHORIZED,
                "open the address that demarche printed: it holds the token without which nothing is shown",
            ));
        }
        Ok(())
    }

    /// Whether a token is ours; how long that takes says nothing about where they differ.
    pub(super) fn knows(&self, token: &str) -> bool {
        token.as_bytes().ct_eq(self.token.as_bytes()).into()
    }

    /// The host asked for, if it is named once and ours. An address of a request that names a host must name the same.
    fn host<'r>(&self, request: &'r Parts) -> Option<&'r str> {
        let mut hosts = request.headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return None;
        };
        let host = host.to_str().ok()?;
        let other = request.uri.authority().map(Authority::as_str);
        if other.is_some_and(|other| other != host) {
            return None;
        }
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (host, "80"),
        };
        let ours = ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|own| name.eq_ignore_ascii_case(own));
        (ours && port == self.port.to_string()).then_some(host)
    }

    /// The token in the cookie.
    fn cookie_of<'r>(&self, headers: &'r HeaderMap) -> Option<&'r str> {
        let name = format!("demarche-{}", self.port);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, token)| token)
    }
}

/// Whether a request is the user's own or one of our page. Browsers say so; other programs, such as curl, say nothing.
fn comes_from_here(headers: &HeaderMap, host: &str) -> bool {
    let site = headers.get_all(FETCH_SITE).iter();
    let same_site = site
        .map(hyper::header::HeaderValue::as_bytes)
        .all(|site| site == b"none" || site == b"same-origin");
    let own = format!("http://{host}");
    let origin = headers.get_all(header::ORIGIN).iter();
    let same_origin = origin
        .map(hyper::header::HeaderValue::as_bytes)
        .all(|origin| origin.eq_ignore_ascii_case(own.as_bytes()));
    same_site && same_origin
}

#[cfg(test)]
mod tests {
    use hyper::Request;

    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    /// The status of a request for `address` with these headers; 200 where it may be answered.
    fn status(method: &str, address: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let guard = Guard::new(4321, TOKEN.to_owned());
        let token = parts.uri.query().and_then(|q| q.strip_prefix("token="));
        let checked = guard.check(&parts, token);
        checked.map_or_else(|refusal| refusal.status.as_u16(), |()| 200)
    }

    #[test]
    fn only_our_own_names_are_answered() {
        let address = format!("/?token={TOKEN}");
        let get = |hosts: &[&str]| {
            let headers: Vec<(&str, &str)> = hosts.iter().map(|h| ("host", *h)).collect();
            status("GET", &address, &headers)
        };
        for host in [
            "127.0.0.1:4321",
            "localhost:4321",
            "LOCALHOST:4321",
            "[::1]:4321",
        ] {
            assert_eq!(get(&[host]), 200, "{host}");
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:4322",
            "evil.example:4321",
            "127.0.0.1.evil.example:4321",
            "[::1]",
            "[::2]:4321",
            "localhost:04321",
            "user@localhost:4321",
            "",
        ] {
            assert_eq!(get(&[host]), 421, "{host}");
        }
        assert_eq!(get(&[]), 421);
        assert_eq!(get(&["localhost:4321", "localhost:4321"]), 421);
        let whole = format!("http://evil.example:4321/?token={TOKEN}");
        assert_eq!(status("GET", &whole, &[("host", "localhost:4321")]), 421);
        let whole = format!("http://localhost:4321/?token={TOKEN}");
        assert_eq!(status("GET", &whole, &[("host", "localhost:4321")]), 200);
    }

    #[test]
    fn only_who_knows_the_token_is_answered() {
        let host = ("host", "127.0.0.1:4321");
        let cookie = format!("a=b; demarche-4321={TOKEN}; c");
        assert_eq!(status("GET", "/", &[host]), 401);
        assert_eq!(status("GET", "/?token=0123456789abcdee", &[host]), 401);
        assert_eq!(status("GET", "/?token=", &[host]), 401);
        assert_eq!(status("GET", "/", &[host, ("cookie", &cookie)]), 200);
        assert_eq!(
            status("GET", "/", &[host, ("cookie", "x=1"), ("cookie", &cookie)]),
            200
        );
        let other = cookie.replace("4321", "4322");
        assert_eq!(status("GET", "/", &[host, ("cookie", &other)]), 401);
    }

    #[test]
    fn other_sites_are_refused_whatever_they_know() {
        let address = format!("/api/report?token={TOKEN}");
        let host = ("host", "localhost:4321");
        for (name, value, expected) in [
            ("sec-fetch-site", "none", 200),
            ("sec-fetch-site", "same-origin", 200),
            ("sec-fetch-site", "same-site", 403),
            ("sec-fetch-site", "cross-site", 403),
            ("origin", "http://localhost:4321", 200),
            ("origin", "http://127.0.0.1:4321", 403),
            ("origin", "http://localhost:3000", 403),
            ("origin", "https://localhost:4321", 403),
            ("origin", "null", 403),
        ] {
            let found = status("GET", &address, &[host, (name, value)]);
            assert_eq!(found, expected, "{name}: {value}");
        }
    }

    #[test]
    fn nothing_is_sent_and_addresses_are_short() {
        let host = ("host", "localhost:4321");
        let address = format!("/?token={TOKEN}");
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            assert_eq!(status(method, &address, &[host]), 405, "{method}");
        }
        assert_eq!(status("HEAD", &address, &[host]), 200);
        let long = format!("/?token={TOKEN}{}", "a".repeat(LONGEST_ADDRESS));
        assert_eq!(status("GET", &long, &[host]), 414);
    }
}
