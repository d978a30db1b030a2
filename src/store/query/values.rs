//! Values of fields: days and scores.

use crate::model::{Date, Label};

use super::{Bound, Node};

/// `2022-03`, `2022-01..2022-03`, `[2022-01 TO 2022-03]`, `>=2022-03`, `<2022`; `*` or nothing for an open end.
pub(super) fn days(value: &str) -> Result<Node, String> {
    let start = |text: &str| match text.trim() {
        "" | "*" => Ok(None),
        text => Date::parse_start(text)
            .map(Some)
            .ok_or_else(|| not_a_date(text)),
    };
    let end = |text: &str| match text.trim() {
        "" | "*" => Ok(None),
        text => Date::parse_end(text)
            .map(Some)
            .ok_or_else(|| not_a_date(text)),
    };
    let (from, to) = if let Some(inner) = value.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or("the range has no ']'")?;
        let (from, to) = inner
            .split_once(" TO ")
            .ok_or("write a range as date:2022-01..2022-03")?;
        (start(from)?, end(to)?)
    } else if let Some((from, to)) = value.split_once("..") {
        (start(from)?, end(to)?)
    } else if let Some(from) = value.strip_prefix(">=") {
        (start(from)?, None)
    } else if let Some(to) = value.strip_prefix("<=") {
        (None, end(to)?)
    } else if let Some(day) = value.strip_prefix('>') {
        let after = end(day)?.map(|d| Date::from_days(d.days() + 1));
        (after, None)
    } else if let Some(day) = value.strip_prefix('<') {
        let before = start(day)?.map(|d| Date::from_days(d.days() - 1));
        (None, before)
    } else {
        (start(value)?, end(value)?)
    };
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(format!(
            "the first day, {from}, is after the last, {to}; swap them"
        ));
    }
    Ok(Node::Days(from, to))
}

fn not_a_date(text: &str) -> String {
    format!("'{text}' is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
}

/// `RUS>USA`, `RUS>USA<0`, `RUS>*>=0.2`, `*>USA=negative`.
pub(super) fn stance(value: &str) -> Result<Node, String> {
    const EXAMPLE: &str = "write stance:RUS>USA, stance:RUS>USA<0 or stance:RUS>USA=negative";
    let (source, rest) = value.split_once('>').ok_or(EXAMPLE)?;
    let at = rest.find(['<', '>', '=']).unwrap_or(rest.len());
    let (target, bound) = rest.split_at(at);
    let id = |text: &str| match text.trim() {
        "" => Err(EXAMPLE.to_owned()),
        "*" => Ok(None),
        text => Ok(Some(text.to_owned())),
    };
    let number = |text: &str| match text.parse::<f64>() {
        Ok(x) if (-1.0..=1.0).contains(&x) => Ok(x),
        _ => Err(format!("'{text}' is no score; scores are -1 to 1")),
    };
    let bound = if bound.is_empty() {
        Bound::Any
    } else if let Some(x) = bound.strip_prefix("<=") {
        Bound::AtMost(number(x)?)
    } else if let Some(x) = bound.strip_prefix(">=") {
        Bound::AtLeast(number(x)?)
    } else if let Some(x) = bound.strip_prefix('<') {
        Bound::Below(number(x)?)
    } else if let Some(x) = bound.strip_prefix('>') {
        Bound::Above(number(x)?)
    } else {
        let word = bound.trim_start_matches('=');
        let label = Label::ALL.into_iter().find(|l| l.as_str() == word);
        Bound::Is(label.ok_or_else(|| {
            format!("'{word}' is no label; labels are negative, neutral and positive")
        })?)
    };
    Ok(Node::Stance(id(source)?, id(target)?, bound))
}
