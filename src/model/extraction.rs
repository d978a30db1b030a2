//! What `extract` finds in one article.

use super::Fingerprint;

/// Scores are fixed-point integers: `SCORE_SCALE` stands for 1.0.
pub const SCORE_SCALE: i32 = 1000;

/// A half-open range of byte offsets into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The text that the span covers, or an empty string when it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// The part of an article that a span speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Text,
}

/// A sentence: its place in the article and its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// The field that it stands in; the headline is one sentence of its own.
    pub field: Field,
    /// Bytes of that field, without surrounding white space.
    pub span: Span,
    /// Number of the paragraph within the article: the headline is 0, the body starts at 1.
    pub paragraph: u32,
    /// Index of its first token in the article's tokens.
    pub first_token: u32,
    /// One past the index of its last token.
    pub end_token: u32,
}

/// What kind of actor it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorType {
    /// A state or territory.
    State,
    /// A person.
    Person,
    /// An organisation: international body, ministry, party, company.
    Organisation,
    /// An armed or informal group.
    Group,
    /// A region or bloc without a government of its own.
    Region,
    /// A news outlet or agency.
    Outlet,
    /// A place that is no actor (names outside the dictionary only).
    Place,
    /// Anything else (names outside the dictionary only).
    Other,
}

impl ActorType {
    /// The word that tables use for the type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Region => "region",
            Self::Outlet => "outlet",
            Self::Place => "place",
            Self::Other => "other",
        }
    }

    /// The type of a word as used in dictionaries and tables.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::State,
            Self::Person,
            Self::Organisation,
            Self::Group,
            Self::Region,
            Self::Outlet,
            Self::Place,
            Self::Other,
        ]
        .into_iter()
        .find(|t| t.as_str() == word)
    }
}

/// An actor as tables show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorInfo {
    /// Stable identifier, such as `RUS`, `NATO`, `RUS:putin`.
    pub id: String,
    /// Name for readers.
    pub label: String,
    /// Kind of actor.
    pub kind: ActorType,
    /// ISO 3166-1 alpha-3 code of the state that it belongs to; empty for none.
    pub country: String,
}

/// Who is meant by a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorKey {
    /// An actor of the dictionary: its index there.
    Known(u32),
    /// A person introduced by the article itself: index into [`Extraction::discovered`].
    Discovered(u32),
    /// A name outside the dictionary: index into [`Extraction::unlisted`]. Never counted as an actor.
    Unlisted(u32),
}

/// Whether a name stands for someone who acts, or for a place, a language, people in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// The name stands for the actor.
    Actor,
    /// The name stands for the territory or something else that does not act.
    Place,
    /// The name of a state stands for its team in a report of sport: no actor. A store keeps it as [`Reading::Place`].
    Team,
}

impl Reading {
    /// The word that output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Place => "place",
            Self::Team => "team",
        }
    }
}

/// One occurrence of an actor's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Who is meant.
    pub actor: ActorKey,
    /// The field that it stands in.
    pub field: Field,
    /// Bytes of that field.
    pub span: Span,
    /// Index of the sentence in [`Extraction::sentences`].
    pub sentence: u32,
    /// First token of the name, index into the article's tokens.
    pub first_token: u32,
    /// One past its last token.
    pub end_token: u32,
    /// Actor, place or team.
    pub reading: Reading,
    /// How sure the identity and reading are, in percent, 0 to 100.
    pub confidence: u8,
}

/// The sign of an attitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Label {
    /// Against.
    Negative,
    /// Neither.
    Neutral,
    /// In favour.
    Positive,
}

impl Label {
    /// All labels; the index of a label here is its code in the store.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];

    /// The word that output uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Positive => "positive",
        }
    }
}

/// What one actor does or says to another, on the scale of event data from material conflict to material cooperation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Force, sanctions and other hostile acts.
    MaterialConflict,
    /// Hostile words: criticism, accusations, threats.
    VerbalConflict,
    /// Nothing that bears on the relation.
    Neutral,
    /// Contact without a sign: meetings, calls, talks.
    Contact,
    /// Friendly words: praise, support, agreement.
    VerbalCooperation,
    /// Aid, trade and other friendly acts.
    MaterialCooperation,
}

impl Class {
    /// All classes; the index of a class here is its number in the store.
    pub const ALL: [Self; 6] = [
        Self::MaterialConflict,
        Self::VerbalConflict,
        Self::Neutral,
        Self::Contact,
        Self::VerbalCooperation,
        Self::MaterialCooperation,
    ];

    /// The code that output uses: `MC`, `VC`, `N`, `C`, `VP`, `MP`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MaterialConflict => "MC",
            Self::VerbalConflict => "VC",
            Self::Neutral => "N",
            Self::Contact => "C",
            Self::VerbalCooperation => "VP",
            Self::MaterialCooperation => "MP",
        }
    }

    /// The class of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == code)
    }

    /// The number of the class in the store, 0 to 5.
    pub fn code(self) -> u64 {
        self as u64
    }

    /// The class of a number, if there is one.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.get(usize::try_from(code).ok()?).copied()
    }

    /// The sign of the class: conflict is negative, cooperation positive, contact neutral.
    pub fn label(self) -> Label {
        match self {
            Self::MaterialConflict | Self::VerbalConflict => Label::Negative,
            Self::Neutral | Self::Contact => Label::Neutral,
            Self::VerbalCooperation | Self::MaterialCooperation => Label::Positive,
        }
    }
}

impl From<Label> for Class {
    /// The class of a judgement of which only the sign is known: words rather than acts.
    fn from(label: Label) -> Self {
        match label {
            Label::Negative => Self::VerbalConflict,
            Label::Neutral => Self::Neutral,
            Label::Positive => Self::VerbalCooperation,
        }
    }
}

/// The attitude of one actor towards another in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// Index of the sentence in [`Extraction::sentences`].
    pub sentence: u32,
    /// Whose attitude it is.
    pub source: ActorKey,
    /// Towards whom.
    pub target: ActorKey,
    /// The class under the decision rule in force; its sign is [`Class::label`].
    pub class: Class,
    /// Whether the sentence names one of the two by a pronoun alone, which stands for the actor of the sentence before.
    pub carried: bool,
    /// p(positive) − p(negative), times [`SCORE_SCALE`]; −1000 to 1000.
    pub score: i16,
}

/// The attitude of the writer's own wording towards an actor in one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Index of the sentence in [`Extraction::sentences`].
    pub sentence: u32,
    /// Towards whom.
    pub target: ActorKey,
    /// The sign under the decision rule in force.
    pub label: Label,
    /// p(positive) − p(negative), times [`SCORE_SCALE`]; −1000 to 1000.
    pub score: i16,
}

/// All that was found in one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extraction {
    /// ISO 639-1 code: the article's own, else the detected one; empty when unknown.
    pub language: String,
    /// ISO 639-1 code of the language that a text is read as where `language` is empty; empty for English.
    pub default_language: String,
    /// The headline, if any, then the sentences of the body, in order.
    pub sentences: Vec<Sentence>,
    /// Names in order of field, then place.
    pub mentions: Vec<Mention>,
    /// Persons that the article introduces and the dictionary lacks.
    pub discovered: Vec<ActorInfo>,
    /// Other names outside the dictionary, with id `?:slug`.
    pub unlisted: Vec<ActorInfo>,
    /// Directed attitudes: at most one per sentence and ordered pair.
    pub judgements: Vec<Judgement>,
    /// The writer's own attitudes: at most one per sentence and target.
    pub tones: Vec<Tone>,
    /// Sentences left out of `sentences` because they repeat the headline or a sentence before.
    pub repeated: u32,
    /// Whether the findings end before the article does, because it is longer or names more actors than an article may
    /// ([`MOST_SENTENCES`](crate::text::MOST_SENTENCES), [`MOST_TOKENS`](crate::text::MOST_TOKENS),
    /// [`MOST_ACTORS`](crate::extract::MOST_ACTORS)).
    pub cut: bool,
    /// What tells near-identical texts; `None` where there are no words, and where it was not asked for.
    pub fingerprint: Option<Fingerprint>,
}

impl Extraction {
    /// The language that the text was read as: the article's own or the detected one, else the default.
    pub fn read_as(&self) -> &str {
        read_as(&self.language, &self.default_language)
    }
}

/// The first of two codes of languages that is not empty, else that of English.
pub(crate) fn read_as<'e>(language: &'e str, default: &'e str) -> &'e str {
    let mut codes = [language, default].into_iter();
    codes.find(|code| !code.is_empty()).unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_keep_their_codes_and_signs() {
        let told: Vec<(u64, &str, Label)> = Class::ALL
            .iter()
            .map(|class| (class.code(), class.as_str(), class.label()))
            .collect();
        let expected = [
            (0, "MC", Label::Negative),
            (1, "VC", Label::Negative),
            (2, "N", Label::Neutral),
            (3, "C", Label::Neutral),
            (4, "VP", Label::Positive),
            (5, "MP", Label::Positive),
        ];
        assert_eq!(told, expected);
        for class in Class::ALL {
            assert_eq!(Class::from_code(class.code()), Some(class));
            assert_eq!(Class::parse(class.as_str()), Some(class));
        }
        assert_eq!((Class::from_code(6), Class::parse("X")), (None, None));
        for label in Label::ALL {
            assert_eq!(Class::from(label).label(), label);
        }
    }
}
