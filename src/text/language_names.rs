//! The languages that there are: their codes and English names.

const LANGUAGES: &str = include_str!("../../corpus/languages.txt");

/// The languages of ISO 639-1: code and English name, in order of the codes.
pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        let codes: Vec<&str> = languages().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), 183);
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2));
        assert!(languages().any(|l| l == ("en", "English")));
        assert!(languages().any(|l| l == ("zh", "Chinese")));
    }
}
