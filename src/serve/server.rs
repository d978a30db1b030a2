//! The server: what it reads, how it is asked, and for how long.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::analysis::{self, ModelOptions, NetworkOptions, StudyOptions};
use crate::error::Error;
use crate::model::Period;
use crate::observe::Observer;
use crate::pipeline::Explain;
use crate::report::ReportOptions;
use crate::stance::StanceModel;
use crate::store::{Lens, Names, Scan, Store};

use super::answer::Answer;
use super::guard::Guard;
use super::listen::Listeners;
use super::parameters::Parameters;
use super::routes;
use super::studies::Studies;

/// Connections at once. Each has one request.
const CONNECTIONS: usize = 64;
/// Time that a client has to send its request.
const REQUEST_TIME: Duration = Duration::from_secs(5);
/// Time that a client has to take the answer.
const ANSWER_TIME: Duration = Duration::from_mins(1);
/// Bytes of the head of a request at most.
const HEAD: usize = 128 * 1_024;
/// Searches and readings of evidence at once.
const READERS: usize = 4;

/// Periods of the section on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ServedPeriods {
    /// Those that suit the articles of the lens ([`auto_period`](crate::report::auto_period)).
    #[default]
    Auto,
    /// Always these; none without a section on time.
    Fixed(Option<Period>),
}

/// How a store is served. Its defaults are those of `demarche serve`.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// What all numbers share; its lens is that of each request.
    pub study: StudyOptions,
    /// What the network counts.
    pub network: NetworkOptions,
    /// Who was looked for, and how attitudes were judged: those that the store was made with.
    pub model: ModelOptions,
    /// Periods of the section on time.
    pub periods: ServedPeriods,
    /// At most so many pairs of actors on the page; 1,500 by default, as in a report.
    pub edges: usize,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            study: StudyOptions::default(),
            network: NetworkOptions::default(),
            model: ModelOptions::default(),
            periods: ServedPeriods::default(),
            edges: ReportOptions::default().edges,
        }
    }
}

/// A store that is served.
#[derive(Debug)]
pub struct Server {
    pub(super) store: Store,
    pub(super) names: Names,
    pub(super) explain: Explain,
    pub(super) options: ServeOptions,
    pub(super) studies: Studies,
    /// Who makes an analysis holds its one permit.
    pub(super) turn: Arc<Semaphore>,
    pub(super) readers: Arc<Semaphore>,
    guard: Guard,
}

impl Server {
    /// Makes ready to serve a store on a port, with a new random token.
    ///
    /// # Errors
    /// The dictionary or the store cannot be read, or the system gives no random numbers.
    pub fn new(store: Store, options: ServeOptions, port: u16) -> Result<Self, Error> {
        let explain = Explain {
            dictionary: options.model.dictionary()?,
            model: Arc::new(StanceModel::builtin()?),
            settings: options.model.stance,
            default_language: options.model.default_language.clone(),
        };
        let token = token().map_err(|e| {
            Error::Options(format!(
                "the system gives no random numbers for the token: {e}"
            ))
        })?;
        Ok(Self {
            names: store.names()?,
            store,
            explain,
            options,
            studies: Studies::default(),
            turn: Arc::new(Semaphore::new(1)),
            readers: Arc::new(Semaphore::new(READERS)),
            guard: Guard::new(port, token),
        })
    }

    /// The address that opens the page on a lens. Whoever knows it can read the store.
    pub fn address(&self, lens: &Lens) -> String {
        let mut address = self.guard.address();
        let mut add = |name: &str, value: &str| {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let _ = write!(address, "&{name}={value}");
        };
        if !lens.query.is_empty() {
            add("query", &lens.query);
        }
        for (name, day) in [("from", lens.from), ("to", lens.to)] {
            if let Some(day) = day {
                add(name, &day.to_string());
            }
        }
        let lists = [&lens.outlets, &lens.actors, &lens.languages];
        for (name, values) in ["outlet", "actor", "lang"].into_iter().zip(lists) {
            for value in values {
                add(name, value);
            }
        }
        address
    }

    /// The articles of a lens, as evidence and counts of articles see them.
    pub(super) fn scan(&self, lens: &Lens, observer: &dyn Observer) -> Result<Scan<'_>, Error> {
        let options = &self.options.study;
        analysis::scan_articles(&self.store, lens, options.dedup, options.threads, observer)
    }

    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answer {
        let (parts, _) = request.into_parts();
        let parameters = Parameters::new(parts.uri.query().unwrap_or_default());
        let token = parameters.one("token").map(str::to_owned);
        if let Err(refusal) = self.guard.check(&parts, token.as_deref()) {
            return refusal;
        }
        let cookie = token.filter(|token| self.guard.knows(token));
        let cookie = cookie.map(|_| self.guard.cookie());
        let answer = routes::answer(self, parts.uri.path(), parameters).await;
        match cookie {
            Some(cookie) => answer.with(header::SET_COOKIE, cookie),
            None => answer,
        }
    }
}

/// 128 random bits in hexadecimal.
fn token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    let mut token = String::new();
    for byte in bytes {
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token)
}

/// Answers until `stop` is ready. What is still being counted then is not waited for.
///
/// # Errors
/// The sockets cannot be used.
pub fn run(
    server: &Arc<Server>,
    listeners: Listeners,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(async {
        let Listeners { v4, v6, .. } = listeners;
        let free = Arc::new(Semaphore::new(CONNECTIONS));
        for listener in std::iter::once(v4).chain(v6) {
            listener.set_nonblocking(true)?;
            let listener = TcpListener::from_std(listener)?;
            tokio::spawn(accept(Arc::clone(server), listener, Arc::clone(&free)));
        }
        stop.await;
        Ok(())
    });
    runtime.shutdown_background();
    done
}

async fn accept(server: Arc<Server>, listener: TcpListener, free: Arc<Semaphore>) {
    while let Ok(permit) = Arc::clone(&free).acquire_owned().await {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(Arc::clone(&server), stream, permit));
        } else {
            // No file handle is free, perhaps; one will be.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// One request and its answer. A client that is slow to send or to take is cut off.
async fn connection(server: Arc<Server>, stream: TcpStream, _permit: OwnedSemaphorePermit) {
    let answered = Arc::new(Notify::new());
    let service = service_fn(|request| {
        let (server, answered) = (Arc::clone(&server), Arc::clone(&answered));
        async move {
            let answer = server.answer(request).await;
            answered.notify_one();
            Ok::<_, Infallible>(answer.response())
        }
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_TIME)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        () = answered.notified() => {}
    }
    // Who does not take the answer in time, or breaks off, is left.
    let _ = timeout(ANSWER_TIME, connection).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, other) = (token().expect("random"), token().expect("random"));
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_ne!(one, other);
    }
}
