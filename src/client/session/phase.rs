use crate::client::{Error, Status};
use crate::ids::Account;
use crate::wire::{Ecode, Refusal};
use std::fmt;
use std::time::{Duration, Instant};

/// Who signs in or has signed in.
pub(super) struct Who {
    pub account: Account,
    pub token: String,
    /// The session's secret, while the server may still know the session.
    pub line: Option<String>,
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Who").field("account", &self.account).finish_non_exhaustive()
    }
}

/// A token that the server refused, and until when it is refused here without asking.
pub(super) struct RefusedToken {
    pub account: Account,
    pub token: String,
    pub refusal: Refusal,
    pub until: Option<Instant>,
}

impl fmt::Debug for RefusedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedToken").field("refusal", &self.refusal).finish_non_exhaustive()
    }
}

/// Where a session stands.
///
/// ```text
/// Out ──login──▶ LoggingIn ──login_ret──▶ In ──socket gone──▶ Lost ──login_ret──▶ In
///  ▲                 │ failed              │ logout             │ gave up
///  └─────────────────┴──────◀──LoggingOut──┴────────────────────┘
/// ```
#[derive(Debug)]
pub(super) enum Phase {
    Out,
    LoggingIn(Attempt),
    In(Heartbeat),
    Lost(Lost),
    /// `user_logout` was sent; the reply is waited for until then.
    LoggingOut {
        token: u64,
        until: Instant,
    },
}

#[derive(Debug)]
pub(super) struct Attempt {
    pub token: u64,
    pub since: Instant,
    pub retry_time: Duration,
    pub retry_count: u32,
    pub retries: u32,
    pub step: Step,
}

#[derive(Debug)]
pub(super) struct Lost {
    pub since: Instant,
    pub tries: u32,
    pub step: Step,
}

/// How far one try to sign in has come; each has the time at which it is given up or goes on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Pausing(Instant),
    Connecting(Instant),
    Answering(Instant),
}

impl Step {
    pub fn until(self) -> Instant {
        match self {
            Self::Pausing(until) | Self::Connecting(until) | Self::Answering(until) => until,
        }
    }
}

#[derive(Debug)]
pub(super) struct Heartbeat {
    pub pings: i64,
    pub next: Instant,
    /// When the connection is dead, if nothing comes until then. Set by a ping, cleared by any frame.
    pub dead: Option<Instant>,
}

/// Why a try did not succeed.
pub(super) struct NotIn {
    pub ecode: Ecode,
    pub error: Error,
    pub retry: bool,
}

impl NotIn {
    pub fn unreachable(why: &str) -> Self {
        Self { ecode: Ecode::LoginNet, error: Error::Unreachable(why.to_owned()), retry: true }
    }

    pub fn no_answer() -> Self {
        Self { ecode: Ecode::LoginNet, error: Error::NoAnswer, retry: true }
    }

    pub fn refused(refusal: Refusal) -> Self {
        let ecode = refusal.login_ecode();
        // An App ID that is not served will not be served in a second either.
        let retry = ecode == Ecode::LoginNet && refusal != Refusal::WrongVid;
        Self { ecode, error: Error::Refused { refusal, ecode }, retry }
    }
}

impl Phase {
    pub fn status(&self) -> Status {
        match self {
            Self::Out | Self::LoggingOut { .. } => Status::NotLoggedIn,
            Self::LoggingIn(_) => Status::LoggingIn,
            Self::In(_) => Status::LoggedIn,
            Self::Lost(_) => Status::Reconnecting,
        }
    }

    pub fn step(&self) -> Option<Step> {
        match self {
            Self::LoggingIn(attempt) => Some(attempt.step),
            Self::Lost(lost) => Some(lost.step),
            Self::Out | Self::In(_) | Self::LoggingOut { .. } => None,
        }
    }

    pub fn step_mut(&mut self) -> Option<&mut Step> {
        match self {
            Self::LoggingIn(attempt) => Some(&mut attempt.step),
            Self::Lost(lost) => Some(&mut lost.step),
            Self::Out | Self::In(_) | Self::LoggingOut { .. } => None,
        }
    }
}
