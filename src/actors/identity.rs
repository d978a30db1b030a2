//! The ids of names outside the dictionary: discovered persons and unlisted names.

use crate::model::{ActorInfo, ActorKey, ActorType, Article, Field, Span};
use crate::text::first_and_last;

use super::groups::slug;
use super::view::View;

/// What is known of the groups of names of an article.
#[derive(Debug, Default)]
pub(super) struct Identities {
    list: Vec<Identity>,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Identity {
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

    /// What is known of the group.
    pub(super) fn get(&self, group: u32) -> Identity {
        self.list[group as usize]
    }
}

/// The place of an unlisted name in the output, entered on first use.
pub(super) fn unlisted_entry(label: String, kind: ActorType, unlisted: &mut Vec<ActorInfo>) -> u32 {
    let mut id = String::with_capacity(label.len() + 2);
    id.push_str("?:");
    slug(&label, &mut id);
    let at = unlisted.iter().position(|u| u.id == id).unwrap_or_else(|| {
        unlisted.push(ActorInfo {
            id,
            label,
            kind,
            country: String::new(),
        });
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
    let text = span.of(match field {
        Field::Title => &article.title,
        Field::Text => &article.text,
    });
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
pub(super) fn person(
    view: &View<'_>,
    of: Option<u32>,
    label: String,
    discovered: &[ActorInfo],
) -> ActorInfo {
    let (given, last) = first_and_last(&label);
    let last = last.unwrap_or_else(|| given.clone());
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
    ActorInfo {
        id,
        label,
        kind: ActorType::Person,
        country: country.to_owned(),
    }
}
