//! A store that is served: who is answered, what each address gives, and that its numbers are those of the tables. All over real
//! sockets. What only a browser can tell, `scripts/check_report.py` checks.

#![cfg(feature = "serve")]
#![allow(missing_docs)]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{articles, demarche, rows, run, sample_store, text};

/// A program that serves a store; it ends with the test.
struct Served {
    child: Child,
    port: u16,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(args: &[&str]) -> Self {
        let mut child = demarche(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("the program prints its address");
        let address = line.trim_end();
        let rest = address
            .strip_prefix("http://127.0.0.1:")
            .unwrap_or_else(|| panic!("no address: {address}"));
        let (port, token) = rest.split_once("/?token=").expect("a token");
        let token = token.split('&').next().unwrap_or_default().to_owned();
        let port = port.parse().expect("a port");
        Self { child, port, token }
    }

    /// An answer to what is sent, byte for byte.
    fn raw(&self, request: &str) -> Answer {
        let mut stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the port is open");
        stream
            .set_read_timeout(Some(Duration::from_mins(2)))
            .expect("a timeout");
        // The program may answer, and close, before all of a long address has come.
        let _ = stream.write_all(request.as_bytes());
        Answer::read(&mut stream)
    }

    fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port);
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        self.raw(&(request + "\r\n"))
    }

    /// With the cookie.
    fn get(&self, path: &str) -> Answer {
        let cookie = format!("demarche-{}={}", self.port, self.token);
        self.get_with(path, &[("Cookie", &cookie)])
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        serde_json::from_slice(&answer.body).expect("JSON")
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A connection that is reset after the answer has given it.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
        let end = end.unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        Self {
            status: status.unwrap_or(0),
            head,
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1);
        lines.find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// The sample corpus, served once for all tests that only ask.
fn sample() -> &'static Served {
    static SAMPLE: OnceLock<Served> = OnceLock::new();
    SAMPLE
        .get_or_init(|| Served::start(&["serve", "--store", text(sample_store()), "--by", "year"]))
}

#[test]
fn only_the_own_browser_is_answered() {
    let served = sample();
    let (port, token) = (served.port, &served.token);
    let own = format!("Host: localhost:{port}\r\n");
    let cookie = format!("Cookie: demarche-{port}={token}\r\n");
    let cases = [
        (200, format!("GET /?token={token} HTTP/1.1\r\n{own}\r\n")),
        (200, format!("HEAD /?token={token} HTTP/1.1\r\n{own}\r\n")),
        (200, format!("GET / HTTP/1.1\r\n{own}{cookie}\r\n")),
        (
            200,
            format!("GET / HTTP/1.1\r\nHost: [::1]:{port}\r\n{cookie}\r\n"),
        ),
        (200, format!("GET / HTTP/1.0\r\n{own}{cookie}\r\n")),
        (401, format!("GET / HTTP/1.1\r\n{own}\r\n")),
        (401, format!("GET /api/report HTTP/1.1\r\n{own}\r\n")),
        (
            401,
            format!("GET /api/report?token=0 HTTP/1.1\r\n{own}\r\n"),
        ),
        (401, format!("GET /nowhere HTTP/1.1\r\n{own}\r\n")),
        (
            421,
            format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n{cookie}\r\n"),
        ),
        (
            421,
            format!("GET / HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n"),
        ),
        (421, format!("GET / HTTP/1.1\r\n{own}{own}{cookie}\r\n")),
        (
            421,
            format!("GET / HTTP/1.1\r\n{own}Host: evil.example\r\n{cookie}\r\n"),
        ),
        (421, format!("GET / HTTP/1.0\r\n{cookie}\r\n")),
        (421, format!("GET / HTTP/1.1\r\n{cookie}\r\n")),
        (
            421,
            format!("GET http://evil.example/ HTTP/1.1\r\n{own}{cookie}\r\n"),
        ),
        (
            403,
            format!("GET / HTTP/1.1\r\n{own}{cookie}Sec-Fetch-Site: cross-site\r\n\r\n"),
        ),
        (
            403,
            format!("GET / HTTP/1.1\r\n{own}{cookie}Sec-Fetch-Site: same-site\r\n\r\n"),
        ),
        (
            403,
            format!("GET / HTTP/1.1\r\n{own}{cookie}Origin: http://evil.example\r\n\r\n"),
        ),
        (
            403,
            format!("GET / HTTP/1.1\r\n{own}{cookie}Origin: null\r\n\r\n"),
        ),
        (
            405,
            format!("POST / HTTP/1.1\r\n{own}{cookie}Content-Length: 2\r\n\r\n{{}}"),
        ),
        (
            405,
            format!("OPTIONS /api/report HTTP/1.1\r\n{own}{cookie}\r\n"),
        ),
        (
            404,
            format!("GET /../../etc/passwd HTTP/1.1\r\n{own}{cookie}\r\n"),
        ),
        (
            404,
            format!("GET /api/export/..%2F..%2Fetc%2Fpasswd HTTP/1.1\r\n{own}{cookie}\r\n"),
        ),
        (
            414,
            format!(
                "GET /?{} HTTP/1.1\r\n{own}{cookie}\r\n",
                "a".repeat(100_000)
            ),
        ),
        (
            414,
            format!("GET /?{} HTTP/1.1\r\n{own}{cookie}\r\n", "a".repeat(9_000)),
        ),
        (
            400,
            format!("GET / HTTP/1.1\r\nHost : localhost:{port}\r\n{cookie}\r\n"),
        ),
        (
            400,
            format!(
                "GET / HTTP/1.1\r\n{own}{cookie}Transfer-Encoding: odd\r\nContent-Length: 3\r\n\r\nabc"
            ),
        ),
        (400, "nonsense\r\n\r\n".to_owned()),
    ];
    for (expected, request) in cases {
        let answer = served.raw(&request);
        let shown: String = request.chars().take(120).collect();
        assert_eq!(answer.status, expected, "{shown}\n{}", answer.text());
        assert!(answer.header("access-control-allow-origin").is_none());
        if answer.status != 400 && request.len() < 60_000 {
            // What HTTP itself forbids is refused before it comes to these headers.
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{shown}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
            let policy = answer.header("content-security-policy").unwrap_or_default();
            assert!(
                policy.starts_with("default-src 'none'; connect-src 'self'; script-src 'sha256-")
            );
            assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        }
        if answer.status != 200 {
            assert!(answer.header("set-cookie").is_none(), "{shown}");
        }
    }
    let opened = served.get_with(&format!("/?token={token}"), &[]);
    let cookie = opened.header("set-cookie").expect("a cookie");
    assert_eq!(
        cookie,
        format!("demarche-{port}={token}; Path=/; HttpOnly; SameSite=Strict")
    );
    assert!(
        !opened.text().contains(token.as_str()),
        "the token is in no page"
    );
    let head = served.raw(&format!("HEAD /?token={token} HTTP/1.1\r\n{own}\r\n"));
    assert!(head.body.is_empty());
    assert_eq!(
        head.header("content-length"),
        opened.header("content-length")
    );
}

#[test]
fn both_loopback_addresses_answer_where_there_are_two() {
    let served = sample();
    let Ok(probe) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        return;
    };
    drop(probe);
    let mut stream = TcpStream::connect((Ipv6Addr::LOCALHOST, served.port)).expect("::1 answers");
    let request = format!(
        "GET /?token={} HTTP/1.1\r\nHost: [::1]:{}\r\n\r\n",
        served.token, served.port
    );
    stream.write_all(request.as_bytes()).expect("it is sent");
    assert_eq!(Answer::read(&mut stream).status, 200);
}

#[test]
fn slow_clients_are_cut_off_and_stop_nobody() {
    let served = Served::start(&["serve", "--store", text(sample_store())]);
    let connect = || TcpStream::connect((Ipv4Addr::LOCALHOST, served.port)).expect("open");
    let mut slow: Vec<TcpStream> = (0..63).map(|_| connect()).collect();
    for stream in &mut slow {
        stream
            .write_all(b"GET / HTTP/1.1\r\nHo")
            .expect("it is taken");
    }
    let began = Instant::now();
    assert_eq!(served.get("/").status, 200, "one place is left");
    slow.push(connect());
    // All places are taken now; they are free again when the time of the slow ones is over.
    assert_eq!(served.get("/").status, 200);
    assert!(began.elapsed() < Duration::from_secs(30));
    let mut first = slow.swap_remove(0);
    first
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a timeout");
    let mut rest = Vec::new();
    let ended = first.read_to_end(&mut rest);
    assert!(
        ended.is_ok()
            || !rest.is_empty()
            || ended.is_err_and(|e| e.kind() == std::io::ErrorKind::ConnectionReset)
    );
}

/// Tables of the same lens by the command line.
fn tables_of(lens: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.html");
    let store = text(sample_store());
    let mut network = vec![
        "network",
        "--store",
        store,
        "-o",
        text(folder.path()),
        "--by",
        "year",
    ];
    network.extend(lens);
    run(&network);
    let mut stance = vec![
        "stance",
        "--store",
        store,
        "-o",
        text(folder.path()),
        "--by",
        "year",
    ];
    stance.extend(lens);
    run(&stance);
    let mut page = vec![
        "report",
        "--store",
        store,
        "-o",
        text(&report),
        "--by",
        "year",
    ];
    page.extend(lens);
    run(&page);
    folder
}

#[test]
fn tables_and_numbers_are_those_of_the_command_line() {
    let served = sample();
    for (query, lens) in [
        ("", &[][..]),
        (
            "?query=sanctions&from=2014&to=2023-06",
            &["--query", "sanctions", "--from", "2014", "--to", "2023-06"][..],
        ),
    ] {
        let folder = tables_of(lens);
        for name in [
            "actors",
            "edges",
            "stance",
            "tone",
            "attention",
            "change_points",
            "network_summary",
        ] {
            let ours = served.get(&format!("/api/export/{name}.csv{query}"));
            let csv = std::fs::read(folder.path().join(format!("{name}.csv"))).expect("a table");
            assert_eq!(ours.status, 200, "{name}");
            assert!(ours.body == csv, "{name}.csv{query} differs");
            let attachment = format!("attachment; filename=\"{name}.csv\"");
            assert_eq!(
                ours.header("content-disposition"),
                Some(attachment.as_str())
            );
        }
        // The page shows what the report does.
        let mut shown = served.json(&format!("/api/report{query}"));
        let page = std::fs::read_to_string(folder.path().join("report.html")).expect("UTF-8");
        let open = "<script type=\"application/json\" id=\"contents\">";
        let from = page.find(open).expect("contents") + open.len();
        let to = from + page[from..].find("</").expect("an end");
        let mut file: Value = serde_json::from_str(&page[from..to]).expect("JSON");
        assert!(!shown["tables"].as_array().expect("tables").is_empty());
        for contents in [&mut shown, &mut file] {
            let parts = contents.as_object_mut().expect("an object");
            // These two say what is in the file.
            for own in ["tables", "limits", "left_out"] {
                parts.remove(own);
            }
        }
        assert_eq!(shown, file);
    }
}

#[test]
fn evidence_has_all_sentences_of_a_number() {
    let served = sample();
    let table = served.get("/api/export/stance.csv");
    let rows_of_table = rows(&table.body);
    let row = rows_of_table
        .iter()
        .max_by_key(|row| row["Sentences"].parse::<u64>().unwrap_or(0))
        .expect("a row");
    let (source, target) = (&row["Source"], &row["Target"]);
    let asked = format!("/api/evidence?source={source}&target={target}");
    let (mut met, mut page) = (Vec::new(), 0);
    loop {
        let found = served.json(&format!("{asked}&page={page}"));
        assert_eq!(found["count"].to_string(), row["Sentences"]);
        for (label, column) in [
            ("negative", "Negative"),
            ("positive", "Positive"),
            ("neutral", "Neutral"),
        ] {
            assert_eq!(found["labels"][label].to_string(), row[column], "{label}");
        }
        let sentences = found["sentences"].as_array().expect("sentences").clone();
        if sentences.is_empty() {
            break;
        }
        met.extend(sentences);
        page += 1;
    }
    assert_eq!(met.len().to_string(), row["Sentences"]);
    let printed = run(&[
        "evidence",
        "--store",
        text(sample_store()),
        "--source",
        source,
        "--target",
        target,
    ]);
    let printed = rows(&printed.stdout);
    for (ours, theirs) in met.iter().zip(&printed) {
        assert_eq!(ours["text"], theirs["Text"]);
        assert_eq!(ours["article"]["id"], theirs["Article"]);
        assert_eq!(ours["kind"], theirs["Class"]);
        let score: f64 = theirs["Score"].parse().expect("a score");
        assert_eq!(ours["score"].as_f64(), Some(score));
        let letters: Vec<char> = theirs["Text"].chars().collect();
        let marks = ours["marks"].as_array().expect("marks");
        assert!(marks.iter().any(|m| m[2] == **source), "{}", ours["text"]);
        for mark in marks {
            let [from, to] = [0, 1].map(|i| mark[i].as_u64().expect("a place") as usize);
            assert!(from < to && to <= letters.len());
        }
    }
    let negative = served.json(&format!("{asked}&label=negative&sort=clearest"));
    assert_eq!(negative["count"].to_string(), row["Negative"]);
    let clarity = |s: &Value| s["score"].as_f64().expect("a score").abs();
    let sentences = negative["sentences"].as_array().expect("sentences");
    assert!(sentences.is_sorted_by(|a, b| clarity(a) >= clarity(b)));
    assert!(sentences.iter().any(|s| s["why"] != ""), "no word is named");
}

#[test]
fn tone_and_articles_reconcile_with_their_tables() {
    let served = sample();
    let tone = rows(&served.get("/api/export/tone.csv").body);
    for row in tone.iter().take(12) {
        let outlet: String = form_urlencoded::byte_serialize(row["Outlet"].as_bytes()).collect();
        let target = &row["Target"];
        let found = served.json(&format!("/api/evidence?tone&of={outlet}&target={target}"));
        assert_eq!(
            found["count"].to_string(),
            row["Sentences"],
            "{outlet} {target}"
        );
    }
    let edges = rows(&served.get("/api/export/edges.csv").body);
    for row in edges.iter().step_by(211).take(8) {
        let pair = format!("{},{}", row["Source"], row["Target"]);
        let found = served.json(&format!("/api/articles?pair={pair}"));
        assert_eq!(found["count"].to_string(), row["Articles"], "{pair}");
        let found = served.json(&format!("/api/evidence?pair={pair}"));
        assert_eq!(found["count"].to_string(), row["Sentences"], "{pair}");
    }
}

#[test]
fn search_finds_what_the_command_finds() {
    let served = sample();
    let found = served.json("/api/search?q=sanctions%20AND%20gas");
    let printed = run(&[
        "search",
        "--store",
        text(sample_store()),
        "sanctions AND gas",
        "--format",
        "csv",
    ]);
    let printed = rows(&printed.stdout);
    assert!(!printed.is_empty());
    assert_eq!(found["count"], printed.len());
    let hits = found["hits"].as_array().expect("hits");
    for (hit, row) in hits.iter().zip(&printed) {
        assert_eq!(hit["article"]["id"], row["id"]);
    }
    let marked = hits
        .iter()
        .find(|hit| hit["marks"] != serde_json::json!([]));
    let marked = marked.expect("a snippet with a mark");
    let letters: Vec<char> = marked["snippet"].as_str().expect("text").chars().collect();
    let mark = &marked["marks"][0];
    let [from, to] = [0, 1].map(|i| mark[i].as_u64().expect("a place") as usize);
    let word: String = letters[from..to].iter().collect();
    let word = word.to_lowercase();
    assert!(word.starts_with("sanction") || word == "gas", "{word}");
    let of_outlets = found["facets"]["outlets"].as_array().expect("a facet");
    let sum: u64 = of_outlets.iter().map(|f| f[1].as_u64().unwrap_or(0)).sum();
    assert_eq!(sum, printed.len() as u64);
    // All articles of an outlet, page by page.
    let all = served.json("/api/search?q=*&sort=oldest");
    let next = served.json("/api/search?q=*&sort=oldest&page=1");
    assert_eq!(all["hits"].as_array().map(Vec::len), Some(50));
    assert_ne!(all["hits"][0], next["hits"][0]);
    assert_eq!(all["count"], next["count"]);
}

#[test]
fn an_article_is_shown_whole() {
    let served = sample();
    let hit = served.json("/api/search?q=sanctions");
    let id = hit["hits"][0]["article"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let read = served.json(&format!("/api/article/{id}"));
    assert_eq!(read["article"]["id"], id.as_str());
    let sentences = read["sentences"].as_array().expect("sentences");
    assert!(sentences.len() > 3);
    let text_of = |s: &Value| s["text"].as_str().unwrap_or_default().to_owned();
    let stored = std::fs::read_to_string(articles()).expect("UTF-8");
    let own = stored
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .find(|article| article["id"] == id.as_str())
        .expect("the article");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = plain(own["text"].as_str().expect("text"));
    for sentence in sentences.iter().filter(|s| s["paragraph"] != 0) {
        assert!(whole.contains(&text_of(sentence)), "{sentence}");
    }
    let judged = sentences
        .iter()
        .flat_map(|s| s["judged"].as_array().expect("judged"));
    let attitudes = judged.filter(|j| !j["source"].is_null()).count();
    let printed = run(&["evidence", "--store", text(sample_store())]);
    let printed = rows(&printed.stdout);
    let expected = printed.iter().filter(|row| row["Article"] == id).count();
    assert_eq!(attitudes, expected);
    assert_eq!(served.get("/api/article/no-such").status, 404);
}

#[test]
fn what_cannot_be_met_is_said() {
    let served = sample();
    for (status, path, said) in [
        (400, "/api/report?actor=RUSS", "did you mean"),
        (400, "/api/report?from=2023&to=2022", "after the last"),
        (400, "/api/report?from=soon", "not a date"),
        (400, "/api/report?outlets=RT", "no parameter"),
        (400, "/api/report?query=gas%20AND%20(", "gas AND ("),
        (400, "/api/search?q=%22open", "open"),
        (400, "/api/search?q=gas&page=40", "first 2000"),
        (400, "/api/search?q=gas&sort=best", "relevance"),
        (400, "/api/evidence", "source and target"),
        (400, "/api/evidence?source=RUS&target=NOBODY", "no actor"),
        (400, "/api/evidence?pair=RUS", "comma"),
        (400, "/api/evidence?source=RUS&label=cold", "negative"),
        (404, "/api/export/nothing.csv", "edges.csv"),
        (404, "/api/export/edges.xlsx", "edges.csv"),
        (404, "/api/other", "nothing is here"),
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        let error: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let why = error["error"].as_str().expect("a reason");
        assert!(why.contains(said), "{path}: {why}");
    }
    let long = format!("/api/search?q={}", "a".repeat(1_025));
    assert_eq!(served.get(&long).status, 400);
    // Nothing is found, but nothing is wrong.
    let nothing = served.json("/api/report?query=zzzzqqq");
    assert_eq!(nothing["articles"], 0);
    let nothing = served.json("/api/search?q=zzzzqqq");
    assert_eq!(nothing["count"], 0);
}

#[test]
fn a_port_in_use_is_an_error_and_control_c_a_clean_end() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let refused = demarche(&["serve", "--store", text(sample_store()), "--port", &port])
        .output()
        .expect("the program starts");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    let unknown = demarche(&["serve", "--store", text(sample_store()), "--actor", "RUSS"])
        .output()
        .expect("the program starts");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(unknown.stdout.is_empty());
    let mut served = Served::start(&[
        "serve",
        "--store",
        text(sample_store()),
        "--outlet",
        "Baltic Lantern (invented)",
        "--from",
        "2015",
    ]);
    if cfg!(unix) {
        let id = served.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.expect("kill is there").success());
        let status = served.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0));
    }
}
