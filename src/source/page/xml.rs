//! A small tree of an XML document, built as far as the document can be read.

use std::io;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Prefixes of additions to feeds whose elements are called as those of the feed itself are.
const ADDITIONS: [&str; 3] = ["media:", "itunes:", "googleplay:"];

/// An element: its name without prefix (but for additions to feeds, such as `media:title`), its attributes without prefixes, what is in it.
#[derive(Debug, Default, Clone)]
pub(in crate::source) struct Element {
    pub(in crate::source) name: String,
    pub(in crate::source) attributes: Vec<(String, String)>,
    pub(in crate::source) children: Vec<Node>,
    /// Line of its start, from 1.
    pub(in crate::source) line: u64,
    /// Byte of its start.
    pub(in crate::source) offset: u64,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub(in crate::source) enum Node {
    Element(Element),
    Text(String),
}

/// What became of a document.
pub(in crate::source) struct Tree {
    pub(in crate::source) root: Option<Element>,
    /// What is wrong with the document and where; what stands before it is in the tree.
    pub(in crate::source) wrong: Option<(String, u64)>,
    /// A limit was reached rather than the grammar broken.
    pub(in crate::source) too_deep: bool,
}

impl Element {
    /// The value of an attribute; empty without it.
    pub(in crate::source) fn attribute(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, v)| v.as_str())
    }

    pub(in crate::source) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|n| match n {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element inside with one of these names, in the order of the names.
    pub(in crate::source) fn child(&self, names: &[&str]) -> Option<&Element> {
        names
            .iter()
            .find_map(|name| self.elements().find(|e| e.name == *name))
    }

    /// The first element of that name at any depth.
    pub(in crate::source) fn find(&self, name: &str) -> Option<&Element> {
        let mut waiting: Vec<&Element> = vec![self];
        while let Some(element) = waiting.pop() {
            if element.name == name {
                return Some(element);
            }
            let at = waiting.len();
            waiting.extend(element.elements());
            waiting[at..].reverse();
        }
        None
    }

    /// Every element of that name at any depth that is not inside another such one.
    pub(in crate::source) fn find_all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Element> = vec![self];
        while let Some(element) = waiting.pop() {
            if element.name == name {
                found.push(element);
                continue;
            }
            let at = waiting.len();
            waiting.extend(element.elements());
            waiting[at..].reverse();
        }
        found
    }

    /// All text inside, in order.
    pub(in crate::source) fn text(&self) -> String {
        let mut text = String::new();
        let mut waiting: Vec<&Node> = self.children.iter().rev().collect();
        while let Some(node) = waiting.pop() {
            match node {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) => waiting.extend(element.children.iter().rev()),
            }
        }
        text
    }

    /// Text of the first child with one of these names, on one line; empty without it.
    pub(in crate::source) fn text_of(&self, names: &[&str]) -> String {
        let text = self.child(names).map(Element::text).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text of paragraphs inside, parted by blank lines; all text where there are none.
    pub(in crate::source) fn paragraphs(&self) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut waiting: Vec<&Element> = vec![self];
        while let Some(element) = waiting.pop() {
            if matches!(
                element.name.as_str(),
                "p" | "hl2" | "h2" | "h3" | "h4" | "li" | "pre" | "dt" | "dd"
            ) {
                let text = element.text();
                out.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
                continue;
            }
            let at = waiting.len();
            waiting.extend(element.elements());
            waiting[at..].reverse();
        }
        out.retain(|p| !p.is_empty());
        if out.is_empty() {
            self.text().trim().to_owned()
        } else {
            out.join("\n\n")
        }
    }
}

impl Drop for Element {
    /// Takes deep trees apart without recursion.
    fn drop(&mut self) {
        let mut waiting = std::mem::take(&mut self.children);
        while let Some(node) = waiting.pop() {
            if let Node::Element(mut element) = node {
                waiting.append(&mut element.children);
            }
        }
    }
}

/// Reads a document of UTF-8 text. Ends that do not match and bare `&` are borne.
pub(in crate::source) fn parse(source: &str, nesting: usize) -> Tree {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let (mut line, mut counted) = (1_u64, 0_usize);
    let (mut wrong, mut too_deep) = (None, false);
    loop {
        let before = usize::try_from(reader.buffer_position())
            .unwrap_or(usize::MAX)
            .min(source.len());
        line += memchr::memchr_iter(b'\n', &source.as_bytes()[counted..before]).count() as u64;
        counted = before;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                wrong = Some((error.to_string(), reader.error_position()));
                break;
            }
        };
        match event {
            Event::Start(start) => {
                if open.len() > nesting {
                    wrong = Some((
                        format!("elements nested more than {nesting} deep (see --nesting-limit)"),
                        before as u64,
                    ));
                    too_deep = true;
                    break;
                }
                open.push(element(&start, line, before));
            }
            Event::Empty(start) => append(&mut open, Node::Element(element(&start, line, before))),
            Event::End(end) => {
                let name = name_of(end.name().as_ref(), end.local_name().as_ref());
                // An end closes all up to its start, if there is one.
                if let Some(at) = open
                    .iter()
                    .rposition(|e| e.name == name)
                    .filter(|at| *at > 0)
                {
                    while open.len() > at {
                        close(&mut open);
                    }
                }
            }
            Event::Text(text) => append(&mut open, Node::Text(text.into_inner().into_owned())),
            Event::CData(text) => append(&mut open, Node::Text(text.into_inner().into_owned())),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let text = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_html5_entity(name)
                        .map_or_else(|| format!("&{name};"), str::to_owned),
                };
                append(&mut open, Node::Text(text));
            }
            Event::Eof => {
                if open.len() > 1 && open.iter().skip(1).any(|e| e.name != "p" && e.name != "br") {
                    wrong = Some(("the document ends within an element".into(), before as u64));
                }
                break;
            }
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().and_then(|mut top| {
        std::mem::take(&mut top.children)
            .into_iter()
            .find_map(|n| match n {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            })
    });
    Tree {
        root,
        wrong,
        too_deep,
    }
}

fn append(open: &mut [Element], node: Node) {
    if let Some(top) = open.last_mut() {
        top.children.push(node);
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        append(open, Node::Element(element));
    }
}

fn name_of(whole: &str, local: &str) -> String {
    let kept = ADDITIONS.iter().any(|prefix| whole.starts_with(prefix));
    if kept { whole } else { local }.to_owned()
}

fn element(start: &BytesStart<'_>, line: u64, offset: usize) -> Element {
    let attributes = start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .map(|a| {
            let name = a.key.local_name().as_ref().to_owned();
            let value = a.normalized_value(XmlVersion::Implicit1_0);
            (
                name,
                value.map_or_else(
                    |_| a.value.clone().into_owned(),
                    std::borrow::Cow::into_owned,
                ),
            )
        })
        .collect();
    Element {
        name: name_of(start.name().as_ref(), start.local_name().as_ref()),
        attributes,
        children: Vec::new(),
        line,
        offset: offset as u64,
    }
}

/// What a document that cannot be read whole is refused with.
pub(in crate::source) fn broken(wrong: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, wrong.to_owned())
}
