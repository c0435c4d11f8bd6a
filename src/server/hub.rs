use super::config::Policy;
use crate::wire::{ClientFrame, FrameError};
use std::sync::Arc;

/// The time of an input, told by the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Now {
    /// Milliseconds of a clock that never goes back; only differences mean anything.
    pub millis: u64,
    /// Microseconds since 1970.
    pub unix_micros: u64,
}

/// One socket, named by the shell; never used twice in the life of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A socket is open. `secret` is fresh from the system's randomness: the `line` of the session that may
    /// begin on it.
    Opened { connection: ConnectionId, secret: u128 },
    /// A frame came, or something that is none.
    Frame { connection: ConnectionId, frame: Result<ClientFrame, FrameError> },
    /// The socket showed a sign of life that is not a frame, such as a WebSocket ping.
    Heard { connection: ConnectionId },
    /// The socket is gone, whoever closed it.
    Closed { connection: ConnectionId },
    /// Time passed: carries out what is due.
    Tick,
    /// The store can or cannot be written.
    Storage { available: bool },
}

impl Input {
    /// A frame from its text.
    pub fn frame(connection: ConnectionId, text: &str) -> Self {
        Self::Frame { connection, frame: ClientFrame::parse(text) }
    }
}

/// What to do about it, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send one frame's text to each of these connections.
    Send { to: Arc<[ConnectionId]>, frame: Arc<str> },
    /// Flush what was sent, wait, close the socket with this reason. [`Input::Closed`] answers it.
    Close { connection: ConnectionId, reason: &'static str, pause_millis: u64 },
}

/// The signalling server's core: sessions, mailboxes, channels, invites. The same inputs in the same order
/// give the same outputs.
#[derive(Debug)]
pub struct Hub {
    policy: Policy,
}

impl Hub {
    pub fn new(policy: Policy) -> Self {
        Self { policy }
    }

    pub fn handle(&mut self, now: Now, input: &Input, out: &mut Vec<Output>) {
        let _ = (&self.policy, now, input, out);
    }

    /// When the hub wants a [`Input::Tick`], in the milliseconds of [`Now`].
    pub fn next_deadline(&self) -> Option<u64> {
        None
    }
}
