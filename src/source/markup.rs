//! XML documents: told by their root, handed to the reader of that kind.

use std::collections::VecDeque;
use std::io;

use super::block::{Raw, Record, RejectKind};
use super::blocks::Records;
use super::bytes::{Stream, read_whole};
use super::fields::{FieldMap, Role};
use super::xml::{self, Element, Node};
use super::{encoding, feeds, newsml, plain};

/// Names and values of one article.
pub(super) type Pairs = Vec<(String, String)>;

/// One article of a document, or why an element is none.
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) fields: Result<Pairs, String>,
}

impl Entry {
    pub(super) fn new(element: &Element, fields: Result<Pairs, String>) -> Self {
        Self {
            line: element.line,
            offset: element.offset,
            fields,
        }
    }
}

/// A document that is read as a whole and taken apart into articles.
pub(super) struct Markup {
    stream: Option<Stream>,
    limit: usize,
    nesting: usize,
    ready: VecDeque<Raw>,
}

impl Markup {
    pub(super) fn new(stream: Stream, limit: usize, nesting: usize) -> Self {
        Self {
            stream: Some(stream),
            limit,
            nesting,
            ready: VecDeque::new(),
        }
    }

    fn read(&mut self, mut stream: Stream) -> io::Result<()> {
        let mut bytes = Vec::new();
        let broken = match read_whole(&mut stream, self.limit) {
            Ok(Some(whole)) => {
                bytes = whole;
                None
            }
            Ok(None) => {
                let (kind, reason) = plain::document_too_long(self.limit);
                self.ready
                    .push_back(Raw::new(1, 0, Record::refused(kind, reason)));
                return Ok(());
            }
            Err(error) => Some(error),
        };
        let (source, undecoded) = encoding::lenient(&bytes);
        let tree = xml::parse(&source, self.nesting);
        for entry in tree.root.as_ref().map(entries).unwrap_or_default() {
            let record = match entry.fields {
                Ok(pairs) => Record::Fields(pairs),
                Err(reason) => Record::refused(RejectKind::Content, reason),
            };
            self.ready.push_back(Raw {
                undecoded,
                ..Raw::new(entry.line, entry.offset, record)
            });
        }
        if let Some(error) = broken {
            return Err(error);
        }
        if let Some((wrong, at)) = tree.wrong {
            let kind = if tree.too_deep {
                RejectKind::Limit
            } else {
                RejectKind::Syntax
            };
            self.ready.push_back(Raw::new(
                0,
                at,
                Record::refused(
                    kind,
                    format!("{}; what follows is lost", xml::broken(&wrong)),
                ),
            ));
        } else if tree.root.is_none() {
            let record = Record::refused(RejectKind::Syntax, "an XML document without an element");
            self.ready.push_back(Raw::new(1, 0, record));
        }
        Ok(())
    }
}

impl Records for Markup {
    fn next(&mut self) -> io::Result<Option<Raw>> {
        if let Some(stream) = self.stream.take() {
            self.read(stream)?;
        }
        Ok(self.ready.pop_front())
    }
}

/// The articles of a document.
pub(super) fn entries(root: &Element) -> Vec<Entry> {
    let found = match root.name.as_str() {
        "rss" | "RDF" | "rdf" | "feed" | "channel" => feeds::entries(root),
        "newsItem" | "newsMessage" | "packageItem" | "conceptItem" | "knowledgeItem"
        | "planningItem" | "catalogItem" | "newsitem" | "nitf" | "NewsML" => newsml::entries(root),
        _ if ["newsItem", "NewsItem", "nitf"]
            .iter()
            .any(|name| root.find(name).is_some()) =>
        {
            newsml::entries(root)
        }
        _ => generic(root),
    };
    if !found.is_empty() {
        return found;
    }
    let what = match root.name.as_str() {
        "rss" | "RDF" | "rdf" | "feed" | "channel" => "a feed without entries".to_owned(),
        name => {
            format!("XML of an unknown kind, <{name}>: no element in it has a headline and a text")
        }
    };
    vec![Entry::new(root, Err(what))]
}

/// Other XML: each element with a headline and a text among its children is an article. What it
/// lacks is taken from the elements around it.
fn generic(root: &Element) -> Vec<Entry> {
    let names = FieldMap::default();
    let role = |e: &Element| names.role(&e.name).map(|(role, _)| role);
    let mut found = Vec::new();
    let mut waiting: Vec<(&Element, std::rc::Rc<Pairs>)> = vec![(root, std::rc::Rc::default())];
    while let Some((element, inherited)) = waiting.pop() {
        let has = |wanted: Role| element.elements().any(|e| role(e) == Some(wanted));
        if has(Role::Title) && has(Role::Text) {
            let number = found.len();
            found.push(Entry::new(
                element,
                Ok(own_fields(element, &names, &inherited, number)),
            ));
            continue;
        }
        let mut below: Pairs = inherited.as_ref().clone();
        below.extend(leaves(element));
        let below = std::rc::Rc::new(below);
        let at = waiting.len();
        waiting.extend(element.elements().map(|e| (e, std::rc::Rc::clone(&below))));
        waiting[at..].reverse();
    }
    found
}

/// Attributes and children without elements of their own.
fn leaves(element: &Element) -> Pairs {
    let plain = element
        .elements()
        .filter(|e| e.children.iter().all(|n| matches!(n, Node::Text(_))));
    let children = plain.map(|e| (e.name.clone(), e.text().trim().to_owned()));
    element.attributes.iter().cloned().chain(children).collect()
}

fn own_fields(element: &Element, names: &FieldMap, inherited: &Pairs, number: usize) -> Pairs {
    let role = |name: &str| names.role(name).map(|(role, _)| role);
    let mut pairs: Pairs = element.attributes.clone();
    for child in element.elements() {
        let value = if role(&child.name) == Some(Role::Text) {
            child.paragraphs()
        } else {
            child.text()
        };
        pairs.push((child.name.clone(), value.trim().to_owned()));
    }
    // A lead stands before the text and belongs to it.
    let lead = pairs
        .iter()
        .find(|(n, _)| n == "lead")
        .map(|(_, v)| v.clone())
        .unwrap_or_default();
    if !lead.is_empty()
        && let Some((_, text)) = pairs
            .iter_mut()
            .find(|(n, v)| n != "lead" && role(n) == Some(Role::Text) && !v.is_empty())
    {
        *text = format!("{lead}\n\n{text}");
    }
    let own: Vec<Option<Role>> = pairs
        .iter()
        .map(|(n, v)| role(n).filter(|_| !v.is_empty()))
        .collect();
    let language = pairs
        .iter()
        .find(|(n, _)| role(n) == Some(Role::Language))
        .map(|(_, v)| v.clone());
    for (name, value) in inherited {
        match role(name) {
            Some(r) if own.contains(&Some(r)) => {}
            // Several articles share the identifier of what is around them.
            Some(Role::Id) => {
                let part = language.clone().unwrap_or_else(|| (number + 1).to_string());
                pairs.push((name.clone(), format!("{value}-{part}")));
            }
            Some(_) => pairs.push((name.clone(), value.clone())),
            None => {}
        }
    }
    pairs
}
