//! Whether the model knows who is who: judged sentences with other names in them must get the same scores.

use std::sync::Arc;

use rayon::prelude::*;

use crate::error::Error;
use crate::extract::Extractor;
use crate::model::{ActorKey, Article, Extraction, Field, Mention, Reading, Sentence};
use crate::observe::{Event, Observer, Unit};
use crate::stance::{Actors, Judge, Settings};
use crate::store::{Check, Sampled, Store};
use crate::text::{Tokeniser, Tokens};

use super::ingest::Ingest;

/// Judges the sentences of sampled articles (all for `None`) twice, as they are and with every name in them exchanged for another one of the
/// dictionary, shorter or longer, and counts the sentences whose scores differ. Sentences that other names would cut into other
/// sentences or words, as where the period of `U.S.` ends the sentence, are left out, which a note says.
///
/// # Errors
/// The store cannot be read, or threads cannot be started.
pub fn check_blindness(
    ingest: &Ingest,
    store: &Store,
    sample: Option<usize>,
    observer: &dyn Observer,
) -> Result<Check, Error> {
    let sampled = store.sample(sample)?;
    let names = names(ingest);
    observer.event(Event::Started {
        stage: "exchanging names",
        total: Some(sampled.len() as u64),
        unit: Unit::Articles,
    });
    let share = sampled.len().div_ceil(ingest.threads.max(1)).max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(ingest.threads.max(1))
        .build()?;
    let part = |part: &[Sampled]| -> Result<(Check, u64), Error> {
        let mut blind = Blind::new(ingest, &names);
        for &one in part {
            blind.article(&store.sampled(one)?);
        }
        Ok((blind.check, blind.left_out))
    };
    let parts: Result<Vec<(Check, u64)>, Error> =
        pool.install(|| sampled.par_chunks(share).map(part).collect());
    let mut check = Check::new("blindness", "scores");
    let mut left_out = 0;
    for (part, left) in parts? {
        check.merge(part);
        left_out += left;
    }
    let tier = ingest.model.tier().as_str();
    check.notes.push(format!(
        "names were exchanged in sentences judged by the {tier} tier"
    ));
    if left_out > 0 {
        check.notes.push(format!(
            "{left_out} sentences were left out: with other names they would be cut into other words or sentences"
        ));
    }
    observer.event(Event::Finished);
    Ok(check)
}

/// Names to put in: labels of the dictionary that are letters, spaces and hyphens, in order of id.
fn names(ingest: &Ingest) -> Vec<String> {
    let plain = |label: &&str| {
        let sound = |c: char| c.is_alphabetic() || c == ' ' || c == '-';
        label.starts_with(char::is_uppercase) && label.chars().all(sound)
    };
    let actors = (0..ingest.dictionary.len() as u32).map(|index| ingest.dictionary.actor(index));
    let labels = actors.map(|actor| actor.label.as_str()).filter(plain);
    labels.map(str::to_owned).collect()
}

/// Nobody belongs together, so that all pairs are judged.
struct Strangers;

impl Actors for Strangers {
    fn within(&self, _: ActorKey, _: ActorKey) -> bool {
        false
    }

    fn is_person(&self, _: ActorKey) -> bool {
        false
    }
}

struct Blind<'a> {
    extractor: Extractor,
    judge: Judge,
    tokeniser: Tokeniser,
    names: &'a [String],
    next: usize,
    check: Check,
    left_out: u64,
}

/// A sentence by itself: its text and the names in it, with their places in bytes.
struct Alone {
    text: String,
    names: Vec<Named>,
}

/// A name in a sentence.
#[derive(Debug, Clone, Copy)]
struct Named {
    actor: ActorKey,
    reading: Reading,
    /// Bytes of the sentence.
    start: u32,
    end: u32,
}

impl<'a> Blind<'a> {
    fn new(ingest: &Ingest, names: &'a [String]) -> Self {
        let settings = Settings {
            carry: 0,
            ..ingest.stance
        };
        Self {
            extractor: ingest.extractor(),
            judge: Judge::new(Arc::clone(&ingest.model), settings),
            tokeniser: Tokeniser::new(),
            names,
            next: 0,
            check: Check::new("blindness", "scores"),
            left_out: 0,
        }
    }

    fn article(&mut self, article: &Article) {
        let found = self.extractor.extract(article);
        if found.read_as() != "en" {
            return;
        }
        let sentences: Vec<Alone> = (0..)
            .zip(&found.sentences)
            .filter_map(|(number, sentence)| alone(article, found, number, sentence))
            .collect();
        // The names of an article follow from the article alone.
        self.next = article.id.len();
        for sentence in sentences {
            self.sentence(article, &sentence);
        }
    }

    fn sentence(&mut self, article: &Article, sentence: &Alone) {
        let other = self.renamed(sentence);
        let told = [Some(sentence), other.as_ref()].map(|s| s.and_then(|s| self.judged(s)));
        let [Some((before, scores)), Some((after, _))] = told else {
            self.left_out += 1;
            return;
        };
        self.check.checked += scores;
        if before != after {
            let shown = other.map(|other| other.text).unwrap_or_default();
            self.check.fault(format!(
                "article {}: '{}' and '{shown}' are judged differently",
                article.id, sentence.text
            ));
        }
    }

    /// The sentence with other names; `None` where there are none.
    fn renamed(&mut self, sentence: &Alone) -> Option<Alone> {
        let mut other = Alone {
            text: String::new(),
            names: Vec::new(),
        };
        let mut at = 0;
        for &named in &sentence.names {
            other
                .text
                .push_str(&sentence.text[at..named.start as usize]);
            let start = other.text.len() as u32;
            self.next += 7_919;
            let place = self.next.checked_rem(self.names.len())?;
            other.text.push_str(&self.names[place]);
            let end = other.text.len() as u32;
            other.names.push(Named {
                start,
                end,
                ..named
            });
            at = named.end as usize;
        }
        other.text.push_str(&sentence.text[at..]);
        Some(other)
    }

    /// What is judged of a sentence, and how many scores that is; `None` where it is not one sentence, or a name is not cut out as whole words.
    fn judged(&mut self, sentence: &Alone) -> Option<(Extraction, u64)> {
        let mut tokens = Tokens::default();
        self.tokeniser.tokenise("", &sentence.text, &mut tokens);
        let mut out = Extraction {
            language: "en".to_owned(),
            ..Extraction::default()
        };
        if tokens.sentences.len() != 1 {
            return None;
        }
        for &Named {
            actor,
            reading,
            start,
            end,
            ..
        } in &sentence.names
        {
            let first = tokens.tokens.partition_point(|t| t.start < start);
            let past = tokens.tokens.partition_point(|t| t.end <= end);
            let own = tokens
                .tokens
                .get(first..past)
                .filter(|own| !own.is_empty())?;
            if own[0].start != start || own[own.len() - 1].end != end {
                return None;
            }
            out.mentions.push(Mention {
                actor,
                field: Field::Text,
                span: crate::model::Span { start, end },
                sentence: 0,
                first_token: first as u32,
                end_token: past as u32,
                reading,
                confidence: 100,
            });
        }
        out.sentences.clone_from(&tokens.sentences);
        let vocabulary = &mut self.tokeniser.vocabulary;
        self.judge.judge(vocabulary, &tokens, &Strangers, &mut out);
        let scores = (out.judgements.len() + out.tones.len()) as u64;
        // Places differ with the lengths of names.
        out.mentions.clear();
        out.sentences.clear();
        Some((out, scores))
    }
}

/// A sentence with a name in it, by itself; `None` where there is none or names overlap.
fn alone(article: &Article, found: &Extraction, number: u32, sentence: &Sentence) -> Option<Alone> {
    let text = match sentence.field {
        Field::Title => &article.title,
        Field::Text => &article.text,
    };
    let begin = sentence.span.start;
    let own = found.mentions.iter().filter(|m| m.sentence == number);
    let mut names: Vec<Named> = Vec::new();
    let mut judged = false;
    for mention in own {
        let start = mention.span.start.checked_sub(begin)?;
        let end = mention.span.end.checked_sub(begin)?;
        if names.last().is_some_and(|last| last.end > start) || mention.span.end > sentence.span.end
        {
            return None;
        }
        judged |= mention.reading == Reading::Actor;
        names.push(Named {
            actor: mention.actor,
            reading: mention.reading,
            start,
            end,
        });
    }
    judged.then(|| Alone {
        text: sentence.span.of(text).to_owned(),
        names,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actors::Dictionary;
    use crate::stance::StanceModel;

    fn alone(text: &str, names: [&str; 2]) -> Alone {
        let named = |(number, name): (u32, &str)| {
            let start = text.find(name).expect("the name") as u32;
            Named {
                actor: ActorKey::Known(number),
                reading: Reading::Actor,
                start,
                end: start + name.len() as u32,
            }
        };
        Alone {
            text: text.to_owned(),
            names: (1..).zip(names).map(named).collect(),
        }
    }

    #[test]
    fn other_verbs_are_told_and_names_that_cut_the_sentence_are_left_out() {
        let dictionary = Dictionary::builtin().expect("the dictionary");
        let model = StanceModel::builtin().expect("the model");
        let ingest = Ingest::new(Arc::new(dictionary), Arc::new(model));
        let article = Article::default();
        let sentence = alone("Russia condemned Japan over the raid.", ["Russia", "Japan"]);
        let names = ["Peru", "Antigua and Barbuda"].map(str::to_owned);
        let mut blind = Blind::new(&ingest, &names);
        blind.sentence(&article, &sentence);
        assert_eq!(
            (blind.check.checked, blind.check.faults, blind.left_out),
            (4, 0, 0)
        );
        let other = alone("Russia praised Japan over the raid.", ["Russia", "Japan"]);
        let told = [&sentence, &other].map(|sentence| blind.judged(sentence));
        assert_ne!(told[0], told[1]);
        let names = ["He left. Nobody stayed".to_owned()];
        let mut blind = Blind::new(&ingest, &names);
        blind.sentence(&article, &sentence);
        assert_eq!((blind.check.checked, blind.left_out), (0, 1));
    }
}
