//! How alike two words are as they are written: for suggestions, and for queries that allow a misspelling.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case, without diacritics, with straight apostrophes: what is compared where case and accents make no difference.
///
/// # Example
///
/// ```
/// # use demarche::text::unaccented;
/// assert_eq!(unaccented("Côte d’Ivoire"), "cote d'ivoire");
/// ```
pub fn unaccented(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2019}' | '\u{2bc}' | '`' => '\'',
            c => c,
        })
        .collect()
}

/// How many letters must be put in, left out, exchanged for another or swapped with the next one to make one word of the other
/// (optimal string alignment; Damerau 1964), if they are no more than `most`.
///
/// # Example
///
/// ```
/// # use demarche::text::letters_apart;
/// assert_eq!(letters_apart("russia", "rusia", 1), Some(1));
/// assert_eq!(letters_apart("form", "from", 1), Some(1));
/// assert_eq!(letters_apart("russia", "prussian", 1), None);
/// ```
pub fn letters_apart(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut rows = [vec![0; width], (0..width).collect(), vec![0; width]];
    for i in 1..=one.len() {
        let [before, above, row] = &mut rows;
        row[0] = i;
        for j in 1..width {
            let changed = usize::from(one[i - 1] != other[j - 1]);
            row[j] = (above[j] + 1)
                .min(row[j - 1] + 1)
                .min(above[j - 1] + changed);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|&apart| apart > most) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][width - 1]).filter(|&apart| apart <= most)
}

/// How well a name meets what somebody typed; the smaller, the better. `None` where it does not.
///
/// Case and diacritics make no difference. In order: the same; one of its words, or several in a row; the beginning of one of its
/// words; a part of it; a misspelling of it or of one of its words, at most one letter in four.
pub fn likeness(typed: &str, name: &str) -> Option<u32> {
    let (typed, name) = (unaccented(typed), unaccented(name));
    let typed = typed.trim();
    if typed.is_empty() || name.is_empty() {
        return None;
    }
    if typed == name {
        return Some(0);
    }
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut best: Option<u32> = None;
    for (at, part) in name.match_indices(typed) {
        let begins = !is_letter(name[..at].chars().next_back());
        let ends = !is_letter(name[at + part.len()..].chars().next());
        let rank = match (begins, ends) {
            (true, true) => 1,
            (true, false) => 2,
            _ => 3,
        };
        // A single letter inside a word means nothing.
        if rank < 3 || typed.chars().count() > 2 {
            best = Some(best.map_or(rank, |b| b.min(rank)));
        }
    }
    if best.is_some() {
        return best;
    }
    let most = typed.chars().count() / 4;
    let words = name.split(|c: char| !c.is_alphanumeric());
    std::iter::once(name.as_str())
        .chain(words)
        .filter_map(|word| letters_apart(typed, word, most))
        .min()
        .map(|apart| 3 + apart as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_definition() {
        for (one, other, apart) in [
            ("", "", 0),
            ("", "ab", 2),
            ("kitten", "sitting", 3),
            ("ca", "abc", 3),
            ("form", "from", 1),
            ("Zürich", "Zurich", 1),
            ("saturday", "sunday", 3),
        ] {
            assert_eq!(letters_apart(one, other, 9), Some(apart), "{one} {other}");
            assert_eq!(letters_apart(other, one, 9), Some(apart), "{other} {one}");
            assert_eq!(letters_apart(one, other, apart), Some(apart));
            if apart > 0 {
                assert_eq!(letters_apart(one, other, apart - 1), None);
            }
        }
    }

    #[test]
    fn names_are_ranked_as_a_person_would() {
        let rank = likeness;
        assert_eq!(rank("cote d'ivoire", "Côte d’Ivoire"), Some(0));
        assert_eq!(rank("guardian", "The Guardian"), Some(1));
        assert_eq!(rank("bbc", "BBC News"), Some(1));
        assert_eq!(rank("guard", "The Guardian"), Some(2));
        assert_eq!(rank("ardian", "The Guardian"), Some(3));
        assert_eq!(rank("guradian", "The Guardian"), Some(4));
        assert_eq!(rank("a", "The Guardian"), None);
        assert_eq!(rank("Le Monde", "The Guardian"), None);
        assert_eq!(rank(" ", "x"), None);
    }
}
