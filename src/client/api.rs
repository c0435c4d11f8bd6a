use crate::ids::{MessageId, Uid};
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// Every method of the old API that goes to the server, as a value. Names and texts are as the caller gave
/// them; the session checks them and answers with the codes of the old API. Printed with `{:?}` it shows
/// everything but the token of a login.
#[derive(Clone, PartialEq)]
pub enum Api {
    /// `login2`; `login` is the same with no retry.
    Login {
        account: String,
        token: String,
        retry_time: Duration,
        retry_count: u32,
    },
    Logout,
    Invoke {
        name: String,
        req: String,
        call_id: String,
    },
    QueryUserStatus {
        account: String,
    },
    SetAttr {
        name: String,
        value: String,
    },
    /// `getAttr` and `getUserAttr`; `None` is one's own.
    GetAttr {
        account: Option<String>,
        name: String,
    },
    GetAttrAll {
        account: Option<String>,
    },
    /// `once`: a key, unique among what this account sends, by which the server takes the message one time
    /// only. With one the session sends the message again after a loss, also after a new login, and the
    /// caller may after a restart; `None` is the old API's behaviour. The same for `MessageChannelSend`.
    MessageInstantSend {
        account: String,
        msg: String,
        message_id: MessageId,
        once: Option<String>,
    },
    ChannelJoin {
        channel: String,
    },
    ChannelLeave {
        channel: String,
    },
    ChannelQueryUserNum {
        channel: String,
    },
    ChannelQueryUserIsIn {
        channel: String,
        account: String,
    },
    ChannelSetAttr {
        channel: String,
        name: String,
        value: String,
    },
    ChannelDelAttr {
        channel: String,
        name: String,
    },
    ChannelClearAttr {
        channel: String,
    },
    MessageChannelSend {
        channel: String,
        msg: String,
        message_id: MessageId,
        force: bool,
        once: Option<String>,
    },
    ChannelInviteUser {
        channel: String,
        account: String,
        extra: String,
    },
    ChannelInviteDtmf {
        channel: String,
        account: String,
        keys: String,
    },
    ChannelInviteAccept {
        channel: String,
        account: String,
        extra: String,
    },
    ChannelInviteRefuse {
        channel: String,
        account: String,
        extra: String,
    },
    ChannelInviteEnd {
        channel: String,
        account: String,
        extra: String,
    },
    /// The retired `channelInvitePhone`, `…2` and `…3`: a call to a telephone; `source` is the number that the
    /// telephone shows, empty for none.
    ChannelInvitePhone {
        channel: String,
        phone: String,
        source: String,
        extra: String,
    },
    /// The retired `messageDTMFSend`: keys into the telephone call of a number of the server's.
    MessageDtmfSend {
        uid: Uid,
        keys: String,
        message_id: MessageId,
    },
    /// Ours: try to connect now instead of when the back-off says.
    ReconnectNow,
}

impl Api {
    /// The method's name in the old API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Login { retry_count: 0, .. } => "login",
            Self::Login { .. } => "login2",
            Self::Logout => "logout",
            Self::Invoke { .. } => "invoke",
            Self::QueryUserStatus { .. } => "queryUserStatus",
            Self::SetAttr { .. } => "setAttr",
            Self::GetAttr { account: None, .. } => "getAttr",
            Self::GetAttr { account: Some(_), .. } => "getUserAttr",
            Self::GetAttrAll { account: None } => "getAttrAll",
            Self::GetAttrAll { account: Some(_) } => "getUserAttrAll",
            Self::MessageInstantSend { .. } => "messageInstantSend",
            Self::ChannelJoin { .. } => "channelJoin",
            Self::ChannelLeave { .. } => "channelLeave",
            Self::ChannelQueryUserNum { .. } => "channelQueryUserNum",
            Self::ChannelQueryUserIsIn { .. } => "channelQueryUserIsIn",
            Self::ChannelSetAttr { .. } => "channelSetAttr",
            Self::ChannelDelAttr { .. } => "channelDelAttr",
            Self::ChannelClearAttr { .. } => "channelClearAttr",
            Self::MessageChannelSend { force: false, .. } => "messageChannelSend",
            Self::MessageChannelSend { force: true, .. } => "messageChannelSendForce",
            Self::ChannelInviteUser { extra, .. } if extra.is_empty() => "channelInviteUser",
            Self::ChannelInviteUser { .. } => "channelInviteUser2",
            Self::ChannelInviteDtmf { .. } => "channelInviteDTMF",
            Self::ChannelInviteAccept { .. } => "channelInviteAccept",
            Self::ChannelInviteRefuse { .. } => "channelInviteRefuse",
            Self::ChannelInviteEnd { .. } => "channelInviteEnd",
            Self::ChannelInvitePhone { source, extra, .. } => match (source.as_str(), extra.as_str()) {
                ("", "") => "channelInvitePhone",
                (_, "") => "channelInvitePhone2",
                _ => "channelInvitePhone3",
            },
            Self::MessageDtmfSend { .. } => "messageDTMFSend",
            Self::ReconnectNow => "reconnectNow",
        }
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        macro_rules! shown {
            ($($variant:ident { $($field:ident),* })*) => {
                match self {
                    Self::Login { account, token: _, retry_time, retry_count } => f
                        .debug_struct("Login")
                        .field("account", account)
                        .field("token", &format_args!("***"))
                        .field("retry_time", retry_time)
                        .field("retry_count", retry_count)
                        .finish(),
                    Self::Logout => f.write_str("Logout"),
                    Self::ReconnectNow => f.write_str("ReconnectNow"),
                    $(Self::$variant { $($field),* } => {
                        f.debug_struct(stringify!($variant))$(.field(stringify!($field), $field))*.finish()
                    })*
                }
            };
        }
        shown! {
            Invoke { name, req, call_id }
            QueryUserStatus { account }
            SetAttr { name, value }
            GetAttr { account, name }
            GetAttrAll { account }
            MessageInstantSend { account, msg, message_id, once }
            ChannelJoin { channel }
            ChannelLeave { channel }
            ChannelQueryUserNum { channel }
            ChannelQueryUserIsIn { channel, account }
            ChannelSetAttr { channel, name, value }
            ChannelDelAttr { channel, name }
            ChannelClearAttr { channel }
            MessageChannelSend { channel, msg, message_id, force, once }
            ChannelInviteUser { channel, account, extra }
            ChannelInviteDtmf { channel, account, keys }
            ChannelInviteAccept { channel, account, extra }
            ChannelInviteRefuse { channel, account, extra }
            ChannelInviteEnd { channel, account, extra }
            ChannelInvitePhone { channel, phone, source, extra }
            MessageDtmfSend { uid, keys, message_id }
        }
    }
}

/// What a method answers when it succeeds.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Done,
    LoggedIn { uid: Uid },
    Invoked { resp: String },
    Status { online: bool },
    Attr { value: String },
    AttrAll { attributes: BTreeMap<String, String> },
    Num { num: u64 },
    IsIn { is_in: bool },
    Sent { message_id: MessageId },
}
