//! The page around the contents: HTML, style and script from `page/`, under a policy that lets nothing else run or load.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The frame of the page.
const FRAME: &str = include_str!("page/page.html");
/// Its style.
const STYLE: &str = concat!(
    include_str!("page/base.css"),
    include_str!("page/parts.css"),
    include_str!("page/small.css"),
    include_str!("page/print.css"),
);
/// Its script: files in one scope, each of which uses only those before it while it is read.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("page/elements.js"),
    include_str!("page/words.js"),
    include_str!("page/data.js"),
    include_str!("page/colours.js"),
    include_str!("page/files.js"),
    include_str!("page/routes.js"),
    include_str!("page/store.js"),
    include_str!("page/charts.js"),
    include_str!("page/series.js"),
    include_str!("page/sentences.js"),
    include_str!("page/lists.js"),
    include_str!("page/panels.js"),
    include_str!("page/articles.js"),
    include_str!("page/drawing.js"),
    include_str!("page/canvas.js"),
    include_str!("page/network.js"),
    include_str!("page/attitudes.js"),
    include_str!("page/time.js"),
    include_str!("page/outlets.js"),
    include_str!("page/tables.js"),
    include_str!("page/text.js"),
    include_str!("page/finder.js"),
    include_str!("page/lens.js"),
    include_str!("page/main.js"),
    "})();\n",
);

/// Bytes of a page beside its contents and evidence, and some more for title and policy.
pub(super) const FIXED: usize = FRAME.len() + STYLE.len() + SCRIPT.len() + 4_096;

/// What goes into a page.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it shows, as JSON in which no `<` stands ([`Report::contents`](super::Report::contents)).
    pub contents: &'a [u8],
    /// The evidence in base64 ([`Report::evidence`](super::Report::evidence)).
    pub evidence: &'a [u8],
    /// What is seen where scripts do not run: pictures as SVG with their captions, in HTML.
    pub pictures: &'a [u8],
    /// Whether the page may ask the program that serves it; else it cannot connect to anything.
    pub served: bool,
}

/// A whole page in UTF-8.
pub fn page(parts: &Page<'_>) -> Vec<u8> {
    let policy = policy(parts.served);
    let parted = parts.contents.len() + parts.evidence.len() + parts.pictures.len();
    let mut out = Vec::with_capacity(FIXED + parted);
    let mut rest = FRAME;
    while let Some((before, after)) = rest.split_once("{{") {
        out.extend_from_slice(before.as_bytes());
        let Some((name, tail)) = after.split_once("}}") else {
            break;
        };
        rest = tail;
        match name {
            "TITLE" => out.extend_from_slice(escaped(parts.title).as_bytes()),
            "POLICY" => out.extend_from_slice(policy.as_bytes()),
            "STYLE" => out.extend_from_slice(STYLE.as_bytes()),
            "SCRIPT" => out.extend_from_slice(SCRIPT.as_bytes()),
            "PICTURES" => out.extend_from_slice(parts.pictures),
            "CONTENTS" => out.extend_from_slice(parts.contents),
            "EVIDENCE" => out.extend_from_slice(parts.evidence),
            _ => {}
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// The policy of a page (Content-Security-Policy): only this script and this style, nothing from elsewhere, and no text that becomes
/// markup. A page that is `served` may ask the program that it comes from.
pub fn policy(served: bool) -> String {
    let digest = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let connect = if served { "connect-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; {connect}script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data: blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        digest(SCRIPT),
        digest(STYLE)
    )
}

/// A text in HTML; control characters are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
