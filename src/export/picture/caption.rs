//! Captions: what a picture shows, how many of how many, which thresholds and tests, where it comes from.

use crate::export::ExportOptions;

use super::Picture;

/// The file of captions.
pub(super) fn file(pictures: &[Picture], options: &ExportOptions<'_>) -> String {
    let mut out = String::new();
    if pictures.is_empty() {
        out.push_str("There is nothing to draw: no two actors appear together, and no attitude and no tone was judged.\n");
    }
    for picture in pictures {
        out.push_str(picture.name);
        out.push_str(".svg\n");
        out.push_str(&picture.caption);
        out.push('\n');
        if let Some(source) = source(options) {
            out.push_str(&source);
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// What made the numbers.
fn source(options: &ExportOptions<'_>) -> Option<String> {
    let manifest = options.manifest?;
    let count = |name: &str| manifest.counts.get(name).copied();
    let articles = count("articles").or_else(|| count("stored")).unwrap_or(0);
    let start = |digest: &str| digest.chars().take(12).collect::<String>();
    Some(format!(
        "Source: {articles} articles; demarche {}, dictionary {}, model {}, seed {}.",
        manifest.version,
        start(&manifest.dictionary),
        start(&manifest.model),
        manifest.seed
    ))
}

/// Two decimals with a real minus, and a plus if `plus`.
pub(super) fn decimal(x: f64, plus: bool) -> String {
    let sign = if x < 0.0 {
        "\u{2212}"
    } else if x > 0.0 && plus {
        "+"
    } else {
        ""
    };
    format!("{sign}{:.2}", x.abs())
}
