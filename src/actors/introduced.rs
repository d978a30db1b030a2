//! The persons whom an article names in full, and whose a family name is after that.

use super::alias::AliasKind;
use super::call::{sex_of_actor, sex_of_name, sex_of_title};
use super::groups::Group;
use super::matching::{Hit, Match, Matches};
use super::name::{Name, PERSON};
use super::sex::Sex;
use super::standing::best;
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

    /// The one who owns the family name at the match: the last one introduced before it, else the first one after it. Where a
    /// title tells woman or man, one of whom that is known goes before one of whom it is not.
    pub(super) fn owner(
        &self,
        view: &View<'_>,
        m: &Match,
        candidates: &[u32],
        sex: Option<Sex>,
    ) -> Option<Who> {
        let named = |f: &&FullName| match f.who {
            Who::Known(actor) => candidates.contains(&actor) || is_named_so(view, f, m),
            Who::Stranger(_) => ends_alike(view, f, m),
        };
        let has = |f: &FullName| match f.who {
            Who::Known(actor) => sex_of_actor(view, actor),
            Who::Stranger(_) => sex_of_name(view, f.first as usize),
        };
        let nearest = |fits: &dyn Fn(&&FullName) -> bool| {
            let before = self.list.iter().filter(fits).rfind(|f| f.first <= m.first);
            before
                .or_else(|| self.list.iter().find(fits))
                .map(|f| f.who)
        };
        let Some(want) = sex else {
            return nearest(&named);
        };
        nearest(&|f| named(f) && has(f) == Some(want))
            .or_else(|| nearest(&|f| named(f) && has(f).is_none()))
    }

    /// The person of the dictionary who owns the family name at the tokens, which is none of the dictionary's.
    pub(super) fn known_owner(&self, view: &View<'_>, first: u32, end: u32) -> Option<u32> {
        if view.symbol(first as usize) == NO_SYMBOL {
            return None;
        }
        let m = Match {
            first,
            end,
            sentence: 0,
            hit: Hit::Blocked,
            absorbed: false,
        };
        let sex = (first > 0).then(|| sex_of_title(view, first as usize - 1));
        match self.owner(view, &m, &[], sex.flatten())? {
            Who::Known(actor) => Some(actor),
            Who::Stranger(_) => None,
        }
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

/// Whether a person of the dictionary is called by the words of the match: they end the name in full or, where the family name
/// comes first (`Lee Hsien Loong`), begin it.
fn is_named_so(view: &View<'_>, f: &FullName, m: &Match) -> bool {
    const FAMILY_FIRST: [&str; 9] = [
        "CHN", "HKG", "KHM", "KOR", "MAC", "PRK", "SGP", "TWN", "VNM",
    ];
    let Who::Known(actor) = f.who else {
        return false;
    };
    let country = view.dictionary.actor(actor).country.as_str();
    let begins = f.end > m.end - m.first + f.first
        && FAMILY_FIRST.contains(&country)
        && (0..m.end - m.first)
            .all(|k| view.symbol((f.first + k) as usize) == view.symbol((m.first + k) as usize))
        && view.symbol(f.first as usize) != NO_SYMBOL;
    begins || ends_alike(view, f, m)
}

/// Whether a name in full ends in the words of the match and has others before them.
fn ends_alike(view: &View<'_>, f: &FullName, m: &Match) -> bool {
    let length = m.end - m.first;
    f.end - f.first > length
        && (0..length).all(|k| {
            view.symbol((f.end - length + k) as usize) == view.symbol((m.first + k) as usize)
        })
}
