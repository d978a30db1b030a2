use std::sync::{Arc, LazyLock};

use super::*;
use crate::model::{ActorKey, Article, Date, Extraction, Mention};
use crate::text::{Tokeniser, Tokens};

static BUILTIN: LazyLock<Arc<Dictionary>> =
    LazyLock::new(|| Arc::new(Dictionary::builtin().expect("the carried files are sound")));

fn article(title: &str, text: &str, date: &str) -> Article {
    Article {
        title: title.into(),
        text: text.into(),
        date: date.parse().ok(),
        ..Article::default()
    }
}

fn recognise_in(dictionary: &Arc<Dictionary>, article: &Article, language: &str) -> Extraction {
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    tokeniser.tokenise(&article.title, &article.text, &mut tokens);
    let mut out = Extraction {
        language: language.into(),
        sentences: tokens.sentences.clone(),
        ..Extraction::default()
    };
    Recogniser::new(dictionary.clone()).recognise(
        article,
        &mut tokeniser.vocabulary,
        &tokens,
        &mut out,
    );
    out
}

fn id<'a>(out: &'a Extraction, mention: &Mention) -> &'a str {
    match mention.actor {
        ActorKey::Known(index) => &BUILTIN.actor(index).id,
        ActorKey::Discovered(index) => &out.discovered[index as usize].id,
        ActorKey::Unlisted(index) => &out.unlisted[index as usize].id,
    }
}

/// `id/reading` of every mention of a known or discovered actor, sorted, without repeats.
fn found(title: &str, text: &str, date: &str) -> Vec<String> {
    let out = recognise_in(&BUILTIN, &article(title, text, date), "en");
    let mut list: Vec<String> = out
        .mentions
        .iter()
        .filter(|m| !matches!(m.actor, ActorKey::Unlisted(_)))
        .map(|m| format!("{}/{}", id(&out, m), m.reading.as_str()))
        .collect();
    list.sort();
    list.dedup();
    list
}

/// Whether the mentions are those of `expected`: `id` or `id/reading`, separated by blanks, or `none`.
fn fits(found: &[String], expected: &str) -> bool {
    let expected: Vec<&str> = expected.split(' ').filter(|e| *e != "none").collect();
    let meets = |f: &str, e: &str| f == e || f.split('/').next() == Some(e);
    found.iter().all(|f| expected.iter().any(|e| meets(f, e)))
        && expected.iter().all(|e| found.iter().any(|f| meets(f, e)))
}

#[test]
fn traps() {
    let mut reader =
        csv::Reader::from_reader(include_str!("../../tests/actor_traps.csv").as_bytes());
    let mut faults = Vec::new();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let (sentence, date, expected) = (&record[0], &record[1], &record[2]);
        rows += 1;
        let found = found("", sentence, date);
        if !fits(&found, expected) {
            faults.push(format!(
                "{sentence} [{date}]\n   expected {expected}\n   found    {}",
                found.join(" ")
            ));
        }
    }
    assert!(rows >= 150, "{rows} traps");
    assert!(
        faults.is_empty(),
        "{} of {rows} traps:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_full_name_introduces_the_surname_in_the_headline_too() {
    let list = found(
        "Johnson quits",
        "Boris Johnson resigned on Thursday. Johnson said little.",
        "2022-07-07",
    );
    assert_eq!(list, ["GBR:johnson_boris/actor"]);
    // Before his time the name means nobody.
    assert!(found("", "Zelensky said little.", "1987-03-01").is_empty());
}

#[test]
fn a_stranger_with_the_same_surname_keeps_it() {
    let out = recognise_in(
        &BUILTIN,
        &article(
            "",
            "Alice Putin, a farmer in Ohio, lost her barn. Putin wants it back.",
            "2018-03-01",
        ),
        "en",
    );
    let ids: Vec<&str> = out.mentions.iter().map(|m| id(&out, m)).collect();
    assert!(
        ids.iter().filter(|i| **i == "?:alice-putin").count() == 2,
        "{ids:?}"
    );
    assert!(!ids.contains(&"RUS:putin"), "{ids:?}");
}

#[test]
fn discovered_persons_have_their_state_and_full_name() {
    let out = recognise_in(
        &BUILTIN,
        &article(
            "",
            "Ruritanian and Latvian envoys met. Latvian negotiator Janis Zutis left early. Zutis was angry.",
            "2018-03-01",
        ),
        "en",
    );
    let person = out.discovered.first().expect("one person");
    assert_eq!(
        (
            person.id.as_str(),
            person.label.as_str(),
            person.country.as_str()
        ),
        ("LVA:zutis", "Janis Zutis", "LVA")
    );
    let mentions = out
        .mentions
        .iter()
        .filter(|m| m.actor == ActorKey::Discovered(0))
        .count();
    assert_eq!(mentions, 2);
}

#[test]
fn names_outside_the_dictionary_get_types() {
    let out = recognise_in(
        &BUILTIN,
        &article(
            "",
            "Harold Finch joined Quandex Corp in Zarbovka, Russia. Quandex said Finch would lead it.",
            "",
        ),
        "en",
    );
    let listed: Vec<(String, &str)> = out
        .unlisted
        .iter()
        .map(|u| (u.id.clone(), u.kind.as_str()))
        .collect();
    for expected in [
        ("?:harold-finch", "person"),
        ("?:quandex-corp", "organisation"),
        ("?:zarbovka", "place"),
    ] {
        assert!(
            listed.iter().any(|(i, k)| (i.as_str(), *k) == expected),
            "{expected:?} not in {listed:?}"
        );
    }
    assert_eq!(listed.len(), 3, "short forms join the long: {listed:?}");
}

#[test]
fn other_languages_have_their_own_names() {
    let states = |text: &str, language: &str, date: &str| {
        let out = recognise_in(&BUILTIN, &article("", text, date), language);
        let mut list: Vec<String> = out
            .mentions
            .iter()
            .filter(|m| matches!(m.actor, ActorKey::Known(_)))
            .map(|m| id(&out, m).to_owned())
            .collect();
        list.dedup();
        list
    };
    assert_eq!(
        states(
            "Россия осудила санкции США против Ирана.",
            "ru",
            "2018-03-01"
        ),
        ["RUS", "USA", "IRN"]
    );
    assert_eq!(
        states(
            "Russland und die Vereinigten Staaten verhandeln mit dem Iran.",
            "de",
            ""
        ),
        ["RUS", "USA", "IRN"]
    );
    assert_eq!(
        states("La Russie et les États-Unis négocient.", "fr", ""),
        ["RUS", "USA"]
    );
    assert_eq!(
        states("Rusia y Estados Unidos negocian.", "es", ""),
        ["RUS", "USA"]
    );
    assert_eq!(states("中国外长批评美国的做法", "zh", ""), ["CHN", "USA"]);
    assert_eq!(states("中美关系紧张", "zh", ""), ["CHN", "USA"]);
    assert!(states("在桌子中间", "zh", "").is_empty());
    // A German word is no name in an English text.
    assert!(states("The Russland exhibition", "en", "").is_empty());
}

#[test]
fn readings_in_other_languages_follow_prepositions() {
    let read = |language: &str, text: &str| {
        let out = recognise_in(&BUILTIN, &article("", text, "2022-01-01"), language);
        let counted = |m: &&Mention| !matches!(m.actor, ActorKey::Unlisted(_));
        let mentions = out.mentions.iter().filter(counted);
        let read: Vec<String> = mentions
            .map(|m| format!("{}/{}", id(&out, m), m.reading.as_str()))
            .collect();
        read.join(" ")
    };
    for (language, text, expected) in [
        ("es", "EE. UU. condenó a Rusia.", "USA/actor RUS/actor"),
        ("es", "EE UU condenó a Rusia.", "USA/actor RUS/actor"),
        ("es", "EE.\u{a0}UU. condenó a Rusia.", "USA/actor RUS/actor"),
        ("es", "Los EE. UU. acusan a Irán.", "USA/actor IRN/actor"),
        ("es", "El rey viajó a Marruecos.", "MAR/place"),
        ("es", "El sur de Francia sufre.", "FRA/place"),
        (
            "es",
            "Las tropas de Rusia atacaron Ucrania.",
            "RUS/actor UKR/actor",
        ),
        (
            "fr",
            "Les États-Unis ont condamné la Russie.",
            "USA/actor RUS/actor",
        ),
        (
            "fr",
            "La France reproche à la Russie ses attaques en Ukraine.",
            "FRA/actor RUS/actor UKR/place",
        ),
        (
            "fr",
            "Macron est arrivé à Moscou.",
            "FRA:macron/actor RUS/place",
        ),
        (
            "de",
            "Die USA verurteilten Russland.",
            "USA/actor RUS/actor",
        ),
        (
            "de",
            "Er reiste nach Moskau. Berlin lehnt das ab.",
            "RUS/place DEU/actor",
        ),
        (
            "ru",
            "Россия осудила Украину. Путин прибыл в Китай.",
            "RUS/actor UKR/actor RUS:putin/actor CHN/place",
        ),
    ] {
        assert_eq!(read(language, text), expected, "{text}");
    }
}

#[test]
fn a_report_of_sport_has_teams() {
    let text = "Chile won the hockey final. The striker scored for Peru. The qualifier ended. Chile will play Peru again.";
    let list = found("", text, "2018-01-01");
    assert_eq!(list, ["CHL/team", "PER/team"]);
    let politics = "Chile hosts the hockey championship. Peru condemned the qualifier rules. The government of Chile rejected this.";
    let list = found("", politics, "2018-01-01");
    assert!(list.iter().any(|m| m == "PER/actor"), "{list:?}");
}

#[test]
fn the_title_before_a_family_name_chooses_among_namesakes() {
    let text = "Tony Blair met Cherie Blair. Mrs. Blair said Iran lied. Mr. Blair said Iraq lied.";
    let out = recognise_in(&BUILTIN, &article("", text, "2017-03-20"), "en");
    let persons: Vec<&str> = out
        .mentions
        .iter()
        .map(|m| id(&out, m))
        .filter(|id| id.contains("blair"))
        .collect();
    assert_eq!(
        persons,
        ["GBR:blair", "?:cherie-blair", "?:cherie-blair", "GBR:blair"]
    );
}

#[test]
fn the_outcome_does_not_depend_on_what_was_read_before() {
    let texts = [
        "The Kremlin denied that Sergei Surovikin had met Quandex Corp in Minsk.",
        "Johnson told Xi that Zarbovka, Russia, was calm. The Latvian envoy Janis Zutis agreed.",
        "US, UK and French officials met Boris Johnson.",
    ];
    let mut tokeniser = Tokeniser::new();
    let mut tokens = Tokens::default();
    let mut shared = Recogniser::new(BUILTIN.clone());
    for text in texts.iter().chain(texts.iter().rev()) {
        let article = article("", text, "2022-03-01");
        tokeniser.tokenise("", &article.text, &mut tokens);
        let mut out = Extraction {
            language: "en".into(),
            sentences: tokens.sentences.clone(),
            ..Extraction::default()
        };
        shared.recognise(&article, &mut tokeniser.vocabulary, &tokens, &mut out);
        assert_eq!(out, recognise_in(&BUILTIN, &article, "en"), "{text}");
    }
}

#[test]
fn mentions_are_in_order_and_do_not_overlap() {
    let text = "U.S. President Joe Biden and the Russian president met in Geneva. Bank of China, Paris Hilton and \
        Johnson & Johnson were there, said Kremlin spokesman Dmitry Peskov of RUSSIA. The DR Congo won 2-1 in Houston.";
    let out = recognise_in(
        &BUILTIN,
        &article("Biden, Putin Meet In Geneva", text, "2021-06-16"),
        "en",
    );
    for pair in out.mentions.windows(2) {
        assert!(pair[0].end_token <= pair[1].first_token, "{pair:?}");
    }
    for mention in &out.mentions {
        let sentence = out.sentences[mention.sentence as usize];
        assert_eq!(sentence.field, mention.field);
        assert!(
            sentence.first_token <= mention.first_token && mention.end_token <= sentence.end_token
        );
        assert!(mention.confidence <= 100 && mention.span.start < mention.span.end);
    }
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the text, recognition ends, and its mentions are in order within their sentences.
        #[test]
        fn any_text_is_survived(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "the", "Putin", "president", "of", "Russia", "'s", ",", ".", "(", ")", "-", "&", "<", "US", "IS",
                    "Georgia", "Bush", "Johnson", "Bank", "Corp", "in", "Houston", "2", "3-1", "Mr.", "J.", "van", "de",
                    "Sino", "leader", "\n\n", "said", "Xi", "中", "国", "Россия", "é", "SAYS", "TO", "Minister", "foreign",
                ]),
                0..40,
            ),
            glue in prop::sample::select(vec![" ", "", "-"]),
            language in prop::sample::select(vec!["en", "", "de", "ru", "zh", "fr"]),
        ) {
            let text = words.join(glue);
            let out = recognise_in(&BUILTIN, &article(&text, &text, "2010-01-01"), language);
            for pair in out.mentions.windows(2) {
                prop_assert!(pair[0].end_token <= pair[1].first_token);
            }
            for mention in &out.mentions {
                let sentence = &out.sentences[mention.sentence as usize];
                prop_assert!(sentence.first_token <= mention.first_token && mention.end_token <= sentence.end_token);
            }
        }
    }
}

mod dictionaries {
    use super::*;

    const HEADER: &str = "id,label,type,country,kind,alias,lang,from,to,case,not_preceded_by,not_followed_by,wikidata\n";

    fn with(rows: &str) -> Result<Dictionary, DictionaryError> {
        Dictionary::with_files(
            true,
            &[("mine.csv".into(), format!("{HEADER}{rows}").into_bytes())],
        )
    }

    fn message(rows: &str) -> String {
        with(rows).expect_err("a bad row").to_string()
    }

    #[test]
    fn the_builtin_dictionary_covers_what_it_promises() {
        assert!(BUILTIN.len() > 1_000);
        let (mut states, mut bodies) = (0, 0);
        for index in 0..BUILTIN.len() as u32 {
            let actor = BUILTIN.actor(index);
            states += u32::from(actor.kind == crate::model::ActorType::State);
            bodies += u32::from(actor.kind == crate::model::ActorType::Organisation);
            assert_eq!(BUILTIN.find(&actor.id), Some(index));
            assert!(
                BUILTIN.aliases(index).next().is_some(),
                "{} has no alias",
                actor.id
            );
            assert_ne!(actor.label, "", "{} has no label", actor.id);
        }
        assert!(
            states >= 254 && bodies >= 300,
            "{states} states, {bodies} organisations"
        );
        assert_eq!(BUILTIN.digest().len(), 16);
    }

    #[test]
    fn a_users_rows_add_change_and_take_away() {
        let dictionary = Arc::new(
            with("RUS,Russian Federation,,,name,Bearland,,,,,,,\nACME,Acme,organisation,,name,Acme,,,,,,,\nUSA,,,,,-Washington,,,,,,,\n")
                .expect("sound rows"),
        );
        let russia = dictionary.find("RUS").expect("there");
        assert_eq!(dictionary.actor(russia).label, "Russian Federation");
        let out = recognise_in(
            &dictionary,
            &article("", "Bearland warned Acme and Washington.", "2020-01-01"),
            "en",
        );
        let known: Vec<&str> = out
            .mentions
            .iter()
            .filter_map(|m| match m.actor {
                ActorKey::Known(index) => Some(dictionary.actor(index).id.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(known, ["RUS", "ACME"]);
        assert_ne!(dictionary.digest(), BUILTIN.digest());
    }

    #[test]
    fn the_order_of_files_does_not_change_the_digest() {
        let one = (
            "a.csv".to_owned(),
            format!("{HEADER}ACME,Acme,organisation,,name,Acme,,,,,,,\n").into_bytes(),
        );
        let two = (
            "b.csv".to_owned(),
            format!("{HEADER}BOLT,Bolt,group,,name,Bolt,,,,,,,\n").into_bytes(),
        );
        let there = Dictionary::with_files(false, &[one.clone(), two.clone()]).expect("sound");
        let back = Dictionary::with_files(false, &[two, one]).expect("sound");
        assert_eq!(there.digest(), back.digest());
    }

    #[test]
    fn a_bad_row_is_named_by_file_line_and_column() {
        assert_eq!(
            message("ACME,Acme,firm,,name,Acme,,,,,,,\n"),
            "mine.csv:2: column `type`: `firm` is not state, person, organisation, group, region or outlet"
        );
        assert_eq!(
            message("ACME,Acme,organisation,,name,Acme,,,,,,,\nACME,,,,nickname,Ac,,,,,,,\n"),
            "mine.csv:3: column `kind`: `nickname` is not name, short, demonym, adjective, prefix, capital, seat, title or surname"
        );
        assert!(
            message("ACME,Acme,organisation,,name,Acme,,2020-13,,,,,\n")
                .starts_with("mine.csv:2: column `from`")
        );
        assert!(
            message("ACME,Acme,organisation,,name,Acme,,2021,2020,,,,\n")
                .starts_with("mine.csv:2: column `to`")
        );
        assert!(
            message("ACME,Acme,organisation,,name,,,,,,,,\n")
                .starts_with("mine.csv:2: column `alias` is empty")
        );
        assert!(
            message("ACME,Acme,organisation,,name,A,,,,,,,,too,many\n")
                .starts_with("mine.csv:2: 15 cells")
        );
        assert!(message("NOBODY,,,,,-Nothing,,,,,,,\n").starts_with("mine.csv:2: column `id`"));
        let bytes = vec![("x.csv".to_owned(), b"id,kind,alias\nA,name,\xff\n".to_vec())];
        assert_eq!(
            Dictionary::with_files(false, &bytes)
                .expect_err("no UTF-8")
                .to_string(),
            "x.csv:2: not UTF-8; save the file as UTF-8"
        );
        let bytes = vec![("x.csv".to_owned(), b"id,alias\nA,B\n".to_vec())];
        assert!(
            Dictionary::with_files(false, &bytes)
                .expect_err("no kind")
                .to_string()
                .contains("column `kind` is missing")
        );
    }

    #[test]
    fn yaml_with_globs_and_nested_keys() {
        let yaml = "# words\nEUROPE:\n  WEST:\n    FRX: [frenchland*, 'old frenchland']\n    DEX:\n      - germanland\n      - \"bonn town\"\n";
        let dictionary = Arc::new(
            Dictionary::with_files(false, &[("w.yml".into(), yaml.as_bytes().to_vec())])
                .expect("sound"),
        );
        let out = recognise_in(
            &dictionary,
            &article(
                "",
                "Frenchlanders like old Frenchland and Bonn town in Germanland.",
                "",
            ),
            "en",
        );
        let known: Vec<&str> = out
            .mentions
            .iter()
            .filter_map(|m| match m.actor {
                ActorKey::Known(index) => Some(dictionary.actor(index).id.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(known, ["FRX", "FRX", "DEX", "DEX"]);
        let bad = Dictionary::with_files(false, &[("w.yml".into(), b"A:\n\t- b\n".to_vec())])
            .expect_err("a tab");
        assert_eq!(
            bad.to_string(),
            "w.yml:2: YAML is indented with blanks, not with tabs"
        );
    }

    #[test]
    fn check_finds_what_will_surprise() {
        use super::check::{FindingKind, check};
        let rows = format!(
            "{HEADER}ACME,Acme,organisation,,name,Russia,,,,,,,\nACME,,,,name,plan,,,,any,,,\nX:putin,Ann Putin,person,,surname,Putin,,,,,,,\n\
             X:putin,,,,title,mayor,,1990,1995,,,,\nACME,,,,name,Acme's,,,,,,,\nACME,,,,shout,Acme,,,,,,,\nQQQ,Nowhere,state,QQQ,name,Nowhere,,,,,,,\n"
        );
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let found = check(
            "mine.csv",
            rows.as_bytes(),
            &BUILTIN,
            Some(day("2000-01-01")),
            day("2024-01-01"),
        );
        let kinds: Vec<(u64, FindingKind)> = found.iter().map(|f| (f.line, f.kind)).collect();
        for expected in [
            (2, FindingKind::Overlap),
            (3, FindingKind::EverydayWord),
            (4, FindingKind::AmbiguousSurname),
            (5, FindingKind::Ended),
            (6, FindingKind::Unreachable),
            (7, FindingKind::Error),
        ] {
            assert!(kinds.contains(&expected), "{expected:?} not in {found:#?}");
        }
        assert!(
            check(
                "mine.csv",
                format!("{HEADER}ACME,Acme,organisation,,name,Acme Widgets,,,,,,,\n").as_bytes(),
                &BUILTIN,
                None,
                day("2024-01-01")
            )
            .is_empty()
        );
    }
}
