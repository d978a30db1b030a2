mod fingerprints;

use super::*;
use crate::model::Field;

fn tokens(text: &str) -> (Vec<String>, Vec<String>) {
    let mut tokeniser = Tokeniser::new();
    let mut out = Tokens::default();
    tokeniser.tokenise("", text, &mut out);
    let words = out
        .tokens
        .iter()
        .map(|t| tokeniser.vocabulary.word(t.word).to_owned())
        .collect();
    let sentences = out
        .sentences
        .iter()
        .map(|s| s.span.of(text).to_owned())
        .collect();
    (words, sentences)
}

fn words(text: &str) -> String {
    tokens(text).0.join("|")
}

fn sentences(text: &str) -> Vec<String> {
    tokens(text).1
}

#[test]
fn words_keep_what_belongs_to_them() {
    assert_eq!(
        words("The U.S. and E.U. agreed."),
        "The|U.S.|and|E.U.|agreed|."
    );
    assert_eq!(words("Sino-Russian ties"), "Sino|-|Russian|ties");
    assert_eq!(words("U.S.-led talks"), "U.S.|-|led|talks");
    assert_eq!(
        words("China’s PUTIN'S allies' didn't"),
        "China|’s|PUTIN|'S|allies|'|didn't"
    );
    assert_eq!(
        words("O'Neill rose 3.5 mln, 1,000 or 4th"),
        "O'Neill|rose|3.5|mln|,|1,000|or|4th"
    );
    assert_eq!(
        words("l'Iran et Côte d'Ivoire"),
        "l'|Iran|et|Côte|d'|Ivoire"
    );
    assert_eq!(
        words("see kremlin.ru or https://example.org/a?b=1 now"),
        "see|kremlin.ru|or|https://example.org/a?b=1|now"
    );
    assert_eq!(words("中国和俄罗斯"), "中|国|和|俄|罗|斯");
    assert_eq!(words("wait... -- so"), "wait|...|--|so");
    assert_eq!(
        words("J. D. Vance, U. S. envoy"),
        "J.|D.|Vance|,|U.|S.|envoy"
    );
}

#[test]
fn sentences_survive_abbreviations() {
    assert_eq!(sentences("He met Gen. Smith. Then Mr. Xi left.").len(), 2);
    assert_eq!(
        sentences("The U.S. President met the U.S. The talks failed.").len(),
        2
    );
    assert_eq!(
        sentences("It rose 3.5 mln. Dr. No 10 of No. 10 said no. The end."),
        [
            "It rose 3.5 mln.",
            "Dr. No 10 of No. 10 said no.",
            "The end."
        ]
    );
    assert_eq!(
        sentences("\"We reject this.\" He left. \"Why?\" he asked.").len(),
        3
    );
    assert_eq!(
        sentences("He works for Acme Inc. and left. Acme Inc. The firm is old.").len(),
        3
    );
    assert_eq!(sentences("At 5 p.m. Moscow time it began.").len(), 1);
    assert_eq!(
        sentences("Headline without stop\n\nText begins here.").len(),
        2
    );
    assert_eq!(sentences("中国外长发表讲话。他批评美国。").len(), 2);
    assert_eq!(
        sentences("It is over.The next one"),
        ["It is over.", "The next one"]
    );
}

#[test]
fn wrapped_lines_do_not_end_sentences() {
    let wire = "The U.S. Agriculture Department\nReported the reserve price\nthrough Friday.\n    A second paragraph\nfollows";
    assert_eq!(sentences(wire).len(), 2);
    let lines = "CHINA WARNS TAIWAN\nBEIJING 1996-08-22\nChina on Thursday accused Taipei .\nTaipei denied it .";
    assert_eq!(sentences(lines).len(), 4);
}

#[test]
fn headline_is_one_sentence_and_comes_first() {
    let mut tokeniser = Tokeniser::new();
    let mut out = Tokens::default();
    tokeniser.tokenise("Putin says no. Biden waits", "Talks failed.", &mut out);
    assert_eq!(out.sentences.len(), 2);
    assert_eq!(out.sentences[0].field, crate::model::Field::Title);
    assert_eq!(
        (out.sentences[0].paragraph, out.sentences[1].paragraph),
        (0, 1)
    );
}

#[test]
fn paragraphs_are_numbered_without_gaps() {
    let mut tokeniser = Tokeniser::new();
    let mut out = Tokens::default();
    tokeniser.tokenise("", "One. Two.\n\n\n\nThree.\n\n * \n\nFour.", &mut out);
    let paragraphs: Vec<u32> = out.sentences.iter().map(|s| s.paragraph).collect();
    assert_eq!(paragraphs, [1, 1, 2, 3, 4]);
}

#[test]
fn shapes_and_lower_forms() {
    let mut v = Vocabulary::new();
    let id = v.intern("Élysée");
    assert_eq!(v.lower_word(id), "élysée");
    assert!(v.shape(id).is_capitalised() && !v.shape(id).is_all_upper());
    let nato = v.intern("NATO");
    assert!(v.shape(nato).is_all_upper());
    let decomposed = v.intern("E\u{301}lyse\u{301}e");
    assert_eq!(v.lower(decomposed), v.lower(id));
    let curly = v.intern("didn’t");
    assert_eq!(v.lower_word(curly), "didn't");
    let comma = v.intern(",");
    assert!(v.shape(comma).is_punctuation());
}

#[test]
fn stems_are_snowball_stems() {
    let mut v = Vocabulary::new();
    let mut english = Stems::new("en");
    let word = v.intern("Sanctions");
    let stem = english.stem(&mut v, word);
    assert_eq!(v.word(stem), "sanction");
    let dotted = v.intern("U.S.");
    let stem = english.stem(&mut v, dotted);
    assert_eq!(v.word(stem), "u.s.");
}

#[test]
fn languages_are_told_apart() {
    let language = |text: &str| {
        let mut tokeniser = Tokeniser::new();
        let mut out = Tokens::default();
        tokeniser.tokenise("", text, &mut out);
        detect_language(&mut LanguageVotes::default(), &tokeniser.vocabulary, &out)
    };
    assert_eq!(
        language("The minister said that the talks with Iran had failed."),
        "en"
    );
    assert_eq!(
        language("Der Minister sagte, dass die Gespräche mit dem Iran gescheitert sind."),
        "de"
    );
    assert_eq!(
        language("Le ministre a dit que les discussions avec l'Iran ont échoué."),
        "fr"
    );
    assert_eq!(
        language("El ministro dijo que las conversaciones con Irán fracasaron."),
        "es"
    );
    assert_eq!(
        language("Министр сказал, что переговоры с Ираном не удались."),
        "ru"
    );
    assert_eq!(language("中国外长批评美国的做法"), "zh");
    assert_eq!(language("1234 5678"), "");
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the text: spans lie on character borders, ascend, and together with white space
        /// and invisible characters make up the whole text; sentences hold every token once.
        #[test]
        fn tokens_cover_the_text(text in "(\\PC|[a-zA-Z.' \n’\"0-9\u{ad}\u{301}é中。-]){0,200}") {
            let mut tokeniser = Tokeniser::new();
            let mut out = Tokens::default();
            tokeniser.tokenise("", &text, &mut out);
            let mut at = 0;
            for token in &out.tokens {
                let (start, end) = (token.start as usize, token.end as usize);
                prop_assert!(at <= start && start < end);
                prop_assert_eq!(&text[start..end], tokeniser.vocabulary.word(token.word));
                prop_assert!(text[at..start].chars().all(|c| c.is_whitespace() || super::super::chars::is_invisible(c)));
                at = end;
            }
            prop_assert!(text[at..].chars().all(|c| c.is_whitespace() || super::super::chars::is_invisible(c)));
            let mut next = 0;
            for s in &out.sentences {
                prop_assert_eq!(s.first_token, next);
                prop_assert!(s.end_token > s.first_token);
                next = s.end_token;
            }
            prop_assert_eq!(next as usize, out.tokens.len());
        }
    }
}

mod repeats {
    use super::*;

    fn kept(title: &str, text: &str) -> (Vec<String>, u32) {
        let mut tokeniser = Tokeniser::new();
        let mut tokens = Tokens::default();
        tokeniser.tokenise(title, text, &mut tokens);
        let sentences = tokens.sentences.iter().map(|s| {
            let field = match s.field {
                Field::Title => title,
                Field::Text => text,
            };
            format!("{} {}", s.paragraph, s.span.of(field))
        });
        for sentence in &tokens.sentences {
            for token in tokens.of(sentence) {
                assert!(sentence.span.start <= token.start && token.end <= sentence.span.end);
            }
        }
        (sentences.collect(), tokens.repeated)
    }

    #[test]
    fn a_headline_repeated_in_the_body_counts_once() {
        assert_eq!(
            kept("China praised Pakistan", "China praised Pakistan"),
            (vec!["0 China praised Pakistan".to_owned()], 1)
        );
        assert_eq!(
            kept(
                "Iran condemned Iraq",
                "IRAN CONDEMNED IRAQ.\n\nIran condemned Iraq on Monday over a dam.\n\nIt said so."
            ),
            (
                vec![
                    "0 Iran condemned Iraq".to_owned(),
                    "1 Iran condemned Iraq on Monday over a dam.".to_owned(),
                    "2 It said so.".to_owned()
                ],
                1
            )
        );
        assert_eq!(
            kept(
                "Kenya thanked Uganda. More to come",
                "Kenya thanked Uganda. More to come. The road is open."
            ),
            (
                vec![
                    "0 Kenya thanked Uganda. More to come".to_owned(),
                    "1 The road is open.".to_owned()
                ],
                2
            )
        );
    }

    #[test]
    fn a_lead_repeated_later_counts_once_and_short_refrains_stay() {
        let (sentences, repeated) = kept(
            "",
            "Kenya thanked Uganda for help. The road is open. Kenya thanked Uganda for help.",
        );
        assert_eq!((sentences.len(), repeated), (2, 1));
        let (sentences, repeated) = kept("A song", "No. He went home. No. He came back.");
        assert_eq!((sentences.len(), repeated), (5, 0));
        let (sentences, repeated) = kept("Iran condemned Iraq", "Iran condemned Iraq over a dam.");
        assert_eq!((sentences.len(), repeated), (2, 0));
        assert_eq!(kept("", "").1, 0);
        assert_eq!(kept("...", "... A word.").1, 0);
    }
}

#[test]
fn one_word_tells_no_language() {
    let language = |text: &str| {
        let mut tokeniser = Tokeniser::new();
        let mut tokens = Tokens::default();
        tokeniser.tokenise("", text, &mut tokens);
        detect_language(
            &mut LanguageVotes::default(),
            &tokeniser.vocabulary,
            &tokens,
        )
    };
    for text in [
        "UN condemns Russia",
        "UN rights chief blames Iran",
        "Russia met China.",
        "Macron met Putin in Moscow",
        "Iran und Iraq",
    ] {
        assert_eq!(language(text), "", "{text}");
    }
    assert_eq!(
        language("Kim Jong Un criticised the UN and left for home."),
        "en"
    );
    assert_eq!(language("La Russie condamne les États-Unis"), "fr");
    assert_eq!(
        language("Der Kanzler und die Ministerin trafen sich in Paris"),
        "de"
    );
    assert_eq!(language("DER KANZLER UND DIE MINISTERIN TRAFEN SICH"), "de");
    assert_eq!(language("Президент и министр не были на встрече"), "ru");
}
