//! Women and men, whom titles and given names tell apart.

use super::lexicon::Class;

/// Woman or man, as far as titles and given names tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Woman,
    Man,
}

/// The sex that the classes of a given name tell.
pub(super) fn sex_of_class(class: Class) -> Option<Sex> {
    if class.has(Class::FEMALE) {
        Some(Sex::Woman)
    } else {
        class.has(Class::GIVEN).then_some(Sex::Man)
    }
}
