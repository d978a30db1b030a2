//! Puts the steps together: tokens in, mentions out.

use std::sync::Arc;

use crate::model::{ActorKey, ActorType, Article, Extraction, Mention, Reading, Span};
use crate::text::{Tokens, Vocabulary};

use super::dictionary::Dictionary;
use super::matching::{Hit, Match, Matches};
use super::persons::{Introduced, resolve};
use super::reading::read;
use super::view::{Style, View, style};
use super::words::{Word, Words};

/// Finds the actors of articles, one after the other; each worker has its own.
///
/// It keeps what it learnt about words and its buffers, never anything about articles: the outcome depends
/// on the article and the dictionary only.
#[derive(Debug)]
pub struct Recogniser {
    dictionary: Arc<Dictionary>,
    known: Words,
    words: Vec<Word>,
    styles: Vec<Style>,
    matches: Matches,
    introduced: Introduced,
    scratch: Vec<u32>,
}

impl Recogniser {
    /// A recogniser for the names of the dictionary.
    pub fn new(dictionary: Arc<Dictionary>) -> Self {
        Self {
            dictionary,
            known: Words::default(),
            words: Vec::new(),
            styles: Vec::new(),
            matches: Matches::default(),
            introduced: Introduced::default(),
            scratch: Vec::new(),
        }
    }

    /// The dictionary that it works with.
    pub fn dictionary(&self) -> &Arc<Dictionary> {
        &self.dictionary
    }

    /// Fills `out.mentions`, `out.discovered` and `out.unlisted`, whose former content is dropped.
    ///
    /// `tokens` are the article's, made with `vocabulary`; `out.language` says which names count.
    pub fn recognise(
        &mut self,
        article: &Article,
        vocabulary: &mut Vocabulary,
        tokens: &Tokens,
        out: &mut Extraction,
    ) {
        out.mentions.clear();
        out.discovered.clear();
        out.unlisted.clear();
        self.known.update(&self.dictionary.compiled, vocabulary);
        self.words.clear();
        self.words
            .extend(tokens.tokens.iter().map(|t| self.known.get(t.word)));
        self.styles.clear();
        for s in &tokens.sentences {
            self.styles.push(style(
                &self.words[s.first_token as usize..s.end_token as usize],
            ));
        }
        let view = View {
            dictionary: &self.dictionary,
            tokens: &tokens.tokens,
            words: &self.words,
            sentences: &tokens.sentences,
            styles: &self.styles,
            date: article.date,
            language: &out.language,
        };
        self.matches.clear();
        for sentence in 0..tokens.sentences.len() {
            self.matches.scan(&view, sentence);
        }
        self.introduced.clear();
        self.introduced.collect(&view, &self.matches);
        for m in &self.matches.list {
            let mention = match m.hit {
                Hit::Known { actor, alias } => {
                    let kind = self.dictionary.actor(actor).kind;
                    let (reading, confidence) =
                        if matches!(kind, ActorType::State | ActorType::Region) {
                            let alias = self.dictionary.alias(alias).kind;
                            read(
                                &view,
                                m.first as usize,
                                m.end as usize,
                                m.sentence as usize,
                                alias,
                            )
                        } else {
                            (Reading::Actor, 90)
                        };
                    mention(&view, m, ActorKey::Known(actor), reading, confidence)
                }
                Hit::Place(place) => {
                    let state = self.dictionary.compiled.places[place as usize].state;
                    mention(&view, m, ActorKey::Known(state), Reading::Place, 70)
                }
                Hit::Persons { start, end } => {
                    let aliases = &self.matches.persons[start as usize..end as usize];
                    match resolve(&view, &self.introduced, aliases, m.first, &mut self.scratch) {
                        Some((actor, confidence)) => {
                            mention(&view, m, ActorKey::Known(actor), Reading::Actor, confidence)
                        }
                        None => continue,
                    }
                }
                Hit::Office(_) | Hit::Blocked => continue,
            };
            out.mentions.push(mention);
        }
    }
}

fn mention(
    view: &View<'_>,
    m: &Match,
    actor: ActorKey,
    reading: Reading,
    confidence: u8,
) -> Mention {
    Mention {
        actor,
        field: view.sentences[m.sentence as usize].field,
        span: Span {
            start: view.tokens[m.first as usize].start,
            end: view.tokens[m.end as usize - 1].end,
        },
        sentence: m.sentence,
        first_token: m.first,
        end_token: m.end,
        reading,
        confidence,
    }
}
