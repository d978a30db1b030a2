//! Numbers of actors, outlets, languages and stories: each kind is a type of its own, so that one cannot be taken for another.

/// Declares a type of numbers.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The index with this number.
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// The number.
            pub const fn number(self) -> u32 {
                self.0
            }

            /// The position in a list.
            pub const fn position(self) -> usize {
                self.0 as usize
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> Self {
                index.position()
            }
        }
    };
}

index! {
    /// Number of an actor: its position in [`Names::actors`](crate::store::Names::actors), or in
    /// [`RollUp::ids`](crate::tally::RollUp::ids) where actors count as groups. Numbers order as identifiers do.
    ActorIndex
}
index! {
    /// Number of an outlet: its position in [`Names::outlets`](crate::store::Names::outlets). Numbers order as names do.
    OutletIndex
}
index! {
    /// Number of a language: its position in [`Names::languages`](crate::store::Names::languages).
    LanguageIndex
}
index! {
    /// Number of a story that several articles of a store tell, below [`Stories::count`](crate::store::Stories::count).
    StoryIndex
}
index! {
    /// Number of a period: its position in [`TimelineCounts::periods`](crate::tally::TimelineCounts::periods). Numbers ascend with time.
    PeriodIndex
}
