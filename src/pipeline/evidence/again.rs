//! Finding the names in an article again: where they stand in a sentence, and what moved its scores.

use std::sync::Arc;

use crate::actors::Dictionary;
use crate::extract::Extractor;
use crate::model::{ActorIndex, ActorKey, Article, Extraction, Field, Mention, Sentence, Span};
use crate::stance::{Cue, Judge};
use crate::store::Scan;

use super::Explain;
use super::findings::Finding;
use super::selected::{MarkedName, SelectedSentence};

/// Words named for a score.
const CUES: usize = 5;
/// Words named for a score.
const WORDS: usize = 3;

/// Finds the names in an article again and asks the judge what moved its scores.
pub(super) struct NamesAgain {
    dictionary: Arc<Dictionary>,
    extractor: Extractor,
    judge: Judge,
}

/// The names of an article.
pub(super) struct Again<'a> {
    article: &'a Article,
    found: &'a Extraction,
    dictionary: &'a Dictionary,
    scan: &'a Scan<'a>,
    judge: &'a mut Judge,
}

/// A name in a sentence: the characters of the sentence on one line that it covers, and the id of the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) actor: &'a str,
}

/// What is told of a finding: why, and where its actors are named.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) cues: Vec<Cue>,
    pub(super) source_spans: Vec<(u32, u32)>,
    pub(super) target_spans: Vec<(u32, u32)>,
}

impl NamesAgain {
    pub(super) fn new(explain: &Explain) -> Self {
        let Explain {
            dictionary,
            model,
            settings,
            default_language,
        } = explain;
        Self {
            dictionary: Arc::clone(dictionary),
            extractor: Extractor::new(Arc::clone(dictionary), Arc::clone(model), *settings)
                .with_default_language(default_language),
            judge: Judge::new(Arc::clone(model), *settings),
        }
    }

    /// The names of an article. Its language is detected again unless its source named it.
    pub(super) fn names<'a>(
        &'a mut self,
        article: &'a mut Article,
        language_given: bool,
        scan: &'a Scan<'_>,
    ) -> Again<'a> {
        if !language_given {
            article.language.clear();
        }
        Again {
            found: self.extractor.names(article),
            article,
            dictionary: &self.dictionary,
            scan,
            judge: &mut self.judge,
        }
    }
}

impl<'a> Again<'a> {
    fn sentence(&self, number: u16) -> Option<&'a Sentence> {
        self.found.sentences.get(usize::from(number))
    }

    fn raw(&self, sentence: &Sentence) -> &'a str {
        sentence.span.of(match sentence.field {
            Field::Title => &self.article.title,
            Field::Text => &self.article.text,
        })
    }

    fn id(&self, mention: &Mention) -> &'a str {
        match mention.actor {
            ActorKey::Known(i) => self.dictionary.actor(i).id.as_str(),
            ActorKey::Discovered(i) => self
                .found
                .discovered
                .get(i as usize)
                .map_or("", |info| self.scan.person_id(info).unwrap_or(&info.id)),
            ActorKey::Unlisted(_) => "",
        }
    }

    fn mentions(&self, number: u16) -> impl Iterator<Item = &'a Mention> {
        let wanted = u32::from(number);
        self.found
            .mentions
            .iter()
            .filter(move |m| m.sentence == wanted)
    }

    /// The numbers of all sentences, each with that of its paragraph.
    pub(super) fn numbered(&self) -> Vec<(u16, u32)> {
        let paragraphs = self.found.sentences.iter().map(|s| s.paragraph);
        (0..).zip(paragraphs).collect()
    }

    /// A sentence on one line.
    pub(super) fn text(&self, number: u16) -> String {
        self.sentence(number)
            .map(|sentence| one_line(self.raw(sentence)))
            .unwrap_or_default()
    }

    /// A sentence with its names; `counted` gives the id under which an actor counts.
    pub(super) fn marked(&self, number: u16, counted: impl Fn(&str) -> String) -> SelectedSentence {
        let marks = self.marks(number).into_iter().map(|mark| MarkedName {
            start: mark.start,
            end: mark.end,
            actor: counted(mark.actor),
        });
        SelectedSentence {
            text: self.text(number),
            marks: marks.collect(),
        }
    }

    /// The words that moved a score most, with their sign, strongest first.
    pub(super) fn words(&mut self, finding: &Finding, names: &[String]) -> Vec<(String, bool)> {
        let cues = self.cues(finding, names).into_iter();
        cues.filter(|cue| !cue.name.starts_with('('))
            .take(WORDS)
            .map(|cue| (cue.name, cue.contribution > 0.0))
            .collect()
    }

    /// Where the names of a sentence stand, in order of place.
    pub(super) fn marks(&self, number: u16) -> Vec<Mark<'a>> {
        let Some(sentence) = self.sentence(number) else {
            return Vec::new();
        };
        let raw = self.raw(sentence);
        let at = |byte: u32| characters(raw, byte.saturating_sub(sentence.span.start) as usize);
        let mut marks: Vec<Mark<'a>> = self
            .mentions(number)
            .map(|m| Mark {
                start: at(m.span.start),
                end: at(m.span.end),
                actor: self.id(m),
            })
            .filter(|mark| !mark.actor.is_empty() && mark.start < mark.end)
            .collect();
        marks.sort_unstable();
        marks.dedup();
        marks
    }

    /// Why a finding is what it is, and where its actors are named; `group` gives the id under which an actor counts.
    pub(super) fn tell(
        &mut self,
        finding: &Finding,
        names: &[String],
        group: &dyn Fn(&str) -> String,
    ) -> Told {
        let marks = self.marks(finding.sentence);
        let spans = |actor: Option<ActorIndex>| {
            let id = actor.and_then(|actor| names.get(actor.position()));
            let own = marks
                .iter()
                .filter(|mark| id.is_some_and(|id| *id == group(mark.actor)));
            own.map(|mark| (mark.start, mark.end)).collect()
        };
        Told {
            source_spans: spans(finding.source),
            target_spans: spans(Some(finding.target)),
            cues: self.cues(finding, names),
        }
    }

    /// The words that moved a score most; none where its names cannot be found again (rolled-up actors, or a store made with
    /// another dictionary).
    pub(super) fn cues(&mut self, finding: &Finding, names: &[String]) -> Vec<Cue> {
        let sentence = self.sentence(finding.sentence);
        let Some(sentence) = sentence.filter(|_| finding.score.is_some()) else {
            return Vec::new();
        };
        let place = |actor: ActorIndex| {
            let id = names.get(actor.position()).map_or("", String::as_str);
            let mention = self
                .mentions(finding.sentence)
                .find(|m| !id.is_empty() && self.id(m) == id)?;
            let begin = sentence.span.start;
            Some(Span {
                start: mention.span.start - begin,
                end: mention.span.end - begin,
            })
        };
        match (finding.source.map(place), place(finding.target)) {
            (Some(None), _) | (_, None) => Vec::new(),
            (source, Some(target)) => {
                let text = self.raw(sentence);
                self.judge.explain(text, source.flatten(), target, CUES)
            }
        }
    }
}

/// A text with its words divided by single spaces.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// How many characters of `one_line(raw)` stand before byte `byte` of `raw`.
fn characters(raw: &str, byte: usize) -> u32 {
    let Some(before) = raw.get(..byte) else {
        return 0;
    };
    let words = before.split_whitespace();
    let (mut count, mut letters) = (0_usize, 0_usize);
    for word in words {
        count += 1;
        letters += word.chars().count();
    }
    let open = before.ends_with(char::is_whitespace);
    let spaces = if open { count } else { count.saturating_sub(1) };
    (letters + spaces) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters_of_the_line() {
        let raw = "  Zürich\n\n met  Łódź\u{a0}today";
        let line = one_line(raw);
        assert_eq!(line, "Zürich met Łódź today");
        for name in ["Zürich", "met", "Łódź", "today"] {
            let start = raw.find(name).unwrap();
            let (from, to) = (
                characters(raw, start) as usize,
                characters(raw, start + name.len()) as usize,
            );
            let there: String = line.chars().skip(from).take(to - from).collect();
            assert_eq!(there, name);
        }
        assert_eq!(characters("é", 1), 0, "not the border of a character");
    }
}
