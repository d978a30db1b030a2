//! A JSON value as an article.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::model::Article;

use crate::source::block::{Note, Place, Record, Refusal, content, excerpt, limit, syntax};
use crate::source::meaning::fields::Found;
use crate::source::meaning::map::FieldMap;
use crate::source::meaning::role::Role;
use crate::source::options::Options;
use crate::source::record::value::{Key, Value};

/// A JSON value, not yet parsed.
#[derive(Debug)]
pub(in crate::source) struct Json(pub(in crate::source) Vec<u8>);

impl Record for Json {
    fn article(&self, place: Place<'_>, options: &Options) -> Result<Article, Refusal> {
        article(&self.0, place, options)
    }

    fn size(&self) -> usize {
        self.0.len()
    }

    fn excerpt(&self) -> String {
        excerpt(&self.0)
    }

    fn note(&self, note: &mut Note<'_>) {
        note_fields(&self.0, note);
    }
}

/// What is noted of an object that holds no text of its own.
pub(in crate::source) const NOTHING: &str = "{}";

/// Objects within a record whose fields are read as the record's own: of the Guardian, of Elasticsearch.
pub(in crate::source) const INNER: [&str; 2] = ["fields", "_source"];

/// Longest record whose fields are noted, in bytes: a value takes many times its length in memory.
const LONGEST_NOTED: usize = 4 << 20;

/// Hands names and values of a record's fields to `note`; those of objects in it with a dot.
pub(in crate::source) fn note_fields(bytes: &[u8], note: &mut Note<'_>) {
    if bytes.len() > LONGEST_NOTED {
        return;
    }
    let Ok(serde_json::Value::Object(object)) = serde_json::from_slice(bytes) else {
        return;
    };
    for (name, value) in &object {
        match value {
            serde_json::Value::String(text) => note(name, text),
            serde_json::Value::Null => {}
            serde_json::Value::Object(inner) => {
                let own = serde_json::to_vec(value).unwrap_or_default();
                let text = serde_json::from_slice::<Value<'_>>(&own)
                    .map(|value| value.into_text(Role::Url).into_owned())
                    .unwrap_or_default();
                note(
                    name,
                    if text.trim().is_empty() {
                        NOTHING
                    } else {
                        &text
                    },
                );
                for (below, value) in inner {
                    if let Some(text) = value.as_str() {
                        note(&format!("{name}.{below}"), text);
                    }
                }
            }
            other => note(name, &other.to_string()),
        }
    }
}

/// What the one error of this module's own begins with: the value is sound, but no object.
const NO_OBJECT: &str = "no object";

/// The article of a JSON value.
pub(in crate::source) fn article(
    bytes: &[u8],
    place: Place<'_>,
    options: &Options,
) -> Result<Article, Refusal> {
    let bytes = bytes.trim_ascii();
    if let Err(e) = std::str::from_utf8(bytes) {
        return Err(syntax(format!(
            "not UTF-8 at byte {} of the record",
            e.valid_up_to()
        )));
    }
    if is_deeper(bytes, options.nesting_limit) {
        return Err(limit(format!(
            "nested more than {} deep (see --nesting-limit)",
            options.nesting_limit
        )));
    }
    let mut found = Found::default();
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let seed = Object {
        fields: &options.fields,
        prefix: String::new(),
        known: false,
        bytes,
        found: &mut found,
    };
    let parsed = seed
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    match parsed {
        Ok(()) => found.article(place, options),
        Err(e) if e.is_data() => match serde_json::from_slice::<IgnoredAny>(bytes) {
            Ok(_) => Err(content("no text: the value is not an object with fields")),
            Err(e) => Err(syntax(format!("not JSON: {e}"))),
        },
        Err(e) => Err(syntax(format!("not JSON: {e}"))),
    }
}

/// Whether brackets nest deeper than allowed; most records have fewer brackets than that at all.
fn is_deeper(bytes: &[u8], most: usize) -> bool {
    if memchr::memchr2_iter(b'{', b'[', bytes).nth(most).is_none() {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for &b in bytes {
        match b {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > most {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Reads an object into the fields found; below a name that the user's map leads through, also its
/// objects.
struct Object<'o, 'f, 'de> {
    fields: &'o FieldMap,
    prefix: String,
    /// Known names count below the prefix too.
    known: bool,
    /// The whole record.
    bytes: &'de [u8],
    found: &'f mut Found<'de>,
}

impl<'de> DeserializeSeed<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of an article")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            if self.fields.leads_through(&self.prefix, &key) {
                let prefix = format!("{}{key}.", self.prefix);
                map.next_value_seed(Object {
                    fields: self.fields,
                    prefix,
                    known: false,
                    bytes: self.bytes,
                    found: self.found,
                })?;
                continue;
            }
            if self.prefix.is_empty() && INNER.contains(&key.as_ref()) {
                map.next_value_seed(Object {
                    fields: self.fields,
                    prefix: format!("{key}."),
                    known: true,
                    bytes: self.bytes,
                    found: self.found,
                })?;
                continue;
            }
            let role = if self.prefix.is_empty() {
                self.fields.role(&key)
            } else if self.known {
                let own = self.fields.own_role(&format!("{}{key}", self.prefix));
                own.or_else(|| self.fields.role(&key))
            } else {
                self.fields.own_role(&format!("{}{key}", self.prefix))
            };
            match role {
                Some((role, rank)) => {
                    let mut text = map.next_value::<Value<'de>>()?.into_text(role);
                    if role == Role::Id && is_rounded(&text) {
                        let written = literal(self.bytes, &key);
                        text = written.map_or(text, Cow::Borrowed);
                    }
                    self.found.offer(role, rank, text);
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.scalar()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }
}

/// Whether a number has perhaps lost digits on its way through a floating-point number.
fn is_rounded(text: &str) -> bool {
    text.parse::<u64>().is_err() && text.parse::<i64>().is_err() && text.parse::<f64>().is_ok()
}

/// The number behind a key of a record, at any depth, as it is written there.
fn literal<'j>(record: &'j [u8], key: &str) -> Option<&'j str> {
    let name = format!("\"{key}\"");
    memchr::memmem::find_iter(record, name.as_bytes()).find_map(|at| {
        let rest = record[at + name.len()..].trim_ascii_start();
        let rest = rest.strip_prefix(b":")?.trim_ascii_start();
        let end = rest
            .iter()
            .position(|b| !matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        std::str::from_utf8(&rest[..end])
            .ok()
            .filter(|number| !number.is_empty())
    })
}

impl Object<'_, '_, '_> {
    /// A plain value: below a name of the user's map it is passed over, as a record it is no article.
    fn scalar<E: Error>(self) -> Result<(), E> {
        if self.prefix.is_empty() {
            Err(E::custom(NO_OBJECT))
        } else {
            Ok(())
        }
    }
}
