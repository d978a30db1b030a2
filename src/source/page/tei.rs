//! TEI as the corpora of parliaments write it (`ParlaMint`, Parla-CLARIN): an utterance an article. A text without
//! utterances is one article.

use crate::source::page::entry::{Entry, first, pair};
use crate::source::page::xml::{Element, Node};

/// Whether a document is TEI.
pub(in crate::source) fn is_tei(root: &Element) -> bool {
    matches!(root.name.as_str(), "TEI" | "TEI.2" | "teiCorpus")
}

/// The utterances or texts of a document.
pub(in crate::source) fn entries(root: &Element) -> Vec<Entry> {
    let mut texts = if root.name == "teiCorpus" {
        root.find_all("TEI")
    } else {
        vec![root]
    };
    if texts.is_empty() {
        texts.push(root);
    }
    texts.into_iter().flat_map(of_text).collect()
}

/// What the head of a text says.
struct Head {
    id: String,
    title: String,
    date: String,
    outlet: String,
    language: String,
}

impl Head {
    fn of(text: &Element) -> Self {
        let header = text.find("teiHeader");
        let find = |names: [&str; 2]| {
            names
                .iter()
                .find_map(|name| header.and_then(|h| h.find(name)))
        };
        let dates = |parent: Option<&Element>| {
            parent
                .map(|p| p.find_all("date"))
                .unwrap_or_default()
                .into_iter()
                .map(|d| {
                    first([
                        d.attribute("when").to_owned(),
                        d.attribute("from").to_owned(),
                        line(d),
                    ])
                })
                .find(|d| !d.is_empty())
                .unwrap_or_default()
        };
        let titles = find(["titleStmt", "fileDesc"])
            .map(|s| s.find_all("title"))
            .unwrap_or_default();
        let main = titles
            .iter()
            .find(|t| t.attribute("type") != "sub")
            .or(titles.first());
        Self {
            id: text.attribute("id").to_owned(),
            title: main.map(|t| line(t)).unwrap_or_default(),
            date: first([
                dates(find(["setting", "settingDesc"])),
                dates(find(["bibl", "sourceDesc"])),
                dates(find(["publicationStmt", "publicationStmt"])),
            ]),
            outlet: first(
                ["sourceDesc", "publicationStmt"]
                    .iter()
                    .flat_map(|part| {
                        [
                            (part, "publisher"),
                            (part, "distributor"),
                            (part, "authority"),
                        ]
                    })
                    .map(|(part, name)| {
                        let inner = header.and_then(|h| h.find(part)).and_then(|p| p.find(name));
                        inner
                            .map(|e| line(e.find("orgName").unwrap_or(e)))
                            .unwrap_or_default()
                    }),
            ),
            language: text.attribute("lang").to_owned(),
        }
    }
}

fn of_text(text: &Element) -> Vec<Entry> {
    let head = Head::of(text);
    let utterances = text.find_all("u");
    if utterances.is_empty() {
        let body = text.find("text").map(paragraphs).unwrap_or_default();
        return vec![entry(text, &head, head.id.clone(), &body)];
    }
    utterances
        .iter()
        .enumerate()
        .map(|(i, utterance)| {
            let own = utterance.attribute("id");
            let id = if own.is_empty() && !head.id.is_empty() {
                format!("{}.u{}", head.id, i + 1)
            } else {
                own.to_owned()
            };
            entry(utterance, &head, id, &paragraphs(utterance))
        })
        .collect()
}

fn entry(element: &Element, head: &Head, id: String, text: &str) -> Entry {
    let who = element.attribute("who").trim_start_matches('#');
    // The title is the corpus's or the sitting's, and no headline of what is said.
    let title = if element.name == "u" {
        ""
    } else {
        head.title.as_str()
    };
    let language = first([element.attribute("lang").to_owned(), head.language.clone()]);
    let pairs = vec![
        pair("id", id),
        pair("title", title),
        pair("date", head.date.clone()),
        pair("outlet", head.outlet.clone()),
        pair("language", language),
        pair("author", who),
        pair("text", text),
    ];
    Entry::new(
        element,
        if text.is_empty() {
            Err("TEI: an utterance or text without words".into())
        } else {
            Ok(pairs)
        },
    )
}

/// Segments and paragraphs, parted by blank lines; notes of the stenographers are left out.
fn paragraphs(element: &Element) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut waiting = vec![element];
    let mut bare = true;
    while let Some(inner) = waiting.pop() {
        if matches!(inner.name.as_str(), "seg" | "p" | "ab" | "head") {
            bare = false;
            out.push(words(inner));
            continue;
        }
        let at = waiting.len();
        waiting.extend(inner.elements().filter(|e| !is_aside(e)));
        waiting[at..].reverse();
    }
    if bare {
        out.push(words(element));
    }
    out.retain(|p| !p.is_empty());
    out.join("\n\n")
}

fn is_aside(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "note" | "kinesic" | "incident" | "vocal" | "gap" | "desc" | "linkGrp" | "teiHeader"
    )
}

/// Running text; of annotated text the words, joined where the annotation says so.
fn words(element: &Element) -> String {
    if element.find("w").is_none() {
        return running(element);
    }
    let mut out = String::new();
    let mut waiting = vec![element];
    let mut joined = true;
    while let Some(inner) = waiting.pop() {
        if matches!(inner.name.as_str(), "w" | "pc") {
            if !joined {
                out.push(' ');
            }
            out.push_str(running(inner).trim());
            joined = inner.attribute("join") == "right";
            continue;
        }
        let at = waiting.len();
        waiting.extend(inner.elements().filter(|e| !is_aside(e)));
        waiting[at..].reverse();
    }
    out
}

fn running(element: &Element) -> String {
    let mut out = String::new();
    let mut waiting: Vec<&Node> = element.children.iter().rev().collect();
    while let Some(node) = waiting.pop() {
        match node {
            Node::Text(piece) => out.push_str(piece),
            Node::Element(inner) if is_aside(inner) => out.push(' '),
            Node::Element(inner) => waiting.extend(inner.children.iter().rev()),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(element: &Element) -> String {
    element
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
