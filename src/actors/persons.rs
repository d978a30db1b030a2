//! Which person is meant.

use super::alias::AliasKind;
use super::lexicon::Class;
use super::matching::{Hit, Matches};
use super::view::View;

/// Persons of the dictionary that the article introduces, with the first token of each introduction.
#[derive(Debug, Default)]
pub(super) struct Introduced {
    list: Vec<(u32, u32)>,
}

impl Introduced {
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    /// Notes every person named in full.
    pub(super) fn collect(&mut self, view: &View<'_>, matches: &Matches) {
        for m in matches.list.iter().filter(|m| !m.absorbed) {
            let Hit::Persons { start, end } = m.hit else {
                continue;
            };
            let full = matches.persons[start as usize..end as usize]
                .iter()
                .map(|&n| view.dictionary.alias(n))
                .filter(|a| a.kind != AliasKind::Surname)
                .map(|a| a.actor);
            if let Some(actor) = best(view, full) {
                self.list.push((actor, m.first));
            }
        }
    }

    /// Notes a person named in full at the token.
    pub(super) fn add(&mut self, actor: u32, token: u32) {
        self.list.push((actor, token));
    }

    /// Brings the introductions into the order of the text.
    pub(super) fn sort(&mut self) {
        self.list.sort_unstable_by_key(|&(actor, at)| (at, actor));
    }

    /// Everyone introduced.
    pub(super) fn actors(&self) -> impl Iterator<Item = u32> {
        self.list.iter().map(|(actor, _)| *actor)
    }

    /// The person that an introduction before the token, else the first one after it, gives.
    fn near(&self, actors: &[u32], token: u32) -> Option<u32> {
        let fits = |(actor, _): &&(u32, u32)| actors.contains(actor);
        self.list
            .iter()
            .filter(fits)
            .rfind(|(_, at)| *at <= token)
            .or_else(|| self.list.iter().find(fits))
            .map(|(actor, _)| *actor)
    }
}

/// How much weight the person's offices on the day have: 3 head of state or government, 2 minister, 1 other, 0 none.
fn standing(view: &View<'_>, actor: u32) -> u8 {
    let offices = &view.compiled().offices;
    offices
        .of_holder(actor)
        .filter(|t| view.date.is_none_or(|d| t.holds_on(d)))
        .map(|t| match offices.name(t.office) {
            "president" | "prime minister" | "chancellor" | "leader" | "supreme leader"
            | "king" | "queen" | "premier" | "general secretary" | "pope" | "emperor"
            | "secretary-general" => 3,
            "foreign minister"
            | "secretary of state"
            | "foreign secretary"
            | "defence minister"
            | "secretary of defense"
            | "vice president" => 2,
            _ => 1,
        })
        .max()
        .unwrap_or(0)
}

/// The one with the greatest standing; none when two have it.
fn best(view: &View<'_>, actors: impl Iterator<Item = u32>) -> Option<u32> {
    let mut found: Option<(u8, u32)> = None;
    let mut tie = false;
    for actor in actors {
        let here = standing(view, actor);
        match found {
            Some((_, before)) if before == actor => {}
            Some((high, _)) if here < high => {}
            Some((high, _)) if here == high => tie = true,
            _ => {
                found = Some((here, actor));
                tie = false;
            }
        }
    }
    found.filter(|_| !tie).map(|(_, actor)| actor)
}

/// The person that a match means, and how sure that is in percent.
///
/// `stranger` says that the article introduces another person of that family name, whom the dictionary lacks.
pub(super) fn resolve(
    view: &View<'_>,
    introduced: &Introduced,
    aliases: &[u32],
    first: u32,
    stranger: bool,
    scratch: &mut Vec<u32>,
) -> Option<(u32, u8)> {
    let alias = |n: u32| view.dictionary.alias(n);
    let full = aliases
        .iter()
        .filter(|&&n| alias(n).kind != AliasKind::Surname);
    if let Some(actor) = best(view, full.map(|&n| alias(n).actor)) {
        return Some((actor, 98));
    }
    scratch.clear();
    scratch.extend(aliases.iter().map(|&n| alias(n).actor));
    scratch.sort_unstable();
    scratch.dedup();
    if let Some(actor) = introduced.near(scratch, first) {
        return Some((actor, 95));
    }
    let at = first as usize;
    let titled = at > 0 && view.class(at - 1).has(Class::ROLE.or(Class::HONORIFIC));
    if stranger && !titled {
        return None;
    }
    let actor = best(view, scratch.iter().copied())?;
    let standing = standing(view, actor);
    let dated = aliases
        .iter()
        .any(|&n| alias(n).actor == actor && (alias(n).from.is_some() || alias(n).to.is_some()));
    let everyday = view.class(at).has(Class::COMMON.or(Class::GIVEN));
    match (view.date.is_some(), standing) {
        (true, 1..) => Some((actor, if titled { 92 } else { 80 })),
        (true, 0) if dated => Some((actor, 70)),
        (true, 0) => None,
        (false, _) if everyday && !titled => None,
        (false, 2..) => Some((actor, 60)),
        (false, _) => Some((actor, 50)),
    }
}

/// The person of the dictionary that a name in full means whose last word is a family name of the dictionary:
/// one who has that given name (`Vladimir V. Putin`).
pub(super) fn by_given_name(view: &View<'_>, aliases: &[u32], first: usize) -> Option<u32> {
    let given = view.symbol(first);
    if given == super::trie::NO_SYMBOL {
        return None;
    }
    let fits = |actor: u32| {
        view.dictionary
            .aliases(actor)
            .filter(|a| a.kind == AliasKind::Name)
            .filter_map(|a| a.text.split_whitespace().next())
            .any(|w| view.compiled().vocabulary.get(&w.to_lowercase()) == Some(given))
    };
    best(
        view,
        aliases
            .iter()
            .map(|&n| view.dictionary.alias(n).actor)
            .filter(|&a| fits(a)),
    )
}

/// The person of the dictionary who belongs to the state and whose given name begins with the same letter.
pub(super) fn by_state(view: &View<'_>, aliases: &[u32], first: usize, state: u32) -> Option<u32> {
    let letter = view.initial(first)?;
    let country = &view.dictionary.actor(state).country;
    let fits = |actor: u32| {
        view.dictionary.actor(actor).country == *country
            && view
                .dictionary
                .aliases(actor)
                .filter(|a| a.kind == AliasKind::Name)
                .any(|a| a.text.starts_with(letter))
    };
    best(
        view,
        aliases
            .iter()
            .map(|&n| view.dictionary.alias(n).actor)
            .filter(|&a| !country.is_empty() && fits(a)),
    )
}
