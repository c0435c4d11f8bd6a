use crate::ids::NameError;
use std::sync::Arc;

/// Where to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ServerChoice {
    /// The server built into this program.
    #[default]
    ThisComputer,
    /// An address as typed: `ws://…`, `wss://…` or `host:port`.
    Address(String),
}

/// The named steps of a sign-in, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignInStep {
    FindingServer,
    CheckingAccount,
    LoadingChats,
}

/// Which field of the form a problem belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Server,
    App,
    Account,
    Token,
    /// Above the whole form.
    Form,
}

/// Why a sign-in did not succeed; `ui/text.rs` has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInProblem {
    NotAnAddress,
    Unreachable {
        server: Arc<str>,
    },
    App(NameError),
    Account(NameError),
    TokenExpired,
    /// 206; `required` when the server wants one and none was given.
    TokenWrong {
        required: bool,
    },
    WrongApp,
    /// The server found fault with the account.
    AccountRefused,
    Barred,
    /// Signed in somewhere else (103): back at the form with this sentence.
    SignedInElsewhere,
    /// The session ended for another reason.
    SessionEnded {
        ecode: i32,
    },
    LocalServer {
        why: Arc<str>,
    },
}

impl SignInProblem {
    pub fn field(&self) -> Field {
        match self {
            Self::NotAnAddress | Self::Unreachable { .. } | Self::LocalServer { .. } => Field::Server,
            Self::App(_) | Self::WrongApp => Field::App,
            Self::Account(_) | Self::AccountRefused => Field::Account,
            Self::TokenExpired | Self::TokenWrong { .. } => Field::Token,
            Self::Barred | Self::SignedInElsewhere | Self::SessionEnded { .. } => Field::Form,
        }
    }

    /// The old API's number for it, where it has one.
    pub fn ecode(&self) -> Option<i32> {
        match self {
            Self::NotAnAddress | Self::App(_) | Self::LocalServer { .. } => None,
            Self::Unreachable { .. } | Self::WrongApp => Some(201),
            Self::Account(_) | Self::AccountRefused => Some(209),
            Self::TokenExpired => Some(204),
            Self::TokenWrong { .. } => Some(206),
            Self::Barred => Some(207),
            Self::SignedInElsewhere => Some(103),
            Self::SessionEnded { ecode } => Some(*ecode),
        }
    }
}

/// The state of the sign-in page; what is typed into it is the window's.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    pub busy: Option<SignInStep>,
    pub problem: Option<SignInProblem>,
    /// Whether the server that was asked last lets anyone in without a token.
    pub reachable: Option<bool>,
}

/// The server built into this program.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum LocalServer {
    /// Not started: it starts with the first sign-in.
    #[default]
    Ready,
    Running {
        /// `ws://127.0.0.1:port/`.
        url: Arc<str>,
    },
    Failed {
        why: Arc<str>,
    },
}

/// An account to offer at the next start. Never holds a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedAccount {
    pub server: ServerChoice,
    pub app: Arc<str>,
    pub account: Arc<str>,
}
