//! Pictures for readers whose browser runs no scripts: those of `--format svg`, with their captions.

use crate::analysis::Results;
use crate::export::{self, ExportOptions};

use super::page::escaped;

/// What an SVG document begins with and HTML has no place for.
const NAMESPACE: &str = " xmlns=\"http://www.w3.org/2000/svg\"";

/// The pictures of a study as HTML; nothing where there is nothing to draw.
pub(super) fn html(results: &Results) -> String {
    let mut out = String::new();
    for picture in export::pictures(results.tables(), &ExportOptions::default()) {
        let start = picture.svg.find("<svg").unwrap_or(0);
        out.push_str(&picture.svg[start..].replacen(NAMESPACE, "", 1));
        out.push_str("<p>");
        out.push_str(&escaped(&picture.caption));
        out.push_str("</p>\n");
    }
    out
}
