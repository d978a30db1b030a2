//! Blocks of text of an HTML document, with what is around them.

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

/// A block of text on the page.
pub(in crate::source) struct TextBlock {
    pub(in crate::source) text: String,
    pub(in crate::source) links: usize,
    pub(in crate::source) heading: bool,
    /// Elements around it, innermost last.
    pub(in crate::source) around: Vec<NodeId>,
}

/// The text of each block of a document, in order.
pub(in crate::source) fn lines(page: &Html) -> Vec<String> {
    blocks(page, false).into_iter().map(|b| b.text).collect()
}

/// All text, its blocks parted by blank lines.
pub(in crate::source) fn all_text(page: &Html) -> String {
    lines(page).join("\n\n")
}

/// Words that name what is not the article.
const ASIDE: [&str; 32] = [
    "comment",
    "comments",
    "sidebar",
    "related",
    "share",
    "sharing",
    "social",
    "promo",
    "newsletter",
    "subscribe",
    "cookie",
    "cookies",
    "consent",
    "breadcrumb",
    "breadcrumbs",
    "advert",
    "advertisement",
    "ads",
    "footer",
    "nav",
    "navbar",
    "navigation",
    "menu",
    "popup",
    "modal",
    "masthead",
    "recommended",
    "recommendations",
    "teaser",
    "teasers",
    "disqus",
    "signup",
];

pub(in crate::source) fn has_word(element: &Element, words: &[&str]) -> bool {
    ["class", "id"]
        .iter()
        .filter_map(|name| element.attr(name))
        .any(|value| {
            value
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| words.contains(&word.to_ascii_lowercase().as_str()))
        })
}

fn is_left_out(element: &Element, strict: bool) -> bool {
    let name = element.name();
    if matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "head"
            | "iframe"
            | "select"
            | "button"
            | "textarea"
            | "object"
            | "title"
    ) {
        return true;
    }
    if !strict || matches!(name, "html" | "body" | "article" | "main") {
        return false;
    }
    matches!(
        name,
        "nav" | "aside" | "footer" | "form" | "figure" | "figcaption" | "header" | "dialog"
    ) || matches!(
        element.attr("role"),
        Some("navigation" | "complementary" | "contentinfo" | "dialog")
    ) || element.attr("aria-hidden") == Some("true")
        || element.attr("hidden").is_some()
        || has_word(element, &ASIDE)
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "big"
            | "label"
    )
}

/// The blocks of text of a page in order.
pub(in crate::source) fn blocks(page: &Html, strict: bool) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    let mut around: Vec<(NodeId, bool)> = Vec::new();
    let (mut text, mut links) = (String::new(), 0_usize);
    let (mut left_out, mut in_link) = (0_usize, 0_usize);
    let mut flush = |text: &mut String, links: &mut usize, around: &[(NodeId, bool)]| {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.clear();
        let links = std::mem::take(links);
        if !joined.is_empty() {
            let heading = around.last().is_some_and(|(_, heading)| *heading);
            // The outermost elements hold everything: the innermost are enough.
            let from = around.len().saturating_sub(40);
            let around = around[from..].iter().map(|(id, _)| *id).collect();
            blocks.push(TextBlock {
                text: joined,
                links,
                heading,
                around,
            });
        }
    };
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) if left_out == 0 => {
                    text.push_str(piece);
                    if in_link > 0 {
                        links += piece
                            .split_whitespace()
                            .map(|w| w.chars().count())
                            .sum::<usize>();
                    }
                }
                Node::Element(element) => {
                    let name = element.name();
                    if left_out > 0 || is_left_out(element, strict) {
                        left_out += 1;
                    }
                    if name == "a" {
                        in_link += 1;
                    }
                    if name == "br" {
                        // One break stays within the paragraph, two end it.
                        if text.ends_with('\u{b}') {
                            flush(&mut text, &mut links, &around);
                        } else {
                            text.push('\u{b}');
                        }
                    } else if !is_inline(name) {
                        flush(&mut text, &mut links, &around);
                        let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
                        around.push((node.id(), heading));
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    let name = element.name();
                    left_out = left_out.saturating_sub(1);
                    if name == "a" {
                        in_link = in_link.saturating_sub(1);
                    }
                    if name != "br" && !is_inline(name) {
                        flush(&mut text, &mut links, &around);
                        around.pop();
                    }
                }
            }
        }
    }
    flush(&mut text, &mut links, &around);
    blocks
}
