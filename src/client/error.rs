use crate::wire::{Ecode, Refusal};

/// Why a method did not do what was asked, by what the caller would do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Sign in first.
    #[error("not signed in")]
    NotLoggedIn,
    /// Correct the argument: the name of it, and the code (1004 wrong, 1005 too large, 209 account).
    #[error("wrong {argument} ({ecode})")]
    WrongArgument { argument: &'static str, ecode: Ecode },
    /// The server said no.
    #[error("refused: {refusal} ({ecode})")]
    Refused { refusal: Refusal, ecode: Ecode },
    /// The server cannot be reached, or the connection was lost for good: try again later.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The server did not answer in time: whether it was done is not known.
    #[error("no answer in time")]
    NoAnswer,
    /// The session ended (or was replaced) before the answer came.
    #[error("the session ended ({0})")]
    Ended(Ecode),
    /// Already doing it, or done: login while signed in (208), logout while signed out (108).
    #[error("not now ({0})")]
    WrongState(Ecode),
    /// Too many calls wait to be sent: try again in a moment.
    #[error("too many calls wait")]
    Busy,
    /// The address is not one of a server.
    #[error("not a server address: {0}")]
    BadAddress(String),
}
