//! Records of services and programs, by the names that they use, and what a dry run says of them.

use super::*;

fn first(name: &str, content: &str) -> Article {
    let (articles, rejects) = with_file(name, content.as_bytes());
    assert!(rejects.is_empty(), "{name}: {rejects:?}");
    articles.into_iter().next().unwrap()
}

fn day(article: &Article) -> String {
    article.date.map(|d| d.to_string()).unwrap_or_default()
}

fn surveyed(name: &str, content: &str) -> Survey {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let inputs = discover(&[path]).unwrap();
    survey(&inputs[0], &Options::default(), 500).unwrap()
}

#[test]
fn values_that_are_objects_give_their_text() {
    let nyt = r#"{"status":"OK","response":{"docs":[{"_id":"n1","web_url":"https://example.org/n1","pub_date":"2013-05-06T10:00:00+0000","source":"Sample Times","headline":{"main":"Peru greets Chile","kicker":null},"snippet":"Short.","lead_paragraph":"LIMA - Peru greeted Chile.","byline":{"original":"By B. Writer"}}]}}"#;
    let article = first("x.json", nyt);
    assert_eq!(
        (
            article.title.as_str(),
            article.text.as_str(),
            article.author.as_str(),
            article.outlet.as_str()
        ),
        (
            "Peru greets Chile",
            "LIMA - Peru greeted Chile.",
            "By B. Writer",
            "Sample Times"
        )
    );
    let wordpress = r#"[{"id":7,"date":"2020-02-03T04:05:06","link":"https://example.org/7","title":{"rendered":"Mali &#038; Niger"},"content":{"rendered":"<p>Mali praised Niger.</p>\n<p>More.</p>","protected":false}}]"#;
    let article = first("x.json", wordpress);
    assert_eq!(
        (
            article.title.as_str(),
            article.text.as_str(),
            day(&article).as_str()
        ),
        ("Mali & Niger", "Mali praised Niger.\n\nMore.", "2020-02-03")
    );
    // A role is not said to be read where nothing comes of it.
    let survey = surveyed(
        "x.jsonl",
        "{\"text\":\"Mali praised Niger.\",\"headline\":{\"kicker\":\"World\"}}\n",
    );
    assert!(
        survey.fields.iter().all(|f| f.role != Role::Title),
        "{:?}",
        survey.fields
    );
    assert!(survey.unknown.iter().any(|f| f.name == "headline"));
}

#[test]
fn fields_one_level_down_are_read() {
    let search = r#"{"response":{"status":"ok","results":[{"id":"w/1","webPublicationDate":"2021-01-02T03:04:05Z","webTitle":"Grain","webUrl":"https://example.org/1","fields":{"byline":"C Writer","body":"<p>Egypt thanked Sudan.</p><p>Twice.</p>"}}]}}"#;
    let article = first("x.json", search);
    assert_eq!(
        (
            article.title.as_str(),
            article.text.as_str(),
            article.author.as_str(),
            day(&article).as_str()
        ),
        (
            "Grain",
            "Egypt thanked Sudan.\n\nTwice.",
            "C Writer",
            "2021-01-02"
        )
    );
    let one = r#"{"response":{"status":"ok","content":{"id":"w/2","webPublicationDate":"2021-01-03T03:04:05Z","webTitle":"Words","fields":{"bodyText":"Egypt praised Sudan."}}}}"#;
    assert_eq!(first("x.json", one).text, "Egypt praised Sudan.");
    let hits = r#"{"took":3,"hits":{"total":1,"hits":[{"_index":"n","_id":"e1","_source":{"title":"T","text":"Iraq praised Iran.","date":"2020-01-01"}}]}}"#;
    let article = first("x.json", hits);
    assert_eq!(
        (article.id.as_str(), article.text.as_str()),
        ("e1", "Iraq praised Iran.")
    );
    let listed = r#"{"statuses":[{"id":1,"created_at":"2018-12-30T23:59:59.000Z","text":"Iraq praised Iran."}]}"#;
    assert_eq!(day(&first("x.json", listed)), "2018-12-30");
}

#[test]
fn messages_of_a_channel_are_articles() {
    let chat = r#"{"name":"Example channel","type":"public_channel","id":5,"messages":[{"id":1,"type":"service","date":"2022-01-01T00:00:00","action":"pin_message","text":""},{"id":2,"type":"message","date":"2022-01-02T00:00:00","from":"Example channel","text":"Mali praised Niger."},{"id":3,"type":"message","date":"2022-01-03T00:00:00","text":[{"type":"bold","text":"Chad"}," thanked ",{"type":"link","text":"Benin"},"."]}]}"#;
    let (articles, rejects) = with_file("result.json", chat.as_bytes());
    assert!(rejects.is_empty(), "{rejects:?}");
    let found: Vec<_> = articles
        .iter()
        .map(|a| (day(a), a.outlet.as_str(), a.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (
                "2022-01-02".to_owned(),
                "Example channel",
                "Mali praised Niger."
            ),
            (
                "2022-01-03".to_owned(),
                "Example channel",
                "Chad thanked Benin."
            ),
        ]
    );
}

#[test]
fn the_messages_of_a_whole_account_are_articles() {
    let account = r#"{"about":"x","chats":{"about":"y","list":[{"name":"One","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","date":"2022-01-02T00:00:00","text":"Mali praised Niger."}]},{"name":"Two","messages":[{"id":1,"type":"service","text":""},{"id":2,"type":"message","date":"2022-01-03T00:00:00","text":"Chad thanked Benin."}]}]}}"#;
    let (articles, rejects) = with_file("result.json", account.as_bytes());
    assert!(rejects.is_empty(), "{rejects:?}");
    let found: Vec<_> = articles
        .iter()
        .map(|a| (a.outlet.as_str(), a.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("One", "Mali praised Niger."),
            ("Two", "Chad thanked Benin.")
        ]
    );
}

#[test]
fn members_that_are_read_through_an_object_are_not_said_to_be_unread() {
    let unread = |content: &str| -> Vec<String> {
        let survey = surveyed("x.json", content);
        survey.unknown.into_iter().map(|field| field.name).collect()
    };
    let nyt = r#"{"response":{"docs":[{"_id":"1","headline":{"main":"Peru rejects talks","kicker":"World"},"lead_paragraph":"Peru rejected talks.","byline":{"original":"By A. W."}}]}}"#;
    assert_eq!(unread(nyt), ["headline.kicker"]);
    let guardian = r#"{"response":{"results":[{"id":"1","webTitle":"Gas","fields":{"byline":"A","body":"<p>Peru praised Chile.</p>","shortUrl":"https://example.org/x"}}]}}"#;
    assert_eq!(unread(guardian), ["fields.shortUrl"]);
}

#[test]
fn posts_have_their_account_as_outlet() {
    let posts = "{\"created_at\":\"Sat Feb 29 23:01:02 -0500 2020\",\"id_str\":\"1100000000000000001\",\"full_text\":\"Mali praised Niger &amp; Chad\",\"source\":\"<a href='x'>App</a>\",\"user\":{\"screen_name\":\"desk\"}}\n{\"created_at\":\"2018-12-30T23:59:59.000Z\",\"id\":\"2\",\"text\":\"Peru praised Chile\",\"source\":\"Phone App\"}\n";
    let (articles, rejects) = with_file("x.jsonl", posts.as_bytes());
    assert!(rejects.is_empty(), "{rejects:?}");
    assert_eq!(
        (
            day(&articles[0]).as_str(),
            articles[0].outlet.as_str(),
            articles[0].text.as_str()
        ),
        ("2020-02-29", "desk", "Mali praised Niger & Chad")
    );
    assert_eq!(
        (day(&articles[1]).as_str(), articles[1].outlet.as_str()),
        ("2018-12-30", "")
    );
    // Nor is the program the outlet where the date is mapped.
    let mut mapped = Options::default();
    mapped.fields.add("date=created_at").unwrap();
    let (articles, _) = with_file_as("x.jsonl", posts.as_bytes(), &mapped);
    assert_eq!(articles[1].outlet, "");
    let survey = surveyed(
        "x.jsonl",
        "{\"text\":\"Peru praised Chile today.\",\"id_str\":\"1050118621198921728\"}\n",
    );
    let hints: Vec<_> = survey
        .unknown
        .iter()
        .filter_map(|f| f.suggestion.as_deref())
        .collect();
    assert!(hints.iter().all(|h| !h.starts_with("date=")), "{hints:?}");
}

#[test]
fn names_of_collecting_programs_are_known() {
    let fundus = first(
        "x.jsonl",
        "{\"title\":\"T\",\"plaintext\":\"Peru praised Chile.\",\"publishing_date\":\"2023-04-05 06:07:08+02:00\",\"publisher\":\"Example\"}\n",
    );
    assert_eq!(
        (day(&fundus).as_str(), fundus.outlet.as_str()),
        ("2023-04-05", "Example")
    );
    let trafilatura = first(
        "x.jsonl",
        "{\"title\":\"T\",\"text\":\"Peru praised Chile.\",\"date\":\"2023-04-05\",\"hostname\":\"example.org\",\"source\":\"https://example.org/a/b\"}\n",
    );
    assert_eq!(trafilatura.outlet, "example.org");
    let address = first(
        "x.jsonl",
        "{\"title\":\"T\",\"text\":\"Peru praised Chile.\",\"source\":\"https://www.example.org/a/b\"}\n",
    );
    assert_eq!(address.outlet, "example.org");
    let removed = r#"{"status":"ok","articles":[{"title":"[Removed]","description":"[Removed]","content":"[Removed]","url":"https://removed.example"},{"title":"Kept","description":"Peru praised Chile."}]}"#;
    let (articles, rejects) = with_file("x.json", removed.as_bytes());
    assert_eq!((articles.len(), rejects.len()), (1, 1));
    assert!(rejects[0].reason.contains("removed"), "{rejects:?}");
}

#[test]
fn entities_and_twice_encoded_text_are_mended() {
    let article = first(
        "x.jsonl",
        "{\"title\":\"S&atilde;o Tom&#233; &amp; Pr&#xed;ncipe\",\"text\":\"T&uuml;rkiye praised Kim Jong&nbsp;Un&#8217;s envoy; AT&T; 3 &lt; 4 &unknown;\"}\n",
    );
    assert_eq!(article.title, "São Tomé & Príncipe");
    assert_eq!(
        article.text,
        "Türkiye praised Kim Jong Un’s envoy; AT&T; 3 < 4 &unknown;"
    );
    let twice = first(
        "x.csv",
        "id,title,text\n1,SÃ£o TomÃ© dâ€™Or,Ð\u{a0}Ð¾ÑÑÐ¸Ñ\n",
    );
    assert_eq!(twice.title, "São Tomé d’Or");
    // Other code pages, twice over, and beside sound text.
    let damaged = |text: &str, page: &'static encoding_rs::Encoding| {
        page.decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    };
    let russian = "Москва осудила Киев";
    let cases = [
        (
            damaged(russian, encoding_rs::WINDOWS_1251),
            russian.to_owned(),
        ),
        (
            damaged("Côte d’Ivoire", encoding_rs::MACINTOSH),
            "Côte d’Ivoire".to_owned(),
        ),
        (
            damaged("中国谴责日本", encoding_rs::WINDOWS_1252),
            "中国谴责日本".to_owned(),
        ),
        (
            damaged(
                &damaged("Türkiye", encoding_rs::WINDOWS_1252),
                encoding_rs::WINDOWS_1252,
            ),
            "Türkiye".to_owned(),
        ),
        (
            "CÃ´te d\u{e2}\u{80}\u{99}Ivoire".to_owned(),
            "Côte d’Ivoire".to_owned(),
        ),
        (
            "CÃ´te – SÃ£o TomÃ©".to_owned(),
            "Côte – São Tomé".to_owned(),
        ),
    ];
    for (given, right) in cases {
        let line = serde_json::json!({"title": given, "text": "x y"}).to_string();
        assert_eq!(first("x.jsonl", &line).title, right);
    }
    // Sound text stays, whatever letters it has.
    for sound in [
        "«LIBERTÉ» et «ESPAÑA», «PUÒ»",
        "Россия осудила Украину – «Правда»",
        "中国谴责日本",
        "Âge d’or – Ângela à São Paulo",
        "Ñandú, Ärger, Île",
        "CAFÉ» et «À L’ÉCOLE»",
        "Ð¯ и Россия",
    ] {
        let line = serde_json::json!({"title": sound, "text": "x y"}).to_string();
        assert_eq!(first("x.jsonl", &line).title, sound);
    }
}

#[test]
fn month_names_follow_the_language() {
    let date = |text: &str, language: &str| {
        let line =
            serde_json::json!({"text": "x y", "date": text, "language": language}).to_string();
        day(&first("x.jsonl", &line))
    };
    assert_eq!(date("10. listopada 2018.", "hr"), "2018-10-10");
    assert_eq!(date("10 listopada 2018", "pl"), "2018-11-10");
    assert_eq!(date("10 listopada 2018", ""), "");
    assert_eq!(date("3. srpnja 2019.", "hr"), "2019-07-03");
    assert_eq!(date("3. srpna 2019", "cs"), "2019-08-03");
    assert_eq!(date("12 lipca 2019", "pl"), "2019-07-12");
    assert_eq!(date("12. lipnja 2019.", "hr"), "2019-06-12");
    assert_eq!(date("5. října 2019", "cs"), "2019-10-05");
}

#[test]
fn a_declared_delimiter_is_neither_header_nor_row() {
    for (mark, end) in [(';', "\n"), (',', "\r\n"), ('\t', "\n"), ('|', "\r\n")] {
        let table = format!("sep={mark}\nid{mark}date{mark}title{mark}text\n1{mark}2022-02-01{mark}Talks{mark}\"Mali met Chad{mark} Niger stayed away.\"\n2{mark}2022-02-15{mark}Vote{mark}\"Peru, 3;5 | x\"\n").replace('\n', end);
        let (articles, rejects) = with_file("x.csv", table.as_bytes());
        assert!(rejects.is_empty(), "{mark:?}: {rejects:?}");
        assert_eq!(articles.len(), 2, "{mark:?}");
        assert_eq!(
            articles[0].text,
            format!("Mali met Chad{mark} Niger stayed away.")
        );
    }
    assert_eq!(
        with_file("x.txt", b"sep=;\nid;title;text\n1;A;Peru.\n").0[0].text,
        "Peru."
    );
}

#[test]
fn ids_can_be_kept_apart_by_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("jan.csv", "Peru praised Chile."),
        ("feb.csv", "Mali praised Niger."),
    ] {
        std::fs::write(
            folder.path().join(name),
            format!("id,text\n1,{text}\n2,{text} Again.\n"),
        )
        .unwrap();
    }
    let ids = |options: &Options| {
        let mut ids: Vec<String> = read_all(folder.path(), options)
            .0
            .into_iter()
            .map(|a| a.id)
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(&Options::default()), ["1", "1", "2", "2"]);
    let options = Options {
        id_scope: IdScope::File,
        ..Options::default()
    };
    assert_eq!(
        ids(&options),
        ["feb.csv:1", "feb.csv:2", "jan.csv:1", "jan.csv:2"]
    );
    let survey = surveyed(
        "x.csv",
        "id,text\n1,Peru praised Chile.\n1,Mali praised Niger.\n1,Peru praised Chile.\n",
    );
    assert_eq!(survey.repeated_ids, 1);
}

#[test]
fn articles_without_text_are_counted() {
    let long = "Peru praised Chile for a very long time, and in many words. ".repeat(5);
    let survey = surveyed(
        "x.jsonl",
        &serde_json::json!({"title": "T", "inhalt": long}).to_string(),
    );
    assert_eq!(survey.without_text, 1);
    assert!(
        survey
            .unknown
            .iter()
            .any(|f| f.suggestion.as_deref() == Some("text=inhalt"))
    );
}

#[test]
fn own_output_is_never_input() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    write(
        "articles.jsonl",
        "{\"id\":\"a\",\"text\":\"Peru praised Chile.\"}\n",
    );
    write("out/edges.csv", "title,text\nno,no\n");
    write("out/mine.csv", "title,text\nkept,kept\n");
    write(
        "out/manifest.json",
        "{\"network\": {\"program\": \"demarche\", \"tables\": [{\"name\": \"edges\", \"rows\": 1, \"columns\": []}]}}",
    );
    write("out/store/meta.json", "{}");
    write("out/store/.managed.json", "[]");
    write("out/store/x.json", "{\"text\":\"no\"}");
    let (articles, rejects) = read_all(folder.path(), &Options::default());
    assert!(rejects.is_empty(), "{rejects:?}");
    let texts: Vec<_> = articles.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["Peru praised Chile.", "kept"]);
}

#[test]
fn the_knowledge_graph_is_metadata() {
    let mut cells = vec![String::new(); 27];
    cells[0] = "20200102030000-1".into();
    cells[1] = "20200102030000".into();
    cells[3] = "example.org".into();
    cells[4] = "https://example.org/1".into();
    cells[26] =
        "<PAGE_LINKS>x</PAGE_LINKS><PAGE_TITLE>Peru praises Chile &amp; Bolivia</PAGE_TITLE>"
            .into();
    let mut other = cells.clone();
    other[0] = "20200102030000-2".into();
    other[26] = String::new();
    let table = format!("{}\n{}\n", cells.join("\t"), other.join("\t"));
    let (articles, rejects) = with_file("20200102030000.gkg.csv", table.as_bytes());
    assert_eq!((articles.len(), rejects.len()), (1, 1), "{rejects:?}");
    let found = &articles[0];
    assert_eq!(
        (
            found.title.as_str(),
            found.text.as_str(),
            found.outlet.as_str(),
            day(found).as_str()
        ),
        (
            "Peru praises Chile & Bolivia",
            "",
            "example.org",
            "2020-01-02"
        )
    );
}

#[test]
fn ngrams_are_linked_to_articles() {
    let text = "On Monday Peru praised Chile for the new road over the mountains and said that both sides would gain from more trade in grain and copper next year";
    let words: Vec<&str> = text.split(' ').collect();
    let rows = |url: &str, left_out: &[usize]| -> Vec<String> {
        (0..words.len())
            .filter(|i| !left_out.contains(i))
            .map(|i| {
                let (from, to) = (i.saturating_sub(7), (i + 8).min(words.len()));
                serde_json::json!({"date": "2023-01-01T00:15:00Z", "ngram": words[i], "lang": "en", "type": 1, "pos": i * 10 / words.len() * 10, "pre": words[from..i].join(" "), "post": words[i + 1..to].join(" "), "url": url}).to_string()
            })
            .collect()
    };
    let mut all = rows("https://www.example.org/whole", &[]);
    all.extend(rows(
        "https://example.net/gap",
        &(8..19).collect::<Vec<_>>(),
    ));
    // The order of the rows says nothing.
    all.sort_by_key(|row| xxhash_rust::xxh3::xxh3_64(row.as_bytes()));
    let (mut articles, rejects) = with_file("x.webngrams.json", (all.join("\n") + "\n").as_bytes());
    assert!(rejects.is_empty(), "{rejects:?}");
    articles.sort_by(|a, b| b.url.cmp(&a.url));
    assert_eq!(articles.len(), 2);
    let (whole, gap) = (&articles[0], &articles[1]);
    assert_eq!(whole.text, text);
    assert_eq!(
        (
            whole.completeness,
            whole.outlet.as_str(),
            day(whole).as_str()
        ),
        (Some(1000), "example.org", "2023-01-01")
    );
    assert!(
        gap.completeness.is_some_and(|c| c < 1000),
        "{:?}",
        gap.completeness
    );
    assert!(
        gap.text.contains("\n\n")
            && gap.text.starts_with("On Monday Peru")
            && gap.text.ends_with("next year")
    );
}
