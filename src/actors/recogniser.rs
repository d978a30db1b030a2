//! Puts the steps together: tokens in, mentions out.

use std::sync::Arc;

use crate::model::{ActorKey, ActorType, Article, Extraction};
use crate::text::{Tokens, Vocabulary};

use super::dictionary::Dictionary;
use super::discover::role;
use super::emission::Emission;
use super::groups::{Group, Index, gather};
use super::identity::Identities;
use super::lexicon::Class;
use super::matching::{Hit, Match, Matches};
use super::names::{self, Name, PERSON};
use super::persons::{Introduced, by_given_name, by_state};
use super::senses::american_georgia;
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
    cover: Vec<u32>,
    names: Vec<Name>,
    groups: Vec<Group>,
    index: Index,
    introduced: Introduced,
    identities: Identities,
    counts: Vec<(u32, u32)>,
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
            cover: Vec::new(),
            names: Vec::new(),
            groups: Vec::new(),
            index: Index::default(),
            introduced: Introduced::default(),
            identities: Identities::default(),
            counts: Vec::new(),
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
            loud: false,
        };
        self.matches.clear();
        for sentence in 0..tokens.sentences.len() {
            self.matches.scan(&view, sentence);
        }
        self.cover.clear();
        self.cover.resize(tokens.tokens.len(), 0);
        for (number, m) in self.matches.list.iter().enumerate() {
            self.cover[m.first as usize..m.end as usize].fill(number as u32 + 1);
        }
        self.names.clear();
        for sentence in 0..tokens.sentences.len() {
            names::scan(
                &view,
                sentence,
                &mut self.matches.list,
                &mut self.cover,
                &mut self.names,
            );
        }
        gather(
            &view,
            vocabulary,
            &mut self.names,
            &mut self.groups,
            &mut self.index,
        );
        self.introduced.clear();
        self.introduced.collect(&view, &self.matches);
        self.identities.clear(self.groups.len());
        for name in self.names.iter().filter(|n| n.tail != 0) {
            if let Hit::Persons { start, end } = self.matches.list[name.tail as usize - 1].hit {
                let aliases = &self.matches.persons[start as usize..end as usize];
                if let Some(actor) = by_given_name(&view, aliases, name.first as usize) {
                    self.introduced.add(actor, name.first);
                    self.identities.settle(name.group, ActorKey::Known(actor));
                }
            }
        }
        self.introduced.sort();
        for name in &self.names {
            let group = &self.groups[name.group as usize];
            if group.kind == PERSON && self.identities.is_open(group.stands_for) {
                let found = role(
                    &view,
                    name.sentence as usize,
                    name.first as usize,
                    name.end as usize,
                    &self.matches.list,
                    &self.cover,
                );
                let Some(found) = found else { continue };
                match found
                    .of
                    .and_then(|of| spelling(&view, &self.matches, name, of))
                {
                    Some(actor) => self
                        .identities
                        .settle(group.stands_for, ActorKey::Known(actor)),
                    None if name.end - name.first == 1
                        && view.class(name.first as usize).has(Class::GIVEN) => {}
                    None => self.identities.note(group.stands_for, found.of),
                }
            }
        }
        if let Some(american) = american_georgia(&view, &self.matches.list) {
            for m in &mut self.matches.list {
                if let Hit::Known { actor, alias } = m.hit
                    && actor == american.0
                    && view.dictionary.alias(alias).text == "Georgia"
                {
                    m.hit = Hit::State(american.1);
                }
            }
        }
        let emission = Emission {
            view: &view,
            article,
            vocabulary,
            matches: &self.matches,
            cover: &self.cover,
            names: &self.names,
            groups: &self.groups,
            index: &self.index,
            introduced: &self.introduced,
            dominant: dominant(&view, &self.matches.list, &mut self.counts),
            identities: &mut self.identities,
            scratch: &mut self.scratch,
            mentions: &mut out.mentions,
            discovered: &mut out.discovered,
            unlisted: &mut out.unlisted,
        };
        emission.run();
    }
}

/// The state that the article is about: named at least three times and more than twice as often as any other.
fn dominant(view: &View<'_>, matches: &[Match], counts: &mut Vec<(u32, u32)>) -> Option<u32> {
    counts.clear();
    for m in matches.iter().filter(|m| !m.absorbed) {
        let Hit::Known { actor, .. } = m.hit else {
            continue;
        };
        if view.dictionary.actor(actor).kind != ActorType::State {
            continue;
        }
        match counts.iter_mut().find(|(a, _)| *a == actor) {
            Some((_, n)) => *n += 1,
            None => counts.push((actor, 1)),
        }
    }
    counts.sort_unstable_by_key(|&(actor, n)| (std::cmp::Reverse(n), actor));
    let &(actor, most) = counts.first()?;
    let second = counts.get(1).map_or(0, |c| c.1);
    (most >= 3 && most > 2 * second).then_some(actor)
}

/// The person of the dictionary whom a name in full spells otherwise (`Mikhail Podolyak`): of the same state, with the
/// same family name and the same first letter.
fn spelling(view: &View<'_>, matches: &Matches, name: &Name, of: u32) -> Option<u32> {
    let tail = matches.list.get((name.tail as usize).checked_sub(1)?)?;
    let Hit::Persons { start, end } = tail.hit else {
        return None;
    };
    by_state(
        view,
        &matches.persons[start as usize..end as usize],
        name.first as usize,
        of,
    )
}
