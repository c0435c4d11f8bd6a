use crate::ids::{Account, AttributeName, ChannelName, MessageId, Uid};
use crate::wire::{AttributeChange, Ecode};
use std::collections::BTreeMap;

/// One variant a callback of the old API, with its arguments. Times of arrival are in [`super::trace`].
///
/// What answers a method goes to the session that called it; who else is told of something is said where it
/// is. Names are at most 128 bytes, `msg` and `extra` at most 8,192, `value` at most 8,096.
///
/// `uid` is the server's number where the wire carries one and 0 where it does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// `onLoginSuccess(uid, fd)`: to the account that signed in.
    LoginSuccess { uid: Uid, fd: i32 },
    /// `onLoginFailed(ecode)`: 201 network, 203 logged out meanwhile, 204 and 206 token, 207 barred, 209
    /// account, 1004 App ID.
    LoginFailed { ecode: Ecode },
    /// `onLogout(ecode)`: 101 own, 102 network gave up or the server closed for good, 103 signed in
    /// elsewhere, 105 the token has expired, 100 unknown. The session does not come back by itself.
    Logout { ecode: Ecode },
    /// `onReconnecting(nretry)`: from 1; the connection is lost and this is the nth try.
    Reconnecting { nretry: u32 },
    /// `onReconnected(fd)`: back with channel and mailbox position; `resumed` is ours and says whether the
    /// server still knew the session, so that nothing was missed in the channel. If not, the channel is
    /// joined again and its members and attributes come anew, without another `ChannelJoined`.
    Reconnected { fd: i32, resumed: bool },
    /// `onError(name, ecode, desc)`: `name` is the operation's, such as `send_instant_msg`.
    Error { name: &'static str, ecode: Ecode, desc: String },
    /// `onQueryUserStatusResult(name, status)`: "1" online, "0" not, in the old API.
    QueryUserStatusResult { account: Account, online: bool },
    /// `onInvokeRet(callID, err, resp)`: `err` is empty on success, `resp` is JSON text.
    InvokeRet { call_id: String, err: String, resp: String },
    /// `onUserAttrResult(account, name, value)`: an attribute that does not exist has an empty value.
    UserAttrResult { account: Account, name: AttributeName, value: String },
    /// `onUserAttrAllResult(account, value)`: the old API hands the attributes over as JSON text.
    UserAttrAllResult { account: Account, attributes: BTreeMap<String, String> },
    /// `onChannelJoined(channelID)`.
    ChannelJoined { channel: ChannelName },
    /// `onChannelJoinFailed(channelID, ecode)`: 300, or 1003 when not signed in.
    ChannelJoinFailed { channel: ChannelName, ecode: Ecode },
    /// `onChannelLeaved(channelID, ecode)`: 602 left by oneself, 601 removed by somebody else, 604 lost: after
    /// a break the server would not let us in again; 1003 when not signed in.
    ChannelLeaved { channel: ChannelName, ecode: Ecode },
    /// `onChannelUserJoined(account, uid)`: to the others in the channel. `channel` is ours.
    ChannelUserJoined { channel: ChannelName, account: Account, uid: Uid },
    /// `onChannelUserLeaved(account, uid)`: to the others in the channel. `channel` is ours.
    ChannelUserLeaved { channel: ChannelName, account: Account, uid: Uid },
    /// `onChannelUserList(accounts, uids)`: after a join, oneself included, in the order they joined. Also
    /// after `Reconnected { resumed: false }`, followed by the attributes: the channel as it is now.
    ChannelUserList { channel: ChannelName, members: Vec<(Account, Uid)> },
    /// `onChannelQueryUserNumResult(channelID, ecode, num)`: `ecode` 0 or 500.
    ChannelQueryUserNumResult { channel: ChannelName, ecode: Ecode, num: u64 },
    /// `onChannelQueryUserIsIn(channelID, account, isIn)`.
    ChannelQueryUserIsIn { channel: ChannelName, account: Account, is_in: bool },
    /// `onChannelAttrUpdated(channelID, name, value, type)`: to everybody in the channel. `account` is ours:
    /// who changed it, `None` for the snapshot after a join and for the system. `Clear` has no name.
    ChannelAttrUpdated {
        channel: ChannelName,
        name: Option<AttributeName>,
        value: String,
        change: AttributeChange,
        account: Option<Account>,
    },
    /// `onInviteReceived(channelID, account, uid, extra)`: to the callee; the SDK has told the server already
    /// that the call has come.
    InviteReceived { channel: ChannelName, account: Account, uid: Uid, extra: String },
    /// `onInviteReceivedByPeer(channelID, account, uid)`: to the caller; the callee's device has the call: it
    /// rings.
    InviteReceivedByPeer { channel: ChannelName, account: Account, uid: Uid },
    /// `onInviteAcceptedByPeer(channelID, account, uid, extra)`: to the caller.
    InviteAcceptedByPeer { channel: ChannelName, account: Account, uid: Uid, extra: String },
    /// `onInviteRefusedByPeer(channelID, account, uid, extra)`: to the caller.
    InviteRefusedByPeer { channel: ChannelName, account: Account, uid: Uid, extra: String },
    /// `onInviteFailed(channelID, account, uid, ecode, extra)`: to the caller, with the invite's `extra`; 703
    /// the callee is not online, 704 no answer from the server or the callee's device, 701 called already, 700
    /// any other, 1003 not signed in.
    InviteFailed { channel: ChannelName, account: Account, uid: Uid, ecode: Ecode, extra: String },
    /// `onInviteEndByPeer(channelID, account, uid, extra)`: the other side took the call back or hung up.
    InviteEndByPeer { channel: ChannelName, account: Account, uid: Uid, extra: String },
    /// `onInviteEndByMyself(channelID, account, uid)`: the server took our end of the call.
    InviteEndByMyself { channel: ChannelName, account: Account, uid: Uid },
    /// `onInviteMsg(channelID, account, uid, msgType, msgData, extra)`: to the other side of a call; `msg_type`
    /// "dtmf" carries keys 0-9, * and # as `msg_data`; `extra` is the whole of it as it came.
    InviteMsg {
        channel: ChannelName,
        account: Account,
        uid: Uid,
        msg_type: String,
        msg_data: String,
        extra: String,
    },
    /// `onMessageSendSuccess(messageID)`: the server took the message.
    MessageSendSuccess { message_id: MessageId },
    /// `onMessageSendError(messageID, ecode)`: 400, or 401 when no answer came.
    MessageSendError { message_id: MessageId, ecode: Ecode },
    /// `onMessageInstantReceive(account, uid, msg)`: to the account that the message is for, in the order of each
    /// sender, also what came while it was away. `at_millis` (since 1970) is the server's, `version` the
    /// mailbox's: both ours.
    MessageInstantReceive { account: Account, uid: Uid, msg: String, at_millis: i64, version: u64 },
    /// `onMessageChannelReceive(channelID, account, uid, msg)`: to everybody in the channel, the sender
    /// included. `at_millis` (since 1970) is the server's and ours.
    MessageChannelReceive { channel: ChannelName, account: Account, uid: Uid, msg: String, at_millis: i64 },
    /// `onLog(txt)`: begins with 13 digits of milliseconds since 1970.
    Log { text: String },
}

impl Event {
    /// The callback's name in the old API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::LoginSuccess { .. } => "onLoginSuccess",
            Self::LoginFailed { .. } => "onLoginFailed",
            Self::Logout { .. } => "onLogout",
            Self::Reconnecting { .. } => "onReconnecting",
            Self::Reconnected { .. } => "onReconnected",
            Self::Error { .. } => "onError",
            Self::QueryUserStatusResult { .. } => "onQueryUserStatusResult",
            Self::InvokeRet { .. } => "onInvokeRet",
            Self::UserAttrResult { .. } => "onUserAttrResult",
            Self::UserAttrAllResult { .. } => "onUserAttrAllResult",
            Self::ChannelJoined { .. } => "onChannelJoined",
            Self::ChannelJoinFailed { .. } => "onChannelJoinFailed",
            Self::ChannelLeaved { .. } => "onChannelLeaved",
            Self::ChannelUserJoined { .. } => "onChannelUserJoined",
            Self::ChannelUserLeaved { .. } => "onChannelUserLeaved",
            Self::ChannelUserList { .. } => "onChannelUserList",
            Self::ChannelQueryUserNumResult { .. } => "onChannelQueryUserNumResult",
            Self::ChannelQueryUserIsIn { .. } => "onChannelQueryUserIsIn",
            Self::ChannelAttrUpdated { .. } => "onChannelAttrUpdated",
            Self::InviteReceived { .. } => "onInviteReceived",
            Self::InviteReceivedByPeer { .. } => "onInviteReceivedByPeer",
            Self::InviteAcceptedByPeer { .. } => "onInviteAcceptedByPeer",
            Self::InviteRefusedByPeer { .. } => "onInviteRefusedByPeer",
            Self::InviteFailed { .. } => "onInviteFailed",
            Self::InviteEndByPeer { .. } => "onInviteEndByPeer",
            Self::InviteEndByMyself { .. } => "onInviteEndByMyself",
            Self::InviteMsg { .. } => "onInviteMsg",
            Self::MessageSendSuccess { .. } => "onMessageSendSuccess",
            Self::MessageSendError { .. } => "onMessageSendError",
            Self::MessageInstantReceive { .. } => "onMessageInstantReceive",
            Self::MessageChannelReceive { .. } => "onMessageChannelReceive",
            Self::Log { .. } => "onLog",
        }
    }
}
