//! The names of things, and every limit of the system, once.
//!
//! A value of one of these types has been checked: whoever holds an [`Account`] need not look again.
//! All sizes are bytes of UTF-8, all times are seconds unless the name says otherwise.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest account, channel name, attribute name, App ID and message id, in bytes.
pub const NAME_BYTES: usize = 128;
/// Longest attribute value, in bytes (8096, not 8192: the old service's own number).
pub const ATTRIBUTE_VALUE_BYTES: usize = 8096;
/// Longest message to a person or a channel, in bytes.
pub const MESSAGE_BYTES: usize = 8192;
/// Longest `extra` of an invite, in bytes.
pub const EXTRA_BYTES: usize = 8192;
/// Longest token, in bytes.
pub const TOKEN_BYTES: usize = 1024;
/// Largest frame a client may send, in bytes: a message whose every character travels as a twice escaped
/// six-byte escape, and room for the names around it.
pub const FRAME_BYTES: usize = 128 * 1024;
/// Largest frame the server sends, before and after inflation, in bytes: an owner's attributes, escaped.
pub const SERVER_FRAME_BYTES: usize = 2 * 1024 * 1024;
/// Texts of these sizes go as zlib to clients that want binary frames: for a smaller one it does not pay, and
/// the web SDK 1.4.0 cannot inflate much more.
pub const BINARY_FRAME_SMALLEST_BYTES: usize = 1024;
pub const BINARY_FRAME_LARGEST_BYTES: usize = 48 * 1024;
/// Names and values of all attributes of one user or channel together, in bytes.
pub const ATTRIBUTES_BYTES_PER_OWNER: usize = 128 * 1024;
/// Bytes of lines in one page of a mailbox; the first line of a page always fits.
pub const MAILBOX_PAGE_BYTES: usize = 64 * 1024;
/// Messages one user may send in a second.
pub const USER_MESSAGES_PER_SECOND: u32 = 60;
/// Messages one channel carries in a second unless `_sendmsg_limit` says otherwise.
pub const CHANNEL_MESSAGES_PER_SECOND: u32 = 200;
/// Changes of one attribute in a second unless `_setattr_limit` says otherwise.
pub const ATTRIBUTE_CHANGES_PER_SECOND: u32 = 10;
/// Members of one channel.
pub const CHANNEL_MEMBERS: usize = 10_000;
/// Members that a user list names at most: the latest to join.
pub const USER_LIST: usize = 200;
/// Attributes of one user or one channel.
pub const ATTRIBUTES_PER_OWNER: usize = 1_000;
/// Messages that wait in one mailbox before senders are refused.
pub const MAILBOX_MESSAGES: usize = 10_000;
/// Messages in one page of a mailbox: default and largest.
pub const MAILBOX_PAGE: usize = 30;
pub const MAILBOX_PAGE_LARGEST: usize = 200;
/// Answers that the server remembers for each session, so that a request sent again is carried out once.
pub const RECENT_ANSWERS: usize = 256;
/// Keys of sent messages that the server remembers for each account, so that what is sent again is taken once.
pub const ONCE_KEYS: usize = 1_000;
/// Longest life of a waiting message.
pub const MESSAGE_TTL_SECS: u64 = 30 * 24 * 3600;
/// Life of a waiting call message (accept, refuse, end, keys).
pub const CALL_MESSAGE_TTL_SECS: u64 = 30;
/// How long an invite waits for the callee's device: default, and the most that `_timeout` may ask for.
pub const INVITE_TIMEOUT_SECS: u64 = 20;
pub const INVITE_TIMEOUT_LARGEST_SECS: u64 = 60;
/// How long a call rings before the desktop app gives up.
pub const RING_TIMEOUT_SECS: u64 = 60;
/// Life of an empty channel's attributes unless `_channel_ttl` says otherwise.
pub const CHANNEL_TTL_SECS: u64 = 7_200;
/// Silence after which the server takes a connection for dead; clients ping every [`PING_SECS`].
pub const IDLE_SECS: u64 = 60;
pub const PING_SECS: u64 = 10;
/// How long a fresh socket may stay without a login.
pub const LOGIN_SECS: u64 = 15;
/// How long an account stays online after its socket broke: old SDKs, and sessions that can resume.
pub const GRACE_SECS: u64 = 5;
pub const RESUME_GRACE_SECS: u64 = 120;
/// Events of a channel that a session in grace may miss before it has to log in anew.
pub const RECENT_EVENTS: usize = 256;
/// What the server keeps for a connection that reads slowly before it cuts it off: frames and bytes.
pub const OUTBOX_FRAMES: usize = 4_096;
pub const OUTBOX_BYTES: usize = 8 * 1024 * 1024;
/// How long the client waits for the reply to a request.
pub const REPLY_SECS: u64 = 60;
/// The client's times: a connect may take so long, a ping may stay without any frame so long, a logout may
/// wait so long for its reply, and a lost connection is given up after so long unless told otherwise.
pub const CONNECT_SECS: u64 = 6;
pub const SILENCE_SECS: u64 = 8;
pub const LOGOUT_SECS: u64 = 5;
pub const GIVE_UP_SECS: u64 = 185;
/// The client acknowledges its mailbox so long after the last message, and looks into it so often anyway.
pub const MAILBOX_ACK_MILLIS: u64 = 1_000;
pub const MAILBOX_POLL_SECS: u64 = 60;
/// A token that was refused as wrong is not tried again for so long.
pub const WRONG_TOKEN_SECS: u64 = 60;
/// Requests of one session that may wait for their replies.
pub const REQUESTS_WAITING: usize = 1_024;

/// Why a text is not a name of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    Empty,
    TooLong {
        bytes: usize,
        limit: usize,
    },
    /// White space in an account or App ID, a control character, or one that cannot be seen.
    ForbiddenCharacter(char),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "empty"),
            Self::TooLong { bytes, limit } => write!(f, "{bytes} bytes, {limit} at most"),
            Self::ForbiddenCharacter(' ') => write!(f, "with space"),
            Self::ForbiddenCharacter(c) => write!(f, "with forbidden character U+{:04X}", u32::from(*c)),
        }
    }
}

impl std::error::Error for NameError {}

fn check(text: &str, forbidden: fn(char) -> bool) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text.len() > NAME_BYTES {
        return Err(NameError::TooLong { bytes: text.len(), limit: NAME_BYTES });
    }
    match text.chars().find(|c| forbidden(*c)) {
        Some(c) => Err(NameError::ForbiddenCharacter(c)),
        None => Ok(()),
    }
}

/// Characters that draw nothing or turn the text around: a name with one could pass for another name.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{00AD}')
}

fn not_in_account(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_unseen(c)
}

fn not_in_app(c: char) -> bool {
    not_in_account(c) || c == ':' || c == '='
}

fn not_in_label(c: char) -> bool {
    c.is_control()
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $forbidden:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
                let text = text.as_ref();
                check(text, $forbidden)?;
                Ok(Self(Arc::from(text)))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }
    };
}

name!(
    /// Who may talk to whom: apps are walled off from one another. No white space, no `:`, no `=`.
    AppId,
    not_in_app
);
name!(
    /// A person or program within an app: visible characters, no white space.
    Account,
    not_in_account
);
name!(
    /// A channel within an app. Spaces are allowed, control characters are not.
    ChannelName,
    not_in_label
);
name!(
    /// The name of an attribute of a user or channel. A leading `_` marks the system's own.
    AttributeName,
    not_in_label
);

/// The server's number for an account, stable for the life of the store; 0 where the API has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uid(pub u32);

/// The sender's own name for a message: free text, neither unique nor required by the API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct MessageId(pub Arc<str>);

impl MessageId {
    pub fn new(text: impl AsRef<str>) -> Self {
        Self(Arc::from(text.as_ref()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What names a call between two parties: the channel is only a label, the peer is the other side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallKey {
    pub channel: ChannelName,
    pub peer: Account,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_no_white_space_and_at_most_128_bytes() {
        assert_eq!(Account::new("").err(), Some(NameError::Empty));
        assert_eq!(Account::new("no ra").err(), Some(NameError::ForbiddenCharacter(' ')));
        assert_eq!(Account::new("no\u{200B}ra").err(), Some(NameError::ForbiddenCharacter('\u{200B}')));
        assert!(Account::new("用".repeat(42)).is_ok());
        assert_eq!(
            Account::new("用".repeat(43)).err(),
            Some(NameError::TooLong { bytes: 129, limit: NAME_BYTES })
        );
    }

    #[test]
    fn a_channel_name_may_hold_spaces_but_no_control_characters() {
        assert!(ChannelName::new("lantern night").is_ok());
        assert_eq!(ChannelName::new("a\nb").err(), Some(NameError::ForbiddenCharacter('\n')));
    }
}
