//! Puts the steps together: tokens in, mentions out.

use std::sync::Arc;

use crate::model::{ActorKey, ActorType, Article, Extraction, read_as};
use crate::text::{Tokens, Vocabulary};

use super::call::call;
use super::dictionary::Dictionary;
use super::discover::{may_be_discovered, role};
use super::emission::Emission;
use super::groups::{Group, Index, gather};
use super::identity::Identities;
use super::introduced::Introduced;
use super::lexicon::Class;
use super::matching::{Hit, Match, Matches};
use super::name::{Name, PERSON};
use super::names;
use super::persons::{by_given_name, by_state, is_well_known};
use super::senses::american_georgia;
use super::teams::is_report_of_sport;
use super::view::{Style, View, is_lowercase, style};
use super::words::{Joint, Word, Words, join_compounds};

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
    /// `tokens` are the article's, made with `vocabulary`; `out.read_as()` says which names count.
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
        self.look_up(vocabulary, tokens);
        let view = View {
            dictionary: &self.dictionary,
            tokens: &tokens.tokens,
            words: &self.words,
            sentences: &tokens.sentences,
            styles: &self.styles,
            date: article.date,
            language: read_as(&out.language, &out.default_language),
            lowercase: is_lowercase(&self.words),
            of_sport: is_report_of_sport(&self.words),
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
        drop_dormant(
            &view,
            &mut self.matches,
            &mut self.cover,
            &mut self.introduced,
        );
        self.names.clear();
        for sentence in 0..tokens.sentences.len() {
            names::scan(
                &view,
                sentence,
                &mut self.matches,
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
        self.identities.clear(self.groups.len());
        let article_names = ArticleNames {
            view: &view,
            matches: &self.matches,
            cover: &self.cover,
            names: &self.names,
            groups: &self.groups,
        };
        article_names.introduce(&mut self.introduced, &mut self.identities);
        article_names.give_roles(&mut self.identities);
        if let Some(american) = american_georgia(&view, &self.matches.list) {
            move_georgia(&view, &mut self.matches.list, american);
        }
        let emission = Emission {
            view: &view,
            article,
            matches: &self.matches,
            cover: &self.cover,
            names: &self.names,
            groups: &self.groups,
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

    /// Fills what is known of the article's words and how its sentences use capitals.
    fn look_up(&mut self, vocabulary: &mut Vocabulary, tokens: &Tokens) {
        let hyphen = vocabulary.intern("-");
        self.known.update(&self.dictionary.compiled, vocabulary);
        let mut compounds = false;
        self.words.clear();
        self.words.extend(tokens.tokens.iter().map(|t| {
            let word = self.known.get(t.word);
            compounds |= word.joint != Joint::No;
            word
        }));
        if compounds {
            let hyphen = self.known.get(hyphen);
            join_compounds(&self.dictionary, &tokens.tokens, &mut self.words, hyphen);
        }
        self.styles.clear();
        for s in &tokens.sentences {
            self.styles.push(style(
                &self.words[s.first_token as usize..s.end_token as usize],
            ));
        }
    }
}

/// Takes out family names of persons out of office, unless the article names one in full or calls for a former holder.
fn drop_dormant(
    view: &View<'_>,
    matches: &mut Matches,
    cover: &mut [u32],
    introduced: &mut Introduced,
) {
    introduced.clear();
    introduced.collect(view, matches);
    for at in 0..matches.list.len() {
        let m = matches.list[at];
        if !matches.is_dormant(view, &m) {
            continue;
        }
        let aliases = matches.aliases(&m);
        let wakes = introduced.wakes(view, &m, aliases)
            || is_well_known(view, &m, aliases)
            || call(view, &matches.list, cover, &m).is_telling();
        if !wakes {
            matches.list[at].absorbed = true;
            cover[m.first as usize..m.end as usize].fill(0);
        }
    }
}

/// The names of an article while it is being settled who they are.
struct ArticleNames<'a> {
    view: &'a View<'a>,
    matches: &'a Matches,
    cover: &'a [u32],
    names: &'a [Name],
    groups: &'a [Group],
}

impl ArticleNames<'_> {
    /// Notes who is named in full, and whom of the dictionary the names mean.
    fn introduce(&self, introduced: &mut Introduced, identities: &mut Identities) {
        let view = self.view;
        introduced.clear();
        introduced.collect(view, self.matches);
        for name in self.names.iter().filter(|n| n.tail != 0) {
            let aliases = self
                .matches
                .aliases(&self.matches.list[name.tail as usize - 1]);
            if let Some(actor) = by_given_name(view, aliases, name.first as usize) {
                introduced.add(actor, name.first, name.end);
                identities.settle(name.group, ActorKey::Known(actor));
            }
        }
        introduced.add_strangers(self.names, self.groups);
        introduced.sort();
        // A family name that the dictionary lacks, of a person whom it has. All of its occurrences must be of one.
        let mut owners: Vec<(u32, Option<u32>)> = Vec::new();
        for name in self.names.iter().filter(|n| n.end - n.first == 1) {
            let group = &self.groups[name.group as usize];
            if group.stands_for != name.group || !identities.is_open(name.group) {
                continue;
            }
            let owner = introduced.known_owner(view, name.first, name.end);
            match owners.iter_mut().find(|(group, _)| *group == name.group) {
                Some((_, known)) if *known != owner => *known = None,
                Some(_) => {}
                None => owners.push((name.group, owner)),
            }
        }
        for (group, owner) in owners {
            if let Some(actor) = owner {
                identities.settle(group, ActorKey::Known(actor));
            }
        }
    }

    /// Notes which persons outside the dictionary have a political role.
    fn give_roles(&self, identities: &mut Identities) {
        let view = self.view;
        for name in self.names {
            let group = &self.groups[name.group as usize];
            if group.kind != PERSON || !identities.is_open(group.stands_for) {
                continue;
            }
            let found = role(view, name, &self.matches.list, self.cover);
            let Some(found) = found else { continue };
            match found
                .of
                .and_then(|of| spelling(view, self.matches, name, of))
            {
                Some(actor) => identities.settle(group.stands_for, ActorKey::Known(actor)),
                None if name.end - name.first == 1
                    && view.class(name.first as usize).has(Class::GIVEN) => {}
                None if !may_be_discovered(view, name) => {}
                None => identities.note(group.stands_for, found.of),
            }
        }
    }
}

/// Makes `Georgia` a part of the United States.
fn move_georgia(view: &View<'_>, matches: &mut [Match], (georgia, union): (u32, u32)) {
    for m in matches {
        if let Hit::Known { actor, alias } = m.hit
            && actor == georgia
            && view.dictionary.alias(alias).text == "Georgia"
        {
            m.hit = Hit::State(union);
        }
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
