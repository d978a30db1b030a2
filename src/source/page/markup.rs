//! XML documents: told by their root, handed to the reader of that kind.

use std::collections::VecDeque;
use std::io;

use crate::source::archive::export::shortfall;
use crate::source::block::{Raw, content, document_too_long, limit, syntax};
use crate::source::blocks::Records;
use crate::source::format::{Format, Opening};
use crate::source::meaning::encoding;
use crate::source::meaning::map::FieldMap;
use crate::source::meaning::role::Role;
use crate::source::page::entry::{Entry, Pairs};
use crate::source::page::factiva_xml;
use crate::source::page::feeds;
use crate::source::page::newsml;
use crate::source::page::proquest_xml;
use crate::source::page::tei;
use crate::source::page::xml::{self, Element, Node};
use crate::source::record::pairs::Named;
use crate::source::stream::{Stream, read_whole};

/// A feed, `NewsML`, NITF or another XML document.
pub(in crate::source) static XML: Format =
    Format::of("XML (feed, NewsML or NITF)", |opening: Opening<'_>| {
        let options = opening.options;
        Box::new(Markup::new(
            opening.stream,
            options.record_limit,
            options.nesting_limit,
        ))
    });

/// A document that is read as a whole and taken apart into articles.
pub(in crate::source) struct Markup {
    stream: Option<Stream>,
    limit: usize,
    nesting: usize,
    ready: VecDeque<Raw>,
}

impl Markup {
    pub(in crate::source) fn new(stream: Stream, limit: usize, nesting: usize) -> Self {
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
                self.ready
                    .push_back(Raw::refused(1, 0, document_too_long(self.limit)));
                return Ok(());
            }
            Err(error) => Some(error),
        };
        let (source, undecoded) = encoding::lenient(&bytes);
        let tree = xml::parse(&source, self.nesting);
        let (found, stated) = tree.root.as_ref().map(entries).unwrap_or_default();
        let missing = shortfall("the document", stated, found.len() as u64);
        for entry in found {
            let raw = match entry.fields {
                Ok(pairs) => Raw::new(entry.line, entry.offset, Box::new(Named(pairs))),
                Err(reason) => Raw::refused(entry.line, entry.offset, content(reason)),
            };
            self.ready.push_back(Raw { undecoded, ..raw });
        }
        if let Some(refusal) = missing {
            self.ready.push_back(Raw::refused(0, 0, refusal));
        }
        if let Some(error) = broken {
            return Err(error);
        }
        if let Some((wrong, at)) = tree.wrong {
            let what = format!("{}; what follows is lost", xml::broken(&wrong));
            let refusal = if tree.too_deep {
                limit(what)
            } else {
                syntax(what)
            };
            self.ready.push_back(Raw::refused(0, at, refusal));
        } else if tree.root.is_none() {
            let refusal = syntax("an XML document without an element");
            self.ready.push_back(Raw::refused(1, 0, refusal));
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

/// The articles of a document, and how many an export states.
pub(in crate::source) fn entries(root: &Element) -> (Vec<Entry>, Option<u64>) {
    if tei::is_tei(root) {
        return (tei::entries(root), None);
    }
    if factiva_xml::is_factiva(root) {
        return factiva_xml::entries(root);
    }
    if proquest_xml::is_proquest(root) {
        return (proquest_xml::entries(root), None);
    }
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
        return (found, None);
    }
    let what = match root.name.as_str() {
        "rss" | "RDF" | "rdf" | "feed" | "channel" => "a feed without entries".to_owned(),
        name => {
            format!("XML of an unknown kind, <{name}>: no element in it has a headline and a text")
        }
    };
    (vec![Entry::new(root, Err(what))], None)
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
