//! Answers: status, headers and bytes.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::error::Error;
use crate::report;
use crate::store::StoreError;

/// What every answer carries beside the policy.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_FRAME_OPTIONS, "DENY"),
];

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
    more: Vec<(HeaderName, String)>,
}

impl Answer {
    fn new(kind: &'static str, body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::OK,
            kind,
            body,
            more: Vec::new(),
        }
    }

    /// The page.
    pub(super) fn html(body: Vec<u8>) -> Self {
        Self::new("text/html; charset=utf-8", body)
    }

    /// JSON that is there already.
    pub(super) fn json_bytes(body: Vec<u8>) -> Self {
        Self::new("application/json", body)
    }

    /// A value as JSON.
    pub(super) fn json(value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::json_bytes(body),
            Err(error) => Self::refusal(
                StatusCode::INTERNAL_SERVER_ERROR,
                &format!("the answer cannot be written: {error}"),
            ),
        }
    }

    /// A table to be saved under a name.
    pub(super) fn csv(name: &str, body: Vec<u8>) -> Self {
        Self::new("text/csv; charset=utf-8", body).with(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
    }

    /// An answer that says why there is none, as JSON.
    pub(super) fn refusal(status: StatusCode, why: &str) -> Self {
        let body = json!({ "error": why }).to_string().into_bytes();
        Self {
            status,
            ..Self::json_bytes(body)
        }
    }

    /// What cannot be done as it was asked.
    pub(super) fn asked_wrongly(why: &str) -> Self {
        Self::refusal(StatusCode::BAD_REQUEST, why)
    }

    /// What is not there.
    pub(super) fn not_found(why: &str) -> Self {
        Self::refusal(StatusCode::NOT_FOUND, why)
    }

    /// What took too long, or has to wait too long.
    pub(super) fn too_long(why: &str) -> Self {
        Self::refusal(StatusCode::SERVICE_UNAVAILABLE, why)
    }

    /// What an error of the library means for who asked.
    pub(super) fn of(error: &Error) -> Self {
        let status = match error {
            Error::Unknown { .. }
            | Error::Options(_)
            | Error::Store(StoreError::Query { .. })
            | Error::Dictionary(_) => StatusCode::BAD_REQUEST,
            Error::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::refusal(status, &error.to_string())
    }

    /// The same with one more header.
    pub(super) fn with(mut self, name: HeaderName, value: String) -> Self {
        self.more.push((name, value));
        self
    }

    /// As it is sent. A header that holds what no header can is left out.
    pub(super) fn response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(Bytes::from(self.body)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let policy = format!("{}; frame-ancestors 'none'", report::policy(true));
        let more = self.more.into_iter();
        for (name, value) in more.chain([(header::CONTENT_SECURITY_POLICY, policy)]) {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
        response
    }
}
