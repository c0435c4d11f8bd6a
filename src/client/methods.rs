use super::{Answer, Api, Error, Session};
use crate::ids::MessageId;
use std::collections::BTreeMap;

/// The one form of answer that the core gives to this kind of call.
macro_rules! answer {
    ($answer:expr, $form:pat => $value:expr) => {
        match $answer {
            $form => Ok($value),
            other => unreachable!("the core answers each call in its own form, not {other:?}"),
        }
    };
}
pub(super) use answer;

/// The methods of the old API. `uid` and `deviceID`, which the old API asks for and ignores, are left out.
///
/// Every text is UTF-8 and every size is in bytes. An account has 1 to 128 without white space or characters
/// that cannot be seen; a channel and an attribute's name 1 to 128 without control characters.
///
/// All but `logout` and `login` need to be signed in. A call that fails makes the `Error` event with the name
/// that stands at the method and 1001 (the server said no; `desc` is its reason), 1002 (no answer within
/// 60 s, or the session ended), 1003 (not signed in), 1004 (a wrong argument) or 1005 (one too large);
/// nothing is sent in the last three cases. The server refuses with `rate limited` more than 60 messages and
/// steps of calls a second from one account.
impl Session {
    /// `getSdkVersion`: needs no login; see [`sdk_version`].
    pub fn sdk_version(&self) -> u32 {
        sdk_version()
    }

    async fn done(&self, api: Api) -> Result<(), Error> {
        self.call(api).await.map(|_| ())
    }

    /// `logout`: `Logout` 101; the others in the channel get `ChannelUserLeaved`. A `login` may follow without
    /// waiting for it. While signed out: `Error` "logout" with 108, and [`Error::WrongState`].
    pub async fn logout(&self) -> Result<(), Error> {
        self.done(Api::Logout).await
    }

    /// Ours: while reconnecting, tries at once instead of when the back-off says.
    pub async fn reconnect_now(&self) -> Result<(), Error> {
        self.done(Api::ReconnectNow).await
    }

    /// `invoke`: any function of the server by its name, `io.agora.signal.X`, with a JSON object as `req`
    /// (empty is `{}`, at most 16,288). Answers with the JSON text of the reply.
    /// Event: `InvokeRet` with `call_id`, in every case; its `err` is empty or says why not. No `Error`.
    ///
    /// | X | `req` | in the reply |
    /// |---|---|---|
    /// | `user_query_user_status` | `account` | `status` 1 or 0 |
    /// | `user_set_attr` | `name`, `value` | |
    /// | `user_get_attr` | `account`, `name` | `value` |
    /// | `user_get_attr_all` | `account` | `json`, an object |
    /// | `channel_query_num` | `name` | `num` |
    /// | `channel_query_user_isin` | `name`, `account` | `isin` 1 or 0 |
    /// | `channel_query_userlist` | `name` | `num` of all, `list` of the latest 200 as `[account, uid]` |
    /// | `channel_query_userlist_all` | `name`, `num` (1,000,000) | the same with as many as asked for; retired: use `channel_query_userlist` |
    /// | `channel_set_attr` | `channel`, `name`, `value` | |
    /// | `channel_del_attr` | `channel`, `name` | |
    /// | `channel_clear_attr` | `channel` | |
    pub async fn invoke(&self, name: &str, req: &str, call_id: &str) -> Result<String, Error> {
        let (name, req, call_id) = (name.to_owned(), req.to_owned(), call_id.to_owned());
        let answer = self.call(Api::Invoke { name, req, call_id }).await?;
        answer!(answer, Answer::Invoked { resp } => resp)
    }

    /// `queryUserStatus`: whether the account is signed in. An account nobody has heard of is not; one whose
    /// connection broke is for up to two minutes more.
    /// Events: `QueryUserStatusResult`, or `Error` "query_user_status".
    pub async fn query_user_status(&self, account: &str) -> Result<bool, Error> {
        let answer = self.call(Api::QueryUserStatus { account: account.to_owned() }).await?;
        answer!(answer, Answer::Status { online } => online)
    }

    /// `setAttr`: an attribute of one's own; name at most 128, value at most 8,096, at most ten changes of one
    /// attribute a second. It is kept after the logout. Nobody is told.
    /// Events: none, or `Error` "set_attr".
    pub async fn set_attr(&self, name: &str, value: &str) -> Result<(), Error> {
        self.done(Api::SetAttr { name: name.to_owned(), value: value.to_owned() }).await
    }

    async fn attr(&self, account: Option<String>, name: &str) -> Result<String, Error> {
        let answer = self.call(Api::GetAttr { account, name: name.to_owned() }).await?;
        answer!(answer, Answer::Attr { value } => value)
    }

    async fn attr_all(&self, account: Option<String>) -> Result<BTreeMap<String, String>, Error> {
        let answer = self.call(Api::GetAttrAll { account }).await?;
        answer!(answer, Answer::AttrAll { attributes } => attributes)
    }

    /// `getAttr`: one's own attribute, empty if there is none; name at most 128.
    /// Events: `UserAttrResult`, or `Error` "get_attr".
    pub async fn get_attr(&self, name: &str) -> Result<String, Error> {
        self.attr(None, name).await
    }

    /// `getAttrAll`: all attributes of one's own by name. Events: `UserAttrAllResult`, or `Error` "get_attr_all".
    pub async fn get_attr_all(&self) -> Result<BTreeMap<String, String>, Error> {
        self.attr_all(None).await
    }

    /// `getUserAttr`: as [`Session::get_attr`], of anybody.
    pub async fn get_user_attr(&self, account: &str, name: &str) -> Result<String, Error> {
        self.attr(Some(account.to_owned()), name).await
    }

    /// `getUserAttrAll`: as [`Session::get_attr_all`], of anybody.
    pub async fn get_user_attr_all(&self, account: &str) -> Result<BTreeMap<String, String>, Error> {
        self.attr_all(Some(account.to_owned())).await
    }

    /// `messageInstantSend`: a message of at most 8,192 to an account, signed in or not: it waits for up to
    /// 30 days, in order. An empty
    /// `message_id` is replaced by one of the SDK's, which the answer names; at most 128.
    /// Success says that the server keeps the message, not that it was read.
    /// Events: `MessageSendSuccess`, or `MessageSendError` (400, 401 without an answer) with `Error`
    /// "send_instant_msg"; the other side gets `MessageInstantReceive`.
    pub async fn message_instant_send(
        &self,
        account: &str,
        msg: &str,
        message_id: &str,
    ) -> Result<MessageId, Error> {
        let (account, msg, message_id) = (account.to_owned(), msg.to_owned(), MessageId::new(message_id));
        let answer = self.call(Api::MessageInstantSend { account, msg, message_id, once: None }).await?;
        answer!(answer, Answer::Sent { message_id } => message_id)
    }

    /// `channelJoin`: a session is in one channel at a time and leaves the one before silently. Name at most
    /// 128, no control characters.
    /// Events: `ChannelJoined`, `ChannelUserList`, one `ChannelAttrUpdated` an attribute; or
    /// `ChannelJoinFailed` (300) with `Error` "channel_join"; the others get `ChannelUserJoined`.
    pub async fn channel_join(&self, channel: &str) -> Result<(), Error> {
        self.done(Api::ChannelJoin { channel: channel.to_owned() }).await
    }

    /// `channelLeave`: the channel one is in. Events: `ChannelLeaved` 602, also if the server refused, then with `Error`
    /// "channel_leave"; the others get `ChannelUserLeaved`.
    pub async fn channel_leave(&self, channel: &str) -> Result<(), Error> {
        self.done(Api::ChannelLeave { channel: channel.to_owned() }).await
    }

    /// `channelQueryUserNum`: how many are in a channel; 0 if there is no such channel.
    /// Events: `ChannelQueryUserNumResult`, with 500 and then `Error` "channel_query_num" if it failed.
    pub async fn channel_query_user_num(&self, channel: &str) -> Result<u64, Error> {
        let answer = self.call(Api::ChannelQueryUserNum { channel: channel.to_owned() }).await?;
        answer!(answer, Answer::Num { num } => num)
    }

    /// `channelQueryUserIsIn`: whether an account is in a channel. Events: `ChannelQueryUserIsIn`; also, with
    /// `false`, if it failed while signed in, then with `Error` "channel_query_user_isin".
    pub async fn channel_query_user_is_in(&self, channel: &str, account: &str) -> Result<bool, Error> {
        let (channel, account) = (channel.to_owned(), account.to_owned());
        let answer = self.call(Api::ChannelQueryUserIsIn { channel, account }).await?;
        answer!(answer, Answer::IsIn { is_in } => is_in)
    }

    /// `channelSetAttr`: needs membership; name at most 128, value at most 8,096, at most ten changes of one
    /// attribute a second. Some names are the system's, with decimal numbers as values:
    ///
    /// | name | meaning | without it |
    /// |---|---|---|
    /// | `_channel_ttl` | seconds from the last leave until the attributes are dropped | 7,200 |
    /// | `_auto_update_num` | every so many seconds everybody is told `_member_num`, if it changed; 0 is off | 0 |
    /// | `_member_num` | members; read-only, shown while the above is on | |
    /// | `_sendmsg_limit` | messages a second in the whole channel | 200 |
    /// | `_setattr_limit` | changes a second of each attribute | 10 |
    /// | `_userNotification` | retired: 0 silences `ChannelUserJoined` and `ChannelUserLeaved` | 1 |
    /// | `_auto_update_total_num` | retired: as `_auto_update_num`, which must be on, too | 0 |
    /// | `_total_member_num` | retired: all joins so far; read-only | |
    ///
    /// Events: everybody in the channel gets `ChannelAttrUpdated`; or `Error` "channel_set_attr".
    pub async fn channel_set_attr(&self, channel: &str, name: &str, value: &str) -> Result<(), Error> {
        let (channel, name, value) = (channel.to_owned(), name.to_owned(), value.to_owned());
        self.done(Api::ChannelSetAttr { channel, name, value }).await
    }

    /// `channelDelAttr`: needs membership; one of the system's goes back to its default. Events: `ChannelAttrUpdated` "del" to everybody in the channel;
    /// or `Error` "channel_del_attr".
    pub async fn channel_del_attr(&self, channel: &str, name: &str) -> Result<(), Error> {
        self.done(Api::ChannelDelAttr { channel: channel.to_owned(), name: name.to_owned() }).await
    }

    /// `channelClearAttr`: all of them; needs membership. Events: one `ChannelAttrUpdated` "clear" to everybody
    /// in the channel; or `Error` "channel_clear_attr".
    pub async fn channel_clear_attr(&self, channel: &str) -> Result<(), Error> {
        self.done(Api::ChannelClearAttr { channel: channel.to_owned() }).await
    }

    async fn channel_send(
        &self,
        channel: &str,
        msg: &str,
        message_id: &str,
        force: bool,
    ) -> Result<MessageId, Error> {
        let (channel, msg, message_id) = (channel.to_owned(), msg.to_owned(), MessageId::new(message_id));
        let answer =
            self.call(Api::MessageChannelSend { channel, msg, message_id, force, once: None }).await?;
        answer!(answer, Answer::Sent { message_id } => message_id)
    }

    /// `messageChannelSend`: as [`Session::message_instant_send`], to the channel one is in (at most 200 a
    /// second from all); everybody there, oneself included, gets `MessageChannelReceive`, maybe before
    /// `MessageSendSuccess`. It is not kept for who is not there. `Error` is "send_channel_msg".
    pub async fn message_channel_send(
        &self,
        channel: &str,
        msg: &str,
        message_id: &str,
    ) -> Result<MessageId, Error> {
        self.channel_send(channel, msg, message_id, false).await
    }

    /// `messageChannelSendForce`: the same without being in the channel, and then without getting it oneself.
    pub async fn message_channel_send_force(
        &self,
        channel: &str,
        msg: &str,
        message_id: &str,
    ) -> Result<MessageId, Error> {
        self.channel_send(channel, msg, message_id, true).await
    }

    /// `channelInviteUser`: a call without words; see [`Session::channel_invite_user2`].
    pub async fn channel_invite_user(&self, channel: &str, account: &str) -> Result<(), Error> {
        self.channel_invite_user2(channel, account, "").await
    }

    /// `channelInviteUser2`: calls somebody. The channel is the call's label, nobody joins it by this.
    /// The answer says that the server took the invite.
    ///
    /// `extra` is empty or JSON, at most 8,192. In it the server reads `_require_peer_online` (1: fails at once
    /// if the callee is not signed in), `_timeout` (seconds until the callee's device must have confirmed the
    /// call; 20 without it, 60 at most; then the call fails and is destroyed) and `srcNum` (the number that a
    /// telephone would show).
    ///
    /// Events: `InviteReceivedByPeer`, then `InviteAcceptedByPeer` or `InviteRefusedByPeer`; or
    /// `InviteFailed` (703 not online, 704 silent, 701 called already if the server is strict, 700), with
    /// `Error` "invite" if it was refused at once; the other side gets `InviteReceived`. How long it then
    /// rings is up to the two sides.
    pub async fn channel_invite_user2(&self, channel: &str, account: &str, extra: &str) -> Result<(), Error> {
        let (channel, account, extra) = (channel.to_owned(), account.to_owned(), extra.to_owned());
        self.done(Api::ChannelInviteUser { channel, account, extra }).await
    }

    /// `channelInviteDTMF`: keys 0-9, * and # to the other side, who gets `InviteMsg` "dtmf".
    /// Events: none, or `Error` "invite_dtmf".
    pub async fn channel_invite_dtmf(&self, channel: &str, account: &str, keys: &str) -> Result<(), Error> {
        let (channel, account, keys) = (channel.to_owned(), account.to_owned(), keys.to_owned());
        self.done(Api::ChannelInviteDtmf { channel, account, keys }).await
    }

    /// `channelInviteAccept`: `extra` is free text, at most 8,192; the caller gets `InviteAcceptedByPeer`. Events: none, or `Error`
    /// "invite_accept".
    pub async fn channel_invite_accept(
        &self,
        channel: &str,
        account: &str,
        extra: &str,
    ) -> Result<(), Error> {
        let (channel, account, extra) = (channel.to_owned(), account.to_owned(), extra.to_owned());
        self.done(Api::ChannelInviteAccept { channel, account, extra }).await
    }

    /// `channelInviteRefuse`: `extra` is free text, at most 8,192; the caller gets `InviteRefusedByPeer`. Events: none, or `Error`
    /// "invite_refuse".
    pub async fn channel_invite_refuse(
        &self,
        channel: &str,
        account: &str,
        extra: &str,
    ) -> Result<(), Error> {
        let (channel, account, extra) = (channel.to_owned(), account.to_owned(), extra.to_owned());
        self.done(Api::ChannelInviteRefuse { channel, account, extra }).await
    }

    /// `channelInviteEnd`: takes an invite back or hangs up, at any time. Events: `InviteEndByMyself`, or
    /// `Error` "invite_end"; the other side gets `InviteEndByPeer`.
    pub async fn channel_invite_end(&self, channel: &str, account: &str) -> Result<(), Error> {
        let (channel, account, extra) = (channel.to_owned(), account.to_owned(), String::new());
        self.done(Api::ChannelInviteEnd { channel, account, extra }).await
    }
}

/// `getSdkVersion` in the old scheme: a 1, then two digits each for the three parts of the version, then
/// three for the build: 1010104019 was 1.1.4.19.
pub fn sdk_version() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or(0).min(99);
    let (major, minor, patch) =
        (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH"));
    1_000_000_000 + part(major) * 10_000_000 + part(minor) * 100_000 + part(patch) * 1_000
}
