//! The body of an article on a page: the container that holds the most running text.
//!
//! Blocks of text are weighed by length, commas and share of links, after C. Kohlschütter et al.,
//! "Boilerplate Detection using Shallow Text Features" (2010), and the weights go to the elements
//! around them.

use std::collections::BTreeMap;

use ego_tree::NodeId;
use scraper::node::Element;
use scraper::{Html, Node};

use crate::source::meaning::html_blocks::{TextBlock, blocks, has_word};

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
pub(in crate::source) fn main_text(page: &Html, title: &str) -> String {
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
    let mut prose_by: BTreeMap<NodeId, f64> = BTreeMap::new();
    for block in blocks.iter().filter(|b| b.is_prose()) {
        let length = block.text.chars().count() as f64;
        for id in &block.around {
            *prose_by.entry(*id).or_default() += length;
        }
    }
    let prose_in = |id: NodeId| prose_by.get(&id).copied().unwrap_or(0.0);
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
