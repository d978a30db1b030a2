//! Forms of regular English verbs and nouns.

/// A verb's form, as far as spelling tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::stance) enum Form {
    /// Infinitive or present.
    Base,
    /// Third person singular.
    Third,
    /// Past tense that is no participle.
    Past,
    /// Past tense or past participle.
    Participle,
    /// `-ing`.
    Ing,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The forms of a verb; `listed` gives third person, past, participle, -ing and more where they are
/// irregular.
pub(in crate::stance) fn verb_forms(lemma: &str, listed: &str) -> Vec<(String, Form)> {
    let mut forms = vec![(lemma.to_owned(), Form::Base)];
    if !listed.is_empty() {
        let mut words = listed.split_whitespace();
        for form in [Form::Third, Form::Past, Form::Participle, Form::Ing] {
            if let Some(word) = words.next() {
                forms.push((word.to_owned(), form));
            }
        }
        for word in words {
            let form = if word.ends_with("ing") {
                Form::Ing
            } else {
                Form::Participle
            };
            forms.push((word.to_owned(), form));
        }
        // A word that is several forms is kept once, as the participle if it can be one.
        forms.sort_by(|a, b| (&a.0, a.1 != Form::Participle).cmp(&(&b.0, b.1 != Form::Participle)));
        forms.dedup_by(|b, a| a.0 == b.0);
        return forms;
    }
    let bytes = lemma.as_bytes();
    let last = bytes.last().copied().unwrap_or(b'e');
    let before = if bytes.len() > 1 {
        bytes[bytes.len() - 2]
    } else {
        b'a'
    };
    let consonant_y = last == b'y' && !is_vowel(before);
    forms.push((third_person(lemma), Form::Third));
    let (past, ing) = if last == b'e' {
        let stem = &lemma[..lemma.len() - 1];
        let ing = if before == b'e' || before == b'o' {
            format!("{lemma}ing")
        } else {
            format!("{stem}ing")
        };
        (format!("{lemma}d"), ing)
    } else if consonant_y {
        (
            format!("{}ied", &lemma[..lemma.len() - 1]),
            format!("{lemma}ing"),
        )
    } else {
        (format!("{lemma}ed"), format!("{lemma}ing"))
    };
    forms.push((past, Form::Participle));
    forms.push((ing, Form::Ing));
    forms
}

/// `lemma` with the ending of the third person or of the plural.
pub(super) fn third_person(lemma: &str) -> String {
    let bytes = lemma.as_bytes();
    let last = bytes.last().copied().unwrap_or(b'e');
    let before = if bytes.len() > 1 {
        bytes[bytes.len() - 2]
    } else {
        b'a'
    };
    if last == b'y' && !is_vowel(before) {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if matches!(last, b's' | b'x' | b'z') || (last == b'h' && matches!(before, b's' | b'c'))
    {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lemma: &str, listed: &str, expected: &[(&str, Form)]) {
        let mut forms = verb_forms(lemma, listed);
        forms.sort();
        let mut expected: Vec<(String, Form)> = expected
            .iter()
            .map(|(w, f)| ((*w).to_owned(), *f))
            .collect();
        expected.sort();
        assert_eq!(forms, expected, "{lemma}");
    }

    #[test]
    fn regular_and_irregular_verbs() {
        use Form::{Base, Ing, Participle, Past, Third};
        check(
            "praise",
            "",
            &[
                ("praise", Base),
                ("praises", Third),
                ("praised", Participle),
                ("praising", Ing),
            ],
        );
        check(
            "defy",
            "",
            &[
                ("defy", Base),
                ("defies", Third),
                ("defied", Participle),
                ("defying", Ing),
            ],
        );
        check(
            "punish",
            "",
            &[
                ("punish", Base),
                ("punishes", Third),
                ("punished", Participle),
                ("punishing", Ing),
            ],
        );
        check(
            "take",
            "takes took taken taking",
            &[
                ("take", Base),
                ("takes", Third),
                ("took", Past),
                ("taken", Participle),
                ("taking", Ing),
            ],
        );
        check(
            "slam",
            "slams slammed slammed slamming",
            &[
                ("slam", Base),
                ("slams", Third),
                ("slammed", Participle),
                ("slamming", Ing),
            ],
        );
    }
}
