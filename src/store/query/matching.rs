//! Words and phrases in a text, as the index and the eye see them.

use hashbrown::HashMap;

use crate::model::{Article, Field, Span};
use crate::text::{Stems, Tokeniser, Tokens, Vocabulary, WordId, letters_apart};

use super::super::tokenizers::terms;
use super::{Node, Phrase, Scope, SoughtWord};

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::store) enum Form {
    /// A stem.
    Stem(String),
    /// A pattern of the word in lower case.
    Pattern(Vec<char>),
    /// The word in lower case, or one letter off.
    Misspelt(String),
}

/// A phrase as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::store) struct Sequence {
    pub(in crate::store) forms: Vec<Form>,
    pub(in crate::store) between: u32,
}

/// What is looked for in headline and body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::store) struct Needle {
    pub(in crate::store) scope: Scope,
    /// Alternatives, one group; or several groups that must stand in one sentence.
    pub(in crate::store) groups: Vec<Vec<Sequence>>,
    pub(in crate::store) within: Option<u32>,
}

impl Sequence {
    /// The phrase in a language; `None` where it has no word.
    pub(in crate::store) fn new(phrase: &Phrase, language: &str) -> Option<Self> {
        let mut forms = Vec::new();
        for word in &phrase.words {
            match word {
                SoughtWord::Word(word) => {
                    forms.extend(terms(language, word).into_iter().map(Form::Stem));
                }
                SoughtWord::Pattern(pattern) => {
                    forms.push(Form::Pattern(lower(pattern).chars().collect()));
                }
                SoughtWord::Misspelt(word) => forms.push(Form::Misspelt(lower(word))),
            }
        }
        (!forms.is_empty()).then_some(Self {
            forms,
            between: phrase.between,
        })
    }
}

/// A word as the vocabulary has it in lower case.
pub(super) fn lower(word: &str) -> String {
    let mut vocabulary = Vocabulary::new();
    let id = vocabulary.intern(word);
    vocabulary.lower_word(id).to_owned()
}

/// Whether a word is met by a pattern.
pub(super) fn meets(pattern: &[char], word: &[char]) -> bool {
    // The place of the last star, and of the word where it was tried.
    let (mut p, mut w, mut star) = (0, 0, None);
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                p += 1;
                w += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    w = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

/// A word of a text: its token, sentence and field.
#[derive(Debug, Clone, Copy)]
struct Place {
    token: usize,
    word: WordId,
    sentence: usize,
    field: Field,
}

/// Where a needle was found: its first token, and one past its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct At {
    pub(in crate::store) sentence: usize,
    pub(in crate::store) first: usize,
    pub(in crate::store) past: usize,
}

/// Reads texts word by word; buffers to be used again and again.
#[derive(Default)]
pub(in crate::store) struct Reader {
    tokeniser: Tokeniser,
    pub(in crate::store) tokens: Tokens,
    stems: HashMap<String, Stems>,
    places: Vec<Place>,
    language: String,
    verdicts: HashMap<(Form, WordId), bool>,
    generation: u32,
}

impl Reader {
    /// Cuts an article into words.
    pub(in crate::store) fn read(&mut self, title: &str, text: &str, language: &str) {
        self.tokeniser.tokenise(title, text, &mut self.tokens);
        let generation = self.tokeniser.vocabulary.generation();
        if self.language != language || self.generation != generation {
            self.verdicts.clear();
            self.generation = generation;
            language.clone_into(&mut self.language);
        }
        self.places.clear();
        let vocabulary = &self.tokeniser.vocabulary;
        for (number, sentence) in self.tokens.sentences.iter().enumerate() {
            let first = sentence.first_token as usize;
            for (i, token) in self.tokens.of(sentence).iter().enumerate() {
                let shape = vocabulary.shape(token.word);
                if !shape.is_punctuation() && !shape.is_possessive() {
                    self.places.push(Place {
                        token: first + i,
                        word: token.word,
                        sentence: number,
                        field: sentence.field,
                    });
                }
            }
        }
    }

    /// The words of the article that was read, in order: token, word in lower case, number of the sentence.
    pub(in crate::store) fn words(&self) -> impl Iterator<Item = (usize, &str, usize)> {
        let vocabulary = &self.tokeniser.vocabulary;
        let places = self.places.iter();
        places.map(|p| (p.token, vocabulary.lower_word(p.word), p.sentence))
    }

    /// Whether the article that was read has the needle.
    pub(in crate::store) fn has(&mut self, needle: &Needle) -> bool {
        !self.find(needle).is_empty()
    }

    /// All places of a needle, in order. Of words near each other, each of them.
    pub(in crate::store) fn find(&mut self, needle: &Needle) -> Vec<At> {
        let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
        for group in &needle.groups {
            let mut found = Vec::new();
            for sequence in group {
                self.sequences(sequence, needle.scope, &mut found);
            }
            found.sort_unstable();
            found.dedup();
            groups.push(found);
        }
        let mut kept: Vec<(usize, usize)> = match groups.as_slice() {
            [only] => only.clone(),
            _ => self.together(&groups, needle.within),
        };
        kept.sort_unstable();
        kept.dedup();
        let place = |(first, last): (usize, usize)| At {
            sentence: self.places[first].sentence,
            first: self.places[first].token,
            past: self.places[last].token + 1,
        };
        kept.into_iter().map(place).collect()
    }

    /// Those of the places of groups that stand in one sentence with places of all other groups, near enough.
    fn together(&self, groups: &[Vec<(usize, usize)>], within: Option<u32>) -> Vec<(usize, usize)> {
        let sentence = |at: &(usize, usize)| self.places[at.0].sentence;
        let inside = |at: &&(usize, usize)| sentence(at) == self.places[at.1].sentence;
        let near = |a: &(usize, usize), b: &(usize, usize)| {
            let between = if a.1 < b.0 {
                b.0 - a.1 - 1
            } else if b.1 < a.0 {
                a.0 - b.1 - 1
            } else {
                // One cannot stand near itself.
                return false;
            };
            within.is_none_or(|n| between <= n as usize)
        };
        let mut kept = Vec::new();
        for (number, group) in groups.iter().enumerate() {
            for at in group.iter().filter(inside) {
                let others = groups.iter().enumerate().filter(|(n, _)| *n != number);
                let met = others.map(|(_, other)| other).all(|other| {
                    let from = other.partition_point(|o| sentence(o) < sentence(at));
                    other[from..]
                        .iter()
                        .take_while(|o| sentence(o) == sentence(at))
                        .filter(inside)
                        .any(|o| near(at, o))
                });
                if met {
                    kept.push(*at);
                }
            }
        }
        kept
    }

    /// Adds the places of a sequence: the first and the last of its words.
    fn sequences(&mut self, sequence: &Sequence, scope: Scope, found: &mut Vec<(usize, usize)>) {
        let mut hits: Vec<Vec<usize>> = Vec::new();
        for form in &sequence.forms {
            let mut own = Vec::new();
            for at in 0..self.places.len() {
                let in_scope = match scope {
                    Scope::Either => true,
                    Scope::Title => self.places[at].field == Field::Title,
                    Scope::Text => self.places[at].field == Field::Text,
                };
                if in_scope && self.is(form, self.places[at].word) {
                    own.push(at);
                }
            }
            if own.is_empty() {
                return;
            }
            hits.push(own);
        }
        for &first in &hits[0] {
            let field = self.places[first].field;
            let (mut last, mut left) = (first, sequence.between as usize);
            let whole = hits[1..].iter().all(|own| {
                let next = own.get(own.partition_point(|&at| at <= last)).copied();
                match next {
                    Some(next) if next - last - 1 <= left && self.places[next].field == field => {
                        left -= next - last - 1;
                        last = next;
                        true
                    }
                    _ => false,
                }
            });
            if whole {
                found.push((first, last));
            }
        }
    }

    fn is(&mut self, form: &Form, word: WordId) -> bool {
        let vocabulary = &mut self.tokeniser.vocabulary;
        match form {
            Form::Stem(sought) => {
                if !self.stems.contains_key(&self.language) {
                    self.stems
                        .insert(self.language.clone(), Stems::new(&self.language));
                }
                self.stems
                    .get_mut(&self.language)
                    .and_then(|stems| stems.term(vocabulary, word))
                    == Some(sought)
            }
            Form::Pattern(pattern) => {
                let own = vocabulary.lower_word(word);
                if own.chars().next() != pattern.first().copied() {
                    return false;
                }
                if let Some(&verdict) = self.verdicts.get(&(form.clone(), word)) {
                    return verdict;
                }
                let own: Vec<char> = own.chars().collect();
                let verdict = meets(pattern, &own);
                self.verdicts.insert((form.clone(), word), verdict);
                verdict
            }
            Form::Misspelt(sought) => {
                letters_apart(sought, vocabulary.lower_word(word), 1).is_some()
            }
        }
    }
}

/// What a query looks for in headline and body, for snippets and concordances: all but what it excludes.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct Needles {
    pub(in crate::store) all: Vec<Needle>,
}

impl Needles {
    pub(in crate::store) fn new(node: &Node, language: &str) -> Self {
        let mut needles = Self::default();
        needles.add(node, language);
        needles
    }

    fn add(&mut self, node: &Node, language: &str) {
        match node {
            Node::And(parts) | Node::Or(parts) => {
                for part in parts {
                    self.add(part, language);
                }
            }
            Node::Phrase(..) | Node::Near(..) => {
                if let Some(needle) = Needle::new(node, language)
                    && !self.all.contains(&needle)
                {
                    self.all.push(needle);
                }
            }
            _ => {}
        }
    }

    /// All places in the body of an article, with the number of the needle; those of one place once.
    pub(in crate::store) fn in_text(
        &self,
        reader: &mut Reader,
        article: &Article,
    ) -> Vec<(At, usize)> {
        reader.read("", &article.text, &article.language);
        self.places(reader)
    }

    /// The same without the sentences of the body that repeat the headline or a sentence before; the headline is read before the body.
    pub(in crate::store) fn in_own_text(
        &self,
        reader: &mut Reader,
        article: &Article,
    ) -> Vec<(At, usize)> {
        reader.read(&article.title, &article.text, &article.language);
        let mut found = self.places(reader);
        found.retain(|(at, _)| reader.tokens.sentences[at.sentence].field == Field::Text);
        found
    }

    fn places(&self, reader: &mut Reader) -> Vec<(At, usize)> {
        let mut found = Vec::new();
        for (number, needle) in self.all.iter().enumerate() {
            if needle.scope != Scope::Title {
                found.extend(reader.find(needle).into_iter().map(|at| (at, number)));
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(at, _)| *at);
        found
    }
}

impl Needle {
    /// What a word, a phrase or words near each other are compared by; `None` for anything else, and where nothing is left to
    /// look for.
    pub(in crate::store) fn new(node: &Node, language: &str) -> Option<Self> {
        let sequences = |group: &[Phrase]| -> Vec<Sequence> {
            let all = group.iter().filter_map(|p| Sequence::new(p, language));
            all.collect()
        };
        let (scope, groups, within) = match node {
            Node::Phrase(scope, phrase) => {
                (*scope, vec![vec![Sequence::new(phrase, language)?]], None)
            }
            Node::Near(scope, groups, within) => {
                let groups: Vec<Vec<Sequence>> = groups.iter().map(|g| sequences(g)).collect();
                (*scope, groups, *within)
            }
            _ => return None,
        };
        (!groups.iter().any(Vec::is_empty)).then_some(Self {
            scope,
            groups,
            within,
        })
    }

    /// Whether the index alone tells which articles have it: a word or a phrase of stems without gaps.
    pub(in crate::store) fn is_indexed(&self) -> bool {
        let plain =
            |s: &Sequence| s.between == 0 && s.forms.iter().all(|f| matches!(f, Form::Stem(_)));
        matches!(self.groups.as_slice(), [group] if group.iter().all(plain))
    }
}

/// The bytes of a place in the body.
pub(in crate::store) fn span(tokens: &Tokens, at: At) -> Span {
    Span {
        start: tokens.tokens[at.first].start,
        end: tokens.tokens[at.past - 1].end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_meet_whole_words() {
        for (pattern, word, met) in [
            ("russ*", "russia", true),
            ("russ*", "russ", true),
            ("russ*", "prussia", false),
            ("ir?n", "iran", true),
            ("ir?n", "iron", true),
            ("ir?n", "irn", false),
            ("ir??", "iran", true),
            ("s*n*s", "sanctions", true),
            ("s*n*s", "sanction", false),
            ("sa*ion", "salvation", true),
            ("ab", "abc", false),
            ("цен*", "центр", true),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(
                meets(&chars(pattern), &chars(word)),
                met,
                "{pattern} {word}"
            );
        }
    }

    #[test]
    fn phrases_and_neighbours_are_found_where_they_stand() {
        let find = |query: &str, text: &str| -> Vec<String> {
            let parsed = super::super::parse(query).expect("a query");
            let needle = Needle::new(&parsed.root, "en").expect("words");
            let mut reader = Reader::default();
            reader.read("A headline of gas", text, "en");
            let all = reader.find(&needle);
            let shown = |at: At| {
                let sentence = &reader.tokens.sentences[at.sentence];
                let of = if sentence.field == Field::Title {
                    "A headline of gas"
                } else {
                    text
                };
                span(&reader.tokens, at).of(of).to_owned()
            };
            all.into_iter().map(shown).collect()
        };
        let text = "The gas deal failed. A deal on Russian gas, they said, holds. Gas! The deals.";
        assert_eq!(find("\"gas deal\"", text), ["gas deal"]);
        assert_eq!(find("\"gas deal\"~1", text), ["gas deal", "Gas! The deals"]);
        assert_eq!(find("\"deal gas\"~2", text), ["deal on Russian gas"]);
        assert_eq!(
            find("gas NEAR/2 deal", text),
            ["gas", "deal", "deal", "gas"]
        );
        assert_eq!(find("gas NEAR/1 deal", text), ["gas", "deal"]);
        assert_eq!(find("gas SAME-SENTENCE hold", text), ["gas", "holds"]);
        assert_eq!(find("(oil OR russ*) NEAR/0 gas", text), ["Russian", "gas"]);
        assert_eq!(find("title:gas", text), ["gas"]);
        assert_eq!(find("gas NEAR/9 gas", text), Vec::<String>::new());
        assert_eq!(find("fialed~1", text), ["failed"]);
        assert_eq!(find("\"the de*ls\"", text), ["The deals"]);
    }
}
