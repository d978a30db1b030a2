//! What single words tell about the names around them.

/// A set of word classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Class(pub(super) u64);

macro_rules! classes {
    ($($name:ident = $bit:literal, $word:literal, $doc:literal;)*) => {
        impl Class {
            $(#[doc = $doc] pub(super) const $name: Class = Class(1 << $bit);)*

            /// The class of a word as used in `classes.txt`.
            pub(super) fn parse(word: &str) -> Option<Class> {
                match word {
                    $($word => Some(Class::$name),)*
                    _ => None,
                }
            }
        }
    };
}

classes! {
    CAPITAL = 0, "#capital", "Begins with a capital.";
    UPPER = 1, "#upper", "At least two letters, all capitals.";
    LETTERS = 2, "#letters", "Holds a letter.";
    PUNCTUATION = 3, "#punctuation", "Neither letter nor digit.";
    DIGIT = 4, "#digit", "Holds a digit.";
    INITIAL = 5, "#initial", "One capital, with or without a full stop.";
    CJK = 6, "#cjk", "A Chinese or Japanese character.";
    LOWER = 7, "#lower", "A word that begins with a small letter.";
    GIVEN = 8, "given", "A given name.";
    COMMON = 9, "common", "Usual in small letters.";
    CALENDAR = 10, "calendar", "Month or day of the week.";
    HONORIFIC = 11, "honorific", "Goes before the name of a person.";
    ROLE = 12, "role", "A political or official role of a person.";
    JOB = 13, "job", "Another role of a person.";
    COMPANY = 14, "company", "Ends the name of a company.";
    BODY = 15, "body", "Part of the name of an organisation.";
    OFFICIAL_BODY = 16, "official-body", "Part of the name of an organ of a state.";
    PLACE_HEAD = 17, "place-head", "Part of the name of a place.";
    SPEECH = 18, "speech", "A verb of speaking.";
    ATTITUDE = 19, "attitude", "A verb that only someone who acts does.";
    PLACE_PREPOSITION = 20, "place-preposition", "Goes before places.";
    DETERMINER = 21, "determiner", "Article, pronoun, quantifier.";
    OFFICIAL = 22, "official", "A noun of government, army, diplomacy.";
    SPORT = 23, "sport", "A word of sports reports.";
    PARTICLE = 24, "particle", "A small word within the names of persons.";
    FUNCTION = 25, "function", "A word of the closed classes.";
    PEOPLE = 26, "people", "A noun for people at large.";
    TERRITORY = 27, "territory", "A noun for parts of the land or what is in it.";
    RELATION = 28, "relation", "A noun of dealings between states.";
    MOTION = 29, "motion", "A verb of going, staying, happening.";
    AUXILIARY = 30, "auxiliary", "An auxiliary verb.";
    WITH_PREPOSITION = 31, "with-preposition", "Goes before those one deals with.";
    PLACE_WORD = 32, "place-word", "Surely the name of a place.";
    RELATIVE = 33, "kin", "A noun of kinship.";
    GOODS = 34, "goods", "A noun of goods, culture, ways of life.";
    DIRECTION = 35, "direction", "A point of the compass or the like before a place.";
    PERSON_VERB = 36, "person-verb", "A verb that follows the names of persons.";
    OF = 37, "of", "`of` and its kin within the names of organisations.";
    OUTLET = 38, "outlet", "Ends the name of a newspaper or agency.";
    ACTION = 39, "action", "Another verb that a government often does.";
    STATUS = 40, "status", "Says that a person no longer or not yet holds a role.";
    EVENT = 41, "event", "Part of the name of an event, law or other thing.";
    POLITICAL = 42, "political", "A role that only politics and diplomacy have.";
    OFFICE_ROLE = 43, "office-role", "A role that is political beside the name of a state.";
    POSSESSIVE_NAME = 45, "possessive-name", "Has its `'s` as part of a name (`Lloyd's`).";
    ACRONYM = 46, "acronym", "Letters that name nobody (`GDP`).";
    FOREIGN_FUNCTION = 47, "foreign-function", "A word of the closed classes of a language other than English.";
    FOREIGN_PLACE = 48, "foreign-place-preposition", "Goes before places in a language other than English.";
    OPENER = 49, "opener", "Begins the name of an organisation that ends in a place (`Air France`).";
    WORDY = 50, "word-surname", "A family name of the dictionary that is also an everyday word.";
    WIDESPREAD = 51, "widespread-surname", "A family name that many people have.";
    MALE_TITLE = 52, "male-title", "Goes before the name of a man.";
    FEMALE_TITLE = 53, "female-title", "Goes before the name of a woman.";
    FEMALE = 54, "female", "A given name of women.";
    SUFFIX = 55, "suffix", "Tells namesakes of a family apart (`Jr.`).";
    FORMER = 56, "former", "Says that a term of office is over.";
    RANK = 57, "rank", "Goes before the family name of a person, never before a state.";
    HOSTILE = 58, "hostile", "A verb of hostile acts, whose object is whom they hit.";
    FEELING = 59, "feeling", "A verb of feelings, whose object is whom they are for.";
    PLAIN_NOUN = 44, "plain-noun", "A noun that follows the names of companies.";
    FOREIGN_MOTION = 60, "foreign-motion", "A word of going or trade in a language other than English, before where it goes.";
    FOREIGN_OFFICIAL = 61, "foreign-official", "A noun of government in a language other than English, before its state.";
    PLAY = 62, "play", "A word that only reports of sport have.";
    CURRENCY = 63, "currency", "The unit of a currency.";
}

impl Class {
    pub(super) const NONE: Class = Class(0);

    /// What tells one person from another and says nothing about readings.
    pub(super) const NAMESAKES: Class = Class::WORDY
        .or(Class::WIDESPREAD)
        .or(Class::MALE_TITLE)
        .or(Class::FEMALE_TITLE)
        .or(Class::FEMALE)
        .or(Class::SUFFIX)
        .or(Class::FORMER)
        .or(Class::RANK);

    /// What rules of their own look at, and the model of readings does not.
    pub(super) const BESIDE_THE_MODEL: Class = Class::FOREIGN_MOTION
        .or(Class::FOREIGN_OFFICIAL)
        .or(Class::PLAY)
        .or(Class::CURRENCY);

    /// Whether it has any of the other's classes.
    #[inline]
    pub(super) fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    #[inline]
    pub(super) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }

    /// The classes that the shape of a word tells.
    pub(super) fn of_shape(shape: crate::text::Shape, word: &str) -> Class {
        let mut class = Class::NONE;
        let mut set = |on: bool, c: Class| {
            if on {
                class = class.or(c);
            }
        };
        let letters = shape.is_alphabetic();
        set(letters, Class::LETTERS);
        set(shape.is_punctuation(), Class::PUNCTUATION);
        set(shape.has_digit(), Class::DIGIT);
        set(shape.is_cjk(), Class::CJK);
        set(letters && shape.is_capitalised(), Class::CAPITAL);
        set(
            letters && shape.is_all_upper() && !shape.is_one_letter(),
            Class::UPPER,
        );
        let bare = word.trim_end_matches('.');
        set(
            shape.is_one_letter() && shape.is_all_upper() && bare.chars().count() == 1,
            Class::INITIAL,
        );
        set(
            letters && !shape.is_capitalised() && !shape.has_digit() && !shape.is_cjk(),
            Class::LOWER,
        );
        class
    }
}
