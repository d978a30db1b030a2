//! Which address asks for what, and how long an answer may take.

use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::export::{ExportOptions, Format, outputs};
use crate::report::{Page, page};
use crate::store::Lens;

use super::answer::Answer;
use super::parameters::Parameters;
use super::server::Server;
use super::studies::{Deadline, Made};
use super::{articles, evidence, search};

/// Time that a search may take.
const SEARCH_TIME: Duration = Duration::from_secs(10);
/// Time that reading evidence may take.
const READING_TIME: Duration = Duration::from_mins(1);
/// Time that an analysis may take, and that another may wait for its turn.
const ANALYSIS_TIME: Duration = Duration::from_mins(10);
/// What is waited beyond these for a thread to notice.
const GRACE: Duration = Duration::from_secs(2);

/// What reads for an answer.
type Reader = fn(&Server, &Parameters, Deadline) -> Result<Answer, Answer>;

/// The answer to a request that may be answered.
pub(super) async fn answer(server: Arc<Server>, path: &str, parameters: Parameters) -> Answer {
    let answered = match path {
        "/" => Ok(start()),
        "/api/report" => report(server, &parameters).await,
        "/api/search" => read(server, parameters, SEARCH_TIME, search::answer).await,
        "/api/evidence" => read(server, parameters, READING_TIME, evidence::answer).await,
        "/api/articles" => read(server, parameters, READING_TIME, articles::of_pair).await,
        _ => match (
            path.strip_prefix("/api/article/"),
            path.strip_prefix("/api/export/"),
        ) {
            (Some(id), _) => article(server, id, parameters).await,
            (_, Some(file)) => table(server, file, &parameters).await,
            _ => Err(Answer::not_found("nothing is here")),
        },
    };
    answered.unwrap_or_else(|refusal| refusal)
}

/// The page, which asks for the rest.
fn start() -> Answer {
    Answer::html(page(&Page {
        title: "demarche",
        contents: b"null",
        evidence: b"",
        pictures: b"",
        served: true,
    }))
}

async fn report(server: Arc<Server>, parameters: &Parameters) -> Result<Answer, Answer> {
    parameters.only(&[])?;
    let made = made(server, parameters).await?;
    Ok(Answer::json_bytes(made.contents.clone()))
}

/// A table as CSV: the bytes that the command line writes.
async fn table(server: Arc<Server>, file: &str, parameters: &Parameters) -> Result<Answer, Answer> {
    parameters.only(&[])?;
    let name = percent_decode_str(file).decode_utf8_lossy();
    let made = made(server, parameters).await?;
    let options = ExportOptions::default();
    let files = outputs(Format::Csv, made.results.tables(), &options);
    let Some(output) = files.iter().find(|output| output.name == name) else {
        let names: Vec<&str> = files.iter().map(|output| output.name.as_str()).collect();
        return Err(Answer::not_found(&format!(
            "there is no table '{name}'; there are {}",
            names.join(", ")
        )));
    };
    let mut bytes = Vec::new();
    output
        .write(&mut bytes)
        .map_err(|error| Answer::of(&error.into()))?;
    Ok(Answer::csv(&output.name, bytes))
}

async fn article(server: Arc<Server>, id: &str, parameters: Parameters) -> Result<Answer, Answer> {
    parameters.only(&[])?;
    let id = percent_decode_str(id).decode_utf8_lossy().into_owned();
    let permit = turn(&server.readers, READING_TIME).await?;
    let work = move || articles::whole(&server, &id, Deadline::after(READING_TIME));
    off_the_loop(permit, READING_TIME, work).await?
}

/// Reads on a thread of its own; only a few do so at once.
async fn read(
    server: Arc<Server>,
    parameters: Parameters,
    time: Duration,
    reader: Reader,
) -> Result<Answer, Answer> {
    let permit = turn(&server.readers, time).await?;
    let work = move || reader(&server, &parameters, Deadline::after(time));
    off_the_loop(permit, time, work).await?
}

/// The analysis of the lens asked for; made now unless it is kept.
async fn made(server: Arc<Server>, parameters: &Parameters) -> Result<Arc<Made>, Answer> {
    let asked = parameters.lens()?;
    let permit = turn(&server.readers, READING_TIME).await?;
    let own = Arc::clone(&server);
    let settled = move || own.settled(&asked);
    let lens: Lens = off_the_loop(permit, READING_TIME, settled)
        .await?
        .map_err(|error| Answer::of(&error))?;
    if let Some(made) = server.studies.of(&lens) {
        return Ok(made);
    }
    let permit = turn(&server.turn, ANALYSIS_TIME).await?;
    // Who waited for the same lens finds it made.
    if let Some(made) = server.studies.of(&lens) {
        return Ok(made);
    }
    let work = move || {
        let made = Arc::new(server.analyse(&lens, Deadline::after(ANALYSIS_TIME))?);
        server.studies.keep(lens, Arc::clone(&made));
        Ok(made)
    };
    let made = off_the_loop(permit, ANALYSIS_TIME, work).await?;
    made.map_err(|error: crate::Error| Answer::of(&error))
}

/// A permit, if there is one in time.
async fn turn(of: &Arc<Semaphore>, time: Duration) -> Result<OwnedSemaphorePermit, Answer> {
    match timeout(time, Arc::clone(of).acquire_owned()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(Answer::too_long(
            "others are being answered; try again in a moment",
        )),
    }
}

/// Work that takes time, on a thread of its own, which keeps the permit until it is done.
async fn off_the_loop<T: Send + 'static>(
    permit: OwnedSemaphorePermit,
    time: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Answer> {
    let task = spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    match timeout(time + GRACE, task).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(_)) => Err(Answer::refusal(
            hyper::StatusCode::INTERNAL_SERVER_ERROR,
            "a fault of this program; please report what was asked for",
        )),
        Err(_) => Err(Answer::too_long(&format!(
            "it took more than {} seconds; ask for less",
            time.as_secs()
        ))),
    }
}
