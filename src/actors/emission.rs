//! Turns what was found into mentions, in the order of the text.

use crate::model::{ActorInfo, ActorKey, ActorType, Article, Mention, Reading, Span};

use super::alias::AliasKind;
use super::call::call;
use super::compiled::PlaceRule;
use super::groups::Group;
use super::identity::{Identities, Identity, person, unlisted_entry, wording};
use super::introduced::Introduced;
use super::matching::{Hit, Match, Matches};
use super::name::{Cover, Name, ORGANISATION, OTHER, PERSON, PLACE, covering};
use super::owned::{Owned, is_of_another_state, owned};
use super::persons::{Meant, resolve};
use super::reading::read;
use super::senses::{
    carries_report, follows_stranger, is_ticker, names_currency, names_language, signs_credit,
    signs_report, unsettled,
};
use super::titles::Titles;
use super::view::View;
use super::wordy::stands_as_name;

/// Everything that the mentions of one article are made from, and where they go.
pub(super) struct Emission<'a> {
    pub view: &'a View<'a>,
    pub article: &'a Article,
    pub matches: &'a Matches,
    pub cover: &'a Cover,
    pub names: &'a [Name],
    pub groups: &'a [Group],
    pub introduced: &'a Introduced,
    /// The state that the article is about, if one stands out.
    pub dominant: Option<u32>,
    pub identities: &'a mut Identities,
    pub scratch: &'a mut Vec<u32>,
    pub mentions: &'a mut Vec<Mention>,
    pub discovered: &'a mut Vec<ActorInfo>,
    pub unlisted: &'a mut Vec<ActorInfo>,
}

/// Who is meant, in which reading, and how sure that is in percent.
type Finding = (ActorKey, Reading, u8);

impl Emission<'_> {
    /// Writes all mentions.
    pub(super) fn run(mut self) {
        let mut next = 0;
        for m in self.matches.list.iter().filter(|m| !m.absorbed) {
            while let Some(name) = self.names.get(next).filter(|n| n.first < m.first) {
                next += 1;
                self.name(name);
            }
            if let Some(finding) = self.find(m) {
                self.push(m.sentence, m.first, m.end, finding);
            }
        }
        for name in &self.names[next..] {
            self.name(name);
        }
    }

    fn push(&mut self, sentence: u32, first: u32, end: u32, finding: Finding) {
        let (actor, reading, confidence) = finding;
        let tokens = self.view.tokens;
        self.mentions.push(Mention {
            actor,
            field: self.view.sentences[sentence as usize].field,
            span: Span {
                start: tokens[first as usize].start,
                end: tokens[end as usize - 1].end,
            },
            sentence,
            first_token: first,
            end_token: end,
            reading,
            confidence,
        });
    }

    fn find(&mut self, m: &Match) -> Option<Finding> {
        let view = self.view;
        match m.hit {
            Hit::Known { actor, alias } => {
                if names_language(view, m, alias)
                    || names_currency(view, m)
                    || signs_report(view, m, actor)
                    || is_ticker(view, m)
                {
                    return None;
                }
                if let Some(stranger) = self.stranger(m) {
                    return Some(stranger);
                }
                if is_of_another_state(view, m, &self.matches.list, self.dominant) {
                    return None;
                }
                let is_capital = view.dictionary.alias(alias).kind == AliasKind::Capital;
                if is_capital && let Some(state) = self.state_of_unit(m) {
                    return Some((ActorKey::Known(state), Reading::Place, 90));
                }
                let kind = view.dictionary.actor(actor).kind;
                let of_land = matches!(kind, ActorType::State | ActorType::Region);
                let alias = view.dictionary.alias(alias).kind;
                // A town stands for a body too: `Brussels`.
                let is_town = matches!(alias, AliasKind::Capital | AliasKind::Seat)
                    && kind != ActorType::Outlet
                    && m.end == m.first + 1;
                let (reading, confidence) = if of_land || is_town {
                    if of_land && self.tells_owner(m, actor) {
                        return Some((ActorKey::Known(actor), Reading::Place, 75));
                    }
                    read(view, m, alias)
                } else if kind == ActorType::Outlet && carries_report(view, m) {
                    (Reading::Place, 80)
                } else {
                    (Reading::Actor, 90)
                };
                Some((ActorKey::Known(actor), reading, confidence))
            }
            Hit::State(state) => Some((ActorKey::Known(state), Reading::Place, 60)),
            Hit::Place(place) => {
                let state = self
                    .state_of_unit(m)
                    .unwrap_or_else(|| view.compiled().state_of(place, view.date));
                Some((ActorKey::Known(state), Reading::Place, 70))
            }
            Hit::Persons { .. } => self.person(m),
            Hit::Office(office) => {
                let titles = Titles {
                    view,
                    matches: self.matches,
                    cover: self.cover,
                    introduced: self.introduced,
                    dominant: self.dominant,
                };
                let (actor, confidence) = titles.holder(m, office)?;
                Some((ActorKey::Known(actor), Reading::Actor, confidence))
            }
            Hit::Blocked => None,
        }
    }

    /// The state in which a town lies that is told from its namesakes: `Cambridge, Mass.`, `Paris, Texas`.
    fn state_of_unit(&self, m: &Match) -> Option<u32> {
        let view = self.view;
        let next = m.end as usize + 1;
        if view.word(next - 1) != "," {
            return None;
        }
        let near = covering(&self.matches.list, self.cover, next)?;
        let Hit::Place(unit) = near.hit else {
            return None;
        };
        let (place, behind) = (view.compiled().places[unit as usize], near.end as usize);
        let abbreviated = place.rule == PlaceRule::AfterComma;
        let listed = matches!(view.word(behind), "and" | "or");
        (place.unit && near.sentence == m.sentence && (abbreviated || !listed))
            .then(|| view.compiled().state_of(unit, view.date))
    }

    fn person(&mut self, m: &Match) -> Option<Finding> {
        let view = self.view;
        let aliases = self.matches.aliases(m);
        let introduced = self.introduced.wakes(view, m, aliases)
            || self.introduced.stranger_before(view, m).is_some();
        if signs_credit(view, m) || !stands_as_name(view, m, |at| self.is_person(at), introduced) {
            return None;
        }
        let call = call(view, &self.matches.list, self.cover, m);
        match resolve(view, self.introduced, aliases, (m, &call), self.scratch) {
            Meant::Known(actor, confidence) => {
                let outlet = view.dictionary.actor(actor).kind == ActorType::Outlet;
                let reading = if outlet && carries_report(view, m) {
                    Reading::Place
                } else {
                    Reading::Actor
                };
                Some((ActorKey::Known(actor), reading, confidence))
            }
            Meant::Stranger(group) => Some((self.key(group), Reading::Actor, 60)),
            Meant::Nobody if unsettled(view, m) => {
                let label = wording(view, self.article, m.sentence, m.first, m.end);
                let entry = unlisted_entry(label, ActorType::Person, self.unlisted);
                Some((ActorKey::Unlisted(entry), Reading::Actor, 45))
            }
            Meant::Nobody => None,
        }
    }

    /// Whether the name of a state only tells whose the person or body after it is.
    fn tells_owner(&mut self, m: &Match, state: u32) -> bool {
        let view = self.view;
        let found = (self.matches.list.as_slice(), self.cover);
        let country = |actor: u32| view.dictionary.actor(actor).country.as_str();
        match owned(view, m, found, self.names) {
            Some(Owned::Body(body)) => country(body) == country(state),
            // A person who is somebody, and of that state.
            Some(Owned::Person(number)) => {
                let named = self.matches.list[number as usize];
                match self.person(&named) {
                    Some((ActorKey::Known(actor), ..)) => country(actor) == country(state),
                    Some((ActorKey::Discovered(at), ..)) => {
                        self.discovered[at as usize].country == country(state)
                    }
                    _ => false,
                }
            }
            Some(Owned::Name(at)) => {
                let group = self.groups[self.names[at].group as usize].stands_for;
                match self.identities.get(group) {
                    Identity::Settled(ActorKey::Known(actor)) => country(actor) == country(state),
                    Identity::Settled(ActorKey::Discovered(at)) => {
                        self.discovered[at as usize].country == country(state)
                    }
                    Identity::Role(Some(of)) => country(of) == country(state),
                    _ => false,
                }
            }
            None => false,
        }
    }

    /// Whether a person of the dictionary stands at the token.
    fn is_person(&self, at: usize) -> bool {
        covering(&self.matches.list, self.cover, at)
            .is_some_and(|m| matches!(m.hit, Hit::Persons { .. }))
    }

    /// The stranger whom the name of a state means (`Jim Jordan … Jordan said`).
    fn stranger(&mut self, m: &Match) -> Option<Finding> {
        let group = self.introduced.stranger_before(self.view, m)?;
        if !follows_stranger(self.view, m) {
            return None;
        }
        Some((self.key(group), Reading::Actor, 60))
    }

    /// Writes the mention of a name.
    fn name(&mut self, name: &Name) {
        let key = self.key(name.group);
        let group = &self.groups[name.group as usize];
        let reading = if matches!(group.kind, PLACE | OTHER) {
            Reading::Place
        } else {
            Reading::Actor
        };
        let confidence = match key {
            ActorKey::Known(_) => 95,
            ActorKey::Discovered(_) => 80,
            ActorKey::Unlisted(_) => 40 + group.points[group.kind].clamp(0, 50) as u8,
        };
        self.push(
            name.sentence,
            name.first,
            name.end,
            (key, reading, confidence),
        );
    }

    /// Who a group of names is, entered into the output on first use.
    fn key(&mut self, group: u32) -> ActorKey {
        let group = self.groups[group as usize].stands_for;
        let of = match self.identities.get(group) {
            Identity::Settled(key) => return key,
            Identity::Role(of) => Some(of),
            Identity::Open => None,
        };
        let name = &self.names[self.groups[group as usize].name as usize];
        let label = wording(self.view, self.article, name.sentence, name.first, name.end);
        let key = match of {
            Some(of) if of.is_some() || name.end - name.first > 1 => {
                self.discovered
                    .push(person(self.view, of, label, self.discovered));
                ActorKey::Discovered(self.discovered.len() as u32 - 1)
            }
            _ => {
                let kind = match self.groups[group as usize].kind {
                    PERSON => ActorType::Person,
                    ORGANISATION => ActorType::Organisation,
                    PLACE => ActorType::Place,
                    _ => ActorType::Other,
                };
                ActorKey::Unlisted(unlisted_entry(label, kind, self.unlisted))
            }
        };
        self.identities.settle(group, key);
        key
    }
}
