//! The column `flags`: small facts about a document in one integer.

use crate::model::DateFlag;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An article.
    Article,
    /// A rejected record.
    Reject,
}

/// What a reject is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A record that became no article.
    Record,
    /// Reading broke off; holds until reading goes on.
    Failure,
    /// An export with fewer documents than it states.
    Shortfall,
}

/// `run:32 cut:1 undecoded:1 language given:1 date flag:3 kind:2`, low bits last.
///
/// Rejects use the bits of the date flag for what they are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(super) struct Flags(u64);

const KIND: u64 = 0b11;
const DATE_SHIFT: u32 = 2;
const DATE: u64 = 0b111;
const LANGUAGE_GIVEN: u32 = 5;
const UNDECODED: u32 = 6;
const CUT: u32 = 7;
const RUN_SHIFT: u32 = 8;

impl Flags {
    /// The flags of an article that the ingest `run` added.
    pub(super) fn article(date: DateFlag, run: u32) -> Self {
        Self(Kind::Article as u64 | date.code() << DATE_SHIFT | u64::from(run) << RUN_SHIFT)
    }

    /// The flags of a reject.
    pub(super) fn reject(refusal: Refusal, run: u32) -> Self {
        let refusal = (refusal as u64) << DATE_SHIFT;
        Self(Kind::Reject as u64 | refusal | u64::from(run) << RUN_SHIFT)
    }

    /// The flags of a value of the column; of none, those of an article with nothing set.
    pub(super) fn of(value: Option<u64>) -> Self {
        Self(value.unwrap_or(0))
    }

    /// The value of the column.
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    fn with(self, bit: u32, set: bool) -> Self {
        Self(self.0 & !(1 << bit) | u64::from(set) << bit)
    }

    fn has(self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }

    /// The same with a note whether the source names the language.
    pub(super) fn with_language_given(self, given: bool) -> Self {
        self.with(LANGUAGE_GIVEN, given)
    }

    /// The same with a note whether characters of the article are uncertain.
    pub(super) fn with_undecoded(self, undecoded: bool) -> Self {
        self.with(UNDECODED, undecoded)
    }

    /// The same with a note whether the findings end before the article does.
    pub(super) fn with_cut(self, cut: bool) -> Self {
        self.with(CUT, cut)
    }

    /// What the document is; `None` for a number that stands for nothing.
    pub(super) fn kind(self) -> Option<Kind> {
        match self.0 & KIND {
            0 => Some(Kind::Article),
            1 => Some(Kind::Reject),
            _ => None,
        }
    }

    pub(super) fn is_article(self) -> bool {
        self.kind() == Some(Kind::Article)
    }

    pub(super) fn is_reject(self) -> bool {
        self.kind() == Some(Kind::Reject)
    }

    /// Where the date comes from; `None` for an unknown code.
    pub(super) fn date(self) -> Option<DateFlag> {
        DateFlag::from_code(self.0 >> DATE_SHIFT & DATE)
    }

    /// Whether the source names the language; else it was detected.
    pub(super) fn language_given(self) -> bool {
        self.has(LANGUAGE_GIVEN)
    }

    /// Whether characters of the article are uncertain.
    pub(super) fn undecoded(self) -> bool {
        self.has(UNDECODED)
    }

    /// Whether the findings end before the article does.
    pub(super) fn cut(self) -> bool {
        self.has(CUT)
    }

    fn refuses(self, refusal: Refusal) -> bool {
        self.is_reject() && self.0 >> DATE_SHIFT & DATE == refusal as u64
    }

    /// Whether this is a reject that says that reading broke off.
    pub(super) fn is_failure(self) -> bool {
        self.refuses(Refusal::Failure)
    }

    /// Whether this is a reject that says that an export holds fewer documents than it states.
    pub(super) fn is_shortfall(self) -> bool {
        self.refuses(Refusal::Shortfall)
    }

    /// The number of the ingest that added the document.
    pub(super) fn run(self) -> u32 {
        (self.0 >> RUN_SHIFT) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn flags_keep_what_they_are_given(date in 0..DateFlag::ALL.len(), given: bool, undecoded: bool, cut: bool, refusal in 0..3_usize, run: u32) {
            let date = DateFlag::ALL[date];
            let flags = Flags::article(date, run)
                .with_language_given(given)
                .with_undecoded(undecoded)
                .with_cut(cut);
            let read = Flags::of(Some(flags.bits()));
            prop_assert_eq!((read.kind(), read.date(), read.run()), (Some(Kind::Article), Some(date), run));
            prop_assert_eq!((read.language_given(), read.undecoded(), read.cut()), (given, undecoded, cut));
            prop_assert!(!read.is_failure());
            let refusal = [Refusal::Record, Refusal::Failure, Refusal::Shortfall][refusal];
            let reject = Flags::of(Some(Flags::reject(refusal, run).bits()));
            prop_assert_eq!((reject.kind(), reject.run()), (Some(Kind::Reject), run));
            prop_assert_eq!(reject.is_failure(), refusal == Refusal::Failure);
            prop_assert_eq!(reject.is_shortfall(), refusal == Refusal::Shortfall);
            prop_assert!(!reject.undecoded() && !reject.cut());
        }
    }

    #[test]
    fn the_layout_is_that_of_the_store_format() {
        // `run:32 cut:1 undecoded:1 language given:1 date flag:3 kind:2`
        let flags = Flags::article(DateFlag::ALL[1], 5).with_cut(true);
        assert_eq!(flags.bits(), 5 << 8 | 1 << 7 | DateFlag::ALL[1].code() << 2);
        assert_eq!(
            Flags::reject(Refusal::Failure, 5).bits(),
            5 << 8 | 1 << 2 | 1
        );
        assert_eq!(
            Flags::reject(Refusal::Shortfall, 5).bits(),
            5 << 8 | 2 << 2 | 1
        );
        assert_eq!(Flags::of(Some(2)).kind(), None);
        assert_eq!(Flags::of(None), Flags::of(Some(0)));
    }
}
