//! The text of values that are written in HTML, and which HTML can be parsed at all.

use scraper::Html;

use crate::source::block::{Refusal, limit};
use crate::source::meaning::html_blocks::all_text;

/// Longest page that is parsed, in bytes.
const LONGEST: usize = 16 << 20;
/// Elements open at one time; browsers stop at 512.
const DEEPEST: usize = 2_000;
/// Open elements that a parser looks through, over all tags: for each tag it may look at every one.
const MOST_STEPS: usize = 200_000_000;
/// Unclosed elements of style times blocks: each block repeats the elements that are open.
const MOST_REPEATED: usize = 2_000_000;

/// Whether a value is written in HTML: it closes a block or breaks a line.
pub(in crate::source) fn has_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|i| {
        let tag: Vec<u8> = text.as_bytes()[i + 1..]
            .iter()
            .take(12)
            .map(u8::to_ascii_lowercase)
            .collect();
        [
            &b"/p>"[..],
            b"br>",
            b"br/>",
            b"br />",
            b"/div>",
            b"/li>",
            b"/h2>",
            b"/a>",
            b"p>",
        ]
        .iter()
        .any(|end| tag.starts_with(end))
    })
}

/// The text of a piece of HTML, its blocks parted by blank lines.
pub(in crate::source) fn plain(markup: &str) -> String {
    if check(markup).is_err() {
        return markup.to_owned();
    }
    all_text(&Html::parse_fragment(markup))
}

/// The text of a headline or the like that may hold entities and tags.
pub(in crate::source) fn inline(markup: &str) -> String {
    let markup = markup.trim();
    if markup.contains('<') || markup.contains('&') {
        plain(markup)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        markup.to_owned()
    }
}

/// Refuses pages that no reader of HTML can take in reasonable time and memory.
pub(in crate::source) fn check(source: &str) -> Result<(), Refusal> {
    if source.len() > LONGEST {
        return Err(limit(format!(
            "a page of {} bytes is longer than {LONGEST}",
            source.len()
        )));
    }
    let bytes = source.as_bytes();
    let (mut depth, mut deepest, mut steps) = (0_usize, 0, 0_usize);
    let (mut styles, mut most_styles, mut blocks) = (0_usize, 0, 0);
    for i in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[i + 1..];
        let (closing, rest) = rest.strip_prefix(b"/").map_or((false, rest), |r| (true, r));
        let end = rest
            .iter()
            .take(12)
            .position(|b| !b.is_ascii_alphanumeric())
            .unwrap_or(0);
        if end == 0 {
            continue;
        }
        let mut name = [0_u8; 12];
        for (to, from) in name.iter_mut().zip(&rest[..end]) {
            *to = from.to_ascii_lowercase();
        }
        match &name[..end] {
            b"a" | b"b" | b"i" | b"u" | b"em" | b"strong" | b"font" | b"small" | b"big"
            | b"code" | b"s" | b"tt" | b"strike" | b"nobr" => {
                styles = if closing {
                    styles.saturating_sub(1)
                } else {
                    styles + 1
                };
                most_styles = most_styles.max(styles);
            }
            b"p" | b"li" | b"td" | b"th" | b"tr" | b"dd" | b"dt" | b"option" => blocks += 1,
            b"br" | b"img" | b"meta" | b"link" | b"input" | b"hr" | b"area" | b"base" | b"col"
            | b"embed" | b"param" | b"source" | b"track" | b"wbr" => {}
            _ => {
                blocks += 1;
                depth = if closing {
                    depth.saturating_sub(1)
                } else {
                    depth + 1
                };
                deepest = deepest.max(depth);
                steps = steps.saturating_add(depth);
            }
        }
    }
    if deepest > DEEPEST {
        return Err(limit(format!(
            "a page whose elements nest {deepest} deep, more than {DEEPEST}"
        )));
    }
    if steps > MOST_STEPS {
        return Err(limit(
            "a page whose elements nest deeply nearly everywhere".to_owned(),
        ));
    }
    if most_styles.saturating_mul(blocks) > MOST_REPEATED && most_styles > 64 {
        return Err(limit(format!(
            "a page with {most_styles} unclosed elements of style"
        )));
    }
    Ok(())
}
