use super::super::Bound;
use super::*;
use crate::model::{Date, Label};

fn root(query: &str) -> Node {
    parse(query).unwrap_or_else(|f| panic!("{query}: {f}")).root
}

fn why(query: &str) -> String {
    match parse(query) {
        Ok(parsed) => panic!("{query}: {parsed:?}"),
        Err(fault) => fault.to_string(),
    }
}

fn word(text: &str) -> Node {
    Node::Phrase(
        Scope::Either,
        Phrase {
            words: vec![SoughtWord::Word(text.to_owned())],
            between: 0,
        },
    )
}

#[test]
fn operators_bind_as_usual() {
    let (a, b, c) = (|| word("a"), || word("b"), || word("c"));
    assert_eq!(root("a"), a());
    assert_eq!(root("a b"), Node::And(vec![a(), b()]));
    assert_eq!(
        root("a AND b OR c"),
        Node::Or(vec![Node::And(vec![a(), b()]), c()])
    );
    assert_eq!(
        root("a AND (b OR c)"),
        Node::And(vec![a(), Node::Or(vec![b(), c()])])
    );
    assert_eq!(
        root("a NOT b"),
        Node::And(vec![a(), Node::Not(Box::new(b()))])
    );
    assert_eq!(
        root("a -b +c"),
        Node::And(vec![a(), Node::Not(Box::new(b())), c()])
    );
    assert_eq!(
        root("NOT NOT a"),
        Node::Not(Box::new(Node::Not(Box::new(a()))))
    );
    assert_eq!(root("*"), Node::All);
    assert_eq!(
        root("-(a b)"),
        Node::Not(Box::new(Node::And(vec![a(), b()])))
    );
}

#[test]
fn apostrophes_and_hyphens_are_text() {
    for text in [
        "O'Brien",
        "Xi'an",
        "president's",
        "pro-Russian",
        "and/or",
        "km/h",
        "24/7",
        "U.S.",
        "AT&T",
        "Côte",
        "workers'",
        "\u{2019}90s",
        "10:30",
        "#MeToo",
        "a_b",
    ] {
        assert_eq!(root(text), word(text), "{text}");
    }
    assert_eq!(
        root("Côte d'Ivoire"),
        Node::And(vec![word("Côte"), word("d'Ivoire")])
    );
    let phrase = |text: &str| match root(text) {
        Node::Phrase(_, phrase) => phrase,
        other => panic!("{other:?}"),
    };
    assert_eq!(phrase("'two words'").words.len(), 2);
    assert_eq!(phrase("\u{201c}two words\u{201d}").words.len(), 2);
    assert_eq!(
        phrase("\"O'Brien said\"").words[0],
        SoughtWord::Word("O'Brien".to_owned())
    );
    assert_eq!(
        phrase("\"who won?\"").words[1],
        SoughtWord::Word("won".to_owned())
    );
    assert_eq!(phrase("\"gas deal\"~5").between, 5);
}

#[test]
fn fields_have_their_values() {
    let day = |text: &str| text.parse::<Date>().ok();
    for (query, node) in [
        ("actor:RUS:putin", Node::Actor("RUS:putin".to_owned())),
        ("actor:\"RUS:putin\"", Node::Actor("RUS:putin".to_owned())),
        ("lang:en", Node::Language("en".to_owned())),
        (
            "date:2022-02",
            Node::Days(day("2022-02-01"), day("2022-02-28")),
        ),
        (
            "date:2022..2023",
            Node::Days(day("2022-01-01"), day("2023-12-31")),
        ),
        ("date:[2022-01 TO *]", Node::Days(day("2022-01-01"), None)),
        ("date:<2022", Node::Days(None, day("2021-12-31"))),
        ("date:>2022-02", Node::Days(day("2022-03-01"), None)),
        ("date:>=2022-02-24", Node::Days(day("2022-02-24"), None)),
        (
            "stance:RUS>USA<0",
            Node::Stance(
                Some("RUS".to_owned()),
                Some("USA".to_owned()),
                Bound::Below(0.0),
            ),
        ),
        (
            "stance:*>USA=negative",
            Node::Stance(None, Some("USA".to_owned()), Bound::Is(Label::Negative)),
        ),
        (
            "stance:RUS:putin>USA>=0.25",
            Node::Stance(
                Some("RUS:putin".to_owned()),
                Some("USA".to_owned()),
                Bound::AtLeast(0.25),
            ),
        ),
    ] {
        assert_eq!(root(query), node, "{query}");
    }
    assert!(matches!(root("title:gas"), Node::Phrase(Scope::Title, _)));
    assert!(matches!(root("outlet:\"BBC News\""), Node::Outlet(_)));
    let Node::Or(parts) = root("title:(gas OR oil)") else {
        panic!("an alternative");
    };
    assert!(
        parts
            .iter()
            .all(|p| matches!(p, Node::Phrase(Scope::Title, _)))
    );
}

#[test]
fn neighbours_are_groups_of_phrases() {
    let Node::Near(scope, groups, within) = root("(gas OR \"crude oil\") NEAR/5 deal*") else {
        panic!("neighbours");
    };
    assert_eq!(
        (scope, groups.len(), groups[0].len(), within),
        (Scope::Either, 2, 2, Some(5))
    );
    let Node::Near(_, groups, None) = root("a SAME-SENTENCE b SAME-SENTENCE c") else {
        panic!("neighbours");
    };
    assert_eq!(groups.len(), 3);
    for query in [
        "a NEAR/5 b NEAR/5 c",
        "(a AND b) NEAR/5 c",
        "NOT a NEAR/2 b",
        "title:a NEAR/2 text:b",
        "NEAR/5 a",
        "a NEAR/5",
    ] {
        assert!(parse(query).is_err(), "{query}");
    }
}

#[test]
fn what_cannot_be_met_is_refused_with_place_and_advice() {
    for (query, at, advice) in [
        ("gas w/5 deal", 5, "NEAR/5"),
        ("gas near/3 deal", 5, "NEAR/3"),
        ("gas NEAR deal", 5, "NEAR/5"),
        ("gas NEAR/x deal", 5, "NEAR/5"),
        ("*talian", 1, "two letters"),
        ("I?an", 1, "two letters"),
        ("a b title:*", 5, ""),
        ("gas~2", 1, "word~1"),
        ("\"gas deal", 1, "not closed"),
        ("\"gas deal\"~x", 11, "how many"),
        ("(a OR b", 1, "not closed"),
        ("a) b", 2, "no '('"),
        ("a AND", 6, "missing at the end"),
        ("OR a", 1, "quotation marks"),
        ("titel:gas", 1, "did you mean title: ?"),
        ("http://a.b", 1, "fields are"),
        ("gas^2", 1, "weighted"),
        ("/reg.x/", 1, "regular expressions"),
        ("a && b", 3, "write AND"),
        ("a || b", 3, "write OR"),
        ("!a", 1, "write NOT"),
        ("date:soon", 1, "no date"),
        ("date:2023..2022", 1, "swap"),
        ("date:[2022 TO", 1, "no ']'"),
        ("stance:RUS", 1, "stance:RUS>USA"),
        ("stance:RUS>USA<x", 1, "-1 to 1"),
        ("stance:RUS>USA=cold", 1, "negative, neutral"),
        ("\"what * said\"", 1, "~1"),
        ("title: gas", 1, "without a blank"),
        ("a !! b", 3, ""),
        ("", 1, "missing"),
    ] {
        if query == "a b title:*" {
            // A lone star finds every article, also in a field.
            assert!(parse(query).is_ok());
            continue;
        }
        let told = why(query);
        assert!(
            told.starts_with(&format!("at character {at}")),
            "{query}: {told}"
        );
        assert!(told.contains(advice), "{query}: {told}");
    }
}

#[test]
fn operators_in_small_letters_are_words_with_a_hint() {
    for (query, hints) in [
        ("Iran or Italy", 1),
        ("rock and roll", 1),
        ("not And", 2),
        ("a AND b", 0),
    ] {
        let parsed = parse(query).expect("a query");
        assert_eq!(parsed.hints.len(), hints, "{query}");
    }
    assert!(parse("Iran or Italy").expect("a query").hints[0].contains("write OR"));
}

#[test]
fn queries_are_bounded() {
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    for query in [
        nested(60_000),
        nested(65),
        "(".repeat(65),
        format!("{}a", "NOT ".repeat(65)),
        format!("{}a", "-(".repeat(65)),
        format!("{}a", "NOT (".repeat(33)),
        "a ".repeat(60_000),
        "a ".repeat(5_000),
    ] {
        assert!(parse(&query).is_err(), "{}", &query[..40]);
    }
    for query in [
        nested(64),
        format!("{}a", "NOT ".repeat(64)),
        "(a AND b) OR ".repeat(500) + "c",
        "NOT a ".repeat(1_000),
        "\"a (b\" ".repeat(60),
        "O'Brien's (talks)".to_owned(),
    ] {
        assert!(parse(&query).is_ok(), "{}", &query[..10]);
    }
}

#[test]
fn a_query_is_explained_in_words() {
    let parsed = parse("(gas OR russ*) AND NOT lang:de stance:RUS>*<0").expect("a query");
    let told: Vec<String> = parsed
        .root
        .explained()
        .into_iter()
        .map(|(depth, line, _)| format!("{depth} {line}"))
        .collect();
    assert_eq!(
        told,
        [
            "0 all of:",
            "1 one of:",
            "2 the word 'gas' in all its forms in headline or body",
            "2 a word written 'russ*' in headline or body",
            "1 not:",
            "2 in the language de",
            "1 a judged sentence of RUS towards any actor with a score below 0",
        ]
    );
    assert_eq!(parsed.root.actors(), ["RUS"]);
    assert_eq!(parsed.root.languages(), ["de"]);
}
