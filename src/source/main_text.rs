//! The body of an article on a page: the container that holds the most running text.
//!
//! Blocks of text are weighed by length, commas and share of links, after C. Kohlschütter et al.,
//! "Boilerplate Detection using Shallow Text Features" (2010), and the weights go to the elements
//! around them.

use std::collections::BTreeMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

/// A block of text on the page.
struct TextBlock {
    text: String,
    links: usize,
    heading: bool,
    /// Elements around it, innermost last.
    around: Vec<NodeId>,
}

impl TextBlock {
    fn link_share(&self) -> f64 {
        self.links as f64 / self.text.chars().count().max(1) as f64
    }

    fn is_prose(&self) -> bool {
        let length = self.text.chars().count();
        let ends = self
            .text
            .ends_with(['.', '!', '?', '"', '”', '»', '。', '…', ')']);
        !self.heading && self.link_share() < 0.4 && (length >= 80 || (length >= 25 && ends))
    }
}

/// A text shorter than this is looked for again without regard to the names of elements.
const SHORT: usize = 250;

/// The body of the article on a page; empty when there is no text.
pub(super) fn main_text(page: &Html, title: &str) -> String {
    let strict = best(&blocks(page, true), page, title);
    if strict.chars().count() >= SHORT {
        return strict;
    }
    let lenient = best(&blocks(page, false), page, title);
    if lenient.chars().count() > 2 * strict.chars().count() {
        lenient
    } else {
        strict
    }
}

/// All text, its blocks parted by blank lines.
pub(super) fn all_text(page: &Html) -> String {
    let texts: Vec<String> = blocks(page, false).into_iter().map(|b| b.text).collect();
    texts.join("\n\n")
}

fn best(blocks: &[TextBlock], page: &Html, title: &str) -> String {
    let mut scores: BTreeMap<NodeId, f64> = BTreeMap::new();
    let mut sizes: BTreeMap<NodeId, (f64, f64)> = BTreeMap::new();
    let mut prose = 0.0;
    for block in blocks {
        let length = block.text.chars().count() as f64;
        for id in &block.around {
            let (chars, links) = sizes.entry(*id).or_default();
            *chars += length;
            *links += block.links as f64;
        }
        if !block.is_prose() {
            continue;
        }
        prose += length;
        let commas = block.text.matches([',', '、', '，', '،']).count() as f64;
        let weight = length / 100.0 + commas.min(length / 30.0);
        // The element of the block itself counts little: its container is wanted.
        for (id, share) in block.around.iter().rev().zip([0.3, 1.0, 0.6, 0.35]) {
            *scores.entry(*id).or_default() += weight * share;
        }
    }
    let mut chosen: Option<(f64, NodeId)> = None;
    for (id, score) in scores {
        let Some(Node::Element(element)) = page.tree.get(id).map(|n| n.value()) else {
            continue;
        };
        let (chars, links) = sizes.get(&id).copied().unwrap_or((1.0, 0.0));
        let score = score * (1.0 - links / chars.max(1.0)) * favour(element);
        if chosen.is_none_or(|(most, _)| score > most) {
            chosen = Some((score, id));
        }
    }
    let Some((_, mut id)) = chosen else {
        return blocks
            .iter()
            .filter(|b| b.link_share() < 0.5)
            .map(|b| b.text.as_str())
            .collect::<Vec<_>>()
            .join("\n\n");
    };
    // An article parted into sections: its container is further out.
    let prose_in = |id: NodeId| -> f64 {
        blocks
            .iter()
            .filter(|b| b.is_prose() && b.around.contains(&id))
            .map(|b| b.text.chars().count() as f64)
            .sum()
    };
    while prose_in(id) < 0.6 * prose {
        let Some(parent) = page.tree.get(id).and_then(|n| n.parent()) else {
            break;
        };
        if !parent.value().is_element() || prose_in(parent.id()) > 3.0 * prose_in(id).max(400.0) {
            break;
        }
        id = parent.id();
    }
    let mut out: Vec<&str> = Vec::new();
    let inside: Vec<&TextBlock> = blocks.iter().filter(|b| b.around.contains(&id)).collect();
    for (i, block) in inside.iter().enumerate() {
        let follows = inside.get(i + 1).is_some_and(|next| !next.heading);
        let keep = if block.heading {
            follows && i > 0
        } else {
            block.link_share() < 0.5
        };
        if keep && block.text != title && out.last() != Some(&block.text.as_str()) {
            out.push(&block.text);
        }
    }
    out.join("\n\n")
}

/// What the names of an element say for or against it.
fn favour(element: &Element) -> f64 {
    if element.attr("itemprop") == Some("articleBody") {
        return 3.0;
    }
    let mut favour = match element.name() {
        "article" => 1.4,
        "main" => 1.2,
        "body" => 0.8,
        "td" | "li" | "p" => 0.7,
        _ => 1.0,
    };
    if has_word(
        element,
        &[
            "article",
            "body",
            "content",
            "entry",
            "post",
            "story",
            "text",
            "articlebody",
            "maincontent",
        ],
    ) {
        favour *= 1.3;
    }
    favour
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

fn has_word(element: &Element, words: &[&str]) -> bool {
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
fn blocks(page: &Html, strict: bool) -> Vec<TextBlock> {
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
