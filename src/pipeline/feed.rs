//! The reading half of an ingest: one thread walks the inputs, the others take blocks from it, up to each commit.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use crate::source::{self, Block, Input, Position, SourceError};

use super::ingest::Ingest;

/// How far an input came before a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Underway,
    Complete,
    Broken,
}

/// What the reading thread sends.
pub(super) enum Message {
    Block(Block),
    Complete(usize, Position),
    Broken(usize, Position, SourceError),
}

impl Message {
    pub(super) fn input(&self) -> usize {
        match self {
            Self::Block(block) => block.input,
            Self::Complete(input, _) | Self::Broken(input, _, _) => *input,
        }
    }
}

/// Reads all inputs in order, each from its position, and sends their blocks.
pub(super) fn read_all(
    ingest: &Ingest,
    inputs: &[Input],
    todo: &[(usize, Position)],
    sender: &SyncSender<Message>,
    stop: &AtomicBool,
) {
    for &(index, start) in todo {
        let mut at = start;
        let mut read = || -> Result<bool, SourceError> {
            let mut reader = source::open(&inputs[index], index, start, &ingest.source)?;
            let mut left = ingest.most_each.unwrap_or(u64::MAX);
            while let Some(block) = reader.next_block()? {
                at = block.end;
                left = left.saturating_sub(block.size());
                if stop.load(Ordering::Relaxed) || sender.send(Message::Block(block)).is_err() {
                    return Ok(false);
                }
                if left == 0 {
                    break;
                }
            }
            Ok(true)
        };
        let message = match read() {
            Ok(true) => Message::Complete(index, at),
            Ok(false) => return,
            Err(error) => Message::Broken(index, at, error),
        };
        if sender.send(message).is_err() {
            return;
        }
    }
}

/// The blocks up to the next commit.
pub(super) struct Epoch<'a> {
    pub(super) receiver: &'a mut Receiver<Message>,
    pub(super) began: Instant,
    pub(super) bytes: u64,
    pub(super) most_bytes: u64,
    pub(super) most_time: Duration,
    pub(super) interrupted: &'a AtomicBool,
    pub(super) ends: Vec<(usize, Position, End)>,
    pub(super) over: bool,
}

/// How long nothing may come before it is looked whether the ingest is to end.
const PATIENCE: Duration = Duration::from_millis(100);

impl Epoch<'_> {
    fn note(&mut self, input: usize, position: Position, end: End) {
        match self.ends.iter_mut().find(|e| e.0 == input) {
            Some(known) => *known = (input, position, end),
            None => self.ends.push((input, position, end)),
        }
    }
}

impl Iterator for Epoch<'_> {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        if self.over || self.bytes >= self.most_bytes || self.began.elapsed() >= self.most_time {
            return None;
        }
        let message = loop {
            if self.interrupted.load(Ordering::Relaxed) {
                return None;
            }
            match self.receiver.recv_timeout(PATIENCE) {
                Ok(message) => break message,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.over = true;
                    return None;
                }
            }
        };
        match &message {
            Message::Block(block) => {
                self.bytes += block.size();
                self.note(block.input, block.end, End::Underway);
            }
            Message::Complete(input, at) => self.note(*input, *at, End::Complete),
            Message::Broken(input, at, _) => self.note(*input, *at, End::Broken),
        }
        Some(message)
    }
}
