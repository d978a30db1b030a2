//! Finds the names of the dictionary: leftmost, longest, with all conditions checked.

use crate::model::ActorType;

use super::alias::{AliasKind, CaseRule};
use super::compiled::{AFTER_PAIR, PlaceRule, Rule};
use super::lexicon::Class;
use super::trie::{Entry, NO_SYMBOL};
use super::view::{Style, View};

/// What a stretch of tokens stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hit {
    /// An actor that is no person.
    Known { actor: u32, alias: u32 },
    /// One of several persons: a range of [`Matches::persons`].
    Persons { start: u32, end: u32 },
    /// A town or region: its number.
    Place(u32),
    /// Part of a state: the state's index.
    State(u32),
    /// An office: its number.
    Office(u32),
    /// A phrase that stands for nobody.
    Blocked,
}

/// A stretch of tokens that stands for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub first: u32,
    pub end: u32,
    pub sentence: u32,
    pub hit: Hit,
    /// It is part of a longer name and stands for nothing by itself.
    pub absorbed: bool,
}

/// All matches of an article.
#[derive(Debug, Default)]
pub(super) struct Matches {
    pub list: Vec<Match>,
    /// Aliases of persons that matches point to.
    pub persons: Vec<u32>,
    /// Family names at hand that do not hold on the day of the article.
    dormant: Vec<u32>,
}

/// Names longer than this many tokens are not looked for.
const LONGEST: usize = 16;

impl Matches {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.persons.clear();
    }

    /// The aliases of persons that a match points to; none when it stands for something else.
    pub(super) fn aliases(&self, m: &Match) -> &[u32] {
        match m.hit {
            Hit::Persons { start, end } => &self.persons[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Whether a match is of family names alone, all of persons whose time is another.
    pub(super) fn is_dormant(&self, view: &View<'_>, m: &Match) -> bool {
        let aliases = self.aliases(m);
        !aliases.is_empty()
            && aliases
                .iter()
                .all(|&n| !view.dictionary.alias(n).holds_on(view.date))
    }

    /// Whether a match is of family names alone.
    pub(super) fn is_surname(&self, view: &View<'_>, m: &Match) -> bool {
        let aliases = self.aliases(m);
        !aliases.is_empty()
            && aliases
                .iter()
                .all(|&n| view.dictionary.alias(n).kind == AliasKind::Surname)
    }

    /// Adds the matches of one sentence.
    pub(super) fn scan(&mut self, view: &View<'_>, sentence: usize) {
        let (first, end) = view.bounds(sentence);
        let mut at = first;
        while at < end {
            if view.node(at) == 0 {
                at += 1;
                continue;
            }
            match self.longest(view, sentence, at, end) {
                Some((stop, hit)) => {
                    self.list.push(Match {
                        first: at as u32,
                        end: stop as u32,
                        sentence: sentence as u32,
                        hit,
                        absorbed: false,
                    });
                    at = stop;
                }
                None => at += 1,
            }
        }
    }

    fn longest(
        &mut self,
        view: &View<'_>,
        sentence: usize,
        at: usize,
        end: usize,
    ) -> Option<(usize, Hit)> {
        let trie = &view.compiled().trie;
        let mut stops = [(0_usize, 0_u32); LONGEST];
        let mut found = 0;
        let mut node = view.node(at);
        let mut stop = at + 1;
        loop {
            if !trie.entries(node).is_empty() {
                stops[found] = (stop, node);
                found += 1;
            }
            if stop >= end || found == LONGEST {
                break;
            }
            let word = &view.words[stop];
            let next = [word.symbol, word.prefix]
                .into_iter()
                .filter(|&s| s != NO_SYMBOL)
                .find_map(|s| trie.step(node, s));
            let Some(next) = next else { break };
            node = next;
            stop += 1;
        }
        stops[..found].iter().rev().find_map(|&(stop, node)| {
            self.accept(view, sentence, at, stop, node)
                .map(|hit| (stop, hit))
        })
    }

    /// The best of the entries of a node that hold here.
    fn accept(
        &mut self,
        view: &View<'_>,
        sentence: usize,
        at: usize,
        stop: usize,
        node: u32,
    ) -> Option<Hit> {
        let compiled = view.compiled();
        let style = view.styles[sentence];
        let here = Stretch { sentence, at, stop };
        let start = self.persons.len() as u32;
        self.dormant.clear();
        let mut known: Option<((bool, AliasKind, u32), u32)> = None;
        let mut rest = None;
        for &entry in compiled.trie.entries(node) {
            match entry {
                Entry::Alias(number) => {
                    let alias = view.dictionary.alias(number);
                    let rule = &compiled.rules[number as usize];
                    let holds = here.fits(view, rule)
                        && speaks(view, &alias.language)
                        && (alias.kind != AliasKind::Prefix || combines(view, at, stop));
                    if !holds {
                        continue;
                    }
                    let personal = alias.kind == AliasKind::Surname
                        || view.dictionary.actor(alias.actor).kind == ActorType::Person;
                    if !alias.holds_on(view.date) {
                        if alias.kind == AliasKind::Surname {
                            self.dormant.push(number);
                        }
                    } else if personal {
                        self.persons.push(number);
                    } else {
                        // Without a date the name that still holds comes first.
                        let ended = view.date.is_none() && alias.to.is_some();
                        let rank = (ended, alias.kind, number);
                        if known.is_none_or(|best| rank < best.0) {
                            known = Some((rank, alias.actor));
                        }
                    }
                }
                Entry::Office(office) => rest = rest.or(Some(Hit::Office(office))),
                Entry::Place(place) => {
                    let rule = compiled.places[place as usize].rule;
                    // Three capitals are an abbreviation also in a headline of capitals: `GAO SAYS`.
                    let loud = (style != Style::Plain || at == view.bounds(sentence).0)
                        && letters(view, at) > 3;
                    let cased = view.lowercase && !is_everyday(view, at)
                        || (at..stop).all(|i| view.words[i].shape != 0 || i > at)
                            && (loud
                                || view.words[at].shape != 2
                                || stop > at + 1
                                || letters(view, at) > 4
                                || rule != PlaceRule::Anywhere);
                    if cased && place_fits(view, rule, sentence, at, stop) {
                        rest = Some(Hit::Place(place));
                    }
                }
                Entry::Blocked(number) => {
                    if here.fits(view, &compiled.blocked[number as usize]) {
                        rest = Some(Hit::Blocked);
                    }
                }
            }
        }
        let current = self.persons.len() as u32;
        let titled = at > 0
            && view.class(at - 1).has(
                Class::HONORIFIC
                    .or(Class::ROLE)
                    .or(Class::GIVEN)
                    .or(Class::INITIAL),
            )
            && view.class(at - 1).has(Class::CAPITAL);
        match known {
            Some(((_, _, alias), actor)) if start == current || !titled => {
                self.persons.truncate(start as usize);
                Some(Hit::Known { actor, alias })
            }
            _ if start == current && rest.is_some() => rest,
            _ if start == current && self.dormant.is_empty() => None,
            _ => {
                self.persons.append(&mut self.dormant);
                let end = self.persons.len() as u32;
                Some(Hit::Persons { start, end })
            }
        }
    }
}

/// Whether a combining form stands in a compound: before a hyphen, or, in Chinese, beside another one.
fn combines(view: &View<'_>, at: usize, stop: usize) -> bool {
    if view.class(at).has(Class::CJK) {
        return in_chinese_pair(view, at);
    }
    stop < view.tokens.len() && view.tight(stop - 1) && view.word(stop) == "-"
}

/// Whether one-character names of states stand side by side here, before a word of dealings between states. Most of these
/// characters are everyday words too, so that neither neighbours nor context alone will do.
fn in_chinese_pair(view: &View<'_>, at: usize) -> bool {
    let single =
        |i: usize| view.class(i).has(Class::CJK) && view.is_combining(i) && !begins_longer(view, i);
    let mut first = at;
    while first > 0 && view.tight(first - 1) && single(first - 1) {
        first -= 1;
    }
    let mut stop = at;
    while stop < view.tokens.len() && single(stop) && (stop == at || view.tight(stop - 1)) {
        stop += 1;
    }
    let next = view.word(stop);
    stop > at
        && stop - first >= 2
        && stop - first <= 3
        && !next.is_empty()
        && AFTER_PAIR.contains(next)
}

/// Whether a name of at least two tokens begins at the token.
fn begins_longer(view: &View<'_>, at: usize) -> bool {
    let trie = &view.compiled().trie;
    let node = view.words[at].node;
    trie.step(node, view.symbol(at + 1))
        .is_some_and(|next| !trie.entries(next).is_empty())
}

/// Whether an alias of the language counts in the article.
fn speaks(view: &View<'_>, language: &str) -> bool {
    if language.is_empty() {
        return true;
    }
    language == view.language || (view.language.is_empty() && language == "en")
}

/// Tokens of a sentence that may be a name.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    sentence: usize,
    /// The first token.
    at: usize,
    /// One past the last token.
    stop: usize,
}

impl Stretch {
    /// Whether case and neighbours are as the rule of a name wants them.
    fn fits(&self, view: &View<'_>, rule: &Rule) -> bool {
        let Self { sentence, at, stop } = *self;
        let (first, end) = view.bounds(sentence);
        if !self.case_fits(view, rule) {
            return false;
        }
        let matches = |phrase: &[u32], from: usize| {
            phrase
                .iter()
                .enumerate()
                .all(|(k, &symbol)| view.words[from + k].symbol == symbol)
        };
        let before =
            |phrase: &Vec<u32>| at >= first + phrase.len() && matches(phrase, at - phrase.len());
        let after = |phrase: &Vec<u32>| stop + phrase.len() <= end && matches(phrase, stop);
        // `U. S.` is no part of `U. S. S. R.`
        let initial = |i: usize| view.class(i).has(Class::INITIAL);
        if stop > at + 1
            && stop < end
            && (at..=stop).all(initial)
            && view.tokens[stop].end - view.tokens[stop].start > 1
        {
            return false;
        }
        !rule.before.iter().any(before) && !rule.after.iter().any(after)
    }

    fn case_fits(&self, view: &View<'_>, rule: &Rule) -> bool {
        let Self { sentence, at, stop } = *self;
        let style = view.styles[sentence];
        let (first, _) = view.bounds(sentence);
        if rule.case == CaseRule::Any {
            return true;
        }
        if view.lowercase {
            return stop > at + 1 || !is_everyday(view, at);
        }
        let capitals = style == Style::Capitals;
        for (k, &want) in rule.shape.iter().enumerate() {
            let have = view.words[at + k].shape;
            let alike = have == want
                || want == 3
                || (want == 0 && k > 0 && have >= 1)
                || (rule.case == CaseRule::Normal && have == 2)
                || (rule.case == CaseRule::Normal
                    && want == 2
                    && have == 1
                    && rule.shape.len() == 1
                    && letters(view, at) >= 4)
                || (rule.case == CaseRule::Exact
                    && have == 2
                    && capitals
                    && letters(view, at) >= 4);
            if !alike {
                return false;
            }
        }
        // An abbreviation that is an everyday word tells nothing among capitals: US, WHO, IS.
        if capitals
            && stop == at + 1
            && rule.shape[0] == 2
            && view.class(at).has(Class::FUNCTION.or(Class::COMMON))
        {
            let opens = at == first
                || view
                    .class(at - 1)
                    .has(Class::PUNCTUATION.or(Class::DETERMINER));
            let next = view.class(stop);
            let verb = Class::ACTION.or(Class::SPEECH).or(Class::ATTITUDE);
            let goes_on = next.has(Class::OFFICIAL.or(Class::RELATION).or(Class::ROLE))
                || (next.has(verb) && !next.has(Class::AUXILIARY))
                || view.word(stop) == "to";
            return opens && goes_on;
        }
        true
    }
}

/// Whether a word in small letters is more often an everyday word than a name.
fn is_everyday(view: &View<'_>, at: usize) -> bool {
    const EVERYDAY: Class = Class::COMMON
        .or(Class::FUNCTION)
        .or(Class::CALENDAR)
        .or(Class::WORDY)
        .or(Class::HONORIFIC)
        .or(Class::ROLE)
        .or(Class::ACTION)
        .or(Class::ATTITUDE)
        .or(Class::SPEECH);
    view.class(at).has(EVERYDAY)
}

fn letters(view: &View<'_>, at: usize) -> u32 {
    view.tokens[at].end - view.tokens[at].start
}

fn place_fits(view: &View<'_>, rule: PlaceRule, sentence: usize, at: usize, stop: usize) -> bool {
    let (first, end) = view.bounds(sentence);
    match rule {
        PlaceRule::Anywhere => true,
        PlaceRule::BesideSign => {
            let before = at > first && view.class(at - 1).has(Class::PLACE_PREPOSITION);
            let comma = stop + 1 < end
                && view.word(stop) == ","
                && view.class(stop + 1).has(Class::CAPITAL);
            before || comma
        }
        PlaceRule::AfterComma => at > first && view.word(at - 1) == ",",
    }
}
