//! The judge: sentences in, judgements and tones out.

use std::sync::Arc;

use crate::model::{ActorKey, Extraction, Field, Judgement, Mention, Reading, Tone};
use crate::text::{Token, Tokens, Vocabulary};

use super::cue_features::role_features;
use super::decide::{Scored, pair_of, softmax, tone_of};
use super::deep::Asker;
use super::features::{Sink, pair_features, tone_features};
use super::featurizer::LONGEST;
use super::frames::{evidence, is_reported, tone_evidence};
use super::model::StanceModel;
use super::prior::frame_logits;
use super::sequence::{Line, Range, Sequence};
use super::settings::{Actors, Settings};
use super::single::Own;
use super::structure::{structure_features, target_features};
use super::weights::{PAIR_CLASSES, WeightTable};
use super::words::Words;

/// Judges sentences; one for each worker.
///
/// Keeps what depends on a word alone by word id, and its buffers, so that it allocates nothing for a
/// sentence once it has warmed up. Use one judge with one vocabulary.
#[derive(Debug)]
pub struct Judge {
    pub(super) model: Arc<StanceModel>,
    settings: Settings,
    words: Words,
    pub(super) line: Line,
    pub(super) sequence: Sequence,
    actors: Vec<Actor>,
    names: Vec<Range>,
    /// Where each actor starts if every name before it is one word.
    starts: Vec<usize>,
    pairs: Vec<Pair>,
    pub(super) own: Option<Box<Own>>,
    pub(super) deep: Option<Asker>,
}

#[derive(Debug, Clone, Copy)]
struct Actor {
    key: ActorKey,
    range: Range,
    /// A pronoun stands for it.
    carried: bool,
}

/// The person whom the next pronoun means, if there is one, and for how many sentences still.
#[derive(Debug, Default)]
struct Memory {
    person: Option<ActorKey>,
    left: u8,
}

/// The persons that a sentence names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Persons {
    None,
    One(ActorKey),
    Several,
}

impl Memory {
    /// After a sentence: `seen` are the persons that it names, `taken_up` says whether a pronoun meant the one remembered.
    fn next(&mut self, seen: Persons, taken_up: bool, carry: u8) {
        match seen {
            Persons::One(person) => {
                let same = self.person == Some(person) || !taken_up;
                self.person = same.then_some(person);
                self.left = carry;
            }
            Persons::Several => {
                self.person = None;
                self.left = carry;
            }
            Persons::None if taken_up => self.left = carry,
            Persons::None => {
                self.left = self.left.saturating_sub(1);
                if self.left == 0 {
                    self.person = None;
                }
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Pair {
    first: Actor,
    second: Actor,
    distance: usize,
}

/// Sums the rows of a table.
struct Sum<'a, const C: usize> {
    table: &'a WeightTable<C>,
    sums: [i32; C],
    count: u32,
}

impl<'a, const C: usize> Sum<'a, C> {
    fn new(table: &'a WeightTable<C>) -> Self {
        Self {
            table,
            sums: [0; C],
            count: 0,
        }
    }

    fn logits(&self) -> [f32; C] {
        self.table.logits(&self.sums, self.count)
    }
}

impl<const C: usize> Sink for Sum<'_, C> {
    #[inline]
    fn put(&mut self, hash: u64, _: u16, _: u16) {
        let row = self.table.row(hash);
        for (class, sum) in self.sums.iter_mut().enumerate() {
            *sum += row.weight(class);
        }
        self.count += 1;
    }
}

impl Judge {
    /// A judge that uses the model.
    pub fn new(model: Arc<StanceModel>, settings: Settings) -> Self {
        Self {
            deep: model.asker(),
            model,
            settings,
            words: Words::new(),
            line: Line::default(),
            sequence: Sequence::default(),
            actors: Vec::new(),
            names: Vec::new(),
            starts: Vec::new(),
            pairs: Vec::new(),
            own: None,
        }
    }

    /// Fills [`Extraction::judgements`] and [`Extraction::tones`] from its sentences and mentions.
    ///
    /// Every ordered pair of distinct actors that a sentence names as actors is judged once, by the two
    /// mentions that stand closest, and every such actor's tone once, by its first mention. Names
    /// outside the dictionary are not judged. Where a sentence says of an actor only what somebody
    /// else whom it names says, the tone keeps a part of its weight: the words are not the
    /// writer's. Texts in another language than English (as far as that is known) are passed over.
    ///
    /// A `he`, `she` or `him` outside quotation marks stands for a person whom the nearest of the last sentences
    /// ([`Settings::carry`]) with a person names, if it names one only and the pronoun's own sentence names none before it.
    /// Pairs with such an actor are marked as carried; its tone is not judged there.
    pub fn judge(
        &mut self,
        vocabulary: &mut Vocabulary,
        tokens: &Tokens,
        known: &dyn Actors,
        out: &mut Extraction,
    ) {
        out.judgements.clear();
        out.tones.clear();
        if out.read_as() != "en" {
            return;
        }
        let mut at = 0;
        let mut memory = Memory::default();
        for (index, sentence) in out.sentences.iter().enumerate() {
            let index = index as u32;
            while out.mentions.get(at).is_some_and(|m| m.sentence < index) {
                at += 1;
            }
            let from = at;
            while out.mentions.get(at).is_some_and(|m| m.sentence == index) {
                at += 1;
            }
            let here = tokens.of(sentence);
            let base = sentence.first_token as usize;
            let mentions = &out.mentions[from..at];
            self.find_actors(base, here.len(), mentions);
            if self.settings.carry > 0 && sentence.field == Field::Text {
                self.carry(vocabulary, here, known, &mut memory);
            }
            if self.actors.is_empty() || here.len() > LONGEST {
                continue;
            }
            self.find_names(base, here.len(), mentions);
            let model = Arc::clone(&self.model);
            self.line.fill(
                &mut self.words,
                vocabulary,
                model.knowledge(),
                here,
                &self.names,
            );
            if let Some(deep) = &mut self.deep {
                deep.read(here, vocabulary);
            }
            self.tones(index, &mut out.tones);
            self.judgements(index, known, &mut out.judgements);
        }
    }

    /// Puts the person whom a pronoun means among the actors of the sentence, and remembers its persons.
    fn carry(
        &mut self,
        vocabulary: &mut Vocabulary,
        here: &[Token],
        known: &dyn Actors,
        memory: &mut Memory,
    ) {
        let persons = self.actors.iter().filter(|a| known.is_person(a.key));
        let named = persons.clone().map(|a| a.range.start).min();
        let pronoun = find_pronoun(vocabulary, here)
            .filter(|p| named.is_none_or(|n| *p < n) && here.len() <= LONGEST);
        let mut seen = Persons::None;
        for actor in persons {
            seen = match seen {
                Persons::None => Persons::One(actor.key),
                Persons::One(key) if key == actor.key => seen,
                Persons::One(_) | Persons::Several => Persons::Several,
            };
        }
        let meant = pronoun.and_then(|p| Some((p, memory.person?)));
        if let Some((at, key)) = meant.filter(|(_, key)| self.actors.iter().all(|a| a.key != *key))
        {
            let place = self.actors.partition_point(|a| a.range.start < at);
            let range = Range {
                start: at,
                end: at + 1,
            };
            let carried = Actor {
                key,
                range,
                carried: true,
            };
            self.actors.insert(place, carried);
        }
        memory.next(seen, meant.is_some(), self.settings.carry);
    }

    /// The names of a sentence that are to be judged; `base` is the index of its first token,
    /// `length` their number.
    fn find_actors(&mut self, base: usize, length: usize, mentions: &[Mention]) {
        self.actors.clear();
        self.actors
            .extend(mentions.iter().filter(|m| counts(m)).filter_map(|m| {
                let start = (m.first_token as usize).checked_sub(base)?;
                let end = (m.end_token as usize).saturating_sub(base).min(length);
                (start < end).then_some(Actor {
                    key: m.actor,
                    range: Range { start, end },
                    carried: false,
                })
            }));
    }

    /// All names of a sentence, whoever and whatever they name: they are masked, so that no feature tells one from another.
    fn find_names(&mut self, base: usize, length: usize, mentions: &[Mention]) {
        self.names.clear();
        self.names.extend(mentions.iter().filter_map(|m| {
            let start = (m.first_token as usize).checked_sub(base)?;
            let end = (m.end_token as usize).saturating_sub(base).min(length);
            (start < end).then_some(Range { start, end })
        }));
        let carried = self.actors.iter().filter(|a| a.carried);
        self.names.extend(carried.map(|a| a.range));
    }

    fn tones(&mut self, sentence: u32, out: &mut Vec<Tone>) {
        for i in 0..self.actors.len() {
            let actor = self.actors[i];
            if actor.carried || self.actors[..i].iter().any(|a| a.key == actor.key) {
                continue;
            }
            let mut scored = self.score_tone(actor.range);
            let scene = self
                .sequence
                .scene(&self.line, &self.model.knowledge().frames);
            if is_reported(&scene) {
                scored = scored.damped(self.model.tone_threshold());
            }
            out.push(Tone {
                sentence,
                target: actor.key,
                label: scored.label,
                score: scored.fixed_score(),
            });
        }
    }

    fn judgements(&mut self, sentence: u32, known: &dyn Actors, out: &mut Vec<Judgement>) {
        self.find_pairs(known);
        for i in 0..self.pairs.len() {
            let pair = self.pairs[i];
            let scored = self.score_pair(pair.first.range, pair.second.range);
            let ends = [
                (pair.first.key, pair.second.key),
                (pair.second.key, pair.first.key),
            ];
            for (scored, (source, target)) in scored.iter().zip(ends) {
                out.push(Judgement {
                    sentence,
                    source,
                    target,
                    class: scored.class,
                    carried: pair.first.carried || pair.second.carried,
                    score: scored.fixed_score(),
                });
            }
        }
    }

    /// The pairs of distinct actors, each by its closest mentions, in order of place. A mention is paired with as many behind it
    /// as there can be pairs, so that a list of a thousand names costs no more than a thousand times that. In distances a name is one
    /// word, however long it is.
    fn find_pairs(&mut self, known: &dyn Actors) {
        let most = self.settings.pairs_per_sentence / 2;
        self.pairs.clear();
        self.starts.clear();
        for actor in &self.actors {
            let start = actor.range.start;
            let before = self.names.iter().filter(|name| name.end <= start);
            let more: usize = before.map(|name| name.end - name.start - 1).sum();
            self.starts.push(start.saturating_sub(more));
        }
        for (i, &first) in self.actors.iter().enumerate() {
            let behind = self.actors[i + 1..].iter().zip(&self.starts[i + 1..]);
            for (&second, start) in behind.take(most) {
                if first.key == second.key || second.range.start < first.range.end {
                    continue;
                }
                if !self.settings.within && known.within(first.key, second.key) {
                    continue;
                }
                let distance = start.saturating_sub(self.starts[i] + 1);
                self.pairs.push(Pair {
                    first,
                    second,
                    distance,
                });
            }
        }
        let place = |p: &Pair| (p.first.range.start, p.second.range.start);
        let keys = |p: &Pair| {
            let (a, b) = (p.first.key, p.second.key);
            (a.min(b), a.max(b))
        };
        self.pairs
            .sort_unstable_by_key(|p| (keys(p), p.distance, place(p)));
        self.pairs.dedup_by_key(|p| keys(p));
        if self.pairs.len() > most {
            self.pairs.sort_unstable_by_key(|p| (p.distance, place(p)));
            self.pairs.truncate(most);
        }
        self.pairs.sort_unstable_by_key(place);
    }

    /// Probabilities of the six classes: of the first towards the second, and of the second towards the first.
    fn pair_classes(&mut self, first: Range, second: Range) -> [[f32; PAIR_CLASSES]; 2] {
        self.sequence.fill(&self.line, first, Some(second));
        let weights = self.model.pair();
        let scene = self
            .sequence
            .scene(&self.line, &self.model.knowledge().frames);
        let found = evidence(&scene);
        let mut place = Sum::new(&weights.place);
        pair_features(&self.sequence, &scene, &mut place);
        let place = place.logits();
        let frames = frame_logits(&found);
        std::array::from_fn(|direction| {
            let [own, other] = [direction, 1 - direction].map(|d| &found.sides[d]);
            let mut role = Sum::new(&weights.role);
            role_features(own, other, direction == 0, &mut role);
            structure_features(&self.sequence, &scene, direction == 0, &mut role);
            let role = role.logits();
            softmax(std::array::from_fn(|c| {
                weights.bias[c]
                    + place[direction * PAIR_CLASSES + c]
                    + role[c]
                    + frames[direction][c]
            }))
        })
    }

    pub(super) fn score_pair(&mut self, first: Range, second: Range) -> [Scored; 2] {
        let mut classes = self.pair_classes(first, second);
        if let Some(deep) = &mut self.deep {
            classes = deep.pair(&self.line, [first, second], classes);
        }
        let threshold = self.model.pair_threshold();
        classes.map(|classes| pair_of(classes, threshold))
    }

    pub(super) fn score_tone(&mut self, target: Range) -> Scored {
        self.sequence.fill(&self.line, target, None);
        let weights = self.model.tone();
        let scene = self
            .sequence
            .scene(&self.line, &self.model.knowledge().frames);
        let found = tone_evidence(&scene);
        let mut place = Sum::new(&weights.place);
        tone_features(&self.sequence, &scene, &mut place);
        let mut role = Sum::new(&weights.role);
        role_features(&found.sides[0], &found.sides[1], true, &mut role);
        target_features(&self.sequence, &scene, &mut role);
        let (place, role) = (place.logits(), role.logits());
        let logits = std::array::from_fn(|c| weights.bias[c] + place[c] + role[c]);
        let mut classes = softmax(logits);
        if let Some(deep) = &mut self.deep {
            classes = deep.tone(&self.line, target, classes);
        }
        tone_of(classes, self.model.tone_threshold())
    }
}

/// The first `he`, `she` or `him` outside quotation marks.
fn find_pronoun(vocabulary: &Vocabulary, here: &[Token]) -> Option<usize> {
    let mut inside = false;
    for (i, token) in here.iter().enumerate() {
        match vocabulary.lower_word(token.word) {
            "\u{201c}" => inside = true,
            "\u{201d}" => inside = false,
            "\"" => inside = !inside,
            "he" | "she" | "him" if !inside => return Some(i),
            _ => {}
        }
    }
    None
}

fn counts(mention: &Mention) -> bool {
    mention.reading == Reading::Actor && !matches!(mention.actor, ActorKey::Unlisted(_))
}

#[cfg(test)]
mod tests {
    use crate::model::Span;

    use super::super::featurizer::{Featurizer, PAIR_BITS, ROLE_BITS, TONE_BITS};
    use super::super::hash::row;
    use super::*;

    /// Gathers rows, as training does.
    struct Gather(Vec<u32>, u32);

    impl Sink for Gather {
        fn put(&mut self, hash: u64, _: u16, _: u16) {
            self.0.push(row(hash, self.1));
        }
    }

    fn span(text: &str, name: &str) -> Span {
        let start = text.find(name).expect("the name is in the text") as u32;
        Span {
            start,
            end: start + name.len() as u32,
        }
    }

    /// The judge's rows of a pair and of a tone, by its own way from text to features.
    fn judged_rows(judge: &mut Judge, text: &str, one: Span, other: Span) -> [Vec<u32>; 3] {
        let model = Arc::clone(&judge.model);
        let (_, first, second) = judge.read(text, Some(one), other).expect("spans of words");
        judge.sequence.fill(&judge.line, first, second);
        let scene = judge.sequence.scene(&judge.line, &model.knowledge().frames);
        let mut pair = Gather(Vec::new(), PAIR_BITS);
        pair_features(&judge.sequence, &scene, &mut pair);
        let found = evidence(&scene);
        let mut role = Gather(Vec::new(), ROLE_BITS);
        role_features(&found.sides[1], &found.sides[0], false, &mut role);
        structure_features(&judge.sequence, &scene, false, &mut role);
        let (_, first, _) = judge.read(text, None, other).expect("a span of words");
        judge.sequence.fill(&judge.line, first, None);
        let scene = judge.sequence.scene(&judge.line, &model.knowledge().frames);
        let mut tone = Gather(Vec::new(), TONE_BITS);
        tone_features(&judge.sequence, &scene, &mut tone);
        let all = [pair, role, tone];
        all.map(|Gather(mut rows, _)| {
            rows.sort_unstable();
            rows
        })
    }

    #[test]
    fn training_and_judging_see_the_same_features() {
        let model = Arc::new(StanceModel::builtin().expect("the model that is built in"));
        let mut judge = Judge::new(Arc::clone(&model), Settings::default());
        let mut featurizer =
            Featurizer::new(model.knowledge().common.clone()).expect("the built-in frames");
        for (text, one, other) in [
            (
                "Russia condemned the United States for its sanctions.",
                "Russia",
                "United States",
            ),
            (
                "The U.S. was praised by Xi Jinping, officials said.",
                "U.S.",
                "Xi Jinping",
            ),
            (
                "\"We do not trust Tehran,\" Macron told reporters in Paris.",
                "Tehran",
                "Macron",
            ),
            (
                "It rained. China's criticism of Japan did not surprise anyone.",
                "China",
                "Japan",
            ),
            (
                "NATO-led troops left; Kyiv hadn't asked for 3.5 mln dlrs.",
                "NATO",
                "Kyiv",
            ),
        ] {
            let (one, other) = (span(text, one), span(text, other));
            let judged = judged_rows(&mut judge, text, one, other);
            let pair = featurizer.pair(text, one, other).expect("spans of words");
            let tone = featurizer.tone(text, other).expect("a span of words");
            let [_, reverse] = pair.role;
            assert!(pair.place.len() > 20 && reverse.len() > 5, "{text}");
            assert_eq!(judged, [pair.place, reverse, tone.place], "{text}");
        }
    }
}
