//! One sentence of evidence, and what it tells a reader.

use std::cmp::Ordering;

use crate::model::{Article, Class, Label, StoryIndex};
use crate::stance::Cue;

/// One sentence of evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JudgedSentence {
    /// The article without its text.
    pub article: Article,
    /// Number of the sentence in the article; the headline, if any, is 0.
    pub sentence: u16,
    /// Id of the source, or of the first of a pair; empty for tones.
    pub source: String,
    /// Id of the target, or of the second of a pair.
    pub target: String,
    /// Sign; `None` for pairs.
    pub label: Option<Label>,
    /// Class of the judgement; `None` for tones and pairs.
    pub class: Option<Class>,
    /// Score −1 to 1; `None` for pairs.
    pub score: Option<f64>,
    /// The sentence.
    pub text: String,
    /// `source` or `target` where that actor is not named in the sentence but a pronoun there means it (`--carry`), `both` for
    /// both; else empty.
    pub carried: &'static str,
    /// The words that moved the score most, strongest first, with their share in the difference of the
    /// logits of positive and negative; empty unless asked for.
    pub cues: Vec<Cue>,
    /// Number of the story of the article; `None` for one that is a story by itself.
    pub story: Option<StoryIndex>,
    /// Where the source (or the first of a pair) is named in `text`, in characters: first and one past the last. Empty unless
    /// [`Evidence::explain`](super::Evidence::explain) is given and its dictionary is that of the store.
    pub source_spans: Vec<(u32, u32)>,
    /// The same for the target.
    pub target_spans: Vec<(u32, u32)>,
}

impl JudgedSentence {
    /// The sentence with its actors marked: `[source: Russia] slammed [target: Japan]`; as it is where they were not looked for.
    pub fn marked(&self) -> String {
        let byte = |character: u32| {
            let mut places = self.text.char_indices().map(|(at, _)| at);
            places.nth(character as usize).unwrap_or(self.text.len())
        };
        let first = |spans: &[(u32, u32)], role| {
            let span = spans.first()?;
            Some((byte(span.0), byte(span.1), role))
        };
        let mut marks: Vec<(usize, usize, &str)> = [
            first(&self.source_spans, "source"),
            first(&self.target_spans, "target"),
        ]
        .into_iter()
        .flatten()
        .collect();
        marks.sort_unstable();
        let (mut marked, mut at) = (String::new(), 0);
        for (start, end, role) in marks {
            let (Some(before), Some(name)) = (self.text.get(at..start), self.text.get(start..end))
            else {
                continue;
            };
            marked.push_str(before);
            for part in ["[", role, ": ", name, "]"] {
                marked.push_str(part);
            }
            at = end;
        }
        marked.push_str(self.text.get(at..).unwrap_or_default());
        marked
    }

    /// Which words moved the score, as a person would say it; empty where no single word did, or where it was not asked for.
    ///
    /// Words that moved it by less than a tenth of what the strongest did are left out.
    pub fn why(&self) -> String {
        let cues = || self.cues.iter().filter(|cue| cue.name != Cue::SHAPE);
        let strongest = cues().map(|cue| cue.contribution.abs()).fold(0.0, f32::max);
        let told = |sign: f32| {
            let kept = |cue: &&Cue| {
                cue.contribution * sign > 0.0 && cue.contribution.abs() >= strongest / 10.0
            };
            let words: Vec<String> = cues().filter(kept).map(Cue::in_words).collect();
            words.join(", ")
        };
        let sides = [("in favour", told(1.0)), ("against", told(-1.0))];
        let mut said: Vec<String> = sides
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(side, words)| format!("{side}: {words}"))
            .collect();
        if self.score.is_some_and(|score| score < 0.0) {
            said.reverse();
        }
        said.join("; ")
    }
}

impl JudgedSentence {
    /// By date, article, sentence, source, target and score.
    pub(super) fn in_order(&self, other: &Self) -> Ordering {
        let thousandths = |row: &Self| row.score.map(|score| (score * 1e3) as i32);
        self.article
            .date
            .cmp(&other.article.date)
            .then_with(|| self.article.id.cmp(&other.article.id))
            .then_with(|| self.sentence.cmp(&other.sentence))
            .then_with(|| self.source.cmp(&other.source))
            .then_with(|| self.target.cmp(&other.target))
            .then_with(|| thousandths(self).cmp(&thousandths(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_marked_where_the_sentence_has_them() {
        let text = "In Łódź Russia slammed Japan and Russia.";
        let span = |name: &str| {
            let before = text.find(name).expect("the name");
            let start = text[..before].chars().count() as u32;
            (start, start + name.chars().count() as u32)
        };
        let row = JudgedSentence {
            source_spans: vec![span("Russia"), (33, 39)],
            target_spans: vec![span("Japan")],
            text: text.to_owned(),
            ..JudgedSentence::default()
        };
        assert_eq!(
            row.marked(),
            "In Łódź [source: Russia] slammed [target: Japan] and Russia."
        );
        let row = JudgedSentence {
            source_spans: Vec::new(),
            target_spans: Vec::new(),
            ..row
        };
        assert_eq!(row.marked(), text);
    }

    #[test]
    fn reasons_are_words() {
        let cue = |name: &str, contribution| Cue {
            name: name.to_owned(),
            contribution,
        };
        let row = JudgedSentence {
            score: Some(-0.4),
            cues: vec![
                cue(Cue::SHAPE, 9.0),
                cue("frame: condemn (negative, passive, not held)", -2.0),
                cue("disruptive", -0.8),
                cue("talks", 0.5),
                cue("of", 0.1),
            ],
            ..JudgedSentence::default()
        };
        assert_eq!(
            row.why(),
            "against: condemn (in the passive; not held by the source), 'disruptive'; in favour: 'talks'"
        );
        assert_eq!(JudgedSentence::default().why(), "");
    }
}
