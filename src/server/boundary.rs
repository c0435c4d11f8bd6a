use crate::ids::{Account, AppId, AttributeName, ChannelName};
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

impl Now {
    pub fn unix_secs(self) -> u64 {
        self.unix_micros / 1_000_000
    }
}

/// One socket, named by the shell; never used twice in the life of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// An account of an app.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserKey {
    pub app: AppId,
    pub account: Account,
}

/// A channel of an app.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChannelKey {
    pub app: AppId,
    pub name: ChannelName,
}

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

/// What to do about it, in this order. The `Store` outputs of a batch are committed in one transaction
/// before any of its sends leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    Store(StoreOp),
    /// Send one frame's text to each of these connections.
    Send {
        to: Arc<[ConnectionId]>,
        frame: Arc<str>,
    },
    /// Flush what was sent, wait, close the socket. [`Input::Closed`] answers it.
    Close {
        connection: ConnectionId,
        reason: CloseReason,
        pause_millis: u64,
    },
}

/// A change of the durable state. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreOp {
    AddUser {
        user: UserKey,
        uid: u32,
        /// Where the versions of its mailbox begin.
        version: u64,
    },
    /// The user's message with this key was taken; only the latest [`crate::ids::ONCE_KEYS`] are kept.
    Once {
        user: UserKey,
        /// Rising by one for each user.
        number: u64,
        key: Arc<str>,
    },
    SetUserAttribute {
        user: UserKey,
        name: AttributeName,
        value: Arc<str>,
    },
    ClearUserAttributes {
        user: UserKey,
    },
    AddMessage {
        user: UserKey,
        version: u64,
        expires_at: u64,
        line: Arc<str>,
    },
    /// Everything up to `ver_clear` is gone from the mailbox.
    Acknowledge {
        user: UserKey,
        ver_clear: u64,
        ver_last: u64,
    },
    RemoveMessages {
        user: UserKey,
        versions: Vec<u64>,
    },
    SetChannelAttribute {
        channel: ChannelKey,
        name: AttributeName,
        value: Arc<str>,
    },
    RemoveChannelAttribute {
        channel: ChannelKey,
        name: AttributeName,
    },
    ClearChannelAttributes {
        channel: ChannelKey,
    },
    /// Since when a channel with attributes has no members; `None` once it has again.
    ChannelEmpty {
        channel: ChannelKey,
        since: Option<u64>,
    },
}

/// Why the server closes a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    LoggedOut,
    LoginRefused,
    /// The same account signed in elsewhere.
    Kicked,
    /// The session goes on over another connection.
    Resumed,
    /// A request without a session, or of one that is over.
    WrongLine,
    NoLogin,
    Idle,
    SecondLogin,
    BadFrame,
}

impl CloseReason {
    pub fn text(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged out",
            Self::LoginRefused => "login refused",
            Self::Kicked => "kicked by another login",
            Self::Resumed => "resumed on another connection",
            Self::WrongLine => "wrong line",
            Self::NoLogin => "no login in time",
            Self::Idle => "nothing heard in time",
            Self::SecondLogin => "already logged in",
            Self::BadFrame => "not a frame of this protocol",
        }
    }

    /// The WebSocket close code.
    pub fn code(self) -> u16 {
        match self {
            Self::LoggedOut | Self::Resumed => 1000,
            Self::BadFrame => 1002,
            Self::LoginRefused
            | Self::Kicked
            | Self::WrongLine
            | Self::NoLogin
            | Self::Idle
            | Self::SecondLogin => 1008,
        }
    }
}

/// The durable state as the store has it, from which a hub starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    pub users: Vec<StoredUser>,
    /// In rising order of version within a user.
    pub messages: Vec<StoredMessage>,
    /// In rising order of number within a user.
    pub once_keys: Vec<(UserKey, u64, Arc<str>)>,
    pub user_attributes: Vec<(UserKey, AttributeName, Arc<str>)>,
    pub channel_attributes: Vec<(ChannelKey, AttributeName, Arc<str>)>,
    pub channels_empty_since: Vec<(ChannelKey, u64)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUser {
    pub user: UserKey,
    pub uid: u32,
    pub ver_last: u64,
    pub ver_clear: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    pub user: UserKey,
    pub version: u64,
    pub expires_at: u64,
    pub line: Arc<str>,
}
