//! What a session does, as it does it: every call, answer, event and frame with its time. It is the source of
//! the desktop app's Inspector.
//!
//! Tokens and session secrets are never recorded: they read `***`. Message texts are. Nothing is made while
//! nobody listens.

use super::{Answer, Api, Error, Event};
use std::fmt;
use std::sync::Arc;
use tokio::sync::broadcast;

/// Records that wait for a slow listener before the oldest is dropped.
pub(super) const RECORDS_WAITING: usize = 512;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Rises by one a record of this session: a gap is what this listener missed.
    pub number: u64,
    /// Milliseconds since 1970, by this machine's clock.
    pub at_millis: i64,
    pub what: What,
}

/// What a [`Record`] is about.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The program called a method; the token of a login reads `***`.
    Called { call: u64, api: Api },
    /// A call ended.
    Answered { call: u64, result: Result<Answer, Error> },
    /// A callback.
    Happened(Event),
    /// A frame went out, as its JSON text.
    Sent(String),
    /// A frame came in, as its JSON text, inflated.
    Received(String),
    /// The socket: connecting, open, lost; in words for developers.
    Link(String),
}

/// One line without anything that a person typed, for logs.
impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Called { call, api } => write!(f, "call {call} {}", api.name()),
            Self::Answered { call, result: Ok(_) } => write!(f, "answer {call} ok"),
            Self::Answered { call, result: Err(why) } => write!(f, "answer {call} {why}"),
            Self::Happened(event) => write!(f, "event {}", event.name()),
            Self::Sent(text) => write!(f, "sent {} bytes {}", text.len(), function(text)),
            Self::Received(text) => write!(f, "received {} bytes {}", text.len(), function(text)),
            Self::Link(words) => write!(f, "link {words}"),
        }
    }
}

/// The first name or two of a frame: `["call2",["user_sendmsg",…` is `call2 user_sendmsg`.
fn function(frame: &str) -> String {
    let head: String = frame.chars().take(64).collect();
    let is_name = |text: &&str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    let names: Vec<&str> = head.split(['"', '[', ']', ',', '{', '}', ':']).filter(is_name).collect();
    let second = names.get(1).filter(|_| names.first() == Some(&"call2"));
    names.first().into_iter().chain(second).copied().collect::<Vec<_>>().join(" ")
}

/// A listener's end: bounded, and it loses the oldest records rather than hold the session up.
#[derive(Debug)]
pub struct Trace {
    records: broadcast::Receiver<Arc<Record>>,
    dropped: u64,
}

impl Trace {
    pub(super) fn new(records: broadcast::Receiver<Arc<Record>>) -> Self {
        Self { records, dropped: 0 }
    }

    /// The next record; `None` once the session was destroyed. Cancel safe.
    pub async fn next(&mut self) -> Option<Arc<Record>> {
        loop {
            match self.records.recv().await {
                Ok(record) => return Some(record),
                Err(broadcast::error::RecvError::Lagged(missed)) => self.dropped += missed,
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// The next record if one waits.
    pub fn try_next(&mut self) -> Option<Arc<Record>> {
        loop {
            match self.records.try_recv() {
                Ok(record) => return Some(record),
                Err(broadcast::error::TryRecvError::Lagged(missed)) => self.dropped += missed,
                Err(broadcast::error::TryRecvError::Empty | broadcast::error::TryRecvError::Closed) => {
                    return None;
                }
            }
        }
    }

    /// How many records this listener was too slow for, so far.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}
