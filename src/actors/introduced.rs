//! The persons whom an article names in full, and whose a family name is after that.

use super::alias::AliasKind;
use super::call::{Sex, sex_of_actor, sex_of_name};
use super::groups::Group;
use super::matching::{Hit, Match, Matches};
use super::names::{Name, PERSON};
use super::persons::best;
use super::trie::NO_SYMBOL;
use super::view::View;

/// Somebody whom the article names in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FullName {
    /// Its first token.
    first: u32,
    /// One past its last token.
    end: u32,
    /// Who it is.
    who: Who,
}

/// Somebody the dictionary knows, or a stranger: a group of names of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Known(u32),
    Stranger(u32),
}

/// The persons whom the article names in full, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Introduced {
    list: Vec<FullName>,
}

impl Introduced {
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    /// Notes every person of the dictionary named in full.
    pub(super) fn collect(&mut self, view: &View<'_>, matches: &Matches) {
        for m in matches.list.iter().filter(|m| !m.absorbed) {
            let Hit::Persons { start, end } = m.hit else {
                continue;
            };
            if view.is_suffix(m.end as usize) {
                continue;
            }
            let full = matches.persons[start as usize..end as usize]
                .iter()
                .map(|&n| view.dictionary.alias(n))
                .filter(|a| a.kind != AliasKind::Surname)
                .map(|a| a.actor);
            if let Some(actor) = best(view, full) {
                self.add(actor, m.first, m.end);
            }
        }
    }

    /// Notes a person of the dictionary named in full at the tokens.
    pub(super) fn add(&mut self, actor: u32, first: u32, end: u32) {
        let who = Who::Known(actor);
        self.list.push(FullName { first, end, who });
    }

    /// Notes the strangers among the names.
    pub(super) fn add_strangers(&mut self, names: &[Name], groups: &[Group]) {
        for name in names.iter().filter(|n| n.end - n.first >= 2) {
            let group = &groups[name.group as usize];
            if group.kind == PERSON && !self.list.iter().any(|f| f.first == name.first) {
                self.list.push(FullName {
                    first: name.first,
                    end: name.end,
                    who: Who::Stranger(name.group),
                });
            }
        }
    }

    /// Brings the introductions into the order of the text.
    pub(super) fn sort(&mut self) {
        self.list.sort_unstable();
    }

    /// Everyone of the dictionary who is introduced.
    pub(super) fn actors(&self) -> impl Iterator<Item = u32> {
        self.list.iter().filter_map(|f| match f.who {
            Who::Known(actor) => Some(actor),
            Who::Stranger(_) => None,
        })
    }

    /// Whether somebody of the dictionary is introduced whose name in full ends in the words of the match.
    pub(super) fn wakes(&self, view: &View<'_>, m: &Match, aliases: &[u32]) -> bool {
        let is_candidate = |actor: u32| {
            aliases
                .iter()
                .any(|&n| view.dictionary.alias(n).actor == actor)
        };
        self.list.iter().any(|f| match f.who {
            Who::Known(actor) => ends_alike(view, f, m) || is_candidate(actor),
            Who::Stranger(_) => false,
        })
    }

    /// The one who owns the family name at the match: the last one introduced before it, else the first one after it.
    pub(super) fn owner(
        &self,
        view: &View<'_>,
        m: &Match,
        candidates: &[u32],
        sex: Option<Sex>,
    ) -> Option<Who> {
        let named = |f: &FullName| match f.who {
            Who::Known(actor) => candidates.contains(&actor) || ends_alike(view, f, m),
            Who::Stranger(_) => ends_alike(view, f, m),
        };
        let has = |f: &FullName| match f.who {
            Who::Known(actor) => sex_of_actor(view, actor),
            Who::Stranger(_) => sex_of_name(view, f.first as usize),
        };
        let fits =
            |f: &&FullName| named(f) && sex.is_none_or(|want| has(f).is_none_or(|h| h == want));
        self.list
            .iter()
            .filter(fits)
            .rfind(|f| f.first <= m.first)
            .or_else(|| self.list.iter().find(fits))
            .map(|f| f.who)
    }

    /// The person of the dictionary whose name in full ends in the tokens; none when several do.
    pub(super) fn known_ending(&self, view: &View<'_>, first: u32, end: u32) -> Option<u32> {
        let m = Match {
            first,
            end,
            sentence: 0,
            hit: Hit::Blocked,
            absorbed: false,
        };
        if view.symbol(first as usize) == NO_SYMBOL {
            return None;
        }
        let mut found = None;
        for f in self.list.iter().filter(|f| ends_alike(view, f, &m)) {
            match (f.who, found) {
                (Who::Stranger(_), _) => return None,
                (Who::Known(actor), Some(before)) if actor != before => return None,
                (Who::Known(actor), _) => found = Some(actor),
            }
        }
        found
    }

    /// The stranger introduced before the match whose name in full ends in its words.
    pub(super) fn stranger_before(&self, view: &View<'_>, m: &Match) -> Option<u32> {
        self.list
            .iter()
            .filter(|f| f.end <= m.first && ends_alike(view, f, m))
            .find_map(|f| match f.who {
                Who::Stranger(group) => Some(group),
                Who::Known(_) => None,
            })
    }
}

/// Whether a name in full ends in the words of the match and has others before them.
fn ends_alike(view: &View<'_>, f: &FullName, m: &Match) -> bool {
    let length = m.end - m.first;
    f.end - f.first > length
        && (0..length).all(|k| {
            view.symbol((f.end - length + k) as usize) == view.symbol((m.first + k) as usize)
        })
}
