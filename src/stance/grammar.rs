//! The few function words that the attitude frames need to know by name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a word does in a sentence, as far as its form alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Gram {
    #[default]
    Other,
    /// A plain `and`, `or`, `&`.
    And,
    But,
    Comma,
    /// Full stop, semicolon, colon, dash, bracket.
    Stop,
    Hyphen,
    Quote,
    /// `'s` and the bare apostrophe.
    Possessive,
    That,
    /// `who`, `which`, `whom`, `whose`.
    Relative,
    /// Words that open a subordinate clause: `because`, `while`, `although`.
    Subordinate,
    /// `if`, `unless`, `whether`.
    Condition,
    Be,
    /// Forms of `have` and `do`.
    Auxiliary,
    /// `will`, `shall`.
    Future,
    /// `may`, `might`, `could`, `would`, `can`.
    Perhaps,
    /// `should`, `must`, `ought`.
    Ought,
    /// Negators, among them verbs such as `refuse`, `deny`, `fail`.
    Negator,
    Adverb,
    To,
    By,
    Of,
    For,
    From,
    With,
    Against,
    Between,
    /// `on`, `upon`, `over`, `about`, `toward`, `into`.
    On,
    /// `in`, `at`, `near`: of places.
    In,
    /// `after`, `before`, `during`, `since`, `until`, `despite`, `without`.
    After,
    /// `he`, `she`, `it`, `they`.
    Third,
    /// `him`, `her`, `them`.
    ThirdObject,
    /// `I`, `we`.
    Speaker,
    /// `my`, `his`, `its`, `their`.
    Their,
    /// `himself`, `itself`, `themselves`.
    Reflexive,
    Determiner,
}

const LISTS: &[(Gram, &str)] = &[
    (Gram::And, "and or & nor"),
    (Gram::But, "but yet"),
    (Gram::Comma, ","),
    (
        Gram::Stop,
        ". ; : ? ! \u{2014} \u{2013} -- ... \u{2026} ( ) [ ] /",
    ),
    (Gram::Hyphen, "-"),
    (
        Gram::Quote,
        "\" \u{201c} \u{201d} \u{ab} \u{bb} `` '' \u{2018}",
    ),
    (Gram::Possessive, "'s ' \u{2019}"),
    (Gram::That, "that"),
    (Gram::Relative, "who which whom whose"),
    (
        Gram::Subordinate,
        "because while although though whereas when where as why how",
    ),
    (Gram::Condition, "if unless whether"),
    (
        Gram::Be,
        "is am are was were be been being get gets got getting isn't wasn't aren't weren't",
    ),
    (
        Gram::Auxiliary,
        "has have had having do does did doing hasn't haven't hadn't don't doesn't didn't",
    ),
    (Gram::Future, "will shall won't"),
    (
        Gram::Perhaps,
        "may might could would can cannot can't couldn't wouldn't",
    ),
    (Gram::Ought, "should must ought shouldn't mustn't"),
    (
        Gram::Negator,
        "not never no neither without n't hardly barely scarcely nobody none refuse refuses refused \
         refusing decline declines declined declining fail fails failed failing deny denies denied \
         denying stop stops stopped stopping cease ceases ceased avoid avoids avoided avoiding forget \
         forgot forgets hesitate hesitated hesitates refrain refrained refrains denial refusal failure \
         reluctant unwilling unable",
    ),
    (
        Gram::Adverb,
        "also again still now already even just only then soon once ever always often rather very more \
         most much too so well later today yesterday further instead together both all",
    ),
    (Gram::To, "to"),
    (Gram::By, "by"),
    (Gram::Of, "of"),
    (Gram::For, "for"),
    (Gram::From, "from"),
    (Gram::With, "with alongside"),
    (Gram::Against, "against"),
    (Gram::Between, "between among"),
    (Gram::On, "on upon over about toward towards into onto at"),
    (Gram::In, "in near inside across around within outside"),
    (
        Gram::After,
        "after before during since until despite amid following under through like",
    ),
    (Gram::Third, "he she it they"),
    (Gram::ThirdObject, "him her them"),
    (Gram::Speaker, "i we"),
    (Gram::Their, "my his its their our your"),
    (
        Gram::Reflexive,
        "himself herself itself themselves ourselves myself",
    ),
    (
        Gram::Determiner,
        "the a an this these those some any each every another such many several",
    ),
];

static GRAMS: LazyLock<FxHashMap<&'static str, Gram>> = LazyLock::new(|| {
    let mut grams = FxHashMap::default();
    for (gram, list) in LISTS {
        for word in list.split_whitespace() {
            grams.entry(word).or_insert(*gram);
        }
    }
    grams
});

impl Gram {
    /// What a word in lower case does.
    pub(super) fn of(lower: &str) -> Self {
        if let Some(gram) = GRAMS.get(lower) {
            return *gram;
        }
        if lower.len() > 4
            && lower.ends_with("ly")
            && !matches!(
                lower,
                "ally"
                    | "rally"
                    | "supply"
                    | "family"
                    | "italy"
                    | "apply"
                    | "reply"
                    | "assembly"
                    | "bully"
                    | "early"
            )
        {
            return Self::Adverb;
        }
        Self::Other
    }

    /// Ends the search for what belongs to a verb.
    pub(super) fn is_border(self) -> bool {
        matches!(
            self,
            Self::Stop | Self::That | Self::Subordinate | Self::Condition | Self::Relative
        )
    }

    /// Stands between a subject and its verb without changing who does what.
    pub(super) fn is_auxiliary(self) -> bool {
        matches!(
            self,
            Self::Be
                | Self::Auxiliary
                | Self::Future
                | Self::Perhaps
                | Self::Ought
                | Self::Negator
                | Self::Adverb
        )
    }

    pub(super) fn is_preposition(self) -> bool {
        matches!(
            self,
            Self::By
                | Self::Of
                | Self::For
                | Self::From
                | Self::With
                | Self::Against
                | Self::Between
                | Self::On
                | Self::In
                | Self::After
                | Self::To
        )
    }
}

/// Whether an element negates; contractions carry their negation within.
pub(super) fn is_negative_item(item: &super::sequence::Item) -> bool {
    item.gram == Gram::Negator || item.negates
}

/// Whether a word in lower case negates.
pub(super) fn negates(lower: &str) -> bool {
    lower.ends_with("n't") || matches!(lower, "cannot" | "nor") || Gram::of(lower) == Gram::Negator
}
