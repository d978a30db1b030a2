//! What fitting the model of readings needs from the recogniser.

use crate::model::{Article, Extraction};
use crate::text::{Tokeniser, Tokens};

use super::alias::AliasKind;
use super::dictionary::Dictionary;
use super::features::features;
use super::matching::{Hit, Matches};
use super::view::{View, style};
use super::words::Words;

/// The names of the features that the model of readings sees for the name of a state at the given
/// characters of an English sentence; none when no name of a state overlaps them.
pub fn reading_features(
    dictionary: &Dictionary,
    sentence: &str,
    start: usize,
    end: usize,
) -> Option<Vec<String>> {
    let article = Article {
        text: sentence.to_owned(),
        ..Article::default()
    };
    let out = Extraction {
        language: "en".to_owned(),
        ..Extraction::default()
    };
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    tokeniser.tokenise("", &article.text, &mut tokens);
    let mut known = Words::default();
    known.update(&dictionary.compiled, &tokeniser.vocabulary);
    let words: Vec<_> = tokens.tokens.iter().map(|t| known.get(t.word)).collect();
    let styles: Vec<_> = tokens
        .sentences
        .iter()
        .map(|s| style(&words[s.first_token as usize..s.end_token as usize]))
        .collect();
    let view = View {
        dictionary,
        tokens: &tokens.tokens,
        words: &words,
        sentences: &tokens.sentences,
        styles: &styles,
        date: None,
        language: out.read_as(),
        lowercase: false,
        of_sport: false,
        loud: false,
    };
    let mut matches = Matches::default();
    for number in 0..tokens.sentences.len() {
        matches.scan(&view, number);
    }
    let start = crate::text::char_to_byte(sentence, start) as u32;
    let end = crate::text::char_to_byte(sentence, end) as u32;
    let m = matches.list.iter().find(|m| {
        tokens.tokens[m.first as usize].start < end && start < tokens.tokens[m.end as usize - 1].end
    })?;
    let Hit::Known { alias, .. } = m.hit else {
        return None;
    };
    let kind: AliasKind = dictionary.alias(alias).kind;
    let mut names = Vec::new();
    features(&view, m, kind, &mut |f| {
        names.push(f.name(&dictionary.compiled.vocabulary));
    });
    Some(names)
}
