//! The files that the library carries.

/// Actors, each file with the name that messages use.
pub(super) const ACTORS: &[(&str, &str)] = &[
    (
        "states.csv",
        include_str!("../../corpus/dictionary/states.csv"),
    ),
    (
        "languages.csv",
        include_str!("../../corpus/dictionary/languages.csv"),
    ),
    (
        "organisations.csv",
        include_str!("../../corpus/dictionary/organisations.csv"),
    ),
    (
        "persons_g20.csv",
        include_str!("../../corpus/dictionary/persons_g20.csv"),
    ),
    (
        "persons_world.csv",
        include_str!("../../corpus/dictionary/persons_world.csv"),
    ),
    (
        "spellings.csv",
        include_str!("../../corpus/dictionary/spellings.csv"),
    ),
];

/// Words by what they tell about the names around them.
pub(super) const CLASSES: &str = include_str!("../../corpus/names/classes.txt");
/// Given names.
pub(super) const GIVEN: &str = include_str!("../../corpus/names/given.txt");
/// Given names of women.
pub(super) const WOMEN: &str = include_str!("../../corpus/names/women.txt");
/// Towns and regions with their states.
pub(super) const PLACES: &str = include_str!("../../corpus/names/places.txt");
/// Lower-case words of general English.
pub(super) const COMMON: &str = include_str!("../../corpus/names/common.txt");
/// Weights of the model of readings.
pub(super) const READINGS: &str = include_str!("../../corpus/names/readings.txt");
