use serde_json::{Value, json};
use std::fmt;

macro_rules! ecodes {
    ($($variant:ident = $number:literal $name:literal,)*) => {
        /// Every number of the old API. Numbers never travelled: each SDK picked its own from a reason
        /// text; our server adds them as `ecode`, which old SDKs ignore.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Ecode {
            $(#[doc = $name] $variant,)*
        }

        impl Ecode {
            pub const ALL: &'static [Ecode] = &[$(Ecode::$variant,)*];

            pub fn number(self) -> i32 {
                match self { $(Self::$variant => $number,)* }
            }

            /// The constant's name in the old SDKs, such as `INVITE_E_PEEROFFLINE`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            pub fn from_number(number: i32) -> Option<Self> {
                match number { $($number => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

ecodes! {
    Success = 0 "SUCCESS",
    LogoutOther = 100 "LOGOUT_E_OTHER",
    LogoutUser = 101 "LOGOUT_E_USER",
    LogoutNet = 102 "LOGOUT_E_NET",
    LogoutKicked = 103 "LOGOUT_E_KICKED",
    LogoutPacket = 104 "LOGOUT_E_PACKET",
    LogoutTokenExpired = 105 "LOGOUT_E_TOKENEXPIRED",
    LogoutOldVersion = 106 "LOGOUT_E_OLDVERSION",
    LogoutTokenWrong = 107 "LOGOUT_E_TOKENWRONG",
    LogoutAlready = 108 "LOGOUT_E_ALREADY_LOGOUT",
    LoginOther = 200 "LOGIN_E_OTHER",
    LoginNet = 201 "LOGIN_E_NET",
    LoginFailed = 202 "LOGIN_E_FAILED",
    LoginCancel = 203 "LOGIN_E_CANCEL",
    LoginTokenExpired = 204 "LOGIN_E_TOKENEXPIRED",
    LoginOldVersion = 205 "LOGIN_E_OLDVERSION",
    LoginTokenWrong = 206 "LOGIN_E_TOKENWRONG",
    LoginKicked = 207 "LOGIN_E_TOKEN_KICKED",
    LoginAlready = 208 "LOGIN_E_ALREADY_LOGIN",
    LoginInvalidUser = 209 "LOGIN_E_INVALID_USER",
    JoinOther = 300 "JOINCHANNEL_E_OTHER",
    SendOther = 400 "SENDMESSAGE_E_OTHER",
    SendTimeout = 401 "SENDMESSAGE_E_TIMEOUT",
    QueryOther = 500 "QUERYUSERNUM_E_OTHER",
    QueryTimeout = 501 "QUERYUSERNUM_E_TIMEOUT",
    QueryByUser = 502 "QUERYUSERNUM_E_BYUSER",
    LeaveOther = 600 "LEAVECHANNEL_E_OTHER",
    LeaveKicked = 601 "LEAVECHANNEL_E_KICKED",
    LeaveByUser = 602 "LEAVECHANNEL_E_BYUSER",
    LeaveLogout = 603 "LEAVECHANNEL_E_LOGOUT",
    LeaveDisconnected = 604 "LEAVECHANNEL_E_DISCONN",
    InviteOther = 700 "INVITE_E_OTHER",
    InviteAgain = 701 "INVITE_E_REINVITE",
    InviteNet = 702 "INVITE_E_NET",
    InvitePeerOffline = 703 "INVITE_E_PEEROFFLINE",
    InviteTimeout = 704 "INVITE_E_TIMEOUT",
    InviteCantReceive = 705 "INVITE_E_CANTRECV",
    General = 1000 "GENERAL_E",
    GeneralFailed = 1001 "GENERAL_E_FAILED",
    GeneralUnknown = 1002 "GENERAL_E_UNKNOWN",
    GeneralNotLogin = 1003 "GENERAL_E_NOT_LOGIN",
    GeneralWrongParam = 1004 "GENERAL_E_WRONG_PARAM",
    GeneralLargeParam = 1005 "GENERAL_E_LARGE_PARAM",
}

impl fmt::Display for Ecode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {}", self.name(), self.number())
    }
}

/// Every "no" of the server, as a value. [`Refusal::text`] is what travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The session secret names no session: the session is over.
    WrongLine,
    /// An invite that asked for it found nobody signed in.
    PeerIsNotOnline,
    /// A message of level `L` or `C` found nobody signed in.
    PeerNotOnline,
    PeerNotExist,
    NotInChannel,
    ChannelFull,
    TooLarge,
    RateLimited,
    WrongParam,
    MailboxFull,
    Reinvite,
    /// No such function.
    Unknown,
    /// The function needs a telephone gateway and there is none.
    NoGateway,
    /// The server cannot write to its disk at the moment.
    StorageUnavailable,
    /// Login: the App ID is not served here.
    WrongVid,
    /// Login: the account breaks the rules, and how.
    WrongAccount(String),
    TokenExpired,
    TokenInvalid,
    /// The token was made for another App ID.
    TokenAppId,
    /// The app has a certificate: `_no_need_token` does not do.
    TokenRequired,
    /// Login: barred for now.
    Kicked,
    /// A reason this version does not know.
    Other(String),
}

impl Refusal {
    /// The text that travels as `reason`; the old SDKs compare some of them letter by letter.
    pub fn text(&self) -> String {
        let text = match self {
            Self::WrongLine => "wrong line",
            Self::PeerIsNotOnline => "peer is not online",
            Self::PeerNotOnline => "peer not online",
            Self::PeerNotExist => "peer not exist",
            Self::NotInChannel => "not in channel",
            Self::ChannelFull => "channel full",
            Self::TooLarge => "too large",
            Self::RateLimited => "rate limited",
            Self::WrongParam => "wrong param",
            Self::MailboxFull => "mailbox full",
            Self::Reinvite => "reinvite",
            Self::Unknown => "unknown",
            Self::NoGateway => "no gateway",
            Self::StorageUnavailable => "storage unavailable",
            Self::WrongVid => "wrong vid",
            Self::WrongAccount(how) => return format!("wrong account : {how}"),
            Self::TokenExpired => "TokenErrorExpired",
            Self::TokenInvalid => "TokenErrorInvalid",
            Self::TokenAppId => "TokenErrorAppId",
            Self::TokenRequired => "TokenErrorDynamicKeyRequired",
            Self::Kicked => "kick",
            Self::Other(text) => return text.clone(),
        };
        text.to_owned()
    }

    pub fn from_text(text: &str) -> Self {
        match text {
            "wrong line" => Self::WrongLine,
            "peer is not online" => Self::PeerIsNotOnline,
            "peer not online" => Self::PeerNotOnline,
            "peer not exist" => Self::PeerNotExist,
            "not in channel" => Self::NotInChannel,
            "channel full" => Self::ChannelFull,
            "too large" => Self::TooLarge,
            "rate limited" => Self::RateLimited,
            "wrong param" => Self::WrongParam,
            "mailbox full" => Self::MailboxFull,
            "reinvite" => Self::Reinvite,
            "unknown" => Self::Unknown,
            "no gateway" => Self::NoGateway,
            "storage unavailable" => Self::StorageUnavailable,
            "wrong vid" => Self::WrongVid,
            "TokenErrorExpired" => Self::TokenExpired,
            "TokenErrorInvalid" => Self::TokenInvalid,
            "TokenErrorAppId" => Self::TokenAppId,
            "TokenErrorDynamicKeyRequired" => Self::TokenRequired,
            "kick" => Self::Kicked,
            _ => match text.strip_prefix("wrong account : ") {
                Some(how) => Self::WrongAccount(how.to_owned()),
                None => Self::Other(text.to_owned()),
            },
        }
    }

    /// The code of a refused request.
    pub fn ecode(&self) -> Ecode {
        match self {
            Self::WrongLine => Ecode::LogoutOther,
            Self::PeerIsNotOnline => Ecode::InvitePeerOffline,
            Self::Reinvite => Ecode::InviteAgain,
            Self::TooLarge => Ecode::GeneralLargeParam,
            Self::WrongParam | Self::Unknown => Ecode::GeneralWrongParam,
            Self::WrongVid
            | Self::WrongAccount(_)
            | Self::TokenExpired
            | Self::TokenInvalid
            | Self::TokenAppId
            | Self::TokenRequired
            | Self::Kicked => self.login_ecode(),
            Self::PeerNotOnline
            | Self::PeerNotExist
            | Self::NotInChannel
            | Self::ChannelFull
            | Self::RateLimited
            | Self::MailboxFull
            | Self::NoGateway
            | Self::StorageUnavailable
            | Self::Other(_) => Ecode::GeneralFailed,
        }
    }

    /// The code of a refused login, by the text alone, as every official SDK maps it.
    pub fn login_ecode(&self) -> Ecode {
        let text = self.text();
        if text == "kick" {
            Ecode::LoginKicked
        } else if text == "TokenErrorExpired" {
            Ecode::LoginTokenExpired
        } else if text.starts_with("TokenError") {
            Ecode::LoginTokenWrong
        } else if text.starts_with("wrong account") {
            Ecode::LoginInvalidUser
        } else {
            Ecode::LoginNet
        }
    }

    /// The body of a refused call2: the one shape that every official SDK understands.
    pub fn to_body(&self) -> String {
        let reason = self.text();
        let body: Value = json!({
            "result": "failed", "reason": reason, "data": {"result": reason}, "ecode": self.ecode().number(),
        });
        body.to_string()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
