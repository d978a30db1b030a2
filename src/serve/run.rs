//! Connections: who may hold one, and for how long.

use std::convert::Infallible;
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

use super::answer::Answer;
use super::listen::Listeners;
use super::parameters::Parameters;
use super::routes;
use super::server::Server;

/// Connections at once. Each has one request.
const CONNECTIONS: usize = 64;
/// Time that a client has to send its request.
const REQUEST_TIME: Duration = Duration::from_secs(5);
/// Time that a client has to take the answer.
const ANSWER_TIME: Duration = Duration::from_mins(1);
/// Bytes of the head of a request at most.
const HEAD: usize = 128 * 1_024;

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
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // No file handle is free, perhaps; one will be.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        tokio::spawn(connection(Arc::clone(&server), stream, permit));
    }
}

/// One request and its answer. A client that is slow to send or to take is cut off.
async fn connection(server: Arc<Server>, stream: TcpStream, _permit: OwnedSemaphorePermit) {
    let answered = Arc::new(Notify::new());
    let service = service_fn(|request| {
        let (server, answered) = (Arc::clone(&server), Arc::clone(&answered));
        async move {
            let answer = answer(server, request).await;
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

/// The answer to a request, if it may be answered; with the cookie where the address had the token.
async fn answer(server: Arc<Server>, request: Request<Incoming>) -> Answer {
    let (parts, _) = request.into_parts();
    let parameters = Parameters::new(parts.uri.query().unwrap_or_default());
    let token = parameters.one("token").map(str::to_owned);
    if let Err(refusal) = server.guard.check(&parts, token.as_deref()) {
        return refusal;
    }
    let cookie = token.filter(|token| server.guard.knows(token));
    let cookie = cookie.map(|_| server.guard.cookie());
    let answer = routes::answer(Arc::clone(&server), parts.uri.path(), parameters).await;
    match cookie {
        Some(cookie) => answer.with(header::SET_COOKIE, cookie),
        None => answer,
    }
}
