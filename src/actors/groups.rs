//! Brings the occurrences of the same name in an article together and settles what they are.

use std::hash::{BuildHasher, Hasher};

use hashbrown::HashMap;

use crate::text::{Token, Vocabulary, WordId};

use super::lexicon::Class;
use super::name::{Name, ORGANISATION, OTHER, PERSON, PLACE, TYPES};
use super::view::View;

/// All occurrences of one wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// The occurrence that shows the wording.
    pub name: u32,
    pub points: [i32; TYPES],
    /// The group that it is a shorter form of; itself when it is none.
    pub stands_for: u32,
    /// The settled type.
    pub kind: usize,
    /// The number of tokens.
    pub length: u32,
}

fn words<'a>(tokens: &'a [Token], name: &Name) -> &'a [Token] {
    &tokens[name.first as usize..name.end as usize]
}

fn same(vocabulary: &Vocabulary, tokens: &[Token], a: &Name, b: &Name) -> bool {
    let (a, b) = (words(tokens, a), words(tokens, b));
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(x, y)| vocabulary.lower(x.word) == vocabulary.lower(y.word))
}

fn lower(vocabulary: &Vocabulary, tokens: &[Token], at: u32) -> WordId {
    vocabulary.lower(tokens[at as usize].word)
}

/// Lookups that outlive an article only as memory.
#[derive(Debug, Default)]
pub(super) struct Index {
    hashes: HashMap<u64, u32>,
    family_names: HashMap<WordId, u32>,
    openings: HashMap<(WordId, WordId), u32>,
}

/// Fills `groups` and the group of each name.
pub(super) fn gather(
    view: &View<'_>,
    vocabulary: &Vocabulary,
    names: &mut [Name],
    groups: &mut Vec<Group>,
    index: &mut Index,
) {
    groups.clear();
    index.hashes.clear();
    let tokens = view.tokens;
    for at in 0..names.len() {
        let name = names[at];
        let mut hasher = index.hashes.hasher().build_hasher();
        for token in words(tokens, &name) {
            hasher.write_u32(vocabulary.lower(token.word));
        }
        let mut key = hasher.finish();
        let group = loop {
            match index.hashes.get(&key) {
                Some(&g)
                    if same(
                        vocabulary,
                        tokens,
                        &names[groups[g as usize].name as usize],
                        &name,
                    ) =>
                {
                    break g;
                }
                Some(_) => key = key.wrapping_add(1),
                None => {
                    let fresh = groups.len() as u32;
                    index.hashes.insert(key, fresh);
                    groups.push(Group {
                        name: at as u32,
                        points: [0; TYPES],
                        stands_for: fresh,
                        kind: OTHER,
                        length: name.end - name.first,
                    });
                    break fresh;
                }
            }
        };
        names[at].group = group;
        for (sum, points) in groups[group as usize].points.iter_mut().zip(name.points) {
            *sum += points;
        }
    }
    for group in groups.iter_mut() {
        group.kind = settle(&group.points, group.length);
    }
    link(view, vocabulary, names, groups, index);
}

fn settle(points: &[i32; TYPES], length: u32) -> usize {
    let mut best = PERSON;
    for kind in [ORGANISATION, PLACE, OTHER] {
        if points[kind] > points[best] {
            best = kind;
        }
    }
    let least = if length == 1 { 8 } else { 4 };
    if points[best] <= least { OTHER } else { best }
}

/// No second word.
const NO_WORD: WordId = WordId::MAX;

/// Family names alone stand for the person named in full, short forms of organisations for the long one.
/// The long form named first in the article wins.
fn link(
    view: &View<'_>,
    vocabulary: &Vocabulary,
    names: &[Name],
    groups: &mut [Group],
    index: &mut Index,
) {
    let tokens = view.tokens;
    let Index {
        family_names,
        openings,
        ..
    } = index;
    family_names.clear();
    openings.clear();
    for (at, group) in groups.iter().enumerate() {
        let name = names[group.name as usize];
        if group.length < 2 {
            continue;
        }
        if group.kind == PERSON {
            family_names
                .entry(lower(vocabulary, tokens, name.end - 1))
                .or_insert(at as u32);
        } else if group.kind == ORGANISATION {
            let (one, two) = (
                lower(vocabulary, tokens, name.first),
                lower(vocabulary, tokens, name.first + 1),
            );
            openings.entry((one, NO_WORD)).or_insert(at as u32);
            if group.length > 2 {
                openings.entry((one, two)).or_insert(at as u32);
            }
        }
    }
    for group in groups.iter_mut().filter(|g| g.length <= 2) {
        let name = names[group.name as usize];
        let points = group.points;
        let one = lower(vocabulary, tokens, name.first);
        let person = (group.length == 1
            && points[PERSON] + 25 >= points[ORGANISATION].max(points[PLACE]))
        .then(|| family_names.get(&one))
        .flatten();
        let two = if group.length == 2 {
            lower(vocabulary, tokens, name.first + 1)
        } else {
            NO_WORD
        };
        let plain = !view
            .class(name.first as usize)
            .has(Class::COMMON.or(Class::GIVEN));
        let body = (plain && points[PERSON] < 30 && points[PLACE] < 30)
            .then(|| openings.get(&(one, two)))
            .flatten();
        if let Some(&long) = person.or(body) {
            group.stands_for = long;
            group.kind = if person.is_some() {
                PERSON
            } else {
                ORGANISATION
            };
        }
    }
}

/// The name as an id: lower-case letters and digits, all else a hyphen.
pub(super) fn slug(text: &str, out: &mut String) {
    let start = out.len();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if out.len() > start && !out.ends_with('-') {
            out.push('-');
        }
    }
    while out.len() > start && out.ends_with('-') {
        out.pop();
    }
}
