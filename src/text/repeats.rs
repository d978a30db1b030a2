//! Sentences of the body that only repeat the headline or the first sentence of the body: they count once.

use crate::model::{Field, Sentence};

use super::tokens::{Token, Tokens};
use super::vocabulary::{Vocabulary, WordId};

/// A first sentence with fewer words may come again for a good reason.
const LEAST: usize = 4;

/// Takes sentences of the body that repeat the headline, or the first sentence of the body, out of `tokens` and
/// counts them in `tokens.repeated`.
///
/// Sentences are the same when their words are, whatever their case and punctuation. A headline of several sentences
/// at the head of the body is found too. Paragraphs that vanish leave no gap in the numbers of the others.
pub(super) fn drop_repeats(vocabulary: &Vocabulary, tokens: &mut Tokens) {
    tokens.repeated = 0;
    let body = tokens
        .sentences
        .iter()
        .position(|s| s.field == Field::Text)
        .unwrap_or(tokens.sentences.len());
    if body == tokens.sentences.len() {
        return;
    }
    let title_end = tokens.sentences[body].first_token as usize;
    let title = &tokens.tokens[..title_end];
    let leading = leading(vocabulary, title, tokens, body);
    let lead = body + leading;
    let mut drops: Vec<usize> = (body..lead).collect();
    for at in lead..tokens.sentences.len() {
        let own = tokens.of(&tokens.sentences[at]);
        let repeats_title = title_end > 0 && same(vocabulary, title, own);
        let repeats_lead = at > lead && {
            let first = tokens.of(&tokens.sentences[lead]);
            same(vocabulary, first, own) && words(vocabulary, own).count() >= LEAST
        };
        if repeats_title || repeats_lead {
            drops.push(at);
        }
    }
    if !drops.is_empty() {
        remove(tokens, &drops);
    }
}

/// The lower-case words and numbers.
fn words<'a>(vocabulary: &'a Vocabulary, tokens: &'a [Token]) -> impl Iterator<Item = WordId> + 'a {
    tokens
        .iter()
        .filter(|t| !vocabulary.shape(t.word).is_punctuation())
        .map(|t| vocabulary.lower(t.word))
}

/// Whether two sentences have the same words, and have any.
fn same(vocabulary: &Vocabulary, a: &[Token], b: &[Token]) -> bool {
    let mut one = words(vocabulary, a);
    let mut two = words(vocabulary, b);
    let mut any = false;
    loop {
        match (one.next(), two.next()) {
            (None, None) => return any,
            (Some(x), Some(y)) if x == y => any = true,
            _ => return false,
        }
    }
}

/// How many sentences at the head of the body are together the headline.
fn leading(vocabulary: &Vocabulary, title: &[Token], tokens: &Tokens, body: usize) -> usize {
    let mut rest = words(vocabulary, title).peekable();
    if rest.peek().is_none() {
        return 0;
    }
    for (number, sentence) in tokens.sentences[body..].iter().enumerate() {
        for word in words(vocabulary, tokens.of(sentence)) {
            if rest.next() != Some(word) {
                return 0;
            }
        }
        if rest.peek().is_none() {
            return number + 1;
        }
    }
    0
}

/// Takes the sentences with the ascending numbers out, with their tokens.
fn remove(tokens: &mut Tokens, drops: &[usize]) {
    let Tokens {
        tokens: list,
        sentences,
        repeated,
        ..
    } = tokens;
    let mut dropped = drops.iter().peekable();
    let mut kept = Vec::with_capacity(sentences.len());
    let mut end = 0;
    let (mut old, mut paragraph) = (0, 0);
    for (number, sentence) in sentences.iter().enumerate() {
        if dropped.next_if(|&&d| d == number).is_some() {
            continue;
        }
        let (first, last) = (sentence.first_token as usize, sentence.end_token as usize);
        list.copy_within(first..last, end);
        if sentence.field == Field::Text && (paragraph == 0 || sentence.paragraph != old) {
            old = sentence.paragraph;
            paragraph += 1;
        }
        kept.push(Sentence {
            first_token: end as u32,
            end_token: (end + last - first) as u32,
            paragraph: if sentence.field == Field::Text {
                paragraph
            } else {
                sentence.paragraph
            },
            ..*sentence
        });
        end += last - first;
    }
    list.truncate(end);
    *sentences = kept;
    *repeated = drops.len() as u32;
}
