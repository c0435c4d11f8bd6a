use crate::ids::{MessageId, Uid};
use std::collections::BTreeMap;
use std::time::Duration;

/// Every method of the old API that goes to the server, as a value. Names and texts are as the caller gave
/// them; the session checks them and answers with the codes of the old API.
#[derive(Debug, Clone, PartialEq)]
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
            Self::ReconnectNow => "reconnectNow",
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
