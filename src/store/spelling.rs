//! What users type that the index's query parser would misread: apostrophes inside words, and signs of other archives' query
//! languages, which it drops or takes for words.

use std::borrow::Cow;

/// The query with every apostrophe that follows a letter or digit as a typographic one, which is part of the word; in ASCII it would
/// open a quotation. Quoted parts are left alone.
pub(super) fn with_apostrophes(query: &str) -> Cow<'_, str> {
    if !query.contains('\'') {
        return Cow::Borrowed(query);
    }
    let mut out = String::with_capacity(query.len() + 8);
    let (mut quote, mut before) = (None, ' ');
    for c in query.chars() {
        let mut written = c;
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (None, '\'') if before.is_alphanumeric() => written = '\u{2019}',
            (None, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        out.push(written);
        before = c;
    }
    Cow::Owned(out)
}

/// Why a query cannot be met, where it uses a sign that means something in other archives but nothing here.
pub(super) fn unsupported(query: &str) -> Option<String> {
    for word in words(query) {
        let bare = word.trim_matches(['(', ')', '+', '-']);
        let value = bare.split_once(':').map_or(bare, |(_, value)| value);
        // `*` alone finds every article.
        if value != "*" && value.contains(['*', '?']) {
            return Some(format!(
                "'{bare}': * and ? are not wildcards here. Words are found in all their inflected forms; join other forms with OR"
            ));
        }
        if value.contains('~') {
            return Some(format!(
                "'{bare}': ~ is for phrases only, as in \"gas deal\"~5"
            ));
        }
        if let Some(number) = proximity(bare) {
            return Some(format!(
                "'{bare}': for words that stand near each other write \"first second\"~{number}"
            ));
        }
    }
    None
}

/// The number of `w/5`, `W5`-like operators written with a slash, `near/5` and `NEAR/5`.
fn proximity(word: &str) -> Option<u32> {
    let (operator, number) = word.split_once('/')?;
    let known = ["w", "pre", "p", "s", "near", "n", "adj"];
    let is_operator = known.iter().any(|k| operator.eq_ignore_ascii_case(k));
    number.parse().ok().filter(|_| is_operator)
}

/// The words outside quotation marks.
fn words(query: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                // What follows a phrase directly belongs to the phrase, such as its ~5.
                words.push(if quoted { String::new() } else { "\"".into() });
            }
            _ if quoted => {}
            _ if c.is_whitespace() => words.push(String::new()),
            _ => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty() && !word.starts_with('"'));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apostrophes_belong_to_words() {
        for (query, expected) in [
            ("O'Brien", "O\u{2019}Brien"),
            ("Côte d'Ivoire", "Côte d\u{2019}Ivoire"),
            ("the workers' rights", "the workers\u{2019} rights"),
            (
                "title:Xi'an OR Sana'a",
                "title:Xi\u{2019}an OR Sana\u{2019}a",
            ),
            ("\"O'Brien said\" AND x", "\"O'Brien said\" AND x"),
            ("'two words' AND x", "'two words' AND x"),
            ("nothing", "nothing"),
        ] {
            assert_eq!(with_apostrophes(query), expected);
        }
    }

    #[test]
    fn signs_of_other_archives_are_refused() {
        for query in [
            "Irani*",
            "*talian",
            "Ir?n",
            "title:russ*",
            "gas w/5 deal",
            "gas NEAR/3 deal",
            "sanction~1",
            "(Irani*)",
        ] {
            assert!(unsupported(query).is_some(), "{query}");
        }
        for query in [
            "*",
            "Iran OR Italy",
            "\"gas deal\"~5",
            "\"what * said\"",
            "actor:\"RUS:putin\"",
            "and/or",
            "O'Brien",
            "-(a b) +c",
            "km/h",
            "24/7",
        ] {
            assert_eq!(unsupported(query), None, "{query}");
        }
    }
}
