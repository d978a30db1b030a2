//! The ids of names outside the dictionary: discovered persons and unlisted names.

use unicode_normalization::UnicodeNormalization;

use crate::model::{ActorInfo, ActorKey, ActorType, Article, Mention, Reading, Span};

use super::groups::{Group, slug};
use super::names::{Name, ORGANISATION, OTHER, PERSON, PLACE};
use super::recogniser::{field_of, span_mention, stranger};
use super::view::View;

/// What is known of the groups of names of an article.
#[derive(Debug, Default)]
pub(super) struct Identities {
    list: Vec<Identity>,
}

#[derive(Debug, Clone, Copy)]
enum Identity {
    /// A name and nothing more.
    Open,
    /// A person with a political role, in a state if the text gives it.
    Role(Option<u32>),
    /// Has its place in the output.
    Settled(ActorKey),
}

impl Identities {
    pub(super) fn clear(&mut self, groups: usize) {
        self.list.clear();
        self.list.resize(groups, Identity::Open);
    }

    pub(super) fn settle(&mut self, group: u32, key: ActorKey) {
        self.list[group as usize] = Identity::Settled(key);
    }

    /// Whether a role may still be noted.
    pub(super) fn is_open(&self, group: u32) -> bool {
        matches!(
            self.list[group as usize],
            Identity::Open | Identity::Role(None)
        )
    }

    /// Notes that the group's person has a political role.
    pub(super) fn note(&mut self, group: u32, of: Option<u32>) {
        self.list[group as usize] = Identity::Role(of);
    }

    /// Who the group is, entered into the output on first use.
    pub(super) fn key(
        &mut self,
        view: &View<'_>,
        article: &Article,
        group: u32,
        names: &[Name],
        groups: &[Group],
        discovered: &mut Vec<ActorInfo>,
        unlisted: &mut Vec<ActorInfo>,
    ) -> ActorKey {
        let group = groups[group as usize].stands_for as usize;
        let of = match self.list[group] {
            Identity::Settled(key) => return key,
            Identity::Role(of) => Some(of),
            Identity::Open => None,
        };
        let name = &names[groups[group].name as usize];
        let label = wording(view, article, name.sentence, name.first, name.end);
        let key = match of {
            Some(of) if of.is_some() || name.end - name.first > 1 => {
                discovered.push(person(view, of, label, discovered));
                ActorKey::Discovered(discovered.len() as u32 - 1)
            }
            _ => {
                let kind = match groups[group].kind {
                    PERSON => ActorType::Person,
                    ORGANISATION => ActorType::Organisation,
                    PLACE => ActorType::Place,
                    _ => ActorType::Other,
                };
                ActorKey::Unlisted(unlisted_entry(label, kind, unlisted))
            }
        };
        self.settle(group as u32, key);
        key
    }

    /// The mention of a name.
    pub(super) fn mention(
        &mut self,
        view: &View<'_>,
        article: &Article,
        name: &Name,
        names: &[Name],
        groups: &[Group],
        discovered: &mut Vec<ActorInfo>,
        unlisted: &mut Vec<ActorInfo>,
    ) -> Mention {
        let key = self.key(
            view, article, name.group, names, groups, discovered, unlisted,
        );
        let group = &groups[name.group as usize];
        let reading = if matches!(group.kind, PLACE | OTHER) {
            Reading::Place
        } else {
            Reading::Actor
        };
        let best = group.points[group.kind].clamp(0, 50) as u8;
        let confidence = match key {
            ActorKey::Known(_) => 95,
            ActorKey::Discovered(_) => 80,
            ActorKey::Unlisted(_) => 40 + best,
        };
        span_mention(
            view,
            name.sentence,
            name.first,
            name.end,
            key,
            reading,
            confidence,
        )
    }
}

/// The place of an unlisted name in the output, entered on first use.
pub(super) fn unlisted_entry(label: String, kind: ActorType, unlisted: &mut Vec<ActorInfo>) -> u32 {
    let mut id = String::with_capacity(label.len() + 2);
    id.push_str("?:");
    slug(&label, &mut id);
    let at = unlisted.iter().position(|u| u.id == id).unwrap_or_else(|| {
        unlisted.push(stranger(id, label, kind, String::new()));
        unlisted.len() - 1
    });
    at as u32
}

/// The words of a name with single blanks.
pub(super) fn wording(
    view: &View<'_>,
    article: &Article,
    sentence: u32,
    first: u32,
    end: u32,
) -> String {
    let field = view.sentences[sentence as usize].field;
    let span = Span {
        start: view.tokens[first as usize].start,
        end: view.tokens[end as usize - 1].end,
    };
    let text = span.of(field_of(article, field));
    let mut label = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !label.is_empty() {
            label.push(' ');
        }
        label.push_str(word);
    }
    label
}

/// `XXX:surname`, with the given name where that would clash; `person:given_surname` without a state.
fn person(view: &View<'_>, of: Option<u32>, label: String, discovered: &[ActorInfo]) -> ActorInfo {
    let mut words = label.split(' ');
    let last = ascii(label.rsplit(' ').next().unwrap_or(""));
    let given = ascii(words.next().unwrap_or(""));
    let country = of.map_or("", |actor| view.dictionary.actor(actor).country.as_str());
    let taken =
        |id: &str| view.dictionary.find(id).is_some() || discovered.iter().any(|d| d.id == id);
    let id = if country.is_empty() {
        format!("person:{given}_{last}")
    } else {
        let short = format!("{country}:{last}");
        if taken(&short) && given != last {
            format!("{short}_{given}")
        } else {
            short
        }
    };
    stranger(id, label.clone(), ActorType::Person, country.to_owned())
}

/// Lower-case letters without accents; all else an underscore.
fn ascii(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}
