//! JSON values as text, whatever their shape.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::source::meaning::role::Role;

/// A piece of text and its media type, where the value names one (ninjs `bodies`).
#[derive(Debug, Default)]
pub(in crate::source) struct Part<'a> {
    pub(in crate::source) text: Cow<'a, str>,
    media: String,
    /// What it is for, where the value says so (ninjs `headlines`).
    role: String,
    /// A piece of running text with a form of its own (bold, a link), as chats have them.
    piece: bool,
}

/// Any JSON value as text: strings as they are, numbers written out, lists in parts, objects by the
/// field that holds their text.
pub(in crate::source) enum Value<'a> {
    One(Part<'a>),
    Many(Vec<Part<'a>>),
}

impl<'a> Value<'a> {
    /// The one text that a role asks for.
    pub(in crate::source) fn into_text(self, role: Role) -> Cow<'a, str> {
        let mut parts = match self {
            Self::One(part) => return part.text,
            Self::Many(parts) => parts,
        };
        let pieces = parts.iter().any(|p| p.piece);
        parts.retain(|p| pieces || !p.text.trim().is_empty());
        match role {
            // Running text in pieces: some bare, some with a form of their own.
            Role::Text | Role::Title if parts.iter().any(|p| p.piece) => join(parts, ""),
            Role::Text => {
                // The same body in several media: the plainest one.
                let best = parts.iter().map(|p| plainness(&p.media)).min().unwrap_or(0);
                parts.retain(|p| plainness(&p.media) == best);
                join(parts, "\n\n")
            }
            Role::Author => join(parts, ", "),
            Role::Title => {
                let main = parts
                    .iter()
                    .position(|p| matches!(p.role.as_str(), "main" | "headline" | "title"));
                parts
                    .into_iter()
                    .nth(main.unwrap_or(0))
                    .map(|p| p.text)
                    .unwrap_or_default()
            }
            _ => parts.into_iter().next().map(|p| p.text).unwrap_or_default(),
        }
    }

    fn into_part(self) -> Part<'a> {
        match self {
            Self::One(part) => part,
            Self::Many(parts) => Part {
                text: join(parts, "\n\n"),
                ..Part::default()
            },
        }
    }
}

fn plainness(media: &str) -> u8 {
    match media.split(';').next().unwrap_or("").trim() {
        "text/plain" | "" => 0,
        "text/html" | "application/xhtml+xml" => 1,
        _ => 2,
    }
}

fn join<'a>(mut parts: Vec<Part<'a>>, between: &str) -> Cow<'a, str> {
    if parts.len() == 1 {
        return parts.pop().map(|p| p.text).unwrap_or_default();
    }
    let texts: Vec<&str> = parts.iter().map(|p| p.text.as_ref()).collect();
    Cow::Owned(texts.join(between))
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// The key of an object; borrowed where it has no escapes.
pub(in crate::source) struct Key<'a>(pub(in crate::source) Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = deserializer.deserialize_str(ValueVisitor)?;
        Ok(Self(value.into_part().text))
    }
}

struct ValueVisitor;

fn one<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::One(Part {
        text: text.into(),
        ..Part::default()
    })
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(one(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(one(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Self::Value, E> {
        Ok(one(v))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(one(""))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(one(v.to_string()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(one(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(one(v.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(one(""))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(value) = seq.next_element::<Value<'de>>()? {
            match value {
                Value::One(part) => parts.push(part),
                Value::Many(more) => parts.extend(more),
            }
        }
        Ok(Value::Many(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const NAMES: [&str; 17] = [
            "value",
            "content",
            "text",
            "name",
            "site",
            "title",
            "#text",
            "$date",
            "$oid",
            "main",
            "original",
            "rendered",
            "_text",
            "$t",
            "__text",
            "screen_name",
            "username",
        ];
        let mut best: Option<(usize, Cow<'de, str>)> = None;
        let (mut media, mut role) = (String::new(), String::new());
        let mut formed = false;
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            if matches!(key.as_ref(), "contentType" | "contenttype" | "content_type") {
                media = map
                    .next_value::<Value<'de>>()?
                    .into_part()
                    .text
                    .into_owned();
            } else if key == "role" {
                role = map
                    .next_value::<Value<'de>>()?
                    .into_part()
                    .text
                    .into_owned();
            } else if key == "type" {
                formed = true;
                map.next_value::<IgnoredAny>()?;
            } else if let Some(rank) = NAMES.iter().position(|n| *n == key) {
                let text = map.next_value::<Value<'de>>()?.into_part().text;
                if best.as_ref().is_none_or(|(r, _)| rank < *r) {
                    best = Some((rank, text));
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Value::One(Part {
            piece: formed && media.is_empty() && matches!(best, Some((2, _))),
            text: best.map(|(_, text)| text).unwrap_or_default(),
            media,
            role,
        }))
    }
}
