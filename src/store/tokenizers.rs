//! Two tokenizers under one name: when writing, a replay of tokens already made; when querying, the
//! tokeniser and stemmer themselves.

use tantivy::tokenizer::{
    LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager,
};

use crate::text::{Stems, Tokeniser, Tokens};

use super::schema::{NAMES, WORDS};

/// Ends each term of a replayed field.
pub(super) const END: char = '\u{1f}';

/// Tokenizers for writing: words come as terms that each end with [`END`].
pub(super) fn for_writing() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WORDS, TextAnalyzer::builder(Replay::default()).build());
    register_names(&manager);
    manager
}

/// Tokenizers for queries in a language.
pub(super) fn for_queries(language: &str) -> TokenizerManager {
    let manager = TokenizerManager::default();
    let words = Words {
        language: language.to_owned(),
        token: Token::default(),
    };
    manager.register(WORDS, TextAnalyzer::builder(words).build());
    register_names(&manager);
    manager
}

fn register_names(manager: &TokenizerManager) {
    let names = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .build();
    manager.register(NAMES, names);
}

#[derive(Debug, Clone, Default)]
struct Replay {
    token: Token,
}

struct ReplayStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Replay {
    type TokenStream<'a> = ReplayStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReplayStream<'a> {
        self.token.reset();
        ReplayStream {
            rest: text,
            token: &mut self.token,
        }
    }
}

impl TokenStream for ReplayStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(END as u8, self.rest.as_bytes()) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.token.position = self.token.position.wrapping_add(1);
        self.rest = &self.rest[end + 1..];
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[derive(Debug, Clone)]
struct Words {
    language: String,
    token: Token,
}

struct WordStream<'a> {
    terms: Vec<String>,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream {
            terms: terms(&self.language, text),
            next: 0,
            token: &mut self.token,
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(term) = self.terms.get(self.next) else {
            return false;
        };
        self.token.text.clone_from(term);
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The index terms of a text in a language, in order.
pub(super) fn terms(language: &str, text: &str) -> Vec<String> {
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    tokeniser.tokenise("", text, &mut tokens);
    let mut stems = Stems::new(language);
    let mut term = |word| {
        stems
            .term(&mut tokeniser.vocabulary, word)
            .map(str::to_owned)
    };
    tokens.tokens.iter().filter_map(|t| term(t.word)).collect()
}
