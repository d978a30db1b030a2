//! Maps whose keys somebody else chooses have a keyed hash.

use std::path::Path;

use super::{Findings, sources};

/// Files whose maps have a hash without a key: they hold words and weights that the program carries, never keys that an article, a
/// dictionary or a store chose. All other maps are keyed anew in each process, so that nobody can make keys that collide.
const UNKEYED_MAPS: &[&str] = &[
    "src/actors/weights.rs",
    "src/stance/frames/lexicon.rs",
    "src/stance/grammar.rs",
    "src/stance/lexis.rs",
    "src/stance/words.rs",
    "src/text/boilerplate.rs",
    "src/text/language.rs",
];

#[test]
fn maps_of_chosen_keys_have_a_keyed_hash() {
    let mut findings = Findings::default();
    for source in sources().iter().filter(|s| s.path.starts_with("src")) {
        let listed = UNKEYED_MAPS
            .iter()
            .any(|path| Path::new(path) == source.path);
        let used = source.tokens.iter().find(|t| t.text == "rustc_hash");
        match used {
            Some(token) if !listed => findings.add(
                &source.path,
                token.line,
                format_args!("a map without a key; use hashbrown, whose default hash is keyed"),
            ),
            None if listed => findings.add(
                &source.path,
                0,
                format_args!("has no map of rustc_hash; take it off the list"),
            ),
            _ => {}
        }
    }
    findings.none();
}
