//! JSON documents that wrap articles, as the answers of news services and the exports of chats do.

use serde_json::{Map, Value};

use crate::source::meaning::map::FieldMap;
use crate::source::meaning::role::Role;

/// Names under which services wrap their articles.
const WRAPPERS: [&str; 20] = [
    "articles",
    "posts",
    "stories",
    "results",
    "items",
    "documents",
    "docs",
    "hits",
    "news",
    "messages",
    "statuses",
    "tweets",
    "entries",
    "entry",
    "feed",
    "content",
    "data",
    "response",
    "records",
    "value",
];
/// Wrappers within wrappers.
const LEVELS: usize = 3;

/// The articles inside an object that is none itself but holds an array of them, or a single one below other names.
pub(in crate::source) fn wrapped(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let Value::Object(object) = serde_json::from_slice(bytes).ok()? else {
        return None;
    };
    if let Some(messages) = of_chats(&object) {
        return Some(messages);
    }
    let names = FieldMap::default();
    let own = |o: &Map<String, Value>| {
        o.iter().any(|(key, value)| {
            let role = matches!(names.role(key), Some((Role::Text | Role::Title, _)));
            role && !(value.is_object() && WRAPPERS.contains(&key.as_str()))
        })
    };
    let is_article = |o: &Map<String, Value>| {
        own(o)
            || ["_source", "fields"]
                .iter()
                .any(|inner| o.get(*inner).and_then(Value::as_object).is_some_and(own))
    };
    // "response": {"results": [...]}, "hits": {"hits": [...]}, "response": {"content": {...}}.
    let mut level = object;
    for depth in 0..LEVELS {
        let wrapper = WRAPPERS
            .iter()
            .find_map(|w| level.get(*w).filter(|v| v.is_array() || v.is_object()));
        match wrapper {
            Some(Value::Array(values)) => {
                let all = values.iter().all(Value::is_object);
                let lists_articles = values
                    .iter()
                    .take(20)
                    .filter_map(Value::as_object)
                    .any(is_article);
                if !all || !lists_articles {
                    return None;
                }
                let channel = level.get("messages").and(level.get("name")).cloned();
                return values
                    .iter()
                    .filter(|value| !is_service(value))
                    .map(|value| serde_json::to_vec(&named(value, channel.as_ref())).ok())
                    .collect();
            }
            Some(Value::Object(inner)) => {
                let inner = inner.clone();
                level = inner;
            }
            _ if depth > 0 && is_article(&level) => {
                return Some(vec![serde_json::to_vec(&level).ok()?]);
            }
            _ => return None,
        }
    }
    is_article(&level).then(|| serde_json::to_vec(&level).ok().map(|one| vec![one]))?
}

/// The messages of the export of a whole account: `"chats": {"list": [{"name": …, "messages": […]}]}`.
fn of_chats(object: &Map<String, Value>) -> Option<Vec<Vec<u8>>> {
    let chats = object.get("chats")?.get("list")?.as_array()?;
    let mut found = Vec::new();
    for chat in chats {
        let messages = chat.get("messages").and_then(Value::as_array);
        for message in messages.into_iter().flatten().filter(|m| !is_service(m)) {
            found.push(serde_json::to_vec(&named(message, chat.get("name"))).ok()?);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a message of a chat only says what was done in it.
fn is_service(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("service")
}

/// A message with the name of its channel, where it names no sender.
fn named(value: &Value, channel: Option<&Value>) -> Value {
    let mut value = value.clone();
    if let (Some(object), Some(channel)) = (value.as_object_mut(), channel)
        && object.get("from").is_none_or(Value::is_null)
    {
        object.insert("from".to_owned(), channel.clone());
    }
    value
}
